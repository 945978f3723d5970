"""Names beside points, bars and arrows of a plot, each where it covers the least."""

import numpy as np

from helpers import style
from helpers.figures.page import INK, SMALL, colour_for, ink_on, text_width

AROUND = ((1, 0), (0, -1), (-1, 0), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))  # right, above, left, below, corners


def place_names(page, axes, plot, bars, bounds):
    """Write every name of a plot. bounds: (left, top, right, bottom) that no name may leave, in CSS pixels."""
    named = [(series, bar) for series, bar in zip(plot.series, bars, strict=True) if any(series.names)]
    if not named:
        return
    low, high = np.transpose([sorted(axes.get_xlim()), sorted(axes.get_ylim())])
    points = [at for series in plot.series if series.kind in ("points", "arrows") for at in page.from_data(axes, series.x, series.y)]
    taken = [box for series in plot.series for box in obstacles(page, axes, series)]
    for series, bar in named:
        if series.kind == "bars":
            taken += name_bars(page, axes, series, bar, taken, bounds)
    for series, _ in named:
        if series.kind != "bars":
            for number, name in enumerate(series.names[: len(series.y)]):
                at = np.array([series.x[number], series.y[number]])
                if name and ((low <= at) & (at <= high)).all():
                    taken.append(name_point(page, axes, series, number, name, taken, points, bounds))


def name_bars(page, axes, series, bar, taken, bounds):
    """Names stand beyond the end of each bar, or where something else is in the way, a little further or inside it."""
    size, scale = SMALL * page.scale, page.scale
    ends = page.from_data(axes, series.x + bar[1], series.y)
    zero = page.from_data(axes, [series.x[0]], [max(0, axes.get_ylim()[0])])[0][1]
    room = 1.25 * np.ptp(page.from_data(axes, series.x[0] + bar[1] + np.array([-0.5, 0.5]) * bar[0], [1, 1])[:, 0])
    turned = max(text_width(name, size) for name in series.names) + 2 * scale > room
    if turned and 1.1 * size > room:
        return []
    ink = ink_on(style.hex_to_rgb(colour_for(series.role)[0]))
    boxes = []
    for name, (x, y), value in zip(series.names, ends, series.y, strict=False):
        if not name or not np.isfinite(value):
            continue
        wide, tall = (size, text_width(name, size)) if turned else (text_width(name, size), size)
        way = -1 if value >= 0 else 1
        choices = [(y + way * (4 * scale + far * size + tall / 2), INK) for far in (0, 1, 2)]
        if abs(y - zero) > tall + 8 * scale:
            choices.insert(1, (y - way * (5 * scale + tall / 2), ink))
        places = [((x - wide / 2, middle - tall / 2, x + wide / 2, middle + tall / 2), middle, colour) for middle, colour in choices]
        inside = [place for place in places if place[0][1] >= bounds[1] and place[0][3] <= bounds[3]]
        box, middle, colour = min(inside or places[:1], key=lambda place: sum(overlap(place[0], other) for other in taken))
        page.text(x, middle, name, size, colour, across="center", up="center" if turned else "center_baseline", turned=turned, halo=colour == INK)
        boxes.append(box)
    return boxes


def name_point(page, axes, series, number, name, taken, points, bounds):
    """Write one name on the side of its point that covers the least and lies nearest to no other point. -> its box"""
    size, scale = SMALL * page.scale, page.scale
    (x, y), (x0, y0) = page.from_data(axes, [series.x[number], series.x0[number]], [series.y[number], series.y0[number]])
    wide, tall = text_width(name, size), 1.1 * size
    away = 9 * scale
    sides = AROUND
    if series.kind == "arrows":  # first beyond the tip
        along = np.array([x - x0, y - y0]) / (np.hypot(x - x0, y - y0) or 1)
        sides = sorted(AROUND, key=lambda side: -np.dot(side, along) / np.hypot(*side))
    best = None
    for far in (1.0, 1.8):
        for preference, (right, down) in enumerate(sides):
            reach = far * away * (0.75 if right and down else 1)
            left, top = x + right * (reach + wide / 2) - wide / 2, y + down * (reach + tall / 2) - tall / 2
            left, top = np.clip(left, bounds[0], max(bounds[0], bounds[2] - wide)), np.clip(top, bounds[1], bounds[3] - tall)
            box = (left, top, left + wide, top + tall)
            cost = sum(overlap(box, other) for other in taken) + 2 * preference + 30 * (far - 1)
            cost += 150 * any(gap(box, other) < gap(box, (x, y)) for other in points if tuple(other) != (x, y))
            if best is None or cost < best[0]:
                best = (cost, box)
    box = best[1]
    page.text(box[0], (box[1] + box[3]) / 2, name, size, colour_for(series.role)[1], up="center_baseline", halo=True)
    return box


def gap(box, point):
    """How far a point lies from a box (left, top, right, bottom)."""
    return np.hypot(max(box[0] - point[0], 0, point[0] - box[2]), max(box[1] - point[1], 0, point[1] - box[3]))


def overlap(one, other):
    """The area that two boxes (left, top, right, bottom) share."""
    return max(0.0, min(one[2], other[2]) - max(one[0], other[0])) * max(0.0, min(one[3], other[3]) - max(one[1], other[1]))


def obstacles(page, axes, series):
    """Small boxes along all that a series draws as points, lines and arrows."""
    if series.kind not in ("points", "line", "arrows"):
        return []
    ends = page.from_data(axes, series.x, series.y)
    half = (8.5 if series.kind == "points" else 2.5) * page.scale
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
