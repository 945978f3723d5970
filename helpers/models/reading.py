"""A typed text as models read it: the real ones in pieces of words, the course's own in whole words."""

import difflib
import re
from dataclasses import dataclass

from helpers.languages import translate as _
from helpers.text import EMPTY, codes_of


@dataclass(frozen=True)
class Reading:
    """The pieces of a text and the words that they belong to.

    tokens: list of str, the pieces that enter the model; rows: list of int, their rows in its vocabulary.
    words: for each piece the place of its word in `typed`, from 0; None for a special piece such as [CLS].
    typed: list of str, the words as they were typed.
    note: what was not read of a text that is too long, in one sentence; else empty.
    """

    tokens: list
    rows: list
    words: list
    typed: list
    note: str = ""


def note_on_length(n_pieces, n_read):
    """Say how much of a text is read. -> str, empty if all of it is

    >>> note_on_length(300, 126)
    'The text has 300 pieces of words; this model reads the first 126.'
    """
    if n_pieces <= n_read:
        return ""
    said = _("The text has {pieces} pieces of words; this model reads the first {read}.")
    return said.format(pieces=f"{n_pieces:,}", read=n_read)


def read_between(begin, cut, end, row, max_tokens):
    """A text in pieces, between the special pieces that a model wants there. -> Reading

    begin, end: lists of special pieces; cut: helpers.models.pieces.Cut; row: dict of each piece: its row.
    Of a text that is too long its beginning is read.  Raises ValueError: nothing to read.
    """
    room = max_tokens - len(begin) - len(end)
    tokens, words = cut.tokens[:room], cut.words[:room]
    if not words:
        raise ValueError(_(EMPTY))
    tokens = [*begin, *tokens, *end]
    places = [*[None] * len(begin), *words, *[None] * len(end)]
    note = note_on_length(len(cut.tokens), room)
    return Reading(tokens, [row[token] for token in tokens], places, cut.typed[: words[-1] + 1], note)


def words_and_signs(text):
    """Split a text into words and single signs. str -> list of str, without spaces

    >>> words_and_signs("It didn't!")
    ['It', 'didn', "'", 't', '!']
    """
    return re.findall(r"[\w\u0300-\u036f]+|[^\w\s]", text)


def unknown_word(token, words):
    """Say that a model does not know a word, and which of its words are nearest. -> str, without a full stop

    words: all that it knows, signs among them.

    >>> print(unknown_word("Foks", ["fox", "hen", "."]))
    The model does not know the word 'Foks'. None of its words is near. It knows 2 words: see model.words
    """
    shown = repr(token if len(token) <= 30 else token[:30] + "…") + codes_of(token)
    known = [word for word in words if word.isalpha()]
    near = difflib.get_close_matches(token.lower()[:40], known, n=3, cutoff=0.6)
    offer = _("The nearest it knows: {words}.") if near else _("None of its words is near.")
    offer = offer.format(words=", ".join(near))
    said = _("The model does not know the word {word}. {offer} It knows {count} words: see model.words")
    return said.format(word=shown, offer=offer, count=len(known))
