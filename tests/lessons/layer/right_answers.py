"""Notebook 10: for every exercise at least one right answer that is written differently from its solution."""

import numpy as np

from helpers.encoder import feed_forward, layer_norm


def clocks_by_angle(pattern, distance, turns):
    angles = np.arctan2(pattern[0::2], pattern[1::2]) + distance * turns
    return np.stack([np.sin(angles), np.cos(angles)], axis=-1).ravel()


def clocks_as_complex_numbers(pattern, distance, turns):
    hands = (pattern[1::2] + 1j * pattern[0::2]) * np.exp(1j * distance * turns)
    return np.array([part for hand in hands for part in (hand.imag, hand.real)])


def rows_one_by_one(normed, means, deviations):
    rows = []
    for row, mean, deviation in zip(normed, means, deviations):
        rows.append(row * deviation + mean)
    return rows


def layer_by_helpers(x, attended, W_hidden, W_output):
    h = layer_norm(attended + x)
    return layer_norm(h + feed_forward(h, W_hidden, 0, W_output, 0))


def layer_word_by_word(x, attended, W_hidden, W_output):
    output = []
    for word, change in zip(x, attended):
        row = word + change
        row = (row - np.mean(row)) / np.std(row)
        hidden = row @ W_hidden
        hidden[hidden < 0] = 0
        row = row + hidden @ W_output
        output.append((row - np.mean(row)) / np.std(row))
    return np.array(output)


ANSWERS = {
    "turn-the-clocks": [clocks_by_angle, clocks_as_complex_numbers],
    "undo-the-norm": [rows_one_by_one, lambda normed, means, deviations: (normed.T * deviations + means).T],
    "finish-the-layer": [layer_by_helpers, layer_word_by_word],
}
