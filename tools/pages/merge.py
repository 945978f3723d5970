"""What differs from state to state, and by which controls: a tree, as small as we know how to make it.

Values are told by their numbers (see Values in drawn.py), for each state one, in a grid with an axis for each
control. -1 stands where nothing is shown: there, whatever makes the tree smaller may stand.
"""

import json
import zlib
from dataclasses import dataclass, field

import numpy as np

FEW = 6  # no more texts or lists than this stand in a table as they are
VARIANTS = 6  # and texts or lists of more lengths than this do


@dataclass(frozen=True, eq=False)
class Lookup:
    """A tree's end: one of a table for each place. table: list; run: int [sizes], places in the table.

    shape: of arrays, whose table is their places among all arrays (None: plain values).
    """

    table: list
    run: np.ndarray
    shape: tuple = None


@dataclass
class Merger:
    """Makes trees. values: Values; known: the trees that were made of some numbers"""

    values: object
    known: dict = field(default_factory=dict)

    def tree(self, numbers):
        """numbers: int [the sizes of the axes] -> a tree, as store.py tells it, with a Lookup at each end"""
        numbers = collapsed(numbers)
        key = (numbers.shape, numbers.tobytes())
        if key not in self.known:
            self.known[key] = self._tree(numbers)
        return self.known[key]

    def _tree(self, numbers):
        found = np.unique(numbers[numbers >= 0])
        if len(found) == 1:
            return {"c": self.told(found[0])}
        kinds = self._kinds(found)
        first = kinds[0]
        if any(kind != first for kind in kinds):
            return self._variants(numbers, found, kinds)
        if first[0] == "dict":
            return {"d": dict(zip(first[1], self._parts(numbers, found, self._inside(found)), strict=True))}
        if first[0] == "list":
            return {"l": self._parts(numbers, found, self._inside(found))}
        if first[0] == "array":
            return self._looked_up(numbers, lambda number: self.values.nodes[number][1], first[1])
        return self._smallest(numbers, found)

    def _kinds(self, found):
        """What keeps values from being merged part by part, if it is not the same. -> list of tuple"""
        nodes = [self.values.nodes[number] for number in found]
        nested = any(node[0] == "list" for node in nodes)

        def kind(node):
            if node[0] == "array":
                return "array", node[2]
            if node[0] == "list" or (node[0] == "flat" and nested):
                return "list", len(node[1])
            return node[:2] if node[0] == "dict" else node[:1]

        return [kind(node) for node in nodes]

    def _variants(self, numbers, found, kinds):
        """A tree for each kind, and which of them it is."""
        numbered = {kind: number for number, kind in enumerate(dict.fromkeys(kinds))}
        which = _mapped(numbers, found, [numbered[kind] for kind in kinds])
        of = [self.tree(np.where(which == number, numbers, -1)) for number in range(len(numbered))]
        return {"v": self._looked_up(collapsed(which), int), "of": of}

    def _inside(self, found):
        return [self.values.inside(number) for number in found]

    def _parts(self, numbers, found, insides):
        """A tree for each part. insides: for each of found the numbers of its parts"""
        return [self.tree(_mapped(numbers, found, column)) for column in zip(*insides, strict=True)]

    def _looked_up(self, numbers, value, shape=None):
        """numbers, collapsed; value: function of one of them -> Lookup"""
        run = _filled(numbers.ravel())
        found, firsts, places = np.unique(run, return_index=True, return_inverse=True)
        order = np.argsort(firsts)
        table = [value(number) for number in found[order].tolist()]
        return Lookup(table, np.argsort(order)[places].reshape(numbers.shape), shape)

    def _smallest(self, numbers, found):
        """Texts, numbers or lists of them: in one table, or part by part where that is smaller."""
        whole = self._looked_up(numbers, self.told)
        nodes = [self.values.nodes[number] for number in found]
        flat = nodes[0][0] == "flat"
        if len(found) <= FEW or not (flat or all(isinstance(node[1], str) for node in nodes)):
            return whole
        if flat:
            insides, name = self._inside(found), "l"
        else:
            words = [node[1].split(" ") for node in nodes]
            insides, name = [tuple(map(self.values.add, one)) for one in words], "s"
        kinds = [len(one) for one in insides]
        if len(set(kinds)) > VARIANTS or max(kinds) == 1:
            return whole
        if len(set(kinds)) > 1:
            parts = self._variants(numbers, found, kinds)
        else:
            parts = {name: self._parts(numbers, found, insides)}
            if name == "s":
                parts = {"s": _joined(parts["s"])}
        return min((whole, parts), key=cost)

    def told(self, number):
        """The plain value that has this number; an array in it is told by its place. -> plain value"""
        node = self.values.nodes[number]
        if node[0] == "array":
            return {"array": node[1], "shape": list(node[2])}
        if node[0] == "dict":
            return {name: self.told(one) for name, one in zip(node[1], node[2], strict=True)}
        return [self.told(one) for one in node[1]] if node[0] == "list" else node[1]


def collapsed(numbers):
    """Axes along which nothing differs get the size 1. numbers: int array -> int array

    >>> collapsed(np.array([[1, 1], [-1, 1], [2, 2]])).tolist()
    [[1], [1], [2]]
    """
    for axis in sorted(range(numbers.ndim), key=lambda axis: -numbers.shape[axis]):
        if numbers.shape[axis] > 1:
            most = numbers.max(axis, keepdims=True)
            if ((numbers == most) | (numbers < 0)).all():
                numbers = most
    return numbers


def _mapped(numbers, found, to):
    """Other numbers in place of those found, -1 stays. found: int, sorted"""
    mapped = np.array(to)[np.searchsorted(found, np.maximum(numbers, found[0]))]
    return np.where(numbers < 0, -1, mapped)


def _filled(run):
    """Where nothing is shown stands what stood before.

    >>> _filled(np.array([-1, 5, -1, 6])).tolist()
    [5, 5, 5, 6]
    """
    places = np.maximum.accumulate(np.where(run < 0, 0, np.arange(len(run))))
    filled = run[places]
    return np.where(filled < 0, run[np.argmax(run >= 0)], filled)


def _joined(trees):
    """Words that stay are put together again."""
    joined = []
    for tree in trees:
        if joined and "c" in as_dict(tree) and "c" in as_dict(joined[-1]):
            joined[-1] = {"c": f"{joined[-1]['c']} {tree['c']}"}
        else:
            joined.append(tree)
    return joined


def as_dict(tree):
    """A Lookup has no parts."""
    return {} if isinstance(tree, Lookup) else tree


def cost(tree):
    """About how many bytes a tree takes in the end."""
    texts, runs, seen = [], [], set()

    def add(part):
        if isinstance(part, Lookup):
            if id(part) not in seen:
                seen.add(id(part))
                texts.append(part.table)
                runs.append(part.run.astype("<u2").tobytes())
        elif isinstance(part, dict):
            for name, one in part.items():
                texts.append(name)
                add(one)
        elif isinstance(part, list):
            for one in part:
                add(one)
        else:
            texts.append(part)

    add(tree)
    return len(zlib.compress(json.dumps(texts, ensure_ascii=False).encode() + b"".join(runs), 6))
