"""What a model's heads do and how often it answers rightly, measured over many sentences.

survey = survey_of(models.load("pronouns"))     # the 400 held-out sentences, about half a second, once
survey.kinds["previous word"]                   # [n_layers, n_heads]
survey.accuracy(without=[(2, 1)])               # with head 1 of layer 2 removed
"""

import functools
import math

import numpy as np

from helpers.attention import attention_weights, entropy
from helpers.encoder import attend_from, rest_of_layer
from helpers.models.cores import one_core
from helpers.models.together import attended, first_attention, of_each_head, row_alone, same_rows

# A head is of a kind if, on average over the sentences, it gives at least this share of its weight to such
# places. The first three are asked at the pronoun only, the others at every word; "evenness" is the entropy
# of a row, as a share of the entropy of equal weights.
KINDS = {
    "the right noun": 0.5,
    "the adjective": 0.5,
    "the pronoun itself": 0.5,
    "previous word": 0.5,
    "next word": 0.5,
    "the word itself": 0.5,
    "because": 0.5,
    "was or is": 0.5,
    "signs": 0.5,
    "the pronoun": 0.5,
    "evenness": 0.7,
}
AT_PRONOUN = tuple(KINDS)[:3]
ASKED = ("all nouns", "the sentence's nouns", "all adjectives")
TOGETHER = 32  # sentences
PLACES = {
    "because": ("because", "since"),
    "was or is": ("was", "is"),
    "signs": (".", ",", "'"),
    "the pronoun": ("it", "he", "she"),
}


@functools.lru_cache(maxsize=4)
def survey_of(model):
    """The survey of a model over its held-out sentences; made once. -> Survey"""
    return Survey(model, model.sentences)


class Survey:
    """A two-layer model run on many sentences at once, kept so that heads can be measured and removed.

    sentences: list of dict with text, noun, pronoun, noun_index and adjective_index (places from 0), as in
    model.sentences; tokens: the words of each; weights: for each sentence [n_layers, n_heads, n_tokens,
    n_tokens].
    """

    def __init__(self, model, sentences):
        self.model, self.sentences = model, list(sentences)
        self.tokens = [model.tokens(sentence["text"]) for sentence in self.sentences]
        self.weights = [None] * len(self.sentences)
        self._groups = []  # sentences of one length are run together: [n_sentences, n_tokens, d_model]
        intact = []  # of each group what attend_from gives while no head is removed
        with one_core():
            for places in _of_one_length(self.tokens):
                x = self._embedded(places)
                asked = np.array([self.sentences[place]["pronoun"] for place in places])
                same = same_rows(model, [self.tokens[place] for place in places])
                heads = first_attention(x, same, model.layers[0])
                output = self._first_layer(x, heads.context)
                second = _weights(output, model.layers[1])
                self._groups.append((places, asked, heads.context))
                intact.append(attend_from(asked, output, model.layers[1]))
                for place, *layers in zip(places, heads.weights, second, strict=True):
                    self.weights[place] = np.stack(layers)
        self._intact = _joined(intact)

    def _embedded(self, places):
        """What enters layer 1 for some sentences of one length: made anew each time, which is quick.

        -> [n, n_tokens, d_model]
        """
        return np.stack([self.model.embed(self.tokens[place]) for place in places])

    def _first_layer(self, x, context, removed=()):
        """What leaves layer 1 when some heads, from 0, are left out. -> [n, n_tokens, d_model]"""
        layer = self.model.layers[0]
        return rest_of_layer(x, attended(context, layer.W_out, removed), layer)[2]

    def _asked_without(self, removed, alone):
        """What the pronouns find in layer 2 without some heads of layer 1, from 0, as attend_from gives it.

        alone: no head of layer 2 is left that could look anywhere, so of layer 1 only the row of
        the pronoun counts.
        """
        found = []
        for places, asked, context in self._groups:
            x = self._embedded(places)
            if alone:
                here, x = row_alone(asked, x)
                context = row_alone(asked, context.swapaxes(1, 2))[1].swapaxes(1, 2)
            else:
                here = asked
            found.append(attend_from(here, self._first_layer(x, context, removed), self.model.layers[1]))
        return _joined(found)

    def outputs(self, without=()):
        """What leaves the model at the pronoun of every sentence. -> [n_sentences, d_model]

        without: (layer, head) pairs, counted from 1, whose output is left out, as in model.antecedent.
        Raises ValueError: a head that is not there.
        """
        return self._outputs(tuple(sorted(set(self.model.pairs_of_heads(without)))))

    def answers(self, without=()):
        """The share of every noun at the pronoun of every sentence.

        -> [n_sentences, n_nouns], rows sum to 1
        """
        return self.model.noun_shares(self.outputs(without))

    def right(self, without=(), ask="all nouns"):
        """Whether the most probable word is the right one. -> bool [n_sentences]

        ask: among which words: "all nouns" that the model knows, "the sentence's nouns", or "all
        adjectives", where the right one is the sentence's adjective, which training asked for as well.
        Raises ValueError: something else to ask.
        """
        return self._right(tuple(sorted(set(self.model.pairs_of_heads(without)))), ask)

    def accuracy(self, without=(), ask="all nouns"):
        """The share of sentences that are answered rightly. -> 0 to 1"""
        return float(self.right(without, ask).mean())

    @functools.cached_property
    def guessing(self):
        """The accuracy of one who picks one of the nouns of each sentence at random. -> 0 to 1"""
        return float((1 / self._there.sum(axis=1)).mean())

    def mistakes(self, how_many=10):
        """The wrong answers that the model gives most surely, the surest first.

        -> list of dict: place (of the sentence, from 0), answer, probability (of that answer), right (of
        the right noun)
        """
        answers = self.answers()
        said = answers.argmax(axis=1)
        sure = answers[np.arange(len(said)), said]
        wrong = np.flatnonzero(said != self._nouns)
        return [
            {
                "place": int(place),
                "answer": self.model.nouns[said[place]],
                "probability": float(sure[place]),
                "right": float(answers[place, self._nouns[place]]),
            }
            for place in wrong[np.argsort(-sure[wrong], kind="stable")][:how_many]
        ]

    @functools.cached_property
    def on_noun(self):
        """Which heads look most at the right noun, from the pronoun.

        -> bool [n_sentences, n_layers, n_heads]
        """
        return np.stack(
            [
                weights[:, :, sentence["pronoun"]].argmax(-1) == sentence["noun_index"]
                for sentence, weights in zip(self.sentences, self.weights, strict=True)
            ]
        )

    @functools.cached_property
    def kinds(self):
        """How much of its weight each head gives to each kind of place.

        -> dict of kind: [n_layers, n_heads]
        """
        found = {kind: [] for kind in KINDS}
        for places in _of_one_length(self.tokens):
            weights = np.stack([self.weights[place] for place in places])
            lower = np.array([[token.lower() for token in self.tokens[place]] for place in places])
            each, sentences = np.arange(len(places)), [self.sentences[place] for place in places]
            pronouns, nouns, adjectives = (
                np.array([sentence[part] for sentence in sentences])
                for part in ("pronoun", "noun_index", "adjective_index")
            )
            asked = weights[each, :, :, pronouns]
            for kind, looked_at in zip(AT_PRONOUN, (nouns, adjectives, pronouns), strict=True):
                found[kind].append(asked[each, :, :, looked_at])
            for kind, offset in (("previous word", -1), ("the word itself", 0), ("next word", 1)):
                found[kind].append(np.diagonal(weights, offset, -2, -1).mean(-1))
            for kind, words in PLACES.items():
                there = np.isin(lower, words)
                shares = (weights * there[:, np.newaxis, np.newaxis, np.newaxis]).sum(-1).mean(-1)
                found[kind].append(shares[there.any(axis=1)])
            found["evenness"].append(entropy(weights).mean(-1) / np.log(lower.shape[1]))
        found = {kind: np.concatenate(values) for kind, values in found.items()}
        none = np.zeros_like(found["evenness"][0])  # of places that no sentence has
        return {kind: values.mean(axis=0) if len(values) else none for kind, values in found.items()}

    @functools.cached_property
    def names(self):
        """The kind whose threshold each head passes by most. -> dict of (layer, head), from 1: (kind, share)

        A head that passes none is not in it.
        """
        names = {}
        for layer, head in np.ndindex(self.kinds["evenness"].shape):
            over = {kind: self.kinds[kind][layer, head] - least for kind, least in KINDS.items()}
            kind = max(over, key=over.get)
            if over[kind] >= 0:
                names[layer + 1, head + 1] = (kind, float(self.kinds[kind][layer, head]))
        return names

    @functools.cached_property
    def _there(self):
        """Which of the model's nouns stand in each sentence. -> bool [n_sentences, n_nouns]"""
        return _there(self.model, self.tokens)

    @functools.cached_property
    def _nouns(self):
        return np.array([self.model.nouns.index(sentence["noun"]) for sentence in self.sentences])

    # a survey lives as long as its model; a result has 400 bytes
    @functools.lru_cache(maxsize=1024)  # noqa: B019
    def _right(self, without, ask):
        found = _right(self.model, self.sentences, self._there, self._outputs(without), ask)
        found.flags.writeable = False
        return found

    # few, for each has 0.8 MB: what is asked again is kept by _right
    @functools.lru_cache(maxsize=4)  # noqa: B019
    def _outputs(self, without):
        removed = [[head - 1 for layer, head in without if layer == number] for number in (1, 2)]
        second = self.model.layers[1]
        with one_core():
            alone = len(removed[1]) == self.model.n_heads
            row, context = self._asked_without(removed[0], alone) if removed[0] else self._intact
            found = rest_of_layer(row, attended(context, second.W_out, removed[1])[:, 0], second)[2]
        outputs = np.empty_like(found)
        order = [place for places, *_ in self._groups for place in places]
        outputs[order] = found  # in the order of the sentences
        outputs.flags.writeable = False
        return outputs


def accuracy_of(changed, sentences):
    """How often a changed model finds the right noun.

    models.Changed, list of dict as in model.sentences -> dict

    Of "all nouns" and "the sentence's nouns", as in Survey.right: the share of the sentences, 0 to 1. All is
    computed anew, for a change may be anywhere; where only heads are removed, a Survey is faster.
    """
    model = changed.model
    tokens = [model.tokens(sentence["text"]) for sentence in sentences]
    outputs = np.empty((len(sentences), model.d_model))
    for places in _of_one_length(tokens):
        pronouns = [sentences[place]["pronoun"] for place in places]
        outputs[places] = changed.run_together([tokens[place] for place in places], pronouns)
    there = _there(model, tokens)
    return {ask: float(_right(model, sentences, there, outputs, ask).mean()) for ask in ASKED[:2]}


def _right(model, sentences, there, outputs, ask):
    """Whether each sentence's right word is the most probable, given what leaves the model at its pronoun."""
    if ask not in ASKED:
        raise ValueError(f"ask must be one of {', '.join(map(repr, ASKED))}: got {ask!r}.")
    words = model.adjectives if ask == "all adjectives" else model.nouns
    right = [one["adjective" if ask == "all adjectives" else "noun"] for one in sentences]
    scores = outputs @ model.embedding[[model.row[word] for word in words]].T
    if ask == "the sentence's nouns":
        scores = np.where(there, scores, -np.inf)
    return scores.argmax(axis=1) == [words.index(word) for word in right]


def _there(model, tokens):
    """Which of the model's nouns stand in each sentence. -> bool [n_sentences, n_nouns]"""
    words = [{token.lower() for token in one} for one in tokens]
    return np.array([[noun in one for noun in model.nouns] for one in words])


def _of_one_length(tokens):
    """Places of the sentences that can be run together, the shortest first. -> iterator of lists

    At most TOGETHER at once: more are no faster, and what is computed on the way would need more memory.
    """
    for length in sorted(set(map(len, tokens))):
        places = [place for place, one in enumerate(tokens) if len(one) == length]
        yield from (places[start : start + TOGETHER] for start in range(0, len(places), TOGETHER))


def _joined(found):
    """The results of all groups, one group after the other. -> tuple of arrays"""
    return tuple(map(np.concatenate, zip(*found, strict=True)))


def _weights(x, layer):
    """The attention weights alone: no value is made. -> [n_sentences, n_heads, n_tokens, n_tokens]"""
    query, key = (of_each_head(x, W) for W in (layer.W_query, layer.W_key))
    return attention_weights(query @ key.swapaxes(-1, -2) / math.sqrt(query.shape[-1]))
