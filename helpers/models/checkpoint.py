"""A folder in which somebody else's program keeps a model: JSON, texts and safetensors, in one file or many.

Nothing outside the folder is read, nothing is unpickled, and no file is believed before it was checked.
One folder beside it counts as its own: in the cache of the transformers library all that a snapshot holds
are links to files in models--…/blobs.
"""

import contextlib
import math
import os
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from helpers.models.files import KINDS, frozen, places_in, read_object, shown

WEIGHTS = "model.safetensors"
INDEX = WEIGHTS + ".index.json"
GIVE = f"give the one that holds {WEIGHTS} and config.json"
LONGEST = 50_000_000  # bytes of a header, or of a file of texts: those of real models have less than half
LONGEST_JSON = 5_000_000  # of other JSON
FLOATS = ("F16", "BF16", "F32", "F64")
PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".bin.index.json")
NAME = re.compile(r"(?:\w[\w.-]*/)?\w[\w.-]*", re.ASCII)  # of a model on a hub
SAVE = """from transformers import AutoModel, AutoTokenizer

for part in (AutoModel, AutoTokenizer):
    part.from_pretrained("{0}").save_pretrained("{0}")"""
CONVERT = (
    "from transformers import AutoModel\n"
    'AutoModel.from_pretrained("the folder").save_pretrained("the folder")'
)


@dataclass(frozen=True)
class Stored:
    """Numbers in a file that are not read yet.

    name: of the array; path: of the file; kind: one of files.KINDS; shape; start: their first byte.
    """

    name: str
    path: Path
    kind: str
    shape: tuple
    start: int

    def numbers(self):
        """Read them. -> float32 array of this shape, which nobody can write to

        Raises ValueError: numbers of another kind.  RuntimeError: numbers that are not finite.
        """
        if self.kind not in FLOATS:
            kinds = ", ".join(FLOATS)
            raise ValueError(
                f"{shown(self.name)} holds {shown(self.kind, str)}: what can be read is {kinds}."
            )
        count = math.prod(self.shape)
        try:
            with _said(self.path.name), self.path.open("rb") as file:
                file.seek(self.start)
                content = file.read(count * np.dtype(KINDS[self.kind]).itemsize)
            array = np.frombuffer(content, KINDS[self.kind], count) if count else np.zeros(0)
        except ValueError:
            raise RuntimeError(f"{self.path.name} became shorter while it was read.") from None
        except (MemoryError, OverflowError):
            size = f"{shown(self.name)} {shown(list(self.shape))}"
            raise RuntimeError(f"{size} is larger than this machine's memory.") from None
        if self.kind == "BF16":
            array = (array.astype("<u4") << 16).view("<f4")
        with np.errstate(over="ignore"):
            array = array.astype(np.float32, copy=False).reshape(self.shape)
        if array.size and not np.isfinite([array.min(), array.max()]).all():
            raise RuntimeError(
                f"{self.path.name} is damaged: {shown(self.name)} holds numbers that are not finite."
            )
        return frozen(array)


@contextlib.contextmanager
def _said(name):
    """A context in which a fault of the disk becomes a sentence that names the file."""
    try:
        yield
    except OSError as error:
        raise RuntimeError(f"{name} cannot be read: {error.strerror or type(error).__name__}.") from None


class Folder:
    """A folder on disk, and what may be read of it: files that lie in it, by their names.

    Raises ValueError: no path, or a path of a file.  FileNotFoundError: nothing is there.
    """

    def __init__(self, given):
        if not isinstance(given, (str, os.PathLike)) or not str(given).strip("\0 "):
            raise ValueError(f"A folder is given by its path: got {shown(given)}.")
        try:
            self.path = Path(os.path.realpath(os.path.expanduser(given)))
            is_file, is_folder = os.path.isfile(self.path), os.path.isdir(self.path)
        except ValueError:  # letters that no path has
            is_file, is_folder = False, False
        if is_file:
            raise ValueError(f"{shown(given, str)} is a file, no folder: {GIVE}.")
        if not is_folder:
            is_name = isinstance(given, str) and len(given) < 100 and NAME.fullmatch(given)
            told = (
                f" If it is the name of a model, save that first:\n\n{SAVE.format(given)}" if is_name else ""
            )
            raise FileNotFoundError(f"There is no folder {shown(given, str)}: {GIVE}.{told}")
        if self.path.name.startswith("models--") and os.path.isdir(self.path / "snapshots"):
            raise ValueError(
                f"{shown(given, str)} is the cache of a model: give the folder of one of its snapshots, "
                "the one in it that holds config.json."
            )
        snapshots, cache = self.path.parent, self.path.parent.parent
        cached = snapshots.name == "snapshots" and cache.name.startswith("models--")
        self.blobs = cache / "blobs" if cached else self.path

    def find(self, name):
        """The path of a file that lies in the folder, or None.  Raises ValueError: it leads elsewhere."""
        if name in ("", ".", "..") or any(sign in "/\\:" or not sign.isprintable() for sign in name):
            raise ValueError(
                f"{shown(name)} names no file inside the folder: what lies elsewhere is not read."
            )
        found = Path(os.path.realpath(self.path / name))
        if not found.is_relative_to(self.path) and found.parent != self.blobs:
            raise ValueError(
                f"{shown(name)} is a link that leads out of the folder, and what lies elsewhere is not read: "
                "copy the files themselves, such as with cp -rL, or save the model anew with save_pretrained."
            )
        return found if os.path.isfile(found) else None

    def read(self, name, most=None):
        """A file's bytes.  Raises FileNotFoundError: it is missing.  RuntimeError: it cannot be read.

        most: so many bytes it may have (None: LONGEST).
        """
        path = self.find(name)
        if path is None:
            raise FileNotFoundError(f"{name} is missing from {shown(self.path, str)}.")
        with _said(name):
            if path.stat().st_size > (most or LONGEST):
                raise RuntimeError(
                    f"{name} is too long to be what it should be: {path.stat().st_size:,} bytes."
                )
            return path.read_bytes()

    def text(self, name):
        """A file of text. -> str.  Raises as `read`, and RuntimeError: no UTF-8."""
        try:
            return self.read(name).decode("utf-8")
        except UnicodeDecodeError:
            raise RuntimeError(f"{name} is damaged: it is no text in UTF-8.") from None

    def json(self, name, most=None):
        """A file of JSON. -> dict.  Raises as `read`, and RuntimeError: no JSON, or no object."""
        content = self.read(name, most or LONGEST_JSON)
        try:
            return read_object(content, "it")
        except ValueError as error:
            raise RuntimeError(f"{name} is damaged: {error}.") from None

    def stored(self):
        """Every array of the model. -> dict of name: Stored

        Raises FileNotFoundError: there is no safetensors file.  ValueError: there is only a pickle file, or
        an index that names a file elsewhere.  RuntimeError: a damaged file.
        """
        if self.find(WEIGHTS):
            return self._arrays(WEIGHTS)
        if self.find(INDEX):
            return self._sharded()
        with _said("the folder"):
            there = sorted(path.name for path in self.path.iterdir())
        pickled = [name for name in there if name.endswith(PICKLES)]
        if pickled:
            raise ValueError(
                f"{shown(pickled[0], str)} is a pickle file, which can run anything when it is opened: "
                f"it stays closed. If you trust it, convert it with the library transformers:\n\n{CONVERT}"
            )
        named = [name for name in there if name.endswith(".safetensors")]
        told = f" It holds {shown(named[0], str)}: give that one this name." if len(named) == 1 else ""
        raise FileNotFoundError(f"{WEIGHTS} is missing from {shown(self.path, str)}.{told}")

    def _arrays(self, name):
        path = self.find(name)
        if path is None:
            raise FileNotFoundError(
                f"{shown(name, str)} is missing from {shown(self.path, str)}: {INDEX} names it."
            )
        with _said(name), path.open("rb") as file:
            size = path.stat().st_size
            length = int.from_bytes(file.read(8), "little")
            if size < 8 or length > min(size - 8, LONGEST):
                raise RuntimeError(
                    f"{shown(name, str)} is damaged: it has {size:,} bytes, "
                    f"and says that {length:,} of them are its header."
                )
            header = file.read(length)
        try:
            places = places_in(header, size - 8 - length)
        except ValueError as error:
            raise RuntimeError(f"{shown(name, str)} is damaged: {error}.") from None
        return {
            array: Stored(array, path, kind, shape, 8 + length + start)
            for array, (kind, shape, start) in places.items()
        }

    def _sharded(self):
        """As `stored`, of a model in many files: the index says which array is in which."""
        index = self.json(INDEX).get("weight_map")
        files = index.values() if isinstance(index, dict) else [None]
        if not files or not all(isinstance(file, str) for file in files):
            raise RuntimeError(f"{INDEX} is damaged: its weight_map must give the file of each array.")
        found = {}
        for file, arrays in [(file, self._arrays(file)) for file in sorted(set(files))]:
            named = {array for array, of in index.items() if of == file}
            for array in sorted(named ^ arrays.keys()):
                says = "names" if array in named else "does not name"
                raise RuntimeError(
                    f"{INDEX} does not fit: it {says} {shown(array)} in {shown(file, str)}, "
                    f"which {'has no such array' if array in named else 'holds it'}."
                )
            found |= arrays
        return found
