"""What only notebook 8 has, in a real JupyterLab: heads removed by keyboard, views that choose together."""

from pathlib import Path

import numpy as np
import pytest

from helpers import models, style
from helpers.models.survey import survey_of
from tests.sentences import TIRED

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "08_read_the_heads.ipynb"
IT = 9


def accuracies(model, without):
    return [survey_of(model).accuracy(without, ask) for ask in ("all nouns", "the sentence's nouns")]


def test_removing_heads_by_keyboard_shows_the_models_answer_and_accuracy_without_them(notebook):
    model, explorer = models.load("pronouns"), notebook.explorer("explore_removal(")
    (picture,) = explorer.pictures
    removed = []
    for head in (1, 3, 4):
        explorer.control(f"L2 head {head}").press("Enter")
        removed.append((2, head))
        told = model.antecedent(TIRED, removed)
        assert picture.heights(0, 1)[:2] == pytest.approx([told["animal"], told["street"]], abs=0.02)
        assert picture.heights(1, 1) == pytest.approx(accuracies(model, removed), abs=0.02)
    assert picture.heights(1, 0) == pytest.approx(accuracies(model, ()), abs=0.02)
    explorer.control("L2 head 1").press("Enter")  # back again
    assert picture.heights(1, 1) == pytest.approx(accuracies(model, removed[1:]), abs=0.02)
    explorer.control("Reset").click()
    assert picture.heights(1, 1) == pytest.approx(picture.heights(1, 0))


@pytest.mark.parametrize("width", [900, 1280])
def test_eight_chips_stand_side_by_side_pressed_or_not(notebook, width):
    size, explorer = notebook.page.viewport_size, notebook.explorer("explore_removal(")
    notebook.page.set_viewport_size({**size, "width": width})
    notebook.paint()

    def tops(layer):
        boxes = [explorer.control(f"L{layer} head {head}").element.bounding_box() for head in range(1, 9)]
        return {box["y"] for box in boxes}

    before = [tops(layer) for layer in (1, 2)]
    assert [len(row) for row in before] == [1, 1] and min(before[0]) < min(before[1])
    for head in range(1, 9):
        explorer.control(f"L2 head {head}").click()
    assert [tops(layer) for layer in (1, 2)] == before
    explorer.control("Reset").click()
    notebook.page.set_viewport_size(size)


LOOK = """(chip) => {
    const { backgroundColor, borderTopColor, borderTopStyle, textDecorationLine } = getComputedStyle(chip);
    return { backgroundColor, borderTopColor, borderTopStyle, textDecorationLine,
      pressed: chip.getAttribute("aria-pressed"), name: chip.getAttribute("aria-label"), title: chip.title };
}"""


def test_a_chip_has_its_heads_colour_and_a_removed_one_is_hollow_struck_through_and_says_so(notebook):
    explorer = notebook.explorer("explore_removal(")
    chip = explorer.control("L2 head 3")
    colour = "rgb({}, {}, {})".format(*style.hex_to_rgb(style.HEADS[2]))
    before = chip.element.evaluate(LOOK)
    assert (before["backgroundColor"], before["borderTopStyle"]) == (colour, "solid")
    assert (before["pressed"], before["name"]) == ("false", "L2 head 3") and "in use" in before["title"]
    chip.press(" ")
    removed = chip.element.evaluate(LOOK)
    assert removed["backgroundColor"] == "rgba(0, 0, 0, 0)" and removed["borderTopColor"] == colour
    assert (removed["borderTopStyle"], removed["textDecorationLine"]) == ("dashed", "line-through")
    assert (removed["pressed"], removed["name"]) == ("true", "L2 head 3") and "removed" in removed["title"]
    chip.press("Enter")
    assert chip.element.evaluate(LOOK) == before


@pytest.fixture
def reading(notebook):
    """The linked pictures, as they are at first, and as they were again at the end."""
    explorer = notebook.explorer("explore_reading(")
    explorer.click("all")
    yield explorer
    explorer.pictures[0].leave()
    explorer.control("Reset").click()
    assert explorer.kernel("lambda it: it.state['asks']") == IT


def assert_asks(reading, asks):
    """All three pictures and the control show that this word asks, and its weights, as the model has them."""
    heatmaps, digits, lines = reading.pictures
    weights = models.load("pronouns").attention(TIRED)[1][:, asks]
    words = models.load("pronouns").tokens(TIRED)
    assert lines.painted["chosen"] == {"side": "query", "at": asks}
    shown = {(line["head"], line["query"], line["key"]) for line in lines.painted["lines"]}
    assert shown == {(head, asks, key) for head, key in np.argwhere(weights >= 0.01).tolist()}
    assert {row for _, row, _ in heatmaps.painted["lit"]} - {-1} == {asks}
    assert (
        digits.painted["pages"] == [asks]
        and digits.painted["panels"][0]["title_text"] == f"“{words[asks]}” asks"
    )
    assert reading.kernel("lambda it: it.state['asks']") == asks
    assert reading.kernel("lambda it: [one.query for one in (it.views[0], it.views[2])]") == [asks, asks]
    assert np.allclose(reading.kernel("lambda it: it.frames[1].panels[0].values"), weights, atol=1e-6)
    assert reading.control("word that asks").readout == words[asks]


def test_a_cell_clicked_in_a_heatmap_chooses_its_word_in_lines_and_digits_on_the_page_and_in_python(
    notebook, reading
):
    heatmaps, digits, _ = reading.pictures
    assert_asks(reading, IT)
    heatmaps.click(*heatmaps.middle(2, 7, 10))  # head 3, “street” asks “was”
    notebook.settle()
    heatmaps.leave()
    assert_asks(reading, 7)
    assert reading.kernel("lambda it: list(it.views[0].selected)") == [2, 7, 10]
    assert [2, 10] == digits.painted["lit"][0][1:]  # head 3 and its key, in the table of “street”


def test_a_word_clicked_in_the_lines_is_chosen_in_heatmaps_and_digits_too_and_the_control_moves_all(
    notebook, reading
):
    lines = reading.pictures[2]
    place, asked = lines.painted, 12  # tired
    lines.click(place["left"] - 12, place["header"] + (asked + 0.5) * place["row"] - place["top"])
    notebook.settle()
    lines.leave()
    assert_asks(reading, asked)
    reading.control("word that asks").press("ArrowLeft")
    assert_asks(reading, asked - 1)


def test_a_head_switched_off_in_the_lines_fades_in_heatmaps_and_digits(notebook, reading):
    heatmaps, digits, lines = reading.pictures
    reading.click("head 2")
    off = [place == 1 for place in range(8)]
    assert [one["faint"] for one in heatmaps.painted["panels"]] == off
    assert digits.painted["panels"][0]["faint_rows"] == [1]
    assert 1 not in {line["head"] for line in lines.painted["lines"]}
    kept = [place for place in range(8) if place != 1]
    assert reading.kernel("lambda it: [list(one.shown) for one in it.views]") == [kept] * 3
    reading.control("Reset").click()
    assert not any(one["faint"] for one in heatmaps.painted["panels"])


def test_pointing_and_switching_heads_answer_in_all_three_while_the_kernel_is_busy(notebook, reading):
    heatmaps, digits, lines = reading.pictures
    weights = models.load("pronouns").attention(TIRED)[1]
    with notebook.busy():
        heatmaps.hover(*heatmaps.middle(5, 3, 8))
        assert f"{weights[5, 3, 8]:.2f}" in heatmaps.readout
        assert lines.painted["chosen"] == {"side": "query", "at": 3} and digits.painted["pages"] == [3]
        assert notebook.is_busy
        lines.root.query_selector_all(".hv-head-switch")[5].click()
        notebook.paint()
        assert digits.painted["panels"][0]["faint_rows"] == [5]
        assert [one["faint"] for one in heatmaps.painted["panels"]] == [place == 5 for place in range(8)]
        heatmaps.leave()


# What is wider than its box: labels, buttons and lines that are cut, pictures and controls that stand over.
CUT = """(cell) => [...cell.querySelectorAll(".hv-explorer, .hv-explorer *, .hv-root, .hv-root *")]
    .filter((part) => !part.closest("svg, .noUi-target, .hv-told"))
    .filter((part) => part.checkVisibility() && part.clientWidth > 0)
    .filter((part) => part.scrollWidth > part.clientWidth && getComputedStyle(part).display !== "inline")
    .map(({ className, textContent, scrollWidth, clientWidth }) =>
      `${className}: ${textContent.slice(0, 40)} ${scrollWidth} > ${clientWidth}`)"""
SIZES = """(cell) => {
    const size = (part) => parseFloat(getComputedStyle(part).fontSize);
    const type = (name) => [...cell.querySelectorAll(name)].map(size);
    const wide = (name) => [...cell.querySelectorAll(name)].map((part) => part.getBoundingClientRect().width);
    return {
      labels: type(".widget-label"), readouts: type(".widget-readout"), buttons: type("button"),
      titles: type(".hv-title"), answers: type(".widget-radio-box label"),
      handles: wide(".noUi-handle"), circles: wide("input[type=radio]"),
    };
}"""
CARDS = (
    "explore_removal(",
    "explore_reading(",
    'predict("exchanged-weights")',
    'compare("exchanged-weights"',
)


def test_the_projector_switched_on_by_keyboard_in_one_explorer_enlarges_all_and_nothing_is_cut(notebook):
    shown = [notebook.explorer(text) for text in CARDS]
    sizes = [one.element.evaluate(SIZES) for one in shown]
    size, switch = notebook.page.viewport_size, shown[0].control("Projector")
    assert switch.element.get_attribute("title") and switch.element.get_attribute("aria-pressed") == "false"
    try:
        switch.press("Enter")
        assert notebook.page.evaluate("document.activeElement.innerText").strip() == "Projector"
        for one, before in zip(shown, sizes, strict=True):
            now = one.element.evaluate(SIZES)
            assert any(before.values())
            for name in before:
                assert now[name] == pytest.approx(
                    [style.PROJECTOR * part for part in before[name]], abs=0.5
                ), name
        for text in CARDS[:2]:
            assert (
                notebook.explorer(text).control("Projector").element.get_attribute("aria-pressed") == "true"
            )
            assert all(picture.painted for picture in notebook.explorer(text).pictures)
        for width in (1920, 1280):
            notebook.page.set_viewport_size({**size, "width": width})
            for one in shown:
                notebook.paint()
                assert one.element.evaluate(CUT) == [], width
        notebook.explorer(CARDS[1]).control("Projector").press(" ")  # the same switch, from another explorer
    finally:
        notebook.page.set_viewport_size(size)
        notebook.python("None", before="from helpers import style\nstyle.projector(False)")
    notebook.settle()
    assert [one.element.evaluate(SIZES) for one in shown] == sizes
