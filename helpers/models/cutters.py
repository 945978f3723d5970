"""What cuts a text into the pieces of somebody else's model: read from the files of its tokenizer.

WordPiece as BERT has it and byte pairs as GPT-2 has them are cut by `pieces`; for all others the library
`tokenizers` is asked, if it is installed.
"""

import base64
import contextlib
import math
from collections.abc import Callable
from dataclasses import dataclass

from helpers.models.checkpoint import LONGEST
from helpers.models.files import shown
from helpers.models.pieces import BYTES, BytePairs, Cut, WordPiece, words_of_parts

TOKENIZER, SETTINGS = "tokenizer.json", "tokenizer_config.json"
WORDS, PIECES, MERGES = "vocab.txt", "vocab.json", "merges.txt"
NEEDED = f"{TOKENIZER}, {WORDS}, or {PIECES} with {MERGES}"
MOST_LONGER = 1_000  # times as long a text may become on its way
INSTALL = 'pip install "attention-course[open]"'


@dataclass(frozen=True)
class Cutter:
    """What cuts a text into pieces.

    cut: text -> pieces.Cut; row: dict of each piece: its row; begin, end: lists of special pieces.
    """

    cut: Callable
    row: dict
    begin: list
    end: list

    def __post_init__(self):
        for piece in (*self.begin, *self.end):
            if piece not in self.row or not piece.isprintable():
                raise RuntimeError(f"The vocabulary lacks the special piece {shown(piece)}.")


def cutter_of(folder, begin, end):
    """Read the tokenizer in a folder. checkpoint.Folder -> Cutter

    begin, end: lists of special pieces, if no file names them.
    Raises FileNotFoundError: there is none.  RuntimeError: a file is damaged, or a library is missing.
    ValueError: a kind of tokenizer that is not known.
    """
    if folder.find(TOKENIZER):
        return _from_json(folder.json(TOKENIZER, LONGEST), folder)
    settings = folder.json(SETTINGS) if folder.find(SETTINGS) else {}
    if folder.find(WORDS):
        words = folder.text(WORDS).replace("\r\n", "\n").removesuffix("\n").split("\n")
        row = {piece: at for at, piece in enumerate(words)}
        lower = settings.get("do_lower_case", True)
        named = (lower, settings.get("strip_accents"), settings.get("tokenize_chinese_chars", True))
        return Cutter(_word_piece(row, "[UNK]", *named).cut, row, begin, end)
    if folder.find(PIECES) and folder.find(MERGES):
        row = _rows(folder.json(PIECES, LONGEST), PIECES)
        lines = [line for line in folder.text(MERGES).split("\n") if line]
        lines = lines[1:] if lines and lines[0].startswith("#version") else lines
        spaced = settings.get("add_prefix_space", False)
        return Cutter(_byte_pairs(row, lines, spaced, MERGES).cut, row, begin, end)
    raise FileNotFoundError(f"The vocabulary is missing from {shown(folder.path, str)}: {NEEDED}.")


def _from_json(told, folder):
    """What tokenizer.json says. dict, checkpoint.Folder -> Cutter"""
    begin, end = _special(told.get("post_processor"))
    model, normal, before = (_object(told, name) for name in ("model", "normalizer", "pre_tokenizer"))
    added = told.get("added_tokens") or []
    if not isinstance(added, list) or not all(isinstance(one, dict) for one in added):
        raise _damaged("its added_tokens must be a list of objects")
    specials = _rows({one.get("content"): one.get("id") for one in added if _is_text(one.get("content"))})
    ours = len(specials) == len(added) and all(one.get("special") is True for one in added)
    cut = None
    if ours and _is(model, BERTS) and _is(normal, NORMALS) and _is(before, {"type": ["BertPreTokenizer"]}):
        row = _rows(model.get("vocab")) | specials
        named = (normal.get(name) for name in ("lowercase", "strip_accents", "handle_chinese_chars"))
        cut = _word_piece(row, model.get("unk_token"), *named).cut
    elif ours and not normal and _is(model, GPTS) and _is(before, BYTE_LEVEL) and _all_bytes(model):
        row = _rows(model.get("vocab")) | specials
        cut = _byte_pairs(row, model.get("merges"), before.get("add_prefix_space", True)).cut
    if cut:
        return Cutter(cut, row, begin, end)
    cut, row = _library(folder, told)
    return Cutter(cut, row, begin, end)


# What `pieces` cuts: each name in tokenizer.json with what may stand there; what is not named here is free.
BERTS = {
    "type": ["WordPiece"],
    "continuing_subword_prefix": ["##"],
    "max_input_chars_per_word": [100],
}
NORMALS = {
    "type": ["BertNormalizer"],
    "clean_text": [True],
    "handle_chinese_chars": [True, False],
    "strip_accents": [None, True, False],
    "lowercase": [True, False],
}
GPTS = {
    "type": ["BPE"],
    "dropout": [None],
    "continuing_subword_prefix": [None, ""],
    "end_of_word_suffix": [None, ""],
    "byte_fallback": [None, False],
    "ignore_merges": [None, False],
}
BYTE_LEVEL = {"type": ["ByteLevel"], "use_regex": [None, True]}


def _is(part, table):
    """Whether a part of tokenizer.json is one of those in a table."""
    return isinstance(part, dict) and all(
        any(type(part.get(name)) is type(one) and part.get(name) == one for one in known)
        for name, known in table.items()
    )


def _all_bytes(model):
    return isinstance(model.get("vocab"), dict) and all(sign in model["vocab"] for sign in BYTES.values())


def _object(told, name):
    part = told.get(name)
    if not isinstance(part, (dict, type(None))):
        raise _damaged(f"its {name} must be an object")
    return part or {}


def _is_text(given):
    return isinstance(given, str) and bool(given)


def _damaged(why, name=TOKENIZER):
    return RuntimeError(f"{name} is damaged: {why}.")


def _rows(vocabulary, name=TOKENIZER):
    """Check a vocabulary. -> dict of piece: row.  Raises RuntimeError: it is none."""
    rows = vocabulary.values() if isinstance(vocabulary, dict) else [None]
    if not all(type(row) is int and 0 <= row < 2**31 for row in rows):
        raise _damaged("its vocabulary must give each piece a row, a whole number from 0", name)
    return vocabulary


def _word_piece(row, unknown, lower, plain, chinese):
    if not _is_text(unknown) or unknown not in row:
        raise RuntimeError(
            f"The vocabulary lacks {shown(unknown)}, which stands for words that cannot be cut."
        )
    return WordPiece(row, unknown, bool(lower), bool(lower if plain is None else plain), bool(chinese))


def _byte_pairs(row, merges, spaced, name=TOKENIZER):
    pairs = merges if isinstance(merges, list) else [merges]
    pairs = [pair.split(" ") if isinstance(pair, str) else pair for pair in pairs]
    for pair in pairs:
        if not isinstance(pair, list) or len(pair) != 2 or not all(map(_is_text, pair)):
            raise _damaged(f"a merge is two pieces: got {shown(pair)}", name)
        if not {*pair, "".join(pair)} <= row.keys():
            raise _damaged(f"it merges {shown(pair)}, but not all of that stands in the vocabulary", name)
    missing = [sign for sign in BYTES.values() if sign not in row]
    if missing:
        raise _damaged(f"the vocabulary lacks {len(missing)} of the 256 bytes, such as {missing[0]!r}", name)
    return BytePairs(map(tuple, pairs), bool(spaced))


def _special(told):
    """The special pieces around a text, as the post_processor of tokenizer.json names them. -> two lists

    Raises ValueError: a kind that is not known.
    """
    kind = told.get("type") if isinstance(told, dict) else told
    if kind in (None, "ByteLevel"):
        return [], []
    if kind in ("BertProcessing", "RobertaProcessing"):
        named = [told.get(name) for name in ("cls", "sep")]
        if all(isinstance(one, list) and one and _is_text(one[0]) for one in named):
            return [named[0][0]], [named[1][0]]
    if kind == "TemplateProcessing" and isinstance(told.get("single"), list):
        return _around(told["single"])
    if kind == "Sequence" and isinstance(told.get("processors"), list):
        inner = [one for one in told["processors"] if not _is(one, {"type": ["ByteLevel"]})]
        if len(inner) <= 1 and not any(_is(one, {"type": ["Sequence"]}) for one in inner):
            return _special(inner[0] if inner else None)
    raise ValueError(f"{TOKENIZER} has a post_processor {shown(kind)} that is not known.")


def _around(template):
    """The special pieces before and after the text in a template. -> two lists"""
    begin, end, text = [], [], False
    for part in template:
        part = part if isinstance(part, dict) else {}
        special, sequence = part.get("SpecialToken"), part.get("Sequence")
        if isinstance(special, dict) and _is_text(special.get("id")):
            (end if text else begin).append(special["id"])
        elif isinstance(sequence, dict) and not text:
            text = True
        else:
            raise _damaged("its post_processor cannot be read")
    if not text:
        raise _damaged("its post_processor has no place for the text")
    return begin, end


def _longer(told):
    """How many times as long a text may become by what a tokenizer replaces, one after the other. -> int"""
    if isinstance(told, list):
        return math.prod(map(_longer, told))
    if not isinstance(told, dict):
        return 1
    longest = len(told["content"]) if isinstance(told.get("content"), str) else 1
    if isinstance(told.get("precompiled_charsmap"), str):
        with contextlib.suppress(ValueError):  # no base64: the library says so
            table = base64.b64decode(told["precompiled_charsmap"])
            longest = max(map(len, table[4 + int.from_bytes(table[:4], "little") :].split(b"\0")))
    return max(1, longest) * _longer([*told.values()])


def _library(folder, told):
    """The tokenizer of the library `tokenizers`. told: tokenizer.json -> cut, row"""
    if _longer([told.get("normalizer"), told.get("pre_tokenizer")]) > MOST_LONGER:
        raise _damaged(f"what it replaces may make a text more than {MOST_LONGER:,} times as long")
    try:
        from tokenizers import Tokenizer
    except ImportError:
        raise RuntimeError(
            f"This model cuts text in a way that needs the library tokenizers: install it with `{INSTALL}`."
        ) from None
    with _sentence():
        tokenizer = Tokenizer.from_str(folder.text(TOKENIZER))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        tokenizer.encode_special_tokens = True  # what is typed is never a special piece
        row = tokenizer.get_vocab(with_added_tokens=True)

    def cut(text):
        with _sentence():
            found = tokenizer.encode(text, add_special_tokens=False)
        keys = [("alone", at) if word is None else word for at, word in enumerate(found.word_ids)]
        spans = {}
        for key, (start, stop) in zip(keys, found.offsets, strict=True):
            first, last = spans.get(key, (start, stop))
            spans[key] = min(first, start), max(last, stop)
        tokens = [tokenizer.id_to_token(row) for row in found.ids]
        return Cut(tokens, *words_of_parts([(key, text[slice(*spans[key])]) for key in keys]))

    return cut, row


@contextlib.contextmanager
def _sentence():
    """A context in which whatever the library says of a file becomes a sentence."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the library's own language is no Exception
        raise _damaged(f"the library tokenizers says {shown(error, str, most=120)}") from None
