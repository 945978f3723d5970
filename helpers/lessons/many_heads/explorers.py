"""Notebook 7: eight heads side by side, the whole of multi-head attention, tagged cells on their way."""

import ipywidgets

from helpers.lessons.many_heads import frames
from helpers.lessons.many_heads.frames import STAGES, tags
from helpers.pictures.controls import choose_layer, choose_word
from helpers.pictures.explorer import Explorer
from helpers.pictures.heads import digits, heads, run

__all__ = ["explore_head_by_head", "explore_tags", "explore_whole"]


def explore_head_by_head(model, sentence, place, layer=2):
    """Choose the word that asks: its row of weights in each head, or the heads' whole heatmaps.

    place: of the word that asks at first, from 0; layer: from 1. -> Explorer
    """
    return Explorer(
        lambda asks: (
            digits(model, sentence, asks, layer),
            heads(model, sentence, layer, asks=asks),
        ),
        {"asks": _asks(model, sentence, place)},
        linked=True,
        tabs={"its rows": (0,), "heatmaps": (1,)},
    )


def explore_whole(model, sentence, place, layer=2):
    """All of multi-head attention on one picture: choose the word whose row lights up, and the layer.

    place: of the word, from 0; layer: at first, from 1.
    -> Explorer, whose still leaves out the square of W_out
    """
    return Explorer(
        lambda asks, layer: frames.whole(model, sentence, asks, layer),
        {
            "asks": _asks(model, sentence, place),
            "layer": choose_layer(model, layer),
        },
        linked=True,
        still=[0],  # W_out would weigh more than all the rest
        tabs={"the way": (0,), "W_out": (1,)},
    )


def explore_tags(follow=231):
    """Tagged cells on their way into the concatenation, one step at a time, with the transpose or without.

    follow: the tag that is marked at first. -> Explorer
    """
    stages = [(f"{number} of {len(STAGES)}", number) for number in range(1, len(STAGES) + 1)]
    return Explorer(
        frames.travel,
        {
            "stage": ipywidgets.SelectionSlider(options=stages, value=1, description="step"),
            "transposed": ipywidgets.ToggleButtons(
                options=[("done", True), ("forgotten", False)], description="transpose"
            ),
            "follow": ipywidgets.SelectionSlider(
                options=[(str(tag), int(tag)) for tag in tags().ravel()], value=follow, description="follow"
            ),
        },
        play="stage",
    )


def _asks(model, sentence, place):
    return choose_word(run(model, sentence).tokens, place, "word that asks")
