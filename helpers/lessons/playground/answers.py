"""What was measured in notebook 12, and the answer that it makes right."""

import numpy as np


def _same_or_not(shares):
    """The probabilities of the two nouns, in the first sentence and in the second. [2, 2]"""
    first, second = np.asarray(shares, float)
    if not np.isfinite(first + second).all():
        return None
    if np.allclose(first, second):
        return "no, both get exactly the same answer"
    turned = first.argmax() != second.argmax()
    return "yes, animal and street as before" if turned else "yes, but the difference is smaller"


def _what_is_lost(right):
    """The accuracy before and after the change."""
    before, after = right
    if abs(before - after) <= 0.05:
        return "it changes by five points at most"
    if after > before:
        return None
    return (
        "it falls below one half"
        if after < 0.5
        else "it loses more than five points, but stays above one half"
    )


def _what_holds(weights):
    """A table of weights: its shape, its mean and the sums of its rows."""
    weights = np.asarray(weights, float)
    if weights.ndim != 2 or len(set(weights.shape)) != 1:
        return None
    mean = np.isclose(weights.mean(), 1 / len(weights))
    rows = np.allclose(weights.sum(axis=1), 1)
    holds = {
        (False, False): "only the shape",
        (True, False): "the shape and the mean",
        (True, True): "all three",
    }
    return holds.get((bool(mean), rows))


def _how_many_bugs(loud):
    if not loud >= 0:
        return None
    return {0: "none", 1: "one"}.get(loud) or ("two to four" if loud < 5 else "five or more")


def _how_many_checks(fewest):
    if not fewest >= 2:
        return None
    return "two or three" if fewest <= 3 else "four or five" if fewest <= 5 else "six or more"


ANSWERS = {
    "mask-tired-wide": _same_or_not,
    "multiply-everywhere": _what_is_lost,
    "wrong-axis-holds": _what_holds,
    "errors-and-shapes": _how_many_bugs,
    "how-few-checks": _how_many_checks,
}
