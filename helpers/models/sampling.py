"""How a model that writes chooses its next word: by chance, as likely as the probabilities say.

scores → keep the best few (top-k) → divide by the temperature → softmax → draw
Source: Ackley et al. 1985 for the temperature; Fan et al. 2018, section 5.1, for top-k.
"""

import math
from numbers import Real

import numpy as np

from helpers.attention import softmax
from helpers.shapes import check_count, read_floats


def with_temperature(scores, temperature):
    """Probabilities that are sharper below temperature 1 and flatter above: softmax(scores / temperature).

    scores [..., n_words], no unit -> [..., n_words], float64; each row sums to 1. A score of -inf gets 0.
    The order of the words stays. Near 0 the best word has all; the higher, the more alike they are.
    Raises ValueError: a temperature that is not a number above 0; a score that is NaN or +inf; no score at
    all, or nothing but -inf.

    >>> with_temperature([2.0, 0.0], 1).round(2), with_temperature([2.0, 0.0], 0.5).round(2)
    (array([0.88, 0.12]), array([0.98, 0.02]))
    """
    if not isinstance(temperature, Real) or not 0 < temperature < math.inf:
        raise ValueError(
            f"The temperature must be a number above 0, such as 0.8: got {temperature!r}. "
            "Near 0 the most probable word is always chosen."
        )
    scores = _read_scores(scores).astype(float)
    best = scores.max(axis=-1, keepdims=True, initial=-np.inf)
    if np.isneginf(best).any():
        raise ValueError("No word is left to choose: each row of scores needs one above -inf.")
    with np.errstate(over="ignore"):
        return softmax((scores - best) / float(temperature))  # the best is 0, whatever it is divided by


def keep_top(scores, k):
    """Keep the k best scores of each row; all others become -inf, so that softmax gives them 0.

    scores [..., n_words] -> [..., n_words]. Words with the score of the k-th are as good as it: they stay
    too, even if more than k are then left. If there are no more than k words, all stay.
    Raises ValueError: k is no whole number from 1; a score that is NaN or +inf.

    >>> keep_top([3.0, 1.0, 2.0], 2)
    array([  3., -inf,   2.])
    """
    check_count(k, "k, the number of words that stay,", 1)
    scores = _read_scores(scores)
    if k >= scores.shape[-1]:
        return scores
    least = np.partition(scores, -k, axis=-1)[..., -k, np.newaxis]  # the k-th best
    return np.where(scores >= least, scores, -np.inf).astype(scores.dtype, copy=False)


def draw(probabilities, rng):
    """Draw a row by chance, each as likely as its probability. [n_words] -> int, from 0

    rng: np.random.default_rng(seed). Each call takes one number from it, between 0 and 1; the row is the one
    in which this number falls when the probabilities are laid end to end.
    Raises ValueError: what is not a row of probabilities that sum to 1 (within 0.001), or no rng.

    >>> draw([0.0, 1.0, 0.0], np.random.default_rng(0))
    1
    """
    probabilities = read_floats(probabilities, "probabilities").astype(float)
    if probabilities.ndim != 1:
        raise ValueError(
            "draw takes the probabilities of one word, with one axis, [n_words]: "
            f"got shape {probabilities.shape}."
        )
    total = probabilities.sum()
    if not (probabilities >= 0).all() or not abs(total - 1) <= 0.001:
        raise ValueError(
            f"Probabilities are 0 or more and sum to 1: got a sum of {total:.4g} and a least of "
            f"{probabilities.min(initial=np.inf):.4g}. Scores become probabilities by with_temperature."
        )
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"draw needs rng = np.random.default_rng(seed): got {type(rng).__name__}.")
    ends = probabilities.cumsum()
    return int(np.searchsorted(ends, rng.random() * ends[-1], side="right"))


def _read_scores(given):
    scores = read_floats(given, "scores")
    if scores.ndim == 0:
        raise ValueError(f"scores need one number for each word, [n_words]: got the single number {scores}.")
    if np.isnan(scores).any() or np.isposinf(scores).any():
        raise ValueError(
            "A score is NaN or +inf, which cannot be compared with others: look at where it comes from."
        )
    return scores
