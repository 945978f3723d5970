"""Cutting a text into the pieces that a real model knows: WordPiece for MiniLM, Unigram for the translator.

Plain Python, so that it also runs inside a browser;
tests/test_pieces.py holds it to the library `tokenizers`.
"""

import re
import string
import unicodedata
from dataclasses import dataclass

LONGEST = 100  # letters: a longer word is not cut into pieces
PENALTY = 10  # how much worse a sign that is in no piece scores than the rarest piece
START_OF_WORD = "▁"


@dataclass(frozen=True)
class Cut:
    """A text in pieces.

    tokens: list of str; words: for each the place of its word, from 0; typed: the words as typed.
    """

    tokens: list
    words: list
    typed: list


class WordPiece:
    """Words in lower case without accents; each is cut from the left, always the longest piece that is known.

    pieces: those known, a container of str; unknown: what stands for a word that cannot be cut.
    """

    def __init__(self, pieces, unknown):
        self.pieces, self.unknown = pieces, unknown

    def cut(self, text):
        """text -> Cut

        >>> WordPiece({"un", "##ty", "a", "!"}, "[UNK]").cut("Unty  à!?")
        Cut(tokens=['un', '##ty', 'a', '!', '[UNK]'], words=[0, 0, 1, 2, 3], typed=['Unty', 'à', '!', '?'])
        """
        tokens, places, typed = [], [], []
        for word, start, stop in _words(text):
            found = self._pieces_of(word)
            tokens += found
            places += [len(typed)] * len(found)
            typed.append(text[start:stop])
        return Cut(tokens, places, typed)

    def _pieces_of(self, word):
        found, start = [], 0
        while start < len(word) <= LONGEST:
            for stop in range(len(word), start, -1):
                piece = "##" * (start > 0) + word[start:stop]
                if piece in self.pieces:
                    found.append(piece)
                    start = stop
                    break
            else:
                return [self.unknown]
        return found or [self.unknown]


def _words(text):
    """The words and signs of a text, simplified, and where they were typed. -> list of (word, start, stop)"""
    words, open_word = [], False
    for place, typed in enumerate(text):
        for sign in _simplified(typed):
            alone = _is_punctuation(sign) or _is_chinese(typed)
            if sign.isspace():
                open_word = False
            elif open_word and not alone:
                words[-1][0].append(sign)
                words[-1][2] = place + 1
            else:
                words.append([[sign], place, place + 1])
                open_word = not alone
    return [("".join(signs), start, stop) for signs, start, stop in words]


def _simplified(sign):
    """A sign in lower case and without accents; nothing is left of one that cannot be seen."""
    if sign.isspace():
        return " "
    if sign in "\0\ufffd" or unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co"):
        return ""
    plain = unicodedata.normalize("NFD", sign)
    return "".join(letter.lower() for letter in plain if unicodedata.category(letter) != "Mn")


def _is_punctuation(sign):
    return sign in string.punctuation or unicodedata.category(sign).startswith("P")


def _is_chinese(sign):
    """Whether it is a sign that is a word by itself."""
    spans = (
        (0x3400, 0x4DBF),
        (0x4E00, 0x9FFF),
        (0xF900, 0xFAFF),
        (0x20000, 0x2A6DF),
        (0x2A700, 0x2B81F),
        (0x2B920, 0x2CEAF),
        (0x2F800, 0x2FA1F),
    )
    return any(first <= ord(sign) <= last for first, last in spans)


class Unigram:
    """Of all ways to cut a word the one whose pieces score most together; "▁" begins a word.

    scored: list of (piece, score), in the order of the model's rows; left_out: pieces that are no text.
    table: how signs are simplified first, as SentencePiece keeps it:
    a trie of 32-bit units, then the replacements.
    """

    def __init__(self, scored, table, left_out=()):
        self.scores = {piece: score for piece, score in scored if piece not in left_out}
        self.longest = max(map(len, self.scores))
        self.worst = min(score for _, score in scored) - PENALTY
        size = int.from_bytes(table[:4], "little")
        self.trie, self.replacements = memoryview(table[4 : 4 + size]).cast("I"), table[4 + size :]

    def cut(self, text):
        """The pieces of a text; signs in no piece stand as they are, those side by side as one.

        text -> list of str
        """
        text = re.sub(" {2,}", " ", self._simplified(text)).strip().replace(" ", START_OF_WORD)
        if text and not text.startswith(START_OF_WORD):
            text = START_OF_WORD + text
        return [
            piece
            for word in re.findall(f"{START_OF_WORD}[^{START_OF_WORD}]*", text)
            for piece in self._pieces_of(word)
        ]

    def _pieces_of(self, word):
        # for each place: the score so far, where its last piece starts, is it known
        best = [(0.0, 0, True)] + [None] * len(word)
        for start in range(len(word)):
            so_far = best[start][0]
            for stop in range(start + 1, min(start + self.longest, len(word)) + 1):
                score = self.scores.get(word[start:stop])
                known = score is not None
                if not known and stop > start + 1:
                    continue
                total = so_far + (score if known else self.worst)
                if best[stop] is None or total > best[stop][0]:
                    best[stop] = (total, start, known)
        pieces, stop = [], len(word)
        while stop > 0:
            _, start, known = best[stop]
            while start > 0 and not known and not best[start][2]:  # signs in no piece, side by side
                start = best[start][1]
            pieces.append(word[start:stop])
            stop = start
        return pieces[::-1]

    def _simplified(self, text):
        parts = []
        for cluster in _clusters(text):
            whole = self._replacement(cluster) if len(cluster.encode()) < 6 else None
            if whole is not None:
                parts.append(whole)
                continue
            for sign in cluster:
                simple = self._replacement(sign)
                parts.append(sign if simple is None else simple)
        return "".join(parts)

    def _replacement(self, signs):
        """What stands in the table for the first signs that it knows. -> str or None"""
        unit = self.trie[0]
        place = _offset(unit)
        for byte in signs.encode():
            place ^= byte
            unit = self.trie[place]
            if unit & 0x800000FF != byte:
                return None
            place ^= _offset(unit)
            if unit >> 8 & 1:
                start = self.trie[place] & 0x7FFFFFFF
                return self.replacements[start : self.replacements.index(0, start)].decode()
        return None


def _offset(unit):
    return unit >> 10 << ((unit & 0x200) >> 6)


def _clusters(text):
    """A text in signs, each with the accents that stand on it. -> list of str"""

    def stands_on(sign):
        return unicodedata.category(sign) in ("Mn", "Me", "Mc") or sign in "\u200c\u200d"

    starts = [place for place, sign in enumerate(text) if place == 0 or not stands_on(sign)]
    return [text[start:stop] for start, stop in zip(starts, [*starts[1:], None], strict=True)]
