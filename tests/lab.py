"""A real JupyterLab in Chromium, quiet and cut off from the network, for tests, benchmarks and a look at a notebook.

    with running() as lab, lab.open("notebooks/01_meet_attention.ipynb") as notebook:
        notebook.run_all()
        slider = notebook.explorers[0].control("divide the scores by")
        slider.press("ArrowRight")

From the command line it takes screenshots of a whole notebook after Run All:

    python -m tests.lab notebooks/01_meet_attention.ipynb --theme dark --to screenshots
"""

import argparse
import ast
import contextlib
import io
import itertools
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync --disable-dev-shm-usage"
).split() + ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]  # no other host can be reached
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
GET_CHROMIUM = (
    "These tests need Chromium: install it (apt-get install chromium, or python -m playwright install chromium)"
    " or set CHROMIUM to its path."
)
SETTINGS = {"@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False}}
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


class ChromiumMissing(Exception):
    """There is no browser to drive; the message says how to get one."""


def find_chromium():
    """Where Chromium is: $CHROMIUM, on the PATH, or playwright's own. -> str, or None if there is none"""
    with contextlib.suppress(ImportError):
        from playwright.sync_api import sync_playwright

        known = [os.environ.get("CHROMIUM"), "/usr/bin/chromium", *map(shutil.which, NAMES)]
        found = next((path for path in known if path and Path(path).exists()), None)
        if found:
            return found
        with sync_playwright() as playwright:
            own = playwright.chromium.executable_path
        return own if Path(own).exists() else None
    return None


@contextlib.contextmanager
def chromium():
    """A browser that can reach this machine only. Raises ChromiumMissing."""
    path = find_chromium()
    if path is None:
        raise ChromiumMissing(GET_CHROMIUM)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def tidy_when_stopped():
    """Let SIGTERM end this process as Ctrl-C does, so that the browser and the server end too."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@contextlib.contextmanager
def running():
    """A browser and a JupyterLab for as long as the block lasts. -> Lab"""
    tidy_when_stopped()
    with chromium() as browser, Lab(browser) as lab:
        yield lab


class Lab:
    """A JupyterLab server with folders of its own; it and its kernels end with the block.

    address: of the server; folder: where notebooks are copied to.
    """

    def __init__(self, browser):
        self.browser = browser
        self._contexts = {}
        self._count = itertools.count(1)

    def __enter__(self):
        import matplotlib.font_manager  # noqa: F401  makes its font cache here: in a notebook it would write to stderr

        self._home = tempfile.TemporaryDirectory(prefix="lab-", ignore_cleanup_errors=True)
        home = Path(self._home.name)
        self.folder = home / "notebooks"
        self.folder.mkdir()
        for name, settings in SETTINGS.items():
            path = home / "settings" / f"{name}.jupyterlab-settings"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(settings))
        self.token = secrets.token_hex(16)
        self._log = (home / "log.txt").open("wb")
        options = {
            "ServerApp": {
                "ip": "127.0.0.1", "port": free_port(), "open_browser": False, "allow_root": True, "root_dir": str(self.folder),
                "shutdown_no_activity_timeout": 900,  # it ends by itself, should the tests be killed
            },
            "MappingKernelManager": {"cull_idle_timeout": 900},
            "LabApp": {
                "expose_app_in_browser": True, "news_url": None, "extension_manager": "readonly",
                "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
            },
        }  # fmt: skip
        flags = [f"--{part}.{name}={value}" for part, values in options.items() for name, value in values.items()]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *flags], cwd=self.folder, env=self._environment(home),
            stdin=subprocess.DEVNULL, stdout=self._log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            wait_for(lambda: self._answers(home / "runtime"), 90, lambda: f"JupyterLab did not start:\n{self.log}")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *problem):
        for context in self._contexts.values():
            context.close()
        self._contexts.clear()
        with contextlib.suppress(OSError, AttributeError):
            self.ask("api/shutdown", "POST")
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self._log.close()
        self._home.cleanup()

    def _environment(self, home):
        names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
        names += ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "JPY_", "IPYTHON", "PYTEST_"))}
        folders = {name: str(home / name.removeprefix("JUPYTERLAB_").removeprefix("JUPYTER_").removesuffix("_DIR").lower()) for name in names}
        return {**kept, **folders, "JUPYTER_TOKEN": self.token, "JUPYTER_PREFER_ENV_PATH": "1"}

    def _answers(self, runtime):
        if self.process.poll() is not None:
            raise RuntimeError(f"JupyterLab ended at its start:\n{self.log}")
        for path in runtime.glob(f"jpserver-{self.process.pid}.json"):
            with contextlib.suppress(OSError, ValueError):
                self.address = json.loads(path.read_text())["url"]
                return self.ask("api/status")
        return None

    @property
    def log(self):
        """What the server has printed."""
        return Path(self._log.name).read_text(errors="replace")

    def ask(self, path, method="GET"):
        """Ask the server's REST interface. -> what it answers, read from JSON"""
        request = urllib.request.Request(self.address + path, method=method, headers={"Authorization": f"token {self.token}"})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
            return json.loads(answer.read() or "null")

    def open(self, path, width=1280, height=900, ratio=1, theme="light"):
        """Open a copy of a notebook in a new page. -> Notebook, which closes with its block

        width, height: of the window in CSS pixels; ratio: device pixels for one of them; theme: "light" or "dark".
        """
        context = self._contexts.get(ratio)
        if context is None:
            context = self._contexts[ratio] = self.browser.new_context(
                device_scale_factor=ratio, permissions=["clipboard-read", "clipboard-write"], accept_downloads=True
            )
            context.set_default_timeout(60_000)
        number = next(self._count)
        place = f"{number}/{Path(path).name}"
        (self.folder / str(number)).mkdir()
        shutil.copy(path, self.folder / place)
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        return Notebook(self, page, place, number)._start(theme)


class Notebook:
    """One notebook in its own page, with a kernel of its own.

    page: the Playwright page; faults: what went wrong in the page, console errors included; foreign: addresses
    outside this server that the page asked for (none is answered); hosts: all hosts that it asked.
    """

    def __init__(self, lab, page, place, number):
        self.lab, self.page, self.place, self.number = lab, page, place, number
        self.faults, self.foreign, self.hosts = [], [], set()
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", lambda socket: self._asked(socket.url))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("crash", lambda page: self.faults.append("the page crashed"))
        page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)

    def _asked(self, address):
        parts = urllib.parse.urlsplit(address)
        if parts.scheme in ("http", "https", "ws", "wss", "ftp"):
            self.hosts.add(parts.netloc)
            if parts.netloc != urllib.parse.urlsplit(self.lab.address).netloc:
                self.foreign.append(address)

    def _start(self, theme):
        query = urllib.parse.urlencode({"token": self.lab.token})
        self.page.goto(f"{self.lab.address}lab/workspaces/w{self.number}/tree/{urllib.parse.quote(self.place)}?{query}")
        self.page.wait_for_function("path => window.jupyterapp && [...jupyterapp.shell.widgets('main')].some((one) => one.context?.path === path)", arg=self.place)
        self.js("await panel.revealed; await panel.sessionContext.ready; await panel.sessionContext.session.kernel.info;")
        self.theme(theme)
        return self

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

    def js(self, body, argument=None, seconds=120):
        """Run the body of a JavaScript function in the page; `panel` is the notebook, `kernel` its kernel, `cells` its cells.

        Raises playwright's Error: what it threw, or that it took longer than `seconds`.
        """
        known = (
            "const panel = [...jupyterapp.shell.widgets('main')].find((one) => one.context?.path === path);"
            "const kernel = panel.sessionContext.session?.kernel, cells = panel.content.widgets;"
            "const frames = async (count) => { for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame); };"
        )
        limited = (
            f"([path, argument, seconds]) => Promise.race([(async () => {{ {known} {body} }})(),"
            " new Promise((_, late) => setTimeout(() => late(new Error(`no answer within ${seconds} s`)), 1000 * seconds))])"
        )
        return self.page.evaluate(limited, [self.place, argument, seconds])

    def theme(self, theme):
        """Choose the light or the dark theme."""
        self.js("await jupyterapp.commands.execute('apputils:change-theme', { theme: argument })", THEMES[theme])
        self.page.wait_for_function("light => document.body.dataset.jpThemeLight === light", arg=str(theme == "light").lower())
        self.paint()

    # ---- the kernel

    def run_all(self, seconds=180, fresh=False):
        """Run every cell, as Run All does, and wait until the kernel is idle and each code cell has a number.

        fresh: end the kernel first and count the start of a new one.
        -> seconds it took.  Raises AssertionError: a cell that failed or did not run.
        """
        if fresh:
            self.js("await panel.sessionContext.shutdown()")
        begin = time.perf_counter()
        if fresh:
            self.js("await panel.sessionContext.startKernel(); await panel.sessionContext.session.kernel.info;")
        self.js("panel.content.activate(); jupyterapp.commands.execute('notebook:run-all-cells'); await frames(1);")
        self.page.wait_for_function(
            """path => {
              const panel = [...jupyterapp.shell.widgets('main')].find((one) => one.context?.path === path);
              const outputs = (cell) => Array.from({ length: cell.model.outputs.length }, (_, at) => cell.model.outputs.get(at));
              const code = panel.content.widgets.filter((cell) => cell.model.type === 'code' && cell.model.sharedModel.getSource().trim());
              const done = code.every((cell) => cell.model.executionCount !== null) || code.some((cell) => outputs(cell).some((one) => one.type === 'error'));
              return done && panel.sessionContext.session?.kernel?.status === 'idle' && !code.some((cell) => cell.model.executionState === 'running');
            }""",
            arg=self.place, timeout=1000 * seconds,
        )  # fmt: skip
        self.settle()
        took = time.perf_counter() - begin
        assert not self.errors, "\n".join(self.errors)
        return took

    def settle(self):
        """Wait until the kernel has done all that the page told it, and the page has painted what came back.

        A control holds a change back while an earlier one is on its way, so the kernel is asked twice.
        """
        self.js("for (let i = 0; i < 2; i++) await kernel.requestExecute({ code: '', silent: true, store_history: false }).done; await frames(3);")

    def paint(self):
        """Wait until the page has painted; the kernel is not asked."""
        self.js("await frames(3)")

    def python(self, expression, before=""):
        """Compute in the notebook's kernel. -> the value, by JSON (arrays become lists)

        before: statements to run first.  Raises RuntimeError: what Python said.
        """
        asked = f"__import__('json').dumps(({expression}), default=lambda part: part.tolist())"
        reply = self.js(
            "const future = kernel.requestExecute({ code: argument[0], user_expressions: { answer: argument[1] }, store_history: false });"
            "return (await future.done).content;",
            [before, asked],
        )
        answer = reply.get("user_expressions", {}).get("answer", reply)
        if "data" not in answer:
            raise RuntimeError(f"{answer.get('ename')}: {answer.get('evalue')}")
        return json.loads(ast.literal_eval(answer["data"]["text/plain"]))

    @contextlib.contextmanager
    def busy(self):
        """Keep the kernel busy for as long as the block lasts, then interrupt it."""
        self.js(
            "window.long = kernel.requestExecute({ code: 'import time\\ntime.sleep(600)', store_history: false });"
            "window.long.done.catch(() => {});"
        )
        status = "path => [...jupyterapp.shell.widgets('main')].find((one) => one.context?.path === path).sessionContext.session.kernel.status"
        self.page.wait_for_function(f"path => ({status})(path) === 'busy'", arg=self.place)
        try:
            yield
        finally:
            self.interrupt()

    def interrupt(self):
        """Interrupt the kernel and wait until it is idle."""
        self.js("await kernel.interrupt(); await kernel.requestKernelInfo();")
        self.settle()

    # ---- cells and outputs

    @property
    def cells(self):
        """Every cell: a list of dict with type, source, count and outputs (as in the notebook's file)."""
        return self.js(
            "return cells.map((cell) => ({ type: cell.model.type, source: cell.model.sharedModel.getSource(),"
            " count: cell.model.executionCount ?? null,"
            " outputs: cell.model.outputs ? Array.from({ length: cell.model.outputs.length }, (_, at) => cell.model.outputs.get(at).toJSON()) : [] }))"
        )

    @property
    def errors(self):
        """What went wrong in cells: tracebacks and everything on stderr. -> list of str"""
        return [
            f"cell {place}: {output['ename']}: {output['evalue']}" if output["output_type"] == "error" else f"cell {place}, stderr: {as_text(output['text'])}"
            for place, cell in enumerate(self.cells)
            for output in cell["outputs"]
            if output["output_type"] == "error" or output.get("name") == "stderr"
        ]

    def find(self, text):
        """The place of the first cell whose source holds a text. Raises ValueError: no such cell."""
        for place, cell in enumerate(self.cells):
            if text in cell["source"]:
                return place
        raise ValueError(f"no cell holds {text!r}")

    def show(self, place):
        """Scroll to a cell unless it is in sight (cells far away are not painted); wait until it stands still. -> its element"""
        self.js(
            "const box = cells[argument].node.getBoundingClientRect(), sight = panel.content.node.getBoundingClientRect();"
            "if (!box.height || box.bottom < sight.top + 40 || box.top > sight.bottom - 40)"
            " { await panel.content.scrollToItem(argument, 'start'); await frames(2); }",
            place,
        )
        found = self.page.evaluate_handle(
            """async ([path, place]) => {
              const panel = [...jupyterapp.shell.widgets('main')].find((one) => one.context?.path === path);
              const cell = panel.content.widgets[place];
              await cell.ready;
              let before = '';
              for (let same = 0, i = 0; same < 3 && i < 300; i++) {
                await new Promise(requestAnimationFrame);
                const box = cell.node.getBoundingClientRect(), now = cell.node.isConnected ? `${box.top} ${box.height}` : String(i);
                same = now === before ? same + 1 : 0;
                before = now;
              }
              return cell.node;
            }""",
            [self.place, place],
        )
        return found.as_element()

    @property
    def explorers(self):
        """Everything with live pictures, top to bottom: one Explorer for each cell that shows some."""
        shown = "application/vnd.jupyter.widget-view+json"
        places = [place for place, cell in enumerate(self.cells) if any(shown in one.get("data", {}) for one in cell["outputs"])]
        return [one for one in (Explorer(self, place) for place in places) if one.shows]

    def explorer(self, text):
        """The Explorer (or card) of the first cell whose source holds a text, such as the name of the function that makes it."""
        return Explorer(self, self.find(text))

    def screenshot(self, place, path=None):
        """A picture of a cell as a person sees it; the window is made tall enough for it. -> PNG bytes"""
        element, size = self.show(place), self.page.viewport_size
        needed = int(element.bounding_box()["height"]) + 260
        if needed > size["height"]:
            self.page.set_viewport_size({"width": size["width"], "height": needed})
        self.js("await panel.content.scrollToItem(argument, 'start')", place)
        element = self.show(place)
        self.page.mouse.move(0, 0)
        picture = element.screenshot(animations="disabled", path=path)
        self.page.set_viewport_size(size)
        return picture

    def screenshots(self, folder, tall=1500):
        """Pictures of the whole notebook, cell under cell, a file for about each screenful. -> list of Path"""
        from PIL import Image

        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        pages, page = [], []
        for place in range(len(self.cells)):
            picture = Image.open(io.BytesIO(self.screenshot(place)))
            if page and sum(one.height for one in page) + picture.height > tall:
                pages.append(page)
                page = []
            page.append(picture)
        paths = []
        for number, page in enumerate([*pages, page], start=1):
            sheet = Image.new("RGB", (max(one.width for one in page), sum(one.height for one in page)))
            for top, one in zip(itertools.accumulate((one.height for one in page), initial=0), page, strict=False):
                sheet.paste(one, (0, top))
            paths.append(folder / f"{Path(self.place).stem}-{number:02}.png")
            sheet.save(paths[-1])
        return paths


class Explorer:
    """What one cell shows live: controls above pictures (a prediction's card has none of these).

    shows: how many live pictures; pictures: those, top to bottom.
    """

    def __init__(self, notebook, place):
        self.notebook, self.place = notebook, place
        self.count = notebook.cells[place]["count"]
        self.shows = self.kernel("lambda it: len(getattr(it, 'views', [it] if hasattr(it, 'frame') else []))")

    def kernel(self, function):
        """Apply a Python function, written out, to the explorer in the kernel: kernel("lambda it: it.state")"""
        return self.notebook.python(f"({function})(Out[{self.count}])")

    @property
    def element(self):
        return self.notebook.show(self.place)

    @property
    def pictures(self):
        ready = ".hv-picture canvas, .hv-picture svg"
        wait_for(lambda: len(self.element.query_selector_all(ready)) >= self.shows, 30, "A live picture did not appear.", self.notebook.paint)
        return [Picture(self, place) for place in range(self.shows)]

    @property
    def message(self):
        """The line that says what went wrong, or ""."""
        line = self.element.query_selector(".hv-message")
        return line.inner_text() if line and line.is_visible() else ""

    @property
    def fingerprint(self):
        """Changes when anything painted does."""
        return [picture.fingerprint for picture in self.pictures]

    def click(self, words):
        """Click the button or the option of the cell that says these words, and wait as a control does."""
        part = next((one for one in self.element.query_selector_all("button, label") if one.inner_text().strip() == words), None)
        if part is None:
            raise ValueError(f"nothing to click says {words!r}")
        part.click()
        self.notebook.settle()

    def control(self, label):
        """A control by the words beside it; waits for it. -> Control.  Raises ValueError: no such control."""
        with contextlib.suppress(TimeoutError):  # the controls of a new explorer appear one after the other
            wait_for(lambda: label in self._controls(), 10, "", self.notebook.paint)
        controls = self._controls()
        if label not in controls:
            raise ValueError(f"no control says {label!r}: there are {', '.join(map(repr, controls))}")
        return Control(self, controls[label], label)

    def _controls(self):
        """Every control that is on the page. -> dict of the words beside it: its element"""
        boxes = self.element.query_selector_all(".hv-controls > *, button.hv-controls")
        return {(box.query_selector(":scope > .widget-label") or box).inner_text().strip(): box for box in boxes}


class Control:
    """One control of an explorer: a slider, buttons, a menu, a field."""

    def __init__(self, explorer, element, label):
        self.explorer, self.element, self.label = explorer, element, label

    @property
    def handle(self):
        """What takes the focus: a slider's handle, a field, a menu or a button."""
        return self.element.query_selector(".noUi-handle, input, select, textarea, button") or self.element

    def press(self, *keys, changes=True):
        """Focus the control, press keys on it, and wait until the kernel has answered and the page has painted.

        changes: assert that the painted picture is another one (True), or leave that open (False).
        """
        before = self.explorer.fingerprint if changes else None
        self.handle.focus()
        for key in keys:
            self.explorer.notebook.page.keyboard.press(key)
        self.explorer.notebook.settle()
        if changes:
            assert self.explorer.fingerprint != before, f"{self.label}: {' '.join(keys)} changed no picture"

    def click(self, option=None):
        """Click a button, or one option of a row of buttons by its words, and wait as `press` does."""
        if option is not None:
            return self.explorer.click(option)
        self.element.click()
        self.explorer.notebook.settle()

    def fill(self, text):
        """Type into a field, leave it with Enter, and wait as `press` does."""
        self.handle.fill(str(text))
        self.handle.press("Enter")
        self.explorer.notebook.settle()

    @property
    def readout(self):
        """The value as the control shows it."""
        line = self.element.query_selector(".widget-readout")
        return line.inner_text().strip() if line else self.handle.input_value()


class Picture:
    """One live picture on the page."""

    def __init__(self, explorer, place):
        self.explorer, self.notebook, self.place = explorer, explorer.notebook, place

    @property
    def root(self):
        return self.explorer.element.query_selector_all(".hv-root")[self.place]

    @property
    def drawing(self):
        """The canvas or SVG."""
        return self.root.query_selector(".hv-picture canvas, .hv-picture svg")

    @property
    def fingerprint(self):
        return self.drawing.evaluate("(part) => part.toDataURL ? part.toDataURL() : part.outerHTML")

    @property
    def painted(self):
        """Where things stand in the picture, as the view itself keeps it (root.painted)."""
        return self.root.evaluate("(root) => root.painted")

    @property
    def readout(self):
        return self.root.query_selector(".hv-readout").inner_text()

    @property
    def pixels(self):
        """The canvas in device pixels. -> [height, width, 4] uint8"""
        import base64

        import numpy as np
        from PIL import Image

        picture = base64.b64decode(self.drawing.evaluate("(canvas) => canvas.toDataURL()").split(",")[1])
        return np.asarray(Image.open(io.BytesIO(picture)).convert("RGBA"))

    def cell_colours(self, panel=0):
        """The colours painted in the cells of a panel of a Matrix. -> [n_rows, n_columns, 3] uint8

        Taken near a corner of each cell, where no digit stands; put the pointer elsewhere first.
        """
        import numpy as np

        painted, pixels = self.painted, self.pixels
        block = next(one for one in painted["panels"] if one["place"] == panel)
        pitch = block["cell_width"] + block["gap"], block["cell_height"] + block["gap"]
        columns, rows = (round((block[size] + block["gap"]) / one) for size, one in zip(("width", "height"), pitch, strict=True))
        x = ((block["x"] + 0.2 * block["cell_width"] + pitch[0] * np.arange(columns)) * painted["ratio"]).astype(int)
        y = ((block["y"] + 0.15 * block["cell_height"] + pitch[1] * np.arange(rows)) * painted["ratio"]).astype(int)
        return pixels[np.ix_(y, x)][..., :3]

    def hover(self, x, y):
        """Move the pointer to a place, in CSS pixels from the picture's top left, and wait until it is painted."""
        self._move(x, y)

    def click(self, x, y):
        """Click a place, in CSS pixels from the picture's top left; the kernel may hear of it."""
        self._move(x, y)
        self.notebook.page.mouse.down()
        self.notebook.page.mouse.up()
        self.notebook.paint()

    def _move(self, x, y):
        drawing = self.drawing
        drawing.evaluate("(part, [x, y]) => { const box = part.getBoundingClientRect(); if (box.top + y < 60 || box.top + y > innerHeight - 60) part.scrollIntoView({ block: 'center' }); }", [x, y])
        self.notebook.paint()
        box = drawing.bounding_box()
        self.notebook.page.mouse.move(box["x"] + x, box["y"] + y)
        self.notebook.paint()

    def leave(self):
        """Move the pointer away."""
        self.notebook.page.mouse.move(0, 0)
        self.notebook.paint()

    def press(self, *keys):
        """Focus the picture and press keys on it; the kernel is not waited for."""
        self.root.query_selector(".hv-picture [tabindex='0']").focus()
        for key in keys:
            self.notebook.page.keyboard.press(key)
        self.notebook.paint()


def as_text(lines):
    return "".join(lines)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(condition, seconds, complaint, between=None):
    """Ask for a condition until it holds. -> what it returned.  Raises TimeoutError with the complaint."""
    pause = threading.Event()
    end = time.monotonic() + seconds
    while not (held := condition()):
        if time.monotonic() > end:
            raise TimeoutError(complaint() if callable(complaint) else complaint)
        between() if between else pause.wait(0.05)
    return held


def main():
    ask = argparse.ArgumentParser(description="Run a notebook in JupyterLab and take pictures of all of it.")
    ask.add_argument("notebooks", nargs="+")
    ask.add_argument("--to", default="screenshots", help="folder for the pictures")
    ask.add_argument("--theme", choices=THEMES, default="light")
    ask.add_argument("--width", type=int, default=1280)
    ask.add_argument("--ratio", type=float, default=1)
    ask.add_argument("--projector", action="store_true", help="draw everything at the projector scale")
    given = ask.parse_args()
    with running() as lab:
        for path in given.notebooks:
            with lab.open(path, width=given.width, ratio=given.ratio, theme=given.theme) as notebook:
                if given.projector:
                    notebook.python("None", before="from helpers import style\nstyle.projector()")
                took = notebook.run_all()
                for picture in notebook.screenshots(given.to):
                    print(picture)
                print(f"{Path(path).name}: Run All {took:.1f} s; faults: {notebook.faults or 'none'}; other hosts: {notebook.foreign or 'none'}")


if __name__ == "__main__":
    main()
