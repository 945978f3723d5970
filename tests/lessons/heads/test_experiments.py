"""What notebook 8 counts and tries, each computed another way."""

import numpy as np
import pytest

from helpers.attention import softmax
from helpers.encoder import rest_of_layer
from helpers.lessons.heads import experiments
from helpers.lessons.heads.frames import attention_rollout
from helpers.models.survey import survey_of
from tests.sentences import TIRED, WIDE

IT = 9


@pytest.fixture(scope="module")
def survey(model):
    return survey_of(model)


def test_the_heads_with_a_name_are_those_of_that_layer_only(survey):
    assert experiments.named(survey, "the right noun", 2) == [(2, head) for head in (1, 3, 4, 7, 8)]
    assert experiments.named(survey, "the adjective", 1) == [(1, 1), (1, 5)]
    assert experiments.named(survey, "previous word", 1) == []


@pytest.mark.parametrize(("weights_of", "rest_of"), [(TIRED, WIDE), (WIDE, TIRED)])
def test_exchanged_weights_are_put_on_the_values_of_the_other_sentence(model, weights_of, rest_of):
    layer, x = model.layers[1], model.run(rest_of).layers[0].output.astype(float)
    found = [
        weights @ x @ W
        for weights, W in zip(model.attention(weights_of)[1][:, IT], layer.W_value, strict=True)
    ]
    out = rest_of_layer(x[IT], np.concatenate(found) @ layer.W_out, layer)[2]
    scores = model.readout_scale * out @ model.embedding[[model.row[noun] for noun in model.nouns]].T
    noun, share = experiments.exchange(model, weights_of, rest_of)
    assert noun == model.nouns[scores.argmax()] and share == pytest.approx(softmax(scores).max(), abs=0.006)


def test_a_sentence_whose_weights_are_exchanged_with_its_own_gives_the_models_answer(model):
    noun, share = experiments.exchange(model, TIRED, TIRED)
    assert noun == "animal" and share == pytest.approx(model.antecedent(TIRED)["animal"], abs=0.006)


def test_lines_and_crossings_are_counted_pair_by_pair(model):
    weights = model.attention(TIRED)[1][:3, :7, :7]
    lines = [tuple(place[1:]) for place in np.argwhere(weights > 0.01).tolist()]
    crossed = sum(one[0] < other[0] and one[1] > other[1] for one in lines for other in lines)
    assert experiments.crossings(weights) == (len(lines), crossed) and crossed


def test_heads_that_look_most_at_a_part_are_found_sentence_by_sentence(survey):
    assert (experiments.looks_most_at(survey, "noun") == survey.on_noun[:, 1]).all()
    assert (experiments.looks_most_at(survey, "noun", layer=1) == survey.on_noun[:, 0]).all()
    adjective, wrong = (experiments.looks_most_at(survey, part) for part in ("adjective", "wrong noun"))
    mistakes = {one["place"]: one["answer"] for one in survey.mistakes(400)}
    for place in (*list(mistakes)[:4], 1, 2):
        sentence = survey.sentences[place]
        for head in range(8):
            most = int(survey.weights[place][1, head, sentence["pronoun"]].argmax())
            assert adjective[place, head] == (most == sentence["adjective_index"])
            said = survey.tokens[place][most].lower() == mistakes.get(place)
            assert wrong[place, head] == said


def test_the_right_noun_comes_first_among_all_other_words(survey):
    found = [0, 0]
    for sentence, weights in zip(survey.sentences, survey.weights, strict=True):
        asks, noun = sentence["pronoun"], sentence["noun_index"]
        for way, table in enumerate((weights[1].mean(axis=0), attention_rollout(weights))):
            others = [share for place, share in enumerate(table[asks]) if place not in (asks, noun)]
            found[way] += table[asks, noun] > max(others)
    assert experiments.right_noun_first(survey) == found[0]
    assert experiments.right_noun_first(survey, residual=0.5) == found[1]


def test_the_tables_tell_each_head_and_each_removal(survey, capsys):
    shares = survey.kinds["previous word"]
    experiments.show_by_head(shares)
    experiments.show_removals(survey, [[(2, 1)], [(1, 1), (1, 2)]])
    told = capsys.readouterr().out
    layer = int(np.unravel_index(shares.argmax(), shares.shape)[0])
    (row,) = [line for line in told.splitlines() if line.startswith(f"layer {layer + 1} ")]
    assert f"{shares.max():.2f}" in row.split() and "head 8" in told
    for heads in ([(2, 1)], [(1, 1), (1, 2)]):
        assert f"{survey.accuracy(heads):.1%}" in told and str(heads) in told
