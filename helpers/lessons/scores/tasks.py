"""Notebook 3: scores."""

import numpy as np

from helpers.attention import softmax
from helpers.exercises.task import Task


def score_pair(q, k):
    return (q * k).sum()


def _a_pair(rng):
    q, k = rng.normal(size=(2, int(rng.integers(5, 10))))
    return {"q": q, "k": k}


def prefer_the_next(keys):
    return np.roll(keys, -1, axis=0) - keys


def answers_best(query, key):
    return (query @ key.T).argmax(axis=1)


def keys_of_all_lengths(rng):
    """Seven keys that point about the same way and have very different lengths.

    So a query that copies a key scores a longer key higher,
    and of seven in a circle two neighbours always grow or shrink.
    """
    way = rng.choice([-1, 1], 4) * rng.uniform(0.5, 1, 4)
    return rng.permutation(np.arange(1, 8))[:, None] * way + rng.normal(size=(7, 4)) * 0.1


def next_is_preferred(keys, given):
    for place, q in enumerate(given):
        own, other = q @ keys[place], q @ keys[(place + 1) % len(keys)]
        if not other > own + 1e-9:
            return (
                f"Row {place} of your queries scores {own:.4g} with the word itself "
                f"and {other:.4g} with the next word: "
                "the second must be higher."
            )
    return ""


def words_that_ask(rng):
    """Queries and keys for which length, direction and score do not all name the same words."""
    while True:
        n_queries, n_keys, d_k = rng.choice([5, 6]), rng.choice([7, 8]), rng.choice([3, 4])
        inputs = {
            "query": rng.normal(size=(n_queries, d_k)),
            "key": rng.normal(size=(n_keys, d_k)) * rng.uniform(0.3, 2, (n_keys, 1)),
        }
        answers = [answers_best(**inputs), *(wrong(**inputs) for wrong in CHOOSES_WRONGLY.values())]
        if len({answer.tobytes() for answer in answers}) == len(answers):
            return inputs


CHOOSES_WRONGLY = {
    (
        "You looked along the wrong axis: that finds for each key the word that asks it most. "
        "One word's scores are a row."
    ): lambda query, key: (query @ key.T).argmax(axis=0),
    (
        "You chose the smallest angle: "
        "you divided by the lengths, but a long key may beat one that points more nearly the "
        "query's way."
    ): lambda query, key: (query @ (key / np.linalg.norm(key, axis=1, keepdims=True)).T).argmax(axis=1),
    "You chose the longest key for every word: the direction counts too.": lambda query, key: np.full(
        len(query), np.linalg.norm(key, axis=1).argmax()
    ),
    "You chose the lowest score, not the highest.": lambda query, key: (query @ key.T).argmin(axis=1),
    "You left out the signs of the scores: a large score below zero is a bad answer.": lambda query, key: (
        np.abs(query @ key.T).argmax(axis=1)
    ),
    "You chose the nearest key: a score is a dot product, not a distance.": lambda query, key: np.linalg.norm(
        query[:, None] - key, axis=2
    ).argmin(axis=1),
    "You chose the second best key.": lambda query, key: np.argsort(query @ key.T, axis=1)[:, -2],
    "You counted the keys from 1: here positions count from 0, as argmax does.": lambda query, key: (
        answers_best(query, key) + 1
    ),
}


def _highest_stays(query, key):
    """The last key whose score is above 0, for the highest score is never renewed."""
    best = [np.flatnonzero(scores > 0) for scores in query @ key.T]
    return np.array([places[-1] if len(places) else 0 for places in best])


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
        inputs=_a_pair,
        example={"q": np.array([4, 8, 4]), "k": np.array([6, 9, 4])},
        solution=score_pair,
        mistakes={
            "** raises to a power: * multiplies the entries in pairs.": lambda q, k: (q**k).sum(),
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
            (
                "You used only the first three numbers: here q and k have more, so count with len(q)."
            ): lambda q, k: q[:3] @ k[:3],
            (
                "You returned the last product alone: set the sum to 0 before the loop, not inside it."
            ): lambda q, k: q[-1] * k[-1],
            "You left out the last product: range(len(q)) ends before len(q) by itself.": lambda q, k: (
                q[:-1] @ k[:-1]
            ),
            "You left out the first product: places count from 0.": lambda q, k: q[1:] @ k[1:],
            (
                "Only the first product came back. Does `return` stand inside the loop? "
                "It ends the function at once."
            ): (lambda q, k: q[0] * k[0]),
            "You took the mean of the products: they must be added up.": lambda q, k: (q * k).mean(),
            (
                "You divided by the lengths of q and k: that is the cosine of their angle, not the score."
            ): lambda q, k: q @ k / np.linalg.norm(q) / np.linalg.norm(k),
            (
                "You multiplied every entry of q with every entry of k: each meets only its own partner."
            ): np.outer,
            (
                "You measured the distance between q and k: a score multiplies in pairs and adds up."
            ): lambda q, k: np.linalg.norm(q - k),
            "You scored q with itself: it must meet k.": lambda q, k: q @ q,
            "You scored k with itself: it must meet q.": lambda q, k: k @ k,
            "You left out the signs of the products.": lambda q, k: np.abs(q * k).sum(),
            "You multiplied all numbers: the products of the pairs must be added up.": lambda q, k: np.prod(
                q * k
            ),
            (
                "You measured the distance between q and k, squared: multiply in pairs and add up."
            ): lambda q, k: ((q - k) ** 2).sum(),
            "You returned the largest product: add all of them up.": lambda q, k: (q * k).max(),
        },
        hints=(
            "The first product is q[0] * k[0]. There are as many products as q has entries.",
            "numpy multiplies two arrays entry by entry with *.",
            "(q * k).sum(), or shorter: q @ k.",
        ),
    ),
    Task(
        "who-answers-best",
        notebook=3,
        minutes=5,
        level="medium",
        goal="Some words ask, all words are asked. "
        "Find for each word that asks the position of the key with the highest score, "
        "counted from 0.",
        takes={
            "query": "[n_queries, d_k], one row for each word that asks",
            "key": "[n_keys, d_k], one row for each word that is asked",
        },
        gives={"best": "[n_queries], positions of keys"},
        inputs=words_that_ask,
        draws=6,
        example={
            "query": np.array([[4, 8, 4], [8, 4, 4]]),
            "key": np.array([[6, 9, 4], [8, 6, 4], [1, 0, 2], [2, 3, 2]]),
        },
        solution=answers_best,
        mistakes=CHOOSES_WRONGLY
        | {
            (
                "Each of your answers is a pair, the row and the position: give the position alone."
            ): lambda query, key: list(enumerate(answers_best(query, key))),
            "These are weights: argmax along each row of the scores gives positions.": lambda query, key: (
                softmax(query @ key.T)
            ),
            "Your highest score stays at 0: write each new best score into it, too.": _highest_stays,
            (
                "You left out .T: it stands each key up as a column, so that every query meets every key."
            ): lambda query, key: (query @ key).argmax(axis=1),
            "You gave the highest scores themselves: argmax gives their positions.": lambda query, key: (
                query @ key.T
            ).max(axis=1),
            (
                "You looked for the highest of all scores together: "
                "each row has a highest one of its own, so say axis=1."
            ): lambda query, key: (query @ key.T).argmax(),
            (
                "You returned the whole table of scores: argmax along each row finds the highest."
            ): lambda query, key: query @ key.T,
            "You sorted the keys: only the place of the highest score is wanted.": lambda query, key: (
                np.argsort(query @ key.T, axis=1)
            ),
            (
                "You found the best key of the first word only: each word that asks needs one."
            ): lambda query, key: (query[0] @ key.T).argmax(),
            "You returned a table that marks the best key: argmax along each row gives its position.": (
                lambda query, key: (scores := query @ key.T) == scores.max(axis=1, keepdims=True)
            ),
        },
        hints=(
            "First make a table of all scores: a row for each word that asks, a column for each key.",
            "The table is query @ key.T. Along a row means axis=1.",
            "(query @ key.T).argmax(axis=1).",
        ),
    ),
    Task(
        "prefer-the-next",
        notebook=3,
        more="03_two_lengths_and_an_angle",
        minutes=12,
        level="hard",
        goal="Give each word a query that scores the next word higher than the word itself. "
        "After the last word comes the first. Many answers are right.",
        takes={"keys": "[n_tokens, d_k], the key of each word"},
        gives={"queries": "[n_tokens, d_k], a query for each word"},
        inputs=lambda rng: {"keys": keys_of_all_lengths(rng)},
        example={"keys": np.array([[6, 9, 4], [8, 6, 4]])},
        solution=prefer_the_next,
        judge=next_is_preferred,
        mistakes={
            (
                "You gave each word the next word's key as its query: "
                "its own key may be longer, and still score higher."
            ): lambda keys: np.roll(keys, -1, axis=0),
            "You gave each word its own key as its query: such a query likes itself.": lambda keys: (
                keys.copy()
            ),
            "The sign is the other way round: your queries prefer the word itself.": lambda keys: (
                keys - np.roll(keys, -1, axis=0)
            ),
            (
                "You took the word before instead of the next word: "
                "np.roll(keys, -1, axis=0) has the next key in each row."
            ): lambda keys: np.roll(keys, 1, axis=0) - keys,
            (
                "You gave each word the key of the word before: "
                "np.roll(keys, -1, axis=0) has the next key in each row."
            ): lambda keys: np.roll(keys, 1, axis=0),
            (
                "The last row is missing: after the last word comes the first, so it needs keys[0]."
            ): lambda keys: keys[1:] - keys[:-1],
            (
                "You looked behind the last word: after it comes the first, so the last row needs keys[0]."
            ): lambda keys: keys[len(keys)],
            "All zeros score 0 with every key: a tie, so no word is preferred.": lambda keys: np.zeros_like(
                keys
            ),
            "You added the two keys: subtract the word's own key from the next one.": lambda keys: (
                np.roll(keys, -1, axis=0) + keys
            ),
            (
                "np.roll needs axis=0: without it, it moves single numbers from row to row, not whole keys."
            ): lambda keys: np.roll(keys, -1) - keys,
            "np.roll moved the numbers within each key: rows move along axis=0.": lambda keys: (
                np.roll(keys, -1, axis=1) - keys
            ),
            "The last row is 0: after the last word comes the first, so it needs keys[0].": lambda keys: (
                np.concatenate([keys[1:], keys[-1:]]) - keys
            ),
            "You turned the word's own key round: such a query dislikes the next word, too.": lambda keys: (
                -keys
            ),
            (
                "You gave each word the direction of the next key: "
                "its own key may point the same way and be longer."
            ): (lambda keys: np.roll(keys / np.linalg.norm(keys, axis=1, keepdims=True), -1, axis=0)),
            (
                "Only the first row is filled. Does `return` stand inside the loop? "
                "It ends the function at once."
            ): (lambda keys: prefer_the_next(keys) * (np.arange(len(keys)) == 0)[:, None]),
            "You left out the signs of the difference: they decide what scores higher.": lambda keys: np.abs(
                prefer_the_next(keys)
            ),
            "You took the mean of all keys for the next one.": lambda keys: keys.mean(axis=0) - keys,
        },
        hints=(
            (
                "Subtract the two scores: q · k_next − q · k_own = q · (k_next − k_own). "
                "This must be above zero."
            ),
            (
                "A row of numbers d scores above zero with itself, because every product is a square. "
                "So which q makes q · (k_next − k_own) positive?"
            ),
            "Take q = k_next − k_own. np.roll(keys, -1, axis=0) is an array with the next key in each row.",
        ),
    ),
]
