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
        Wrong(
            "next word, not the previous one",
            lambda weights: diagonals(weights, 1).mean(axis=1),
            named="You measured the next word",
        ),
        Wrong(
            "the word itself",
            lambda weights: diagonals(weights, 0).mean(axis=1),
            named="You measured the word itself, the diagonal.",
        ),
        Wrong(
            "two words before",
            lambda weights: diagonals(weights, -2).mean(axis=1),
            named="You measured the word two before",
        ),
        Wrong(
            "divided by all words, the first included",
            lambda w: diagonals(w, -1).sum(axis=1) / w.shape[1],
            named="You divided by the number of all words",
        ),
        Wrong(
            "sum, not mean",
            lambda weights: diagonals(weights, -1).sum(axis=1),
            named="You added up, but did not divide",
        ),
        Wrong(
            "mean over all heads too",
            lambda weights: diagonals(weights, -1).mean(),
            named="You took the mean over the heads too",
        ),
        Wrong(
            "mean over heads, one for each word",
            lambda weights: diagonals(weights, -1).mean(axis=0),
            named="You took the mean over the heads, for each word",
        ),
        Wrong(
            "diagonal over heads and words: axes left at 0 and 1",
            lambda w: np.diagonal(w, -1).mean(axis=0),
            named="np.diagonal took heads for words, and you averaged over what is left",
        ),
        Wrong(
            "first word looks at the last: index -1",
            share_first_row_wraps,
            named="The first word has no word before it, and in Python place −1 is the last",
        ),
        Wrong(
            "return inside the loop: first head only",
            share_in_the_loop,
            named="Your result holds the first number only",
        ),
        Wrong("last word left out", share_last_word_left_out, named="You left out the last word"),
        Wrong(
            "total never set back: heads pile up",
            share_piling_up,
            named="The sum was not set back to 0 for each head, so the heads pile up.",
        ),
        Wrong(
            "all earlier words, not just the one before",
            lambda w: np.tril(w, -1).sum(axis=(1, 2)) / (w.shape[1] - 1),
            named="You took all earlier words together",
        ),
        Wrong(
            "mean of the whole table",
            lambda weights: weights.mean(axis=(1, 2)),
            named="You took the mean of the whole table",
        ),
        Wrong(
            "the largest share, not the mean",
            lambda weights: diagonals(weights, -1).max(axis=1),
            named="You took the largest weight, not the mean.",
        ),
        Wrong(
            "the first head only",
            lambda weights: np.diagonal(weights[0], -1).mean(),
            named="Only the first number came back",
        ),
        Wrong(
            "two: next word, and a sum",
            lambda weights: diagonals(weights, 1).sum(axis=1),
            named="You measured the next word, and added up in place of a mean.",
        ),
    ],
    "push-without-each": [
        Wrong("push of each head, not what is left", pushes, named="These are the heads' own pushes"),
        Wrong(
            "sign: push minus total",
            lambda *each: pushes(*each) - pushes(*each).sum(),
            named="The sign is turned: it is the sum minus the head's own push.",
        ),
        Wrong(
            "mean of the others, not their sum",
            lambda *each: left_by_loop(*each) / (len(each[0]) - 1),
            named="You took the mean of the other heads",
        ),
        Wrong(
            "total runs down: heads stay away",
            left_running_down,
            named="You removed the heads one after the other and never put one back",
        ),
        Wrong(
            "silenced heads never come back",
            left_heads_stay_silent,
            named="You removed the heads one after the other and never put one back",
        ),
        Wrong("changed z that was given", left_changes_z, named="", said="make a new array instead"),
        Wrong(
            "total for every head, none removed",
            lambda z, *W: np.full(len(z), total_of(z, *W)),
            named="Nothing was taken away: every number is the sum of all heads",
        ),
        Wrong("one number: the total", total_of, named="You gave all of it as one number"),
        Wrong(
            "64 rows a head, as in the model",
            lambda *each: pushes_of_64(*each).sum() - pushes_of_64(*each),
            named="Your z[head] meets as many rows as W_out has, not only its own",
        ),
        Wrong(
            "rows h to h + d_v: not times d_v",
            lambda *each: pushes_of_sliding_rows(*each).sum() - pushes_of_sliding_rows(*each),
            named="Head h begins at row d_v * h of W_out, not at row h.",
        ),
        Wrong(
            "every n-th row of W_out",
            lambda *each: pushes_interleaved(*each).sum() - pushes_interleaved(*each),
            named="You gave each head one of every n_heads rows of W_out",
        ),
        Wrong(
            "columns of W_out, not rows",
            lambda *each: pushes_of_columns(*each).sum() - pushes_of_columns(*each),
            named="Your z[head] meets as many rows as W_out has, not only its own",
        ),
        Wrong(
            "first rows of W_out for every head",
            lambda *each: pushes_of_first_rows(*each).sum() - pushes_of_first_rows(*each),
            named="Every head met the first rows of W_out",
        ),
        Wrong(
            "toward forgotten: vectors, not pushes",
            lambda z, W_out, toward: (
                z.ravel() @ W_out
                - np.array([z[h] @ W_out.reshape(len(z), -1, W_out.shape[1])[h] for h in range(len(z))])
            ),
            named="These are outputs, not pushes yet",
        ),
        Wrong(
            "head and its push added: total + push",
            lambda *each: pushes(*each).sum() + pushes(*each),
            named="You added a head's push once more",
        ),
        Wrong(
            "heads sorted",
            lambda *each: np.sort(left_by_loop(*each)),
            named="You sorted the pushes: they stand in the order of the heads.",
        ),
        Wrong(
            "reshaped to d_v blocks of n_heads rows",
            lambda z, W_out, toward: (
                total_of(z, W_out, toward)
                - np.einsum("hd,dhm,m->h", z, W_out.reshape(z.shape[1], len(z), -1), toward)
            ),
            named="You cut W_out into blocks of n_heads rows",
        ),
        Wrong(
            "two: sign, and 64 rows",
            lambda *each: pushes_of_64(*each) - pushes_of_64(*each).sum(),
            named="Your z[head] meets as many rows as W_out has, not only its own",
        ),
    ],
    "large-but-mute": [
        Wrong(
            "value of the large weight is zero",
            lambda w, toward: values_with(w, toward, [0, 0], toward),
            named="The value is zero. That would be mute too, but a value that ",
        ),
        Wrong(
            "entries swapped without a sign: not upright",
            lambda w, t: values_with(w, t, t[::-1], t),
            named="You exchanged the two numbers of toward, but one of them must change its sign, too",
        ),
        Wrong(
            "minus toward: pushes the other way",
            lambda w, toward: values_with(w, toward, -toward, toward),
            named="The largest weight pushes against the noun",
        ),
        Wrong(
            "others push the other way",
            lambda w, toward: values_with(w, toward, turned(toward), -toward),
            named="",
            said="The other words must push",
        ),
        Wrong(
            "nobody pushes",
            lambda w, toward: values_with(w, toward, turned(toward), turned(toward)),
            named="",
            said="The other words must push",
        ),
        Wrong(
            "others are zero",
            lambda w, toward: values_with(w, toward, turned(toward), [0, 0]),
            named="",
            said="The other words must push",
        ),
        Wrong(
            "only one of the others pushes", mute_only_one_pushes, named="", said="The other words must push"
        ),
        Wrong("silenced the smallest weight", mute_smallest, named="", said="with the largest weight (row"),
        Wrong("place 2 of the card written down", mute_third, named="", said="with the largest weight (row"),
        Wrong("largest weight used as an index", mute_index_is_a_weight, named="", said="IndexError"),
        Wrong(
            "[1, -2] of the card's toward",
            lambda w, toward: values_with(w, toward, [1, -2], toward),
            named="",
            said="with the largest weight (row",
        ),
        Wrong(
            "table lies on its side",
            lambda w, toward: values_with(w, toward, turned(toward), toward).T,
            named="",
            said="xpected shape",
        ),
        Wrong(
            "returned the pushes",
            lambda w, t: w * (values_with(w, t, turned(t), t) @ t),
            named="",
            said="xpected shape",
        ),
        Wrong(
            "all push, the large one too",
            lambda w, toward: np.tile(toward, (len(w), 1)),
            named="Every value points towards the noun, so the largest weight pushes most.",
        ),
        Wrong(
            "one value, not one for each word",
            lambda w, toward: turned(toward),
            named="",
            said="xpected shape",
        ),
        Wrong(
            "others [1, 0]: may push away",
            lambda w, toward: values_with(w, toward, turned(toward), [1, 0]),
            lucky=True,
            named="",
            said="The other words must push",
        ),
        Wrong(
            "not a number for the mute value",
            lambda w, t: values_with(w, t, [np.nan, np.nan], t),
            named="",
            said="ordinary numbers",
        ),
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
