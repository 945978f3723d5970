"""The controls that several explorers share: choose a sentence, a layer, a head or a word."""

import ipywidgets


def choose_sentence(sentences, description="sentence", **layout):
    """A button for each sentence. sentences: dict of a short name: a sentence."""
    return ipywidgets.ToggleButtons(options=list(sentences.items()), description=description, layout=layout)


def choose_layer(model, layer=None):
    """A button for each layer, counted from 1; the last one is chosen unless another is named."""
    numbers = range(1, model.n_layers + 1)
    chosen = layer or model.n_layers
    return ipywidgets.ToggleButtons(
        options=numbers, value=chosen, description="layer", style={"button_width": "3em"}
    )


def choose_head(model, head=1):
    """A slider over the heads, counted from 1."""
    return ipywidgets.IntSlider(value=head, min=1, max=model.n_heads, description="head")


def choose_word(words, place, description):
    """A slider over the words of a sentence. Its value is the place of a word, from 0."""
    options = [(word, at) for at, word in enumerate(words)]
    return ipywidgets.SelectionSlider(options=options, value=place, description=description)
