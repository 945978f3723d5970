"""Can what a cell shows be used without a mouse and without seeing it? The rules of axe-core, and a walk with the Tab key."""

import contextlib
from pathlib import Path

SHOWN = ".hv-explorer, .hv-root, .jp-OutputArea-output img"  # ours; all else on the page is JupyterLab's
RULES_LEFT_OUT = {}  # a rule of axe-core: why neither we nor ipywidgets' users can keep it

# JupyterLab's <body> is 0 px high and clips what overflows, so axe would take everything on the page for hidden.
AXE = """async ([places, ours, left_out, only]) => {
  const parts = new Map(places.map((place) => [place, [...cells[place].node.querySelectorAll(ours)].filter((part) => part.checkVisibility())]));
  const found = Object.fromEntries(places.map((place) => [place, { faults: [], judged: 0, parts: parts.get(place).length }]));
  const all = [...parts.values()].flat();
  if (!all.length) return found;
  document.body.style.height = "100vh";
  const rules = Object.fromEntries(left_out.map((name) => [name, { enabled: false }]));
  const chosen = only.length ? { runOnly: only } : { rules };
  const told = await axe.run({ include: all }, { ...chosen, elementRef: true, resultTypes: ["violations", "passes", "incomplete"] });
  document.body.style.height = "";
  const of = ({ element }) => found[places.find((place) => parts.get(place).some((part) => part.contains(element)))];
  for (const { id, help, impact, nodes } of told.violations) {
    if (impact !== "serious" && impact !== "critical") continue;
    for (const node of nodes) of(node).faults.push(`${id} (${help}): ${node.html.slice(0, 160)} ${node.failureSummary}`);
  }
  for (const { id, nodes } of [...told.passes, ...told.violations])
    if (id === "color-contrast") for (const node of nodes) of(node).judged += 1;
  return found;
}"""

# How tall the window must be for all cells. Those out of sight are a guess of JupyterLab's until it has drawn them.
HEIGHT = """await panel.content.scrollToItem(0, "start");
  await at_rest();
  const last = cells.at(-1).node, above = panel.content.node.getBoundingClientRect().top;
  if (last.isConnected) return Math.ceil(last.getBoundingClientRect().bottom);
  return Math.ceil(above + panel.content.outerNode.scrollHeight + innerHeight);"""

STOPS = """(cell) => {
  const groups = new Set();
  return [...cell.querySelectorAll(".hv-explorer, .hv-root")].filter((one) => !one.parentElement.closest(".hv-explorer"))
    .flatMap((one) => [...one.querySelectorAll("button, input, select, textarea, [tabindex], [contenteditable=true]")])
    .filter((part) => {
      if ((part.tabIndex < 0 && !part.isContentEditable) || part.disabled || !part.checkVisibility()) return false;
      if (part.type !== "radio" || !part.name) return true;
      const all = [...cell.querySelectorAll(`input[name="${part.name}"]`)];
      return part === (all.find((one) => one.checked) ?? all[0]);
    });
}"""

# What a person who sees and one who hears the page would know of the part that has the focus.
FOCUSED = """(cell) => {
  const part = document.activeElement, style = getComputedStyle(part);
  const stops = (STOPS)(cell), at = stops.findIndex((one) => one === part || (part.type === "radio" && one.name === part.name)); // a group of radio buttons is one stop
  if (at < 0) return { at, inside: [...cell.querySelectorAll(".hv-explorer, .hv-root")].some((one) => one.contains(part)), tag: part.outerHTML.slice(0, 200) };
  const behind = (one) => { for (; one; one = one.parentElement) { const colour = getComputedStyle(one).backgroundColor; if (!/, 0\\)$|transparent/.test(colour)) return colour; } return "rgb(255, 255, 255)"; };
  const numbers = (colour) => { const to = document.createElement("canvas").getContext("2d"); to.fillStyle = colour; to.fillRect(0, 0, 1, 1); return [...to.getImageData(0, 0, 1, 1).data].slice(0, 3); };
  const light = (rgb) => rgb.map((one) => one / 255).map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)).reduce((sum, one, i) => sum + one * [0.2126, 0.7152, 0.0722][i], 0);
  const [dark, bright] = [light(numbers(style.outlineColor)), light(numbers(behind(part.parentElement)))].sort((one, other) => one - other);
  const kind = part.matches(".noUi-handle") ? "slider" : part.matches(".widget-readout") ? "value" : part.matches(".hv-picture *") && part.matches("[role=img]") ? "picture"
    : part.matches(".hv-head-switch") ? "head" : part.matches(".widget-toggle-buttons button") ? "option" : part.matches(".widget-toggle-button") ? "switch" : part.type === "radio" ? "radio"
    : part.tagName === "SELECT" ? "menu" : /INPUT|TEXTAREA/.test(part.tagName) ? "field" : part.tagName === "BUTTON" ? "button" : "other";
  const box = part.getBoundingClientRect();
  return {
    at, kind, checked: part.checked, name: part.getAttribute("aria-label") ?? (part.labels?.[0] ?? part).innerText.trim() ?? "", text: part.value ?? part.innerText,
    valuetext: part.getAttribute("aria-valuetext"), pressed: part.getAttribute("aria-pressed"), readout: part.closest(".hv-controls > *")?.querySelector(".widget-readout")?.innerText,
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth), contrast: (bright + 0.05) / (dark + 0.05),
    keeps_keys: part.closest("[data-lm-suppress-shortcuts=true]") !== null, in_sight: box.bottom > 0 && box.top < innerHeight, told: part.closest(".hv-root")?.querySelector(".hv-readout")?.innerText,
    hint: part.closest(".hv-root")?.querySelector(".hv-readout")?.classList.contains("hv-hint"), said: part.closest(".hv-root")?.querySelector(".hv-said")?.innerText,
  };
}""".replace("STOPS", STOPS)


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
    """Let axe-core judge what cells show, all at once: it looks at the whole page, however little it is asked about.

    only: names of its rules; all of them without.
    -> dict of place: dict of faults (serious and critical ones), judged (texts whose contrast was looked at), parts
    """
    load(notebook.page)
    with whole(notebook):
        found = notebook.js(
            f"return await ({AXE})(argument)", [list(places), SHOWN, list(RULES_LEFT_OUT), list(only)]
        )
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
    """The Tab key's way through what a cell shows, first to last; nothing is clicked or given the focus by force.

    for part in Walk(notebook, place): part is a dict: kind, name, pressed, outline, contrast …; keys pressed meanwhile go to it.
    Raises AssertionError: a part is left out, in another order, or does not let go.
    """

    def __init__(self, notebook, place):
        self.notebook, self.place, self.keyboard = notebook, place, notebook.page.keyboard

    @property
    def part(self):
        """The part that has the focus, as it is now."""
        return self.notebook.page.evaluate(FOCUSED, self.cell)

    def press(self, *keys):
        """Press keys on the part that has the focus, and wait for the kernel. -> the part as it is then"""
        for key in keys:
            self.keyboard.press(key)
        self.notebook.settle()
        return self.part

    def __iter__(self):
        self.cell = self.notebook.show(self.place)
        # As the arrow keys do: the cell below is the active one, its editor is not.
        self.notebook.js(
            "panel.content.activeCellIndex = argument + 1; panel.content.mode = 'command'; panel.content.activate();",
            self.place,
        )
        most = len(self.notebook.page.evaluate_handle(STOPS, self.cell).get_properties()) + 20
        for _ in range(most):
            self.keyboard.press("Shift+Tab")
            if self.part["at"] == 0:
                break
        else:
            raise AssertionError(f"Shift+Tab does not reach the first part: it stands at {self.part}")
        while True:
            part = self.part
            yield part
            now = self.part
            assert now["at"] >= 0, f"{part['name']}: its keys moved the focus away, to {now}"
            self.keyboard.press("Tab")
            then = self.part
            if then["at"] < 0:
                left = (
                    len(self.notebook.page.evaluate_handle(STOPS, self.cell).get_properties()) - 1 - now["at"]
                )
                assert not left and not then["inside"], (
                    f"after {now['name']}, Tab goes to {then['tag']}: {left} parts are left"
                )
                return
            assert then["at"] == now["at"] + 1, f"after {now['name']}, Tab goes to {then['name']}"
