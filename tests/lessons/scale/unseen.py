"""Unseen answers to the exercises of notebook 4."""

import math

import numpy as np

from helpers.attention import softmax
from tests.exercises.unseen import Tensor, answers_to


def shared(scores):
    raised = np.exp(scores)
    return raised / raised.sum(axis=-1, keepdims=True)


def own_softmax(scores):
    raised = np.exp(scores - scores.max())
    return raised / raised.sum()


wrong, right = answers_to("weights-of-one")

wrong("not scaled", "You left out the division by √d_k.")(lambda q, keys: softmax(keys @ q))
wrong("divided by d_k, not its root", "You divided by d_k")(lambda q, keys: softmax(keys @ q / len(q)))
wrong("multiplied by √d_k", "You multiplied by √d_k instead of dividing")(
    lambda q, keys: softmax(keys @ q * np.sqrt(len(q)))
)
wrong("root of the number of keys", "You divided by the root of the number of words")(
    lambda q, keys: softmax(keys @ q / np.sqrt(len(keys)))
)
wrong("scaled after the softmax", "You divided after the softmax")(
    lambda q, keys: softmax(keys @ q) / np.sqrt(len(q))
)
wrong("softmax left out", "These are no weights yet")(lambda q, keys: keys @ q / np.sqrt(len(q)))
wrong("softmax applied twice", "You took a softmax twice")(
    lambda q, keys: softmax(softmax(keys @ q / np.sqrt(len(q))))
)
wrong("√3 of the card written down", "You divided by √3")(lambda q, keys: softmax(keys @ q / np.sqrt(3)))
wrong("8 of the model written down", "You divided by 8")(lambda q, keys: softmax(keys @ q / 8))
wrong("** 1/2 halves: d_k / 2", "** 1/2 halves, for ** comes before /")(
    lambda q, keys: softmax(keys @ q / (len(q) ** 1 / 2))
)


@wrong("exp not divided by the sum", "You raised e to the scores, but did not divide by the sum")
def one_not_shared(q, keys):
    scores = keys @ q / np.sqrt(len(q))
    return np.exp(scores)


@wrong("exp divided by the largest, not by the sum", "You divided e to the scores by the largest of them")
def one_divided_by_the_largest(q, keys):
    raised = np.exp(keys @ q / np.sqrt(len(q)))
    return raised / raised.max()


@wrong("scaled scores computed but never used", "You left out the division by √d_k.")
def one_scores_overwritten(q, keys):
    scores = keys @ q
    scaled = scores / np.sqrt(len(q))  # noqa: F841
    return softmax(scores)


@wrong("printed, not returned", "", said="does your function end with `return`")
def one_printed(q, keys):
    print(softmax(keys @ q / np.sqrt(len(q))))


wrong("q on the left of keys: transpose missing", "Each key must meet the query")(
    lambda q, keys: softmax(q @ keys / np.sqrt(len(q)))
)
wrong("1 for the highest, 0 for the rest", "You gave all the weight to the best word")(
    lambda q, keys: np.eye(len(keys))[(keys @ q).argmax()]
)
wrong("shared without exp: score over sum", "You divided each score by the sum of the scores")(
    lambda q, keys: keys @ q / (keys @ q).sum()
)
wrong("products not added up", "You multiplied in pairs but did not add up")(
    lambda q, keys: softmax(keys * q / np.sqrt(len(q)))
)
wrong(
    "two: no scale, softmax twice", "two mistakes at once. You left out the division by √d_k. You took a so"
)(lambda q, keys: softmax(softmax(keys @ q)))
wrong("root of the scores, not of d_k", "You took the root of the scores, too")(
    lambda q, keys: softmax(np.sqrt(np.abs(keys @ q) / len(q)))
)
wrong("// for /", "// cuts the decimals of the scores off")(
    lambda q, keys: softmax(keys @ q // np.sqrt(len(q)))
)
wrong("length of the query for √d_k", "You divided by the length of the query")(
    lambda q, keys: softmax(keys @ q / np.linalg.norm(q))
)
wrong("sigmoid, not softmax", "You took a sigmoid of each score by itself")(
    lambda q, keys: 1 / (1 + np.exp(-keys @ q / np.sqrt(len(q))))
)
wrong("2 to the power, not e", "You raised 2 to the power of the scores")(
    lambda q, k: shared(k @ q / np.sqrt(len(q)) * np.log(2))
)
wrong("a text", "", said="got the text")(lambda q, keys: str(softmax(keys @ q / np.sqrt(len(q)))))


@right
def one_by_loop(q, keys):
    scores = [sum(a * b for a, b in zip(q, k)) / math.sqrt(len(q)) for k in keys]
    raised = [math.exp(score - max(scores)) for score in scores]
    return np.array([one / sum(raised) for one in raised])


right(
    lambda q, keys: own_softmax(np.einsum("kd,d->k", keys, q / len(q) ** 0.5)),
    lambda q, keys: softmax((q.astype(np.float32) @ keys.T.astype(np.float32)) / math.sqrt(q.size)),
    lambda q, keys: softmax(np.array([q @ k for k in keys]) * keys.shape[1] ** -0.5).tolist(),
    lambda q, keys: softmax(q[None] @ keys.T / np.sqrt(q.shape[0]))[0],
)


def scores_of_all(x, W_query, W_key):
    return (x @ W_query) @ (x @ W_key).T


wrong, right = answers_to("weights-of-all")

wrong("softmax down the columns", "Your softmax runs down the columns (axis=0)")(
    lambda x, W_query, W_key: softmax(scores_of_all(x, W_query, W_key) / np.sqrt(W_key.shape[1]), axis=0)
)
wrong("not scaled", "You left out the division by √d_k.")(
    lambda x, W_query, W_key: softmax(scores_of_all(x, W_query, W_key))
)
wrong("√d_model: width of x", "You divided by the root of d_model")(
    lambda x, W_query, W_key: softmax(scores_of_all(x, W_query, W_key) / np.sqrt(x.shape[1]))
)
wrong("√n_tokens", "You divided by the root of the number of words")(
    lambda x, W_query, W_key: softmax(scores_of_all(x, W_query, W_key) / np.sqrt(len(x)))
)
wrong("keys ask: scores transposed", "You let the keys ask and the queries answer")(
    lambda x, W_query, W_key: softmax(scores_of_all(x, W_query, W_key).T / np.sqrt(W_key.shape[1]))
)
wrong("scaled after the softmax", "You divided after the softmax")(
    lambda x, W_query, W_key: softmax(scores_of_all(x, W_query, W_key)) / np.sqrt(W_key.shape[1])
)


@wrong("key made with W_query", "You made the keys with W_query")
def all_key_from_W_query(x, W_query, W_key):
    query = x @ W_query
    key = x @ W_query
    return softmax(query @ key.T / np.sqrt(query.shape[1]))


@wrong("queries compared with queries", "You made the keys with W_query")
def all_query_as_input_of_key(x, W_query, W_key):
    query = x @ W_query
    key = x @ W_key
    scores = query @ query.T
    return softmax(scores / np.sqrt(key.shape[1]))


@wrong("own softmax without keepdims: rows divided by the sums of others", "The sums lie along the row")
def all_without_keepdims(x, W_query, W_key):
    scores = (x @ W_query) @ (x @ W_key).T / np.sqrt(W_query.shape[1])
    raised = np.exp(scores)
    return raised / raised.sum(axis=1)


@wrong("return inside the loop: first row only", "Only the first row came back")
def all_first_row_only(x, W_query, W_key):
    query, key = x @ W_query, x @ W_key
    for q in query:
        return softmax(key @ q / np.sqrt(len(q)))


@wrong("returned scores and weights", "you return several results, and one of them is right")
def all_both(x, W_query, W_key):
    scores = (x @ W_query) @ (x @ W_key).T
    return scores, softmax(scores / np.sqrt(W_key.shape[1]))


wrong("8 of the model written down", "You divided by 8")(
    lambda x, W_query, W_key: softmax(scores_of_all(x, W_query, W_key) / 8)
)
wrong("softmax over the whole table", "You let the softmax share among all the scores of the table")(
    lambda x, W_query, W_key: own_softmax(scores_of_all(x, W_query, W_key) / np.sqrt(W_key.shape[1]))
)
wrong(".T missing at the key", "You left out .T")(
    lambda x, W_query, W_key: softmax((x @ W_query) @ (x @ W_key) / np.sqrt(W_key.shape[1]))
)
wrong(".T at the query, not at the key", "You turned the queries over, not the keys")(
    lambda x, W_query, W_key: softmax((x @ W_query).T @ (x @ W_key) / np.sqrt(W_key.shape[1]))
)
wrong("softmax left out", "These are no weights yet: the softmax is missing.")(
    lambda x, W_query, W_key: scores_of_all(x, W_query, W_key) / np.sqrt(W_key.shape[1])
)
wrong("compared x with itself, no projection", "You scored the words themselves")(
    lambda x, W_query, W_key: softmax(x @ x.T / np.sqrt(W_key.shape[1]))
)
wrong("later words hidden, which nobody asked for", "You hid the later words with a mask")(
    lambda x, W_query, W_key: softmax(
        np.where(np.tri(len(x)), scores_of_all(x, W_query, W_key) / np.sqrt(W_key.shape[1]), -np.inf)
    )
)
wrong(
    "two: columns and not scaled", "two mistakes at once. You left out the division by √d_k. Your softmax "
)(lambda x, W_query, W_key: softmax(scores_of_all(x, W_query, W_key), axis=0))
wrong(
    "two: keys ask, and √d_model", "two mistakes at once. You divided by the root of d_model. Divide by √d"
)(lambda x, W_query, W_key: softmax(scores_of_all(x, W_key, W_query) / np.sqrt(x.shape[1])))
wrong("asks for a fourth argument", "", said="could not be called")(
    lambda x, W_query, W_key, mask: softmax((x @ W_query) @ (x @ W_key).T / np.sqrt(W_key.shape[1]))
)


@wrong("each row divided by its largest weight", "You divided e to the scores by the largest of them")
def all_by_the_largest_weight(x, W_query, W_key):
    weights = softmax((x @ W_query) @ (x @ W_key).T / np.sqrt(W_key.shape[1]))
    return weights / weights.max(axis=1, keepdims=True)


wrong("diagonal hidden: a word may not see itself", "You masked the word itself")(
    lambda x, q, k: softmax(np.where(np.eye(len(x)) == 1, -np.inf, (x @ q) @ (x @ k).T / np.sqrt(k.shape[1])))
)
wrong("both rows and columns: product of two softmaxes", "")(
    lambda x, q, k: softmax((x @ q) @ (x @ k).T / np.sqrt(k.shape[1])) * softmax((x @ q) @ (x @ k).T, axis=0)
)
wrong("a tensor of another library", "", said="got a Tensor")(
    lambda x, q, k: Tensor(softmax((x @ q) @ (x @ k).T))
)


@wrong(
    "keys ask queries: scores transposed before the softmax", "You let the keys ask and the queries answer"
)
def swapped_roles_all(x, W_query, W_key):
    queries, keys = x @ W_query, x @ W_key
    return softmax(keys @ queries.T / np.sqrt(queries.shape[1]))


@right
def all_by_loop(x, W_query, W_key):
    query, key, rows = x @ W_query, x @ W_key, []
    for q in query:
        rows.append(own_softmax(np.array([q @ k for k in key]) / math.sqrt(W_key.shape[1])))
    return np.array(rows)


right(
    lambda x, W_query, W_key: softmax(x @ (W_query @ W_key.T) @ x.T / np.sqrt(W_key.shape[1])),
    lambda x, W_query, W_key: softmax(
        np.einsum("ia,ak,bk,jb->ij", x, W_query, W_key, x) * W_query.shape[-1] ** -0.5, axis=1
    ),
    lambda x, W_query, W_key: np.asfortranarray(
        softmax(np.matmul(x @ W_query, (x @ W_key / np.sqrt(len(W_key[0]))).T))
    ),
    lambda x, W_query, W_key: softmax((x @ W_key) @ (x @ W_query).T / np.sqrt(W_query.shape[1]), axis=0).T,
)


class Numbers(np.ndarray):
    """A subclass of ndarray."""


wrong, right = answers_to("undo-softmax")

wrong("exp, not log", "You raised e to the weights")(lambda weights: np.exp(weights))
wrong("returned the weights", "You returned the weights themselves")(lambda weights: weights)
wrong("log to base 10", "You used the logarithm with base 10")(lambda weights: np.log10(weights))
wrong("log to base 2", "You used the logarithm with base 2")(lambda weights: np.log2(weights))
wrong("sign: -log", "The sign is the other way round")(lambda weights: -np.log(weights))
wrong("log of odds w/(1 - w)", "log(w / (1 − w)) goes back where there are two words only")(
    lambda weights: np.log(weights / (1 - weights))
)
wrong("log(1 + w)", "np.log1p adds 1 first: take np.log.")(lambda weights: np.log1p(weights))
wrong("1 / w", "You turned each weight upside down, 1/weight")(lambda weights: 1 / weights)
wrong("softmax once more", "You took a softmax of the weights")(lambda weights: softmax(weights))
wrong("undid a division by √n that is not there", "You multiplied the logarithms by √n")(
    lambda weights: np.log(weights) * np.sqrt(len(weights))
)
wrong("undid a division by 8 that is not there", "You multiplied the logarithms by 8")(
    lambda weights: np.log(weights) * 8
)
wrong("two words only", "These are scores for two words only")(
    lambda weights: np.array([np.log(weights[0] / weights[1]), 0])
)
wrong("divided by the sum after the log", "You divided the logarithms by their sum")(
    lambda weights: np.log(weights) / np.log(weights).sum()
)
wrong("logs added up along the row", "You added the logarithms up along the row")(
    lambda weights: np.log(weights).cumsum()
)
wrong("one number: log of the sum", "You took the logarithm of the sum")(
    lambda weights: np.log(weights.sum())
)
wrong("rounded to whole numbers", "You rounded: the softmax needs all decimals.")(
    lambda weights: np.log(weights).round()
)


@wrong("calls itself for ever", "", said="RecursionError")
def undo_without_end(weights):
    return undo_without_end(weights) + 1


wrong("log of the share of the largest, sign", "You divided by each weight before the logarithm")(
    lambda weights: np.log(weights.max() / weights)
)
wrong("a map object", "", said="made no numbers yet")(lambda weights: map(np.log, weights))
wrong("log made positive", "The sign is the other way round")(lambda weights: np.abs(np.log(weights)))
wrong("log of the whole numbers in percent, cut", "")(lambda w: np.log(np.maximum((100 * w).astype(int), 1)))
right(
    lambda weights: np.log(weights),
    lambda weights: [math.log(w) + 3 for w in weights],
    lambda weights: np.log(weights / weights[0]),
    lambda weights: np.log2(weights) / np.log2(np.e),
    lambda weights: -np.log(1 / weights.astype(np.float32)),
    lambda weights: np.log(weights) - np.log(weights).mean(),
    np.log,
    lambda weights: np.log(weights).view(Numbers),
    lambda weights: np.log(weights * 9),
)


def far_apart(scores):
    return scores.argmax(), scores.argmin()


wrong, right = answers_to("find-the-divisor")

wrong("one word only: score / log weight", "You divided a score by the logarithm of its weight")(
    lambda scores, weights: scores[0] / np.log(weights[0])
)
wrong("upside down: log difference over score difference", "Your fraction is upside down")(
    lambda scores, weights: 1 / divisor_reference(scores, weights)
)
wrong("sign: differences in opposite order", "The sign is wrong")(
    lambda scores, weights: -divisor_reference(scores, weights)
)
wrong("difference of weights, no log", "You divided by the difference of the weights")(
    lambda scores, weights: (scores[0] - scores[1]) / (weights[0] - weights[1])
)
wrong("ratio of weights without log", "You left out the logarithm")(
    lambda scores, weights: (scores[0] - scores[1]) / (weights[0] / weights[1])
)
wrong("ratio of scores, not their difference", "You divided the scores of two words")(
    lambda scores, weights: (scores[0] / scores[1]) / np.log(weights[0] / weights[1])
)
wrong("log to base 10", "You used the logarithm with base 10")(
    lambda scores, weights: np.ptp(scores) / np.ptp(np.log10(weights))
)
wrong("took √n for granted", "You used √n, the root of the number of words")(
    lambda scores, weights: np.sqrt(len(scores))
)
wrong("took 8 for granted", "your function gives the same whatever it is given")(lambda scores, weights: 8)
wrong("the answer of the card", "your function gives the same whatever it is given")(
    lambda scores, weights: 4
)
wrong("squared: took it for √d_k", "You squared the divisor")(
    lambda scores, weights: divisor_reference(scores, weights) ** 2
)
wrong("root taken once more", "You took the root of the divisor")(
    lambda scores, weights: np.sqrt(divisor_reference(scores, weights))
)


@wrong("tried whole numbers only", "", said="does your function end with `return`")
def divisor_among_whole_numbers(scores, weights):
    for divisor in range(1, 200):
        if np.allclose(softmax(scores / divisor), weights, atol=1e-3):
            return divisor


wrong("one for each word: scores / log weights", "You divided each score by the logarithm of its weight")(
    lambda scores, weights: scores / np.log(weights)
)
wrong(
    "one for each pair of neighbours: returned all", "You give the divisor once for each pair of neighbours"
)(lambda scores, weights: np.diff(scores) / np.diff(np.log(weights)))
wrong("spread of scores over spread of weights, no log", "You compared the spreads of scores and weights")(
    lambda scores, weights: scores.std() / weights.std()
)
wrong("log of the difference of weights", "You took the logarithm of the difference of two weights")(
    lambda s, w: (s.max() - s.min()) / np.log(w.max() - w.min())
)
wrong("quotient of differences, no log", "")(
    lambda scores, weights: abs(scores[0] - scores[1]) / abs(weights[0] - weights[1]) * weights[0]
)
wrong("not returned: two numbers", "", said="xpected shape")(lambda s, w: (s[0] - s[1], np.log(w[0] / w[1])))
wrong("difference of logs of scores", "You took the logarithm of the scores, too")(
    lambda s, w: np.log(np.ptp(s)) / np.ptp(np.log(w))
)


@right
def divisor_reference(scores, weights):
    i, j = far_apart(scores)
    return (scores[i] - scores[j]) / (math.log(weights[i]) - math.log(weights[j]))


right(
    lambda scores, weights: 1 / np.polyfit(scores, np.log(weights), 1)[0],
    lambda scores, weights: np.polyfit(np.log(weights), scores, 1)[0],
    lambda scores, weights: np.ptp(scores) / np.ptp(np.log(weights)),
    lambda scores, weights: scores.std() / np.log(weights).std(),
    lambda scores, weights: (
        float(np.linalg.norm(scores - scores.mean()))
        / np.linalg.norm(np.log(weights) - np.log(weights).mean())
    ),
)
