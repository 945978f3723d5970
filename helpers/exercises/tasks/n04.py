"""Notebook 4: scaled scores and softmax."""

import numpy as np

from helpers.attention import softmax
from helpers.exercises.task import Task


def weights_of_one(q, keys):
    return softmax(keys @ q / np.sqrt(len(q)))


def weights_of_all(x, W_query, W_key):
    query, key = x @ W_query, x @ W_key
    return softmax(query @ key.T / np.sqrt(key.shape[1]))


def undo_softmax(weights):
    return np.log(weights)


def find_the_divisor(scores, weights):
    return (scores[0] - scores[1]) / np.log(weights[0] / weights[1])


def shares(scores):
    """What dividing by the sum gives, for each row."""
    return scores / scores.sum(axis=-1, keepdims=True)


def of_one(change):
    """A wrong way from one word's scores to its weights. change: (scores, d_k) -> weights"""
    return lambda q, keys: change(keys @ q, len(q))


def of_all(change):
    """A wrong way from the scores of all words to their weights. change: (scores, d_k, d_model) -> weights"""
    return lambda x, W_query, W_key: change((x @ W_query) @ (x @ W_key).T, *W_query.T.shape)


def scores_that_give(weights, given):
    """Compare the softmax of the given scores with the weights. -> what is wrong, or "" """
    made = softmax(given) if np.isfinite(given).all() else np.full_like(weights, np.nan)
    wrong = ~np.isclose(made, weights, rtol=1e-3, atol=1e-5)
    if not wrong.any():
        return ""
    place = int(wrong.argmax())
    return f"The softmax of your scores has {made[place]:.4g} at [{place}]: the weight there is {weights[place]:.4g}."


def scores_and_weights(rng):
    """Scores at least 0.5 apart, and their weights after a division by more than their spread or the root of their number."""
    scores = rng.permutation(np.arange(1.0, 6)) * rng.uniform(0.5, 1.5) * rng.choice([-1, 1]) + rng.normal()
    divisor = rng.uniform(2.5, 6)
    return {"scores": scores, "weights": softmax(scores / divisor)}


TASKS = [
    Task(
        "weights-of-one",
        notebook=4,
        minutes=6,
        level="easy",
        goal="One word asks: turn its query and the keys of all words into its weights. Score, scale, then softmax; softmax is ready to use.",
        takes={"q": "[d_k], the query of the word that asks", "keys": "[n_keys, d_k], one row for each word"},
        gives={"weights": "[n_keys], positive, adding up to 1"},
        inputs=lambda rng: {"q": rng.normal(size=5) * 2, "keys": rng.normal(size=(7, 5)) * 2},
        example={"q": np.array([1, 2, 0]), "keys": np.array([[2, 1, 0], [0, 1, 1], [-1, 0, 2]])},
        solution=weights_of_one,
        mistakes={
            "You did not divide by √d_k before the softmax.": of_one(lambda scores, d_k: softmax(scores)),
            "You divided by d_k itself, not by its root.": of_one(lambda scores, d_k: softmax(scores / d_k)),
            "You multiplied by √d_k instead of dividing: that makes the weights sharper.": of_one(
                lambda scores, d_k: softmax(scores * np.sqrt(d_k))
            ),
            "You divided by the root of the number of words: what counts is d_k, how many numbers a key has.": of_one(
                lambda scores, d_k: softmax(scores / np.sqrt(len(scores)))
            ),
            "You divided by 8: that is √d_k of the trained model, whose keys have 64 numbers. Here they have fewer.": of_one(
                lambda scores, d_k: softmax(scores / 8)
            ),
            "You divided by √3: that is √d_k in the example. Here keys have more numbers: len(q).": of_one(
                lambda scores, d_k: softmax(scores / np.sqrt(3))
            ),
            "Each key must meet the query: keys @ q, or q @ keys.T.": lambda q, keys: q @ keys,
            "You divided by √d_k after the softmax: then the weights no longer add up to 1.": of_one(
                lambda scores, d_k: softmax(scores) / np.sqrt(d_k)
            ),
            "You divided by the sum instead of a softmax: then weights can be negative.": of_one(
                lambda scores, d_k: shares(scores)
            ),
            "You stopped before the softmax: these are scaled scores.": of_one(
                lambda scores, d_k: scores / np.sqrt(d_k)
            ),
        },
        hints=(
            "Three steps: a score for each key, a division, a softmax.",
            "keys @ q is an array of all scores. d_k is how many numbers the query has: len(q).",
            "softmax(keys @ q / np.sqrt(len(q))).",
        ),
    ),
    Task(
        "weights-of-all",
        notebook=4,
        minutes=6,
        level="medium",
        goal="From x to the weights of all words, in one head: queries and keys, scores, the division, and a softmax along each row.",
        takes={
            "x": "[n_tokens, d_model], one row for each word",
            "W_query": "[d_model, d_k]",
            "W_key": "[d_model, d_k]",
        },
        gives={"weights": "[n_tokens, n_tokens], a row for each word that asks"},
        inputs=lambda rng: {
            "x": rng.normal(size=(5, 6)),
            "W_query": rng.normal(size=(6, 3)),
            "W_key": rng.normal(size=(6, 3)),
        },
        example={
            "x": np.array([[1, 0, 2, 1], [2, 1, 0, 1]]),
            "W_query": np.array([[1, 0, 1], [0, 1, 0], [1, 1, 0], [0, 0, 1]]),
            "W_key": np.array([[0, 1, 0], [1, 0, 1], [1, 0, 0], [0, 1, 1]]),
        },
        solution=weights_of_all,
        mistakes={
            "You divided by √d_model: a score adds up d_k products, one for each number of a key.": of_all(
                lambda scores, d_k, d_model: softmax(scores / np.sqrt(d_model))
            ),
            "You did not divide by √d_k before the softmax.": of_all(
                lambda scores, d_k, d_model: softmax(scores)
            ),
            "You divided by d_k itself, not by its root.": of_all(
                lambda scores, d_k, d_model: softmax(scores / d_k)
            ),
            "You divided by the root of the number of words: len counts rows, and d_k is how many numbers one row of key has.": of_all(
                lambda scores, d_k, d_model: softmax(scores / np.sqrt(len(scores)))
            ),
            "You multiplied by √d_k instead of dividing.": of_all(
                lambda scores, d_k, d_model: softmax(scores * np.sqrt(d_k))
            ),
            "You divided by 8: that is √d_k of the trained model, whose keys have 64 numbers. Here they have fewer.": of_all(
                lambda scores, d_k, d_model: softmax(scores / 8)
            ),
            "You left out .T: it stands each key up as a column, so that every query meets every key.": lambda x, W_query, W_key: (
                (x @ W_query) @ (x @ W_key)
            ),
            "Your softmax runs down the columns: each word that asks shares out its own row.": of_all(
                lambda scores, d_k, d_model: softmax(scores / np.sqrt(d_k), axis=0)
            ),
            "Your softmax runs over the whole table: each row should add up to 1.": of_all(
                lambda scores, d_k, d_model: softmax(scores.ravel() / np.sqrt(d_k)).reshape(scores.shape)
            ),
            "Your keys ask and your queries are asked: the queries belong to the rows, query @ key.T.": of_all(
                lambda scores, d_k, d_model: softmax(scores.T / np.sqrt(d_k))
            ),
            "The table is turned over: a row should be a word that asks.": of_all(
                lambda scores, d_k, d_model: softmax(scores / np.sqrt(d_k)).T
            ),
            "You divided by the sum of each row instead of a softmax: then weights can be negative.": of_all(
                lambda scores, d_k, d_model: shares(scores)
            ),
        },
        hints=(
            "Notebook 2 makes query and key, notebook 3 the table of scores: query @ key.T. The rest is new.",
            "d_k is how many numbers a key has: key.shape[1]. The softmax of this notebook already runs along each row.",
            "softmax(query @ key.T / np.sqrt(key.shape[1])), with query = x @ W_query and key = x @ W_key.",
        ),
    ),
    Task(
        "undo-softmax",
        notebook=4,
        minutes=6,
        level="medium",
        goal="Go back: find scores whose softmax gives these weights. Nothing is divided here. Many answers are right.",
        takes={"weights": "[n], positive, adding up to 1"},
        gives={"scores": "[n]"},
        inputs=lambda rng: {
            "weights": softmax(rng.permutation(np.linspace(-2, 2, 5)) + rng.normal(size=5) * 0.1)
        },
        example={"weights": np.array([0.88, 0.12])},
        solution=undo_softmax,
        judge=scores_that_give,
        mistakes={
            "You returned the weights themselves: a softmax of weights is nearly flat.": lambda weights: (
                weights.copy()
            ),
            "You used the logarithm with base 10: softmax raises e to a power, so take np.log.": np.log10,
            "You used the logarithm with base 2: softmax raises e to a power, so take np.log.": np.log2,
            "You raised e to the weights: that is what softmax does. Going back needs the opposite.": np.exp,
            "The sign is the other way round: the largest weight needs the highest score.": lambda weights: (
                -np.log(weights)
            ),
            "You turned each weight upside down, 1/weight: the opposite of exp is the logarithm.": lambda weights: (
                1 / weights
            ),
        },
        hints=(
            "softmax raises e to each score, then divides by the sum. The sum is the same for all scores.",
            "Which function undoes exp? The notebook used it for entropy.",
            "np.log(weights). Adding the same number to every score gives another right answer.",
        ),
    ),
    Task(
        "find-the-divisor",
        notebook=4,
        minutes=11,
        level="hard",
        goal="Someone divided these scores by a number and took the softmax. You see the scores and the weights. Find the number.",
        takes={
            "scores": "[n], before the division",
            "weights": "[n], softmax(scores / divisor)",
        },
        gives={"divisor": "one number"},
        inputs=scores_and_weights,
        example={"scores": np.array([6.0, 2.0, -2.0]), "weights": softmax(np.array([1.5, 0.5, -0.5]))},
        solution=find_the_divisor,
        mistakes={
            "You divided a score by the logarithm of its weight: the sum of the softmax is still in that weight. Compare two words.": lambda scores, weights: (
                scores[0] / np.log(weights[0])
            ),
            "Your fraction is upside down: you found 1 / divisor.": lambda scores, weights: (
                np.log(weights[0] / weights[1]) / (scores[0] - scores[1])
            ),
            "You left out the logarithm: softmax turns a difference of scores into a ratio of weights.": lambda scores, weights: (
                (scores[0] - scores[1]) / (weights[0] / weights[1])
            ),
            "You took the logarithm of a difference: softmax turns a difference of scores into a ratio of weights.": lambda scores, weights: (
                (scores[0] - scores[1]) / np.log(np.abs(weights[0] - weights[1]))
            ),
            "You divided by the difference of the weights: softmax turns a difference of scores into a ratio of weights.": lambda scores, weights: (
                (scores[0] - scores[1]) / (weights[0] - weights[1])
            ),
            "The sign is wrong: subtract in the order in which you divide.": lambda scores, weights: (
                (scores[1] - scores[0]) / np.log(weights[0] / weights[1])
            ),
            "You used the spread of the scores: someone may divide by any number. Only the weights tell which.": lambda scores, weights: (
                scores.std()
            ),
            "You used √n, the root of the number of words: someone may divide by any number. Only the weights tell which.": lambda scores, weights: (
                np.sqrt(len(scores))
            ),
        },
        hints=(
            "Take two words. Their weights have the same sum below, so it cancels in the ratio of the two.",
            "weights[0] / weights[1] = e to the power of (scores[0] − scores[1]) / divisor. Take the logarithm on both sides.",
            "(scores[0] - scores[1]) / np.log(weights[0] / weights[1]).",
        ),
    ),
]
