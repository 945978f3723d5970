"""JupyterLab in Firefox and in WebKit, asked as in Chromium.

    with browsers.WebKit() as window, OtherLab(window) as lab, lab.open(path) as notebook:
        notebook.run_all()

Notebook, Explorer, Picture and Walk ask a page of playwright. Page answers the same over WebDriver, so that
what is said of a notebook is said once, for each browser. An element of the page is kept there in a list, and
known here by its place in it.
"""

import contextlib
import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

from tests.lab.browsers import EAR
from tests.lab.server import CONFIG, Lab

# The page's own scripts come after these, in each browser: WebKit's driver has no other way to be first.
FIRST = """
from jupyterlab_server.handlers import LabHandler
_render = LabHandler.render_template
LabHandler.render_template = lambda *asked, **more: _render(*asked, **more).replace(
    "<head>", "<head>" + {first!r}, 1
)
"""
EVALUATE = """
  const known = (key, one) => one?.kept_at === undefined ? one : kept[one.kept_at];
  const given = JSON.parse(argument, known);
  const what = (%s);
  const came = await (typeof what === "function" ? what(given) : what);
"""
KEEP = "window.kept ??= [];\n"
HANDLE = "return came instanceof Element ? kept.push(came) - 1 : null;"
UNTIL = """async ([asked]) => {
  const asks = %s;
  for (let held; !(held = await (typeof asks === "function" ? asks(asked) : asks)); )
    await new Promise(requestAnimationFrame);
}"""
# What WebKit reports as an error and is none: a size changed while sizes were told, and is told in the next
# frame, as the specification wants it. Chromium tells the page alone, which playwright does not hear.
NOTICES = ("ResizeObserver loop completed with undelivered notifications",)
MEET = """async (one) => {
  const frame = () => new Promise(requestAnimationFrame);
  const place = () => {
    const { x, y, width, height } = one.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
  };
  for (let tries = 0, before = ""; tries < 300; tries++) {
    const met = document.elementFromPoint(...place());
    if (!one.contains(met)) one.scrollIntoView({ block: "center", behavior: "instant" });
    else if (before === String(place())) return;
    before = String(place());
    await frame();
    await frame();
  }
  throw new Error(`the mouse does not meet ${one.outerHTML.slice(0, 200)}`);
}"""


class OtherLab(Lab):
    """A JupyterLab server whose pages are opened in a Window, one after the other."""

    def __init__(self, window, python=sys.executable):
        super().__init__(None, python)
        ours = [Path(__file__).with_name(name).read_text("utf8") for name in ("page.js", "access.js")]
        first = EAR + "".join(f"<script>{{{script}}}</script>" for script in ours)
        self._opened = None
        self.window, self.config = window, CONFIG + FIRST.format(first=first)

    def _page(self, ratio):
        if ratio != 1:
            raise ValueError(f"These browsers draw a pixel for each CSS pixel: ratio must be 1, got {ratio}.")
        if self._opened and not self._opened.is_closed():
            raise RuntimeError("A window shows one notebook at a time: close the one that is open first.")
        self._opened = Page(self.window)
        return self._opened


class Page:
    """A window, asked as a page of playwright is: those of its methods that the harness uses."""

    def __init__(self, window):
        self.window, self.keyboard, self.mouse = window, Keyboard(window), Mouse(window)
        self._listeners, self._closed = {}, False
        self.viewport_size = {"width": window.width, "height": window.height}

    # ---- what it says

    def on(self, kind, listener):
        self._listeners[kind] = listener

    def hear(self):
        """Tell the listeners what the page has said and asked for since it was opened."""
        for one in self.window.heard():
            url = one.get("url") or ""
            if one["kind"] == "error" and not one["text"].startswith(NOTICES):
                self._tell("console", type="error", text=one["text"], location={"url": url})
            elif one["kind"] == "request" and not url.startswith(("data:", "blob:")):
                self._tell("request", url=url)
            elif one["kind"] == "answer" and one["status"] >= 400:
                said = f"answered {one['status']}"
                self._tell("console", type="error", text=said, location={"url": url})

    def _tell(self, kind, **told):
        if kind in self._listeners:
            self._listeners[kind](SimpleNamespace(**told))

    # ---- where it is

    def goto(self, address):
        self.window.go(address, **self.viewport_size)
        self.set_viewport_size(self.viewport_size)

    def set_viewport_size(self, size):
        self.viewport_size = dict(size)
        self.window.resize(size["width"], size["height"])

    def is_closed(self):
        return self._closed

    def close(self):
        self.hear()
        self._closed = True
        self.window.go("about:blank")

    # ---- what is in it

    def evaluate(self, expression, arg=None):
        return self._ask(expression, arg, "return came;")

    def evaluate_handle(self, expression, arg=None):
        at = self._ask(expression, arg, HANDLE)
        element = None if at is None else Element(self, at)
        return SimpleNamespace(as_element=lambda: element)

    def wait_for_function(self, expression, arg=None, timeout=None):
        """timeout: not asked for; what takes for ever ends with the driver's patience."""
        self.evaluate(UNTIL % expression, [arg])

    def _ask(self, expression, argument, then):
        given = json.dumps(argument, default=lambda element: {"kept_at": element.at})
        return self.window.js(KEEP + EVALUATE % expression + then, given)


class Element:
    """An element of the page, asked as an ElementHandle of playwright is. at: its place in what is kept"""

    def __init__(self, page, at):
        self.page, self.at = page, at

    def evaluate(self, expression, arg=None):
        return self.page.evaluate(f"([one, arg]) => ({expression})(one, arg)", [self, arg])

    def query_selector(self, selector):
        find = "([one, selector]) => one.querySelector(selector)"
        return self.page.evaluate_handle(find, [self, selector]).as_element()

    def query_selector_all(self, selector):
        find = "(one, selector) => [...one.querySelectorAll(selector)].map((part) => kept.push(part) - 1)"
        return [Element(self.page, at) for at in self.evaluate(find, selector)]

    def inner_text(self):
        return self.evaluate("(one) => one.innerText")

    def input_value(self):
        return self.evaluate("(one) => one.value")

    def get_attribute(self, name):
        return self.evaluate("(one, name) => one.getAttribute(name)", name)

    def is_visible(self):
        return self.evaluate("(one) => one.checkVisibility({ visibilityProperty: true })")

    def bounding_box(self):
        told = "({ x, y, width, height }) => ({ x, y, width, height })"
        return self.evaluate(f"(one) => ({told})(one.getBoundingClientRect())")

    def focus(self):
        self.evaluate("(one) => one.focus()")

    def scroll_into_view_if_needed(self):
        """Bring its middle to where the mouse meets it, below all that stays at the top, and let it stand."""
        self.evaluate(MEET)

    def click(self):
        """Click its middle with the mouse, as people do."""
        self.scroll_into_view_if_needed()
        box = self.bounding_box()
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.page.mouse.down()
        self.page.mouse.up()

    def press(self, *keys):
        self.focus()
        for key in keys:
            self.page.keyboard.press(key)

    def screenshot(self, path=None, animations=None):
        """What is seen of it. -> PNG bytes"""
        from PIL import Image

        self.scroll_into_view_if_needed()
        whole = self.page.window.home / "seen.png"
        self.page.window.screenshot(whole)
        box, kept = self.bounding_box(), io.BytesIO()
        with Image.open(whole) as seen:
            edges = (box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"])
            left, top, right, bottom = (max(0, round(edge)) for edge in edges)
            seen.crop((left, top, min(right, seen.width), min(bottom, seen.height))).save(kept, "PNG")
        if path:
            Path(path).write_bytes(kept.getvalue())
        return kept.getvalue()


class Keyboard:
    """Keys as playwright names them."""

    def __init__(self, window):
        self.window = window

    def press(self, key):
        self.window.press(key)

    def type(self, text):
        self.window.press(*text)


class Mouse:
    def __init__(self, window):
        self.window = window

    def move(self, x, y):
        self.window.point({"type": "pointerMove", "duration": 0, "x": round(x), "y": round(y)})

    def down(self):
        self.window.point({"type": "pointerDown", "button": 0})

    def up(self):
        self.window.point({"type": "pointerUp", "button": 0})


@contextlib.contextmanager
def other_lab(kind):
    """A browser and a JupyterLab for as long as the block lasts. kind: Firefox or WebKit -> OtherLab"""
    with kind() as window, OtherLab(window) as lab:
        yield lab
