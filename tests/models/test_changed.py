"""A changed model: what is changed is changed in every layer, and nothing else is."""

import numpy as np
import pytest

from helpers import models
from helpers.models.survey import accuracy_of
from tests.sentences import TIRED, WIDE

MODEL = models.load("pronouns")


def test_nothing_changed_is_the_model_itself_and_removed_heads_are_its_own_without():
    for without in ((), ((2, 3), (1, 5))):
        changed = models.Changed(MODEL, without=without)
        ours, theirs = changed.run(TIRED), MODEL.run(TIRED, without)
        for layer, other in zip(ours.layers, theirs.layers, strict=True):
            assert np.allclose(layer.output, other.output, atol=1e-5)
        answer = MODEL.antecedent(TIRED, without)
        assert changed.antecedent(TIRED) == pytest.approx(answer, abs=1e-6)
        assert next(iter(changed.antecedent(TIRED))) == next(iter(answer))


@pytest.mark.parametrize("divisor", [0.125, 3, 22.6])
@pytest.mark.parametrize("causal", [False, True])
def test_the_divisor_and_the_mask_act_in_both_layers_and_query_and_scores_stay_those_before_the_division(
    divisor, causal
):
    steps = models.Changed(MODEL, divisor, causal).run(TIRED)
    x = steps.embedding
    for layer, made in zip(MODEL.layers, steps.layers, strict=True):
        heads = made.attention.heads
        assert np.allclose(heads.query, x @ layer.W_query, atol=1e-3)
        scores = (x @ layer.W_query).astype(float) @ (x @ layer.W_key).astype(float).swapaxes(1, 2)
        assert np.allclose(heads.scores, scores, atol=1e-2)
        scores = np.where(np.tril(np.ones((14, 14), bool)) | (not causal), scores / divisor, -np.inf)
        raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
        assert np.allclose(heads.weights, raised / raised.sum(axis=-1, keepdims=True), atol=5e-3)
        x = made.output


def test_without_positions_a_shuffled_sentence_gives_the_shuffled_output():
    words = ["the", "dog", "was", "tired"]
    changed = models.Changed(MODEL, off=["positions"])
    output = changed.run(" ".join(words)).layers[1].output
    shuffled = changed.run(" ".join(words[place] for place in (2, 0, 3, 1))).layers[1].output
    assert np.allclose(shuffled, output[[2, 0, 3, 1]], atol=1e-4)
    with_positions = MODEL.run(" ".join(words)).layers[1].output
    assert not np.allclose(output, with_positions, atol=0.1)


def test_accuracy_counts_what_antecedent_answers():
    some = MODEL.sentences[3:15]
    for changed in (models.Changed(MODEL), models.Changed(MODEL, divisor=64, causal=True, without=[(2, 1)])):
        right = [next(iter(changed.antecedent(sentence["text"]))) == sentence["noun"] for sentence in some]
        assert accuracy_of(changed, some)["all nouns"] == np.mean(right)


CHANGES = [{}, {"divisor": 64, "causal": True}, {"without": [(1, 3), (2, 1), (2, 5)]}]


@pytest.mark.parametrize("change", CHANGES + [{"off": [part]} for part in models.changed.PARTS])
def test_sentences_that_run_together_leave_at_one_word_what_each_leaves_there_alone(change):
    changed, places = models.Changed(MODEL, **change), [9, 4]
    together = changed.run_together([MODEL.tokens(text) for text in (TIRED, WIDE)], places)
    alone = [changed.run(text).layers[-1].output[at] for text, at in zip((TIRED, WIDE), places, strict=True)]
    assert together.dtype == np.float32 and np.allclose(together, alone, rtol=1e-3, atol=1e-3)


def test_multiplying_keeps_the_answers_and_takes_the_gradient():
    some, multiplied = MODEL.sentences[::4], models.Changed(MODEL, divisor=1 / 8)
    assert (
        len(some) == 100
        and abs(
            accuracy_of(models.Changed(MODEL), some)["all nouns"] - accuracy_of(multiplied, some)["all nouns"]
        )
        <= 0.05
    )

    def gradient(model):  # of the softmax, a·b summed over the pairs of keys, for each row
        weights = model.run(TIRED).layers[1].attention.heads.weights
        return (1 - (weights**2).sum(axis=-1)).mean()

    assert gradient(multiplied) < 0.05 * gradient(MODEL)
    largest = MODEL.attention(TIRED)[1, :, 9].max(axis=1)
    assert (largest > 0.8).sum() > 4  # most heads of "it" give nearly all to one word


def test_what_the_notebook_says_comes_out_of_its_what_ifs():
    def first(text, **change):
        return next(iter(models.Changed(MODEL, **change).antecedent(text).items()))

    divisors = (1 / 8, 1, 2, 4, 8, 16, 32, 64)
    assert {first(TIRED, divisor=divisor)[0] for divisor in divisors} == {"animal"}
    assert [first(WIDE, divisor=divisor)[0] for divisor in divisors] == ["street"] * 6 + ["animal"] * 2
    for text in (TIRED, WIDE):
        assert first(text, without=[(2, head) for head in range(1, 9)])[1] < 0.1
    swapped = "The street didn't cross the animal because it was too tired."
    both = [models.Changed(MODEL, off=["positions"]).antecedent(text) for text in (TIRED, swapped)]
    assert both[0] == pytest.approx(both[1], abs=1e-4)


def test_under_the_mask_both_sentences_get_the_same_answer_and_without_it_they_do_not():
    answers = [models.Changed(MODEL, causal=True).antecedent(text) for text in (TIRED, WIDE)]
    assert answers[0] == pytest.approx(answers[1], abs=1e-6)
    assert [next(iter(MODEL.antecedent(text))) for text in (TIRED, WIDE)] == ["animal", "street"]


def test_a_head_removed_in_layer_1_moves_the_weights_of_layer_2_and_one_of_layer_2_does_not():
    trained = MODEL.attention(TIRED)
    for removed, moves in (((1, 1), True), ((2, 1), False)):
        changed = models.Changed(MODEL, without=[removed]).run(TIRED)
        assert np.allclose(changed.layers[0].attention.heads.weights, trained[0], atol=1e-5)
        assert np.allclose(changed.layers[1].attention.heads.weights, trained[1], atol=1e-3) is not moves


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"divisor": 0}, "above 0: got 0"),
        ({"divisor": -1}, "above 0: got -1"),
        ({"without": [(3, 1)]}, "layers 1 to 2"),
        ({"off": ["norm"]}, "no part 'norm': choose from positions, attention"),
    ],
)
def test_changes_that_make_no_sense_are_refused(given, message):
    with pytest.raises(ValueError, match=message):
        models.Changed(MODEL, **given)


def test_a_change_says_in_words_what_it_is():
    assert models.Changed(MODEL).says == models.Changed(MODEL, divisor=8).says == "nothing is changed"
    everything = models.Changed(MODEL, 0.125, True, [(2, 3), (1, 5)], ["residual", "positions"])
    assert (
        everything.says == "scores × 8, causal mask, no positions, no residual, without L1 head 5, L2 head 3"
    )
