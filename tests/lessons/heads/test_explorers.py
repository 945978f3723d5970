import numpy as np
import pytest

from helpers import explorers
from helpers.models.survey import survey_of
from tests.sentences import SENTENCES


def test_all_eight_heads_follow_the_sentence_the_layer_and_the_divisor(model):
    explorer = explorers.explore_heads(model, SENTENCES)
    shown = np.frombuffer(explorer.views[0].numbers, "<f4")[: 8 * 15 * 14].reshape(8, -1)
    assert np.allclose(shown[:, :196].reshape(8, 14, 14), model.attention(SENTENCES["tired"])[1], atol=1e-6)
    explorer.set(sentence=SENTENCES["wide"], layer=1, divisor=20)
    scores = model.run(SENTENCES["wide"]).layers[0].attention.heads.scores.astype(float) / 20
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shown = np.array([panel.values for panel in explorer.frames[0].panels])
    assert np.allclose(shown, raised / raised.sum(axis=-1, keepdims=True), atol=1e-5)
    assert explorer.views[0].structure["panels"][0]["rows"][12] == "wide"
    explorer.reset()
    assert explorer.state == {"sentence": SENTENCES["tired"], "layer": 2, "divisor": pytest.approx(8)}


@pytest.fixture
def reading(model):
    return explorers.explore_reading(model, SENTENCES)


def shown(view, *shape):
    """The first panels of a Matrix view as the page gets them: each with the sum of its rows behind it."""
    return np.frombuffer(view.numbers, "<f4")[: np.prod(shape)].reshape(shape)


def test_heatmaps_digits_and_lines_show_the_same_weights_of_the_word_that_asks(reading, model):
    assert "hv-linked" in reading._dom_classes and reading.state["asks"] == 9
    for word, layer, asks in (("tired", 2, 9), ("wide", 1, 4), ("wide", 2, 12)):
        reading.set(sentence=SENTENCES[word], layer=layer, asks=asks)
        weights = model.attention(SENTENCES[word])[layer - 1]
        heatmaps, digits, lines = reading.frames
        assert np.allclose([panel.values for panel in heatmaps.panels], weights)
        assert np.allclose(digits.panels[0].values, weights[:, asks]) and np.allclose(lines.weights, weights)
        assert np.allclose(shown(reading.views[0], 8, 15, 14)[:, :14], weights)
        assert [view.query for view in reading.views] == [asks, None, asks]
        assert (
            digits.panels[0].page_titles[digits.panels[0].page] == f"“{heatmaps.panels[0].rows[asks]}” asks"
        )


@pytest.mark.parametrize(("view", "selected", "asks"), [(0, [1, 4, 2], 4), (2, [12], 12), (0, [5, 7, -1], 7)])
def test_a_word_chosen_in_a_picture_moves_the_control_and_is_chosen_in_the_others(
    reading, view, selected, asks
):
    reading.views[view].selected = selected
    assert (
        reading.controls["asks"].value == asks
        and reading.controls["asks"].label == reading.frames[2].tokens[asks]
    )
    assert reading.views[view].selected == selected  # the cell stays chosen, not only its row
    assert reading.views[2].selected == [asks] and reading.views[0].query == asks
    assert reading.frames[1].panels[0].page == asks
    reading.reset()
    assert [reading.views[place].query for place in (0, 2)] == [9, 9] and reading.controls["asks"].value == 9


def test_reset_switches_all_heads_on_again(reading):
    reading.views[2].shown = [3]
    reading.reset()
    assert reading.views[2].shown == list(range(8))


def test_sentences_that_cannot_be_exchanged_are_refused(model):
    with pytest.raises(ValueError, match="as many words"):
        explorers.explore_reading(model, {**SENTENCES, "short": "The dog was tired."})
    with pytest.raises(ValueError, match="'she' is not in the sentence"):
        explorers.explore_reading(model, SENTENCES, asks="she")


@pytest.fixture(scope="module")
def survey(model):
    return survey_of(model)


def test_each_switch_removes_its_own_head(survey):
    explorer = explorers.explore_removal(survey, SENTENCES)
    assert len(explorer.controls) == 17
    for name, pairs in (("layer_2_head_4", [(2, 4)]), ("layer_2_head_7", [(2, 4), (2, 7)])):
        explorer.controls[name].value = True
        answers, accuracy = explorer.frames[0].plots
        told = survey.model.antecedent(SENTENCES["tired"], pairs)
        assert np.allclose(answers.series[1].y, [told[noun] for _, noun in answers.x_ticks])
        assert list(accuracy.series[1].y) == [
            survey.accuracy(pairs),
            survey.accuracy(pairs, "the sentence's nouns"),
        ]
    explorer.set(sentence=SENTENCES["wide"])
    answers = explorer.frames[0].plots[0]
    told = survey.model.antecedent(SENTENCES["wide"], [(2, 4), (2, 7)])
    assert np.allclose(answers.series[1].y, [told[noun] for _, noun in answers.x_ticks])


def test_everything_can_be_removed_and_the_picture_stays(survey):
    explorer = explorers.explore_removal(survey, {"tired": SENTENCES["tired"]})
    explorer.set(**{name: True for name in explorer.controls if name != "sentence"})
    everything = [(layer, head) for layer in (1, 2) for head in range(1, 9)]
    assert explorer.message.value == ""
    assert explorer.frames[0].plots[1].series[1].y[0] == survey.accuracy(everything) < survey.accuracy()


def test_the_mistakes_are_the_surest_ones_in_order(survey):
    explorer = explorers.explore_mistakes(survey, how_many=4)
    assert [place for _, place in explorer.controls["place"].options] == [
        mistake["place"] for mistake in survey.mistakes(4)
    ]
    explorer.set(place=survey.mistakes(4)[3]["place"])
    sentence = survey.sentences[survey.mistakes(4)[3]["place"]]
    frame = explorer.frames[0]
    assert frame.tokens == tuple(survey.model.tokens(sentence["text"]))
    assert frame.selected == (sentence["pronoun"],)
    assert explorer.views[0].frame is frame


def test_the_rollout_follows_the_word_the_layer_and_the_residual(model):
    explorer = explorers.explore_rollout(model, SENTENCES)
    first = explorer.frames[0].panels[0].values
    assert first.shape == (2, 14) and np.allclose(first.sum(axis=1), 1, atol=1e-5)
    explorer.set(sentence=SENTENCES["wide"], layers=1, residual=False, asks=1)
    mean = model.attention(SENTENCES["wide"])[0].mean(axis=0)[1]
    assert np.allclose(explorer.frames[0].panels[0].values, [mean, mean], atol=1e-6)
    explorer.reset()
    assert np.array_equal(explorer.frames[0].panels[0].values, first)
