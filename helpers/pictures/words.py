"""What a picture shows, in words and true numbers: for readers who cannot see it. Numpy only."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

import numpy as np

from helpers.languages import translate as _
from helpers.pictures import maps
from helpers.pictures.kinds import ChartFrame, LinesFrame, MatrixFrame

SPELLED = 16  # a panel with no more numbers than this is read out whole
WRITTEN = 4000  # with more numbers than this, cells are too small for digits
NAMED = 3  # otherwise, how many of its largest numbers are


def describe(frame):
    """Say what a frame shows: its title, its own alt or sentences from its arrays, its badge. frame -> str

    Raises TypeError: not a frame.

    >>> from helpers.pictures.kinds import Panel
    >>> panel = Panel([[0.9, 0.1]], "weights", ["it"], ["animal", "street"])
    >>> describe(MatrixFrame([panel], badge="hand-set"))
    'weights: 1 × 2 weights, largest it → animal 0.90. The numbers are hand-set.'
    """
    writers = {MatrixFrame: _matrix, LinesFrame: _lines, ChartFrame: _chart, maps.MapFrame: maps.words}
    if type(frame) not in writers:
        raise TypeError(
            "Only a MatrixFrame, LinesFrame, ChartFrame or MapFrame can be described: "
            f"got {type(frame).__name__}."
        )
    told = [frame.alt] if frame.alt else writers[type(frame)](frame)
    title = "" if frame.alt.startswith(frame.title) else frame.title
    called = [_("Beside it: {note}").format(note=note.text) for note in notes_of(frame)]
    # a map has none
    origin = _("The numbers are {badge}").format(badge=_(frame.badge)) if frame.badge else ""
    sentences = [title, *told, *called, origin]
    return " ".join(_ended(sentence) for sentence in sentences if sentence)


def notes_of(frame):
    """All callouts of a frame. -> list of Note"""
    holders = getattr(frame, "panels", None) or getattr(frame, "plots", None) or (frame,)
    return [note for holder in holders for note in getattr(holder, "notes", ())]


def short_number(value, digits=2):
    """Write a number for the eye, as the live views do: few digits, a true minus sign, halves rounded up.

    >>> short_number(-0.125), short_number(112), short_number(0.00001234), short_number(12.34)
    ('−0.13', '112', '1.2e-5', '12.3')
    """
    size = abs(float(np.float32(value)))
    if size and not 0.0005 <= size < 10000 and np.isfinite(size):
        mantissa, power = f"{size:.1e}".split("e")
        return ("−" if value < 0 else "") + f"{mantissa}e{int(power):+d}"
    return fixed(value, 0 if size >= 100 else min(1, digits) if size >= 10 else digits)


def fixed(value, digits):
    """Write a number with so many digits behind the point.

    >>> fixed(-0.001, 2), fixed(2.5, 0), fixed(float("-inf"), 2), fixed(1.1e-7, 7)
    ('0.00', '3', '−∞', '0.0000001')
    """
    value = float(np.float32(value))
    if not np.isfinite(value):
        return "?" if np.isnan(value) else "∞" if value > 0 else "−∞"
    text = format(Decimal(abs(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP), "f")
    return "−" + text if value < 0 and float(text) else text


def signed(value, digits):
    """Write a number with so many digits behind the point, and with its sign.

    >>> signed(0.25, 2), signed(-0.25, 1), signed(-0.001, 2)
    ('+0.25', '−0.3', '+0.00')
    """
    text = fixed(value, digits)
    return text if text.startswith("−") else f"+{text}"


def exact(value, digits=4):
    """Write a number with so many digits that count and no zeros behind them.

    >>> exact(-1.25), exact(3), exact(0.123456), exact(123456)
    ('−1.25', '3', '0.1235', '123500')
    """
    value = float(np.float32(value))
    if not value or not np.isfinite(value):
        return fixed(value, 0)
    rounded = Context(prec=digits, rounding=ROUND_HALF_UP).create_decimal_from_float(abs(value))
    return ("−" if value < 0 else "") + format(rounded.normalize(), "f")


def span(values):
    """Say between which numbers an array lies: "from −1.5 to 2.25"."""
    return _("from {low} to {high}").format(low=exact(np.min(values), 3), high=exact(np.max(values), 3))


def listed(values, write=None):
    """Write numbers one after the other. write: how one is written (None: with four digits that count).

    >>> listed([1, -2.5])
    '1, −2.5'
    """
    return ", ".join(map(write or exact, np.ravel(values)))


def added(terms):
    """Terms as a sum, in which a negative one is taken away. terms: list of str, with true minus signs

    >>> added(["24", "72", "−16"])
    '24 + 72 − 16'
    """
    return " + ".join(terms).replace("+ −", "− ")


def weight_words(weight):
    """Write a weight: two digits behind the point, or two that count for a very small one.

    >>> weight_words(0.968), weight_words(0.00123), weight_words(0)
    ('0.97', '0.0012', '0.00')
    """
    return exact(weight, 2) if 0 < abs(weight) < 0.01 else fixed(weight, 2)


def digits_for(values):
    """How many digits behind the point numbers need: none if all are whole, one for tenths, else two.

    >>> digits_for([1, 2]), digits_for([1, 2.5, np.inf]), digits_for([0.25])
    (0, 1, 2)
    """
    finite = np.asarray(values, float)[np.isfinite(values)]
    for digits in (0, 1):
        if (np.abs(finite.round(digits) - finite) <= 1e-6 * np.abs(finite)).all():
            return digits
    return 2


def digits_of(panel):
    """With how many digits behind the point a panel's cells may be written; the first that fits is. -> tuple

    Boxes always hold their numbers, on all pages with as many digits; the cells of a large panel hold none.

    >>> from helpers.pictures.kinds import Panel
    >>> digits_of(Panel([[1.5, 2]], kind="boxes"))
    (1,)
    >>> digits_of(Panel([[1.5]], kind="signed")), digits_of(Panel([[1]]))
    ((2, 1), (2,))
    """
    if panel.kind == "boxes":
        return (digits_for(panel.values if panel.pages is None else panel.pages),)
    if panel.says or panel.values.size > WRITTEN:
        return ()
    return (2, 1) if panel.kind == "signed" else (2,)


def cell_words(panel, row, column):
    """Say one cell: who asks, who is asked and the weight; or the name of a number and the number.

    >>> from helpers.pictures.kinds import Panel
    >>> cell_words(Panel([[0.9, 0.1]], rows=["it"], columns=["animal", "street"]), 0, 1)
    'it → street 0.10'
    >>> cell_words(Panel([[0.9, -0.1]], "q", ["it"], kind="signed"), 0, 1)
    'q[it, column 2] = −0.1'
    """
    names = cell_names(panel, row, column)
    if panel.kind == "weights":
        return f"{' → '.join(names)} {weight_words(panel.values[row, column])}"
    return f"{panel.title}[{', '.join(names)}] = {exact(panel.values[row, column])}"


def cell_names(panel, row, column):
    """The names of a cell's row and column, or their numbers from 1. -> (str, str)"""
    return (
        panel.rows[row] if panel.rows else _("row {name}").format(name=row + 1),
        panel.columns[column] if panel.columns else _("column {name}").format(name=column + 1),
    )


def readout(frame, place, row, column):
    """Say one cell of a MatrixFrame in the words of the live view's readout."""
    panel = frame.panels[place]
    if panel.says:
        return panel.says
    if row < 0 or column < 0:
        return _whole(panel, place, row, column)
    words = cell_words(panel, row, column)
    if panel.kind != "weights":
        return words
    axes = [re.sub(r"\s*\(.*\)", "", axis, count=1) for axis in (panel.row_axis, panel.column_axis) if axis]
    start = [_panel_name(panel, place)] if len(frame.panels) > 1 else []
    start += [" → ".join(axes)] if len(axes) == 2 else []
    alone = panel.values.shape[1] == 1  # one number is its own sum
    row_sum = "" if alone else f", {_row_sum(panel, row)}"
    return f"{', '.join(start)}{': ' if start else ''}{words}{row_sum}"


def _panel_name(panel, place):
    """place: of the panel, from 0"""
    return panel.title or _("panel {number}").format(number=place + 1)


def _row_sum(panel, row):
    return _("row sums to {sum}").format(sum=weight_words(panel.row_sums[row]))


def selected_cell(frame):
    """What a MatrixFrame highlights, if it is there. -> (panel, row, column), −1 for all of them, or None"""
    if len(frame.selected) != 3 or not 0 <= frame.selected[0] < len(frame.panels):
        return None
    place, row, column = frame.selected
    rows, columns = frame.panels[place].values.shape
    there = -1 <= row < rows and -1 <= column < columns and max(row, column) >= 0
    return (place, row, column) if there else None


def counted(panel, row, column):
    """What a place counts, as far as its panel says: which query, key and head. −1: a whole column or row.

    -> dict of "query", "key" or "head": position from 0
    """
    told = {} if panel.head is None else {"head": panel.head}
    if panel.pages is not None:
        told["query"] = panel.page
    return told | {name: at for name, at in zip(panel.links, (row, column), strict=True) if name and at >= 0}


def lit(frame):
    """The rows and columns that light up with what a MatrixFrame highlights. -> dict of panel: (row, column)

    In linked panels these are the ones that count the same, −1 where there is none; else the same cell of
    panels of the same shape and names. The live view does the same for what is under the pointer.
    """
    chosen = selected_cell(frame)
    if chosen is None:
        return {}
    place, row, column = chosen
    panel = frame.panels[place]
    if not any(panel.links):
        same = (panel.values.shape, panel.rows, panel.columns)
        return {
            at: (row, column)
            for at, other in enumerate(frame.panels)
            if not any(other.links) and (other.values.shape, other.rows, other.columns) == same
        }
    told, found = counted(panel, row, column), {}
    for at, other in enumerate(frame.panels):
        sides = zip(other.links, other.values.shape, strict=True)
        places = tuple(told[name] if told.get(name, length) < length else -1 for name, length in sides)
        if max(places) >= 0:
            found[at] = places
    return found | {place: (row, column)}


def selected_word(frame):
    """The place of the word of a LinesFrame that asks alone, if it names one that is there, or None."""
    place = frame.selected[0] if len(frame.selected) == 1 else -1
    return place if 0 <= place < len(frame.tokens) else None


def sum_of_rows(panel):
    """The least and the greatest sum of a panel's rows, in words. -> (str, str)"""
    return tuple(weight_words(end) for end in (panel.row_sums.min(), panel.row_sums.max()))


def row_sum_words(panel):
    """Say what the rows of a panel add up to: "each row sums to 1.00"."""
    low, high = sum_of_rows(panel)
    said = _("each row sums to {low}") if low == high else _("rows sum to {low} to {high}")
    return said.format(low=low, high=high)


def largest_cells(values, count):
    """The places of the largest numbers by size, largest first. -> list of (row, column)"""
    size = np.where(np.isfinite(values), np.abs(values), -1.0).ravel()
    if 0 < count < len(size):  # of a large matrix only what can be among them is put in order
        least = np.partition(size, len(size) - count)[-count]
        there = np.flatnonzero(size >= least)
    else:
        there = np.arange(len(size))
    order = there[np.argsort(-size[there], kind="stable")[:count]]
    return [tuple(int(place) for place in np.unravel_index(cell, values.shape)) for cell in order]


def _matrix(frame):
    panels = frame.panels
    if (
        len(panels) > 4
        and len({(panel.values.shape, panel.kind) for panel in panels}) == 1
        and panels[0].values.size
    ):
        first = panels[0]
        axes = ", ".join(
            f"{name}: {axis}"
            for name, axis in ((_("rows"), first.row_axis), (_("columns"), first.column_axis))
            if axis
        )
        maps_of = _("{count} heatmaps of {size}").format(count=len(panels), size=_size(first))
        yield maps_of + (f" ({axes})" if axes else "")
        tops = (f"{_panel_name(panel, place)}: {_top_cells(panel, 1)}" for place, panel in enumerate(panels))
        yield _("Largest in each: {cells}").format(cells="; ".join(tops))
    else:
        for panel in panels:
            yield " ".join(part for part in (panel.before, _panel(panel)) if part)
    if selected_cell(frame):
        yield _("Highlighted: {cell}").format(cell=readout(frame, *selected_cell(frame)))


def _whole(panel, place, row, column):
    """Say a whole row or column: its name and its largest number."""
    values = panel.values[:, column] if row < 0 else panel.values[row]
    best = int(values.argmax())
    weights = panel.kind == "weights"
    number = weight_words(values[best]) if weights else exact(values[best])
    if row < 0:
        name = _called(_("column {name}"), panel.columns, column)
        largest = cell_names(panel, best, column)[0]
    else:
        name = _called(_("row {name}"), panel.rows, row)
        largest = cell_names(panel, row, best)[1]
    row_sum = f", {_row_sum(panel, row)}" if weights and row >= 0 else ""
    told = {"panel": _panel_name(panel, place), "whole": name, "name": largest, "number": number}
    return _("{panel}, {whole}: largest {name} {number}").format(**told) + row_sum


def _called(said, names, at):
    """A row or a column by its name, which may begin with that word, or by its number from 1."""
    return said.format(name=names[at].removeprefix(said.format(name="")) if names else at + 1)


def _size(panel):
    rows, columns = panel.values.shape
    weights = panel.kind == "weights"
    said = _("{rows} × {columns} weights") if weights else _("{rows} × {columns} numbers")
    return said.format(rows=rows, columns=columns)


def _panel(panel):
    name = f"{panel.title}: " if panel.title else ""
    if not panel.values.size:
        return name + _("no numbers")
    if panel.kind == "boxes" and panel.values.size <= SPELLED:
        (digits,) = digits_of(panel)
        rows = [", ".join(fixed(value, digits) for value in row) for row in panel.values]
        labels = [f"{label} " for label in panel.rows] or [""] * len(rows)
        return name + "; ".join(f"{label}{row}" for label, row in zip(labels, rows, strict=True))
    if panel.kind == "signed" and not (panel.rows or panel.columns):
        return f"{name}{_size(panel)} {span(panel.values)}"
    cells = _top_cells(panel, min(NAMED, max(1, panel.values.size // 2)))
    return name + _("{size}, largest {cells}").format(size=_size(panel), cells=cells)


def _top_cells(panel, count):
    write = weight_words if panel.kind == "weights" else exact
    return ", ".join(
        f"{' → '.join(cell_names(panel, *place))} {write(panel.values[place])}"
        for place in largest_cells(panel.values, count)
    )


def _lines(frame):
    if not (frame.tokens and frame.keys and frame.shown):
        yield _("No lines are drawn")
        return
    asks = selected_word(frame)
    if asks is not None:
        yield _("Lines from “{word}” to the words it looks at").format(word=frame.tokens[asks])
        tops = (
            f"{frame.heads[head]}: {_pairs(frame, head, frame.weights[head, asks][None], 2, False)}"
            for head in frame.shown
        )
    else:
        said = _("Lines from each of {count} words to the words it looks at")
        if frame.keys != frame.tokens:
            said = _("Lines from each of {count} words to those of {others} other words it looks at")
        yield said.format(count=len(frame.tokens), others=len(frame.keys))
        tops = (
            f"{frame.heads[head]}: {_pairs(frame, head, frame.weights[head], 1, True)}"
            for head in frame.shown
        )
    yield _("Strongest: {pairs}").format(pairs="; ".join(tops))
    yield f"{frame.normalisation[:1].upper()}{frame.normalisation[1:]}"


def _pairs(frame, head, weights, count, with_asker):
    cells = largest_cells(weights, count)
    return ", ".join(
        (f"{frame.tokens[row]} → " if with_asker else "")
        + f"{frame.keys[column]} {weight_words(weights[row, column])}"
        for place, (row, column) in enumerate(cells)
        if place == 0 or weights[row, column] >= 0.005
    )


def _chart(frame):
    for plot in frame.plots:
        axes = plot.y_label or plot.x_label
        if plot.y_label and plot.x_label:
            axes = _("{y} against {x}").format(y=plot.y_label, x=plot.x_label)
        head = ", ".join(part for part in (plot.title, axes) if part)
        series = "; ".join(_series(drawn, plot) for drawn in plot.series if len(drawn.y))
        yield ": ".join(part for part in (head, series or _("nothing is drawn")) if part)
        yield plot.note


def _series(series, plot):
    name = f"{series.label} " if series.label else ""
    x, y = series.x, series.y
    if series.kind == "arc":
        return name + _("the angle between them") + (f", {series.names[0]}" if any(series.names) else "")
    if series.kind == "arrows":
        ends = [f"{label} " for label in series.names] or [""] * len(y)
        tips = (f"{label}({_place(a)}, {_place(b)})" for label, a, b in zip(ends[:8], x, y, strict=False))
        return name + _("arrows to {places}").format(places=", ".join(tips))
    ticks = dict(plot.x_ticks)
    labels = (
        [ticks[place] for place in x]
        if series.kind != "steps" and all(place in ticks for place in x)
        else series.names
        if all(series.names)
        else ()
    )
    if labels and len(y) <= 8:
        return f"{name}{_(series.kind)} " + ", ".join(
            f"{label} {_place(value)}" for label, value in zip(labels, y, strict=True)
        )
    middle = (x[1:] + x[:-1]) / 2 if series.kind == "steps" else x
    if not np.isfinite(y).any():
        return name + _("{kind} without finite numbers").format(kind=_(series.kind))
    top, low = int(np.nanargmax(y)), int(np.nanargmin(y))
    at = [f"{labels[place]}" if labels else f"x = {_place(middle[place])}" for place in (low, top)]
    told = {"low": _place(y[low]), "low_at": at[0], "high": _place(y[top]), "high_at": at[1]}
    ends = _("lowest {low} at {low_at}, highest {high} at {high_at}").format(**told)
    ways = {"kind": _(series.kind), "start": _place(x[0]), "end": _place(x[-1])}
    where = f"{len(y)} {_(series.kind)}" if labels else _("{kind} from x = {start} to {end}").format(**ways)
    return f"{name}{where}, {ends}"


def _place(value):
    return exact(value, 3)


def _ended(sentence):
    return sentence if sentence.endswith((".", "!", "?", "…")) else sentence + "."
