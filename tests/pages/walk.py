"""An explorer on a page, and Python's own beside it: the same walk through both, and what each shows then."""

import base64
import json
import math
import random

import ipywidgets

from helpers.pictures.pack import pack
from tests.lab.notebook import PATIENCE
from tools.notebooks import BUILT
from tools.pages import lives, tree

SHOWN = """([figure]) => {
  const it = figure.live;
  const models = it.models.map((model, at) => {
    const sent = model.get("numbers");
    const bytes = new Uint8Array(sent.buffer, sent.byteOffset, sent.byteLength);
    const told = (part) => {
      if (part === null || typeof part !== "object") return part;
      if (Array.isArray(part)) return part.map(told);
      if (!("at" in part && "shape" in part))
        return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, told(one)]));
      const size = part.shape.reduce((product, length) => product * length, 1);
      const run = bytes.subarray(4 * part.at, 4 * (part.at + size));
      return [part.shape, btoa(Array.from(run, (one) => String.fromCharCode(one)).join(""))];
    };
    return {
      frame: told(model.get("structure")), words: model.get("words"),
      selected: model.get("selected"), shown: model.get("shown") ?? null,
      seen: it.boxes[at].checkVisibility(),
    };
  });
  const message = it.message?.checkVisibility() ? it.message.textContent : "";
  const said = (root) => {
    if (root.matches("button")) return Number(root.getAttribute("aria-pressed") === "true");
    const input = root.querySelector("input");
    if (input) return [Number(input.value), input.getAttribute("aria-valuetext")];
    const select = root.querySelector("select");
    if (select) return select.selectedIndex;
    return [...root.querySelectorAll("button")].findIndex((one) => one.ariaPressed === "true");
  };
  const controls = Object.entries(it.controls).map(([name, one]) => [name, said(one.element)]);
  return { models, message, controls: Object.fromEntries(controls) };
}"""
CALM = """async ([figure]) => {
  const it = figure.live;
  const frame = () => new Promise(requestAnimationFrame);
  const seen = [...it.root.querySelectorAll(".hv-root")];
  do await frame();
  while (seen.some((root) => root.checkVisibility() && root.unpainted()));
}"""
PART = """([figure, name, part]) => {
  const root = figure.live.controls[name].element;
  return root.matches("button") ? root : part === null ? root.querySelector("input, select")
    : root.querySelectorAll("button")[part];
}"""
STATE = "([figure, places]) => figure.live.change(places)"
PAINTED = """async ([figure, at, told, packed]) => {
  const it = figure.live;
  const common = JSON.parse(document.getElementById("common").textContent);
  const bytes = (text) => new DataView(Uint8Array.from(atob(text), (one) => one.charCodeAt(0)).buffer);
  common.colour_maps = bytes(common.colour_maps);
  const el = document.createElement("div");
  el.className = it.boxes[at].className;
  el.style.width = `${it.boxes[at].clientWidth}px`;
  document.body.append(el);
  const arrays = [];
  const numbers = bytes(packed.numbers).buffer;
  const fill = (part) => {
    if (part === null || typeof part !== "object") return part;
    if (Array.isArray(part)) return part.map(fill);
    if (!("at" in part && "shape" in part))
      return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, fill(one)]));
    const size = part.shape.reduce((product, length) => product * length, 1);
    arrays.push(new Float32Array(numbers.slice(4 * part.at, 4 * (part.at + size))));
    return { array: arrays.length - 1, shape: part.shape };
  };
  const cells = ["", { structure: fill(packed.structure), words: packed.words, selected: [] }];
  const store = { views: cells.map((c) => ({ uses: [], tree: { c } })), tables: [], ids: [], arrays };
  const other = new it.constructor(el, told, store, common);
  const [one, two] = [it.boxes[at], el].map((box) => box.querySelector(".hv-root"));
  do await new Promise(requestAnimationFrame); while (one.unpainted() || two.unpainted());
  const painted = [one, two].map(({ painted: { milliseconds, ...all } }) => JSON.stringify(all));
  other.close();
  el.remove();
  return painted;
}"""
SET = """([figure, at, name, value]) => {
  const model = figure.live.models[at];
  model.set(name, value); // as the picture does when it is clicked
  model.save_changes();
}"""


def page_of(*explorers):
    """A page of explorers alone. -> HTML"""
    made = [(number, lives.live_of(one, f"live-{number}", BUILT[0])) for number, one in enumerate(explorers)]
    figures = "".join(f'<figure data-explorer="live-{n}"><p>still</p></figure>\n' for n, _ in made)
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    head += '<link rel="icon" href="data:,"><title>explorers</title>'
    return (
        f'<!DOCTYPE html><html lang="en"><head>{head}<style>{lives.css()}</style></head>'
        f"<body>{figures}{lives.at_end([one for _, one in made])}</body></html>"
    )


class Twins:
    """One explorer, on a page of page_of and in Python. page: of Playwright

    walk(n) goes through both; every step is compared. names: of what was done, for the message of a failure.
    """

    def __init__(self, explorer, page, seed=0):
        self.explorer, self.page, self.states = explorer, page, explorer.states()
        self.figure = page.query_selector("[data-explorer]")
        page.evaluate("(figure) => figure.scrollIntoView()", self.figure)
        page.wait_for_function("(figure) => figure.live", arg=self.figure, timeout=1000 * PATIENCE)
        self.chance, self.done = random.Random(seed), []
        self.told = self.states.told()

    def js(self, code, *arguments):
        return self.page.evaluate(code, [self.figure, *arguments])

    # ---- what is shown

    @property
    def on_page(self):
        self.js(CALM)
        return self.js(SHOWN)

    @property
    def in_python(self):
        it = self.explorer
        models = [
            {
                "frame": whole(json.loads(json.dumps(view.structure)), view.numbers),
                "words": view.words,
                "selected": view.selected,
                "shown": view.shown if view.has_trait("shown") else None,
                "seen": view.layout.display != "none",
            }
            for view in it.views
        ]
        message = it.message.value if it.message.layout.display != "none" else ""
        controls = {name: self._said(name) for name in it.controls if self._is_made(name)}
        return {"models": models, "message": message, "controls": controls}

    def _is_made(self, name):
        return name == "show" or name in self.told["controls"]

    def _said(self, name):
        control = self.explorer.controls[name]
        if name == "show":
            return control.index
        place = self.place(name)
        slides = isinstance(control, ipywidgets.ToggleButtons | ipywidgets.ToggleButton)
        if slides or isinstance(control, ipywidgets.Dropdown | ipywidgets.Text):
            return place
        return [place, self.texts(name)[place]]

    def place(self, name):
        return self.states.choices[name].index(self.explorer.controls[name].value)

    def texts(self, name):
        """What the values of a control are called now."""
        if name not in self.states.follows:
            return self.states.texts[name]
        table = self.states.follows[name]
        return table.texts_at({other: self.place(other) for other in table.names})

    def compare(self):
        page, python = self.on_page, self.in_python
        for part in ("message", "controls"):
            assert page[part] == python[part], self.done
        for at, (painted, wanted) in enumerate(zip(page["models"], python["models"], strict=True)):
            for part in wanted:
                assert painted[part] == wanted[part], (part, at, self.done)

    def compare_painted(self):
        """Each picture that is seen against one that gets Python's own frame, in the same room."""
        self.js(CALM)
        for at, view in enumerate(self.explorer.views):
            if view.layout.display == "none":
                continue
            structure, numbers = pack(view.frame)
            told = tree.view_told(view)
            packed = {"structure": structure, "numbers": base64.b64encode(numbers).decode()}
            alone = {"is": "box", "classes": "", "children": [{"is": "view", "view": 0, "classes": ""}]}
            picture = {"tree": alone, "controls": {}, "views": [told]}
            here, there = self.js(PAINTED, at, picture, packed | {"words": view.words})
            assert here == there and len(here) > 20, (at, self.done)

    # ---- what is done

    def go(self, places):
        """To a state, at once. places: dict of an axis' name: place, from 0"""
        values = self.states.at(places)
        self.done.append(places)
        self.explorer.set(**values)
        self.js(STATE, {name: self.place(name) for name in values})

    def walk(self, steps):
        self.compare()
        for _ in range(steps):
            self.step()
            self.compare()

    def step(self):
        kinds = [self.move] * 6 + [self.choose] * 2 + [self.switch_heads, self.reset]
        if "show" in self.explorer.controls:
            kinds.append(self.turn_tab)
        if self.explorer.player:
            kinds.append(self.next)
        self.chance.choice(kinds)()

    def reset(self):
        self.done.append("reset")
        self.explorer.reset()
        self.page.evaluate(
            "(figure) => [...figure.live.root.querySelectorAll('button')]"
            ".find((one) => one.textContent === 'Reset').click()",
            self.figure,
        )

    def next(self):
        self.done.append("next")
        self.explorer.player.next()
        self.js("([figure]) => figure.live.root.querySelectorAll('.hv-play')[1].click()")

    def turn_tab(self):
        show = self.explorer.controls["show"]
        place = self.chance.randrange(len(show.options))
        self.done.append(("show", place))
        show.index = place
        self._part("show", place).click()

    def choose(self):
        """A place in a picture, or none."""
        at = self.chance.randrange(len(self.explorer.views))
        place = self.chance.choice([[], *[place_in(self.explorer.views[at], self.chance)] * 4])
        self.done.append(("choose", at, place))
        self.explorer.views[at].selected = place
        self.js(SET, at, "selected", place)

    def switch_heads(self):
        at = self.chance.randrange(len(self.explorer.views))
        view = self.explorer.views[at]
        if not view.has_trait("shown") or not view.frame.heads:
            return
        every = range(len(view.frame.heads))
        heads = sorted(self.chance.sample(every, self.chance.choice([0, 1, 1, len(every), len(every) // 2])))
        self.done.append(("heads", at, heads))
        view.shown = heads
        self.js(SET, at, "shown", heads)

    def move(self):
        """A control, by the keyboard or a click, to a place that the page has."""
        name = self.chance.choice(list(self.told["controls"]))
        count = len(self.texts(name))
        near = [max(0, self.place(name) - 1), min(count - 1, self.place(name) + 1)]
        place = self.chance.choice([0, count - 1, *near, *(self.chance.randrange(count) for _ in "1234")])
        if self.refused(name, place):
            return
        self.done.append((name, place))
        self.set_python(name, place)
        self.set_page(name, place)

    def refused(self, name, place):
        """Whether the page's table has no such state."""
        for group in self.told["groups"].values():
            if name in group["names"]:
                wanted = [place if one == name else self.place(one) for one in group["names"]]
                return wanted not in group["cells"]
        return False

    def set_python(self, name, place):
        self.explorer.controls[name].value = self.states.choices[name][place]

    def _part(self, name, place=None):
        return self.page.evaluate_handle(PART, [self.figure, name, place]).as_element()

    def set_page(self, name, place):
        control = self.explorer.controls[name]
        if isinstance(control, ipywidgets.ToggleButtons):
            self._part(name, place).evaluate("(button) => button.click()")
        elif isinstance(control, ipywidgets.ToggleButton):
            pressed = self._part(name).get_attribute("aria-pressed") == "true"
            if pressed != bool(place):
                self._part(name).evaluate("(button) => button.click()")
        elif isinstance(control, ipywidgets.Dropdown | ipywidgets.Text):
            self._part(name).evaluate(
                "(list, place) => { list.selectedIndex = place; list.dispatchEvent(new Event('change')); }",
                place,
            )
        else:
            self.slide(name, place)

    def slide(self, name, place):
        """By one key where one leads there, else as a pointer does."""
        slider = self._part(name)
        now, last = (int(slider.evaluate(f"(one) => one.{what}")) for what in ("value", "max"))
        keys = {now + 1: "ArrowRight", now - 1: "ArrowLeft", last: "End", 0: "Home"}
        slider.evaluate("(one) => one.focus()")
        if place in keys:
            self.page.keyboard.press(keys[place])
        else:
            slider.evaluate("(one, to) => { one.value = to; one.dispatchEvent(new Event('input')); }", place)


def whole(part, numbers):
    """A packed structure with its arrays in their places, each as its shape and its bytes, as text."""
    if isinstance(part, list):
        return [whole(one, numbers) for one in part]
    if not isinstance(part, dict):
        return part
    if part.keys() != {"at", "shape"}:
        return {name: whole(one, numbers) for name, one in part.items()}
    run = numbers[4 * part["at"] : 4 * (part["at"] + math.prod(part["shape"]))]
    return [part["shape"], base64.b64encode(run).decode()]


def place_in(view, chance):
    """A place that can be chosen in a picture. -> list of int"""
    frame = view.frame
    if hasattr(frame, "tokens"):
        return [chance.randrange(len(frame.tokens))]
    if hasattr(frame, "plots"):
        plot = chance.randrange(len(frame.plots))
        series = chance.randrange(len(frame.plots[plot].series))
        count = len(frame.plots[plot].series[series].y)
        return [plot, series, chance.randrange(count)] if count else []
    if hasattr(frame, "nodes"):
        node = chance.randrange(len(frame.nodes))
        values = frame.nodes[node].values
        return [node, *([-1, -1] if values is None else map(chance.randrange, values.shape))]
    panel = chance.randrange(len(frame.panels))
    row, column = map(chance.randrange, frame.panels[panel].values.shape)
    return [panel, *chance.choice([(row, column), (row, -1), (-1, column)])]
