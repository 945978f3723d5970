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
KINDS = {  # of numbers, as safetensors names them; numpy has no bfloat16: the upper half of a float32
    **{"F16": "<f2", "F32": "<f4", "F64": "<f8", "BF16": "<u2", "BOOL": "?", "I8": "i1", "U8": "u1"},
    **{"I16": "<i2", "U16": "<u2", "I32": "<i4", "U32": "<u4", "I64": "<i8", "U64": "<u8"},
}
MOST_AXES = 32  # of an array
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
    arrays = {}
    for name, (kind, shape, start) in places_in(content[8:end], len(content) - end).items():
        arrays[name] = np.frombuffer(content, KINDS[kind], math.prod(shape), end + start).reshape(shape)
    return arrays


def places_in(header, n_bytes):
    """What the header of a safetensors file says of the numbers behind it.

    header: bytes of JSON; n_bytes: how many follow -> dict of name: (kind, shape, where its numbers start)
    Raises ValueError, with a piece of a sentence: a header that cannot be true, of whatever file.

    >>> places_in(b'{"W": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}', 24)
    {'W': ('F32', (2, 3), 0)}
    >>> places_in(b'{"W": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}', 20)
    Traceback (most recent call last):
    ValueError: its header tells of 24 bytes of numbers, and 20 are there
    """
    told = read_object(header, "its header")
    told.pop("__metadata__", None)
    found, end = {}, 0
    for name, entry in sorted(told.items(), key=lambda item: _offsets(*item)):
        kind, shape, (start, stop) = entry["dtype"], entry["shape"], entry["data_offsets"]
        if start != end:
            raise ValueError(
                f"the numbers of {shown(name)} should start at byte {end}: its header says {shown(start)}"
            )
        size = math.prod(shape) * np.dtype(KINDS[kind]).itemsize if kind in KINDS else stop - start
        if stop - start != size:
            raise ValueError(
                f"{shown(name)} {shown(shape)} of {kind} takes {shown(size)} bytes: "
                f"its header says {shown(stop - start)}"
            )
        found[name], end = (kind, tuple(shape), start), stop
    if end != n_bytes:
        raise ValueError(f"its header tells of {shown(end)} bytes of numbers, and {n_bytes} are there")
    return found


def _offsets(name, entry):
    """Where the numbers of an array start and stop. Raises ValueError: an entry that cannot be read."""
    entry = entry if isinstance(entry, dict) else {}
    shape, offsets = entry.get("shape"), entry.get("data_offsets")
    for numbers in (shape, offsets):
        if not isinstance(numbers, list) or not all(
            type(number) is int and number >= 0 for number in numbers
        ):
            break
    else:
        right = len(offsets) == 2 and offsets[0] <= offsets[1] and len(shape) <= MOST_AXES
        if isinstance(entry.get("dtype"), str) and right:
            return offsets
    raise ValueError(f"the entry of {shown(name)} in its header needs dtype, shape and data_offsets")


def read_object(content, name):
    """Read JSON that somebody else wrote. bytes -> dict

    Raises ValueError, with a piece of a sentence: no JSON, no object, or one that names something twice.
    """

    def once(pairs):
        if len(found := dict(pairs)) < len(pairs):
            raise ValueError("a name stands there twice")
        return found

    try:
        found = json.loads(content, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{name} cannot be read as JSON ({shown(error, str)})") from None
    if not isinstance(found, dict):
        raise ValueError(f"{name} must hold a JSON object, {{…}}: got {type(found).__name__}")
    return found


def shown(given, write=repr, most=60):
    """What stands in somebody else's file, so that it fits into a message and steers no terminal. -> str

    >>> shown("a" * 100), shown("\\x1b")
    ("'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…", "'\\\\x1b'")
    """
    try:
        written = write(given)
    except (RecursionError, ValueError):  # lists in lists in lists, or a number of thousands of digits
        written = type(given).__name__
    written = "".join(sign if sign.isprintable() else "?" for sign in written[: most + 1])
    return written if len(written) <= most else written[: most - 1] + "…"


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
