"""The numbers of notebook 6 and of its questions."""

import math
from functools import cache

import numpy as np

from helpers import models
from helpers.attention import self_attention, softmax
from tests.sentences import TIRED
from tests.truth.numerals import word


def n_tokens():
    return len(models.load("pronouns").tokens(TIRED))


def it():
    return models.load("pronouns").tokens(TIRED).index("it")


def small():
    """The mix of “it” in the small formula: its two weights, and the first number of z."""
    weights = softmax(np.array([12, 13]) / math.sqrt(3))
    return *weights, weights @ [2, 3]


@cache
def before_and_after():
    """Layer 2, head 1, as it is and with the row of “it” doubled. -> two AttentionSteps"""
    model = models.load("pronouns")
    x, layer = model.run(TIRED).layers[0].output, model.layers[1]
    doubled = x.copy()
    doubled[it()] *= 2
    return [self_attention(X, layer.W_query[0], layer.W_key[0], layer.W_value[0]) for X in (x, doubled)]


def moved(row):
    before, after = before_and_after()
    return float(np.abs(after.context - before.context).max(axis=1)[row])


def sharpened():
    """How far row 10 moves, and the largest weight that it had before."""
    weights = before_and_after()[0].weights[it()]
    assert weights.argmax() == models.load("pronouns").tokens(TIRED).index("animal")
    return moved(it()), weights.max()


def full_stop():
    """How far the last row moves, which is the farthest, and what it gives “it” before and after."""
    assert moved(-1) == max(moved(row) for row in range(n_tokens()))
    return moved(-1), *(steps.weights[-1, it()] for steps in before_and_after())


CLAIMS = {
    "Here all {} words go that way": n_tokens,
    "`it` is {} for word {}": lambda: (it(), it() + 1),
    "The product holds all {}": lambda: n_tokens() ** 2,
    "their softmax is {:.2f} and {:.2f}": lambda: small()[:2],
    "${:.2f}·2 + {:.2f}·3 = {:.2f}$": small,
    "Row 1 moves by {:.3f} only": lambda: moved(0),
    "Row 10 itself moves by {:.3f} only: a doubled query sharpens a row, and this one had {:.2f}": sharpened,
    "most, by {:.3f}: it gave “it” a weight of {:.2f}, and now gives it {:.2f}": full_stop,
    "For {} words it needs {} scores, where the whole table has {}": lambda: (
        *(n_tokens(),) * 2,
        n_tokens() ** 2,
    ),
    "together {:,}": lambda: 2 * 256 * 256 * 64,
    "one step up means {} times as much": lambda: word(10),  # both axes count powers of ten
    "The model has {} of them in each layer": lambda: word(models.load("pronouns").n_heads),
    "about {} million": lambda: round(2 * 256 * 256 * 64 / 1e6),
    "What then needs {} times as much memory": lambda: word(2**2),
}
