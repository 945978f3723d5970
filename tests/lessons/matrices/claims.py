"""The numbers of notebook 6 and of its questions."""

import math

import numpy as np

from helpers import models
from helpers.attention import softmax
from tests.sentences import TIRED
from tests.truth.numerals import word


def n_tokens():
    return len(models.load("pronouns").tokens(TIRED))


def it():
    return models.load("pronouns").tokens(TIRED).index("it")


def small():
    """The two weights of “it” in the small formula."""
    return tuple(softmax(np.array([12, 13]) / math.sqrt(3)))


CLAIMS = {
    "Now all {} words go that way": n_tokens,
    "You shuffle the rows of X, the {} words": n_tokens,
    "the {} other words came with it": lambda: n_tokens() - 1,
    "word {} is `it = {}`": lambda: (it() + 1, it()),
    "The product holds all {}": lambda: n_tokens() ** 2,
    "their softmax is {:.2f} and {:.2f}": small,
    "For {} words it needs {} scores, where the whole table has {}": lambda: (
        *(n_tokens(),) * 2,
        n_tokens() ** 2,
    ),
    "the weights of one head take $n · n · {}$ bytes": lambda: (
        models.load("pronouns").attention(TIRED).itemsize
    ),
    "together {:,}": lambda: 2 * 256 * 256 * 64,
    "one step up means {} times as much": lambda: word(10),  # both axes count powers of ten
    "The model has {} of them in each layer": lambda: word(models.load("pronouns").n_heads),
    "What then needs {} times as much memory": lambda: word(2**2),
}
