"""Notebook 8: remove heads and watch the answer; look at the sentences that the model gets wrong."""

import ipywidgets

from helpers import frames
from helpers.explorers.base import Explorer
from helpers.explorers.controls import choose_sentence


def explore_removal(survey, sentences):
    """Remove any heads of the model: the answer for one sentence and the accuracy over all held-out ones.

    sentences: dict of a short name: a sentence. -> Explorer with a switch for each head
    """
    model = survey.model
    places = {
        f"layer_{layer}_head_{head}": (layer, head)
        for layer in range(1, model.n_layers + 1)
        for head in range(1, model.n_heads + 1)
    }

    def draw(sentence, **removed):
        return frames.removal(survey, sentence, [place for name, place in places.items() if removed[name]])

    choose = choose_sentence(sentences, width="100%")
    return Explorer(draw, {"sentence": choose, **{name: head_switch(*place) for name, place in places.items()}})


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


def head_switch(layer, head):
    """A button that stays down while its head is removed; eight stand side by side where there is room."""
    switch = ipywidgets.ToggleButton(
        description=f"L{layer} head {head}",
        layout={
            "width": "calc(12.5% - 14px)",
            "min_width": "max-content",
            "margin": "2px 0",
            "padding": "0 2px",
        },
    )

    def tell(change=None):
        switch.icon = "times" if switch.value else ""
        switch.tooltip = "removed: press to put it back" if switch.value else "in use: press to remove it"

    switch.observe(tell, "value")
    tell()
    return switch
