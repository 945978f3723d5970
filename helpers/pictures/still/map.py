"""A MapFrame as a still picture: steps in boxes, arrows between them, numbers inside where there are some."""

from dataclasses import dataclass

import numpy as np
from matplotlib.patches import Polygon

from helpers import style
from helpers.pictures.maps import RULES, one_line
from helpers.pictures.still.page import (
    FAINT,
    INK,
    PAPER,
    TEXT,
    WIDEST,
    colour_for,
    header_width,
    text_width,
    tint,
)


@dataclass
class Sizes:
    """What a layout becomes, in CSS pixels. unit: the width of a column; row: the height of a row."""

    layout: object
    unit: float
    row: float
    scale: float


def plan(frame):
    """Choose the layout that fits. MapFrame -> (width, function that draws it on a page)"""
    sizes = sizes_for(frame, WIDEST, style.scale())
    width = max(sizes.unit * sizes.layout.columns, header_width(frame, sizes.scale))
    return width, lambda page: paint(page, frame, sizes)


def sizes_for(frame, room, scale):
    """The first layout whose words fit into a room, or the last one, as wide as they need. -> Sizes"""
    for layout in frame.layouts:
        unit = min(RULES["widest"] * scale, room / layout.columns)
        needed = needed_unit(frame, layout, scale)
        if needed <= unit:
            break
    return Sizes(layout, max(unit, needed), RULES["row"] * scale, scale)


def needed_unit(frame, layout, scale):
    """How wide a column must be, so that each word fits into its box."""
    found = [
        words_width(node, node.name in layout.beside, scale) / box[2]
        for node, box in zip(frame.nodes, layout.boxes, strict=True)
    ]
    found += [
        (text_width(group.label, RULES["small"] * scale, True) + 34 * scale) / box[2]
        for group, box in zip(frame.groups, layout.groups, strict=True)
    ]
    return max(found, default=1)


def words_width(node, beside, scale):
    """The width that the words of a node need, in CSS pixels; beside: its numbers stand right of them."""
    lines = [text_width(line, RULES["type"] * scale, True) for line in node.label.split("\n")]
    below = text_width(node.below, RULES["small"] * scale)
    room = max(lines) + below + RULES["least"] * scale if beside else max(*lines, below)
    return room + 2 * RULES["pad"] * scale


def paint(page, frame, sizes):
    page.header(frame)
    left = page.margin + max(0, (page.inner - sizes.unit * sizes.layout.columns) / 2)
    top = page.grow(sizes.row * sizes.layout.rows + 12 * sizes.scale) + 10 * sizes.scale
    at = np.array([left, top]), np.array([sizes.unit, sizes.row])

    def placed(box):
        return (*(at[0] + at[1] * box[:2]), *(at[1] * box[2:]))

    for group, box in zip(frame.groups, sizes.layout.groups, strict=True):
        paint_group(page, group, placed(box), sizes.scale)
    for arrow, way in zip(frame.arrows, sizes.layout.ways, strict=True):
        paint_arrow(page, arrow, at[0] + at[1] * np.reshape(way, (-1, 2)), sizes.scale)
    for node, box in zip(frame.nodes, sizes.layout.boxes, strict=True):
        paint_node(page, node, placed(box), frame, sizes)
    page.paragraph(frame.here, TEXT, INK)


def paint_group(page, group, box, scale):
    x, y, wide, high = box
    _, edge, ink = colour_for(group.role)
    page.box(x, y, wide, high, tint(edge, 0.06), edge, 1 * scale, 8 * scale)
    look = {"bold": True, "halo": True}  # an arrow may pass behind it
    page.text(x + 10 * scale, y + 12 * scale, group.label, RULES["small"] * scale, ink, **look)
    paint_mark(page, group.mark, x + wide, y, edge, scale)


def paint_arrow(page, arrow, corners, scale):
    _, colour, ink = colour_for(arrow.role)
    colour = FAINT if arrow.role == "plain" else colour
    tip, before = corners[-1], corners[-2]
    along = (tip - before) / max(1e-9, np.hypot(*(tip - before)))
    across = np.array([-along[1], along[0]])
    head = RULES["head"] * scale
    if arrow.dashed:
        page.line(*corners.T, colour, 1.2 * scale, linestyle=(0, (2, 2)))
    else:
        page.line(*np.array([*corners[:-1], tip - 0.8 * head * along]).T, colour, 1.8 * scale)
        wings = [tip, tip - head * along + 0.55 * head * across, tip - head * along - 0.55 * head * across]
        page.figure.add_artist(Polygon(wings, transform=page.transform, facecolor=colour, edgecolor="none"))
    if arrow.label:
        part = int(np.abs(np.diff(corners, axis=0)).sum(axis=1).argmax())  # its longest
        (x, y), size = corners[part : part + 2].mean(axis=0), RULES["small"] * scale
        wide, high = text_width(arrow.label, size) + 8 * scale, 1.4 * size
        turned = abs(corners[part + 1][0] - corners[part][0]) < abs(corners[part + 1][1] - corners[part][1])
        wide, high = (high, wide) if turned else (wide, high)
        page.box(x - wide / 2, y - high / 2, wide, high, PAPER).set(zorder=2.5)
        page.text(x, y, arrow.label, size, ink, across="center", turned=turned)


def paint_node(page, node, box, frame, sizes):
    (x, y, wide, high), scale = box, sizes.scale
    fill, edge, _ = colour_for(node.role)
    lit = node.name in frame.lit
    line = (3.2 if lit else 1.3) * scale
    made = page.box(x, y, wide, high, tint(fill, share_of(node, frame)), edge, line, 6 * scale)
    if node.quiet and not lit:
        made.set(linestyle=(0, (3, 2)))
    beside = node.name in sizes.layout.beside
    lines = lines_of(node, wide, scale)
    write_words(page, node, box, lines, beside, lit, scale)
    if node.values is not None:
        paint_values(page, node, inner(node, beside, box, lines, scale), edge, scale)
    paint_mark(page, node.mark, x + wide, y, edge, scale)


def share_of(node, frame):
    """How strongly a box is tinted with its colour, from 0 to 1."""
    if node.name in frame.lit:
        return 0.4
    return 0.0 if node.quiet else 0.06 if frame.lit else 0.12


def ink_of(node, lit):
    """The colour of a node's words: its role's, where that stands out from the tint of its box."""
    return INK if lit or node.role.startswith("head") else colour_for(node.role)[2]


def write_words(page, node, box, lines, beside, lit, scale):
    (x, y, wide, high), colour = box, ink_of(node, lit)
    size, small, pad = (RULES[name] * scale for name in ("type", "small", "pad"))
    if beside:
        page.text(x + pad, y + high / 2, lines[0], size, colour, bold=True)
        page.text(x + wide - pad, y + high / 2, node.below, small, INK, across="right")
        return
    strong = lit or node.role != "plain" or node.values is not None
    rows = lined(node, lines, size, small)
    down = y + (4 * scale if node.values is not None else (high - sum(row[-1] for row in rows)) / 2)
    for text, type_size, is_name, height in rows:
        look = (colour, strong) if is_name else (INK, False)
        page.text(x + wide / 2, down + height / 2, text, type_size, *look, across="center")
        down += height


def lined(node, lines, size, small):
    """The lines of a node: (text, type size, whether it is of its name, height)."""
    found = [(line, size, True, RULES["line"] * size) for line in lines]
    return found + ([(node.below, small, False, RULES["line"] * small)] if node.below else [])


def lines_of(node, wide, scale):
    """The words of a node in lines; in one line where there is room. -> list of str"""
    whole = one_line(node.label)
    room = wide - 2 * RULES["pad"] * scale
    return [whole] if text_width(whole, RULES["type"] * scale, True) <= room else node.label.split("\n")


def inner(node, beside, box, lines, scale):
    """Where in its box the numbers of a node stand. -> (x, y, width, height)"""
    x, y, wide, high = box
    pad, size, small = (RULES[name] * scale for name in ("pad", "type", "small"))
    if beside:
        left = text_width(lines[0], size, True) + 2 * pad
        right = text_width(node.below, small) + pad if node.below else 0
        return x + left, y + 5 * scale, wide - left - right - pad, high - 10 * scale
    top = 4 * scale + sum(height for *_, height in lined(node, lines, size, small)) + 2 * scale
    side = 2 * pad if node.row is not None else pad
    return x + side, y + top, wide - 2 * side, high - top - pad


def paint_values(page, node, place, edge, scale):
    """The numbers of a node as cells; a row under the lens is higher, and framed from outside."""
    x, y, wide, high = place
    colours = style.colour_of(node.values, node.kind, node.limit)
    if node.row is None or len(node.values) == 1:
        return cells(page, colours, place)
    lens = RULES["lens"]
    row = high / (len(node.values) - 1 + lens)
    top, below = y + node.row * row, y + (node.row + lens) * row
    parts = [(slice(0, node.row), y, top), (slice(node.row + 1, None), below, y + high)]
    for rows, start, end in (*parts, (slice(node.row, node.row + 1), top, below)):
        if end - start > 0.5 * row:
            cells(page, colours[rows], (x, start, wide, end - start))
    page.box(x - 1, top - 1, wide + 2, lens * row + 2, "none", edge, 2 * scale).set(zorder=2.5)
    for side, tip in ((-1, x - 2), (1, x + wide + 2)):
        middle, size = (top + below) / 2, 6 * scale
        wings = [(tip, middle), (tip + side * size, middle - size), (tip + side * size, middle + size)]
        page.figure.add_artist(Polygon(wings, transform=page.transform, facecolor=edge, edgecolor="none"))


def cells(page, colours, place):
    """Colours [n_rows, n_columns, 3] as an image in a rectangle of the page."""
    axes = page.axes(*place)
    axes.set_zorder(2.2)  # above boxes, below words
    axes.imshow(colours, aspect="auto", interpolation="nearest")
    axes.axis("off")


def paint_mark(page, mark, x, y, edge, scale):
    """The number of a notebook, in a disc on a corner."""
    if mark:
        size = RULES["small"] * scale
        wide = max(1.45 * size, text_width(mark, size) + 0.6 * size)
        page.box(x - 0.75 * wide, y - 0.7 * size, wide, 1.4 * size, PAPER, edge, 1 * scale, 0.7 * size)
        page.text(x - 0.25 * wide, y, mark, size, INK, across="center")
