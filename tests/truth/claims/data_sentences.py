"""The numbers of data/sentences/README.md, counted in its file."""

from collections import Counter

from helpers import models

DOCUMENTS = ["data/sentences/README.md"]

SENTENCES = models.read_json(models.data_folder() / "sentences" / "sentences.json")


def of(name):
    """-> the sentences of a set"""
    return [sentence for sentence in SENTENCES if sentence["set"] == name]


def word(text, place):
    """The word at a place of a sentence, counted as the course counts."""
    return models.load("minilm").read(text).typed[place].lower()


def pronouns(*sets):
    return Counter(word(sentence["text"], sentence["pronoun"]) for name in sets for sentence in of(name))


def each_pronoun():
    """So often each stands there: he, she and they alike; it with they; it where only the sense tells."""
    told = pronouns("gender", "number")
    (alike,) = {told[pronoun] for pronoun in ("he", "she", "they")}
    return alike, told["it"], pronouns("sense")["it"]


def frames(name):
    """A frame is a sentence with each pronoun and both orders of the nouns: four in a row."""
    found = of(name)
    for start in range(0, len(found), 4):
        four = found[start : start + 4]
        assert len({word(sentence["text"], sentence["pronoun"]) for sentence in four}) == 2
        assert (
            len({word(sentence["text"], min(sentence["noun"], sentence["other"])) for sentence in four}) == 2
        )
    return len(found), len(found) // 4


def pairs():
    """Pairs that differ in one word."""
    found = of("sense")
    for first, second in zip(found[::2], found[1::2], strict=True):
        a, b = first["text"].split(), second["text"].split()
        assert sum(here != there for here, there in zip(a, b, strict=True)) == 1
    return len(found), len(found) // 2


def first_of_two():
    """In which share of each set the right noun stands first: the same in all."""
    shares = {
        sum(sentence["noun"] < sentence["other"] for sentence in of(name)) / len(of(name))
        for name in ("gender", "number", "sense")
    }
    return {0.5: "half"}[shares.pop()] if len(shares) == 1 else shares


CLAIMS = {
    "{} English sentences, written for this course": lambda: len(SENTENCES),
    "| `gender` | {} | {} frames": lambda: frames("gender"),
    "| `number` | {} | {} frames": lambda: frames("number"),
    "| `sense` | {} | {} pairs that differ only": pairs,
    "| `distance` | {} |": lambda: len(of("distance")),
    "each of *he, she, they* stands in {} sentences and *it* in {} and, "
    "where the sense tells, {}.": each_pronoun,
    "The right noun is the first of the two in {} of the sentences": first_of_two,
}
