"""All heads of a layer at once: their heatmaps, or three linked pictures of them."""

import ipywidgets

from helpers import frames
from helpers.explorers.base import Explorer
from helpers.explorers.controls import choose_layer, choose_sentence, choose_word


def explore_heads(model, sentences):
    """A heatmap for each head: choose the sentence and the layer, and change what the scores are divided by.

    sentences: dict of a short name: a sentence. -> Explorer
    """
    return Explorer(
        lambda sentence, layer, divisor: frames.heads(model, sentence, layer, divisor),
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
    )


def explore_reading(model, sentences, asks="it"):
    """Heatmaps, digits and lines of one layer, linked: what is chosen in one is chosen in all.

    sentences: dict of a short name: a sentence, all of as many words; asks: the word that asks at first. -> Explorer
    Raises ValueError: sentences of different lengths, or without that word.
    """
    tokens = [frames.run(model, sentence).tokens for sentence in sentences.values()]
    if len({len(words) for words in tokens}) != 1:
        raise ValueError(
            f"The sentences must have as many words: got {', '.join(str(len(words)) for words in tokens)}."
        )

    def draw(sentence, layer, asks):
        return (
            frames.heads(model, sentence, layer, asks=asks),
            frames.digits(model, sentence, asks, layer),
            frames.lines(model, sentence, layer, asks),
        )

    return Explorer(
        draw,
        {
            "sentence": choose_sentence(sentences),
            "layer": choose_layer(model),
            "asks": choose_word(tokens[0], frames.place_of(asks, tokens[0]), "word that asks"),
        },
        linked=True,
    )
