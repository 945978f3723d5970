"""Where the panels of a MatrixFrame stand: how many side by side, how large, what is around them."""

import bisect
import math
from dataclasses import dataclass, replace

import numpy as np

from helpers.pictures.still.cells import bar_width, box_texts
from helpers.pictures.still.page import DETAIL, SMALL, TEXT, WIDEST, text_width, wrap

TALLEST = 520  # CSS pixels of one panel, at scale 1
LARGEST, LEAST = 1.4, 0.02  # shares of their natural size that cells may have
LABEL, LABEL_LEAST = 11, 8.5  # type sizes of the labels: usual, smallest
LONGEST = 110  # CSS pixels of a label
MOST_SKIPPED = 4  # of this many labels one may be shown alone; with smaller cells none is


@dataclass
class Block:
    """One panel with all that stands around its cells. Sizes in CSS pixels."""

    place: int
    panel: object
    cell: tuple  # (width, height)
    type: float  # size of the labels
    title: list  # lines
    sizes: list  # lines
    row_step: int  # every how many rows a label is shown; 0: none
    column_step: int
    upright: bool  # column labels stand upright
    row_axis: str
    row_band: float  # width of the row labels
    beside: bool  # the name of the row axis fits beside the rows
    bar: bool  # has a colour bar of its own
    before: float  # room for the sign or the gap on its left
    left: float
    right: float
    top: float
    bottom: float

    @property
    def size(self):
        rows, columns = self.panel.values.shape
        return columns * self.cell[0], rows * self.cell[1]


@dataclass
class Row:
    blocks: list

    @property
    def width(self):
        return sum(block.before + block.left + block.size[0] + block.right for block in self.blocks)

    @property
    def centred(self):
        """Equations stand on one middle line, other panels on one upper edge."""
        return any(block.panel.before for block in self.blocks)

    @property
    def above(self):
        return max(block.top + self.centred * block.size[1] / 2 for block in self.blocks)

    @property
    def below(self):
        return max(block.bottom + block.size[1] * (0.5 if self.centred else 1) for block in self.blocks)


def best_layout(frame, scale):
    """The rows of panels: as many side by side as can be read, or as the frame says. -> list of Row"""
    panels = [(place, panel) for place, panel in enumerate(frame.panels) if panel.values.size]
    if not panels:
        return []
    equation = any(panel.before for _, panel in panels)
    for across in range(min(frame.across or len(panels), len(panels)), 0, -1):
        rows, share = largest(panels, across, scale)
        if share >= (LEAST if across == 1 else enough(panels, equation, frame.across == across, scale)):
            break
    even = math.ceil(len(panels) / math.ceil(len(panels) / across))
    return rows if equation or frame.across else largest(panels, even, scale)[0]


def enough(panels, equation, asked_for, scale):
    """The share of their natural size that cells must have to stand side by side."""
    if any(panel.kind == "boxes" for _, panel in panels):
        return 0.62
    return 0.1 if asked_for else 0.3 if equation else 0.5 / math.sqrt(scale)


def largest(panels, across, scale):
    """Rows with the largest cells that fit the page.

    -> (list of Row, share of the cells' natural size: 0 if none fits)
    """
    shares = np.geomspace(LARGEST, LEAST, 90)

    def fits(share):
        rows = rows_of(panels, across, share, scale)
        tallest = max(block.size[1] for row in rows for block in row.blocks)
        return max(row.width for row in rows) <= WIDEST and tallest <= TALLEST * scale

    first = bisect.bisect_left(range(len(shares)), True, key=lambda place: fits(shares[place]))
    share = shares[min(first, len(shares) - 1)]
    return rows_of(panels, across, share, scale), share if first < len(shares) else 0


def rows_of(panels, across, share, scale):
    boxes = [panel for _, panel in panels if panel.kind == "boxes"]
    digits = max((text_width(text, TEXT * scale) for panel in boxes for text in box_texts(panel)), default=0)
    own_bars = len({(panel.kind, panel.limit) for _, panel in panels if panel.kind != "boxes"}) > 1
    rows = []
    for start in range(0, len(panels), across):
        blocks = []
        for place, panel in panels[start : start + across]:
            neighbour = blocks[-1].panel if blocks and not panel.before else None
            block = block_of(place, panel, neighbour, cell_of(panel, share, digits, scale), own_bars, scale)
            sign = text_width(panel.before, 17 * scale) + 18 * scale if panel.before else 0
            blocks.append(replace(block, before=sign or (18 * scale if blocks else 0)))
        rows.append(Row(blocks))
    if across == 1:  # in a single column all cells begin at one line, whatever stands before them
        start = max(row.blocks[0].before + row.blocks[0].left for row in rows)
        rows = [Row([replace(row.blocks[0], before=start - row.blocks[0].left)]) for row in rows]
    return rows


def cell_of(panel, share, digits, scale):
    """The size of a panel's cells at a share of their natural size. -> (width, height)"""
    rows, columns = panel.values.shape
    if panel.kind == "boxes":
        share = min(share, 1.15)
        labels = widest(panel.columns, LABEL * scale) if columns <= 6 else 0
        wide = max(40 * scale, digits + 20 * scale, min(labels + 12 * scale, 90 * scale))
        cell = wide * share, 34 * scale * share
    else:
        across, down = (natural(count) * share * scale for count in (columns, rows))
        if rows <= 3 and columns > 2 * rows:
            down = min(34 * scale, max(26 * scale, across))
        elif columns <= 3 and rows > 2 * columns:
            across = min(34 * scale, max(26 * scale, down))
        elif max(rows, columns) <= 2 * min(rows, columns):
            across = down = min(across, down)
        else:
            across, down = min(across, 2.5 * down), min(down, 2.5 * across)
        cell = across, down
    return tuple(math.floor(side * DETAIL) / DETAIL if side >= 4 else side for side in cell)


def natural(count):
    """The usual width of a cell when so many stand in a row: 30, or all together 360, or a little more."""
    return min(30, 360 / count * max(1, count / 64) ** 0.2)


def block_of(place, panel, neighbour, cell, own_bars, scale):
    """Measure all that stands around the cells. What the neighbour on the left says is not said again."""
    rows, columns = panel.values.shape
    width, height = columns * cell[0], rows * cell[1]
    size, pad, small = min(LABEL, max(LABEL_LEAST, 0.8 * min(cell) / scale)) * scale, 6 * scale, SMALL * scale
    shared = neighbour is not None and row_names(neighbour) == row_names(panel)
    row_step = label_step(size, cell[1]) if panel.rows and not shared else 0
    row_room, column_room = (
        min(LONGEST * scale, widest(names, size)) for names in (panel.rows, panel.columns)
    )
    upright = column_room > cell[0] - 4 * scale
    column_step = (label_step(size, cell[0]) if upright else 1) if panel.columns else 0
    row_band = row_room + pad if row_step else 0
    column_band = (column_room if upright else 1.2 * size) + pad if column_step else 0
    row_axis = "" if shared else panel.row_axis
    beside = text_width(row_axis, size) <= height
    title = wrap(panel.title, max(width, 130 * scale), TEXT * scale, bold=True)
    sizes = wrap(panel.sizes, max(width, 130 * scale), small)
    bar = own_bars and panel.kind != "boxes"
    around = [widest(title, TEXT * scale, True), widest(sizes, small), text_width(panel.column_axis, size)]
    overhang = max(0, (max(*around, bar_width(panel, scale) if bar else 0) - width) / 2)
    left, corner = row_band, 0
    if row_axis and beside:
        left += 1.6 * size
    elif row_axis:
        left, corner = max(left, text_width(row_axis, size) + pad), 1.5 * size
    heading = 1.4 * TEXT * scale * len(title) + (1.5 * size if panel.column_axis else 0) + 3 * scale
    return Block(
        place=place,
        panel=panel,
        cell=cell,
        type=size,
        title=title,
        sizes=sizes,
        row_step=row_step,
        column_step=column_step,
        upright=upright,
        row_axis=row_axis,
        row_band=row_band,
        beside=beside,
        bar=bar,
        before=0,
        left=max(overhang, left),
        right=overhang,
        top=max(column_band, corner) + heading,
        bottom=1.5 * small * len(sizes) + (2.2 * small if bar else 0) + 4 * scale,
    )


def row_names(panel):
    return panel.values.shape[0], panel.rows, panel.row_axis


def widest(texts, size, bold=False):
    return max((text_width(text, size, bold) for text in texts), default=0)


def label_step(size, pitch):
    """Every how many cells a label has room; 0 if that would be too seldom to help."""
    step = math.ceil(1.2 * size / pitch - 0.05)
    return step if step <= MOST_SKIPPED else 0
