"""Can what a cell shows be used without a mouse and without sight? axe-core's rules, and the Tab key's way.

What is asked of the page stands in access.js, which every page of the Lab has.
"""

import contextlib
from pathlib import Path

SHOWN = ".hv-explorer, .hv-root, .jp-OutputArea-output img"  # ours; all else on the page is JupyterLab's
RULES_LEFT_OUT = {}  # a rule of axe-core: why neither we nor ipywidgets' users can keep it

JUDGE = """const [places, ...more] = argument;
  return await access.judge(places.map((place) => [place, cells[place].node]), ...more);"""

# How tall the window must be for all cells. Until JupyterLab has drawn those out of sight, it guesses.
HEIGHT = """await panel.content.scrollToItem(0, "start");
  await at_rest();
  const last = cells.at(-1).node, above = panel.content.node.getBoundingClientRect().top;
  if (last.isConnected) return Math.ceil(last.getBoundingClientRect().bottom);
  return Math.ceil(above + panel.content.outerNode.scrollHeight + innerHeight);"""


def load(page):
    """Bring axe-core into a page, once."""
    import axe_playwright_python

    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate((Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf8"))


def faults(page):
    """What axe-core finds serious or critical on a whole page that is not JupyterLab's. -> list of str"""
    load(page)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations)")
    bad = [one for one in found if one["impact"] in ("serious", "critical")]
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary']}" for one in bad for node in one["nodes"]
    ]


def judge(notebook, places, only=()):
    """Let axe-core judge what cells show, all at once: it reads the whole page, however little it is asked.

    only: names of its rules; all of them without.
    -> dict of place: dict of faults (serious and critical ones), judged (texts whose contrast was looked at)
    and parts
    """
    load(notebook.page)
    with whole(notebook):
        found = notebook.js(JUDGE, [list(places), SHOWN, list(RULES_LEFT_OUT), list(only)])
    return {int(place): told for place, told in found.items()}


@contextlib.contextmanager
def whole(notebook):
    """Make the window so tall that every cell is in sight at once: text out of sight is not judged."""
    size = notebook.page.viewport_size
    try:
        while (height := notebook.js(HEIGHT)) > notebook.page.viewport_size["height"]:
            notebook.page.set_viewport_size({**size, "height": height})
        yield
    finally:
        notebook.page.set_viewport_size(size)
        notebook.paint()


class Walk:
    """The Tab key's way through what a cell shows, first to last; nothing is clicked or focused by force.

    for part in Walk(notebook, place): part is a dict: kind, name, pressed, outline, contrast …
    Keys pressed meanwhile go to it.
    Raises AssertionError: a part is left out, in another order, or does not let go.
    """

    def __init__(self, notebook, place):
        self.notebook, self.place, self.keyboard = notebook, place, notebook.page.keyboard

    @property
    def part(self):
        """The part that has the focus, as it is now."""
        return self.notebook.page.evaluate("access.focused", self.cell)

    def _at(self):
        return self.notebook.page.evaluate("access.at", self.cell)

    def _stops(self):
        return self.notebook.page.evaluate("(cell) => access.stops(cell).length", self.cell)

    def press(self, *keys):
        """Press keys on the part that has the focus, and wait for the kernel. -> the part as it is then"""
        for key in keys:
            self.keyboard.press(key)
        self.notebook.settle()
        return self.part

    def __iter__(self):
        self.cell = self.notebook.show(self.place)
        # As the arrow keys do: the cell below is the active one, its editor is not.
        above = "panel.content.activeCellIndex = argument + 1; panel.content.mode = 'command';"
        self.notebook.js(f"{above} panel.content.activate();", self.place)
        most = self._stops() + 20
        for _ in range(most):
            self.keyboard.press("Shift+Tab")
            if self._at() == 0:
                break
        else:
            raise AssertionError(f"Shift+Tab does not reach the first part: it stands at {self.part}")
        part = self.part
        while True:
            yield part
            at = self._at()
            assert at >= 0, f"{part['name']}: its keys moved the focus away, to {self.part}"
            self.keyboard.press("Tab")
            then = self.part
            if then["at"] < 0:
                left = self._stops() - 1 - at
                assert not left and not then["inside"], (
                    f"after {part['name']}, Tab goes to {then['tag']}: {left} parts are left"
                )
                return
            assert then["at"] == at + 1, f"after {part['name']}, Tab goes to {then['name']}"
            part = then
