"""Models of other people's kinds, against transformers and tokenizers (tools/make_opened.py)."""

import random
import re
import sys

import numpy as np
import pytest

from helpers import explorers, models
from helpers.encoder import gelu, gelu_tanh, relu
from helpers.models import cutters, families
from helpers.models.model import PieceModel
from helpers.text import EMPTY
from tests.models.folders import (
    FAMILIES,
    OPENED,
    TEXT,
    WEIGHTS,
    arrays_of,
    config_of,
    safetensors,
    tokenizer_of,
)

# ---- what they compute


@pytest.mark.parametrize("family", FAMILIES)
def test_every_weight_of_every_head_equals_torch(opened, family):
    model, theirs = opened[family], models.read_arrays(OPENED / "expected" / f"{family}.safetensors")
    for place, one in enumerate(models.read_json(OPENED / "expected" / f"{family}.json")):
        steps = model.run(one["text"])
        assert (steps.tokens, model.read(one["text"]).rows) == (one["tokens"], one["rows"])
        weights = theirs[f"{place}.attention"]
        assert weights.shape == (model.n_layers, model.n_heads, len(steps.tokens), len(steps.tokens))
        assert weights.std() > weights.mean()  # far from all the same, so that a fault would show
        assert np.abs(steps.attention - weights).max() <= 1e-5
        assert np.abs(model.attention(one["text"]) - weights).max() <= 1e-5
        hidden = np.stack(
            [steps.embedding, *(layer.output for layer in steps.layers[:-1]), model.output(steps)]
        )
        assert hidden.dtype == np.float32 and np.abs(hidden - theirs[f"{place}.hidden"]).max() <= 1e-4


@pytest.mark.parametrize("family", FAMILIES)
def test_pieces_know_their_words(opened, family):
    for one in models.read_json(OPENED / "expected" / f"{family}.json"):
        reading = opened[family].read(one["text"])
        theirs = [word if token.strip("Ġ▁") else "gap" for word, token in zip(one["words"], reading.tokens)]
        pairs = {(mine, other) for mine, other in zip(reading.words, theirs, strict=True) if other != "gap"}
        assert len(pairs) == len({mine for mine, _ in pairs}) == len({other for _, other in pairs})
        assert all((mine is None) == (other is None) for mine, other in pairs)
        assert {word for word in reading.words if word is not None} == set(range(len(reading.typed)))
        assert "".join(reading.typed) == one["text"].replace(" ", "")


def test_words_are_right_whatever_marks_their_pieces(opened):
    for family, mark, first in (("bert", "##", "the"), ("roberta", "Ġ", "The"), ("xlm-roberta", "▁", "▁The")):
        reading = opened[family].read("The  banana tired ")
        groups = {word: [] for word in range(3)}
        for token, word in zip(reading.tokens, reading.words, strict=True):
            groups.get(word, []).append(token)
        assert reading.typed == ["The", "banana", "tired"] and groups[0] == [first]
        assert "".join(groups[1]).replace("##", "").strip("Ġ▁") == "banana"
        assert sum(mark in token for token in reading.tokens) >= 2
        assert (reading.words[0], reading.words[-1]) == (None, None)
    assert None not in opened["gpt2"].read("The  banana tired ").words  # it has no special pieces


def test_gpt2_never_looks_ahead_and_many_texts_run_together(opened):
    model = opened["gpt2"]
    readings = [model.read(text) for text in (TEXT, "The robot", "It was because", "An old cat")]
    assert (np.triu(model.attention(TEXT), 1) == 0).all()
    for reading, weights in zip(readings, model.attention_of(readings), strict=True):
        assert np.allclose(weights, model.attention("".join(reading.tokens).replace("Ġ", " ")), atol=1e-6)
    assert opened["bert"].attention(TEXT)[..., 0, -1].min() > 0 and not opened["bert"].causal


def test_sizes_and_what_is_left_out(opened):
    bert, gpt2 = opened["bert"], opened["gpt2"]
    assert isinstance(gpt2, PieceModel) and gpt2.family == "gpt2" and (OPENED / "gpt2") == gpt2.folder
    assert (gpt2.n_layers, gpt2.n_heads, gpt2.d_model, gpt2.d_k, gpt2.max_tokens) == (2, 3, 18, 6, 48)
    assert repr(gpt2) == "Opened(gpt2: 420 pieces, 2 layers, 3 heads, d_model=18, d_k=6)"
    assert opened["roberta"].max_tokens == 64  # of 66 rows two belong to no place
    assert "cls.predictions.bias" in bert.left_out and "bert.pooler.dense.weight" not in bert.left_out
    assert gpt2.left_out == ["h.0.attn.bias", "h.1.attn.bias"] and opened["distilbert"].left_out == []
    assert gpt2.norm_embedding is None and bert.norm_final is None and gpt2.layers[0].pre_norm
    for model in opened.values():
        assert model.embedding.shape == (len(model.row), model.d_model)
        for array in (model.embedding, model.positions, model.layers[0].W_query, model.layers[1].b_out):
            with pytest.raises(ValueError, match="read-only"):
                array[...] = 0


def test_of_a_long_text_the_beginning_is_read_and_it_says_so(opened):
    for family, special in (("bert", 2), ("roberta", 2), ("gpt2", 0), ("xlm-roberta", 2)):
        model = opened[family]
        steps = model.run("the " * 5_000)
        assert len(steps.tokens) == model.max_tokens
        reads = f"this model reads the first {model.max_tokens - special}."
        assert re.fullmatch(rf"The text has [\d,]+ pieces of words; {reads}", steps.note)
        assert model.run(TEXT).note == ""


@pytest.mark.parametrize("family", FAMILIES)
def test_typed_text_of_any_kind_is_only_text(opened, family):
    model = opened[family]
    for text in (
        "<s> </s> [CLS] <mask>",
        "<img src=x>",
        "שלום",
        "a\u202eb",
        "\ud83d",
        "👩‍👩‍👧",
        "x" * 3_000,
        "\n\na\tb",
    ):
        reading = model.read(text)
        assert np.allclose(model.attention(text).sum(-1), 1, atol=1e-5)
        assert len(reading.typed) == len({*reading.words} - {None})
        assert reading.words.count(None) == (0 if family == "gpt2" else 2)
    for nothing in ("", " \n", "\u200b"):
        with pytest.raises(ValueError, match=EMPTY):
            model.run(nothing)
    with pytest.raises(ValueError, match="A sentence is text: got int"):
        model.run(3)


@pytest.mark.parametrize("family", ["bert", "gpt2"])
def test_the_explorers_show_it(opened, family):
    model = opened[family]
    for make in (explorers.explore_every_head, explorers.explore_real):
        explorer = make({"mine": model}, TEXT)
        for name, value in (
            ("text", "The robot was old."),
            ("words", "words"),
            ("layer", 2),
            ("special", "hidden"),
        ):
            explorer.controls[name].value = value
            assert explorer.message.value == ""
        assert any("which are hidden" in frame.title for frame in explorer.frames) == (family == "bert")
        assert (
            explorer.controls["head"].max == model.n_heads
            and explorer.controls["layer"].max == model.n_layers
        )


# ---- the same model, written in other ways


def test_prefixes_older_names_and_other_kinds_of_numbers_change_nothing(opened, changed):
    arrays, weights = arrays_of(OPENED / "bert"), opened["bert"].attention(TEXT)
    names = {name: name.replace("gamma", "weight").replace("beta", "bias") for name in arrays}
    assert names != {name: name for name in names}
    for start in ("", "encoder.bert.", "0.auto_model."):
        new = {name.replace("bert.", start, 1): arrays[old] for old, name in names.items()}
        model = models.open(changed("bert", weights=safetensors(new)))
        assert np.array_equal(model.attention(TEXT), weights)
    doubled = {}
    for name, (kind, shape, content) in arrays.items():
        if kind == "BF16":
            content = (np.frombuffer(content, "<u2").astype("<u4") << 16).tobytes()
        array = np.frombuffer(content, {"F16": "<f2", "F64": "<f8"}.get(kind, "<f4"))
        doubled[name] = ("F64", shape, array.astype("<f8").tobytes())
    assert np.array_equal(models.open(changed("bert", weights=safetensors(doubled))).attention(TEXT), weights)


def test_shards_put_into_one_file_are_the_same_model(opened, changed):
    folder = changed("gpt2", index=None)
    arrays = {}
    for number in (1, 2, 3):
        (folder / f"model-0000{number}-of-00003.safetensors").rename(folder / WEIGHTS)
        arrays |= arrays_of(folder)
    (folder / WEIGHTS).write_bytes(safetensors(arrays))
    assert np.array_equal(models.open(folder).attention(TEXT), opened["gpt2"].attention(TEXT))


def test_a_path_may_be_text_or_a_path_or_a_link_to_the_folder(opened, tmp_path, monkeypatch):
    (tmp_path / "link").symlink_to(OPENED / "roberta")
    monkeypatch.chdir(tmp_path)
    for given in (str(OPENED / "roberta"), OPENED / "roberta", "link", "./link/"):
        assert models.open(given).tokens(TEXT) == opened["roberta"].tokens(TEXT)


@pytest.mark.parametrize("name", ["camembert", "xlm-roberta"])
def test_families_that_differ_in_their_vocabulary_alone(opened, changed, name):
    model = models.open(changed("roberta", config=config_of("roberta", model_type=name)))
    assert model.family == name and np.array_equal(model.attention(TEXT), opened["roberta"].attention(TEXT))


def test_what_config_json_does_not_say_is_what_the_library_takes(opened, changed):
    silent = {
        key: one for key, one in config_of("bert").items() if key not in ("hidden_act", "layer_norm_eps")
    }
    silent = {key: one for key, one in silent.items() if key not in ("type_vocab_size", "pad_token_id")}
    model = models.open(changed("bert", config=silent))
    assert np.array_equal(model.attention(TEXT), opened["bert"].attention(TEXT))
    assert config_of("gpt2")["n_inner"] is None and opened["gpt2"].layers[0].W_hidden.shape == (18, 72)


@pytest.mark.parametrize(("name", "function"), [("relu", relu), ("gelu", gelu), ("gelu_new", gelu_tanh)])
def test_activations_by_their_names(changed, name, function):
    model = models.open(changed("bert", config=config_of("bert", hidden_act=name)))
    assert {layer.activation for layer in model.layers} == {function}


def test_every_family_names_every_part_of_a_layer():
    parts = {*("query", "key", "value", "out", "hidden", "output"), "norm_attention", "norm_output"}
    for family in families.FAMILIES.values():
        assert {part for names in family.layer for part in names.split()} == parts
        assert {"words", "positions"} <= family.embedding.keys()


# ---- what cuts the text


@pytest.mark.parametrize("family", ["bert", "gpt2"])
def test_the_library_and_our_own_readers_cut_alike(opened, changed, monkeypatch, family):
    monkeypatch.setattr(cutters, "_is", lambda part, table: False)
    theirs = models.open(OPENED / family)
    rng = random.Random(0)
    signs = "aehnt TDé½3漢😀“’'.,-_  \u0301ß" + "theanimal "
    for _ in range(300):
        text = "".join(rng.choices(signs, k=rng.randrange(1, 40))) + "x"
        mine, other = opened[family].read(text), theirs.read(text)
        assert (mine.tokens, mine.rows, mine.words, mine.typed) == (
            other.tokens, other.rows, other.words, other.typed
        ), text  # fmt: skip


def test_without_the_library_most_models_open_and_one_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "tokenizers", None)
    for family in ("bert", "distilbert", "roberta", "gpt2"):
        assert models.open(OPENED / family).tokens(TEXT)
    with pytest.raises(
        RuntimeError, match=re.escape('install it with `pip install "attention-course[open]"`.')
    ):
        models.open(OPENED / "xlm-roberta")


def test_upper_and_lower_case_are_as_the_tokenizer_has_them(opened, changed):
    assert (
        opened["distilbert"].read("The").tokens[1] == "The" and opened["bert"].read("The").tokens[1] == "the"
    )
    lower = models.open(changed("distilbert", **{"tokenizer_config.json": {}}))  # what BERT's own does
    assert lower.read("ThÉ").tokens[1:-1] == lower.read("the").tokens[1:-1]
    named = tokenizer_of("bert")["normalizer"] | {"lowercase": False, "strip_accents": True}
    cased = models.open(changed("bert", tokenizer=tokenizer_of("bert", normalizer=named)))
    assert cased.read("thé").tokens[1:-1] == ["the"] and cased.read("Thé").tokens[1:-1] != ["the"]


def test_added_words_are_cut_by_the_library(changed):
    told = tokenizer_of("gpt2")
    told["added_tokens"].append(
        {
            "id": 419,
            "content": "xyzzy",
            "special": False,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
        }
        | {"normalized": False}
    )
    told["model"]["vocab"] = {piece: row for piece, row in told["model"]["vocab"].items() if row != 419}
    told["model"]["merges"] = [
        pair for pair in told["model"]["merges"] if "".join(pair) in told["model"]["vocab"]
    ]
    model = models.open(changed("gpt2", tokenizer=told))
    reading = model.read("a xyzzy")
    assert reading.tokens[-1] == "xyzzy" and reading.typed == ["a", "xyzzy"]
