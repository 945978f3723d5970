"""The cells of one panel: a heatmap in the colours of style, or boxes with their numbers; borders, bars."""

import math

import numpy as np
from matplotlib.colors import ListedColormap

from helpers import style
from helpers.pictures.grids import RULES, is_blank, is_masked
from helpers.pictures.still.page import (
    FAINT,
    GRID,
    INK,
    PAPER,
    box_role,
    colour_for,
    ink_on,
    panel_colours,
    snap,
    text_width,
    tint,
)
from helpers.pictures.words import digits_of, exact, fixed, short_number

PRINTED = (
    8,
    9.5,
    11,
)  # type sizes of digits on a printed page: smallest, below which one digit less is better, most
MAPS = {kind: ListedColormap(style.colour_map(kind) / 255) for kind in ("weights", "signed")}


def cell_text(value, digits, blank=False):
    """The number in a cell; next to large numbers, a tiny one is written as 0.00, or not at all if blank.

    >>> cell_text(0.25, 2), cell_text(0.004, 2, blank=True), cell_text(12345, 2)
    ('0.25', '', '1.2e+4')
    """
    if 10000 <= abs(value) < np.inf:
        return short_number(value, 0)
    text = fixed(value, digits)
    return "" if blank and not text.strip("0.") else text


def paint_heatmap(page, panel, cell, left, top, digits="as fits"):
    """Cells whose colours are exactly style.colour_of: half a shade is added at both ends of the map.

    digits: how many stand behind the point, None for no numbers; as fits: smaller type where they need it.
    """
    page.exact = True
    rows, columns = panel.values.shape
    width, height = columns * cell[0], rows * cell[1]
    low = 0.0 if panel.kind == "weights" else -panel.limit
    shade = (panel.limit - low) / 255
    finite = np.isfinite(panel.values)
    hidden = hidden_cells(panel)
    values = np.clip(np.where(finite, panel.values, 0), low, panel.limit)
    axes = page.axes(left, top, width, height)
    axes.pcolormesh(
        np.ma.masked_where(hidden, values),
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
    inks = [
        ink_on(colour) if seen else INK
        for colour, seen in zip(
            style.colour_of(values, panel.kind, panel.limit).reshape(-1, 3), ~hidden.ravel(), strict=True
        )
    ]
    if digits == "as fits":
        written = write_where_it_fits(page, panel, inks, cell, left, top)
    else:
        written = digits is not None
        if written:
            texts = cell_texts(panel, digits)
            write_digits(page, texts, inks, cell, 0, left, top, columns, RULES["type"]["number"] * page.scale)
    strike(page, hidden & finite if written else hidden, cell, left, top)


def hidden_cells(panel):
    """Cells without a colour: no number, one without end, or a weight that a mask forbids. -> bool array"""
    hidden = ~np.isfinite(panel.values)
    if is_masked(panel):
        hidden[tuple(np.transpose(panel.marked))] = True
    return hidden


def strike(page, struck, cell, left, top):
    """Strike cells through, with a thin border around each that is large enough."""
    for row, column in np.argwhere(struck):
        x, y = left + column * cell[0], top + row * cell[1]
        page.line([x, x + cell[0]], [y + cell[1], y], GRID if min(cell) >= 10 else FAINT, page.scale)
        if min(cell) >= 10:
            page.box(x, y, *cell, edge=GRID, line=0.5 * page.scale)


def cell_texts(panel, digits):
    blank = is_blank(panel) or is_masked(panel)
    return [cell_text(value, digits, blank) for value in panel.values.ravel()]


def write_where_it_fits(page, panel, inks, cell, left, top):
    """Write the number into every cell of a heatmap, if there is room, in smaller type too. -> whether"""
    least, clear, most = PRINTED
    tries = digits_of(panel) if min(cell) >= least else ()
    for digits in tries:
        texts = cell_texts(panel, digits)
        widest = max(text_width(text, 100) for text in texts) / 100
        size = min(most * page.scale, (cell[0] - 4) / max(widest, 0.01), 0.62 * cell[1])
        if size >= (least if digits == tries[-1] else clear) * page.scale:
            write_digits(page, texts, inks, cell, 0, left, top, panel.values.shape[1], size)
            return True
    return False


def paint_boxes(page, panel, cell, gap, left, top, digits):
    """A box for each number, filled with more of the role's colour the larger it is; weights have a map."""
    page.exact = True
    share = np.clip(np.where(np.isfinite(panel.values), panel.values, 0) / panel.limit, -1, 1)
    inks, round_by = [], min(6 * page.scale, 0.2 * cell[1])
    for (row, column), size in np.ndenumerate(share):
        role = box_role(panel, row, column)
        fill, strong, _ = colour_for(role)
        mapped = style.box_colour(size, role)
        colour = tint(fill, 0.1 + 0.8 * abs(size)) if mapped is None else tuple(mapped)
        x, y = left + column * (cell[0] + gap), top + row * (cell[1] + gap)
        page.box(x, y, *cell, colour, strong, 1.1 * page.scale, round_by)
        inks.append(ink_on(colour))
    size = RULES["type"]["box"] * page.scale
    write_digits(page, cell_texts(panel, digits), inks, cell, gap, left, top, panel.values.shape[1], size)


def write_digits(page, texts, inks, cell, gap, left, top, columns, size):
    """Write a text into the middle of every cell."""
    for place, (text, ink) in enumerate(zip(texts, inks, strict=True)):
        if text:
            x = left + place % columns * (cell[0] + gap) + cell[0] / 2
            y = top + place // columns * (cell[1] + gap) + cell[1] / 2
            page.text(x, y, text, size, ink, across="center")


def outline(page, x, y, width, height, thick, boxes=False):
    """A border that shows on dark and light cells: ink between lines of paper. It lies around what is thin,
    so that the cells themselves stay in sight.
    """
    least, scale = min(width, height), page.scale
    spare = 1.5 * scale if boxes else clear_of(least, thick, scale)
    x, y, width, height = x - spare, y - spare, width + 2 * spare, height + 2 * spare
    round_by = min(7 * scale, 0.25 * height) if boxes else 0
    for colour, line in ((PAPER, thick + 2), (INK, thick)):
        page.box(x, y, width, height, edge=colour, line=line * scale, round_by=round_by)


def clear_of(least, thick, scale):
    """How far outside of cells so thin a border runs: all of it around 8 pixels and less, none from 16 on."""
    most = (thick / 2 + 1) * scale
    return most * min(1.0, max(0.0, 2 - least / (8 * scale)))


def bar_ends(panel):
    limit = exact(panel.limit, 3)
    return ("0" if panel.kind == "weights" else f"−{limit}"), limit


def bar_lengths(panel, scale, room=math.inf):
    """How long a colour bar is, for a panel so wide, and what stands on both sides. -> (left, bar, right)"""
    rule = RULES["legend"]
    left, right = (
        text_width(end, RULES["type"]["label"] * scale) + rule["gap"] * scale for end in bar_ends(panel)
    )
    return left, min(rule["wide"] * scale, max(rule["least"] * scale, room - left - right)), right


def colour_bar(page, panel, x, top, room=math.inf):
    """The colours of a panel with the numbers at both ends."""
    scale, size = page.scale, RULES["type"]["label"] * page.scale
    left, wide, _ = bar_lengths(panel, scale, room)
    high, gap = (RULES["legend"][name] * scale for name in ("high", "gap"))
    low, high_end = bar_ends(panel)
    middle = top + high / 2
    start = snap(x + left)
    page.text(start - gap, middle, low, size, FAINT, across="right")
    axes = page.axes(start, snap(top), snap(wide), snap(high))
    axes.imshow(style.colour_map(panel.kind)[np.newaxis], aspect="auto", interpolation="nearest")
    axes.set_axis_off()
    if panel.kind == "signed":
        centre = start + wide / 2
        page.line([centre, centre], [top - 2 * scale, top + high + 2 * scale], FAINT)
        page.text(centre, top + high + 2 * scale + size / 2, "0", size, FAINT, across="center")
    page.text(start + wide + gap, middle, high_end, size, FAINT)
