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
import itertools
import math
import re

import numpy as np

from helpers.attention import entropy
from helpers.models.files import data_folder, read_json
from helpers.models.reading import words_and_signs

# A head is of a pattern if it gives at least half of its weight to such places, and at least a quarter more
# than from other words at the same distance;
# "evenness" is the entropy of a row, as a share of the most possible.
LEAST, LEAST_MORE, LEAST_EVEN = 0.5, 0.25, 0.85
NEIGHBOURS = {"previous piece": -1, "the piece itself": 0, "next piece": 1}
AGREES = "pronoun to the noun that agrees"
PAIRS = ("determiner to noun", "subject to verb", AGREES)
SETS = ("gender", "number", "sense")
MARKS = re.compile("^##|^[▁Ġ]+")  # what begins a piece inside a word, or at the beginning of one


@functools.cache
def sentences():
    """The sentences of data/sentences with the places of their words, from 0. -> list of dict"""
    return read_json(data_folder() / "sentences" / "sentences.json")


@functools.lru_cache(maxsize=4)
def patterns_of(model):
    """The patterns of a model's heads over data/sentences; made once. -> Patterns

    model: one that models.load gives, or models.open. Its special pieces, and the marks in its pieces, are
    those that it has.
    Raises ValueError: a model that reads no pieces, that looks back only, or has no room for a sentence.
    """
    if not hasattr(model, "read") or not hasattr(model, "attention_of"):
        raise ValueError(f"patterns_of needs a model that reads any text: got {type(model).__name__}.")
    if getattr(model, "causal", False):
        raise ValueError(
            "patterns_of compares each head with one that gives all pieces of a sentence the same, and "
            f"{model!r} looks back only: choose an encoder, such as BERT or RoBERTa."
        )
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
        self.at = [Places(reading, one["text"]) for reading, one in zip(self.readings, self.sentences)]
        for piece, places in self._single().items():
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

    def _single(self):
        """Where the special pieces stand, and the full stop. -> dict of piece: list of places, one a sentence

        A full stop that is one piece with a word is none.
        """
        special = [
            token for token, word in zip(self.readings[0].tokens, self.readings[0].words) if word is None
        ]
        found = {
            piece: [np.flatnonzero(np.array(reading.tokens) == piece) for reading in self.readings]
            for piece in dict.fromkeys(special)
        }
        return found | {".": [at.alone(".") for at in self.at]}

    def _keep(self, name, share, chance, cases):
        self.share[name], self.chance[name], self.cases[name] = share, float(chance), int(cases)

    def _pairs(self, place, name):
        """The weights of all pairs of a kind in a sentence, and what they are held against. -> two arrays

        That is the same step from other pieces; for a pronoun, its weight on the other noun.
        """
        reading, weights, at = self.readings[place], self.weights[place], self.at[place]
        pairs = [(at.of(query)[0], at.of(key)[0]) for query, key in self._marked(place, name)]
        if name == AGREES and pairs:
            ((query, key),) = pairs
            other = at.of(self.sentences[place]["other"])[0]
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
        for sentence, at, weights in zip(self.sentences, self.at, self.weights, strict=True):
            if sentence["set"] == which:
                row = weights[:, :, at.of(sentence["pronoun"])[0]]
                on = [row[..., at.of(sentence[noun])].sum(-1) for noun in ("noun", "other")]
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


class Places:
    """Which pieces of a reading stand for which word of a sentence, whatever marks the model's pieces.

    Words and signs are counted as in data/sentences; a model may count others, such as "tired." as one word.
    Raises ValueError: only a part of the sentence was read.

    >>> from helpers.models.reading import Reading
    >>> reading = Reading(["<s>", "▁It", "▁ra", "ins.", "</s>"], [], [None, 0, 1, 1, None], ["It", "rains."])
    >>> at = Places(reading, "It rains.")
    >>> at.of(1), at.of(2), at.alone(".")
    ([2, 3], [3], [])
    """

    def __init__(self, reading, text):
        if reading.note:
            raise ValueError(f"Of “{text}” only a part was read, and patterns_of needs all of it.")
        self.words = words_and_signs(text)
        self.spans = _spans(map(len, self.words))
        self.pieces = _spans_of_pieces(reading)

    def of(self, word):
        """The pieces of a word, by its place from 0. -> list of places, from 0"""
        start, stop = self.spans[word]
        return [
            at
            for at, span in enumerate(self.pieces)
            if span and span[0] < stop and start < max(span[1], span[0] + 1)  # a mark alone begins a word
        ]

    def alone(self, sign):
        """The pieces that are a sign and nothing else. -> list of places, from 0"""
        spans = {span for word, span in zip(self.words, self.spans) if word == sign}
        return [at for at, span in enumerate(self.pieces) if span in spans]


def _spans(lengths):
    """Where parts start and stop that follow each other. -> list of (start, stop)"""
    ends = [0, *itertools.accumulate(lengths)]
    return list(zip(ends, ends[1:]))


def _spans_of_pieces(reading):
    """For each piece its letters, counted in the text without spaces; None for special ones. -> list"""
    starts = [start for start, _ in _spans(len(word.replace(" ", "")) for word in reading.typed)]
    found = [None] * len(reading.tokens)
    for word, typed in enumerate(reading.typed):
        at = [place for place, of in enumerate(reading.words) if of == word]
        bare = [MARKS.sub("", reading.tokens[place]) for place in at]
        if "".join(bare).lower() == typed.lower():
            spans = _spans(map(len, bare))
        else:  # a piece for what is not known, or letters that are written as bytes: all stand for the word
            spans = [(0, len(typed))] * len(at)
        for place, (start, stop) in zip(at, spans):
            found[place] = starts[word] + start, starts[word] + stop
    return found


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
