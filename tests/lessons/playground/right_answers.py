"""Notebook 12: for every exercise at least one right answer that is written differently from its solution."""

import numpy as np


def alarms_in_a_loop(weights):
    alarms = []
    for head in weights:
        alarms.append(any(abs(sum(row) - 1) > 1e-6 for row in head))
    return alarms


def another_last_word(versions, Q, K, V):
    rng = np.random.default_rng(0)
    K_new = np.vstack([K[:-1], rng.normal(size=K.shape[1])])
    V_new = np.vstack([V[:-1], rng.normal(size=V.shape[1])])
    moved = [np.abs(attend(Q, K, V) - attend(Q, K_new, V_new))[:-1].max() for attend in versions]
    return np.array(moved) > 1e-9


def no_last_word(versions, Q, K, V):
    return [not np.allclose(attend(Q, K, V)[:-1], attend(Q[:-1], K[:-1], V[:-1])) for attend in versions]


def each_row_turned_on(n, peak):
    row = np.linspace(0, peak, n)
    return [np.roll(row, place) for place in range(n)]


def all_ask_the_same(n, peak):
    return np.tile(np.linspace(-5, peak, n), (n, 1))


ANSWERS = {
    "which-divisor": [
        lambda Q, K, scaled_scores: (Q @ K.T)[0, 0] / scaled_scores[0, 0],
        lambda Q, K, scaled_scores: np.median(Q @ K.T / scaled_scores),
    ],
    "row-alarms": [alarms_in_a_loop],
    "later-word-alarms": [another_last_word, no_last_word],
    "hide-the-wrong-axis": [each_row_turned_on, all_ask_the_same],
}
