"""Notebook 3: for every exercise at least one right answer that is written differently from its solution."""

import numpy as np


def loop(keys):
    queries = []
    for place in range(len(keys)):
        after = keys[(place + 1) % len(keys)]
        queries.append(5 * (after - keys[place]))
    return queries


def ask_around(query, key):
    best = []
    for q in query:
        scores = [q @ k for k in key]
        best.append(scores.index(max(scores)))
    return best


ANSWERS = {
    "score-one-pair": [lambda q, k: np.dot(q, k), lambda q, k: sum(a * b for a, b in zip(q, k))],
    "prefer-the-next": [loop, lambda keys: keys[[*range(1, len(keys)), 0]] - keys],
    "who-answers-best": [ask_around, lambda query, key: np.argmax(key @ query.T, axis=0)],
}
