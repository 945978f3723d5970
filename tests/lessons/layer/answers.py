"""Values for every answer of notebook 10, and one that fits none."""

import numpy as np

DIFFERENT = np.eye(4)
ALIKE = np.ones((4, 4)) + 0.1 * np.eye(4)
HALF = 0.5 * np.ones((4, 4)) + np.eye(4)

CASES = {
    "shuffled-words": [
        (([False, False, True], [2, 0, 1]), "it is the same vector, at its new place"),
        ((np.zeros(3, bool), np.array([2, 0, 1])), "it is another vector, for its neighbours are others"),
        (([False, True, False], [2, 0, 1]), "it stays at its old place"),
        (([True, False, True], [2, 0, 1]), None),
    ],
    "no-positions": [
        (0.02, "in fewer than 10"),
        (0.5, "in about half"),
        (0.81, "in more than two thirds"),
        (0.25, None),
    ],
    "ten-times": [
        (np.full(4, 1.000002), "the same"),
        (np.full(4, 10.0), "ten times as large"),
        (np.full(4, 3.2), "larger, but less than ten times"),
        (np.full(4, 0.1), None),
        (np.array([1, 2, 3, 4]), None),
    ],
    "alive-after-relu": [
        (0.95, "nearly all"),
        (0.5, "about half"),
        (0.2, "clearly less than half"),
        (0.75, None),
    ],
    "cut-residual": [
        ([DIFFERENT, ALIKE], "they become nearly alike"),
        ([DIFFERENT, DIFFERENT / 3], "they become short"),
        ([DIFFERENT, 0.9 * DIFFERENT], "they differ about as much as before"),
        ([DIFFERENT, HALF], None),
    ],
    "equal-distance": [
        ([219.1, 219.1], "they are the same"),
        ([220, 200], "that of 3 and 8 is larger"),
        ([200, 220], "that of 40 and 45 is larger"),
        ([np.nan, 220], None),
    ],
    "attention-or-residual": [
        ([0.6, 0.48], "the model without attention"),
        ([0.48, 0.6], "the model without residual"),
        ([0.5, 0.5], "both alike"),
        ([0.95, 0.5], None),
    ],
    "two-parts": [
        ([1, 0.997, 0.3], "residual and attention"),
        ([0.9, 1, 0.3], "residual and positions"),
        ([0.9, 0.997, 1], "attention and positions"),
        ([0.9, 0.997, 0.3], None),
        ([1, 1, 0.3], None),
    ],
}
