"""Unseen answers to the exercises of notebook 8."""

import numpy as np

from tests.exercises.unseen import answers_to


def diagonals(weights, offset):
    return np.diagonal(weights, offset, axis1=1, axis2=2)


wrong, right = answers_to("previous-word-share")

wrong("next word, not the previous one", "You measured the next word")(
    lambda weights: diagonals(weights, 1).mean(axis=1)
)
wrong("the word itself", "You measured the word itself")(lambda weights: diagonals(weights, 0).mean(axis=1))
wrong("two words before", "You measured the word two before")(
    lambda weights: diagonals(weights, -2).mean(axis=1)
)
wrong("divided by all words, the first included", "You divided by the number of all words")(
    lambda w: diagonals(w, -1).sum(axis=1) / w.shape[1]
)
wrong("sum, not mean", "You added up, but did not divide")(lambda weights: diagonals(weights, -1).sum(axis=1))
wrong("mean over all heads too", "You took the mean over the heads too")(
    lambda weights: diagonals(weights, -1).mean()
)
wrong("mean over heads, one for each word", "You took the mean over the heads, for each word")(
    lambda weights: diagonals(weights, -1).mean(axis=0)
)
wrong("diagonal over heads and words: axes left at 0 and 1", "np.diagonal took heads for words")(
    lambda w: np.diagonal(w, -1).mean(axis=0)
)


@wrong("first word looks at the last: index -1", "The first word has no word before it")
def share_first_row_wraps(weights):
    n = weights.shape[1]
    return np.array([np.mean([head[i, i - 1] for i in range(n)]) for head in weights])


@wrong("return inside the loop: first head only", "Your result holds the first number only")
def share_in_the_loop(weights):
    shares = []
    for head in weights:
        shares.append(np.diagonal(head, -1).mean())
        return np.array(shares)


@wrong("last word left out", "You left out the last word")
def share_last_word_left_out(weights):
    n = weights.shape[1]
    return np.array([np.mean([head[i, i - 1] for i in range(1, n - 1)]) for head in weights])


@wrong("total never set back: heads pile up", "The sum was not set back to 0 for each head")
def share_piling_up(weights):
    shares, total, n = [], 0, weights.shape[1]
    for head in weights:
        for i in range(1, n):
            total += head[i, i - 1]
        shares.append(total / (n - 1))
    return np.array(shares)


wrong("all earlier words, not just the one before", "You took all earlier words together")(
    lambda w: np.tril(w, -1).sum(axis=(1, 2)) / (w.shape[1] - 1)
)
wrong("mean of the whole table", "You took the mean of the whole table")(
    lambda weights: weights.mean(axis=(1, 2))
)
wrong("the largest share, not the mean", "You took the largest weight, not the mean.")(
    lambda weights: diagonals(weights, -1).max(axis=1)
)
wrong("the first head only", "Only the first number came back")(
    lambda weights: np.diagonal(weights[0], -1).mean()
)
wrong("two: next word, and a sum", "You measured the next word, and added up in place of a mean.")(
    lambda weights: diagonals(weights, 1).sum(axis=1)
)
wrong("works with one argument more", "", said="could not be called")(lambda weights, heads: weights)
wrong("weighted: of earlier words only", "You divided by the weight of all earlier words")(
    lambda w: np.array([np.mean([h[i, i - 1] / h[i, :i].sum() for i in range(1, len(h))]) for h in w])
)
wrong("how often it is the largest", "You counted how often the word before gets the most weight")(
    lambda w: np.array([np.mean([h[i].argmax() == i - 1 for i in range(1, len(h))]) for h in w])
)


@right
def share_by_loop(weights):
    shares = []
    for head in weights:
        total = 0
        for i in range(1, len(head)):
            total += head[i][i - 1]
        shares.append(total / (len(head) - 1))
    return np.array(shares)


right(
    lambda weights: diagonals(weights, -1).mean(axis=1),
    lambda weights: np.einsum("hii->h", weights[:, 1:, :-1]) / (weights.shape[2] - 1),
    lambda weights: [float(np.trace(head[1:])) / (len(head) - 1) for head in weights],
    lambda weights: (weights * np.eye(weights.shape[1], k=-1)).sum(axis=(1, 2)) / (weights.shape[1] - 1),
)


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


wrong, right = answers_to("push-without-each")


@wrong("push of each head, not what is left", "These are the heads' own pushes")
def pushes(z, W_out, toward):
    n_heads, d_v = z.shape
    return np.array([z[h] @ W_out[h * d_v : (h + 1) * d_v] @ toward for h in range(n_heads)])


wrong("sign: push minus total", "The sign is turned")(lambda *each: pushes(*each) - pushes(*each).sum())
wrong("mean of the others, not their sum", "You took the mean of the other heads")(
    lambda *each: left_by_loop(*each) / (len(each[0]) - 1)
)


@wrong("total runs down: heads stay away", "You removed the heads one after the other and never put one back")
def left_running_down(z, W_out, toward):
    left, total = [], pushes(z, W_out, toward).sum()
    for push in pushes(z, W_out, toward):
        total -= push
        left.append(total)
    return np.array(left)


@wrong("silenced heads never come back", "You removed the heads one after the other and never put one back")
def left_heads_stay_silent(z, W_out, toward):
    left, rest = [], z.copy()
    for h in range(len(z)):
        rest[h] = 0
        left.append(rest.ravel() @ W_out @ toward)
    return left


@wrong("changed z that was given", "", said="make a new array instead")
def left_changes_z(z, W_out, toward):
    left = []
    for h in range(len(z)):
        kept = z[h].copy()
        z[h] = 0
        left.append(z.ravel() @ W_out @ toward)
        z[h] = kept + 0.0001
    return left


wrong("total for every head, none removed", "Nothing was taken away")(
    lambda z, *W: np.full(len(z), total_of(z, *W))
)


@wrong("one number: the total", "You gave all of it as one number")
def total_of(z, W_out, toward):
    return z.ravel() @ W_out @ toward


wrong("64 rows a head, as in the model", "Your z[head] meets as many rows as W_out has")(
    lambda *each: pushes_of_64(*each).sum() - pushes_of_64(*each)
)
wrong("rows h to h + d_v: not times d_v", "Head h begins at row d_v * h of W_out, not at row h.")(
    lambda *each: pushes_of_sliding_rows(*each).sum() - pushes_of_sliding_rows(*each)
)
wrong("every n-th row of W_out", "You gave each head one of every n_heads rows of W_out")(
    lambda *each: pushes_interleaved(*each).sum() - pushes_interleaved(*each)
)
wrong("columns of W_out, not rows", "Your z[head] meets as many rows as W_out has")(
    lambda *each: pushes_of_columns(*each).sum() - pushes_of_columns(*each)
)
wrong("first rows of W_out for every head", "Every head met the first rows of W_out")(
    lambda *each: pushes_of_first_rows(*each).sum() - pushes_of_first_rows(*each)
)
wrong("toward forgotten: vectors, not pushes", "These are outputs, not pushes yet")(
    lambda z, W_out, toward: (
        z.ravel() @ W_out
        - np.array([z[h] @ W_out.reshape(len(z), -1, W_out.shape[1])[h] for h in range(len(z))])
    )
)
wrong("head and its push added: total + push", "You added a head's push once more")(
    lambda *each: pushes(*each).sum() + pushes(*each)
)
wrong("heads sorted", "You sorted the pushes")(lambda *each: np.sort(left_by_loop(*each)))
wrong("reshaped to d_v blocks of n_heads rows", "You cut W_out into blocks of n_heads rows")(
    lambda z, W_out, toward: (
        total_of(z, W_out, toward)
        - np.einsum("hd,dhm,m->h", z, W_out.reshape(z.shape[1], len(z), -1), toward)
    )
)
wrong("two: sign, and 64 rows", "Your z[head] meets as many rows as W_out has")(
    lambda *each: pushes_of_64(*each) - pushes_of_64(*each).sum()
)


@wrong("the neighbour removed", "You took away the push of the head before")
def left_removes_the_neighbour(z, W_out, toward):
    each = (z * (W_out @ toward).reshape(z.shape)).sum(axis=1)
    return each.sum() - np.roll(each, 1)


@wrong("a share of the whole", "You gave the share that is left")
def left_share(z, W_out, toward):
    each = (z * (W_out @ toward).reshape(z.shape)).sum(axis=1)
    return 1 - each / each.sum()


wrong("nothing but sizes: abs", "")(
    lambda z, W, t: np.abs(z.ravel() * (W @ t)).sum() - np.abs((z * (W @ t).reshape(z.shape)).sum(axis=1))
)


@wrong("only the heads before it", "You added up only the heads that come before")
def push_up_to(z, W_out, toward):
    each = pushes(z, W_out, toward)
    return each.cumsum() - each


@right
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


right(
    lambda *each: pushes(*each).sum() - pushes(*each),
    lambda z, W_out, toward: [
        float(np.where(np.arange(len(z))[:, None] == h, 0, z).ravel() @ W_out @ toward) for h in range(len(z))
    ],
    lambda z, W_out, toward: (1 - np.eye(len(z))) @ (z * (W_out @ toward).reshape(z.shape)).sum(axis=1),
)


def values_with(weights, toward, large, others):
    V = np.tile(np.asarray(others, float), (len(weights), 1))
    V[np.argmax(weights)] = large
    return V


def turned(toward):
    return np.array([toward[1], -toward[0]])


wrong, right = answers_to("large-but-mute")

wrong("value of the large weight is zero", "The value is zero")(
    lambda w, toward: values_with(w, toward, [0, 0], toward)
)
wrong("entries swapped without a sign: not upright", "You exchanged the two numbers of toward")(
    lambda w, t: values_with(w, t, t[::-1], t)
)
wrong("minus toward: pushes the other way", "The largest weight pushes against the noun")(
    lambda w, toward: values_with(w, toward, -toward, toward)
)
wrong("others push the other way", "", said="The other words must push")(
    lambda w, toward: values_with(w, toward, turned(toward), -toward)
)
wrong("nobody pushes", "", said="The other words must push")(
    lambda w, toward: values_with(w, toward, turned(toward), turned(toward))
)
wrong("others are zero", "", said="The other words must push")(
    lambda w, toward: values_with(w, toward, turned(toward), [0, 0])
)


@wrong("only one of the others pushes", "", said="The other words must push")
def mute_only_one_pushes(weights, toward):
    V = np.zeros((len(weights), 2))
    V[weights.argmin()] = toward
    V[weights.argmax()] = turned(toward)
    return V


@wrong("silenced the smallest weight", "", said="with the largest weight (row")
def mute_smallest(weights, toward):
    V = np.tile(toward, (len(weights), 1))
    V[weights.argmin()] = turned(toward)
    return V


@wrong("place 2 of the card written down", "", said="with the largest weight (row")
def mute_third(weights, toward):
    V = np.tile(toward, (len(weights), 1))
    V[2] = turned(toward)
    return V


@wrong("largest weight used as an index", "", said="IndexError")
def mute_index_is_a_weight(weights, toward):
    V = np.tile(toward, (len(weights), 1))
    V[weights.max()] = turned(toward)
    return V


wrong("[1, -2] of the card's toward", "", said="with the largest weight (row")(
    lambda w, toward: values_with(w, toward, [1, -2], toward)
)
wrong("table lies on its side", "", said="xpected shape")(
    lambda w, toward: values_with(w, toward, turned(toward), toward).T
)
wrong("returned the pushes", "", said="xpected shape")(lambda w, t: w * (values_with(w, t, turned(t), t) @ t))
wrong("all push, the large one too", "Every value points towards the noun")(
    lambda w, toward: np.tile(toward, (len(w), 1))
)
wrong("one value, not one for each word", "", said="xpected shape")(lambda w, toward: turned(toward))
wrong("others [1, 0]: may push away", "", lucky=True, said="The other words must push")(
    lambda w, toward: values_with(w, toward, turned(toward), [1, 0])
)
wrong("not a number for the mute value", "", said="ordinary numbers")(
    lambda w, t: values_with(w, t, [np.nan, np.nan], t)
)


@wrong("second largest silenced", "", said="with the largest weight (row")
def mute_by_the_second_largest(weights, toward):
    V = np.tile(toward, (len(weights), 1)).astype(float)
    V[np.argsort(weights)[-2]] = [toward[1], -toward[0]]
    return V


@wrong("[0, 1] taken for upright", "", said="with the largest weight (row")
def mute_first_entry_only(weights, toward):
    V = np.ones((len(weights), 2))
    V[weights.argmax()] = [0, 1]
    return V


wrong("a text", "", said="got the text")(lambda weights, toward: "V")


@right
def mute_by_loop(weights, toward):
    V = np.array([toward / (toward @ toward)] * len(weights))
    V[np.argmax(weights)] = [-toward[1], toward[0]]
    return V


@right
def one_other_word(weights, toward):
    """Mostly the second largest pushes; the mute value points the other way round, and is long."""
    V = np.tile(1e-6 * toward, (len(weights), 1))
    V[weights.argsort()[-2]] = 0.1 * toward
    V[weights.argmax()] = 100 * toward[1], -100 * toward[0]
    return V


right(
    lambda w, toward: values_with(w, toward, turned(toward), toward),
    lambda w, toward: values_with(w, toward, 100 * turned(toward), toward / 100).tolist(),
    lambda w, toward: values_with(w, toward, -turned(toward), toward + turned(toward)),
    lambda w, toward: np.stack(
        [turned(toward) if one == max(w) else (i + 1) * toward for i, one in enumerate(w)]
    ),
)
