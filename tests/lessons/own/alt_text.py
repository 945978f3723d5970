"""What the words of this lesson's frames are compared with."""

import re

import numpy as np

from helpers.frames import Given
from helpers.pictures.kinds import LinesFrame
from tests.pictures.cases import every_head

ASKS, ASKED = ("das", "Tier", "war", "müde"), ("the", "animal", "was", "too", "tired")


def given(rng):
    """Two layers of three heads, rows that do not all add up to 1, other words that are asked."""
    weights = rng.dirichlet(np.ones(5), (2, 3, 4))
    return Given(weights * rng.uniform(0.5, 1.2, (2, 3, 4, 1)), ASKS, ASKED, "mine")


def scores(rng):
    return Given(rng.integers(-99, 100, (2, 3, 5, 5)) / 10, ASKED)


def given_head(frame, state):
    shown, layer, head, asks = state
    if isinstance(frame, LinesFrame):
        sums = frame.weights.sum(axis=2)
        return [(r"(?:add up to|from) (N)(?: to (N))", [sums.min(), sums.max()])]
    if len(frame.panels) == 1:
        sums = frame.panels[0].values.sum(axis=1)
        return [("Rows sum to (N) to (N), not to (N)", [sums.min(), sums.max(), 1])]
    ends = re.findall(r"Rows sum to (\S+) to (\S+), not to 1", frame.title)
    sums = np.array(shown.layers).sum(axis=-1)
    return [
        ("ll (N) × (N) heads", [shown.n_layers, shown.n_heads]),
        ("Rows sum to (N) to (N), not to (N)", [sums.min(), sums.max(), 1] * len(ends)),
        *every_head(frame, (shown, None, layer, head)),
    ]


CASES = {"given_head": (given_head, (given, 1, 2, 3), (given, 2, 3, 0), (scores, 2, 1, 4))}
