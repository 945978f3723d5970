"""A MatrixFrame as a still picture: heatmaps and boxes in rows, each as large as the page allows."""

import bisect
import math
from dataclasses import dataclass, replace

import numpy as np

from helpers import style
from helpers.figures.cells import bar_width, box_texts, colour_bar, outline, paint_boxes, paint_heatmap
from helpers.figures.page import DETAIL, FAINT, INK, PAPER, SMALL, TEXT, WIDEST, colour_for, head_width, shorten, snap, text_width, wrap
from helpers.frames.describe import readout, row_sum_words, selected_cell

TALLEST = 520  # CSS pixels of one panel, at scale 1
LARGEST, LEAST = 1.4, 0.02  # shares of their natural size that cells may have
LABEL, LABEL_LEAST = 11, 8.5  # type sizes of the labels: usual, smallest
LONGEST = 110  # CSS pixels of a label
MOST_SKIPPED = 4  # of this many labels one may be shown alone; with smaller cells none is


def plan(frame):
    """Find the size of everything. MatrixFrame -> (width, function that draws it on a page)"""
    scale = style.scale()
    layout = best_layout(frame, scale)
    width = max([head_width(frame, scale), 380 * scale, *(row.width for row in layout)])
    return min(width, WIDEST), lambda page: paint(page, frame, layout)


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
    column_band: float  # height of the column labels
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
    """The rows of panels: as many side by side as can be read, or as the frame says where they fit. -> list of Row"""
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
    """The share of their natural size that cells must have to stand side by side; below it, a new row is better."""
    if any(panel.kind == "boxes" for _, panel in panels):
        return 0.62
    return 0.1 if asked_for else 0.3 if equation else 0.5 / math.sqrt(scale)


def largest(panels, across, scale):
    """Rows with the largest cells that fit the page. -> (list of Row, share of the cells' natural size; 0 if none fits)"""
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
        labels = max((text_width(name, LABEL * scale) for name in panel.columns), default=0) if columns <= 6 else 0
        cell = max(40 * scale, digits + 20 * scale, min(labels + 12 * scale, 90 * scale)) * share, 34 * scale * share
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
    """The usual width of a cell when so many stand in a row: 30 for a few, together 360 for many, more for hundreds."""
    return min(30, 360 / count * max(1, count / 64) ** 0.2)


def block_of(place, panel, neighbour, cell, own_bars, scale):
    """Measure all that stands around the cells. What the neighbour on the left says already is not said again."""
    rows, columns = panel.values.shape
    width, height = columns * cell[0], rows * cell[1]
    size, pad, small = min(LABEL, max(LABEL_LEAST, 0.8 * min(cell) / scale)) * scale, 6 * scale, SMALL * scale
    shared = neighbour is not None and (neighbour.values.shape[0], neighbour.rows, neighbour.row_axis) == (rows, panel.rows, panel.row_axis)
    row_step = label_step(size, cell[1]) if panel.rows and not shared else 0
    row_room, column_room = (min(LONGEST * scale, max(map(name_width(size), names), default=0)) for names in (panel.rows, panel.columns))
    upright = column_room > cell[0] - 4 * scale
    column_step = (label_step(size, cell[0]) if upright else 1) if panel.columns else 0
    row_band = row_room + pad if row_step else 0
    column_band = (column_room if upright else 1.2 * size) + pad if column_step else 0
    row_axis = "" if shared else panel.row_axis
    beside = text_width(row_axis, size) <= height
    title = wrap(panel.title, max(width, 130 * scale), TEXT * scale, bold=True)
    sizes = wrap(panel.sizes, max(width, 130 * scale), small)
    bar = own_bars and panel.kind != "boxes"
    around = [text_width(line, TEXT * scale, True) for line in title] + [text_width(line, small) for line in sizes]
    around += [text_width(panel.column_axis, size), bar_width(panel, scale) if bar else 0]
    overhang = max(0, (max(around) - width) / 2)
    corner = 1.5 * size if row_axis and not beside else 0
    return Block(
        place, panel, cell, size, title, sizes, row_step, column_step, upright, row_axis, row_band, column_band, beside, bar, 0,
        left=max(overhang, row_band + (1.6 * size if row_axis and beside else 0), text_width(row_axis, size) + pad if row_axis and not beside else 0),
        right=overhang,
        top=max(column_band, corner) + (1.5 * size if panel.column_axis else 0) + 1.4 * TEXT * scale * len(title) + 3 * scale,
        bottom=1.5 * small * len(sizes) + (2.2 * small if bar else 0) + 4 * scale,
    )  # fmt: skip


def name_width(size):
    return lambda name: text_width(name, size)


def label_step(size, pitch):
    """Every how many cells a label has room; 0 if that would be too seldom to help."""
    step = math.ceil(1.2 * size / pitch - 0.05)
    return step if step <= MOST_SKIPPED else 0


def paint(page, frame, layout):
    scale, heatmaps = page.scale, [panel for panel in frame.panels if panel.kind != "boxes" and panel.values.size]
    page.head(frame)
    page.room(4 * scale)
    chosen = selected_cell(frame)
    for row in layout:
        top = page.room(row.above + row.below + 12 * scale)
        x = page.margin
        for block in row.blocks:
            y = snap(top + row.above - row.centred * block.size[1] / 2)
            if block.panel.before:
                middle = top + row.above + (0 if row.centred else block.size[1] / 2)
                page.text(x + block.before / 2, middle, block.panel.before, 17 * scale, across="center", up="center_baseline")
            paint_block(page, block, snap(x + block.before + block.left), y, frame, chosen)
            x += block.before + block.left + block.size[0] + block.right
    if not layout:
        page.paragraph("There is nothing to show yet.")
    if heatmaps and not any(block.bar for row in layout for block in row.blocks):
        legend(page, heatmaps, layout[0].blocks[0].left)
    if chosen:
        page.room(4 * scale)
        page.paragraph(readout(frame, *chosen), TEXT, INK)


def paint_block(page, block, left, top, frame, chosen):
    panel, scale, (width, height) = block.panel, page.scale, block.size
    twin = chosen is not None and alike(panel, frame.panels[chosen[0]])
    (paint_boxes if panel.kind == "boxes" else paint_heatmap)(page, panel, block.cell, left, top)
    label_rows(page, block, left, top, chosen[1] if twin else None)
    label_columns(page, block, left, top, chosen[2] if twin else None)
    names(page, block, left, top)
    for row, column in panel.marked:
        if 0 <= row < panel.values.shape[0] and 0 <= column < panel.values.shape[1]:
            outline(page, panel, block.cell, left, top, (row, row + 1), (column, column + 1), 2)
    if twin:
        (rows, columns), (_, row, column) = panel.values.shape, chosen
        here = (row, row + 1), (column, column + 1)
        if rows > 1 and columns > 1:
            outline(page, panel, block.cell, left, top, here[0], (0, columns), 1)
            outline(page, panel, block.cell, left, top, (0, rows), here[1], 1)
        outline(page, panel, block.cell, left, top, *here, 3 if block.place == chosen[0] else 2)


def alike(one, other):
    return (one.values.shape, one.rows, one.columns) == (other.values.shape, other.rows, other.columns)


def names(page, block, left, top):
    """Write what stands around the cells: title, the names of the axes, the sizes, its own colour bar."""
    panel, scale, size, (width, height) = block.panel, page.scale, block.type, block.size
    middle, strong = left + width / 2, INK if panel.role == "plain" else colour_for(panel.role)[1]
    y = top - block.top + 0.7 * TEXT * scale
    for line in block.title:
        page.text(middle, y, line, TEXT * scale, strong, True, "center", "center_baseline")
        y += 1.4 * TEXT * scale
    if panel.column_axis:
        y = top - block.top + 1.4 * TEXT * scale * len(block.title) + 0.65 * size
        page.text(middle, y, panel.column_axis, size, FAINT, across="center", up="center_baseline")
    if block.row_axis and block.beside:
        x = left - block.row_band - 0.9 * size
        page.text(x, top + height / 2, block.row_axis, size, FAINT, across="center", up="center", turned=True)
    elif block.row_axis:
        page.text(left - 6 * scale, top - 0.9 * size, block.row_axis, size, FAINT, across="right", up="center_baseline")
    y = top + height + 4 * scale + 0.75 * SMALL * scale
    for line in block.sizes:
        page.text(middle, y, line, SMALL * scale, FAINT, across="center", up="center_baseline")
        y += 1.5 * SMALL * scale
    if block.bar:
        colour_bar(page, panel, middle - bar_width(panel, scale) / 2, y + 0.3 * SMALL * scale)


def label_rows(page, block, left, top, lit):
    names, x = block.panel.rows, left - 6 * page.scale
    for place in shown(len(names), block.row_step, lit):
        y = top + (place + 0.5) * block.cell[1]
        label(page, x, y, shorten(names[place], LONGEST * page.scale, block.type), block.type, "right", False, place == lit)


def label_columns(page, block, left, top, lit):
    names, up = block.panel.columns, block.upright
    for place in shown(len(names), block.column_step, lit):
        x, y = left + (place + 0.5) * block.cell[0], top - (5 * page.scale if up else 0.9 * block.type)
        label(page, x, y, shorten(names[place], LONGEST * page.scale, block.type), block.type, "left" if up else "center", up, place == lit)


def shown(count, step, lit):
    """Which labels are written: every step-th, but for those too near to the one that is lit."""
    if not step:
        return []
    every = range(0, count, step)
    return every if lit is None else [place for place in every if place == lit or abs(place - lit) >= step] + [lit] * (lit % step > 0)


def label(page, x, y, text, size, across, turned, lit):
    """Write a name; where it is lit, dark and light change places."""
    if lit:
        width, height = text_width(text, size) + 6 * page.scale, 1.35 * size
        start = {"right": 3 * page.scale - width, "left": -3 * page.scale, "center": -width / 2}[across]
        box = (x - height / 2, y - start - width, height, width) if turned else (x + start, y - height / 2, width, height)
        page.box(*box, INK, round_by=3 * page.scale)
    page.text(x, y, text, size, PAPER if lit else INK, across=across, up="center" if turned else "center_baseline", turned=turned)


def legend(page, heatmaps, left):
    """One colour bar for all heatmaps, with what their rows add up to where that is the same for all."""
    scale, size = page.scale, SMALL * page.scale
    y = page.room(1.8 * size) + 0.9 * size
    x = page.margin + left
    colour_bar(page, heatmaps[0], x, y)
    if heatmaps[0].kind == "weights":
        sums = {row_sum_words(panel) for panel in heatmaps if panel.values.shape[1] > 1}
        words = "weight" + "".join(f" · {one}" for one in sums if len(sums) == 1)
        room = page.width - page.margin - x - bar_width(heatmaps[0], scale) - 12 * scale
        page.text(x + bar_width(heatmaps[0], scale) + 12 * scale, y, shorten(words, room, size), size, FAINT, up="center_baseline")
