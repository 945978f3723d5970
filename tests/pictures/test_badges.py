"""A badge says truly where the numbers of a picture come from, and everybody is told what it means."""

from pathlib import Path

import numpy as np
import pytest

from helpers import frames, models, style
from helpers.pictures.pack import pack

README = " ".join(Path("README.md").read_text(encoding="utf-8").split())
MODEL = models.load("pronouns")
CASE = frames.case_of(MODEL, "The animal didn't cross the street because it was too tired.")


@pytest.mark.parametrize(
    "made, badge",
    [
        (
            lambda: frames.position_pattern(5, 3),
            "computed",
        ),  # a formula with 512 columns: nobody set them by hand
        (lambda: frames.position_clock(5, 3), "computed"),
        (lambda: frames.position_products(5), "computed"),
        (lambda: frames.position_board(5, 3)[1], "computed"),
        (lambda: frames.paths(["it", "was", "tired"], 0, 2), "computed"),  # counted
        (lambda: frames.losses([1.25], 0, 10), "measured"),  # nothing is learned yet at step 0
        (lambda: frames.training_loss(MODEL, 0), "measured"),
        (lambda: frames.looks_and_answers(MODEL), "measured"),
        (lambda: frames.race([4, 8], [0.2, 0.4], [0.1, 0.1], 4), "measured"),
        (lambda: frames.alarm_table(CASE), "measured"),
        (lambda: frames.layer_steps(MODEL, "It was tired."), "trained"),
        (lambda: frames.norm_by_hand([2, 4, 6, 8]), "hand-set"),
    ],
)
def test_the_badge_is_true(made, badge):
    assert made().badge == badge


def test_the_small_layer_is_random_until_it_has_made_a_step():
    x = np.concatenate([np.eye(3), np.eye(3)[[1, 2, 0]], np.ones((3, 1))], axis=1)
    right, weights = np.eye(3, dtype=bool)[[1, 2, 0]], np.full((3, 3), 1 / 3)
    seen = [frames.layer_learned(x, right, weights, np.ones((7, 1)), step).badge for step in (0, 1)]
    assert seen == ["random", "trained"]


@pytest.mark.parametrize("badge, meaning", style.BADGES.items())
def test_what_a_badge_means_is_told_in_the_picture_and_in_the_readme(badge, meaning):
    structure, _ = pack(frames.MatrixFrame([frames.Panel([[1.0]])], badge=badge))
    assert structure["badge_says"] == f"numbers {meaning}"
    told = README.partition("**Badges** say")[2].partition("- **")[0]
    assert f"*{badge}*" in told
