import numpy as np
import pytest

from helpers import explorers, models

TIRED = "The animal didn't cross the street because it was too tired."
WIDE = TIRED.replace("tired", "wide")


@pytest.fixture(scope="module")
def model():
    return models.load("pronouns")


def sent(view, part):
    at, shape = part["at"], part["shape"]
    return np.frombuffer(view.numbers, "<f4")[at : at + int(np.prod(shape))].reshape(shape)


def test_switching_the_sentence_sends_its_own_weights_and_keeps_the_asking_word(model):
    explorer = explorers.explore_meeting(model, {"tired": TIRED, "wide": WIDE})
    view = explorer.views[0]
    assert view.selected == [9]
    for sentence, layer in ((WIDE, 2), (WIDE, 1), (TIRED, 1)):
        explorer.set(sentence=sentence, layer=layer)
        assert np.allclose(sent(view, view.structure["weights"]), model.attention(sentence)[layer - 1], atol=1e-6)
        assert view.structure["tokens"][12] == sentence.split()[-1].rstrip(".") and view.selected == [9]


def test_paths_follow_both_words_and_say_when_they_are_the_same(model):
    explorer = explorers.explore_paths(model.tokens(TIRED))
    explorer.controls["target"].value = 12
    assert explorer.frames[0].title == "From “animal” to “tired”"
    explorer.controls["source"].value = 12
    assert "two different words" in explorer.message.value
    assert explorer.frames[0].title == "From “animal” to “tired”"
    explorer.controls["source"].value = 13
    assert explorer.message.value == "" and explorer.frames[0].title == "From “.” to “tired”"
