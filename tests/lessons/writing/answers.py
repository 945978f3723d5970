"""Values for every answer of “A model that writes”, and one that fits none."""

import numpy as np

SHARES = np.array([[0.9, 0.08, 0.02], [0.6, 0.3, 0.1], [0.5, 0.3, 0.2]])
TUNE, HERO, TITLE = "a tune that comes back", "the hero's name", "the name behind a title"


def rights(tune, hero, title):
    return {TUNE: (tune, 1.0), HERO: (hero, 0.99), TITLE: (title, 0.97)}


CASES = {
    "temperature-and-order": [
        (SHARES, "it stays the same"),
        ([[1.0, 0.0, 0.0], [0.5, 0.3, 0.2]], "it stays the same"),
        ([[0.6, 0.3, 0.1], [0.1, 0.3, 0.6]], "at a high temperature rare words come first"),
        ([[0.6, 0.3, 0.1], [0.3, 0.6, 0.1]], "it is shuffled anew each time"),
        ([SHARES[0], SHARES[0]], None),
        ([[0.6, 0.4], [np.nan, 0.4]], None),
    ],
    "what-a-new-word-changes": [
        ([0.0, 3e-6], "nothing, in any layer"),
        ([2e-6, 0.4], "their rows in layer 2, not in layer 1"),
        ([0.3, 0.4], "their rows in both layers"),
        ([0.3, 0.0], None),
        ([np.nan, 0.0], None),
    ],
    "lowest-loss": [
        ((0.001, 0.37), "down to 0"),
        ((0.372, 0.369), "down to what the grammar leaves open"),
        ((0.2, 0.369), "lower still, by learning stories by heart"),
        ((float("inf"), 0.369), None),
    ],
    "remove-the-copying-head": [
        (rights(0.98, 0.99, 0.97), "nothing: other heads step in"),
        (rights(0.04, 0.99, 0.97), "the tune comes out wrong, names stay right"),
        (rights(0.04, 0.2, 0.97), "tune and names come out wrong"),
        (rights(0.9, 0.2, 0.97), None),
    ],
}
