"""Values for every answer of notebook 4, and one that fits none."""

import numpy as np

CASES = {
    "add-one": [
        ([[0.6, 0.4], [0.6, 0.4]], "they stay the same"),
        (np.array([[2 / 3, 1 / 3], [0.6, 0.4]]), "they move closer together"),
        ([[0.6, 0.4], [0.7, 0.3]], "they move apart"),
        ([[0.6, 0.4], [np.nan, np.nan]], None),
    ],
    "without-the-8": [
        (np.float64(1.1e-7), "less than one millionth"),
        (0.119, "0.12, as before"),
        (96 / 208, "almost half"),
        (0.3, None),
    ],
    "share-of-animal": [
        (np.float32(0.986), "nearly all"),
        (7.47 / 10.21, "about three quarters"),
        (0.5, "about half"),
        (0.1, None),
    ],
    "divide-by-which-root": [(32.3, "√1024"), (np.float64(11.2), "√128"), (2.8, "√8"), (5.0, None)],
    "divide-by-64": [
        ([[0.9, 0.1], [0.6, 0.4]], "it stays above one half"),
        (
            np.array([[0.98, *[0.004] * 5], [0.19, *[0.162] * 5]]),
            "it falls below one fifth, but “animal” still leads",
        ),
        ([[0.9, 0.1], [0.4, 0.6]], "another word leads"),
        ([[0.9, 0.05, 0.05], [0.4, 0.3, 0.3]], None),
    ],
    "which-sums-equal-one": [
        (np.array([[0.9, 0.1], [0.5, 0.5]]), "the rows"),
        (np.array([[0.9, 0.5], [0.1, 0.5]]), "the columns"),
        (np.array([[0.9, 0.1], [0.1, 0.9]]), "the rows and the columns"),
        (np.array([[0.9, 0.9], [0.5, 0.5]]), None),
    ],
    "multiply-instead": [
        (np.array([[0.7, 0.3], [0.9, 0.1]]), "they get sharper"),
        ([[0.9, 0.1], [0.7, 0.3]], "they get flatter"),
        ([[0.7, 0.3], [0.7, 0.3]], "they stay the same"),
        ([[0.7, 0.3], [7, 3]], None),
    ],
    "long-vectors": [
        ([9.5, 1.2], "it falls to about one"),
        (np.array([9.5, 9.4]), "it stays about the same"),
        ([9.5, 13.9], "it rises to nearly all 14"),
        ([9.5, 5.0], None),
    ],
    "mean-of-a-table": [
        ([0.05, 0.06, 0.07], "it falls when the rows get sharper"),
        ([0.07, 0.06, 0.05], "it rises when the rows get sharper"),
        (np.full(3, 1 / 14), "it stays 1/14"),
        ([0.05, 0.07, 0.06], None),
    ],
    "most-to-learn": [
        ([1.5, 1.0, 1.2], "0.98, 0.01 and 0.01"),
        ([0.1, 1.4, 1.2], "0.5, 0.5 and 0"),
        (np.array([0.08, 1.0, 4 / 3]), "a third each"),
        ([1.0, 1.0, 1.0], None),
    ],
}
