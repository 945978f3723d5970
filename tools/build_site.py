"""Build the course as a static site that needs no other host: live pages first, and JupyterLite behind them.

    uv run --isolated --only-group site python -m tools.build_site                       gets Pyodide
    uv run --isolated --only-group site python -m tools.build_site --pyodide a/folder    takes it from there
    python -m http.server --directory build/site                                          to look at it

    index.html, notebooks/    the pages of tools/build_pages.py: to read, and to move at once
    lab/, static/, files/     JupyterLite and Pyodide: the same notebooks, whose code can be run and changed
    read/                     where the pages stood before; each leads to where it stands now

Its environment is one of its own, for JupyterLite takes every extension that is installed beside it.
"""

import argparse
import hashlib
import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from tools import build_pages
from tools.get_pyodide import KNOWN, LOCK, VERSION, Refused, download, get, locked, plain, verify
from tools.notebooks import ALL, NOTEBOOKS
from tools.site import kept, policy, versions

PROJECT = Path(__file__).resolve().parent.parent
PARTS = Path(__file__).with_name("site")
KERNEL = {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}
# Pure Python that Pyodide has not, or has too old, and what each needs of the rest.
PURE = {
    "anywidget": ["ipywidgets", "psygnal", "typing-extensions"],
    "comm": ["traitlets"],
    "ipywidgets": ["comm", "ipython", "traitlets"],
    "platformdirs": [],
    "psygnal": ["typing-extensions"],
    "seaborn": ["matplotlib", "numpy", "pandas"],
    "typing-extensions": [],
}
# What draws stills comes when it is first imported: tools/site/piplite.
OURS = ["anywidget", "ipywidgets", "numpy", "platformdirs", "threadpoolctl", "traitlets"]
COMPILED = "course-compiled"  # what Python would compile at each start
LIVE = "lab/index.html?path=notebooks/"  # where JupyterLite opens the notebook of a name
LARGE = ("minilm", "translator")  # models that are fetched when they are first asked for
BRING = "attention_course_site.py"  # what fetches them, as our wheel has it
PAGE = 10  # MB of JupyterLab itself, about
FIRST = ["micropip", "piplite", "ipykernel", "comm", "ipython", "jedi", "pyodide-kernel", "attention-course"]
BEGIN = """import piplite.piplite, pyodide_kernel
from helpers import explorers, frames, models, pictures
from helpers.exercises import compare, exercise, predict, show_progress
pictures.draw(frames.the_way(1))
models.load("pronouns")
"""


def entry(wheel, needs, imports):
    """How the lock of Pyodide describes a wheel. -> dict"""
    name, version = wheel.name.split("-")[:2]
    return {
        "name": plain(name),
        "version": version,
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": imports,
        "depends": needs,
        "unvendored_tests": False,
    }


def tops(wheel):
    """The names that a wheel lets one import. -> list of str"""
    with zipfile.ZipFile(wheel) as archive:
        first = {
            Path(name).parts[0].removesuffix(".py") for name in archive.namelist() if name.endswith(".py")
        }
    return sorted(one for one in first if one.isidentifier())


def split(wheel):
    """Move the large models out of our wheel into a file each, and put in what brings them.

    -> dict of name: file
    """
    whole = wheel.rename(wheel.with_suffix(".whole"))
    models = {name: wheel.with_name(f"{name}.zip") for name in LARGE}
    with zipfile.ZipFile(whole) as source:
        for name, path in [(None, wheel), *models.items()]:
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                for inside in source.namelist():
                    model = next((one for one in LARGE if inside.startswith(f"helpers/data/{one}/")), None)
                    if model == name:
                        archive.writestr(inside.removeprefix(f"helpers/data/{name}/"), source.read(inside))
                if name is None:
                    archive.writestr(BRING, (PARTS / "large.py").read_text(encoding="utf8"))
    whole.unlink()
    return models


def wheels(folder):
    """Our wheel, the kernel's and the pure ones, in one folder, and the large models.

    -> dict of name: its entry for the lock
    """
    uv = os.environ.get("UV") or shutil.which("uv")
    subprocess.run([uv, "build", "--quiet", "--wheel", "--out-dir", str(folder), str(PROJECT)], check=True)
    split(next(folder.glob("attention_course-*.whl")))
    download(folder, *(f"{name}=={importlib.metadata.version(name)}" for name in PURE))
    kernel = Path(sys.prefix, "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi")
    for name in ("pyodide_kernel", "ipykernel"):
        shutil.copy(next(kernel.glob(f"{name}-*.whl")), folder)
    wheel(
        folder,
        "piplite",
        {f"piplite/{path.name}": path.read_bytes() for path in (PARTS / "piplite").glob("*.py")},
    )
    needs = {
        **PURE,
        "attention-course": OURS,
        "piplite": [],
        "ipykernel": [],
        "pyodide-kernel": ["comm", "ipykernel", "ipython", "traitlets"],
    }
    found = {plain(wheel.name.split("-")[0]): wheel for wheel in sorted(folder.glob("*.whl"))}
    return {name: entry(wheel, needs[name], tops(wheel)) for name, wheel in found.items()}


def wheel(folder, name, files):
    """Write a wheel of our own. files: dict of path: bytes -> Path"""
    path = folder / f"{name.replace('-', '_')}-1-py3-none-any.whl"
    about = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n".encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for inside, content in {**files, f"{name.replace('-', '_')}-1.dist-info/METADATA": about}.items():
            archive.writestr(zipfile.ZipInfo(inside), content, zipfile.ZIP_DEFLATED)
    return path


def compiled(folder):
    """Let Python start without compiling: what it imports first, in its library and in a wheel."""
    with tempfile.TemporaryDirectory() as work:
        out = Path(work, "compiled.zip")
        node = shutil.which("node")
        subprocess.run([node, PARTS / "compiled.mjs", folder, ",".join(FIRST), BEGIN, out], check=True)
        with zipfile.ZipFile(out) as archive:
            found = {name: archive.read(name) for name in archive.namelist()}
    ours = {name: content for name, content in found.items() if not name.startswith("stdlib/")}
    with zipfile.ZipFile(folder / "python_stdlib.zip", "a", zipfile.ZIP_DEFLATED) as library:
        for name in found.keys() - ours.keys():
            library.writestr(zipfile.ZipInfo(name.removeprefix("stdlib/")), found[name], zipfile.ZIP_DEFLATED)
    lock = json.loads((folder / LOCK).read_text(encoding="utf8"))
    lock["packages"][COMPILED] = entry(wheel(folder, COMPILED, ours), [], [])
    lock["packages"]["attention-course"]["depends"].append(COMPILED)
    (folder / LOCK).write_text(json.dumps(lock), encoding="utf8")


def add_python(site, pyodide):
    """Put Pyodide and the wheels into the site, with a lock that knows all, and the large models beside."""
    target = site / "static" / "pyodide"
    target.mkdir(parents=True)
    for name in verify(pyodide):
        shutil.copy(pyodide / name, target)
    lock = json.loads((pyodide / LOCK).read_text(encoding="utf8"))
    with tempfile.TemporaryDirectory() as work:
        lock["packages"] = locked(pyodide) | wheels(Path(work))
        for wheel in Path(work).glob("*.whl"):
            shutil.copy(wheel, target)
        (site / "static" / "models").mkdir()
        for name in LARGE:
            shutil.copy(Path(work, f"{name}.zip"), site / "static" / "models")
    (target / LOCK).write_text(json.dumps(lock), encoding="utf8")
    compiled(target)


def notebooks(folder):
    """Copy every notebook for the kernel of the browser, and what they link to."""
    for path in ALL:
        notebook = json.loads(path.read_text(encoding="utf8"))
        notebook["metadata"]["kernelspec"] = KERNEL
        for cell in notebook["cells"]:
            whole(cell, "source")
            for output in cell.get("outputs", ()):
                whole(output, "text")
                for kind in output.get("data", {}):
                    whole(output["data"], kind)
        copy = folder / "notebooks" / path.relative_to(NOTEBOOKS)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(json.dumps(notebook), encoding="utf8")
    for path in sorted((PROJECT / "data").glob("*/README.md")):
        (folder / "data" / path.parent.name).mkdir(parents=True)
        shutil.copy(path, folder / "data" / path.parent.name)


def whole(part, name):
    """Make one text of a list of lines, which JupyterLite does not do when it reads a file."""
    if isinstance(part.get(name), list):
        part[name] = "".join(part[name])


def lite(work, site):
    """Build JupyterLite itself, with the notebooks as its files."""
    notebooks(work / "files")
    settings = {
        "pyodideUrl": "./static/pyodide/pyodide.js",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"packages": FIRST},
    }
    config = {
        "appName": "Attention, by hand and by eye",
        "exposeAppInBrowser": True,  # tools/site/progress.js looks at it
        "disabledExtensions": ["@jupyterlite/application-extension:service-worker-manager"],
        "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": settings},
    }
    (work / "jupyter-lite.json").write_text(
        json.dumps({"jupyter-lite-schema-version": 0, "jupyter-config-data": config}), encoding="utf8"
    )
    command = [
        sys.executable,
        "-m",
        "jupyterlite_core",
        "build",
        "--contents",
        "files",
        "--output-dir",
        str(site),
    ]
    command += ["--apps", "lab", "--no-unused-shared-packages", "--no-sourcemaps", "--no-libarchive"]
    done = subprocess.run(command, cwd=work, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"JupyterLite could not be built:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")


def add_pages(site, only=None, beside=False):
    """The live pages, and on JupyterLite's own page a line that says what it is doing.

    only, beside: as for build
    """
    build_pages.build(site, live=LIVE, only=only)
    first = site / build_pages.INDEX
    before(first, "</head>", '<script id="jupyter-config-data" type="application/json">{}</script>')
    before(first, "</main>", told("about.html", site) + (versions.LINK if beside else ""))
    for page in [first, *site.glob("notebooks/**/*.html"), *site.glob("data/**/*.html")]:
        before(page, "</body>", kept.tag("../" * (len(page.relative_to(site).parts) - 1)))
        page.write_text(policy.allow(page.read_text(encoding="utf8"), kept.script()), encoding="utf8")
        versions.moved(site / "read" / page.relative_to(site), page)
    lab = site / "lab" / "index.html"
    before(lab, "</head>", '  <link rel="icon" href="favicon.ico">\n  ')
    before(lab, "</body>", f'  <script src="progress.js"></script>\n  {kept.tag("../")}')
    lab.write_text(policy.forbid(lab.read_text(encoding="utf8")), encoding="utf8")
    (lab.parent / "progress.js").write_text(told("progress.js", site), encoding="utf8")


def before(path, tag, text):
    """Write text into a page, before a tag that stands in it once."""
    page = path.read_text(encoding="utf8")
    if page.count(tag) != 1:
        raise ValueError(f"{path}: {tag} stands in it {page.count(tag)} times.")
    path.write_text(page.replace(tag, text + tag), encoding="utf8")


def told(name, site):
    """A text of tools/site with what it says about the site: its size and its version. -> str"""
    package = (PROJECT / "pyproject.toml").read_text(encoding="utf8")
    python, models = (
        sum(path.stat().st_size for path in (site / "static" / name).iterdir()) / 1e6
        for name in ("pyodide", "models")
    )
    words = {
        "VERSION": re.search(r'^version = "(.*)"', package, re.M).group(1),
        "SIZE": f"{python + PAGE:.0f} MB",
        "MODELS": f"{models:.0f} MB",
    }
    text = (PARTS / name).read_text(encoding="utf8")
    for word, value in words.items():
        text = text.replace(f"[[{word}]]", value)
    return text


def build(site, pyodide=None, only=None, beside=False):
    """Build the site into a folder that is made anew.

    pyodide: a folder of its files, or None to get them; only: as for build_pages.build
    beside: whether other versions stand beside it, each in a folder of its name
    """
    if pyodide is None:
        pyodide = PROJECT / "build" / "pyodide"
        try:
            verify(pyodide)  # it was got before
        except Refused:
            get(pyodide, release=True)
    verify(pyodide)
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        if site.exists():
            shutil.rmtree(site)
        lite(work, site)
        add_python(site, pyodide)
    add_pages(site, only, beside)
    policy.write(site)
    kept.add(site, started(site))


def started(site):
    """What JupyterLite fetches of Python when it starts. -> set of str, names of files"""
    lock = json.loads((site / "static" / "pyodide" / LOCK).read_text(encoding="utf8"))["packages"]
    files, waiting = set(KNOWN["runtime"]), list(FIRST)
    while waiting:
        one = lock[plain(waiting.pop())]
        if one["file_name"] not in files:
            files.add(one["file_name"])
            waiting += one["depends"]
    return files


def main(arguments=None):
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument(
        "--pyodide", type=Path, help=f"a folder with the files of Pyodide {VERSION} (tools/get_pyodide.py)"
    )
    ask.add_argument("--to", type=Path, default=PROJECT / "build" / "site", help="where the site is written")
    ask.add_argument(
        "--beside",
        action="store_true",
        help="other versions stand in folders beside it: they lead to each other",
    )
    ask.add_argument(
        "--only", nargs="*", default=(), help='notebooks whose pages move, such as "05"; the others are still'
    )
    given = ask.parse_args(arguments)
    try:
        site, pyodide = given.to.resolve(), given.pyodide and given.pyodide.resolve()
        build(site, pyodide, build_pages.chosen(given.only), given.beside)
        if given.beside:
            versions.write(site.parent)
    except (Refused, RuntimeError, ValueError) as refused:
        print(refused, file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in given.to.rglob("*") if path.is_file()) / 1e6
    print(f"{given.to}: {size:.0f} MB. Look at it with: python -m http.server --directory {given.to}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
