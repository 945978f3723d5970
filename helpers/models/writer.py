"""The writer: made by `training/writer/`, it tells short stories, one word after the other.

Its layers have a causal mask, so no word sees what comes after it. What leaves the last layer at a word is
compared with every word that the model knows: the scores of what comes next.
"""

import functools
from dataclasses import dataclass

import numpy as np

from helpers import encoder
from helpers.attention import causal_mask, softmax
from helpers.encoder import EncoderSteps, encode, encode_next, layer_norm
from helpers.models.cores import one_core
from helpers.models.files import frozen, read_arrays, read_file, read_json
from helpers.models.grammar import END, START, Grammar
from helpers.models.model import Model, layers_of
from helpers.models.reading import unknown_word, words_and_signs
from helpers.models.sampling import draw, keep_top, with_temperature
from helpers.shapes import check_count
from helpers.text import plain_letters

ACTIVATIONS = {one.__name__: one for one in (encoder.relu, encoder.gelu, encoder.gelu_tanh)}


class Writer(Model):
    """A small causal model that writes stories in a grammar of ours (data/writer).

    words: list of str, one for each row of `embedding` [n_words, d_model]; START begins every text, END
    ends a story; positions [max_tokens, d_model], learned; layers: list of helpers.encoder.Layer, pre-norm;
    norm: (gain, bias, epsilon) of the norm behind the last layer; stories: held-out stories;
    grammar: the helpers.models.grammar.Grammar that tells stories and knows how likely each word is.
    """

    badge = "trained"
    START, END = START, END

    def __init__(self, folder):
        self.name = folder.name
        self.folder = folder
        config = read_json(folder / "config.json")
        packed = read_arrays(folder / "model.safetensors")
        arrays = {name: frozen(array.astype(np.float32)) for name, array in packed.items()}
        self.d_model, self.n_heads, self.d_k = config["d_model"], config["n_heads"], config["d_k"]
        self.n_layers, self.max_tokens = config["n_layers"], config["max_tokens"]
        self.words = read_json(folder / "words.json")["words"]
        self.row = {word: row for row, word in enumerate(self.words)}
        self.embedding, self.positions = arrays["words"], arrays["positions"]
        self.norm = arrays["norm_final.gain"], arrays["norm_final.bias"], config["epsilon"]
        more = {"activation": ACTIVATIONS[config["activation"]], "pre_norm": True}
        self.layers = layers_of(arrays, self.n_layers, config["epsilon"], **more)

    def __repr__(self):
        return (
            f"Writer({len(self.words)} words, {self.n_layers} layers, "
            f"{self.n_heads} heads, d_model={self.d_model}, d_k={self.d_k})"
        )

    @functools.cached_property
    def stories(self):
        """The held-out stories: list of dict, each with its "tokens", START first (see data/writer)."""
        return read_json(self.folder / "stories.json")

    @functools.cached_property
    def grammar(self):
        """What the model learned, known exactly. -> helpers.models.grammar.Grammar"""
        return Grammar(read_file(self.folder / "grammar.toml").decode())

    @functools.cached_property
    def training(self):
        """What was seen during training: dict of arrays, among them steps and loss (see data/writer)."""
        return read_arrays(self.folder / "training.safetensors")

    # ----- Words in, words out -----

    def tokens(self, text):
        """Split a text into the words and signs that the model reads; START comes first.

        text: str, large or small letters, or a list of tokens, with START or without -> list of str.
        An empty text is the beginning of any story: START alone. A typed " is read as “ and ” by turns.
        Raises ValueError: too many words, or one that the model does not know; START or END in the middle.

        >>> from helpers.models import load
        >>> load("writer").tokens("Once there was")
        ['<start>', 'once', 'there', 'was']
        """
        tokens = self._typed(text) if isinstance(text, str) else _listed(text)
        if len(tokens) > self.max_tokens:
            raise ValueError(
                f"The text has {len(tokens) - 1} words and signs; this "
                f"model reads at most {self.max_tokens - 1}. Shorten it."
            )
        for token in tokens:
            if token not in self.row:
                raise ValueError(f"{unknown_word(token, self.words)}.")
        if START in tokens[1:] or END in tokens[:-1]:
            raise ValueError(f"A text has {START!r} at its beginning alone, and {END!r} at its end alone.")
        return tokens

    def _typed(self, text):
        """Small letters; a typed " becomes “ or ”, whichever comes next."""
        tokens, inside = [START], False
        for token in words_and_signs(plain_letters(text)):
            if token == '"':
                token = "”" if inside else "“"
            inside = token == "“" or (inside and token != "”")
            tokens.append(token.lower())
        return tokens

    def text(self, tokens):
        """Tokens as one reads them: spaces and capital letters; START and END are not shown. -> str

        Raises ValueError: as `tokens`.

        >>> from helpers.models import load
        >>> load("writer").text(["<start>", "once", "there", "was"])
        'Once there was'
        """
        return self.grammar.text(self.tokens(tokens))

    # ----- Reading all words at once -----

    def run(self, text, without=()):
        """Run the model on a text, or a list of tokens, and keep every step.

        -> EncoderSteps; each word looks at itself and at earlier words.
        without: (layer, head) pairs, counted from 1, whose output is left out.
        Raises ValueError: a text that the model cannot read, or a head that is not there.
        """
        tokens = self.tokens(text)
        without = self.pairs_of_heads(without)
        x = self.embed(tokens)
        with one_core():
            return EncoderSteps(tokens, x, encode(x, self.layers, causal_mask(len(x)), without))

    def embed(self, tokens, before=0):
        """What enters layer 1: words' vectors plus learned positions. tokens -> [n_tokens, d_model]

        before: how many tokens stand before these.
        """
        rows = [self.row[token] for token in tokens]
        return self.embedding[rows] + self.positions[before : before + len(rows)]

    def scores(self, output):
        """Norm what left the last layer, and compare it with every word's vector.

        [..., d_model] -> [..., n_words], no unit; -inf for START, which never comes next.
        """
        scores = layer_norm(output, *self.norm) @ self.embedding.T
        scores[..., self.row[START]] = -np.inf
        return scores

    def shares(self, text, without=()):
        """The probability of each word after each place of a text. -> [n_tokens, n_words], rows sum to 1

        Row t, read off the output at token t, says what comes after it.
        without, errors: as in `run`.
        """
        return softmax(self.scores(self.run(text, without).layers[-1].output))

    def next_words(self, text, without=()):
        """What can come next, after a text or a list of tokens.

        -> dict of word: probability, the most probable first; all words together have 1.
        without, errors: as in `run`.

        >>> from helpers.models import load
        >>> next(iter(load("writer").next_words("Once there")))
        'was'
        """
        return self._by_word(self.scores(self.run(text, without).layers[-1].output[-1]))

    def _by_word(self, scores):
        probability = softmax(scores)
        order = np.argsort(-probability, kind="stable")
        return {self.words[row]: float(probability[row]) for row in order}

    # ----- Writing, word after word -----

    def begin(self, text=""):
        """Read the beginning of a story and keep its keys and values, so that words can be added. -> Writing

        Raises ValueError: a text that the model cannot read.

        >>> from helpers.models import load
        >>> load("writer").begin("Once there").add("was").tokens
        ['<start>', 'once', 'there', 'was']
        """
        tokens = self.tokens(text)
        with one_core():
            return Writing(self, tokens, encode_next(self.embed(tokens), self.layers))

    def write(self, text="", temperature=1.0, top_k=None, seed=0, most=None):
        """Go on from a text, drawing word after word, until END or until there are `most` tokens.

        temperature, top_k: see helpers.models.sampling; top_k None: any word can be drawn.
        seed: the same seed gives the same story.  most: at most max_tokens, and so if None.
        -> list of str: START, the text's own tokens, what was written.
        Raises ValueError: a text that the model cannot read; a temperature, top_k, or `most` that cannot be.

        >>> from helpers.models import load
        >>> load("writer").write("Once there", temperature=0.1, most=4)
        ['<start>', 'once', 'there', 'was']
        """
        most = self.max_tokens if most is None else most
        self._check_length(most, "most")
        rng, writing = np.random.default_rng(seed), self.begin(text)
        tokens = writing.tokens
        while len(tokens) < most and tokens[-1] != END:
            scores = writing.scores if top_k is None else keep_top(writing.scores, top_k)
            word = self.words[draw(with_temperature(scores, temperature), rng)]
            tokens = [*tokens, word]
            if len(tokens) < most and word != END:
                writing = writing.add(word)
        return tokens

    def multiplications(self, n_tokens, kept=True):
        """How many multiplications it takes to choose the word that comes after n_tokens tokens. -> int

        kept: keys and values of the earlier tokens are kept, and only the newest token's row runs through
        the layers; else the rows of all tokens do. Counted are the products of matrices, which are nearly
        all of the work, without norms, activations and softmax.
        Raises ValueError: n_tokens is not 1 to max_tokens.
        """
        self._check_length(n_tokens, "n_tokens")
        rows = 1 if kept else n_tokens
        count = self.embedding.size  # the newest row is compared with every word
        for layer in self.layers:
            W = layer.W_query, layer.W_key, layer.W_value, layer.W_out, layer.W_hidden, layer.W_output
            for_each_row = sum(part.size for part in W)  # each number of a W is used once
            n_heads, _, d_k = layer.W_query.shape
            for_each_pair = 2 * n_heads * d_k  # the score, then the mixing
            count += rows * for_each_row + rows * n_tokens * for_each_pair
        return count

    def _check_length(self, n_tokens, name):
        check_count(n_tokens, name, 1)
        if n_tokens > self.max_tokens:
            raise ValueError(f"{name} must be at most {self.max_tokens}, all that it reads: got {n_tokens}.")


@dataclass(frozen=True, eq=False, repr=False)
class Writing:
    """A text so far, with the keys and values of its words: a new word costs one row, not all of them.

    model: Writer; tokens: list of str; steps: list of helpers.encoder.LayerSteps, the rows of what came last,
    but with the keys and values of all tokens. Nothing here changes: `add` gives a new Writing.
    """

    model: Writer
    tokens: list
    steps: list

    def __repr__(self):
        return f"Writing({len(self.tokens)} tokens: {self.model.text(self.tokens)!r})"

    def add(self, word):
        """Add a word; only its own row runs through the layers. -> Writing

        Raises ValueError: a word that the model does not know, or no place for it.
        """
        if self.full:
            raise ValueError(
                f"Nothing can be added: the story has ended, or it has {self.model.max_tokens} tokens, "
                "the most that this model reads."
            )
        _, token = self.model.tokens([START, word])
        x = self.model.embed([token], len(self.tokens))
        with one_core():
            steps = encode_next(x, self.model.layers, self.steps)
        return Writing(self.model, [*self.tokens, token], steps)

    @property
    def full(self):
        """Whether no word can be added: the story has ended, or has max_tokens tokens. -> bool"""
        return self.tokens[-1] == END or len(self.tokens) >= self.model.max_tokens

    @functools.cached_property
    def scores(self):
        """The scores of what comes next. -> [n_words]"""
        return self.model.scores(self.steps[-1].output[-1])

    @property
    def weights(self):
        """Where the newest word looks, in every head. -> [n_layers, n_heads, n_tokens]"""
        return np.stack([layer.attention.heads.weights[:, -1] for layer in self.steps])

    @property
    def next_words(self):
        """What can come next. -> dict of word: probability, the most probable first"""
        return self.model._by_word(self.scores)


def _listed(tokens):
    """Tokens that come as a list: START first, small letters. -> list of str"""
    if not isinstance(tokens, (list, tuple)) or not all(isinstance(token, str) for token in tokens):
        raise ValueError(f"A text is str, or a list of tokens, each a str: got {type(tokens).__name__}.")
    tokens = [token.lower() for token in tokens]
    return tokens if tokens[:1] == [START] else [START, *tokens]
