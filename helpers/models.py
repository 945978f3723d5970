"""Trained weights and word lists from `data/`, made into something that `attention` and `encoder` can run.

model = load("pronouns")
steps = model.run("The animal didn't cross the street because it was too tired.")
"""

import difflib
import functools
import hashlib
import json
import re
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from helpers.attention import softmax
from helpers.encoder import EncoderSteps, Layer, encode, positions

NAMES = ("pronouns", "minilm", "translator")
ONE_LEVEL = Path(__file__).resolve().parent
FOLDERS = (ONE_LEVEL / "data", ONE_LEVEL.parent / "data")  # inside an installed wheel; in a checkout


def load(name):
    """Read a trained model from its folder in data/; the second call returns the same object.

    name: "pronouns" -> Model.
    Raises ValueError: a name that is not known.  FileNotFoundError: a file of the model is missing.
    RuntimeError: a file is damaged (its SHA-256 differs from the one in checksums.json).

    >>> load("pronouns") is load("pronouns")
    True
    """
    if name not in NAMES:
        raise ValueError(f"There is no model {name!r}: choose one of {', '.join(map(repr, NAMES))}.")
    return _load(name)


@functools.lru_cache(maxsize=None)
def _load(name):
    folder = data_folder() / name
    if name != "pronouns":
        raise FileNotFoundError(
            f"The model {name!r} is not part of this course yet: {name} has no folder in data/."
        )
    return PronounModel(folder)


def data_folder():
    """Find data/, beside `helpers` in a checkout, inside it in an installed wheel."""
    for folder in FOLDERS:
        if (folder / "pronouns").is_dir():
            return folder
    raise FileNotFoundError(
        f"The folder data/pronouns is missing: looked in {FOLDERS[0]} and {FOLDERS[1]}. {RESTORE}"
    )


RESTORE = "Restore it with `git checkout -- data` in the project's folder, or install the project again."


def read_file(path):
    """Read a file of data/ and compare it with the SHA-256 that checksums.json holds for it. -> bytes"""
    checksums = path.with_name("checksums.json")
    for needed in (checksums, path):
        if not needed.is_file():
            raise FileNotFoundError(
                f"{needed.parent.name}/{needed.name} is missing from {needed.parent}. {RESTORE}"
            )
    content = path.read_bytes()
    try:
        expected = json.loads(checksums.read_bytes())[path.name]
    except (ValueError, KeyError, TypeError):
        raise RuntimeError(
            f"{checksums.parent.name}/checksums.json is damaged: it has no entry for {path.name}. {RESTORE}"
        ) from None
    if hashlib.sha256(content).hexdigest() != expected:
        raise RuntimeError(
            f"{path.parent.name}/{path.name} is damaged: its SHA-256 "
            f"differs from the one in checksums.json. {RESTORE}"
        )
    return content


def read_json(path):
    """Read a JSON file of data/, checked against its SHA-256."""
    return json.loads(read_file(path))


def read_arrays(path):
    """Read the arrays of a safetensors file of data/, checked against its SHA-256, as read-only views.

    -> dict of name: array.  The format is a length, a JSON header and the raw numbers; reading it here
    needs no compiled package, so the course also runs inside a browser.
    Source: https://github.com/huggingface/safetensors#format
    """
    content = read_file(path)
    end = 8 + int.from_bytes(content[:8], "little")
    kinds = {
        "F16": "<f2",
        "F32": "<f4",
        "F64": "<f8",
        "I32": "<i4",
        "I64": "<i8",
        "U8": "u1",
        "I8": "i1",
        "BOOL": "?",
    }
    arrays = {}
    for name, entry in json.loads(content[8:end]).items():
        if name != "__metadata__":
            start, stop = entry["data_offsets"]
            arrays[name] = np.frombuffer(content[end + start : end + stop], kinds[entry["dtype"]]).reshape(
                entry["shape"]
            )
    return arrays


class PronounModel:
    """The course model: a two-layer encoder that finds the noun a pronoun stands for.

    words: list of str, one for each row of `embedding` [n_words, d_model]; nouns, adjectives, pronouns: lists
    of str; layers: list of helpers.encoder.Layer; sentences, pairs: held-out sentences with their answers.
    """

    badge = "trained"

    def __init__(self, folder):
        self.name = folder.name
        self.folder = folder
        config, words = read_json(folder / "config.json"), read_json(folder / "words.json")
        arrays = {
            name: array.astype(np.float32)
            for name, array in read_arrays(folder / "model.safetensors").items()
        }
        self.d_model, self.n_heads, self.d_k = config["d_model"], config["n_heads"], config["d_k"]
        self.n_layers, self.max_tokens = config["n_layers"], config["max_tokens"]
        self.readout_scale = config["readout_scale"]
        self.words, self.nouns, self.adjectives, self.pronouns = (
            words[part] for part in ("words", "nouns", "adjectives", "pronouns")
        )
        self.row = {word: row for row, word in enumerate(self.words)}
        self.embedding = arrays["words"]
        self.layers = [self._layer(arrays, f"layers.{number}.") for number in range(1, self.n_layers + 1)]
        for array in arrays.values():
            array.flags.writeable = False

    @staticmethod
    def _layer(arrays, start):
        part = {name.removeprefix(start): array for name, array in arrays.items() if name.startswith(start)}
        for norm in ("norm_attention", "norm_output"):
            part[norm] = (part.pop(norm + ".gain"), part.pop(norm + ".bias"))
        return Layer(**part)

    def __repr__(self):
        return (
            f"PronounModel({len(self.words)} words, {self.n_layers} layers, "
            f"{self.n_heads} heads, d_model={self.d_model}, d_k={self.d_k})"
        )

    @functools.cached_property
    def sentences(self):
        """The 400 held-out sentences: a list of dict with "
        "text, pronoun, noun, noun_index, other, adjective …"""
        return read_json(self.folder / "sentences.json")

    @functools.cached_property
    def pairs(self):
        """The 200 held-out pairs, {"first": sentence, "second": sentence}, "
        "that differ in the adjective only."""
        return read_json(self.folder / "pairs.json")

    @functools.cached_property
    def training(self):
        """Attention maps of the two course sentences during training: a dict of arrays (see data/pronouns)."""
        return read_arrays(self.folder / "training.safetensors")

    def tokens(self, text):
        """Split a sentence into the words and signs that the model reads.

        text -> list of str, as typed.
        Raises ValueError: no words, too many words, or a word that the model does not know.

        >>> load("pronouns").tokens("The animal didn't")
        ['The', 'animal', 'didn', "'", 't']
        """
        if not isinstance(text, str):
            raise ValueError(f"A sentence is text: got {type(text).__name__}.")
        tokens = re.findall(r"\w+|[^\w\s]", text.replace("’", "'"))
        if not tokens:
            raise ValueError("The sentence is empty: type at least one word.")
        if len(tokens) > self.max_tokens:
            raise ValueError(
                f"The sentence has {len(tokens)} words and signs; this "
                f"model reads at most {self.max_tokens}. Shorten it."
            )
        for token in tokens:
            if token.lower() not in self.row:
                raise ValueError(self._unknown(token))
        return tokens

    def _unknown(self, token):
        shown = repr(token if len(token) <= 30 else token[:30] + "…")
        known = [word for word in self.words if word.isalpha()]
        near = difflib.get_close_matches(token.lower()[:40], known, n=3, cutoff=0.6)
        offer = f"The nearest it knows: {', '.join(near)}." if near else "None of its words is near."
        return (
            f"The model does not know the word {shown}. {offer} It knows {len(known)} "
            f"words: see model.words (nouns: {', '.join(self.nouns[:6])} …)."
        )

    def run(self, text, without=()):
        """Run the whole encoder on a sentence and keep every step.

        text -> EncoderSteps.  without: (layer, head) pairs, counted from 1, whose output is left out.
        Raises ValueError: a sentence the model cannot read, or a head that is not there.
        """
        tokens = self.tokens(text)
        without = self.pairs_of_heads(without)
        x = self.embed(tokens)
        with threadpool_limits(1):
            return EncoderSteps(tokens, x, encode(x, self.layers, without=without))

    def attention(self, text):
        """Every attention weight for a sentence. text -> [n_layers, n_heads, n_tokens, n_tokens]"""
        return np.stack([layer.attention.heads.weights for layer in self.run(text).layers])

    def antecedent(self, text, without=()):
        """Say for which noun the pronoun of a sentence stands.

        text -> dict of noun: probability, the most probable first; all nouns that the model knows share 1.
        The text's last pronoun is asked.  without: (layer, head) pairs, counted from 1, that are removed.
        Raises ValueError: a sentence without a pronoun, or one that the model cannot read.

        >>> answer = load("pronouns").antecedent("The animal didn't cross the street because it was too tired.")
        >>> next(iter(answer))
        'animal'
        """
        asked = self.pronoun_in(self.tokens(text))
        probability = self.noun_shares(self.run(text, without).layers[-1].output[asked])
        order = np.argsort(-probability, kind="stable")
        return {self.nouns[i]: float(probability[i]) for i in order}

    def pronoun_in(self, tokens):
        """The place, from 0, of the last pronoun among some words. Raises ValueError: there is none."""
        places = [place for place, token in enumerate(tokens) if token.lower() in self.pronouns]
        if not places:
            raise ValueError(
                f"The sentence has no pronoun to resolve: use one of {', '.join(self.pronouns)}."
            )
        return places[-1]

    def embed(self, tokens):
        """What enters layer 1: the words' vectors plus their positions. n_tokens words -> [n_tokens, d_model]"""
        embedded = self.embedding[[self.row[token.lower()] for token in tokens]]
        return embedded + positions(len(tokens), self.d_model).astype(np.float32)

    def noun_shares(self, output):
        """Compare an output vector with the words of all nouns. [..., d_model] -> [..., n_nouns], rows sum to 1"""
        rows = [self.row[noun] for noun in self.nouns]
        return softmax(self.readout_scale * (output @ self.embedding[rows].T))

    def pairs_of_heads(self, without):
        """Check (layer, head) pairs, counted from 1. -> list of pairs.  Raises ValueError: one that is not there."""
        pairs = [tuple(pair) for pair in without]
        for pair in pairs:
            if len(pair) != 2 or not (1 <= pair[0] <= self.n_layers and 1 <= pair[1] <= self.n_heads):
                raise ValueError(
                    "without takes (layer, head) pairs, layers 1 to "
                    f"{self.n_layers} and heads 1 to {self.n_heads}: got {pair}."
                )
        return pairs
