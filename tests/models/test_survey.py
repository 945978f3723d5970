"""Heads and answers over many sentences: against the model asked one sentence at a time, and by hand."""

import numpy as np
import pytest

from helpers.models.survey import KINDS, Survey, survey_of


@pytest.fixture(scope="module")
def some(model):
    """Twenty sentences of several lengths, out of order."""
    return Survey(model, model.sentences[300:320])


LAYER_2 = [(2, head) for head in range(1, 9)]


@pytest.mark.parametrize(
    "without", [(), [(2, 1)], [(1, 7)], [(1, 3), (1, 7), (2, 2), (2, 8)], [(1, 1), *LAYER_2]], ids=str
)
def test_answers_are_those_of_the_model_asked_one_sentence_at_a_time(model, some, without):
    assert len({len(tokens) for tokens in some.tokens}) > 3
    for sentence, shares in zip(some.sentences, some.answers(without), strict=True):
        alone = model.antecedent(sentence["text"], without)
        np.testing.assert_allclose(shares, [alone[noun] for noun in model.nouns], atol=1e-5)


def test_weights_are_those_of_the_model(model, some):
    for sentence, weights in zip(some.sentences, some.weights, strict=True):
        np.testing.assert_allclose(weights, model.attention(sentence["text"]), atol=1e-5)


def test_accuracy_counts_right_answers(model, some):
    for without in ((), [(2, head) for head in range(1, 9)]):
        right = [
            max(answer := model.antecedent(sentence["text"], without), key=answer.get) == sentence["noun"]
            for sentence in some.sentences
        ]
        assert some.right(without).tolist() == right
        assert some.accuracy(without) == pytest.approx(np.mean(right))
    assert some.accuracy([(2, head) for head in range(1, 9)]) < 0.5 < some.accuracy()


def test_the_sentences_nouns_and_the_adjectives_can_be_asked_too(model, some):
    without = [(2, head) for head in (1, 2, 5, 6)]
    nouns, adjectives = [], []
    for sentence, tokens in zip(some.sentences, some.tokens, strict=True):
        answer = model.antecedent(sentence["text"], without)
        there = [token.lower() for token in tokens if token.lower() in model.nouns]
        nouns.append(max(there, key=answer.get) == sentence["noun"])
        output = model.run(sentence["text"], without).layers[-1].output[sentence["pronoun"]]
        products = {word: model.embedding[model.row[word]] @ output for word in model.adjectives}
        adjectives.append(max(products, key=products.get) == sentence["adjective"])
    assert some.right(without, "the sentence's nouns").tolist() == nouns
    assert some.right(without, "all adjectives").tolist() == adjectives and 0 < sum(adjectives) < len(
        adjectives
    )
    with pytest.raises(ValueError, match="all adjectives.*got 'verbs'"):
        some.right(ask="verbs")


def test_guessing_is_one_of_the_nouns_of_each_sentence(model, some):
    counts = [len({token.lower() for token in tokens} & set(model.nouns)) for tokens in some.tokens]
    assert len(set(counts)) > 1 and some.guessing == pytest.approx(np.mean([1 / count for count in counts]))


def test_removing_is_the_same_in_any_order_and_a_head_that_is_not_there_is_named(some):
    assert some.outputs([(2, 3), (1, 1)]) is some.outputs([(1, 1), (2, 3), (2, 3)])
    with pytest.raises(ValueError, match=r"heads 1 to 8.*\(2, 9\)"):
        some.answers([(2, 9)])


class TwoHeads:
    """Stands in for a survey of one sentence: head 1 looks one word back, head 2 at all words alike."""

    tokens = [["The", "dog", "slept", "because", "it", "was", "old"]]
    sentences = [{"pronoun": 4, "noun_index": 1, "adjective_index": 6}]
    back = np.eye(7, k=-1)
    back[0, 0] = 1  # the first word has none before it
    weights = [np.stack([back, np.full((7, 7), 1 / 7)])[np.newaxis]]


def test_kinds_by_hand():
    kinds = Survey.kinds.func(TwoHeads)
    assert set(kinds) == set(KINDS) and {shares.shape for shares in kinds.values()} == {(1, 2)}
    expected = {  # head 1, head 2
        "previous word": (1, 1 / 7),
        "the word itself": (1 / 7, 1 / 7),
        "next word": (0, 1 / 7),
        "the right noun": (0, 1 / 7),
        "the adjective": (0, 1 / 7),
        "because": (1 / 7, 1 / 7),  # only "it" looks there
        "was or is": (1 / 7, 1 / 7),
        "the pronoun": (1 / 7, 1 / 7),
        "evenness": (0, 1),
        "signs": (0, 0),  # there are none
    }
    for kind, shares in expected.items():
        np.testing.assert_allclose(kinds[kind][0], shares, atol=1e-9, err_msg=kind)


def test_names_give_the_kind_that_is_passed_by_most_and_leave_out_heads_that_pass_none(model):
    survey = survey_of(model)
    for (layer, head), (kind, share) in survey.names.items():
        over = {kind: survey.kinds[kind][layer - 1, head - 1] - least for kind, least in KINDS.items()}
        assert over[kind] == max(over.values()) >= 0 and share == pytest.approx(over[kind] + KINDS[kind])
    missing = {(1, 2), (1, 3), (1, 4), (1, 8)}
    assert {(layer, head) for layer in (1, 2) for head in range(1, 9)} - set(survey.names) == missing


def test_mistakes_are_wrong_and_the_surest_come_first(model):
    survey = survey_of(model)
    mistakes = survey.mistakes(10)
    assert len(mistakes) == 10 < (~survey.right()).sum() == len(survey.mistakes(400))
    assert [mistake["probability"] for mistake in mistakes] == sorted(
        (mistake["probability"] for mistake in mistakes), reverse=True
    )
    for mistake in mistakes[:3]:
        sentence = model.sentences[mistake["place"]]
        answer = model.antecedent(sentence["text"])
        assert next(iter(answer)) == mistake["answer"] != sentence["noun"]
        assert answer[mistake["answer"]] == pytest.approx(mistake["probability"], abs=1e-5)
        assert answer[sentence["noun"]] == pytest.approx(mistake["right"], abs=1e-5)


def test_the_survey_of_a_model_is_made_once(model):
    assert survey_of(model) is survey_of(model)
