"""The numbers of notebook 4 and of its questions."""

import math

import numpy as np

from helpers.attention import entropy, softmax
from helpers.lessons.scale import frames as scale
from tests.truth.numerals import word


def by_hand():
    """The shares of 14 and 12, divided by e^12 above and below."""
    ratio = math.exp(14 - 12)
    return ratio, ratio, ratio + 1, ratio / (ratio + 1), ratio + 1, 1 / (ratio + 1)


def first_that_does_not_fit(number):
    """The first whole number whose power of e is larger than any number of this kind."""
    with np.errstate(over="ignore"):
        return next(n for n in range(1000) if np.isinf(np.exp(number(n))))


def first_that_saturates():
    """From which d_k on multiplied scores give one word 0.95 or more in the mean, and how much."""
    largest = [
        softmax(scores * math.sqrt(d_k)).max(axis=1).mean()
        for d_k, scores in zip(scale.LENGTHS, scale.random_scores(), strict=True)
    ]
    first = next(place for place, mean in enumerate(largest) if mean >= 0.95)
    assert min(largest[first:]) == largest[first]
    return scale.LENGTHS[first], largest[first]


def at_64():
    scores = scale.random_scores()[list(scale.LENGTHS).index(64)]
    return np.exp(entropy(softmax(scores / math.sqrt(64)))).mean()


CLAIMS = {
    "it raises the number $e \\approx {:.3f}$ to the power": lambda: math.e,
    "= e^2 \\approx {:.2f}$, the shares are ${:.2f} / {:.2f} \\approx {:.2f}$ and "
    "$1 / {:.2f} \\approx {:.2f}$": by_hand,
    "from $e^{{{}}}$ on, a number no longer fits": lambda: first_that_does_not_fit(np.float64),
    "(in float32, which the model uses, from $e^{{{}}}$ on)": lambda: first_that_does_not_fit(np.float32),
    "{} makes a ratio of $e^{{16}}$, about {} million to one": lambda: (
        112 - 96,
        word(round(math.exp(112 - 96) / 1e6)),
    ),
    "{:g} for two words, {:.3f} for 14": lambda: (2 * (1 - 1 / 2), 2 * (1 - 1 / 14)),
    "$\\sqrt{{d_k}} = \\sqrt 3 \\approx {:.2f}$": lambda: math.sqrt(3),
    "from $d_k = {}$ on, one word takes {:.2f} or more": first_that_saturates,
    "14 out of {} cells": lambda: 14 * 14,
    "Try {:.2f} and {:.2f} on paper": lambda: tuple(softmax([14, 12])),
    "becomes {} of {} against {} of {}, although": lambda: (2 + 1, 2 + 1 + 1 + 1, 1 + 1, 2 + 1 + 1 + 1),
    "about {:.1f} of 14 words share the attention at d_k = 64": at_64,
}
