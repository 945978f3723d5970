"""Notebook 4: for every exercise at least one right answer that is written differently from its solution."""

import numpy as np

from helpers.attention import softmax


def one_by_one(q, keys):
    raised = [np.exp(sum(q * key) / len(q) ** 0.5) for key in keys]
    return [share / sum(raised) for share in raised]


def row_by_row(x, W_query, W_key):
    return [one_by_one(word @ W_query, x @ W_key) for word in x]


def steepness(scores, weights):
    """The slope of a line through (score, log weight) is 1 / divisor."""
    return 1 / np.polyfit(scores, np.log(weights), 1)[0]


def widest_pair(scores, weights):
    top, low = scores.argmax(), scores.argmin()
    return (scores[top] - scores[low]) / (np.log(weights[top]) - np.log(weights[low]))


ANSWERS = {
    "weights-of-one": [one_by_one, lambda q, keys: softmax([q @ k / np.sqrt(len(q)) for k in keys])],
    "weights-of-all": [row_by_row],
    "undo-softmax": [lambda weights: np.log(weights / weights[0]), lambda weights: list(np.log(weights) + 7)],
    "find-the-divisor": [steepness, widest_pair],
}
