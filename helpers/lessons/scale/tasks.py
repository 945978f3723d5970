"""Notebook 4: scaled scores and softmax."""

import numpy as np

from helpers.attention import softmax
from helpers.exercises import slips
from helpers.exercises.slips import Slips, attend, sizes_of
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


def _one_that_asks(rng):
    n_keys, d_k = rng.choice([7, 9]), rng.choice([5, 6, 10])
    q, keys = rng.normal(size=d_k) * 1.3, rng.normal(size=(n_keys, d_k)) * 1.3
    return {"q": q, "keys": keys}


def _all_that_ask(rng):
    n_tokens, d_model, d_k = rng.choice([5, 7]), rng.choice([6, 9]), rng.choice([2, 3])
    W_query, W_key = rng.normal(size=(2, d_model, d_k)) * 1.3 / np.sqrt(d_model)
    return {"x": rng.normal(size=(n_tokens, d_model)), "W_query": W_query, "W_key": W_key}


def _weights_only(weights, K, V):
    return weights


ONE = Slips(
    lambda step, q, keys: attend(step, q, keys, None, sizes_of(d_k=len(q), n=len(keys))),
    slips.RIGHT | {"mix": _weights_only},
    slips.DIVISORS
    | slips.roots(n="the number of words")
    | slips.SHARES
    | {
        "You divided by √3: that is √d_k in the example. Here keys have more numbers: len(q).": {
            "divisor": lambda s: np.sqrt(3)
        },
    },
)
ALL = Slips(
    lambda step, x, W_query, W_key: attend(
        step, x @ W_query, x @ W_key, None, sizes_of(d_k=W_key.shape[1], n=len(x), d_model=x.shape[1])
    ),
    slips.RIGHT | {"mix": _weights_only},
    slips.DIVISORS
    | slips.roots(n="the number of words", d_model="d_model")
    | slips.SHARES
    | slips.TABLE_SHARES,
)


def scores_that_give(weights, given):
    """Compare the softmax of the given scores with the weights. -> what is wrong, or "" """
    made = softmax(given) if np.isfinite(given).all() else np.full_like(weights, np.nan)
    wrong = ~np.isclose(made, weights, rtol=1e-3, atol=1e-5)
    if not wrong.any():
        return ""
    place = int(wrong.argmax())
    return (
        f"The softmax of your scores has {made[place]:.4g} at [{place}]: "
        f"the weight there is {weights[place]:.4g}."
    )


def scores_and_weights(rng):
    """Scores at least 0.5 apart, and their weights after a division by more than √n or their spread."""
    n = int(rng.integers(4, 7))
    scores = (
        rng.permutation(np.arange(1.0, n + 1)) * rng.uniform(0.5, 1.5) * rng.choice([-1, 1]) + rng.normal()
    )
    divisor = rng.uniform(2.5, 6)
    return {"scores": scores, "weights": softmax(scores / divisor)}


TASKS = [
    Task(
        "weights-of-one",
        notebook=4,
        minutes=6,
        level="easy",
        goal="One word asks: turn its query and the keys of all words into its weights. "
        "Score, scale, then softmax; softmax is ready to use.",
        takes={"q": "[d_k], the query of the word that asks", "keys": "[n_keys, d_k], one row for each word"},
        gives={"weights": "[n_keys], positive, adding up to 1"},
        inputs=_one_that_asks,
        example={"q": np.array([1, 2, 0]), "keys": np.array([[2, 1, 0], [0, 1, 1], [-1, 0, 2]])},
        solution=weights_of_one,
        mistakes=ONE.singly()
        | {
            "You took the root of the scores, too: only d_k is under the root.": lambda q, keys: softmax(
                np.sqrt(np.abs(keys @ q) / len(q))
            ),
            "Each key must meet the query: keys @ q, or q @ keys.T.": lambda q, keys: q @ keys,
            (
                "You multiplied in pairs but did not add up: each key needs one score, keys @ q."
            ): lambda q, keys: softmax(keys * q / np.sqrt(len(q))),
            "You took the softmax first and scored then: score, scale, then softmax.": lambda q, keys: (
                keys @ softmax(q) / np.sqrt(len(q))
            ),
            "You compared lengths, not directions: each key must meet the query, keys @ q.": lambda q, keys: (
                softmax(np.linalg.norm(keys, axis=1))
            ),
            "You left out the last key: range(len(keys)) ends by itself.": lambda q, keys: softmax(
                keys[:-1] @ q / np.sqrt(len(q))
            ),
            "You divided by the length of the query: divide by √d_k, the root of how many numbers it has.": (
                lambda q, keys: softmax(keys @ q / np.linalg.norm(q))
            ),
        },
        doubles=ONE.in_pairs(),
        hints=(
            "Three steps: a score for each key, a division, a softmax.",
            "keys @ q is an array of all scores. d_k is how many numbers the query has: len(q).",
            "softmax(keys @ q / np.sqrt(len(q))).",
        ),
    ),
    Task(
        "weights-of-all",
        notebook=4,
        more="04_how_spread_is_attention",
        minutes=6,
        level="medium",
        goal="From x to the weights of all words, in one head: "
        "queries and keys, scores, the division, and a softmax along each row.",
        takes={
            "x": "[n_tokens, d_model], one row for each word",
            "W_query": "[d_model, d_k]",
            "W_key": "[d_model, d_k]",
        },
        gives={"weights": "[n_tokens, n_tokens], a row for each word that asks"},
        inputs=_all_that_ask,
        example={
            "x": np.array([[1, 0, 2, 1], [2, 1, 0, 1]]),
            "W_query": np.array([[1, 0, 1], [0, 1, 0], [1, 1, 0], [0, 0, 1]]),
            "W_key": np.array([[0, 1, 0], [1, 0, 1], [1, 0, 0], [0, 1, 1]]),
        },
        solution=weights_of_all,
        mistakes=ALL.singly()
        | {
            "You left out .T: it stands each key up as a column, so that every query meets every key.": (
                lambda x, W_query, W_key: (x @ W_query) @ (x @ W_key)
            ),
            "You scored the words themselves: make queries and keys of x first.": lambda x, W_query, W_key: (
                softmax(x @ x.T / np.sqrt(W_key.shape[1]))
            ),
            "You made the keys with W_query: each role has a matrix of its own.": lambda x, W_query, W_key: (
                weights_of_all(x, W_query, W_query)
            ),
            "You made the queries with W_key: each role has a matrix of its own.": lambda x, W_query, W_key: (
                weights_of_all(x, W_key, W_key)
            ),
            "You forgot to make keys: the queries met each word itself.": lambda x, W_query, W_key: (
                (x @ W_query) @ x.T
            ),
            "You turned the queries over, not the keys: it is query @ key.T.": lambda x, W_query, W_key: (
                softmax((x @ W_query).T @ (x @ W_key) / np.sqrt(W_key.shape[1]))
            ),
        },
        doubles=ALL.in_pairs(),
        hints=(
            "Notebook 2 makes query and key, notebook 3 the table of scores: query @ key.T. The rest is new.",
            ("d_k is how many numbers a key has: key.shape[1]. softmax already runs along each row."),
            "softmax(query @ key.T / np.sqrt(key.shape[1])), with query = x @ W_query and key = x @ W_key.",
        ),
    ),
    Task(
        "undo-softmax",
        notebook=4,
        more="04_back_from_weights_to_scores",
        minutes=6,
        level="medium",
        goal="Go back: find scores whose softmax gives these weights. Nothing is divided here. "
        "Many answers are right.",
        takes={"weights": "[n], positive, adding up to 1"},
        gives={"scores": "[n]"},
        inputs=lambda rng: {
            "weights": softmax(rng.permutation(np.linspace(-2, 2, 5)) + rng.normal(size=5) * 0.1)
        },
        example={"weights": np.array([0.88, 0.12])},
        solution=undo_softmax,
        judge=scores_that_give,
        mistakes={
            "You took the logarithm of the sum: each weight has a logarithm of its own.": lambda weights: (
                np.log(weights.sum())
            ),
            "These are scores for two words only: each weight needs a score.": lambda weights: np.array(
                [np.log(weights[0] / weights[1]), 0]
            ),
            (
                "You divided by each weight before the logarithm, "
                "so the largest weight gets the lowest score."
            ): lambda weights: np.log(weights.max() / weights),
            "You returned the weights themselves: a softmax of weights is nearly flat.": lambda weights: (
                weights.copy()
            ),
            "You used the logarithm with base 10: softmax raises e to a power, so take np.log.": np.log10,
            "You used the logarithm with base 2: softmax raises e to a power, so take np.log.": np.log2,
            "You raised e to the weights: that is what softmax does. Going back needs the opposite.": np.exp,
            "The sign is the other way round: the largest weight needs the highest score.": lambda weights: (
                -np.log(weights)
            ),
            (
                "You turned each weight upside down, 1/weight: the opposite of exp is the logarithm."
            ): lambda weights: 1 / weights,
            "You took a softmax of the weights: go back, with the opposite of exp.": softmax,
            (
                "log(w / (1 − w)) goes back where there are two words only: here take np.log(weights)."
            ): lambda weights: np.log(weights / (1 - weights)),
            "np.log1p adds 1 first: take np.log.": np.log1p,
            "You took the root of the weights: the opposite of exp is the logarithm.": np.sqrt,
            (
                "You multiplied the logarithms by √n: nothing was divided here, so nothing is multiplied."
            ): lambda weights: np.log(weights) * np.sqrt(len(weights)),
            (
                "You divided the logarithms by their sum: their differences must stay as they are."
            ): lambda weights: np.log(weights) / np.log(weights).sum(),
            "You took the logarithm of 1 − weight: take that of the weight.": lambda weights: np.log(
                1 - weights
            ),
            (
                "You multiplied each weight by its logarithm: the logarithm alone is the score."
            ): lambda weights: weights * np.log(weights),
            "You added the logarithms up along the row: each is a score by itself.": lambda weights: (
                np.cumsum(np.log(weights))
            ),
            "You multiplied the logarithms by 8: nothing was divided here.": lambda weights: (
                8 * np.log(weights)
            ),
            "You rounded: the softmax needs all decimals.": lambda weights: np.round(np.log(weights)),
        },
        hints=(
            "softmax raises e to each score, then divides by the sum. The sum is the same for all scores.",
            "Which function undoes exp?",
            "np.log(weights). Adding the same number to every score gives another right answer.",
        ),
    ),
    Task(
        "find-the-divisor",
        notebook=4,
        more="04_back_from_weights_to_scores",
        minutes=11,
        level="hard",
        goal="Someone divided these scores by a number and took the softmax. "
        "You see the scores and the weights. Find the number.",
        takes={
            "scores": "[n], before the division",
            "weights": "[n], softmax(scores / divisor)",
        },
        gives={"divisor": "one number"},
        inputs=scores_and_weights,
        example={"scores": np.array([6.0, 2.0, -2.0]), "weights": softmax(np.array([1.5, 0.5, -0.5]))},
        solution=find_the_divisor,
        mistakes={
            "You took the logarithm of the scores, too: only weights need one.": lambda scores, weights: (
                np.log(np.ptp(scores)) / np.ptp(np.log(weights))
            ),
            (
                "You took the logarithm of the difference of two weights: "
                "take the difference of their logarithms."
            ): lambda scores, weights: np.ptp(scores) / np.log(np.ptp(weights)),
            (
                "You give the divisor once for each pair of neighbours: all are the same, so return one."
            ): lambda scores, weights: np.diff(scores) / np.diff(np.log(weights)),
            (
                "You divided a score by the logarithm of its weight: "
                "the sum of the softmax is still in that weight. Compare two words."
            ): lambda scores, weights: scores[0] / np.log(weights[0]),
            "Your fraction is upside down: you found 1 / divisor.": lambda scores, weights: (
                np.log(weights[0] / weights[1]) / (scores[0] - scores[1])
            ),
            (
                "You left out the logarithm: softmax turns a difference of scores into a ratio of weights."
            ): lambda scores, weights: (scores[0] - scores[1]) / (weights[0] / weights[1]),
            (
                "You took the logarithm of a difference: "
                "softmax turns a difference of scores into a ratio of weights."
            ): lambda scores, weights: (scores[0] - scores[1]) / np.log(np.abs(weights[0] - weights[1])),
            (
                "You divided by the difference of the weights: "
                "softmax turns a difference of scores into a ratio of weights."
            ): lambda scores, weights: (scores[0] - scores[1]) / (weights[0] - weights[1]),
            "The sign is wrong: subtract in the order in which you divide.": lambda scores, weights: (
                (scores[1] - scores[0]) / np.log(weights[0] / weights[1])
            ),
            (
                "You used the spread of the scores: someone may divide by any number. "
                "Only the weights tell which."
            ): lambda scores, weights: scores.std(),
            (
                "You used √n, the root of the number of words: someone may divide by any number. "
                "Only the weights tell which."
            ): lambda scores, weights: np.sqrt(len(scores)),
            (
                "You used the logarithm with base 10: softmax raises e to a power, so take np.log."
            ): lambda scores, weights: (scores[0] - scores[1]) / np.log10(weights[0] / weights[1]),
            (
                "You used the logarithm with base 2: softmax raises e to a power, so take np.log."
            ): lambda scores, weights: (scores[0] - scores[1]) / np.log2(weights[0] / weights[1]),
            "You divided each score by the logarithm of its weight: the sum of the softmax is still in it.": (
                lambda scores, weights: scores / np.log(weights)
            ),
            (
                "You divided a score by its weight: "
                "softmax turns a difference of scores into a ratio of weights."
            ): (lambda scores, weights: scores[0] / weights[0]),
            (
                "You divided the scores of two words: "
                "softmax turns a difference of scores into a ratio of weights."
            ): (lambda scores, weights: scores[0] / scores[1] / np.log(weights[0] / weights[1])),
            (
                "You took the root of the divisor: someone divided by the number itself."
            ): lambda scores, weights: np.sqrt(find_the_divisor(scores, weights)),
            (
                "You squared the divisor: someone divided by the number itself, not by its root."
            ): lambda scores, weights: find_the_divisor(scores, weights) ** 2,
            (
                "You used how far the scores are apart: someone may divide by any number. "
                "Only the weights tell which."
            ): (lambda scores, weights: np.ptp(scores)),
            (
                "You added the two logarithms: subtract them, as you subtract the scores."
            ): lambda scores, weights: (scores[0] - scores[1]) / (np.log(weights[0]) + np.log(weights[1])),
            "You added the two scores: subtract them.": lambda scores, weights: (
                (scores[0] + scores[1]) / np.log(weights[0] / weights[1])
            ),
            "You compared the spreads of scores and weights: a softmax needs its logarithm undone first.": (
                lambda scores, weights: scores.std() / weights.std()
            ),
            "You compared how far scores and weights are apart: take the logarithm of the weights first.": (
                lambda scores, weights: np.ptp(scores) / np.ptp(weights)
            ),
        },
        hints=(
            "Take two words. Their weights have the same sum below, so it cancels in the ratio of the two.",
            (
                "weights[0] / weights[1] = e to the power of (scores[0] − scores[1]) / divisor. "
                "Take the logarithm on both sides."
            ),
            "(scores[0] - scores[1]) / np.log(weights[0] / weights[1]).",
        ),
    ),
]
