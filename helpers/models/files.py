"""Reading `data/`: each file is checked against its SHA-256; a fault names the file and what restores it."""

import contextlib
import dataclasses
import hashlib
import json
import math
import sys
from pathlib import Path

import numpy as np

ROOM = Path(__file__).resolve().parents[1]
FOLDERS = (ROOM / "data", ROOM.parent / "data")  # inside an installed wheel; in a checkout
RESTORE = "Restore it with `git checkout -- data` in the project's folder, or install the project again."


def data_folder():
    """Find data/, beside `helpers` in a checkout, inside it in an installed wheel."""
    for folder in FOLDERS:
        if (folder / "pronouns").is_dir():
            return folder
    raise FileNotFoundError(
        f"The folder data/pronouns is missing: looked in {FOLDERS[0]} and {FOLDERS[1]}. {RESTORE}"
    )


def model_folder(name):
    """The folder of a model. In the site the large ones are not there at first: they are brought now."""
    folder = data_folder() / name
    if sys.platform == "emscripten" and not folder.is_dir():
        with contextlib.suppress(ModuleNotFoundError):  # a browser, but not the site
            from attention_course_site import bring  # tools/site/large.py

            bring(name, folder)
    return folder


def read_file(path):
    """Read a file of data/ and compare it with the SHA-256 that checksums.json holds for it. -> bytes"""
    return map_file(path)[:]


def map_file(path):
    """The same without a copy: sliced like bytes, it stays in the file, one for all kernels of a machine.

    In a browser, where no other kernel could share it, the bytes are read.
    """
    checksums = path.with_name("checksums.json")
    for needed in (checksums, path):
        if not needed.is_file():
            raise FileNotFoundError(
                f"{needed.parent.name}/{needed.name} is missing from {needed.parent}. {RESTORE}"
            )
    content = _mapped(path)
    try:
        expected = json.loads(checksums.read_bytes())[path.name]
    except (ValueError, KeyError, TypeError):
        raise RuntimeError(
            f"{checksums.parent.name}/checksums.json is damaged: it has no entry for {path.name}. {RESTORE}"
        ) from None
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        raise RuntimeError(
            f"{path.parent.name}/{path.name} is damaged: its SHA-256 begins with {found[:8]}, "
            f"checksums.json expects {str(expected)[:8]}. {RESTORE}"
        )
    return content


def _mapped(path):
    if sys.platform == "emscripten" or not path.stat().st_size:  # an empty file cannot be mapped
        return path.read_bytes()
    import mmap

    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def read_json(path):
    """Read a JSON file of data/, checked against its SHA-256."""
    return json.loads(read_file(path))


def read_arrays(path):
    """The arrays of a safetensors file of data/, checked against its SHA-256: read-only views of the file.

    -> dict of name: array.  The format is a length, a JSON header and the raw numbers; reading it here
    needs no compiled package, so the course also runs inside a browser.
    Source: https://github.com/huggingface/safetensors#format
    """
    content = map_file(path)
    end = 8 + int.from_bytes(content[:8], "little")
    kinds = {
        "F16": "<f2",
        "F32": "<f4",
        "F64": "<f8",
        "I32": "<i4",
        "I64": "<i8",
        "U8": "u1",
        "I8": "i1",
        "BOOL": "?",
    }
    arrays = {}
    for name, entry in json.loads(content[8:end]).items():
        if name != "__metadata__":
            kind, count = kinds[entry["dtype"]], math.prod(entry["shape"])
            place = end + entry["data_offsets"][0]
            arrays[name] = np.frombuffer(content, kind, count, place).reshape(entry["shape"])
    return arrays


def frozen(array):
    """The array, which from now on nobody can write to."""
    array.flags.writeable = False
    return array


def in_columns(layer):
    """In a browser, keep each W column after column in memory; elsewhere change nothing. Layer -> Layer

    There numpy has no BLAS. Measured in Chromium on [448, 512] @ [512, 1024]: as stored 0.70 s, so 0.21 s,
    and with the einsum of helpers.attention.product 0.11 s.
    """
    if sys.platform != "emscripten":
        return layer
    turned = {}
    for name, W in vars(layer).items():
        if name.startswith("W_"):
            turned[name] = frozen(np.ascontiguousarray(W.swapaxes(-1, -2)).swapaxes(-1, -2))
    return dataclasses.replace(layer, **turned)
