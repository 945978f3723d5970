"""What a real model's heads look at, measured over the course's 112 sentences, with what chance would give.

patterns = patterns_of(models.load("minilm"))     # data/sentences, a few seconds, once
patterns.share["previous piece"]                  # [n_layers, n_heads]
patterns.chance["previous piece"]                 # a head that gives all pieces the same
patterns.elsewhere["determiner to noun"]          # the same steps from other words; a pronoun: the other noun
patterns.right("gender")                          # [n_layers, n_heads], chance: one half

`survey` measures the course model on the sentences of its own grammar;
this measures models that read any text.
"""

import functools
import math

import numpy as np

from helpers.attention import entropy
from helpers.models.files import data_folder, read_json

# A head is of a pattern if it gives at least half of its weight to such places, and at least a quarter more
# than from other words at the same distance;
# "evenness" is the entropy of a row, as a share of the most possible.
LEAST, LEAST_MORE, LEAST_EVEN = 0.5, 0.25, 0.85
NEIGHBOURS = {"previous piece": -1, "the piece itself": 0, "next piece": 1}
AGREES = "pronoun to the noun that agrees"
PAIRS = ("determiner to noun", "subject to verb", AGREES)
SETS = ("gender", "number", "sense")


@functools.cache
def sentences():
    """The sentences of data/sentences with the places of their words, from 0. -> list of dict"""
    return read_json(data_folder() / "sentences" / "sentences.json")


@functools.lru_cache(maxsize=4)
def patterns_of(model):
    """The patterns of a model's heads over data/sentences; made once. -> Patterns"""
    return Patterns(model, sentences())


class Patterns:
    """A model run on many sentences, and how much of its weight each head gives to what.

    readings: helpers.models.reading.Reading of each sentence; weights: of each, [n_layers, n_heads, n, n],
    all special pieces included; share: dict of pattern: [n_layers, n_heads]; chance: dict of pattern: 0 to 1,
    what a head has that gives all pieces the same;
    elsewhere: dict of pattern between words: [n_layers, n_heads];
    cases: dict of pattern: how many were averaged.
    """

    def __init__(self, model, sentences):
        self.model, self.sentences = model, list(sentences)
        self.readings = [model.read(sentence["text"]) for sentence in self.sentences]
        self.weights = model.attention_of(self.readings)
        self.share, self.chance, self.elsewhere, self.cases = {}, {}, {}, {}
        lengths = np.array([len(reading.tokens) for reading in self.readings])
        for name, offset in NEIGHBOURS.items():
            found = [np.diagonal(maps, offset, -2, -1) for maps in self.weights]
            self._keep(name, np.concatenate(found, -1).mean(-1), (1 / lengths).mean(), lengths.sum())
        for piece in dict.fromkeys(("[CLS]", "[SEP]", "</s>", ".")):
            places = [np.flatnonzero(np.array(reading.tokens) == piece) for reading in self.readings]
            if all(len(at) for at in places):
                to = [w[..., at].sum(-1).mean(-1) for w, at in zip(self.weights, places, strict=True)]
                self._keep(piece, np.mean(to, 0), (1 / lengths).mean(), len(to))
        for name in PAIRS:
            found = [self._pairs(place, name) for place in range(len(self.sentences))]
            share, control = (np.concatenate([pair[side] for pair in found], -1) for side in (0, 1))
            each = np.repeat(1 / lengths, [pair[0].shape[-1] for pair in found])
            self._keep(name, share.mean(-1), each.mean(), share.shape[-1])
            self.elsewhere[name] = control.mean(-1)
        evenness = [entropy(w).mean(-1) / np.log(w.shape[-1]) for w in self.weights]
        self._keep("evenness", np.mean(evenness, 0), 1.0, len(evenness))

    def _keep(self, name, share, chance, cases):
        self.share[name], self.chance[name], self.cases[name] = share, float(chance), int(cases)

    def _pairs(self, place, name):
        """The weights of all pairs of a kind in a sentence, and what they are held against. -> two arrays

        That is the same step from other pieces; for a pronoun, its weight on the other noun.
        """
        reading, weights = self.readings[place], self.weights[place]
        marked = self._marked(place, name)
        pairs = [(reading.words.index(query), reading.words.index(key)) for query, key in marked]
        if name == AGREES and pairs:
            ((query, key),) = pairs
            other = reading.words.index(self.sentences[place]["other"])
            return weights[..., query, [key]], weights[..., query, [other]]
        asks = {query for query, _ in pairs}
        inside = [at for at, word in enumerate(reading.words) if word is not None]
        share = [weights[..., query, key] for query, key in pairs]
        control = []
        for query, key in pairs:
            others = [at for at in inside if at not in asks and at + key - query in inside]
            if others:
                control.append(weights[..., others, [at + key - query for at in others]].mean(-1))
        none = np.zeros((*weights.shape[:2], 0))
        return tuple(np.stack(columns, -1) if columns else none for columns in (share, control))

    def _marked(self, place, name):
        sentence = self.sentences[place]
        if name == "determiner to noun":
            return sentence["determiners"]
        if name == "subject to verb":
            return sentence["subjects"]
        return [(sentence["pronoun"], sentence["noun"])] if sentence["set"] in ("gender", "number") else []

    @functools.cached_property
    def passed(self):
        """The heads that pass each pattern. -> dict of pattern: list of (layer, head), from 1"""
        found = {}
        for name, share in self.share.items():
            passes = share >= (LEAST_EVEN if name == "evenness" else LEAST)
            if name in self.elsewhere:
                passes &= share - self.elsewhere[name] >= LEAST_MORE
            found[name] = [(int(layer) + 1, int(head) + 1) for layer, head in np.argwhere(passes)]
        return found

    def more(self, name):
        """What a head gives beyond `elsewhere`, or beyond equal weights. -> [n_layers, n_heads]"""
        return self.share[name] - self.elsewhere.get(name, self.chance[name])

    def best(self, name):
        """The head with the largest number in `more`. -> (layer, head), from 1"""
        return _largest(self.more(name))

    def best_at(self, *sets):
        """The head that is right most often, as a mean over some of SETS. -> (layer, head), from 1"""
        return _largest(np.mean([self.right(which) for which in sets], axis=0))

    def toward(self, which):
        """From the pronoun, the weight on the right noun minus that on the other.

        -> [n_sentences, n_layers, n_heads]
        which: "gender" (he, she), "number" (it, they) or "sense" (only the meaning tells). Sentences of a
        pair follow each other: they differ in the pronoun, or for "sense" in the adjective,
        and so in the right noun.
        A word in pieces is asked for by all its pieces, and asks with its first one.
        Raises ValueError: a set that is not there.
        """
        if which not in SETS:
            raise ValueError(f"There is no set {which!r}: choose one of {', '.join(SETS)}.")
        found = []
        for sentence, reading, weights in zip(self.sentences, self.readings, self.weights, strict=True):
            if sentence["set"] == which:
                words = np.array([-1 if word is None else word for word in reading.words])
                row = weights[:, :, reading.words.index(sentence["pronoun"])]
                on = [row[..., words == sentence[noun]].sum(-1) for noun in ("noun", "other")]
                found.append(on[0] - on[1])
        return np.array(found)

    def right(self, which):
        """How often the right noun gets more than the other, from the pronoun.

        -> [n_layers, n_heads], chance 0.5
        """
        return (self.toward(which) > 0).mean(0)

    def both(self, which):
        """How often that is so in both sentences of a pair: never for a head that likes one place best."""
        toward = self.toward(which) > 0
        return (toward[::2] & toward[1::2]).mean(0)


def _largest(table):
    layer, head = np.unravel_index(table.argmax(), table.shape)
    return int(layer) + 1, int(head) + 1


def best_of_coins(n_coins, n_throws):
    """How often the luckiest of many fair coins shows heads, on average. -> 0 to 1

    So well does the best of so many heads look, if none of them knows anything.

    >>> round(best_of_coins(1, 32), 2), round(best_of_coins(72, 32), 2)
    (0.5, 0.71)
    """
    ways = np.array([math.comb(n_throws, k) for k in range(n_throws + 1)], float)
    at_most = np.cumsum(ways / ways.sum()) ** n_coins
    return float((1 - at_most[:-1]).sum() / n_throws)
