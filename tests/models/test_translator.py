"""The translator against its package's own engine (tools/make_fixtures.py), and typed text of any kind."""

from pathlib import Path

import numpy as np
import pytest

from helpers import models
from helpers.models.marian import read_sentencepiece
from helpers.models.translator import positions_in_halves, words_of
from tools import make_translator

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
SENTENCES = (FIXTURES / "sentences.txt").read_text(encoding="utf8").splitlines()
TIRED = SENTENCES[0]


@pytest.fixture(scope="module")
def model(translator):
    return translator


def test_at_least_48_of_50_sentences_are_translated_as_by_the_packages_own_engine(model):
    theirs = models.read_json(FIXTURES / "translations.json")
    mine = [model.translate(text).text for text in SENTENCES]
    assert len(mine) == len(theirs) == 50
    assert sum(a == b for a, b in zip(mine, theirs, strict=True)) >= 48
    assert mine[:40] == theirs[:40]


def test_sizes_and_shapes(model):
    assert (model.n_layers, model.n_decoder_layers, model.n_heads, model.d_model, model.d_k) == (
        6,
        2,
        8,
        256,
        32,
    )
    assert len(model.pieces) == 32_000
    steps = model.run("Birds sing.")
    n_tokens = len(steps.tokens)
    assert model.attention("Birds sing.").shape == (6, 8, n_tokens, n_tokens)
    assert (
        steps.embedding.shape == (n_tokens, 256)
        and steps.embedding.dtype == steps.layers[5].output.dtype == np.float32
    )
    assert model.decoder_layers[1].b_hidden.shape == (1536,) and model.layers[0].b_query.shape == (8, 32)


def test_cross_attention_aligns_the_words(model):
    translation = model.translate(TIRED)
    source, target = translation.source.tokens, translation.tokens
    assert source[-1] == target[-1] == "</s>" and len(source) == 15 and len(target) == 13
    assert translation.cross_attention.shape == (2, 8, 13, 15)
    assert np.allclose(translation.cross_attention.sum(-1), 1, atol=1e-5)
    weights = translation.cross_attention[1, 0]
    for portuguese, english in (
        ("▁animal", "▁animal"),
        ("▁rua", "▁street"),
        ("▁porque", "▁because"),
        ("▁cansado", "▁tired"),
    ):
        assert weights[target.index(portuguese), source.index(english)] > 0.9


def test_every_step_took_its_most_probable_piece(model):
    translation = model.translate(TIRED)
    assert [choices[0][0] for choices in translation.choices] == translation.tokens
    for choices in translation.choices:
        shares = [share for _, share in choices]
        assert len(shares) == 5 and shares == sorted(shares, reverse=True) and 0 < sum(shares) <= 1
    assert np.allclose(
        translation.steps[2][1].attention.heads.weights[:, 0], translation.cross_attention[1, :, 2]
    )


def test_a_piece_enters_as_its_vector_times_16_plus_its_position(model):
    entered = model.embed([5, 900], np.array([0, 3]))
    assert np.allclose(
        entered, 16 * model.embedding[[5, 900]] + positions_in_halves(np.array([0, 3]), 256), atol=1e-5
    )
    assert np.allclose(
        model.run("Birds sing.").embedding, model.embed(model.read("Birds sing.").rows, np.arange(5))
    )


def test_the_next_piece_is_a_softmax_over_all_pieces_but_the_unknown_one(model):
    output = model.embedding[1] * 100  # as near as can be to <unk>
    probability = model.next_piece(output)
    scores = np.array([row @ output for row in model.embedding]) + model.bias
    assert scores.argmax() == model.pieces.index("<unk>") == 1
    scores[1] = -np.inf
    share = np.exp(scores - scores.max())
    assert probability[1] == 0 and np.allclose(probability, share / share.sum(), atol=1e-5)


def test_positions_are_sines_then_cosines_from_fast_to_10000_times_slower():
    table = positions_in_halves(np.arange(5), 8)
    assert np.allclose(table[:, 0], np.sin(np.arange(5))) and np.allclose(table[:, 4], np.cos(np.arange(5)))
    assert np.allclose(table[:, 3], np.sin(np.arange(5) / 10_000)) and np.allclose(
        table[:, 7], np.cos(np.arange(5) / 10_000)
    )
    assert np.allclose(positions_in_halves(3, 8), table[3])


def test_pieces_know_their_word(model):
    reading = model.read("The animal didn't cross.")
    assert reading.tokens == ["▁The", "▁animal", "▁didn", "'", "t", "▁cross", ".", "</s>"]
    assert reading.words == [0, 1, 2, 3, 4, 5, 6, None]
    assert reading.typed == ["The", "animal", "didn", "'", "t", "cross", "."]
    assert words_of(["▁", "😀", "▁a", "...", "b", "c", "</s>"]) == (
        [0, 0, 1, 2, 3, 3, None],
        ["😀", "a", "...", "bc"],
    )


def test_the_vocabulary_file_is_read_whole():
    pieces, table = read_sentencepiece((make_translator.DATA / "vocab.enpt.spm").read_bytes())
    assert [piece for piece, _ in pieces[:3]] == ["</s>", "<unk>", ","] and len(pieces) == 32_000
    assert round(pieces[2][1], 4) == -3.1133 and len(table) > 200_000


TYPED = {
    "emoji": ("The 😀 cat 👩‍👩‍👧 sat", "The <unk> cat"),
    "right to left": ("שלום עולם", "<unk>"),
    "markup": ("<img src=x onerror=alert(1)>", "<unk>img"),
    "the end, typed": ("I said </s> twice", "I said <unk>/s> twice"),
    "control characters": ("a\x00b\x1b[31m\x07", None),
    "half a character": ("a \ud83d b", "a ? b"),
    "wide letters": ("ＡＢＣ  ①", "ABC 1"),
    "one long word": ("a" * 100_000, None),
    "an invented script": ("𐑖𐑨𐑝", "<unk>"),
    "a lone accent": ("\u0301", None),
}


@pytest.mark.parametrize("name", TYPED)
def test_typed_text_of_any_kind_gives_a_result(model, name):
    text, begins = TYPED[name]
    translation = model.translate(text)
    source = translation.source
    assert np.isfinite(translation.cross_attention).all()
    assert translation.cross_attention.shape[2:] == (len(translation.tokens), len(source.tokens))
    assert (
        "</s>" not in translation.text
        and "<unk>" not in translation.text
        and "</s>" not in source.tokens[:-1]
    )
    assert len(source.typed) == len(set(source.words) - {None})
    if begins:
        assert "".join(source.tokens).replace("▁", " ").strip().startswith(begins)


def test_of_a_long_text_the_beginning_is_read_and_it_says_so(model):
    translation = model.translate("a" * 100_000)
    assert len(translation.source.tokens) == 128 and translation.source.tokens[-1] == "</s>"
    assert translation.note.startswith("The text has ") and "reads the first 127." in translation.note
    assert translation.note.endswith("The translation was stopped after 128 pieces of words.")
    steps = model.run("word " * 10_000)
    assert (
        steps.note == "The text has 10,000 pieces of words; this model reads the first 127."
        and len(steps.tokens) == 128
    )
    assert model.translate(TIRED).note == ""


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00\x07", "\u200b", "\u202e"])
def test_nothing_to_read_is_said_in_one_sentence(model, text):
    with pytest.raises(ValueError, match="^The sentence is empty: type at least one word.$"):
        model.translate(text)


def test_what_is_not_text_is_refused(model):
    with pytest.raises(ValueError, match="A sentence is text: got list"):
        model.translate(["a"])
