"""A LinesFrame as a still picture: who asks on the left, who is asked on the right, lines as wide as weights.

Where a word is selected, only its lines are drawn, and bars on the right give their numbers, head by head.
"""

import math
from dataclasses import dataclass

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.path import Path

from helpers import style
from helpers.languages import translate as _
from helpers.pictures.line_rules import RULES, called, label_order, thinned
from helpers.pictures.still.page import (
    FAINT,
    INK,
    SMALL,
    TEXT,
    WIDEST,
    colour_for,
    header_width,
    text_width,
    tint,
    wrap,
)
from helpers.pictures.words import selected_word, short_number

LEAST = RULES["least"]
ROW, READABLE, TALLEST = 24, 14.5, 1400  # a row, one whose word has 11 pixels, all rows of a long text
MOST = 4000  # lines in one picture: the strongest


@dataclass
class Sizes:
    """Where things stand, in CSS pixels from the left margin and the top of the words."""

    type: float
    row: float
    words: float  # width of a column of words
    between: float  # from one column to the other
    column: float  # width of the bars of one head
    notes: float  # width of the callouts
    width: float


def plan(frame):
    """Find the size of everything. LinesFrame -> (width, function that draws it on a page)"""
    scale = style.scale()
    rows = max(1, n_rows(frame))
    row = max(min(ROW, 560 / rows), min(READABLE, TALLEST / rows)) * scale
    size = min(TEXT * scale, max(SMALL * scale, 0.78 * row))
    words = [text_width(token, size, True) for token in (*frame.tokens, *frame.keys)]
    words = min(140 * scale, max([text_width(_("is asked"), TEXT * scale), *words])) + 14 * scale
    between, column = 300 * scale, 0
    callouts = called(frame, selected_word(frame))
    notes = min(RULES["note"]["wide"] * scale, RULES["note"]["share"] * WIDEST) if callouts else 0
    if selected_word(frame) is not None and frame.shown:
        # bars take room from the lines, more where callouts stand beside them, until their numbers fit
        free, digits = WIDEST - 2 * words, text_width("0.00", SMALL * scale) + 8 * scale
        least, bars = (100 if notes else 160) * scale, digits * len(frame.shown)
        notes = min(notes, max(RULES["note"]["least"] * scale, free - least - bars))
        between = max(least, min(between, free - notes - bars))
        column = min(90 * scale, (free - notes - between) / len(frame.shown))
    whole = 2 * words + between + column * len(frame.shown) + notes
    width = max(whole, header_width(frame, scale), 460 * scale)
    sizes = Sizes(size, row, words, between, column, notes, width)
    return min(width, WIDEST), lambda page: paint(page, frame, sizes)


def n_rows(frame):
    """How long the longer column of words is."""
    return max(len(frame.tokens), len(frame.keys))


def head_colour(head):
    return style.HEADS[head % len(style.HEADS)]


def line_widths(weights, n_shown, row, scale, limit=1.0):
    """How wide lines are drawn, in CSS pixels, as in the live view. limit: the weight of the full width"""
    alone, shared, least = RULES["width"]
    share = max(alone if n_shown == 1 else shared / n_shown, least)
    return np.maximum(RULES["thinnest"] * scale, np.minimum(1, weights / limit) * row * share)


def paint(page, frame, sizes):
    scale, asks = page.scale, selected_word(frame)
    page.header(frame)
    if not (frame.tokens and frame.keys):
        page.paragraph(_("There are no words to show."))
        return
    if asks is None and len(frame.heads) > 1:
        page.legend([(frame.heads[head], sample_of(page, head_colour(head))) for head in frame.shown])
        page.grow(4 * scale)
    left, right = page.margin + sizes.words, page.margin + sizes.words + sizes.between
    top = page.grow(3 * TEXT * scale)
    headings(page, frame, sizes, left, right, top)
    top = page.grow(n_rows(frame) * sizes.row + 8 * scale)
    middles = top + (np.arange(n_rows(frame)) + 0.5) * sizes.row
    left_out = draw_lines(page, frame, asks, middles, left, right, sizes.row)
    if asks is not None:
        draw_bars(page, frame, asks, middles, right + sizes.words, sizes)
    write_words(page, frame, asks, middles, left, right, sizes)
    write_notes(page, frame, asks, middles, right, sizes)
    if not frame.shown:
        page.paragraph(_("No head is switched on."))
    if left_out:
        said = _("The {most} strongest lines are drawn; {others} thinner ones are left out.")
        page.paragraph(said.format(most=MOST, others=left_out))
    page.paragraph(frame.normalisation[:1].upper() + frame.normalisation[1:])
    seen = frame.weights[list(frame.shown)][:, slice(None) if asks is None else [asks]]
    if ((seen > 0) & (seen < LEAST)).any():
        page.paragraph(_("Weights under {least} are not drawn.").format(least=LEAST))


def write_words(page, frame, asks, middles, left, right, sizes):
    """Both columns of words; those that neither ask nor are asked are faint."""
    strongest = frame.weights[list(frame.shown)].max(axis=0, initial=0)
    asking = [asks in (None, place) for place in range(len(frame.tokens))]
    asked = [asks is None or weight >= LEAST for weight in strongest[asks or 0]]
    written = [thinned(order, sizes.row, 1.1 * sizes.type) for order in label_order(frame)]
    sides = ((frame.tokens, asking, left, "right"), (frame.keys, asked, right, "left"))
    for (words, lit, x, across), kept in zip(sides, written, strict=True):
        for place, (token, y) in enumerate(zip(words, middles, strict=False)):
            if place not in kept:
                continue
            text = page.fit(token, sizes.words - 14 * page.scale, sizes.type, True)
            bold = place == asks and across == "right"
            beside = x + (7 if across == "left" else -7) * page.scale
            page.text(beside, y, text, sizes.type, INK if lit[place] else FAINT, bold, across)


def write_notes(page, frame, asks, middles, right, sizes):
    """Callouts in the margin, each with a thin line to the end of the row of the word that is asked."""
    rule, size, scale = RULES["note"], SMALL * page.scale, page.scale
    gap, step = rule["gap"] * scale, rule["line"] * size
    shown = frame.shown if sizes.column else ()
    x = right + sizes.words + sizes.column * len(shown) + gap
    top = free = middles[0] - sizes.row / 2
    bottom = top + n_rows(frame) * sizes.row
    for note in called(frame, asks):
        key = int(note.at[1])
        lines = wrap(note.text, sizes.notes - gap, size)
        tall, middle = len(lines) * step, middles[key]
        y = max(free, min(middle - tall / 2, bottom - tall))
        free = y + tall + gap
        word = text_width(
            page.fit(frame.keys[key], sizes.words - 14 * scale, sizes.type, True), sizes.type, True
        )
        ends = [right + 7 * scale + word]
        for place, head in enumerate(shown):
            weight = frame.weights[head, asks, key]
            if weight >= LEAST:
                room, longest = bar_rooms(sizes, scale)
                bar = min(room, weight / frame.limit * longest + text_width("0.00", size) + 3 * scale)
                ends.append(right + sizes.words + place * sizes.column + bar)
        end = max(ends) + gap
        if end < x - gap / 2 and math.hypot(x - gap / 2 - end, y + tall / 2 - middle) > 8 * scale:
            page.line([x - gap / 2, end], [y + tall / 2, middle], FAINT, scale)
        for number, line in enumerate(lines):
            page.text(x, y + (number + 0.5) * step, line, size)


def headings(page, frame, sizes, left, right, top):
    """Who stands in which column, what a width means, and the heads above their bars."""
    scale = page.scale
    first, second, small = top + 0.7 * TEXT * scale, top + 1.9 * TEXT * scale, SMALL * scale
    for x, role, does, across in (
        (left - 7 * scale, "query", _("asks"), "right"),
        (right + 7 * scale, "key", _("is asked"), "left"),
    ):
        page.text(x, first, _(role), TEXT * scale, colour_for(role)[1], True, across)
        page.text(x, second, does, small, FAINT, across=across)
    step = 4.6 * small
    for place, share in enumerate((0.1, 0.5, 1)):
        weight = float(f"{share * frame.limit:.2g}")
        x = (left + right) / 2 + (place - 1.45) * step
        height = float(line_widths(weight, len(frame.shown) or 1, sizes.row, scale, frame.limit))
        page.box(x, second - height / 2, 1.7 * small, height, FAINT)
        page.text(x + 2.1 * small, second, f"{weight:g}", small, FAINT)
    if not sizes.column:
        return
    names = [frame.heads[head] for head in frame.shown]
    fit = all(text_width(name, small, True) <= sizes.column - 6 * scale for name in names)
    every = 1 if fit else math.ceil(1.3 * text_width("16", small, True) / sizes.column)
    if not fit and len(names) > 1:
        page.text(right + sizes.words, first, _("head"), small, FAINT)
    for place, head in enumerate(frame.shown):
        x = right + sizes.words + place * sizes.column
        name = (
            frame.heads[head]
            if fit
            else str(head + 1)
            if len(names) > 1
            else page.fit(frame.heads[head], sizes.column, small, True)
        )
        if place % every == 0:
            page.text(x, second, name, small, INK, True)
        page.box(x, top + 2.7 * TEXT * scale, bar_rooms(sizes, scale)[0], 2 * scale, head_colour(head))


def bar_rooms(sizes, scale):
    """The room of a bar with its number, and the length of a bar of the weight 1.

    The number stands behind the bar; where heads leave no room for that, long bars pass below their numbers.
    """
    room = sizes.column - min(6 * scale, 0.2 * sizes.column)
    left = room - text_width("0.00", SMALL * scale) - 3 * scale
    return room, left if left >= RULES["bar"] * room else room


def sample_of(page, colour):
    def sample(x, y, width):
        page.box(x, y - 4 * page.scale, width, 8 * page.scale, colour, round_by=2 * page.scale)

    return sample


def draw_lines(page, frame, asks, middles, left, right, row):
    """Draw the lines of the heads that are switched on, wide ones first. -> how many were too many to draw"""
    shown = np.asarray(frame.shown, int)
    weights = frame.weights[shown] if asks is None else frame.weights[shown, asks : asks + 1]
    order = np.argsort(-weights, axis=None, kind="stable")
    order = order[weights.ravel()[order] >= LEAST]
    drawn = order[:MOST]
    if not len(drawn):
        return 0
    heads, queries, keys = np.unravel_index(drawn, weights.shape)
    shifts = (heads - (len(shown) - 1) / 2) * 0.72 * row / len(shown)
    starts, ends = middles[queries if asks is None else asks] + shifts, middles[keys] + shifts
    codes, middle = (Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4), (left + right) / 2
    paths = [
        Path([(left, start), (middle, start), (middle, end), (right, end)], codes)
        for start, end in zip(starts, ends, strict=True)
    ]
    widths = 0.75 * line_widths(weights.ravel()[drawn], len(shown), row, page.scale, frame.limit)
    alpha = 0.9 if asks is not None else 0.5 if len(shown) == 1 else 0.4
    colours = [head_colour(head) for head in shown[heads]]
    page.figure.add_artist(
        PathCollection(
            paths,
            facecolors="none",
            edgecolors=colours,
            linewidths=widths,
            alpha=alpha,
            transform=page.transform,
        )
    )
    return len(order) - len(drawn)


def draw_bars(page, frame, asks, middles, left, sizes):
    """For the word that asks: a bar for each weight, with its number where one fits."""
    small, (room, longest) = min(SMALL * page.scale, sizes.type), bar_rooms(sizes, page.scale)
    digits = text_width("0.00", small)
    for place, head in enumerate(frame.shown):
        x = left + place * sizes.column
        fits = digits + 4 * page.scale <= sizes.column
        for weight, y in zip(frame.weights[head, asks], middles, strict=False):
            if weight >= LEAST:
                bar = min(1, weight / frame.limit) * longest
                page.box(
                    x,
                    y - 0.42 * sizes.row,
                    bar,
                    0.84 * sizes.row,
                    tint(head_colour(head), 0.45),
                )
                if fits and sizes.row >= 1.1 * small:
                    behind = min(bar + 3 * page.scale, room - digits)
                    page.text(x + behind, y, short_number(weight), small, INK)
