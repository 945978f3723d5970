"""Other clients than JupyterLab of today, in an environment each: its oldest, Notebook 7, Voilà."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

from tests.lab.notebook import PATIENCE, said_of
from tests.lab.server import Lab, free_port

PROJECT = Path(__file__).resolve().parents[2]


def environment(folder, *packages):
    """Make an environment with the course, as it stands here, and packages beside it. -> Path of its Python

    It takes the newest of what is not asked for otherwise.  Raises RuntimeError: what uv said.
    """
    if shutil.which("uv") is None:
        raise RuntimeError("making an environment needs uv: pip install uv")
    python = Path(folder) / ("Scripts" if os.name == "nt" else "bin") / "python"
    free = {name: value for name, value in os.environ.items() if name != "UV_CONSTRAINT"}
    for command in (
        ["uv", "venv", "--quiet", "--python", sys.executable, folder],
        ["uv", "pip", "install", "--quiet", "--python", python, "--editable", PROJECT, *packages],
    ):
        done = subprocess.run(command, env=free, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr)
    return python


class Notebook7(Lab):
    """A Notebook 7 server; its page is made of JupyterLab's parts, so a Lab's Notebook drives it."""

    MODULE = "notebook"
    PAGE = "notebooks/{place}"

    def _options(self):
        return [*super()._options(), "--JupyterNotebookApp.expose_app_in_browser=True"]


class Voila(Lab):
    """A Voilà server: it runs a notebook as its page opens, and shows what the cells show."""

    MODULE = "voila"

    def _options(self):
        self.address = f"http://127.0.0.1:{free_port()}/"
        options = {
            "Voila.ip": "127.0.0.1",
            "Voila.port": urllib.parse.urlsplit(self.address).port,
            "Voila.open_browser": False,
            "Voila.token": self.token,
            "VoilaConfiguration.allow_theme_override": "YES",
            "MappingKernelManager.cull_idle_timeout": 900,
        }
        return [*(f"--{name}={value}" for name, value in options.items()), str(self.folder)]

    def _started(self, runtime):
        if self.process.poll() is not None:
            raise RuntimeError(f"Voilà ended at its start:\n{self.log}")
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with contextlib.suppress(OSError):
            return direct.open(f"{self.address}?token={self.token}", timeout=PATIENCE).status == 200
        return False

    def __exit__(self, *problem):
        self.process.send_signal(signal.SIGINT)
        super().__exit__(*problem)

    @contextlib.contextmanager
    def page(self, path, theme="light"):
        """Open a copy of a notebook, and run it so. -> playwright's page, with faults: what its console said

        Of the console's errors those are left out that tell of addresses elsewhere: Voilà asks for letters.
        """
        shutil.copy(path, self.folder)
        context = self.browser.new_context(color_scheme=theme)
        context.set_default_timeout(1000 * PATIENCE)
        page, page_faults = context.new_page(), []
        for script in ("access.js", "client.js"):
            context.add_init_script(path=Path(__file__).with_name(script))
        page.on("pageerror", lambda error: page_faults.append(str(error)))
        page.on("console", lambda told: self._note(told, page_faults))
        page.goto(f"{self.address}voila/render/{Path(path).name}?token={self.token}&theme={theme}")
        page.faults = page_faults
        yield page
        context.close()

    def _note(self, told, faults):
        if told.type == "error" and told.location.get("url", self.address).startswith(self.address):
            faults.append(said_of(told))
