"""What an explorer shows in all its states, small enough for a page: each array and each text once.

For each picture the controls that it depends on are found by moving one at a time from states drawn at
random. Its packed frames over the grid of those become a tree that says what differs, and by which controls:

    {"c": value}                 the same in all states
    {"d": {name: tree}}          a dict, {"l": [tree]} a list, {"s": [tree]} a text, put together from parts
    {"b": axis, "of": [tree]}    another tree for each value of one control
    {"t": table, "i": [start, axes, sizes]}     values[ids[start + place]]; place counts these axes

An array is told as {"array": number}. As bytes: JSON of all this, ids as uint16, then every array once, as
float32 in four planes of bytes (which gzip likes better); gzip around it.
`read` takes it apart again, as store.js does, so that a test can compare each state with what was packed.
"""

import gzip
import json
import math
import random
import struct
from dataclasses import dataclass, field

import numpy as np

from helpers.pictures.pack import pack
from helpers.pictures.states import SAMPLES
from helpers.pictures.words import describe

VERSION = 1
LARGEST = 40_000  # states of a picture; where there are more, `offers` of its explorer say which


class _Array:
    """An array of the pool, equal to another one only if it is the same."""

    def __init__(self, number, shape):
        self.number, self.shape = number, shape

    def told(self):
        return {"array": self.number, "shape": list(self.shape)}


class Pool:
    """Every array once. -> its number"""

    def __init__(self):
        self.numbers, self.arrays, self.made = {}, [], {}

    def add(self, numbers, shape):
        place = self.numbers.setdefault(numbers, len(self.arrays))
        if place == len(self.arrays):
            self.arrays.append(np.frombuffer(numbers, "<f4"))
        return self.made.setdefault((place, tuple(shape)), _Array(place, shape))


@dataclass
class Writer:
    """The parts of a store while it is written. pool: Pool; tables: list of values; ids: list of int."""

    pool: Pool = field(default_factory=Pool)
    tables: list = field(default_factory=list)
    places: dict = field(default_factory=dict)
    ids: list = field(default_factory=list)
    runs: dict = field(default_factory=dict)


def packed(frame, pool):
    """A frame as `pack` gives it, its arrays in the pool, and what it says. -> nested plain values"""
    structure, numbers = pack(frame)

    def plain(part):
        if isinstance(part, dict):
            if part.keys() == {"at", "shape"}:
                size = int(np.prod(part["shape"], dtype=np.int64))
                return pool.add(numbers[4 * part["at"] : 4 * (part["at"] + size)], part["shape"])
            return {name: plain(one) for name, one in part.items()}
        if isinstance(part, (list, tuple)):
            return [plain(one) for one in part]
        return part

    selected = [int(part) for part in getattr(frame, "selected", ())]
    return {"structure": plain(structure), "words": describe(frame), "selected": selected}


def drawn(states, places, pool):
    """What is shown in a state: the message, and each picture packed, or None where none can be drawn."""
    try:
        return "", [packed(frame, pool) for frame in states.draw(states.at(places))]
    except ValueError as error:
        return str(error), None


def depends(states, draw, samples=SAMPLES, seed=0):
    """Which controls each picture, and the message, depend on. draw: function of places

    -> list of list of names, in the order of the controls; the message first
    """
    chance = random.Random(seed)
    found = None
    for base in [_start(states), *states.random(seed, samples)]:
        message, shown = draw(base)
        for name, values in states.values.items():
            others = [place for place in range(len(values)) if place != base[name]]
            for place in chance.sample(others, min(2, len(others))):
                moved_message, moved = draw(base | {name: place})
                found = found or [set() for _ in range(1 + len(shown or moved or ()))]
                if message != moved_message:
                    found[0].add(name)
                if shown is None or moved is None:
                    continue
                for view, pair in enumerate(zip(shown, moved, strict=True), start=1):
                    if pair[0] != pair[1]:
                        found[view].add(name)
    return [[name for name in states.values if name in names] for names in found or [set(), *map(set, shown)]]


def _start(states):
    return {name: values.index(states.start[name]) for name, values in states.values.items()}


def write(states):
    """All that is shown in all states. states: of an explorer -> bytes, gzipped"""
    writer, known = Writer(), {}

    def draw(places):
        key = tuple(places.values())
        if key not in known:
            known[key] = drawn(states, places, writer.pool)
        return known[key]

    start = _start(states)
    uses = depends(states, draw)
    views = []
    for view, names in enumerate(uses):
        if (size := math.prod(len(states.values[name]) for name in names)) > LARGEST:
            raise ValueError(
                f"A picture has {size:,} states ({', '.join(names)}), and at most {LARGEST:,} may be stored: "
                "give its explorer offers, some values of a control in place of all."
            )
        cells = [draw(start | places) for places in states.grid(names)]
        if view == 0:
            values = [message for message, _ in cells]
        else:
            values = _filled([shown and shown[view - 1] for _, shown in cells])
        sizes = [len(states.values[name]) for name in names]
        views.append({"uses": names, "tree": merge(values, sizes, writer)})
    head = {"version": VERSION, "views": views, "tables": writer.tables}
    return as_bytes(head, writer)


def _filled(values):
    """In place of what could not be drawn stands what was drawn before it."""
    last = next(value for value in values if value is not None)
    found = []
    for value in values:
        last = last if value is None else value
        found.append(last)
    return found


# ---- what differs


def merge(values, sizes, writer):
    """A tree of values over a grid. values: list, in the order of the grid; sizes: of its axes -> tree"""
    first = values[0]
    if all(value is first or _same(value, first) for value in values):
        return {"c": _told(first)}
    if all(isinstance(value, dict) and value.keys() == first.keys() for value in values):
        return {"d": {name: merge([value[name] for value in values], sizes, writer) for name in first}}
    if all(isinstance(value, list) for value in values):
        if len({len(value) for value in values}) == 1 and _nested(first):
            parts = zip(*values, strict=True)
            return {"l": [merge(list(part), sizes, writer) for part in parts]}
        if any(map(_nested, values)):
            axis = _splits(values, sizes)
            if axis is not None:
                return _split(values, sizes, axis, writer)
    return _looked_up(values, sizes, writer)


def _same(one, other):
    return type(one) is type(other) and one == other


def _nested(value):
    return any(isinstance(part, (dict, list, _Array)) for part in value)


def _grid(values, sizes):
    grid = np.empty(len(values), object)
    grid[:] = values
    return grid.reshape(sizes)


def _splits(values, sizes):
    """The axis along which lists have another length, or None."""
    lengths = np.array([len(value) for value in values]).reshape(sizes)
    for axis in range(len(sizes)):
        others = tuple(other for other in range(len(sizes)) if other != axis)
        if sizes[axis] > 1 and np.all(lengths.min(others) == lengths.max(others)):
            return axis
    return None


def _split(values, sizes, axis, writer):
    places = np.arange(len(values)).reshape(sizes)
    parts = [
        merge(
            [values[place] for place in np.take(places, [at], axis).ravel()],
            [1 if other == axis else size for other, size in enumerate(sizes)],
            writer,
        )
        for at in range(sizes[axis])
    ]
    return {"b": axis, "of": parts}


def _looked_up(values, sizes, writer):
    """A table of the unique values, and for each place of the axes that matter the number of one."""
    numbers, table = {}, []
    ids = np.empty(len(values), np.int64)
    for place, value in enumerate(values):
        key = ("array", value) if isinstance(value, _Array) else json.dumps(_told(value))
        if key not in numbers:
            numbers[key] = len(table)
            table.append(_told(value))
        ids[place] = numbers[key]
    ids = ids.reshape(sizes)
    axes = [axis for axis in range(len(sizes)) if not (ids == np.take(ids, [0], axis)).all()]
    for axis in range(len(sizes)):
        if axis not in axes:
            ids = np.take(ids, [0], axis)
    run = ids.ravel().tolist()
    return {"t": _table(table, writer), "i": [_run(run, writer), axes, [sizes[axis] for axis in axes]]}


def _table(table, writer):
    key = json.dumps(table)
    if key not in writer.places:
        writer.places[key] = len(writer.tables)
        writer.tables.append(table)
    return writer.places[key]


def _run(run, writer):
    key = tuple(run)
    if key not in writer.runs:
        writer.runs[key] = len(writer.ids)
        writer.ids.extend(run)
    return writer.runs[key]


def _told(value):
    if isinstance(value, _Array):
        return value.told()
    if isinstance(value, dict):
        return {name: _told(one) for name, one in value.items()}
    return [_told(one) for one in value] if isinstance(value, list) else value


# ---- bytes


def as_bytes(head, writer):
    """head: what becomes JSON -> bytes, gzipped, the same every time"""
    head["arrays"] = [len(array) for array in writer.pool.arrays]
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    ids = np.array(writer.ids, "<u2")
    floats = np.concatenate([np.zeros(0, "<f4"), *writer.pool.arrays])
    planes = floats.astype("<f4").view(np.uint8).reshape(-1, 4).T.tobytes()
    sizes = struct.pack("<3I", len(text), len(ids), len(floats))
    return gzip.compress(sizes + text + ids.tobytes() + planes, 9, mtime=0)


class Damaged(ValueError):
    """A store that is cut or changed."""


def opened(data):
    """A store as it was written. data: bytes -> (head, ids, list of arrays). Raises Damaged."""
    try:
        raw = gzip.decompress(data)
        n_text, n_ids, n_floats = struct.unpack_from("<3I", raw)
        head = json.loads(raw[12 : 12 + n_text])
        ids = np.frombuffer(raw, "<u2", n_ids, 12 + n_text)
        planes = np.frombuffer(raw, np.uint8, 4 * n_floats, 12 + n_text + 2 * n_ids)
        floats = planes.reshape(4, -1).T.copy().view("<f4").ravel()
        return head, ids, np.split(floats, np.cumsum(head["arrays"])[:-1])
    except (EOFError, OSError, ValueError, KeyError, struct.error) as error:
        raise Damaged(f"This store cannot be read: {error}") from error


def read(head, ids, view, places):
    """What a view shows, or, for view 0, the message. places: dict of name: place -> plain values"""
    one = head["views"][view]
    return _value(one["tree"], [places[name] for name in one["uses"]], head["tables"], ids)


def _value(tree, places, tables, ids):
    if "c" in tree:
        return tree["c"]
    if "d" in tree:
        return {name: _value(part, places, tables, ids) for name, part in tree["d"].items()}
    if "l" in tree:
        return [_value(part, places, tables, ids) for part in tree["l"]]
    if "s" in tree:
        return "".join(_value(part, places, tables, ids) for part in tree["s"])
    if "b" in tree:
        axis = tree["b"]
        rest = [0 if other == axis else place for other, place in enumerate(places)]
        return _value(tree["of"][places[axis]], rest, tables, ids)
    start, axes, sizes = tree["i"]
    place = 0
    for axis, size in zip(axes, sizes, strict=True):
        place = place * size + places[axis]
    return tables[tree["t"]][ids[start + place]]
