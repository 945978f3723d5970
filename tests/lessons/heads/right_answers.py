"""Notebook 8: for every exercise at least one right answer that is written differently from its solution."""

import numpy as np


def by_removing(z, W_out, toward):
    left = []
    for head in range(len(z)):
        others = z.copy()
        others[head] = 0
        left.append(others.reshape(-1) @ W_out @ toward)
    return left


def one_other_word(weights, toward):
    """Mostly the second largest pushes; the mute value points the other way round, and is long."""
    V = np.tile(1e-6 * toward, (len(weights), 1))
    V[weights.argsort()[-2]] = 0.1 * toward
    V[weights.argmax()] = 100 * toward[1], -100 * toward[0]
    return V


ANSWERS = {
    "previous-word-share": [
        lambda weights: np.diagonal(weights, -1, 1, 2).mean(axis=1),
        lambda weights: [
            sum(head[n, n - 1] for n in range(1, len(head))) / (len(head) - 1) for head in weights
        ],
    ],
    "push-without-each": [by_removing],
    "large-but-mute": [one_other_word, lambda weights, toward: one_other_word(weights, toward).tolist()],
}
