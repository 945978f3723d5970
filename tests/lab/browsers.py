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

KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Escape": "\ue00c", "Space": " ", "Shift": "\ue008"} | {
    key: chr(0xE010 + place)
    for place, key in enumerate(["End", "Home", "ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown"])
}
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
EAR = """<script>
window.heard = [];
addEventListener("error", ({ message }) => heard.push(message), true);
addEventListener("unhandledrejection", ({ reason }) => heard.push(String(reason)));
for (const kind of ["error", "warn"]) console[kind] = (...told) => heard.push(told.map(String).join(" "));
</script>"""


class BrowserMissing(Exception):
    """There is no such browser to drive; the message says how to get it."""


class PageError(Exception):
    """What ran in the page failed."""


class Window:
    """What both have in common. Everything that it starts ends with its block.

    faults: what the page complained of since it was opened; asked: addresses that it asked for, its own not.
    """

    def __enter__(self):
        self._ends = contextlib.ExitStack()
        self.home = Path(self._ends.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
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

    >>> strokes(["x"])[0]["actions"]
    [{'type': 'keyDown', 'value': 'x'}, {'type': 'keyUp', 'value': 'x'}]
    """
    ways = [{"type": way, "value": KEYS.get(key, key)} for key in keys for way in ("keyDown", "keyUp")]
    return [{"type": "key", "id": "keyboard", "actions": ways}]


class Firefox(Window):
    """Debian's Firefox without a screen."""

    def _start(self):
        import websocket  # comes with JupyterLab

        path = os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
        if path is None:
            raise BrowserMissing(GET_FIREFOX)
        settings = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in QUIET.items()]
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
        self._ask("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
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
        self.events.clear()
        self.address = Path(path).as_uri()
        self._ask(
            "browsingContext.setViewport", context=self.context, viewport={"width": width, "height": height}
        )
        self._ask("browsingContext.navigate", context=self.context, url=self.address, wait="complete")

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

    def press(self, *keys):
        self._ask("input.performActions", context=self.context, actions=strokes(keys))

    def screenshot(self, path):
        told = self._ask("browsingContext.captureScreenshot", context=self.context)
        Path(path).write_bytes(base64.b64decode(told["data"]))

    def _told(self, method):
        self._ask("session.status")  # what was said before is heard
        return [one["params"] for one in self.events if one.get("method") == method]

    @property
    def faults(self):
        told = self._told("log.entryAdded")
        return [one["text"] for one in told if one["level"] in ("warn", "error")]

    @property
    def asked(self):
        urls = [
            one["request"]["url"]
            for one in self._told("network.beforeRequestSent")
            if one["context"] == self.context
        ]
        return [url for url in urls if url != self.address and not url.startswith(("data:", "blob:"))]


class WebKit(Window):
    """WebKitGTK's MiniBrowser on a screen that nobody sees.

    Its driver tells nothing of the console: what is opened is a copy of the page that listens to itself.
    """

    def _start(self):
        (browser, *_) = [*Path("/").glob(MINI_BROWSER.lstrip("/")), None]
        if browser is None or not shutil.which("WebKitWebDriver") or not shutil.which("Xvfb"):
            raise BrowserMissing(GET_WEBKIT)
        port = free_port()
        self.driver = f"http://127.0.0.1:{port}"
        _, log = self._run(
            "WebKitWebDriver", f"--port={port}", env={"DISPLAY": self._screen(), "NO_AT_BRIDGE": "1"}
        )
        wait_for(self._answers, PATIENCE, lambda: f"no start:\n{log.read_text(errors='replace')}")
        how = {"binary": str(browser), "args": ["--automation"]}
        asked = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": how}}}
        self.session = f"/session/{self._ask('POST', '/session', asked)['sessionId']}"
        self._ends.callback(self._ask, "DELETE", self.session)
        self._ask("POST", f"{self.session}/timeouts", {"script": 1000 * PATIENCE})

    def _screen(self):
        """Start a screen. -> its name, once it is there"""
        ours, its = os.pipe()
        self._run("Xvfb", "-displayfd", str(its), "-screen", "0", "1600x1200x24", pass_fds=[its])
        os.close(its)
        with os.fdopen(ours) as told:
            return f":{told.readline().strip()}"

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
        self.address = copy.as_uri()
        self._ask("POST", f"{self.session}/window/rect", {"x": 0, "y": 0, "width": width, "height": height})
        self._ask("POST", f"{self.session}/url", {"url": self.address})

    def _js(self, expression):
        script = f"""const [done] = arguments, fail = (error) => done([null, String(error)]);
            (async () => {expression})().then((value) => done([value]), fail);"""
        value, *error = self._ask("POST", f"{self.session}/execute/async", {"script": script, "args": []})
        if error:
            raise PageError(error[0])
        return value

    def press(self, *keys):
        self._ask("POST", f"{self.session}/actions", {"actions": strokes(keys)})

    def screenshot(self, path):
        Path(path).write_bytes(base64.b64decode(self._ask("GET", f"{self.session}/screenshot")))

    @property
    def faults(self):
        return self.js("return heard")

    @property
    def asked(self):
        urls = self.js("return performance.getEntriesByType('resource').map(({ name }) => name)")
        return [url for url in urls if not url.startswith(("data:", "blob:"))]
