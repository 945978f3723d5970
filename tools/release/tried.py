"""The wheel as a person gets it: plain pip, an empty environment, no folder of the course around.

    python -m tools.release.tried dist

Every step is one that a person takes: install, ask for help, start, run a notebook, write into a copy, start
again.
"""

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import urllib.request
from pathlib import Path

FIRST = "01_meet_attention.ipynb"
ADDRESS = re.compile(r"http://(?:localhost|127\.0\.0\.1):\d+/lab/tree/\S+")
LEFT_OUT = ("PYTHON", "VIRTUAL_ENV", "CONDA", "JUPYTER", "IPYTHON", "UV", "ATTENTION_COURSE")
HOMES = ["HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"]
HOMES += [f"XDG_{kind}_HOME" for kind in ("DATA", "CONFIG", "CACHE")]
MINE = "my own answer"
DOCTESTS = """
import doctest, importlib, pkgutil, helpers
names = [one.name for one in pkgutil.walk_packages(helpers.__path__, "helpers.")]
results = [doctest.testmod(importlib.import_module(name)) for name in names if not name.endswith("__main__")]
print(helpers.__file__)
print(sum(one.attempted for one in results), "examples in the code")
assert sum(one.attempted for one in results) > 100 and not sum(one.failed for one in results)
"""


def environment(home=None):
    """The variables of a person who has nothing of ours. home: their folder; None: as it is -> dict"""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(LEFT_OUT)}
    return kept | (dict.fromkeys(HOMES, str(home)) if home else {})


def said_by(command, folder, variables):
    """Run a command to its end. -> what it said.  Raises SystemExit: it failed, with all that it said."""
    ran = subprocess.run(
        command, cwd=folder, env=variables, stdin=subprocess.DEVNULL, text=True, encoding="utf8",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if ran.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\nended with {ran.returncode}:\n{ran.stdout}")
    return ran.stdout


def started(command, folder, variables):
    """Start the course as a person does, and end it once JupyterLab has answered. -> what it said"""
    out = folder / "said.txt"
    with out.open("wb") as said:
        lab = subprocess.Popen(
            command, cwd=folder, env=variables, stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
    try:
        pause, address = threading.Event(), None
        while address is None:
            pause.wait(0.2)
            told = out.read_text(encoding="utf8", errors="replace")
            if lab.poll() is not None:
                raise SystemExit(f"the course ended before JupyterLab opened:\n{told}")
            address = ADDRESS.search(told)
        direct = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor()
        )
        with direct.open(address[0]) as page:
            assert b"JupyterLab" in page.read(), address[0]
    finally:
        lab.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            lab.wait(30)
        lab.kill()
        lab.wait()
    return told


def tried(wheel, folder, tell=print):
    """Take every step. wheel: Path; folder: an empty one, elsewhere.  Raises SystemExit: a step fails."""
    home, here = folder / "home", folder / "here"
    home.mkdir()
    here.mkdir()
    said_by([sys.executable, "-m", "venv", folder / "venv"], folder, environment())
    scripts = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    python, course = scripts / "python", scripts / "course"
    quiet = ["--quiet", "--no-input", "--disable-pip-version-check"]
    said_by([python, "-m", "pip", "install", *quiet, wheel], folder, environment())
    person = environment(home)
    tell(said_by([course, "--version"], here, person).strip())
    assert "--fresh" in said_by([course, "--help"], here, person)
    where, examples, *_ = said_by([python, "-c", DOCTESTS], here, person).splitlines()
    assert (folder / "venv").resolve() in Path(where).resolve().parents, where
    tell(examples)

    told = started([course, "--no-browser"], here, person)
    tell(told.split("[")[0].strip())
    copy = here / "attention-course" / FIRST
    notebook = json.loads(copy.read_text(encoding="utf8"))
    assert "Traceback" not in told and not any(cell.get("outputs") for cell in notebook["cells"])
    run = [python, "-m", "nbconvert", "--to", "notebook", "--execute", "--output-dir", folder, copy]
    said_by(run, here, person)
    cells = json.loads((folder / FIRST).read_text(encoding="utf8"))["cells"]
    kinds = {kind for cell in cells for one in cell.get("outputs", ()) for kind in one.get("data", ())}
    assert {"text/plain", "image/png"} <= kinds, kinds  # where nobody moves them, pictures are stills
    assert all(cell["execution_count"] for cell in cells if cell["cell_type"] == "code")
    tell(f"{FIRST} runs from top to bottom")

    notebook["cells"][-1]["source"] = [MINE]
    copy.write_text(json.dumps(notebook), encoding="utf8")
    told = started([course, "--no-browser"], here, person)
    assert MINE in copy.read_text(encoding="utf8") and f"stay as they are: {FIRST}" in told, told
    tell("a second start leaves alone what was written")


def main(arguments=None):
    (folder,) = sys.argv[1:] if arguments is None else arguments
    (wheel,) = Path(folder).resolve().glob("*.whl")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as empty:
        tried(wheel, Path(empty))
    return 0


if __name__ == "__main__":
    sys.exit(main())
