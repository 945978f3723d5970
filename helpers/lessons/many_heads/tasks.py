"""Notebook 7: eight heads, side by side."""

import numpy as np

from helpers.attention import softmax
from helpers.exercises import slips
from helpers.exercises.slips import Slips, attend, sizes_of
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
    return {"concatenated": side_by_side(Z), "n_heads": len(Z), "head": int(rng.integers(1, len(Z) + 1))}


def _scrambled(rng):
    Z = _drawn(rng)
    return {"scrambled": Z.reshape(Z.shape[1], -1), "n_heads": len(Z)}


TAGS = _tags([1, 2, 3], [1, 2, 3, 4])


def _silenced(concatenated, where):
    return np.where(where, 0, concatenated)


def _slots(concatenated, n_heads, head):
    """Which columns belong to a head, counted from 1. -> bool [n_heads * d_v]"""
    return np.arange(concatenated.shape[1]) // (concatenated.shape[1] // n_heads) == head - 1


def _columns(concatenated, n_heads, first, last, begin=0, end=0):
    """Which columns belong to the heads from the first (from 0) up to the last, moved by a few. -> bool"""
    d_v = concatenated.shape[1] // n_heads
    place = np.arange(concatenated.shape[1])
    return (place >= d_v * first + begin) & (place < d_v * last + end)


def _heads(rng):
    n_heads, n_tokens, d_model = rng.choice([3, 4]), rng.choice([8, 10]), rng.choice([7, 9])
    d_k, d_v = rng.choice([2, 6]), rng.choice([3, 5] if n_heads == 4 else [5])  # all sizes differ, and roots
    widths = {"W_query": d_k, "W_key": d_k, "W_value": d_v}
    W = {name: rng.normal(size=(n_heads, d_model, width)) for name, width in widths.items()}
    W_out = rng.normal(size=(n_heads * d_v, d_model))
    return {
        "X": rng.normal(size=(n_tokens, d_model)),
        **{name: 1.2 * each / np.sqrt(d_model) for name, each in W.items()},
        "W_out": W_out,
    }


def _z(X, W_query, W_key, W_value):
    Q, K = X @ W_query, X @ W_key  # [n_heads, n_tokens, …]
    return softmax(Q @ K.swapaxes(1, 2) / np.sqrt(Q.shape[2])) @ (X @ W_value)


def _one_softmax(X, W_query, W_key, W_value, W_out, d_k=None):
    Q, K = (np.concatenate(W, axis=1) for W in (X @ W_query, X @ W_key))
    weights = softmax(Q @ K.T / np.sqrt(d_k or Q.shape[1]))
    return side_by_side(weights @ (X @ W_value)) @ W_out


def _whole(step, X, W_query, W_key, W_value, W_out):
    W_query, W_key, W_value = step.matrices(W_query, W_key, W_value)
    sizes = sizes_of(
        d_k=W_key.shape[2], n=len(X), d_model=X.shape[1], d_v=W_value.shape[2], n_heads=len(W_key)
    )
    z = attend(step, X @ W_query, X @ W_key, X @ W_value, sizes)
    return step.out(step.together(z, len(W_out)), W_out)


def _of_one_head(place):
    return lambda *matrices: [np.repeat(W[[place]], len(W), axis=0) for W in matrices]


WHOLE = Slips(
    _whole,
    slips.RIGHT
    | {
        "matrices": lambda *matrices: matrices,
        "together": lambda z, width: side_by_side(z),
        "out": lambda concatenated, W_out: concatenated @ W_out,
    },
    slips.DIVISORS
    | slips.roots(
        n="the number of words",
        d_model="d_model, the length of a row of X",
        d_v="d_v, how many numbers a value has",
        n_heads="the number of heads",
    )
    | slips.SHARES
    | slips.TABLE_SHARES
    | {
        "You mixed the keys. What is mixed are the values.": {"mix": lambda weights, K, V: weights @ K},
        "The mixed values went through one more softmax: they are done.": {
            "mix": lambda weights, K, V: softmax(weights @ V)
        },
        "Your reshape needs a transpose before it: the shape is right, but its rows mix several words.": {
            "together": lambda z, width: z.reshape(z.shape[1], width)
        },
        (
            "The heads stand number by number: all first numbers, then all second ones. "
            "Head 1 must fill the first d_v slots."
        ): {"together": lambda z, width: z.transpose(1, 2, 0).reshape(z.shape[1], width)},
        "Your heads stand in turned order: head 1 must fill the first d_v slots.": {
            "together": lambda z, width: side_by_side(z[::-1])
        },
        "W_out is still missing: you returned the heads side by side.": {
            "out": lambda concatenated, W_out: concatenated
        },
        "Your softmax shares among the heads (axis=0): each row of a head shares among the words.": {
            "share": lambda scores: softmax(scores, axis=0)
        },
        "All your heads use the mean of their weights: each has weights of its own.": {
            "share": lambda scores: np.broadcast_to(softmax(scores).mean(axis=0), scores.shape)
        },
        "All your heads use the values of head 1.": {
            "matrices": lambda W_query, W_key, W_value: (
                W_query,
                W_key,
                np.repeat(W_value[:1], len(W_value), axis=0),
            )
        },
        "All your heads use the matrices of head 1.": {"matrices": _of_one_head(0)},
        "All your heads use the matrices of the last head.": {"matrices": _of_one_head(-1)},
        "You counted heads from 1, so each head uses the matrices of the one before it.": {
            "matrices": lambda *matrices: [np.roll(W, 1, axis=0) for W in matrices]
        },
        "You made the keys with W_query: each role has a matrix of its own.": {
            "matrices": lambda W_query, W_key, W_value: (W_query, W_query, W_value)
        },
        "You made the queries with W_key: each role has a matrix of its own.": {
            "matrices": lambda W_query, W_key, W_value: (W_key, W_key, W_value)
        },
        "You divided what the heads found by their number: they stand side by side, nothing is averaged.": {
            "together": lambda z, width: side_by_side(z) / len(z)
        },
    },
)


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
        draws=8,
        example={"concatenated": side_by_side(TAGS), "n_heads": 3, "head": 2},
        solution=silence,
        mistakes={
            (
                "You silenced the first slot of the head only: it has d_v slots."
            ): lambda concatenated, n_heads, head: _silenced(
                concatenated,
                np.arange(concatenated.shape[1]) == (head - 1) * concatenated.shape[1] // n_heads,
            ),
            (
                "You silenced the next head: heads count from 1 here, columns from 0."
            ): lambda concatenated, n_heads, head: _silenced(
                concatenated, _slots(concatenated, n_heads, head + 1)
            ),
            "You silenced all heads but this one.": lambda concatenated, n_heads, head: _silenced(
                concatenated, ~_slots(concatenated, n_heads, head)
            ),
            (
                "Use // in place of /: 6 / 3 gives 2.0, and a slice needs whole numbers."
            ): lambda concatenated, n_heads, head: concatenated[
                :, concatenated.shape[1] / n_heads * (head - 1) :
            ],
            (
                "Your slots are as wide as the whole table, or wider: "
                "a head owns concatenated.shape[1] // n_heads columns."
            ): (
                lambda concatenated, n_heads, head: _silenced(
                    concatenated, np.arange(concatenated.shape[1]) // 64 == head - 1
                )
            ),
            "You took n_heads columns for a head. Each owns d_v of them, concatenated.shape[1] // n_heads.": (
                lambda concatenated, n_heads, head: _silenced(
                    concatenated, np.arange(concatenated.shape[1]) // n_heads == head - 1
                )
            ),
            (
                "You took one column of every n_heads. The slots of a head stand next to each other."
            ): lambda concatenated, n_heads, head: _silenced(
                concatenated, np.arange(concatenated.shape[1]) % n_heads == head - 1
            ),
            (
                "You wrote zeros into rows. Rows are words; the slots of a head are columns."
            ): lambda concatenated, n_heads, head: _silenced(
                concatenated,
                (np.arange(len(concatenated)) // (concatenated.shape[1] // n_heads) == head - 1)[:, None],
            ),
            (
                "You took the slots out. They must stay, with zeros in them."
            ): lambda concatenated, n_heads, head: concatenated[:, ~_slots(concatenated, n_heads, head)],
            "You silenced one column only. A head owns d_v of them.": lambda concatenated, n_heads, head: (
                _silenced(concatenated, np.arange(concatenated.shape[1]) == head - 1)
            ),
            (
                "You silenced the head before it: head 1 begins at column 0, so it is d_v * (head - 1)."
            ): lambda concatenated, n_heads, head: _silenced(
                concatenated, _slots(concatenated, n_heads, head - 1)
            ),
            (
                "You silenced this head and all after it: the slice needs an end, d_v * head."
            ): lambda concatenated, n_heads, head: _silenced(
                concatenated, _columns(concatenated, n_heads, head - 1, n_heads)
            ),
            (
                "You silenced this head and all before it: the slice needs a start, d_v * (head - 1)."
            ): lambda concatenated, n_heads, head: _silenced(
                concatenated, _columns(concatenated, n_heads, 0, head)
            ),
            (
                "Your slice ends one column too early: the end of a slice is left out by itself."
            ): lambda concatenated, n_heads, head: _silenced(
                concatenated, _columns(concatenated, n_heads, head - 1, head, end=-1)
            ),
            (
                "Your slice ends one column too late: the end of a slice is left out."
            ): lambda concatenated, n_heads, head: _silenced(
                concatenated, _columns(concatenated, n_heads, head - 1, head, end=1)
            ),
            (
                "Your slice begins one column too late: columns count from 0."
            ): lambda concatenated, n_heads, head: _silenced(
                concatenated, _columns(concatenated, n_heads, head - 1, head, begin=1)
            ),
            (
                "Your slice stands one column too far to the right: columns count from 0."
            ): lambda concatenated, n_heads, head: _silenced(
                concatenated, _columns(concatenated, n_heads, head - 1, head, begin=1, end=1)
            ),
            (
                "You silenced the head for one word only: take all rows, with [:, …]."
            ): lambda concatenated, n_heads, head: _silenced(
                concatenated,
                _slots(concatenated, n_heads, head) & (np.arange(len(concatenated)) == 0)[:, None],
            ),
            "You always silenced head 1, whatever head says.": lambda concatenated, n_heads, head: _silenced(
                concatenated, _slots(concatenated, n_heads, 1)
            ),
            (
                "Nothing is silenced: the zeros must be written into what you return."
            ): lambda concatenated, n_heads, head: concatenated.copy(),
            (
                "Everything is silenced: only the slots of this head should be 0."
            ): lambda concatenated, n_heads, head: np.zeros_like(concatenated),
            (
                "You returned the slots of this head alone: return all, with zeros in these."
            ): lambda concatenated, n_heads, head: concatenated[:, _slots(concatenated, n_heads, head)],
            "You counted the heads from the end.": lambda concatenated, n_heads, head: _silenced(
                concatenated, _slots(concatenated, n_heads, n_heads + 1 - head)
            ),
            (
                "You returned the zeros alone: return all, with zeros in these slots."
            ): lambda concatenated, n_heads, head: np.zeros(
                (len(concatenated), concatenated.shape[1] // n_heads)
            ),
            "You took 2 columns for a head, as on the card: d_v is concatenated.shape[1] // n_heads.": (
                lambda concatenated, n_heads, head: _silenced(
                    concatenated, np.arange(concatenated.shape[1]) // 2 == head - 1
                )
            ),
            "You wrote zeros into the row of this number: the slots of a head are columns.": (
                lambda concatenated, n_heads, head: _silenced(
                    concatenated, (np.arange(len(concatenated)) == head - 1)[:, None]
                )
            ),
            "Heads were counted from 0, and n_heads taken for the width of a head.": (
                lambda concatenated, n_heads, head: _silenced(
                    concatenated, np.arange(concatenated.shape[1]) // n_heads == head
                )
            ),
        },
        hints=(
            "Each head owns d_v columns, and they stand next to each other. How large is d_v?",
            (
                "d_v = concatenated.shape[1] // n_heads. "
                "Head 1 owns the columns 0 to d_v − 1, head 2 the next d_v."
            ),
            "silenced = concatenated.copy(), then silenced[:, d_v * (head - 1) : d_v * head] = 0.",
        ),
    ),
    Task(
        "side-by-side",
        notebook=7,
        more="07_without_a_loop",
        minutes=5,
        level="medium",
        goal="Lay the heads side by side, head 1 first, with a transpose and reshape: "
        "no loop and no concatenate.",
        takes={"Z": "[n_heads, n_tokens, d_v], heads first"},
        gives={"concatenated": "[n_tokens, n_heads * d_v], each row one word"},
        inputs=lambda rng: {"Z": _drawn(rng)},
        example={"Z": TAGS},
        solution=side_by_side,
        mistakes={
            "You cut into as many rows as there are heads: there is one row for each word.": lambda Z: (
                Z.swapaxes(0, 1).reshape(len(Z), -1)
            ),
            "You took 4 words, as on the card: take their number from Z.shape.": lambda Z: Z.swapaxes(
                0, 1
            ).reshape(4, -1),
            "You wrote down the sizes of the card, 4 and 6: take them from Z.shape.": lambda Z: Z.swapaxes(
                0, 1
            ).reshape(4, 6),
            (
                "You only cut anew. The shape is right, but each row holds several words: "
                "bring the words to the front first."
            ): (lambda Z: Z.reshape(Z.shape[1], -1)),
            (
                "The heads are mixed within a row: first all first numbers, then all second ones. "
                "Swap only the first two axes."
            ): (lambda Z: Z.transpose(1, 2, 0).reshape(Z.shape[1], -1)),
            "You reversed all three axes: Z.T does that. Swap only the first two.": lambda Z: Z.T.reshape(
                Z.shape[1], -1
            ),
            (
                "You swapped words and numbers. The words must come to the front: "
                "swap the first two axes, 0 and 1."
            ): lambda Z: Z.swapaxes(1, 2).reshape(Z.shape[1], -1),
            "You laid the heads below each other: every head is a block of rows now.": lambda Z: Z.reshape(
                -1, Z.shape[2]
            ),
            "You added the heads up. Each keeps its own slots.": lambda Z: Z.sum(axis=0),
            (
                "The words are in front, but the cut is missing: "
                "a row must be one line of n_heads * d_v numbers."
            ): (lambda Z: Z.swapaxes(0, 1)),
            "The heads stand in turned order: head 1 comes first.": lambda Z: side_by_side(Z[::-1]),
            "You took the mean over the heads. Each keeps its own slots.": lambda Z: Z.mean(axis=0),
            "Only the first head is there: all heads stand side by side.": lambda Z: Z[0],
            "Your rows are heads: each row should be a word.": lambda Z: Z.reshape(len(Z), -1),
            "You read the numbers column by column (order='F') and swapped nothing.": lambda Z: Z.reshape(
                Z.shape[1], -1, order="F"
            ),
            "The last head stands first: head 1 comes first.": lambda Z: side_by_side(np.roll(Z, 1, axis=0)),
            "You returned the heads as they are, a stack: lay them side by side.": lambda Z: Z.copy(),
            "You cut anew, with the heads in turned order: bring the words to the front first.": lambda Z: Z[
                ::-1
            ].reshape(Z.shape[1], -1),
        },
        hints=(
            (
                "reshape reads the numbers in order: one matrix after the other, row by row. "
                "So what must stand in front?"
            ),
            (
                "Z.swapaxes(0, 1) has the shape [n_tokens, n_heads, d_v]: "
                "everything about one word stands together."
            ),
            "n_heads, n_tokens, d_v = Z.shape, then Z.swapaxes(0, 1).reshape(n_tokens, n_heads * d_v).",
        ),
    ),
    Task(
        "unscramble",
        notebook=7,
        more="07_without_a_loop",
        minutes=8,
        level="hard",
        goal="Someone forgot the transpose. "
        "Put every number back where it belongs, so that each row is one word, head 1 first.",
        takes={
            "scrambled": "[n_tokens, n_heads * d_v], Z.reshape(n_tokens, n_heads * d_v) without a transpose",
            "n_heads": "how many heads there are",
        },
        gives={"concatenated": "[n_tokens, n_heads * d_v], each row one word"},
        inputs=_scrambled,
        example={"scrambled": TAGS.reshape(4, 6), "n_heads": 3},
        solution=unscramble,
        mistakes={
            (
                "You gave as many rows as there are heads: there is one row for each word."
            ): lambda scrambled, n_heads: (
                scrambled.reshape(len(scrambled), n_heads, -1).swapaxes(0, 1).reshape(n_heads, -1)
            ),
            (
                "You turned the order of the heads round, and the transpose is still missing."
            ): lambda scrambled, n_heads: scrambled.reshape(n_heads, len(scrambled), -1)[::-1].reshape(
                scrambled.shape
            ),
            (
                "You sorted each row: the numbers of a word are spread over several rows."
            ): lambda scrambled, n_heads: np.sort(scrambled, axis=1),
            (
                "You took 2 for d_v, as on the card: d_v is the width divided by n_heads."
            ): lambda scrambled, n_heads: (
                scrambled.reshape(n_heads, -1, 2).swapaxes(0, 1).reshape(len(scrambled), -1)
            ),
            "Nothing has moved: reshape alone keeps the order of the numbers.": lambda scrambled, n_heads: (
                scrambled.copy()
            ),
            (
                "You treated the rows as words, but they are not yet. First get Z back, heads first: "
                "[n_heads, n_tokens, d_v]."
            ): (
                lambda scrambled, n_heads: (
                    scrambled.reshape(len(scrambled), n_heads, -1).swapaxes(0, 1).reshape(scrambled.shape)
                )
            ),
            (
                "You turned the table over and cut it anew. "
                "The rows of the table are no words, so this scrambles it further."
            ): (lambda scrambled, n_heads: scrambled.T.reshape(scrambled.shape)),
            (
                "The right words, but their heads are mixed number by number. "
                "Swap only the first two axes of Z."
            ): (
                lambda scrambled, n_heads: (
                    scrambled.reshape(n_heads, len(scrambled), -1).transpose(1, 2, 0).reshape(scrambled.shape)
                )
            ),
            "You got Z back, heads first. Now lay the heads side by side.": lambda scrambled, n_heads: (
                scrambled.reshape(n_heads, len(scrambled), -1)
            ),
            (
                "You cut into [n_heads, d_v, n_tokens]: "
                "the wrong reshape read Z word by word, so it was [n_heads, n_tokens, d_v]."
            ): (
                lambda scrambled, n_heads: (
                    scrambled.reshape(n_heads, -1, len(scrambled)).transpose(2, 0, 1).reshape(scrambled.shape)
                )
            ),
            "The heads stand in turned order: head 1 comes first.": lambda scrambled, n_heads: side_by_side(
                scrambled.reshape(n_heads, len(scrambled), -1)[::-1]
            ),
            "You sorted the numbers: their places tell where they belong, not their size.": (
                lambda scrambled, n_heads: np.sort(scrambled.ravel()).reshape(scrambled.shape)
            ),
            (
                "The words are in front, but the cut is missing: "
                "a row must be one line of n_heads * d_v numbers."
            ): (lambda scrambled, n_heads: scrambled.reshape(n_heads, len(scrambled), -1).swapaxes(0, 1)),
            (
                "You took n_heads for the number of words: Z is [n_heads, n_tokens, d_v]."
            ): lambda scrambled, n_heads: (
                scrambled.reshape(len(scrambled), -1, n_heads).swapaxes(1, 2).reshape(scrambled.shape)
            ),
            "You took 3 heads, as on the card: there are n_heads.": lambda scrambled, n_heads: (
                scrambled.reshape(3, len(scrambled), -1).swapaxes(0, 1).reshape(scrambled.shape)
            ),
            "You swapped the last two axes of Z: swap the first two.": lambda scrambled, n_heads: (
                scrambled.reshape(n_heads, len(scrambled), -1).swapaxes(1, 2).reshape(scrambled.shape)
            ),
        },
        hints=(
            (
                "The wrong reshape kept the order of the numbers, so another reshape can undo it. "
                "What shape did Z have?"
            ),
            "Z = scrambled.reshape(n_heads, n_tokens, d_v), where d_v is the width divided by n_heads.",
            "Then do what should have been done: Z.swapaxes(0, 1).reshape(n_tokens, width).",
        ),
    ),
    Task(
        "whole-multi-head-attention",
        notebook=7,
        more="07_without_a_loop",
        minutes=15,
        level="hard",
        goal="Compute multi-head attention as a whole: "
        "each head by itself from X, then side by side, then W_out.",
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
        mistakes=WHOLE.singly()
        | {
            (
                "You added the heads up and laid this sum side by side: each head has slots of its own."
            ): lambda X, W_query, W_key, W_value, W_out: (
                np.hstack([_z(X, W_query, W_key, W_value).sum(axis=0)] * len(W_query)) @ W_out
            ),
            (
                "W_out got rows of d_v numbers only. "
                "The heads must stand side by side before it (axis=1): "
                "all of them, not below each other and not added up."
            ): (
                lambda X, W_query, W_key, W_value, W_out: (
                    np.concatenate(_z(X, W_query, W_key, W_value)) @ W_out
                )
            ),
            "One softmax decides for all your heads. Each head needs weights of its own.": _one_softmax,
            (
                "You took one softmax for all heads: that is one big head. "
                "Each head needs its own scores and weights."
            ): (lambda *given: _one_softmax(*given, d_k=given[1].shape[2])),
            (
                "On a stack, .T turns all three axes round. "
                "Take one head in a loop, or swap the last two axes: K.swapaxes(1, 2)."
            ): (lambda X, W_query, W_key, W_value, W_out: (X @ W_query) @ (X @ W_key).T),
            (
                "Only the first head came back. Does `return` stand inside the loop? "
                "It ends the function at once."
            ): (lambda X, W_query, W_key, W_value, W_out: _z(X, W_query, W_key, W_value)[0]),
            "Only the first head went through W_out. Does `return` stand inside the loop?": (
                lambda X, W_query, W_key, W_value, W_out: (
                    _z(X, W_query, W_key, W_value)[0] @ W_out[: W_value.shape[2]]
                )
            ),
            "You returned what the heads found as a stack: lay them side by side, then W_out.": (
                lambda X, W_query, W_key, W_value, W_out: _z(X, W_query, W_key, W_value)
            ),
            "The word that went in was added: a residual comes later, in notebook 10.": (
                lambda X, W_query, W_key, W_value, W_out: X + multi_head(X, W_query, W_key, W_value, W_out)
            ),
            "You took two heads only, as on the card: go through range(len(W_query)).": (
                lambda X, W_query, W_key, W_value, W_out: (
                    np.concatenate(_z(X, W_query, W_key, W_value)[:2], axis=1) @ W_out
                )
            ),
            "You added the heads up, and used the first rows of W_out only: they must stand side by side.": (
                lambda X, W_query, W_key, W_value, W_out: (
                    _z(X, W_query, W_key, W_value).sum(axis=0) @ W_out[: W_value.shape[2]]
                )
            ),
        },
        doubles=WHOLE.in_pairs(),
        hints=(
            (
                "Begin with one head: Q, K, V from W_query[0] and its two partners, "
                "then the formula of notebook 6."
            ),
            "Do it in a loop over range(len(W_query)), and append each z to a list Z.",
            (
                "After the loop: np.concatenate(Z, axis=1) @ W_out. In the loop: "
                "softmax(Q @ K.T / np.sqrt(Q.shape[1])) @ V."
            ),
        ),
    ),
]
