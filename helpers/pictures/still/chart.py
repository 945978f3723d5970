"""A ChartFrame as a still picture: curves, points, bars, histograms and arrows, one plot or several."""

import itertools
import math

import numpy as np
from matplotlib.patches import FancyArrowPatch

from helpers import style
from helpers.pictures.still.axes import dress, label_ticks, limits_of, set_limits
from helpers.pictures.still.names import place_names
from helpers.pictures.still.page import FAINT, INK, PAPER, SMALL, TEXT, WIDEST, colour_for, head_width, wrap

NARROWEST, WIDE, ALONE = 270, 470, 640  # CSS pixels of one plot among many, of one of two, of one alone
TALL, TALL_EQUAL = 260, 400
GAP = 26
MARKERS = "oDs^"  # one for each series of points in a plot, so that not only their colour tells them apart


def plan(frame):
    """Find the size of everything. ChartFrame -> (width, function that draws it on a page)"""
    scale, count = style.scale(), max(1, len(frame.plots))
    room, gap = WIDEST, GAP * scale
    across = min(count, max(1, int((room + gap) / (NARROWEST * scale + gap))))
    across = math.ceil(count / math.ceil(count / across))
    wide = min((room - gap * (across - 1)) / across, (ALONE if across == 1 else WIDE) * scale)
    width = max(across * wide + gap * (across - 1), head_width(frame, scale))
    return min(width, WIDEST), lambda page: paint(page, frame, across, wide)


def paint(page, frame, across, wide):
    page.head(frame)
    if not frame.plots:
        page.paragraph("There is nothing to plot.")
    for start in range(0, len(frame.plots), across):
        paint_row(page, frame.plots[start : start + across], wide)


def paint_row(page, plots, wide):
    scale = page.scale
    titles = [wrap(plot.title, wide, TEXT * scale, bold=True) for plot in plots]
    notes = [wrap(plot.note, wide, SMALL * scale) for plot in plots]
    keys = [
        [(series.label, sample_of(page, series, marker)) for series, marker in marked(plot) if series.label]
        for plot in plots
    ]
    tall = max(min(wide, TALL_EQUAL * scale) if plot.equal else TALL * scale for plot in plots)
    above = max(map(len, titles)) * 1.35 * TEXT * scale + 3 * scale
    legend = max(page.height_of_keys(entries, wide) for entries in keys) + 10 * scale
    below = max(map(len, notes)) * 1.45 * SMALL * scale + 10 * scale
    top = page.room(above + legend + tall + below)
    for place, plot in enumerate(plots):
        x = page.margin + place * (wide + GAP * scale)
        for number, line in enumerate(titles[place]):
            y = top + (number + 0.65) * 1.35 * TEXT * scale
            page.text(x, y, line, TEXT * scale, INK, True)
        page.keys(keys[place], x, top + above, wide)
        draw_plot(page, plot, x, top + above + legend, wide, tall)
        for number, line in enumerate(notes[place]):
            y = top + above + legend + tall + 5 * scale + (number + 0.7) * 1.45 * SMALL * scale
            page.text(x, y, line, SMALL * scale, FAINT)


def marked(plot):
    """Each series of a plot with the marker of its points."""
    numbers = itertools.count()
    return [
        (series, MARKERS[next(numbers) % len(MARKERS)] if series.kind == "points" else "")
        for series in plot.series
    ]


def sample_of(page, series, marker):
    """What stands for a series in the legend."""
    fill, strong, _ = colour_for(series.role)
    scale = page.scale

    def sample(x, y, width):
        if series.kind in ("bars", "steps"):
            page.box(x, y - 4 * scale, width, 8 * scale, fill, strong, scale, round_by=2 * scale)
        elif series.kind == "points":
            page.line(
                [x + width / 2],
                [y],
                strong,
                marker=marker,
                markersize=0.75 * 8 * scale,
                markeredgecolor=PAPER,
            )
        else:
            dashes = (0, (3, 1.5)) if series.dashed else "-"
            end = x + width - (4 * scale if series.kind == "arrows" else 0)
            page.line(
                [x, end], [y, y], strong, 2 * series.width * scale, linestyle=dashes, solid_capstyle="butt"
            )
            if series.kind == "arrows":
                page.line([end], [y], strong, marker=">", markersize=0.75 * 7 * scale)

    return sample


def draw_plot(page, plot, x, y, wide, tall):
    """Draw one pair of axes into a rectangle, with its labels inside that rectangle."""
    scale = page.scale
    axes = page.axes(x, y, wide, tall)
    axes.set_axisbelow(True)
    bars = bar_widths(plot)
    drawn = [
        draw_series(axes, *series, bar, scale)
        for series, bar in zip(marked(plot), bars, strict=True)
        if len(series[0].y)
    ]
    dress(page, axes, plot, wide, tall)
    limits = limits_of(plot, bars)
    edges = np.zeros(4)  # left, right, top, bottom: what tick labels and axis names need
    for _ in range(3):
        inner = (x + edges[0], y + edges[2], wide - edges[0] - edges[1], tall - edges[2] - edges[3])
        page.place(axes, *inner)
        set_limits(axes, plot, limits, inner[2] / inner[3])
        label_ticks(axes, plot, inner[2], scale)
        left, top, right, bottom = page.extent(axes)
        edges = np.maximum(
            edges + np.array([x - left, right - x - wide, y - top, bottom - y - tall]), 0
        ).clip(0, 0.45 * np.array([wide, wide, tall, tall]))
    page.place(axes, x + edges[0], y + edges[2], wide - edges[0] - edges[1], tall - edges[2] - edges[3])
    set_limits(axes, plot, limits, (wide - edges[0] - edges[1]) / (tall - edges[2] - edges[3]))
    keep_inside(axes, [artist for artists in drawn for artist in artists])
    place_names(
        page,
        axes,
        plot,
        bars,
        (x + edges[0] + 3 * scale, y - 8 * scale, x + wide, y + tall - edges[3] - 3 * scale),
    )


def draw_series(axes, series, marker, bar, scale):
    """Draw one series. -> its points and arrows, which may stand out at the edge of the axes"""
    fill, strong, _ = colour_for(series.role)
    line = {
        "color": strong,
        "linewidth": 0.75 * 2 * series.width * scale,
        "linestyle": "--" if series.dashed else "-",
    }
    x, y = series.x, series.y
    if series.kind == "line":
        axes.plot(x, y, solid_capstyle="round", zorder=3, **line)
    elif series.kind == "points":
        return [
            axes.scatter(
                x,
                y,
                s=(0.75 * 9 * scale) ** 2,
                marker=marker,
                color=strong,
                edgecolors=PAPER,
                linewidths=0.75 * 1.2 * scale,
                zorder=5,
            )
        ]
    elif series.kind == "bars":
        axes.bar(
            x + bar[1],
            y,
            bar[0],
            color=fill,
            edgecolor=strong,
            linewidth=0.75 * scale,
            linestyle=line["linestyle"],
            zorder=2,
        )
    elif series.kind == "steps":
        counted = {"middle": (x[1:] + x[:-1]) / 2, "share": y}
        look = {
            "element": "step",
            "color": fill,
            "edgecolor": strong,
            "alpha": 0.55,
            "linewidth": line["linewidth"],
        }
        import seaborn  # here, because it brings pandas: 34 MB in every kernel that draws a picture

        seaborn.histplot(counted, x="middle", weights="share", bins=list(x), ax=axes, **look)
    else:
        ends = np.stack([series.x0, series.y0, x, y], axis=1)
        return [arrow(axes, tuple(end[:2]), tuple(end[2:]), scale, line) for end in ends]
    return []


def arrow(axes, start, end, scale, line):
    """An arrow; where start and end are one place, a dot."""
    if start == end:
        return axes.scatter(*end, s=(0.75 * 7 * scale) ** 2, color=line["color"], zorder=4)
    head = 9 * scale * max(1, line["linewidth"] / (1.5 * scale)) ** 0.5
    look = FancyArrowPatch(
        start,
        end,
        arrowstyle="-|>",
        mutation_scale=head,
        shrinkA=0,
        shrinkB=0,
        zorder=4,
        joinstyle="miter",
        **line,
    )
    look.ends = np.array([start, end])
    return axes.add_patch(look)


def keep_inside(axes, artists):
    """Points beyond the axes are left out and arrows are cut there; those on the edge are drawn whole."""
    low, high = np.transpose([sorted(axes.get_xlim()), sorted(axes.get_ylim())])
    for artist in artists:
        if isinstance(artist, FancyArrowPatch):
            inside = bool(((low <= artist.ends) & (artist.ends <= high)).all())
        else:
            places = np.asarray(artist.get_offsets())
            artist.set_offsets(places[((low <= places) & (places <= high)).all(axis=1)])
            inside = True
        artist.set_clip_on(not inside)


def bar_widths(plot):
    """For each series: (width of its bars, how far they are moved to stand beside others)."""
    groups = {}
    for place, series in enumerate(plot.series):
        if series.kind == "bars":
            groups.setdefault(series.x.tobytes(), []).append(place)
    x = np.unique([at for group in groups.values() for at in plot.series[group[0]].x])
    whole = 0.8 * (np.diff(x).min() if len(x) > 1 else 1.0)
    widths = [(0.0, 0.0)] * len(plot.series)
    for group in groups.values():
        each = whole / len(group)
        for number, place in enumerate(group):
            widths[place] = (each, (number - (len(group) - 1) / 2) * each)
    return widths
