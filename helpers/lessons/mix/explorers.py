"""Notebook 5: the weights are volume knobs for the values, and z is what comes out of the loudspeaker."""

import ipywidgets
import numpy as np

from helpers.lessons.mix import frames
from helpers.lessons.mix.frames import WAY
from helpers.pictures.controls import choose_word
from helpers.pictures.explorer import Explorer
from helpers.pictures.states import Offers, stops

__all__ = ["explore_louder", "explore_mixing", "explore_way"]


def explore_way(scores, value, words, divisor=8):
    """The way from one word's scores to its z, step by step: all of it at first, and from the start by Play.

    scores [n_keys]; value [n_keys, d_v]; words: a name for each key, the one that asks first. -> Explorer
    """
    steps = [(f"{number} of {len(WAY)}", number) for number in range(1, len(WAY) + 1)]
    return Explorer(
        lambda step: frames.way_so_far(scores, value, words, divisor, step),
        {"step": ipywidgets.SelectionSlider(options=steps, value=len(WAY), description="step")},
        play="step",
    )


def explore_mixing(model, sentence, place, trio, layer=2, head=1):
    """Set the volume of three words and of the rest; z moves between their values.

    place: of the word that asks; trio: the places of three words, from 0. They start as trained. -> Explorer
    """
    steps = model.run(sentence)
    trained = steps.head(layer, head).weights[place]
    start = {f"volume_{corner}": trained[corner] for corner in trio} | {
        "volume_rest": 1 - sum(trained[corner] for corner in trio)
    }
    names = {f"volume_{corner}": f"volume of “{steps.tokens[corner]}”" for corner in trio} | {
        "volume_rest": "volume of the rest"
    }

    def draw(**volumes):
        places = dict(zip((*trio, "rest"), volumes.values(), strict=True))
        return frames.triangle(model, sentence, place, places, layer, head)

    sliders = {
        name: ipywidgets.FloatSlider(
            value=float(np.clip(round(float(share), 2), 0, 1)),
            min=0,
            max=1,
            step=0.01,
            description=names[name],
        )
        for name, share in start.items()
    }
    offers = {name: stops(slider.value, 0, 0.2, 0.4, 0.6, 0.8, 1) for name, slider in sliders.items()}
    return Explorer(draw, sliders, offers=Offers(offers))


def explore_louder(model, sentence, place, louder_place, layer=2, head=1):
    """Multiply the value of one word and see what moves. Both places from 0. -> Explorer"""
    tokens = model.run(sentence).tokens
    return Explorer(
        lambda word, factor: frames.louder(model, sentence, place, word, factor, layer, head),
        {
            "word": choose_word(tokens, louder_place, "value of"),
            "factor": ipywidgets.FloatSlider(value=1, min=0, max=3, step=0.25, description="times"),
        },
    )
