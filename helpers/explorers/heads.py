"""All heads of a layer at once."""

import ipywidgets

from helpers import frames
from helpers.explorers.base import Explorer


def explore_heads(model, sentences):
    """A heatmap for each head: choose the sentence and the layer, and change what the scores are divided by.

    sentences: dict of a short name: a sentence. -> Explorer
    """
    return Explorer(
        lambda sentence, layer, divisor: frames.heads(model, sentence, layer, divisor),
        {
            "sentence": ipywidgets.ToggleButtons(options=list(sentences.items()), description="sentence"),
            "layer": ipywidgets.ToggleButtons(
                options=range(1, model.n_layers + 1), value=model.n_layers, description="layer"
            ),
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
