"""What a browser keeps of the site: the list of its files for tools/site/worker.js, and what begins it."""

import base64
import hashlib
import json
from pathlib import Path

from tools.site.policy import HEADERS

PARTS = Path(__file__).parent
WORKER = "service-worker.js"  # the name of JupyterLite's own, whose place it takes
# JupyterLite and Python, without the many small files that come when it starts
LAB = ["lab/index.html", "lab/progress.js", "build/lab/bundle.js", "build/jlab_core.*.js", "static/pyodide/*"]


def short(content):
    """The SHA-256 of a file, as it stands in the list: its first 18 bytes.

    >>> short(b"seen")
    'cgh5TJhOocddE4d8dCczb-mH'
    """
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()[:18]).decode()


def script():
    """What each page of the site runs, to have kept what it fetches. -> str"""
    return (PARTS / "keep.js").read_text(encoding="utf8")


def tag(root):
    """It as a tag. root: the address of the site's folder from the page -> str, HTML"""
    return f'<script data-root="{root}">{script()}</script>\n'


def listed(site, start):
    """The files of the site that may be kept.

    start: names of the files in static/pyodide that JupyterLite fetches when it starts
    -> dict of path: `short`, dict of name: list of paths
    """
    paths = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*")) if path.is_file()}
    for name in (WORKER, HEADERS):
        paths.pop(name, None)
    pages = [name for name in paths if name.endswith(".html") and name.split("/")[0] not in ("lab", "read")]
    lab = [name for glob in LAB for name in paths if Path(name).match(glob)]
    lab = [name for name in lab if not name.startswith("static/") or name.rsplit("/", 1)[-1] in start]
    later = [name for name in paths if name.startswith("static/pyodide/") and name not in lab]
    hashes = {name: short(path.read_bytes()) for name, path in paths.items()}
    return hashes, {"pages": pages, "lab": lab, "later": later}


def add(site, start):
    """Write the service worker, when all other files of the site are written. start: as for `listed`"""
    files, lists = listed(site, start)
    text = (PARTS / "worker.js").read_text(encoding="utf8")
    for word, value in (("FILES", files), ("LISTS", lists)):
        text = text.replace(f"[[{word}]]", json.dumps(value, separators=(",", ":")))
    (site / WORKER).write_text(text, encoding="utf8")
