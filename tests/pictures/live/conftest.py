"""A real browser page with some views on it, without JupyterLab: a small model passes on what Python sends.

    shown, = show(Matrix(frame))                 # or show(one, other, width=360, theme="dark", ratio=2)
    shown.hover(120, 80)                         # CSS pixels from the top left of the picture
    shown.view.selected = [0, 1, 2]; shown.sync()  # what Python changed reaches the page
    shown.js("return root.painted.panels.length")  # model, view, el, root, canvas and argument are known
    shown.pixels                                 # [height, width, 4] of the canvas, in device pixels

A test fails when the page reports an error or asks for anything but itself.
"""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from tests.lab.notebook import PATIENCE

ADDRESS = "http://localhost/"  # answered by the route below: nothing listens there

# The part of a Jupyter widget model that a view may use.
# Bytes arrive as a DataView, as they do from a kernel.
PAGE = """<!doctype html><meta charset="utf8"><title>views</title><link rel="icon" href="data:,">
<style>
  body { margin: 8px; background: #ffffff; }
  [data-jp-theme-light="false"] { background: #111111; }
</style>
<body data-jp-theme-light="true"><script type="module">
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const bytes = (text) => new DataView(Uint8Array.from(atob(text), (one) => one.charCodeAt(0)).buffer);
const read = (state) => Object.fromEntries(
  Object.entries(state).map(([name, value]) => (
    [name, value?.bytes === undefined ? value : bytes(value.bytes)])));
class Model {
  constructor(state) { this.state = read(state); this.unsaved = {}; this.saves = []; this.listeners = []; }
  get(name) { return this.state[name]; }
  set(name, value) {
    if (same(this.state[name], value)) return;
    this.state[name] = value;
    this.unsaved[name] = value;
    this.tell([name]);
  }
  save_changes() { this.saves.push(this.unsaved); this.unsaved = {}; }
  on(event, callback) { this.listeners.push([event, callback]); }
  off(event, callback) {
    const kept = ([name, one]) => (event && name !== event) || (callback && one !== callback);
    this.listeners = this.listeners.filter(kept);
  }
  tell(names) {
    const told = ([event]) => names.includes(event.replace("change:", ""));
    for (const [, callback] of this.listeners.filter(told)) callback();
  }
  receive(state) { // from Python: everything is set before anyone is told
    const sent = read(state);
    Object.assign(this.state, sent);
    this.tell(Object.keys(sent));
  }
}
window.stages = [];
window.stage = async (script, style, state, width) => {
  document.head.append(Object.assign(document.createElement("style"), { textContent: style }));
  const el = document.createElement("div");
  el.style = `width: ${width}px; margin-bottom: 16px`;
  document.body.append(el);
  const view = (await import(script)).default;
  const model = new Model(state);
  const controller = new AbortController();
  const close = await view.render({ model, el, signal: controller.signal });
  window.stages.push({ model, el, view, close, controller });
};
window.ready = true;
</script>"""

# Counts what is asked of any canvas and every element that is made for an SVG.
COUNT = """() => {
  if (window.commands === undefined) {
    window.commands = 0;
    const count = (of, name) => {
      const call = of[name];
      of[name] = function (...given) { window.commands++; return call.apply(this, given); };
    };
    const canvas = CanvasRenderingContext2D.prototype;
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(canvas)))
      if (typeof value === "function") count(canvas, name);
    count(Document.prototype, "createElementNS");
  }
  return window.commands;
}"""

KNOWN = """const { model, el, view, close } = window.stages[place];
  const root = el.querySelector(".hv-root"), canvas = el.querySelector("canvas");"""


class Shown:
    """One view on the page: what Python sees of it."""

    def __init__(self, page, view, place):
        self.page, self.view, self.place = page, view, place
        self.sent = view.get_state()

    def js(self, body, argument=None):
        """Run the body of a JavaScript function in the page."""
        return self.page.evaluate(
            f"async ([place, argument]) => {{ {KNOWN} {body} }}", [self.place, argument]
        )

    def sync(self):
        """Send what Python changed since the last time, as one message, and wait until it is painted."""
        now = self.view.get_state()
        self.js(
            "model.receive(argument)",
            wire({name: value for name, value in now.items() if value != self.sent[name]}),
        )
        self.sent = now
        self.settle()

    def settle(self):
        """Wait until the page has painted what it was told.

        A change of size is heard in one frame and painted in the next.
        """
        self.js(
            "do for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame); "
            "while (root?.unpainted())"
        )

    def commands(self, act):
        """How many commands the page draws an act with: its work, however fast the machine is. -> int"""
        before = self.page.evaluate(COUNT)
        act()
        self.settle()
        return self.page.evaluate(COUNT) - before

    def hover(self, x, y):
        self.page.mouse.move(*self.point(x, y))
        self.settle()

    def click(self, x, y):
        self.page.mouse.click(*self.point(x, y))
        self.settle()

    def press(self, *keys):
        """Press keys on the picture, one after the other."""
        self.js("(canvas ?? root.querySelector('.hv-picture [tabindex]')).focus()")
        for key in keys:
            self.page.keyboard.press(key)
        self.settle()

    def get(self, name):
        """A value of the model in the page."""
        return self.js("return model.get(argument)", name)

    def point(self, x, y):
        """Where a point of the picture (canvas or svg) stands on the screen, scrolled into sight."""
        return self.js(
            "const part = canvas ?? root.querySelector('.hv-picture svg'), [x, y] = argument;"
            "const top = part.getBoundingClientRect().top + y;"
            "if (top < 0 || top >= innerHeight) scrollBy(0, top - innerHeight / 2);"
            "const box = part.getBoundingClientRect(); return [box.left + x, box.top + y]",
            [x, y],
        )

    @property
    def saves(self):
        """What the page sent to Python, a dict for each save_changes()."""
        return self.js("return model.saves")

    @property
    def readout(self):
        return self.js("return root.querySelector('.hv-readout').textContent")

    @property
    def painted(self):
        """Where things stand on the picture, as the view itself keeps it (root.painted)."""
        return self.js("return root.painted")

    @property
    def pixels(self):
        """The canvas in device pixels. [height, width, 4] uint8"""
        return read_png(self.js("return canvas.toDataURL()").split(",")[1])

    def screenshot(self):
        """What a person sees of this view, over the page. [height, width, 4] uint8"""
        picture = self.page.locator(".hv-root").nth(self.place).screenshot(animations="disabled")
        return np.asarray(Image.open(io.BytesIO(picture)).convert("RGBA"))


def read_png(text):
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(text))).convert("RGBA"))


def wire(state):
    """A widget's state without its code, bytes written so that they pass as text."""
    plain = {
        name: value
        for name, value in state.items()
        if not name.startswith("_") and name not in ("layout", "tabbable", "tooltip")
    }
    return {
        name: {"bytes": base64.b64encode(value).decode()} if isinstance(value, (bytes, memoryview)) else value
        for name, value in plain.items()
    }


@pytest.fixture
def show(browser):
    """show(*views, width=900, theme="light", ratio=1) -> list of Shown, painted."""
    contexts, faults = [], []

    def show(*views, width=900, theme="light", ratio=1):
        context = browser.new_context(
            viewport={"width": max(width + 40, 400), "height": 900},
            device_scale_factor=ratio,
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(1000 * PATIENCE)
        contexts.append(context)
        page = context.new_page()
        scripts = {f"{ADDRESS}{type(view).__name__}.js": view._esm for view in views}

        def answer(route):
            address = route.request.url
            if address == ADDRESS:
                route.fulfill(body=PAGE, content_type="text/html")
            elif address in scripts:
                route.fulfill(body=scripts[address], content_type="text/javascript")
            else:
                faults.append(f"asked for {address}")
                route.abort()

        page.route(lambda address: address.startswith("http"), answer)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.goto(ADDRESS)
        page.wait_for_function("window.ready")
        page.evaluate("light => document.body.dataset.jpThemeLight = light", str(theme == "light").lower())
        shown = []
        for place, view in enumerate(views):
            page.evaluate(
                "([script, style, state, width]) => window.stage(script, style, state, width)",
                [f"{ADDRESS}{type(view).__name__}.js", view._css, wire(view.get_state()), width],
            )
            shown.append(Shown(page, view, place))
        for view in shown:
            view.settle()
        return shown

    yield show
    for context in contexts:
        context.close()
    assert not faults, faults
