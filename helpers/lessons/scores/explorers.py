"""Notebook 3: a query meets a key: three numbers by hand, 64 trained ones, and two arrows in the plane."""

import ipywidgets

from helpers.lessons.scores import frames
from helpers.lessons.scores.frames import LONGEST
from helpers.pictures.controls import choose_head, choose_sentence, choose_word
from helpers.pictures.explorer import Explorer
from helpers.pictures.states import Offers, stops

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


def explore_scores(model, sentences, asks, asked, layer=2):
    """Switch the sentence, choose who asks, who is asked and the head: d_k products, and every word's score.

    sentences: dict of a short name: a sentence, all of as many tokens; asks, asked: places of the words at
    first, from 0; layer: from 1. -> Explorer
    Raises ValueError: sentences of different lengths.
    """
    every = tuple(sentences.values())
    tokens = [model.run(sentence).tokens for sentence in every]
    if len({len(one) for one in tokens}) != 1:
        counts = ", ".join(str(len(one)) for one in tokens)
        raise ValueError(f"The sentences must have as many tokens as each other: got {counts}.")
    words = [" / ".join(dict.fromkeys(here)) for here in zip(*tokens, strict=True)]

    def draw(sentence, asks, asked, head):
        return (
            frames.products(model, sentence, asks, asked, layer, head, every),
            frames.scores(model, sentence, asks, asked, layer, head, every),
        )

    return Explorer(
        draw,
        {
            "sentence": choose_sentence(sentences, "last word"),
            "asks": choose_word(words, asks, "who asks (query)"),
            "asked": choose_word(words, asked, "who is asked (key)"),
            "head": choose_head(model),
        },
        tabs={"one pair": (0,), "every word": (1,)},
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
        offers=Offers(
            {  # from every q a right angle can be reached, and the same direction, and the opposite
                "k_angle": range(-175, 180, 15),
                "q_angle": range(-160, 180, 30),
                "k_length": stops(2.5, *range(int(LONGEST) + 1)),
                "q_length": stops(5, 1, 2.5),
            }
        ),
    )
