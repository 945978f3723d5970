"""Notebook 8: remove heads and watch the answer; look at the sentences that the model gets wrong."""

import ipywidgets

from helpers import frames
from helpers.explorers.base import Explorer
from helpers.explorers.controls import choose_sentence, head_switches, heads_off


def explore_removal(survey, sentences):
    """Remove any heads of the model: the answer for one sentence and the accuracy over all held-out ones.

    sentences: dict of a short name: a sentence. -> Explorer with a switch for each head
    """

    def draw(sentence, **removed):
        return frames.removal(survey, sentence, heads_off(survey.model, removed))

    choose = choose_sentence(sentences, width="100%")
    return Explorer(draw, {"sentence": choose, **head_switches(survey.model)})


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
