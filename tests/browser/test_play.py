"""Play, Pause and Next in a real JupyterLab, by keyboard; and motion there, when nobody hurries."""

import pytest

from tests.lab import written

CELLS = [
    """from helpers import explorers
it = explorers.explore_tags()
it""",
]
BUTTON = """async ([name, pressed]) => {
  const named = () => [...document.querySelectorAll(".hv-controls button")]
    .find((one) => one.innerText.trim() === name);
  while (!named()) await new Promise(requestAnimationFrame);
  if (pressed) named().focus();
}"""
WATCH = """(cell) => { // every frame: whether a picture moves
  window.moved = 0;
  const roots = [...cell.querySelectorAll(".hv-root")];
  const look = () => { window.moved += roots.some((root) => root.unpainted()); requestAnimationFrame(look); };
  look();
}"""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return written(tmp_path_factory.mktemp("play") / "play.ipynb", CELLS)


@pytest.fixture
def explorer(open_notebook, path):
    notebook = open_notebook(path)
    notebook.run_all()
    return notebook.explorer("explore_tags")


def press(explorer, name, key="Enter"):
    """Press a key on the button that says so, by keyboard alone."""
    explorer.notebook.page.evaluate(BUTTON, [name, True])
    explorer.notebook.page.keyboard.press(key)


def there(explorer, name):
    """Wait until a button says so: what is played comes by itself."""
    explorer.notebook.page.evaluate(BUTTON, [name, False])
    explorer.notebook.settle()


def titles(explorer):
    return [picture.root.query_selector(".hv-title").inner_text() for picture in explorer.pictures]


def test_it_plays_to_the_end_by_keyboard_and_begins_anew(explorer):
    explorer.kernel("lambda it: setattr(it.player.clock, 'interval', 1)")
    assert titles(explorer) == ["Step 1: the heads' results"]
    for _ in range(2):
        press(explorer, "Play")
        there(explorer, "Play")
        assert titles(explorer) == ["Step 3: cut into rows"]
        assert explorer.control("step").readout == "3 of 3"


def test_it_pauses_and_resets_by_keyboard(explorer):
    explorer.kernel("lambda it: setattr(it.player, 'interval', 3600)")  # the next step never comes
    press(explorer, "Play", "Space")
    there(explorer, "Pause")
    assert titles(explorer) == ["Step 2: words to the front"]
    press(explorer, "Pause", "Space")
    there(explorer, "Play")
    press(explorer, "Next")
    explorer.notebook.settle()
    assert titles(explorer) == ["Step 3: cut into rows"]
    press(explorer, "Reset")
    explorer.notebook.settle()
    assert titles(explorer) == ["Step 1: the heads' results"]


def test_a_step_moves_and_ends_as_a_jump_does(explorer):
    (picture,) = explorer.pictures
    pixels = "(canvas) => canvas.toDataURL()"
    explorer.element.evaluate(WATCH)
    for _ in range(6):  # a busy machine may paint no frame on the way
        press(explorer, "Reset")
        explorer.notebook.settle()
        explorer.notebook.page.evaluate("window.moved = 0")
        press(explorer, "Next")
        explorer.notebook.settle()
        if explorer.notebook.page.evaluate("moved") > 1:
            break
    moved, ended = explorer.notebook.page.evaluate("moved"), picture.drawing.evaluate(pixels)
    explorer.notebook.page.emulate_media(reduced_motion="reduce")
    press(explorer, "Reset")
    explorer.notebook.settle()
    explorer.notebook.page.evaluate("window.moved = 0")
    press(explorer, "Next")
    explorer.notebook.settle()
    assert picture.drawing.evaluate(pixels) == ended
    assert moved > explorer.notebook.page.evaluate("moved")
