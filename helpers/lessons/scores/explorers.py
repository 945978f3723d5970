"""Notebook 3: a query meets a key: three numbers by hand, 64 trained ones, and two arrows in the plane."""

import ipywidgets

from helpers.lessons.scores import frames
from helpers.lessons.scores.frames import LONGEST
from helpers.pictures.controls import choose_head, choose_word
from helpers.pictures.explorer import Explorer

__all__ = ["explore_arrows", "explore_scores", "explore_small_scores"]


def explore_small_scores(query, key, words):
    """Move each number of a small query and watch its scores with two keys that stay.

    query [d_k], of the first word; key [n_keys, d_k]; words: a name for each key. -> Explorer
    """
    controls = {
        f"query_{place}": ipywidgets.IntSlider(
            value=int(number), min=-9, max=9, description=f"q₁, number {place}"
        )
        for place, number in enumerate(query, start=1)
    }
    return Explorer(lambda **numbers: frames.score_by_hand(list(numbers.values()), key, words), controls)


def explore_scores(model, sentence, asks, asked, layer=2):
    """Choose the word that asks, the one that is asked and the head: d_k products, and every word's score.

    asks, asked: places of the words at first, from 0; layer: from 1. -> Explorer
    """
    words = model.run(sentence).tokens

    def draw(asks, asked, head):
        return (
            frames.products(model, sentence, asks, asked, layer, head),
            frames.scores(model, sentence, asks, asked, layer, head),
        )

    return Explorer(
        draw,
        {
            "asks": choose_word(words, asks, "who asks (query)"),
            "asked": choose_word(words, asked, "who is asked (key)"),
            "head": choose_head(model),
        },
    )


def explore_arrows():
    """Turn and stretch a query and a key of two numbers each, drawn as arrows. -> Explorer"""

    def angle(value, name):
        return ipywidgets.IntSlider(value=value, min=-180, max=180, step=5, description=f"angle of {name}")

    def length(value, name):
        return ipywidgets.FloatSlider(
            value=value, min=0, max=LONGEST, step=0.25, description=f"length of {name}", readout_format=".2f"
        )

    return Explorer(
        frames.two_arrows,
        {
            "k_angle": angle(65, "k"),
            "k_length": length(2.5, "k"),
            "q_length": length(5, "q"),
            "q_angle": angle(20, "q"),
        },
    )
