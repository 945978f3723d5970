import numpy as np
import pytest

from helpers import explorers, models
from helpers.survey import survey_of

TIRED, WIDE = (f"The animal didn't cross the street because it was too {last}." for last in ("tired", "wide"))


@pytest.fixture(scope="module")
def survey():
    return survey_of(models.load("pronouns"))


def test_each_switch_removes_its_own_head(survey):
    explorer = explorers.explore_removal(survey, {"tired": TIRED, "wide": WIDE})
    assert len(explorer.controls) == 17
    for name, pairs in (("layer_2_head_4", [(2, 4)]), ("layer_2_head_7", [(2, 4), (2, 7)])):
        explorer.controls[name].value = True
        answers, accuracy = explorer.frames[0].plots
        told = survey.model.antecedent(TIRED, pairs)
        assert np.allclose(answers.series[1].y, [told[noun] for _, noun in answers.x_ticks])
        assert list(accuracy.series[1].y) == [
            survey.accuracy(pairs),
            survey.accuracy(pairs, "the sentence's nouns"),
        ]
    explorer.set(sentence=WIDE)
    answers = explorer.frames[0].plots[0]
    told = survey.model.antecedent(WIDE, [(2, 4), (2, 7)])
    assert np.allclose(answers.series[1].y, [told[noun] for _, noun in answers.x_ticks])


def test_everything_can_be_removed_and_the_picture_stays(survey):
    explorer = explorers.explore_removal(survey, {"tired": TIRED})
    explorer.set(**{name: True for name in explorer.controls if name != "sentence"})
    everything = [(layer, head) for layer in (1, 2) for head in range(1, 9)]
    assert explorer.message.value == ""
    assert explorer.frames[0].plots[1].series[1].y[0] == survey.accuracy(everything) < survey.accuracy()


def test_the_mistakes_are_the_surest_ones_in_order(survey):
    explorer = explorers.explore_mistakes(survey, how_many=4)
    assert [place for _, place in explorer.controls["place"].options] == [
        one["place"] for one in survey.mistakes(4)
    ]
    explorer.set(place=survey.mistakes(4)[3]["place"])
    sentence = survey.sentences[survey.mistakes(4)[3]["place"]]
    frame = explorer.frames[0]
    assert frame.tokens == tuple(survey.model.tokens(sentence["text"]))
    assert frame.selected == (sentence["pronoun"],)
    assert explorer.views[0].frame is frame
