"""The printed summary: one A4 page that walks through the steps of a Summary."""

import numpy as np

from helpers import style
from helpers.pictures.picture import Picture
from helpers.pictures.still.cells import paint_heatmap
from helpers.pictures.still.matrix import label
from helpers.pictures.still.page import FAINT, INK, Page, colour_for, steady, text_width, wrap

WIDTH, HEIGHT = 794, 1122  # A4 in CSS pixels
EDGE, COLUMN, GAP = 32, 205, 12  # margins of the paper; the words on the left; between them and the pictures
LEAST = 9.6  # the smallest type: 7.2 points
TITLE, TEXT = 22, 10.4
CELL, STRIP, BETWEEN = 17, 15, 6  # heights of a row of cells and of a strip, and what is between panels


def draw_summary(summary):
    """Draw a Summary on one page. -> Picture"""
    with steady():
        page = Page(WIDTH - 2 * Page.margin)
        page.exact = True
        page.grow(HEIGHT - page.height)
        y = head(page, summary)
        named = names_of(summary.steps)
        left = HEIGHT - EDGE - 30 - y - sum(height_of(step, named) for step in summary.steps)
        space = left / len(summary.steps)
        for number, step in enumerate(summary.steps, start=1):
            paint_step(page, number, step, y, named)
            y += height_of(step, named) + space
            if number < len(summary.steps):
                page.line([EDGE, WIDTH - EDGE], [y - space / 2] * 2)
        for number, line in enumerate(wrap(summary.note, WIDTH - 2 * EDGE, LEAST)):
            page.text(EDGE, HEIGHT - EDGE - 14 + 14 * number, line, LEAST, FAINT)
    return Picture(lambda: page, summary.alt, summary.title)


def head(page, summary):
    """Title, sentence and badge. -> where the steps begin"""
    page.text(EDGE, EDGE + 12, summary.title, TITLE, bold=True)
    page.text(EDGE, EDGE + 36, summary.sentence, 11, FAINT)
    wide = text_width(summary.badge, LEAST) + 16
    page.box(WIDTH - EDGE - wide, EDGE + 2, wide, 18, edge=FAINT, line=1, round_by=9)
    page.text(WIDTH - EDGE - wide / 2, EDGE + 11, summary.badge, LEAST, FAINT, across="center")
    return EDGE + 54


def words_of(step):
    """The lines on the left of a step. -> list of (text, size, bold)"""
    room = COLUMN - 26 if not step.panels[0].rows else COLUMN - 70
    return [
        *((line, 13, True) for line in wrap(step.title, room, 13, bold=True)),
        *(
            (line, TEXT, True)
            for part in step.formula.split("\n")
            for line in wrap(part, room, TEXT, bold=True)
        ),
        *((line, TEXT, False) for line in wrap(step.says, room, TEXT)),
    ]


def names_of(steps):
    """The panels above which the words of the columns stand: not where the panel above has them. -> list"""
    panels = [panel for step in steps for panel in step.panels]
    above = [None, *panels]
    return [
        panel
        for panel, last in zip(panels, above, strict=False)
        if panel.columns and not (last and last.columns)
    ]


def height_of(step, named):
    lines = sum(1.35 * size for _, size, _ in words_of(step))
    groups = [step.panels[place : place + step.across] for place in range(0, len(step.panels), step.across)]
    return max(
        lines, sum(max(panel_height(panel, named) for panel in group) + BETWEEN for group in groups) - BETWEEN
    )


def panel_height(panel, named):
    """A title, the names of the columns if they stand there, the cells."""
    return 15 + band(panel, named) + (CELL * len(panel.values) if panel.columns else STRIP)


def band(panel, named):
    """The height of the names of the columns."""
    return max(text_width(name, LEAST) for name in panel.columns) + 5 if panel in named else 0


def paint_step(page, number, step, top, named):
    """The words of a step on the left, its panels on the right."""
    fill, _, strong = colour_for(step.role)
    page.box(EDGE, top, 18, 18, fill, strong, 1, round_by=9)
    page.text(EDGE + 9, top + 9.5, str(number), 11, "#111111", bold=True, across="center")
    y = top + 1
    for text, size, bold in words_of(step):
        colour = strong if size == 13 else INK
        page.text(EDGE + 26, y + 0.65 * size, text, size, colour, bold)
        y += 1.35 * size
    x, room, y = EDGE + COLUMN + GAP, WIDTH - 2 * EDGE - COLUMN - GAP, top
    wide = (room - GAP * (step.across - 1)) / step.across
    for place, panel in enumerate(step.panels):
        column = place % step.across
        if place and not column:
            y += panel_height(step.panels[place - 1], named) + BETWEEN
        paint_panel(page, panel, x + column * (wide + GAP), y, wide, named)


def paint_panel(page, panel, left, top, width, named):
    """One matrix with its title above it; cells of words hold their numbers."""
    plain = panel.role == "plain"
    page.text(left, top + 6.5, panel.title, LEAST, INK if plain else colour_for(panel.role)[2], bold=True)
    top += 15
    if not panel.columns:
        return paint_strip(page, panel, left, top, width)
    names, cell = band(panel, named), (width / len(panel.columns), CELL)
    for place, name in enumerate(panel.columns if names else ()):
        label(page, left + (place + 0.5) * cell[0], top + names - 5, name, LEAST, "left", True, False)
    for place, name in enumerate(panel.rows):
        label(page, left - 6, top + names + (place + 0.5) * CELL, name, LEAST, "right", False, False)
    paint_heatmap(page, panel, cell, left, top + names)


def paint_strip(page, panel, left, top, width):
    """Many numbers as stripes, one picture, so that no seams show in print."""
    axes = page.axes(left, top, width, STRIP)
    colours = style.colour_of(panel.values, panel.kind, panel.limit)
    axes.imshow(np.asarray(colours), aspect="auto", interpolation="nearest")
    axes.set_axis_off()
    page.box(left, top, width, STRIP, edge=colour_for(panel.role)[0], line=1.2)
