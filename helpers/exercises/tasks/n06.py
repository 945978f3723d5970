"""Notebook 6: all words at once, and masks."""

import numpy as np

from helpers.attention import softmax
from helpers.exercises.task import Task


def all_words_at_once(Q, K, V):
    weights = softmax(Q @ K.T / np.sqrt(K.shape[1]))
    return weights @ V


def repair(erased):
    return erased / erased.sum(axis=1, keepdims=True)


def look_back(scaled_scores, back):
    everyone = np.ones(scaled_scores.shape, dtype=bool)
    allowed = np.tril(everyone) & ~np.tril(everyone, -back - 1)
    return softmax(np.where(allowed, scaled_scores, -np.inf))


def newest_word(X, W_query, W_key, W_value):
    q, K, V = X[-1] @ W_query, X @ W_key, X @ W_value
    weights = softmax(K @ q / np.sqrt(len(q)))
    return weights @ V


def _sentence(rng):
    n_tokens, d_k, d_v = rng.choice([3, 7, 8]), rng.choice([2, 5]), rng.choice([4, 6])
    return {name: rng.normal(size=(n_tokens, width)) for name, width in (("Q", d_k), ("K", d_k), ("V", d_v))}


def _erased(rng):
    n_tokens = rng.integers(4, 8)
    return {"erased": np.tril(softmax(rng.normal(size=(n_tokens, n_tokens))))}


def _to_look_back(rng):
    n_tokens = rng.integers(7, 11)
    return {
        "scaled_scores": rng.normal(size=(n_tokens, n_tokens)),
        "back": int(rng.choice([1, 3, 4])),
    }


def _new_sentence(rng):
    n_tokens, d_model = rng.choice([5, 7]), rng.choice([8, 9])
    d_k, d_v = rng.choice([2, 4]), rng.choice([3, 6])
    widths = {"W_query": d_k, "W_key": d_k, "W_value": d_v}
    W = {name: rng.normal(size=(d_model, width)) for name, width in widths.items()}
    return {"X": rng.normal(size=(n_tokens, d_model)), **W}


def _window(scaled_scores, first, last):
    """Let each word look from `first` words before itself to `last` words before itself."""
    asks, asked = np.indices(scaled_scores.shape)
    allowed = (asks - asked <= first) & (asks - asked >= last)
    return softmax(np.where(allowed, scaled_scores, -np.inf))


def _empty_slices(scaled_scores, back):
    weights = np.zeros(scaled_scores.shape)
    for i in range(len(weights)):
        weights[i, i - back : i + 1] = softmax(scaled_scores[i, i - back : i + 1])
    return weights


def _newest(X, W_query, W_key, W_value, divisor=None, word=-1, values=None):
    q, K = X[word] @ W_query, X @ W_key
    values = X @ W_value if values is None else values
    return softmax(K @ q / (divisor or np.sqrt(len(q)))) @ values


TASKS = [
    Task(
        "all-words-at-once",
        notebook=6,
        minutes=5,
        level="easy",
        goal="Compute Z for every word, without a loop: scores, scaled, softmax along each row, then the mix of the values.",
        takes={
            "Q": "[n_tokens, d_k], a query for each word",
            "K": "[n_tokens, d_k], a key for each word",
            "V": "[n_tokens, d_v], a value for each word",
        },
        gives={"Z": "[n_tokens, d_v], a row for each word"},
        inputs=_sentence,
        example={
            "Q": np.array([[3.0, 2, 2], [2, 1, 3]]),
            "K": np.array([[2.0, 2, 1], [1, 3, 2]]),
            "V": np.array([[2.0, 1, 2], [3, 3, 1]]),
        },
        solution=all_words_at_once,
        mistakes={
            "Each row of Q must meet each row of K: that is Q @ K.T, with @ and with .T.": lambda Q, K, V: (
                Q @ K
            ),
            "You left out the division by √d_k.": lambda Q, K, V: softmax(Q @ K.T) @ V,
            "You multiplied by √d_k instead of dividing: that makes the scores larger.": lambda Q, K, V: (
                softmax(Q @ K.T * np.sqrt(K.shape[1])) @ V
            ),
            "You divided by 8. That is √64, and here a key has fewer numbers: divide by the root of K.shape[1].": lambda Q, K, V: (
                softmax(Q @ K.T / 8) @ V
            ),
            "You divided after the softmax. Scores are divided before it, so that they do not get too far apart.": lambda Q, K, V: (
                softmax(Q @ K.T) / np.sqrt(K.shape[1]) @ V
            ),
            "You divided by d_k itself, not by its root.": lambda Q, K, V: softmax(Q @ K.T / K.shape[1]) @ V,
            "You divided by the root of the number of words: len(Q) counts the rows. d_k is the length of one row.": (
                lambda Q, K, V: softmax(Q @ K.T / np.sqrt(len(Q))) @ V
            ),
            "Your softmax runs down the columns (axis=0). Each word that asks is a row, and its row must add up to 1.": (
                lambda Q, K, V: softmax(Q @ K.T / np.sqrt(K.shape[1]), axis=0) @ V
            ),
            "You let the softmax share among all the scores of the table. Each row needs its own.": lambda Q, K, V: (
                softmax((Q @ K.T / np.sqrt(K.shape[1])).ravel()).reshape(len(Q), len(K)) @ V
            ),
            "You divided each score by the sum of its row. A softmax shares e to the power of the scores.": lambda Q, K, V: (
                Q @ K.T / (Q @ K.T).sum(axis=1, keepdims=True) @ V
            ),
            "These are no weights yet: the softmax is missing.": lambda Q, K, V: (
                Q @ K.T / np.sqrt(K.shape[1]) @ V
            ),
            "The order matters: each row of weights mixes the rows of V, so weights @ V.": lambda Q, K, V: (
                V @ softmax(Q @ K.T / np.sqrt(K.shape[1]))
            ),
            "You mixed the keys. Keys decide where to look; what is mixed are the values, V.": lambda Q, K, V: (
                softmax(Q @ K.T / np.sqrt(K.shape[1])) @ K
            ),
            "You let the keys ask and the queries answer: it is Q @ K.T, not K @ Q.T.": lambda Q, K, V: (
                softmax(K @ Q.T / np.sqrt(K.shape[1])) @ V
            ),
        },
        hints=(
            "Go from the inside of the formula to the outside: first the table of scores, [n_tokens, n_tokens].",
            "d_k is the length of a key, K.shape[1]. `softmax` works along each row by itself.",
            "weights = softmax(Q @ K.T / np.sqrt(K.shape[1])). Then mix the values: weights @ V.",
        ),
    ),
    Task(
        "repair-erased-weights",
        notebook=6,
        minutes=5,
        level="easy",
        goal=(
            "Someone erased the weights of later words after the softmax. You have only what is left, not the scores. "
            "Make of it the weights that −∞ before the softmax would have given."
        ),
        takes={"erased": "[n_tokens, n_tokens] (square), weights with zeros above the diagonal"},
        gives={"weights": "[n_tokens, n_tokens], every row adds up to 1"},
        inputs=_erased,
        example={"erased": np.array([[0.5, 0, 0], [0.2, 0.2, 0], [0.25, 0.25, 0.5]])},
        solution=repair,
        mistakes={
            "The sums lie along the row, so numpy divided each column by the sum of another row. keepdims=True keeps them in a column.": (
                lambda erased: erased / erased.sum(axis=1)
            ),
            "You divided by the sums of the columns (axis=0). The rows must add up to 1.": lambda erased: (
                erased / erased.sum(axis=0, keepdims=True)
            ),
            "You divided by the sum of the whole table: now all rows together add up to 1.": lambda erased: (
                erased / erased.sum()
            ),
            "You took a softmax of weights: that gives forbidden words e⁰ and changes the proportions.": lambda erased: (
                softmax(erased)
            ),
            "You took a second softmax of the weights that are left. It changes their proportions, which were right already.": (
                lambda erased: softmax(np.where(np.tril(np.ones(erased.shape)) > 0, erased, -np.inf))
            ),
            "You gave what is missing to the word itself. The words that are left share it in the proportions they have.": (
                lambda erased: erased + np.diag(1 - erased.sum(axis=1))
            ),
        },
        hints=(
            "Within a row the proportions are right already. Only the sum is wrong.",
            "Divide each row by its own sum.",
            "erased.sum(axis=1) has one number for each row; with keepdims=True it stays a column, one number beside each row.",
        ),
    ),
    Task(
        "look-back",
        notebook=6,
        minutes=10,
        level="medium",
        goal=(
            "Some models for long texts let a word look only at itself and at the few words just before it. "
            "Compute the weights when each word may look at itself and at the “back” words just before it, as far as there are any."
        ),
        takes={
            "scaled_scores": "[n_tokens, n_tokens] (square), divided by √d_k already",
            "back": "a whole number from 1: how many words back a word may look",
        },
        gives={"weights": "[n_tokens, n_tokens], every row adds up to 1"},
        inputs=_to_look_back,
        example={"scaled_scores": np.zeros((5, 5)), "back": 2},
        solution=look_back,
        mistakes={
            "You stopped words from looking ahead, but they still look back as far as they like.": lambda scaled_scores, back: (
                _window(scaled_scores, np.inf, 0)
            ),
            "One word is missing at the far end: a word may look at itself and at “back” words besides.": (
                lambda scaled_scores, back: _window(scaled_scores, back - 1, 0)
            ),
            "You allow one word too many at the far end.": lambda scaled_scores, back: _window(
                scaled_scores, back + 1, 0
            ),
            "Your words look ahead instead of back: rows ask, so a row's earlier words stand on its left.": (
                lambda scaled_scores, back: _window(scaled_scores, 0, -back)
            ),
            "Your words look in both directions. Words after the one that asks are forbidden, too.": lambda scaled_scores, back: (
                _window(scaled_scores, back, -back)
            ),
            "The second number of np.tril moves the edge: np.tril(table, back) lets words look ahead, and back to the start.": (
                lambda scaled_scores, back: _window(scaled_scores, np.inf, -back)
            ),
            "Your first rows allow nobody. np.tril(table, -back) keeps far words only; a slice from i - back begins below 0 there: take max(0, i - back).": (
                lambda scaled_scores, back: _window(scaled_scores, np.inf, back)
            ),
            "In the first rows i - back is below 0, and such a slice is empty: begin at max(0, i - back).": (
                lambda scaled_scores, back: _empty_slices(scaled_scores, back)
            ),
            "You made the scores of later words 0. That forbids nothing, for e⁰ is 1: write −np.inf.": lambda scaled_scores, back: (
                softmax(np.tril(scaled_scores))
            ),
            "You wrote zeros after the softmax, so the rows no longer add up to 1. Forbid before it, with −∞.": (
                lambda scaled_scores, back: softmax(scaled_scores) * (_window(scaled_scores, back, 0) > 0)
            ),
            "You gave forbidden cells the score 0. e⁰ is 1, so they still get weight: write −np.inf.": lambda scaled_scores, back: (
                softmax(np.where(_window(scaled_scores, back, 0) > 0, scaled_scores, 0))
            ),
        },
        hints=(
            "First make the table of yes and no. In row 4 (from 0) with back = 2, the columns 2, 3 and 4 are yes.",
            "np.tril keeps the lower left triangle. np.tril(table, -1) leaves out the diagonal as well, np.tril(table, -2) one more line.",
            "allowed = np.tril(everyone) & ~np.tril(everyone, -back - 1), where everyone = np.ones(scaled_scores.shape, dtype=bool). Then −∞ before the softmax.",
        ),
    ),
    Task(
        "newest-word",
        notebook=6,
        minutes=8,
        level="hard",
        goal=(
            "A model that writes has just added a word. With a causal mask no earlier row of Z changes, so compute "
            "only the last row of Z, from X and the three W. Do not compute the others."
        ),
        takes={
            "X": "[n_tokens, d_model], the newest word in the last row",
            "W_query": "[d_model, d_k]",
            "W_key": "[d_model, d_k]",
            "W_value": "[d_model, d_v]",
        },
        gives={"z": "[d_v], the last row of Z"},
        inputs=_new_sentence,
        example={
            "X": np.array([[1.0, 0, 2, 1], [2, 1, 0, 1], [0, 1, 1, 0]]),
            "W_query": np.array([[1.0, 0, 1], [0, 1, 0], [1, 1, 0], [0, 0, 1]]),
            "W_key": np.array([[0.0, 1, 0], [1, 0, 1], [1, 0, 0], [0, 1, 1]]),
            "W_value": np.array([[1.0, 1], [0, 1], [0, 0], [1, 0]]),
        },
        solution=newest_word,
        mistakes={
            "You divided by the root of d_model, the length of a row of X. Divide by √d_k: as many numbers as a query has.": lambda *given: (
                _newest(*given, divisor=np.sqrt(given[0].shape[1]))
            ),
            "You left out the division by √d_k.": lambda *given: _newest(*given, divisor=1),
            "You divided by the root of the number of words. Divide by √d_k: as many numbers as a query has.": lambda *given: (
                _newest(*given, divisor=np.sqrt(len(given[0])))
            ),
            "You divided by 8. That is √64, and here a query has fewer numbers.": lambda *given: _newest(
                *given, divisor=8
            ),
            "X[-1:] is a table with one row, so z came out as a table too. X[-1] is the row itself.": lambda X, W_query, W_key, W_value: (
                softmax(X[-1:] @ W_query @ (X @ W_key).T / np.sqrt(W_key.shape[1])) @ (X @ W_value)
            ),
            "You took the first word. The newest stands in the last row, X[-1].": lambda *given: _newest(
                *given, word=0
            ),
            "You mixed the keys. What is mixed are the values.": lambda X, W_query, W_key, W_value: _newest(
                X, W_query, W_key, W_value, values=X @ W_key
            ),
            "You computed every row of Z. Only the newest word needs to ask.": lambda X, W_query, W_key, W_value: (
                softmax((X @ W_query) @ (X @ W_key).T / np.sqrt(W_key.shape[1])) @ (X @ W_value)
            ),
            "Only the value of the newest word came out: it must mix the values of all words.": lambda X, W_query, W_key, W_value: (
                X[-1] @ W_value
            ),
        },
        hints=(
            "Only the newest word asks, so one query is enough. But it asks all words: which of K and V do you need whole?",
            "q = X[-1] @ W_query has d_k numbers. K and V come from all of X. And no mask is needed: no word comes after the newest.",
            "The scores are K @ q, one for each word. Divide by np.sqrt(len(q)), take the softmax, then weights @ V.",
        ),
    ),
]
