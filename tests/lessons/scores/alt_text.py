"""What the words of each frame must say: (what is worked out, then two states or more) for its name."""

import re

import numpy as np

from tests.pictures.cases import PAIR, ROAD, TIRED, M, best, loaded, some, values


def key_angles(frame, state):
    every = {}
    others, keys, query, _ = frame.plots[0].series
    tokens = loaded("pronouns").tokens(state[1])
    named = list(state[3])
    places = [place for place in range(len(tokens)) if place not in named] + named
    x, y = np.r_[others.x, keys.x], np.r_[others.y, keys.y]
    for place, angle in zip(places, np.degrees(np.arctan2(y, x)), strict=True):
        every[place] = angle
    said = ", ".join(rf"{re.escape(token)} (N)°" for token in tokens)
    return [("flat, (N) long", [query.x[0]]), (said, [every[at] for at in range(len(tokens))])]


def products(frame, state):
    q_k = values(frame, 2)
    assert np.allclose(q_k, values(frame) * values(frame, 1), atol=1e-4)
    return [
        ("add up to (N)", [q_k.sum()]),
        ("above zero give (N), those below (N)", [q_k[q_k > 0].sum(), q_k[q_k < 0].sum()]),
    ]


def running_sum(frame, state):
    tokens = loaded("pronouns").tokens(state[1])
    lines = frame.plots[0].series[1:-1]
    said = ", ".join(rf"{tokens[place]} (N)" for place in state[3])
    steps = [np.diff(line.y) for line in lines]
    above = [
        (f"“{tokens[place]}”: (N) of (N) products above 0", [(step > 0).sum(), len(step)])
        for place, step in zip(state[3], steps, strict=True)
    ]
    return [
        *above,
        ("the (N) products", [len(lines[0].y) - 1]),
        (f"end at {said}", [line.y[-1] for line in lines]),
    ]


def score_by_hand(frame, state):
    terms = [panel for panel in frame.panels if panel.title != "score"][-1].values
    score = frame.panels[-1].values[:, 0]
    told = []
    for at, (row_of, total) in enumerate(zip(terms, score, strict=True)):
        signs = " [+−] ".join(["(?:(N))"] * len(row_of))
        told.append((rf"q₁ · k{chr(0x2081 + at)} = {signs} = (N)\.", [row_of[0], *np.abs(row_of[1:]), total]))
    return told


def two_arrows(frame, state):
    _, _, shadow, q, k, _ = frame.plots[0].series
    q, k, bars = np.array([q.x[0], q.y[0]]), np.array([k.x[0], k.y[0]]), frame.plots[1].series[0].y
    cosine = q @ k / np.linalg.norm(q) / np.linalg.norm(k)
    return [
        ("q has length (N) and k has length (N)", [np.linalg.norm(q), np.linalg.norm(k)]),
        ("with (N)° between", [np.degrees(np.arccos(np.clip(cosine, -1, 1)))]),
        ("shadow of k on q is (N)", [np.linalg.norm(k) * cosine]),
        (r"Beside it: shadow (N)\.", [np.sign(cosine) * np.hypot(shadow.x[-1], shadow.y[-1])]),
        ("products (N) and (N) add up to (N), and .* is (N)", bars),
    ]


def scores(frame, state):
    rest, chosen = frame.plots[0].series
    y = dict(zip([*rest.x, *chosen.x], [*rest.y, *chosen.y], strict=True))
    words = [text for _, text in frame.plots[0].x_ticks]
    said = ", ".join(rf"{re.escape(word)} (N)" for word in words)
    order = [y[at] for at in range(len(words))]
    noun, share = next(iter(loaded("pronouns").antecedent(state[1]).items()))
    means = [(rf"\(it = {noun} (N)\)", [share])]
    return [*means, (f"words: {said}", order), (f"highest is “{re.escape(best(words, order))}”", [])]


CASES = {
    "key_angles": (key_angles, (M, ROAD, 6, [1, 4], 2, 3), (M, TIRED, 1, [9], 1, 8)),
    "products": (products, (M, ROAD, 6, 1, 2, 3), (M, TIRED, 9, 4, 1, 2)),
    "running_sum": (running_sum, (M, ROAD, 6, [1, 4], 2, 3), (M, TIRED, 9, [1, 7, 3], 1, 2)),
    "score_by_hand": (score_by_hand, *[(some(3), some(2, 3), PAIR)] * 3),
    "scores": (scores, (M, ROAD, 6, 1, 2, 3), (M, TIRED, 9, None, 1, 2)),
    "two_arrows": (two_arrows, (3.0, 20, 2.0, 75), (4.0, 10, 1.5, 170)),
}
