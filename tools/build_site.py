"""Build a static site in which the whole course runs inside the browser: nothing installed, no other host.

    uv run --isolated --only-group site python -m tools.build_site                       gets Pyodide
    uv run --isolated --only-group site python -m tools.build_site --pyodide a/folder    takes it from there
    python -m http.server --directory build/site                                          to look at it

Its environment is one of its own, for JupyterLite takes every extension that is installed beside it.
"""

import argparse
import hashlib
import html
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
from tools.get_pyodide import LOCK, VERSION, Refused, download, get, locked, plain, verify
from tools.notebooks import BUILT, NOTEBOOKS, opening

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
OURS = [
    "anywidget",
    "ipywidgets",
    "matplotlib",
    "numpy",
    "pillow",
    "platformdirs",
    "seaborn",
    "threadpoolctl",
    "traitlets",
]
LARGE = ("minilm", "translator")  # models that are fetched when they are first asked for
BRING = "attention_course_site.py"  # what fetches them, as our wheel has it
PAGE = 10  # MB of JupyterLab itself, about
FIRST = ["ssl", "sqlite3", "micropip", "piplite", "ipykernel", "comm", "ipython", "jedi", "pyodide-kernel"]


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
    for name in ("piplite", "pyodide_kernel", "ipykernel"):
        shutil.copy(next(kernel.glob(f"{name}-*.whl")), folder)
    needs = {
        **PURE,
        "attention-course": OURS,
        "piplite": ["micropip"],
        "ipykernel": [],
        "pyodide-kernel": ["comm", "ipykernel", "ipython", "traitlets"],
    }
    found = {plain(wheel.name.split("-")[0]): wheel for wheel in sorted(folder.glob("*.whl"))}
    return {name: entry(wheel, needs[name], tops(wheel)) for name, wheel in found.items()}


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


def notebooks(folder):
    """Copy every notebook for the kernel of the browser, and what they link to.

    -> list of (path in notebooks/, title, question)
    """
    (folder / "notebooks" / "more").mkdir(parents=True)
    found = []
    for path in BUILT:
        notebook = json.loads(path.read_text(encoding="utf8"))
        notebook["metadata"]["kernelspec"] = KERNEL
        for cell in notebook["cells"]:
            whole(cell, "source")
            for output in cell.get("outputs", ()):
                whole(output, "text")
                for kind in output.get("data", {}):
                    whole(output["data"], kind)
        name = path.relative_to(NOTEBOOKS).as_posix()
        (folder / "notebooks" / name).write_text(json.dumps(notebook), encoding="utf8")
        found.append((name, *opening(notebook["cells"][0]["source"])))
    for path in sorted((PROJECT / "data").glob("*/README.md")):
        (folder / "data" / path.parent.name).mkdir(parents=True)
        shutil.copy(path, folder / "data" / path.parent.name)
    return found


def whole(part, name):
    """Make one text of a list of lines, which JupyterLite does not do when it reads a file."""
    if isinstance(part.get(name), list):
        part[name] = "".join(part[name])


def lite(work, site):
    """Build JupyterLite itself, with the notebooks as its files. -> as notebooks()"""
    course = notebooks(work / "files")
    settings = {
        "pyodideUrl": "./static/pyodide/pyodide.js",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"packages": [*FIRST, "attention-course"]},
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
    return course


def add_pages(site, course):
    """The first page, the still pages, and on JupyterLite's own page a line that says what it is doing."""
    build_pages.build(site / "read", live="../lab/index.html?path=notebooks/")

    def rows(more):
        return "\n".join(
            f'<li><a href="lab/index.html?path=notebooks/{name}">{html.escape(title)}</a>'
            f" <span>{html.escape(question)}</span></li>"
            for name, title, question in course
            if name.startswith("more/") == more
        )

    version = re.search(
        r'^version = "(.*)"', (PROJECT / "pyproject.toml").read_text(encoding="utf8"), re.M
    ).group(1)
    python, models = (
        sum(path.stat().st_size for path in (site / "static" / name).iterdir()) / 1e6
        for name in ("pyodide", "models")
    )
    words = {
        "ROWS": rows(more=False),
        "MORE": rows(more=True),
        "VERSION": version,
        "SIZE": f"{python + PAGE:.0f} MB",
        "MODELS": f"{models:.0f} MB",
    }
    for name, target in (("index.html", site), ("progress.js", site / "lab")):
        text = (PARTS / name).read_text(encoding="utf8")
        for word, value in words.items():
            text = text.replace(f"[[{word}]]", value)
        (target / name).write_text(text, encoding="utf8")
    lab = site / "lab" / "index.html"
    text = lab.read_text(encoding="utf8").replace(
        "</head>", '  <link rel="icon" href="favicon.ico">\n  </head>'
    )
    lab.write_text(
        text.replace("</body>", '  <script src="progress.js"></script>\n  </body>'), encoding="utf8"
    )


def build(site, pyodide=None):
    """Build the site into a folder that is made anew. pyodide: a folder of its files, or None to get them."""
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
        course = lite(work, site)
        add_python(site, pyodide)
        add_pages(site, course)


def main(arguments=None):
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument(
        "--pyodide", type=Path, help=f"a folder with the files of Pyodide {VERSION} (tools/get_pyodide.py)"
    )
    ask.add_argument("--to", type=Path, default=PROJECT / "build" / "site", help="where the site is written")
    given = ask.parse_args(arguments)
    try:
        build(given.to.resolve(), given.pyodide and given.pyodide.resolve())
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in given.to.rglob("*") if path.is_file()) / 1e6
    print(f"{given.to}: {size:.0f} MB. Look at it with: python -m http.server --directory {given.to}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
