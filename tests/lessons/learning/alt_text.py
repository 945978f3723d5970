"""What the words of each frame must say: (what is worked out, then two states or more) for its name."""

import numpy as np

from helpers.lessons.learning.records import NOUNS
from tests.pictures.cases import SENTENCES, M, best, loaded, off_diagonal, shares, some, values


def cards(rng):
    """x and right of a round with three cards that hold two numbers."""
    asked = rng.permutation(3)
    own = np.eye(3)[[2, 0, 1]]
    return np.hstack([own, np.eye(3)[asked], rng.integers(-20, 21, (3, 2)) / 10]), np.eye(3)[
        asked
    ] @ own.T > 0


def cards_case(frame, state):
    return [
        ("at place (N), and", values(frame, 1).argmax(axis=1) + 1),
        ("holds (N), (N)", values(frame)[:, 6:]),
    ]


def checkpoint(frame, state):
    asks, told = frame.selected[1], []
    for panel in frame.panels:
        looks = panel.values[asks]
        told.append((f"{panel.title}: “it” → “{best(panel.columns, looks)}” (N)", [looks.max()]))
    for panel, name in zip(frame.panels, state[1], strict=True):
        share = panel.values[asks, panel.columns.index(NOUNS[name])]
        told.append((rf"Beside it: right: {NOUNS[name]}, (N)\.", [share]))
    return [*told, ("Step (N),", [loaded("pronouns").training["steps"][state[2]]])]


def layer_learned(frame, state):
    weights, right = values(frame), values(frame, 1)
    told = [
        ("After (N) steps: (N) of", [state[-1], weights[right > 0.5].mean()]),
        ("card, (N) times what it holds", [np.diag(values(frame, 2)).mean()]),
        ("is (N) on average", [weights.max(axis=1).mean()]),
    ]
    for name, looks in zip(frame.panels[0].rows, weights, strict=True):
        told.append((f"{name}: most at {best(frame.panels[0].columns, looks)}, (N)", [looks.max()]))
    return told


def looks_and_answers(frame, state):
    looks, answers, border = frame.plots[0].series
    at = int(np.flatnonzero(looks.x <= border.x[0])[-1])
    return [
        ("At step (N)", [looks.x[at]]),
        ("noun in (N)% of the sentences and (N)% of", [100 * looks.y[at], 100 * answers.y[at]]),
        ("last step (N)% and (N)%", [100 * looks.y[-1], 100 * answers.y[-1]]),
    ]


def losses(frame, state):
    y, step = frame.plots[0].series[0].y, state[1]
    told = [] if step is None else [("loss (N)", [y[min(step, len(y) - 1)]])]
    return [*told, ("begins at (N) and has come to (N)", [y[0], y[-1]])]


def training_loss(frame, state):
    line = frame.plots[0].series[0]
    at = state[1]
    return [
        ("Step (N) of (N): the loss is (N)", [line.x[at], line.x[-1], line.y[at]]),
        ("begins at (N)", [line.y[0]]),
    ]


def matching(frame, state):
    n = state[2]
    block = values(frame)[n : 2 * n, :n]
    return [
        ("In (N) of 3", [(block.argmax(axis=1) == range(n)).sum()]),
        ("are (N) on average, the others of the block (N)", [np.diag(block).mean(), off_diagonal(block)]),
        (r"Beside it: “asks A” and “is A” add (N)\.", [block[0, 0]]),
    ]


def falling(rng):
    """The losses of a training that comes below 0.4 at step 100 at the latest."""
    return np.concatenate([0.5 + rng.random(rng.integers(60, 100)), 0.4 * rng.random(100)])


def trials_case(frame, state):
    border, told = frame.plots[0].series[-1].y[0], []
    for name, losses in state[0].items():
        below = [border, np.flatnonzero(losses < border)[0]]
        told.append((f"(?<!Beside it: ){name}: below (N) at step (N)", below))
        told.append((rf"Beside it: {name}: below (N) at step (N)\.", below))
    return told


def trials(rng):
    return {name: falling(rng) for name in ("as it was", "right values")}


CASES = {
    "cards": (cards_case, (cards,), (cards,)),
    "checkpoint": (checkpoint, (M, SENTENCES, 3, 2, 1), (M, SENTENCES, 9, 1, 6)),
    "layer_learned": (layer_learned, *[(cards, shares(3, 3), some(8, 2), step) for step in (0, 7)]),
    "looks_and_answers": (looks_and_answers, (M,)),
    "losses": (losses, ([3, 2.25, 1.5, 1.1], 2, 10), ([4.5, 2.2], None, 10)),
    "matching": (matching, *[(some(8, 4), some(8, 4), 3)] * 2),
    "training_loss": (training_loss, (M, 4), (M, 20)),
    "trials": (trials_case, (trials,), (trials,)),
}
