"""What was measured in “Bring your own model”, and the answer that it makes right."""

import numpy as np

NEAR = 1e-3  # sums so near 1 are 1, whatever kind of numbers was added up


def _sums(sums):
    """The sum of each row."""
    low, high = np.min(sums), np.max(sums)
    if abs(low - 1) <= NEAR and abs(high - 1) <= NEAR:
        return "all to 1, as before"
    if high < 1 - NEAR:
        return "all to less than 1"
    return "some to more than 1, some to less" if low < 1 - NEAR and high > 1 + NEAR else None


def _apart(difference):
    """The largest difference of two weights."""
    if difference == 0:
        return "not at all"
    if 0 < difference < 0.01:
        return "by less than 0.01"
    return "by more than 0.1" if difference > 0.1 else None


ANSWERS = {"sums-under-dropout": _sums, "half-precision": _apart}
