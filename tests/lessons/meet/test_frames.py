import pytest

from helpers import frames

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
