"""Charts that grow: bars and curves in axes that stand from the beginning."""

from dataclasses import replace

import numpy as np

from helpers import frames
from helpers.pictures.charts import charts_of
from tools.teaching import stage


def growing(frame, steps, **how):
    """A ChartFrame that grows. steps: (what is said, series that are not yet drawn: (plot, series))

    -> Scene
    """
    return stage.of_frames([(said, without(frame, hidden)) for said, hidden in steps], **how)


def without(frame, hidden):
    """The frame with its own axes, and nothing drawn of some series, or of their points from a place on.

    hidden: (plot, series) or (plot, series, first point that is not drawn)
    """
    plots = []
    for number, (plot, chart) in enumerate(zip(frame.plots, charts_of(frame), strict=True)):
        series = list(plot.series)
        for place, one, *start in hidden:
            if place == number:
                y, names = series[one].y.copy(), list(series[one].names)
                first = start[0] if start else 0
                y[first:] = np.nan
                names[first:] = [""] * len(names[first:])
                series[one] = replace(series[one], y=y, names=tuple(names))
        limits = {"x_limits": tuple(chart.x.limits), "y_limits": tuple(chart.y.limits)}
        corner = [limits["x_limits"][0]], [limits["y_limits"][0]]
        series.append(frames.Series(*corner))  # a line of no length: without it, empty axes have no ticks
        plots.append(replace(plot, series=series, **limits))
    return replace(frame, plots=plots)


def bars(names, values, badge, alt, y_label="", y_limits=(0, 1.15), roles=None, texts=(), note="", title=""):
    """A bar for each name, each a series of its own, so that they can come one by one. -> ChartFrame"""
    roles = roles or ["plain"] * len(names)
    series = [
        frames.Series([place], [value], "bars", role, names=(texts[place],) if texts else ())
        for place, (value, role) in enumerate(zip(values, roles, strict=True))
    ]
    plot = frames.Plot(
        series,
        y_label=y_label,
        x_limits=(-0.6, len(names) - 0.4),
        y_limits=y_limits,
        x_ticks=tuple(enumerate(names)),
        note=note,
    )
    return frames.ChartFrame([plot], title, badge, alt)


def one_by_one(frame, said):
    """A chart whose bars come one after the other. said: a sentence for the empty axes, and for each bar"""
    count = len(said) - 1
    return growing(frame, [(one, [(0, at) for at in range(shown, count)]) for shown, one in enumerate(said)])
