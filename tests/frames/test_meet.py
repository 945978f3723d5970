import pytest

from helpers import frames

TOKENS = "The animal didn ' t cross the street because it was too tired .".split()


def test_an_rnn_needs_a_step_for_each_word_and_attention_needs_one():
    frame = frames.paths(TOKENS, 1, 9)
    rnn, attention = frame.plots[0].series
    assert list(zip(rnn.x0, rnn.x)) == [(i, i + 1) for i in range(1, 9)] and rnn.y[-1] == 8
    assert (attention.x0[0], attention.x[0], attention.y[0]) == (1, 9, 1)
    assert frame.plots[0].x_ticks[9] == (9, "it")
    assert frame.alt == "From “animal” to “it”: an RNN hands the message on in 8 steps, self-attention reaches it in 1."


@pytest.mark.parametrize("source, target", [(9, 1), (3, 3), (0, 14), (-1, 2)])
def test_the_earlier_word_comes_first(source, target):
    with pytest.raises(ValueError, match="the earlier one first"):
        frames.paths(TOKENS, source, target)
