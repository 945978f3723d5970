"""Reads a description as a listener does: every number in it, and the place that the words before it name."""

import re
from dataclasses import dataclass, fields, is_dataclass, replace

import numpy as np

from helpers.pictures.kinds import ChartFrame, LinesFrame, MatrixFrame, Panel
from helpers.pictures.maps import MapFrame

NUMBER = r"[−-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]\d+)?"
PLACE = re.compile(
    r"(?:layers?|heads?|step|place|clock|word|row|column|sentence|L|v) (?:\d+(?!\.?\d)(?:, | and )?)+"
)


@dataclass
class Said:
    """One number of a text. before: the text up to it; run: its position in a list such as "1, 2, 3"."""

    text: str
    start: int
    before: str
    after: str
    run: int
    lead: str  # the text up to the first number of the list


def numbers_in(text):
    """Every number of a text. -> list of Said"""
    found = []
    for match in re.finditer(rf"(?<![\w.,]){NUMBER}(?![\w])|(?<=L)\d+", text):
        run, lead = 0, text[: match.start()]
        if found:
            between = text[found[-1].start + len(found[-1].text) : match.start()]
            if between in (", ", " / "):
                run, lead = found[-1].run + 1, found[-1].lead
        found.append(Said(match[0], match.start(), text[: match.start()], text[match.end() :], run, lead))
    return found


def agrees(text, value):
    """Whether a written number is the value, to the digits that are written; a text must be the same."""
    if isinstance(value, str):
        return text == value
    plain = text.replace("−", "-").replace(",", "")
    mantissa, _, power = plain.partition("e")
    _, _, decimals = mantissa.partition(".")
    half = 0.5 * 10.0 ** (int(power or 0) - len(decimals))
    if not power and not decimals and len(plain.strip("-")) > 4:  # four digits count: 12340
        half = 0.5 * 10.0 ** (len(plain.strip("-")) - 4)
    return bool(abs(float(plain) - float(value)) <= half * 1.001 + 2e-6 * abs(float(value)))


def faults(words, frame, also=(), known=()):
    """What the words say that the frame does not hold. -> list of sentences, empty if every number is right

    also: (pattern, values) for what is worked out from the frame: the groups of all matches, one after the
    other, must be the values; known: whole numbers that the state of the controls gives.
    """
    frame = as_panels(frame)
    wrong, heard = [], set()
    for pattern, values in also:
        matches = list(re.finditer(pattern.replace("(N)", f"({NUMBER})"), words))
        spans = [match.span(group) for match in matches for group in range(1, match.re.groups + 1)]
        values = list(np.ravel(np.array(values, object)))
        if not matches:
            wrong.append(f"Nothing says {pattern!r}")
        elif len(spans) != len(values):
            wrong.append(f"{pattern!r} is said with {len(spans)} numbers, not {len(values)}")
        for (start, end), value in zip(spans, values, strict=False):
            heard.add(start)
            if not agrees(words[start:end], value):
                wrong.append(f"“{words[max(0, start - 40) : end]}” should be {value}")
    names = _names(frame)
    named = [match.span() for name in names for match in re.finditer(re.escape(name), words)]
    named += [match.span() for match in PLACE.finditer(words)]
    whole = set(known) | _sizes(frame)
    shapes = {panel.values.shape for panel in frame.panels} if isinstance(frame, MatrixFrame) else set()
    for match in re.finditer(r"(?<!× )\b(\d+) × (\d+)\b(?! ×|\.\d)", words) if shapes else ():
        in_a_name = any(start <= match.start() < end for start, end in named)
        was_heard = in_a_name or {match.start(1), match.start(2)} & heard
        if not was_heard and tuple(map(int, match.groups())) not in shapes:
            wrong.append(f"No matrix is {match[0]}, but {shapes}")
    for said in numbers_in(words):
        if said.start in heard:
            continue
        if any(start <= said.start < end for start, end in named):
            continue
        size = re.match(r"\d+ × \d", words[said.start :]) or re.search(r"\d × $", said.before)
        claims = None if size else _claims(said, frame)
        if claims is None and re.fullmatch(r"\d+", said.text) and int(said.text) in whole:
            continue
        told = words[max(0, said.start - 50) : said.start + len(said.text) + 10]
        if claims is None:
            wrong.append(f"Nobody knows what {said.text} is in “{told}”")
        elif not any(agrees(said.text, value) for value in claims):
            wrong.append(f"“{told}”: the frame holds {[round(float(one), 4) for one in claims][:5]} there")
    return wrong


def as_panels(frame):
    """The numbers of a map as panels: what is said of a node is said of its panel."""
    if not isinstance(frame, MapFrame):
        return frame
    panels = [
        Panel(node.values, node.label, (), node.columns, kind=node.kind)
        for node in frame.nodes
        if node.values is not None
    ]
    return MatrixFrame(panels, frame.title, frame.badge, frame.alt)


def shaken(frame):
    """The same frame with other numbers at every place, and its words as they were."""

    def other(values):
        values = np.asarray(values, float)
        return values[tuple(slice(None, None, -1) for _ in values.shape)] * 0.41 + 1.73

    if isinstance(frame, MapFrame):
        nodes = [
            node if node.values is None else replace(node, values=other(node.values)) for node in frame.nodes
        ]
        return replace(frame, nodes=nodes)
    if isinstance(frame, MatrixFrame):
        panels = [
            replace(panel, values=other(panel.values), pages=None, page_titles=()) for panel in frame.panels
        ]
        return replace(frame, panels=panels)
    if isinstance(frame, LinesFrame):
        return replace(frame, weights=other(frame.weights))
    plots = [
        replace(
            plot,
            series=[replace(series, x=other(series.x)[::-1], y=other(series.y)) for series in plot.series],
        )
        for plot in frame.plots
    ]
    return replace(frame, plots=plots)


def whole_numbers(state):
    """The whole numbers that a state of the controls holds. -> set"""
    if isinstance(state, bool | str | np.ndarray):
        return set()
    if isinstance(state, int | np.integer):
        return {int(state)}
    if isinstance(state, float):
        return {int(state)} if state == int(state) else set()
    if isinstance(state, dict):
        state = [*state, *state.values()]
    return set().union(*map(whole_numbers, state)) if isinstance(state, list | tuple) else set()


def _claims(said, frame):
    """The values at the place that the words before a number name, or None if they name none."""
    return {MatrixFrame: _in_matrix, LinesFrame: _in_lines, ChartFrame: _in_chart}[type(frame)](said, frame)


def _labels(panel):
    rows, columns = panel.values.shape
    return (
        panel.rows or tuple(f"row {at + 1}" for at in range(rows)),
        panel.columns or tuple(f"column {at + 1}" for at in range(columns)),
    )


def _last(names, text):
    """The name that is said last in a text, the longest of those. -> str or None"""
    places = [(text.rfind(name), len(name), name) for name in names if name and name in text]
    return max(places)[2] if places else None


def _in_matrix(said, frame):
    sentence = re.split(r"(?<=[.?!]) (?=[A-Z(])", said.before)[-1]
    title = _last({panel.title for panel in frame.panels}, sentence)
    panels = [panel for panel in frame.panels if panel.title == title] or frame.panels
    lead = said.lead.rstrip(" :=")
    arrows = [
        panel.values[row, column]
        for panel in panels
        for row, r in enumerate(_labels(panel)[0])
        for column, c in enumerate(_labels(panel)[1])
        if said.before.endswith((f" {r} → {c} ", f"[{r}, {c}] = ")) or said.before.endswith(f"[{r}, {c}] = ")
    ]
    if arrows:
        return arrows
    if match := re.search(r"from $|from (\S+) to $", said.before):
        ends = [panel.values[np.isfinite(panel.values)] for panel in panels]
        if not re.search(r"sums?( to|) from", said.before[-20:]):
            return [end.max() if match[1] else end.min() for end in ends]
    if said.before.endswith(("row sums to ", "rows sum to ")) or re.search(
        r"rows sum to \S+ to $", said.before
    ):
        row = re.search(r"row (\S+): largest [^;]+, row sums to $", said.before)
        return [
            total
            for panel in panels
            for total, name in zip(panel.row_sums, _labels(panel)[0], strict=True)
            if not row or name.removeprefix("row ") == row[1]
        ]
    if match := re.search(r"row (\S+|row \d+): largest (.+) $", said.before):
        return [
            panel.values[row, column]
            for panel in panels
            for row, r in enumerate(_labels(panel)[0])
            for column, c in enumerate(_labels(panel)[1])
            if r in (match[1], f"row {match[1]}") and c == match[2]
        ]
    found = []
    for panel in frame.panels:
        flat = panel.values.ravel()
        if panel.title and lead.lower().endswith(panel.title.lower()) and said.run < len(flat):
            found.append(flat[said.run])
        for row, name in enumerate(panel.rows):
            if re.search(rf"(?:^|[\s:;,“]){re.escape(name)}$", lead) and said.run < panel.values.shape[1]:
                found.append(panel.values[row, said.run])
    if found:
        return found
    for panel in frame.panels:
        row = _last(panel.rows, said.before)
        for column, name in enumerate(panel.columns):
            if row and said.run == 0 and re.search(rf"[:,;] {re.escape(name)}$", lead):
                found += [panel.values[at, column] for at, name in enumerate(panel.rows) if name == row]
    return found or None


def _in_lines(said, frame):
    if re.search("adds? up to $", said.before):
        return frame.weights.sum(axis=0 if "all heads" in said.before else 2).ravel()
    head = _last(frame.heads, said.before)
    if head is None or "→" not in said.before[-80:] and not frame.selected:
        return None
    weights = frame.weights[frame.heads.index(head)]
    found = []
    for row, asks in enumerate(frame.tokens):
        for column, asked in enumerate(frame.keys):
            if frame.selected and row == frame.selected[0] and said.before.endswith(f" {asked} "):
                found.append(weights[row, column])
            if not frame.selected and said.before.endswith(f" {asks} → {asked} "):
                found.append(weights[row, column])
    return found or None


def _in_chart(said, frame):
    every = [(plot, series) for plot in frame.plots for series in plot.series]
    label = _last({series.label for _, series in every}, said.before)
    ours = [(plot, series) for plot, series in every if series.label == label] or every
    lead = said.lead.rstrip(" :=")
    found = []
    if match := re.search(rf"(lowest|highest) (?:{NUMBER} at x = )?$", said.before):
        at_x = said.before.endswith("= ")
        for _, series in ours:
            place = int(series.y.argmin() if match[1] == "lowest" else series.y.argmax())
            x = (series.x[1:] + series.x[:-1]) / 2 if series.kind == "steps" else series.x
            found.append(x[place] if at_x else series.y[place])
        return found
    if match := re.search(r"from x = (?:(\S+) to )?$", said.before):
        return [series.x[-1] if match[1] else series.x[0] for _, series in ours]
    changed = re.search(rf"({NUMBER}) → $", said.before)
    for plot, series in every:
        if changed and len(plot.series) > 1 and series is not plot.series[1]:
            continue
        before = said.before[: changed.start()].rstrip() if changed else lead
        if series.kind == "steps":
            continue
        ticks = [
            (text, series.y[at]) for place, text in plot.x_ticks for at in np.flatnonzero(series.x == place)
        ]
        ticks += list(zip(series.names, series.y, strict=False))
        for text, value in ticks:
            if text and re.search(rf"(?:^|[\s:;,]){re.escape(text)}$", before) and (said.run == 0):
                found.append(value)
    if found and changed is None and said.after.startswith(" → "):
        firsts = [plot.series[0] for plot in frame.plots]
        found = [
            series.y[at]
            for plot, series in zip(frame.plots, firsts, strict=True)
            for place, text in plot.x_ticks
            for at in np.flatnonzero(series.x == place)
            if text and lead.endswith(text)
        ]
    return found or None


def _parts(frame):
    """Every text and every array of a frame."""
    found = [frame]
    for part in found:
        if is_dataclass(part):
            found += [
                getattr(part, field.name) for field in fields(part) if field.name not in ("alt", "note")
            ]
        elif isinstance(part, tuple | list):
            found += part
    return found


def _names(frame):
    """The texts of a frame that have a letter and no decimals: what they count is part of a name."""
    return {
        part
        for part in _parts(frame)
        if isinstance(part, str) and re.search(r"[^\W\d]", part) and not re.search(r"\d\.\d", part)
    }


def _sizes(frame):
    sizes = set()
    for part in _parts(frame):
        if isinstance(part, np.ndarray):
            sizes |= {*part.shape, part.size}
        elif isinstance(part, tuple | list):
            sizes.add(len(part))
    return sizes
