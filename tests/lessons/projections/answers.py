"""Values for every answer of notebook 2, and one that fits none: (value, the answer that it makes right)."""

import numpy as np

CASES = {
    "no-keys": [
        ([3, 0, 3], "the key only"),
        ([3, 0, 0], "key and value"),
        ([0, 0, 0], "query, key and value"),
        ([3, 2, 3], None),
    ],
    "own-key": [
        (60, "in nearly all"),
        (32, "in about half"),
        (3, "in hardly any"),
        (48, None),
    ],
    "one-entry-of-W": [
        (np.array([0, 0, 0]), "none"),
        (np.array([0, 0, 2]), "only number 3"),
        (np.array([0, -1, 0]), "only number 2"),
        (np.array([1, 1, 1]), "all three"),
        (np.array([1, 0, 1]), None),
    ],
    "the-twice": [
        ([0.0, 0.0], "yes, number for number"),
        ([1.5, 2.0], "no, their x differ"),
        ([0.0, 2.0], "no, each has a W_query of its own"),
        ([1.5], None),
    ],
    "another-head": [
        ([1, 2, 3, 4], "all four"),
        ([0, 2, 3, 4], "q, k and v, but not x"),
        ([0, 0, 0, 0], "none"),
        ([0, 2, 0, 4], None),
    ],
    "back-to-x": [
        ([0] * 8, "one head"),
        ([2] * 6 + [0, 0], "seven of the eight"),
        ([2] * 7 + [0], "all eight"),
        ([2] * 8, "not even all eight"),
        ([2] * 3 + [0] * 5, None),
        ([2, 0], None),
    ],
}
