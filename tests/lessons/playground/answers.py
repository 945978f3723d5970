"""Values for every answer of notebook 12, and one that fits none."""

import numpy as np

DOWN = np.array([[0.9, 0.8], [0.1, 0.2]])  # a softmax down the columns

CASES = {
    "mask-tired-wide": [
        ([[0.56, 0.27], [0.56, 0.27]], "no, both get exactly the same answer"),
        ([[0.99, 0.01], [0.2, 0.7]], "yes, animal and street as before"),
        (np.array([[0.9, 0.1], [0.6, 0.3]]), "yes, but the difference is smaller"),
        ([[np.nan, 0.1], [0.6, 0.3]], None),
    ],
    "multiply-everywhere": [
        ([0.95, 0.93], "it changes by five points at most"),
        ([0.95, 0.3], "it falls below one half"),
        ([0.95, 0.7], "it loses more than five points, but stays above one half"),
        ([0.5, 0.9], None),
    ],
    "wrong-axis-holds": [
        (DOWN, "the shape and the mean"),
        (DOWN.T, "all three"),
        (2 * DOWN, "only the shape"),
        (DOWN[:1], None),
    ],
    "errors-and-shapes": [
        (1, "one"),
        (0, "none"),
        (3, "two to four"),
        (5, "five or more"),
        (np.nan, None),
    ],
    "how-few-checks": [
        (6, "six or more"),
        (5, "four or five"),
        (2, "two or three"),
        (1, None),
    ],
}
