"""Unseen answers to the exercises of notebook 12."""

import numpy as np

from helpers.attention import softmax
from tests.exercises.unseen import Wrong

# which-divisor


def divisor_reference(Q, K, scaled_scores):
    scores = np.array([[sum(a * b for a, b in zip(q, k)) for k in K] for q in Q])
    return np.linalg.norm(scores) / np.linalg.norm(scaled_scores)


def divisor_at_the_largest(Q, K, scaled_scores):
    place = np.unravel_index(np.abs(scaled_scores).argmax(), scaled_scores.shape)
    return (Q @ K.T)[place] / scaled_scores[place]


# row-alarms


def alarms_by_loop(weights):
    alarms = []
    for head in weights:
        wrong = False
        for row in head:
            if abs(sum(row) - 1) > 1e-6:
                wrong = True
        alarms.append(wrong)
    return np.array(alarms)


def alarms_last_row_decides(weights):
    alarms = []
    for head in weights:
        for row in head:
            alarm = abs(row.sum() - 1) > 1e-6
        alarms.append(alarm)
    return alarms


def alarms_first_head(weights):
    alarms = []
    for head in weights:
        alarms.append(not np.allclose(head.sum(axis=1), 1))
        return alarms


# later-word-alarms


def changed(array, by=5.0):
    other = array.copy()
    other[-1] += by
    return other


def later_alarms(versions, Q, K, V):
    alarms = []
    for attend in versions:
        before, after = attend(Q, K, V), attend(Q, changed(K), changed(V))
        alarms.append(not np.allclose(before[:-1], after[:-1]))
    return np.array(alarms)


def later(versions, Q, K, V, other_K, other_V, rows=np.s_[:-1]):
    return [not np.allclose(attend(Q, K, V)[rows], attend(Q, other_K, other_V)[rows]) for attend in versions]


def later_first_version_only(versions, Q, K, V):
    for attend in versions:
        return [not np.allclose(attend(Q, K, V)[:-1], attend(Q, changed(K), changed(V))[:-1])]


def later_in_place(versions, Q, K, V):
    before = [attend(Q, K, V) for attend in versions]
    K[-1] += 5
    V[-1] += 5
    return [not np.allclose(one[:-1], attend(Q, K, V)[:-1]) for one, attend in zip(before, versions)]


def later_forgets_to_pass_them(versions, Q, K, V):
    other_K, other_V = changed(K), changed(V)  # noqa: F841
    return [not np.allclose(attend(Q, K, V)[:-1], attend(Q, K, V)[:-1]) for attend in versions]


def later_no_copy(versions, Q, K, V):
    other_K, other_V = K, V
    alarms = []
    for attend in versions:
        other_K[-1], other_V[-1] = 0, 0
        alarms.append(not np.allclose(attend(Q, K, V)[:-1], attend(Q, other_K, other_V)[:-1]))
    return alarms


# hide-the-wrong-axis


def on_the_diagonal(n, peak):
    scores = np.zeros((n, n))
    for i in range(n):
        scores[i, i] = peak
    return scores


def single_peak(n, peak):
    scores = np.zeros((n, n))
    scores[0, 0] = peak
    return scores


def random_symmetric(n, peak):
    table = np.random.default_rng(n).normal(size=(n, n))
    table = table + table.T
    return table * peak / table.max()


def random_table(n, peak):
    table = np.random.default_rng(n).random((n, n))
    return table * peak / table.max()


def first_row(n, peak):
    scores = np.zeros((n, n))
    scores[0] = np.linspace(0, peak, n)
    return scores


WRONG = {
    "which-divisor": [
        Wrong(
            "upside down",
            lambda Q, K, s: 1 / divisor_reference(Q, K, s),
            named="You divided the wrong way round",
        ),
        Wrong(
            "took √d_k for granted",
            lambda Q, K, s: np.sqrt(Q.shape[1]),
            named="You gave √d_k, what they should have been divided by",
        ),
        Wrong(
            "took 8 for granted", lambda Q, K, s: 8, named="your function gives the same whatever it is given"
        ),
        Wrong(
            "table of quotients, not one number",
            lambda Q, K, s: Q @ K.T / s,
            named="You gave the whole table of quotients",
        ),
        Wrong(
            "transposed scores: K @ Q.T",
            lambda Q, K, s: (K @ Q.T)[0, 1] / s[0, 1],
            named="Query and key have changed places",
        ),
        Wrong(
            "Q * K, not Q @ K.T",
            lambda Q, K, s: (Q * K).sum() / s.sum(),
            named="You multiplied Q and K entry by entry, so each word meets only itself",
        ),
        Wrong(
            "difference, not quotient",
            lambda Q, K, s: (Q @ K.T - s)[0, 0],
            named="You subtracted: the scores were divided, so divide them by t",
        ),
        Wrong(
            "squared: d_k that a root was taken of",
            lambda Q, K, s: divisor_reference(Q, K, s) ** 2,
            named="You squared the number: the scores were divided by the numbe",
        ),
        Wrong(
            "root taken once more",
            lambda Q, K, s: np.sqrt(divisor_reference(Q, K, s)),
            named="You took the root: the scores were divided by the number its",
        ),
        Wrong(
            "spread of the scaled scores",
            lambda Q, K, s: s.std(),
            named="That is the spread of the scaled scores",
        ),
        Wrong(
            "the answer of the card",
            lambda Q, K, s: 4.0,
            named="your function gives the same whatever it is given",
        ),
        Wrong(
            "rounded to a whole number",
            lambda Q, K, s: round(float(divisor_reference(Q, K, s))),
            named="You rounded to whole numbers.",
        ),
        Wrong(
            "cut to a whole number",
            lambda Q, K, s: int(divisor_reference(Q, K, s)),
            named="You cut the decimals off: an array of whole numbers, or int(",
        ),
        Wrong(
            "transpose missing",
            lambda Q, K, s: (Q @ K / s).mean(),
            named="You left out .T: the scores are Q @ K.T.",
        ),
        Wrong(
            "only queries: Q @ Q.T",
            lambda Q, K, s: np.abs(Q @ Q.T).sum() / np.abs(s).sum(),
            named="You used the queries twice",
        ),
        Wrong(
            "sum of quotients, not their mean",
            lambda Q, K, s: (Q @ K.T / s).sum(),
            named="You added the quotients up",
        ),
        Wrong(
            "variance for size",
            lambda Q, K, s: (Q @ K.T).var() / s.var(),
            named="You squared the number: the scores were divided by the numbe",
        ),
        Wrong(
            "two: upside down, transposed",
            lambda Q, K, s: s[1, 0] / (Q @ K.T)[0, 1],
            named="You turned the scores over and divided the wrong way round",
        ),
    ],
    "row-alarms": [
        Wrong(
            "sums of the columns",
            lambda w: ~np.isclose(w.sum(axis=1), 1).all(axis=1),
            named="You added up the columns: they add up to anything. A row sha",
        ),
        Wrong(
            "upside down: True where all is well",
            lambda w: np.isclose(w.sum(axis=2), 1).all(axis=1),
            named="You have it the wrong way round",
        ),
        Wrong(
            "alarm only if every row is wrong",
            lambda w: ~np.isclose(w.sum(axis=2), 1).any(axis=1),
            named="You raise the alarm only where all rows are wrong",
        ),
        Wrong(
            "only sums below 1",
            lambda w: (w.sum(axis=2) < 1 - 1e-6).any(axis=1),
            named="You look only for sums below 1",
        ),
        Wrong(
            "only sums above 1",
            lambda w: (w.sum(axis=2) > 1 + 1e-6).any(axis=1),
            named="You look only for sums above 1",
        ),
        Wrong(
            "exactly 1, no room for rounding",
            lambda w: (w.sum(axis=2) != 1).any(axis=1),
            named="You compared with ==, and a right head raised the alarm",
        ),
        Wrong(
            "room of 0.5",
            lambda w: (np.abs(w.sum(axis=2) - 1) > 0.5).any(axis=1),
            named="Your room for rounding is too wide",
        ),
        Wrong(
            "mean of the sums: too much and too little cancel",
            lambda w: ~np.isclose(w.sum(axis=2).mean(1), 1),
            named="You looked at the mean or the sum of the whole table",
        ),
        Wrong(
            "sum of the whole head is n",
            lambda w: ~np.isclose(w.sum(axis=(1, 2)), w.shape[1]),
            named="You looked at the mean or the sum of the whole table",
        ),
        Wrong(
            "whole head should sum to 1",
            lambda w: ~np.isclose(w.sum(axis=(1, 2)), 1),
            named="You raise the alarm for every head",
        ),
        Wrong(
            "one alarm for all heads",
            lambda w: not np.allclose(w.sum(axis=2), 1),
            named="You gave one answer for all heads",
        ),
        Wrong(
            "an alarm for each row",
            lambda w: ~np.isclose(w.sum(axis=2), 1),
            named="You gave an answer for each row",
        ),
        Wrong(
            "first row only",
            lambda w: ~np.isclose(w[:, 0].sum(axis=1), 1),
            named="You looked at the first row only",
        ),
        Wrong(
            "last row decides: overwritten", alarms_last_row_decides, named="You looked at the last row only"
        ),
        Wrong("return inside the loop", alarms_first_head, named="Your result holds the first number only"),
        Wrong(
            "sums over the heads",
            lambda w: ~np.isclose(w.sum(axis=0), 1).all(axis=1),
            named="You added up over the heads",
        ),
        Wrong("sums, no alarm", lambda w: w.sum(axis=2), named="You gave the sums themselves"),
        Wrong(
            "numbers of the heads with an alarm",
            lambda w: np.flatnonzero(alarms_by_loop(w)),
            named="You gave the numbers of the heads",
        ),
        Wrong("texts", lambda w: [str(one) for one in alarms_by_loop(w)], named="", said="an array of texts"),
        Wrong(
            "abs forgotten: only sums above 1",
            lambda w: (w.sum(axis=2) - 1 > 1e-6).any(axis=1),
            named="You look only for sums above 1",
        ),
        Wrong(
            "two: columns, and upside down",
            lambda w: np.isclose(w.sum(axis=1), 1).all(axis=1),
            named="You added up the columns, and have it the wrong way round.",
        ),
    ],
    "later-word-alarms": [
        Wrong(
            "only the key changed",
            lambda vs, Q, K, V: later(vs, Q, K, V, changed(K), V),
            named="You changed the key, but not the value",
        ),
        Wrong(
            "only the value changed",
            lambda vs, Q, K, V: later(vs, Q, K, V, K, changed(V)),
            named="You changed the value, but not the key",
        ),
        Wrong(
            "last row compared too",
            lambda vs, Q, K, V: later(vs, Q, K, V, changed(K), changed(V), np.s_[:]),
            named="You compared all rows. The last word may look at itself, so ",
        ),
        Wrong(
            "last row only",
            lambda vs, Q, K, V: later(vs, Q, K, V, changed(K), changed(V), np.s_[-1:]),
            named="You looked at the last row only",
        ),
        Wrong(
            "first row only",
            lambda vs, Q, K, V: later(vs, Q, K, V, changed(K), changed(V), np.s_[:1]),
            named="You looked at the first row only",
        ),
        Wrong(
            "first word changed",
            lambda vs, Q, K, V: later(vs, Q, K, V, K + np.eye(len(K))[:1].T, V),
            named="You changed the first word, which every later word may see",
        ),
        Wrong(
            "all words changed",
            lambda vs, Q, K, V: later(vs, Q, K, V, K + 1, V + 1),
            named="You always raise the alarm.",
        ),
        Wrong(
            "upside down: True where nothing leaks",
            lambda *each: ~later_alarms(*each),
            named="You have it the wrong way round",
        ),
        Wrong(
            "return inside the loop",
            later_first_version_only,
            named="You gave a list for the first version only",
        ),
        Wrong("changed K and V that were given", later_in_place, named="", said="make a new array instead"),
        Wrong(
            "the changed ones were never passed on",
            later_forgets_to_pass_them,
            named="No row before the last sees a change of yours",
        ),
        Wrong("no copy: both calls see the change", later_no_copy, named="", said="make a new array instead"),
        Wrong(
            "one answer for all versions",
            lambda *each: later_alarms(*each).any(),
            named="You gave one answer for all versions",
        ),
        Wrong(
            "numbers of the versions with an alarm",
            lambda *each: np.flatnonzero(later_alarms(*each)),
            named="You gave the numbers of the versions",
        ),
        Wrong(
            "changed too little to be seen",
            lambda vs, Q, K, V: later(vs, Q, K, V, changed(K, 1e-9), changed(V, 1e-9)),
            named="No row before the last sees a change of yours",
        ),
        Wrong(
            "the answer of the card",
            lambda vs, Q, K, V: [False, True, True, True],
            named="your function gives the same whatever it is given",
        ),
        Wrong(
            "arrays compared with !=: a table",
            lambda vs, Q, K, V: [a(Q, K, V)[:-1] != a(Q, changed(K), changed(V))[:-1] for a in vs],
            named="You asked of each number whether it changed",
        ),
        Wrong(
            "a generator",
            lambda vs, Q, K, V: (one for one in later_alarms(vs, Q, K, V)),
            named="",
            said="made no numbers yet",
        ),
        Wrong(
            "two: only the value, last row compared",
            lambda vs, Q, K, V: later(vs, Q, K, V, K, changed(V), np.s_[:]),
            named="You compared all rows. The last word may look at itself, so ",
        ),
    ],
    "hide-the-wrong-axis": [
        Wrong(
            "all equal: rows with equal scores",
            lambda n, peak: np.full((n, n), peak),
            named="Equal scores hide the bug, but such a case hides nearly every bug",
        ),
        Wrong("all zeros", lambda n, peak: np.zeros((n, n)), named="", said="The largest score must be"),
        Wrong(
            "peak forgotten: 1 on the diagonal",
            lambda n, peak: np.eye(n),
            named="The largest score is 1: it must be peak, so multiply by it.",
        ),
        Wrong("4 words of the card", lambda n, peak: peak * np.eye(4), named="", said="xpected shape"),
        Wrong("a single peak", single_peak, named="", said="equal scores: such a word"),
        Wrong("symmetric is not enough", random_symmetric, named="", said="The check notices the bug"),
        Wrong("random", random_table, named="", said="The check notices the bug"),
        Wrong("first row only, others equal", first_row, named="", said="equal scores: such a word"),
        Wrong("lower triangle", lambda n, peak: peak * np.tri(n), named="", said="equal scores: such a word"),
        Wrong(
            "minus the peak: largest is 0",
            lambda n, peak: -peak * np.eye(n),
            named="",
            said="The largest score must be",
        ),
        Wrong(
            "peak + 1: 1 added everywhere",
            lambda n, peak: peak * np.eye(n) + 1,
            named="",
            said="The largest score must be",
        ),
        Wrong(
            "columns, not rows: each row equal",
            lambda n, peak: np.tile(np.linspace(0, peak, n), (n, 1)).T,
            named="",
            said="equal scores: such a word",
        ),
        Wrong(
            "weights, not scores",
            lambda n, peak: softmax(peak * np.eye(n), axis=0),
            named="",
            said="The largest score must be",
        ),
        Wrong(
            "-inf beside the diagonal",
            lambda n, peak: np.where(np.eye(n) == 1, peak, -np.inf),
            named="",
            said="use finite numbers",
        ),
        Wrong("one row only", lambda n, peak: np.linspace(0, peak, n), named="", said="xpected shape"),
        Wrong("the sums, not the scores", lambda n, peak: np.ones(n), named="", said="xpected shape"),
        Wrong(
            "counted through: 0, 1, 2, …",
            lambda n, peak: np.arange(n * n).reshape(n, n) * peak / (n * n - 1),
            named="",
            said="The check notices the bug",
        ),
        Wrong("two: 4 words, peak forgotten", lambda n, peak: np.eye(4), named="", said="xpected shape"),
    ],
}

RIGHT = {
    "which-divisor": [
        divisor_reference,
        divisor_at_the_largest,
        lambda Q, K, s: np.median(Q @ K.T / s),
        lambda Q, K, s: np.linalg.lstsq(s.reshape(-1, 1), (Q @ K.T).ravel(), rcond=None)[0].item(),
        lambda Q, K, s: np.abs(Q @ K.T).sum() / np.abs(s).sum(),
        lambda Q, K, s: np.float32(np.abs(K @ Q.T).max() / np.abs(s).max()),
    ],
    "row-alarms": [
        alarms_by_loop,
        lambda w: ~np.isclose(w.sum(axis=-1), 1).all(axis=-1),
        lambda w: [not np.allclose(head.sum(1), 1) for head in w],
        lambda w: np.abs(np.einsum("hij->hi", w) - 1).max(axis=1) > 1e-5,
        lambda w: (np.abs(w @ np.ones(w.shape[2]) - 1) > 1e-4).any(axis=1).astype(int),
    ],
    "later-word-alarms": [
        later_alarms,
        lambda vs, Q, K, V: later(vs, Q, K, V, changed(K, -3), changed(V, 7)),
        lambda vs, Q, K, V: [int(one) for one in later(vs, Q, K, V, changed(K), changed(V))],
        lambda vs, Q, K, V: np.array(
            [np.abs(a(Q, K, V) - a(Q, changed(K), changed(V)))[: len(Q) - 1].max() > 1e-6 for a in vs]
        ),
    ],
    "hide-the-wrong-axis": [
        on_the_diagonal,
        lambda n, peak: np.tile(np.linspace(0, peak, n), (n, 1)),
        lambda n, peak: peak * np.eye(n)[::-1],
        lambda n, peak: [list(np.roll(np.linspace(peak - 1, peak, n), i)) for i in range(n)],
        lambda n, peak: peak * np.eye(n) - 3 * (1 - np.eye(n)),
    ],
}
