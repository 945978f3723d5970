"""Temperature, top-k and drawing: what they do to an order, to ties, and how often a word then comes."""

import math

import numpy as np
import pytest

from helpers.models.sampling import draw, keep_top, with_temperature

SCORES = np.array([[0.5, -1.0, 2.0, 0.0, 1.9], [3.0, 3.0, -2.0, -7.0, 0.1]])


@pytest.mark.parametrize("temperature", [0.3, 1, np.float32(1.7), 40])
def test_a_probability_is_exp_of_score_over_temperature_shared(temperature):
    for row, found in zip(SCORES, with_temperature(SCORES, temperature), strict=True):
        parts = [math.exp(score / temperature) for score in row]
        assert np.allclose(found, [part / sum(parts) for part in parts], rtol=1e-9)
        assert list(np.argsort(-found, kind="stable")) == list(np.argsort(-row, kind="stable"))


def test_temperature_1_over_n_is_the_probability_to_the_power_n():
    once = with_temperature(SCORES, 1)
    assert np.allclose(with_temperature(SCORES, 0.25), once**4 / (once**4).sum(-1, keepdims=True))


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_near_0_the_best_words_have_all_and_far_up_all_have_the_same(kind):
    for cold in (1e-3, 1e-30, 5e-324):
        found = with_temperature(SCORES.astype(kind), cold)
        assert np.allclose(found, [[0, 0, 1, 0, 0], [0.5, 0.5, 0, 0, 0]])
    for hot in (1e6, 1e300):
        assert np.allclose(with_temperature(SCORES.astype(kind), hot), 0.2, atol=1e-5)
    left_out = [[1.0, -np.inf, 0.0]]
    assert np.allclose(with_temperature(left_out, 1e9), [[0.5, 0, 0.5]])


@pytest.mark.parametrize("temperature", [0, -1, 0.0, math.inf, math.nan, "hot", None, [1.0], 1j])
def test_a_temperature_that_cannot_be_is_refused_in_words(temperature):
    with pytest.raises(ValueError, match="temperature must be a number above 0, such as 0.8: got "):
        with_temperature(SCORES, temperature)


def test_the_k_best_stay_each_row_by_itself():
    inf = np.inf
    for k in (1, 2, 3):
        found = keep_top(SCORES[:1], k)[0]
        best = sorted(SCORES[0], reverse=True)[:k]
        assert [score for score in found if score > -inf] == [score for score in SCORES[0] if score in best]
    assert keep_top(SCORES, 3).tolist() == [[0.5, -inf, 2.0, -inf, 1.9], [3.0, 3.0, -inf, -inf, 0.1]]
    for k in (5, 6, 1000, np.int64(5)):
        assert np.array_equal(keep_top(SCORES, k), SCORES)
    assert keep_top(SCORES.astype(np.float32), 2).dtype == np.float32
    assert SCORES[0, 1] == -1.0  # what was given is not written to


def test_words_that_tie_with_the_kth_stay_with_it():
    assert np.isfinite(keep_top([1.0, 2.0, 2.0, 2.0, 0.0], 2)).tolist() == [False, True, True, True, False]
    assert np.isfinite(keep_top([3.0, 1.0, 1.0], 1)).tolist() == [True, False, False]
    left = keep_top([-np.inf, 1.0, -np.inf, 0.0], 3)  # fewer than k can come at all
    assert np.isfinite(left).tolist() == [False, True, False, True]


@pytest.mark.parametrize("k", [0, -3, 2.0, "2", None, True, math.nan])
def test_a_k_that_cannot_be_is_refused_in_words(k):
    with pytest.raises(ValueError, match="number of words that stay, must be a whole number from 1: got "):
        keep_top(SCORES, k)


SCORES_THAT_CANNOT_BE = {
    "a NaN": ([1.0, math.nan], "A score is NaN or"),
    "no end": ([1.0, math.inf], "A score is NaN or"),
    "one number": (3.0, r"one number for each word, \[n_words\]: got the single number 3.0"),
    "words": (["a", "b"], "scores must hold numbers"),
}


@pytest.mark.parametrize("name", SCORES_THAT_CANNOT_BE)
def test_scores_that_cannot_be_are_refused_in_words(name):
    scores, message = SCORES_THAT_CANNOT_BE[name]
    for act in (lambda: with_temperature(scores, 1), lambda: keep_top(scores, 1)):
        with pytest.raises(ValueError, match=message):
            act()


@pytest.mark.parametrize("scores", [[], [-math.inf, -math.inf], [[0.0, 1.0], [-math.inf, -math.inf]]])
def test_no_word_to_choose_from_is_said(scores):
    with pytest.raises(ValueError, match="No word is left to choose: each row of scores needs one above"):
        with_temperature(scores, 0.7)


def test_words_are_drawn_as_often_as_their_probability_says():
    probabilities, n = np.array([0.5, 0.0, 0.3, 0.15, 0.05, 0.0]), 20_000
    rng = np.random.default_rng(7)
    drawn = np.bincount([draw(probabilities, rng) for _ in range(n)], minlength=6)
    assert drawn[1] == drawn[5] == 0
    deviation = np.sqrt(n * probabilities * (1 - probabilities))
    assert (np.abs(drawn - n * probabilities) <= 4 * deviation).all()


class Fixed(np.random.Generator):
    """A generator whose next number is known."""

    def __init__(self, number):
        super().__init__(np.random.PCG64(0))
        self.number = number

    def random(self):
        return self.number


def test_a_draw_is_where_one_number_falls_among_the_probabilities_laid_end_to_end():
    probabilities = [0.0, 0.25, 0.0, 0.5, 0.25, 0.0]
    almost_1 = np.nextafter(1, 0)  # the largest that random() gives
    for number, row in ((0, 1), (0.2499, 1), (0.25, 3), (0.7499, 3), (0.75, 4), (almost_1, 4)):
        assert draw(probabilities, Fixed(number)) == row
    for off in (0.9991, 1, 1.0009):  # what float32 leaves
        assert draw(np.array(probabilities) * off, Fixed(almost_1)) == 4


def test_the_same_seed_draws_the_same_and_one_number_is_taken_for_each():
    one, other = np.random.default_rng(3), np.random.default_rng(3)
    assert [draw([0.2] * 5, one) for _ in range(9)] == [draw([0.2] * 5, other) for _ in range(9)]
    again = np.random.default_rng(3)
    again.random(9)
    assert one.random() == again.random()
    assert isinstance(draw(np.ones(1, np.float32), one), int)


PROBABILITIES_THAT_CANNOT_BE = {
    "scores": ([2.0, 1.0], "got a sum of 3 and a least of 1"),
    "below 0": ([1.5, -0.5], "got a sum of 1 and a least of -0.5"),
    "a NaN": ([math.nan, 1.0], "sum to 1: got a sum of nan"),
    "none": ([], "got a sum of 0"),
    "two rows": ([[0.5, 0.5]], r"with one axis, \[n_words\]: got shape \(1, 2\)"),
    "one number": (1.0, r"got shape \(\)"),
}


@pytest.mark.parametrize("name", PROBABILITIES_THAT_CANNOT_BE)
def test_what_are_no_probabilities_is_refused_in_words(name):
    probabilities, message = PROBABILITIES_THAT_CANNOT_BE[name]
    with pytest.raises(ValueError, match=message):
        draw(probabilities, np.random.default_rng(0))


@pytest.mark.parametrize("rng", [0, None, np.random, "seed"])
def test_what_draws_nothing_is_refused_in_words(rng):
    with pytest.raises(ValueError, match=r"draw needs rng = np.random.default_rng\(seed\): got "):
        draw([1.0], rng)
