"""What the words of each frame must say: (what is worked out, then two states or more) for its name."""

import re

import numpy as np

from helpers.pictures.kinds import ChartFrame, MatrixFrame
from tests.pictures.cases import ROAD, TIRED, M, length, loaded, off_diagonal, row, some, values


def feed_forward_by_hand(frame, state):
    """A callout tells how the smallest hidden number comes from a column of W and its bias."""
    (x,), W, (hidden,), bias = values(frame), values(frame, 1), values(frame, 2), state[2]
    low = hidden.argmin()
    products = np.stack([x, W[:, low]], axis=1)
    assert np.allclose(products.prod(axis=1).sum() + bias[low], hidden[low], atol=1e-4)
    number = r"\(?(N)\)?"
    sum_of = r" \+ ".join([*[f"{number}·{number}"] * len(x), number])
    return [(rf"Beside it: {sum_of} = (N)\.", [*products.ravel(), bias[low], hidden[low]])]


def layer_steps(frame, state):
    titles, d_model = {panel.title for panel in frame.panels}, values(frame).shape[1]
    gain, unit = np.abs(loaded("pronouns").layers[state[2] - 1].norm_output[0]).mean(), np.sqrt(d_model)
    # what the callouts tell is how long the rows of the picture are that have passed a norm
    assert np.allclose([length(frame, 3), length(frame, 6)], [unit, gain * unit], rtol=0.05)
    called = [
        (r"Beside it: about √(N) = (N)\.", [d_model, unit]),
        (r"Beside it: gains: about (N) × (N)\.", [gain, unit]),
    ]
    return called + [
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
    steps = np.arctan2(values(frame)[1], values(frame, 1)[1])  # how far each clock turns from place to place
    named = [1, state[3] // 4]
    turns = [part for number in named for part in (number, 2 * np.pi / steps[number - 1])]
    return [
        ("from (N) to (N):", ends),
        ("sine (N), cosine (N)", [sine, cosine]),
        (r"Beside it: clock (N): one turn in (N) places\.", turns),
    ]


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
    told.append(("(N) away (N)", [(away, y[other]) for away, other in others.items() if other >= 0]))
    sides = [other for other in (place - 5, place + 5) if 0 <= other < n_places]
    assert np.allclose(y[sides], y[sides[0]], atol=1e-4)  # if there are two, the callout tells both
    either = ", before and after" if len(sides) == 2 else ""
    return [*told, (rf"Beside it: (N) away{either}: (N)\.", [5, y[sides[0]]])]


def position_board(frame, state):
    if isinstance(frame, MatrixFrame):
        return position_pattern(frame, state)
    return position_clock(frame, state) + position_products(frame, state)


def switched(frame, state):
    if isinstance(frame, ChartFrame):
        return [("length of a row (N) → (N)", [series.y.mean() for series in frame.plots[1].series])]
    told = [("all parts: mean (N); now: mean (N)", [off_diagonal(values(frame, at)) for at in (0, 1)])]
    (second, first), names = frame.panels[0].marked[0], frame.panels[0].rows
    assert first < second and names[first].lower() == names[second].lower()
    alike = [values(frame, at)[second, first] for at in (0, 1)]
    return [*told, (rf"Beside it: “{names[first]}” and “{names[second]}”: (N)\.", alike)]


CASES = {
    "feed_forward_by_hand": (
        feed_forward_by_hand,
        *[(some(2), some(2, 3), some(3), some(3, 2), some(2))] * 3,
    ),
    "layer_steps": (layer_steps, (M, ROAD, 1), (M, TIRED, 2)),
    "norm_by_hand": (norm_by_hand, *[(some(4),)] * 3),
    "position_board": (position_board, (7, 3, 20, 16), (30, 2, 44, 10)),
    "position_clock": (position_clock, (7, 3, 20, 16), (30, 2, 44, 10)),
    "position_pattern": (position_pattern, (7, 3, 20, 16), (30, 2, 44, 10)),
    "position_products": (position_products, (7, 20, 16), (30, 44, 10), (17, 20, 16)),
    "switched": (switched, (M, ROAD, ("residual",)), (M, TIRED, ("positions", "layer norm"))),
}
