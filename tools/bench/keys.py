"""The control of a cell that is moved, by real keys, one step there and one step back."""

from tools.bench.clock import timed

MOVES = {  # by what stands in a control: what takes the keys, and the keys
    ".noUi-handle": ("ArrowRight", "ArrowLeft"),
    "input[type=range]": ("ArrowRight", "ArrowLeft"),  # on a live page
    "select": ("ArrowDown", "ArrowUp"),
    "button": ("Enter", "Enter"),
}
AT_THE_END = """(part) => {
  const now = (name) => Number(part.getAttribute(`aria-value${name}`));
  if (part.matches("select")) return part.selectedIndex === part.length - 1;
  return part.matches("input") ? Number(part.value) >= Number(part.max) : now("now") >= now("max");
}"""


def steps_of(box):
    """A step of a control and the step back. element -> two pairs of element and key"""
    for selector, (there, back) in MOVES.items():
        parts = (
            [box]
            if box.evaluate("(box, one) => box.matches(one)", selector)
            else box.query_selector_all(selector)
        )
        if parts and selector == "button":
            chosen = next(
                (at for at, one in enumerate(parts) if one.get_attribute("aria-pressed") == "true"), 0
            )
            other = (chosen + 1) % len(parts)
            return [(parts[other], there), (parts[chosen], back)]
        if parts:
            steps = [(parts[0], there), (parts[0], back)]
            return steps[::-1] if parts[0].evaluate(AT_THE_END) else steps
    raise ValueError("nothing here can be moved by keys")


def press(notebook, step):
    part, key = step
    part.focus()
    notebook.page.keyboard.press(key)


def move(notebook, find, changed, times, seconds=60):
    """Move a control there and back, after two moves to warm up. -> milliseconds of each

    Once `seconds` are over it ends, and gives what it has, at least one. find: a function that finds the
    control's element; changed: see clock.
    """
    steps, laps = steps_of(find()), []
    while len(laps) < times + 2 and sum(laps) <= 1000 * seconds:
        part, key = steps[len(laps) % 2]
        notebook.settle()
        part.focus()
        laps.append(timed(notebook, "keydown", changed, lambda key=key: notebook.page.keyboard.press(key)))
    return laps[2:] or laps[-1:]


def first_that_paints(explorer):
    """The first slider of an explorer that changes a picture, or else the first menu or button.

    -> (its label, the places of the pictures that it changes).  Raises LookupError: there is none.
    """
    kinds = explorer.kernel(
        "lambda it: [[type(one).__name__, one.description] for one in it.controls.values()]"
    )
    kinds = [(kind, label) for kind, label in kinds if kind != "Text"]
    for _, label in sorted(kinds, key=lambda one: "Slider" not in one[0]):
        explorer.notebook.show(explorer.place)
        control = explorer.control(label)
        if not control.element.is_visible():
            continue
        changed = [_painted_by(explorer, step) for step in steps_of(control.element)]
        if both := sorted(set.intersection(*changed)):
            return label, both
    raise LookupError("no control of it changes a picture")


def _painted_by(explorer, step):
    look = "(cell) => { window.before = [...cell.querySelectorAll('.hv-root')].map((root) => root.painted); }"
    other = """(cell) => [...cell.querySelectorAll('.hv-root')]
      .flatMap((root, at) => root.checkVisibility() && root.painted !== window.before[at] ? [at] : [])"""
    explorer.element.evaluate(look)
    press(explorer.notebook, step)
    explorer.notebook.settle()
    return set(explorer.element.evaluate(other))
