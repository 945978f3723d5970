"""Values for every answer of notebook 9, and one that fits none."""

import numpy as np


def falls(*heights):
    """3,000 losses that go through these heights, evenly spread, on straight lines."""
    return np.interp(np.arange(3000), np.linspace(100, 2100, len(heights)), heights)


def table(**blocks):
    """A table of 15 × 15 with a diagonal of that height in a block: rows_columns=height."""
    at, found = {"own": slice(0, 6), "asks": slice(6, 12)}, np.zeros((15, 15))
    for name, height in blocks.items():
        rows, columns = name.split("_")
        found[at[rows], at[columns]] = height * np.eye(6)
    return found


CASES = {
    "which-nudge": [
        ([-0.00002, -0.0011], "that of W_value"),
        ([0.0011, -0.00002], "that of W_query"),
        ([0.001, -0.0012], "both about equally"),
        ([0, 0], None),
    ],
    "how-the-loss-falls": [
        (falls(0.8, 0.8, 0.7, 0.1, 0), "little for a while, then quickly"),
        (falls(0.8, 0.6, 0.4, 0.2, 0), "evenly, to the end"),
        (falls(0.8, 0.2, 0.1, 0.05, 0), "fast at first, then ever more slowly"),
        (falls(0.8, 0.8), None),
        (falls(0.8, 0)[:1500], None),
    ],
    "sharp-or-right": [
        ([51, 816], "sharp first, right later"),
        ([816, 51], "right first, sharp later"),
        ([51, 51], "both at the same step"),
        ([51, np.inf], None),
    ],
    "which-block": [
        (table(asks_own=5), "“asks C” on the one that asks, “is C” on the asked one"),
        (table(own_asks=5, asks_own=2), "“is C” on the one that asks, “asks C” on the asked one"),
        (table(own_own=5), "“is C” on both"),
        (table(asks_asks=5), "“asks C” on both"),
        (table(asks_own=5, own_own=5), None),
        (table(), None),
    ],
    "equal-help": [
        (np.zeros(6), "none of them moves"),
        (np.full(6, -0.1), "they all rise"),
        (np.full(6, 0.1), "they all fall"),
        (np.array([0.1, -0.1]), None),
    ],
    "why-the-loss-waits": [
        ([1000, 950, 500], "larger W_query and W_key"),
        ([1000, 500, np.inf], "the right values"),
        ([1000, 500, 500], "both"),
        ([1000, 990, np.inf], "neither"),
        ([np.inf, 500, 500], None),
    ],
    "looks-and-answers": [
        ([0.6, 0.01], "hardly any"),
        ([0.6, 0.3], "about half of them"),
        ([0.6, 0.6], "about as many"),
        ([0, 0.5], None),
        ([0.5, 0.9], None),
    ],
}
