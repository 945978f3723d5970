"""A check draws sizes anew, so a function that took its sizes from the card is wrong."""

import numpy as np
import pytest

from helpers.exercises import cards
from helpers.exercises.judge import judge
from helpers.exercises.task import all_tasks, task

DRAWN_ANEW = [found for found in all_tasks().values() if 5 <= found.notebook <= 9]


def sizes(inputs):
    return tuple(np.shape(value) for value in inputs.values() if np.ndim(value))


@pytest.mark.parametrize("drawn_anew", DRAWN_ANEW, ids=lambda found: found.name)
def test_sizes_differ_from_draw_to_draw_and_from_the_card(drawn_anew):
    drawn = [sizes(drawn_anew.draw(seed)) for seed in range(60)]
    assert len(set(drawn)) >= 4
    assert sizes(cards.example_of(drawn_anew)[0]) not in drawn


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("all-words-at-once", lambda Q, K, V: rows_of(Q @ K.T / np.sqrt(3)) @ V),
        ("side-by-side", lambda Z: Z.swapaxes(0, 1).reshape(4, 6)),
        ("unscramble", lambda scrambled, n_heads: scrambled.reshape(3, 4, 2).swapaxes(0, 1).reshape(4, 6)),
        (
            "silence-a-head",
            lambda concatenated, n_heads, head: with_zeros(concatenated, 2 * head - 2, 2 * head),
        ),
    ],
)
def test_an_answer_with_the_sizes_of_the_card_is_wrong(name, answer):
    assert not any(judge(task(name), answer, seed=seed).right for seed in range(20))


def rows_of(scores):
    raised = np.exp(scores)
    return raised / raised.sum(axis=1, keepdims=True)


def with_zeros(array, first, end):
    changed = array.copy()
    changed[:, first:end] = 0
    return changed
