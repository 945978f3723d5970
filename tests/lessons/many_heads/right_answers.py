"""Notebook 7: for every exercise at least one right answer that is written differently from its solution."""

import numpy as np

from helpers.attention import multi_head_attention, self_attention


def by_a_row_of_ones(concatenated, n_heads, head):
    keep = np.ones(n_heads)
    keep[head - 1] = 0
    return concatenated * np.repeat(keep, concatenated.shape[1] // n_heads)


def in_parts(concatenated, n_heads, head):
    parts = np.split(concatenated, n_heads, axis=1)
    parts[head - 1] = np.zeros_like(parts[head - 1])
    return np.concatenate(parts, axis=1)


def summed(X, W_query, W_key, W_value, W_out):
    """The sum of what each head adds to the output, as in notebook 8."""
    d_v = W_value.shape[2]
    return sum(
        self_attention(X, *W).context @ W_out[d_v * head : d_v * (head + 1)]
        for head, W in enumerate(zip(W_query, W_key, W_value))
    )


def word_by_word(Z):
    return [[number for head in Z for number in head[word]] for word in range(Z.shape[1])]


def by_place(scrambled, n_heads):
    n_tokens, width = scrambled.shape
    flat, d_v = scrambled.ravel(), width // n_heads
    rows = np.empty_like(scrambled)
    for word in range(n_tokens):
        for slot in range(width):
            head, number = divmod(slot, d_v)
            rows[word, slot] = flat[(head * n_tokens + word) * d_v + number]
    return rows


ANSWERS = {
    "silence-a-head": [by_a_row_of_ones, in_parts],
    "whole-multi-head-attention": [summed, lambda *given: multi_head_attention(*given).output],
    "side-by-side": [word_by_word, lambda Z: np.concatenate(Z, axis=1), np.hstack],
    "unscramble": [
        by_place,
        lambda scrambled, n_heads: np.hstack(
            np.split(scrambled.reshape(-1, scrambled.shape[1] // n_heads), n_heads)
        ),
    ],
}
