"""Notebook 6: all words at once, and masks."""

import numpy as np

from helpers.attention import softmax
from helpers.exercises import slips
from helpers.exercises.slips import Slips, attend, sizes_of
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
    widths = {"Q": d_k, "K": d_k, "V": d_v}
    return {name: rng.normal(size=(n_tokens, width)) * 1.2 for name, width in widths.items()}


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
    d_k, d_v = rng.choice([2, 5]), rng.choice([3, 6])
    widths = {"W_query": d_k, "W_key": d_k, "W_value": d_v}
    # not too far apart, so that no word is forgotten unseen
    W = {name: rng.normal(size=(d_model, width)) / np.sqrt(d_model) for name, width in widths.items()}
    return {"X": rng.normal(size=(n_tokens, d_model)), **W}


def _window(scaled_scores, first, last):
    """Let each word look from `first` words before itself to `last` words before itself."""
    asks, asked = np.indices(scaled_scores.shape)
    allowed = (asks - asked <= first) & (asks - asked >= last)
    return softmax(np.where(allowed, scaled_scores, -np.inf))


def _raised(scaled_scores, first, last):
    asks, asked = np.indices(scaled_scores.shape)
    raised = np.exp(scaled_scores) * ((asks - asked <= first) & (asks - asked >= last))
    return raised / raised.sum(axis=1, keepdims=True)


def _empty_slices(scaled_scores, back):
    weights = np.zeros(scaled_scores.shape)
    for i in range(len(weights)):
        weights[i, i - back : i + 1] = softmax(scaled_scores[i, i - back : i + 1])
    return weights


def _all_rows(X, W_query, W_key, W_value, mask=True):
    scaled_scores = (X @ W_query) @ (X @ W_key).T / np.sqrt(W_key.shape[1])
    return softmax(np.where(mask, scaled_scores, -np.inf)) @ (X @ W_value)


ALL = Slips(
    lambda step, Q, K, V: attend(step, Q, K, V, sizes_of(d_k=K.shape[1], n=len(Q), d_v=V.shape[1])),
    slips.RIGHT,
    slips.DIVISORS
    | slips.roots(n="the number of words", d_v="d_v, how many numbers a value has")
    | slips.SHARES
    | slips.TABLE_SHARES
    | slips.MIXES,
)
NEWEST = Slips(
    lambda step, X, W_query, W_key, W_value: attend(
        step,
        step.asks(X) @ W_query,
        (X @ W_key)[step.asked],
        step.value(X, W_value)[step.asked],
        sizes_of(d_k=W_key.shape[1], n=len(X), d_model=X.shape[1], d_v=W_value.shape[1]),
    ),
    slips.RIGHT | {"asks": lambda X: X[-1], "asked": slice(None), "value": lambda X, W_value: X @ W_value},
    slips.DIVISORS
    | slips.roots(
        n="the number of words",
        d_v="d_v, how many numbers a value has",
        d_model="d_model, the length of a row of X",
    )
    | slips.SHARES
    | slips.MIXES
    | {
        "You took the first word. The newest stands in the last row, X[-1].": {"asks": lambda X: X[0]},
        "You took the last word but one. The newest stands in the last row, X[-1].": {
            "asks": lambda X: X[-2]
        },
        "The mean of all words asks: only the newest should, X[-1].": {"asks": lambda X: X.mean(axis=0)},
        "The newest word is left out of those that are asked: it may look at itself, too.": {
            "asked": slice(None, -1)
        },
        "The first word is left out of those that are asked: places count from 0.": {"asked": slice(1, None)},
        "You mixed the words themselves: make values of them, X @ W_value.": {"value": lambda X, W_value: X},
    },
)


WINDOW = Slips(
    lambda step, scaled_scores, back: step.forbid(
        scaled_scores, _window(np.zeros_like(scaled_scores), step.first(back), step.last(back)) > 0
    ),
    {
        "first": lambda back: back,
        "last": lambda back: 0,
        "forbid": lambda scores, allowed: softmax(np.where(allowed, scores, -np.inf)),
    },
    {
        "One word is missing at the far end.": {"first": lambda back: back - 1},
        "You allow one word too many at the far end.": {"first": lambda back: back + 1},
        "Your words look back as far as they like.": {"first": lambda back: np.inf},
        "Your words look ahead, too.": {"last": lambda back: -back},
        "All later words are allowed.": {"last": lambda back: -np.inf},
        "The zeros come after the softmax, too late.": {
            "forbid": lambda scores, allowed: softmax(scores) * allowed
        },
        "Forbidden cells got the score 0 in place of −∞.": {
            "forbid": lambda scores, allowed: softmax(np.where(allowed, scores, 0))
        },
        "Your softmax runs down the columns.": {
            "forbid": lambda scores, allowed: softmax(np.where(allowed, scores, -np.inf), axis=0)
        },
    },
)


def _empty_slices_but_itself(scaled_scores, back):
    asks, asked = np.indices(scaled_scores.shape)
    allowed = (asks - asked <= back) & (asks >= asked) & (asks >= back) | (asks == asked)
    return softmax(np.where(allowed, scaled_scores, -np.inf))


def _every_so_many(scaled_scores, back):
    asks, asked = np.indices(scaled_scores.shape)
    return softmax(np.where((asks >= asked) & ((asks - asked) % back == 0), scaled_scores, -np.inf))


def _lowered(scaled_scores, back):
    asks, asked = np.indices(scaled_scores.shape)
    return softmax(np.where(asks >= asked, scaled_scores - (asks - asked) / back, -np.inf))


TASKS = [
    Task(
        "all-words-at-once",
        notebook=6,
        minutes=5,
        level="easy",
        goal="Compute Z for every word, without a loop: "
        "scores, scaled, softmax along each row, then the mix of the values.",
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
        mistakes=ALL.singly()
        | {
            "You took a softmax of Q and of K: take one of their scores.": lambda Q, K, V: (
                softmax(Q) @ softmax(K).T / np.sqrt(K.shape[1]) @ V
            ),
            "You divided the values: divide the scores, by √d_k, before the softmax.": lambda Q, K, V: (
                softmax(Q @ K.T) @ V / np.sqrt(V.shape[1])
            ),
            "Each row of Q must meet each row of K: that is Q @ K.T, with @ and with .T.": lambda Q, K, V: (
                Q @ K
            ),
            "The order matters: each row of weights mixes the rows of V, so weights @ V.": lambda Q, K, V: (
                V @ softmax(Q @ K.T / np.sqrt(K.shape[1]))
            ),
            "You stopped at the scores: the softmax and the mix of the values are missing.": lambda Q, K, V: (
                Q @ K.T / np.sqrt(K.shape[1])
            ),
            "You stopped at the bare scores: division, softmax and the mix of the values are missing.": (
                lambda Q, K, V: Q @ K.T
            ),
            "You mixed the queries. They ask; what is mixed are the values, V.": lambda Q, K, V: (
                softmax(Q @ K.T / np.sqrt(K.shape[1])) @ Q
            ),
            "You scored the queries with themselves: they must meet the keys.": lambda Q, K, V: (
                all_words_at_once(Q, Q, V)
            ),
            "You scored the keys with themselves: the queries must meet them.": lambda Q, K, V: (
                all_words_at_once(K, K, V)
            ),
            (
                "* pairs up number by number, so each word met only itself: "
                "that is Q @ K.T, with @ and with .T."
            ): (lambda Q, K, V: softmax((Q * K).sum(axis=1) / np.sqrt(K.shape[1])) @ V),
            "You divided by the root of all numbers of K: d_k is K.shape[1].": lambda Q, K, V: (
                softmax(Q @ K.T / np.sqrt(K.size)) @ V
            ),
            "You took a softmax of Q and of K: score first, then a softmax of the scores.": lambda Q, K, V: (
                softmax(Q) @ softmax(K).T @ V
            ),
        },
        doubles=ALL.in_pairs(),
        hints=(
            (
                "Go from the inside of the formula to the outside: "
                "first the table of scores, [n_tokens, n_tokens]."
            ),
            "d_k is the length of a key, K.shape[1]. `softmax` works along each row by itself.",
            "weights = softmax(Q @ K.T / np.sqrt(K.shape[1])). Then mix the values: weights @ V.",
        ),
    ),
    Task(
        "newest-word",
        notebook=6,
        minutes=8,
        level="hard",
        goal=(
            "A model that writes has just added a word and needs the row of Z of this word alone. Compute "
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
        mistakes=NEWEST.singly()
        | {
            (
                "You mixed the words themselves, cut to d_v numbers: "
                "what is mixed are the values, X @ W_value."
            ): lambda X, W_query, W_key, W_value: newest_word(X, W_query, W_key, np.eye(*W_value.shape)),
            (
                "You erased the newest word's own weight after the softmax: it may look at itself."
            ): lambda X, W_query, W_key, W_value: (
                softmax(X[-1] @ W_query @ (X @ W_key).T / np.sqrt(W_key.shape[1]))[:-1] @ (X @ W_value)[:-1]
            ),
            (
                "X[-1:] is a table with one row, so z came out as a table too. X[-1] is the row itself."
            ): lambda X, W_query, W_key, W_value: newest_word(X, W_query, W_key, W_value)[None],
            (
                "You computed every row of Z. Only the newest word needs to ask."
            ): lambda X, W_query, W_key, W_value: _all_rows(X, W_query, W_key, W_value),
            (
                "You computed every row of Z, with a mask. Only the newest word needs to ask."
            ): lambda X, W_query, W_key, W_value: _all_rows(
                X, W_query, W_key, W_value, np.tri(len(X), dtype=bool)
            ),
            (
                "Only the value of the newest word came out: it must mix the values of all words."
            ): lambda X, W_query, W_key, W_value: X[-1] @ W_value,
            (
                "You made the keys with W_query: each role has a matrix of its own."
            ): lambda X, W_query, W_key, W_value: newest_word(X, W_query, W_query, W_value),
            (
                "You made the query with W_key: each role has a matrix of its own."
            ): lambda X, W_query, W_key, W_value: newest_word(X, W_key, W_key, W_value),
            "You stopped at the scores: softmax and mix are missing.": lambda X, W_query, W_key, W_value: (
                (X @ W_key) @ (X[-1] @ W_query) / np.sqrt(W_key.shape[1])
            ),
        },
        doubles=NEWEST.in_pairs(),
        hints=(
            (
                "Only the newest word asks, so one query is enough. But it asks all words: "
                "which of K and V do you need whole?"
            ),
            ("q = X[-1] @ W_query has d_k numbers. K and V come from all of X."),
            (
                "The scores are K @ q, one for each word. "
                "Divide by np.sqrt(len(q)), take the softmax, then weights @ V."
            ),
        ),
    ),
    Task(
        "repair-erased-weights",
        notebook=6,
        more="06_hide_the_future",
        minutes=5,
        level="easy",
        goal=(
            "Someone erased the weights of later words after the softmax. "
            "You have only what is left, not the scores. "
            "Make of it the weights that −∞ before the softmax would have given."
        ),
        takes={"erased": "[n_tokens, n_tokens] (square), weights with zeros above the diagonal"},
        gives={"weights": "[n_tokens, n_tokens], every row adds up to 1"},
        inputs=_erased,
        example={"erased": np.array([[0.5, 0, 0], [0.2, 0.2, 0], [0.25, 0.25, 0.5]])},
        solution=repair,
        mistakes={
            (
                "You kept what stands above the diagonal: the weights that are left stand on it and below."
            ): lambda erased: np.triu(erased) / np.triu(erased).sum(axis=1, keepdims=True),
            (
                "The sums lie along the row, so numpy divided each column by the sum of another row. "
                "keepdims=True keeps them in a column."
            ): (lambda erased: erased / erased.sum(axis=1)),
            "You divided by the sums of the columns (axis=0). The rows must add up to 1.": lambda erased: (
                erased / erased.sum(axis=0, keepdims=True)
            ),
            "You divided by the sum of the whole table: now all rows together add up to 1.": lambda erased: (
                erased / erased.sum()
            ),
            (
                "You took a softmax of weights: that gives forbidden words e⁰ and changes the proportions."
            ): lambda erased: softmax(erased),
            (
                "You took a second softmax of the weights that are left. "
                "It changes their proportions, which were right already."
            ): (lambda erased: softmax(np.where(np.tril(np.ones(erased.shape)) > 0, erased, -np.inf))),
            (
                "You gave what is missing to the word itself. "
                "The words that are left share it in the proportions they have."
            ): (lambda erased: erased + np.diag(1 - erased.sum(axis=1))),
            (
                "You shared out what is missing evenly among the words that are left: keep their proportions."
            ): lambda erased: (
                erased
                + np.tri(len(erased)) * ((1 - erased.sum(axis=1)) / np.arange(1, len(erased) + 1))[:, None]
            ),
            "You shared out what is missing among all words, the later ones, too.": lambda erased: (
                erased + (1 - erased.sum(axis=1, keepdims=True)) / len(erased)
            ),
            "You divided by the largest weight of each row: divide by its sum.": lambda erased: (
                erased / erased.max(axis=1, keepdims=True)
            ),
            "You divided by how many words are left: divide by the sum of the row.": lambda erased: (
                erased / np.arange(1, len(erased) + 1)[:, None]
            ),
            "You divided by the number of all words: divide by the sum of the row.": lambda erased: (
                erased / len(erased)
            ),
            "You gave every word that is left the same weight: keep their proportions.": lambda erased: (
                np.tri(len(erased)) / np.arange(1, len(erased) + 1)[:, None]
            ),
            "You multiplied by the sum of the row: divide by it, so that the weights grow.": lambda erased: (
                erased * erased.sum(axis=1, keepdims=True)
            ),
            "You divided by the mean of the row: divide by its sum.": lambda erased: (
                erased / erased.mean(axis=1, keepdims=True)
            ),
            (
                "You divided by the length of the row, the root of its squares: divide by its sum."
            ): lambda erased: erased / np.linalg.norm(erased, axis=1, keepdims=True),
            (
                "You gave what is missing to the first word: "
                "the words that are left share it in their proportions."
            ): lambda erased: (
                erased + (1 - erased.sum(axis=1, keepdims=True)) * (np.arange(len(erased)) == 0)
            ),
            "Nothing is repaired: the rows do not add up to 1 yet.": lambda erased: erased.copy(),
            "Only the first row is repaired. Does `return` stand inside the loop?": lambda erased: (
                np.concatenate([repair(erased)[:1], erased[1:]])
            ),
            "You kept the upper part, not the lower: later words stand on the right.": lambda erased: np.triu(
                repair(erased)
            ),
        },
        hints=(
            "Within a row the proportions are right already. Only the sum is wrong.",
            "Divide each row by its own sum.",
            (
                "erased.sum(axis=1) has one number for each row; with keepdims=True it stays a column, "
                "one number beside each row."
            ),
        ),
    ),
    Task(
        "look-back",
        notebook=6,
        more="06_hide_the_future",
        minutes=10,
        level="medium",
        goal=(
            "Some models for long texts let a word look only at itself and at the few words just before it. "
            "Compute the weights when each word may look at itself and at the “back” words just "
            "before it, as far as there are any."
        ),
        takes={
            "scaled_scores": "[n_tokens, n_tokens] (square), divided by √d_k already",
            "back": "a whole number from 1: how many words back a word may look",
        },
        gives={"weights": "[n_tokens, n_tokens], every row adds up to 1"},
        inputs=_to_look_back,
        draws=8,
        example={"scaled_scores": np.zeros((5, 5)), "back": 2},
        solution=look_back,
        mistakes={
            (
                "You lowered scores with the distance: words that are too far back must be hidden, with −∞."
            ): _lowered,
            "You let a word look at every back-th word: it looks at all of the last ones.": _every_so_many,
            "You set the score of the word itself to 0: it keeps its own.": lambda scaled_scores, back: (
                look_back(np.where(np.eye(len(scaled_scores)), 0, scaled_scores), back)
            ),
            (
                "Your words look in both directions, and one word is missing at the far end."
            ): lambda scaled_scores, back: _window(scaled_scores, back - 1, 1 - back),
            (
                "0 × −∞ is not a number, so the allowed scores are lost: "
                "np.where(allowed, scaled_scores, -np.inf)."
            ): lambda scaled_scores, back: softmax(scaled_scores + np.full(scaled_scores.shape, np.nan)),
            (
                "In the first rows i - back is below 0, and such a slice is empty, "
                "so each looks at itself alone: max(0, i - back)."
            ): _empty_slices_but_itself,
            (
                "You stopped words from looking ahead, but they still look back as far as they like."
            ): lambda scaled_scores, back: _window(scaled_scores, np.inf, 0),
            "One word is missing at the far end: a word may look at itself and at “back” words besides.": (
                lambda scaled_scores, back: _window(scaled_scores, back - 1, 0)
            ),
            "You allow one word too many at the far end.": lambda scaled_scores, back: _window(
                scaled_scores, back + 1, 0
            ),
            "Your words look ahead instead of back: rows ask, so a row's earlier words stand on its left.": (
                lambda scaled_scores, back: _window(scaled_scores, 0, -back)
            ),
            (
                "Your words look in both directions. Words after the one that asks are forbidden, too."
            ): lambda scaled_scores, back: _window(scaled_scores, back, -back),
            (
                "The second number of np.tril moves the edge: "
                "np.tril(table, back) lets words look ahead, and back to the start."
            ): (lambda scaled_scores, back: _window(scaled_scores, np.inf, -back)),
            (
                "Your first row allows nobody: each word may look at itself. "
                "np.tril(table, -1) leaves out the word itself, np.tril(table, "
                "-back) keeps far words only."
            ): (lambda scaled_scores, back: _window(scaled_scores, np.inf, back)),
            "In the first rows i - back is below 0, and such a slice is empty: begin at max(0, i - back).": (
                lambda scaled_scores, back: _empty_slices(scaled_scores, back)
            ),
            (
                "You made the scores of later words 0. That forbids nothing, for e⁰ is 1: write −np.inf."
            ): lambda scaled_scores, back: softmax(np.tril(scaled_scores)),
            (
                "You wrote zeros after the softmax, so the rows no longer add up to 1. "
                "Forbid before it, with −∞."
            ): (lambda scaled_scores, back: softmax(scaled_scores) * (_window(scaled_scores, back, 0) > 0)),
            (
                "You gave forbidden cells the score 0. e⁰ is 1, so they still get weight: write −np.inf."
            ): lambda scaled_scores, back: softmax(
                np.where(_window(scaled_scores, back, 0) > 0, scaled_scores, 0)
            ),
            (
                "Your mask is the wrong way round: −∞ belongs where a word may not look."
            ): lambda scaled_scores, back: softmax(
                np.where(_window(scaled_scores, back, 0) > 0, -np.inf, scaled_scores)
            ),
            "The word itself is forgotten: it may look at itself, too.": lambda scaled_scores, back: (
                np.nan_to_num(_raised(scaled_scores, back, 1))
            ),
            "You always looked 2 words back, as in the example: take back.": lambda scaled_scores, back: (
                _window(scaled_scores, 2, 0)
            ),
            "You always looked 1 word back, whatever back says.": lambda scaled_scores, back: _window(
                scaled_scores, 1, 0
            ),
            "You forbade nothing: every word still looks at all.": lambda scaled_scores, back: softmax(
                scaled_scores
            ),
            (
                "Your softmax runs down the columns (axis=0): each word that asks is a row."
            ): lambda scaled_scores, back: _window(scaled_scores.T, 0, -back).T,
            "You divided once more: the scores are scaled already.": lambda scaled_scores, back: _window(
                scaled_scores / np.sqrt(len(scaled_scores)), back, 0
            ),
            "You returned the masked scores: the softmax is missing.": lambda scaled_scores, back: np.where(
                _window(scaled_scores, back, 0) > 0, scaled_scores, -np.inf
            ),
            (
                "You returned the table of yes and no: the scores and the softmax are missing."
            ): lambda scaled_scores, back: _window(scaled_scores, back, 0) > 0,
            (
                "0 times −∞ is nan: write np.where(allowed, scaled_scores, -np.inf)."
            ): lambda scaled_scores, back: np.full_like(scaled_scores, np.nan),
            (
                "Forbidden words got the score of −1 only, which still leaves them weight: write −np.inf."
            ): lambda scaled_scores, back: softmax(
                np.where(_window(scaled_scores, back, 0) > 0, scaled_scores, -1)
            ),
        },
        doubles=WINDOW.in_pairs(),
        hints=(
            (
                "First make the table of yes and no. "
                "In row 4 (from 0) with back = 2, the columns 2, 3 and 4 are yes."
            ),
            (
                "np.tril keeps the lower left triangle. "
                "np.tril(table, -1) leaves out the diagonal as well, np.tril(table, -2) one more line."
            ),
            (
                "allowed = np.tril(everyone) & ~np.tril(everyone, -back - 1), "
                "where everyone = np.ones(scaled_scores.shape, dtype=bool). Then −∞ before the softmax."
            ),
        ),
    ),
]
