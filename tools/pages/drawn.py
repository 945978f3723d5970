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
ARRAY = {"at", "shape"}  # what `pack` tells of an array
NESTED = {dict, list, tuple, Ready, ReadyTable}
ELSEWHERE = 6  # where a state cannot be drawn: so many others, that should show the same, are tried


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
        kind = type(part)
        if kind is str:
            return self._number(part, part)
        if kind in (Ready, ReadyTable):  # made once, so that itself is enough to know it
            if id(part) not in self._ready:
                self._ready[id(part)] = part, self._added(part, numbers)
            return self._ready[id(part)][1]
        if kind in (dict, list, tuple):
            return self._added(part, numbers)
        return self._number((kind, repr(part)), part)  # 1, 1.0 and True are not the same, nor 0.0 and -0.0

    def _added(self, part, numbers):
        if isinstance(part, dict):
            if part.keys() == ARRAY:
                return self._array(part, numbers)
            node = ("dict", tuple(part), tuple([self.add(one, numbers) for one in part.values()]))
            return self._number(node, node)
        if NESTED.isdisjoint(map(type, part)):
            return self._number(("flat", repr(list(part))), ("flat", list(part)))
        node = ("list", tuple([self.add(one, numbers) for one in part]))
        return self._number(node, node)

    def _array(self, part, numbers):
        size = math.prod(part["shape"])
        run = numbers[4 * part["at"] : 4 * (part["at"] + size)]
        place = self._places.setdefault(run, len(self.arrays))
        if place == len(self.arrays):
            self.arrays.append(np.frombuffer(run, "<f4"))
        node = ("array", place, tuple(part["shape"]))
        return self._number(node, node)

    def _number(self, key, node):
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.nodes)
            self.nodes.append(node if type(node) is tuple else ("plain", node))
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

    def __init__(self, states):
        self.states, self.values, self.chance = states, Values(), random.Random(0)
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
        picture's; the message's alone where none can be drawn; nothing where no page can get to"""
        if places not in self.known:
            self.known[places] = self._shown(dict(zip(self.names, places, strict=True)))
        return self.known[places]

    def _shown(self, places):
        if any(places[name] >= len(texts) for name, texts in self.states.texts_at(places).items()):
            return []
        message, shown = drawn(self.states, places)
        return [self.values.add(message), *(self.values.add(*one) for one in shown or ())]

    def _move_each(self):
        """From each of some states, move each control alone."""
        anywhere = [tuple(places.values()) for places in self.states.random(0, SAMPLES)]
        for base in [self.start, *anywhere]:
            self.at(base)
            for axis, size in enumerate(self.sizes):
                others = [place for place in range(size) if place != base[axis]]
                for place in self.chance.sample(others, min(2, len(others))):
                    self.at(_moved(base, axis, place))

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
                f"A picture has {size:,} states ({', '.join(self.named(view))}), and at most {LARGEST:,} may "
                "be stored: give its explorer offers, some values of a control in place of all."
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
        """Add a control that makes the difference between two states; several where none does it alone, or
        where what is between cannot be drawn, in whatever order we go."""
        axes = [axis for axis in range(len(self.names)) if begin[axis] != end[axis]]
        orders = [axes, axes[::-1], *(self.chance.sample(axes, len(axes)) for _ in range(ELSEWHERE))]
        causes = []
        for order in orders:
            causes.append(self._cause(view, begin, end, order))
            if len(causes[-1]) == 1:
                break
        self.uses[view] |= min(causes, key=len)

    def _cause(self, view, begin, end, order):
        """Go from a state to another one, control by control, up to the first change. -> set of names"""
        here, moved = begin, set()
        for axis in order:
            here = _moved(here, axis, end[axis])
            moved.add(self.names[axis])
            row = self.at(here)
            if view < len(row):
                if row[view] != self.known[begin][view]:
                    break
                moved = set()
        return moved

    def _look(self, view, axes, places):
        """Draw a picture at some places of these axes. The others should make no difference: they are where
        they start, or, if it cannot be drawn there, one of them is elsewhere. -> int, or -1"""
        here, others, left = self.start, [], ELSEWHERE
        for axis, place in zip(axes, places, strict=True):
            here = _moved(here, axis, place)
        for axis in range(len(self.sizes)):
            if axis not in axes:
                others += [_moved(here, axis, place) for place in range(self.sizes[axis])]
        for one in [here, *others]:
            row = self.at(one)
            left -= len(row) > 0
            if view < len(row) or not left:
                break
        return row[view] if view < len(row) else -1


def _moved(places, axis, place):
    return (*places[:axis], place, *places[axis + 1 :])
