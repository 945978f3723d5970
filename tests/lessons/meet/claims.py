"""The numbers of notebook 1 and of its questions."""

import json
import re

import numpy as np

from helpers import models
from helpers.pictures.answers import meant
from tests.sentences import TIRED, WIDE
from tests.truth.numerals import PROJECT, word

# Read, not imported: it needs torch.
TRAINING = "\n".join(path.read_text(encoding="utf8") for path in sorted((PROJECT / "training").glob("*.py")))


def sentences_of_training():
    """Steps × sentences in each; the last batch that is drawn is only looked at."""
    config = json.loads((PROJECT / "data/pronouns/config.json").read_text(encoding="utf8"))
    (size,) = re.findall(r"^BATCH_SIZE = (\d+)\b", TRAINING, re.MULTILINE)
    return config["steps"] * int(size)


def only_way():
    """In how many of ten sentences layer 2 fetches plain words, so that only a look at the noun names it."""
    (code,) = re.findall(r"^(def fetch_share.*?)\n\n", TRAINING, re.DOTALL | re.MULTILINE)
    exec(code, names := {"np": np})
    return word(round(10 * sum(names["fetch_share"](step / 1000) for step in range(1000)) / 1000))


def asked():
    """The sentences that the model is asked about: each has two nouns that could be meant."""
    found = models.load("pronouns").sentences[:100]
    assert all(sentence["noun"] != sentence["other"] for sentence in found)
    return found


def wrong():
    model = models.load("pronouns")
    return sum(next(iter(model.antecedent(one["text"]))) != one["noun"] for one in asked())


def tokens():
    return len(models.load("pronouns").tokens(TIRED))


def who_looks_where():
    """How many heads of layer 2 look most at the noun and how many at the last word, in both sentences."""
    model = models.load("pronouns")
    found = set()
    for text, noun, last in ((TIRED, "animal", "tired"), (WIDE, "street", "wide")):
        words = model.tokens(text)
        most = [words[place] for place in model.attention(text)[1, :, words.index("it")].argmax(axis=1)]
        found.add((word(most.count(noun)), word(most.count(last))))
    (both,) = found
    return both


def too_slow():
    return meant(models.load("pronouns"), "The cat didn't catch the bird because it was too slow.")


CLAIMS = {
    "it read {:,} sentences like these": sentences_of_training,
    "for about {} in ten sentences, looking at the noun was the only way to name it": only_way,
    "In how many of the {} sentences": lambda: len(asked()),
    "It errs in about one of {}": lambda: {5: "twenty"}[wrong()],
    "so there are {} rows": tokens,
    "{} heads of layer 2 look most at the noun and {} at the last word, in both sentences": who_looks_where,
    "With *too slow* the title says “{}”": too_slow,
}
