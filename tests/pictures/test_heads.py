import numpy as np
import pytest

from helpers import frames
from tests.sentences import TIRED


def test_each_panel_is_one_head_of_the_layer(model):
    weights = model.attention(TIRED)
    for layer in (1, 2):
        frame = frames.heads(model, TIRED, layer)
        assert [panel.title for panel in frame.panels] == [f"head {n}" for n in range(1, 9)]
        for head, panel in enumerate(frame.panels):
            assert np.allclose(panel.values, weights[layer - 1, head]) and np.allclose(panel.row_sums, 1)
            assert panel.rows == panel.columns == tuple(model.tokens(TIRED))
        assert frame.badge == "trained"


def test_a_divisor_of_8_is_what_was_trained_and_another_is_softmax_of_scores_by_it(model):
    as_trained = frames.heads(model, TIRED, 2)
    scores = model.run(TIRED).layers[1].attention.heads.scores.astype(float)
    for divisor in (8, 30):
        raised = np.exp(scores / divisor - (scores / divisor).max(-1, keepdims=True))
        expected = raised / raised.sum(-1, keepdims=True)
        shown = frames.heads(model, TIRED, 2, divisor)
        assert np.allclose([panel.values for panel in shown.panels], expected, atol=1e-5)
    assert np.allclose(
        frames.heads(model, TIRED, 2, 8).panels[3].values, as_trained.panels[3].values, atol=1e-6
    )


def test_lines_show_the_chosen_word_and_heads(model):
    frame = frames.lines(model, TIRED, layer=1, asks="it", shown=[2, 5])
    assert frame.selected == (9,) and frame.shown == (1, 4)
    assert np.allclose(frame.weights, model.attention(TIRED)[0])
    assert frames.lines(model, TIRED).shown == tuple(range(8)) and frames.lines(model, TIRED).selected == ()


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda model: frames.heads(model, TIRED, 3), "no layer 3: choose 1 to 2"),
        (lambda model: frames.heads(model, TIRED, 2, 0), "divisor must not be 0"),
        (
            lambda model: frames.lines(model, TIRED, asks="dog"),
            "'dog' is not in the sentence: choose one of The, animal",
        ),
        (lambda model: frames.lines(model, TIRED, shown=[9]), "no head 9: choose 1 to 8"),
        (lambda model: frames.heads(model, "The animl"), "does not know the word 'animl'"),
    ],
)
def test_what_is_not_there_is_said(model, call, message):
    with pytest.raises(ValueError, match=message):
        call(model)
