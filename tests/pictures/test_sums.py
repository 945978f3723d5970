"""What a picture says that its numbers add up to holds for the numbers that it shows."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import frames, models
from helpers.frames import LinesFrame, MatrixFrame, Panel
from helpers.lessons.real.frames import SPECIAL, Seen
from helpers.pictures.words import describe, readout
from tests.sentences import TIRED


def holds(words, row_sums):
    """Whether the numbers in a sentence on sums are the least and the most of these sums, to two digits."""
    said = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", words.replace("−", "-"))]
    if "do not all add up to 1" in words:
        said = said[1:]
    return np.allclose([said[0], said[-1]], [np.min(row_sums), np.max(row_sums)], atol=0.00501)


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, 2**32), st.sampled_from(["rows of 1", "any", "half", "zeros", "masked", "columns of 1"])
)
def test_the_words_on_lines_and_rows_follow_the_numbers(seed, kind):
    random = np.random.default_rng(seed)
    weights = random.dirichlet(np.ones(5), size=(2, 3))
    weights = {
        "rows of 1": weights,
        "any": weights * random.uniform(0, 2, (2, 3, 1)),
        "half": weights / 2,
        "zeros": weights * 0,
        "masked": weights * np.tril(np.ones((3, 5)), 1),
        "columns of 1": weights / weights.sum(axis=1, keepdims=True),
    }[kind]
    frame = LinesFrame("abc", weights, ["head 1", "head 2"], keys="vwxyz")
    assert holds(frame.normalisation, frame.row_sums), (frame.normalisation, frame.row_sums)
    assert frame.normalisation.lower() in describe(frame).lower()
    if kind == "rows of 1":
        assert frame.normalisation == "in each head, the lines that leave a word add up to 1"
    panel = Panel(weights[0], "weights", "abc", "vwxyz")
    for row in range(3):
        said = readout(MatrixFrame([panel]), 0, row, 0)
        assert holds(re.search(r"row sums to (.+)", said)[1], weights[0, row].sum())


def test_words_that_are_given_stay():
    assert LinesFrame("a", [[[0.5]]], ["head 1"], normalisation="half of it").normalisation == "half of it"


@pytest.fixture(scope="module")
def model():
    return models.load("pronouns")


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("divisor", [0.125, 8, 64])
@pytest.mark.parametrize("without", [(), ((1, 2), (2, 1))])
def test_lines_of_a_changed_model_say_what_holds(model, causal, divisor, without):
    changed = models.Changed(model, divisor, causal, without)
    for layer in (1, 2):
        frame = frames.lines(changed, TIRED, layer)
        assert holds(frame.normalisation, frame.row_sums)
        shared = frames.shared_between_heads(changed, TIRED, layer)
        sums = shared.weights.sum(axis=0)
        every = "for each pair of words the widths" in shared.normalisation
        assert np.allclose(sums if every else sums[sums > 0], 1, atol=1e-5)
        assert every == bool((sums > 0).all())


@pytest.mark.parametrize("special", SPECIAL)
@pytest.mark.parametrize("words", [False, True])
@pytest.mark.parametrize("name", ["minilm", "translator"])
def test_lines_of_a_real_model_say_what_holds(name, words, special):
    for text in (TIRED, "it", "Untypable words!"):
        seen = Seen(models.load(name), words, special)
        frame = frames.real_layer(seen, text, 2, 0)[2]
        ones = np.isclose(frame.row_sums, 1, atol=0.005)
        assert ones.all() if special != "hidden" else not ones.all(), frame.row_sums
        assert ("do not add up to 1" in frame.normalisation) == (special == "hidden")
