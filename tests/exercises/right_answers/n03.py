"""Notebook 3: for every exercise at least one right answer that is written differently from its solution."""

import numpy as np

ANSWERS = {
    "score-one-pair": [lambda q, k: np.dot(q, k), lambda q, k: sum(a * b for a, b in zip(q, k))],
}
