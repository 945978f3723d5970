"""Unseen answers to the exercises of notebook 6."""

import numpy as np

from helpers.attention import attention_weights, causal_mask, self_attention, softmax
from tests.exercises.unseen import Tensor, answers_to


def shared(scores):
    raised = np.exp(scores)
    return raised / raised.sum(axis=-1, keepdims=True)


wrong, right = answers_to("all-words-at-once")

wrong("not scaled", "You left out the division by √d_k.")(lambda Q, K, V: softmax(Q @ K.T) @ V)
wrong("softmax down the columns", "Your softmax runs down the columns (axis=0)")(
    lambda Q, K, V: softmax(Q @ K.T / np.sqrt(Q.shape[1]), axis=0) @ V
)
wrong("√d_v, not √d_k", "You divided by the root of d_v")(
    lambda Q, K, V: softmax(Q @ K.T / np.sqrt(V.shape[1])) @ V
)
wrong("√n_tokens", "You divided by the root of the number of words")(
    lambda Q, K, V: softmax(Q @ K.T / np.sqrt(len(Q))) @ V
)
wrong("d_k, not its root", "You divided by d_k")(lambda Q, K, V: softmax(Q @ K.T / K.shape[1]) @ V)
wrong("scaled after the softmax", "You divided after the softmax")(
    lambda Q, K, V: softmax(Q @ K.T) / np.sqrt(K.shape[1]) @ V
)
wrong("weights transposed before the mix", "You turned the table of weights over")(
    lambda Q, K, V: softmax(Q @ K.T / np.sqrt(K.shape[1])).T @ V
)
wrong("keys ask: Q and K swapped", "You let the keys ask and the queries answer")(
    lambda Q, K, V: attention(K, Q, V)
)
wrong(".T missing at K", "Each row of Q must meet each row of K")(
    lambda Q, K, V: softmax(Q @ K / np.sqrt(K.shape[1])) @ V
)
wrong("K mixed instead of V", "You mixed the keys")(lambda Q, K, V: attention(Q, K, K))
wrong("softmax left out", "These are no weights yet")(lambda Q, K, V: Q @ K.T / np.sqrt(K.shape[1]) @ V)
wrong("returned the weights", "You stopped at the weights")(
    lambda Q, K, V: softmax(Q @ K.T / np.sqrt(K.shape[1]))
)
wrong("softmax at the very end", "two mistakes at once. These are no weights yet: the softmax is missing")(
    lambda Q, K, V: softmax(Q @ K.T / np.sqrt(K.shape[1]) @ V)
)
wrong("V left of the weights", "The order matters")(
    lambda Q, K, V: V @ softmax(Q @ K.T / np.sqrt(K.shape[1]))
)
wrong("scaled twice", "You divided by d_k")(
    lambda Q, K, V: softmax(Q @ K.T / np.sqrt(K.shape[1]) / np.sqrt(K.shape[1])) @ V
)
wrong("multiplied by √d_k", "You multiplied by √d_k instead of dividing")(
    lambda Q, K, V: softmax(Q @ K.T * np.sqrt(K.shape[1])) @ V
)


@wrong("return inside the loop: other rows 0", "Only the first row is filled, the others are 0")
def rows_first_only(Q, K, V):
    Z = np.zeros((len(Q), V.shape[1]))
    for i, q in enumerate(Q):
        Z[i] = softmax(K @ q / np.sqrt(len(q))) @ V
        return Z


@wrong("Z overwritten: only the last row", "Only the last row came back")
def rows_last_only(Q, K, V):
    for q in Q:
        Z = softmax(K @ q / np.sqrt(len(q))) @ V
    return Z


@wrong("own softmax without keepdims", "The sums lie along the row")
def rows_without_keepdims(Q, K, V):
    raised = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    return raised / raised.sum(axis=1) @ V


@wrong("later words hidden, which nobody asked for", "You hid the later words with a mask")
def rows_masked(Q, K, V):
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    return softmax(np.where(np.tri(len(Q)) > 0, scores, -np.inf)) @ V


@wrong("result of the division thrown away", "You left out the division by √d_k.")
def rows_scaled_in_vain(Q, K, V):
    scores = Q @ K.T
    scores / np.sqrt(Q.shape[1])
    return softmax(scores) @ V


wrong(
    "two: columns, and not scaled", "two mistakes at once. You left out the division by √d_k. Your softmax "
)(lambda Q, K, V: softmax(Q @ K.T, axis=0) @ V)
wrong("two: √d_v, and K mixed", "two mistakes at once. You divided by the root of d_v, how many numbers")(
    lambda Q, K, V: softmax(Q @ K.T / np.sqrt(V.shape[1])) @ K
)
wrong("scale inside the exponent of V", "You divided the values")(
    lambda Q, K, V: softmax(Q @ K.T) @ (V / np.sqrt(V.shape[1]))
)
wrong("root of all numbers of K", "You divided by the root of all numbers of K")(
    lambda Q, K, V: softmax(Q @ K.T / np.sqrt(K.size)) @ V
)
wrong("softmax of Q and K each", "You took a softmax of Q and of K")(
    lambda Q, K, V: softmax(Q) @ softmax(K).T / np.sqrt(K.shape[1]) @ V
)
wrong("// for /", "// cuts the decimals of the scores off")(
    lambda Q, K, V: softmax(Q @ K.T // np.sqrt(K.shape[1])) @ V
)
wrong("a tensor of another library", "", said="got a Tensor")(
    lambda Q, K, V: Tensor(softmax(Q @ K.T / np.sqrt(K.shape[1])) @ V)
)


@right
def rows_by_loop(Q, K, V):
    Z = []
    for q in Q:
        scores = np.array([q @ k for k in K]) / len(q) ** 0.5
        raised = np.exp(scores - scores.max())
        Z.append(sum(w * v for w, v in zip(raised / raised.sum(), V)))
    return np.array(Z)


@right
def attention(Q, K, V):
    return softmax(Q @ K.T / np.sqrt(Q.shape[1])) @ V


right(
    lambda Q, K, V: np.einsum("qk,kv->qv", softmax(np.einsum("qd,kd->qk", Q, K) / K.shape[1] ** 0.5), V),
    lambda Q, K, V: (V.T @ softmax(K @ Q.T / np.sqrt(len(K[0])), axis=0)).T,
    lambda Q, K, V: attention(*(one.astype(np.float32) for one in (Q, K, V))),
    lambda Q, K, V: [softmax(K @ q * q.size**-0.5) @ V for q in Q],
    lambda Q, K, V: np.asmatrix(shared(Q @ K.T / np.sqrt(Q.shape[1]))) @ V,
)


wrong, right = answers_to("repair-erased-weights")

wrong("softmax over what is left", "You took a softmax of weights")(lambda erased: softmax(erased))
wrong("divided by the sums of the columns", "You divided by the sums of the columns (axis=0)")(
    lambda erased: erased / erased.sum(axis=0)
)
wrong("keepdims missing", "The sums lie along the row")(lambda erased: erased / erased.sum(axis=1))
wrong("divided by the sum of the whole table", "You divided by the sum of the whole table")(
    lambda erased: erased / erased.sum()
)
wrong("missing part put on the diagonal", "You gave what is missing to the word itself")(
    lambda erased: erased + np.diag(1 - erased.sum(axis=1))
)


@wrong(
    "missing part shared evenly, not in proportion",
    "You shared out what is missing evenly among the words that are left",
)
def repair_missing_part_shared_evenly(erased):
    allowed = np.tri(len(erased))
    missing = 1 - erased.sum(axis=1, keepdims=True)
    return erased + allowed * missing / allowed.sum(axis=1, keepdims=True)


wrong("even weights over what is allowed", "You gave every word that is left the same weight")(
    lambda erased: np.tri(len(erased)) / np.arange(1, len(erased) + 1)[:, None]
)


@wrong("changed the table that was given", "", said="make a new array instead")
def repair_in_place(erased):
    erased /= erased.sum(axis=1, keepdims=True)
    return erased


@wrong("return inside the loop: only the first row", "Only the first row is repaired")
def repair_first_row_only(erased):
    weights = erased.copy()
    for i in range(len(erased)):
        weights[i] = erased[i] / erased[i].sum()
        return weights


wrong(
    "softmax with -inf: weights taken for scores", "You took a second softmax of the weights that are left"
)(lambda e: softmax(np.where(e > 0, e, -np.inf)))
wrong("divided by the largest of the row", "You divided by the largest weight of each row")(
    lambda e: e / e.max(axis=1, keepdims=True)
)
wrong("divided by the mean, not the sum", "You divided by the mean of the row")(
    lambda e: e / e.mean(axis=1, keepdims=True)
)
wrong("returned what was given", "Nothing is repaired")(lambda erased: erased)
wrong("multiplied by the sum", "You multiplied by the sum of the row")(
    lambda e: e * e.sum(axis=1, keepdims=True)
)
wrong("upper part kept, not the lower", "You kept what stands above the diagonal")(
    lambda e: np.triu(e) / np.triu(e).sum(axis=1, keepdims=True)
)


@wrong("table of whole numbers", "")
def weights_into_a_table_of_whole_numbers(erased):
    weights = np.zeros(erased.shape, dtype=int)
    for i, row in enumerate(erased):
        weights[i] = row / row.sum()
    return weights


wrong("clipped to 1 after dividing by the smallest", "")(lambda e: np.minimum(e / e[:, :1], 1))


@wrong("what is missing put on the diagonal", "You gave what is missing to the word itself")
def erased_on_the_diagonal(erased):
    weights = erased.copy()
    for row in range(len(weights)):
        weights[row, row] += 1 - weights[row].sum()
    return weights


@right
def repair_all_but_the_last_row(erased):  # from which nothing was erased
    weights = erased.copy()
    for i in range(len(erased) - 1):
        weights[i] = erased[i] / erased[i].sum()
    return weights


right(
    lambda erased: np.array([[w / sum(row) for w in row] for row in erased]),
    lambda erased: erased / erased.sum(axis=1, keepdims=True),
    lambda erased: (erased.T / erased.sum(axis=1)).T,
    lambda erased: np.diag(1 / erased.sum(axis=1)) @ erased,
    lambda erased: softmax(np.log(erased)),
    lambda erased: np.asfortranarray(erased) / np.einsum("ij->i", erased)[:, np.newaxis],
    lambda erased: np.ma.array(erased / erased.sum(axis=1, keepdims=True)),
)


def where_allowed(scores, allowed):
    return softmax(np.where(allowed, scores, -np.inf))


def steps_back(scores):
    places = np.arange(len(scores))
    return places[:, None] - places[None]


def band(scores, back):
    return (steps_back(scores) >= 0) & (steps_back(scores) <= back)


wrong, right = answers_to("look-back")

wrong("one too few: itself counted among the back", "One word is missing at the far end")(
    lambda s, back: where_allowed(s, band(s, back - 1))
)
wrong("one too many", "You allow one word too many at the far end.")(
    lambda s, back: where_allowed(s, band(s, back + 1))
)
wrong("later words too: both sides", "Your words look in both directions")(
    lambda s, back: where_allowed(s, np.abs(steps_back(s)) <= back)
)
wrong("looks ahead, not back", "Your words look ahead instead of back")(
    lambda s, back: where_allowed(s, band(s, back).T)
)
wrong("all earlier words, back ignored", "You stopped words from looking ahead")(
    lambda s, back: where_allowed(s, steps_back(s) >= 0)
)
wrong("no word may look at itself", "Your first row allows nobody")(
    lambda s, back: where_allowed(s, band(s, back) & (steps_back(s) > 0))
)
wrong("mask upside down", "Your mask is the wrong way round")(
    lambda s, back: where_allowed(s, ~band(s, back))
)
wrong("0 written for -inf", "You gave forbidden cells the score 0")(
    lambda s, back: softmax(np.where(band(s, back), s, 0))
)
wrong("erased after the softmax", "You wrote zeros after the softmax")(
    lambda s, back: np.where(band(s, back), softmax(s), 0)
)
wrong("2 of the card written down", "You always looked 2 words back, as in the example")(
    lambda s, back: where_allowed(s, band(s, 2))
)


@wrong(
    "start of the slice below 0",
    "In the first rows i - back is below 0, and such a slice is empty, so each looks at itself alone",
    lucky=True,
)
def back_negative_start(scaled_scores, back):
    allowed = np.zeros(scaled_scores.shape, bool)
    for i in range(len(allowed)):
        allowed[i, i - back : i + 1] = True
    allowed[np.arange(len(allowed)), np.arange(len(allowed))] = True
    return where_allowed(scaled_scores, allowed)


@wrong("0 × -inf: not a number", "0 × −∞ is not a number, so the allowed scores are lost")
def back_times_minus_infinity(scaled_scores, back):
    forbidden = ~band(scaled_scores, back)
    return softmax(scaled_scores + forbidden * -np.inf)


wrong("returned the mask", "You returned the table of yes and no")(lambda s, back: band(s, back))
wrong("softmax left out", "You returned the masked scores")(
    lambda s, back: np.where(band(s, back), s, -np.inf)
)
wrong("softmax down the columns", "Your softmax runs down the columns (axis=0)")(
    lambda s, back: softmax(np.where(band(s, back), s, -np.inf), axis=0)
)
wrong("scaled once more", "You divided once more: the scores are scaled already.")(
    lambda s, back: where_allowed(s / np.sqrt(len(s)), band(s, back))
)
wrong("far words allowed, near ones not", "Your first row allows nobody")(
    lambda s, back: where_allowed(s, steps_back(s) >= back)
)
wrong(
    "two: later words too, one too few",
    "Your words look in both directions, and one word is missing at the far end.",
)(lambda s, back: where_allowed(s, np.abs(steps_back(s)) < back))
wrong(
    "two: late mask, one too many", "two mistakes at once. You allow one word too many at the far end. The "
)(lambda s, back: np.where(band(s, back + 1), softmax(s), 0))


@wrong("works for the card's size only: an assert", "", said="AssertionError")
def back_refuses(scaled_scores, back):
    assert scaled_scores.shape == (5, 5), "the card has 5 words"
    return softmax(scaled_scores)


wrong("band of -inf added twice: above and own", "You set the score of the word itself to 0")(
    lambda s, back: softmax(
        np.where(
            np.tri(len(s), k=-1) - np.tri(len(s), k=-back - 1) == 1,
            s,
            np.where(np.eye(len(s)) == 1, 0, -np.inf),
        )
    )
)
wrong("every back-th word", "You let a word look at every back-th word")(
    lambda s, back: softmax(
        np.where(
            np.tri(len(s)) * ((np.arange(len(s))[:, None] - np.arange(len(s))) % back == 0) == 1, s, -np.inf
        )
    )
)
wrong("softly: distance subtracted", "You lowered scores with the distance")(
    lambda s, back: softmax(
        np.where(np.tri(len(s)) == 1, s - (np.arange(len(s))[:, None] - np.arange(len(s))) / back, -np.inf)
    )
)


@right
def back_by_loop(scaled_scores, back):
    weights = np.zeros(scaled_scores.shape)
    for i, row in enumerate(scaled_scores):
        first = max(0, i - back)
        raised = np.exp(row[first : i + 1] - row[first : i + 1].max())
        weights[i, first : i + 1] = raised / raised.sum()
    return weights


@right
def two_triangles(scaled_scores, back):
    allowed = np.tril(np.ones(scaled_scores.shape)) * np.triu(np.ones(scaled_scores.shape), -back)
    return attention_weights(scaled_scores, allowed == 1)


right(
    lambda s, back: where_allowed(s, band(s, back)),
    lambda s, back: softmax(s + np.where(np.tri(len(s)) - np.tri(len(s), k=-back - 1) == 1, 0, -1e9)),
    lambda s, back: where_allowed(s, np.triu(np.tril(np.ones(s.shape)), -back) > 0),
    lambda s, back: band(s, back) * np.exp(s) / (band(s, back) * np.exp(s)).sum(axis=1, keepdims=True),
)


def newest_with(query_row, X, W_query, W_key, W_value):
    q = query_row @ W_query
    return softmax(X @ W_key @ q / np.sqrt(len(q))) @ (X @ W_value)


wrong, right = answers_to("newest-word")

wrong("first word asks", "You took the first word")(lambda X, *W: newest_with(X[0], X, *W))
wrong("last but one asks", "You took the last word but one")(lambda X, *W: newest_with(X[-2], X, *W))
wrong("its own key and value left out", "The newest word is left out of those that are asked", lucky=True)(
    lambda X, W_query, W_key, W_value: newest_with(X[-1], X[:-1], W_query, W_key, W_value)
)


@wrong("not scaled", "You left out the division by √d_k.")
def newest_last_row_of_unscaled_table(X, W_query, W_key, W_value):
    Q, K, V = X @ W_query, X @ W_key, X @ W_value
    return (softmax(Q @ K.T) @ V)[-1]


wrong("query and key matrices swapped", "W_query and W_key seem to have changed places.")(
    lambda X, Wq, Wk, Wv: newest_with(X[-1], X, Wk, Wq, Wv)
)
wrong("keys made with W_query", "You made the keys with W_query")(
    lambda X, Wq, Wk, Wv: newest_with(X[-1], X, Wq, Wq, Wv)
)
wrong("values made with W_key", "You mixed the keys")(lambda X, Wq, Wk, Wv: newest_with(X[-1], X, Wq, Wk, Wk))


@wrong("X overwritten by the keys, so keys are mixed", "You mixed the keys")
def newest_X_overwritten(X, W_query, W_key, W_value):
    q = X[-1] @ W_query
    X = X @ W_key
    weights = softmax(X @ q / np.sqrt(len(q)))
    return weights @ X


wrong("returned all rows of Z", "You computed every row of Z")(
    lambda X, Wq, Wk, Wv: attention(X @ Wq, X @ Wk, X @ Wv)
)
wrong("a table with one row, not a row", "X[-1:] is a table with one row")(
    lambda X, Wq, Wk, Wv: attention(X[-1:] @ Wq, X @ Wk, X @ Wv)
)
wrong("x mixed, not the values", "You mixed the words themselves")(
    lambda X, Wq, Wk, Wv: softmax(X @ Wk @ (X[-1] @ Wq) / np.sqrt(Wk.shape[1])) @ X
)
wrong("√d_model", "You divided by the root of d_model")(
    lambda X, Wq, Wk, Wv: softmax(X @ Wk @ (X[-1] @ Wq) / np.sqrt(X.shape[1])) @ (X @ Wv)
)
wrong("√d_v", "You divided by the root of d_v")(
    lambda X, Wq, Wk, Wv: softmax(X @ Wk @ (X[-1] @ Wq) / np.sqrt(Wv.shape[1])) @ (X @ Wv)
)
wrong("only its own value", "Only the value of the newest word came out")(lambda X, Wq, Wk, Wv: X[-1] @ Wv)
wrong("returned the weights", "You stopped at the weights")(
    lambda X, Wq, Wk, Wv: softmax(X @ Wk @ (X[-1] @ Wq) / np.sqrt(Wk.shape[1]))
)
wrong("softmax left out", "These are no weights yet: the softmax is missing.")(
    lambda X, Wq, Wk, Wv: (X @ Wk @ (X[-1] @ Wq) / np.sqrt(Wk.shape[1])) @ (X @ Wv)
)
wrong(
    "two: first word asks, not scaled",
    "two mistakes at once. You left out the division by √d_k. You took the ",
)(lambda X, Wq, Wk, Wv: softmax(X @ Wk @ (X[0] @ Wq)) @ (X @ Wv))
wrong(
    "two: own key left out, last but one asks",
    "two mistakes at once. You took the last word but one. The newest stand",
)(lambda X, *W: newest_with(X[-2], X[:-1], *W))


@wrong("late mask, own key lost", "You erased the newest word's own weight after the softmax", lucky=True)
def newest_with_late_mask(X, W_query, W_key, W_value):
    Q, K, V = X @ W_query, X @ W_key, X @ W_value
    weights = softmax(Q @ K.T / np.sqrt(K.shape[1])) * np.tri(len(X), k=-1)
    return weights[-1] @ V


@wrong("x mixed and cut to d_v", "You mixed the words themselves, cut to d_v numbers")
def newest_values_of_x(X, W_query, W_key, W_value):
    q, K = X[-1] @ W_query, X @ W_key
    weights = softmax(K @ q / np.sqrt(len(q)))
    return (weights @ X)[: W_value.shape[1]]


wrong("mean of the values", "You gave every word the same weight")(lambda X, q, k, v: (X @ v).mean(axis=0))


@wrong("root of the number of words", "You divided by the root of the number of words")
def newest_scaled_by_words(X, W_query, W_key, W_value):
    q, K, V = X[-1] @ W_query, X @ W_key, X @ W_value
    return softmax(q @ K.T / np.sqrt(len(K))) @ V


@right
def newest_by_loop(X, W_query, W_key, W_value):
    q = X[-1] @ W_query
    scores = np.array([q @ (x @ W_key) for x in X]) / len(q) ** 0.5
    raised = np.exp(scores - scores.max())
    return sum(w * (x @ W_value) for w, x in zip(raised / raised.sum(), X))


@right
def all_masked(X, W_query, W_key, W_value):
    return self_attention(X, W_query, W_key, W_value, causal_mask(len(X))).context[-1]


right(
    lambda X, *W: newest_with(X[-1], X, *W),
    lambda X, Wq, Wk, Wv: attention(X @ Wq, X @ Wk, X @ Wv)[-1],
    lambda X, Wq, Wk, Wv: softmax(X[-1] @ (Wq @ Wk.T) @ X.T / np.sqrt(Wk.shape[1])) @ X @ Wv,
    lambda X, Wq, Wk, Wv: list(np.ravel(attention(X[-1:] @ Wq, X @ Wk, X @ Wv))),
)
