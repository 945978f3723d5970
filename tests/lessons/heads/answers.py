"""What is measured in notebook 8, and the answer that it makes right."""

import numpy as np

NAN = float("nan")
CASES = {
    "how-many-heads-move": [
        (np.zeros(8, bool), "in none"),
        (np.arange(8) < 5, "in some of them"),
        (np.ones(8, bool), "in all eight"),
        (np.zeros(0, bool), None),
    ],
    "previous-word": [
        (np.full((2, 8), 0.49), "none"),
        (np.where(np.arange(16) < 1, 0.5, 0.1).reshape(2, 8), "one or two"),
        (np.where(np.arange(16) < 2, 0.9, 0.1).reshape(2, 8), "one or two"),
        (np.where(np.arange(16) < 9, 0.9, 0.1).reshape(2, 8), "most of them"),
        (np.where(np.arange(16) < 5, 0.9, 0.1).reshape(2, 8), None),
    ],
    "remove-the-best-head": [
        ([0.95, 0.49], "it falls below one half"),
        ([0.95, 0.94], "it loses less than five points"),
        ([0.95, 0.7], "it loses five points or more, but stays above one half"),
        ([0.95, 0.97], None),
    ],
    "remove-the-noun-team": [
        (0.95, "nearly as often as before"),
        (0.48, "in about half of the sentences"),
        (0.22, "in less than a third"),
        (0.75, None),
    ],
    "exchanged-weights": [
        (["animal", "street"], "with the weights"),
        (["street", "animal"], "with all else"),
        (["animal", "animal"], "not the same way in both"),
        (["dog", "street"], None),
    ],
    "where-it-fails": [
        ([5.0, 3.0], "fewer"),
        ([4.0, 4.02], "just as many"),
        ([3.0, 5.0], "more"),
        ([4.5, NAN], None),
    ],
    "proof": [
        ([0.4, 0.99], "the noun"),
        ([0.95, 0.4], "the adjective"),
        ([0.3, 0.3], "both"),
        ([0.95, 0.99], "neither"),
        ([NAN, 0.9], None),
    ],
}
