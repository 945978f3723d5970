"""What the words of each frame must say: (what is worked out, then two states or more) for its name."""

import numpy as np

from tests.pictures.cases import ROAD, TIRED, M, length, nothing, values


def two_queries(frame, state):
    apart = [np.abs(values(frame, at) - values(frame, at + 1)).max() for at in (0, 2)]
    called = [
        (f"two {symbol} are farthest apart: (N)", [one]) for symbol, one in zip("xq", apart, strict=True)
    ]
    return [(r"x are up to (N) apart, their queries up to (N)\.", apart), *called]


def vectors(frame, state):
    said = "q has length (N), k has length (N), v has length (N)"
    return [(said, [length(frame, at) for at in (1, 2, 3)])]


CASES = {
    "full_query": (nothing, (M, ROAD, 6, 1, 3), (M, TIRED, 2, 2, 7)),
    "two_queries": (two_queries, (M, TIRED, 0, 6), (M, ROAD, 1, 4, 1, 8)),
    "vectors": (vectors, (M, ROAD, 6, 2, 3), (M, TIRED, 1, 1, 8)),
}
