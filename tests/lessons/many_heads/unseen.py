"""Unseen answers to the exercises of notebook 7."""

import sys

import numpy as np

from helpers.attention import multi_head_attention, self_attention, softmax
from tests.exercises.unseen import answers_to


def zeros_at(concatenated, columns, rows=slice(None)):
    silenced = concatenated.copy()
    silenced[rows, columns] = 0
    return silenced


def width(concatenated, n_heads):
    return concatenated.shape[1] // n_heads


def slots(concatenated, n_heads, head):
    d_v = width(concatenated, n_heads)
    return slice((head - 1) * d_v, head * d_v)


wrong, right = answers_to("silence-a-head")

wrong("head counted from 0", "You silenced the next head")(
    lambda c, n, head: zeros_at(c, slots(c, n, head + 1))
)


@wrong("changed the array that was given", "", said="make a new array instead")
def silence_in_place(concatenated, n_heads, head):
    concatenated[:, slots(concatenated, n_heads, head)] = 0
    return concatenated


@wrong("[:] is no copy: the given array changes", "", said="make a new array instead")
def silence_view(concatenated, n_heads, head):
    silenced = concatenated[:]
    silenced[:, slots(concatenated, n_heads, head)] = 0
    return silenced


@wrong("/ for //: a slice with fractions", "Use // in place of /")
def silence_with_a_fraction(concatenated, n_heads, head):
    d_v = concatenated.shape[1] / n_heads
    silenced = concatenated.copy()
    silenced[:, (head - 1) * d_v : head * d_v] = 0
    return silenced


wrong("returned only the zeros", "You returned the zeros alone")(
    lambda *each: zeros_at(each[0], slots(*each))[:, slots(*each)]
)


wrong("first word only", "You silenced the head for one word only")(
    lambda *each: zeros_at(each[0], slots(*each), rows=0)
)


@wrong("return forgotten", "", said="does your function end with `return`")
def silence_no_return(concatenated, n_heads, head):
    zeros_at(concatenated, slots(concatenated, n_heads, head))


wrong("d_v = 2 of the card", "You took 2 columns for a head, as on the card")(
    lambda c, n, head: zeros_at(c, slice((head - 1) * 2, head * 2))
)
wrong("d_v = 64 of the model", "Your slots are as wide as the whole table, or wider")(
    lambda c, n, head: zeros_at(c, slice((head - 1) * 64, head * 64))
)
wrong("one column only", "You silenced one column only")(lambda c, n, head: zeros_at(c, head - 1))
wrong("n_heads as width of a head", "You took n_heads columns for a head")(
    lambda c, n, head: zeros_at(c, slice((head - 1) * n, head * n))
)
wrong("last number of the head left over", "Your slice ends one column too early")(
    lambda c, n, head: zeros_at(c, slice((head - 1) * width(c, n), head * width(c, n) - 1))
)
wrong("all heads from this one on", "You silenced this head and all after it")(
    lambda c, n, head: zeros_at(c, slice((head - 1) * width(c, n), None))
)
wrong("all heads up to this one", "You silenced this head and all before it", lucky=True)(
    lambda c, n, head: zeros_at(c, slice(0, head * width(c, n)))
)
wrong("every n-th column", "You took one column of every n_heads")(
    lambda c, n, head: zeros_at(c, slice(head - 1, None, n))
)
wrong("this head kept, the others silenced", "You silenced all heads but this one.")(
    lambda c, n, head: c - zeros_at(c, slots(c, n, head))
)
wrong("head cut out, not set to zero", "You took the slots out. They must stay, with zeros in them.")(
    lambda c, n, head: np.delete(c, np.s_[(head - 1) * width(c, n) : head * width(c, n)], axis=1)
)
wrong("zeros in rows, not in columns", "You wrote zeros into the row of this number")(
    lambda c, n, head: np.where(np.arange(len(c))[:, None] == head - 1, 0, c)
)
wrong("two: counted from 0, and n_heads as width", "Heads were counted from 0")(
    lambda c, n, head: zeros_at(c, slice(head * n, (head + 1) * n))
)


@wrong("leaves Python: sys.exit", "", said="asked Python to exit")
def silence_and_leave(concatenated, n_heads, head):
    sys.exit("done")


wrong("multiplied by 0 and by nothing else: all zeros", "Everything is silenced")(lambda c, n, head: c * 0)
wrong("minus its own mean", "")(lambda c, n, head: c - c.mean())
wrong("counted from the right", "You counted the heads from the end.")(
    lambda c, n, head: np.where(np.arange(c.shape[1]) // (c.shape[1] // n) == n - head, 0, c)
)


wrong("only the first slot of the head", "You silenced the first slot of the head only")(
    lambda *each: zeros_at(each[0], slots(*each).start)
)


wrong("rows silenced, not columns", "You wrote zeros into rows")(
    lambda *each: zeros_at(each[0], slice(None), rows=slots(*each))
)


@wrong("all the others silenced", "You silenced all heads but this one.")
def silenced_others(concatenated, n_heads, head):
    silenced = np.zeros_like(concatenated)
    d_v = concatenated.shape[1] // n_heads
    silenced[:, (head - 1) * d_v : head * d_v] = concatenated[:, (head - 1) * d_v : head * d_v]
    return silenced


@right
def silence(concatenated, n_heads, head):
    d_v = concatenated.shape[1] // n_heads
    silenced = concatenated.copy()
    for row in silenced:
        for i in range((head - 1) * d_v, head * d_v):
            row[i] = 0
    return silenced


@right
def in_parts(concatenated, n_heads, head):
    parts = np.split(concatenated, n_heads, axis=1)
    parts[head - 1] = np.zeros_like(parts[head - 1])
    return np.concatenate(parts, axis=1)


right(
    lambda c, n, head: c * (np.arange(c.shape[1]) // width(c, n) != head - 1),
    lambda c, n, head: np.where(np.repeat(np.arange(n), width(c, n)) == head - 1, 0, c),
    lambda c, n, head: (c.reshape(len(c), n, -1) * (np.arange(n) != head - 1)[:, None]).reshape(c.shape),
    lambda c, n, head: zeros_at(c, slice(c.shape[1] * (head - 1) // n, c.shape[1] * head // n)).tolist(),
)


def whole_scaled(X, W_query, W_key, W_value, W_out, scale, axis=-1):
    weights = softmax((X @ W_query) @ (X @ W_key).swapaxes(1, 2) / scale, axis=axis)
    return np.hstack(list(weights @ (X @ W_value))) @ W_out


def heads_by_loop(X, W_query, W_key, W_value):
    found = []
    for Wq, Wk, Wv in zip(W_query, W_key, W_value):
        scores = (X @ Wq) @ (X @ Wk).T / Wq.shape[1] ** 0.5
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        found.append(raised / raised.sum(axis=1, keepdims=True) @ (X @ Wv))
    return found


wrong, right = answers_to("whole-multi-head-attention")

wrong("√d_model", "You divided by the root of d_model")(
    lambda X, *W: whole_scaled(X, *W, scale=np.sqrt(X.shape[1]))
)
wrong("not scaled", "You left out the division by √d_k.")(lambda X, *W: whole_scaled(X, *W, scale=1))


wrong("√d_v: width of V", "You divided by the root of d_v")(
    lambda X, Wq, Wk, Wv, W_out: whole_scaled(X, Wq, Wk, Wv, W_out, scale=np.sqrt(Wv.shape[2]))
)


wrong("d_k, not its root", "You divided by d_k")(lambda X, *W: whole_scaled(X, *W, scale=W[0].shape[2]))
wrong("√n_heads", "You divided by the root of the number of heads")(
    lambda X, *W: whole_scaled(X, *W, scale=np.sqrt(len(W[0])))
)
wrong("softmax down the columns", "Your softmax runs down the columns (axis=0)")(
    lambda X, *W: whole_scaled(X, *W, scale=W[0].shape[2] ** 0.5, axis=1)
)
wrong("softmax across the heads", "Your softmax shares among the heads (axis=0)")(
    lambda X, *W: whole_scaled(X, *W, scale=W[0].shape[2] ** 0.5, axis=0)
)


wrong("index forgotten: head 1 every time", "All your heads use the matrices of head 1.")(
    lambda X, *W: np.hstack(heads_by_loop(X, *(one[:1] for one in W[:3])) * len(W[0])) @ W[3]
)


@wrong("value of head 1 in every head", "All your heads use the values of head 1.")
def whole_value_of_first_head(X, W_query, W_key, W_value, W_out):
    return whole(X, W_query, W_key, np.repeat(W_value[:1], len(W_value), axis=0), W_out)


@wrong("2 heads of the card written down", "You took two heads only, as on the card")
def whole_two_heads(X, W_query, W_key, W_value, W_out):
    return np.hstack(heads_by_loop(X, W_query[:2], W_key[:2], W_value[:2])) @ W_out


@wrong("return inside the loop", "W_out got rows of d_v numbers only")
def whole_return_in_the_loop(X, W_query, W_key, W_value, W_out):
    heads = []
    for h in range(len(W_query)):
        heads += heads_by_loop(X, W_query[h : h + 1], W_key[h : h + 1], W_value[h : h + 1])
        return np.hstack(heads) @ W_out


wrong("heads interleaved number by number", "The heads stand number by number")(
    lambda X, *W: np.stack(heads_by_loop(X, *W[:3]), axis=-1).reshape(len(X), -1) @ W[3]
)


wrong("reshape without a transpose", "Your reshape needs a transpose before it")(
    lambda X, *W: np.stack(heads_by_loop(X, *W[:3])).reshape(len(X), -1) @ W[3]
)


wrong("heads in reversed order", "Your heads stand in turned order")(
    lambda X, *W: np.hstack(heads_by_loop(X, *W[:3])[::-1]) @ W[3]
)


wrong("heads added, not laid side by side", "You added the heads up, and used the first rows of W_out only")(
    lambda X, *W: sum(head @ W[3][: W[2].shape[2]] for head in heads_by_loop(X, *W[:3]))
)


wrong("W_out forgotten", "W_out is still missing")(
    lambda X, Wq, Wk, Wv, W_out: np.hstack(heads_by_loop(X, Wq, Wk, Wv))
)
wrong("heads below each other", "W_out got rows of d_v numbers only")(
    lambda X, Wq, Wk, Wv, W_out: np.vstack(heads_by_loop(X, Wq, Wk, Wv)) @ W_out
)
wrong("x added: a residual", "The word that went in was added")(lambda X, *W: X + whole(X, *W))
wrong("query and key swapped", "You let the keys ask and the queries answer")(
    lambda X, Wq, Wk, Wv, W_out: whole(X, Wk, Wq, Wv, W_out)
)
wrong("keys mixed, not values", "You mixed the keys. What is mixed are the values.")(
    lambda X, Wq, Wk, Wv, W_out: whole(X, Wq, Wk, Wk, W_out)
)
wrong(
    "two: √d_model and W_out forgotten",
    "two mistakes at once. You divided by the root of d_model, the length o",
)(lambda X, *W: whole_scaled(X, *W[:3], np.eye(W[3].shape[0]), X.shape[1] ** 0.5))
wrong(
    "two: not scaled, heads reversed",
    "two mistakes at once. You left out the division by √d_k. Your heads st",
)(lambda X, *W: whole_scaled(X, *(one[::-1] for one in W[:3]), W[3], scale=1))


wrong("list made anew in the loop: last head only", "W_out got rows of d_v numbers only")(
    lambda X, *W: heads_by_loop(X, *W[:3])[-1] @ W[3]
)


@wrong("X changed from head to head", "")
def whole_X_overwritten(X, W_query, W_key, W_value, W_out):
    heads = []
    for h in range(len(W_query)):
        Q, K, V = X @ W_query[h], X @ W_key[h], X @ W_value[h]
        heads.append(softmax(Q @ K.T / np.sqrt(K.shape[1])) @ V)
        X = X + heads[-1].mean()
    return np.hstack(heads) @ W_out


@wrong("mean weights for every head", "All your heads use the mean of their weights")
def whole_mean_over_weights(X, W_query, W_key, W_value, W_out):
    weights = np.mean(
        [softmax((X @ q) @ (X @ k).T / np.sqrt(q.shape[1])) for q, k in zip(W_query, W_key)], axis=0
    )
    return np.hstack([weights @ (X @ v) for v in W_value]) @ W_out


wrong("heads added, not side by side", "You added the heads up and laid this sum side by side")(
    lambda X, *W: np.hstack([sum(heads_by_loop(X, *W[:3]))] * len(W[0])) @ W[3]
)


wrong("only the last head, again and again", "All your heads use the matrices of the last head.")(
    lambda X, *W: np.hstack(heads_by_loop(X, *(one[-1:] for one in W[:3])) * len(W[0])) @ W[3]
)


@right
def whole(X, W_query, W_key, W_value, W_out):
    return np.concatenate(heads_by_loop(X, W_query, W_key, W_value), axis=1) @ W_out


@right
def summed(X, W_query, W_key, W_value, W_out):
    """The sum of what each head adds to the output, as in notebook 8."""
    d_v = W_value.shape[2]
    return sum(
        self_attention(X, *W).context @ W_out[d_v * head : d_v * (head + 1)]
        for head, W in enumerate(zip(W_query, W_key, W_value))
    )


right(
    lambda *given: multi_head_attention(*given).output,
    lambda X, *W: whole_scaled(X, *W, scale=np.sqrt(W[0].shape[2])),
    lambda X, Wq, Wk, Wv, W_out: np.einsum(
        "htk,hkd->td", heads_by_loop(X, Wq, Wk, Wv), W_out.reshape(len(Wv), -1, W_out.shape[1])
    ),
    lambda X, *W: whole(*(one.astype(np.float32) for one in (X, *W))),
)


wrong, right = answers_to("side-by-side")

wrong("transpose forgotten", "You only cut anew")(lambda Z: Z.reshape(Z.shape[1], -1))
wrong(".T turns all three axes", "You reversed all three axes")(lambda Z: Z.T.reshape(Z.shape[1], -1))
wrong("swapped the last two axes", "You swapped words and numbers")(
    lambda Z: Z.swapaxes(1, 2).reshape(Z.shape[1], -1)
)
wrong("interleaved: heads innermost", "The heads are mixed within a row")(
    lambda Z: Z.transpose(1, 2, 0).reshape(Z.shape[1], -1)
)
wrong("reshape forgotten", "The words are in front, but the cut is missing")(lambda Z: Z.transpose(1, 0, 2))
wrong("4 and 6 of the card", "You wrote down the sizes of the card, 4 and 6")(
    lambda Z: Z.transpose(1, 0, 2).reshape(4, 6)
)
wrong("4 words of the card", "You took 4 words, as on the card")(
    lambda Z: Z.transpose(1, 0, 2).reshape(4, -1)
)
wrong("words as columns: result transposed", "Rows and columns are exchanged in your result")(
    lambda Z: Z.transpose(1, 0, 2).reshape(Z.shape[1], -1).T
)
wrong("heads in reversed order", "The heads stand in turned order")(lambda Z: np.hstack(list(Z[::-1])))
wrong("heads below each other", "You laid the heads below each other")(lambda Z: Z.reshape(-1, Z.shape[2]))
wrong("heads added up", "You added the heads up. Each keeps its own slots.")(lambda Z: Z.sum(axis=0))
wrong("one long row", "The numbers are right, but they lie in one line")(
    lambda Z: Z.transpose(1, 0, 2).ravel()
)
wrong("rows and heads swapped in the shape", "You cut into as many rows as there are heads")(
    lambda Z: Z.transpose(1, 0, 2).reshape(Z.shape[0], -1)
)
wrong("read column by column: order F", "The heads are mixed within a row")(
    lambda Z: Z.transpose(1, 0, 2).reshape(Z.shape[1], -1, order="F")
)
wrong("two: transpose forgotten, heads reversed", "You cut anew, with the heads in turned order")(
    lambda Z: Z[::-1].reshape(Z.shape[1], -1)
)
wrong("each row sorted", "")(lambda Z: np.sort(np.hstack(list(Z)), axis=1)[:, ::-1])
wrong("a list of heads", "You returned the heads as they are, a stack")(lambda Z: list(Z))
wrong("last head first", "The last head stands first")(
    lambda Z: np.roll(np.hstack(list(Z)), Z.shape[2], axis=1)
)
right(
    lambda Z: np.array([[number for head in Z for number in head[word]] for word in range(Z.shape[1])]),
    lambda Z: Z.transpose(1, 0, 2).reshape(Z.shape[1], -1),
    lambda Z: np.hstack(list(Z)),
    lambda Z: np.einsum("htd->thd", Z).reshape(Z.shape[1], Z.shape[0] * Z.shape[2]),
    lambda Z: np.moveaxis(Z, 0, 1).reshape((Z.shape[1], -1)).astype(int),
    lambda Z: Z.transpose(0, 2, 1).reshape(-1, Z.shape[1]).T,
    np.hstack,
    lambda Z: tuple(map(tuple, np.hstack(Z))),
)


def split(scrambled, n_heads):
    n_tokens, columns = scrambled.shape
    return n_tokens, n_heads, columns // n_heads


wrong, right = answers_to("unscramble")

wrong("cut by words first: nothing moves", "Nothing has moved")(
    lambda s, n: s.reshape(split(s, n)).reshape(s.shape)
)
wrong("cut by words, then transposed", "You treated the rows as words, but they are not yet")(
    lambda s, n: s.reshape(split(s, n)).transpose(1, 0, 2).reshape(s.shape)
)
wrong("returned what was given", "Nothing has moved")(lambda s, n: s)


@wrong("/ for //: a shape with fractions", "", said="TypeError")
def unscramble_with_a_fraction(scrambled, n_heads):
    n_tokens, columns = scrambled.shape
    d_v = columns / n_heads
    return scrambled.reshape(n_heads, n_tokens, d_v).transpose(1, 0, 2).reshape(n_tokens, columns)


wrong("stopped at heads first", "You got Z back, heads first")(lambda s, n: s.reshape(n, len(s), -1))
wrong("did not join the heads again", "The words are in front, but the cut is missing")(
    lambda s, n: s.reshape(n, len(s), -1).transpose(1, 0, 2)
)
wrong("3 heads of the card", "You took 3 heads, as on the card")(
    lambda s, n: s.reshape(3, len(s), -1).transpose(1, 0, 2).reshape(len(s), -1)
)
wrong("d_v = 2 of the card", "You took 2 for d_v, as on the card")(
    lambda s, n: s.reshape(n, -1, 2).transpose(1, 0, 2).reshape(len(s), -1)
)
wrong("table transposed", "You turned the table over and cut it anew")(lambda s, n: s.T.reshape(s.shape))
wrong("last two axes swapped, not the first two", "You swapped the last two axes of Z")(
    lambda s, n: s.reshape(n, len(s), -1).swapaxes(1, 2).reshape(s.shape)
)
wrong("heads innermost: interleaved", "The right words, but their heads are mixed number by number")(
    lambda s, n: s.reshape(n, len(s), -1).transpose(1, 2, 0).reshape(s.shape)
)
wrong("axes of words and numbers confused in the first reshape", "You cut into [n_heads, d_v, n_tokens]")(
    lambda s, n: s.reshape(n, -1, len(s)).transpose(2, 0, 1).reshape(s.shape)
)
wrong("sorted each row", "You sorted each row")(lambda s, n: np.sort(s, axis=1))
wrong("two: heads reversed, transpose forgotten", "You turned the order of the heads round")(
    lambda s, n: s.reshape(n, len(s), -1)[::-1].reshape(s.shape)
)
wrong("rows in reversed order", "The order of the rows is turned round.")(
    lambda s, n: s.reshape(n, len(s), -1).swapaxes(0, 1).reshape(s.shape)[::-1]
)
wrong("n_heads and words confused", "You gave as many rows as there are heads")(
    lambda s, n: s.reshape(len(s), n, -1).swapaxes(0, 1).reshape(n, -1)
)


@right
def unscramble(scrambled, n_heads):
    numbers, n_tokens = list(scrambled.ravel()), len(scrambled)
    d_v = len(numbers) // n_heads // n_tokens
    result = np.zeros(scrambled.shape)
    for place, number in enumerate(numbers):
        head, rest = divmod(place, n_tokens * d_v)
        word, i = divmod(rest, d_v)
        result[word, head * d_v + i] = number
    return result


right(
    lambda s, n: s.reshape(n, len(s), -1).swapaxes(0, 1).reshape(s.shape),
    lambda s, n: np.hstack(np.split(s.ravel(), n)).reshape(n, len(s), -1).transpose(1, 0, 2).reshape(s.shape),
    lambda s, n: np.concatenate([part.reshape(len(s), -1) for part in np.split(s.ravel(), n)], axis=1),
)
