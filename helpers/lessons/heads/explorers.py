"""All heads of a layer at once: their heatmaps, or three linked pictures of them."""

import ipywidgets

from helpers.lessons.heads import frames
from helpers.pictures.controls import (
    choose_layer,
    choose_sentence,
    choose_word,
    head_rows,
    head_switches,
    heads_off,
)
from helpers.pictures.explorer import Explorer
from helpers.pictures.heads import heads, place_of, run
from helpers.pictures.states import Group, Offers, stops, switched_on

__all__ = ["explore_heads", "explore_mistakes", "explore_reading", "explore_removal", "explore_rollout"]


def explore_heads(model, sentences):
    """A heatmap for each head: choose the sentence and the layer, and change what the scores are divided by.

    sentences: dict of a short name: a sentence. -> Explorer
    """
    return Explorer(
        lambda sentence, layer, divisor: heads(model, sentence, layer, divisor),
        {
            "sentence": choose_sentence(sentences),
            "layer": choose_layer(model),
            "divisor": ipywidgets.FloatSlider(
                value=model.d_k**0.5,
                min=1,
                max=64,
                step=1,
                description="divide the scores by",
                readout_format=".0f",
            ),
        },
        offers=Offers({"divisor": stops(model.d_k**0.5, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)}),
    )


def explore_reading(model, sentences, asks="it"):
    """Heatmaps, digits and lines of one layer, linked: what is chosen in one is chosen in all.

    sentences: dict of a short name: a sentence, all of as many words;
    asks: the word that asks at first. -> Explorer
    Raises ValueError: sentences of different lengths, or without that word.
    """
    tokens = [run(model, sentence).tokens for sentence in sentences.values()]
    if len({len(words) for words in tokens}) != 1:
        raise ValueError(
            f"The sentences must have as many words: got {', '.join(str(len(words)) for words in tokens)}."
        )

    return Explorer(
        lambda sentence, layer, asks: frames.reading(model, sentence, layer, asks),
        {
            "sentence": choose_sentence(sentences),
            "layer": choose_layer(model),
            "asks": choose_word(tokens[0], place_of(asks, tokens[0]), "word that asks"),
        },
        linked=True,
        still=(0, 2),  # the digits are one row of each heatmap
        tabs={"lines": (2,), "digits": (1,), "heatmaps": (0,)},
    )


def explore_removal(survey, sentences):
    """Remove any heads of the model: the answer for one sentence and the accuracy over all held-out ones.

    sentences: dict of a short name: a sentence. -> Explorer with a switch for each head
    """

    def draw(sentence, **removed):
        return frames.removal(survey, sentence, heads_off(survey.model, removed))

    switches = head_switches(survey.model)
    first, last = (tuple(part)[1:] for part in head_rows(survey.model))
    removed = Group(
        tuple(switches),
        (*switched_on(last, len(last)), *switched_on(first, 1)),
        "any heads of layer 2 can be removed, or one of layer 1",
    )
    return Explorer(
        draw,
        {"sentence": choose_sentence(sentences), **switches},
        offers=Offers(groups={"removed": removed}),
        rows=[["sentence", "reset", "projector"], *head_rows(survey.model)],
    )


def explore_mistakes(survey, how_many=10):
    """Step through the wrong answers that the model gives most surely. -> Explorer"""
    wrong = [found["place"] for found in survey.mistakes(how_many)]
    return Explorer(
        lambda place: frames.mistake(survey, place),
        {
            "place": ipywidgets.SelectionSlider(
                options=[(str(number), place) for number, place in enumerate(wrong, start=1)],
                description="wrong answer number",
            )
        },
    )


def explore_rollout(model, sentences, asks="it"):
    """Follow the mean weights of all heads from layer to layer (attention rollout), with or without residual.

    sentences: dict of a short name: a sentence, all of as many words;
    asks: the word that asks at first. -> Explorer
    """
    tokens = run(model, next(iter(sentences.values()))).tokens
    return Explorer(
        lambda sentence, asks, layers, residual: frames.rollout(model, sentence, asks, layers, residual),
        {
            "sentence": choose_sentence(sentences),
            "layers": choose_layer(model),
            "residual": ipywidgets.ToggleButtons(
                options=[("half stays", True), ("left out", False)], description="residual"
            ),
            "asks": choose_word(tokens, place_of(asks, tokens), "word that asks"),
        },
    )
