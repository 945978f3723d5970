"""One notebook in its own page: run it, look at it, ask its kernel."""

import ast
import contextlib
import io
import itertools
import json
import time
import urllib.parse
from pathlib import Path

import nbformat

from tests.lab.explorer import Explorer

THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
PATIENCE = 600  # seconds after which a wait ends as a failure, with words; nothing else is read from it
LIVE = "application/vnd.jupyter.widget-view+json"


def written(path, codes):
    """Write a notebook of code cells. -> path"""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code.strip()) for code in codes])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)
    return path


def said_of(told):
    """A message of the console, with the file that it speaks of. -> str"""
    return (
        f"{told.text} ({path})"
        if (path := urllib.parse.urlsplit(told.location.get("url", "")).path)
        else told.text
    )


class Notebook:
    """One notebook in its own page, with a kernel of its own.

    page: the Playwright page; faults: what went wrong in it, console errors included;
    hosts: all that it asked; foreign: addresses outside this server (none is answered).
    """

    def __init__(self, lab, page, place):
        self.lab, self.page, self.place = lab, page, place
        self.faults, self.foreign, self.hosts = [], [], set()
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", lambda socket: self._asked(socket.url))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("crash", lambda page: self.faults.append("the page crashed"))
        page.on("console", lambda told: self.faults.append(said_of(told)) if told.type == "error" else None)
        page.on("response", self._answered)

    def _asked(self, address):
        parts = urllib.parse.urlsplit(address)
        if parts.scheme in ("http", "https", "ws", "wss"):
            self.hosts.add(parts.netloc)
            if parts.netloc != urllib.parse.urlsplit(self.lab.address).netloc:
                self.foreign.append(address)

    def _answered(self, response):
        """A server's own fault is told with its words: the page only says that there was one."""
        if response.status >= 500:
            asked = f"{response.request.method} {urllib.parse.urlsplit(response.url).path}"
            self.faults.append(
                f"{asked} was answered {response.status}; the server's last words: {self.lab.log[-3000:]}"
            )

    def start(self, address, theme):
        """Load the page and wait until the notebook stands there and its kernel answers."""
        self.page.goto(address)
        self.ready()
        self.theme(theme)

    def ready(self):
        """Wait until the notebook stands there and its kernel answers."""
        self.page.wait_for_function("path => window.lab(path).panel", arg=self.place, timeout=1000 * PATIENCE)
        self.js("await panel.revealed; await panel.sessionContext.ready")
        self.js("await kernel.info")

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        self.close()

    def close(self):
        """End the kernel and close the page."""
        if not self.page.is_closed():
            with contextlib.suppress(Exception):
                self.js("await panel.sessionContext.shutdown()")
            self.page.close()

    def js(self, body, argument=None, seconds=PATIENCE):
        """Run the body of a JavaScript function in the page.

        It knows `panel` (the notebook), its `kernel` and `cells`, `argument`, and what page.js offers.
        Raises playwright's Error: what it threw, or that it took longer than `seconds`.
        """
        return self.page.evaluate(*self._call(body, argument, seconds))

    def element(self, body, argument=None, seconds=PATIENCE):
        """As js, for a body that returns an element of the page. -> playwright's ElementHandle"""
        return self.page.evaluate_handle(*self._call(body, argument, seconds)).as_element()

    def _call(self, body, argument, seconds):
        known = "const tools = lab(path), { panel, kernel, cells, frames, at_rest, ask } = tools;"
        work = f"async () => {{ {known} {body} }}"
        function = f"([path, argument, seconds, body]) => lab.within(seconds, body, path, {work})"
        return function, [self.place, argument, seconds, body]

    def theme(self, theme):
        """Choose the light or the dark theme."""
        change = "await jupyterapp.commands.execute('apputils:change-theme', { theme: argument })"
        self.js(change, THEMES[theme])
        light = str(theme == "light").lower()
        self.page.wait_for_function("light => document.body.dataset.jpThemeLight === light", arg=light)
        self.paint()

    @property
    def themed(self):
        """The theme that the page has now: "light" or "dark"."""
        return "light" if self.page.evaluate("document.body.dataset.jpThemeLight") == "true" else "dark"

    # ---- the kernel

    def run_all(self, seconds=2 * PATIENCE, fresh=False):
        """Run every cell, as Run All does, until JupyterLab says that all are done and pictures are painted.

        fresh: end the kernel first, and count the start of a new one.
        -> seconds it took.  Raises AssertionError: a cell that failed or wrote to stderr.
        """
        if fresh:
            self.js("await panel.sessionContext.shutdown()")
        begin = time.perf_counter()
        if fresh:
            self.js("await panel.sessionContext.startKernel()")
            self.js("await kernel.info")
        self.js(
            "panel.content.activate(); await jupyterapp.commands.execute('notebook:run-all-cells')",
            seconds=seconds,
        )
        self.settle()
        took = time.perf_counter() - begin
        assert not self.errors, "\n".join(self.errors)
        return took

    def settle(self):
        """Wait until the kernel has done all that the page told it, and what came back is painted."""
        self.js("await tools.settle()")

    def paint(self):
        """Wait until the page has painted and stands still; the kernel is not asked."""
        self.js("await at_rest()")

    def python(self, expression, before=""):
        """Compute in the notebook's kernel. -> the value, by JSON (arrays become lists)

        before: statements to run first.  Raises RuntimeError: what Python said.
        """
        asked = f"__import__('json').dumps(({expression}), default=lambda part: part.tolist())"
        reply = self.js(
            "return (await ask(argument[0], { user_expressions: { answer: argument[1] } }).done).content",
            [before, asked],
        )
        answer = reply.get("user_expressions", {}).get("answer", reply)
        if "data" not in answer:
            raise RuntimeError(f"{answer.get('ename')}: {answer.get('evalue')}")
        return json.loads(ast.literal_eval(answer["data"]["text/plain"]))

    @contextlib.contextmanager
    def busy(self):
        """Keep the kernel busy for as long as the block lasts, then interrupt it.

        Other messages may be answered meanwhile, on threads of their own; `is_busy` says whether the work
        still goes on.
        """
        self.js("""
            const asked = ask("import time\\nprint('asleep', flush=True)\\ntime.sleep(600)");
            panel.asleep = true;
            asked.done.catch(() => {}).finally(() => { panel.asleep = false; });
            await new Promise((begun) => {
              asked.onIOPub = ({ header }) => header.msg_type === "stream" && begun();
            });
        """)
        try:
            yield
        finally:
            self.interrupt()

    @property
    def is_busy(self):
        return self.js("return panel.asleep")

    def interrupt(self):
        """Interrupt the kernel and wait until it is idle."""
        self.js("await kernel.interrupt(); await kernel.requestKernelInfo();")
        self.settle()

    # ---- cells

    @property
    def cells(self):
        """Every cell: a list of dict with type, source, count and outputs (without pictures)."""
        return self.js("return tools.read()")

    @property
    def errors(self):
        """What went wrong in cells: exceptions, and everything on stderr. -> list of str"""
        found = []
        for place, cell in enumerate(self.cells):
            for output in cell["outputs"]:
                if output["output_type"] == "error":
                    found.append(f"cell {place}: {output['ename']}: {output['evalue']}")
                elif output.get("name") == "stderr":
                    found.append(f"cell {place}, stderr: {''.join(output['text'])}")
        return found

    def find(self, text):
        """The place of the first cell whose source holds a text. Raises ValueError: no such cell."""
        place = self.js("return tools.place(argument)", text)
        if place < 0:
            raise ValueError(f"no cell holds {text!r}")
        return place

    def show(self, place, to_top=False):
        """Bring a cell into sight, to_top: to the top, and wait until it stands still. -> its element"""
        return self.element("return await tools.show(...argument)", [place, to_top])

    @property
    def explorers(self):
        """Every cell with live pictures, top to bottom. -> list of Explorer"""
        found = {
            place: cell["count"]
            for place, cell in enumerate(self.cells)
            if any(LIVE in output.get("data", ()) for output in cell["outputs"])
        }
        shows = zip(found, self.live(found.values()), strict=True)
        return [Explorer(self, place) for place, pictures in shows if pictures]

    def live(self, counts):
        """How many live pictures the results with these numbers have. -> list of int"""
        pictures = "len(getattr(it, 'views', [it] if hasattr(it, 'frame') else []))"
        return self.python(f"[{pictures} for it in map(Out.get, {list(counts)})]")

    def explorer(self, text):
        """The Explorer (or card) of the first cell whose source holds a text, such as "explore_heads"."""
        return Explorer(self, self.find(text))

    # ---- pictures of it

    def screenshot(self, place, path=None):
        """A picture of a cell as a person sees it; the window is made tall enough for it. -> PNG bytes"""
        size = self.page.viewport_size
        needed = int(self.show(place).bounding_box()["height"]) + 300
        self.page.set_viewport_size({"width": size["width"], "height": max(size["height"], needed)})
        element = self.show(place, to_top=True)
        self.page.mouse.move(0, 0)
        picture = element.screenshot(animations="disabled", path=path)
        self.page.set_viewport_size(size)
        return picture

    def screenshots(self, folder, tall=1500):
        """Pictures of the whole notebook, cell under cell, a file for each screenful. -> list of Path"""
        from PIL import Image

        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        sheets = [[]]
        for place in range(len(self.cells)):
            picture = Image.open(io.BytesIO(self.screenshot(place)))
            if sheets[-1] and sum(one.height for one in sheets[-1]) + picture.height > tall:
                sheets.append([])
            sheets[-1].append(picture)
        paths = []
        for number, pictures in enumerate(sheets, start=1):
            bottoms = list(itertools.accumulate(one.height for one in pictures))
            sheet = Image.new("RGB", (max(one.width for one in pictures), bottoms[-1]))
            for picture, bottom in zip(pictures, bottoms, strict=True):
                sheet.paste(picture, (0, bottom - picture.height))
            paths.append(folder / f"{Path(self.place).stem}-{number:02}.png")
            sheet.save(paths[-1])
        return paths
