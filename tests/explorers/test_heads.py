import numpy as np
import pytest

from helpers import explorers, models

SENTENCES = {
    word: f"The animal didn't cross the street because it was too {word}." for word in ("tired", "wide")
}


def test_all_eight_heads_follow_the_sentence_the_layer_and_the_divisor():
    model = models.load("pronouns")
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
