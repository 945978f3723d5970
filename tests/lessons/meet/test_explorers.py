import numpy as np

from helpers import explorers
from tests.pictures.view_arrays import sent
from tests.sentences import SENTENCES, TIRED, WIDE


def test_switching_the_sentence_sends_its_own_weights_and_keeps_the_asking_word(model):
    explorer = explorers.explore_meeting(model, SENTENCES)
    view = explorer.views[0]
    assert view.selected == [9]
    for sentence, layer in ((WIDE, 2), (WIDE, 1), (TIRED, 1)):
        explorer.set(sentence=sentence, layer=layer)
        assert np.allclose(
            sent(view, view.structure["weights"]), model.attention(sentence)[layer - 1], atol=1e-6
        )
        assert view.structure["tokens"][12] == sentence.split()[-1].rstrip(".") and view.selected == [9]


def test_the_title_says_what_the_pronoun_means_to_the_model_now(model):
    explorer = explorers.explore_meeting(model, SENTENCES)
    for sentence in (TIRED, WIDE):
        explorer.set(sentence=sentence)
        noun, share = next(iter(model.antecedent(sentence).items()))
        assert explorer.frames[0].title == f"it = {noun} {share:.2f} (lines: layer 2)"
    explorer.controls["own"].value = "The boy thanked the girl because she was kind."
    view = explorer.views[0]
    assert view.structure["title"].startswith("she = girl ") and view.selected == [6]
    explorer.controls["own"].value = "The street was wide."
    assert view.structure["title"] == "What looks at what, layer 2" and view.selected == []
    assert explorer.still.alt.startswith("it = animal ")  # a still is of the first state


BAD = {
    "The animl was tired.": "does not know the word 'animl'. The nearest it knows: animal",
    "   ": "The sentence is empty",
    "animal " * 65: "has 65 words and signs; this model reads at most 64",
    "<img src=x onerror=alert(1)>": "does not know the word '<'",
}


def test_a_typed_sentence_is_shown_and_what_cannot_be_read_is_said_under_the_controls(model):
    explorer = explorers.explore_meeting(model, SENTENCES)
    explorer.controls["own"].value = "The street was wide."
    shown = explorer.views[0]
    assert shown.structure["tokens"] == ["The", "street", "was", "wide", "."] and explorer.message.value == ""
    assert np.allclose(
        sent(shown, shown.structure["weights"]), model.attention("The street was wide.")[1], atol=1e-6
    )
    for text, message in BAD.items():
        explorer.controls["own"].value = text
        assert message in explorer.message.value
        assert shown.structure["tokens"] == [
            "The",
            "street",
            "was",
            "wide",
            ".",
        ]  # the last good picture stays
    explorer.reset()
    assert explorer.message.value == "" and shown.structure["tokens"][9] == "it" and shown.selected == [9]


def test_paths_follow_both_words_and_say_when_they_are_the_same(model):
    explorer = explorers.explore_paths(model.tokens(TIRED))
    explorer.controls["target"].value = 12
    assert explorer.frames[0].title == "From “animal” to “tired”"
    explorer.controls["source"].value = 12
    assert "two different words" in explorer.message.value
    assert explorer.frames[0].title == "From “animal” to “tired”"
    explorer.controls["source"].value = 13
    assert explorer.message.value == "" and explorer.frames[0].title == "From “.” to “tired”"
