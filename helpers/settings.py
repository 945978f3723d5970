"""What the course remembers from one kernel to the next: a small JSON file a name in the user's data folder.

Nothing here raises or waits. What cannot be kept in a file is kept in memory until the kernel ends, and
`trouble()` says so. The environment variable ATTENTION_COURSE_DATA names another folder.
"""

import copy
import json
import os
import tempfile
from pathlib import Path

from platformdirs import user_data_path

LARGEST = 1_000_000  # bytes; a larger file is not ours
_held = {}  # name -> dict: what could not be written
_troubles = {}  # (name, "read" or "write") -> one sentence


def read(name):
    """What was last written under a name; {} when there is nothing, or nothing that can be read.

    name: a plain word, such as "picture".  -> dict, the caller's own copy
    """
    if name in _held:
        return copy.deepcopy(_held[name])
    try:
        path = _path(name)
        if not path.exists():
            return {}
        if not path.is_file() or path.stat().st_size > LARGEST:
            raise ValueError("it is not one of the course's files")
        values = json.loads(path.read_text(encoding="utf8"))
        if not isinstance(values, dict):
            raise ValueError("it does not hold names with values")
    except Exception as fault:
        _troubles[name, "read"] = f"What the course remembers as {name!r} cannot be read: {_reason(fault)}."
        return {}
    _troubles.pop((name, "read"), None)
    return values


def write(name, values):
    """Remember a dict under a name, instead of what was there: wholly, or in memory only.

    values: what JSON can hold; numbers and tuples come back as JSON gives them, keys as text.
    """
    try:
        if not isinstance(values, dict):
            raise TypeError(f"a dict is needed, not {type(values).__name__}")
        text = json.dumps(values, ensure_ascii=False)
    except Exception as fault:
        _troubles[name, "write"] = f"{name!r} cannot be remembered: {_reason(fault)}."
        return
    try:
        _replace(_path(name), text)
    except Exception as fault:
        _held[name] = json.loads(text)
        _troubles[name, "write"] = f"{name!r} is remembered only until this kernel ends: {_reason(fault)}."
    else:
        _held.pop(name, None)
        _mended(name)


def forget(name):
    """Remember nothing under a name any more."""
    _held.pop(name, None)
    _mended(name)
    try:
        _path(name).unlink(missing_ok=True)
    except Exception as fault:
        _held[name] = {}
        _troubles[name, "write"] = f"{name!r} is forgotten only until this kernel ends: {_reason(fault)}."


def trouble():
    """What went wrong with remembering and has not been mended since, in one line. -> str or None"""
    return next(reversed(_troubles.values()), None)


def _mended(name):
    for doing in ("read", "write"):
        _troubles.pop((name, doing), None)


def _path(name):
    named = os.environ.get("ATTENTION_COURSE_DATA")
    folder = Path(named).expanduser() if named else user_data_path("attention-course", appauthor=False)
    if not named and not folder.is_absolute():
        raise OSError("this user has no home folder")
    return folder / f"{name}.json"


def _replace(path, text):
    """Write a file so that another kernel reads the old one or the new one, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number, fresh = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-")
    try:
        with os.fdopen(number, "w", encoding="utf8") as file:
            file.write(text)
        os.replace(fresh, path)
    except BaseException:
        Path(fresh).unlink(missing_ok=True)
        raise


def _reason(fault):
    said = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
    return " ".join((said or type(fault).__name__).split()).rstrip(".")
