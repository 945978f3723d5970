"""What the words of each frame must say: (what is worked out, then two states or more) for its name."""

import re

import numpy as np

from helpers import frames
from tests.pictures.cases import ROAD, TIRED, loaded, looks_most, nothing, values


def alarm_table(frame, state):
    panel = frame.panels[0]
    told = []
    for name, alarms in zip(panel.rows, panel.values, strict=True):
        checks = [check for check, alarm in zip(panel.columns, alarms, strict=True) if alarm == 1]
        told.append((f"{re.escape(name)}: {re.escape(', '.join(checks) or 'none')}[;.]", []))
    return told


def bug_pictures(frame, state):
    weights, (rows, columns) = values(frame, 1), values(frame, 2).T
    return [
        (
            "rows add up to (N) to (N), columns to (N) to (N)",
            [f(x) for x in (rows, columns) for f in (min, max)],
        ),
        ("mean weight (N)", [weights.mean()]),
        *([] if np.allclose(rows, 1) else [("adds up to (N)", [max(rows, key=lambda sum_: abs(sum_ - 1))])]),
    ]


def bug_results(frame, state):
    return [("by up to (N)", [np.abs(values(frame) - values(frame, 1)).max()])]


def effect(frame, state):
    before, now = frame.plots[-1].series
    told = [("share in head (N): (N) → (N)", [*zip(range(1, 9), before.y, now.y, strict=True)])]
    return [*told, ("[Ss]cores ÷ (N)", [64, 64])]


CASES = {
    "alarm_table": (
        alarm_table,
        ("@case", "wrong axis"),
        ("@case", None, {"no bug": {}, "K for V": frames.BUGS["K for V"]}),
    ),
    "bug_pictures": (bug_pictures, ("@case", "wrong axis", 2, 6), ("@case", "√d_model", 7, 3)),
    "bug_results": (bug_results, ("@case", "K for V", 6), ("@case", "late mask", 1)),
    "changed_formula": (looks_most, ("@changed", ROAD, 6, 1, 3), ("@changed", TIRED, 9, 2, 5)),
    "effect": (effect, ("@changed", ROAD, 6), ("@changed", TIRED, 2, 1)),
    "name_removed": (
        nothing,
        (lambda rng: frames.digits(loaded("changed"), ROAD, 6), "@changed", 2),
        (lambda rng: frames.heads(loaded("changed"), TIRED), "@changed", 2),
        (lambda rng: frames.lines(loaded("changed"), TIRED), "@changed", 2),
    ),
}
