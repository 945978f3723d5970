"""What the words of each frame must say: (what is worked out, then two states or more) for its name."""

import numpy as np

from tests.pictures.cases import PAIR, ROAD, TIRED, M, best, nothing, row, some, values


def own_matrices(frame, state):
    fits = [n for n, W in enumerate(state[1], 1) if np.array_equal(W[0], values(frame, 1))]
    return [("Head (N) makes", fits or [0])] + [
        (f"The rows of {symbol}: Thinking: {row(2)}; Machines: {row(2)}", values(frame, place))
        for symbol, place in (("q", 2), ("k", 5), ("v", 8))
    ]


def one_or_eight(frame, state):
    alone = values(frame, 1)[0]
    return [(f"The big head: {best(frame.panels[1].columns, alone)} (N)", [alone.max()])]


def slots(frame, state):
    counts = [np.count_nonzero(values(frame, at)) for at in (0, 1)]
    return [("changes (N) numbers of the concatenation and (N)", counts), ("× (N), for", [state[4]])]


def travel(frame, state):
    if state[0] < 3:
        return []
    last = values(frame, -1)
    wrong = (last // 10 % 10 != np.arange(1, 5)[:, None]).sum()
    return [("; (N) of (N) in a wrong row", [wrong, last.size])] if wrong else [("all in the right row", [])]


def whole(frame, state):
    if len(frame.panels) == 1:
        return []
    z, output = values(frame, 2), values(frame, 4)[state[2]]
    return [
        ("z lies from (N) to (N)", [z.min(), z.max()]),
        ("output from (N) to (N)", [output.min(), output.max()]),
    ]


def by_hand(frame, state):
    n = values(frame, -1).shape[1]
    return [("(N) Z side by side", [len(frame.panels) - 3])] + [
        (f"{word}: {row(n)}", values(frame, -1)[at]) for at, word in enumerate(PAIR)
    ]


CASES = {
    "eight_contexts": (nothing, (M, ROAD), (M, TIRED, 1)),
    "merge_by_hand": (by_hand, *[(some(3, 2, 2), some(6, 4), PAIR)] * 2),
    "one_or_eight": (one_or_eight, (M, ROAD, 6, 1), (M, TIRED, 3)),
    "own_matrices": (own_matrices, *[(some(2, 4), some(2, 3, 4, 2), PAIR)] * 2),
    "slots": (slots, (M, ROAD, 6, 3, 2), (M, TIRED, 2, 8, 0.5)),
    "travel": (travel, (1,), (2,), (3,), (3, False), (3, True, 231)),
    "whole": (whole, (M, ROAD, 6), (M, TIRED, 2, 1)),
}
