"""Unseen answers to the exercises of notebook 6."""

import numpy as np

from helpers.attention import softmax
from tests.exercises.unseen import Wrong


def attention(Q, K, V):
    return softmax(Q @ K.T / np.sqrt(Q.shape[1])) @ V


# all-words-at-once


def rows_by_loop(Q, K, V):
    Z = []
    for q in Q:
        scores = np.array([q @ k for k in K]) / len(q) ** 0.5
        raised = np.exp(scores - scores.max())
        Z.append(sum(w * v for w, v in zip(raised / raised.sum(), V)))
    return np.array(Z)


def rows_first_only(Q, K, V):
    Z = np.zeros((len(Q), V.shape[1]))
    for i, q in enumerate(Q):
        Z[i] = softmax(K @ q / np.sqrt(len(q))) @ V
        return Z


def rows_last_only(Q, K, V):
    for q in Q:
        Z = softmax(K @ q / np.sqrt(len(q))) @ V
    return Z


def rows_without_keepdims(Q, K, V):
    raised = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    return raised / raised.sum(axis=1) @ V


def rows_masked(Q, K, V):
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    return softmax(np.where(np.tri(len(Q)) > 0, scores, -np.inf)) @ V


def rows_scaled_in_vain(Q, K, V):
    scores = Q @ K.T
    scores / np.sqrt(Q.shape[1])
    return softmax(scores) @ V


# repair-erased-weights


def repair_by_loop(erased):
    return np.array([[w / sum(row) for w in row] for row in erased])


def repair_on_the_diagonal(erased):
    return erased + np.diag(1 - erased.sum(axis=1))


def repair_missing_part_shared_evenly(erased):
    allowed = np.tri(len(erased))
    missing = 1 - erased.sum(axis=1, keepdims=True)
    return erased + allowed * missing / allowed.sum(axis=1, keepdims=True)


def repair_in_place(erased):
    erased /= erased.sum(axis=1, keepdims=True)
    return erased


def repair_first_row_only(erased):
    weights = erased.copy()
    for i in range(len(erased)):
        weights[i] = erased[i] / erased[i].sum()
        return weights


def repair_all_but_the_last_row(erased):  # from which nothing was erased
    weights = erased.copy()
    for i in range(len(erased) - 1):
        weights[i] = erased[i] / erased[i].sum()
    return weights


# look-back


def back_by_loop(scaled_scores, back):
    weights = np.zeros(scaled_scores.shape)
    for i, row in enumerate(scaled_scores):
        first = max(0, i - back)
        raised = np.exp(row[first : i + 1] - row[first : i + 1].max())
        weights[i, first : i + 1] = raised / raised.sum()
    return weights


def steps_back(scores):
    places = np.arange(len(scores))
    return places[:, None] - places[None]


def where_allowed(scores, allowed):
    return softmax(np.where(allowed, scores, -np.inf))


def band(scores, back):
    return (steps_back(scores) >= 0) & (steps_back(scores) <= back)


def back_negative_start(scaled_scores, back):
    allowed = np.zeros(scaled_scores.shape, bool)
    for i in range(len(allowed)):
        allowed[i, i - back : i + 1] = True
    allowed[np.arange(len(allowed)), np.arange(len(allowed))] = True
    return where_allowed(scaled_scores, allowed)


def back_times_minus_infinity(scaled_scores, back):
    forbidden = ~band(scaled_scores, back)
    return softmax(scaled_scores + forbidden * -np.inf)


# newest-word


def newest_by_loop(X, W_query, W_key, W_value):
    q = X[-1] @ W_query
    scores = np.array([q @ (x @ W_key) for x in X]) / len(q) ** 0.5
    raised = np.exp(scores - scores.max())
    return sum(w * (x @ W_value) for w, x in zip(raised / raised.sum(), X))


def newest_with(query_row, X, W_query, W_key, W_value):
    q = query_row @ W_query
    return softmax(X @ W_key @ q / np.sqrt(len(q))) @ (X @ W_value)


def newest_without_itself(X, W_query, W_key, W_value):
    return newest_with(X[-1], X[:-1], W_query, W_key, W_value)


def newest_X_overwritten(X, W_query, W_key, W_value):
    q = X[-1] @ W_query
    X = X @ W_key
    weights = softmax(X @ q / np.sqrt(len(q)))
    return weights @ X


def newest_last_row_of_unscaled_table(X, W_query, W_key, W_value):
    Q, K, V = X @ W_query, X @ W_key, X @ W_value
    return (softmax(Q @ K.T) @ V)[-1]


WRONG = {
    "all-words-at-once": [
        Wrong("not scaled", lambda Q, K, V: softmax(Q @ K.T) @ V, named="You left out the division by √d_k."),
        Wrong(
            "softmax down the columns",
            lambda Q, K, V: softmax(Q @ K.T / np.sqrt(Q.shape[1]), axis=0) @ V,
            named="Your softmax runs down the columns (axis=0)",
        ),
        Wrong(
            "√d_v, not √d_k",
            lambda Q, K, V: softmax(Q @ K.T / np.sqrt(V.shape[1])) @ V,
            named="You divided by the root of d_v, how many numbers a value has",
        ),
        Wrong(
            "√n_tokens",
            lambda Q, K, V: softmax(Q @ K.T / np.sqrt(len(Q))) @ V,
            named="You divided by the root of the number of words",
        ),
        Wrong(
            "d_k, not its root",
            lambda Q, K, V: softmax(Q @ K.T / K.shape[1]) @ V,
            named="You divided by d_k, not by its root (or by the root twice, which is the same).",
        ),
        Wrong(
            "scaled after the softmax",
            lambda Q, K, V: softmax(Q @ K.T) / np.sqrt(K.shape[1]) @ V,
            named="You divided after the softmax",
        ),
        Wrong(
            "weights transposed before the mix",
            lambda Q, K, V: softmax(Q @ K.T / np.sqrt(K.shape[1])).T @ V,
            named="You turned the table of weights over",
        ),
        Wrong(
            "keys ask: Q and K swapped",
            lambda Q, K, V: attention(K, Q, V),
            named="You let the keys ask and the queries answer",
        ),
        Wrong(
            ".T missing at K",
            lambda Q, K, V: softmax(Q @ K / np.sqrt(K.shape[1])) @ V,
            named="Each row of Q must meet each row of K",
        ),
        Wrong(
            "K mixed instead of V",
            lambda Q, K, V: attention(Q, K, K),
            named="You mixed the keys. Keys decide where to look; what is mixed",
        ),
        Wrong(
            "softmax left out",
            lambda Q, K, V: Q @ K.T / np.sqrt(K.shape[1]) @ V,
            named="These are no weights yet: the softmax is missing.",
        ),
        Wrong(
            "returned the weights",
            lambda Q, K, V: softmax(Q @ K.T / np.sqrt(K.shape[1])),
            named="You stopped at the weights",
        ),
        Wrong(
            "softmax at the very end",
            lambda Q, K, V: softmax(Q @ K.T / np.sqrt(K.shape[1]) @ V),
            named="two mistakes at once. These are no weights yet: the softmax is missing",
        ),
        Wrong(
            "V left of the weights",
            lambda Q, K, V: V @ softmax(Q @ K.T / np.sqrt(K.shape[1])),
            named="The order matters: each row of weights mixes the rows of V, ",
        ),
        Wrong(
            "scaled twice",
            lambda Q, K, V: softmax(Q @ K.T / np.sqrt(K.shape[1]) / np.sqrt(K.shape[1])) @ V,
            named="You divided by d_k, not by its root (or by the root twice, which is the same).",
        ),
        Wrong(
            "multiplied by √d_k",
            lambda Q, K, V: softmax(Q @ K.T * np.sqrt(K.shape[1])) @ V,
            named="You multiplied by √d_k instead of dividing",
        ),
        Wrong(
            "return inside the loop: other rows 0",
            rows_first_only,
            named="Only the first row is filled, the others are 0",
        ),
        Wrong("Z overwritten: only the last row", rows_last_only, named="Only the last row came back"),
        Wrong(
            "own softmax without keepdims",
            rows_without_keepdims,
            named="The sums lie along the row, so numpy divided each column by the sum of another row",
        ),
        Wrong(
            "later words hidden, which nobody asked for",
            rows_masked,
            named="You hid the later words with a mask",
        ),
        Wrong(
            "result of the division thrown away",
            rows_scaled_in_vain,
            named="You left out the division by √d_k.",
        ),
        Wrong(
            "two: columns, and not scaled",
            lambda Q, K, V: softmax(Q @ K.T, axis=0) @ V,
            named="two mistakes at once. You left out the division by √d_k. Your softmax ",
        ),
        Wrong(
            "two: √d_v, and K mixed",
            lambda Q, K, V: softmax(Q @ K.T / np.sqrt(V.shape[1])) @ K,
            named="two mistakes at once. You divided by the root of d_v, how many numbers",
        ),
    ],
    "repair-erased-weights": [
        Wrong(
            "softmax over what is left", lambda erased: softmax(erased), named="You took a softmax of weights"
        ),
        Wrong(
            "divided by the sums of the columns",
            lambda erased: erased / erased.sum(axis=0),
            named="You divided by the sums of the columns (axis=0)",
        ),
        Wrong(
            "keepdims missing",
            lambda erased: erased / erased.sum(axis=1),
            named="The sums lie along the row, so numpy divided each column by the sum of another row",
        ),
        Wrong(
            "divided by the sum of the whole table",
            lambda erased: erased / erased.sum(),
            named="You divided by the sum of the whole table",
        ),
        Wrong(
            "missing part put on the diagonal",
            repair_on_the_diagonal,
            named="You gave what is missing to the word itself",
        ),
        Wrong(
            "missing part shared evenly, not in proportion",
            repair_missing_part_shared_evenly,
            named="You shared out what is missing evenly among the words that are left",
        ),
        Wrong(
            "even weights over what is allowed",
            lambda erased: np.tri(len(erased)) / np.arange(1, len(erased) + 1)[:, None],
            named="You gave every word that is left the same weight",
        ),
        Wrong("changed the table that was given", repair_in_place, named="", said="make a new array instead"),
        Wrong(
            "return inside the loop: only the first row",
            repair_first_row_only,
            named="Only the first row is repaired",
        ),
        Wrong(
            "softmax with -inf: weights taken for scores",
            lambda e: softmax(np.where(e > 0, e, -np.inf)),
            named="You took a second softmax of the weights that are left",
        ),
        Wrong(
            "divided by the largest of the row",
            lambda e: e / e.max(axis=1, keepdims=True),
            named="You divided by the largest weight of each row",
        ),
        Wrong(
            "divided by the mean, not the sum",
            lambda e: e / e.mean(axis=1, keepdims=True),
            named="You divided by the mean of the row",
        ),
        Wrong(
            "returned what was given",
            lambda erased: erased,
            named="Nothing is repaired: the rows do not add up to 1 yet.",
        ),
        Wrong(
            "multiplied by the sum",
            lambda e: e * e.sum(axis=1, keepdims=True),
            named="You multiplied by the sum of the row",
        ),
        Wrong(
            "upper part kept, not the lower",
            lambda e: np.triu(e) / np.triu(e).sum(axis=1, keepdims=True),
            named="You kept what stands above the diagonal",
        ),
    ],
    "look-back": [
        Wrong(
            "one too few: itself counted among the back",
            lambda s, back: where_allowed(s, band(s, back - 1)),
            named="One word is missing at the far end",
        ),
        Wrong(
            "one too many",
            lambda s, back: where_allowed(s, band(s, back + 1)),
            named="You allow one word too many at the far end.",
        ),
        Wrong(
            "later words too: both sides",
            lambda s, back: where_allowed(s, np.abs(steps_back(s)) <= back),
            named="Your words look in both directions",
        ),
        Wrong(
            "looks ahead, not back",
            lambda s, back: where_allowed(s, band(s, back).T),
            named="Your words look ahead instead of back",
        ),
        Wrong(
            "all earlier words, back ignored",
            lambda s, back: where_allowed(s, steps_back(s) >= 0),
            named="You stopped words from looking ahead, but they still look back as far as they like.",
        ),
        Wrong(
            "no word may look at itself",
            lambda s, back: where_allowed(s, band(s, back) & (steps_back(s) > 0)),
            named="Your first row allows nobody",
        ),
        Wrong(
            "mask upside down",
            lambda s, back: where_allowed(s, ~band(s, back)),
            named="Your mask is the wrong way round",
        ),
        Wrong(
            "0 written for -inf",
            lambda s, back: softmax(np.where(band(s, back), s, 0)),
            named="You gave forbidden cells the score 0",
        ),
        Wrong(
            "erased after the softmax",
            lambda s, back: np.where(band(s, back), softmax(s), 0),
            named="You wrote zeros after the softmax, so the rows no longer add up to 1",
        ),
        Wrong(
            "2 of the card written down",
            lambda s, back: where_allowed(s, band(s, 2)),
            named="You always looked 2 words back, as in the example",
        ),
        Wrong(
            "start of the slice below 0",
            back_negative_start,
            lucky=True,
            named="In the first rows i - back is below 0, and such a slice is empty, so each looks at itself alone",
        ),
        Wrong(
            "0 × -inf: not a number",
            back_times_minus_infinity,
            named="0 × −∞ is not a number, so the allowed scores are lost",
        ),
        Wrong(
            "returned the mask", lambda s, back: band(s, back), named="You returned the table of yes and no"
        ),
        Wrong(
            "softmax left out",
            lambda s, back: np.where(band(s, back), s, -np.inf),
            named="You returned the masked scores",
        ),
        Wrong(
            "softmax down the columns",
            lambda s, back: softmax(np.where(band(s, back), s, -np.inf), axis=0),
            named="Your softmax runs down the columns (axis=0)",
        ),
        Wrong(
            "scaled once more",
            lambda s, back: where_allowed(s / np.sqrt(len(s)), band(s, back)),
            named="You divided once more: the scores are scaled already.",
        ),
        Wrong(
            "far words allowed, near ones not",
            lambda s, back: where_allowed(s, steps_back(s) >= back),
            named="Your first row allows nobody",
        ),
        Wrong(
            "two: later words too, one too few",
            lambda s, back: where_allowed(s, np.abs(steps_back(s)) < back),
            named="Your words look in both directions, and one word is missing at the far end.",
        ),
        Wrong(
            "two: late mask, one too many",
            lambda s, back: np.where(band(s, back + 1), softmax(s), 0),
            named="two mistakes at once. You allow one word too many at the far end. The ",
        ),
    ],
    "newest-word": [
        Wrong(
            "first word asks",
            lambda X, *W: newest_with(X[0], X, *W),
            named="You took the first word. The newest stands in the last row, ",
        ),
        Wrong(
            "last but one asks",
            lambda X, *W: newest_with(X[-2], X, *W),
            named="You took the last word but one",
        ),
        Wrong(
            "its own key and value left out",
            newest_without_itself,
            lucky=True,
            named="The newest word is left out of those that are asked",
        ),
        Wrong("not scaled", newest_last_row_of_unscaled_table, named="You left out the division by √d_k."),
        Wrong(
            "query and key matrices swapped",
            lambda X, Wq, Wk, Wv: newest_with(X[-1], X, Wk, Wq, Wv),
            named="W_query and W_key seem to have changed places.",
        ),
        Wrong(
            "keys made with W_query",
            lambda X, Wq, Wk, Wv: newest_with(X[-1], X, Wq, Wq, Wv),
            named="You made the keys with W_query",
        ),
        Wrong(
            "values made with W_key",
            lambda X, Wq, Wk, Wv: newest_with(X[-1], X, Wq, Wk, Wk),
            named="You mixed the keys. Keys decide where to look; what is mixed",
        ),
        Wrong(
            "X overwritten by the keys, so keys are mixed",
            newest_X_overwritten,
            named="You mixed the keys. Keys decide where to look; what is mixed",
        ),
        Wrong(
            "returned all rows of Z",
            lambda X, Wq, Wk, Wv: attention(X @ Wq, X @ Wk, X @ Wv),
            named="You computed every row of Z",
        ),
        Wrong(
            "a table with one row, not a row",
            lambda X, Wq, Wk, Wv: attention(X[-1:] @ Wq, X @ Wk, X @ Wv),
            named="X[-1:] is a table with one row, so z came out as a table too",
        ),
        Wrong(
            "x mixed, not the values",
            lambda X, Wq, Wk, Wv: softmax(X @ Wk @ (X[-1] @ Wq) / np.sqrt(Wk.shape[1])) @ X,
            named="You mixed the words themselves",
        ),
        Wrong(
            "√d_model",
            lambda X, Wq, Wk, Wv: softmax(X @ Wk @ (X[-1] @ Wq) / np.sqrt(X.shape[1])) @ (X @ Wv),
            named="You divided by the root of d_model, the length of a row of X",
        ),
        Wrong(
            "√d_v",
            lambda X, Wq, Wk, Wv: softmax(X @ Wk @ (X[-1] @ Wq) / np.sqrt(Wv.shape[1])) @ (X @ Wv),
            named="You divided by the root of d_v, how many numbers a value has",
        ),
        Wrong(
            "only its own value",
            lambda X, Wq, Wk, Wv: X[-1] @ Wv,
            named="Only the value of the newest word came out",
        ),
        Wrong(
            "returned the weights",
            lambda X, Wq, Wk, Wv: softmax(X @ Wk @ (X[-1] @ Wq) / np.sqrt(Wk.shape[1])),
            named="You stopped at the weights",
        ),
        Wrong(
            "softmax left out",
            lambda X, Wq, Wk, Wv: (X @ Wk @ (X[-1] @ Wq) / np.sqrt(Wk.shape[1])) @ (X @ Wv),
            named="These are no weights yet: the softmax is missing.",
        ),
        Wrong(
            "two: first word asks, not scaled",
            lambda X, Wq, Wk, Wv: softmax(X @ Wk @ (X[0] @ Wq)) @ (X @ Wv),
            named="two mistakes at once. You left out the division by √d_k. You took the ",
        ),
        Wrong(
            "two: own key left out, last but one asks",
            lambda X, *W: newest_with(X[-2], X[:-1], *W),
            named="two mistakes at once. You took the last word but one. The newest stand",
        ),
    ],
}

RIGHT = {
    "all-words-at-once": [
        rows_by_loop,
        attention,
        lambda Q, K, V: np.einsum("qk,kv->qv", softmax(np.einsum("qd,kd->qk", Q, K) / K.shape[1] ** 0.5), V),
        lambda Q, K, V: (V.T @ softmax(K @ Q.T / np.sqrt(len(K[0])), axis=0)).T,
        lambda Q, K, V: attention(*(one.astype(np.float32) for one in (Q, K, V))),
        lambda Q, K, V: [softmax(K @ q * q.size**-0.5) @ V for q in Q],
    ],
    "repair-erased-weights": [
        repair_by_loop,
        lambda erased: erased / erased.sum(axis=1, keepdims=True),
        lambda erased: (erased.T / erased.sum(axis=1)).T,
        lambda erased: np.diag(1 / erased.sum(axis=1)) @ erased,
        lambda erased: softmax(np.log(erased)),
        repair_all_but_the_last_row,
        lambda erased: np.asfortranarray(erased) / np.einsum("ij->i", erased)[:, np.newaxis],
    ],
    "look-back": [
        back_by_loop,
        lambda s, back: where_allowed(s, band(s, back)),
        lambda s, back: softmax(s + np.where(np.tri(len(s)) - np.tri(len(s), k=-back - 1) == 1, 0, -1e9)),
        lambda s, back: where_allowed(s, np.triu(np.tril(np.ones(s.shape)), -back) > 0),
        lambda s, back: band(s, back) * np.exp(s) / (band(s, back) * np.exp(s)).sum(axis=1, keepdims=True),
    ],
    "newest-word": [
        newest_by_loop,
        lambda X, *W: newest_with(X[-1], X, *W),
        lambda X, Wq, Wk, Wv: attention(X @ Wq, X @ Wk, X @ Wv)[-1],
        lambda X, Wq, Wk, Wv: softmax(X[-1] @ (Wq @ Wk.T) @ X.T / np.sqrt(Wk.shape[1])) @ X @ Wv,
        lambda X, Wq, Wk, Wv: list(np.ravel(attention(X[-1:] @ Wq, X @ Wk, X @ Wv))),
    ],
}
