"""Notebook 12: finding bugs, and checks that notice them."""

import numpy as np

from helpers.attention import causal_mask, softmax
from helpers.exercises.task import Task
from helpers.lessons.playground import frames


def find_divisor(Q, K, scaled_scores):
    scores = Q @ K.T
    return np.linalg.norm(scores) / np.linalg.norm(scaled_scores)


def row_alarms(weights):
    sums = weights.sum(axis=-1)
    return ~np.isclose(sums, 1).all(axis=-1)


def later_word_alarms(versions, Q, K, V):
    K_new, V_new = K.copy(), V.copy()
    K_new[-1] += 1
    V_new[-1] += 1
    alarms = []
    for attend in versions:
        before, after = attend(Q, K, V), attend(Q, K_new, V_new)
        alarms.append(not np.allclose(before[:-1], after[:-1]))
    return alarms


def hide_wrong_axis(n, peak):
    return peak * np.eye(n)


def _scaled(rng):
    n, d_k = rng.permutation([3, 4, 5, 6, 7])[:2]
    Q, K = rng.normal(size=(2, n, d_k))
    return {"Q": Q, "K": K, "scaled_scores": Q @ K.T / rng.uniform(4, 40)}


def _right(rng, n):
    return softmax(rng.normal(size=(n, n)))


def _all_rows_low(rng, n):
    return 0.9 * _right(rng, n)


def _one_row_wrong(rng, n):
    weights = _right(rng, n)
    weights[rng.integers(n)] *= 0.9
    return weights


def _late_mask(rng, n):
    return np.where(causal_mask(n), _right(rng, n), 0)


def _wrong_axis(rng, n):
    return softmax(rng.normal(scale=2, size=(n, n)), axis=0)


def _one_row_high(rng, n):
    weights = _right(rng, n)
    weights[rng.integers(n)] *= 1.1
    return weights


def _last_row_high(rng, n):
    weights = _right(rng, n)
    weights[-1] *= 1.1
    return weights


def _first_row_wrong(rng, n):
    weights = _right(rng, n)
    weights[0] *= rng.choice([0.8, 1.2])
    return weights


def _not_exactly_one(rng, n):
    """A right head with a row sum that rounding keeps from being exactly 1."""
    while True:
        weights = _right(rng, n)
        if (weights.sum(axis=-1) != 1).any():
            return weights


def _heads(rng):
    kinds = [_right, _not_exactly_one, _wrong_axis, _late_mask, _one_row_wrong, _all_rows_low]
    kinds += [_one_row_high, _last_row_high, _first_row_wrong]
    some, n = [*kinds, *rng.choice(kinds, rng.integers(1, 4))], rng.integers(3, 7)
    return {"weights": np.stack([some[place](rng, n) for place in rng.permutation(len(some))])}


def _scores(Q, K):
    return Q @ K.T / np.sqrt(Q.shape[-1])


def _where(may_look, Q, K, V, share=frames.share):
    """Attention under a mask.

    share: what makes weights of scaled scores and the mask, rightly or with a bug
    """
    return share(_scores(Q, K), may_look) @ V


def as_it_should_be(Q, K, V):
    return _where(causal_mask(len(Q)), Q, K, V)


def mask_after_softmax(Q, K, V):
    return _where(causal_mask(len(Q)), Q, K, V, frames.mask_after)


def zero_for_infinity(Q, K, V):
    return _where(causal_mask(len(Q)), Q, K, V, frames.zero_for_infinity)


def no_mask(Q, K, V):
    return _where(True, Q, K, V)


def _leaks_in(row):
    """A version in which one row sees the last word, too."""

    def leaks(Q, K, V):
        return _where(_leaky(len(Q), row), Q, K, V)

    return leaks


def _leaky(n, row):
    may_look = causal_mask(n)
    may_look[row, -1] = True
    return may_look


def only_before(Q, K, V):
    """Each word sees those before it, and the first one itself."""
    may_look = np.tri(len(Q), k=-1, dtype=bool)
    may_look[0, 0] = True
    return _where(may_look, Q, K, V)


def only_the_next(Q, K, V):
    return _where(np.roll(np.eye(len(Q), dtype=bool), 1, axis=1), Q, K, V)


def first_and_itself(Q, K, V):
    """Each word sees the first one, and every second word itself, too."""
    place = np.arange(len(Q))
    return _where((place == 0) | (place[:, None] == place) & (place % 2 == 0), Q, K, V)


_VERSIONS = [as_it_should_be, mask_after_softmax, zero_for_infinity, no_mask]
# for each way to look at too little, a version that only it takes for right
_DRAWN = [*_VERSIONS, *map(_leaks_in, (0, 1, -2)), only_before, only_the_next, first_and_itself]


def _versions(rng):
    some = [*_DRAWN, *rng.choice(_DRAWN, rng.integers(0, 3))]
    n = rng.integers(5, 9)
    d_k, d_v = rng.choice(np.delete(np.arange(2, 9), n - 2), 2, replace=False)
    Q, K = rng.normal(size=(2, n, d_k))
    return {
        "versions": [some[place] for place in rng.permutation(len(some))],
        "Q": Q,
        "K": K,
        "V": rng.normal(size=(n, d_v)),
    }


def _alarms_when(moved, rows=slice(None, -1), where=-1, close=np.allclose):
    """A check that moves some of Q, K, V, and looks at some rows."""

    def alarms(versions, Q, K, V):
        new = {"Q": Q.copy(), "K": K.copy(), "V": V.copy()}
        for name in moved:
            new[name][where] += 1
        return [not close(attend(Q, K, V)[rows], attend(**new)[rows]) for attend in versions]

    return alarms


def _judge_scores(n, peak, given):
    if not np.isfinite(given).all():
        return "Some scores are infinite or nan: use finite numbers."
    if not np.isclose(given.max(), peak):
        return f"The largest score must be {peak:.4g}: yours is {given.max():.4g}."
    equal = [row for row in range(n) if np.ptp(given[row]) < 1e-6]
    if equal:
        return f"Row {equal[0]} holds {n} equal scores: such a word looks at no word more than at others."
    sums = softmax(given, axis=0).sum(axis=1)
    worst = np.abs(sums - 1).argmax()
    if not np.isclose(sums[worst], 1, atol=1e-4):
        return (
            "The check notices the bug: after a softmax down the columns, "
            f"row {worst} adds up to {sums[worst]:.4g}, not 1."
        )
    return ""


def _one_cell(n, peak):
    scores = np.zeros((n, n))
    scores[0, 0] = peak
    return scores - 0.1 * np.arange(n)


def _one_row(n, peak):
    scores = np.tile(np.linspace(-1, 0, n), (n, 1))
    scores[0] += peak
    return scores


def _each_number_asked(versions, Q, K, V):
    K_new, V_new = K.copy(), V.copy()
    K_new[-1] += 1
    V_new[-1] += 1
    return [attend(Q, K, V)[:-1] != attend(Q, K_new, V_new)[:-1] for attend in versions]


TASKS = [
    Task(
        "row-alarms",
        notebook=12,
        minutes=6,
        level="easy",
        goal="Write the check “rows sum to 1” for many heads at once. True is an alarm: "
        "some row of this head does not add up to 1.",
        takes={"weights": "[n_heads, n_words, n_words], for each head a square table of weights"},
        gives={"alarms": "[n_heads], True or False (1 or 0 in the picture)"},
        inputs=_heads,
        draws=6,
        solution=row_alarms,
        mistakes={
            (
                "You added up the columns: they add up to anything. "
                "A row shares out one 1, and runs along the last axis."
            ): lambda weights: ~np.isclose(weights.sum(axis=-2), 1).all(axis=-1),
            (
                "You have it the wrong way round: True is the alarm, so it means that a row is wrong."
            ): lambda weights: ~row_alarms(weights),
            (
                "You compared with ==, and a right head raised the alarm: "
                "a sum of rounded numbers may miss 1 by a hair. Use np.isclose."
            ): lambda weights: (weights.sum(axis=-1) != 1).any(axis=-1),
            "You raise the alarm only where all rows are wrong: one is enough.": lambda weights: (
                ~np.isclose(weights.sum(axis=-1), 1).any(axis=-1)
            ),
            (
                "You looked at the mean or the sum of the whole table. It is right for the wrong axis, too."
            ): lambda weights: ~np.isclose(weights.mean(axis=(-2, -1)), 1 / weights.shape[-1]),
            "You gave an answer for each row: one for each head is wanted.": lambda weights: (
                ~np.isclose(weights.sum(axis=-1), 1)
            ),
            (
                "You gave an answer for each row, and with == a right row may raise the alarm. "
                "Use np.isclose, and give one answer for each head."
            ): lambda weights: weights.sum(axis=-1) != 1,
            (
                "You gave one answer for all heads: one for each is wanted. "
                "np.isclose keeps the rows apart, then ask with .any(axis=-1)."
            ): lambda weights: not np.allclose(weights.sum(axis=-1), 1),
            "You look only for sums above 1: less than 1 is an alarm, too.": lambda weights: (
                weights.sum(axis=-1) > 1 + 1e-6
            ).any(axis=-1),
            (
                "You look only for sums above 1, and rounding may push a right one above it. "
                "Less than 1 is an alarm, too: use np.isclose."
            ): lambda weights: (weights.sum(axis=-1) > 1).any(axis=-1),
            "You look only for sums below 1: more than 1 is an alarm, too.": lambda weights: (
                weights.sum(axis=-1) < 1 - 1e-6
            ).any(axis=-1),
            (
                "You look only for sums below 1, and rounding may push a right one below it. "
                "More than 1 is an alarm, too."
            ): lambda weights: (weights.sum(axis=-1) < 1).any(axis=-1),
            "You looked at the first row only: any row may be wrong.": lambda weights: (
                ~np.isclose(weights.sum(axis=-1), 1)[:, 0]
            ),
            "You looked at the last row only: any row may be wrong.": lambda weights: (
                ~np.isclose(weights.sum(axis=-1), 1)[:, -1]
            ),
            "You left out the last row of each head.": lambda weights: (
                ~np.isclose(weights.sum(axis=-1), 1)[:, :-1].all(axis=-1)
            ),
            "You counted the wrong rows: True or False is wanted.": lambda weights: (
                ~np.isclose(weights.sum(axis=-1), 1)
            ).sum(axis=-1),
            "You gave the sums themselves: say where one is not 1.": lambda weights: weights.sum(axis=-1),
            "Your room for rounding is too wide: a row that misses 1 by a tenth is wrong.": lambda weights: (
                np.abs(weights.sum(axis=-1) - 1) > 0.5
            ).any(axis=-1),
            "You have it the wrong way round, and answered for each row.": lambda weights: np.isclose(
                weights.sum(axis=-1), 1
            ),
            "You added up the columns, and have it the wrong way round.": lambda weights: np.isclose(
                weights.sum(axis=-2), 1
            ).all(axis=-1),
            (
                "You say True where some row is right: True is the alarm, where some row is wrong."
            ): lambda weights: np.isclose(weights.sum(axis=-1), 1).any(axis=-1),
            (
                "You raise the alarm for every head: each row must be compared with 1 by itself."
            ): lambda weights: np.ones(len(weights), dtype=bool),
            "You never raise the alarm: compare the sum of each row with 1.": lambda weights: np.zeros(
                len(weights), dtype=bool
            ),
            "You added up over the heads: a row runs along the last axis.": lambda weights: (
                ~np.isclose(weights.sum(axis=0), 1).all(axis=-1)
            ),
            "You gave the numbers of the heads: True or False for each of them is wanted.": lambda weights: (
                np.flatnonzero(row_alarms(weights))
            ),
        },
        hints=(
            "First all row sums, [n_heads, n_words]. Then: is any of a head's sums not 1?",
            "weights.sum(axis=-1) adds up each row, and np.isclose compares with room for rounding.",
            (
                "~ turns True and False round. "
                "~np.isclose(weights.sum(axis=-1), 1) is True for each wrong row; "
                ".any(axis=-1) asks for one in a head."
            ),
        ),
        example={
            "weights": np.array(
                [[[0.9, 0.1], [0.3, 0.7]], [[0.9, 0.4], [0.1, 0.6]], [[0.5, 0.0], [0.3, 0.7]]]
            )
        },
    ),
    Task(
        "later-word-alarms",
        notebook=12,
        minutes=12,
        level="hard",
        goal="Write the check “later words hidden” for several versions of masked attention. "
        "Change key and value of the last word: "
        "no row before the last one may change. True is an alarm.",
        takes={
            "versions": "a list of functions; each attend(Q, K, V) gives Z, [n_words, d_v]",
            "Q": "[n_words, d_k], the queries",
            "K": "[n_words, d_k], the keys",
            "V": "[n_words, d_v], the values",
        },
        gives={"alarms": "[n_versions], True or False for each, in their order (1 or 0 in the picture)"},
        inputs=_versions,
        solution=later_word_alarms,
        mistakes={
            (
                "You looked only whether the first row is the first value: "
                "the other rows may see later words, too."
            ): lambda versions, Q, K, V: [not np.allclose(attend(Q, K, V)[0], V[0]) for attend in versions],
            (
                "You asked of each number whether it changed: "
                "one answer for each version, with .any() or np.allclose."
            ): _each_number_asked,
            (
                "You compared all rows. The last word may look at itself, "
                "so its row changes in every version, right or wrong."
            ): _alarms_when("KV", slice(None)),
            (
                "You changed the value, but not the key. A mask after the softmax gets past you: "
                "the last key still takes its share of each row."
            ): _alarms_when("V"),
            (
                "You changed the key, but not the value. A 0 written for −∞ gets past you: "
                "the last value is still mixed in."
            ): _alarms_when("K"),
            (
                "No row before the last sees a change of yours. "
                "Change key and value of the last word (its query asks for its own row alone), "
                "by enough to be seen, and hand them to attend."
            ): _alarms_when("Q"),
            (
                "You have it the wrong way round: True is the alarm, so it means that a row did change."
            ): lambda versions, Q, K, V: ([not alarm for alarm in later_word_alarms(versions, Q, K, V)]),
            (
                "You looked at the first row only: "
                "a mask that is one word too wide shows in the row before the last."
            ): _alarms_when("KV", 0),
            "You looked at the last row only: it may change. All rows before it may not.": _alarms_when(
                "KV", -1
            ),
            "You looked at the row before the last only: look at all rows before the last.": _alarms_when(
                "KV", -2
            ),
            "You left out the row before the last, too: Z[:-1] are all rows but the last.": _alarms_when(
                "KV", slice(None, -2)
            ),
            "You changed the first word, which every later word may see: change the last one.": _alarms_when(
                "KV", where=0
            ),
            "You changed the last word but one: it may be seen by the row that you look at.": _alarms_when(
                "KV", where=-2
            ),
            "You raise the alarm only where all numbers changed: one changed number is enough.": _alarms_when(
                "KV", close=lambda before, after: np.isclose(before, after).any()
            ),
            "You gave one answer for all versions: one for each is wanted.": lambda versions, Q, K, V: any(
                later_word_alarms(versions, Q, K, V)
            ),
            "You gave one answer for the first version only. Does `return` stand inside the loop?": (
                lambda versions, Q, K, V: later_word_alarms(versions, Q, K, V)[0]
            ),
            "You gave a list for the first version only. Does `return` stand inside the loop?": (
                lambda versions, Q, K, V: later_word_alarms(versions, Q, K, V)[:1]
            ),
            "You always raise the alarm.": lambda versions, Q, K, V: [True] * len(versions),
            "You gave the numbers of the versions: True or False for each of them is wanted.": (
                lambda versions, Q, K, V: np.flatnonzero(later_word_alarms(versions, Q, K, V))
            ),
        },
        hints=(
            (
                "Run each version twice: with K and V as they are, "
                "and with a copy of each in which the last row is another."
            ),
            "K_new = K.copy(), then K_new[-1] += 1, and V in the same way. All rows but the last are Z[:-1].",
            "For each attend: not np.allclose(attend(Q, K_new, V_new)[:-1], attend(Q, K, V)[:-1]).",
        ),
        example={
            "versions": _VERSIONS,
            "Q": np.array([[1.0, 0], [0, 1], [1, 1]]),
            "K": np.array([[1.0, 1], [2, 0], [0, 1]]),
            "V": np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1]]),
        },
    ),
    Task(
        "which-divisor",
        notebook=12,
        more="12_your_own_bug",
        minutes=3,
        level="easy",
        goal="Somebody hands you scaled scores, and you do not trust the scale. "
        "Find the number by which the scores were divided.",
        takes={
            "Q": "[n_words, d_k], the queries",
            "K": "[n_words, d_k], the keys",
            "scaled_scores": "[n_words, n_words], square: the scores of all pairs after they were divided",
        },
        gives={"divisor": "one number"},
        inputs=_scaled,
        solution=find_divisor,
        mistakes={
            (
                "You multiplied the lengths of all Q and all K: a score is a dot product, Q @ K.T."
            ): lambda Q, K, scaled_scores: (
                np.linalg.norm(Q) * np.linalg.norm(K) / np.linalg.norm(scaled_scores)
            ),
            (
                "You turned the scores over and divided the wrong way round: "
                "divide Q @ K.T by the scaled scores."
            ): lambda Q, K, scaled_scores: scaled_scores[1, 0] / (Q @ K.T)[0, 1],
            "You used the queries twice: scores are Q @ K.T.": lambda Q, K, scaled_scores: (
                np.abs(Q @ Q.T).sum() / np.abs(scaled_scores).sum()
            ),
            (
                "That is the spread of the scaled scores: "
                "compare them with the scores before the division, Q @ K.T."
            ): lambda Q, K, scaled_scores: scaled_scores.std(),
            (
                "You divided the wrong way round: that is what the scores were multiplied by."
            ): lambda Q, K, scaled_scores: 1 / find_divisor(Q, K, scaled_scores),
            (
                "You gave √d_k, what they should have been divided by. Which number was it really?"
            ): lambda Q, K, scaled_scores: np.sqrt(Q.shape[1]),
            (
                "You gave the whole table of quotients: they are all the same, so return one of them."
            ): lambda Q, K, scaled_scores: Q @ K.T / scaled_scores,
            (
                "You multiplied Q and K entry by entry, so each word meets only itself. "
                "The scores of all pairs are Q @ K.T."
            ): lambda Q, K, scaled_scores: (Q * K).sum() / scaled_scores.sum(),
            "You gave d_k, not the number by which they were really divided.": lambda Q, K, scaled_scores: (
                float(Q.shape[1])
            ),
            (
                "You subtracted: the scores were divided, so divide them by the scaled ones."
            ): lambda Q, K, scaled_scores: (Q @ K.T - scaled_scores)[0, 0],
            (
                "You gave the quotients of one row: they are all the same, so return one of them."
            ): lambda Q, K, scaled_scores: (Q @ K.T / scaled_scores)[0],
            (
                "You added the quotients up: they are all the same, so return one of them."
            ): lambda Q, K, scaled_scores: (Q @ K.T / scaled_scores).sum(),
            "You took the root: the scores were divided by the number itself.": lambda Q, K, scaled_scores: (
                np.sqrt(find_divisor(Q, K, scaled_scores))
            ),
            (
                "You squared the number: the scores were divided by the number itself."
            ): lambda Q, K, scaled_scores: find_divisor(Q, K, scaled_scores) ** 2,
            (
                "You gave √d_k times what is wanted: compare with the scores before any division."
            ): lambda Q, K, scaled_scores: find_divisor(Q, K, scaled_scores) * np.sqrt(Q.shape[1]),
            (
                "You divided by √d_k yourself: compare with the scores before any division."
            ): lambda Q, K, scaled_scores: find_divisor(Q, K, scaled_scores) / np.sqrt(Q.shape[1]),
            (
                "You gave the root of the number of words: which number was it really?"
            ): lambda Q, K, scaled_scores: np.sqrt(len(Q)),
            "Query and key have changed places: score [0, 1] is Q[0] @ K[1].": lambda Q, K, scaled_scores: (
                (K @ Q.T)[0, 1] / scaled_scores[0, 1]
            ),
            (
                "You compared the scores of one pair with the scaled score of another."
            ): lambda Q, K, scaled_scores: (Q @ K.T)[0, 0] / scaled_scores[0, 1],
            "You scored the queries with themselves: the scores are Q @ K.T.": lambda Q, K, scaled_scores: (
                np.linalg.norm(Q @ Q.T) / np.linalg.norm(scaled_scores)
            ),
            "You left out .T: the scores are Q @ K.T.": lambda Q, K, scaled_scores: Q @ K,
        },
        hints=(
            "You can make the scores before the division yourself: notebook 6.",
            "Each scaled score is a score divided by the same number. So one pair of words is enough.",
            "(Q @ K.T)[0, 0] is the first score. Divide it by scaled_scores[0, 0].",
        ),
        example={
            "Q": np.array([[2.0, 1, 0], [1, 0, 3]]),
            "K": np.array([[1.0, 0, 2], [2, 2, 1]]),
            "scaled_scores": np.array([[0.5, 1.5], [1.75, 1.25]]),
        },
    ),
    Task(
        "hide-the-wrong-axis",
        notebook=12,
        more="12_your_own_bug",
        minutes=8,
        level="hard",
        goal="A check sees only what its case contains. Make a case that is too kind: "
        "scores for which a softmax down the columns, axis=0, "
        "still gives rows that add up to 1. "
        "The largest score must be peak, and in no row may all scores be equal.",
        takes={"n": "a number of words, 3 or more", "peak": "a number, 1 or more"},
        gives={"scores": "[n, n], finite numbers"},
        inputs=lambda rng: {"n": int(rng.integers(3, 10)), "peak": float(rng.uniform(1, 4))},
        solution=hide_wrong_axis,
        judge=_judge_scores,
        leads_to=lambda n, peak, given: {
            "row sums after softmax(scores, axis=0)": softmax(given, axis=0).sum(axis=1)
        },
        mistakes={
            (
                "One high cell takes its column's weight from all other rows, "
                "so they add up to less than 1. Give each word its own high cell."
            ): _one_cell,
            "One row is higher in every column, so it gets nearly all the weight of each.": _one_row,
            (
                "Equal scores hide the bug, but such a case hides nearly every bug. "
                "Make each row prefer some word."
            ): lambda n, peak: np.full((n, n), peak),
            "The largest score is 1: it must be peak, so multiply by it.": lambda n, peak: np.eye(n),
        },
        hints=(
            "Each column hands out a weight of 1. How can it hand out so that each row gets 1 in all?",
            (
                "If each row has the same numbers as each column, in another order, "
                "then columns and rows get the same. Where could one high score in each row stand?"
            ),
            "np.eye(n) has one 1 in each row and in each column.",
        ),
        example={"n": 4, "peak": 2.0},
    ),
]
