"""Notebook 9: for every exercise at least one right answer that is written differently from its solution."""

import numpy as np


def by_shrinking(z, target, rate, n_steps):
    """Each step shrinks the distance by the same factor."""
    return target + (z - target) * (1 - 2 * rate / z.size) ** n_steps


def by_the_table(scores, grad_weights):
    """Row by row, with the table of slopes of every weight for every score."""
    rows = []
    for score, slopes in zip(scores, grad_weights):
        total = score.sum()
        table = (
            np.eye(len(score)) / total - np.outer(score, np.ones(len(score))) / total**2
        )  # weight i, score j
        rows.append(slopes @ table)
    return rows


def by_nudging(scores, grad_weights):
    found = np.zeros_like(scores)
    for place in np.ndindex(scores.shape):
        up, down = scores.copy(), scores.copy()
        up[place] += 1e-5
        down[place] -= 1e-5
        change = up / up.sum(axis=1, keepdims=True) - down / down.sum(axis=1, keepdims=True)
        found[place] = (change * grad_weights).sum() / 2e-5
    return found


def other_order_and_sign(x, n_names):
    """Names in another order and with a minus on both sides: the scores stay the same."""
    W_query, W_key = np.zeros((2, x.shape[1], n_names))
    order = np.arange(n_names)[::-1]
    W_query[n_names + np.arange(n_names), order] = -40
    W_key[np.arange(n_names), order] = -1
    W_value = np.zeros((x.shape[1], x.shape[1] - 2 * n_names))
    W_value[2 * n_names :] = np.eye(W_value.shape[1])
    return [W_query, W_key, W_value]


ANSWERS = {
    "walk-down": [by_shrinking],
    "through-sharing": [by_the_table, by_nudging],
    "write-the-rule": [other_order_and_sign],
    "stuck": [
        lambda grad_weights, stuck_on: np.where(np.arange(len(grad_weights)) == stuck_on, 0, -np.inf),
        lambda grad_weights, stuck_on: [50.0 * (place == stuck_on) for place in range(len(grad_weights))],
    ],
}
