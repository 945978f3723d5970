"""Unseen answers to the exercises of notebook 4."""

import math

import numpy as np

from helpers.attention import softmax
from tests.exercises.unseen import Wrong


def own_softmax(scores):
    raised = np.exp(scores - scores.max())
    return raised / raised.sum()


# weights-of-one


def one_by_loop(q, keys):
    scores = [sum(a * b for a, b in zip(q, k)) / math.sqrt(len(q)) for k in keys]
    raised = [math.exp(score - max(scores)) for score in scores]
    return np.array([one / sum(raised) for one in raised])


def one_not_shared(q, keys):
    scores = keys @ q / np.sqrt(len(q))
    return np.exp(scores)


def one_divided_by_the_largest(q, keys):
    raised = np.exp(keys @ q / np.sqrt(len(q)))
    return raised / raised.max()


def one_scores_overwritten(q, keys):
    scores = keys @ q
    scaled = scores / np.sqrt(len(q))  # noqa: F841
    return softmax(scores)


def one_printed(q, keys):
    print(softmax(keys @ q / np.sqrt(len(q))))


# weights-of-all


def all_by_loop(x, W_query, W_key):
    query, key, rows = x @ W_query, x @ W_key, []
    for q in query:
        rows.append(own_softmax(np.array([q @ k for k in key]) / math.sqrt(W_key.shape[1])))
    return np.array(rows)


def all_without_keepdims(x, W_query, W_key):
    scores = (x @ W_query) @ (x @ W_key).T / np.sqrt(W_query.shape[1])
    raised = np.exp(scores)
    return raised / raised.sum(axis=1)


def all_first_row_only(x, W_query, W_key):
    query, key = x @ W_query, x @ W_key
    for q in query:
        return softmax(key @ q / np.sqrt(len(q)))


def all_key_from_W_query(x, W_query, W_key):
    query = x @ W_query
    key = x @ W_query
    return softmax(query @ key.T / np.sqrt(query.shape[1]))


def all_query_as_input_of_key(x, W_query, W_key):
    query = x @ W_query
    key = x @ W_key
    scores = query @ query.T
    return softmax(scores / np.sqrt(key.shape[1]))


def all_both(x, W_query, W_key):
    scores = (x @ W_query) @ (x @ W_key).T
    return scores, softmax(scores / np.sqrt(W_key.shape[1]))


def scores_of_all(x, W_query, W_key):
    return (x @ W_query) @ (x @ W_key).T


# find-the-divisor


def divisor_by_least_squares(scores, weights):
    return np.polyfit(np.log(weights), scores, 1)[0]


def divisor_among_whole_numbers(scores, weights):
    for divisor in range(1, 200):
        if np.allclose(softmax(scores / divisor), weights, atol=1e-3):
            return divisor


def far_apart(scores):
    return scores.argmax(), scores.argmin()


def divisor_reference(scores, weights):
    i, j = far_apart(scores)
    return (scores[i] - scores[j]) / (math.log(weights[i]) - math.log(weights[j]))


WRONG = {
    "weights-of-one": [
        Wrong("not scaled", lambda q, keys: softmax(keys @ q), named="You left out the division by √d_k."),
        Wrong(
            "divided by d_k, not its root",
            lambda q, keys: softmax(keys @ q / len(q)),
            named="You divided by d_k, not by its root (or by the root twice, which is the same).",
        ),
        Wrong(
            "multiplied by √d_k",
            lambda q, keys: softmax(keys @ q * np.sqrt(len(q))),
            named="You multiplied by √d_k instead of dividing",
        ),
        Wrong(
            "root of the number of keys",
            lambda q, keys: softmax(keys @ q / np.sqrt(len(keys))),
            named="You divided by the root of the number of words",
        ),
        Wrong(
            "scaled after the softmax",
            lambda q, keys: softmax(keys @ q) / np.sqrt(len(q)),
            named="You divided after the softmax",
        ),
        Wrong(
            "softmax left out",
            lambda q, keys: keys @ q / np.sqrt(len(q)),
            named="These are no weights yet: the softmax is missing.",
        ),
        Wrong(
            "softmax applied twice",
            lambda q, keys: softmax(softmax(keys @ q / np.sqrt(len(q)))),
            named="You took a softmax twice: the second one makes the weights n",
        ),
        Wrong(
            "√3 of the card written down",
            lambda q, keys: softmax(keys @ q / np.sqrt(3)),
            named="You divided by √3: that is √d_k in the example. Here keys ha",
        ),
        Wrong(
            "8 of the model written down",
            lambda q, keys: softmax(keys @ q / 8),
            named="You divided by 8, which is √d_k of the trained model, whose keys have 64 numbers",
        ),
        Wrong(
            "** 1/2 halves: d_k / 2",
            lambda q, keys: softmax(keys @ q / (len(q) ** 1 / 2)),
            named="** 1/2 halves, for ** comes before /",
        ),
        Wrong(
            "exp not divided by the sum",
            one_not_shared,
            named="You raised e to the scores, but did not divide by the sum",
        ),
        Wrong(
            "exp divided by the largest, not by the sum",
            one_divided_by_the_largest,
            named="You divided e to the scores by the largest of them, not by their sum.",
        ),
        Wrong(
            "scaled scores computed but never used",
            one_scores_overwritten,
            named="You left out the division by √d_k.",
        ),
        Wrong("printed, not returned", one_printed, named="", said="does your function end with `return`"),
        Wrong(
            "q on the left of keys: transpose missing",
            lambda q, keys: softmax(q @ keys / np.sqrt(len(q))),
            named="Each key must meet the query",
        ),
        Wrong(
            "1 for the highest, 0 for the rest",
            lambda q, keys: np.eye(len(keys))[(keys @ q).argmax()],
            named="You gave all the weight to the best word",
        ),
        Wrong(
            "shared without exp: score over sum",
            lambda q, keys: keys @ q / (keys @ q).sum(),
            named="You divided each score by the sum of the scores",
        ),
        Wrong(
            "products not added up",
            lambda q, keys: softmax(keys * q / np.sqrt(len(q))),
            named="You multiplied in pairs but did not add up",
        ),
        Wrong(
            "two: no scale, softmax twice",
            lambda q, keys: softmax(softmax(keys @ q)),
            named="two mistakes at once. You left out the division by √d_k. You took a so",
        ),
    ],
    "weights-of-all": [
        Wrong(
            "softmax down the columns",
            lambda x, W_query, W_key: softmax(
                scores_of_all(x, W_query, W_key) / np.sqrt(W_key.shape[1]), axis=0
            ),
            named="Your softmax runs down the columns (axis=0)",
        ),
        Wrong(
            "not scaled",
            lambda x, W_query, W_key: softmax(scores_of_all(x, W_query, W_key)),
            named="You left out the division by √d_k.",
        ),
        Wrong(
            "√d_model: width of x",
            lambda x, W_query, W_key: softmax(scores_of_all(x, W_query, W_key) / np.sqrt(x.shape[1])),
            named="You divided by the root of d_model",
        ),
        Wrong(
            "√n_tokens",
            lambda x, W_query, W_key: softmax(scores_of_all(x, W_query, W_key) / np.sqrt(len(x))),
            named="You divided by the root of the number of words",
        ),
        Wrong(
            "keys ask: scores transposed",
            lambda x, W_query, W_key: softmax(scores_of_all(x, W_query, W_key).T / np.sqrt(W_key.shape[1])),
            named="You let the keys ask and the queries answer",
        ),
        Wrong(
            "scaled after the softmax",
            lambda x, W_query, W_key: softmax(scores_of_all(x, W_query, W_key)) / np.sqrt(W_key.shape[1]),
            named="You divided after the softmax",
        ),
        Wrong("key made with W_query", all_key_from_W_query, named="You made the keys with W_query"),
        Wrong(
            "queries compared with queries", all_query_as_input_of_key, named="You made the keys with W_query"
        ),
        Wrong(
            "own softmax without keepdims: rows divided by the sums of others",
            all_without_keepdims,
            named="The sums lie along the row, so numpy divided each column by the sum of another row",
        ),
        Wrong(
            "return inside the loop: first row only", all_first_row_only, named="Only the first row came back"
        ),
        Wrong(
            "returned scores and weights",
            all_both,
            named="you return several results, and one of them is right",
        ),
        Wrong(
            "8 of the model written down",
            lambda x, W_query, W_key: softmax(scores_of_all(x, W_query, W_key) / 8),
            named="You divided by 8, which is √d_k of the trained model, whose keys have 64 numbers",
        ),
        Wrong(
            "softmax over the whole table",
            lambda x, W_query, W_key: own_softmax(scores_of_all(x, W_query, W_key) / np.sqrt(W_key.shape[1])),
            named="You let the softmax share among all the scores of the table",
        ),
        Wrong(
            ".T missing at the key",
            lambda x, W_query, W_key: softmax((x @ W_query) @ (x @ W_key) / np.sqrt(W_key.shape[1])),
            named="You left out .T: it stands each key up as a column, so that ",
        ),
        Wrong(
            ".T at the query, not at the key",
            lambda x, W_query, W_key: softmax((x @ W_query).T @ (x @ W_key) / np.sqrt(W_key.shape[1])),
            named="You turned the queries over, not the keys",
        ),
        Wrong(
            "softmax left out",
            lambda x, W_query, W_key: scores_of_all(x, W_query, W_key) / np.sqrt(W_key.shape[1]),
            named="These are no weights yet: the softmax is missing.",
        ),
        Wrong(
            "compared x with itself, no projection",
            lambda x, W_query, W_key: softmax(x @ x.T / np.sqrt(W_key.shape[1])),
            named="You scored the words themselves",
        ),
        Wrong(
            "later words hidden, which nobody asked for",
            lambda x, W_query, W_key: softmax(
                np.where(np.tri(len(x)), scores_of_all(x, W_query, W_key) / np.sqrt(W_key.shape[1]), -np.inf)
            ),
            named="You hid the later words with a mask",
        ),
        Wrong(
            "two: columns and not scaled",
            lambda x, W_query, W_key: softmax(scores_of_all(x, W_query, W_key), axis=0),
            named="two mistakes at once. You left out the division by √d_k. Your softmax ",
        ),
        Wrong(
            "two: keys ask, and √d_model",
            lambda x, W_query, W_key: softmax(scores_of_all(x, W_key, W_query) / np.sqrt(x.shape[1])),
            named="two mistakes at once. You divided by the root of d_model. Divide by √d",
        ),
    ],
    "undo-softmax": [
        Wrong("exp, not log", lambda weights: np.exp(weights), named="You raised e to the weights"),
        Wrong("returned the weights", lambda weights: weights, named="You returned the weights themselves"),
        Wrong(
            "log to base 10", lambda weights: np.log10(weights), named="You used the logarithm with base 10"
        ),
        Wrong("log to base 2", lambda weights: np.log2(weights), named="You used the logarithm with base 2"),
        Wrong("sign: -log", lambda weights: -np.log(weights), named="The sign is the other way round"),
        Wrong(
            "log of odds w/(1 - w)",
            lambda weights: np.log(weights / (1 - weights)),
            named="log(w / (1 − w)) goes back where there are two words only",
        ),
        Wrong("log(1 + w)", lambda weights: np.log1p(weights), named="np.log1p adds 1 first: take np.log."),
        Wrong("1 / w", lambda weights: 1 / weights, named="You turned each weight upside down, 1/weight"),
        Wrong(
            "softmax once more", lambda weights: softmax(weights), named="You took a softmax of the weights"
        ),
        Wrong(
            "undid a division by √n that is not there",
            lambda weights: np.log(weights) * np.sqrt(len(weights)),
            named="You multiplied the logarithms by √n",
        ),
        Wrong(
            "undid a division by 8 that is not there",
            lambda weights: np.log(weights) * 8,
            named="You multiplied the logarithms by 8",
        ),
        Wrong(
            "two words only",
            lambda weights: np.array([np.log(weights[0] / weights[1]), 0]),
            named="These are scores for two words only",
        ),
        Wrong(
            "divided by the sum after the log",
            lambda weights: np.log(weights) / np.log(weights).sum(),
            named="You divided the logarithms by their sum",
        ),
        Wrong(
            "logs added up along the row",
            lambda weights: np.log(weights).cumsum(),
            named="You added the logarithms up along the row",
        ),
        Wrong(
            "one number: log of the sum",
            lambda weights: np.log(weights.sum()),
            named="You took the logarithm of the sum",
        ),
        Wrong(
            "rounded to whole numbers",
            lambda weights: np.log(weights).round(),
            named="You rounded: the softmax needs all decimals.",
        ),
    ],
    "find-the-divisor": [
        Wrong(
            "one word only: score / log weight",
            lambda scores, weights: scores[0] / np.log(weights[0]),
            named="You divided a score by the logarithm of its weight",
        ),
        Wrong(
            "upside down: log difference over score difference",
            lambda scores, weights: 1 / divisor_reference(scores, weights),
            named="Your fraction is upside down",
        ),
        Wrong(
            "sign: differences in opposite order",
            lambda scores, weights: -divisor_reference(scores, weights),
            named="The sign is wrong: subtract in the order in which you divide",
        ),
        Wrong(
            "difference of weights, no log",
            lambda scores, weights: (scores[0] - scores[1]) / (weights[0] - weights[1]),
            named="You divided by the difference of the weights",
        ),
        Wrong(
            "ratio of weights without log",
            lambda scores, weights: (scores[0] - scores[1]) / (weights[0] / weights[1]),
            named="You left out the logarithm",
        ),
        Wrong(
            "ratio of scores, not their difference",
            lambda scores, weights: (scores[0] / scores[1]) / np.log(weights[0] / weights[1]),
            named="You divided the scores of two words",
        ),
        Wrong(
            "log to base 10",
            lambda scores, weights: np.ptp(scores) / np.ptp(np.log10(weights)),
            named="You used the logarithm with base 10",
        ),
        Wrong(
            "took √n for granted",
            lambda scores, weights: np.sqrt(len(scores)),
            named="You used √n, the root of the number of words",
        ),
        Wrong(
            "took 8 for granted",
            lambda scores, weights: 8,
            named="your function gives the same whatever it is given",
        ),
        Wrong(
            "the answer of the card",
            lambda scores, weights: 4,
            named="your function gives the same whatever it is given",
        ),
        Wrong(
            "squared: took it for √d_k",
            lambda scores, weights: divisor_reference(scores, weights) ** 2,
            named="You squared the divisor: someone divided by the number itsel",
        ),
        Wrong(
            "root taken once more",
            lambda scores, weights: np.sqrt(divisor_reference(scores, weights)),
            named="You took the root of the divisor",
        ),
        Wrong(
            "tried whole numbers only",
            divisor_among_whole_numbers,
            named="",
            said="does your function end with `return`",
        ),
        Wrong(
            "one for each word: scores / log weights",
            lambda scores, weights: scores / np.log(weights),
            named="You divided each score by the logarithm of its weight",
        ),
        Wrong(
            "one for each pair of neighbours: returned all",
            lambda scores, weights: np.diff(scores) / np.diff(np.log(weights)),
            named="You give the divisor once for each pair of neighbours",
        ),
        Wrong(
            "spread of scores over spread of weights, no log",
            lambda scores, weights: scores.std() / weights.std(),
            named="You compared the spreads of scores and weights",
        ),
        Wrong(
            "log of the difference of weights",
            lambda s, w: (s.max() - s.min()) / np.log(w.max() - w.min()),
            named="You took the logarithm of the difference of two weights",
        ),
    ],
}

RIGHT = {
    "weights-of-one": [
        one_by_loop,
        lambda q, keys: own_softmax(np.einsum("kd,d->k", keys, q / len(q) ** 0.5)),
        lambda q, keys: softmax((q.astype(np.float32) @ keys.T.astype(np.float32)) / math.sqrt(q.size)),
        lambda q, keys: softmax(np.array([q @ k for k in keys]) * keys.shape[1] ** -0.5).tolist(),
        lambda q, keys: softmax(q[None] @ keys.T / np.sqrt(q.shape[0]))[0],
    ],
    "weights-of-all": [
        all_by_loop,
        lambda x, W_query, W_key: softmax(x @ (W_query @ W_key.T) @ x.T / np.sqrt(W_key.shape[1])),
        lambda x, W_query, W_key: softmax(
            np.einsum("ia,ak,bk,jb->ij", x, W_query, W_key, x) * W_query.shape[-1] ** -0.5, axis=1
        ),
        lambda x, W_query, W_key: np.asfortranarray(
            softmax(np.matmul(x @ W_query, (x @ W_key / np.sqrt(len(W_key[0]))).T))
        ),
        lambda x, W_query, W_key: (
            softmax((x @ W_key) @ (x @ W_query).T / np.sqrt(W_query.shape[1]), axis=0).T
        ),
    ],
    "undo-softmax": [
        lambda weights: np.log(weights),
        lambda weights: [math.log(w) + 3 for w in weights],
        lambda weights: np.log(weights / weights[0]),
        lambda weights: np.log2(weights) / np.log2(np.e),
        lambda weights: -np.log(1 / weights.astype(np.float32)),
        lambda weights: np.log(weights) - np.log(weights).mean(),
    ],
    "find-the-divisor": [
        divisor_reference,
        divisor_by_least_squares,
        lambda scores, weights: np.ptp(scores) / np.ptp(np.log(weights)),
        lambda scores, weights: scores.std() / np.log(weights).std(),
        lambda scores, weights: (
            float(np.linalg.norm(scores - scores.mean()))
            / np.linalg.norm(np.log(weights) - np.log(weights).mean())
        ),
    ],
}
