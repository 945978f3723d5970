"""Values for every answer of “A model that writes”, and one that fits none."""

import numpy as np

SHARES = np.array([[0.9, 0.08, 0.02], [0.6, 0.3, 0.1], [0.5, 0.3, 0.2]])

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
    "looks-most-missed-most": [
        ([[(2, 1), (1, 1)], [(2, 1), (1, 1)]], "yes, for each kind"),
        ([[(2, 1), [1, 1]], [(1, 2), (1, 1)]], "for some kinds, not for others"),
        ([[(2, 1), (1, 1)], [(1, 1), (2, 1)]], "no, for none"),
        ([[], []], None),
        ([[(2, 1)], []], None),
    ],
}
