"""A stopwatch in the page: from a real key press or pointer move until the new picture is painted."""

import tempfile
from pathlib import Path

from tests.lab import written

# From the event's own time stamp until a frame with the new picture is drawn: a message that a frame sends to
# itself arrives when the frame is done. `changed` gives another value once the new picture is there.
STOPWATCH = """
window.arm = (event, changed) => {
  window.lap = new Promise((done, fail) => {
    setTimeout(() => fail(new Error(`no new picture after ${event}`)), 60_000);
    document.addEventListener(event, ({ timeStamp }) => {
      window.linked = undefined;
      const before = changed();
      const drawn = new MessageChannel();
      drawn.port1.onmessage = () => changed() === before ? look() : done(performance.now() - timeStamp);
      const look = () => requestAnimationFrame(() => drawn.port2.postMessage(null));
      look();
    }, { capture: true, once: true });
  });
};
"""
NODE = "jupyterapp.shell.currentWidget.content.widgets[%d].node"
TEXT = f"() => {NODE}.querySelector('.widget-interact .jp-OutputArea-output')?.textContent ?? ''"
IMAGE = f"""() => {{
  const image = {NODE}.querySelector('.widget-interact img');
  if (image?.complete) window.last_image = image.src;
  return window.last_image;
}}"""
PAINTED = f"() => {NODE}.querySelector('.hv-root').painted"
ALL_PAINTED = """() => { // another value once every one of the pictures has been painted again
  const roots = [...HOLDER.querySelectorAll('.hv-root')].filter((_, at) => !PLACES || PLACES.includes(at));
  const now = roots.map((root) => root.painted);
  window.linked ??= now;
  if (now.every((painted, at) => painted !== window.linked[at])) window.linked = now;
  return window.linked;
}"""


def painted(place, pictures=None):
    """A `changed` for some of a cell's pictures, or all."""
    return within(NODE % place, pictures)


def within(holder, pictures=None):
    """As painted. holder: an expression of JavaScript, the element that holds the pictures"""
    places = "null" if pictures is None else str(list(pictures))
    return ALL_PAINTED.replace("HOLDER", holder).replace("PLACES", places)


def timed(notebook, event, changed, act):
    """Do something that causes an event, once everything stands still.

    -> milliseconds from the event until the picture that it causes is painted: the first frame of its motion
    """
    notebook.settle()
    notebook.page.evaluate(f"arm('{event}', {changed})")
    act()
    return notebook.page.evaluate("lap")


def in_turns(works, events, together=10):
    """Do several things, a few times each, as often one way as the other, again and again.

    -> a list of laps for each

    works: functions of how often. In turns, because a message now and then waits some 40 ms for the one
    before it to be acknowledged (JupyterLab's server leaves Nagle's algorithm on): each must meet that alike.
    """
    laps = [[] for _ in works]
    while len(laps[0]) < events:
        for found, work in zip(laps, works, strict=True):
            found += work(min(together, events))
    return laps


def open_cells(lab, cells, **window):
    """Open a notebook of these cells. -> Notebook"""
    with tempfile.TemporaryDirectory() as folder:
        notebook = lab.open(written(Path(folder) / "bench.ipynb", cells), **window)
    notebook.page.evaluate(STOPWATCH)
    return notebook


def add_cell(notebook, code):
    """Put a code cell at the end of a notebook and run it. -> its place"""
    place = notebook.js(
        """panel.model.sharedModel.insertCell(cells.length, { cell_type: "code", source: argument });
        await frames(2);
        panel.content.activeCellIndex = panel.content.widgets.length - 1;
        panel.content.deselectAll();
        await jupyterapp.commands.execute("notebook:run-cell");
        return panel.content.widgets.length - 1;""",
        code.strip(),
        seconds=300,
    )
    notebook.settle()
    assert not notebook.errors, "\n".join(notebook.errors)
    return place
