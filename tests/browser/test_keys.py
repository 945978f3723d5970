"""Whose a key is, in a real JupyterLab: every part of ours keeps plain keys, and lets JupyterLab's pass."""

import pytest

from tests.lab import written

CELLS = [
    """import ipywidgets, numpy as np
from helpers.exercises import exercise, predict
from helpers.explorers import Explorer
from helpers.frames import ChartFrame, LinesFrame, MatrixFrame, Panel, Plot, Series""",
    """def draw(**state):
    words, shares = list("abc"), np.full((2, 3, 3), 1 / 3)
    chart = ChartFrame((Plot((Series(range(3), [1, 2, 3], "bars"),)),))
    matrix = MatrixFrame((Panel(shares[0], "head 1", words, words),))
    return matrix, LinesFrame(words, shares, ("head 1", "head 2")), chart

Explorer(draw, {
    "slide": ipywidgets.FloatSlider(description="slide"),
    "words": ipywidgets.SelectionSlider(options=list("abc"), description="words"),
    "menu": ipywidgets.Dropdown(options=list("abc"), description="menu"),
    "rows": ipywidgets.ToggleButtons(options=list("abc"), description="rows"),
    "field": ipywidgets.Text("dog", description="field"),
    "number": ipywidgets.IntText(3, description="number"),
    "area": ipywidgets.Textarea("dog", description="area"),
})""",
    'predict("head-2")',
    'exercise("score-one-pair")',
]
EXPLORER, QUESTION, EXERCISE = 1, 2, 3
PARTS = {
    "matrix": (EXPLORER, "canvas.hv-matrix"),
    "lines": (EXPLORER, ".hv-lines canvas"),
    "chart": (EXPLORER, ".hv-picture svg[tabindex]"),
    "head switch": (EXPLORER, ".hv-head-switch"),
    "button of a picture": (EXPLORER, ".hv-tools .hv-button"),
    "slider": (EXPLORER, ".noUi-handle"),
    "readout of a slider": (EXPLORER, ".widget-readout[contenteditable=true]"),
    "slider of words": (EXPLORER, ".hv-listed .noUi-handle"),
    "menu": (EXPLORER, ".hv-controls select"),
    "option": (EXPLORER, ".widget-toggle-buttons button"),
    "field": (EXPLORER, ".hv-controls input[type=text]"),
    "number": (EXPLORER, ".hv-controls input[type=number]"),
    "area": (EXPLORER, ".hv-controls textarea"),
    "reset": (EXPLORER, ".hv-controls > button.jupyter-button:not(.widget-toggle-button)"),
    "projector": (EXPLORER, ".hv-controls > button.widget-toggle-button"),
    "radio": (QUESTION, "input[type=radio]"),
    "button of a card": (EXERCISE, "button.hv-controls"),
}
TYPED = ("readout of a slider", "field", "number", "area")
PLAIN = (
    "a b c d i j k l m o q r s v x y z 0 1 ArrowUp ArrowDown ArrowLeft ArrowRight Home End PageUp PageDown "
    "Space Enter Escape Shift+A Shift+M Shift+ArrowDown"
).split()
NOT_OURS = (
    "widget model not found",
    "Canceled future for",
    "reading 'changed')",
)  # JupyterLab's, when a cell runs again
WATCH = """if (!window.watching) {
  window.watching = true;
  jupyterapp.commands.commandExecuted.connect((_, { id }) => window.commands.push(id));
}
window.commands = [];"""


@pytest.fixture(scope="module")
def notebook(lab, tmp_path_factory):
    with lab.open(written(tmp_path_factory.mktemp("keys") / "keys.ipynb", CELLS)) as notebook:
        notebook.run_all()
        yield notebook
        faults = [fault for fault in notebook.faults if not any(said in fault for said in NOT_OURS)]
        assert faults == [] and notebook.foreign == []


def focus(notebook, name):
    """Click into a cell, then give the focus to a part of it."""
    place, selector = PARTS[name]
    notebook.js("panel.content.activeCellIndex = argument; panel.content.mode = 'command';", place)
    part = notebook.show(place).wait_for_selector(selector)
    part.scroll_into_view_if_needed()
    part.focus()
    assert part.evaluate("part => part === document.activeElement")
    return part


@pytest.mark.parametrize("name", PARTS)
def test_ctrl_s_saves_wherever_the_focus_is(notebook, name):
    focus(notebook, name)
    notebook.js(WATCH)
    notebook.js("panel.context.model.dirty = true")
    notebook.page.keyboard.press("Control+s")
    notebook.page.wait_for_function("window.commands.includes('docmanager:save')", timeout=10_000)
    while notebook.js("return panel.context.model.dirty"):  # JupyterLab passes over it while it still saves
        notebook.page.keyboard.press("Control+s")
        notebook.paint()


@pytest.mark.parametrize("name", PARTS)
def test_shift_enter_runs_the_cell_wherever_the_focus_is(notebook, name):
    place, _ = PARTS[name]
    before = notebook.cells[place]["count"]
    focus(notebook, name)
    notebook.page.keyboard.press("Shift+Enter")
    ran = "([path, place, before]) => ![null, before].includes(lab(path).cells[place].model.executionCount)"
    notebook.page.wait_for_function(ran, arg=[notebook.place, place, before], timeout=10_000)
    notebook.settle()


@pytest.mark.parametrize("name", PARTS)
def test_plain_keys_stay_with_the_part(notebook, name):
    count = len(notebook.cells)
    part = focus(notebook, name)
    notebook.js(WATCH)
    for key in PLAIN:
        notebook.page.keyboard.press(key)
        if not part.evaluate("part => part === document.activeElement"):
            part = focus(notebook, name)
    notebook.settle()
    assert notebook.page.evaluate("window.commands") == []
    assert len(notebook.cells) == count
    focus(notebook, name).evaluate("part => part.blur()")


@pytest.mark.parametrize("name", TYPED)
def test_a_field_undoes_and_selects_what_was_typed_in_it(notebook, name):
    part = focus(notebook, name)
    notebook.js(WATCH)
    for key in ("Control+a", "7", "Control+z", "Control+y"):
        notebook.page.keyboard.press(key)
        notebook.settle()  # an answer that comes late would write an older value over it, as ipywidgets does
    assert part.evaluate("part => part.value ?? part.innerText") == "7"
    assert notebook.page.evaluate("window.commands") == []
    part.evaluate("part => part.blur()")
