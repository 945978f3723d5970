"""Unseen answers to the exercises of notebook 12."""

import numpy as np

from helpers.attention import softmax
from tests.exercises.unseen import Tensor, answers_to

wrong, right = answers_to("which-divisor")

wrong("upside down", "You divided the wrong way round")(lambda Q, K, s: 1 / divisor_reference(Q, K, s))
wrong("took √d_k for granted", "You gave √d_k, what they should have been divided by")(
    lambda Q, K, s: np.sqrt(Q.shape[1])
)
wrong("took 8 for granted", "your function gives the same whatever it is given")(lambda Q, K, s: 8)
wrong("table of quotients, not one number", "You gave the whole table of quotients")(
    lambda Q, K, s: Q @ K.T / s
)
wrong("transposed scores: K @ Q.T", "Query and key have changed places")(
    lambda Q, K, s: (K @ Q.T)[0, 1] / s[0, 1]
)
wrong("Q * K, not Q @ K.T", "You multiplied Q and K entry by entry")(lambda Q, K, s: (Q * K).sum() / s.sum())
wrong("difference, not quotient", "You subtracted: the scores were divided")(
    lambda Q, K, s: (Q @ K.T - s)[0, 0]
)
wrong("squared: d_k that a root was taken of", "You squared the number")(
    lambda Q, K, s: divisor_reference(Q, K, s) ** 2
)
wrong("root taken once more", "You took the root")(lambda Q, K, s: np.sqrt(divisor_reference(Q, K, s)))
wrong("spread of the scaled scores", "That is the spread of the scaled scores")(lambda Q, K, s: s.std())
wrong("the answer of the card", "your function gives the same whatever it is given")(lambda Q, K, s: 4.0)
wrong("rounded to a whole number", "You rounded to whole numbers.")(
    lambda Q, K, s: round(float(divisor_reference(Q, K, s)))
)
wrong("cut to a whole number", "You cut the decimals off: an array of whole numbers, or int(")(
    lambda Q, K, s: int(divisor_reference(Q, K, s))
)
wrong("transpose missing", "You left out .T: the scores are Q @ K.T.")(lambda Q, K, s: (Q @ K / s).mean())
wrong("only queries: Q @ Q.T", "You used the queries twice")(
    lambda Q, K, s: np.abs(Q @ Q.T).sum() / np.abs(s).sum()
)
wrong("sum of quotients, not their mean", "You added the quotients up")(lambda Q, K, s: (Q @ K.T / s).sum())
wrong("variance for size", "You squared the number")(lambda Q, K, s: (Q @ K.T).var() / s.var())
wrong("two: upside down, transposed", "You turned the scores over and divided the wrong way round")(
    lambda Q, K, s: s[1, 0] / (Q @ K.T)[0, 1]
)
wrong("norms of Q and K", "You multiplied the lengths of all Q and all K")(
    lambda Q, K, s: np.linalg.norm(Q) * np.linalg.norm(K) / np.linalg.norm(s)
)
wrong("a list with the number in it", "The number is right, but it lies in a list")(
    lambda Q, K, s: [np.median(Q @ K.T / s)]
)
wrong("matrix inverse instead of a quotient", "")(lambda Q, K, s: (Q @ K.T @ np.linalg.pinv(s)).sum())
wrong("divided the wrong way round: 1 over the divisor", "You divided the wrong way round")(
    lambda Q, K, scaled_scores: (scaled_scores / (Q @ K.T)).max()
)


@right
def divisor_reference(Q, K, scaled_scores):
    scores = np.array([[sum(a * b for a, b in zip(q, k)) for k in K] for q in Q])
    return np.linalg.norm(scores) / np.linalg.norm(scaled_scores)


@right
def divisor_at_the_largest(Q, K, scaled_scores):
    place = np.unravel_index(np.abs(scaled_scores).argmax(), scaled_scores.shape)
    return (Q @ K.T)[place] / scaled_scores[place]


right(
    lambda Q, K, s: (Q @ K.T)[0, 0] / s[0, 0],
    lambda Q, K, s: np.median(Q @ K.T / s),
    lambda Q, K, s: np.linalg.lstsq(s.reshape(-1, 1), (Q @ K.T).ravel(), rcond=None)[0].item(),
    lambda Q, K, s: np.abs(Q @ K.T).sum() / np.abs(s).sum(),
    lambda Q, K, s: np.float32(np.abs(K @ Q.T).max() / np.abs(s).max()),
)


wrong, right = answers_to("row-alarms")

wrong("sums of the columns", "You added up the columns: they add up to anything")(
    lambda w: ~np.isclose(w.sum(axis=1), 1).all(axis=1)
)
wrong("upside down: True where all is well", "You have it the wrong way round")(
    lambda w: np.isclose(w.sum(axis=2), 1).all(axis=1)
)
wrong("alarm only if every row is wrong", "You raise the alarm only where all rows are wrong")(
    lambda w: ~np.isclose(w.sum(axis=2), 1).any(axis=1)
)
wrong("only sums below 1", "You look only for sums below 1")(lambda w: (w.sum(axis=2) < 1 - 1e-6).any(axis=1))
wrong("only sums above 1", "You look only for sums above 1")(lambda w: (w.sum(axis=2) > 1 + 1e-6).any(axis=1))
wrong("exactly 1, no room for rounding", "You compared with ==")(lambda w: (w.sum(axis=2) != 1).any(axis=1))
wrong("room of 0.5", "Your room for rounding is too wide")(
    lambda w: (np.abs(w.sum(axis=2) - 1) > 0.5).any(axis=1)
)
wrong(
    "mean of the sums: too much and too little cancel", "You looked at the mean or the sum of the whole table"
)(lambda w: ~np.isclose(w.sum(axis=2).mean(1), 1))
wrong("sum of the whole head is n", "You looked at the mean or the sum of the whole table")(
    lambda w: ~np.isclose(w.sum(axis=(1, 2)), w.shape[1])
)
wrong("whole head should sum to 1", "You raise the alarm for every head")(
    lambda w: ~np.isclose(w.sum(axis=(1, 2)), 1)
)
wrong("one alarm for all heads", "You gave one answer for all heads")(
    lambda w: not np.allclose(w.sum(axis=2), 1)
)
wrong("an alarm for each row", "You gave an answer for each row")(lambda w: ~np.isclose(w.sum(axis=2), 1))
wrong("first row only", "You looked at the first row only")(lambda w: ~np.isclose(w[:, 0].sum(axis=1), 1))


@wrong("last row decides: overwritten", "You looked at the last row only")
def alarms_last_row_decides(weights):
    alarms = []
    for head in weights:
        for row in head:
            alarm = abs(row.sum() - 1) > 1e-6
        alarms.append(alarm)
    return alarms


@wrong("return inside the loop", "Your result holds the first number only")
def alarms_first_head(weights):
    alarms = []
    for head in weights:
        alarms.append(not np.allclose(head.sum(axis=1), 1))
        return alarms


wrong("sums over the heads", "You added up over the heads")(
    lambda w: ~np.isclose(w.sum(axis=0), 1).all(axis=1)
)
wrong("sums, no alarm", "You gave the sums themselves")(lambda w: w.sum(axis=2))
wrong("numbers of the heads with an alarm", "You gave the numbers of the heads")(
    lambda w: np.flatnonzero(alarms_by_loop(w))
)
wrong("texts", "", said="an array of texts")(lambda w: [str(one) for one in alarms_by_loop(w)])
wrong("abs forgotten: only sums above 1", "You look only for sums above 1")(
    lambda w: (w.sum(axis=2) - 1 > 1e-6).any(axis=1)
)
wrong("two: columns, and upside down", "You added up the columns, and have it the wrong way round.")(
    lambda w: np.isclose(w.sum(axis=1), 1).all(axis=1)
)
wrong("largest weight above 1", "You never raise the alarm")(lambda w: (w > 1).any(axis=(1, 2)))
wrong("negative of an all: minus on booleans", "", said="TypeError")(
    lambda w: -np.isclose(w.sum(2), 1).all(1)
)
wrong("never an alarm", "You never raise the alarm")(lambda w: np.zeros(len(w), bool))
wrong("always an alarm", "You raise the alarm for every head")(lambda w: np.ones(len(w), bool))
wrong("alarm only if no row adds up to 1", "You raise the alarm only where all rows are wrong")(
    lambda weights: np.array([not np.isclose(head.sum(axis=1), 1).any() for head in weights])
)


@right
def alarms_by_loop(weights):
    alarms = []
    for head in weights:
        wrong = False
        for row in head:
            if abs(sum(row) - 1) > 1e-6:
                wrong = True
        alarms.append(wrong)
    return np.array(alarms)


right(
    lambda w: ~np.isclose(w.sum(axis=-1), 1).all(axis=-1),
    lambda w: [not np.allclose(head.sum(1), 1) for head in w],
    lambda w: np.abs(np.einsum("hij->hi", w) - 1).max(axis=1) > 1e-5,
    lambda w: (np.abs(w @ np.ones(w.shape[2]) - 1) > 1e-4).any(axis=1).astype(int),
)


def later(versions, Q, K, V, other_K, other_V, rows=np.s_[:-1]):
    return [not np.allclose(attend(Q, K, V)[rows], attend(Q, other_K, other_V)[rows]) for attend in versions]


def changed(array, by=5.0):
    other = array.copy()
    other[-1] += by
    return other


wrong, right = answers_to("later-word-alarms")

wrong("only the key changed", "You changed the key, but not the value")(
    lambda vs, Q, K, V: later(vs, Q, K, V, changed(K), V)
)
wrong("only the value changed", "You changed the value, but not the key")(
    lambda vs, Q, K, V: later(vs, Q, K, V, K, changed(V))
)
wrong("last row compared too", "You compared all rows")(
    lambda vs, Q, K, V: later(vs, Q, K, V, changed(K), changed(V), np.s_[:])
)
wrong("last row only", "You looked at the last row only")(
    lambda vs, Q, K, V: later(vs, Q, K, V, changed(K), changed(V), np.s_[-1:])
)
wrong("first row only", "You looked at the first row only")(
    lambda vs, Q, K, V: later(vs, Q, K, V, changed(K), changed(V), np.s_[:1])
)
wrong("first word changed", "You changed the first word, which every later word may see")(
    lambda vs, Q, K, V: later(vs, Q, K, V, K + np.eye(len(K))[:1].T, V)
)
wrong("all words changed", "You always raise the alarm.")(
    lambda vs, Q, K, V: later(vs, Q, K, V, K + 1, V + 1)
)
wrong("upside down: True where nothing leaks", "You have it the wrong way round")(
    lambda *each: ~later_alarms(*each)
)


@wrong("return inside the loop", "You gave a list for the first version only")
def later_first_version_only(versions, Q, K, V):
    for attend in versions:
        return [not np.allclose(attend(Q, K, V)[:-1], attend(Q, changed(K), changed(V))[:-1])]


@wrong("changed K and V that were given", "", said="make a new array instead")
def later_in_place(versions, Q, K, V):
    before = [attend(Q, K, V) for attend in versions]
    K[-1] += 5
    V[-1] += 5
    return [not np.allclose(one[:-1], attend(Q, K, V)[:-1]) for one, attend in zip(before, versions)]


@wrong("the changed ones were never passed on", "No row before the last sees a change of yours")
def later_forgets_to_pass_them(versions, Q, K, V):
    other_K, other_V = changed(K), changed(V)  # noqa: F841
    return [not np.allclose(attend(Q, K, V)[:-1], attend(Q, K, V)[:-1]) for attend in versions]


@wrong("no copy: both calls see the change", "", said="make a new array instead")
def later_no_copy(versions, Q, K, V):
    other_K, other_V = K, V
    alarms = []
    for attend in versions:
        other_K[-1], other_V[-1] = 0, 0
        alarms.append(not np.allclose(attend(Q, K, V)[:-1], attend(Q, other_K, other_V)[:-1]))
    return alarms


wrong("one answer for all versions", "You gave one answer for all versions")(
    lambda *each: later_alarms(*each).any()
)
wrong("numbers of the versions with an alarm", "You gave the numbers of the versions")(
    lambda *each: np.flatnonzero(later_alarms(*each))
)
wrong("changed too little to be seen", "No row before the last sees a change of yours")(
    lambda vs, Q, K, V: later(vs, Q, K, V, changed(K, 1e-9), changed(V, 1e-9))
)
wrong("the answer of the card", "your function gives the same whatever it is given")(
    lambda vs, Q, K, V: [False, True, True, True]
)
wrong("arrays compared with !=: a table", "You asked of each number whether it changed")(
    lambda vs, Q, K, V: [a(Q, K, V)[:-1] != a(Q, changed(K), changed(V))[:-1] for a in vs]
)
wrong("a generator", "", said="made no numbers yet")(
    lambda vs, Q, K, V: (one for one in later_alarms(vs, Q, K, V))
)
wrong("two: only the value, last row compared", "You compared all rows")(
    lambda vs, Q, K, V: later(vs, Q, K, V, K, changed(V), np.s_[:])
)
wrong(
    "asks only whether the first row is V[0]: no other row is seen",
    "You looked only whether the first row is the first value",
)(lambda versions, Q, K, V: [not np.allclose(attend(Q, K, V)[0], V[0]) for attend in versions])
wrong("always an alarm", "You always raise the alarm.")(lambda vs, Q, K, V: [True] * len(vs))
wrong("functions, not alarms", "", said="its brackets are missing")(lambda vs, Q, K, V: vs)


@wrong("True where it is right", "You have it the wrong way round")
def later_the_other_way(versions, Q, K, V):
    k, v = K.copy(), V.copy()
    k[-1] += 3
    v[-1] -= 4
    return [np.allclose(each(Q, K, V)[:-1], each(Q, k, v)[:-1]) for each in versions]


@right
def later_alarms(versions, Q, K, V):
    alarms = []
    for attend in versions:
        before, after = attend(Q, K, V), attend(Q, changed(K), changed(V))
        alarms.append(not np.allclose(before[:-1], after[:-1]))
    return np.array(alarms)


@right
def another_last_word(versions, Q, K, V):
    rng = np.random.default_rng(0)
    K_new = np.vstack([K[:-1], rng.normal(size=K.shape[1])])
    V_new = np.vstack([V[:-1], rng.normal(size=V.shape[1])])
    moved = [np.abs(attend(Q, K, V) - attend(Q, K_new, V_new))[:-1].max() for attend in versions]
    return np.array(moved) > 1e-9


@right
def no_last_word(versions, Q, K, V):
    return [not np.allclose(attend(Q, K, V)[:-1], attend(Q[:-1], K[:-1], V[:-1])) for attend in versions]


right(
    lambda vs, Q, K, V: later(vs, Q, K, V, changed(K, -3), changed(V, 7)),
    lambda vs, Q, K, V: [int(one) for one in later(vs, Q, K, V, changed(K), changed(V))],
    lambda vs, Q, K, V: np.array(
        [np.abs(a(Q, K, V) - a(Q, changed(K), changed(V)))[: len(Q) - 1].max() > 1e-6 for a in vs]
    ),
)


wrong, right = answers_to("hide-the-wrong-axis")

wrong("all equal: rows with equal scores", "Equal scores hide the bug")(lambda n, peak: np.full((n, n), peak))
wrong("all zeros", "", said="The largest score must be")(lambda n, peak: np.zeros((n, n)))
wrong("peak forgotten: 1 on the diagonal", "The largest score is 1")(lambda n, peak: np.eye(n))
wrong("4 words of the card", "", said="xpected shape")(lambda n, peak: peak * np.eye(4))


@wrong("a single peak", "", said="equal scores: such a word")
def single_peak(n, peak):
    scores = np.zeros((n, n))
    scores[0, 0] = peak
    return scores


@wrong("symmetric is not enough", "", said="The check notices the bug")
def random_symmetric(n, peak):
    table = np.random.default_rng(n).normal(size=(n, n))
    table = table + table.T
    return table * peak / table.max()


@wrong("random", "", said="The check notices the bug")
def random_table(n, peak):
    table = np.random.default_rng(n).random((n, n))
    return table * peak / table.max()


@wrong("first row only, others equal", "", said="equal scores: such a word")
def first_row(n, peak):
    scores = np.zeros((n, n))
    scores[0] = np.linspace(0, peak, n)
    return scores


wrong("lower triangle", "", said="equal scores: such a word")(lambda n, peak: peak * np.tri(n))
wrong("minus the peak: largest is 0", "", said="The largest score must be")(lambda n, peak: -peak * np.eye(n))
wrong("peak + 1: 1 added everywhere", "", said="The largest score must be")(
    lambda n, peak: peak * np.eye(n) + 1
)
wrong("columns, not rows: each row equal", "", said="equal scores: such a word")(
    lambda n, peak: np.tile(np.linspace(0, peak, n), (n, 1)).T
)
wrong("weights, not scores", "", said="The largest score must be")(
    lambda n, peak: softmax(peak * np.eye(n), axis=0)
)
wrong("-inf beside the diagonal", "", said="use finite numbers")(
    lambda n, peak: np.where(np.eye(n) == 1, peak, -np.inf)
)
wrong("one row only", "", said="xpected shape")(lambda n, peak: np.linspace(0, peak, n))
wrong("the sums, not the scores", "", said="xpected shape")(lambda n, peak: np.ones(n))
wrong("counted through: 0, 1, 2, …", "", said="The check notices the bug")(
    lambda n, peak: np.arange(n * n).reshape(n, n) * peak / (n * n - 1)
)
wrong("two: 4 words, peak forgotten", "", said="xpected shape")(lambda n, peak: np.eye(4))
wrong("peak everywhere but on the diagonal, none below", "", said="equal scores: such a word")(
    lambda n, peak: np.triu(np.full((n, n), peak), 1)
)
wrong("integers: peak cut", "")(lambda n, peak: int(peak) * np.eye(n, dtype=int) - 1)
wrong("a tensor of another library", "", said="got a Tensor")(lambda n, peak: Tensor(peak * np.eye(n)))


@right
def on_the_diagonal(n, peak):
    scores = np.zeros((n, n))
    for i in range(n):
        scores[i, i] = peak
    return scores


right(
    lambda n, peak: np.tile(np.linspace(-5, peak, n), (n, 1)),
    lambda n, peak: np.tile(np.linspace(0, peak, n), (n, 1)),
    lambda n, peak: peak * np.eye(n)[::-1],
    lambda n, peak: [list(np.roll(np.linspace(peak - 1, peak, n), i)) for i in range(n)],
    lambda n, peak: peak * np.eye(n) - 3 * (1 - np.eye(n)),
)
