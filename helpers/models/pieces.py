"""Cutting a text into the pieces that a real model knows: WordPiece, Unigram, and byte pairs.

WordPiece is MiniLM's, Unigram the translator's; byte pairs (BPE) are those of GPT-2 and RoBERTa.

Plain Python, so that it also runs inside a browser;
tests/test_pieces.py holds it to the library `tokenizers`.
"""

import heapq
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
    lower: capital letters become small; plain: accents are dropped; chinese: each such sign is a word.
    """

    def __init__(self, pieces, unknown, lower=True, plain=True, chinese=True):
        self.pieces, self.unknown = pieces, unknown
        self.lower, self.plain, self.chinese = lower, plain, chinese

    def cut(self, text):
        """text -> Cut

        >>> WordPiece({"un", "##ty", "a", "!"}, "[UNK]").cut("Unty  à!?")
        Cut(tokens=['un', '##ty', 'a', '!', '[UNK]'], words=[0, 0, 1, 2, 3], typed=['Unty', 'à', '!', '?'])
        """
        tokens, places, typed = [], [], []
        for word, start, stop in self._words(text):
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

    def _words(self, text):
        """The words and signs of a text, simplified, and where they stand. -> list of (word, start, stop)"""
        words, open_word = [], False
        for place, typed in enumerate(text):
            for sign in self._simplified(typed):
                alone = _is_punctuation(sign) or (self.chinese and _is_chinese(typed))
                if sign.isspace():
                    open_word = False
                elif open_word and not alone:
                    words[-1][0].append(sign)
                    words[-1][2] = place + 1
                else:
                    words.append([[sign], place, place + 1])
                    open_word = not alone
        return [("".join(signs), start, stop) for signs, start, stop in words]

    def _simplified(self, sign):
        """A sign as it is looked up, such as in lower case; nothing is left of one that cannot be seen."""
        if sign.isspace():
            return " "
        if sign in "\0\ufffd" or unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co"):
            return ""
        if self.plain:
            letters = unicodedata.normalize("NFD", sign)
            sign = "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")
        return "".join(letter.lower() for letter in sign) if self.lower else sign


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


class BytePairs:
    """A word and the space before it, as bytes: of neighbours the pair that was learned first becomes one.

    merges: list of (left, right), those learned first first. Each byte is written as a sign that can be seen,
    a space as "Ġ".  spaced: the text is read as if a space stood before it.
    Source: Sennrich et al. 2016; Radford et al. 2019, section 2.2, for bytes.
    """

    def __init__(self, merges, spaced=False):
        self.rank, self.spaced = {pair: rank for rank, pair in enumerate(merges)}, spaced

    def cut(self, text):
        """text -> Cut

        >>> BytePairs([("t", "h"), ("th", "e"), ("Ġ", "the")]).cut("the  thé")
        Cut(tokens=['the', 'Ġ', 'Ġ', 'th', 'Ã', '©'], words=[0, 1, 1, 1, 1, 1], typed=['the', 'thé'])
        """
        text = " " * (self.spaced and not text[:1].isspace()) + text
        kinds, tokens, parts, at = "".join(map(_kind, text)), [], [], 0
        while at < len(text):
            stop = (_SHORTENED.match(text, at) or _CHUNK.match(kinds, at)).end()
            found = self._pieces_of([BYTES[byte] for byte in text[at:stop].encode()])
            tokens += found
            parts += [(at, text[at:stop])] * len(found)
            at = stop
        return Cut(tokens, *words_of_parts(parts))

    def _pieces_of(self, signs):
        after = {at: at + 1 for at in range(len(signs) - 1)}
        before = {at: at - 1 for at in range(1, len(signs))}
        pairs = []

        def look(at):
            rank = self.rank.get((signs[at], signs[after[at]])) if at in after else None
            if rank is not None:
                heapq.heappush(pairs, (rank, at))

        for at in range(len(signs)):
            look(at)
        while pairs:
            rank, at = heapq.heappop(pairs)
            if at not in after or self.rank.get((signs[at], signs[after[at]])) != rank:
                continue  # one of the two has become part of another pair
            gone = after.pop(at)
            signs[at], signs[gone] = signs[at] + signs[gone], ""
            if gone in after:
                after[at] = after.pop(gone)
                before[after[at]] = at
            look(at)
            if at in before:
                look(before[at])
        return [sign for sign in signs if sign]


SEEN = [*range(33, 127), *range(161, 173), *range(174, 256)]  # bytes that are a sign one can see
UNSEEN = [byte for byte in range(256) if byte not in SEEN]
BYTES = {byte: chr(byte) for byte in SEEN} | {byte: chr(256 + at) for at, byte in enumerate(UNSEEN)}
_SHORTENED = re.compile("'(?:s|t|re|ve|m|ll|d)")
_CHUNK = re.compile(" ?(?:L+|N+|S+)|[ W]+(?![LNS])|[ W]+")  # of the kinds that _kind tells


def _kind(sign):
    """Of which kind a sign is: a letter (L), a number (N), another sign (S), a space, or another gap (W)."""
    if sign.isspace():
        return " " if sign == " " else "W"
    kind = unicodedata.category(sign)[0]
    return kind if kind in "LN" else "S"


def words_of_parts(parts):
    """Which word each piece is of; gaps before a word are its own, those at the end the last word's.

    parts: for each piece its part of the text, as (a key, that part): pieces of one part have the same key
    -> for each piece the place of its word, from 0; the words as typed

    >>> words_of_parts([(0, "a"), (1, "  "), (2, " bc"), (2, " bc"), (3, " ")])
    ([0, 1, 1, 1, 1], ['a', 'bc'])
    """
    places, typed, last = [], [], None
    for key, part in parts:
        gap = not part.strip()
        if not gap and key != last:
            typed.append(part.strip())
            last = key
        places.append(len(typed) if gap else len(typed) - 1)
    return [min(place, len(typed) - 1) for place in places], typed
