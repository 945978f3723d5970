"""Unseen answers to the exercises of notebook 3."""

import math

import numpy as np

from helpers.attention import softmax
from tests.exercises.unseen import Wrong

q_1, k_1 = np.array([4, 8, 4]), np.array([6, 9, 4])  # the notebook's own variables


# score-one-pair


def score_by_loop(q, k):
    score = 0
    for i in range(len(q)):
        score += q[i] * k[i]
    return score


def score_at_once(q, k):
    score = 0
    for i in range(len(q)):
        score += q[i] * k[i]
        return score


def score_overwritten(q, k):
    for i in range(len(q)):
        score = q[i] * k[i]
    return score


def score_of_every_pair(q, k):
    score = 0
    for a in q:
        for b in k:
            score += a * b
    return score


def score_from_one(q, k):
    score = 1
    for a, b in zip(q, k):
        score += a * b
    return score


# who-answers-best


def best_by_loop(query, key):
    best = []
    for q in query:
        highest, place = -np.inf, None
        for j, k in enumerate(key):
            score = sum(a * b for a, b in zip(q, k))
            if score > highest:
                highest, place = score, j
        best.append(place)
    return np.array(best)


def best_of_the_first_query(query, key):
    best = []
    for q in query:
        best.append(np.argmax(key @ q))
        return best


def best_started_at_zero(query, key):
    best = []
    for q in query:
        highest, place = 0, 0
        for j, k in enumerate(key):
            if q @ k > highest:
                place = j
        best.append(place)
    return np.array(best)


def best_by_distance(query, key):
    return np.linalg.norm(query[:, None] - key[None], axis=2).argmin(axis=1)


def best_by_angle(query, key):
    return (query @ (key / np.linalg.norm(key, axis=1, keepdims=True)).T).argmax(axis=1)


# prefer-the-next


def next_by_loop(keys):
    n = len(keys)
    return np.array([keys[(i + 1) % n] - keys[i] for i in range(n)], dtype=float)


def next_last_row_left_at_zero(keys):
    queries = np.zeros(keys.shape)
    for i in range(len(keys) - 1):
        queries[i] = keys[i + 1] - keys[i]
    return queries


def next_runs_over_the_end(keys):
    return np.array([keys[i + 1] - keys[i] for i in range(len(keys))])


def next_last_takes_its_own(keys):
    following = np.vstack([keys[1:], keys[-1:]])
    return following - keys


def next_at_once(keys):
    queries = np.zeros(keys.shape)
    for i in range(len(keys)):
        queries[i] = keys[(i + 1) % len(keys)] - keys[i]
        return queries


def difference(keys):
    return np.roll(keys, -1, axis=0) - keys


WRONG = {
    "score-one-pair": [
        Wrong(
            "products not added up",
            lambda q, k: q * k,
            named="You multiplied the entries but did not add them up.",
        ),
        Wrong(
            "summed each first, then multiplied the sums",
            lambda q, k: q.sum() * k.sum(),
            named="You multiplied two sums: each entry of q meets only its own ",
        ),
        Wrong(
            "added the entries instead of multiplying",
            lambda q, k: (q + k).sum(),
            named="You added q and k before you summed",
        ),
        Wrong(
            "multiplied each entry of q by each of k",
            score_of_every_pair,
            named="You multiplied two sums: each entry of q meets only its own ",
        ),
        Wrong(
            "divided by the lengths: a cosine",
            lambda q, k: q @ k / np.linalg.norm(q) / np.linalg.norm(k),
            named="You divided by the lengths of q and k",
        ),
        Wrong(
            "scaled already by √d_k",
            lambda q, k: q @ k / np.sqrt(len(q)),
            named="You divided by √d_k already",
        ),
        Wrong(
            "mean of the products, not the sum",
            lambda q, k: np.mean(q * k),
            named="You took the mean of the products",
        ),
        Wrong("return inside the loop", score_at_once, named="Only the first product came back"),
        Wrong(
            "score overwritten in the loop", score_overwritten, named="You returned the last product alone"
        ),
        Wrong("sum begins at 1, not 0", score_from_one, named="every number is 1 too large."),
        Wrong("used q twice", lambda q, k: q @ q, named="You scored q with itself: it must meet k."),
        Wrong(
            "only the three numbers of the card",
            lambda q, k: q[0] * k[0] + q[1] * k[1] + q[2] * k[2],
            named="You used only the first three numbers",
        ),
        Wrong(
            "used the notebook's q_1 and k_1",
            lambda q, k: q_1 @ k_1,
            named="your function gives the same whatever it is given",
        ),
        Wrong(
            "the largest product, not the sum",
            lambda q, k: max(q * k),
            named="You returned the largest product",
        ),
        Wrong(
            "took absolute values of the products",
            lambda q, k: np.abs(q * k).sum(),
            named="You left out the signs of the products.",
        ),
        Wrong(
            "outer product: a table",
            lambda q, k: np.outer(q, k),
            named="You multiplied every entry of q with every entry of k",
        ),
    ],
    "who-answers-best": [
        Wrong(
            "looked down the columns: best query for each key",
            lambda query, key: (query @ key.T).argmax(0),
            named="You looked along the wrong axis",
        ),
        Wrong(
            "one place for the whole table",
            lambda query, key: np.argmax(query @ key.T),
            named="You looked for the highest of all scores together",
        ),
        Wrong(
            "returned the scores, not their places",
            lambda query, key: (query @ key.T).max(axis=1),
            named="You gave the highest scores themselves",
        ),
        Wrong(
            "counted from 1",
            lambda query, key: (query @ key.T).argmax(axis=1) + 1,
            named="You counted the keys from 1",
        ),
        Wrong(
            "transpose missing",
            lambda query, key: (query @ key).argmax(axis=1),
            named="You left out .T: it stands each key up as a column, so that ",
        ),
        Wrong(
            "keys ask: roles swapped",
            lambda query, key: (key @ query.T).argmax(axis=1),
            named="You looked along the wrong axis",
        ),
        Wrong(
            "lowest score",
            lambda query, key: (query @ key.T).argmin(axis=1),
            named="You chose the lowest score, not the highest.",
        ),
        Wrong(
            "largest in size: took absolute values",
            lambda query, key: np.abs(query @ key.T).argmax(axis=1),
            named="You left out the signs of the scores",
        ),
        Wrong(
            "kept the axis: a column",
            lambda query, key: (query @ key.T).argmax(axis=1, keepdims=True),
            named="The numbers are right, but each lies in brackets of its own",
        ),
        Wrong("nearest key, not highest score", best_by_distance, named="You chose the nearest key"),
        Wrong(
            "divided by the length of the key: best angle",
            best_by_angle,
            named="You chose the smallest angle",
        ),
        Wrong(
            "return inside the loop: first query only",
            best_of_the_first_query,
            named="Your result holds the first number only",
        ),
        Wrong(
            "highest is never updated: last key above 0",
            best_started_at_zero,
            named="Your highest score stays at 0",
        ),
        Wrong(
            "weights, not places",
            lambda query, key: softmax(query @ key.T),
            named="These are weights: argmax along each row of the scores gives",
        ),
        Wrong(
            "whole order, not the best",
            lambda query, key: np.argsort(query @ key.T, axis=1),
            named="You sorted the keys: only the place of the highest score is ",
        ),
        Wrong(
            "argsort begins with the lowest",
            lambda query, key: np.argsort(query @ key.T, axis=1)[:, 0],
            named="You chose the lowest score, not the highest.",
        ),
        Wrong(
            "second best: [-2]",
            lambda query, key: np.argsort(query @ key.T, axis=1)[:, -2],
            named="You chose the second best key.",
        ),
    ],
    "prefer-the-next": [
        Wrong(
            "own minus next: sign slip",
            lambda keys: keys - np.roll(keys, -1, axis=0),
            named="The sign is the other way round",
        ),
        Wrong(
            "previous word, not the next",
            lambda keys: np.roll(keys, 1, axis=0) - keys,
            named="You took the word before instead of the next word",
        ),
        Wrong(
            "rolled along the numbers, not the words",
            lambda keys: np.roll(keys, -1, axis=1) - keys,
            named="np.roll moved the numbers within each key",
        ),
        Wrong(
            "rolled without axis: numbers mix",
            lambda keys: np.roll(keys, -1) - keys,
            named="np.roll needs axis=0: without it, it moves single numbers fr",
        ),
        Wrong(
            "next word's key alone: a long own key still wins",
            lambda keys: np.roll(keys, -1, axis=0),
            named="You gave each word the next word's key as its query",
        ),
        Wrong("own key as query", lambda keys: keys, named="You gave each word its own key as its query"),
        Wrong(
            "minus own key: next may be lower still",
            lambda keys: -keys,
            named="You turned the word's own key round",
        ),
        Wrong(
            "last row left at zero",
            next_last_row_left_at_zero,
            named="The last row is 0: after the last word comes the first, so i",
        ),
        Wrong(
            "last word left out",
            lambda keys: keys[1:] - keys[:-1],
            named="The last row is missing: after the last word comes the first",
        ),
        Wrong("index runs over the end", next_runs_over_the_end, named="You looked behind the last word"),
        Wrong(
            "last word's next is itself, not the first",
            next_last_takes_its_own,
            named="The last row is 0: after the last word comes the first, so i",
        ),
        Wrong(
            "all zeros: equal scores",
            lambda keys: np.zeros(keys.shape),
            named="All zeros score 0 with every key",
        ),
        Wrong("return inside the loop: first row only", next_at_once, named="Only the first row is filled"),
        Wrong(
            "answer of the card's two keys written down",
            lambda keys: [[2, -3, 0], [-2, 3, 0]],
            named="",
            said="xpected shape",
        ),
        Wrong(
            "returned the scores of the queries",
            lambda keys: difference(keys) @ keys.T,
            named="",
            said="xpected shape",
        ),
        Wrong(
            "added own instead of subtracting it",
            lambda keys: np.roll(keys, -1, axis=0) + keys,
            named="You added the two keys: subtract the word's own key from the",
        ),
        Wrong("transposed result", lambda keys: difference(keys).T, named="", said="xpected shape"),
    ],
}

RIGHT = {
    "score-one-pair": [
        score_by_loop,
        lambda q, k: np.vdot(q, k),
        lambda q, k: math.fsum(a * b for a, b in zip(q, k)),
        lambda q, k: (q[None] @ k[:, None]).item(),
        lambda q, k: np.einsum("i,i", q, k),
        lambda q, k: np.multiply(k[::-1], q[::-1], dtype=np.float64).sum(),
    ],
    "who-answers-best": [
        best_by_loop,
        lambda query, key: [int(np.argmax(key @ q)) for q in query],
        lambda query, key: np.einsum("qd,kd->qk", query, key).argmax(-1),
        lambda query, key: (key @ query.T).argmax(axis=0).astype(np.int8),
        lambda query, key: np.argsort(query @ key.T, axis=1)[:, -1],
    ],
    "prefer-the-next": [
        next_by_loop,
        difference,
        lambda keys: difference(keys.astype(np.float32)) * 1000,
        lambda keys: np.sign(difference(keys)),
        lambda keys: difference(keys) / np.linalg.norm(difference(keys), axis=1, keepdims=True),
        lambda keys: [list(b - a) for a, b in zip(keys, [*keys[1:], keys[0]])],
    ],
}
