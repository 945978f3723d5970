"""The browser and the JupyterLab server: where they are found, how they start, and that they end."""

import contextlib
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
import urllib.request
from pathlib import Path

from tests.lab.notebook import PATIENCE, Notebook

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync --disable-dev-shm-usage"
).split() + ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]  # no other host can be reached
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
GET_CHROMIUM = (
    "These tests need Chromium: install it (apt-get install chromium, or"
    " python -m playwright install chromium) or set CHROMIUM to its path."
)
SETTINGS = {"@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False}}
# What the server runs at its start. jupyter_server lists a kernel one turn of its loop before it knows since
# when it is active: who asks for the list just then, as each new page does, is answered 500.
CONFIG = """
from jupyter_server._tz import utcnow
from jupyter_server.services.kernels.kernelmanager import ServerKernelManager
ServerKernelManager._last_activity_default = lambda kernel: utcnow()
"""
FOLDERS = {
    "JUPYTER_CONFIG_DIR": "config",
    "JUPYTER_DATA_DIR": "data",
    "JUPYTER_RUNTIME_DIR": "runtime",
    "JUPYTERLAB_SETTINGS_DIR": "settings",
    "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    "IPYTHONDIR": "ipython",
    "ATTENTION_COURSE_DATA": "course",
}


class ChromiumMissing(Exception):
    """There is no browser to drive; the message says how to get one."""


def compiling_once(folder):
    """An environment in which Python keeps what it compiled in a folder, as every learner's Python keeps it.

    Where PYTHONDONTWRITEBYTECODE is set and nothing was compiled at installation, each kernel would compile
    all that it imports anew: half of its start. -> dict
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled")}


def find_chromium():
    """Where Chromium is: $CHROMIUM, on the PATH, or playwright's own. -> str, or None if there is none"""
    known = [os.environ.get("CHROMIUM"), "/usr/bin/chromium", *map(shutil.which, NAMES)]
    found = next((path for path in known if path and Path(path).exists()), None)
    if found is None:
        with contextlib.suppress(ImportError), playwright() as driver:
            own = driver.chromium.executable_path
            found = own if Path(own).exists() else None
    return found


def playwright():
    from playwright.sync_api import sync_playwright  # only what opens a browser needs it

    return sync_playwright()


@contextlib.contextmanager
def chromium():
    """A browser that can reach this machine only. Raises ChromiumMissing."""
    path = find_chromium()
    if path is None:
        raise ChromiumMissing(GET_CHROMIUM)
    with playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def running():
    """A browser and a JupyterLab for as long as the block lasts. -> Lab"""
    tidy_when_stopped()
    with chromium() as browser, Lab(browser) as lab:
        yield lab


def tidy_when_stopped():
    """Let SIGTERM end this process as Ctrl-C does, so that the browser and the server end too."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


class Lab:
    """A JupyterLab server with folders of its own; it and its kernels end with the block.

    address: of the server; folder: where notebooks are copied to; python: of the environment that it runs in.
    Another client of the same server says in MODULE how it is started and in PAGE where a notebook opens.
    """

    MODULE = "jupyterlab"
    PAGE = "lab/workspaces/w{number}/tree/{place}"

    def __init__(self, browser, python=sys.executable):
        self.browser, self.python = browser, str(python)
        self.config = CONFIG
        self._contexts = {}
        self._numbers = itertools.count(1)

    def __enter__(self):
        import matplotlib.font_manager  # noqa: F401  making its font cache in a notebook writes to stderr

        self._home = tempfile.TemporaryDirectory(prefix="lab-", ignore_cleanup_errors=True)
        home = Path(self._home.name)
        self.folder = home / "notebooks"
        self.folder.mkdir()
        for name, settings in SETTINGS.items():
            path = home / "settings" / f"{name}.jupyterlab-settings"
            path.parent.mkdir(parents=True)
            path.write_text(json.dumps(settings))
        (home / FOLDERS["JUPYTER_CONFIG_DIR"]).mkdir()
        (home / FOLDERS["JUPYTER_CONFIG_DIR"] / "jupyter_server_config.py").write_text(self.config)
        self.token = secrets.token_hex(16)
        self._log = (home / "log.txt").open("wb")
        self.process = subprocess.Popen(
            [self.python, "-m", self.MODULE, *self._options()],
            cwd=self.folder,
            env=self._environment(home),
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_for(lambda: self._started(home / "runtime"), PATIENCE, lambda: f"no start:\n{self.log}")
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

    def _options(self):
        options = {
            "ServerApp.ip": "127.0.0.1",
            "ServerApp.port": free_port(),
            "ServerApp.open_browser": False,
            "ServerApp.allow_root": True,
            "ServerApp.root_dir": self.folder,
            "ServerApp.shutdown_no_activity_timeout": 900,  # it ends by itself, should the tests be killed
            "MappingKernelManager.cull_idle_timeout": 900,
            "LabApp.expose_app_in_browser": True,
            "LabApp.extension_manager": "readonly",
            "LabApp.news_url": None,
            "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        }
        return [f"--{name}={value}" for name, value in options.items()]

    def _environment(self, home):
        left_out = ("JUPYTER", "JPY_", "IPYTHON", "PYTEST_")
        kept = {name: value for name, value in compiling_once(home).items() if not name.startswith(left_out)}
        folders = {name: str(home / folder) for name, folder in FOLDERS.items()}
        return {**kept, **folders, "JUPYTER_TOKEN": self.token, "JUPYTER_PREFER_ENV_PATH": "1"}

    def _started(self, runtime):
        """Whether the server answers; sets its address."""
        if self.process.poll() is not None:
            raise RuntimeError(f"{self.MODULE} ended at its start:\n{self.log}")
        with contextlib.suppress(OSError, ValueError):
            self.address = json.loads((runtime / f"jpserver-{self.process.pid}.json").read_text())["url"]
            self.ask("api/status")
            return True
        return False

    @property
    def log(self):
        """What the server has printed."""
        return Path(self._log.name).read_text(errors="replace")

    def ask(self, path, method="GET"):
        """Ask the server's REST interface. -> what it answers, read from JSON"""
        headers = {"Authorization": f"token {self.token}"}
        request = urllib.request.Request(self.address + path, method=method, headers=headers)
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(request, timeout=PATIENCE) as answer:
            return json.loads(answer.read() or "null")

    def open(self, path, width=1280, height=900, ratio=1, theme="light"):
        """Open a copy of a notebook in a new page. -> Notebook, which closes with its block

        width, height: of the window in CSS pixels; ratio: device pixels for each; theme: "light", "dark".
        """
        number = next(self._numbers)
        place = f"{number}/{Path(path).name}"
        (self.folder / place).parent.mkdir()
        shutil.copy(path, self.folder / place)
        page = self._page(ratio)
        page.set_viewport_size({"width": width, "height": height})
        notebook = Notebook(self, page, place)
        page_of_it = self.PAGE.format(number=number, place=place)
        notebook.start(f"{self.address}{page_of_it}?token={self.token}", theme)
        return notebook

    def _page(self, ratio):
        """A new page that knows what tests ask of it. -> playwright's Page"""
        if ratio not in self._contexts:
            allowed = ["clipboard-read", "clipboard-write"]
            context = self.browser.new_context(device_scale_factor=ratio, permissions=allowed)
            context.set_default_timeout(1000 * PATIENCE)
            for script in ("page.js", "access.js"):
                context.add_init_script(path=Path(__file__).with_name(script))
            self._contexts[ratio] = context
        return self._contexts[ratio].new_page()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(condition, seconds, complaint):
    """Ask for a condition until it holds. -> what it returned.  Raises TimeoutError with the complaint()."""
    end, pause = time.monotonic() + seconds, threading.Event()
    while not (held := condition()):
        if time.monotonic() > end:
            raise TimeoutError(complaint())
        pause.wait(0.05)
    return held
