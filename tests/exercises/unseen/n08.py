"""Unseen answers to the exercises of notebook 8."""

import numpy as np

from tests.exercises.unseen import Wrong

# previous-word-share


def share_by_loop(weights):
    shares = []
    for head in weights:
        total = 0
        for i in range(1, len(head)):
            total += head[i][i - 1]
        shares.append(total / (len(head) - 1))
    return np.array(shares)


def share_first_row_wraps(weights):
    n = weights.shape[1]
    return np.array([np.mean([head[i, i - 1] for i in range(n)]) for head in weights])


def share_in_the_loop(weights):
    shares = []
    for head in weights:
        shares.append(np.diagonal(head, -1).mean())
        return np.array(shares)


def share_last_word_left_out(weights):
    n = weights.shape[1]
    return np.array([np.mean([head[i, i - 1] for i in range(1, n - 1)]) for head in weights])


def share_piling_up(weights):
    shares, total, n = [], 0, weights.shape[1]
    for head in weights:
        for i in range(1, n):
            total += head[i, i - 1]
        shares.append(total / (n - 1))
    return np.array(shares)


def diagonals(weights, offset):
    return np.diagonal(weights, offset, axis1=1, axis2=2)


# push-without-each


def left_by_loop(z, W_out, toward):
    n_heads, d_v = z.shape
    left = []
    for gone in range(n_heads):
        total = 0
        for h in range(n_heads):
            if h != gone:
                total += z[h] @ W_out[h * d_v : (h + 1) * d_v] @ toward
        left.append(total)
    return np.array(left)


def pushes(z, W_out, toward):
    n_heads, d_v = z.shape
    return np.array([z[h] @ W_out[h * d_v : (h + 1) * d_v] @ toward for h in range(n_heads)])


def pushes_of_64(z, W_out, toward):
    return np.array([z[h] @ W_out[h * 64 : (h + 1) * 64] @ toward for h in range(len(z))])


def pushes_of_sliding_rows(z, W_out, toward):
    d_v = z.shape[1]
    return np.array([z[h] @ W_out[h : h + d_v] @ toward for h in range(len(z))])


def pushes_interleaved(z, W_out, toward):
    return np.array([z[h] @ W_out[h :: len(z)] @ toward for h in range(len(z))])


def pushes_of_columns(z, W_out, toward):
    d_v = z.shape[1]
    return np.array([z[h] @ W_out[:, h * d_v : (h + 1) * d_v] @ toward for h in range(len(z))])


def pushes_of_first_rows(z, W_out, toward):
    return z @ W_out[: z.shape[1]] @ toward


def left_running_down(z, W_out, toward):
    left, total = [], pushes(z, W_out, toward).sum()
    for push in pushes(z, W_out, toward):
        total -= push
        left.append(total)
    return np.array(left)


def left_heads_stay_silent(z, W_out, toward):
    left, rest = [], z.copy()
    for h in range(len(z)):
        rest[h] = 0
        left.append(rest.ravel() @ W_out @ toward)
    return left


def left_changes_z(z, W_out, toward):
    left = []
    for h in range(len(z)):
        kept = z[h].copy()
        z[h] = 0
        left.append(z.ravel() @ W_out @ toward)
        z[h] = kept + 0.0001
    return left


def total_of(z, W_out, toward):
    return z.ravel() @ W_out @ toward


# large-but-mute


def mute_by_loop(weights, toward):
    V = np.array([toward / (toward @ toward)] * len(weights))
    V[np.argmax(weights)] = [-toward[1], toward[0]]
    return V


def values_with(weights, toward, large, others):
    V = np.tile(np.asarray(others, float), (len(weights), 1))
    V[np.argmax(weights)] = large
    return V


def turned(toward):
    return np.array([toward[1], -toward[0]])


def mute_smallest(weights, toward):
    V = np.tile(toward, (len(weights), 1))
    V[weights.argmin()] = turned(toward)
    return V


def mute_third(weights, toward):
    V = np.tile(toward, (len(weights), 1))
    V[2] = turned(toward)
    return V


def mute_only_one_pushes(weights, toward):
    V = np.zeros((len(weights), 2))
    V[weights.argmin()] = toward
    V[weights.argmax()] = turned(toward)
    return V


def mute_index_is_a_weight(weights, toward):
    V = np.tile(toward, (len(weights), 1))
    V[weights.max()] = turned(toward)
    return V


WRONG = {
    "previous-word-share": [
        Wrong("next word, not the previous one", lambda weights: diagonals(weights, 1).mean(axis=1)),
        Wrong("the word itself", lambda weights: diagonals(weights, 0).mean(axis=1)),
        Wrong("two words before", lambda weights: diagonals(weights, -2).mean(axis=1)),
        Wrong(
            "divided by all words, the first included", lambda w: diagonals(w, -1).sum(axis=1) / w.shape[1]
        ),
        Wrong("sum, not mean", lambda weights: diagonals(weights, -1).sum(axis=1)),
        Wrong("mean over all heads too", lambda weights: diagonals(weights, -1).mean()),
        Wrong("mean over heads, one for each word", lambda weights: diagonals(weights, -1).mean(axis=0)),
        Wrong(
            "diagonal over heads and words: axes left at 0 and 1", lambda w: np.diagonal(w, -1).mean(axis=0)
        ),
        Wrong("first word looks at the last: index -1", share_first_row_wraps),
        Wrong("return inside the loop: first head only", share_in_the_loop),
        Wrong("last word left out", share_last_word_left_out),
        Wrong("total never set back: heads pile up", share_piling_up),
        Wrong(
            "all earlier words, not just the one before",
            lambda w: np.tril(w, -1).sum(axis=(1, 2)) / (w.shape[1] - 1),
        ),
        Wrong("mean of the whole table", lambda weights: weights.mean(axis=(1, 2))),
        Wrong("the largest share, not the mean", lambda weights: diagonals(weights, -1).max(axis=1)),
        Wrong("the first head only", lambda weights: np.diagonal(weights[0], -1).mean()),
        Wrong("two: next word, and a sum", lambda weights: diagonals(weights, 1).sum(axis=1)),
    ],
    "push-without-each": [
        Wrong("push of each head, not what is left", pushes),
        Wrong("sign: push minus total", lambda *each: pushes(*each) - pushes(*each).sum()),
        Wrong("mean of the others, not their sum", lambda *each: left_by_loop(*each) / (len(each[0]) - 1)),
        Wrong("total runs down: heads stay away", left_running_down),
        Wrong("silenced heads never come back", left_heads_stay_silent),
        Wrong("changed z that was given", left_changes_z),
        Wrong("total for every head, none removed", lambda z, *W: np.full(len(z), total_of(z, *W))),
        Wrong("one number: the total", total_of),
        Wrong(
            "64 rows a head, as in the model", lambda *each: pushes_of_64(*each).sum() - pushes_of_64(*each)
        ),
        Wrong(
            "rows h to h + d_v: not times d_v",
            lambda *each: pushes_of_sliding_rows(*each).sum() - pushes_of_sliding_rows(*each),
        ),
        Wrong(
            "every n-th row of W_out",
            lambda *each: pushes_interleaved(*each).sum() - pushes_interleaved(*each),
        ),
        Wrong(
            "columns of W_out, not rows",
            lambda *each: pushes_of_columns(*each).sum() - pushes_of_columns(*each),
        ),
        Wrong(
            "first rows of W_out for every head",
            lambda *each: pushes_of_first_rows(*each).sum() - pushes_of_first_rows(*each),
        ),
        Wrong(
            "toward forgotten: vectors, not pushes",
            lambda z, W_out, toward: (
                z.ravel() @ W_out
                - np.array([z[h] @ W_out.reshape(len(z), -1, W_out.shape[1])[h] for h in range(len(z))])
            ),
        ),
        Wrong("head and its push added: total + push", lambda *each: pushes(*each).sum() + pushes(*each)),
        Wrong("heads sorted", lambda *each: np.sort(left_by_loop(*each))),
        Wrong(
            "reshaped to d_v blocks of n_heads rows",
            lambda z, W_out, toward: (
                total_of(z, W_out, toward)
                - np.einsum("hd,dhm,m->h", z, W_out.reshape(z.shape[1], len(z), -1), toward)
            ),
        ),
        Wrong("two: sign, and 64 rows", lambda *each: pushes_of_64(*each) - pushes_of_64(*each).sum()),
    ],
    "large-but-mute": [
        Wrong("value of the large weight is zero", lambda w, toward: values_with(w, toward, [0, 0], toward)),
        Wrong("entries swapped without a sign: not upright", lambda w, t: values_with(w, t, t[::-1], t)),
        Wrong(
            "minus toward: pushes the other way", lambda w, toward: values_with(w, toward, -toward, toward)
        ),
        Wrong("others push the other way", lambda w, toward: values_with(w, toward, turned(toward), -toward)),
        Wrong("nobody pushes", lambda w, toward: values_with(w, toward, turned(toward), turned(toward))),
        Wrong("others are zero", lambda w, toward: values_with(w, toward, turned(toward), [0, 0])),
        Wrong("only one of the others pushes", mute_only_one_pushes),
        Wrong("silenced the smallest weight", mute_smallest),
        Wrong("place 2 of the card written down", mute_third),
        Wrong("largest weight used as an index", mute_index_is_a_weight),
        Wrong("[1, -2] of the card's toward", lambda w, toward: values_with(w, toward, [1, -2], toward)),
        Wrong("table lies on its side", lambda w, toward: values_with(w, toward, turned(toward), toward).T),
        Wrong("returned the pushes", lambda w, t: w * (values_with(w, t, turned(t), t) @ t)),
        Wrong("all push, the large one too", lambda w, toward: np.tile(toward, (len(w), 1))),
        Wrong("one value, not one for each word", lambda w, toward: turned(toward)),
        Wrong(
            "others [1, 0]: may push away",
            lambda w, toward: values_with(w, toward, turned(toward), [1, 0]),
            lucky=True,
        ),
        Wrong("not a number for the mute value", lambda w, t: values_with(w, t, [np.nan, np.nan], t)),
    ],
}

RIGHT = {
    "previous-word-share": [
        share_by_loop,
        lambda weights: diagonals(weights, -1).mean(axis=1),
        lambda weights: np.einsum("hii->h", weights[:, 1:, :-1]) / (weights.shape[2] - 1),
        lambda weights: [float(np.trace(head[1:])) / (len(head) - 1) for head in weights],
        lambda weights: (weights * np.eye(weights.shape[1], k=-1)).sum(axis=(1, 2)) / (weights.shape[1] - 1),
    ],
    "push-without-each": [
        left_by_loop,
        lambda *each: pushes(*each).sum() - pushes(*each),
        lambda z, W_out, toward: [
            float(np.where(np.arange(len(z))[:, None] == h, 0, z).ravel() @ W_out @ toward)
            for h in range(len(z))
        ],
        lambda z, W_out, toward: (1 - np.eye(len(z))) @ (z * (W_out @ toward).reshape(z.shape)).sum(axis=1),
    ],
    "large-but-mute": [
        mute_by_loop,
        lambda w, toward: values_with(w, toward, turned(toward), toward),
        lambda w, toward: values_with(w, toward, 100 * turned(toward), toward / 100).tolist(),
        lambda w, toward: values_with(w, toward, -turned(toward), toward + turned(toward)),
        lambda w, toward: np.stack(
            [turned(toward) if one == max(w) else (i + 1) * toward for i, one in enumerate(w)]
        ),
    ],
}
