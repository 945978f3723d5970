import numpy as np
import pytest

from helpers import frames
from tests.sentences import TIRED, WIDE

TOKENS = "The animal didn ' t cross the street because it was too tired .".split()


def test_an_rnn_needs_a_step_for_each_word_and_attention_needs_one():
    frame = frames.paths(TOKENS, 1, 9)
    rnn, attention = frame.plots[0].series
    assert list(zip(rnn.x0, rnn.x)) == [(i, i + 1) for i in range(1, 9)] and rnn.y[-1] == 8
    assert (attention.x0[0], attention.x[0], attention.y[0]) == (1, 9, 1)
    assert frame.plots[0].x_ticks[9] == (9, "it")
    assert (
        frame.alt
        == "From “animal” to “it”: an RNN hands the message on in 8 steps, self-attention reaches it in 1."
    )


def test_an_rnn_has_no_way_back_but_attention_has():
    frame = frames.paths(TOKENS, 12, 9)
    rnn, attention = frame.plots[0].series
    assert len(rnn.x) == 0 and rnn.label == "RNN: no way back"
    assert (attention.x0[0], attention.x[0]) == (12, 9)
    assert (
        frame.alt == "From “tired” to “it”: an RNN that reads from the left has no way back, "
        "self-attention reaches it in 1."
    )


@pytest.mark.parametrize("source, target", [(3, 3), (0, 14), (-1, 2)])
def test_two_different_words_are_needed(source, target):
    with pytest.raises(ValueError, match="Choose two different words"):
        frames.paths(TOKENS, source, target)


def test_each_noun_gets_a_bar_in_both_sentences_and_the_sentences_own_come_first(model):
    frame = frames.who_is_it(model, TIRED, WIDE)
    for plot, sentence in zip(frame.plots, (TIRED, WIDE), strict=True):
        nouns = [noun for _, noun in plot.x_ticks]
        assert nouns[:2] == ["animal", "street"] and len(nouns) == len(set(nouns))
        answer = model.antecedent(sentence)
        assert plot.series[0].y.tolist() == [answer[noun] for noun in nouns]
        assert all(f"{noun} {answer[noun]:.2f}" in frame.alt for noun in nouns)


def test_the_table_of_weights_holds_one_head(model):
    (panel,) = frames.table_of_weights(model, TIRED, 1, 5).panels
    assert np.allclose(panel.values, model.attention(TIRED)[0, 4]) and panel.title == "head 5"
    with pytest.raises(ValueError, match="no head 9: choose 1 to 8"):
        frames.table_of_weights(model, TIRED, 1, 9)


def test_lines_leave_the_pronoun_wherever_it_stands(model):
    frame = frames.looks(model, "Because it was curious, that white frog didn't hide in the box.", shown=[3])
    assert frame.selected == (1,) and frame.shown == (2,) and frame.title.startswith("it = frog ")
    assert frames.looks(model, TIRED).selected == (9,)
