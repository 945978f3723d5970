"""The course model with something changed: another divisor, a mask, heads left out, parts switched off."""

from dataclasses import dataclass, replace

import numpy as np

from helpers import encoder
from helpers.attention import causal_mask, merge_heads, product
from helpers.encoder import EncoderSteps, attend_from, encode, rest_of_layer
from helpers.models.cores import one_core

PARTS = ("positions", *encoder.PARTS)


@dataclass(frozen=True)
class Changed:
    """A course model with something changed in all its layers; it stands wherever a frame takes a model.

    divisor: what the scores are divided by (None: √d_k); causal: no word looks at a later one;
    without: (layer, head) pairs, counted from 1, whose output is left out;
    off: names of PARTS. Without positions the words' own vectors enter layer 1; attention and feed-forward
    that are off add 0; without residual only what they make is handed on; without layer norm a sum stays as
    it is.
    Raises ValueError: a divisor, a head or a part that cannot be.
    """

    model: object
    divisor: float | None = None
    causal: bool = False
    without: tuple = ()
    off: tuple = ()

    def __post_init__(self):
        if self.divisor is not None and not self.divisor > 0:
            raise ValueError(f"The divisor must be above 0: got {self.divisor!r}.")
        for part in self.off:
            if part not in PARTS:
                raise ValueError(f"There is no part {part!r}: choose from {', '.join(PARTS)}.")
        object.__setattr__(self, "off", tuple(part for part in PARTS if part in self.off))
        object.__setattr__(self, "without", tuple(sorted(self.model.pairs_of_heads(self.without))))

    badge = property(lambda self: self.model.badge)
    d_k = property(lambda self: self.model.d_k)
    n_heads = property(lambda self: self.model.n_heads)
    layers = property(lambda self: self.model.layers)

    @property
    def says(self):
        """What is changed, in words; "nothing is changed" if nothing is. -> str"""
        told = []
        if self._factor != 1:
            by = self.divides_by
            told.append(f"scores ÷ {by:.3g}" if by >= 1 else f"scores × {1 / by:.3g}")
        told += ["causal mask"] if self.causal else []
        told += [f"no {part}" for part in self.off]
        if self.without:
            told.append(f"without {', '.join(f'L{layer} head {head}' for layer, head in self.without)}")
        return ", ".join(told) or "nothing is changed"

    @property
    def divides_by(self):
        """What the scores are divided by. -> float"""
        return self.model.d_k**0.5 if self.divisor is None else self.divisor

    @property
    def _factor(self):
        return self.model.d_k**0.5 / self.divides_by

    def run(self, text):
        """Run the changed model on a sentence and keep every step.

        -> EncoderSteps, as model.run gives them
        """
        tokens = self.model.tokens(text)
        x = self._enters([tokens])[0]
        with one_core():
            layers = encode(x, self._layers, self._mask(x), self.without, self.off)
        return EncoderSteps(tokens, x, [self._as_asked(layer) for layer in layers])

    def antecedent(self, text):
        """For which noun the text's last pronoun stands.

        -> dict of noun: probability, the most probable first
        Raises ValueError: a sentence without a pronoun, or one that the model cannot read.
        """
        return self.model.answer(self.run(text))

    def run_together(self, sentences, places):
        """Run sentences of one length at once. list of lists of tokens, one place in each, from 0

        -> what leaves the last layer there, [n_sentences, d_model]
        """
        *first, last = self._layers
        here = len(self._layers)
        removed = [head - 1 for layer, head in self.without if layer == here]
        before = tuple(pair for pair in self.without if pair[0] < here)
        with one_core():
            x = self._enters(sentences)
            mask = self._mask(x)
            x = encode(x, first, mask, before, self.off)[-1].output if first else x
            row, context = attend_from(places, x, last, mask)
            context[:, removed] = 0
            attended = product(merge_heads(context), last.W_out)[:, 0]
            return rest_of_layer(row, attended, last, self.off)[2]

    def _enters(self, sentences):
        """The vectors of sentences of one length. -> [n_sentences, n_tokens, d_model]"""
        if "positions" not in self.off:
            return np.stack([self.model.embed(tokens) for tokens in sentences])
        rows = [[self.model.row[token.lower()] for token in tokens] for tokens in sentences]
        return self.model.embedding[rows]

    @property
    def _layers(self):
        """A longer query gives scores as much larger, so another divisor is another length of W_query."""
        if self._factor == 1:
            return self.model.layers
        longer = np.float32(self._factor)
        return [replace(layer, W_query=layer.W_query * longer) for layer in self.model.layers]

    def _mask(self, x):
        return causal_mask(x.shape[-2]) if self.causal else None

    def _as_asked(self, layer):
        """The steps with the query and the scores that they have before they are divided."""
        if self._factor == 1:
            return layer
        heads = layer.attention.heads
        heads = replace(heads, query=heads.query / self._factor, scores=heads.scores / self._factor)
        return replace(layer, attention=replace(layer.attention, heads=heads))
