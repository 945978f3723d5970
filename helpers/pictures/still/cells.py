"""The cells of one panel: a heatmap in the colours of style, or boxes with their numbers; borders, bars."""

import numpy as np
from matplotlib.colors import ListedColormap

from helpers import style
from helpers.pictures.still.page import (
    FAINT,
    GRID,
    INK,
    PAPER,
    SMALL,
    TEXT,
    box_role,
    colour_for,
    ink_on,
    panel_colours,
    snap,
    text_width,
    tint,
)
from helpers.pictures.words import digits_of, exact, fixed, short_number

LABEL = 11  # type size of the digits in a heatmap
DIGITS, DIGITS_CLEAR = 8, 9.5  # type sizes below which digits are left out; below which one less is better
BAR = 90  # CSS pixels of a colour bar
MAPS = {kind: ListedColormap(style.colour_map(kind) / 255) for kind in ("weights", "signed")}


def cell_text(value, digits):
    """The number in a cell; next to large numbers, a tiny one is written as 0.00."""
    return short_number(value, 0) if 10000 <= abs(value) < np.inf else fixed(value, digits)


def box_texts(panel):
    (digits,) = digits_of(panel)
    return [cell_text(value, digits) for value in panel.values.ravel()]


def paint_heatmap(page, panel, cell, left, top):
    """Cells whose colours are exactly style.colour_of: half a shade is added at both ends of the map."""
    page.exact = True
    rows, columns = panel.values.shape
    width, height = columns * cell[0], rows * cell[1]
    low = 0.0 if panel.kind == "weights" else -panel.limit
    shade = (panel.limit - low) / 255
    finite = np.isfinite(panel.values)
    values = np.clip(np.where(finite, panel.values, 0), low, panel.limit)
    axes = page.axes(left, top, width, height)
    axes.pcolormesh(
        np.ma.masked_where(~finite, values),
        cmap=MAPS[panel.kind],
        vmin=low - shade / 2,
        vmax=panel.limit + shade / 2,
        linewidths=0.75 if min(cell) >= 10 else 0,
        edgecolors=PAPER,
        rasterized=values.size > 4000,
    )
    axes.set(xlim=(0, columns), ylim=(rows, 0), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    edge, _ = panel_colours(panel)
    page.box(left, top, width, height, edge=edge, line=1 if edge == GRID else 1.5 * page.scale)
    for head in range(panel.slots):
        wide = width / panel.slots
        page.box(left + head * wide, top + height, wide, 3 * page.scale, colour_for(f"head {head + 1}")[0])
    if write_values(page, panel, values, finite, cell, left, top):
        return
    for row, column in np.argwhere(~finite):  # no number, or one without end, and no room to write so
        x, y = left + column * cell[0], top + row * cell[1]
        page.line([x, x + cell[0]], [y + cell[1], y], FAINT, page.scale)


def write_values(page, panel, values, finite, cell, left, top):
    """Write the number into every cell of a heatmap, if there is room. -> whether there is"""
    if min(cell) < DIGITS or not (tries := digits_of(panel)):
        return False
    inks = [
        ink_on(colour) if known else INK
        for colour, known in zip(
            style.colour_of(values, panel.kind, panel.limit).reshape(-1, 3), finite.ravel(), strict=True
        )
    ]
    for digits in tries:
        least = DIGITS if digits == tries[-1] else DIGITS_CLEAR
        texts = [cell_text(value, digits) for value in panel.values.ravel()]
        if write_digits(page, texts, inks, cell, left, top, values.shape[1], LABEL, least):
            return True
    return False


def paint_boxes(page, panel, cell, left, top):
    """A box for each number, filled with more of the role's colour the larger it is; weights have a map."""
    page.exact = True
    (width, height), gap = cell, gap_of(cell, page.scale)
    share = np.clip(np.where(np.isfinite(panel.values), panel.values, 0) / panel.limit, -1, 1)
    inks = []
    for (row, column), size in np.ndenumerate(share):
        role = box_role(panel, row, column)
        fill, strong, _ = colour_for(role)
        mapped = style.box_colour(size, role)
        colour = tint(fill, 0.1 + 0.8 * abs(size)) if mapped is None else tuple(mapped)
        x, y = left + column * width + gap / 2, top + row * height + gap / 2
        page.box(
            x,
            y,
            width - gap,
            height - gap,
            colour,
            strong,
            1.1 * page.scale,
            min(6 * page.scale, 0.2 * height),
        )
        inks.append(ink_on(colour))
    write_digits(page, box_texts(panel), inks, cell, left, top, panel.values.shape[1], TEXT)


def gap_of(cell, scale):
    """How far boxes stand apart."""
    return min(5 * scale, 0.15 * min(cell))


def write_digits(page, texts, inks, cell, left, top, columns, most, least=DIGITS):
    """Write a text into every cell, if all fit at a type size between most and least. -> whether they fit"""
    widest = max(text_width(text, 100) for text in texts) / 100
    size = min(most * page.scale, (cell[0] - 4) / widest, 0.62 * cell[1])
    if size < least * page.scale:
        return False
    for place, (text, ink) in enumerate(zip(texts, inks, strict=True)):
        x, y = left + (place % columns + 0.5) * cell[0], top + (place // columns + 0.5) * cell[1]
        page.text(x, y, text, size, ink, across="center")
    return True


def outline(page, panel, cell, left, top, rows, columns, thick):
    """A border that shows on dark and light cells: ink between lines of paper. rows, columns: (first, end)"""
    gap = (
        gap_of(cell, page.scale) / 2 - 1.5 * page.scale
        if panel.kind == "boxes"
        else -max(0, (4 - min(cell)) / 2)
    )
    x, y = left + columns[0] * cell[0] + gap, top + rows[0] * cell[1] + gap
    width, height = (columns[1] - columns[0]) * cell[0] - 2 * gap, (rows[1] - rows[0]) * cell[1] - 2 * gap
    round_by = min(7 * page.scale, 0.25 * height) if panel.kind == "boxes" else 0
    for colour, line in ((PAPER, thick + 2), (INK, thick)):
        page.box(x, y, width, height, edge=colour, line=line * page.scale, round_by=round_by)


def bar_ends(panel):
    limit = exact(panel.limit, 3)
    return ("0" if panel.kind == "weights" else f"−{limit}"), limit


def bar_width(panel, scale):
    """How wide the colour bar of a panel is with the numbers at its ends."""
    return BAR * scale + 12 * scale + sum(text_width(end, SMALL * scale) for end in bar_ends(panel))


def colour_bar(page, panel, x, middle):
    """The colours of a panel with the numbers at both ends."""
    scale, size = page.scale, SMALL * page.scale
    low, high = bar_ends(panel)
    page.text(x, middle, low, size, FAINT)
    start = snap(x + text_width(low, size) + 6 * scale)
    axes = page.axes(start, snap(middle - 4 * scale), snap(BAR * scale), snap(8 * scale))
    axes.imshow(style.colour_map(panel.kind)[np.newaxis], aspect="auto", interpolation="nearest")
    axes.set_axis_off()
    if panel.kind == "signed":
        centre = start + BAR * scale / 2
        page.line([centre, centre], [middle - 6 * scale, middle + 6 * scale], FAINT)
    page.text(start + (BAR + 6) * scale, middle, high, size, FAINT)
