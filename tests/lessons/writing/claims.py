"""The numbers of “A model that writes” and of its questions."""

import json

import numpy as np

from helpers import models
from helpers.lessons.writing import measured
from helpers.models.patterns import LEAST
from tests.truth.claims._course import PROJECT, held
from tests.truth.numerals import word


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


def one_head_for_both():
    heads = measured.measure(writer())
    (tune,) = {heads.best(measured.COPIES), heads.best("a title's name")}
    return held(tune == heads.needed(measured.COPIES) == heads.needed("a title's name"))


def trainings():
    """How many seeds were trained; in some of them no head has half of its weight on the hero's name."""
    runs = json.loads((PROJECT / "training" / "writer" / "results.json").read_text())["runs"]
    seeds = {name: run for name, run in runs.items() if name.startswith("seed")}
    most = [np.max(run["looks"]["hero's name"]["weight"]) for run in seeds.values()]
    held(min(most) < LEAST <= max(most))
    return word(len(seeds))


CLAIMS = {
    "at the newest word, {} numbers": lambda: writer().d_model,
    "if one head has {} of its weight there": found,
    "Nearly all of the loss stands where a choice is made": choices,
    "The second time it is none": no_surprise,
    "many times more than by chance": more_than_chance,
    "One head serves both the tune and the names behind titles": one_head_for_both,
    "Of {} trainings that differ in nothing but chance, not all keep": trainings,
}
