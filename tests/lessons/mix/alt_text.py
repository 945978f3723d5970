"""What the words of each frame must say: (what is worked out, then two states or more) for its name."""

import numpy as np

from tests.pictures.cases import ROAD, TIRED, M, best, nothing, row, shares, some, values


def likeness(frame, state):
    names, y = state[2], frame.plots[0].series[0].y
    return [
        (f"most like the value of “{best(names, y)}”: cosine (N)", [y.max()]),
        (f"least like that of “{best(names, -y)}”: (N)", [y.min()]),
    ]


def louder(frame, state):
    return [
        ("(?:times|” ×) (N)", [state[4]] * 2),
        ("its weight is (N)", [values(frame, 1)[0, state[3]]]),
        ("moves by (N)", [np.linalg.norm(values(frame, 4) - values(frame, 3))]),
        ("length of (N)", [np.linalg.norm(values(frame, 3))]),
    ]


def mix(frame, state):
    value, turned, z = (values(frame, at) for at in range(3))
    at = int(np.abs(value).max(axis=1).argmax())  # a row of the values and the same row turned down
    assert np.allclose(turned.sum(axis=0), z[0], atol=1e-4)
    weight = turned / np.where(value == 0, 1, value)
    heard = [(value[at] @ turned[at]) / (value[at] @ value[at]) for at in range(len(value))]
    assert np.allclose(weight[at][value[at] != 0], heard[at], atol=1e-4)
    told = [(f"the loudest is “{best(frame.panels[0].rows, heard)}” with (N)", [max(heard)])]
    if z.size <= 16:
        return [*told, (f"{z.size} numbers: {row(z.size)}", z)]
    return [*told, ("numbers from (N) to (N)", [z.min(), z.max()])]


def first_of_z(frame):
    """The callout at the first number of z: the first numbers of the weighted values, which add up to it."""
    added, z = values(frame, 4)[:, 0], values(frame, 5)[0, 0]
    assert np.allclose(added.sum(), z, atol=1e-4)
    first, *others = added
    sum_of = "".join(r" \+ (N)" if one > 0 else " − (N)" for one in others)  # a negative one is taken away
    return [(rf"Beside it: (N){sum_of}\.", [first, *np.abs(others)])]


def whole_way(frame, state):
    told = [
        (f"{word}: score (N), scaled (N), weight (N)", [values(frame, part)[at, 0] for part in range(3)])
        for at, word in enumerate(state[2])
    ]
    return [*told, (f"z = {row(values(frame, 5).size)}", values(frame, 5)), *first_of_z(frame)]


def way_so_far(frame, state):
    told = [
        (f"[,;] {panel.title}: {row(panel.values.size)}", panel.values.ravel())
        for panel in frame.panels
        if panel.values.size <= 12
    ]
    called = first_of_z(frame) if state[4] == 6 else []
    return [("step (N) of 6", [state[4]]), *told, *called]


CASES = {
    "likeness": (likeness, *[(some(4, 3), some(3), list("abcd"))] * 2),
    "louder": (louder, (M, ROAD, 6, 1, 2.5, 1, 3), (M, TIRED, 9, 1, 0, 2, 1)),
    "mix": (mix, *[(shares(3), some(3, 4), list("abc"))] * 2),
    "mixed": (mix, (M, ROAD, 6, 2, 3), (M, TIRED, 4, 1, 5)),
    "triangle": (
        nothing,
        *[(M, ROAD, 6, {1: 0.5, 4: share, 8: 0.2, "rest": 0.3}, 2, 3) for share in (0.2, 0.9)],
    ),
    "way_so_far": (
        way_so_far,
        *[(some(3), some(3, 4), list("abc"), 8, step) for step in (2, 6)],
    ),
    "whole_way": (whole_way, *[(some(3), some(3, 4), list("abc"), 8)] * 2),
}
