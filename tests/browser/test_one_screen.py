"""A slider and what it moves are seen together: at 1280 × 720, beside JupyterLab's folder, and projected.

The controls stay at the top while the pictures are scrolled below them. So each picture, without its readout,
has to fit below the controls, or is one of those in TALLER; and at projector scale, where everything grows,
the controls, without what a learner unfolds, leave at least half of what is seen to the pictures.
"""

import pytest

from tests.browser.conftest import short
from tests.browser.test_notebooks import moves, with_controls
from tools.notebooks import BUILT

NOTEBOOKS = [path for path in BUILT if moves(path)]
WINDOW = {"width": 1280, "height": 720}
LARGE = 0.5  # the share of the sight that the controls may take at projector scale

# What may be taller than one screen with its controls, and why: of all these the controls are still in sight.
TALLER = {
    "heads": "eight tables of 14 rows with readable names, in two rows",
    "louder": "three tables below each other, each cell with its number",
    "formula": "the whole formula with every row named, in two lines",
    "head_by_head": "eight tables side by side and their sum, to be compared",
    "whole": "the whole way of one head, with all its tables",
    "every_head": "72 thumbnails in six rows",
    "weights": "the same 72",
    "real": "twelve tables of 16 rows, the most that a layer has",
    "switches": "two tables of ten rows below their switches: by 8 pixels",
    "everything": "what a word looks at and all heads of two layers, with the parts that are switched off",
    "translation": "all heads of two layers below a table of the alignment: by 15 pixels",
    "pair": "two tables of 16 rows and two sentences to type",
}

# Scrolls until the last picture is at the bottom of the sight, or its top below what stays, and measures.
MEASURE = """async (cell) => {
  const box = (part) => part.getBoundingClientRect(), top = cell.querySelector(".hv-top");
  const scroller = cell.closest(".jp-WindowedPanel-outer"), sight = box(scroller);
  const roots = [...cell.querySelectorAll(".hv-root")].filter((root) => root.checkVisibility());
  while (roots.some((root) => root.unpainted())) await new Promise(requestAnimationFrame); // for this width
  scroller.scrollTop += box(roots.at(-1)).top + 60 - sight.top;
  await new Promise(requestAnimationFrame);
  const [shown, picture] = [box(top), box(roots.at(-1).querySelector(".hv-picture"))];
  const hit = document.elementFromPoint(shown.left + 5, shown.bottom - 3);
  return {
    sight: sight.height, stuck: shown.top - sight.top, height: shown.height,
    on_top: top.contains(hit), ground: getComputedStyle(top).backgroundColor,
    scrolled: picture.top < shown.bottom,
    pictures: roots.map((root) => box(root.querySelector(".hv-picture")).bottom - box(root).top),
  };
}"""


FOCUS = """(cell) => {
  const part = document.activeElement, top = cell.querySelector(".hv-top");
  return [top.contains(part), top.getBoundingClientRect().bottom, part.getBoundingClientRect().bottom];
}"""


@pytest.fixture
def small_window(notebook):
    size = notebook.page.viewport_size
    notebook.page.set_viewport_size(WINDOW)
    notebook.paint()
    yield notebook
    notebook.python("None", before="from helpers import style\nstyle.projector(False)")
    notebook.page.set_viewport_size(size)
    notebook.settle()


def measured(notebook):
    """What is seen of each explorer. -> list of (its name, dict)"""
    found = []
    for explorer in with_controls(notebook):
        name = notebook.cells[explorer.place]["source"].partition("explore_")[2].partition("(")[0]
        assert explorer.pictures
        for fold in explorer.element.query_selector_all(".hv-fold.mod-active"):  # what others opened
            fold.click()
        notebook.show(explorer.place, to_top=True)
        found.append((name, explorer.element.evaluate(MEASURE)))
    return found


def test_controls_stay_in_sight_and_each_picture_fits_below_them(small_window):
    for name, seen in measured(small_window):
        if seen["scrolled"]:  # else all of it is seen, and nothing has to stay
            assert seen["stuck"] == pytest.approx(0, abs=1), (name, seen)
            assert seen["on_top"], f"{name}: a picture is painted over its controls"
        assert seen["ground"] != "rgba(0, 0, 0, 0)", f"{name}: pictures shine through the controls"
        tallest = seen["height"] + max(seen["pictures"])
        assert tallest <= seen["sight"] or name in TALLER, (name, tallest, seen)


def test_at_projector_scale_the_controls_leave_half_of_the_sight_to_the_pictures(small_window):
    small_window.python("None", before="from helpers import style\nstyle.projector()")
    small_window.settle()
    for name, seen in measured(small_window):
        assert seen["height"] <= LARGE * seen["sight"], (name, seen)
        stays = not seen["scrolled"] or seen["stuck"] == pytest.approx(0, abs=1)
        assert stays, (name, seen)


@pytest.mark.parametrize("notebook", [BUILT[7]], ids=[short(BUILT[7])], indirect=True, scope="session")
def test_what_gets_the_focus_is_not_hidden_by_the_controls_that_stay(notebook):
    explorer = notebook.explorer("explore_reading(")
    explorer.click("all")
    *_, last = explorer.pictures
    last.root.scroll_into_view_if_needed()
    keyboard = notebook.page.keyboard
    last.root.query_selector(".hv-tools button").focus()
    for _ in range(12):
        keyboard.press("Shift+Tab")
        notebook.paint()
        inside, stuck, bottom = notebook.page.evaluate(FOCUS, explorer.element)
        assert inside or bottom > stuck
    explorer.control("Reset").click()
