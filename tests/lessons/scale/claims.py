"""The numbers of notebook 4 and of its questions."""

import math
from functools import cache

import numpy as np

from helpers import models
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


@cache
def scores_of_it():
    """The scores of “it” in head 1 of layer 2; the two words with the highest are animal and street."""
    steps = models.load("pronouns").run("The animal didn't cross the street because it was too tired.")
    scores = steps.layers[1].attention.heads.scores[0, steps.tokens.index("it")].astype(float)
    assert [steps.tokens[place] for place in scores.argsort()[:-3:-1]] == ["animal", "street"]
    assert (np.delete(scores, [1, 7]) < 0).mean() > 0.5  # "most of them are below 0"
    return scores


def row_of_it():
    scores = scores_of_it()
    return scores[1], scores[1] / 8, softmax(scores / 8)[1]


CLAIMS = {
    "It raises the number $e \\approx {:.3f}$ to the power": lambda: math.e,
    "= e^2 \\approx {:.2f}$, the shares are ${:.2f} / {:.2f} \\approx {:.2f}$ and "
    "$1 / {:.2f} \\approx {:.2f}$": by_hand,
    "From $e^{{{}}}$ on, a number no longer fits": lambda: first_that_does_not_fit(np.float64),
    "(in float32, which the model uses, from $e^{{{}}}$ on)": lambda: first_that_does_not_fit(np.float32),
    "differ by {}, which makes a ratio of $e^{{16}}$, about {} million to one": lambda: (
        112 - 96,
        word(round(math.exp(112 - 96) / 1e6)),
    ),
    "“Machines” gets {:.2f} of the attention": lambda: softmax([14, 12])[1],
    "{:.2f}, as before": lambda: softmax([14, 12])[1],
    "difference of {} into a ratio of millions to 1": lambda: 112 - 96,
    "their difference is {} now": lambda: 112 - 96,
    "the {:.2f} that “animal” scored with “it”": lambda: row_of_it()[0],
    "that means {:.2f} → {:.2f} → {:.3f}": row_of_it,
    "The other {} words have less": lambda: len(scores_of_it()) - 2,
    "See all {} words on their way": lambda: len(scores_of_it()),
    "a factor of {:.1f} in the weights. “street” is more than {} steps behind": lambda: (
        math.e,
        math.floor((scores_of_it()[1] - scores_of_it()[7]) / 8),
    ),
    "{:g} for two words, {:.3f} for 14": lambda: (2 * (1 - 1 / 2), 2 * (1 - 1 / 14)),
    "$\\sqrt{{d_k}} = \\sqrt 3 \\approx {:.2f}$": lambda: math.sqrt(3),
    "from $d_k = {}$ on, one word takes {:.2f} or more": first_that_saturates,
    "14 out of {} cells": lambda: 14 * 14,
    "Try {:.2f} and {:.2f} on paper": lambda: tuple(softmax([14, 12])),
    "becomes {} of {} against {} of {}, although": lambda: (2 + 1, 2 + 1 + 1 + 1, 1 + 1, 2 + 1 + 1 + 1),
    "about {:.1f} of 14 words share the attention at d_k = 64": at_64,
}
