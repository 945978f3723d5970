"""The numbers of “Bring your own model” and of its questions."""

import tempfile

import numpy as np

from helpers import models
from helpers.models.families import FAMILIES
from helpers.models.patterns import best_of_coins
from tests.truth.claims import _course
from tests.truth.claims._course import TIRED, held, minilm
from tests.truth.numerals import word


def cells():
    return held(minilm().attention(TIRED).size > 2000)


def nothing_differs():
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        mine = models.open(models.export(minilm(), place, "float32"))
        return held(np.array_equal(mine.attention(TIRED), minilm().attention(TIRED)))


def families():
    """Those named in the text, and what else can be opened is one of them with another vocabulary."""
    named = {"bert": "BERT", "distilbert": "DistilBERT", "roberta": "RoBERTa", "gpt2": "GPT-2"}
    kinds = {id(family) for family in FAMILIES.values()}
    assert {id(FAMILIES[name]) for name in named} == kinds and len(kinds) == len(named)
    return word(len(kinds)), *named.values()


def no_head_beats_the_coins():
    right = _course.patterns().right("sense")
    return held(right.max() < best_of_coins(right.size, 32))


CLAIMS = {
    "You now see thousands of cells": cells,
    'With `"float32"`, four bytes for each number, nothing differs': nothing_differs,
    "knows {} families: {}, {}, {} and {}": families,
    "No head here does better than the luckiest coin": no_head_beats_the_coins,
}
