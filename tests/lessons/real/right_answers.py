"""Notebook 11: for every exercise at least one right answer that is written differently from its solution."""

import numpy as np


def previous_in_a_loop(weights):
    total = 0
    for place in range(1, len(weights)):
        total += weights[place, place - 1]
    return total / (len(weights) - 1)


def arrives_pair_by_pair(weights, value):
    arrives = np.zeros_like(weights)
    for query, row in enumerate(weights):
        for key, weight in enumerate(row):
            arrives[query, key] = np.sqrt(((weight * value[key]) ** 2).sum())
    return arrives


def tested_in_steps(right):
    first, second = np.split(right, 2, axis=1)
    shares = [head.mean() for head in first]
    return second[shares.index(max(shares))].mean()


def words_in_loops(weights, word):
    n_words = len(set(word.tolist()))
    words = np.zeros((n_words, n_words))
    for asks, row in zip(word, weights):
        for asked, weight in zip(word, row):
            words[asks, asked] += weight / np.sum(word == asks)
    return words


def words_by_stacking(weights, word):
    columns = np.stack([weights[:, word == w].sum(axis=1) for w in range(word.max() + 1)], axis=1)
    return np.stack([columns[word == w].mean(axis=0) for w in range(word.max() + 1)])


ANSWERS = {
    "share-of-the-previous-piece": [previous_in_a_loop, lambda weights: weights[1:, :-1].diagonal().mean()],
    "what-arrives": [
        arrives_pair_by_pair,
        lambda weights, value: np.linalg.norm(weights[:, :, None] * value, axis=-1),
    ],
    "a-fair-test": [tested_in_steps],
    "pieces-to-words": [words_in_loops, words_by_stacking],
}
