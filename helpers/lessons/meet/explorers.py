"""Notebook 1: who looks at whom, and how far a message has to travel."""

import ipywidgets

from helpers.languages import translate as _
from helpers.lessons.meet import frames
from helpers.pictures.controls import choose_layer, choose_sentence, choose_word
from helpers.pictures.explorer import Explorer
from helpers.pictures.states import Offers

__all__ = ["explore_meeting", "explore_paths"]

TYPED = (  # on a page without Python
    "The cat didn't catch the bird because it was too fast.",
    "The cat didn't catch the bird because it was too slow.",
    "The street didn't cross the animal because it was too tired.",
    "The monkey ate the banana because it was ripe.",
    "The father couldn't lift the girl because she was too heavy.",
    "Because it was too tired, the animal didn't cross the street.",
)


def explore_meeting(model, sentences, shown=(1, 2)):
    """Lines from the pronoun to the words it looks at; switch the sentence, the layer and the heads.

    sentences: dict of a short name: a sentence; shown: heads, from 1. The reader may type a sentence
    instead, and the title says what its pronoun means to the model; a word that the model does not know is
    said under the controls. -> Explorer
    """

    def draw(sentence, own, layer):
        return frames.looks(model, own or sentence, layer, shown)

    return Explorer(
        draw,
        {
            "sentence": choose_sentence(sentences, _("last word")),
            "layer": choose_layer(model),
            "own": ipywidgets.Text(
                description=_("or your own sentence"),
                placeholder=_("type it here and press Enter"),
                continuous_update=False,
                layout={"width": "min(36em, 100%)"},
            ),
        },
        offers=Offers({"own": {_("none"): ""} | {text: text for text in TYPED}}),
    )


def explore_paths(tokens, source=1, target=9):
    """Steps from one word to another in an RNN and in self-attention; move either word.

    tokens: the words; source, target: their places at first, from 0. -> Explorer
    """
    explorer = Explorer(
        lambda source, target: frames.paths(tokens, source, target),
        {
            "source": choose_word(tokens, source, _("message from")),
            "target": choose_word(tokens, target, _("to")),
        },
        play="target",
    )
    explorer.player.behind = explorer.controls["source"]  # an RNN's message begins there
    return explorer
