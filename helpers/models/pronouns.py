"""The course model: made by `training/`, it finds the noun that a pronoun stands for."""

import functools

import numpy as np

from helpers.attention import softmax
from helpers.encoder import EncoderSteps, encode, positions
from helpers.languages import translate as _
from helpers.models.cores import one_core
from helpers.models.files import frozen, read_arrays, read_json
from helpers.models.model import Model, layers_of
from helpers.models.reading import unknown_word, words_and_signs
from helpers.text import EMPTY, plain_letters


class PronounModel(Model):
    """The course model: a two-layer encoder that finds the noun a pronoun stands for.

    words: list of str, one for each row of `embedding` [n_words, d_model]; nouns, adjectives, pronouns: lists
    of str; layers: list of helpers.encoder.Layer; sentences, pairs: held-out sentences with their answers.
    """

    badge = "trained"

    def __init__(self, folder):
        self.name = folder.name
        self.folder = folder
        config, words = read_json(folder / "config.json"), read_json(folder / "words.json")
        packed = read_arrays(folder / "model.safetensors")
        arrays = {name: frozen(array.astype(np.float32)) for name, array in packed.items()}
        self.d_model, self.n_heads, self.d_k = config["d_model"], config["n_heads"], config["d_k"]
        self.n_layers, self.max_tokens = config["n_layers"], config["max_tokens"]
        self.readout_scale = config["readout_scale"]
        self.words, self.nouns, self.adjectives, self.pronouns = (
            words[part] for part in ("words", "nouns", "adjectives", "pronouns")
        )
        self.row = {word: row for row, word in enumerate(self.words)}
        self.embedding = arrays["words"]
        self.layers = layers_of(arrays, self.n_layers)

    def __repr__(self):
        return (
            f"PronounModel({len(self.words)} words, {self.n_layers} layers, "
            f"{self.n_heads} heads, d_model={self.d_model}, d_k={self.d_k})"
        )

    @functools.cached_property
    def sentences(self):
        """The 400 held-out sentences: list of dict with text, pronoun, noun, noun_index, other …"""
        return read_json(self.folder / "sentences.json")

    @functools.cached_property
    def pairs(self):
        """The 200 held-out pairs, {"first": sentence, "second": sentence}: only the adjective differs."""
        return read_json(self.folder / "pairs.json")

    @functools.cached_property
    def training(self):
        """Attention maps of the two course sentences during training: dict of arrays (see data/pronouns)."""
        return read_arrays(self.folder / "training.safetensors")

    def tokens(self, text):
        """Split a sentence into the words and signs that the model reads.

        text -> list of str, as typed; signs that cannot be seen are left out (see `text.plain_letters`).
        Raises ValueError: no words, too many words, or a word that the model does not know.

        >>> from helpers.models import load
        >>> load("pronouns").tokens("The animal didn't")
        ['The', 'animal', 'didn', "'", 't']
        """
        tokens = words_and_signs(plain_letters(text))
        if not tokens:
            raise ValueError(_(EMPTY))
        if len(tokens) > self.max_tokens:
            said = _("The sentence has {count} words and signs; this model reads at most {most}. Shorten it.")
            raise ValueError(said.format(count=len(tokens), most=self.max_tokens))
        for token in tokens:
            if token.lower() not in self.row:
                nouns = ", ".join(self.nouns[:6])
                said = _("{unknown} (nouns: {nouns} …).")
                raise ValueError(said.format(unknown=unknown_word(token, self.words), nouns=nouns))
        return tokens

    def run(self, text, without=()):
        """Run the whole encoder on a sentence and keep every step.

        text -> EncoderSteps.  without: (layer, head) pairs, counted from 1, whose output is left out.
        Raises ValueError: a sentence the model cannot read, or a head that is not there.
        """
        tokens = self.tokens(text)
        without = self.pairs_of_heads(without)
        x = self.embed(tokens)
        with one_core():
            return EncoderSteps(tokens, x, encode(x, self.layers, without=without))

    def antecedent(self, text, without=()):
        """Say for which noun the pronoun of a sentence stands.

        text -> dict of noun: probability, the most probable first; all nouns that the model knows share 1.
        The text's last pronoun is asked.  without: (layer, head) pairs, counted from 1, that are removed.
        Raises ValueError: a sentence without a pronoun, or one that the model cannot read.

        >>> from helpers.models import load
        >>> text = "The animal didn't cross the street because it was too tired."
        >>> next(iter(load("pronouns").antecedent(text)))
        'animal'
        """
        return self.answer(self.run(text, without))

    def answer(self, steps):
        """The answer in what a run computed. EncoderSteps -> dict, and errors, as in `antecedent`"""
        probability = self.noun_shares(steps.layers[-1].output[self.pronoun_in(steps.tokens)])
        order = np.argsort(-probability, kind="stable")
        return {self.nouns[i]: float(probability[i]) for i in order}

    def pronoun_in(self, tokens):
        """The place, from 0, of the last pronoun among some words. Raises ValueError: there is none."""
        places = [place for place, token in enumerate(tokens) if token.lower() in self.pronouns]
        if not places:
            said = _("The sentence has no pronoun to resolve: use one of {pronouns}.")
            raise ValueError(said.format(pronouns=", ".join(self.pronouns)))
        return places[-1]

    def embed(self, tokens):
        """What enters layer 1: the words' vectors plus their positions. tokens -> [n_tokens, d_model]"""
        embedded = self.embedding[[self.row[token.lower()] for token in tokens]]
        return embedded + _positions(len(tokens), self.d_model)

    def noun_shares(self, output):
        """Compare an output vector with all nouns. [..., d_model] -> [..., n_nouns], rows sum to 1"""
        rows = [self.row[noun] for noun in self.nouns]
        return softmax(self.readout_scale * (output @ self.embedding[rows].T))


@functools.cache
def _positions(n_tokens, d_model):
    """The positions in the model's own precision, made once for each length, of which there are few."""
    return frozen(positions(n_tokens, d_model).astype(np.float32))
