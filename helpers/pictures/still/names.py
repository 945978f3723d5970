"""Names beside points, bars and arrows of a plot, each where it covers the least."""

import numpy as np

from helpers import style
from helpers.pictures.charts import RULES
from helpers.pictures.still.page import INK, SMALL, colour_for, ink_on, text_width


def place_names(page, axes, chart, bounds):
    """Write every name of a plot, and the numbers of bars.

    Bounds: (left, top, right, bottom) that none may leave
    """
    taken = [box for look in chart.series for box in obstacles(page, axes, look.series)]
    boxes = [bar_boxes(page, axes, look) for look in chart.series]
    for number, look in enumerate(chart.series):
        if len(boxes[number]):
            others = [box for at, group in enumerate(boxes) if at != number for box in group]
            taken += name_bars(page, look, boxes[number], [*taken, *others], bounds)
    low, high = np.transpose([sorted(axes.get_xlim()), sorted(axes.get_ylim())])
    pointed = [look.series for look in chart.series if look.series.kind in ("points", "arrows")]
    points = [at for series in pointed for at in page.from_data(axes, series.x, series.y)]
    written = []
    for look in chart.series:
        series = look.series
        for number, name in enumerate(look.names[: len(series.y)]):
            at = np.array([series.x[number], series.y[number]])
            if series.kind != "bars" and name and ((low <= at) & (at <= high)).all():
                written.append(name_point(page, axes, series, number, taken, written, points, bounds))


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


def name_bars(page, look, own, taken, bounds):
    """Names stand beyond the end of each bar, or where that is taken, a little further or inside it.

    Numbers are written only if all bars are wide enough for them, names upright where they are not.
    own: the boxes of its bars; taken: what is in the way -> the boxes of the names
    """
    size, scale, series = SMALL * page.scale, page.scale, look.series
    given = look.digits is None
    texts = [look.text(point) for point in range(len(look.names) if given else len(series.y))]
    room = 1.25 * np.nanmin(own[:, 2] - own[:, 0])
    narrow = max((text_width(text, size) for text in texts), default=0) + 2 * scale > room
    if narrow and not given:
        return []
    inside, written = ink_on(style.hex_to_rgb(colour_for(series.role)[0])), []
    for place in sorted(range(min(len(texts), len(own))), key=lambda place: -abs(series.y[place])):
        left, top, right, bottom = own[place]
        if not texts[place] or not np.isfinite(own[place]).all():
            continue
        x, wide, tall = (left + right) / 2, text_width(texts[place], size), 1.1 * size
        wide, tall = (tall, wide) if narrow else (wide, tall)
        way, end = (-1, top) if series.y[place] >= 0 else (1, bottom)
        beyond = [(end + way * (3 * scale + far * size + tall / 2), INK) for far in (0, 0.6, 1.6)]
        within = (end - way * (4 * scale + tall / 2), inside)
        has_room = bottom - top > tall + 6 * scale and right - left > wide
        choices = [beyond[0], *([within] if has_room else []), *beyond[1 : 3 if given else 2]]
        in_the_way = [*taken, *written, *np.delete(own, place, axis=0)]
        found = []
        for middle, colour in choices:
            box = (x - wide / 2, middle - tall / 2, x + wide / 2, middle + tall / 2)
            if bounds[0] <= box[0] and bounds[1] <= box[1] and box[2] <= bounds[2] and box[3] <= bounds[3]:
                found.append((sum(overlap(box, other) for other in in_the_way), middle, colour, box))
        if found:
            cost, middle, colour, box = min(found, key=lambda one: one[0])
            if given or cost <= 2:
                halo = colour == INK
                page.text(x, middle, texts[place], size, colour, across="center", turned=narrow, halo=halo)
                written.append(box)
    return written


def name_point(page, axes, series, number, taken, written, points, bounds):
    """Write one name where it covers the least, least of all a name, and lies nearest to its own point.

    taken: what is in the way; written: names so far; points: all points of the plot -> its box
    """
    size, scale, name = SMALL * page.scale, page.scale, series.names[number]
    x, y = at = tuple(page.from_data(axes, [series.x[number]], [series.y[number]])[0])
    wide, tall = text_width(name, size), 1.1 * size
    sides = RULES["sides"]
    if series.kind == "arrows":  # first beyond the tip
        along = at - page.from_data(axes, [series.x0[number]], [series.y0[number]])[0]
        sides = sorted(sides, key=lambda side: -np.dot(side, along) / np.hypot(*side))
    others = [other for other in points if tuple(other) != at]
    best = (np.inf, None)
    for far in RULES["far"]:
        if best[0] < RULES["good"]:
            break
        for preference, (right, down) in enumerate(sides):
            reach = RULES["reach"] * scale * far * (RULES["slant"] if right and down else 1)
            left = x + right * (reach + wide / 2) - wide / 2
            top = y + down * (reach + tall / 2) - tall / 2
            left = min(max(left, bounds[0]), max(bounds[0], bounds[2] - wide))
            top = min(max(top, bounds[1]), bounds[3] - tall)
            box = (left, top, left + wide, top + tall)
            cost = sum(overlap(box, other) for other in taken) + RULES["later"] * preference
            cost += RULES["farther"] * (far - 1)
            cost += sum(RULES["on_name"] * overlap(box, other) for other in written)
            cost += 150 * any(gap(box, other) < gap(box, at) for other in others)
            if cost < best[0]:
                best = (cost, box)
    box = best[1]
    page.text(box[0], (box[1] + box[3]) / 2, name, size, colour_for(series.role)[2], halo=True)
    return box


def gap(box, point):
    """How far a point lies from a box (left, top, right, bottom)."""
    return np.hypot(
        max(box[0] - point[0], 0, point[0] - box[2]), max(box[1] - point[1], 0, point[1] - box[3])
    )


def overlap(one, other):
    """The area that two boxes (left, top, right, bottom) share."""
    return max(0.0, min(one[2], other[2]) - max(one[0], other[0])) * max(
        0.0, min(one[3], other[3]) - max(one[1], other[1])
    )


def obstacles(page, axes, series):
    """Small boxes along all that a series draws as points, lines and arrows."""
    if series.kind not in ("points", "line", "arrows"):
        return []
    ends = page.from_data(axes, series.x, series.y)
    half = RULES["in_the_way"][series.kind != "points"] * page.scale
    if series.kind == "line":
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
        for share in np.linspace(0, 1, pieces) if series.kind != "points" else (0,):
            x, y = start + share * (end - start)
            boxes.append((x - half, y - half, x + half, y + half))
    return boxes
