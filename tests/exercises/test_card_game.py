"""W written by hand: whatever their size, a check says what they read."""

import numpy as np
import pytest

from helpers.exercises.judge import judge
from helpers.exercises.task import task


def rule(query=-1, key=0, value=-2, size=30, held=1):
    """A function that makes W read parts of a card (0: its name, -1: the asked name, -2: what it holds)."""

    def write(x, n_names):
        d_model, n_held = x.shape[1], x.shape[1] - 2 * n_names
        W_query, W_key = (size * np.eye(d_model, n_names, part * n_names) for part in (query, key))
        return W_query, W_key, held * np.eye(d_model, n_held, value * n_names)

    return write


def test_the_size_of_queries_and_keys_does_not_matter():
    assert judge(task("write-the-rule"), rule()).right


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"query": 1}, "W_query is 0 everywhere"),
        ({"key": 1, "query": -1}, "W_key is 0 everywhere"),
        ({"value": 2}, "W_value is 0 everywhere"),
        ({"query": 0, "key": -1}, "W_query reads a card's own name, most of W_key the asked name"),
        ({"query": 0}, "W_query reads a card's own name, most of W_key a card's own name"),
        ({"query": -2}, "W_query reads what a card holds"),
        ({"value": 0}, "W_value reads a card's own name"),
        ({"held": 30}, "W_value reads what a card holds; what is held should go through unchanged"),
    ],
)
def test_a_wrong_part_is_named(wrong, said):
    for seed in range(5):
        verdict = judge(task("write-the-rule"), rule(**wrong), seed=seed)
        assert verdict.right is False and said in verdict.said[0]
