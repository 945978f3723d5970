import math

import numpy as np
import pytest

from helpers import explorers
from helpers.lessons.scale.explorers import read_keys
from helpers.lessons.scale.frames import DIVISORS, LENGTHS, random_scores
from tests.lessons.scale.test_frames import SENTENCE, SmallModel, shares


def painted(explorer, plot, series):
    """The x and y that the view was sent for one series."""
    flat = np.frombuffer(explorer.views[0].numbers, "<f4")
    sent = explorer.views[0].structure["plots"][plot]["series"][series]
    return [flat[sent[axis]["at"] :][: math.prod(sent[axis]["shape"])] for axis in "xy"]


def test_the_length_and_the_rule_move_all_three_plots():
    explorer = explorers.explore_scaling()
    place = {length: number for number, length in enumerate(LENGTHS)}
    for d_k, rule, divisor in (
        (1024, "left as they are", 1),
        (1024, "divided by √d_k", 32),
        (16, "divided by d_k", 16),
        (4, "multiplied by √d_k", 0.5),
    ):
        explorer.controls["d_k"].value, explorer.controls["rule"].value = d_k, rule
        scores = random_scores()[place[d_k]] / divisor
        edges, share = painted(explorer, 0, 0)
        middle = (edges[:-1] >= -2) & (edges[:-1] < 2)
        assert share[middle].sum() == pytest.approx(((scores >= -2) & (scores < 2)).mean())
        assert painted(explorer, 1, 0)[1].sum() == pytest.approx(1, abs=1e-5)
        assert painted(explorer, 2, 2)[0].tolist() == [d_k, d_k]
        assert explorer.views[0].structure["badge"] == "random"


def test_sliding_the_query_moves_scores_and_weights():
    explorer = explorers.explore_own_query()
    explorer.controls["query_3"].value = -1.5  # keys 2 1 0; 0 1 1; -1 0 2
    scores = [4, 0.5, -4]
    assert painted(explorer, 0, 1)[1].tolist() == scores
    assert painted(explorer, 1, 0)[1] == pytest.approx(shares([score / 3**0.5 for score in scores]), abs=1e-6)
    assert painted(explorer, 1, 1)[1] == pytest.approx(shares(scores), abs=1e-6)
    explorer.controls["rule"].value = "multiplied by √d_k"
    assert painted(explorer, 0, 0)[1] == pytest.approx([score * 3**0.5 for score in scores], abs=1e-5)
    explorer.reset()
    assert painted(explorer, 0, 1)[1].tolist() == [4, 2, -1]


def test_typed_keys_are_scored_and_a_bad_one_leaves_the_last_good_picture():
    explorer = explorers.explore_own_query()
    explorer.controls["keys"].value = "1, 1, 1; −3 0 .5; 0 2 0; 4 4 4"
    assert painted(explorer, 0, 1)[1].tolist() == [3, -3, 4, 12]
    explorer.controls["keys"].value = "1 1 1; two 0 0"
    assert explorer.message.value == "Key 2 holds “two”, which is not a number: write 2, -1 or 0.5."
    assert painted(explorer, 0, 1)[1].tolist() == [3, -3, 4, 12]
    explorer.controls["keys"].value = "5 0 0"
    assert explorer.message.value == "" and painted(explorer, 0, 1)[1].tolist() == [5]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Type 1 to 8 keys .* got 0"),
        (" ; ;", "got 0"),
        ("1 2 3;" * 9, "got 9"),
        ("1 2", "Key 1 has 2 numbers, the query has 3"),
        ("1 2 3; 1 2 3 4", "Key 2 has 4 numbers, the query has 3"),
        ("1 2 nan", "“nan”, which is not a number"),
        ("1 2 1e9", "“1e9”, which is not a number"),
        ("1 2 1000", "use numbers from −100 to 100"),
        ("1 2 <img src=x>", "“<img”, which is not a number"),
    ],
)
def test_a_key_that_cannot_be_read_says_why(typed, words):
    with pytest.raises(ValueError, match=words):
        read_keys(typed, 3)


def test_the_divisor_moves_the_trained_row():
    model = SmallModel()
    model.d_k, model.n_heads = 4, 2  # √4 = 2 is one of the divisors, so it is the start
    explorer = explorers.explore_divisor(model, SENTENCE, head=2)
    scores = model.run(SENTENCE).layers[1].attention.heads.scores[1, 3]
    assert explorer.controls["divisor"].value == 2 and explorer.controls["divisor"].label == "2 (√d_k)"
    for divisor in DIVISORS:
        explorer.controls["divisor"].value = divisor
        expected = shares([score / divisor for score in scores])
        assert painted(explorer, 0, 0)[1] == pytest.approx(expected, abs=1e-6)
        (x,), (y,) = painted(explorer, 1, 2)
        assert x == pytest.approx(divisor) and y == pytest.approx(
            math.exp(-sum(w * math.log(w) for w in expected)), rel=1e-5
        )
    explorer.controls["head"].value = 1
    scores = model.run(SENTENCE).layers[1].attention.heads.scores[0, 3]
    assert painted(explorer, 0, 0)[1] == pytest.approx(shares(scores / DIVISORS[-1]), abs=1e-6)
    explorer.reset_button.click()
    assert explorer.controls["head"].value == 2
    assert explorer.controls["divisor"].value == 2 and explorer.frames[0].title.endswith("divided by 2")


def test_every_control_has_a_name_in_plain_words():
    for explorer in (explorers.explore_scaling(), explorers.explore_own_query()):
        assert all(len(control.description) > 5 for control in explorer.controls.values())
