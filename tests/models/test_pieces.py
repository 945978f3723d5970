"""The cutting of text into pieces against the library `tokenizers`, on every sign and on random text."""

import json
import random
import string
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from helpers.models import load, read_file
from helpers.models.marian import read_sentencepiece
from helpers.models.minilm import UNKNOWN
from helpers.models.pieces import BYTES, BytePairs, Unigram, WordPiece
from helpers.text import checked_text
from tests.models.folders import OPENED

LATIN = st.sampled_from(
    sorted({*map(chr, range(32, 0x250)), *"\u0301\u0308\u0327\u200c\u200d\ufe0f“”’—…€▁漢字😀"})
)
WORDS = st.sampled_from(["the", "Naïve", "re", "translated", "ﬁne", "½", "don't", "ing", "xqz", "<unk>"])
TEXTS = st.text(LATIN, min_size=1, max_size=30) | st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


@pytest.fixture(scope="module")
def word_piece():
    row = load("minilm").row
    theirs = Tokenizer(models.WordPiece(row, unk_token=UNKNOWN))
    theirs.normalizer = normalizers.BertNormalizer(lowercase=True)
    theirs.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return WordPiece(row, UNKNOWN), theirs


@pytest.fixture(scope="module")
def unigram():
    model = load("translator")
    scored, table = read_sentencepiece(read_file(model.folder / "vocab.enpt.spm"))
    special = ("</s>", "<unk>")
    hidden = [("\0" * (piece in special) + piece, score) for piece, score in scored]
    theirs = Tokenizer(models.Unigram(hidden, unk_id=model.row["<unk>"], byte_fallback=False))
    theirs.normalizer = normalizers.Sequence(
        [normalizers.Precompiled(table), normalizers.Replace(Regex(" {2,}"), " "), normalizers.Strip()]
    )
    theirs.pre_tokenizer = pre_tokenizers.Metaspace()
    return Unigram(scored, table, special), theirs


@pytest.fixture(scope="module")
def byte_pairs():
    """Two vocabularies of byte pairs: one learned, and one in which later pairs undercut earlier ones."""
    learned = json.loads((OPENED / "gpt2" / "tokenizer.json").read_text("utf8"))["model"]["merges"]
    order = "th he er re an nd Ġt Ġa Ġth the her Ġthe aa aaa aaaa Ã© © Ġ aĠ".split()
    crossed = [(word[:at], word[at:]) for word in order for at in range(1, len(word))][::-1]
    return [pair_of(list(map(tuple, learned))), pair_of(list(dict.fromkeys(crossed)))]


def pair_of(merges):
    """Our byte pairs and the library's, of the same merges. -> two"""
    pieces = [*BYTES.values(), *(part for pair in merges for part in (*pair, "".join(pair)))]
    theirs = Tokenizer(models.BPE({piece: row for row, piece in enumerate(dict.fromkeys(pieces))}, merges))
    theirs.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    return BytePairs(merges), theirs


def same_parts(pair, text):
    """Pieces as the library's, and words as its own but for gaps, which have no word there."""
    cut, other = pair[0].cut(text), pair[1].encode(text, add_special_tokens=False)
    words = [
        (mine, word)
        for mine, word, token in zip(cut.words, other.word_ids, cut.tokens, strict=True)
        if token.strip("Ġ")
    ]
    once = len(set(words)) == len({mine for mine, _ in words}) == len({word for _, word in words})
    return cut.tokens == other.tokens and once and "".join(cut.typed) == text.replace(" ", "")


def same_words(pair, text):
    ours, theirs = pair
    cut, other, spans = ours.cut(text), theirs.encode(text, add_special_tokens=False), {}
    for word, (start, stop) in zip(other.word_ids, other.offsets, strict=True):
        spans[word] = (spans.get(word, (start,))[0], stop)
    typed = [text[start:stop] for start, stop in spans.values()]
    return (cut.tokens, cut.words, cut.typed) == (other.tokens, list(other.word_ids), typed)


def same_pieces(pair, text):
    return pair[0].cut(text) == pair[1].encode(text, add_special_tokens=False).tokens


@settings(max_examples=1000, deadline=None)
@given(TEXTS)
def test_any_text_is_cut_as_the_library_cuts_it(word_piece, unigram, text):
    if any(sign.isprintable() and not sign.isspace() for sign in text):
        text = checked_text(text)
        assert same_words(word_piece, text) and same_pieces(unigram, text)


def test_every_sign_of_two_thousand_is_read_as_the_library_reads_it(word_piece, unigram):
    ranges = range(32, 0x530), range(0x2000, 0x2700), range(0x3000, 0x10000, 97), range(0x1F300, 0x1F600)
    signs = [
        chr(number) for each in ranges for number in each
    ]  # not the rare ones that Unicode got after the library
    texts = [
        checked_text(f"a{sign}b c") for sign in signs if unicodedata.category(sign) not in ("Cn", "Cs", "Co")
    ]
    assert len(texts) > 2000
    other = [text for text in texts if not same_pieces(unigram, text)]
    assert other == []
    other = [text for text in texts if not same_words(word_piece, text)]
    assert other == []


@settings(max_examples=1000, deadline=None)
@given(TEXTS)
def test_byte_pairs_are_joined_as_the_library_joins_them(byte_pairs, text):
    if any(sign.isprintable() and not sign.isspace() for sign in text):
        for pair in byte_pairs:
            assert same_parts(pair, checked_text(text))


def test_every_sign_of_two_thousand_is_a_letter_a_number_or_neither_as_the_library_has_it(byte_pairs):
    ranges = range(32, 0x530), range(0x2000, 0x2700), range(0x3000, 0x10000, 97), range(0x1F300, 0x1F600)
    signs = [chr(number) for each in ranges for number in each]
    signs = [sign for sign in signs if unicodedata.category(sign) not in ("Cn", "Cs", "Co")]
    texts = [checked_text(f"a{sign}1 {sign}b'd{sign} ") for sign in signs]
    assert len(texts) > 2000 and [text for text in texts if not same_parts(byte_pairs[0], text)] == []


def test_byte_pairs_of_long_words_gaps_and_apostrophes(byte_pairs):
    texts = (
        "a" * 101,
        "the there" * 2_000,
        "  a   b ",
        "I'll've 's 'S''t",
        "a\tb\n\n c",
        "’s",
        " ' t",
        "x  'd",
        "½1²",
    )
    for pair in byte_pairs:
        for text in texts:
            assert pair[0].cut(text).tokens == pair[1].encode(text).tokens, text
    assert BytePairs([], spaced=True).cut("a").tokens == ["Ġ", "a"]


@pytest.mark.parametrize("lower", [True, False])
@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("chinese", [True, False])
def test_words_in_other_cases_are_cut_as_the_library_cuts_them(word_piece, lower, plain, chinese):
    row = {
        piece: at
        for at, piece in enumerate("[UNK] A a É é E e ##é ##E ##e ##b ##B 漢 ##漢 字 ##字 ##ß ß İ".split())
    }
    theirs = Tokenizer(models.WordPiece(row, unk_token=UNKNOWN))
    theirs.normalizer = normalizers.BertNormalizer(
        lowercase=lower, strip_accents=plain, handle_chinese_chars=chinese
    )
    theirs.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    pair = WordPiece(row, UNKNOWN, lower, plain, chinese), theirs
    rng = random.Random(0)
    for _ in range(200):
        text = checked_text("".join(rng.choices("AaÉéEebB漢字ßİ ,\u0301", k=12)) + "a")
        assert same_words(pair, text), text


def test_long_words_and_lone_signs(word_piece, unigram):
    random.seed(0)
    for text in (
        "a" * 100,
        "a" * 101,
        "▁▁x",
        "  two   gaps  ",
        "1,000.50",
        "e\u0301\u0301 ",
        "\u1100\u1161",
        "مرحبا हिन्दी 한국어",
    ):
        assert same_words(word_piece, text) and same_pieces(unigram, text), text
    for _ in range(50):
        text = "".join(random.choices(string.ascii_letters + "   ", k=200))
        assert same_words(word_piece, text) and same_pieces(unigram, text), text
