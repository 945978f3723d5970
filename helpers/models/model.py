"""What the models have in common: layers from arrays by name, a text in, every step and every weight out."""

import numpy as np

from helpers.encoder import EncoderSteps, Layer, encode
from helpers.models.cores import one_core
from helpers.models.files import in_columns


def layers_of(arrays, n_layers, *epsilon, **more):
    """The layers that arrays named `layers.1.W_query`, `layers.1.norm_output.gain` … make. -> list of Layer

    epsilon: of each norm, if it has its own; more: what all layers have besides, such as activation=gelu.
    """
    layers = []
    for start in (f"layers.{number}." for number in range(1, n_layers + 1)):
        parts = {name.removeprefix(start): part for name, part in arrays.items() if name.startswith(start)}
        for norm in ("norm_attention", "norm_output"):
            parts[norm] = (parts.pop(f"{norm}.gain"), parts.pop(f"{norm}.bias"), *epsilon)
        layers.append(in_columns(Layer(**parts, **more)))
    return layers


class Model:
    """A trained encoder. It has layers: list of helpers.encoder.Layer, and run(text) -> EncoderSteps."""

    def attention(self, text):
        """Every attention weight of the encoder for a text. -> [n_layers, n_heads, n_tokens, n_tokens]"""
        return self.run(text).attention

    def pairs_of_heads(self, without):
        """Check (layer, head) pairs, counted from 1. -> list.  Raises ValueError: one that is not there."""
        pairs = [tuple(pair) for pair in without]
        for pair in pairs:
            if len(pair) != 2 or not (1 <= pair[0] <= self.n_layers and 1 <= pair[1] <= self.n_heads):
                raise ValueError(
                    "without takes (layer, head) pairs, layers 1 to "
                    f"{self.n_layers} and heads 1 to {self.n_heads}: got {pair}."
                )
        return pairs


class PieceModel(Model):
    """An encoder that reads any text, in pieces of words.

    It has read(text) -> Reading, and embed(rows of pieces) -> [n_tokens, d_model], what enters layer 1.
    """

    def mask(self, n_tokens):
        """Who may look at whom: None, everybody at everybody, or [n_tokens, n_tokens] of True and False."""
        return None

    def tokens(self, text):
        """The pieces that enter the encoder. text -> list of str"""
        return self.read(text).tokens

    def run(self, text):
        """Run the encoder on a text and keep every step. text -> EncoderSteps

        Its `note` says so if the text was too long and only its beginning was read.
        Raises ValueError: not text, or nothing to read.
        """
        reading = self.read(text)
        x = self.embed(reading.rows)
        with one_core():
            return EncoderSteps(reading.tokens, x, encode(x, self.layers, self.mask(len(x))), reading.note)

    def attention_of(self, readings):
        """As `attention`, of many texts; those of one length run together, which takes half the time.

        list of Reading -> list of [n_layers, n_heads, n_tokens, n_tokens]
        """
        found = [None] * len(readings)
        with one_core():
            for length in {len(reading.rows) for reading in readings}:
                places = [at for at, reading in enumerate(readings) if len(reading.rows) == length]
                x = np.stack([self.embed(readings[at].rows) for at in places])
                layers = encode(x, self.layers, self.mask(length))
                weights = np.stack([layer.attention.heads.weights for layer in layers], axis=1)
                for at, of_text in zip(places, weights, strict=True):
                    found[at] = of_text
        return found
