"""The fourth kind of frame: a map of steps, joined by arrows, some of them lit; a step may lead somewhere.

Where everything stands is decided here, once, in units: a layout's columns and rows. A painter takes the
first layout whose words fit into its boxes, and multiplies: columns by the room that there is, rows by ROW.
"""

import re
from dataclasses import dataclass, field

import numpy as np

from helpers.languages import translate as _
from helpers.pictures.kinds import KINDS, _one_of, _set
from helpers.shapes import read_floats
from helpers.style import BADGES, ROLES

RULES = {  # in CSS pixels, at scale 1; both painters keep to them
    "row": 46,  # the height of one row
    "widest": 118,  # no column becomes wider
    "type": 13,
    "small": 11,
    "line": 1.3,  # of the type: from one line to the next
    "pad": 6,  # between words and the edge of their box
    "head": 7,  # the length of an arrow's head
    "least": 40,  # the width of numbers beside words
    "lens": 3,  # a row under the lens is so many times as high as another
}
OPENED = 0.48  # rows that a group's name takes above its steps


@dataclass(frozen=True, eq=False)
class Node:
    """A step on a map: a box with a name.

    name: how arrows, layouts and `lit` call it; label: its words, in lines; below: a smaller line under them,
    such as "14 × 512"; mark: a number on its corner, that of its notebook; leads: where a click goes, a
    path from the folder of the core notebooks, or ""; told: a sentence about it.
    role: a key of style.ROLES, or "head 1" … "head 16". quiet: a question about a step, not a step itself.
    values [n_rows, n_columns]: numbers painted in the box, under the words or right of them, as its layout
    says; kind, limit: as of a Panel; rows, columns: a name for each; row: the row under the lens, from 0,
    higher than the others; asks: whether rows are queries, so that a click chooses one.
    """

    name: str
    label: str
    role: str = "plain"
    told: str = ""
    below: str = ""
    mark: str = ""
    leads: str = ""
    quiet: bool = False
    values: np.ndarray | None = None
    kind: str = "signed"
    limit: float | None = None
    rows: tuple = ()
    columns: tuple = ()
    row: int | None = None
    asks: bool = False

    def __post_init__(self):
        _one_of("role", self.role, (*ROLES, *(f"head {number}" for number in range(1, 17))))
        _one_of("kind", self.kind, KINDS[:2])
        if self.values is not None:
            values = np.atleast_2d(read_floats(self.values, "values", float))
            for side, names, count in zip(
                ("rows", "columns"), (self.rows, self.columns), values.shape, strict=True
            ):
                if len(names) not in (0, count):
                    raise ValueError(f"{self.name}: {count} {side}, but {len(names)} names.")
            if self.row is not None and not 0 <= self.row < len(values):
                raise ValueError(f"{self.name}: there is no row {self.row} of {len(values)}.")
            limit = self.limit or (1.0 if self.kind == "weights" else float(np.abs(values).max())) or 1.0
            _set(self, values=values, limit=limit, rows=tuple(self.rows), columns=tuple(self.columns))


@dataclass(frozen=True, eq=False)
class Arrow:
    """An arrow from one step to another. label: words at its middle; role: its colour.

    past: how far aside of the boxes it goes round them, in rows below them or in half columns left of them,
    0 for a straight way; dashed: not a step of the way, but about one.
    """

    start: str
    end: str
    label: str = ""
    role: str = "plain"
    past: float = 0.0
    dashed: bool = False

    def __post_init__(self):
        _one_of("role", self.role, (*ROLES, *(f"head {number}" for number in range(1, 17))))


@dataclass(frozen=True, eq=False)
class Group:
    """A frame around steps that belong together. label, mark, leads, told: as of a Node."""

    label: str
    names: tuple
    mark: str = ""
    leads: str = ""
    told: str = ""
    role: str = "plain"


@dataclass(frozen=True, eq=False)
class Layout:
    """Where each step stands. places: dict of name: (x, y, width, height) in columns and rows.

    beside: names of those whose numbers stand right of their words.
    columns, rows: how large all of it is; boxes [n_nodes, 4], groups [n_groups, 4]; ways: for each arrow its
    corners, [n, 2] as a flat tuple.
    """

    places: dict
    beside: tuple = ()
    columns: float = field(init=False, default=0.0)
    rows: float = field(init=False, default=0.0)
    boxes: tuple = field(init=False, default=())
    groups: tuple = field(init=False, default=())
    ways: tuple = field(init=False, default=())


@dataclass(frozen=True, eq=False)
class MapFrame:
    """Steps and the arrows between them, some of them lit.

    nodes, arrows, groups: tuples; layouts: the widest first, the last runs downward; lit: names of nodes;
    here: a sentence that says where we are; badge: none for a map without numbers.
    Raises ValueError: a name that is not there, or twice; a layout that leaves a node out; numbers without a
    badge.
    """

    nodes: tuple
    arrows: tuple
    layouts: tuple
    groups: tuple = ()
    lit: tuple = ()
    here: str = ""
    title: str = ""
    badge: str = ""
    alt: str = ""
    rules: dict = field(init=False, default_factory=lambda: RULES)

    def __post_init__(self):
        if self.badge or any(node.values is not None for node in self.nodes):
            _one_of("badge", self.badge, BADGES)
        names = [node.name for node in self.nodes]
        if len(set(names)) < len(names):
            raise ValueError(f"Each node needs a name of its own: got {', '.join(names)}.")
        ends = [end for arrow in self.arrows for end in (arrow.start, arrow.end)]
        for name in (*self.lit, *ends, *(name for group in self.groups for name in group.names)):
            _one_of("a node", name, names)
        for layout in self.layouts:
            if set(layout.places) != set(names):
                raise ValueError(f"A layout needs a place for each of {', '.join(names)}.")
        for name in ("nodes", "arrows", "groups", "lit"):
            _set(self, **{name: tuple(getattr(self, name))})
        _set(self, layouts=tuple(_arranged(layout, self) for layout in self.layouts))

    def node(self, name):
        """The node of a name."""
        return next(node for node in self.nodes if node.name == name)


def one_line(label):
    """The words of a label in one line.

    >>> one_line("feed-\\nforward"), one_line("next\\nlayer")
    ('feed-forward', 'next layer')
    """
    return re.sub(r"(?<=[-_])\n", "", label).replace("\n", " ")


def words(frame):
    """A map in sentences: its way, what is lit, where we are. MapFrame -> iterator of str"""
    labels = {node.name: one_line(node.label) for node in frame.nodes}
    steps = [labels[node.name] for node in frame.nodes if not node.quiet]
    yield _("A map of {count} steps: {steps}").format(count=len(steps), steps=", ".join(steps))
    arrows = (f"{labels[arrow.start]} → {labels[arrow.end]}" for arrow in frame.arrows if not arrow.dashed)
    yield _("Arrows: {arrows}").format(arrows="; ".join(arrows))
    for group in frame.groups:
        yield f"{group.label}: {', '.join(labels[name] for name in group.names)}"
    asides = [labels[node.name] for node in frame.nodes if node.quiet]
    if asides:
        yield _("Beside the way: {steps}").format(steps=", ".join(asides))
    if frame.lit:
        yield _("Lit: {steps}").format(steps=", ".join(labels[name] for name in frame.lit))
    yield frame.here


def _arranged(layout, frame):
    """A layout with all its boxes and ways worked out, from 0 on. -> Layout"""
    places = {name: tuple(map(float, place)) for name, place in layout.places.items()}
    ways = [_way(arrow, places) for arrow in frame.arrows]
    groups = [_around(group, places, frame.arrows, ways) for group in frame.groups]
    boxes = [places[node.name] for node in frame.nodes]
    corners = [(x, y) for box in [*boxes, *groups] for x, y in (box[:2], (box[0] + box[2], box[1] + box[3]))]
    corners = np.array([*corners, *(corner for way in ways for corner in way)])
    left, top = corners.min(axis=0)
    columns, rows = corners.max(axis=0) - (left, top)
    made = Layout(layout.places, tuple(layout.beside))
    _set(
        made,
        columns=round(float(columns), 3),
        rows=round(float(rows), 3),
        boxes=tuple((x - left, y - top, wide, high) for x, y, wide, high in boxes),
        groups=tuple((x - left, y - top, wide, high) for x, y, wide, high in groups),
        ways=tuple(tuple(float(part) for x, y in way for part in (x - left, y - top)) for way in ways),
    )
    return made


def _around(group, places, arrows, ways):
    """The frame around a group's boxes and the ways between them, with room for its name above.

    -> (x, y, width, height)
    """
    corners = [(x, y) for name in group.names for x, y, _, _ in [places[name]]]
    corners += [(x + wide, y + high) for name in group.names for x, y, wide, high in [places[name]]]
    for arrow, way in zip(arrows, ways, strict=True):
        corners += way if arrow.past and {arrow.start, arrow.end} <= set(group.names) else []
    (left, top), (right, bottom) = np.min(corners, axis=0), np.max(corners, axis=0)
    low = bottom + (0.24 if bottom > max(places[name][1] + places[name][3] for name in group.names) else 0.14)
    return left - 0.08, top - OPENED, right - left + 0.16, low - top + OPENED


def _way(arrow, places):
    """The corners of an arrow, from the edge of one box to the edge of another. -> list of (x, y)

    >>> _way(Arrow("a", "b"), {"a": (0, 0, 1, 1), "b": (2, 0, 1, 1)})
    [(1, 0.5), (2, 0.5)]
    >>> _way(Arrow("a", "b"), {"a": (0, 0, 1, 1), "b": (0, 2, 1, 1)})
    [(0.5, 1), (0.5, 2)]
    """
    start, end = places[arrow.start], places[arrow.end]
    if arrow.past:
        return _past(start, end, arrow.past)
    go = _side(start, end)
    if go in ("up", "down"):  # the same, with rows and columns exchanged
        turned = [(y, x, high, wide) for x, y, wide, high in (start, end)]
        return [(x, y) for y, x in _across(*turned, back=go == "up")]
    return _across(start, end, back=go == "left")


def _side(start, end):
    """The side of a box that faces another one."""
    if start[0] + start[2] <= end[0]:
        return "right"
    if start[1] + start[3] <= end[1]:
        return "down"
    return "up" if end[1] + end[3] <= start[1] else "left"


def _across(start, end, back):
    """From the right edge of a box to the left edge of one on its right; back: the other way round."""
    leaves, enters = (start[0], end[0] + end[2]) if back else (start[0] + start[2], end[0])
    one, other = start[1] + start[3] / 2, end[1] + end[3] / 2
    if end[1] + 0.05 * end[3] <= one <= end[1] + 0.95 * end[3]:
        return [(leaves, one), (enters, one)]
    if start[1] + 0.05 * start[3] <= other <= start[1] + 0.95 * start[3]:
        return [(leaves, other), (enters, other)]
    bend = enters + (0.5 if back else -0.5) * min(abs(enters - leaves), 0.36)
    return [(leaves, one), (bend, one), (bend, other), (enters, other)]


def _past(start, end, aside):
    """Out of the line and back into it: below boxes that run to the right, left of those that run down."""
    middles = [(x + wide / 2, y + high / 2) for x, y, wide, high in (start, end)]
    if abs(middles[1][0] - middles[0][0]) >= abs(middles[1][1] - middles[0][1]):
        low = max(start[1] + start[3], end[1] + end[3]) + aside
        (one, _), (other, _) = middles
        return [(one, start[1] + start[3]), (one, low), (other, low), (other, end[1] + end[3])]
    far = min(start[0], end[0]) - aside / 2
    (_, one), (_, other) = middles
    return [(start[0], one), (far, one), (far, other), (end[0], other)]
