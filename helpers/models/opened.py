"""Somebody else's encoder, from a folder on disk, run by the course's own maths.

model = open("path/of/a/folder")        # config.json, model.safetensors, tokenizer.json
steps = model.run("Any text.")
"""

import numpy as np

from helpers.attention import causal_mask
from helpers.encoder import layer_norm
from helpers.models.checkpoint import Folder
from helpers.models.cutters import cutter_of
from helpers.models.families import Parts, planned
from helpers.models.model import PieceModel
from helpers.models.reading import read_between
from helpers.text import checked_text


def open(folder):
    """Open a model that a folder holds, as the library transformers saves it: BERT, GPT-2 and others.

    folder: its path; it needs config.json, model.safetensors (or an index and its files) and tokenizer.json
    (or vocab.txt, or vocab.json and merges.txt); a snapshot in the library's cache is one, too -> Opened
    Raises FileNotFoundError: a file is missing.  ValueError: a part of the model that is not known here, and
    pickle files, which can run anything.  RuntimeError: a file is damaged, or the library that cuts this
    model's text is not installed.

    >>> open("a/b/c")
    Traceback (most recent call last):
    FileNotFoundError: There is no folder a/b/c: give the one that holds model.safetensors and config.json.
    """
    return Opened(folder)


class Opened(PieceModel):
    """An encoder from somebody else's folder.

    family: str, such as "gpt2"; causal: no piece looks at a later one; n_layers, n_heads, d_model, d_k,
    max_tokens: sizes; row: dict of each piece: its row; special: list of the pieces that stand around each
    text; embedding [n_pieces, d_model];
    positions [max_tokens, d_model]; norm_embedding, norm_final: (gain, bias, epsilon), or None;
    layers: list of helpers.encoder.Layer;
    left_out: names of arrays in the folder that are no part of the encoder, such as a head for some task.
    """

    def __init__(self, folder):
        folder = Folder(folder)
        self.folder = folder.path
        plan = planned(folder.json("config.json"))
        parts = Parts(folder.stored(), plan)
        self.family, self.causal = plan.name, plan.family.causal
        sizes = (plan.sizes[name] for name in ("n_layers", "n_heads", "d_model"))
        self.n_layers, self.n_heads, self.d_model = sizes
        self.d_k = self.d_model // self.n_heads
        self.layers = [parts.layer(number) for number in range(self.n_layers)]
        names = plan.family.embedding
        self.embedding = parts.array(names["words"] + ".weight", plan.sizes["n_pieces"], self.d_model)
        self.positions = parts.positions()
        self.norm_embedding, self.norm_final = (
            parts.norm(names[name]) if name in names else None for name in ("norm_embedding", "norm_final")
        )
        self.left_out = parts.left_out()
        cutter = cutter_of(folder, *plan.family.special)
        self._cut, self._begin, self._end = cutter.cut, list(cutter.begin), list(cutter.end)
        self.row, self.max_tokens = cutter.row, len(self.positions)
        self.special = [*self._begin, *self._end]
        self._check()

    def _check(self):
        special, last = len(self.special), max(self.row.values(), default=-1)
        if last >= len(self.embedding):
            raise ValueError(
                f"The vocabulary does not fit: its last row is {last:,}, "
                f"and the last of the model's vectors {len(self.embedding) - 1:,}."
            )
        if self.max_tokens <= special:
            raise ValueError(f"The model has {self.max_tokens} places, and special pieces need {special}.")

    def __repr__(self):
        return (
            f"Opened({self.family}: {len(self.row):,} pieces, {self.n_layers} layers, "
            f"{self.n_heads} heads, d_model={self.d_model}, d_k={self.d_k})"
        )

    def read(self, text):
        """Cut a text into the pieces that the model knows, between its special ones, if it has any.

        text -> Reading.  Of a long text the beginning is read.  What is typed is never a special piece.
        Raises ValueError: not text, or nothing to read.
        """
        cut = self._cut(checked_text(text))
        return read_between(self._begin, cut, self._end, self.row, self.max_tokens)

    def run(self, text):
        """Run the encoder on a text and keep every step. text -> EncoderSteps

        Its `note` says so if the text was too long and only its beginning was read.
        Raises ValueError: not text, nothing to read, or weights with which numbers grow beyond all bounds.
        """
        self.read(text)  # what is wrong with a text is said of the text
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                steps = super().run(text)
            if np.isfinite(steps.layers[-1].output).all():
                return steps
        except ValueError:
            pass
        raise ValueError(f"The numbers of {self!r} grow beyond a float32: its weights may be damaged.")

    def embed(self, rows):
        """What enters layer 1: the pieces' vectors plus positions, normed or not. -> [n_tokens, d_model]"""
        x = self.embedding[rows] + self.positions[: len(rows)]
        return layer_norm(x, *self.norm_embedding) if self.norm_embedding else x

    def mask(self, n_tokens):
        return causal_mask(n_tokens) if self.causal else None

    def output(self, steps):
        """What leaves the model: the last layer's output, with the last norm if there is one.

        EncoderSteps -> [n_tokens, d_model]
        """
        output = steps.layers[-1].output
        return layer_norm(output, *self.norm_final) if self.norm_final else output
