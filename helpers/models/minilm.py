"""MiniLM: a real encoder, trained by others on a billion pairs of sentences: like texts get like vectors."""

import functools
from pathlib import Path

import numpy as np

from helpers.encoder import gelu, layer_norm
from helpers.models.files import frozen, read_arrays, read_json
from helpers.models.model import PieceModel, layers_of
from helpers.models.pieces import WordPiece
from helpers.models.reading import read_between
from helpers.text import checked_text

START, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"


class MiniLM(PieceModel):
    """all-MiniLM-L6-v2: 6 layers of 12 heads over pieces of words; lower case only (see data/minilm).

    n_layers, n_heads, d_model, d_k, max_tokens: sizes; pieces: list of str; embedding [n_pieces, d_model];
    layers: list of helpers.encoder.Layer.
    """

    def __init__(self, folder):
        self.folder = Path(folder)
        config = read_json(self.folder / "config.json")
        self.pieces = read_json(self.folder / "pieces.json")
        packed = read_arrays(self.folder / "model.safetensors")
        self._words = {name: packed.pop(name) for name in ("words", "words.scale") if name in packed}
        arrays = {name: frozen(array) for name, array in in_full(packed).items()}
        self.n_layers, self.n_heads, self.d_model, self.d_k = (
            config[name] for name in ("n_layers", "n_heads", "d_model", "d_k")
        )
        self.max_tokens = len(arrays["positions"])
        self.row = {piece: row for row, piece in enumerate(self.pieces)}
        self.positions = arrays["positions"]
        gain, bias = (arrays[f"norm_embedding.{part}"] for part in ("gain", "bias"))
        self.norm_embedding = gain, bias, config["epsilon"]
        self.layers = layers_of(arrays, self.n_layers, config["epsilon"], activation=gelu)

    def __repr__(self):
        return (
            f"MiniLM({len(self.pieces)} pieces, {self.n_layers} layers, "
            f"{self.n_heads} heads, d_model={self.d_model}, d_k={self.d_k})"
        )

    @functools.cached_property
    def embedding(self):
        """The vectors of all pieces, which no step of the model needs at once. -> [n_pieces, d_model]"""
        return frozen(self._vectors(slice(None)))

    def _vectors(self, rows):
        """The vectors of some pieces: only these are unpacked, for all are half of the model's memory."""
        return in_full({name: array[rows] for name, array in self._words.items()})["words"]

    def read(self, text):
        """Cut a text into the pieces that the model knows, between [CLS] and [SEP]. text -> Reading

        A word that cannot be made of known pieces becomes [UNK]. Of a long text the beginning is read.
        Raises ValueError: not text, or nothing to read.

        >>> from helpers.models import load
        >>> reading = load("minilm").read("Untypable words")
        >>> reading.tokens
        ['[CLS]', 'un', '##ty', '##pa', '##ble', 'words', '[SEP]']
        >>> reading.words
        [None, 0, 0, 0, 0, 1, None]
        """
        cut = WordPiece(self.row, UNKNOWN).cut(checked_text(text))
        return read_between([START], cut, [END], self.row, self.max_tokens)

    def embed(self, rows):
        """What enters layer 1: the pieces' vectors plus learned positions, normed. -> [n_tokens, d_model]"""
        return layer_norm(self._vectors(rows) + self.positions[: len(rows)], *self.norm_embedding)


def in_full(arrays):
    """Undo the packing: whole numbers from -127 to 127 times their scale. dict of arrays -> dict of float32

    `W.scale` is shorter than `W` along one axis: there each of its numbers stands for a run of W's.
    An array without a scale was not packed.

    >>> in_full({"W": np.array([[-127, 0, 50, 100]], np.int8), "W.scale": np.array([[0.5, 0.25]])})
    {'W': array([[-63.5,   0. ,  12.5,  25. ]], dtype=float32)}
    """
    full = {}
    for name, array in arrays.items():
        if name.endswith(".scale"):
            continue
        full[name] = array.astype(np.float32)
        scale = arrays.get(name + ".scale")
        if scale is not None:
            for axis, (many, few) in enumerate(zip(array.shape, scale.shape, strict=True)):
                scale = scale.repeat(many // few, axis)
            full[name] *= scale
    return full
