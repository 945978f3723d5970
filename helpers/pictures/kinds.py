"""Three kinds of frame: numbers in a grid, lines between words, curves in a plane. The fourth is in maps.py.

A frame holds everything that a picture shows, so a still figure and a live view of one frame agree.
Every frame carries a badge that says where its numbers come from: one of style.BADGES.
"""

from dataclasses import dataclass, field

import numpy as np

from helpers.languages import mark
from helpers.languages import translate as _
from helpers.shapes import read_floats
from helpers.style import BADGES, ROLES

KINDS = ("weights", "signed", "boxes")
# what the rows and the columns of scores and weights are
ASKS, ASKED = mark("query (asks)"), mark("key (is asked)")
LINKS = ("", "query", "key", "head")  # what rows and columns of several pictures can share
SERIES_KINDS = (mark("line"), mark("bars"), mark("points"), mark("arrows"), mark("steps"), "arc")


@dataclass(frozen=True, eq=False)
class Note:
    """A callout: a few words, with a line to what they are about.

    at: what it is about: a panel's (row, column), −1 for all of them; a plot's (x, y); a line's (query, key).
    """

    at: tuple
    text: str

    def __post_init__(self):
        place = np.asarray(self.at)
        if place.shape != (2,) or place.dtype.kind not in "iuf" or not str(self.text).strip():
            raise ValueError(
                f"A note needs a place of two numbers, and words: got {self.at!r}, {self.text!r}."
            )
        _set(self, at=tuple(self.at), text=str(self.text))


@dataclass(frozen=True, eq=False)
class Panel:
    """One matrix. Rows are queries and columns are keys wherever it holds scores or weights.

    values [n_rows, n_columns]; rows, columns: a label for each (or none); row_axis, column_axis: what the
    labels are, such as "query (asks)"; title: its name; role: a key of style.ROLES, which colours the title,
    the boxes and the frame; before: a sign drawn on its left, such as "×" or "="; a last panel whose sign
    begins with "↓" (a short word behind it) stands below the panel before it, as the sum of its columns.
    kind: "weights": shades from 0 to limit, read with their row sums; "signed": shades centred on 0, from
    -limit to limit; "boxes": large boxes tinted in the role's colour by size, digits always.
    limit: the number painted in the strongest colour; None: the largest size in values (1 for weights).
    marked: cells (row, column) with a strong border, −1 for a whole row or column; what belongs to them is
    the last to lose its label; notes: tuple of Note; sizes: text below, such as "14 × 64".
    links: what an index along the rows and along the columns counts, such as ("query", "key"); "" for what
    nothing else shares. Rows and columns that count the same light up together, in all panels of a frame
    and in all views of a linked explorer; head: the position, from 0, of the head that the panel belongs
    to.
    slots: into how many equal parts the columns are cut, one for each head, in its colour; 0: they are not.
    pages [n_queries, n_rows, n_columns]: one matrix for each query, of which values is the one shown at
    first;
    page_titles: a title for each. The page of the query that is pointed at or chosen is shown.
    tags [n_rows, n_columns]: a number for each cell that is itself wherever it stands: between two frames it
    travels.
    says: what is said of a panel too small to be read, in place of its numbers: a page gets only its colours.
    """

    values: np.ndarray
    title: str = ""
    rows: tuple = ()
    columns: tuple = ()
    row_axis: str = ""
    column_axis: str = ""
    kind: str = "weights"
    role: str = "plain"
    limit: float | None = None
    before: str = ""
    marked: tuple = ()
    notes: tuple = ()
    sizes: str = ""
    links: tuple = ("", "")
    head: int | None = None
    slots: int = 0
    pages: np.ndarray | None = None
    page_titles: tuple = ()
    tags: np.ndarray | None = None
    says: str = ""
    page: int = field(init=False, default=0)
    page_sums: np.ndarray | None = field(init=False, default=None)
    row_sums: np.ndarray = field(init=False)

    def __post_init__(self):
        given = read_floats(self.values, "values", float)
        values = np.atleast_2d(given)
        if values.ndim != 2:
            raise ValueError(f"A panel shows one matrix, [n_rows, n_columns]: got shape {values.shape}.")
        for name, labels, needed in (
            ("rows", self.rows, values.shape[0]),
            ("columns", self.columns, values.shape[1]),
        ):
            if len(labels) not in (0, needed):
                raise ValueError(
                    f"A panel of shape {given.shape} needs {needed} labels in {name}: got {len(labels)}."
                )
        _one_of("kind", self.kind, KINDS)
        _one_of("role", self.role, ROLES)
        for name in self.links:
            _one_of("links", name, LINKS)
        if self.slots and values.shape[1] % self.slots:
            raise ValueError(f"{values.shape[1]} columns cannot be cut into {self.slots} equal slots.")
        if self.pages is not None:
            pages = read_floats(self.pages, "pages", float)
            if pages.ndim != 3 or pages.shape[1:] != values.shape or len(self.page_titles) != len(pages):
                raise ValueError(
                    f"pages must be [n_pages, {values.shape[0]}, {values.shape[1]}], with a title for each: "
                    f"got shape {pages.shape} and {len(self.page_titles)} titles."
                )
            shown = [page for page, one in enumerate(pages) if np.array_equal(one, values, equal_nan=True)]
            if not shown:
                raise ValueError("values must be one of the pages: the one that is shown at first.")
            _set(self, pages=pages, page=shown[0], page_sums=pages.sum(axis=2))
        if self.tags is not None and np.shape(self.tags) != values.shape:
            raise ValueError(
                f"tags need a number for each cell, {values.shape}: got shape {np.shape(self.tags)}."
            )
        for what, places in (("marked", self.marked), ("notes", [note.at for note in self.notes])):
            for place in places:
                if not all(-1 <= at < count for at, count in zip(place, values.shape, strict=True)):
                    raise ValueError(f"{what}: a panel of shape {values.shape} has no place {tuple(place)}.")
        finite = values[np.isfinite(values)]  # −inf stands where a mask forbids
        largest = float(np.abs(finite).max(initial=0.0))
        limit = self.limit or (1.0 if self.kind == "weights" else largest) or 1.0
        _set(
            self,
            values=values,
            rows=tuple(self.rows),
            columns=tuple(self.columns),
            notes=tuple(self.notes),
            links=tuple(self.links),
            page_titles=tuple(self.page_titles),
            limit=limit,
            row_sums=values.sum(axis=1),
        )


@dataclass(frozen=True, eq=False)
class MatrixFrame:
    """One matrix or a row or grid of them, such as one for each head.

    panels: tuple of Panel; across: how many stand side by side before a new row starts (None: as many as
    fit);
    alt: one or two sentences that say what the picture shows, with its numbers.
    selected: (panel, row, column) that is highlighted at first, −1 for a whole row or column, or ().
    heads: the heads that panels and rows belong to, positions from 0.
    """

    panels: tuple
    title: str = ""
    badge: str = "trained"
    alt: str = ""
    across: int | None = None
    selected: tuple = ()
    heads: tuple = field(init=False)

    def __post_init__(self):
        _one_of("badge", self.badge, BADGES)
        heads = {panel.head for panel in self.panels if panel.head is not None}
        rows = [range(len(panel.values)) for panel in self.panels if panel.links[0] == "head"]
        _set(self, panels=tuple(self.panels), heads=tuple(sorted(heads.union(*rows))))


@dataclass(frozen=True, eq=False)
class LinesFrame:
    """Words on two columns, joined by lines as wide as weights: who asks stands on the left.

    tokens: the words that ask; weights [n_heads, n_tokens, n_keys], rows are queries; heads: a name for each;
    keys: the words that are asked, such as those of the source in cross-attention (None: the same words);
    shown: which heads are switched on at first (positions, from 0); selected: the word that asks at first, as
    (position from 0,), or () for all; notes: tuple of Note at (query, key); normalisation: what the widths
    add up to, in plain words (None: as the numbers say); limit: the weight drawn with the full width.
    """

    tokens: tuple
    weights: np.ndarray
    heads: tuple
    shown: tuple | None = None
    selected: tuple = ()
    title: str = ""
    badge: str = "trained"
    alt: str = ""
    normalisation: str | None = None
    keys: tuple | None = None
    notes: tuple = ()
    limit: float = 1.0
    row_sums: np.ndarray = field(init=False)

    def __post_init__(self):
        weights = read_floats(self.weights, "weights", float)
        keys = tuple(self.tokens if self.keys is None else self.keys)
        expected = (len(self.heads), len(self.tokens), len(keys))
        if weights.shape != expected:
            asked = "n_tokens" if self.keys is None else "n_keys"
            other = (
                ""
                if self.keys is not None
                else " Words that are asked and do not ask themselves go into keys."
            )
            raise ValueError(
                f"Lines need weights [n_heads, n_tokens, {asked}] = {list(expected)}: "
                f"got {list(weights.shape)}.{other}"
            )
        _one_of("badge", self.badge, BADGES)
        shown = tuple(range(len(self.heads))) if self.shown is None else tuple(self.shown)
        _set(
            self,
            tokens=tuple(self.tokens),
            keys=keys,
            heads=tuple(self.heads),
            shown=shown,
            notes=tuple(self.notes),
            weights=weights,
            row_sums=weights.sum(axis=2),
        )
        if self.normalisation is None:
            _set(self, normalisation=_sums_of_lines(self.row_sums))


def _sums_of_lines(row_sums):
    """What the lines that leave a word add up to, as the numbers are. [n_heads, n_tokens] -> str"""
    found = sorted({f"{one:.2f}" for one in row_sums.flat}, key=float) or ["1.00"]
    if len(found) == 1:
        said = _("in each head, the lines that leave a word add up to {sum}")
        return said.format(sum=found[0].removesuffix(".00"))
    said = _("the lines that leave a word do not all add up to 1: from {low} to {high}")
    return said.format(low=found[0], high=found[-1])


@dataclass(frozen=True, eq=False)
class Series:
    """Things drawn in one plot, all in one colour.

    kind: "line", "points", "bars" (x: centres), "steps" (a histogram: x holds one edge more than y),
    "arrows" (from (x0, y0), by default the origin, to (x, y)) or "arc" (the angle at (x0, y0) between its
    two points, the short way round; names[0]: what stands at it, such as "θ = 37°").
    role: a key of style.ROLES, or "head 1" … "head 16", "result" or "error"; label: its name in the legend;
    names: a text beside each point, bar or arrow; dashed: draw it dashed; width: of the line, 1 is usual.
    """

    x: np.ndarray
    y: np.ndarray
    kind: str = "line"
    role: str = "plain"
    label: str = ""
    names: tuple = ()
    x0: np.ndarray | float = 0.0
    y0: np.ndarray | float = 0.0
    dashed: bool = False
    width: float = 1.0

    def __post_init__(self):
        given = read_floats(self.x, "x", float), read_floats(self.y, "y", float)
        x, y = map(np.atleast_1d, given)
        if x.ndim != 1 or y.ndim != 1 or len(x) != len(y) + (self.kind == "steps"):
            shapes = " and ".join(str(one.shape) for one in given)
            raise ValueError(f"A series of {self.kind} needs x and y that fit: got shapes {shapes}.")
        _one_of("kind", self.kind, SERIES_KINDS)
        if self.kind == "arc" and len(y) != 2:
            raise ValueError(f"An arc needs two points, one on each side: got {len(y)}.")
        _one_of("role", self.role, (*ROLES, "result", "error", *(f"head {i}" for i in range(1, 17))))
        starts = (read_floats(self.x0, "x0", float), read_floats(self.y0, "y0", float))
        x0, y0 = (np.broadcast_to(start, y.shape).copy() for start in starts)
        _set(self, x=x, y=y, x0=x0, y0=y0, names=tuple(self.names))


@dataclass(frozen=True, eq=False)
class Plot:
    """One pair of axes with its series.

    x_limits, y_limits: (low, high) or None to fit the data; x_log, y_log: logarithmic axes; x_ticks: tuple of
    (place, text) or (); equal: the same length for one unit on both axes; note: a sentence under the plot;
    notes: tuple of Note at (x, y).
    """

    series: tuple
    title: str = ""
    x_label: str = ""
    y_label: str = ""
    x_limits: tuple | None = None
    y_limits: tuple | None = None
    x_log: bool = False
    y_log: bool = False
    x_ticks: tuple = ()
    equal: bool = False
    note: str = ""
    notes: tuple = ()

    def __post_init__(self):
        _set(self, series=tuple(self.series), notes=tuple(self.notes))


@dataclass(frozen=True, eq=False)
class ChartFrame:
    """One plot or several side by side."""

    plots: tuple
    title: str = ""
    badge: str = "trained"
    alt: str = ""

    def __post_init__(self):
        _one_of("badge", self.badge, BADGES)
        _set(self, plots=tuple(self.plots))


def _one_of(name, given, allowed):
    if given not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}: got {given!r}.")


def _set(frame, **values):
    for name, value in values.items():
        object.__setattr__(frame, name, value)
