"""A MatrixFrame as a still picture: heatmaps and boxes in rows, each as large as the page allows."""

from helpers import style
from helpers.languages import translate as _
from helpers.pictures.grids import RULES, explicit, sign_type
from helpers.pictures.still.cells import bar_lengths, colour_bar, outline, paint_boxes, paint_heatmap
from helpers.pictures.still.layout import arrange
from helpers.pictures.still.page import (
    FAINT,
    INK,
    PAPER,
    TEXT,
    WIDEST,
    header_width,
    panel_colours,
    row_colour,
    text_width,
)
from helpers.pictures.words import lit, readout, row_sum_words, selected_cell, sum_of_rows


def plan(frame):
    """Find the size of everything. MatrixFrame -> (width, function that draws it on a page)"""
    scale = style.scale()
    layout = arrange(frame, WIDEST, scale)
    width = max(header_width(frame, scale), 380 * scale, layout.width if layout else 0)
    return min(width, WIDEST), lambda page: paint(page, frame, layout)


def paint(page, frame, layout):
    scale = page.scale
    page.header(frame)
    if layout is None:
        page.paragraph(_("There is nothing to show yet."))
        return
    chosen, top = selected_cell(frame), page.grow(4 * scale) + 4 * scale
    page.grow(layout.height)
    places = lit(frame)
    for block in layout.blocks:
        paint_block(page, block, page.margin + block.x, top + block.y, places.get(block.place), chosen)
    for text, x, y in layout.signs:
        page.text(page.margin + x, top + y, text, RULES["type"][sign_type(text)] * scale, across="center")
    for text, x, over, start, end, arrow in layout.joints:
        places = page.margin + x, page.margin + over
        paint_joint(page, text, *places, top + start, top + end, arrow)
    if layout.legend:
        legend(page, layout, top)
    if chosen:
        page.grow(4 * scale)
        page.paragraph(readout(frame, *chosen), TEXT, INK)


def paint_joint(page, text, x, over, top, bottom, arrow):
    """From one step down to the next: an arrow with its sign beside it, or the sign that joins them alone."""
    size, head = RULES["type"][sign_type(text)] * page.scale, 5 * page.scale
    middle = (top + bottom) / 2
    if not arrow:
        page.text(x, middle, text, size, across="center")
        return
    turn = top + head if over != x else top
    page.line([over, over, x, x], [top, turn, turn, bottom], INK, 1.5 * page.scale)
    page.line([x - head, x, x + head], [bottom - head, bottom, bottom - head], INK, 1.5 * page.scale)
    page.text(x + 12 * page.scale, middle, text, size)


def paint_block(page, block, left, top, places, chosen):
    """The cells of a panel with all around them; a marked or highlighted cell has a border."""
    panel, (row, column) = block.panel, places or (-1, -1)
    if block.study.boxes:
        paint_boxes(page, panel, block.cell, block.gap, left, top, block.digits)
    else:
        paint_heatmap(page, panel, block.cell, left, top, block.digits)
    label_rows(page, block, left, top, row)
    label_columns(page, block, left, top, column)
    names(page, block, left, top)
    for place in explicit(panel):
        border(page, block, left, top, *place, 2)
    if places:
        whole = min(places) < 0
        n_rows, n_columns = panel.values.shape
        if row >= 0 and n_rows > 1 and (n_columns > 1 or whole):
            border(page, block, left, top, row, -1, 2 if whole else 1)
        if column >= 0 and n_columns > 1 and (n_rows > 1 or whole):
            border(page, block, left, top, -1, column, 2 if whole else 1)
        if not whole:
            border(page, block, left, top, row, column, 3 if block.place == chosen[0] else 2)
    for note in block.notes:
        callout(page, note, left, top)


def border(page, block, left, top, row, column, thick):
    """Outline a cell, or with −1 a whole row or column."""
    x, y, width, height = 0, 0, *block.size
    if row >= 0:
        y, height = row * (block.cell[1] + block.gap), block.cell[1]
    if column >= 0:
        x, width = column * (block.cell[0] + block.gap), block.cell[0]
    outline(page, left + x, top + y, width, height, thick, block.study.boxes)


def callout(page, note, left, top):
    """A few words beside or below a panel, and a thin line to what they are about."""
    lines, x, y, places = note
    size = RULES["type"]["label"] * page.scale
    high = RULES["note"]["line"] * size
    xs, ys = ([start + place[side] for place in places] for side, start in ((0, left), (1, top)))
    page.line(xs, ys, FAINT, page.scale)
    dot = 2 * page.scale
    page.box(xs[-1] - dot, ys[-1] - dot, 2 * dot, 2 * dot, INK, round_by=dot)
    for number, line in enumerate(lines):
        page.text(left + x, top + y + (number + 0.5) * high, line, size)


def names(page, block, left, top):
    """Write what stands around the cells: title, the names of the axes, the sizes, its own colour bar."""
    panel, scale, (width, height) = block.panel, page.scale, block.size
    size, line = (RULES["type"][name] * scale for name in ("label", "line"))
    pad, middle = RULES["pad"] * scale, left + width / 2
    if block.title != panel.title:
        page.cut[block.title] = panel.title  # told whole below
    _, strong = panel_colours(panel)
    page.text(
        middle,
        top - block.y + block.title_y,
        block.title,
        RULES["type"]["title"] * scale,
        strong,
        True,
        "center",
    )
    corner = line + 2 * scale if block.row_axis and not block.beside else 0
    if block.column_axis:
        y = top - 3 * scale - max(block.column_band, corner) - line / 2
        page.text(middle, y, block.column_axis, size, FAINT, across="center")
    if block.row_axis and block.beside:
        x = left - block.row_band - pad - line / 2
        page.text(x, top + height / 2, block.row_axis, size, FAINT, across="center", turned=True)
    elif block.row_axis:
        page.text(left - pad, top - 4 * scale - line / 2, block.row_axis, size, FAINT, across="right")
    below = top + height + 3 * scale + block.notes_band
    if panel.sizes:
        page.text(middle, below + 0.8 * size, panel.sizes, size, FAINT, across="center")
        below += 1.6 * size
    if block.bar:
        long = sum(bar_lengths(panel, scale, width))
        colour_bar(page, panel, middle - long / 2, below + pad, width)


def label_rows(page, block, left, top, lit):
    for place in seen(block.rows, lit, block.cell[1] + block.gap, page.scale):
        y = top + place * (block.cell[1] + block.gap) + block.cell[1] / 2
        x, size = left - RULES["pad"] * page.scale, RULES["type"]["label"] * page.scale
        label(
            page,
            x,
            y,
            block.panel.rows[place],
            size,
            "right",
            False,
            place == lit,
            row_colour(block.panel, place),
        )


def label_columns(page, block, left, top, lit):
    up, size = block.upright, RULES["type"]["label"] * page.scale
    y = top - (RULES["pad"] - 1) * page.scale - (0 if up else RULES["type"]["line"] * page.scale / 2)
    places = seen(block.columns, lit, block.cell[0] + block.gap, page.scale) if up else block.columns
    for place in places:
        x = left + place * (block.cell[0] + block.gap) + block.cell[0] / 2
        name = block.panel.columns[place]
        label(page, x, y, name, size, "left" if up else "center", up, place == lit)


def seen(places, lit, pitch, scale):
    """The labels that are written: those too near to one that is lit, which is a little larger, give way."""
    near = 0.9 * RULES["type"]["line"] * scale
    return [place for place in places if lit < 0 or place == lit or abs(place - lit) * pitch >= near]


def label(page, x, y, text, size, across, turned, lit, ink=INK):
    """Write a name; where it is lit, dark and light change places."""
    text = page.fit(text, RULES["longest"] * page.scale, size)
    if lit:
        width, height = text_width(text, size) + 6 * page.scale, RULES["type"]["line"] * page.scale
        start = {"right": 3 * page.scale - width, "left": -3 * page.scale, "center": -width / 2}[across]
        corner = (x - height / 2, y - start - width) if turned else (x + start, y - height / 2)
        page.box(*corner, *((height, width) if turned else (width, height)), INK, round_by=3 * page.scale)
    page.text(x, y, text, size, PAPER if lit else ink, across=across, turned=turned)


def legend(page, layout, top):
    """One colour bar for all heatmaps, with what their rows add up to where that is the same for all."""
    panel, x, y = layout.legend
    scale, size = page.scale, RULES["type"]["label"] * page.scale
    colour_bar(page, panel, page.margin + x, top + y)
    if panel.kind == "weights":
        maps = [block.panel for block in layout.blocks if not block.study.boxes]
        sums = [one for one in maps if one.values.shape[1] > 1]
        if maps[0].says:  # a cell may stand for many weights, whose sum is another
            sums = [one for one in sums if sum_of_rows(one)[0] == sum_of_rows(one)[1]]
        sums = {row_sum_words(one) for one in sums}
        words = _("weight") + "".join(f" · {each}" for each in sums if len(sums) == 1)
        right = page.margin + x + sum(bar_lengths(panel, scale)) + 12 * scale
        middle = top + y + RULES["legend"]["high"] * scale / 2
        page.text(right, middle, page.fit(words, page.width - page.margin - right, size), size, FAINT)
