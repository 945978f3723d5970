"""A ChartFrame as a still picture: curves, points, bars, histograms and arrows, one plot or several side by side."""

import math

import numpy as np
import seaborn
from matplotlib.patches import FancyArrowPatch
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from helpers import style
from helpers.figures.names import place_names
from helpers.figures.page import FAINT, GRID, INK, PAPER, SMALL, TEXT, WIDEST, colour_for, head_width, one_line, shorten, text_width, wrap

NARROWEST, WIDE, ALONE = 270, 470, 640  # CSS pixels of one plot among many, of one of two, of one alone
TALL, TALL_EQUAL = 260, 400
GAP = 26


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
    keys = [[(series.label, sample_of(page, series)) for series in plot.series if series.label] for plot in plots]
    tall = max(min(wide, TALL_EQUAL * scale) if plot.equal else TALL * scale for plot in plots)
    above = max(map(len, titles)) * 1.35 * TEXT * scale + 3 * scale
    legend = max(page.height_of_keys(entries, wide) for entries in keys) + 10 * scale
    below = max(map(len, notes)) * 1.45 * SMALL * scale + 10 * scale
    top = page.room(above + legend + tall + below)
    for place, plot in enumerate(plots):
        x = page.margin + place * (wide + GAP * scale)
        for number, line in enumerate(titles[place]):
            page.text(x, top + (number + 0.65) * 1.35 * TEXT * scale, line, TEXT * scale, INK, True, up="center_baseline")
        page.keys(keys[place], x, top + above, wide)
        draw_plot(page, plot, x, top + above + legend, wide, tall)
        for number, line in enumerate(notes[place]):
            y = top + above + legend + tall + 5 * scale + (number + 0.7) * 1.45 * SMALL * scale
            page.text(x, y, line, SMALL * scale, FAINT, up="center_baseline")


def sample_of(page, series):
    """What stands for a series in the legend."""
    fill, strong = colour_for(series.role)
    scale = page.scale

    def sample(x, y, width):
        if series.kind in ("bars", "steps"):
            page.box(x, y - 4 * scale, width, 8 * scale, fill, round_by=2 * scale)
        elif series.kind == "points":
            page.line([x + width / 2], [y], strong, marker="o", markersize=0.75 * 8 * scale, markeredgecolor=PAPER)
        else:
            dashes = (0, (3, 1.5)) if series.dashed else "-"
            end = x + width - (4 * scale if series.kind == "arrows" else 0)
            page.line([x, end], [y, y], strong, 2 * series.width * scale, linestyle=dashes, solid_capstyle="butt")
            if series.kind == "arrows":
                page.line([end], [y], strong, marker=">", markersize=0.75 * 7 * scale)

    return sample


def draw_plot(page, plot, x, y, wide, tall):
    """Draw one pair of axes into a rectangle, with its labels inside that rectangle."""
    scale = page.scale
    axes = page.axes(x, y, wide, tall)
    axes.set_axisbelow(True)
    bars = bar_widths(plot)
    drawn = [draw_series(axes, series, bar, scale) for series, bar in zip(plot.series, bars, strict=True) if len(series.y)]
    dress(axes, plot, wide, tall, scale)
    limits = limits_of(plot, bars)
    edges = np.zeros(4)  # left, right, top, bottom: what tick labels and axis names need
    for _ in range(3):
        inner = (x + edges[0], y + edges[2], wide - edges[0] - edges[1], tall - edges[2] - edges[3])
        page.place(axes, *inner)
        set_limits(axes, plot, limits, inner[2] / inner[3])
        label_ticks(axes, plot, inner[2], scale)
        left, top, right, bottom = page.extent(axes)
        edges = np.maximum(edges + np.array([x - left, right - x - wide, y - top, bottom - y - tall]), 0).clip(0, 0.45 * np.array([wide, wide, tall, tall]))
    page.place(axes, x + edges[0], y + edges[2], wide - edges[0] - edges[1], tall - edges[2] - edges[3])
    set_limits(axes, plot, limits, (wide - edges[0] - edges[1]) / (tall - edges[2] - edges[3]))
    keep_inside(axes, [artist for artists in drawn for artist in artists])
    place_names(page, axes, plot, bars, (x + edges[0] + 3 * scale, y - 8 * scale, x + wide, y + tall - edges[3] - 3 * scale))


def draw_series(axes, series, bar, scale):
    """Draw one series. -> its points and arrows, which may stand out at the edge of the axes, but not lie beyond it"""
    fill, strong = colour_for(series.role)
    line = {"color": strong, "linewidth": 0.75 * 2 * series.width * scale, "linestyle": "--" if series.dashed else "-"}
    x, y = series.x, series.y
    if series.kind == "line":
        axes.plot(x, y, solid_capstyle="round", zorder=3, **line)
    elif series.kind == "points":
        return [axes.scatter(x, y, s=(0.75 * 9 * scale) ** 2, color=strong, edgecolors=PAPER, linewidths=0.75 * 1.2 * scale, zorder=5)]
    elif series.kind == "bars":
        axes.bar(x + bar[1], y, bar[0], color=fill, edgecolor=strong if series.dashed else "none", linestyle=line["linestyle"], zorder=2)
    elif series.kind == "steps":
        counted = {"middle": (x[1:] + x[:-1]) / 2, "share": y}
        look = {"element": "step", "color": fill, "edgecolor": strong, "alpha": 0.55, "linewidth": line["linewidth"]}
        seaborn.histplot(counted, x="middle", weights="share", bins=list(x), ax=axes, **look)
    else:
        return [arrow(axes, start, end, scale, line) for start, end in zip(zip(series.x0, series.y0), zip(x, y))]
    return []


def arrow(axes, start, end, scale, line):
    """An arrow; where start and end are one place, a dot."""
    if start == end:
        return axes.scatter(*end, s=(0.75 * 7 * scale) ** 2, color=line["color"], zorder=4)
    head = 9 * scale * max(1, line["linewidth"] / (1.5 * scale)) ** 0.5
    look = FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=head, shrinkA=0, shrinkB=0, zorder=4, joinstyle="miter", **line)
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
    """For each series: (width of its bars, how far they are moved so that bars at the same places stand side by side)."""
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


def dress(axes, plot, wide, tall, scale):
    """Frame, grid, and the names of the axes, which are cut where they are longer than the plot."""
    size = 11.5 * scale
    seaborn.despine(ax=axes)
    axes.grid(axis="y", color=GRID, linewidth=0.75 * 0.8 * scale)
    axes.tick_params(labelsize=0.75 * SMALL * scale, width=0.75 * scale, length=0.75 * 4 * scale, color=FAINT)
    look = {"fontsize": 0.75 * size, "color": INK, "labelpad": 0.75 * 4 * scale, "parse_math": False}
    axes.set_xlabel(shorten(plot.x_label, 0.75 * wide, size), **look)
    axes.set_ylabel(shorten(plot.y_label, 0.75 * tall, size), **look)
    kinds = {series.kind for series in plot.series}
    zero = {"color": FAINT, "linewidth": 0.75 * 0.8 * scale, "zorder": 1}
    if kinds & {"bars", "arrows"} and not plot.y_log:
        axes.axhline(0, **zero)
    if plot.equal and "arrows" in kinds and not plot.x_log:
        axes.axvline(0, **zero)


def limits_of(plot, bars):
    """From where to where the axes run: as given, or around all that is drawn. -> ((low, high), (low, high))"""
    xs, ys = [], []
    for series, (width, shift) in zip(plot.series, bars, strict=True):
        xs += [series.x, series.x0] if series.kind == "arrows" else [series.x + shift - width / 2, series.x + shift + width / 2]
        ys += [series.y, series.y0] if series.kind == "arrows" else [series.y]
        if series.kind in ("bars", "steps") and not plot.y_log:
            ys.append(np.zeros(1))
    based = any(series.kind in ("bars", "steps") for series in plot.series)
    named = any(any(series.names) for series in plot.series)
    x = plot.x_limits or around(xs, plot.x_log, (0.02, 0.02) if based else (0.05, 0.05))
    pad = 0.12 if named else 0.06
    below = based and not plot.y_log and min((float(np.nanmin(y)) for y in ys if len(y)), default=0) >= 0
    y = plot.y_limits or around(ys, plot.y_log, (0.0 if below else pad, pad))
    return positive(x, xs, plot.x_log), positive(y, ys, plot.y_log)


def around(values, log, pads):
    values = np.concatenate([np.zeros(0), *values])
    values = values[np.isfinite(values) & ((values > 0) | (not log))]
    if not len(values):
        return (1.0, 10.0) if log else (0.0, 1.0)
    low, high = (math.log(end) if log else float(end) for end in (values.min(), values.max()))
    if low == high:
        low, high = low - 0.5, high + 0.5
    low, high = low - pads[0] * (high - low), high + pads[1] * (high - low)
    return (math.exp(low), math.exp(high)) if log else (low, high)


def positive(limits, values, log):
    """A logarithmic axis cannot begin at 0: it begins below the smallest number above 0 instead."""
    if not log or limits[0] > 0:
        return limits
    above = np.concatenate([np.zeros(0), *values])
    above = above[np.isfinite(above) & (above > 0)]
    high = limits[1] if limits[1] > 0 else 10.0
    return (above.min() / 1.5 if len(above) else high / 1000, high)


def set_limits(axes, plot, limits, shape):
    """Set the limits; with equal units, the shorter axis is lengthened on both sides. shape: width / height of the axes"""
    (x0, x1), (y0, y1) = limits
    if plot.equal and not (plot.x_log or plot.y_log):
        unit = max((x1 - x0) / shape, y1 - y0)
        x0, x1 = (x0 + x1) / 2 - unit * shape / 2, (x0 + x1) / 2 + unit * shape / 2
        y0, y1 = (y0 + y1) / 2 - unit / 2, (y0 + y1) / 2 + unit / 2
    if plot.x_log and axes.get_xscale() != "log":
        axes.set_xscale("log", nonpositive="clip")
    if plot.y_log and axes.get_yscale() != "log":
        axes.set_yscale("log", nonpositive="clip")
    axes.set_xlim(x0, x1)
    axes.set_ylim(y0, y1)


def label_ticks(axes, plot, wide, scale):
    """Write the frame's own tick labels; where they would touch, numbers are thinned out and words stand upright."""
    if not plot.x_ticks:
        return
    low, high = axes.get_xlim()
    ticks = [(place, one_line(str(text))) for place, text in plot.x_ticks if low <= place <= high]
    size = SMALL * scale
    at = axes.transScale.transform([(place, 1 if plot.y_log else 0) for place, _ in ticks])[:, 0] if ticks else np.zeros(0)
    ends = axes.transScale.transform([(low, 1), (high, 1)])[:, 0]
    at = (at - ends[0]) / (ends[1] - ends[0]) * wide

    def fits(step, widths):
        kept = range(0, len(ticks), step)
        return all(at[b] - at[a] >= (widths[a] + widths[b]) / 2 + 7 * scale for a, b in zip(kept, kept[1:], strict=False))

    widths = [text_width(text, size) for _, text in ticks]
    words = any(any(letter.isalpha() for letter in text) for _, text in ticks)
    turned = words and not fits(1, widths)
    widths = [size * 0.8] * len(ticks) if turned else widths
    step = next((step for step in range(1, len(ticks)) if fits(step, widths)), max(1, len(ticks)))
    axes.xaxis.set_major_locator(FixedLocator([place for place, _ in ticks[::step]]))
    axes.xaxis.set_major_formatter(FixedFormatter([text.replace("$", r"\$") for _, text in ticks[::step]]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.tick_params(axis="x", labelrotation=90 if turned else 0)
