"""Values for every answer of notebook 5, and one that fits none."""

import numpy as np

CASES = {
    "length-of-z": [
        ([11.0, 4.7, 10.2], "longer than every value"),
        ([7.5, 4.7, 10.2], "somewhere between the shortest and the longest"),
        (np.array([4.28, 4.7, 10.2]), "shorter than every value"),
        ([np.nan, 4.7, 10.2], None),
    ],
    "volumes-doubled": [
        ([[3.0, 4.0], [6.0, 8.0]], "it gets twice as long"),
        (np.array([[3.0, 4.0], [3.0, 4.0]]), "it stays where it is"),
        ([[3.0, 4.0], [1.0, 2.0]], "it moves towards the middle"),
        ([[3.0, 4.0], [9.0, 12.0]], None),
    ],
    "double-v": [
        ([1.0, 0.1, 2.0], "scores, weights and z"),
        (np.array([0, 0.1, 2.0]), "weights and z"),
        ([0, 0, np.float32(2.0)], "only z"),
        ([0, 0, 0], None),
    ],
    "feed-forward-alone": [
        ([0, 0, 2.0], "only “street”"),
        ([0, 1.0, 2.0], "“street” and the words that listen to it"),
        (np.array([0.5, 1.0, 2.0]), "all words"),
        ([0, 0, 0], None),
    ],
}
