"""The numbers of “A model that writes” and of its questions."""

import numpy as np

from helpers import models
from helpers.lessons.writing import measured
from helpers.models.patterns import LEAST
from tests.truth.claims._course import held


def writer():
    return models.load("writer")


def found():
    """From which share of its weight on a kind of head is found, if it is missed."""
    held(measured.LEAST_LOST > 0)
    return {0.5: "half"}[LEAST]


def losses():
    """The surprise at each word of 100 stories, of the writer and of the grammar. -> two arrays, nats"""
    ours, true = [], []
    for story in writer().stories[:100]:
        tokens = story["tokens"]
        shares = writer().shares(tokens)
        ours += [-np.log(shares[at, writer().row[word]]) for at, word in enumerate(tokens[1:])]
        known = writer().grammar.all_next_words(tokens)
        true += [-np.log(after[word]) for after, word in zip(known, tokens[1:], strict=False)]
    return np.array(ours), np.array(true)


def choices():
    ours, true = losses()
    return held(ours[true > 0.01].sum() > 0.95 * ours.sum(), (true > 0.01).mean() < 0.35)


def no_surprise():
    return held(measured.measure(writer()).right[measured.COPIES] > 0.95)


def more_than_chance():
    heads = measured.measure(writer())
    most = [heads.share[name].max() / heads.chance[name] for name in measured.MARKS]
    return held(max(most) > 10)


CLAIMS = {
    "at the newest word, {} numbers": lambda: writer().d_model,
    "if one head has {} of its weight there": found,
    "Nearly all of the loss stands where a choice is made": choices,
    "The second time it is none": no_surprise,
    "many times more than by chance": more_than_chance,
}
