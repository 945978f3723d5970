"""A frame as a page gets it, with all that is decided: a structure of plain values and one run of numbers."""

import functools
from dataclasses import fields, is_dataclass

import numpy as np

from helpers.languages import translate as _
from helpers.pictures import line_rules
from helpers.pictures.charts import charts_of
from helpers.pictures.grids import RULES, is_blank, is_masked, keeps
from helpers.pictures.kinds import ChartFrame, LinesFrame, MatrixFrame, Panel
from helpers.pictures.words import digits_of
from helpers.style import BADGES, step_of


class Ready(list):
    """A list of plain values: it is sent as it is."""


class ReadyTable(dict):
    """A table of plain values: it is sent as it is."""


PLAIN = {str, int, float, bool, type(None), Ready, ReadyTable}


def _plain_table(rules):
    if isinstance(rules, dict):
        return ReadyTable({name: _plain_table(rule) for name, rule in rules.items()})
    return Ready(map(_plain_table, rules)) if isinstance(rules, (tuple, list)) else rules


GRID_RULES = _plain_table(RULES)


def pack(frame):
    """Write a frame as a structure of plain values and one run of float32 numbers, to send it to a page.

    A chart is sent as `charts` decides it, a panel with what `grids` decides and the digits of `words`, lines
    with their rules; of a panel that `says` something only its colours. What the badge means goes with it, as
    "badge_says"; alt does not: a view sends all words together.
    frame -> (dict, bytes).  Each array becomes {"at": position of its first number, "shape": [...]}.
    A state that changes only numbers keeps its structure equal, so only the bytes travel.

    >>> from helpers.pictures.kinds import MatrixFrame
    >>> structure, numbers = pack(MatrixFrame([Panel([[1.0, 2.0]])]))
    >>> structure["panels"][0]["values"], len(numbers)
    ({'at': 0, 'shape': [1, 2]}, 24)
    """
    arrays, size = [], 0

    def plain(part):
        nonlocal size
        if type(part) in PLAIN:
            return part
        if isinstance(part, np.ndarray):
            at, size = size, size + part.size
            arrays.append(np.asarray(part, "<f4").ravel())
            return {"at": at, "shape": list(part.shape)}
        if isinstance(part, dict):
            return {name: plain(one) for name, one in part.items()}
        if is_dataclass(part):
            own = {one.name: getattr(part, one.name) for one in fields(part) if one.name != "alt"}
            if isinstance(part, Panel) and part.says:
                own |= colours_alone(part)
            parts = {name: plain(one) for name, one in own.items()}
            if isinstance(part, Panel):
                masked = is_masked(part)
                parts |= {
                    "digits": list(digits_of(part)),
                    "masked": masked,
                    "blank": masked or is_blank(part),
                }
            return parts
        if isinstance(part, (tuple, list)):
            return [plain(one) for one in part]
        return part.item() if isinstance(part, np.generic) else part

    whole = frame
    if isinstance(frame, ChartFrame):
        whole = {
            "title": frame.title,
            "badge": frame.badge,
            "plots": [plot_parts(chart) for chart in charts_of(frame)],
        }
    structure = plain(whole)
    if isinstance(frame, MatrixFrame):
        structure["rules"] = GRID_RULES
        for panel, kept in zip(structure["panels"], keeps(frame), strict=True):
            panel["keep"] = [] if panel["says"] else plain(kept)
    if isinstance(frame, LinesFrame):
        structure["rules"] = plain(line_rules.RULES)
    said = _("numbers {origin}").format(origin=_(BADGES[frame.badge])) if frame.badge else ""
    structure |= {"badge": _(frame.badge), "badge_says": said}
    return structure, np.concatenate([np.zeros(0, "<f4"), *arrays]).tobytes()


def colours_alone(panel):
    """What a page gets of the numbers of a panel too small to be read: the step of each in its colour map.

    Three steps make a number, s₀ + 256 s₁ + 65536 s₂, which float32 holds. -> dict

    >>> colours_alone(Panel([[0, 1, 0.5, 0]], says="one head"))["values"]["steps"]
    array([8453888,       0])
    """
    steps = np.zeros(-(-panel.values.size // 3) * 3, int)
    steps[: panel.values.size] = step_of(panel.values, panel.kind, panel.limit).ravel()
    values = {"steps": steps.reshape(-1, 3) @ (1, 256, 65536), "shape": list(panel.values.shape)}
    return {"values": values | {"kind": panel.kind, "limit": panel.limit}, "row_sums": np.zeros(0)}


def plot_parts(chart):
    """What a page gets of a plot. What is empty or not so is left out. -> dict"""
    return {
        "series": [series_parts(look) for look in chart.series],
        "x": axis_parts(chart.x),
        "y": axis_parts(chart.y),
        **{
            name: text
            for name in ("title", "x_label", "y_label", "note")
            if (text := getattr(chart.plot, name))
        },
        **({"notes": chart.plot.notes} if chart.plot.notes else {}),
        **{name: value for name in ("equal", "near", "empty") if (value := getattr(chart, name))},
    }


def series_parts(look):
    series = look.series
    moved = {"x0": series.x0, "y0": series.y0} if series.kind in ("arrows", "arc") else {}
    kept = {
        "label": series.label,
        "names": look.names,
        "dashed": series.dashed,
        "bar": any(look.bar) and look.bar,
    }
    kept |= {"sign": look.sign, "told": look.told, "first": look.first}
    width = {} if series.width == 1 else {"width": series.width}
    digits = {} if look.digits is None else {"digits": look.digits}
    parts = {"kind": series.kind, "role": series.role, "x": series.x, "y": series.y}
    return parts | moved | {name: value for name, value in kept.items() if value} | width | digits


def axis_parts(axis):
    kept = {name: True for name in ("log", "own", "words", "grid", "zero") if getattr(axis, name)}
    return {"limits": axis.limits, "ticks": ticks_parts(axis.ticks)} | kept


@functools.lru_cache(maxsize=512)
def ticks_parts(levels):
    """Ticks are sent as [places, texts] for each level."""
    return Ready([[list(part) for part in zip(*level, strict=True)] for level in levels if level])
