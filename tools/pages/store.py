"""What an explorer shows in all its states, small enough for a page: each array and each text once.

drawn.py draws them and says on which controls each picture depends, merge.py makes of what it shows over the
grid of these controls a tree that says what differs:

    {"c": value}                 the same in all states
    {"d": {name: tree}}          a dict, {"l": [tree]} a list, {"s": [tree]} a text, its parts with spaces between
    {"v": tree, "of": [tree]}    one of several, and which
    {"t": table, "i": [start, axes, sizes]}     values[ids[start + place]]; place counts these axes
    {"a": shape, "i": …}                        an array: its number is the id

An array is told as {"array": number, "shape": […]}. As bytes: JSON of all this, the ids, then every array once,
as float32. Numbers of several bytes are stored in planes: first the first byte of each and so on, which gzip,
around everything, likes better.
`read` takes it apart again, as store.js does, so that each state can be compared with what was drawn.
"""

import gzip
import json
import math
import struct
import zlib

import numpy as np

from tools.pages.drawn import LARGEST, Drawn, drawn
from tools.pages.merge import Lookup, Merger

__all__ = ["LARGEST", "Damaged", "differs", "exact", "opened", "read", "write"]

VERSION = 2
CHECKED = 60  # states, drawn at random, that must be read as they are drawn
TRIES = 4  # how often what they taught is put in, until we give up


def write(states):
    """All that is shown in all states. states: of an explorer -> bytes, gzipped, the same every time

    Raises ValueError: more states than may be stored. RuntimeError: what is read is not what was drawn.
    """
    found = Drawn(states)
    for attempt in range(TRIES):
        data = _written(found)
        chance, parts = states.random(1000 + attempt, CHECKED), opened(data)
        wrong = [places for places in chance if differs(parts, states, places)]
        if not wrong:
            return data
        for places in wrong:
            found.at(tuple(places.values()))
    raise RuntimeError(f"What is stored of {wrong[0]} is not what is drawn there.")


def differs(parts, states, places):
    """Whether a state is read as something else than what is drawn. parts: of an opened store -> bool"""
    head, ids, arrays = parts
    message, shown = drawn(states, places)
    if read(head, ids, 0, places) != message:
        return True
    for view, (told, numbers) in enumerate(shown or (), start=1):
        if exact(read(head, ids, view, places), arrays) != exact(told, numbers):
            return True
    return False


def exact(part, numbers):
    """What two parts have alike only if they show the same, bit by bit, wherever their arrays lie.

    numbers: the list of arrays that a store holds, or the bytes that `pack` gives -> nested lists of str and bytes
    """
    if isinstance(part, dict) and part.keys() == {"array", "shape"}:
        return [repr(part["shape"]), numbers[part["array"]].tobytes()]
    if isinstance(part, dict) and part.keys() == {"at", "shape"}:
        return [repr(part["shape"]), numbers[4 * part["at"] :][: 4 * math.prod(part["shape"])]]
    if isinstance(part, dict):
        return {name: exact(one, numbers) for name, one in part.items()}
    return [exact(one, numbers) for one in part] if isinstance(part, (list, tuple)) else repr(part)


def _written(found):
    merger = Merger(found.values)
    writer = Writer(found.values.arrays)
    views = [
        {"uses": names, "tree": writer.placed(merger.tree(numbers))} for names, numbers in found.settle()
    ]
    return writer.as_bytes({"version": VERSION, "views": views})


class Writer:
    """Puts the tables, ids and arrays of trees where they are stored, each once. all_arrays: those of Values"""

    def __init__(self, all_arrays):
        self.all_arrays, self.tables, self.ids, self.arrays = all_arrays, [], [], []
        self._places = {}

    def placed(self, tree):
        """A tree as it is stored. tree: with a Lookup at each end -> plain values"""
        if isinstance(tree, Lookup):
            return self._looked_up(tree)
        if isinstance(tree, dict) and tree.keys() == {"array", "shape"}:
            return tree | {"array": self._array(tree["array"])}
        if isinstance(tree, dict):
            return {name: self.placed(one) for name, one in tree.items()}
        return [self.placed(one) for one in tree] if isinstance(tree, list) else tree

    def _looked_up(self, tree):
        run, table = tree.run.ravel().tolist(), tree.table
        axes = [axis for axis, size in enumerate(tree.run.shape) if size > 1]
        if tree.shape is not None:
            run = [self._array(table[place]) for place in run]
            kept = {"a": list(tree.shape)}
        else:
            kept = {"t": self._once(self.tables, [self.placed(one) for one in table])}
        if (key := tuple(run)) not in self._places:
            self._places[key] = len(self.ids)
            self.ids += run
        return kept | {"i": [self._places[key], axes, [tree.run.shape[axis] for axis in axes]]}

    def _array(self, place):
        return self._once(self.arrays, place)

    def _once(self, kept, value):
        key = (id(kept), json.dumps(value))
        if key not in self._places:
            self._places[key] = len(kept)
            kept.append(value)
        return self._places[key]

    def as_bytes(self, head):
        """head: version and views, as they become JSON -> bytes, gzipped"""
        arrays = [self.all_arrays[place] for place in self.arrays]
        head = head | {"tables": self.tables, "arrays": [len(array) for array in arrays]}
        text = json.dumps(head, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
        ids = np.array(self.ids, "<u4" if max(self.ids, default=0) > 0xFFFF else "<u2")
        floats = np.concatenate([np.zeros(0, "<f4"), *arrays])
        sizes = struct.pack("<4I", len(text), ids.itemsize, len(ids), len(floats))
        return gzip.compress(sizes + text + _planes(ids) + _planes(floats), 9, mtime=0)


def _planes(numbers):
    return numbers.view(np.uint8).reshape(len(numbers), numbers.itemsize).T.tobytes()


def _from_planes(raw, at, count, kind):
    size = np.dtype(kind).itemsize
    planes = np.frombuffer(raw, np.uint8, size * count, at)
    return planes.reshape(size, count).T.copy().view(kind).ravel()


class Damaged(ValueError):
    """A store that is cut or changed."""


def opened(data):
    """A store as it was written. data: bytes -> (head, ids, list of arrays). Raises Damaged."""
    try:
        raw = gzip.decompress(data)
        n_text, wide, n_ids, n_floats = struct.unpack_from("<4I", raw)
        if len(raw) != 16 + n_text + wide * n_ids + 4 * n_floats:
            raise ValueError("a part is missing")
        head = json.loads(raw[16 : 16 + n_text])
        if head["version"] != VERSION:
            raise ValueError("it is of another version")
        ids = _from_planes(raw, 16 + n_text, n_ids, f"<u{wide}")
        floats = _from_planes(raw, 16 + n_text + wide * n_ids, n_floats, "<f4")
        return head, ids, np.split(floats, np.cumsum(head["arrays"])[:-1])
    except (EOFError, OSError, ValueError, TypeError, KeyError, struct.error, zlib.error) as error:
        raise Damaged("This table of states is cut or damaged.") from error


def read(head, ids, view, places):
    """What a view shows, or, for view 0, the message. places: dict of name: place -> plain values"""
    one = head["views"][view]
    return _value(one["tree"], [places[name] for name in one["uses"]], head["tables"], ids)


def _value(tree, places, tables, ids):
    def below(part):
        return _value(part, places, tables, ids)

    if "c" in tree:
        return tree["c"]
    if "d" in tree:
        return {name: below(part) for name, part in tree["d"].items()}
    if "l" in tree:
        return [below(part) for part in tree["l"]]
    if "s" in tree:
        return " ".join(below(part) for part in tree["s"])
    if "v" in tree:
        return below(tree["of"][below(tree["v"])])
    start, axes, sizes = tree["i"]
    place = 0
    for axis, size in zip(axes, sizes, strict=True):
        place = place * size + places[axis]
    number = int(ids[start + place])
    return {"array": number, "shape": tree["a"]} if "a" in tree else tables[tree["t"]][number]
