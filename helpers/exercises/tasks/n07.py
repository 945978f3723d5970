"""Notebook 7: eight heads, side by side."""

import numpy as np

from helpers.attention import softmax
from helpers.exercises.task import Task


def silence(concatenated, n_heads, head):
    d_v = concatenated.shape[1] // n_heads
    silenced = concatenated.copy()
    silenced[:, d_v * (head - 1) : d_v * head] = 0
    return silenced


def multi_head(X, W_query, W_key, W_value, W_out):
    Z = []
    for head in range(len(W_query)):
        Q, K, V = X @ W_query[head], X @ W_key[head], X @ W_value[head]
        Z.append(softmax(Q @ K.T / np.sqrt(Q.shape[1])) @ V)
    return np.concatenate(Z, axis=1) @ W_out


def side_by_side(Z):
    n_heads, n_tokens, d_v = Z.shape
    return Z.swapaxes(0, 1).reshape(n_tokens, n_heads * d_v)


def unscramble(scrambled, n_heads):
    n_tokens, width = scrambled.shape
    Z = scrambled.reshape(n_heads, n_tokens, width // n_heads)
    return Z.swapaxes(0, 1).reshape(n_tokens, width)


def _tags(heads, words, d_v=2):
    """Numbers that say where they belong: 231 is head 2, word 3, number 1. -> [n_heads, n_tokens, d_v]"""
    head, word, number = np.ix_(heads, words, range(1, d_v + 1))
    return (100 * head + 10 * word + number).astype(float)


def _drawn(rng):
    """Tags with other digits and of other sizes each time, never those of TAGS."""
    n_heads, n_tokens, d_v = rng.choice([5, 6]), rng.choice([7, 9]), rng.choice([3, 4])
    return _tags(rng.permutation(9)[:n_heads] + 1, rng.permutation(9)[:n_tokens] + 1, d_v)


def _to_silence(rng):
    Z = _drawn(rng)
    return {"concatenated": side_by_side(Z), "n_heads": len(Z), "head": int(rng.integers(1, min(len(Z), 4)))}


def _scrambled(rng):
    Z = _drawn(rng)
    return {"scrambled": Z.reshape(Z.shape[1], -1), "n_heads": len(Z)}


TAGS = _tags([1, 2, 3], [1, 2, 3, 4])


def _silenced(concatenated, where):
    return np.where(where, 0, concatenated)


def _slots(concatenated, n_heads, head):
    """Which columns belong to a head, counted from 1. -> bool [n_heads * d_v]"""
    return np.arange(concatenated.shape[1]) // (concatenated.shape[1] // n_heads) == head - 1


def _heads(rng):
    n_heads, n_tokens = rng.choice([3, 4]), rng.choice([8, 10])
    d_model, d_v = rng.choice([7, 9]), rng.choice([5, 6])
    W = {name: rng.normal(size=(n_heads, d_model, d_v)) for name in ("W_query", "W_key", "W_value")}
    return {
        "X": rng.normal(size=(n_tokens, d_model)),
        **W,
        "W_out": rng.normal(size=(n_heads * d_v, d_model)),
    }


def _z(X, W_query, W_key, W_value, divisor=None, axis=-1):
    Q, K, V = X @ W_query, X @ W_key, X @ W_value  # [n_heads, n_tokens, …]
    return softmax(Q @ K.swapaxes(1, 2) / (divisor or np.sqrt(Q.shape[2])), axis=axis) @ V


def _one_softmax(X, W_query, W_key, W_value, W_out, d_k=None):
    Q, K = (np.concatenate(W, axis=1) for W in (X @ W_query, X @ W_key))
    weights = softmax(Q @ K.T / np.sqrt(d_k or Q.shape[1]))
    return side_by_side(weights @ (X @ W_value)) @ W_out


TASKS = [
    Task(
        "silence-a-head",
        notebook=7,
        minutes=6,
        level="easy",
        goal="Write zeros into the slots of one head, for every word. All other numbers stay as they are.",
        takes={
            "concatenated": "[n_tokens, n_heads * d_v], the heads side by side",
            "n_heads": "how many heads there are",
            "head": "which one to silence, counted from 1",
        },
        gives={"silenced": "[n_tokens, n_heads * d_v]"},
        inputs=_to_silence,
        example={"concatenated": side_by_side(TAGS), "n_heads": 3, "head": 2},
        solution=silence,
        mistakes={
            "You silenced the next head: heads count from 1 here, columns from 0.": lambda concatenated, n_heads, head: (
                _silenced(concatenated, _slots(concatenated, n_heads, head + 1))
            ),
            "You silenced all heads but this one.": lambda concatenated, n_heads, head: _silenced(
                concatenated, ~_slots(concatenated, n_heads, head)
            ),
            "Use // in place of /: 6 / 3 gives 2.0, and a slice needs whole numbers.": lambda concatenated, n_heads, head: (
                concatenated[:, concatenated.shape[1] / n_heads * (head - 1) :]
            ),
            "You took slots of 64, the d_v of the model. Here a head has concatenated.shape[1] // n_heads of them.": (
                lambda concatenated, n_heads, head: _silenced(
                    concatenated, np.arange(concatenated.shape[1]) // 64 == head - 1
                )
            ),
            "You took n_heads columns for a head. Each owns d_v of them, concatenated.shape[1] // n_heads.": (
                lambda concatenated, n_heads, head: _silenced(
                    concatenated, np.arange(concatenated.shape[1]) // n_heads == head - 1
                )
            ),
            "You took one column of every n_heads. The slots of a head stand next to each other.": lambda concatenated, n_heads, head: (
                _silenced(concatenated, np.arange(concatenated.shape[1]) % n_heads == head - 1)
            ),
            "You wrote zeros into rows. Rows are words; the slots of a head are columns.": lambda concatenated, n_heads, head: (
                _silenced(
                    concatenated,
                    (np.arange(len(concatenated)) // (concatenated.shape[1] // n_heads) == head - 1)[:, None],
                )
            ),
            "You took the slots out. They must stay, with zeros in them.": lambda concatenated, n_heads, head: (
                concatenated[:, ~_slots(concatenated, n_heads, head)]
            ),
            "You silenced one column only. A head owns d_v of them.": lambda concatenated, n_heads, head: (
                _silenced(concatenated, np.arange(concatenated.shape[1]) == head - 1)
            ),
        },
        hints=(
            "Each head owns d_v columns, and they stand next to each other. How large is d_v?",
            "d_v = concatenated.shape[1] // n_heads. Head 1 owns the columns 0 to d_v − 1, head 2 the next d_v.",
            "silenced = concatenated.copy(), then silenced[:, d_v * (head - 1) : d_v * head] = 0.",
        ),
    ),
    Task(
        "whole-multi-head-attention",
        notebook=7,
        minutes=15,
        level="hard",
        goal="Compute multi-head attention as a whole: each head by itself from X, then side by side, then W_out.",
        takes={
            "X": "[n_tokens, d_model]",
            "W_query": "[n_heads, d_model, d_k]",
            "W_key": "[n_heads, d_model, d_k]",
            "W_value": "[n_heads, d_model, d_v]",
            "W_out": "[n_heads * d_v, d_model]",
        },
        gives={"output": "[n_tokens, d_model]"},
        inputs=_heads,
        example={
            "X": np.array([[1.0, 0, 2], [0, 1, 1]]),
            "W_query": np.array([[[1.0, 0], [0, 1], [1, 0]], [[0, 1], [2, 0], [0, 1]]]),
            "W_key": np.array([[[0.0, 1], [1, 0], [1, 1]], [[1, 0], [1, 1], [0, 0]]]),
            "W_value": np.array([[[1.0, 0], [0, 2], [0, 1]], [[0, 1], [1, 0], [1, 1]]]),
            "W_out": np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0]]),
        },
        solution=multi_head,
        mistakes={
            "You divided by the root of d_model, the length of a row of X. A score adds up d_k products: divide by √d_k.": (
                lambda X, W_query, W_key, W_value, W_out: (
                    side_by_side(_z(X, W_query, W_key, W_value, divisor=np.sqrt(X.shape[1]))) @ W_out
                )
            ),
            "You left out the division by √d_k.": lambda X, W_query, W_key, W_value, W_out: (
                side_by_side(_z(X, W_query, W_key, W_value, divisor=1)) @ W_out
            ),
            "You divided by 8. That is √64, and here a query has fewer numbers.": lambda X, W_query, W_key, W_value, W_out: (
                side_by_side(_z(X, W_query, W_key, W_value, divisor=8)) @ W_out
            ),
            "W_out got rows of d_v numbers only. The heads must stand side by side before it: np.concatenate needs axis=1.": (
                lambda X, W_query, W_key, W_value, W_out: (
                    np.concatenate(_z(X, W_query, W_key, W_value)) @ W_out
                )
            ),
            "Your reshape needs a transpose before it: the shape is right, but its rows mix several words.": (
                lambda X, W_query, W_key, W_value, W_out: (
                    _z(X, W_query, W_key, W_value).reshape(len(X), len(W_out)) @ W_out
                )
            ),
            "The heads stand number by number: all first numbers, then all second ones. Head 1 must fill the first d_v slots.": (
                lambda X, W_query, W_key, W_value, W_out: (
                    _z(X, W_query, W_key, W_value).transpose(1, 2, 0).reshape(len(X), len(W_out)) @ W_out
                )
            ),
            "W_out is still missing: you returned the heads side by side.": lambda X, W_query, W_key, W_value, W_out: (
                side_by_side(_z(X, W_query, W_key, W_value))
            ),
            "One softmax decides for all your heads. Each head needs weights of its own.": _one_softmax,
            "You took one softmax for all heads: that is one big head. Each head needs its own scores and weights.": (
                lambda *given: _one_softmax(*given, d_k=given[1].shape[2])
            ),
            "On a stack, .T turns all three axes round. Take one head in a loop, or swap the last two axes: K.swapaxes(1, 2).": (
                lambda X, W_query, W_key, W_value, W_out: (X @ W_query) @ (X @ W_key).T
            ),
            "All your heads use the matrices of head 1.": lambda X, W_query, W_key, W_value, W_out: (
                side_by_side(_z(X, *(np.repeat(W[:1], len(W), axis=0) for W in (W_query, W_key, W_value))))
                @ W_out
            ),
            "You mixed the keys. What is mixed are the values.": lambda X, W_query, W_key, W_value, W_out: (
                side_by_side(_z(X, W_query, W_key, W_key)) @ W_out
            ),
            "Your softmax runs down the columns. Each word that asks is a row, and its row must add up to 1.": (
                lambda X, W_query, W_key, W_value, W_out: (
                    side_by_side(_z(X, W_query, W_key, W_value, axis=-2)) @ W_out
                )
            ),
        },
        hints=(
            "Begin with one head: Q, K, V from W_query[0] and its two partners, then the formula of notebook 6.",
            "Do it in a loop over range(len(W_query)), and append each z to a list Z.",
            "After the loop: np.concatenate(Z, axis=1) @ W_out. In the loop: softmax(Q @ K.T / np.sqrt(Q.shape[1])) @ V.",
        ),
    ),
    Task(
        "side-by-side",
        notebook=7,
        minutes=5,
        level="medium",
        goal="Lay the heads side by side, head 1 first, with a transpose and reshape: no loop and no concatenate.",
        takes={"Z": "[n_heads, n_tokens, d_v], heads first"},
        gives={"concatenated": "[n_tokens, n_heads * d_v], each row one word"},
        inputs=lambda rng: {"Z": _drawn(rng)},
        example={"Z": TAGS},
        solution=side_by_side,
        mistakes={
            "You only cut anew. The shape is right, but each row holds several words: bring the words to the front first.": (
                lambda Z: Z.reshape(Z.shape[1], -1)
            ),
            "The heads are mixed within a row: first all first numbers, then all second ones. Swap only the first two axes.": (
                lambda Z: Z.transpose(1, 2, 0).reshape(Z.shape[1], -1)
            ),
            "You reversed all three axes: Z.T does that. Swap only the first two.": lambda Z: Z.T.reshape(
                Z.shape[1], -1
            ),
            "You swapped words and numbers. The words must come to the front: swap the first two axes, 0 and 1.": lambda Z: (
                Z.swapaxes(1, 2).reshape(Z.shape[1], -1)
            ),
            "You laid the heads below each other: every head is a block of rows now.": lambda Z: Z.reshape(
                -1, Z.shape[2]
            ),
            "You added the heads up. Each keeps its own slots.": lambda Z: Z.sum(axis=0),
            "The words are in front, but the cut is missing: a row must be one line of n_heads * d_v numbers.": (
                lambda Z: Z.swapaxes(0, 1)
            ),
        },
        hints=(
            "reshape reads the numbers in order: one matrix after the other, row by row. So what must stand in front?",
            "Z.swapaxes(0, 1) has the shape [n_tokens, n_heads, d_v]: everything about one word stands together.",
            "n_heads, n_tokens, d_v = Z.shape, then Z.swapaxes(0, 1).reshape(n_tokens, n_heads * d_v).",
        ),
    ),
    Task(
        "unscramble",
        notebook=7,
        minutes=8,
        level="hard",
        goal="Someone forgot the transpose. Put every number back where it belongs, so that each row is one word, head 1 first.",
        takes={
            "scrambled": "[n_tokens, n_heads * d_v], Z.reshape(n_tokens, n_heads * d_v) without a transpose",
            "n_heads": "how many heads there are",
        },
        gives={"concatenated": "[n_tokens, n_heads * d_v], each row one word"},
        inputs=_scrambled,
        example={"scrambled": TAGS.reshape(4, 6), "n_heads": 3},
        solution=unscramble,
        mistakes={
            "Nothing has moved: reshape alone keeps the order of the numbers.": lambda scrambled, n_heads: (
                scrambled.copy()
            ),
            "You treated the rows as words, but they are not yet. First get Z back, heads first: [n_heads, n_tokens, d_v].": (
                lambda scrambled, n_heads: (
                    scrambled.reshape(len(scrambled), n_heads, -1).swapaxes(0, 1).reshape(scrambled.shape)
                )
            ),
            "You turned the table over and cut it anew. The rows of the table are no words, so this scrambles it further.": (
                lambda scrambled, n_heads: scrambled.T.reshape(scrambled.shape)
            ),
            "The right words, but their heads are mixed number by number. Swap only the first two axes of Z.": (
                lambda scrambled, n_heads: (
                    scrambled.reshape(n_heads, len(scrambled), -1).transpose(1, 2, 0).reshape(scrambled.shape)
                )
            ),
            "You got Z back, heads first. Now lay the heads side by side.": lambda scrambled, n_heads: (
                scrambled.reshape(n_heads, len(scrambled), -1)
            ),
        },
        hints=(
            "The wrong reshape kept the order of the numbers, so another reshape can undo it. What shape did Z have?",
            "Z = scrambled.reshape(n_heads, n_tokens, d_v), where d_v is the width divided by n_heads.",
            "Then do what should have been done: Z.swapaxes(0, 1).reshape(n_tokens, width).",
        ),
    ),
]
