"""Values for every answer of notebook 11, and one that fits none."""

import numpy as np

CASES = {
    "where-weight-goes": [
        (np.array([0.11, 0.16, 0.48]), "to the start sign [CLS]"),
        ([0.1, 0.3, 0.2], "to the words beside it"),
        ([0.5, 0.2, 0.1], "to the piece itself"),
        ([0.3, 0.3, 0.3], None),
    ],
    "what-the-start-hands-over": [
        (np.array([0.05, 0.2, 0.45]), "much shorter"),
        ([0.9, 1.1], "about as long"),
        ([1.6, 3.0], "longer"),
        ([0.1, 2.0], None),
    ],
    "agree-or-understand": [
        (0.95, "nearly always"),
        (np.float32(0.5), "about half the time"),
        (0.0, "hardly ever"),
        (0.7, None),
    ],
    "wide-in-minilm": [
        (np.int64(5), "in a few, fewer than ten"),
        (0, "in none"),
        (10, "in ten or more"),
        (np.nan, None),
    ],
    "best-of-coins": [
        (0.51, "in about half"),
        (0.25, "in about a quarter"),
        (0.97, "in nearly all"),
        (0.75, None),
    ],
    "where-a-translator-parks": [
        ("</s>", "to the end sign </s>"),
        (".", "to the full stop"),
        ("the piece itself", "to the word itself"),
        ("next piece", None),
    ],
    "who-decides-the-ending": [
        ("locked", "at “locked”"),
        ("door", "at “door”"),
        ("it", "at “it”"),
        ("robot", None),
    ],
}
