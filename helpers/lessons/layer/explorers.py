"""Notebook 10: the waves that mark positions, and an encoder whose parts can be switched off."""

import ipywidgets

from helpers.lessons.layer import frames
from helpers.models import PARTS
from helpers.pictures.controls import choose_sentence, part_switches, parts_off
from helpers.pictures.explorer import Explorer
from helpers.pictures.states import Offers, stops

__all__ = ["explore_positions", "explore_switches"]


def explore_positions(place=9, clock=30, n_places=64, d_model=512):
    """The pattern of positions: choose a place and a clock, that is, a frequency.

    place: from 0; clock: from 1, a pair of columns. -> Explorer with heatmap, wave, hand and dot products
    """
    wide = {"width": "36em"}
    return Explorer(
        lambda place, clock: frames.position_board(place, clock, n_places, d_model),
        {
            "place": ipywidgets.IntSlider(
                value=place, min=0, max=n_places - 1, description="place", layout=wide
            ),
            "clock": ipywidgets.IntSlider(
                value=clock, min=1, max=d_model // 2, description="clock (1 is the fastest)", layout=wide
            ),
        },
        offers=Offers({"clock": stops(clock, 1, 4, 8, *range(16, d_model // 2 + 1, 16))}),
    )


def explore_switches(model, sentences):
    """Switch parts of the encoder off, one or several, in both layers: the answer and the rows of the output.

    sentences: dict of a short name: a sentence. -> Explorer with a switch for each part
    """

    def draw(sentence, **off):
        return frames.switched(model, sentence, parts_off(PARTS, off))

    switches = part_switches(PARTS)
    return Explorer(
        draw,
        {"sentence": choose_sentence(sentences), **switches},
        rows=[["sentence", "reset", "projector"], list(switches)],
    )
