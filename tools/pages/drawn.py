"""What an explorer shows in its states: drawn, each value kept once, and which controls each picture needs.

Where there are few states, all are drawn. Where there are many, each control is moved alone from some states
drawn at random, which says what a picture depends on, and its grid over these controls is drawn. Whatever is
drawn for one picture is compared with what is known of all others: where two states differ that should not,
the control that made the difference is added, and so on until everything drawn agrees.
"""

import math
import random

import numpy as np

from helpers.pictures.pack import Ready, ReadyTable, pack
from helpers.pictures.states import SAMPLES
from helpers.pictures.words import describe

ALL = 1000  # where there are no more states than this, each is drawn
LARGEST = 40_000  # states of a picture; where there are more, `offers` of its explorer say which
ELSEWHERE = 6  # where a state cannot be drawn: so many values of the controls that make no difference are tried
MESSAGE = 0  # its place beside the pictures


class Values:
    """Plain values, each kept once and told by its number: the numbers are the same where the values are.

    nodes: list of what each is: ("dict", names, numbers), ("list", numbers), ("flat", list of what holds no
    others), ("plain", value) or ("array", place in arrays, shape); arrays: list of float32 [size].
    """

    def __init__(self):
        self.nodes, self.arrays = [], []
        self._numbers, self._places, self._ready = {}, {}, {}

    def add(self, part, numbers=b""):
        """part: as `pack` gives it; numbers: the bytes that its arrays lie in -> int"""
        if type(part) in (Ready, ReadyTable):  # made once, so that itself is enough to know it
            if id(part) not in self._ready:
                self._ready[id(part)] = part, self._added(part, numbers)
            return self._ready[id(part)][1]
        return self._added(part, numbers)

    def _added(self, part, numbers):
        if isinstance(part, dict):
            if part.keys() == {"at", "shape"}:
                return self._array(part, numbers)
            inside = tuple([self.add(one, numbers) for one in part.values()])
            node = ("dict", tuple(part), inside)
            return self._number(node, node)
        if isinstance(part, (list, tuple)):
            if any(isinstance(one, (dict, list, tuple)) for one in part):
                node = ("list", tuple([self.add(one, numbers) for one in part]))
                return self._number(node, node)
            return self._number(("flat", repr(list(part))), ("flat", list(part)))
        return self._number(("plain", repr(part)), ("plain", part))  # repr: 1, 1.0 and True are not the same

    def _array(self, part, numbers):
        size = math.prod(part["shape"])
        run = numbers[4 * part["at"] : 4 * (part["at"] + size)]
        place = self._places.setdefault(run, len(self.arrays))
        if place == len(self.arrays):
            self.arrays.append(np.frombuffer(run, "<f4"))
        node = ("array", place, tuple(part["shape"]))
        return self._number(node, node)

    def _number(self, key, node):
        number = self._numbers.setdefault(key, len(self.nodes))
        if number == len(self.nodes):
            self.nodes.append(node)
        return number

    def inside(self, number):
        """The numbers of what a dict or a list holds. -> tuple of int"""
        node = self.nodes[number]
        return tuple(map(self.add, node[1])) if node[0] == "flat" else node[-1]


def shown_by(frame):
    """What a page gets of a frame. -> (dict of its structure, words and what is selected, bytes)"""
    structure, numbers = pack(frame)
    selected = [int(part) for part in getattr(frame, "selected", ())]
    return {"structure": structure, "words": describe(frame), "selected": selected}, numbers


def drawn(states, places):
    """A state's message, and what each picture shows, or None where none can be drawn."""
    try:
        return "", [shown_by(frame) for frame in states.draw(states.at(places))]
    except ValueError as error:
        return str(error), None


class Drawn:
    """The states of an explorer that were drawn so far.

    uses: for the message and for each picture, the set of controls that it was found to depend on.
    """

    def __init__(self, states, seed=0):
        self.states, self.values, self.chance = states, Values(), random.Random(seed)
        self.names = list(states.values)
        self.sizes = [len(values) for values in states.values.values()]
        self.start = tuple(states.values[name].index(states.start[name]) for name in self.names)
        self.known = {}
        self.uses = [set() for _ in self.at(self.start)]
        if states.size <= ALL:
            for places in np.ndindex(*self.sizes):
                self.at(places)
        else:
            self._move_each()

    def at(self, places):
        """What a state shows. places: tuple, of every control -> list of int: the message's number, and each
        picture's, or the message's alone"""
        if places not in self.known:
            message, shown = drawn(self.states, dict(zip(self.names, places, strict=True)))
            self.known[places] = [self.values.add(message), *(self.values.add(*one) for one in shown or ())]
        return self.known[places]

    def _move_each(self):
        """From each of some states, move each control alone."""
        bases = [self.start, *(self._anywhere() for _ in range(SAMPLES))]
        for base in bases:
            self.at(base)
            for axis, size in enumerate(self.sizes):
                others = [place for place in range(size) if place != base[axis]]
                for place in self.chance.sample(others, min(2, len(others))):
                    self.at(_moved(base, axis, place))

    def _anywhere(self):
        return tuple(self.chance.randrange(size) for size in self.sizes)

    def settle(self):
        """What the message and each picture show in every state. -> list of (names, numbers [their sizes])

        A number is -1 where nothing can be drawn.  Raises ValueError: more states than may be stored.
        """
        found = None
        while found is None or any(names != self.named(view) for view, (names, _) in enumerate(found)):
            found = [self._grid(view) for view in range(len(self.uses))]
        return found

    def named(self, view):
        """The controls that a picture depends on, in their order."""
        return [name for name in self.names if name in self.uses[view]]

    def _grid(self, view):
        while True:
            axes = [axis for axis, name in enumerate(self.names) if name in self.uses[view]]
            self._check_size(view, axes)
            if self._agree(view, axes):
                break
        numbers = np.full([self.sizes[axis] for axis in axes], -1)
        for places, row in self.known.items():
            if view < len(row):
                numbers[tuple(places[axis] for axis in axes)] = row[view]
        for places in np.argwhere(numbers < 0).tolist():
            numbers[tuple(places)] = self._look(view, axes, places)
        return self.named(view), numbers

    def _check_size(self, view, axes):
        if (size := math.prod(self.sizes[axis] for axis in axes)) > LARGEST:
            raise ValueError(
                f"A picture has {size:,} states ({', '.join(self.named(view))}), and at most {LARGEST:,} may be "
                "stored: give its explorer offers, some values of a control in place of all."
            )

    def _agree(self, view, axes):
        """Whether states that have the same values of these controls show the same; if not, add controls."""
        seen = {}
        for places, row in list(self.known.items()):
            if view < len(row):
                other = seen.setdefault(tuple(places[axis] for axis in axes), places)
                if self.known[other][view] != row[view]:
                    self._find_cause(view, other, places)
                    return False
        return True

    def _find_cause(self, view, begin, end):
        """Go from a state to another one, control by control, and add those that make a difference."""
        here, last, moved = begin, self.known[begin][view], []
        for axis in range(len(self.names)):
            if here[axis] == end[axis]:
                continue
            here = _moved(here, axis, end[axis])
            moved.append(self.names[axis])
            row = self.at(here)
            if view < len(row):
                if row[view] != last:
                    self.uses[view].update(moved)
                last, moved = row[view], []

    def _look(self, view, axes, places):
        """Draw a picture at some places of these axes; the others are where they start, if it can be drawn there."""
        others = [self.start]
        if len(axes) < len(self.names) and view != MESSAGE:
            others += [self._anywhere() for _ in range(ELSEWHERE)]
        for here in others:
            for axis, place in zip(axes, places, strict=True):
                here = _moved(here, axis, place)
            row = self.at(here)
            if view < len(row):
                return row[view]
        return -1


def _moved(places, axis, place):
    return (*places[:axis], place, *places[axis + 1 :])
