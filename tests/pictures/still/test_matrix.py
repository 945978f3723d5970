import io
import re
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch
from PIL import Image

from helpers import pictures, style
from helpers.attention import softmax
from helpers.frames import MatrixFrame, Panel
from helpers.pictures.still.page import FAINT
from tests.effort import calls
from tests.pictures.still.pixels_and_texts import GROUND, pixels, place

WORDS = "The animal didn ' t cross the street because it was too tired .".split()


def weights(n_heads, n_rows, n_columns=None, seed=3):
    return softmax(3 * np.random.default_rng(seed).standard_normal((n_heads, n_rows, n_columns or n_rows)))


def heads(n_heads, n_tokens, selected=()):
    words = (WORDS * 10)[:n_tokens]
    panels = [
        Panel(of_head, f"head {number}", words, words, "query (asks)", "key (is asked)")
        for number, of_head in enumerate(weights(n_heads, n_tokens), 1)
    ]
    return MatrixFrame(panels, f"Attention weights, {n_heads} heads", selected=selected)


def equation(marked=()):
    x, W = np.array([[1.0, 0, 2, -1]]), np.array([[1, 0, 0.5], [0, 2, 1], [1, -1, 0], [0.5, 1, -2]])
    panels = (
        Panel(x, "x", ["it"], kind="boxes", role="embedding", sizes="1 × 4"),
        Panel(W, "W_query", kind="boxes", role="query", before="×", sizes="4 × 3", marked=marked),
        Panel(x @ W, "q", ["it"], kind="boxes", role="query", before="=", sizes="1 × 3"),
    )
    return MatrixFrame(panels, "x × W_query = q", "hand-set")


def full_query():
    draw = np.random.default_rng(1).standard_normal
    panels = (
        Panel(draw((1, 512)), "x of “it”", kind="signed", role="embedding", sizes="1 × 512"),
        Panel(draw((512, 64)), "W_query", kind="signed", role="query", before="×", sizes="512 × 64"),
        Panel(draw((1, 64)), "q of “it”", kind="signed", role="query", before="=", sizes="1 × 64"),
    )
    return MatrixFrame(panels, "In true sizes")


def centre_colours(picture, panel, shape):
    """The colour beside the middle of each cell of a panel's heatmap (digits stand in the middle)."""
    rows, columns = shape
    image, axes = pixels(picture), picture.figure.axes[panel]
    at = lambda row, column: place(picture, axes, (column + 0.12) / columns, (row + 0.2) / rows)  # noqa: E731
    return np.array([[image[at(row, column)] for column in range(columns)] for row in range(rows)])


@pytest.mark.parametrize("kind", ["weights", "signed"])
@pytest.mark.parametrize("limit", [None, 2.0])
def test_every_cell_has_the_colour_of_its_number(kind, limit):
    values = weights(1, 5, 7)[0] * (1 if kind == "weights" else np.where(np.arange(7) % 2, -3, 2))
    panel = Panel(values, "one", kind=kind, limit=limit)
    picture = pictures.draw(MatrixFrame([panel]))
    assert (centre_colours(picture, 0, (5, 7)) == style.colour_of(values, kind, panel.limit)).all()


def test_rows_run_down_and_columns_run_right():
    values = np.zeros((2, 5))
    values[1, 3] = 1.0
    colours = centre_colours(pictures.draw(MatrixFrame([Panel(values)])), 0, (2, 5))
    assert (colours[1, 3] == style.colour_map("weights")[255]).all()
    assert (np.delete(colours.reshape(10, 3), 8, axis=0) == style.colour_map("weights")[0]).all()


def test_each_head_is_drawn_from_its_own_weights():
    frame = heads(8, 6)
    picture = pictures.draw(frame)
    for head in (0, 3, 7):
        assert (
            centre_colours(picture, head, (6, 6)) == style.colour_of(frame.panels[head].values, "weights")
        ).all()


def test_numbers_without_end_have_no_colour_of_the_map():
    values = np.array([[1.0, -np.inf, 2.0], [np.nan, -1.0, 0.5]])
    picture = pictures.draw(MatrixFrame([Panel(values, kind="signed", limit=2)]))
    colours = centre_colours(picture, 0, (2, 3))
    assert (colours[0, 1] == GROUND).all() and (colours[1, 0] == GROUND).all()
    assert (colours[0, 2] == style.colour_map("signed")[255]).all()
    assert {"−∞", "?"} <= {text.get_text() for text in picture.figure.texts}


@pytest.mark.parametrize("columns, struck", [(6, 0), (60, 2)])
def test_numbers_without_end_are_written_or_else_struck_through(columns, struck):
    values = np.random.default_rng(2).normal(size=(4, columns))
    values[0, 2], values[3, 1] = -np.inf, np.nan
    picture = pictures.draw(MatrixFrame([Panel(values, kind="signed")]))
    lines = [part for part in picture.figure.get_children() if isinstance(part, Line2D)]
    slanted = [line for line in lines if np.ptp(line.get_xdata()) * np.ptp(line.get_ydata())]
    assert len(slanted) == struck
    assert ({"−∞", "?"} <= {text.get_text() for text in picture.figure.texts}) == (not struck)


def test_boxes_carry_every_number_and_are_fuller_the_larger_it_is():
    picture = pictures.draw(equation())
    written = [text.get_text() for text in picture.figure.texts]
    assert [tick for tick in ("1", "0", "2", "−1", "−2.0", "2.5", "−3.0") if tick not in written] == []
    boxes = [patch for patch in picture.figure.get_children() if isinstance(patch, FancyBboxPatch)]
    fills = [box.get_facecolor() for box in boxes if box.get_facecolor()[3] == 1][:4]
    green = np.array(style.hex_to_rgb(style.ROLES["embedding"].fill)) / 255
    distance = [
        np.abs(np.array(fill[:3]) - green).sum() for fill in fills
    ]  # of 1, 0, 2, −1 from the full colour
    assert distance[2] < distance[0] == distance[3] < distance[1]


def test_digits_are_written_only_where_they_can_be_read():
    def digits(frame):
        return sum(
            bool(re.fullmatch(r"\d\.\d\d", text.get_text())) for text in pictures.draw(frame).figure.texts
        )

    assert digits(MatrixFrame([Panel(weights(1, 5, 7)[0] / 2 + 0.1)])) == 35
    assert digits(heads(8, 14)) == 0


def test_where_many_weights_would_be_written_0_00_they_are_blank():
    def written(values):
        return [text.get_text() for text in pictures.draw(MatrixFrame([Panel(values)])).figure.texts]

    many, few = np.eye(5)[:, :4] * 0.75 + 0.004, np.full((5, 4), 0.25)
    few[0] = 0, 0, 0, 1
    assert "0.00" not in written(many) and written(many).count("0.75") == 4
    assert written(few).count("0.00") == 3


def test_a_marked_cell_has_a_border_of_ink():
    ink = style.hex_to_rgb(style.INK["light"])
    for marked, expected in (((), 0), (((1, 2),), 1)):
        picture = pictures.draw(MatrixFrame([Panel(np.ones((2, 5)), marked=marked)]))
        row, column = place(picture, picture.figure.axes[0], 2.5 / 5, 0.5)  # upper edge of the cell
        assert any((pixels(picture)[row + d, column] == ink).all() for d in range(-3, 4)) == bool(expected)


def test_the_highlighted_cell_is_told_in_words():
    values = np.full((2, 3, 4), 0.25)
    values[1, 2] = 0.1, 0.6, 0.004, 0.296
    panels = [
        Panel(
            of_head, f"head {number}", ["The", "animal", "it"], list("abcd"), "query (asks)", "key (is asked)"
        )
        for number, of_head in enumerate(values, 1)
    ]
    for column, told in ((1, "b 0.60"), (2, "c 0.004")):
        written = [
            text.get_text()
            for text in pictures.draw(MatrixFrame(panels, selected=(1, 2, column))).figure.texts
        ]
        assert f"head 2, query → key: it → {told}, row sums to 1.00" in written


@pytest.mark.parametrize("selected", [(5, 0, 0), (0, 99, 0), (0, -1, -1), (0, -2, 0), (1,), (0, 0)])
def test_a_highlight_that_does_not_fit_is_left_out(selected):
    frame = heads(2, 5)
    assert pictures.draw(heads(2, 5, selected)).png == pictures.draw(frame).png


def test_the_row_sums_are_told_as_they_are():
    half = MatrixFrame([Panel(weights(1, 5, 7)[0] / 2)])
    assert any(text.get_text().endswith("each row sums to 0.50") for text in pictures.draw(half).figure.texts)


FRAMES = {
    "equation": equation(marked=[(1, 2)]),
    "true sizes": full_query(),
    "eight heads": heads(8, 14, (0, 9, 1)),
    "sixteen heads": heads(16, 9),
    "one head": heads(1, 14),
    "one token": heads(3, 1),
    "long names": MatrixFrame(
        [
            Panel(
                weights(1, 5, 7)[0],
                "a title that is far longer than its few cells " * 3,
                ["incomprehensibilities" * 3] * 5,
                ["w" * 40] * 7,
            )
        ]
    ),
    "long title": MatrixFrame(
        [Panel([[1, 2]], kind="boxes")], "a long title that does not fit in one line of the page " * 4
    ),
    "row of boxes": MatrixFrame(
        [
            Panel(
                [[112, 96]],
                "score",
                ["Thinking"],
                ["Thinking", "Machines"],
                "query (asks)",
                "key (is asked)",
                "boxes",
            )
        ]
        * 3
    ),
    "column": MatrixFrame([Panel(np.arange(64.0)[:, None], "k", kind="signed", role="key")]),
    "many across": MatrixFrame(
        [Panel(weights(1, 14)[0], f"head {i}", WORDS, WORDS) for i in range(12)], across=12
    ),
    "boxes across": MatrixFrame(
        [Panel(np.arange(20.0).reshape(2, 10), f"part {i}", kind="boxes") for i in range(4)], across=4
    ),
}


@pytest.mark.parametrize("n_heads", [1, 5, 16])
@pytest.mark.parametrize("n_tokens", [1, 2, 128])
def test_from_one_to_128_tokens_and_one_to_16_heads(n_heads, n_tokens):
    pictures.draw(heads(1, 2)).png  # loads fonts
    picture = pictures.draw(heads(n_heads, n_tokens, (0, 0, 0)))
    assert calls(lambda: picture.png) < 8_000_000
    assert len(picture.figure.axes) == n_heads + 1  # and the colour bar
    assert picture.width <= 960


@pytest.mark.parametrize("panels", [(), (Panel(np.zeros((0, 0))),), (Panel([]), Panel(np.zeros((1, 2))))])
def test_frames_with_nothing_in_them_are_drawn(panels):
    assert pictures.draw(MatrixFrame(panels)).png


def test_a_still_is_a_card_with_round_corners_on_which_all_words_can_be_read():
    for frame in (equation(), heads(2, 5)):
        image = np.asarray(Image.open(io.BytesIO(pictures.draw(frame).png)).convert("RGBA"))
        corners = image[[0, 0, -1, -1], [0, -1, 0, -1]]
        assert (corners[:, 3] == 0).all()
        assert (image[20:-20, 3] == (*GROUND, 255)).all() and (image[3, 20:-20] == (*GROUND, 255)).all()
    for colour in (
        style.INK["light"],
        style.FAINT["light"],
        *(role.on_light for role in style.ROLES.values()),
    ):
        assert style.contrast(colour, style.CARD) >= 4.5


def test_a_forbidden_weight_is_struck_through_and_no_border_of_ink_is_around_it():
    values = np.tril(np.ones((5, 5))) / np.arange(1, 6)[:, None]
    forbidden = tuple(map(tuple, np.argwhere(values == 0).tolist()))
    picture = pictures.draw(MatrixFrame([Panel(values, marked=forbidden)]))
    lines = [part for part in picture.figure.get_children() if isinstance(part, Line2D)]
    assert len(lines) == len(forbidden) == 10
    row, column = place(picture, picture.figure.axes[0], 3.5 / 5, 1.02 / 5)  # within a forbidden cell's edge
    assert (
        not (pixels(picture)[row - 3 : row + 4, column] == style.hex_to_rgb(style.INK["light"])).all(1).any()
    )
    assert not {"0.00", "0"} & {text.get_text() for text in picture.figure.texts if text.get_color() != FAINT}


@pytest.mark.parametrize("place_", [(3, -1), (-1, 2)])
def test_a_whole_row_or_column_can_be_marked_and_thin_ones_stay_in_sight(place_):
    values = np.random.default_rng(4).normal(size=(120, 7))
    panel = Panel(values, kind="signed", marked=(place_,))
    picture, plain = (pictures.draw(MatrixFrame([one])) for one in (panel, replace(panel, marked=())))
    axes, bare = picture.figure.axes[0], plain.figure.axes[0]
    row, column = max(place_[0], 60 * (place_[0] < 0)), max(place_[1], 3 * (place_[1] < 0))
    at = (column + 0.5) / 7, (row + 0.5) / 120
    inside = [pixels(one)[place(one, of, *at)] for one, of in ((picture, axes), (plain, bare))]
    assert (inside[0] == inside[1]).all() and (pixels(picture).shape == pixels(plain).shape)
    assert (pixels(picture) != pixels(plain)).any(axis=2).sum() > 100
