"""Names beside points and arrows and beyond bars, the numbers of angles, and callouts: each where it covers
the least, by the same rules (charts.RULES) as in the live view. A box is (left, top, right, bottom).
"""

import math

import numpy as np

from helpers.pictures.charts import RULES
from helpers.pictures.still.page import FAINT, INK, SMALL, colour_for, shorten, text_width, wrap


def place_names(page, axes, chart, bounds):
    """Write every name of a plot that has room, the numbers of bars, and the callouts.

    Bounds: (left, top, right, bottom) that none may leave
    """
    taken = [box for look in chart.series for box in obstacles(page, axes, look.series)]
    points = [
        tuple(at)
        for look in chart.series
        if look.series.kind in ("points", "arrows")
        for at in page.from_data(axes, look.series.x, look.series.y)
    ]
    written = name_bars(page, axes, chart, taken, bounds)
    for look in chart.series:
        series = look.series
        if series.kind == "arc" and any(look.names):
            written += name_arc(page, axes, look, taken, written, bounds)
        elif series.kind not in ("bars", "arc"):
            for number in range(len(look.names[: len(series.y)])):
                if look.names[number] and is_seen(axes, series, number):
                    written += name_point(page, axes, series, number, taken, written, points, bounds)
    if chart.plot.notes:
        bars = [box for look in chart.series for box in bar_boxes(page, axes, look) if np.isfinite(box).all()]
        place_notes(page, axes, chart, [*taken, *bars], written)


def is_seen(axes, series, number):
    """Whether a point lies between the ends of both axes; of an arrow, one end is enough."""
    low, high = np.transpose([sorted(axes.get_xlim()), sorted(axes.get_ylim())])
    ends = [(series.x[number], series.y[number])]
    if series.kind == "arrows":
        ends.append((series.x0[number], series.y0[number]))
    return any(((low <= end) & (end <= high)).all() for end in ends)


def beside(boxes):
    """Boxes as an array. -> [n_boxes, 4]"""
    return np.array(boxes, float).reshape(-1, 4)


def covered(box, others):
    """The areas that a box shares with others. -> [n_others]"""
    others = beside(others)
    wide = np.minimum(box[2], others[:, 2]) - np.maximum(box[0], others[:, 0])
    tall = np.minimum(box[3], others[:, 3]) - np.maximum(box[1], others[:, 1])
    return np.maximum(wide, 0) * np.maximum(tall, 0)


def overlap(one, other):
    """The area that two boxes share."""
    return float(covered(one, [other])[0])


def box_around(x, y, wide, tall):
    return (x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)


# ---- bars


def bar_boxes(page, axes, look):
    """What each bar covers inside the axes. -> [n_bars, 4]: left, top, right, bottom; NaN: it is not there"""
    series, bar = look.series, look.bar
    if series.kind != "bars":
        return np.zeros((0, 4))
    low, high = sorted(axes.get_ylim())
    ends = np.clip(np.where(np.isfinite(series.y), series.y, np.nan), low, high)
    one = page.from_data(axes, series.x + bar[1] - bar[0] / 2, ends)
    other = page.from_data(axes, series.x + bar[1] + bar[0] / 2, np.full(len(ends), np.clip(0, low, high)))
    return np.concatenate([np.minimum(one, other), np.maximum(one, other)], axis=1)


def name_bars(page, axes, chart, taken, bounds):
    """Numbers stand beyond the ends of bars, never inside or turned. -> the boxes of those that are written

    Where not all have room, those of the bars that are picked out and of the longest are kept.
    """
    bars = [
        (look, point, box)
        for look in chart.series
        for point, box in enumerate(bar_boxes(page, axes, look))
        if np.isfinite(box).all()
    ]
    bars.sort(key=lambda bar: (not bar[0].first, -abs(bar[0].series.y[bar[1]])))
    others, written = beside([*(box for _, _, box in bars), *taken]), []
    for order, (look, point, box) in enumerate(bars):
        text = look.text(point) if look.digits is not None or point < len(look.names) else ""
        kept = order == 0 or look.first
        place = text and beyond_bar(page, box, text, look.series.y[point] >= 0, others, written, bounds, kept)
        if place:
            written.append(place)
            x, y = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2
            page.text(x, y, text, SMALL * page.scale, INK, across="center", halo=True)
    return written


def beyond_bar(page, bar, text, up, others, written, bounds, kept):
    """Where the number of a bar stands. kept: even where something else is drawn. -> a box, or None"""
    scale, size = page.scale, SMALL * page.scale
    wide, tall = text_width(text, size), 1.1 * size
    way, end = (-1, bar[1]) if up else (1, bar[3])
    x = min(max((bar[0] + bar[2]) / 2, bounds[0] + wide / 2), bounds[2] - wide / 2)
    best = (np.inf, None)
    for far in RULES["beyond"] if kept else RULES["beyond"][:-1]:
        box = box_around(x, end + way * (far * scale + tall / 2), wide, tall)
        if box[1] < bounds[1] - 8 * scale or box[3] > bounds[3] + 3 * scale:
            continue
        around = (box[0] - scale, box[1], box[2] + scale, box[3])
        if (covered(around, written) > 2).any():
            continue
        cost = covered(around, others).max(initial=0)
        if cost < best[0]:
            best = (cost, box)
        if cost <= 2:
            break
    return best[1] if best[0] <= 2 or kept else None


# ---- points, arrows, angles


def name_point(page, axes, series, number, taken, written, points, bounds):
    """Write one name where it covers the least; none where it would lie on another. -> its box in a list"""
    size, scale = SMALL * page.scale, page.scale
    name = shorten(series.names[number], 150 * scale, size)
    x, y = at = page.from_data(axes, [series.x[number]], [series.y[number]])[0]
    wide, tall = text_width(name, size), 1.15 * size
    sides = RULES["sides"]
    if series.kind == "arrows":  # first beyond the tip
        along = at - page.from_data(axes, [series.x0[number]], [series.y0[number]])[0]
        sides = sorted(sides, key=lambda side: -np.dot(side, along) / np.hypot(*side))
    others = [other for other in points if other != tuple(at)]
    mark = (4.2 * (1 + 0.3 * (series.width - 1)) - 3) * scale if series.kind == "points" else 0
    best = (np.inf, None, 0.0)
    for far in RULES["far"]:
        if best[0] < RULES["good"]:
            break
        for preference, (right, down) in enumerate(sides):
            reach = (RULES["reach"] * scale + mark) * far * (RULES["slant"] if right and down else 1)
            left = x + right * (reach + wide / 2) - wide / 2
            top = y + down * (reach + tall / 2) - tall / 2
            left = min(max(left, bounds[0]), max(bounds[0], bounds[2] - wide))
            top = min(max(top, bounds[1]), bounds[3] - tall)
            box = (left, top, left + wide, top + tall)
            on_text = covered(box, written).sum()
            cost = covered(box, taken).sum() + RULES["later"] * preference
            cost += RULES["farther"] * (far - 1) + RULES["on_name"] * on_text
            cost += RULES["astray"] * any(gap(box, other) < gap(box, at) for other in others)
            if cost < best[0]:
                best = (cost, box, on_text)
    return write_name(page, best[1] if best[2] <= 1 else None, name, series.role)


def gap(box, point):
    """How far a point lies from a box."""
    return math.hypot(*(max(box[side] - point[side], 0, point[side] - box[side + 2]) for side in (0, 1)))


def write_name(page, box, name, role):
    """Write a name into a box, if there is one. -> list of the box"""
    if box is None:
        return []
    colour = colour_for(role)[2]
    page.text(box[0], (box[1] + box[3]) / 2, name, SMALL * page.scale, colour, halo=True)
    return [box]


def arc_of(page, axes, series):
    """Where an arc runs. -> (x, y) of its middle, radius, start, turn, in CSS pixels and radians, or None"""
    (middle, _), sides = (
        page.from_data(axes, *ends) for ends in ((series.x0, series.y0), (series.x, series.y))
    )
    ways = sides - middle
    lengths = np.hypot(*ways.T)
    if not np.isfinite(lengths).all() or lengths.min() < 1:
        return None
    least, most, share = RULES["arc"]
    scale, short = page.scale, float(lengths.min())
    radius = min(max(share * short, min(short, least * scale)), most * scale)
    start, end = np.arctan2(ways[:, 1], ways[:, 0])
    turn = end - start
    turn += 2 * math.pi * ((turn <= -math.pi) - (turn > math.pi) * 1)
    return middle, radius, float(start), float(turn)


def along_arc(arc, apart):
    """Places along an arc, at most so far apart. -> [n, 2]"""
    middle, radius, start, turn = arc
    angles = start + np.linspace(0, turn, int(abs(turn) * radius / apart) + 2)
    return middle + radius * np.column_stack([np.cos(angles), np.sin(angles)])


def name_arc(page, axes, look, taken, written, bounds):
    """Write the name of an angle inside it, or outside where it would cover a side. -> its box in a list"""
    arc, scale, size = arc_of(page, axes, look.series), page.scale, SMALL * page.scale
    if arc is None:
        return []
    (x, y), radius, start, turn = arc
    name = look.names[0]
    wide, tall = text_width(name, size), 1.15 * size
    aside, middle = math.copysign(math.radians(RULES["aside"]), turn), start + turn / 2
    best = (np.inf, None)
    for far in RULES["far"]:
        for order, angle in enumerate((middle, start + turn + aside, start - aside, middle + math.pi)):
            right, down = math.cos(angle), math.sin(angle)
            reach = radius + far * RULES["reach"] * scale / 1.5 + (abs(right) * wide + abs(down) * tall) / 2
            box = box_around(x + right * reach, y + down * reach, wide, tall)
            inside = (
                bounds[0] <= box[0] and bounds[1] <= box[1] and box[2] <= bounds[2] and box[3] <= bounds[3]
            )
            if not inside or covered(box, written).sum() > 1:
                continue
            cost = covered(box, taken).sum() + RULES["later"] * order + RULES["farther"] * (far - 1)
            if cost < best[0]:
                best = (cost, box)
    return write_name(page, best[1], name, look.series.role)


def obstacles(page, axes, series):
    """Small boxes along all that a series draws as points, lines, arrows and arcs. -> list of boxes"""
    if series.kind not in ("points", "line", "arrows", "arc"):
        return []
    half = RULES["in_the_way"][series.kind != "points"] * page.scale
    if series.kind == "arc":
        arc = arc_of(page, axes, series)
        return [] if arc is None else [box_around(*at, 2 * half, 2 * half) for at in along_arc(arc, 2 * half)]
    ends = page.from_data(axes, series.x, series.y)
    if series.kind == "line":
        ends = ends[apart(ends, half)]
        starts, ends = ends[:-1], ends[1:]
    elif series.kind == "arrows":
        starts = page.from_data(axes, series.x0, series.y0)
    else:
        starts = ends
    boxes = []
    for start, end in zip(starts, ends, strict=True):
        if not np.isfinite([*start, *end]).all():
            continue
        pieces = min(60, int(np.hypot(*(end - start)) / (2 * half)) + 1)
        for share in np.linspace(0, 1, pieces + 1) if series.kind != "points" else (0,):
            boxes.append(box_around(*(start + share * (end - start)), 2 * half, 2 * half))
    return boxes


def apart(places, least):
    """Which places of a line are at least so far from the one kept before: a curve has thousands.

    places: [n_places, 2], NaN where the line has a gap -> list of int

    >>> apart(np.array([[0, 0], [1, 0], [3, 0], [np.nan, 0], [3, 0], [3, 4]]), 2)
    [0, 2, 3, 4, 5]
    """
    kept = []
    for at, place in enumerate(places):
        if not kept or not np.hypot(*(place - places[kept[-1]])) < least:
            kept.append(at)
    return kept


# ---- callouts


def place_notes(page, axes, chart, taken, written):
    """Write each callout in free space inside the axes, with a thin line to what it is about.

    taken: what is in the way; written: the boxes of names, to which those of callouts are added.
    """
    size, scale, rule = SMALL * page.scale, page.scale, RULES["note"]
    low, high = np.transpose([sorted(axes.get_xlim()), sorted(axes.get_ylim())])
    corners = page.from_data(axes, [low[0], high[0]], [low[1], high[1]])
    area = (*corners.min(axis=0), *corners.max(axis=0))
    for note in chart.plot.notes:
        if not ((low <= np.array(note.at)) & (np.array(note.at) <= high)).all():
            continue
        point = page.from_data(axes, [note.at[0]], [note.at[1]])[0]
        tried = []
        for wide in rule["wide"]:
            lines = wrap(note.text, min(wide * scale, 0.6 * (area[2] - area[0])), size)
            whole = (max(text_width(line, size) for line in lines), len(lines) * rule["line"] * size)
            tried.append((*free_place(area, point, whole, taken, written, scale), lines))
        _, box, lines = min(tried, key=lambda one: one[0])
        written.append(box)
        start = np.clip(point, box[:2], box[2:])
        long = max(np.hypot(*(point - start)), 1e-9)
        end = start + max(0, 1 - 4 * scale / long) * (point - start)
        page.line([start[0], end[0]], [start[1], end[1]], FAINT, scale)
        for number, line in enumerate(lines):
            y = box[1] + (number + 0.5) * rule["line"] * size
            page.text(box[0], y, line, size, INK, halo=True)


def free_place(area, point, size, taken, written, scale):
    """The box inside the axes that costs the least; costs are those of RULES["note"]. -> cost, box"""
    rule, edge, (wide, tall) = RULES["note"], 4 * scale, size
    left, top = area[0] + edge, area[1] + edge
    right, bottom = area[2] - edge - wide, area[3] - edge - tall
    step, best = rule["step"] * scale, (np.inf, (left, top, left + wide, top + tall))
    taken, written = beside(taken), beside(written)
    for y in np.arange(top, max(top, bottom) + 1e-6, step):
        for x in np.arange(left, max(left, right) + 1e-6, step):
            box = (x, y, x + wide, y + tall)
            start = np.clip(point, box[:2], box[2:])
            long = float(np.hypot(*(point - start)))
            cost = 400 * (long < rule["near"] * scale) + rule["long"] * long / scale
            if cost >= best[0]:
                continue
            cost += rule["on_mark"] * covered(box, taken).sum() / scale**2
            cost += RULES["on_name"] * covered(box, written).sum() / scale**2
            if cost >= best[0]:
                continue
            end = start + max(0, 1 - rule["near"] * scale / max(long, 1e-9)) * (point - start)
            met = [sum(crosses(start, end, other) for other in boxes) for boxes in (taken, written)]
            cost += rule["crossing"] * (min(3, met[0]) + 10 * met[1])
            if cost < best[0]:
                best = (cost, box)
    return best


def crosses(start, end, box):
    """Whether a straight line from one point to another meets a box.

    >>> crosses((0, 0), (4, 4), (1, 1, 2, 2)), crosses((0, 0), (4, 0), (1, 1, 2, 2))
    (True, False)
    """
    first, last = 0.0, 1.0
    for at, step, low, high in zip(start, np.subtract(end, start), box[:2], box[2:], strict=True):
        if abs(step) < 1e-9:
            if not low <= at <= high:
                return False
            continue
        one, other = sorted(((low - at) / step, (high - at) / step))
        first, last = max(first, one), min(last, other)
    return bool(first <= last)
