"""A real translator from English to Portuguese, made by others to run inside a browser."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from helpers.attention import softmax, split_heads
from helpers.decoder import DecoderLayer, decode
from helpers.encoder import Layer
from helpers.languages import translate as _
from helpers.models.cores import one_core
from helpers.models.files import frozen, in_columns, map_file, read_file
from helpers.models.marian import read_marian, read_sentencepiece
from helpers.models.model import PieceModel
from helpers.models.pieces import Unigram
from helpers.models.reading import Reading, note_on_length
from helpers.text import APOSTROPHES, EMPTY, checked_text

START_OF_WORD, END, UNKNOWN = "▁", "</s>", "<unk>"
EPSILON = 1e-9


@dataclass(frozen=True, eq=False, repr=False)
class Translation:
    """A translation and how it came about.

    text: str; tokens: list of str, the pieces that were written, the last one "</s>", the end; words: for
    each the place of its word, from 0 (None for the end); source: Reading of what was translated.
    cross_attention [n_layers, n_heads, n_target, n_source]: where the decoder looked as it wrote each piece.
    choices: for each step the five most probable pieces, as (piece, probability); the first was taken.
    steps: for each step the helpers.decoder.DecoderLayerSteps of every decoder layer.
    note: what was not read or not written, in a sentence; else empty.
    """

    text: str
    tokens: list
    words: list
    source: Reading
    cross_attention: np.ndarray
    choices: list
    steps: list
    note: str = ""

    def __repr__(self):
        note = f"\n  note: {self.note}" if self.note else ""
        return (
            f"Translation\n  text: {self.text}\n  cross_attention: {list(self.cross_attention.shape)}{note}"
        )


class Translator(PieceModel):
    """Mozilla's English-Portuguese "tiny": 6 encoder layers of 8 heads, 2 decoder layers (data/translator).

    n_layers, n_decoder_layers, n_heads, d_model, d_k, max_tokens: sizes; pieces: list of str;
    embedding [n_pieces, d_model]; layers: list of helpers.encoder.Layer;
    decoder_layers: list of helpers.decoder.DecoderLayer.
    """

    max_tokens = 128  # in the source, and in the translation

    def __init__(self, folder):
        self.folder = Path(folder)
        arrays, settings = read_marian(map_file(self.folder / "model.enpt.intgemm.alphas.bin"))
        arrays = {name: frozen(array) for name, array in arrays.items()}
        scored, table = read_sentencepiece(read_file(self.folder / "vocab.enpt.spm"))
        self.pieces = [piece for piece, _ in scored]
        self._unigram = Unigram(scored, table, left_out=(END, UNKNOWN))
        self.row = {piece: row for row, piece in enumerate(self.pieces)}
        self.n_layers, self.n_decoder_layers, self.n_heads, self.d_model = (
            int(settings[name]) for name in ("enc-depth", "dec-depth", "transformer-heads", "dim-emb")
        )
        self.d_k = self.d_model // self.n_heads
        self.embedding, self.bias = arrays["Wemb"], arrays["decoder_ff_logit_out_b"][0]
        self.layers = [
            in_columns(Layer(**self._parts(arrays, f"encoder_l{number}_", "self")))
            for number in range(1, self.n_layers + 1)
        ]
        self.decoder_layers = [
            DecoderLayer(
                **self._parts(arrays, f"decoder_l{number}_", "context"),
                W_forget=arrays[f"decoder_l{number}_rnn_Wf"],
                b_forget=arrays[f"decoder_l{number}_rnn_bf"][0],
                W_memory=arrays[f"decoder_l{number}_rnn_W"],
                norm_memory=_norm(arrays, f"decoder_l{number}_rnn_ffn"),
            )
            for number in range(1, self.n_decoder_layers + 1)
        ]

    def _parts(self, arrays, start, attention):
        """What an encoder and a decoder layer have in common, each head with its own W. -> dict"""
        parts = {"W_out": arrays[start + attention + "_Wo"], "b_out": arrays[start + attention + "_bo"][0]}
        for name in ("query", "key", "value"):
            letter = name[0]
            parts["W_" + name] = split_heads(arrays[f"{start}{attention}_W{letter}"], self.n_heads)
            parts["b_" + name] = split_heads(arrays[f"{start}{attention}_b{letter}"], self.n_heads)[:, 0]
        for name, number in (("hidden", 1), ("output", 2)):
            parts["W_" + name] = arrays[f"{start}ffn_W{number}"]
            parts["b_" + name] = arrays[f"{start}ffn_b{number}"][0]
        return parts | {
            "norm_attention": _norm(arrays, f"{start}{attention}_Wo"),
            "norm_output": _norm(arrays, f"{start}ffn_ffn"),
        }

    def __repr__(self):
        return (
            f"Translator({len(self.pieces)} pieces, {self.n_layers} + {self.n_decoder_layers} layers, "
            f"{self.n_heads} heads, d_model={self.d_model}, d_k={self.d_k})"
        )

    def read(self, text):
        """Cut a text into pieces that the model knows; "▁" begins a word, "</s>" ends the text. -> Reading

        Signs that it does not know become <unk>. Of a long text the beginning is read.
        Raises ValueError: not text, or nothing to read.

        >>> from helpers.models import load
        >>> load("translator").read("Untypable words!").tokens
        ['▁Un', 'ty', 'p', 'able', '▁words', '!', '</s>']
        """
        cut = self._unigram.cut(checked_text(text).translate(APOSTROPHES))  # it has no piece with ’
        if not cut:
            raise ValueError(_(EMPTY))
        read, unknown = cut[: self.max_tokens - 1], self.row[UNKNOWN]
        rows = [
            *(self.row[piece] if piece in self._unigram.scores else unknown for piece in read),
            self.row[END],
        ]
        words, typed = words_of([*read, END])
        tokens = [self.pieces[row] for row in rows]
        return Reading(tokens, rows, words, typed, note_on_length(len(cut), self.max_tokens - 1))

    def translate(self, text):
        """Translate from English to Portuguese, each time taking the most probable piece. -> Translation

        Raises ValueError: not text, or nothing to read.

        >>> from helpers.models import load
        >>> load("translator").translate("The book is on the table.").text
        'O livro está na mesa.'
        """
        reading, choices = self.read(text), []

        def embed(row, step):
            return self.embed(row, step) if row is not None else positions_in_halves(step, self.d_model)

        def choose(output):
            probability = self.next_piece(output)
            best = np.argpartition(-probability, 5)[:5]
            best = best[np.argsort(-probability[best], kind="stable")]
            choices.append([(self.pieces[row], float(probability[row])) for row in best])
            return int(best[0]), self.pieces[best[0]] == END

        with one_core():
            source = self.run(text).layers[-1].output
            steps = decode(source, self.decoder_layers, embed, choose, most=self.max_tokens)
        tokens = [self.pieces[row] for row, _ in steps]
        note = reading.note
        if tokens[-1] != END:
            note = f"{note} The translation was stopped after {len(tokens)} pieces of words.".strip()
        return Translation(
            "".join(tokens).removesuffix(END).replace(START_OF_WORD, " ").strip(),
            tokens,
            words_of(tokens)[0],
            reading,
            np.stack(
                [
                    np.concatenate([done[number].attention.heads.weights for _, done in steps], axis=1)
                    for number in range(self.n_decoder_layers)
                ]
            ),
            choices,
            [done for _, done in steps],
            note,
        )

    def embed(self, rows, places=None):
        """What enters layer 1: the pieces' vectors times √d_model, plus positions. -> [n_tokens, d_model]"""
        places = np.arange(len(rows)) if places is None else places
        return self.embedding[rows] * np.float32(self.d_model**0.5) + positions_in_halves(
            places, self.d_model
        )

    def next_piece(self, output):
        """Compare the decoder's output with every piece. [d_model] -> [n_pieces], sums to 1; never <unk>"""
        scores = self.embedding @ output + self.bias
        scores[self.row[UNKNOWN]] = -np.inf
        return softmax(scores)


def words_of(tokens):
    """Group pieces into words. list of str -> for each piece the place of its word, from 0; the words

    A piece that begins with "▁" begins a word. So does a piece without letters and digits, such as a full
    stop, and the piece after it. The end belongs to none.

    >>> words_of(["▁Un", "ty", "p", "able", "▁words", "!", "</s>"])
    ([0, 0, 0, 0, 1, 2, None], ['Untypable', 'words', '!'])
    """
    places, words, sign_before = [], [], False
    for token in tokens:
        if token == END:
            places.append(None)
            continue
        shown = token.removeprefix(START_OF_WORD)
        sign = not any(letter.isalnum() for letter in shown)
        if token.startswith(START_OF_WORD) or not words or (words[-1] and (sign or sign_before)):
            words.append("")
        words[-1] += shown
        places.append(len(words) - 1)
        sign_before = sign
    return places, words


def positions_in_halves(places, d_model):
    """The paper's waves as Marian arranges them: all sines on the left, all cosines on the right.

    places, from 0 -> [..., d_model].  The slowest wave is slower by a hair than in helpers.encoder.positions.

    >>> positions_in_halves(np.array([0, 1]), 4).round(2)
    array([[0.  , 0.  , 1.  , 1.  ],
           [0.84, 0.  , 0.54, 1.  ]], dtype=float32)
    """
    half = d_model // 2
    angle = np.asarray(places)[..., np.newaxis] / 10_000 ** (np.arange(half) / (half - 1))
    return np.concatenate([np.sin(angle), np.cos(angle)], axis=-1).astype(np.float32)


def _norm(arrays, start):
    return arrays[start + "_ln_scale"][0], arrays[start + "_ln_bias"][0], EPSILON
