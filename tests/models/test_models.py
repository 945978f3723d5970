"""The course model against what torch computed in training, what it says to bad input and damaged files."""

import json

import numpy as np
import pytest

from helpers import models
from helpers.encoder import encoder_layer
from helpers.models.files import in_columns
from tests.sentences import TIRED, WIDE


@pytest.fixture(scope="module")
def reference(model):
    return models.read_arrays(model.folder / "reference.safetensors")


def test_the_course_sentence_has_14_tokens_and_it_is_the_tenth(model):
    tokens = model.run(TIRED).tokens
    assert " ".join(tokens) == "The animal didn ' t cross the street because it was too tired ."
    assert tokens.index("it") == 9
    assert model.tokens("The animal didn’t") == ["The", "animal", "didn", "'", "t"]


def test_sizes_are_the_papers(model):
    layer = model.layers[1]
    assert (model.d_model, model.n_heads, model.d_k, model.n_layers) == (512, 8, 64, 2)
    assert layer.W_query.shape == layer.W_key.shape == layer.W_value.shape == (8, 512, 64)
    assert layer.W_out.shape == (512, 512)
    steps = model.run(TIRED)
    assert steps.embedding.shape == (14, 512) and steps.layers[1].attention.heads.context.shape == (8, 14, 64)
    assert model.attention(TIRED).shape == (2, 8, 14, 14)
    assert steps.embedding.dtype == steps.layers[1].output.dtype == np.float32


def steps_by_name(model, text):
    """Everything that torch exported, computed here. -> dict of arrays"""
    steps = model.run(text)
    mine = {"embedding": steps.embedding}
    for number, layer in enumerate(steps.layers, start=1):
        mine[f"layers.{number}.weights"] = layer.attention.heads.weights
        mine[f"layers.{number}.attention"] = layer.attention.output
        mine[f"layers.{number}.output"] = layer.output
    return mine


def test_every_step_equals_torch_with_the_same_weights(model, reference):
    for start, text in (("tired", TIRED), ("short", texts(model)["short"])):
        for name, mine in steps_by_name(model, text).items():
            theirs = reference[f"{start}.{name}"]
            assert mine.shape == theirs.shape
            assert np.abs(mine - theirs).max() <= 1e-5, (start, name)


def test_rounding_the_weights_to_float16_changed_less_than_a_thousandth(model, reference):
    for name, mine in steps_by_name(model, TIRED).items():
        before = reference[f"unrounded.tired.{name}"]
        assert np.abs(mine - before).max() <= 1e-3 * np.abs(before).max(), name


def texts(model):
    content = (model.folder / "reference.safetensors").read_bytes()
    return json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])["__metadata__"]


def test_it_is_the_animal_that_is_tired_and_the_street_that_is_wide(model):
    for text, noun in ((TIRED, "animal"), (WIDE, "street")):
        answer = model.antecedent(text)
        assert next(iter(answer)) == noun
        assert np.isclose(sum(answer.values()), 1, atol=1e-5) and set(answer) == set(model.nouns)
        assert list(answer.values()) == sorted(answer.values(), reverse=True)


def test_the_held_out_nouns_are_found(model):
    right = sum(
        next(iter(model.antecedent(sentence["text"]))) == sentence["noun"]
        for sentence in model.sentences[:100]
    )
    assert right >= 90


def test_removing_heads_changes_the_answer_and_removing_none_does_not(model):
    whole = model.antecedent(TIRED)
    assert model.antecedent(TIRED, without=[]) == whole
    everything = [(layer, head) for layer in (1, 2) for head in range(1, 9)]
    assert model.antecedent(TIRED, without=everything)["animal"] < whole["animal"]
    steps = model.run(TIRED, without=[(1, 3)])
    assert not np.allclose(steps.layers[0].output, model.run(TIRED).layers[0].output)


def test_loading_twice_gives_the_same_object_with_read_only_weights(model):
    assert models.load("pronouns") is model
    for array in (model.embedding, model.layers[0].W_query, model.layers[1].W_out):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_one_and_64_tokens_run(model):
    assert model.run("it").layers[1].output.shape == (1, 512)
    assert model.run("animal " * 64).layers[1].output.shape == (64, 512)


BAD = {
    "empty": ("", "The sentence is empty"),
    "only spaces": (" \n\t ", "The sentence is empty"),
    "too long": ("animal " * 65, "has 65 words and signs; this model reads at most 64"),
    "a slip": ("The animl was tired.", "does not know the word 'animl'. The nearest it knows: .*animal"),
    "another script": ("猫", "does not know the word '猫'. None of its words is near"),
    "markup": ("<img src=x onerror=alert(1)>", "does not know the word '<'"),
    "not text": (42, "A sentence is text: got int"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_sentence_that_cannot_be_read_gets_one_clear_sentence(model, name):
    text, message = BAD[name]
    with pytest.raises(ValueError, match=message):
        model.run(text)


def test_a_sentence_without_a_pronoun_and_a_head_that_is_not_there(model):
    with pytest.raises(ValueError, match="no pronoun to resolve: use one of .*it"):
        model.antecedent("The animal was tired.")
    with pytest.raises(ValueError, match=r"layers 1 to 2 and heads 1 to 8: got \(3, 1\)"):
        model.antecedent(TIRED, without=[(3, 1)])
    with pytest.raises(ValueError, match="There is no model 'nouns': choose one of 'pronouns'"):
        models.load("nouns")


def test_in_a_browser_every_matrix_lies_column_after_column_and_holds_the_same_numbers(model, monkeypatch):
    layer = model.layers[0]
    assert in_columns(layer) is layer
    monkeypatch.setattr("sys.platform", "emscripten")
    turned = in_columns(layer)
    for name in ("W_query", "W_key", "W_value", "W_out", "W_hidden", "W_output"):
        array, other = getattr(layer, name), getattr(turned, name)
        assert (
            np.array_equal(array, other) and other.strides[-2] == other.itemsize and not other.flags.writeable
        )
    assert all(array is other for array, other in zip(turned.norm_output, layer.norm_output, strict=True))
    steps = encoder_layer(model.embed(model.tokens(TIRED)), turned)  # einsum, where there is no BLAS
    monkeypatch.undo()
    assert np.allclose(steps.output, encoder_layer(model.embed(model.tokens(TIRED)), layer).output, atol=1e-5)
