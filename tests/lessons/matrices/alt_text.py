"""What the words of each frame must say: (what is worked out, then two states or more) for its name."""

import numpy as np

from helpers.lessons.matrices.frames import MASKS
from tests.pictures.cases import PAIR, ROAD, M, nothing, row, some, values


def masked(frame, state):
    scores, sums = values(frame)[np.isfinite(values(frame))], values(frame, 2)[:, 0]
    names = frame.panels[2].rows
    told = [("scores from (N) to (N);", [scores.min(), scores.max()])]
    if np.ptp(sums) < 0.005:
        return [*told, ("weights adds up to (N)", [sums.max()])]
    low = names[int(sums.argmin())]
    return [*told, (rf"add up to (N) \(“{low}”\) to (N)", [sums.min(), sums.max()])]


def race(frame, state):
    (loop, formula, _), ratio = frame.plots[0].series, frame.plots[1].series[0]
    at = list(loop.x).index(state[3])
    told = [1000 * loop.y[at], 1000 * formula.y[at], ratio.y[at]]
    return [("loop takes (N) ms and the formula (N) ms: (N) ×", told)]


def by_hand(count):
    """A number and the products that add up to it, each of two numbers."""
    return "(N) = " + r" \+ ".join(["(N) · (N)"] * count)


def small_formula(frame, state):
    n, d_k = values(frame).shape
    return [
        (f"Q × Kᵀ = {' / '.join([row(n)] * n)}, divided by √(N)", [*values(frame, 2).ravel(), d_k]),
        (f"Thinking: {row(4)}; Machines: {row(4)}", values(frame, 5)),
        *(
            (rf"Beside it: {by_hand(len(one))}\. ", [total, *np.stack([one, other], axis=1).ravel()])
            for one, other, total in (
                (values(frame)[0], values(frame, 1)[:, 0], values(frame, 2)[0, 0]),
                (values(frame, 3)[0], values(frame, 4)[:, 0], values(frame, 5)[0, 0]),
            )
        ),
    ]


def growth(frame, state):
    (vectors, weights), (note,) = frame.plots[0].series, frame.plots[0].notes
    told = [("For (N) words, X has (N) MB, and", [vectors.x[-1], vectors.y[-1]])]
    told += [("the weights of one head (N) MB", [weights.y[-1]]), ("cross at (N) words", [note.at[0]])]
    return [*told, ("Beside it: (N) words: both have (N) MB", note.at)]


CASES = {
    "growth": (growth, ((14, 100, 2000), 64), ((8, 512, 4096), 512)),
    "masked": (masked, *[(M, ROAD, mask, layer, 3) for mask in MASKS for layer in (1, 2)]),
    "packed": (nothing, *[(some(2, 4), some(4, 3), some(4, 3), some(4, 2), PAIR)] * 2),
    "race": (
        race,
        ((2, 4, 8), [0.01, 0.02, 0.05], [0.001, 0.002, 0.003], 4),
        ((3, 9), [0.2, 0.7], [0.1, 0.01], 9),
    ),
    "small_formula": (small_formula, *[(some(2, 3), some(2, 3), some(2, 4), PAIR)] * 2),
}
