"""Unseen answers to the exercises of notebook 7."""

import numpy as np

from helpers.attention import softmax
from tests.exercises.unseen import Wrong

# silence-a-head


def silence(concatenated, n_heads, head):
    d_v = concatenated.shape[1] // n_heads
    silenced = concatenated.copy()
    for row in silenced:
        for i in range((head - 1) * d_v, head * d_v):
            row[i] = 0
    return silenced


def zeros_at(concatenated, columns):
    silenced = concatenated.copy()
    silenced[:, columns] = 0
    return silenced


def width(concatenated, n_heads):
    return concatenated.shape[1] // n_heads


def silence_in_place(concatenated, n_heads, head):
    d_v = width(concatenated, n_heads)
    concatenated[:, (head - 1) * d_v : head * d_v] = 0
    return concatenated


def silence_view(concatenated, n_heads, head):
    d_v = width(concatenated, n_heads)
    silenced = concatenated[:]
    silenced[:, (head - 1) * d_v : head * d_v] = 0
    return silenced


def silence_with_a_fraction(concatenated, n_heads, head):
    d_v = concatenated.shape[1] / n_heads
    silenced = concatenated.copy()
    silenced[:, (head - 1) * d_v : head * d_v] = 0
    return silenced


def silence_returns_the_zeros(concatenated, n_heads, head):
    d_v = width(concatenated, n_heads)
    silenced = concatenated.copy()
    silenced[:, (head - 1) * d_v : head * d_v] = 0
    return silenced[:, (head - 1) * d_v : head * d_v]


def silence_one_word(concatenated, n_heads, head):
    d_v = width(concatenated, n_heads)
    silenced = concatenated.copy()
    silenced[0, (head - 1) * d_v : head * d_v] = 0
    return silenced


def silence_no_return(concatenated, n_heads, head):
    d_v = width(concatenated, n_heads)
    silenced = concatenated.copy()
    silenced[:, (head - 1) * d_v : head * d_v] = 0


# whole-multi-head-attention


def heads_by_loop(X, W_query, W_key, W_value):
    found = []
    for Wq, Wk, Wv in zip(W_query, W_key, W_value):
        scores = (X @ Wq) @ (X @ Wk).T / Wq.shape[1] ** 0.5
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        found.append(raised / raised.sum(axis=1, keepdims=True) @ (X @ Wv))
    return found


def whole(X, W_query, W_key, W_value, W_out):
    return np.concatenate(heads_by_loop(X, W_query, W_key, W_value), axis=1) @ W_out


def whole_scaled(X, W_query, W_key, W_value, W_out, scale, axis=-1):
    weights = softmax((X @ W_query) @ (X @ W_key).swapaxes(1, 2) / scale, axis=axis)
    return np.hstack(list(weights @ (X @ W_value))) @ W_out


def whole_by_sqrt_of_V(X, W_query, W_key, W_value, W_out):
    heads = []
    for h in range(len(W_query)):
        Q, K, V = X @ W_query[h], X @ W_key[h], X @ W_value[h]
        heads.append(softmax(Q @ K.T / np.sqrt(V.shape[1])) @ V)
    return np.hstack(heads) @ W_out


def whole_first_head_always(X, W_query, W_key, W_value, W_out):
    heads = []
    for _ in range(len(W_query)):
        heads.extend(heads_by_loop(X, W_query[:1], W_key[:1], W_value[:1]))
    return np.hstack(heads) @ W_out


def whole_value_of_first_head(X, W_query, W_key, W_value, W_out):
    return whole(X, W_query, W_key, np.repeat(W_value[:1], len(W_value), axis=0), W_out)


def whole_two_heads(X, W_query, W_key, W_value, W_out):
    return np.hstack(heads_by_loop(X, W_query[:2], W_key[:2], W_value[:2])) @ W_out


def whole_return_in_the_loop(X, W_query, W_key, W_value, W_out):
    heads = []
    for h in range(len(W_query)):
        heads += heads_by_loop(X, W_query[h : h + 1], W_key[h : h + 1], W_value[h : h + 1])
        return np.hstack(heads) @ W_out


def whole_interleaved(X, W_query, W_key, W_value, W_out):
    heads = np.stack(heads_by_loop(X, W_query, W_key, W_value), axis=-1)
    return heads.reshape(len(X), -1) @ W_out


def whole_bare_reshape(X, W_query, W_key, W_value, W_out):
    heads = np.stack(heads_by_loop(X, W_query, W_key, W_value))
    return heads.reshape(len(X), -1) @ W_out


def whole_reversed(X, W_query, W_key, W_value, W_out):
    heads = None
    for one in heads_by_loop(X, W_query, W_key, W_value):
        heads = one if heads is None else np.hstack([one, heads])
    return heads @ W_out


def whole_summed(X, W_query, W_key, W_value, W_out):
    heads = heads_by_loop(X, W_query, W_key, W_value)
    d_v = W_value.shape[2]
    return sum(head @ W_out[:d_v] for head in heads)


# side-by-side


def side_by_loop(Z):
    return np.array([[number for head in Z for number in head[word]] for word in range(Z.shape[1])])


# unscramble


def unscramble(scrambled, n_heads):
    numbers, n_tokens = list(scrambled.ravel()), len(scrambled)
    d_v = len(numbers) // n_heads // n_tokens
    result = np.zeros(scrambled.shape)
    for place, number in enumerate(numbers):
        head, rest = divmod(place, n_tokens * d_v)
        word, i = divmod(rest, d_v)
        result[word, head * d_v + i] = number
    return result


def unscramble_with_a_fraction(scrambled, n_heads):
    n_tokens, columns = scrambled.shape
    d_v = columns / n_heads
    return scrambled.reshape(n_heads, n_tokens, d_v).transpose(1, 0, 2).reshape(n_tokens, columns)


def split(scrambled, n_heads):
    n_tokens, columns = scrambled.shape
    return n_tokens, n_heads, columns // n_heads


WRONG = {
    "silence-a-head": [
        Wrong(
            "head counted from 0",
            lambda c, n, head: zeros_at(c, slice(head * width(c, n), (head + 1) * width(c, n))),
        ),
        Wrong("changed the array that was given", silence_in_place),
        Wrong("[:] is no copy: the given array changes", silence_view),
        Wrong("/ for //: a slice with fractions", silence_with_a_fraction),
        Wrong("returned only the zeros", silence_returns_the_zeros),
        Wrong("first word only", silence_one_word),
        Wrong("return forgotten", silence_no_return),
        Wrong("d_v = 2 of the card", lambda c, n, head: zeros_at(c, slice((head - 1) * 2, head * 2))),
        Wrong("d_v = 64 of the model", lambda c, n, head: zeros_at(c, slice((head - 1) * 64, head * 64))),
        Wrong("one column only", lambda c, n, head: zeros_at(c, head - 1)),
        Wrong("n_heads as width of a head", lambda c, n, head: zeros_at(c, slice((head - 1) * n, head * n))),
        Wrong(
            "last number of the head left over",
            lambda c, n, head: zeros_at(c, slice((head - 1) * width(c, n), head * width(c, n) - 1)),
        ),
        Wrong(
            "all heads from this one on",
            lambda c, n, head: zeros_at(c, slice((head - 1) * width(c, n), None)),
        ),
        Wrong(
            "all heads up to this one",
            lambda c, n, head: zeros_at(c, slice(0, head * width(c, n))),
            lucky=True,
        ),
        Wrong("every n-th column", lambda c, n, head: zeros_at(c, slice(head - 1, None, n))),
        Wrong(
            "this head kept, the others silenced",
            lambda c, n, head: c - zeros_at(c, slice((head - 1) * width(c, n), head * width(c, n))),
        ),
        Wrong(
            "head cut out, not set to zero",
            lambda c, n, head: np.delete(c, np.s_[(head - 1) * width(c, n) : head * width(c, n)], axis=1),
        ),
        Wrong(
            "zeros in rows, not in columns",
            lambda c, n, head: np.where(np.arange(len(c))[:, None] == head - 1, 0, c),
        ),
        Wrong(
            "two: counted from 0, and n_heads as width",
            lambda c, n, head: zeros_at(c, slice(head * n, (head + 1) * n)),
        ),
    ],
    "whole-multi-head-attention": [
        Wrong("√d_model", lambda X, *W: whole_scaled(X, *W, scale=np.sqrt(X.shape[1]))),
        Wrong("not scaled", lambda X, *W: whole_scaled(X, *W, scale=1)),
        Wrong("√d_v: width of V", whole_by_sqrt_of_V),
        Wrong("d_k, not its root", lambda X, *W: whole_scaled(X, *W, scale=W[0].shape[2])),
        Wrong("√n_heads", lambda X, *W: whole_scaled(X, *W, scale=np.sqrt(len(W[0])))),
        Wrong(
            "softmax down the columns", lambda X, *W: whole_scaled(X, *W, scale=W[0].shape[2] ** 0.5, axis=1)
        ),
        Wrong(
            "softmax across the heads", lambda X, *W: whole_scaled(X, *W, scale=W[0].shape[2] ** 0.5, axis=0)
        ),
        Wrong("index forgotten: head 1 every time", whole_first_head_always),
        Wrong("value of head 1 in every head", whole_value_of_first_head),
        Wrong("2 heads of the card written down", whole_two_heads),
        Wrong("return inside the loop", whole_return_in_the_loop),
        Wrong("heads interleaved number by number", whole_interleaved),
        Wrong("reshape without a transpose", whole_bare_reshape),
        Wrong("heads in reversed order", whole_reversed),
        Wrong("heads added, not laid side by side", whole_summed),
        Wrong("W_out forgotten", lambda X, Wq, Wk, Wv, W_out: np.hstack(heads_by_loop(X, Wq, Wk, Wv))),
        Wrong(
            "heads below each other",
            lambda X, Wq, Wk, Wv, W_out: np.vstack(heads_by_loop(X, Wq, Wk, Wv)) @ W_out,
        ),
        Wrong("x added: a residual", lambda X, *W: X + whole(X, *W)),
        Wrong("query and key swapped", lambda X, Wq, Wk, Wv, W_out: whole(X, Wk, Wq, Wv, W_out)),
        Wrong("keys mixed, not values", lambda X, Wq, Wk, Wv, W_out: whole(X, Wq, Wk, Wk, W_out)),
        Wrong(
            "two: √d_model and W_out forgotten",
            lambda X, *W: whole_scaled(X, *W[:3], np.eye(W[3].shape[0]), X.shape[1] ** 0.5),
        ),
        Wrong(
            "two: not scaled, heads reversed",
            lambda X, *W: whole_scaled(X, *(one[::-1] for one in W[:3]), W[3], scale=1),
        ),
    ],
    "side-by-side": [
        Wrong("transpose forgotten", lambda Z: Z.reshape(Z.shape[1], -1)),
        Wrong(".T turns all three axes", lambda Z: Z.T.reshape(Z.shape[1], -1)),
        Wrong("swapped the last two axes", lambda Z: Z.swapaxes(1, 2).reshape(Z.shape[1], -1)),
        Wrong("interleaved: heads innermost", lambda Z: Z.transpose(1, 2, 0).reshape(Z.shape[1], -1)),
        Wrong("reshape forgotten", lambda Z: Z.transpose(1, 0, 2)),
        Wrong("4 and 6 of the card", lambda Z: Z.transpose(1, 0, 2).reshape(4, 6)),
        Wrong("4 words of the card", lambda Z: Z.transpose(1, 0, 2).reshape(4, -1)),
        Wrong(
            "words as columns: result transposed", lambda Z: Z.transpose(1, 0, 2).reshape(Z.shape[1], -1).T
        ),
        Wrong("heads in reversed order", lambda Z: np.hstack(list(Z[::-1]))),
        Wrong("heads below each other", lambda Z: Z.reshape(-1, Z.shape[2])),
        Wrong("heads added up", lambda Z: Z.sum(axis=0)),
        Wrong("one long row", lambda Z: Z.transpose(1, 0, 2).ravel()),
        Wrong("rows and heads swapped in the shape", lambda Z: Z.transpose(1, 0, 2).reshape(Z.shape[0], -1)),
        Wrong(
            "read column by column: order F",
            lambda Z: Z.transpose(1, 0, 2).reshape(Z.shape[1], -1, order="F"),
        ),
        Wrong("two: transpose forgotten, heads reversed", lambda Z: Z[::-1].reshape(Z.shape[1], -1)),
    ],
    "unscramble": [
        Wrong("cut by words first: nothing moves", lambda s, n: s.reshape(split(s, n)).reshape(s.shape)),
        Wrong(
            "cut by words, then transposed",
            lambda s, n: s.reshape(split(s, n)).transpose(1, 0, 2).reshape(s.shape),
        ),
        Wrong("returned what was given", lambda s, n: s),
        Wrong("/ for //: a shape with fractions", unscramble_with_a_fraction),
        Wrong("stopped at heads first", lambda s, n: s.reshape(n, len(s), -1)),
        Wrong("did not join the heads again", lambda s, n: s.reshape(n, len(s), -1).transpose(1, 0, 2)),
        Wrong(
            "3 heads of the card",
            lambda s, n: s.reshape(3, len(s), -1).transpose(1, 0, 2).reshape(len(s), -1),
        ),
        Wrong("d_v = 2 of the card", lambda s, n: s.reshape(n, -1, 2).transpose(1, 0, 2).reshape(len(s), -1)),
        Wrong("table transposed", lambda s, n: s.T.reshape(s.shape)),
        Wrong(
            "last two axes swapped, not the first two",
            lambda s, n: s.reshape(n, len(s), -1).swapaxes(1, 2).reshape(s.shape),
        ),
        Wrong(
            "heads innermost: interleaved",
            lambda s, n: s.reshape(n, len(s), -1).transpose(1, 2, 0).reshape(s.shape),
        ),
        Wrong(
            "axes of words and numbers confused in the first reshape",
            lambda s, n: s.reshape(n, -1, len(s)).transpose(2, 0, 1).reshape(s.shape),
        ),
        Wrong("sorted each row", lambda s, n: np.sort(s, axis=1)),
        Wrong(
            "two: heads reversed, transpose forgotten",
            lambda s, n: s.reshape(n, len(s), -1)[::-1].reshape(s.shape),
        ),
    ],
}

RIGHT = {
    "silence-a-head": [
        silence,
        lambda c, n, head: c * (np.arange(c.shape[1]) // width(c, n) != head - 1),
        lambda c, n, head: np.where(np.repeat(np.arange(n), width(c, n)) == head - 1, 0, c),
        lambda c, n, head: (c.reshape(len(c), n, -1) * (np.arange(n) != head - 1)[:, None]).reshape(c.shape),
        lambda c, n, head: zeros_at(c, slice(c.shape[1] * (head - 1) // n, c.shape[1] * head // n)).tolist(),
    ],
    "whole-multi-head-attention": [
        whole,
        lambda X, *W: whole_scaled(X, *W, scale=np.sqrt(W[0].shape[2])),
        lambda X, Wq, Wk, Wv, W_out: np.einsum(
            "htk,hkd->td", heads_by_loop(X, Wq, Wk, Wv), W_out.reshape(len(Wv), -1, W_out.shape[1])
        ),
        lambda X, *W: whole(*(one.astype(np.float32) for one in (X, *W))),
    ],
    "side-by-side": [
        side_by_loop,
        lambda Z: Z.transpose(1, 0, 2).reshape(Z.shape[1], -1),
        lambda Z: np.hstack(list(Z)),
        lambda Z: np.einsum("htd->thd", Z).reshape(Z.shape[1], Z.shape[0] * Z.shape[2]),
        lambda Z: np.moveaxis(Z, 0, 1).reshape((Z.shape[1], -1)).astype(int),
        lambda Z: Z.transpose(0, 2, 1).reshape(-1, Z.shape[1]).T,
    ],
    "unscramble": [
        unscramble,
        lambda s, n: s.reshape(n, len(s), -1).swapaxes(0, 1).reshape(s.shape),
        lambda s, n: (
            np.hstack(np.split(s.ravel(), n)).reshape(n, len(s), -1).transpose(1, 0, 2).reshape(s.shape)
        ),
        lambda s, n: np.concatenate([part.reshape(len(s), -1) for part in np.split(s.ravel(), n)], axis=1),
    ],
}
