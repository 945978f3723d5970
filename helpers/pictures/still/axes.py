"""The axes of one plot: from where to where they run, their frame, their ticks."""

import math
import warnings

import numpy as np
from matplotlib.ticker import FixedFormatter, FixedLocator, FuncFormatter, LogLocator, NullLocator

from helpers.pictures.still.page import FAINT, GRID, INK, SMALL, one_line, text_width
from helpers.pictures.words import exact


def dress(page, axes, plot, wide, tall):
    """Frame, grid, and the names of the axes, which are cut where they are longer than the plot."""
    scale, size = page.scale, 11.5 * page.scale
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color=GRID, linewidth=0.75 * 0.8 * scale)
    axes.tick_params(labelsize=0.75 * SMALL * scale, width=0.75 * scale, length=0.75 * 4 * scale, color=FAINT)
    look = {"fontsize": 0.75 * size, "color": INK, "labelpad": 0.75 * 4 * scale, "parse_math": False}
    axes.set_xlabel(page.fit(plot.x_label, 0.75 * wide, size), **look)
    axes.set_ylabel(page.fit(plot.y_label, 0.75 * tall, size), **look)
    kinds = {series.kind for series in plot.series}
    zero = {"color": FAINT, "linewidth": 0.75 * 0.8 * scale, "zorder": 1}
    if kinds & {"bars", "arrows"} and not plot.y_log:
        axes.axhline(0, **zero)
    if plot.equal and "arrows" in kinds and not plot.x_log:
        axes.axvline(0, **zero)


def limits_of(plot, bars):
    """From where to where the axes run: as given, or around all that is drawn. -> (low, high), (low, high)"""
    xs, ys = [], []
    for series, (width, shift) in zip(plot.series, bars, strict=True):
        xs += (
            [series.x, series.x0]
            if series.kind == "arrows"
            else [series.x + shift - width / 2, series.x + shift + width / 2]
        )
        ys += [series.y, series.y0] if series.kind == "arrows" else [series.y]
        if series.kind in ("bars", "steps") and not plot.y_log:
            ys.append(np.zeros(1))
    based = any(series.kind in ("bars", "steps") for series in plot.series)
    named = any(any(series.names) or series.kind == "bars" for series in plot.series)
    x = sensible(plot.x_limits, plot.x_log) or around(xs, plot.x_log, (0.02, 0.02) if based else (0.05, 0.05))
    pad = 0.12 if named else 0.06
    below = based and not plot.y_log and min((float(np.nanmin(y)) for y in ys if len(y)), default=0) >= 0
    y = sensible(plot.y_limits, plot.y_log) or around(ys, plot.y_log, (0.0 if below else pad, pad))
    return positive(x, xs, plot.x_log), positive(y, ys, plot.y_log)


def sensible(limits, log):
    """Limits that were given, if an axis can have them; else None."""
    if (
        limits is None
        or not np.isfinite(limits).all()
        or min(limits) == max(limits)
        or (log and max(limits) <= 0)
    ):
        return None
    return min(limits), max(limits)


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
    """Set the limits; with equal units, the shorter axis is lengthened on both sides.

    shape: width / height of the axes.
    """
    (x0, x1), (y0, y1) = limits
    if plot.equal and not (plot.x_log or plot.y_log):
        unit = max((x1 - x0) / shape, y1 - y0)
        x0, x1 = (x0 + x1) / 2 - unit * shape / 2, (x0 + x1) / 2 + unit * shape / 2
        y0, y1 = (y0 + y1) / 2 - unit / 2, (y0 + y1) / 2 + unit / 2
    for log, name, low, high in ((plot.x_log, "x", x0, x1), (plot.y_log, "y", y0, y1)):
        axis = getattr(axes, f"{name}axis")
        if log and getattr(axes, f"get_{name}scale")() != "log":
            with warnings.catch_warnings(action="ignore"):  # numbers that are not above 0 are left out
                getattr(axes, f"set_{name}scale")("log", nonpositive="clip")
            axis.set_major_locator(LogLocator(subs=(1, 2, 5) if high / low < 200 else (1,)))
            axis.set_minor_locator(NullLocator())
            axis.set_major_formatter(FuncFormatter(tick_text))
        getattr(axes, f"set_{name}lim")(low, high)


def tick_text(value, position=None):
    """A number on a logarithmic axis: as it is, or as a power of ten where it is very small or large."""
    return exact(value) if 0.001 <= value < 100_000 else f"$10^{{{round(math.log10(value))}}}$"


def label_ticks(axes, plot, wide, scale):
    """Write the frame's own tick labels; if they would touch, numbers are thinned, words stand upright."""
    if not plot.x_ticks:
        return
    low, high = axes.get_xlim()
    ticks = [(place, one_line(str(text))) for place, text in plot.x_ticks if low <= place <= high]
    size = SMALL * scale
    at = (
        axes.transScale.transform([(place, 1 if plot.y_log else 0) for place, _ in ticks])[:, 0]
        if ticks
        else np.zeros(0)
    )
    ends = axes.transScale.transform([(low, 1), (high, 1)])[:, 0]
    at = (at - ends[0]) / (ends[1] - ends[0]) * wide

    def fits(step, widths):
        kept = range(0, len(ticks), step)
        return all(
            at[b] - at[a] >= (widths[a] + widths[b]) / 2 + 7 * scale
            for a, b in zip(kept, kept[1:], strict=False)
        )

    widths = [text_width(text, size) for _, text in ticks]
    words = any(any(letter.isalpha() for letter in text) for _, text in ticks)
    turned = words and not fits(1, widths)
    widths = [size * 0.8] * len(ticks) if turned else widths
    step = next((step for step in range(1, len(ticks)) if fits(step, widths)), max(1, len(ticks)))
    axes.xaxis.set_major_locator(FixedLocator([place for place, _ in ticks[::step]]))
    axes.xaxis.set_major_formatter(FixedFormatter([text.replace("$", r"\$") for _, text in ticks[::step]]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.tick_params(axis="x", labelrotation=90 if turned else 0)
