"""A ChartFrame as a still picture: curves, points, bars, histograms and arrows, one plot or several."""

import math

import numpy as np
from matplotlib.patches import FancyArrowPatch

from helpers import style
from helpers.languages import translate as _
from helpers.pictures.charts import RULES, SENTENCES, charts_of
from helpers.pictures.still.axes import dress, set_axes
from helpers.pictures.still.names import along_arc, arc_of, place_names
from helpers.pictures.still.page import FAINT, INK, PAPER, SMALL, TEXT, WIDEST, colour_for, header_width, wrap

NARROWEST, WIDE, ALONE, GAP, TALL, TALL_EQUAL = RULES["plot"].values()
MARKERS = {"circle": "o", "diamond": "D", "square": "s", "triangle": "^"}


def plan(frame):
    """Find the size of everything. ChartFrame -> (width, function that draws it on a page)"""
    scale, count = style.scale(), max(1, len(frame.plots))
    room, gap = WIDEST, GAP * scale
    across = min(count, max(1, int((room + gap) / (NARROWEST * scale + gap))))
    across = math.ceil(count / math.ceil(count / across))
    wide = min((room - gap * (across - 1)) / across, (ALONE if across == 1 else WIDE) * scale)
    width = max(across * wide + gap * (across - 1), header_width(frame, scale))
    return min(width, WIDEST), lambda page: paint(page, frame, across, wide)


def paint(page, frame, across, wide):
    page.header(frame)
    if not frame.plots:
        page.paragraph(_(SENTENCES["nothing"]))
    charts = charts_of(frame)
    for start in range(0, len(charts), across):
        paint_row(page, charts[start : start + across], wide)


def paint_row(page, charts, wide):
    scale = page.scale
    titles = [wrap(chart.plot.title, wide, TEXT * scale, bold=True) for chart in charts]
    notes = [wrap(chart.plot.note, wide, SMALL * scale) for chart in charts]
    keys = [
        [(look.series.label, sample_of(page, look)) for look in chart.series if look.series.label]
        for chart in charts
    ]
    tall = max(min(wide, TALL_EQUAL * scale) if chart.equal else TALL * scale for chart in charts)
    above = max(map(len, titles)) * 1.35 * TEXT * scale + 3 * scale
    legend = max(page.height_of_legend(entries, wide) for entries in keys) + 10 * scale
    below = max(map(len, notes)) * 1.45 * SMALL * scale + 10 * scale
    top = page.grow(above + legend + tall)
    rooms = []
    for place, chart in enumerate(charts):
        x = page.margin + place * (wide + GAP * scale)
        for number, line in enumerate(titles[place]):
            y = top + (number + 0.65) * 1.35 * TEXT * scale
            page.text(x, y, line, TEXT * scale, INK, True)
        page.legend(keys[place], x, top + above, wide)
        rooms.append((chart, (x, top + above + legend, wide, tall)))
    bottom = draw_plots(page, rooms)
    page.grow(below)
    for (_chart, (x, *_rest)), lines in zip(rooms, notes, strict=True):
        for number, line in enumerate(lines):
            y = bottom + 5 * scale + (number + 0.7) * 1.45 * SMALL * scale
            page.text(x, y, line, SMALL * scale, FAINT)


def sample_of(page, look):
    """What stands for a series in the legend."""
    series, marker = look.series, MARKERS.get(look.sign)
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


def draw_plots(page, rooms):
    """Draw plots side by side, each into its rectangle with its labels; areas begin and end at one height.

    rooms: list of (Chart, (x, y, width, height of the area inside the axes)) -> where they end
    """
    begun = [begin_plot(page, chart, *room) for chart, room in rooms]
    around = np.max([edges[2:] for _, _, edges in begun], axis=0)
    page.grow(around.sum())
    for (chart, (x, y, wide, tall)), (axes, drawn, edges) in zip(rooms, begun, strict=True):
        room = (x, y, wide, tall + around.sum())
        finish_plot(page, axes, drawn, chart, room, np.array([*edges[:2], *around]))
    return rooms[0][1][1] + rooms[0][1][3] + around.sum()


def begin_plot(page, chart, x, y, wide, tall):
    """Draw the series of one pair of axes. -> axes, artists, what labels need [left, right, top, bottom]"""
    scale = page.scale
    axes = page.axes(x, y, wide, tall)
    axes.set_axisbelow(True)
    drawn = [draw_series(axes, look, scale) for look in chart.series if len(look.series.y)]
    dress(page, axes, chart, wide, tall)
    edges = np.zeros(4)  # left, right, top, bottom: what tick labels and axis names need
    for _attempt in range(3):
        whole = tall + edges[2] + edges[3]
        place_inside(page, axes, chart, (x, y, wide, whole), edges)
        left, top, right, bottom = page.extent(axes)
        beyond = np.array([x - left, right - x - wide, y - top, bottom - y - whole])
        edges = np.maximum(edges + beyond, 0).clip(0, 0.45 * np.array([wide, wide, 2 * tall, 2 * tall]))
    return axes, drawn, edges


def finish_plot(page, axes, drawn, chart, room, edges):
    """Put axes into their place, cut what lies beyond them, and write the names."""
    (x, y, wide, tall), scale = room, page.scale
    inner = place_inside(page, axes, chart, room, edges)
    keep_inside(axes, [artist for artists in drawn for artist in artists])
    if chart.empty:
        middle = inner[0] + inner[2] / 2, inner[1] + inner[3] / 2
        page.text(*middle, _(SENTENCES["no_numbers"]), SMALL * scale, FAINT, across="center")
        return
    for look in chart.series:
        if look.series.kind == "arc":
            draw_arc(page, axes, look.series)
    left, bottom = x + edges[0] + 3 * scale, y + tall - edges[3] - 3 * scale
    place_names(page, axes, chart, (left, y - 8 * scale, x + wide, bottom))


def draw_arc(page, axes, series):
    """A thin arc between the two sides of an angle, the short way round."""
    arc = arc_of(page, axes, series)
    if arc is not None:
        dashes = "--" if series.dashed else "-"
        width = 1.4 * series.width * page.scale
        page.line(*along_arc(arc, 3).T, colour_for(series.role)[1], width, linestyle=dashes)


def place_inside(page, axes, chart, rectangle, edges):
    """Put axes into a rectangle, with so much room at its edges. -> (left, top, width, height)"""
    (x, y, wide, tall), (left, right, top, bottom) = rectangle, edges
    inner = (x + left, y + top, wide - left - right, tall - top - bottom)
    page.place(axes, *inner)
    set_axes(axes, chart, *inner[2:], page.scale)
    return inner


def draw_series(axes, look, scale):
    """Draw one series. -> its points and arrows, which may stand out at the edge of the axes"""
    series, bar = look.series, look.bar
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
                marker=MARKERS[look.sign],
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
    elif series.kind == "arrows":
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
