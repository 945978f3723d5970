"""Matrix in a real browser: what is painted, said, lit, copied and sent, against the arrays in Python."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from helpers import style
from helpers.attention import softmax
from helpers.frames import MatrixFrame, Panel
from helpers.pictures import Note
from helpers.pictures.live import Matrix
from helpers.pictures.words import describe

ROWS = ("it", "was", "too", "tired", ".")
COLUMNS = ("The", "animal", "cross", "the", "street", "it", "wide")
AXES = {"row_axis": "query (asks)", "column_axis": "key (is asked)"}
MARKUP = "<img src=x onerror=alert(1)>"


def weights(n_rows=5, n_columns=7, seed=3):
    return softmax(2 * np.random.default_rng(seed).normal(size=(n_rows, n_columns)))


def head(number, **rest):
    return Panel(
        weights(seed=number), **{"title": f"head {number}", "rows": ROWS, "columns": COLUMNS, **AXES, **rest}
    )


def signed(shape=(5, 7), seed=4, **rest):
    return Panel(np.random.default_rng(seed).normal(size=shape), **{"kind": "signed", **rest})


HAND = MatrixFrame(
    [
        Panel([[1, 0.5, -1, 2]], title="x", rows=("it",), kind="boxes", role="embedding", sizes="1 × 4"),
        Panel(
            [[1, 0, 0.5], [0, 1, -1], [0.5, 0.5, 0], [1, -1, 2]],
            title="W_query",
            kind="boxes",
            role="query",
            before="×",
        ),
        Panel([[2.5, -2, 4]], title="query", rows=("it",), kind="boxes", role="query", before="="),
    ],
    title="Make a query",
    badge="hand-set",
)


def corner(panel, row, column):
    """Just inside the top left of a cell, where no digit stands. CSS pixels"""
    pitch = panel["cell_width"] + panel["gap"], panel["cell_height"] + panel["gap"]
    return panel["x"] + column * pitch[0], panel["y"] + row * pitch[1]


def middle(shown, place):
    panel = next(drawn for drawn in shown.painted["panels"] if drawn["place"] == place[0])
    x, y = corner(panel, *place[1:])
    return x + panel["cell_width"] / 2, y + panel["cell_height"] / 2


def hover(shown, *place):
    shown.hover(*middle(shown, place))


def click(shown, *place):
    shown.click(*middle(shown, place))


def leave(shown):
    shown.page.mouse.move(1, 1)
    shown.settle()


def colours(shown, panel, shape, inside=3):
    """The colour of every cell of a panel, `inside` CSS pixels from its top left. [n_rows, n_columns, 3]"""
    pixels, ratio = shown.pixels, shown.painted["ratio"]
    places = [[corner(panel, row, column) for column in range(shape[1])] for row in range(shape[0])]
    x, y = np.moveaxis(np.array(places) + inside, -1, 0)
    return pixels[(y * ratio).astype(int), (x * ratio).astype(int), :3]


def float32(values):
    return np.asarray(values, "<f4").astype(float)


def changed(before, after, panel, row, column):
    """The share of a cell's border, in the outer 2 pixels, that is painted anew. From 0 to 1"""
    x, y = (round(pixel) for pixel in corner(panel, row, column))
    width, height = round(panel["cell_width"]), round(panel["cell_height"])
    ring = np.ones((height + 4, width + 4), bool)
    ring[4:-4, 4:-4] = False
    area = np.s_[y - 2 : y + height + 2, x - 2 : x + width + 2]
    return (before[area] != after[area]).any(axis=-1)[ring].mean()


# What is painted


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ratio", [1, 2])
def test_every_cell_has_the_colour_that_style_gives_its_number(show, theme, ratio):
    panels = [
        head(1),
        signed(title="scores", limit=1.5, role="key"),
        signed((9, 4), title="other", limit=None),
    ]
    (shown,) = show(Matrix(MatrixFrame(panels)), theme=theme, ratio=ratio)
    assert [panel["place"] for panel in shown.painted["panels"]] == [0, 1, 2]
    for place, panel in zip(shown.painted["panels"], panels, strict=True):
        expected = style.colour_of(float32(panel.values), panel.kind, panel.limit, theme)
        assert np.array_equal(colours(shown, place, panel.values.shape), expected)


@pytest.mark.parametrize("shape", [(1, 64), (1, 512), (512, 64), (128, 128), (64, 1)])
def test_long_and_narrow_panels_are_painted_cell_by_cell_within_the_page(show, shape):
    panel = signed(shape, title="W", rows=[f"word {i}" for i in range(shape[0])] if shape[0] == 128 else ())
    (shown,) = show(Matrix(MatrixFrame([panel])), width=700)
    (place,) = shown.painted["panels"]
    assert shown.painted["width"] <= 700
    assert (
        place["width"] == shape[1] * place["cell_width"]
        and place["height"] == shape[0] * place["cell_height"]
    )
    assert min(place["cell_width"], place["cell_height"]) >= 1
    expected = style.colour_of(float32(panel.values), "signed", panel.limit)
    assert np.array_equal(
        colours(shown, place, shape, inside=min(place["cell_width"], place["cell_height"]) / 4), expected
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_boxes_are_tinted_by_size_in_their_role_and_always_hold_digits(show, theme):
    (shown,) = show(Matrix(HAND), theme=theme)
    paper = np.array(style.hex_to_rgb(style.PAPER[theme]))
    for place, panel in zip(shown.painted["panels"], HAND.panels, strict=True):
        fill = np.array(style.hex_to_rgb(style.ROLES[panel.role].fill))
        part = 0.1 + 0.8 * np.abs(panel.values) / panel.limit
        expected = paper + part[..., None] * (fill - paper)
        painted = colours(shown, place, panel.values.shape, inside=5)
        assert np.abs(painted - expected).max() <= 1
        assert place["digits"] == (0 if (panel.values == panel.values.round()).all() else 1)
        for row, column in np.ndindex(
            panel.values.shape
        ):  # something is written in the middle, and it can be read
            x, y = (round(pixel) for pixel in corner(place, row, column))
            inner = shown.pixels[y + 8 : y + 26, x + 8 : x + round(place["cell_width"]) - 8, :3].astype(float)
            light = style.luminance(inner)
            own = style.luminance(painted[row, column])
            strongest = max((light.max() + 0.05) / (own + 0.05), (own + 0.05) / (light.min() + 0.05))
            assert strongest >= 4.5


def test_digits_stand_in_heatmap_cells_only_where_they_fit(show):
    (wide,) = show(Matrix(MatrixFrame([head(1)])), width=900)
    (place,) = wide.painted["panels"]
    assert place["digits"] == 2 and place["cell_width"] >= 26
    panels = [Panel(weights(14, 14, seed), title=f"head {seed}") for seed in range(8)]
    (many,) = show(Matrix(MatrixFrame(panels)), width=900)
    assert {panel["digits"] for panel in many.painted["panels"]} == {None}
    assert {panel["cell_width"] for panel in many.painted["panels"]} < set(range(10, 26))


def test_an_equation_lies_on_one_line_with_its_middles_level_and_wraps_when_the_page_is_narrow(show):
    (wide,) = show(Matrix(HAND), width=900)
    panels = wide.painted["panels"]
    middles = [panel["y"] + panel["height"] / 2 for panel in panels]
    assert max(middles) - min(middles) <= 1
    assert all(
        panel["x"] + panel["width"] + 20 < other["x"]
        for panel, other in zip(panels, panels[1:], strict=False)
    )  # room for the sign
    (narrow,) = show(Matrix(HAND), width=330)
    panels = narrow.painted["panels"]
    assert narrow.painted["width"] <= 330
    assert [panel["cell_width"] for panel in panels] == [
        panel["cell_width"] for panel in wide.painted["panels"]
    ]  # boxes stay boxes
    assert all(
        panel["y"] + panel["height"] < other["y"] for panel, other in zip(panels, panels[1:], strict=False)
    )


@pytest.mark.parametrize("width, scale", [(360, 1), (700, 1), (1100, 1), (1100, 1.6), (2000, 1)])
def test_heads_fill_the_page_in_lines_of_equal_length_and_never_overlap(show, width, scale):
    names = tuple("abcdefghijklmn")
    panels = [
        Panel(weights(14, 14, seed), title=f"head {seed + 1}", rows=names, columns=names, **AXES)
        for seed in range(8)
    ]
    (shown,) = show(Matrix(MatrixFrame(panels), scale=scale), width=width)
    painted = shown.painted["panels"]
    assert shown.painted["width"] <= width
    lines = {}
    for panel in painted:
        lines.setdefault(panel["y"], []).append(panel)
    lengths = [len(line) for line in lines.values()]
    assert sum(lengths) == 8 and max(lengths) - lengths[-1] < len(lengths) + 1 and len(set(lengths[:-1])) <= 1
    for line in lines.values():
        assert all(
            panel["x"] + panel["width"] < other["x"] for panel, other in zip(line, line[1:], strict=False)
        )
    assert all(
        bool(panel["row_names"]) == (panel["x"] == painted[0]["x"]) for panel in painted
    )  # names of rows stand once a line
    for panel in painted:
        apart = np.diff(panel["column_names"]) * panel["cell_width"]
        assert len(panel["column_names"]) > 3 and apart.min() >= 11 * scale


@pytest.mark.parametrize("kind", ["weights", "signed"])
def test_of_panels_too_small_to_be_read_the_page_gets_each_colour_and_what_is_said(show, kind):
    numbers = np.random.default_rng(8).normal(size=(2, 5, 7)) * 4
    numbers = np.abs(numbers) if kind == "weights" else numbers
    limit = np.abs(numbers).max()
    panels = [
        Panel(one, f"1.{at}", kind=kind, limit=limit, says=f"head {at}") for at, one in enumerate(numbers)
    ]
    (shown,) = show(Matrix(MatrixFrame(panels)))
    for place, one in zip(shown.painted["panels"], numbers, strict=True):
        assert np.array_equal(colours(shown, place, (5, 7)), style.colour_of(float32(one), kind, limit))
    assert len(shown.view.numbers) <= 4 * numbers.size / 2.5  # less than half of what the numbers are
    hover(shown, 1, 2, 3)
    assert shown.readout == "head 1"
    shown.press("ArrowLeft")
    assert shown.readout == "head 0"


def test_across_says_how_many_stand_side_by_side(show):
    panels = [signed((1, 64), seed, title=str(seed)) for seed in range(4)]
    (shown,) = show(Matrix(MatrixFrame(panels, across=2)), width=1000)
    first, second, third, fourth = shown.painted["panels"]
    assert first["y"] == second["y"] < third["y"] == fourth["y"]
    (shown,) = show(Matrix(MatrixFrame(panels, across=1)), width=1000)
    assert len({panel["y"] for panel in shown.painted["panels"]}) == 4


def test_marked_cells_have_a_strong_border_and_others_none(show):
    (plain,) = show(Matrix(MatrixFrame([head(1)])))
    (marked,) = show(Matrix(MatrixFrame([head(1, marked=((3, 1),))])))
    (place,) = marked.painted["panels"]
    shares = {
        cell: changed(plain.pixels, marked.pixels, place, *cell) for cell in ((3, 1), (1, 3), (0, 0), (4, 6))
    }
    assert shares.pop((3, 1)) > 0.9
    assert set(shares.values()) == {0}


def test_words_thin_out_before_they_overlap(show):
    names = [f"word {i}" for i in range(40)]
    (shown,) = show(Matrix(MatrixFrame([Panel(weights(40, 40), rows=names, columns=names)])), width=330)
    (place,) = shown.painted["panels"]
    for side, length in (("row", "height"), ("column", "width")):
        apart = np.diff(place[f"{side}_names"])
        assert 1 < len(apart) < 39 and apart.min() * place[f"cell_{length}"] >= 11


def test_a_masked_score_is_painted_in_no_colour_of_the_map(show):
    values = np.where(np.tril(np.ones((5, 7)), 2) > 0, np.random.default_rng(0).normal(size=(5, 7)), -np.inf)
    (shown,) = show(Matrix(MatrixFrame([Panel(values, title="masked", kind="signed", rows=ROWS)])))
    hover(shown, 0, 0, 4)
    assert shown.readout == "masked[it, column 5] = −∞"
    leave(shown)
    (place,) = shown.painted["panels"]
    painted = shown.pixels[round(place["y"]) + 3, round(place["x"] + 4.1 * place["cell_width"])]
    assert painted[3] == 0  # the page shows through
    allowed = np.isfinite(values)
    expected = style.colour_of(float32(values[allowed]), "signed", np.abs(values[allowed]).max())
    assert np.array_equal(colours(shown, place, values.shape)[allowed], expected)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_forbidden_weights_are_struck_through_and_many_zeros_are_blank_but_said(show, theme):
    values = np.tril(np.ones((5, 5))) / np.arange(1, 6)[:, None]
    forbidden = tuple(map(tuple, np.argwhere(values == 0).tolist()))
    masked, blank = (
        Panel(np.pad(values, ((0, 0), (0, 2))), title=title, marked=marked)
        for title, marked in (("masked", forbidden), ("blank", ()))
    )
    shown, other = show(Matrix(MatrixFrame([masked])), Matrix(MatrixFrame([blank])), theme=theme)
    ink = np.array(style.hex_to_rgb(style.INK[theme]))
    for view, see_through in ((shown, True), (other, False)):
        (place,) = view.painted["panels"]
        assert place["digits"] == 2
        x, y = (round(one) for one in corner(place, 0, 3))
        cell = view.pixels[y : y + round(place["cell_height"]), x : x + round(place["cell_width"])]
        assert (cell[4, 4, 3] == 0) == see_through
        assert not (np.abs(cell[..., :3].astype(int) - ink).max(axis=2) < 8)[cell[..., 3] == 255].any()
        hover(view, 0, 0, 3)
        assert view.readout.startswith("row 1 → column 4 0.00, row sums to 1.00")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marked_rows_callouts_and_arrows_are_painted(show, theme):
    ink = style.hex_to_rgb(style.INK[theme])
    row = head(1, marked=((3, -1),), notes=(Note((3, 1), "it looks here"),))
    shown, chain = show(Matrix(MatrixFrame([row])), Matrix(HAND), width=330, theme=theme)
    (place,) = shown.painted["panels"]
    x, y = (round(one) for one in corner(place, 3, 0))
    edge = shown.pixels[y - 3 : y + 4, x + 4 : x + round(place["width"]) - 4, :3]
    assert (edge == ink).all(axis=2).any(axis=0).mean() > 0.95  # along the whole row
    (note,) = place["notes"]
    left, top = (round(place[side] + note[side]) for side in ("x", "y"))
    assert note["lines"] == ["it looks here"] and left + 60 <= shown.painted["width"] <= 330
    assert (shown.pixels[top : top + 14, left : left + 60, 3] > 100).sum() > 60
    joint = chain.painted["joints"][-1]
    assert (joint["text"], joint["arrow"]) == ("=", True)
    middle = round((joint["top"] + joint["bottom"]) / 2)
    assert (chain.pixels[middle, round(joint["x"]) - 2 : round(joint["x"]) + 3, 3] > 200).any()


# What is said


def test_other_words_beside_the_same_numbers_reach_the_page(show):
    frame = MatrixFrame([head(1)], alt="Pieces.")
    (shown,) = show(Matrix(frame))
    shown.view.frame = replace(frame, alt="Words.")
    shown.sync()
    assert shown.js("return canvas.getAttribute('aria-label')").startswith("Words.")


def test_the_readout_of_weights_names_both_words_the_head_and_the_row_sum(show):
    values = weights()
    values[0, 1], values[2] = 0.97, values[2] * 0.5  # a row that does not sum to 1 must say so
    frame = MatrixFrame([Panel(values, title="head 1", rows=ROWS, columns=COLUMNS, **AXES), head(2)])
    (shown,) = show(Matrix(frame))
    hover(shown, 0, 0, 1)
    assert shown.readout == f"head 1, query → key: it → animal 0.97, row sums to {values[0].sum():.2f}"
    hover(shown, 0, 2, 6)
    assert shown.readout == f"head 1, query → key: too → wide {values[2, 6]:.2f}, row sums to 0.50"
    hover(shown, 1, 4, 2)
    assert (
        shown.readout
        == f"head 2, query → key: . → cross {frame.panels[1].values[4, 2]:.2f}, row sums to 1.00"
    )


def test_one_panel_alone_needs_no_title_and_panels_without_names_count_from_one(show):
    (shown,) = show(Matrix(MatrixFrame([Panel(np.full((2, 3), 0.25), title="weights")])))
    hover(shown, 0, 1, 2)
    assert shown.readout == "row 2 → column 3 0.25, row sums to 0.75"


def test_a_small_weight_is_not_said_to_be_nothing(show):
    (shown,) = show(Matrix(MatrixFrame([Panel([[0.99966, 0.00034, 0]])])))
    hover(shown, 0, 0, 1)
    assert shown.readout == "row 1 → column 2 0.00034, row sums to 1.00"
    hover(shown, 0, 0, 2)
    assert shown.readout == "row 1 → column 3 0.00, row sums to 1.00"


def test_the_readout_of_boxes_and_signed_values_is_title_row_column_value(show):
    (shown,) = show(Matrix(HAND))
    hover(shown, 2, 0, 1)
    assert shown.readout == "query[it, column 2] = −2"
    hover(shown, 1, 3, 2)
    assert shown.readout == "W_query[row 4, column 3] = 2"
    values = [[57.30421, -0.012346, 112]]
    (shown,) = show(
        Matrix(
            MatrixFrame([Panel(values, title="scores", kind="signed", rows=("it",), columns=("a", "b", "c"))])
        )
    )
    said = []
    for column in range(3):
        hover(shown, 0, 0, column)
        said.append(shown.readout)
    assert said == ["scores[it, a] = 57.3", "scores[it, b] = −0.01235", "scores[it, c] = 112"]


def test_the_readout_falls_back_to_the_selected_cell(show):
    view = Matrix(MatrixFrame([head(1)], selected=(0, 0, 1)))
    (shown,) = show(view)
    kept = shown.readout
    assert "it → animal" in kept
    hover(shown, 0, 2, 4)
    assert "too → street" in shown.readout
    leave(shown)
    assert shown.readout == kept
    view.selected = []
    shown.sync()
    assert "arrow keys" in shown.readout


def test_the_picture_says_what_it_shows(show):
    shown, other = show(
        Matrix(MatrixFrame([head(1)], title="Weights", alt="it looks at animal")),
        Matrix(MatrixFrame([head(1)], title="Weights")),
    )
    assert shown.page.get_by_role("img", name="it looks at animal").get_attribute("tabindex") == "0"
    assert other.js("return canvas.getAttribute('aria-label')") == describe(other.view.frame)
    meaning = f"numbers {style.BADGES['trained']}"
    badge = shown.page.get_by_role("note", name=f"trained: {meaning}").first
    assert badge.locator("span").all_text_contents() == ["trained", meaning]
    told = badge.locator(".hv-says")
    assert not told.is_visible()
    for show_it, end in ((badge.focus, badge.blur), (badge.hover, lambda: shown.page.mouse.move(0, 0))):
        show_it()
        assert told.is_visible()
        end()
        assert not told.is_visible()


def test_markup_in_a_word_stays_text(show):
    panel = Panel(weights(), title=MARKUP, rows=(MARKUP, *ROWS[1:]), columns=(*COLUMNS[:-1], "<b>wide</b>"))
    (shown,) = show(
        Matrix(MatrixFrame([panel, signed(title="<i>s</i>", rows=(MARKUP, *ROWS[1:]))], title=MARKUP))
    )
    hover(shown, 0, 0, 6)
    assert shown.readout.startswith(f"{MARKUP}: {MARKUP} → <b>wide</b> ")
    assert shown.js("return root.querySelector('.hv-title').textContent") == MARKUP
    assert shown.js("return root.querySelectorAll('img, b, i').length") == 0


# What lights up


def test_a_place_lights_up_in_every_panel_of_the_same_shape_and_names_and_in_no_other(show):
    other_names = Panel(weights(seed=8), title="other", rows=ROWS[::-1], columns=COLUMNS)
    (shown,) = show(
        Matrix(MatrixFrame([head(1), head(2), other_names, signed((7, 5), title="turned"), head(3)])),
        width=1200,
    )
    before = shown.pixels
    hover(shown, 1, 3, 2)
    after = shown.pixels
    assert shown.painted["lit"] == [[0, 3, 2], [1, 3, 2], [4, 3, 2]]
    for panel in shown.painted["panels"]:
        shape = (7, 5) if panel["place"] == 3 else (5, 7)
        lit = np.array(
            [
                [changed(before, after, panel, row, column) for column in range(shape[1])]
                for row in range(shape[0])
            ]
        )
        if panel["place"] in (2, 3):
            assert not lit.any()
            continue
        assert lit[3, 2] > 0.9  # a border all round
        assert lit[3].min() > 0.3 and lit[:, 2].min() > 0.3  # lines along its row and its column
        assert lit[0, 6] == lit[0, 0] == lit[1, 4] == 0
    leave(shown)
    assert np.array_equal(shown.pixels, before)


def test_the_names_of_row_and_column_change_places_with_their_paper(show):
    (shown,) = show(Matrix(MatrixFrame([head(1)])))
    (place,) = shown.painted["panels"]
    y = round(place["y"] + 2.5 * place["cell_height"])
    beside = np.s_[y - 5 : y + 5, : round(place["x"]) - 3]  # the name of row 2, "too"
    before = shown.pixels[beside]
    hover(shown, 0, 2, 4)
    after = shown.pixels[beside]
    covered = [(pixels[..., 3] > 200).mean() for pixels in (before, after)]
    assert covered[1] > 2 * covered[0]


def test_cells_too_small_for_digits_show_their_number_in_every_head_while_the_pointer_is_there(show):
    values = [weights(14, 14, seed) for seed in range(8)]
    panels = [Panel(of_head, title=f"head {number}") for number, of_head in enumerate(values, 1)]
    (shown,) = show(Matrix(MatrixFrame(panels, selected=(0, 2, 2))), width=900)
    assert shown.painted["tags"] == []
    before = shown.pixels
    hover(shown, 5, 9, 3)
    assert shown.painted["tags"] == [[place, f"{of_head[9, 3]:.2f}"] for place, of_head in enumerate(values)]
    for panel in shown.painted["panels"]:  # beside the cell, one row higher
        x, y = (round(pixel) for pixel in corner(panel, 8, 4))
        assert (before[y, x + 8] != shown.pixels[y, x + 8]).any()
    (wide,) = show(Matrix(MatrixFrame(panels[:1])), width=900)
    hover(wide, 0, 9, 3)
    assert wide.painted["panels"][0]["digits"] == 2 and wide.painted["tags"] == []  # it stands in the cell


def test_hovering_never_calls_the_kernel_and_linked_views_hear_it(show):
    first, other = show(Matrix(MatrixFrame([head(1)])), Matrix(MatrixFrame([head(1)])))
    hover(first, 0, 2, 4)
    assert first.get("hover") == [0, 2, 4] and first.saves == []
    assert other.painted["lit"] == []
    other.js("model.set('hover', [0, 2, 4])")  # what a link on the page does
    other.settle()
    assert other.painted["lit"] == [[0, 2, 4]] and other.readout == first.readout
    leave(first)
    assert first.get("hover") == [] and first.saves == []


def test_hovering_does_not_paint_the_numbers_again(show):
    (shown,) = show(Matrix(MatrixFrame([head(1), head(2)])))
    hover(shown, 0, 2, 4)
    assert shown.painted["repainted"] is False
    shown.view.frame = MatrixFrame([head(3), head(4)])
    shown.sync()
    assert shown.painted["repainted"] is True


def test_a_click_selects_and_tells_python(show):
    (shown,) = show(Matrix(MatrixFrame([head(1), head(2)])))
    click(shown, 1, 3, 6)
    assert shown.get("selected") == [1, 3, 6]
    assert [saved["selected"] for saved in shown.saves] == [[1, 3, 6]]


def test_python_selects(show):
    view = Matrix(MatrixFrame([head(1), head(2)]))
    (shown,) = show(view)
    view.selected = [0, 4, 5]
    shown.sync()
    assert shown.painted["lit"] == [[0, 4, 5], [1, 4, 5]]
    assert ". → it" in shown.readout and shown.saves == []


@pytest.mark.parametrize("wrong", [[0, 5, 0], [0, 0, 7], [1, 0, 0], [0, -1, -1], [0, -2, 0], [0, 1]])
def test_a_cell_that_is_not_there_cannot_be_selected(wrong):
    view = Matrix(MatrixFrame([head(1)]))
    with pytest.raises(ValueError, match=r"\[panel, row, column\]"):
        view.selected = wrong
    assert view.selected == []


def test_a_new_frame_keeps_the_selection_where_it_fits(show):
    view = Matrix(MatrixFrame([head(1)], selected=(0, 4, 6)))
    (shown,) = show(view)
    view.frame = MatrixFrame([head(2)])
    shown.sync()
    assert view.selected == [0, 4, 6] and f"{head(2).values[4, 6]:.2f}" in shown.readout
    view.frame = MatrixFrame([signed((2, 3))])
    shown.sync()
    assert view.selected == [] and shown.painted["lit"] == []


# Keys


def test_arrows_home_and_end_move_the_place_and_go_on_into_the_next_panel(show):
    (shown,) = show(Matrix(MatrixFrame([head(1), head(2), signed((2, 3), title="small")])))
    moves = [
        ("ArrowDown", [0, 0, 0]),
        ("ArrowDown", [0, 1, 0]),
        ("ArrowRight", [0, 1, 1]),
        ("End", [0, 1, 6]),
        ("ArrowRight", [1, 1, 0]),
        ("ArrowLeft", [0, 1, 6]),
        ("Home", [0, 1, 0]),
        ("ArrowLeft", [0, 1, 0]),
        ("ArrowUp", [0, 0, 0]),
        ("ArrowUp", [0, 0, 0]),
        ("PageDown", [1, 0, 0]),
        *[("ArrowDown", [1, row, 0]) for row in (1, 2, 3, 4, 4)],
        ("PageDown", [2, 1, 0]),
        ("PageUp", [1, 1, 0]),
    ]
    for key, place in moves:
        shown.press(key)
        assert (key, shown.get("hover")) == (key, place)
    assert "head 2, query → key: was → The" in shown.readout
    assert shown.saves == []


def test_enter_selects_and_escape_clears(show):
    (shown,) = show(Matrix(MatrixFrame([head(1)])))
    shown.press("ArrowRight", "ArrowRight", "Enter")
    assert shown.get("selected") == [0, 0, 1]
    shown.press("ArrowDown", " ")
    assert shown.get("selected") == [0, 1, 1]
    shown.press("ArrowDown", "Escape")
    assert shown.get("selected") == [] and shown.get("hover") == []
    assert [saved["selected"] for saved in shown.saves] == [[0, 0, 1], [0, 1, 1], []]


def test_the_selected_cell_is_where_the_arrows_begin(show):
    (shown,) = show(Matrix(MatrixFrame([head(1)], selected=(0, 3, 2))))
    shown.press("ArrowUp")
    assert shown.get("hover") == [0, 2, 2] and shown.get("selected") == [0, 3, 2]


def test_jupyterlab_leaves_the_keys_to_the_picture(show):
    (shown,) = show(Matrix(MatrixFrame([head(1)])))
    parts = "[...root.querySelectorAll('[tabindex], button')]"
    # the picture, two buttons, and the badge, which can be pointed at by keys
    assert (
        shown.js(f"return {parts}.map((one) => one.dataset.lmSuppressShortcuts)") == ["true"] * 4
    )  # the badge, too


def test_keys_bring_a_cell_of_a_picture_wider_than_the_page_into_sight(show):
    (shown,) = show(Matrix(MatrixFrame([signed((1, 512))])), width=360)
    shown.press("ArrowRight", "End")
    left, right = shown.js(
        "return [root.querySelector('.hv-picture').scrollLeft, root.querySelector('.hv-picture').clientWidth]"
    )
    x, _ = middle(shown, [0, 0, 511])
    assert left > 0 and left <= x <= left + right


# What Python sends


def test_new_numbers_repaint_every_cell(show):
    view = Matrix(MatrixFrame([head(1)]))
    (shown,) = show(view)
    view.frame = MatrixFrame([Panel(weights(seed=99), title="head 1", rows=ROWS, columns=COLUMNS, **AXES)])
    shown.sync()
    (place,) = shown.painted["panels"]
    assert np.array_equal(
        colours(shown, place, (5, 7)), style.colour_of(float32(weights(seed=99)), "weights")
    )


def test_scale_and_theme_change_while_it_stands(show):
    view = Matrix(MatrixFrame([head(1)]))
    (shown,) = show(view)
    small = shown.painted["panels"][0]
    view.scale = 1.6
    shown.sync()
    large = shown.painted["panels"][0]
    assert large["cell_width"] == pytest.approx(1.6 * small["cell_width"], abs=1)
    shown.page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    shown.settle()
    assert np.array_equal(
        colours(shown, large, (5, 7), inside=4),
        style.colour_of(float32(weights(seed=1)), "weights", theme="dark"),
    )


def test_the_picture_follows_the_width_of_its_place(show):
    panels = [Panel(weights(14, 14, seed), title=f"head {seed}") for seed in range(8)]
    (shown,) = show(Matrix(MatrixFrame(panels)), width=1100)
    assert len({panel["y"] for panel in shown.painted["panels"]}) == 2
    shown.js("el.style.width = '400px'")
    shown.settle()
    assert shown.painted["width"] <= 400 and len({panel["y"] for panel in shown.painted["panels"]}) > 3


@pytest.mark.parametrize(
    "frame", [MatrixFrame([]), MatrixFrame([Panel(np.zeros((0, 0)))]), MatrixFrame([Panel([])])]
)
def test_an_empty_frame_shows_a_quiet_line_and_comes_back_to_life(show, frame):
    view = Matrix(frame)
    (shown,) = show(view)
    assert shown.page.get_by_text("There is nothing to show yet.").is_visible()
    assert shown.readout == "" and not shown.page.locator("canvas").is_visible()
    view.frame = MatrixFrame([head(1)])
    shown.sync()
    hover(shown, 0, 0, 0)
    assert "it → The" in shown.readout and not shown.page.get_by_text("nothing to show").is_visible()


@pytest.mark.parametrize("n_heads, n_tokens", [(1, 1), (16, 1), (16, 128), (1, 128)])
def test_from_one_word_and_head_to_the_most(show, n_heads, n_tokens):
    names = [f"word {i}" for i in range(n_tokens)]
    panels = [
        Panel(weights(n_tokens, n_tokens, seed), title=f"head {seed + 1}", rows=names, columns=names)
        for seed in range(n_heads)
    ]
    (shown,) = show(Matrix(MatrixFrame(panels)), width=900)
    assert len(shown.painted["panels"]) == n_heads and shown.painted["width"] <= 900
    last = n_tokens - 1
    hover(shown, n_heads - 1, last, last)
    start = f"head {n_heads}: " if n_heads > 1 else ""
    assert shown.readout.startswith(f"{start}word {last} → word {last} ")


# Copy, save, close


def test_the_copied_table_equals_the_arrays_with_their_names(show):
    frame = MatrixFrame([head(1), signed((2, 3), title="scores", rows=("a\tb", "c"))])
    (shown,) = show(Matrix(frame))
    shown.page.get_by_role("button", name="Copy numbers").click()
    shown.page.get_by_text("copied").wait_for()
    parts = shown.page.evaluate("navigator.clipboard.readText()").split("\n\n")
    tables = [list(csv.reader(io.StringIO(part), delimiter="\t")) for part in parts]
    assert [table[0] for table in tables] == [["head 1"], ["scores"]]
    assert tables[0][1] == ["query (asks)", *COLUMNS] and tables[1][1] == [
        "",
        "column 1",
        "column 2",
        "column 3",
    ]
    assert [line[0] for line in tables[0][2:]] == list(ROWS) and [line[0] for line in tables[1][2:]] == [
        "a b",
        "c",
    ]
    for table, panel in zip(tables, frame.panels, strict=True):
        assert np.allclose(np.array([line[1:] for line in table[2:]], float), panel.values, rtol=1e-6)


@pytest.mark.parametrize("ratio", [1, 2])
def test_the_saved_png_is_the_picture_on_paper_under_its_title(show, ratio):
    (shown,) = show(Matrix(MatrixFrame([head(1)], title="Weights: layer 2")), ratio=ratio)
    with shown.page.expect_download() as waiting:
        shown.page.get_by_role("button", name="Save PNG").click()
    assert waiting.value.suggested_filename == "Weights-layer-2.png"
    saved = np.asarray(Image.open(waiting.value.path()).convert("RGBA")).astype(int)
    assert (saved[..., 3] == 255).all()
    picture = shown.pixels
    height, width = picture.shape[:2]
    top = saved.shape[0] - height - 12 * ratio
    cut = saved[top : top + height, 12 * ratio : 12 * ratio + width]
    solid = picture[..., 3] == 255
    assert solid.mean() > 0.3 and np.array_equal(cut[solid], picture[solid])
    assert (cut[picture[..., 3] == 0] == 255).all()  # white paper
    assert (saved[:top, ..., :3] < 120).all(axis=-1).sum() > 50  # title and badge are written above


def test_closing_takes_away_every_listener_and_the_picture(show):
    first, other = show(Matrix(MatrixFrame([head(1)])), Matrix(MatrixFrame([head(2)])))
    assert first.js("return model.listeners.length") > 0
    first.js("close()")
    assert first.js("return model.listeners.length") == 0 and first.js("return el.childElementCount") == 0
    first.js("model.receive({ scale: 1.2 }); document.body.dataset.jpThemeLight = 'false'")
    hover(other, 0, 2, 4)
    assert "too → street" in other.readout


def test_several_pictures_on_one_page_do_not_disturb_each_other(show):
    first, other = show(Matrix(MatrixFrame([head(1)])), Matrix(HAND))
    hover(other, 1, 2, 1)
    assert other.readout == "W_query[row 3, column 2] = 0.5"
    assert first.painted["lit"] == [] and "arrow keys" in first.readout


def test_many_small_cells_are_painted_together_not_one_by_one(show):
    names = [f"word {i}" for i in range(14)]

    def heads(seed, size, count):
        rows = names if size == 14 else ()
        return MatrixFrame(
            [Panel(weights(size, size, seed + i), title=f"head {i}", rows=rows) for i in range(count)]
        )

    for size, n_heads in ((14, 8), (128, 16)):
        view = Matrix(heads(0, size, n_heads))
        (shown,) = show(view, width=1000)
        view.frame = heads(20, size, n_heads)
        assert shown.commands(shown.sync) < 1000  # of 1,568 and of 262,144 cells
