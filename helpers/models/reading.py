"""A typed text as the real models read it: in pieces of words."""

from dataclasses import dataclass

from helpers.text import EMPTY


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
    return f"The text has {n_pieces:,} pieces of words; this model reads the first {n_read}."


def read_between(begin, cut, end, row, max_tokens):
    """A text in pieces, between the special pieces that a model wants there. -> Reading

    begin, end: lists of special pieces; cut: helpers.models.pieces.Cut; row: dict of each piece: its row.
    Of a text that is too long its beginning is read.  Raises ValueError: nothing to read.
    """
    room = max_tokens - len(begin) - len(end)
    tokens, words = cut.tokens[:room], cut.words[:room]
    if not words:
        raise ValueError(EMPTY)
    tokens = [*begin, *tokens, *end]
    places = [*[None] * len(begin), *words, *[None] * len(end)]
    note = note_on_length(len(cut.tokens), room)
    return Reading(tokens, [row[token] for token in tokens], places, cut.typed[: words[-1] + 1], note)
