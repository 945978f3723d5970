"""The axes of one plot: their frame, their ends, and the ticks that have room."""

import itertools
import math
import warnings

from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from helpers.pictures.charts import RULES
from helpers.pictures.still.page import FAINT, GRID, INK, SMALL, text_width


def dress(page, axes, chart, wide, tall):
    """Frame, grid, and the names of the axes, which are cut where they are longer than the plot."""
    scale, size, plot = page.scale, 11.5 * page.scale, chart.plot
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=0.75 * SMALL * scale, width=0.75 * scale, length=0.75 * 4 * scale, color=FAINT)
    look = {"fontsize": 0.75 * size, "color": INK, "labelpad": 0.75 * 4 * scale, "parse_math": False}
    axes.set_xlabel(page.fit(plot.x_label, 0.75 * wide, size), **look)
    axes.set_ylabel(page.fit(plot.y_label, 0.75 * tall, size), **look)
    for name, axis, rule in (("x", chart.x, axes.axvline), ("y", chart.y, axes.axhline)):
        if axis.grid:
            axes.grid(axis=name, color=GRID, linewidth=0.75 * 0.8 * scale)
        if axis.zero:
            rule(0, color=FAINT, linewidth=0.75 * 0.8 * scale, zorder=1)


def set_axes(axes, chart, wide, tall, scale):
    """Set the ends of the axes, which are so long, and the ticks that have room there."""
    limits = same_unit(chart, wide / tall) if chart.equal else (chart.x.limits, chart.y.limits)
    sides = (("x", chart.x, limits[0], wide), ("y", chart.y, limits[1], tall))
    for number, (name, axis, (low, high), length) in enumerate(sides):
        if axis.log and getattr(axes, f"get_{name}scale")() != "log":
            with warnings.catch_warnings(action="ignore"):  # numbers that are not above 0 are left out
                getattr(axes, f"set_{name}scale")("log", nonpositive="clip")
        getattr(axes, f"set_{name}lim")(low, high)
        ticks, turned = chosen_ticks(
            axis, (low, high), length, RULES["pitch"][number] * scale, scale, name == "x"
        )
        side = getattr(axes, f"{name}axis")
        side.set_major_locator(FixedLocator([place for place, _ in ticks]))
        side.set_major_formatter(FixedFormatter([text.replace("$", r"\$") for _, text in ticks]))
        side.set_minor_locator(NullLocator())
        axes.tick_params(axis=name, labelrotation=90 if turned else 0)


def same_unit(chart, shape):
    """With equal units, the shorter axis is lengthened on both sides. shape: width / height of the axes."""
    (x0, x1), (y0, y1) = chart.x.limits, chart.y.limits
    unit = max((x1 - x0) / shape, y1 - y0) / 2
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return (x - unit * shape, x + unit * shape), (y - unit, y + unit)


def chosen_ticks(axis, limits, length, pitch, scale, lying):
    """The ticks that have room on an axis of this length; own words that would touch stand upright.

    pitch: how far they are apart at least, on average; lying: whether texts must fit side by side
    -> list of (place, text), whether they stand upright
    """
    on = math.log if axis.log else float
    low, high = on(limits[0]), on(limits[1])
    ticks = []
    for level in axis.ticks:
        ticks = [tick for tick in level if limits[0] <= tick[0] <= limits[1]]
        at = [(on(place) - low) / (high - low) * length for place, _ in ticks]
        widths = [text_width(text, SMALL * scale) for _, text in ticks] if lying else [0.0] * len(ticks)
        if axis.own:
            turned = axis.words and not have_room(at, widths, RULES["gap"] * scale)
            gap = 0.0 if turned else RULES["gap"] * scale
            widths = [RULES["line"] * SMALL * scale] * len(ticks) if turned else widths
            steps = (step for step in range(1, len(ticks)) if have_room(at[::step], widths[::step], gap))
            return ticks[:: next(steps, max(1, len(ticks)))], turned
        wide_enough = len(at) < 2 or at[-1] - at[0] >= (len(at) - 1) * pitch * (1 - 1e-6)
        if wide_enough and (not lying or have_room(at, widths, RULES["gap"] * scale)):
            break
    return ticks, False


def have_room(at, widths, gap):
    """Whether texts so wide, with their middles there, keep a gap between each other."""
    places = list(zip(at, widths, strict=True))
    return all(
        right - left >= (one + other) / 2 + gap for (left, one), (right, other) in itertools.pairwise(places)
    )
