"""Values for every answer of notebook 6, and one that fits none."""

import numpy as np

MOVED = np.full(14, 0.5)

CASES = {
    "change-one-row": [
        (np.eye(14)[9], "only row 10"),
        (MOVED + np.eye(14)[9], "all, and row 10 most"),
        (MOVED + np.eye(14)[13], "all, and another row most"),
        (np.repeat([0, 0.5], [9, 5]), "row 10 and those after it"),
        (np.repeat([0.5, 0], [9, 5]), None),
        (np.zeros(14), None),
    ],
    "shuffle-the-words": [
        ([0.0, 3.0], "nothing: it stays as it was"),
        ([3.0, 0.0001], "its rows are shuffled in the same way"),
        ([3.0, 2.0], "it gets other numbers"),
        ([0.0, 0.0], None),
    ],
    "zero-after-softmax": [
        (np.ones(14), "all still to 1"),
        (np.linspace(0.1, 1, 14), "less than 1 wherever a 0 was written"),
        (np.zeros(14), "all to 0"),
        ([1.0, 0.5, 1.0], None),
    ],
    "change-a-hidden-word": [
        ([[0.25, 0.75], [0.25, 0.75]], "it stays the same"),
        ([[0.25, 0.75], [0.3, 0.7]], "its largest weight stays, the rest changes a little"),
        ([[0.25, 0.75], [0.7, 0.3]], "its largest weight moves to another word"),
        ([[0.25, 0.75], [np.nan, np.nan]], None),
    ],
    "where-the-formula-leads": [
        ([(0.5, 0.01), (3.0, 1.0)], "for a sentence of 14 words"),
        ([(0.5, 0.01), (5.0, 0.09)], "for both alike"),
        (np.array([(0.5, 0.02), (5.0, 0.01)]), "for a page of 256 words"),
        ([(0.5, 0.0), (5.0, 0.01)], None),
    ],
    "words-doubled": [
        ([4, 2, 2, 1], "X"),
        ([2, 4, 2, 1], "Q, K and V"),
        ([2, 2, 4, 1], "the weights"),
        ([2, 2, 2, 4], "the three W"),
        ([2, 2, 2, 1], None),
    ],
}
