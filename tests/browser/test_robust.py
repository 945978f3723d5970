"""What people do to a notebook besides running it once: every picture stays that of its controls' state."""

import pytest

from tests.lab import Explorer, Notebook, Picture, written
from tests.lab.painted import assert_painted

START = """from helpers import explorers, models
model = models.load("pronouns")
tired = "The animal didn't cross the street because it was too tired."
sentences = {"tired": tired, "wide": tired.replace("tired", "wide")}"""
READING, MASK, CHART, AGAIN = (
    1,
    2,
    3,
    4,
)  # places of cells: linked maps, digits and lines; a map; bars; the same bars
CELLS = [
    START,
    "explorers.explore_reading(model, sentences)",
    "explorers.explore_mask(model, tired)",
    "chart = explorers.explore_own_query()\nchart",
    "chart",
]
RUN = """for (const place of argument) {
  panel.content.activeCellIndex = place;
  if (!await jupyterapp.commands.execute("notebook:run-cell")) throw new Error(`cell ${place} failed`);
}"""
FRONT = "jupyterapp.shell.activateById(panel.id); await panel.revealed; await at_rest();"
CLOSED = """await panel.context.save();
const closed = new Promise((done) => panel.disposed.connect(() => done()));
panel.close();
await closed;"""
CLOSE = CLOSED + "await jupyterapp.commands.execute('docmanager:open', { path });"
BESIDE = """const options = { mode: "split-right" };
await jupyterapp.commands.execute("docmanager:open", { path: argument, options });"""
TWIN = """panel.content.activeCellIndex = argument;
panel.content.activate();
await jupyterapp.commands.execute("notebook:create-output-view");"""
CLOSE_TWIN = """for (const one of [...jupyterapp.shell.widgets("main")])
  if (one.node.querySelector(".jp-LinkedOutputView")) one.close();"""
WIDTHS = """(cell) => [...cell.querySelectorAll(".hv-picture")]
  .map((one) => [one.querySelector("canvas, svg").getBoundingClientRect().width, one.clientWidth])"""
PIXELS = "(canvas) => canvas.toDataURL()"
STATE = "lambda it: it.state"
LISTEN = """(cell) => { // how often a picture changed, in all and before the pointer let go
  window.changes = 0;
  addEventListener("pointerup", () => { window.before = window.changes; }, { capture: true });
  for (const picture of cell.querySelectorAll("[role=img]"))
    new MutationObserver(() => { window.changes++; }).observe(picture, { attributeFilter: ["aria-label"] });
}"""
MOVES, FOLLOWED = 400, 40  # of the pointer at least, of the pictures at least
# What JupyterLab itself says when a kernel is gone, or a view of an output is closed.
NOT_OURS = ("widget model not found", "Canceled future for", "reading 'changed')\n    at http://127.0.0.1")


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return written(tmp_path_factory.mktemp("robust") / "robust.ipynb", CELLS)


@pytest.fixture(scope="module")
def notebook(lab, path):
    with lab.open(path) as notebook:
        notebook.run_all()
        yield notebook
        faults = [fault for fault in notebook.faults if not any(said in fault for said in NOT_OURS)]
        assert faults == [] and notebook.foreign == []


def all_right(notebook):
    """Every picture of the notebook is that of its controls' state."""
    assert [explorer.place for explorer in notebook.explorers] == [READING, MASK, CHART, AGAIN]
    for explorer in notebook.explorers:
        assert not explorer.message
        assert_painted(explorer)


def shown(place, notebook):
    """A cell of whatever was run last, with all its pictures, not those of one tab."""
    explorer = Explorer(notebook, place)
    if place == READING and "hv-root" in explorer.element.inner_html():
        explorer.click("all")
    return explorer


def test_cells_run_in_any_order_and_all_of_them_twice(notebook):
    notebook.js(RUN, [MASK, AGAIN, READING, CHART, READING, AGAIN])
    notebook.settle()
    all_right(notebook)
    shown(READING, notebook).control("word that asks").press("ArrowRight")
    shown(CHART, notebook).control("query, number 1").press("ArrowRight")
    notebook.run_all()  # the second time
    all_right(notebook)


def test_the_same_explorer_in_two_cells_and_in_a_view_of_its_own(notebook):
    one, other = shown(CHART, notebook), shown(AGAIN, notebook)
    one.control("query, number 1").press("ArrowRight", "ArrowRight")
    other.control("query, number 2").press("ArrowLeft")
    assert other.kernel(STATE)["query_1"] == 2 and other.kernel(STATE)["query_2"] == 1.5
    for explorer in (one, other):
        assert_painted(explorer)
    explorer = shown(READING, notebook)
    notebook.js(TWIN, READING)
    try:
        twin = Twin(explorer)
        explorer.click("wide")
        maps = twin.pictures[0]
        maps.click(*maps.middle(2, 4, 8))
        notebook.settle()
        assert explorer.kernel(STATE)["asks"] == 4
        for each in (explorer, twin):
            assert_painted(each)
    finally:
        notebook.js(CLOSE_TWIN)
        notebook.js(FRONT)


class Twin(Explorer):
    """The same explorer where "Create New View for Output" shows it: beside the notebook."""

    def __init__(self, explorer):
        self.notebook, self.place, self.count, self.shows = (
            explorer.notebook,
            explorer.place,
            explorer.count,
            explorer.shows,
        )

    @property
    def element(self):
        return self.notebook.page.query_selector(".jp-LinkedOutputView")

    @property
    def pictures(self):
        drawn = "document.querySelectorAll('.jp-LinkedOutputView .hv-picture :is(canvas, svg)')"
        ready = f"wanted => {drawn}.length >= wanted"
        self.notebook.page.wait_for_function(ready, arg=self.shows)
        self.notebook.paint()
        return [Picture(self, place) for place in range(self.shows)]


def test_a_slider_dragged_fast_for_long_leaves_nothing_undone(notebook):
    """While one change is on its way another one waits, the last: more than these two would be a queue."""
    explorer, mouse = shown(READING, notebook), notebook.page.mouse
    handle = explorer.control("word that asks").handle
    bar = handle.evaluate_handle("(handle) => handle.closest('.noUi-target')").as_element().bounding_box()
    explorer.element.evaluate(LISTEN)
    handle.hover()
    mouse.down()
    moves = 0
    while moves < MOVES or notebook.page.evaluate("window.changes") < FOLLOWED:
        moves += 1
        share = abs(moves % 40 - 20) / 20  # from end to end and back
        mouse.move(bar["x"] + share * bar["width"], bar["y"] + bar["height"] / 2)
        assert moves < 100 * MOVES, "no picture follows"
    mouse.move(bar["x"] + 0.3 * bar["width"], bar["y"] + bar["height"] / 2)
    mouse.up()
    notebook.settle()
    late = notebook.page.evaluate("window.changes - window.before")
    assert late <= 2 * len(explorer.pictures), late
    asks = explorer.kernel(STATE)["asks"]
    assert asks == int(float(handle.get_attribute("aria-valuenow"))) == round(0.3 * 13)
    assert_painted(explorer)


def test_a_narrow_and_a_wide_window_and_both_themes(notebook):
    size = notebook.page.viewport_size
    try:
        for width, theme in ((700, "dark"), (1900, "dark"), (size["width"], "light")):
            notebook.page.set_viewport_size({**size, "width": width})
            notebook.theme(theme)
            all_right(notebook)
            for explorer in notebook.explorers:
                for drawn, room in explorer.element.evaluate(WIDTHS):
                    assert (
                        0.5 * room <= drawn <= room + 1
                    )  # as wide as it can be read, and nothing is cut off
    finally:
        notebook.page.set_viewport_size(size)
        notebook.theme("light")


def test_two_notebooks_side_by_side_leave_each_other_alone(notebook, lab, path):
    size, place = notebook.page.viewport_size, f"{notebook.place.split('/')[0]}/second.ipynb"
    (lab.folder / place).write_bytes(path.read_bytes())
    notebook.page.set_viewport_size({"width": 2000, "height": 900})
    notebook.js(BESIDE, place)
    second = Notebook(lab, notebook.page, place)
    second.ready()
    try:
        second.js(RUN, [0, READING])
        second.settle()
        for one, other in ((notebook, second), (second, notebook)):
            explorer, twin = shown(READING, one), shown(READING, other)
            before = twin.fingerprint, twin.kernel(STATE)
            explorer.control("word that asks").press("ArrowLeft")
            maps = explorer.pictures[0]
            maps.click(*maps.middle(0, 2, 3))
            one.settle()
            other.settle()
            assert explorer.kernel(STATE)["asks"] == 2
            assert (twin.fingerprint, twin.kernel(STATE)) == before
            assert_painted(explorer)
    finally:
        second.js("await panel.sessionContext.shutdown();" + CLOSED)
        notebook.page.set_viewport_size(size)


def test_a_closed_tab_is_live_again_when_its_kernel_lived_on(notebook):
    explorer = shown(READING, notebook)
    maps = explorer.pictures[0]
    maps.click(*maps.middle(0, 2, 3))  # what was pointed at then must not light up later
    maps.leave()
    explorer.control("word that asks").press("End")
    notebook.js(CLOSE)
    notebook.ready()
    all_right(notebook)
    explorer = shown(READING, notebook)
    explorer.control("word that asks").press("ArrowLeft")
    assert explorer.kernel(STATE)["asks"] == 12
    assert_painted(explorer)


def test_after_a_restart_old_pictures_are_marked_and_answer_nothing_until_their_cells_run(notebook):
    notebook.js("await panel.sessionContext.restartKernel(); await kernel.requestKernelInfo()")
    notebook.js(RUN, [0, READING])
    notebook.settle()
    explorer, old = shown(READING, notebook), notebook.show(MASK)
    assert old.query_selector(
        ".jupyter-widgets-disconnected .noUi-handle"
    )  # ipywidgets draws a broken chain there
    assert not explorer.element.query_selector(".jupyter-widgets-disconnected")
    before = old.query_selector("canvas").evaluate(PIXELS), explorer.fingerprint
    notebook.show(MASK).query_selector(".noUi-handle").press("ArrowRight")
    notebook.settle()
    assert (notebook.show(MASK).query_selector("canvas").evaluate(PIXELS), explorer.fingerprint) == before
    notebook.run_all()
    all_right(notebook)


def test_a_tab_reopened_without_its_kernel_says_so_and_runs_again(notebook):
    notebook.js("await panel.sessionContext.shutdown()")
    notebook.js(CLOSE)
    notebook.ready()
    said = "([path, place]) => lab(path).cells[place].node.innerText.includes('model not found')"
    notebook.page.wait_for_function(
        said, arg=[notebook.place, READING]
    )  # JupyterLab's own words; the README says what to do
    notebook.run_all()
    all_right(notebook)
