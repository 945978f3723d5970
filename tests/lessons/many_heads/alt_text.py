"""What the words of each frame must say: (what is worked out, then two states or more) for its name."""

import re

import numpy as np

from helpers.pictures.kinds import MatrixFrame
from tests.pictures.cases import PAIR, ROAD, TIRED, M, best, nothing, row, some, values


def own_matrices(frame, state):
    n = values(frame, 2).shape[1]
    said = f"W_query of head (N) gives Thinking: {row(n)}; Machines: {row(n)}"
    return [(said, [1, *values(frame, 2).ravel(), 2, *values(frame, 5).ravel()])]


def one_or_eight(frame, state):
    each, alone, words = values(frame), values(frame, 1)[0], frame.panels[1].columns
    lost = [place for place in np.unique(each.argmax(axis=1)) if alone[place] < 0.1]
    lost = sorted(lost, key=lambda place: alone[place] - each[:, place].max())[:2]
    assert lost  # or no state has a callout
    return [
        (f"The big head: {best(words, alone)} (N)", [alone.max()]),
        *((rf"“{re.escape(words[place])}” gets only (N)\.", [alone[place]]) for place in lost),
    ]


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
    if isinstance(frame, MatrixFrame):
        return []
    heads = [node for node in frame.nodes if node.kind == "weights"]
    z = np.concatenate([frame.node(f"z {head}").values for head in range(1, len(heads) + 1)])
    output = frame.node("output").values
    tops = [(node.columns[node.values.argmax()], node.values.max()) for node in heads]
    return [
        *(
            (rf"head (N) → {re.escape(word)} (N)", numbers)
            for word in {word for word, _ in tops}
            for numbers in [
                [number for at, (one, top) in enumerate(tops, 1) if one == word for number in (at, top)]
            ]
        ),
        ("(N) × (N), goes to (N) heads", [*frame.node("X").values.shape, len(heads)]),
        ("each head, (N) × (N), lie", z.shape),
        ("one row, (N) × (N), from (N) to (N)", [1, z.size, z.min(), z.max()]),
        ("W_out, (N) × (N), they", [z.size, output.size]),
        ("output from (N) to (N)", [output.min(), output.max()]),
    ]


def by_hand(frame, state):
    n = values(frame, -1).shape[1]
    return [("(N) Z side by side", [len(frame.panels) - 3])] + [
        (f"{word}: {row(n)}", values(frame, -1)[at]) for at, word in enumerate(PAIR)
    ]


CASES = {
    "eight_contexts": (nothing, (M, ROAD), (M, TIRED, 2, 1)),
    "merge_by_hand": (by_hand, *[(some(3, 2, 2), some(6, 4), PAIR)] * 2),
    "one_or_eight": (one_or_eight, (M, ROAD, 6, 1), (M, TIRED, 3)),
    "own_matrices": (own_matrices, *[(some(2, 4), some(2, 4, 3), PAIR)] * 2),
    "slots": (slots, (M, ROAD, 6, 3, 2), (M, TIRED, 2, 8, 0.5)),
    "travel": (travel, (1,), (2,), (3,), (3, False), (3, True, 231)),
    "whole": (whole, (M, ROAD, 6), (M, TIRED, 2, 1)),
}
