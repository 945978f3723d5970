"""Notebook 3: scores."""

import numpy as np

from helpers.exercises.task import Task


def score_pair(q, k):
    return (q * k).sum()


TASKS = [
    Task(
        "score-one-pair",
        notebook=3,
        minutes=2,
        level="easy",
        goal="Score one pair of words: multiply the entries of q and k in pairs, then add the products up.",
        takes={
            "q": "[d_k], the query of the word that asks",
            "k": "[d_k], the key of the word that is asked",
        },
        gives={"score": "one number"},
        inputs=lambda rng: {"q": rng.normal(size=5), "k": rng.normal(size=5)},
        solution=score_pair,
        mistakes={
            "You multiplied the entries but did not add them up.": lambda q, k: q * k,
            "You added q and k before you summed: the entries must be multiplied in pairs.": lambda q, k: (
                q + k
            ).sum(),
            "You multiplied two sums: each entry of q meets only its own partner in k.": lambda q, k: (
                q.sum() * k.sum()
            ),
            "You divided by √d_k already: that is the next step, in notebook 4.": lambda q, k: (
                q @ k / np.sqrt(len(q))
            ),
        },
        hints=(
            "The first product is q[0] * k[0]. There are as many products as q has entries.",
            "numpy multiplies two arrays entry by entry with *.",
            "(q * k).sum(), or shorter: q @ k.",
        ),
    ),
]
