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
            named="You silenced the next head",
        ),
        Wrong(
            "changed the array that was given", silence_in_place, named="", said="make a new array instead"
        ),
        Wrong(
            "[:] is no copy: the given array changes", silence_view, named="", said="make a new array instead"
        ),
        Wrong(
            "/ for //: a slice with fractions",
            silence_with_a_fraction,
            named="Use // in place of /: 6 / 3 gives 2.0, and a slice needs who",
        ),
        Wrong("returned only the zeros", silence_returns_the_zeros, named="You returned the zeros alone"),
        Wrong("first word only", silence_one_word, named="You silenced the head for one word only"),
        Wrong("return forgotten", silence_no_return, named="", said="does your function end with `return`"),
        Wrong(
            "d_v = 2 of the card",
            lambda c, n, head: zeros_at(c, slice((head - 1) * 2, head * 2)),
            named="You took 2 columns for a head, as on the card",
        ),
        Wrong(
            "d_v = 64 of the model",
            lambda c, n, head: zeros_at(c, slice((head - 1) * 64, head * 64)),
            named="Your slots are as wide as the whole table, or wider",
        ),
        Wrong(
            "one column only", lambda c, n, head: zeros_at(c, head - 1), named="You silenced one column only"
        ),
        Wrong(
            "n_heads as width of a head",
            lambda c, n, head: zeros_at(c, slice((head - 1) * n, head * n)),
            named="You took n_heads columns for a head",
        ),
        Wrong(
            "last number of the head left over",
            lambda c, n, head: zeros_at(c, slice((head - 1) * width(c, n), head * width(c, n) - 1)),
            named="Your slice ends one column too early",
        ),
        Wrong(
            "all heads from this one on",
            lambda c, n, head: zeros_at(c, slice((head - 1) * width(c, n), None)),
            named="You silenced this head and all after it",
        ),
        Wrong(
            "all heads up to this one",
            lambda c, n, head: zeros_at(c, slice(0, head * width(c, n))),
            lucky=True,
            named="You silenced this head and all before it",
        ),
        Wrong(
            "every n-th column",
            lambda c, n, head: zeros_at(c, slice(head - 1, None, n)),
            named="You took one column of every n_heads",
        ),
        Wrong(
            "this head kept, the others silenced",
            lambda c, n, head: c - zeros_at(c, slice((head - 1) * width(c, n), head * width(c, n))),
            named="You silenced all heads but this one.",
        ),
        Wrong(
            "head cut out, not set to zero",
            lambda c, n, head: np.delete(c, np.s_[(head - 1) * width(c, n) : head * width(c, n)], axis=1),
            named="You took the slots out. They must stay, with zeros in them.",
        ),
        Wrong(
            "zeros in rows, not in columns",
            lambda c, n, head: np.where(np.arange(len(c))[:, None] == head - 1, 0, c),
            named="You wrote zeros into the row of this number",
        ),
        Wrong(
            "two: counted from 0, and n_heads as width",
            lambda c, n, head: zeros_at(c, slice(head * n, (head + 1) * n)),
            named="Heads were counted from 0, and n_heads taken for the width of a head.",
        ),
    ],
    "whole-multi-head-attention": [
        Wrong(
            "√d_model",
            lambda X, *W: whole_scaled(X, *W, scale=np.sqrt(X.shape[1])),
            named="You divided by the root of d_model, the length of a row of X",
        ),
        Wrong(
            "not scaled",
            lambda X, *W: whole_scaled(X, *W, scale=1),
            named="You left out the division by √d_k.",
        ),
        Wrong(
            "√d_v: width of V",
            whole_by_sqrt_of_V,
            named="You divided by the root of d_v, how many numbers a value has",
        ),
        Wrong(
            "d_k, not its root",
            lambda X, *W: whole_scaled(X, *W, scale=W[0].shape[2]),
            named="You divided by d_k, not by its root (or by the root twice, which is the same).",
        ),
        Wrong(
            "√n_heads",
            lambda X, *W: whole_scaled(X, *W, scale=np.sqrt(len(W[0]))),
            named="You divided by the root of the number of heads",
        ),
        Wrong(
            "softmax down the columns",
            lambda X, *W: whole_scaled(X, *W, scale=W[0].shape[2] ** 0.5, axis=1),
            named="Your softmax runs down the columns (axis=0)",
        ),
        Wrong(
            "softmax across the heads",
            lambda X, *W: whole_scaled(X, *W, scale=W[0].shape[2] ** 0.5, axis=0),
            named="Your softmax shares among the heads (axis=0)",
        ),
        Wrong(
            "index forgotten: head 1 every time",
            whole_first_head_always,
            named="All your heads use the matrices of head 1.",
        ),
        Wrong(
            "value of head 1 in every head",
            whole_value_of_first_head,
            named="All your heads use the values of head 1.",
        ),
        Wrong(
            "2 heads of the card written down",
            whole_two_heads,
            named="You took two heads only, as on the card",
        ),
        Wrong("return inside the loop", whole_return_in_the_loop, named="W_out got rows of d_v numbers only"),
        Wrong(
            "heads interleaved number by number", whole_interleaved, named="The heads stand number by number"
        ),
        Wrong(
            "reshape without a transpose",
            whole_bare_reshape,
            named="Your reshape needs a transpose before it",
        ),
        Wrong("heads in reversed order", whole_reversed, named="Your heads stand in turned order"),
        Wrong(
            "heads added, not laid side by side",
            whole_summed,
            named="You added the heads up, and used the first rows of W_out only",
        ),
        Wrong(
            "W_out forgotten",
            lambda X, Wq, Wk, Wv, W_out: np.hstack(heads_by_loop(X, Wq, Wk, Wv)),
            named="W_out is still missing: you returned the heads side by side.",
        ),
        Wrong(
            "heads below each other",
            lambda X, Wq, Wk, Wv, W_out: np.vstack(heads_by_loop(X, Wq, Wk, Wv)) @ W_out,
            named="W_out got rows of d_v numbers only",
        ),
        Wrong("x added: a residual", lambda X, *W: X + whole(X, *W), named="The word that went in was added"),
        Wrong(
            "query and key swapped",
            lambda X, Wq, Wk, Wv, W_out: whole(X, Wk, Wq, Wv, W_out),
            named="You let the keys ask and the queries answer",
        ),
        Wrong(
            "keys mixed, not values",
            lambda X, Wq, Wk, Wv, W_out: whole(X, Wq, Wk, Wk, W_out),
            named="You mixed the keys. What is mixed are the values.",
        ),
        Wrong(
            "two: √d_model and W_out forgotten",
            lambda X, *W: whole_scaled(X, *W[:3], np.eye(W[3].shape[0]), X.shape[1] ** 0.5),
            named="two mistakes at once. You divided by the root of d_model, the length o",
        ),
        Wrong(
            "two: not scaled, heads reversed",
            lambda X, *W: whole_scaled(X, *(one[::-1] for one in W[:3]), W[3], scale=1),
            named="two mistakes at once. You left out the division by √d_k. Your heads st",
        ),
    ],
    "side-by-side": [
        Wrong(
            "transpose forgotten",
            lambda Z: Z.reshape(Z.shape[1], -1),
            named="You only cut anew. The shape is right, but each row holds se",
        ),
        Wrong(
            ".T turns all three axes",
            lambda Z: Z.T.reshape(Z.shape[1], -1),
            named="You reversed all three axes",
        ),
        Wrong(
            "swapped the last two axes",
            lambda Z: Z.swapaxes(1, 2).reshape(Z.shape[1], -1),
            named="You swapped words and numbers",
        ),
        Wrong(
            "interleaved: heads innermost",
            lambda Z: Z.transpose(1, 2, 0).reshape(Z.shape[1], -1),
            named="The heads are mixed within a row",
        ),
        Wrong(
            "reshape forgotten",
            lambda Z: Z.transpose(1, 0, 2),
            named="The words are in front, but the cut is missing",
        ),
        Wrong(
            "4 and 6 of the card",
            lambda Z: Z.transpose(1, 0, 2).reshape(4, 6),
            named="You wrote down the sizes of the card, 4 and 6",
        ),
        Wrong(
            "4 words of the card",
            lambda Z: Z.transpose(1, 0, 2).reshape(4, -1),
            named="You took 4 words, as on the card",
        ),
        Wrong(
            "words as columns: result transposed",
            lambda Z: Z.transpose(1, 0, 2).reshape(Z.shape[1], -1).T,
            named="Rows and columns are exchanged in your result",
        ),
        Wrong(
            "heads in reversed order",
            lambda Z: np.hstack(list(Z[::-1])),
            named="The heads stand in turned order",
        ),
        Wrong(
            "heads below each other",
            lambda Z: Z.reshape(-1, Z.shape[2]),
            named="You laid the heads below each other",
        ),
        Wrong(
            "heads added up",
            lambda Z: Z.sum(axis=0),
            named="You added the heads up. Each keeps its own slots.",
        ),
        Wrong(
            "one long row",
            lambda Z: Z.transpose(1, 0, 2).ravel(),
            named="The numbers are right, but they lie in one line",
        ),
        Wrong(
            "rows and heads swapped in the shape",
            lambda Z: Z.transpose(1, 0, 2).reshape(Z.shape[0], -1),
            named="You cut into as many rows as there are heads",
        ),
        Wrong(
            "read column by column: order F",
            lambda Z: Z.transpose(1, 0, 2).reshape(Z.shape[1], -1, order="F"),
            named="The heads are mixed within a row",
        ),
        Wrong(
            "two: transpose forgotten, heads reversed",
            lambda Z: Z[::-1].reshape(Z.shape[1], -1),
            named="You cut anew, with the heads in turned order",
        ),
    ],
    "unscramble": [
        Wrong(
            "cut by words first: nothing moves",
            lambda s, n: s.reshape(split(s, n)).reshape(s.shape),
            named="Nothing has moved: reshape alone keeps the order of the numb",
        ),
        Wrong(
            "cut by words, then transposed",
            lambda s, n: s.reshape(split(s, n)).transpose(1, 0, 2).reshape(s.shape),
            named="You treated the rows as words, but they are not yet",
        ),
        Wrong(
            "returned what was given",
            lambda s, n: s,
            named="Nothing has moved: reshape alone keeps the order of the numb",
        ),
        Wrong("/ for //: a shape with fractions", unscramble_with_a_fraction, named="", said="TypeError"),
        Wrong(
            "stopped at heads first",
            lambda s, n: s.reshape(n, len(s), -1),
            named="You got Z back, heads first",
        ),
        Wrong(
            "did not join the heads again",
            lambda s, n: s.reshape(n, len(s), -1).transpose(1, 0, 2),
            named="The words are in front, but the cut is missing",
        ),
        Wrong(
            "3 heads of the card",
            lambda s, n: s.reshape(3, len(s), -1).transpose(1, 0, 2).reshape(len(s), -1),
            named="You took 3 heads, as on the card",
        ),
        Wrong(
            "d_v = 2 of the card",
            lambda s, n: s.reshape(n, -1, 2).transpose(1, 0, 2).reshape(len(s), -1),
            named="You took 2 for d_v, as on the card",
        ),
        Wrong(
            "table transposed",
            lambda s, n: s.T.reshape(s.shape),
            named="You turned the table over and cut it anew",
        ),
        Wrong(
            "last two axes swapped, not the first two",
            lambda s, n: s.reshape(n, len(s), -1).swapaxes(1, 2).reshape(s.shape),
            named="You swapped the last two axes of Z",
        ),
        Wrong(
            "heads innermost: interleaved",
            lambda s, n: s.reshape(n, len(s), -1).transpose(1, 2, 0).reshape(s.shape),
            named="The right words, but their heads are mixed number by number",
        ),
        Wrong(
            "axes of words and numbers confused in the first reshape",
            lambda s, n: s.reshape(n, -1, len(s)).transpose(2, 0, 1).reshape(s.shape),
            named="You cut into [n_heads, d_v, n_tokens]",
        ),
        Wrong(
            "sorted each row",
            lambda s, n: np.sort(s, axis=1),
            named="You sorted each row: the numbers of a word are spread over s",
        ),
        Wrong(
            "two: heads reversed, transpose forgotten",
            lambda s, n: s.reshape(n, len(s), -1)[::-1].reshape(s.shape),
            named="You turned the order of the heads round, and the transpose is still missing.",
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
