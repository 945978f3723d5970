"""The page in which VS Code shows what cells give, imitated: its widget manager from npm, a real kernel."""

import functools
import shutil
import subprocess
import tarfile
import tempfile
import urllib.parse
from pathlib import Path

import nbformat

from tests.lab.notebook import PATIENCE, said_of

MANAGER = "@vscode/jupyter-ipywidgets8@1.0.9"  # the one that its Jupyter extension brings for ipywidgets 8
HERE = Path(__file__).parent
PAGE = """<head><meta charset="utf8"><title>VS Code, imitated</title><style>
body { margin: 0; padding: 0 26px; background: var(--vscode-editor-background);
  color: var(--vscode-editor-foreground); font: 13px/1.5 sans-serif; }
</style><style id="host"></style></head><body><main></main></body>"""
# Colours of the themes that VS Code opens with, by its names for them
NAMES = (
    "editor-background editor-foreground input-background input-foreground notebook-cellEditorBackground"
    " focusBorder button-background button-foreground textLink-foreground"
).split()
THEMES = {
    "vscode-light": "#ffffff #3b3b3b #ffffff #3b3b3b #f8f8f8 #005fb8 #005fb8 #ffffff #005fb8",
    "vscode-dark": "#1f1f1f #cccccc #313131 #cccccc #202020 #0078d4 #0078d4 #ffffff #4daafc",
    "vscode-high-contrast": "#000000 #ffffff #000000 #ffffff #000000 #f38518 #000000 #ffffff #21a6ff",
}
PRESSABLE = '.cell-output-ipywidget-background :is(button, input, select, textarea, [tabindex="0"])'
FOCUS = f"""{PRESSABLE} {{ outline: none; }}
{PRESSABLE}:focus {{
  outline: 2px solid var(--vscode-focusBorder) !important; outline-offset: 2px !important; }}
"""
WHITE = ".cell-output-ipywidget-background { background: white !important; }\n"
INK = (  # of JupyterLab's variables, those that get the editor's ink, and those that get an input's ground
    "content-font-color0 content-font-color1 content-font-color2 content-font-color3 ui-font-color0"
    " ui-font-color1 ui-font-color2 ui-font-color3 widgets-color widgets-label-color widgets-readout-color"
).split()
GROUND = "layout-color0 layout-color1 layout-color2 layout-color3 widgets-input-background-color".split()
BRIDGE = f""".cell-output-ipywidget-background {{
  background: transparent !important; color: var(--vscode-editor-foreground);
  {" ".join(f"--jp-{name}: var(--vscode-editor-foreground);" for name in INK)}
  {" ".join(f"--jp-{name}: var(--vscode-input-background);" for name in GROUND)}
  --jp-widgets-input-color: var(--vscode-input-foreground); --jp-brand-color2: var(--vscode-focusBorder);
  --jp-brand-color1: var(--vscode-textLink-foreground); --jp-border-color1: var(--vscode-focusBorder);
  --jp-ui-inverse-font-color1: var(--vscode-button-foreground); }}
"""
HOSTS = {"white": FOCUS + WHITE, "bridged": FOCUS + BRIDGE}  # both have been in use: the first till 2025


@functools.cache
def manager():
    """VS Code's widget manager, from npm. -> str, JavaScript  Raises CalledProcessError: it cannot be had"""
    with tempfile.TemporaryDirectory() as folder:
        npm = [shutil.which("npm") or "npm", "pack", "--silent", MANAGER]
        subprocess.run(npm, cwd=folder, check=True, capture_output=True)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            return archive.extractfile("package/dist/ipywidgets.js").read().decode("utf8")


def anywidget():
    """What anywidget lays into the environment for pages without JupyterLab. -> str, JavaScript"""
    import sys

    return Path(sys.prefix, "share/jupyter/nbextensions/anywidget/index.js").read_text("utf8")


class VSCode:
    """The page, with a kernel of a Lab. faults: what the console says, but for the manager's own notes."""

    def __init__(self, lab):
        self.lab, self.faults, self.foreign = lab, [], []
        self.address = urllib.parse.urljoin(lab.address, "/vscode/")

    def __enter__(self):
        self.id = self.lab.ask("api/kernels", "POST")["id"]
        self.page = self.lab.browser.new_page()
        self.page.set_default_timeout(1000 * PATIENCE)
        served = {
            "ipywidgets.js": ("text/javascript", manager),
            "anywidget.js": ("text/javascript", anywidget),
        }
        for name, (kind, body) in served.items():
            self.page.route(self.address + name, functools.partial(answer, kind, body))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._told)
        self.page.on("request", self._asked)
        for script in ("page.js", "access.js", "client.js", "vscode.js"):
            self.page.add_init_script(path=HERE / script)
        # A page that the server itself sent: of one that came otherwise Chromium lets none open its sockets.
        self.page.goto(f"{self.lab.address}static/logo/logo.png")
        self.page.evaluate("page => { document.documentElement.innerHTML = page; }", PAGE)
        channels = f"api/kernels/{self.id}/channels?token={self.lab.token}"
        self.page.evaluate("vscode.start", f"ws{self.lab.address.removeprefix('http')}{channels}")
        return self

    def __exit__(self, *problem):
        self.page.close()
        self.lab.ask(f"api/kernels/{self.id}", "DELETE")

    def _told(self, message):
        if (
            message.type == "error" and "ipywidgets8" not in message.text
        ):  # how the manager says that it is there
            self.faults.append(said_of(message))

    def _asked(self, request):
        if not request.url.startswith((self.lab.address, "data:", "blob:")):
            self.foreign.append(request.url)

    def run_all(self, path):
        """Run every cell of a notebook.  Raises AssertionError: a cell that failed or wrote to stderr"""
        for cell in nbformat.read(path, 4).cells:
            if cell.cell_type == "code":
                wrong = self.page.evaluate("vscode.run", cell.source)
                assert not wrong, (cell.source, wrong)
        self.settle()
        self.page.evaluate("vscode.by_keys()")

    def settle(self):
        """Wait until the kernel has done all that the page told it, and what came back is painted."""
        self.page.evaluate("vscode.settle()")

    def dress(self, kind, host):
        """Put on a theme of VS Code, a name of THEMES, in a host of HOSTS."""
        colours = dict(zip(NAMES, THEMES[kind].split(), strict=True))
        self.page.evaluate("vscode.dress", {"kind": kind, "colours": colours, "rules": HOSTS[host]})
        self.settle()


def answer(kind, body, route):
    route.fulfill(content_type=f"{kind}; charset=utf-8", body=body())
