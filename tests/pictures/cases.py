"""What the words of a frame are compared with: models, random numbers, and the frames of the engine."""

from functools import cache

import numpy as np

from helpers import frames, models
from helpers.models.patterns import patterns_of
from helpers.models.survey import survey_of

TIRED = "The animal didn't cross the street because it was too tired."
ROAD = "The dog crossed the road because it was wide."
SENTENCES = {"tired": TIRED, "wide": TIRED.replace("tired", "wide")}
PAIR = ("Thinking", "Machines")


@cache
def loaded(name):
    """A model, or what was measured with one; made when a case needs it."""
    made = {
        "survey": lambda: survey_of(loaded("pronouns")),
        "patterns": lambda: patterns_of(loaded("minilm")),
        "translation": lambda: frames.translated(loaded("translator"), TIRED),
        "seen": lambda: frames.Seen(loaded("minilm")),
        "case": lambda: frames.case_of(loaded("pronouns"), ROAD, causal=True),
        "changed": lambda: models.Changed(loaded("pronouns"), divisor=64, without=((2, 1),)),
    }
    return made[name]() if name in made else models.load(name)


def some(*shape):
    """A way to draw numbers with one digit behind the point, anew for each state."""
    return lambda rng: rng.integers(-99, 100, shape) / 10


def shares(*shape):
    """A way to draw weights whose rows add up to 1."""
    return lambda rng: rng.dirichlet(np.ones(shape[-1]), shape[:-1])


def values(frame, place=0):
    return frame.panels[place].values


def length(frame, place):
    return np.linalg.norm(values(frame, place), axis=-1).mean()


def row(count):
    return ", ".join(["(N)"] * count)


def best(names, numbers):
    return names[int(np.argmax(numbers))]


def off_diagonal(table):
    return table[~np.eye(len(table), dtype=bool)].mean()


def looks_most(frame, state):
    panel, asks = frame.panels[2], state[2]
    top = panel.values[asks]
    return [(f"“{panel.rows[asks]}” looks most at “{best(panel.columns, top)}”: (N)", [top.max()])]


def project(frame, state):
    made, words = [matrix.values for matrix in frame.panels[2::3]], state[-1]
    return [
        (f"{word}: {row(made[0].shape[1])}", [matrix[at] for matrix in made]) for at, word in enumerate(words)
    ]


def every_head(frame, state):
    """The numbers of every head of a model, or of what stands in for one; none of its cells is a block."""
    model, _, layer, head = state
    weights = np.array([panel.values for panel in frame.panels])
    weights = weights.reshape(model.n_layers, model.n_heads, *weights.shape[1:])
    size = np.abs(weights).reshape(*weights.shape[:2], -1)
    columns = size.argmax(axis=-1) % weights.shape[-1]
    sharpest = np.unravel_index(size.max(axis=-1).argmax(), size.shape[:2])
    opened = weights[layer - 1, head - 1].ravel()
    return [
        (f"In (N) of {size.shape[0] * size.shape[1]} the largest", [(columns == 0).sum()]),
        ("of all, (N), is in ", [weights[sharpest].ravel()[size[sharpest].argmax()]]),
        ("is in (N)", ["{}.{}".format(*(at + 1 for at in sharpest))]),
        ("In brackets: (N)", [f"{layer}.{head}"]),
        (r"In brackets: [\d.]+, largest [^.]+?(?<= )(N)\.", [opened[np.abs(opened).argmax()]]),
    ]


def nothing(frame, state):
    """Every number stands in the arrays, where the words say."""
    return []


M, SEEN = "@pronouns", "@seen"


CASES = {
    "every_head": (every_head, (M, ROAD, 2, 3), (M, TIRED, 1, 8)),
    "digits": (nothing, (M, ROAD, 2), (M, TIRED, 9, 1)),
    "formula": (looks_most, (M, ROAD, 6, 2, 3), (M, TIRED, 3, 1, 5)),
    "heads": (nothing, (M, ROAD, 1, 5.0, 3), (M, TIRED), (M, ROAD, 2, None, 6)),
    "lines": (nothing, (M, ROAD, 2, "it", [1, 3]), (M, TIRED, 1), (M, ROAD, 1, 2)),
    "project": (project, *[(some(2, 4), some(4, 3), role, PAIR) for role in ("query", "value")]),
    "shared_between_heads": (nothing, (M, ROAD, 2, "it"), (M, TIRED, 1, "it")),
    "three_roles": (project, *[(some(2, 4), some(4, 3), some(4, 3), some(4, 3), PAIR)] * 2),
}
