"""Notebook 6: one formula for all words, a mask over it, and a race between a loop and a matrix."""

import time

import ipywidgets
import numpy as np
from IPython.display import clear_output, display

from helpers.lessons.matrices import frames
from helpers.lessons.matrices.frames import MASKS
from helpers.models.cores import one_core
from helpers.pictures.controls import choose_head, choose_word
from helpers.pictures.explorer import Explorer
from helpers.pictures.formula import formula
from helpers.pictures.heads import run

__all__ = ["explore_formula", "explore_mask", "explore_timing"]

SIZES = (4, 8, 14, 32, 64, 128, 256)
PATIENCE, MOST = 0.04, 20  # seconds after which a size is not measured again, and how often at most


def explore_formula(model, sentence, asks=9, layer=2, head=1):
    """Q, Kᵀ, weights, V and Z of one head; the word that asks lights up in all of them.

    asks: place of the word, from 0; layer, head: from 1. -> Explorer
    """
    words = run(model, sentence).tokens
    return Explorer(
        lambda asks, head: formula(model, sentence, asks, layer, head),
        {
            "asks": choose_word(words, asks, "word that asks"),
            "head": choose_head(model, head),
        },
        linked=True,
    )


def explore_mask(model, sentence, layer=2, head=1, asks=None):
    """The weights of a head when no word may look at a later one, the wrong way and the right way.

    asks: place of the word, from 0, whose row is highlighted (None: of none). -> Explorer
    """
    return Explorer(
        lambda mask, head: frames.masked(model, sentence, mask, layer, head, asks),
        {
            "mask": ipywidgets.ToggleButtons(
                options=MASKS, description="mask", style={"button_width": "auto"}
            ),
            "head": choose_head(model, head),
        },
    )


def explore_timing(by_loop, by_matrix, d_k=64, sizes=SIZES):
    """Measure two functions of Q, K and V, each [n_tokens, d_k], for ever more words; draw what was measured.

    Both run on one processor core. The pictures show the last measurement; the button measures again.

    -> Explorer, with times (dict of number of words: seconds of both) and again (the button).
    """
    bar = ipywidgets.IntProgress(max=2 * len(sizes), layout={"width": "20em"})
    bar.style.description_width = "initial"
    again = ipywidgets.Button(description="Measure again", layout={"width": "auto"})
    times = {}

    def measure():
        rng, bar.value, bar.description = np.random.default_rng(6), 0, "measuring"
        for size in sizes:
            arrays = rng.normal(size=(3, size, d_k)).astype(np.float32)
            times[size] = []
            for function in (by_loop, by_matrix):
                with one_core():
                    times[size].append(_shortest(function, arrays))
                bar.value += 1
        bar.description = "measured"

    def measure_again(button):
        button.disabled = True
        try:
            measure()
            explorer.set()
        finally:
            button.disabled = False

    display(bar)  # seen while this measures; then the explorer, which holds it too, takes its place
    measure()
    clear_output(wait=True)
    explorer = Explorer(
        lambda n_tokens: frames.race(sizes, *zip(*(times[size] for size in sizes), strict=True), n_tokens),
        {
            "n_tokens": ipywidgets.SelectionSlider(
                options=sizes, value=sizes[-1], description="words in the sentence"
            )
        },
        rows=[["n_tokens", "reset", "projector"], [again, bar]],
    )
    explorer.times, explorer.again = times, again
    again.on_click(measure_again)
    return explorer


def _shortest(function, arrays):
    """The shortest of several runs, in seconds: what else the machine does can only make a run longer."""
    found, begin = [], time.perf_counter()
    while len(found) < MOST and (not found or time.perf_counter() - begin < PATIENCE):
        start = time.perf_counter()
        function(*arrays)
        found.append(time.perf_counter() - start)
    return min(found)
