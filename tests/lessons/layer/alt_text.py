"""What the words of each frame must say: (what is worked out, then two states or more) for its name."""

import re

import numpy as np

from helpers.pictures.kinds import ChartFrame, MatrixFrame
from tests.pictures.cases import ROAD, TIRED, M, length, nothing, off_diagonal, row, some, values


def layer_steps(frame, state):
    titles = {panel.title for panel in frame.panels}
    return [
        (
            rf"(?:: |; ){re.escape(title)} (N)[;.]",
            [length(frame, at) for at, panel in enumerate(frame.panels) if panel.title == title],
        )
        for title in titles
    ]


def norm_by_hand(frame, state):
    return [
        ("the mean (N) and the standard deviation (N)", [values(frame).mean(), values(frame).std()]),
        (
            f"It becomes {row(values(frame).size)}",
            (values(frame) - values(frame).mean()) / values(frame).std(),
        ),
    ]


def position_pattern(frame, state):
    place, clock = state[:2]
    sine, cosine = (panel.values[place, clock - 1] for panel in frame.panels)
    ends = [end(values(frame, at)) for end, at in ((np.min, 0), (np.max, 1))]
    return [("from (N) to (N):", ends), ("sine (N), cosine (N)", [sine, cosine])]


def position_clock(frame, state):
    clock, d_model = state[1], state[3]
    turns = 2 * np.pi * 10_000 ** (2 * (clock - 1) / d_model)
    hand = frame.plots[1].series[1]
    return [
        ("once in (N) places", [turns]),
        ("its sine is (N) and its cosine (N)", [hand.y[0], hand.x[0]]),
    ]


def position_products(frame, state):
    place, n_places = state[0], len(frame.plots[-1].series[0].y)
    y = frame.plots[-1].series[0].y
    told = [(f"Place {place} with itself (N)", [y[place]])]
    others = {away: place + away if place + away < n_places else place - away for away in (1, 2, 5, 10, 30)}
    return [*told, ("(N) away (N)", [(away, y[other]) for away, other in others.items() if other >= 0])]


def position_board(frame, state):
    if isinstance(frame, MatrixFrame):
        return position_pattern(frame, state)
    return position_clock(frame, state) + position_products(frame, state)


def switched(frame, state):
    if isinstance(frame, ChartFrame):
        return [("length of a row (N) → (N)", [series.y.mean() for series in frame.plots[1].series])]
    return [("all parts: mean (N); now: mean (N)", [off_diagonal(values(frame, at)) for at in (0, 1)])]


CASES = {
    "feed_forward_by_hand": (nothing, *[(some(2), some(2, 3), some(3), some(3, 2), some(2))] * 3),
    "layer_steps": (layer_steps, (M, ROAD, 1), (M, TIRED, 2)),
    "norm_by_hand": (norm_by_hand, *[(some(4),)] * 3),
    "position_board": (position_board, (7, 3, 20, 16), (30, 2, 44, 10)),
    "position_clock": (position_clock, (7, 3, 20, 16), (30, 2, 44, 10)),
    "position_pattern": (position_pattern, (7, 3, 20, 16), (30, 2, 44, 10)),
    "position_products": (position_products, (7, 20, 16), (30, 44, 10)),
    "switched": (switched, (M, ROAD, ("residual",)), (M, TIRED, ("positions", "layer norm"))),
}
