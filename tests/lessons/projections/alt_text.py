"""What the words of each frame must say: (what is worked out, then two states or more) for its name."""

from tests.pictures.cases import ROAD, TIRED, M, length, nothing


def vectors(frame, state):
    said = "q has length (N), k has length (N), v has length (N)"
    return [(said, [length(frame, at) for at in (1, 2, 3)])]


CASES = {
    "full_query": (nothing, (M, ROAD, 6, 1, 3), (M, TIRED, 2, 2, 7)),
    "vectors": (vectors, (M, ROAD, 6, 2, 3), (M, TIRED, 1, 1, 8)),
}
