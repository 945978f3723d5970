"""Notebook 9: a layer trained before the learner's eyes, and the recorded training of the course model."""

import time

import ipywidgets
import numpy as np
from IPython.display import clear_output, display

from helpers.lessons.learning import frames
from helpers.models.cores import one_core
from helpers.pictures.controls import choose_head, choose_layer
from helpers.pictures.explorer import Explorer
from helpers.pictures.live import view_of
from helpers.pictures.live.labels import dress

__all__ = ["explore_learning", "explore_training"]

EVERY = 0.1  # seconds between two looks at the loss while it trains


def explore_learning(step, look, x, right, n_steps=3000, n_moments=25):
    """Train by calling step() again and again, with a live loss; then slide through what was seen.

    step() makes one step of training and returns the loss before it; look() returns
    (weights [n_cards, n_cards], W_value) for the round x, right (see frames.cards).
    Run on one processor core.
    -> Explorer, with losses [n_steps], and moments: after how many steps look() was asked, mostly early.
    Raises ValueError: a loss that is no longer a number.
    """
    bar = ipywidgets.IntProgress(max=n_steps, description="training", layout={"width": "20em"})
    bar.style.description_width = "initial"
    told = ipywidgets.Label()
    live = view_of(frames.losses([], n_steps=n_steps))
    moments = sorted({round(n_steps * (place / (n_moments - 1)) ** 1.5) for place in range(n_moments)})
    losses, seen = [], {}

    def tell():
        bar.value, told.value = len(losses), f"step {len(losses)} of {n_steps}, loss {losses[-1]:.3f}"
        live.frame = frames.losses(losses, n_steps=n_steps)

    shown = ipywidgets.VBox([ipywidgets.HBox([bar, told]), live])
    dress(shown)
    display(shown)  # seen while this trains; then the explorer takes its place
    with one_core(), np.errstate(over="ignore", invalid="ignore"):
        next_look = time.monotonic() + EVERY
        for number in range(n_steps + 1):
            if number in moments:
                seen[number] = tuple(np.array(part) for part in look())
            if number == n_steps:
                break
            losses.append(float(step()))
            if not np.isfinite(losses[-1]):
                shown.close()
                raise ValueError(
                    f"After {number} steps the loss is no longer a number: the steps are too long. Choose a "
                    "smaller rate, then run the cell of step and this one again."
                )
            if time.monotonic() >= next_look:
                tell()
                next_look = time.monotonic() + EVERY
    tell()
    clear_output(wait=True)

    def draw(moment):
        return (
            frames.layer_learned(x, right, *seen[moment], moment),
            frames.losses(losses, moment, n_steps),
        )

    explorer = Explorer(
        draw,
        {"moment": ipywidgets.SelectionSlider(options=moments, value=0, description="steps made")},
        play="moment",
    )
    explorer.losses, explorer.moments, explorer.seen = np.array(losses), moments, seen
    explorer.bar, explorer.told = bar, told
    return explorer


def explore_training(model, sentences, layer=2, head=1):
    """Slide through the recorded training of the course model: one head's heatmaps, and the loss. -> Explorer

    sentences: dict of "tired" and "wide": the sentence; layer, head: from 1.
    """
    options = [(str(step), moment) for moment, step in enumerate(model.training["steps"])]
    return Explorer(
        lambda moment, layer, head: (
            frames.checkpoint(model, sentences, moment, layer, head),
            frames.training_loss(model, moment),
        ),
        {
            "moment": ipywidgets.SelectionSlider(
                options=options, value=0, description="step of the training"
            ),
            "layer": choose_layer(model, layer),
            "head": choose_head(model, head),
        },
        play="moment",
    )
