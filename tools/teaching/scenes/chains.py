"""Chains of small matrices, as wide as a slide: a step that begins a line hangs on a drawn arrow."""

import functools

import numpy as np

from helpers.pictures.grids import begins_step
from helpers.pictures.still.page import INK, box_role, colour_for, panel_colours, text_width
from helpers.pictures.words import exact, fixed
from tools.teaching import chalk, stage

SIZES = (30, 28, 26, 24, 22, 20, 19)  # of the numbers, in CSS pixels: the largest that fits
SMALL = 18.5  # of names and signs, at least
GAP, DOWN = 10, 46  # around a sign; from one line down to the next


def of_chain(frame, steps, breaks=(), high=stage.HIGH):
    """A scene of one MatrixFrame of boxes. steps: (what is said, panels not yet shown); breaks: panels that
    begin a line -> Scene
    """
    drawn = [(said, functools.partial(draw_chain, frame, breaks, hidden)) for said, hidden in steps]
    return stage.scene(frame.alt, frame.badge, drawn, high=high)


def draw_chain(frame, breaks, hidden, page):
    """Draw the panels of a frame that are not hidden, in their places."""
    starts = [0, *breaks, len(frame.panels)]
    lines = [frame.panels[start:end] for start, end in zip(starts, starts[1:])]
    size = next((one for one in SIZES if fits(lines, one, page)), SIZES[-1])
    top, number = 14, 0
    for line in lines:
        x, rows = 10.0, max(len(panel.values) for panel in line)
        middle = top + 1.6 * size + 0.85 * size * rows
        for at, panel in enumerate(line):
            joint = bool(number and not at)
            wide = 0 if joint else _sign_width(panel, size)
            if number not in hidden:
                if joint:
                    at_x = x + _labels(panel, size) + panel.values.shape[1] * _cell(panel, size) / 2
                    chalk.arrow(page, (at_x, top - DOWN + 6), (at_x, top + 4), INK, 3)
                else:
                    _draw_sign(page, panel, x, middle, wide, size)
                _draw_panel(page, panel, x + wide, middle, size)
            x += wide + _panel_width(panel, size)
            number += 1
        top = middle + 0.85 * size * rows + DOWN + 4


def fits(lines, size, page):
    """Whether lines of panels fit on a page with numbers of a size."""
    high = sum((1.6 + 1.7 * max(len(panel.values) for panel in line)) * size for line in lines)
    wide = max(_width(line, size) for line in lines)
    return wide <= page.width - 20 and 24 + high + (DOWN + 4) * (len(lines) - 1) <= page.height


def _small(size):
    return max(SMALL, 0.85 * size)


def _text(panel):
    whole = np.allclose(panel.values, np.round(panel.values))
    return exact if whole else functools.partial(fixed, digits=2)


def _cell(panel, size):
    """How wide a cell of a panel is."""
    text = _text(panel)
    return max(1.6 * size, max(text_width(text(one), size) for one in panel.values.flat) + 0.7 * size)


def _labels(panel, size):
    return max((text_width(row, _small(size)) for row in panel.rows), default=-8) + 8


def _panel_width(panel, size):
    cells = panel.values.shape[1] * _cell(panel, size)
    return max(_labels(panel, size) + cells, text_width(panel.title, _small(size), True))


def _width(line, size):
    """How wide a line of panels is with its signs, of which the first stands above where it begins a line."""
    signs = sum(_sign_width(panel, size) for panel in line[1:])
    return signs + sum(_panel_width(panel, size) for panel in line)


def _sign_lines(panel):
    """The words of a sign, below each other, and whether they stand on an arrow."""
    sign = panel.before.removesuffix(" =")
    if begins_step(panel.before) and sign != "=":
        return [sign.strip("→")], True
    return sign.split() if len(sign) > 4 else [sign], False


def _sign_width(panel, size):
    if not panel.before:
        return 2.2 * GAP
    lines, arrow = _sign_lines(panel)
    wide = max(text_width(one, _small(size)) for one in lines)
    return max(wide, 1.6 * size if arrow else 0) + 2 * GAP


def _draw_sign(page, panel, x, middle, wide, size):
    if not panel.before:
        return
    lines, arrow = _sign_lines(panel)
    if arrow:
        chalk.arrow(page, (x + GAP, middle), (x + wide - GAP, middle), INK, 3)
    for at, one in enumerate(lines):
        y = middle - 0.85 * size if arrow else middle + (at - (len(lines) - 1) / 2) * size
        page.text(x + wide / 2, y, one, _small(size), INK, across="center")


def _draw_panel(page, panel, x, middle, size):
    rows, columns = panel.values.shape
    high, wide, left = 1.7 * size, _cell(panel, size), x + _labels(panel, size)
    top = middle - high * rows / 2
    page.text(left, top - 0.75 * size, panel.title, _small(size), panel_colours(panel)[1], True)
    for row, values in enumerate(panel.values):
        y = top + (row + 0.5) * high
        if panel.rows:
            page.text(x, y, panel.rows[row], _small(size), INK)
        for column, value in enumerate(values):
            role = box_role(panel, row, column)
            look = (role, panel.limit, wide, high - 6, size, _text(panel))
            chalk.numbers_in_boxes(page, left + column * wide, y, [value], *look)
            if {(row, column), (row, -1), (-1, column)} & set(panel.marked):
                page.box(
                    left + column * wide,
                    y - high / 2 + 1,
                    wide,
                    high - 2,
                    "none",
                    colour_for("plain")[2],
                    3,
                    8,
                )
