"""Firefox and WebKit with one window each, driven over what they speak themselves.

    with Firefox() as window:
        window.open("page.html")
        window.press("Tab", "ArrowRight")
        window.js("return document.title")

Firefox speaks WebDriver BiDi over a socket of its own: no geckodriver is needed, which Debian does not have.
(Playwright drives a Firefox of its own build; of Debian's it asks for a command that this one lacks.)
WebKit is MiniBrowser, which comes with its driver, speaks W3C WebDriver over HTTP and needs a screen: Xvfb.
"""

import base64
import contextlib
import ctypes
import json
import os
import re
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from tests.lab.notebook import PATIENCE
from tests.lab.server import free_port, wait_for

KEYS = {"Backspace": "\ue003", "Tab": "\ue004", "Enter": "\ue007", "Escape": "\ue00c", "Space": " "} | {
    key: chr(0xE00E + place)
    for place, key in enumerate(
        ["PageUp", "PageDown", "End", "Home", "ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown"]
    )
}
HELD = {"Shift": "\ue008", "Control": "\ue009", "ControlOrMeta": "\ue009"}
MINI_BROWSER = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"
GET_FIREFOX = "These tests need Firefox: apt-get install firefox-esr, or set FIREFOX to its path."
GET_WEBKIT = "These tests need WebKit's driver: apt-get install webkit2gtk-driver xvfb."
QUIET = {  # Firefox's settings: the net is a port that nobody hears, and nothing asks for it
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "browser.shell.checkDefaultBrowser": False,
}
EAR = f"<script>{{{Path(__file__).with_name('ear.js').read_text('utf8')}}}</script>"


class BrowserMissing(Exception):
    """There is no such browser to drive; the message says how to get it."""


class PageError(Exception):
    """What ran in the page failed."""


class Window:
    """What both have in common. Everything that it starts ends with its block.

    faults: what the page complained of since it was opened; asked: addresses that it asked for, its own not.
    Each has: go(url, width, height), press(*keys), point(*actions), resize(width, height), screenshot(path),
    and heard(): list of dict with kind ("error", "warn", "request", "answer"), text, url and status.
    downloads: the folder that files are saved to.
    """

    width, height = 1280, 900

    def __enter__(self):
        self._ends = contextlib.ExitStack()
        self.home = Path(self._ends.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        self.downloads = self.home / "Downloads"
        self.downloads.mkdir()
        try:
            self._start()
        except BaseException:
            self._ends.close()
            raise
        return self

    def __exit__(self, *problem):
        self._ends.close()

    def _run(self, *command, **more):
        """Start a program that ends with the block; what it says goes to a file. -> (process, path)"""
        log = self.home / f"{Path(command[0]).name}.txt"
        environment = {**os.environ, "HOME": str(self.home), **more.pop("env", {})}
        with log.open("wb") as file:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, env=environment, **more
            )
        self._ends.callback(end, process)
        return process, log

    def js(self, code, argument=None):
        """Run the body of an async function in the page; argument: its parameter. -> what it returns, by JSON

        Raises PageError.
        """
        told = f"const argument = {json.dumps(argument)};\n{code}"
        return json.loads(self._js(f"JSON.stringify((await (async () => {{ {told} }})()) ?? null)"))

    def press(self, *keys):
        """Press keys one after the other; Shift+Tab holds the first while the second is pressed."""
        self._act(strokes(keys))

    def point(self, *actions):
        """Let the mouse do what WebDriver calls so: {"type": "pointerMove", "x": 3, "y": 4} …"""
        mouse = {"pointerType": "mouse"}
        self._act([{"type": "pointer", "id": "mouse", "parameters": mouse, "actions": list(actions)}])

    @property
    def faults(self):
        return [one["text"] for one in self.heard() if one["kind"] in ("error", "warn")]

    @property
    def asked(self):
        urls = [one["url"] for one in self.heard() if one["kind"] == "request"]
        return [url for url in urls if url != self.address and not url.startswith(("data:", "blob:"))]


def end(process):
    """Let a program end, in good time."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def strokes(keys):
    """Keys, pressed and let go one after the other, as both kinds of WebDriver are told.

    >>> [(one["type"], one["value"]) for one in strokes(["Shift+x"])[0]["actions"]][1:]
    [('keyDown', 'x'), ('keyUp', 'x'), ('keyUp', '\\ue008')]
    """
    ways = []
    for key in keys:
        *held, last = key.split("+") if len(key) > 1 else [key]
        values = [*(HELD[one] for one in held), KEYS.get(last, HELD.get(last, last))]
        ways += [{"type": "keyDown", "value": value} for value in values]
        ways += [{"type": "keyUp", "value": value} for value in reversed(values)]
    return [{"type": "key", "id": "keyboard", "actions": ways}]


class Firefox(Window):
    """Debian's Firefox without a screen."""

    def _start(self):
        import websocket  # comes with JupyterLab

        path = os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
        if path is None:
            raise BrowserMissing(GET_FIREFOX)
        kept = {"browser.download.folderList": 2, "browser.download.dir": str(self.downloads)}
        both = {**QUIET, **kept}.items()
        settings = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in both]
        (self.home / "profile").mkdir()
        (self.home / "profile" / "user.js").write_text("\n".join(settings))
        _, log = self._run(
            path,
            "--headless",
            "--no-remote",
            "--profile",
            self.home / "profile",
            "--remote-debugging-port",
            "0",
        )
        address = wait_for(
            lambda: re.search(r"BiDi listening on (ws://\S+)", log.read_text(errors="replace")),
            PATIENCE,
            lambda: f"Firefox did not start:\n{log.read_text(errors='replace')}",
        )[1]
        self.socket = websocket.create_connection(f"{address}/session", PATIENCE, suppress_origin=True)
        self._ends.callback(self.socket.close)
        self.number, self.events = 0, []
        self._ask("session.new", capabilities={})
        told = [
            "log.entryAdded",
            "network.beforeRequestSent",
            "network.responseCompleted",
            "network.fetchError",
        ]
        self._ask("session.subscribe", events=told)
        # A tab of our own: in the first one the focus stands in the address bar, and no button hears a key.
        self.context = self._ask("browsingContext.create", type="tab")["context"]

    def _ask(self, method, **parameters):
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while (told := json.loads(self.socket.recv())).get("id") != self.number:
            self.events.append(told)
        if told["type"] == "error":
            raise PageError(f"{method}: {told['error']}: {told['message']}")
        return told["result"]

    def open(self, path, width=1280, height=900):
        self.go(Path(path).as_uri(), width, height)

    def go(self, address, width=1280, height=900):
        self.events.clear()
        self.address = address
        self.resize(width, height)
        self._ask("browsingContext.navigate", context=self.context, url=address, wait="complete")

    def resize(self, width, height):
        self.width, self.height = width, height
        size = {"width": width, "height": height}
        self._ask("browsingContext.setViewport", context=self.context, viewport=size)

    def _js(self, expression):
        told = self._ask(
            "script.evaluate",
            expression=f"(async () => {expression})()",
            target={"context": self.context},
            awaitPromise=True,
            userActivation=True,
        )
        if told["type"] == "exception":
            raise PageError(told["exceptionDetails"]["text"])
        return told["result"]["value"]

    def _act(self, actions):
        self._ask("input.performActions", context=self.context, actions=actions)

    def screenshot(self, path):
        told = self._ask("browsingContext.captureScreenshot", context=self.context)
        Path(path).write_bytes(base64.b64decode(told["data"]))

    def heard(self):
        self._ask("session.status")  # what was said before is heard
        return [
            told for event in self.events if (told := self._one(event.get("method"), event.get("params")))
        ]

    def _one(self, method, told):
        """One event, or None: it is not the page's."""
        if method == "log.entryAdded":
            kind = told["level"] if told["level"] in ("error", "warn") else "said"
            places = (told.get("stackTrace") or {}).get("callFrames") or [{}]
            return {"kind": kind, "text": told["text"] or "", "url": places[0].get("url", "")}
        if told is None or told.get("context") != self.context:
            return None
        url = told["request"]["url"]
        if method == "network.beforeRequestSent":
            return {"kind": "request", "url": url}
        if method == "network.responseCompleted":
            return {"kind": "answer", "url": url, "status": told["response"]["status"]}
        if told["errorText"] == "NS_BINDING_ABORTED":  # the page itself no longer wanted it
            return None
        return {"kind": "error", "text": f"not loaded: {told['errorText']}", "url": url}


class WebKit(Window):
    """WebKitGTK's MiniBrowser on a screen that nobody sees.

    Its driver tells nothing of the console: what is opened is a copy of the page that listens to itself.
    """

    def _start(self):
        (browser, *_) = [*Path("/").glob(MINI_BROWSER.lstrip("/")), None]
        if browser is None or not shutil.which("WebKitWebDriver") or not shutil.which("Xvfb"):
            raise BrowserMissing(GET_WEBKIT)
        settings = self.home / ".config"
        settings.mkdir()
        (settings / "user-dirs.dirs").write_text('XDG_DOWNLOAD_DIR="$HOME/Downloads"\n')
        port, self.screen = free_port(), self._screen()
        self.driver = f"http://127.0.0.1:{port}"
        _, log = self._run(
            "WebKitWebDriver", f"--port={port}", env={"DISPLAY": self.screen, "NO_AT_BRIDGE": "1"}
        )
        wait_for(self._answers, PATIENCE, lambda: f"no start:\n{log.read_text(errors='replace')}")
        how = {"binary": str(browser), "args": ["--automation"]}
        asked = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": how}}}
        self.session = f"/session/{self._ask('POST', '/session', asked)['sessionId']}"
        wait_for(lambda: focus(self.screen), PATIENCE, lambda: "no window takes the focus")
        self._ends.callback(self._leave)
        self._ask("POST", f"{self.session}/timeouts", {"script": 1000 * PATIENCE})

    def _screen(self):
        """Start a screen. -> its name, once it is there"""
        ours, its = os.pipe()
        self._run("Xvfb", "-displayfd", str(its), "-screen", "0", "1600x4000x24", pass_fds=[its])
        os.close(its)
        with os.fdopen(ours) as told:
            return f":{told.readline().strip()}"

    def _leave(self):
        with contextlib.suppress(OSError):  # a driver that Ctrl-C has ended is no fault of its own
            self._ask("DELETE", self.session)

    def _answers(self):
        with contextlib.suppress(urllib.error.URLError):
            return self._ask("GET", "/status")["ready"]
        return False

    def _ask(self, method, path, told=None):
        data = None if told is None else json.dumps(told).encode()
        request = urllib.request.Request(self.driver + path, data, method=method)
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with direct.open(request, timeout=PATIENCE) as answer:
                return json.loads(answer.read())["value"]
        except urllib.error.HTTPError as error:
            raise PageError(f"{path}: {error.read().decode(errors='replace')}") from None

    def open(self, path, width=1280, height=900):
        copy = self.home / Path(path).name
        copy.write_text(Path(path).read_text("utf8").replace("<head>", f"<head>{EAR}", 1), "utf8")
        self.go(copy.as_uri(), width, height)

    def go(self, address, width=1280, height=900):
        self.address = address
        self._rectangle(width, height)
        self._ask("POST", f"{self.session}/url", {"url": address})

    def resize(self, width, height):
        """Make what is seen of a page so large; the window has a frame of its own around it."""
        self.width, self.height = width, height
        inner = self.js("return [outerWidth - innerWidth, outerHeight - innerHeight]")
        self._rectangle(width + inner[0], height + inner[1])
        self.js(
            "while (innerWidth !== argument[0] || innerHeight !== argument[1])"
            " await new Promise(requestAnimationFrame);",
            [width, height],
        )

    def _rectangle(self, width, height):
        self._ask("POST", f"{self.session}/window/rect", {"x": 0, "y": 0, "width": width, "height": height})

    def _js(self, expression):
        script = f"""const [done] = arguments, fail = (error) => done([null, String(error)]);
            (async () => {expression})().then((value) => done([value]), fail);"""
        value, *error = self._ask("POST", f"{self.session}/execute/async", {"script": script, "args": []})
        if error:
            raise PageError(error[0])
        return value

    def _act(self, actions):
        self._ask("POST", f"{self.session}/actions", {"actions": actions})

    def screenshot(self, path):
        """What stands on the screen. The driver's own picture at times leaves out a canvas that is there."""
        from PIL import ImageGrab

        below, (width, height) = self.js(
            "return [outerHeight - innerHeight, [innerWidth, innerHeight]]"  # its bar stands above the page
        )
        screen = ImageGrab.grab(xdisplay=self.screen)
        screen.crop((0, below, width, below + height)).save(path, "PNG")

    def heard(self):
        return self.js("return [...heard, ...asked_for()]")


def focus(screen):
    """Give the keys to a window of a screen, as a window manager would: without, no page has the focus.

    screen: its name, such as ":7".  -> whether a window has them now; one that is not there yet takes none
    """
    x11 = ctypes.CDLL("libX11.so.6")  # GTK comes with it
    number, place = ctypes.c_ulong, ctypes.c_void_p
    x11.XOpenDisplay.restype, x11.XDefaultRootWindow.restype = place, number
    display = place(x11.XOpenDisplay(screen.encode()))
    refused = ctypes.CFUNCTYPE(ctypes.c_int, place, place)(lambda display, error: 0)
    x11.XSetErrorHandler(refused)  # Xlib would end this process
    windows, count, has, back = ctypes.POINTER(number)(), ctypes.c_uint(), number(), ctypes.c_int()
    root, told = number(x11.XDefaultRootWindow(display)), number()
    x11.XQueryTree(display, root, *map(ctypes.byref, (told, told, windows, count)))
    names = windows[: count.value]
    for name in names:
        x11.XSetInputFocus(display, number(name), 1, number(0))
    x11.XGetInputFocus(display, ctypes.byref(has), ctypes.byref(back))
    x11.XCloseDisplay(display)
    return has.value in names
