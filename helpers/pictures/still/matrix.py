"""A MatrixFrame as a still picture: heatmaps and boxes in rows, each as large as the page allows."""

from helpers import style
from helpers.pictures.still.cells import bar_width, colour_bar, outline, paint_boxes, paint_heatmap
from helpers.pictures.still.layout import LONGEST, best_layout
from helpers.pictures.still.page import (
    FAINT,
    INK,
    PAPER,
    SMALL,
    TEXT,
    WIDEST,
    header_width,
    panel_colours,
    row_colour,
    snap,
    text_width,
)
from helpers.pictures.words import lit, readout, row_sum_words, selected_cell


def plan(frame):
    """Find the size of everything. MatrixFrame -> (width, function that draws it on a page)"""
    scale = style.scale()
    layout = best_layout(frame, scale)
    width = max([header_width(frame, scale), 380 * scale, *(row.width for row in layout)])
    return min(width, WIDEST), lambda page: paint(page, frame, layout)


def paint(page, frame, layout):
    scale = page.scale
    heatmaps = [panel for panel in frame.panels if panel.kind != "boxes" and panel.values.size]
    page.header(frame)
    page.grow(4 * scale)
    chosen = selected_cell(frame)
    for row in layout:
        top = page.grow(row.above + row.below + 12 * scale)
        x = page.margin
        for block in row.blocks:
            y = snap(top + row.above - row.centred * block.size[1] / 2)
            if block.panel.before:
                middle = top + row.above + (0 if row.centred else block.size[1] / 2)
                page.text(x + block.before / 2, middle, block.panel.before, 17 * scale, across="center")
            paint_block(page, block, snap(x + block.before + block.left), y, frame, chosen)
            x += block.before + block.left + block.size[0] + block.right
    if not layout:
        page.paragraph("There is nothing to show yet.")
    if heatmaps and not any(block.bar for row in layout for block in row.blocks):
        legend(page, heatmaps, layout[0].blocks[0].left)
    if chosen:
        page.grow(4 * scale)
        page.paragraph(readout(frame, *chosen), TEXT, INK)


def paint_block(page, block, left, top, frame, chosen):
    """The cells of a panel with their labels; a marked or highlighted cell has a border."""
    panel, (row, column) = block.panel, lit(frame).get(block.place, (-1, -1))
    (paint_boxes if panel.kind == "boxes" else paint_heatmap)(page, panel, block.cell, left, top)
    label_rows(page, block, left, top, row if row >= 0 else None)
    label_columns(page, block, left, top, column if column >= 0 else None)
    names(page, block, left, top)
    for marked, place in panel.marked:
        if 0 <= marked < panel.values.shape[0] and 0 <= place < panel.values.shape[1]:
            outline(page, panel, block.cell, left, top, (marked, marked + 1), (place, place + 1), 2)
    rows, columns = panel.values.shape
    whole = row < 0 or column < 0
    if row >= 0 and (columns > 1 and rows > 1 or whole):
        outline(page, panel, block.cell, left, top, (row, row + 1), (0, columns), 2 if whole else 1)
    if column >= 0 and (columns > 1 and rows > 1 or whole):
        outline(page, panel, block.cell, left, top, (0, rows), (column, column + 1), 2 if whole else 1)
    if not whole:
        here = (row, row + 1), (column, column + 1)
        outline(page, panel, block.cell, left, top, *here, 3 if block.place == chosen[0] else 2)


def names(page, block, left, top):
    """Write what stands around the cells: title, the names of the axes, the sizes, its own colour bar."""
    panel, scale, size, (width, height) = block.panel, page.scale, block.type, block.size
    middle, (_, strong) = left + width / 2, panel_colours(panel)
    y = top - block.top + 0.7 * TEXT * scale
    for line in block.title:
        page.text(middle, y, line, TEXT * scale, strong, True, "center")
        y += 1.4 * TEXT * scale
    if panel.column_axis:
        y = top - block.top + 1.4 * TEXT * scale * len(block.title) + 0.65 * size
        page.text(middle, y, panel.column_axis, size, FAINT, across="center")
    if block.row_axis and block.beside:
        x = left - block.row_band - 0.9 * size
        page.text(x, top + height / 2, block.row_axis, size, FAINT, across="center", turned=True)
    elif block.row_axis:
        page.text(left - 6 * scale, top - 0.9 * size, block.row_axis, size, FAINT, across="right")
    y = top + height + 4 * scale + 0.75 * SMALL * scale
    for line in block.sizes:
        page.text(middle, y, line, SMALL * scale, FAINT, across="center")
        y += 1.5 * SMALL * scale
    if block.bar:
        colour_bar(page, panel, middle - bar_width(panel, scale) / 2, y + 0.3 * SMALL * scale)


def label_rows(page, block, left, top, lit):
    x = left - 6 * page.scale
    for place in shown(len(block.panel.rows), block.row_step, lit):
        y = top + (place + 0.5) * block.cell[1]
        ink = row_colour(block.panel, place)
        label(page, x, y, block.panel.rows[place], block.type, "right", False, place == lit, ink)


def label_columns(page, block, left, top, lit):
    up, y = block.upright, top - (5 * page.scale if block.upright else 0.9 * block.type)
    for place in shown(len(block.panel.columns), block.column_step, lit):
        x = left + (place + 0.5) * block.cell[0]
        label(
            page, x, y, block.panel.columns[place], block.type, "left" if up else "center", up, place == lit
        )


def shown(count, step, lit):
    """Which labels are written: every step-th, but for those too near to the one that is lit."""
    every = range(0, count, step) if step else []
    if lit is None or not step:
        return every
    return [place for place in every if abs(place - lit) >= step] + [lit]


def label(page, x, y, text, size, across, turned, lit, ink=INK):
    """Write a name; where it is lit, dark and light change places."""
    text = page.fit(text, LONGEST * page.scale, size)
    if lit:
        width, height = text_width(text, size) + 6 * page.scale, 1.35 * size
        start = {"right": 3 * page.scale - width, "left": -3 * page.scale, "center": -width / 2}[across]
        corner = (x - height / 2, y - start - width) if turned else (x + start, y - height / 2)
        page.box(*corner, *((height, width) if turned else (width, height)), INK, round_by=3 * page.scale)
    page.text(x, y, text, size, PAPER if lit else ink, across=across, turned=turned)


def legend(page, heatmaps, left):
    """One colour bar for all heatmaps, with what their rows add up to where that is the same for all."""
    scale, size = page.scale, SMALL * page.scale
    y = page.grow(1.8 * size) + 0.9 * size
    x = page.margin + left
    colour_bar(page, heatmaps[0], x, y)
    if heatmaps[0].kind == "weights":
        sums = {row_sum_words(panel) for panel in heatmaps if panel.values.shape[1] > 1}
        words = "weight" + "".join(f" · {each}" for each in sums if len(sums) == 1)
        x += bar_width(heatmaps[0], scale) + 12 * scale
        page.text(x, y, page.fit(words, page.width - page.margin - x, size), size, FAINT)
