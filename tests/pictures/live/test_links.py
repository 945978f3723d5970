"""Linked views in a real browser: what lights up together, what views on a page tell each other."""

import numpy as np
import pytest

from helpers import style
from helpers.attention import softmax
from helpers.frames import LinesFrame, MatrixFrame, Panel
from helpers.pictures.live import Lines, Matrix

WORDS = ("The", "animal", "it", "was", "tired")
QUERIES = ("it", "was", "too")
N_HEADS = 3
rng = np.random.default_rng(8)
WEIGHTS = softmax(3 * rng.normal(size=(N_HEADS, 5, 5)))
NAMES = tuple(f"head {number}" for number in range(1, N_HEADS + 1))


def maps():
    panels = [
        Panel(
            weights,
            NAMES[at],
            WORDS,
            WORDS,
            "query (asks)",
            "key (is asked)",
            links=("query", "key"),
            head=at,
        )
        for at, weights in enumerate(WEIGHTS)
    ]
    return MatrixFrame(panels, "maps")


def digits(asks=1):
    pages = WEIGHTS.swapaxes(0, 1)
    titles = tuple(f"“{word}” asks" for word in WORDS)
    panel = Panel(
        pages[asks], titles[asks], NAMES, WORDS, links=("head", "key"), pages=pages, page_titles=titles
    )
    return MatrixFrame([panel], "digits")


def formula():
    """3 queries, 5 keys, 4 and 2 numbers: no two sides are equal."""
    query, key, value = rng.normal(size=(3, 4)), rng.normal(size=(5, 4)), rng.normal(size=(5, 2))
    weights = softmax(query @ key.T / 2)
    parts = (
        (query, "Q", ("query", ""), QUERIES, ()),
        (key.T, "Kᵀ", ("", "key"), (), WORDS),
        (weights, "weights", ("query", "key"), QUERIES, WORDS),
        (value, "V", ("key", ""), WORDS, ()),
        (weights @ value, "Z", ("query", ""), QUERIES, ()),
    )
    kinds = ("signed", "signed", "weights", "signed", "signed")
    return MatrixFrame([
        Panel(values, title, rows, columns, kind=kind, links=links)
        for (values, title, links, rows, columns), kind in zip(parts, kinds, strict=True)
    ])  # fmt: skip


@pytest.fixture
def together(show):
    """Show views in one linked box, and more views in another. -> list of Shown"""

    def together(*views, apart=(), width=1000):
        shown = show(*views, *apart, width=width)
        shown[0].js(
            "for (const stages of [window.stages.slice(0, argument), window.stages.slice(argument)]) {"
            " const box = document.createElement('div'); box.className = 'hv-linked';"
            " document.body.append(box); box.append(...stages.map((one) => one.el)); }",
            len(views),
        )
        for view in shown:
            view.settle()
        return shown

    return together


def cell(shown, place, row, column):
    panel = next(panel for panel in shown.painted["panels"] if panel["place"] == place)
    return panel["x"] + (column + 0.5) * (panel["cell_width"] + panel["gap"]), panel["y"] + (row + 0.5) * (
        panel["cell_height"] + panel["gap"]
    )


def word(shown, side, at):
    painted = shown.painted
    x = painted["left"] - 12 if side == "query" else painted["right"] + 12
    return x, painted["header"] + (at + 0.5) * painted["row"] - painted["top"]


def title(shown, place):
    panel = next(panel for panel in shown.painted["panels"] if panel["place"] == place)
    return panel["x"] + panel["width"] / 2, panel["title_y"]


# In one frame


@pytest.mark.parametrize(
    ("pointed", "lit"),
    [
        (
            (2, 1, 4),
            [[0, 1, -1], [1, -1, 4], [2, 1, 4], [3, 4, -1], [4, 1, -1]],
        ),  # a weight: who asks, who is asked
        ((0, 2, 3), [[0, 2, 3], [2, 2, -1], [4, 2, -1]]),  # a number of a query
        ((1, 3, 0), [[1, 3, 0], [2, -1, 0], [3, 0, -1]]),  # a number of a key: its column, its value
        ((3, 4, 1), [[1, -1, 4], [2, -1, 4], [3, 4, 1]]),
    ],
)
def test_rows_and_columns_that_count_the_same_light_up_together(show, pointed, lit):
    (shown,) = show(Matrix(formula()), width=1000)
    shown.hover(*cell(shown, *pointed))
    assert shown.painted["lit"] == lit


def test_pages_turn_within_their_own_frame_and_nothing_else_moves(show):
    x = Panel(rng.normal(size=(5, 7)), "x", WORDS, kind="signed", links=("query", ""))
    titles = tuple("short" if at == 1 else "a long title of a page" for at in range(5))
    z = rng.normal(size=(5, N_HEADS, 2)) * 10.0 ** np.arange(5)[:, None, None]  # of very different lengths
    pages = Panel(
        z[1], titles[1], NAMES, kind="signed", limit=1e4, links=("head", ""), pages=z, page_titles=titles
    )
    (shown,) = show(Matrix(MatrixFrame([x, *digits().panels, pages], "x and two with pages")), width=1000)
    before = shown.painted
    moved = ("title_text",)
    for query in (4, 0, 3):
        shown.hover(*cell(shown, 0, query, 6))
        now = shown.painted
        assert now["pages"] == [0, query, query] and shown.saves == []
        assert [panel["title_text"] for panel in now["panels"]] == [
            "x",
            f"“{WORDS[query]}” asks",
            titles[query],
        ]
        for panel, other in zip(before["panels"], now["panels"], strict=True):
            assert {name: value for name, value in panel.items() if name not in moved} == {
                name: value for name, value in other.items() if name not in moved
            }
        block = now["panels"][1]
        x_at, y_at = block["x"] + 2 * block["cell_width"] + 2, block["y"] + block["cell_height"] + 2
        assert np.allclose(
            shown.pixels[int(y_at), int(x_at), :3],
            style.colour_of(WEIGHTS[1, query, 2], "weights", 1),
            atol=2,
        )
    shown.click(*cell(shown, 0, 2, 1))
    shown.hover(1, 1)
    assert shown.painted["pages"] == [0, 2, 2]
    shown.hover(*cell(shown, 1, 2, 4))  # a cell of the page that is shown
    assert shown.painted["pages"] == [0, 2, 2] and f"{WEIGHTS[2, 2, 4]:.2f}" in shown.readout


def test_a_whole_row_can_be_selected_and_is_told(show):
    frame = formula()
    view = Matrix(frame)
    (shown,) = show(view)
    view.selected = [2, 1, -1]
    shown.sync()
    weights = frame.panels[2].values
    assert shown.painted["lit"] == [[0, 1, -1], [2, 1, -1], [4, 1, -1]]
    best = int(weights[1].argmax())
    assert (
        shown.readout == f"weights, row was: largest {WORDS[best]} {weights[1, best]:.2f}, row sums to 1.00"
    )


# Between views


def test_pointing_at_a_cell_shows_its_word_in_all_and_asks_no_kernel(together):
    shown = together(Matrix(maps()), Lines(LinesFrame(WORDS, WEIGHTS, NAMES)), Matrix(digits()))
    heat, lines, table = shown
    heat.hover(*cell(heat, 2, 4, 1))
    assert lines.painted["chosen"] == {"side": "query", "at": 4}
    assert table.painted["pages"] == [4] and table.painted["lit"] == [[0, 2, 1]]
    assert f"{WEIGHTS[2, 4, 1]:.2f}" in table.readout
    assert [view.saves for view in shown] == [[], [], []]
    heat.hover(2, 2)  # beside the cells
    assert lines.painted["chosen"]["side"] is None and table.painted["pages"] == [1]


def test_the_table_of_digits_paints_the_page_of_the_word(together):
    heat, table = together(Matrix(maps()), Matrix(digits()))
    heat.hover(*cell(heat, 0, 3, 2))
    panel, pixels = table.painted["panels"][0], table.pixels
    assert panel["title_text"] == "“was” asks"
    for row, column in ((1, 0), (2, 4), (1, 3)):
        x, y = panel["x"] + column * panel["cell_width"] + 2, panel["y"] + row * panel["cell_height"] + 2
        assert np.allclose(
            pixels[int(y), int(x), :3], style.colour_of(WEIGHTS[row, 3, column], "weights", 1), atol=2
        )


def test_pointing_at_lines_lights_rows_and_columns_of_the_maps(together):
    lines, heat = together(Lines(LinesFrame(WORDS, WEIGHTS, NAMES)), Matrix(maps()))
    lines.hover(*word(lines, "query", 4))
    assert heat.painted["lit"] == [[head, 4, -1] for head in range(N_HEADS)]
    lines.hover(*word(lines, "key", 1))
    assert heat.painted["lit"] == [[head, -1, 1] for head in range(N_HEADS)]
    assert lines.saves == heat.saves == []


def test_a_click_in_one_view_selects_in_all_of_its_box_and_in_no_other(together):
    views = Matrix(maps()), Lines(LinesFrame(WORDS, WEIGHTS, NAMES)), Matrix(digits())
    heat, lines, table, other = together(*views, apart=[Lines(LinesFrame(WORDS, WEIGHTS, NAMES))])
    heat.click(*cell(heat, 1, 2, 4))
    heat.hover(2, 2)
    assert (
        heat.get("selected") == [1, 2, 4]
        and lines.get("selected") == [2]
        and table.get("selected") == [0, 1, 4]
    )
    assert table.painted["pages"] == [2] and lines.painted["chosen"] == {"side": "query", "at": 2}
    assert [saved["selected"] for saved in lines.saves] == [[2]]  # told to Python, once
    assert other.get("selected") == [] and other.saves == []
    lines.click(*word(lines, "query", 3))
    assert heat.get("selected") == [0, 3, -1] and table.painted["pages"] == [3]
    lines.click(*word(lines, "query", 3))  # again: nobody is chosen
    assert heat.get("selected") == lines.get("selected") == []


def test_heads_switched_in_the_lines_fade_in_the_maps_and_back(together):
    lines, heat, table = together(Lines(LinesFrame(WORDS, WEIGHTS, NAMES)), Matrix(maps()), Matrix(digits()))
    before = heat.pixels
    lines.js("root.querySelectorAll('.hv-head-switch')[1].click()")
    lines.settle()
    assert heat.get("shown") == table.get("shown") == lines.get("shown") == [0, 2]
    assert [panel["faint"] for panel in heat.painted["panels"]] == [False, True, False]
    assert table.painted["panels"][0]["faint_rows"] == [1]
    after, places = heat.pixels, heat.painted["panels"]
    for panel, faint in zip(places, (False, True, False), strict=True):
        area = (
            slice(int(panel["y"]), int(panel["y"] + panel["height"])),
            slice(int(panel["x"]), int(panel["x"] + panel["width"])),
        )
        spread = [np.ptp(pixels[area][..., :3].astype(int)) for pixels in (before, after)]
        assert (spread[1] < 0.5 * spread[0]) == faint


def test_a_heads_title_or_its_row_or_the_key_h_shows_it_alone_and_then_all_again(together):
    heat, table, lines = together(Matrix(maps()), Matrix(digits()), Lines(LinesFrame(WORDS, WEIGHTS, NAMES)))
    heat.click(*title(heat, 2))
    assert heat.get("shown") == table.get("shown") == lines.get("shown") == [2]
    heat.click(*title(heat, 2))
    assert lines.get("shown") == [0, 1, 2]
    panel = table.painted["panels"][0]
    table.click(panel["x"] - 12, panel["y"] + 0.5 * panel["cell_height"])
    assert heat.get("shown") == lines.get("shown") == [0]
    heat.press("ArrowDown", "PageDown", "h")
    assert lines.get("shown") == [1] == table.get("shown")
    assert heat.get("selected") == []


def test_keys_point_and_choose_in_all_views(together):
    heat, lines = together(Matrix(maps()), Lines(LinesFrame(WORDS, WEIGHTS, NAMES)))
    heat.press("ArrowDown", "ArrowDown", "ArrowDown")  # the first key shows the first cell
    assert lines.painted["chosen"] == {"side": "query", "at": 2}
    heat.press("Enter")
    assert lines.get("selected") == [2]
    heat.press("Escape")
    assert lines.get("selected") == []


def test_python_chooses_a_page_by_its_frame(show):
    view = Matrix(digits(asks=1))
    (shown,) = show(view)
    view.frame = digits(asks=3)
    shown.sync()
    assert shown.painted["pages"] == [3] and shown.painted["panels"][0]["title_text"] == "“was” asks"


def test_a_view_that_is_closed_hears_and_tells_nothing(together):
    lines, heat = together(Lines(LinesFrame(WORDS, WEIGHTS, NAMES)), Matrix(maps()))
    lines.js("close(); window.stages[place].controller.abort()")
    heat.click(*cell(heat, 0, 2, 2))
    assert lines.get("selected") == [] and heat.get("selected") == [0, 2, 2]


def test_sixtyfour_words_and_twelve_heads_turn_and_light_up(together):
    words = tuple(f"w{at}" for at in range(64))
    weights = softmax(3 * rng.normal(size=(12, 64, 64)))
    names = tuple(f"head {number}" for number in range(1, 13))
    panels = [
        Panel(of_head, names[at], words, words, links=("query", "key"), head=at)
        for at, of_head in enumerate(weights)
    ]
    pages = weights.swapaxes(0, 1)
    table = Panel(pages[0], "0", names, words, links=("head", "key"), pages=pages, page_titles=words)
    heat, lines, digits = together(
        Matrix(MatrixFrame(panels)), Lines(LinesFrame(words, weights, names)), Matrix(MatrixFrame([table]))
    )
    heat.click(*cell(heat, 7, 40, 3))
    assert lines.get("selected") == [40] and digits.painted["pages"] == [40]


# In Python


def test_a_panel_says_what_is_wrong_with_its_pages():
    pages = np.zeros((4, 2, 3))
    with pytest.raises(ValueError, match="a title for each"):
        Panel(pages[0], pages=pages, page_titles=("one",))
    with pytest.raises(ValueError, match="must be one of the pages"):
        Panel(np.ones((2, 3)), pages=pages, page_titles=tuple("abcd"))
    with pytest.raises(ValueError, match="links must be one of"):
        Panel(pages[0], links=("rows", ""))


def test_the_query_of_a_selection():
    heat, table, lines = Matrix(maps()), Matrix(digits(asks=3)), Lines(LinesFrame(WORDS, WEIGHTS, NAMES))
    assert heat.query is table.query is lines.query is None
    heat.selected, table.selected, lines.selected = [1, 4, 0], [0, 2, 1], [2]
    assert (heat.query, table.query, lines.query) == (4, 3, 2)
    assert Matrix(formula(), selected=[3, 4, 1]).query is None  # a key
