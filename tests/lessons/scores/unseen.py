"""Unseen answers to the exercises of notebook 3."""

import functools
import math
import operator

import numpy as np

from helpers.attention import softmax
from tests.exercises.unseen import answers_to

q_1, k_1 = np.array([4, 8, 4]), np.array([6, 9, 4])  # the notebook's own variables


wrong, right = answers_to("score-one-pair")

wrong("products not added up", "You multiplied the entries but did not add them up.")(lambda q, k: q * k)
wrong("summed each first, then multiplied the sums", "You multiplied two sums")(
    lambda q, k: q.sum() * k.sum()
)
wrong("added the entries instead of multiplying", "You added q and k before you summed")(
    lambda q, k: (q + k).sum()
)


@wrong("multiplied each entry of q by each of k", "You multiplied two sums")
def score_of_every_pair(q, k):
    score = 0
    for a in q:
        for b in k:
            score += a * b
    return score


wrong("divided by the lengths: a cosine", "You divided by the lengths of q and k")(
    lambda q, k: q @ k / np.linalg.norm(q) / np.linalg.norm(k)
)
wrong("scaled already by √d_k", "You divided by √d_k already")(lambda q, k: q @ k / np.sqrt(len(q)))
wrong("mean of the products, not the sum", "You took the mean of the products")(lambda q, k: np.mean(q * k))


@wrong("return inside the loop", "Only the first product came back")
def score_at_once(q, k):
    score = 0
    for i in range(len(q)):
        score += q[i] * k[i]
        return score


@wrong("score overwritten in the loop", "You returned the last product alone")
def score_overwritten(q, k):
    for i in range(len(q)):
        score = q[i] * k[i]
    return score


@wrong("sum begins at 1, not 0", "every number is 1 too large.")
def score_from_one(q, k):
    score = 1
    for a, b in zip(q, k):
        score += a * b
    return score


wrong("used q twice", "You scored q with itself: it must meet k.")(lambda q, k: q @ q)
wrong("only the three numbers of the card", "You used only the first three numbers")(
    lambda q, k: q[0] * k[0] + q[1] * k[1] + q[2] * k[2]
)
wrong("used the notebook's q_1 and k_1", "your function gives the same whatever it is given")(
    lambda q, k: q_1 @ k_1
)
wrong("the largest product, not the sum", "You returned the largest product")(lambda q, k: max(q * k))
wrong("took absolute values of the products", "You left out the signs of the products.")(
    lambda q, k: np.abs(q * k).sum()
)
wrong("outer product: a table", "You multiplied every entry of q with every entry of k")(
    lambda q, k: np.outer(q, k)
)


@wrong("name misspelt: key for k", "", said="NameError")
def score_misspelt(q, k):
    return q @ key  # noqa: F821


wrong("power, not product", "** raises to a power")(lambda q, k: (q**k).sum())
wrong("distance, not product", "You measured the distance between q and k, squared")(
    lambda q, k: ((q - k) ** 2).sum()
)
wrong("text", "", said="got the text")(lambda q, k: str(q @ k))
wrong("product of the sums' means", "You multiplied two sums")(lambda q, k: q.mean() * k.mean() * len(q) ** 2)


@right
def score_by_loop(q, k):
    score = 0
    for i in range(len(q)):
        score += q[i] * k[i]
    return score


right(
    lambda q, k: np.vdot(q, k),
    lambda q, k: math.fsum(a * b for a, b in zip(q, k)),
    lambda q, k: (q[None] @ k[:, None]).item(),
    lambda q, k: np.einsum("i,i", q, k),
    lambda q, k: np.multiply(k[::-1], q[::-1], dtype=np.float64).sum(),
    np.dot,
    np.vdot,
    operator.matmul,
    functools.partial(np.einsum, "i,i"),
)


wrong, right = answers_to("who-answers-best")

wrong("looked down the columns: best query for each key", "You looked along the wrong axis")(
    lambda query, key: (query @ key.T).argmax(0)
)
wrong("one place for the whole table", "You looked for the highest of all scores together")(
    lambda query, key: np.argmax(query @ key.T)
)
wrong("returned the scores, not their places", "You gave the highest scores themselves")(
    lambda query, key: (query @ key.T).max(axis=1)
)
wrong("counted from 1", "You counted the keys from 1")(lambda query, key: (query @ key.T).argmax(axis=1) + 1)
wrong("transpose missing", "You left out .T")(lambda query, key: (query @ key).argmax(axis=1))
wrong("keys ask: roles swapped", "You looked along the wrong axis")(
    lambda query, key: (key @ query.T).argmax(axis=1)
)
wrong("lowest score", "You chose the lowest score")(lambda query, key: (query @ key.T).argmin(axis=1))
wrong("largest in size: took absolute values", "You left out the signs of the scores")(
    lambda query, key: np.abs(query @ key.T).argmax(axis=1)
)
wrong("kept the axis: a column", "The numbers are right, but each lies in brackets of its own")(
    lambda query, key: (query @ key.T).argmax(axis=1, keepdims=True)
)
wrong("nearest key, not highest score", "You chose the nearest key")(
    lambda query, key: np.linalg.norm(query[:, None] - key[None], axis=2).argmin(axis=1)
)
wrong("divided by the length of the key: best angle", "You chose the smallest angle")(
    lambda query, key: (query @ (key / np.linalg.norm(key, axis=1, keepdims=True)).T).argmax(axis=1)
)


@wrong("return inside the loop: first query only", "Your result holds the first number only")
def best_of_the_first_query(query, key):
    best = []
    for q in query:
        best.append(np.argmax(key @ q))
        return best


@wrong("highest is never updated: last key above 0", "Your highest score stays at 0")
def best_started_at_zero(query, key):
    best = []
    for q in query:
        highest, place = 0, 0
        for j, k in enumerate(key):
            if q @ k > highest:
                place = j
        best.append(place)
    return np.array(best)


wrong("weights, not places", "These are weights")(lambda query, key: softmax(query @ key.T))
wrong("whole order, not the best", "You sorted the keys")(
    lambda query, key: np.argsort(query @ key.T, axis=1)
)
wrong("argsort begins with the lowest", "You chose the lowest score, not the highest.")(
    lambda query, key: np.argsort(query @ key.T, axis=1)[:, 0]
)
wrong("second best: [-2]", "You chose the second best key.")(
    lambda query, key: np.argsort(query @ key.T, axis=1)[:, -2]
)


@wrong(
    "list kept in a default argument: grows",
    "your function gives other numbers when it is given the same again",
)
def best_in_a_default_list(query, key, best=[]):  # noqa: B006
    for q in query:
        best.append(np.argmax(key @ q))
    return np.array(best)


wrong("second maximum over columns then rows", "You looked along the wrong axis")(
    lambda query, key: (query @ key.T).T.argmax(axis=1)
)
wrong("True where the best is", "You returned a table that marks the best key")(
    lambda q, k: q @ k.T == (q @ k.T).max(axis=1, keepdims=True)
)
wrong("pairs of row and place", "Each of your answers is a pair, the row and the position")(
    lambda q, k: list(enumerate((q @ k.T).argmax(axis=1)))
)


@right
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


right(
    lambda query, key: [int(np.argmax(key @ q)) for q in query],
    lambda query, key: np.einsum("qd,kd->qk", query, key).argmax(-1),
    lambda query, key: (key @ query.T).argmax(axis=0).astype(np.int8),
    lambda query, key: np.argsort(query @ key.T, axis=1)[:, -1],
    lambda query, key, axis=1: (query @ key.T).argmax(axis),
)


wrong, right = answers_to("prefer-the-next")

wrong("own minus next: sign slip", "The sign is the other way round")(
    lambda keys: keys - np.roll(keys, -1, axis=0)
)
wrong("previous word, not the next", "You took the word before instead of the next word")(
    lambda keys: np.roll(keys, 1, axis=0) - keys
)
wrong("rolled along the numbers, not the words", "np.roll moved the numbers within each key")(
    lambda keys: np.roll(keys, -1, axis=1) - keys
)
wrong("rolled without axis: numbers mix", "np.roll needs axis=0")(lambda keys: np.roll(keys, -1) - keys)
wrong(
    "next word's key alone: a long own key still wins", "You gave each word the next word's key as its query"
)(lambda keys: np.roll(keys, -1, axis=0))
wrong("own key as query", "You gave each word its own key as its query")(lambda keys: keys)
wrong("minus own key: next may be lower still", "You turned the word's own key round")(lambda keys: -keys)


@wrong("last row left at zero", "The last row is 0")
def next_last_row_left_at_zero(keys):
    queries = np.zeros(keys.shape)
    for i in range(len(keys) - 1):
        queries[i] = keys[i + 1] - keys[i]
    return queries


wrong("last word left out", "The last row is missing")(lambda keys: keys[1:] - keys[:-1])
wrong("index runs over the end", "You looked behind the last word")(
    lambda keys: np.array([keys[i + 1] - keys[i] for i in range(len(keys))])
)


@wrong("last word's next is itself, not the first", "The last row is 0")
def next_last_takes_its_own(keys):
    following = np.vstack([keys[1:], keys[-1:]])
    return following - keys


wrong("all zeros: equal scores", "All zeros score 0 with every key")(lambda keys: np.zeros(keys.shape))


@wrong("return inside the loop: first row only", "Only the first row is filled")
def next_at_once(keys):
    queries = np.zeros(keys.shape)
    for i in range(len(keys)):
        queries[i] = keys[(i + 1) % len(keys)] - keys[i]
        return queries


wrong("answer of the card's two keys written down", "", said="xpected shape")(
    lambda keys: [[2, -3, 0], [-2, 3, 0]]
)
wrong("returned the scores of the queries", "", said="xpected shape")(lambda keys: difference(keys) @ keys.T)
wrong("added own instead of subtracting it", "You added the two keys")(
    lambda keys: np.roll(keys, -1, axis=0) + keys
)
wrong("transposed result", "", said="xpected shape")(lambda keys: difference(keys).T)


@wrong("last row: own minus first", "", said="the second must be higher")
def next_cycles_the_wrong_end(keys):
    queries = [keys[i + 1] - keys[i] for i in range(len(keys) - 1)]
    return np.array(queries + [keys[-1] - keys[0]])


wrong("difference in size: abs", "You left out the signs of the difference")(
    lambda keys: np.abs(np.roll(keys, -1, axis=0) - keys)
)
wrong("mean of all keys minus own", "You took the mean of all keys for the next one.")(
    lambda keys: keys.mean(axis=0) - keys
)


@right
def next_by_loop(keys):
    n = len(keys)
    return np.array([keys[(i + 1) % n] - keys[i] for i in range(n)], dtype=float)


@right
def difference(keys):
    return np.roll(keys, -1, axis=0) - keys


right(
    lambda keys: keys[[*range(1, len(keys)), 0]] - keys,
    lambda keys: difference(keys.astype(np.float32)) * 1000,
    lambda keys: np.sign(difference(keys)),
    lambda keys: difference(keys) / np.linalg.norm(difference(keys), axis=1, keepdims=True),
    lambda keys: [list(b - a) for a, b in zip(keys, [*keys[1:], keys[0]])],
)
