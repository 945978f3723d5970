"""A second round of unseen answers, of other kinds than the first.

State that outlives a call, whole numbers where fractions are needed, shortcuts that hold in a special case,
exits and exceptions, odd things returned; and right answers that are no plain functions.
"""

import functools
import operator
import sys
from typing import NamedTuple

import numpy as np

from helpers.attention import softmax
from tests.exercises.unseen import Wrong

collected = []  # outlives every call, as a list of the notebook does


class Tensor:
    """Like a tensor of another library: numbers inside, but no array."""

    def __init__(self, data):
        self.data, self.shape = data, np.shape(data)


class Numbers(np.ndarray):
    """A subclass of ndarray."""


class Roles(NamedTuple):
    query: np.ndarray
    key: np.ndarray
    value: np.ndarray


class Mixer:
    """An object that can be called."""

    def __init__(self, factor=1):
        self.factor = factor

    def __call__(self, weights, values):
        return self.factor * weights @ values

    def mix(self, weights, values):
        return self(weights, values)


def shared(scores):
    raised = np.exp(scores)
    return raised / raised.sum(axis=-1, keepdims=True)


# State that outlives a call


def number_added_to_the_last(x, W, column):
    collected.append(x @ W[:, column])
    return sum(collected)


def best_in_a_default_list(query, key, best=[]):  # noqa: B006
    for q in query:
        best.append(np.argmax(key @ q))
    return np.array(best)


def z_remembered(weights, values, first={}):  # noqa: B006
    return first.setdefault("z", weights @ values)


def walk_tires_from_call_to_call(z, target, rate, n_steps, calls=[]):  # noqa: B006
    calls.append(rate)
    for _ in range(n_steps):
        z = z - rate / len(calls) * 2 * (z - target) / z.size
    return z


# Whole numbers and rounding


def roles_as_whole_numbers(x, W_query, W_key, W_value, head):
    query = np.zeros((len(x), W_query.shape[2]), dtype=int)
    query[:] = x @ W_query[head - 1]
    return query, x @ W_key[head - 1], x @ W_value[head - 1]


def weights_into_a_table_of_whole_numbers(erased):
    weights = np.zeros(erased.shape, dtype=int)
    for i, row in enumerate(erased):
        weights[i] = row / row.sum()
    return weights


def rows_rounded(normed, means, deviations):
    return np.round(normed * deviations[:, None] + means[:, None])


def arrives_to_two_places(weights, value):
    return np.round(weights * np.linalg.norm(value, axis=1), 2)


def words_floor(weights, word):
    n = word.max() + 1
    groups = [np.flatnonzero(word == one) for one in range(n)]
    return [[weights[np.ix_(a, b)].sum() // len(a) for b in groups] for a in groups]


# Shortcuts for a special case


def weights_if_square(values, z):
    n = len(values)
    return np.linalg.solve(values[:, :n].T, z[:n]) if n == 2 else np.full(n, 1 / n)


def later_by_the_first_value(versions, Q, K, V):
    return [not np.allclose(attend(Q, K, V)[0], V[0]) for attend in versions]


def divisor_of_neighbours(scores, weights):
    return abs(scores[0] - scores[1]) / abs(weights[0] - weights[1]) * weights[0]


def turn_small_angles(pattern, distance, turns):
    later = pattern.copy()
    later[0::2] += distance * turns * pattern[1::2]
    later[1::2] -= distance * turns * pattern[0::2]
    return later


def fair_best_of_ties_by_the_test(right):
    half = right.shape[1] // 2
    counts, tested = right[:, :half].sum(axis=1), right[:, half:].mean(axis=1)
    return tested[counts >= counts.max() / 2].max()


def mute_by_the_second_largest(weights, toward):
    V = np.tile(toward, (len(weights), 1)).astype(float)
    V[np.argsort(weights)[-2]] = [toward[1], -toward[0]]
    return V


def mute_first_entry_only(weights, toward):
    V = np.ones((len(weights), 2))
    V[weights.argmax()] = [0, 1]
    return V


# Exits, exceptions, endings


def silence_and_leave(concatenated, n_heads, head):
    sys.exit("done")


def undo_without_end(weights):
    return undo_without_end(weights) + 1


def back_refuses(scaled_scores, back):
    assert scaled_scores.shape == (5, 5), "the card has 5 words"
    return softmax(scaled_scores)


def matrix_divides(machine, d_model):
    return machine(np.eye(d_model)) / (d_model - d_model)


def score_misspelt(q, k):
    return q @ key  # noqa: F821


def rule_swallows(x, n_names):
    try:
        return undefined(x)  # noqa: F821
    except Exception:  # noqa: BLE001
        return None


def stuck_by_a_method_that_is_not_there(grad_weights, stuck_on):
    return grad_weights.softmax(stuck_on)


def share_of_a_key(weights):
    return {0: weights}[1]


def needs_one_more(x, W_query, W_key, mask):
    return softmax((x @ W_query) @ (x @ W_key).T / np.sqrt(W_key.shape[1]))


def needs_fewer(scores):
    return scores


# Mistakes within an order of steps


def sharing_forward(scores, grad_weights):
    return scores / scores.sum(axis=1, keepdims=True) * grad_weights


def finish_double_attention(x, attended, W_hidden, W_output):
    def norm(a):
        return (a - a.mean(1, keepdims=True)) / a.std(1, keepdims=True)

    h = norm(x + attended)
    return norm(h + attended + np.maximum(h @ W_hidden, 0) @ W_output)


def finish_norm_between(x, attended, W_hidden, W_output):
    def norm(a):
        return (a - a.mean(1, keepdims=True)) / a.std(1, keepdims=True)

    h = norm(x + attended)
    return h + norm(np.maximum(h @ W_hidden, 0) @ W_output)


def finish_h_overwritten(x, attended, W_hidden, W_output):
    def norm(a):
        return (a - a.mean(1, keepdims=True)) / a.std(1, keepdims=True)

    h = norm(x + attended)
    h = np.maximum(h @ W_hidden, 0) @ W_output
    return norm(h + h)


def all_by_the_largest_weight(x, W_query, W_key):
    weights = softmax((x @ W_query) @ (x @ W_key).T / np.sqrt(W_key.shape[1]))
    return weights / weights.max(axis=1, keepdims=True)


def whole_concatenates_within_the_loop(X, W_query, W_key, W_value, W_out):
    for h in range(len(W_query)):
        Q, K, V = X @ W_query[h], X @ W_key[h], X @ W_value[h]
        heads = [softmax(Q @ K.T / np.sqrt(Q.shape[1])) @ V]
    return np.hstack(heads) @ W_out


def whole_X_overwritten(X, W_query, W_key, W_value, W_out):
    heads = []
    for h in range(len(W_query)):
        Q, K, V = X @ W_query[h], X @ W_key[h], X @ W_value[h]
        heads.append(softmax(Q @ K.T / np.sqrt(K.shape[1])) @ V)
        X = X + heads[-1].mean()
    return np.hstack(heads) @ W_out


def whole_mean_over_weights(X, W_query, W_key, W_value, W_out):
    weights = np.mean(
        [softmax((X @ q) @ (X @ k).T / np.sqrt(q.shape[1])) for q, k in zip(W_query, W_key)], axis=0
    )
    return np.hstack([weights @ (X @ v) for v in W_value]) @ W_out


def left_removes_the_neighbour(z, W_out, toward):
    each = (z * (W_out @ toward).reshape(z.shape)).sum(axis=1)
    return each.sum() - np.roll(each, 1)


def left_share(z, W_out, toward):
    each = (z * (W_out @ toward).reshape(z.shape)).sum(axis=1)
    return 1 - each / each.sum()


def next_cycles_the_wrong_end(keys):
    queries = [keys[i + 1] - keys[i] for i in range(len(keys) - 1)]
    return np.array(queries + [keys[-1] - keys[0]])


def newest_with_late_mask(X, W_query, W_key, W_value):
    Q, K, V = X @ W_query, X @ W_key, X @ W_value
    weights = softmax(Q @ K.T / np.sqrt(K.shape[1])) * np.tri(len(X), k=-1)
    return weights[-1] @ V


def newest_values_of_x(X, W_query, W_key, W_value):
    q, K = X[-1] @ W_query, X @ W_key
    weights = softmax(K @ q / np.sqrt(len(q)))
    return (weights @ X)[: W_value.shape[1]]


def without_twice(weights, values, place):
    left = np.delete(weights, place)
    return left / left.sum() @ np.delete(values, place, axis=0) * (1 - weights[place])


def without_mean_in_its_place(weights, values, place):
    values = values.copy()
    values[place] = values.mean(axis=0)
    return weights @ values


WRONG = {
    "one-number": [
        Wrong(
            "sum lives outside the function: grows from call to call",
            number_added_to_the_last,
            named="your function gives other numbers when it is given the same again",
        ),
        Wrong(
            "x divided by its length",
            lambda x, W, column: x @ W[:, column] / np.linalg.norm(x),
            named="You divided x by its length",
        ),
        Wrong(
            "a list with the number in it",
            lambda x, W, column: [x @ W[:, column]],
            named="The number is right, but it lies in a list",
        ),
    ],
    "three-roles": [
        Wrong(
            "query cut to whole numbers",
            roles_as_whole_numbers,
            named="in query: You cut the decimals off: an array of whole number",
        ),
        Wrong(
            "only two of three returned",
            lambda x, q, k, v, head: (x @ q[head - 1], x @ k[head - 1]),
            named="",
            said="Expected 3 results",
        ),
        Wrong(
            "all laid in one wide table",
            lambda x, *W: np.hstack([x @ one[W[3] - 1] for one in W[:3]]),
            named="",
            said="Expected 3 results",
        ),
        Wrong(
            "mean over the heads",
            lambda x, q, k, v, head: (x @ q.mean(0), x @ k.mean(0), x @ v.mean(0)),
            named="You took the mean over the heads",
        ),
    ],
    "find-the-matrix": [
        Wrong("divides by zero: infinite", matrix_divides, named="", said="comes from a division by 0"),
        Wrong(
            "fed ones on and below the diagonal: rows are sums",
            lambda machine, d: machine(np.tri(d)),
            named="Each row of yours adds up several rows of W",
        ),
        Wrong(
            "identity multiplied with itself after: squares of W",
            lambda machine, d: machine(np.eye(d)) ** 2,
            named="These are the squares of what is asked.",
        ),
    ],
    "score-one-pair": [
        Wrong("name misspelt: key for k", score_misspelt, named="", said="NameError"),
        Wrong(
            "power, not product",
            lambda q, k: (q**k).sum(),
            named="** raises to a power: * multiplies the entries in pairs.",
        ),
        Wrong(
            "distance, not product",
            lambda q, k: ((q - k) ** 2).sum(),
            named="You measured the distance between q and k, squared",
        ),
        Wrong("text", lambda q, k: str(q @ k), named="", said="got the text"),
        Wrong(
            "product of the sums' means",
            lambda q, k: q.mean() * k.mean() * len(q) ** 2,
            named="You multiplied two sums: each entry of q meets only its own ",
        ),
    ],
    "who-answers-best": [
        Wrong(
            "list kept in a default argument: grows",
            best_in_a_default_list,
            named="your function gives other numbers when it is given the same again",
        ),
        Wrong(
            "second maximum over columns then rows",
            lambda query, key: (query @ key.T).T.argmax(axis=1),
            named="You looked along the wrong axis",
        ),
        Wrong(
            "True where the best is",
            lambda q, k: q @ k.T == (q @ k.T).max(axis=1, keepdims=True),
            named="You returned a table that marks the best key",
        ),
        Wrong(
            "pairs of row and place",
            lambda q, k: list(enumerate((q @ k.T).argmax(axis=1))),
            named="Each of your answers is a pair, the row and the position",
        ),
    ],
    "prefer-the-next": [
        Wrong(
            "last row: own minus first", next_cycles_the_wrong_end, named="", said="the second must be higher"
        ),
        Wrong(
            "difference in size: abs",
            lambda keys: np.abs(np.roll(keys, -1, axis=0) - keys),
            named="You left out the signs of the difference",
        ),
        Wrong(
            "mean of all keys minus own",
            lambda keys: keys.mean(axis=0) - keys,
            named="You took the mean of all keys for the next one.",
        ),
    ],
    "weights-of-one": [
        Wrong(
            "root of the scores, not of d_k",
            lambda q, keys: softmax(np.sqrt(np.abs(keys @ q) / len(q))),
            named="You took the root of the scores, too",
        ),
        Wrong(
            "// for /",
            lambda q, keys: softmax(keys @ q // np.sqrt(len(q))),
            named="// cuts the decimals of the scores off",
        ),
        Wrong(
            "length of the query for √d_k",
            lambda q, keys: softmax(keys @ q / np.linalg.norm(q)),
            named="You divided by the length of the query",
        ),
        Wrong(
            "sigmoid, not softmax",
            lambda q, keys: 1 / (1 + np.exp(-keys @ q / np.sqrt(len(q)))),
            named="You took a sigmoid of each score by itself",
        ),
        Wrong(
            "2 to the power, not e",
            lambda q, k: shared(k @ q / np.sqrt(len(q)) * np.log(2)),
            named="You raised 2 to the power of the scores",
        ),
        Wrong(
            "a text", lambda q, keys: str(softmax(keys @ q / np.sqrt(len(q)))), named="", said="got the text"
        ),
    ],
    "weights-of-all": [
        Wrong("asks for a fourth argument", needs_one_more, named="", said="could not be called"),
        Wrong(
            "each row divided by its largest weight",
            all_by_the_largest_weight,
            named="You divided e to the scores by the largest of them, not by their sum.",
        ),
        Wrong(
            "diagonal hidden: a word may not see itself",
            lambda x, q, k: softmax(
                np.where(np.eye(len(x)) == 1, -np.inf, (x @ q) @ (x @ k).T / np.sqrt(k.shape[1]))
            ),
            named="You masked the word itself",
        ),
        Wrong(
            "both rows and columns: product of two softmaxes",
            lambda x, q, k: (
                softmax((x @ q) @ (x @ k).T / np.sqrt(k.shape[1])) * softmax((x @ q) @ (x @ k).T, axis=0)
            ),
            named="",
        ),
        Wrong(
            "a tensor of another library",
            lambda x, q, k: Tensor(softmax((x @ q) @ (x @ k).T)),
            named="",
            said="got a Tensor",
        ),
    ],
    "undo-softmax": [
        Wrong("calls itself for ever", undo_without_end, named="", said="RecursionError"),
        Wrong(
            "log of the share of the largest, sign",
            lambda weights: np.log(weights.max() / weights),
            named="You divided by each weight before the logarithm, so the largest weight gets the lowest score.",
        ),
        Wrong("a map object", lambda weights: map(np.log, weights), named="", said="made no numbers yet"),
        Wrong(
            "log made positive",
            lambda weights: np.abs(np.log(weights)),
            named="The sign is the other way round",
        ),
        Wrong(
            "log of the whole numbers in percent, cut",
            lambda w: np.log(np.maximum((100 * w).astype(int), 1)),
            named="",
        ),
    ],
    "find-the-divisor": [
        Wrong("quotient of differences, no log", divisor_of_neighbours, named=""),
        Wrong(
            "not returned: two numbers",
            lambda s, w: (s[0] - s[1], np.log(w[0] / w[1])),
            named="",
            said="xpected shape",
        ),
        Wrong(
            "difference of logs of scores",
            lambda s, w: np.log(np.ptp(s)) / np.ptp(np.log(w)),
            named="You took the logarithm of the scores, too",
        ),
    ],
    "mix-values": [
        Wrong(
            "the first z is remembered and given again",
            z_remembered,
            named="your function gives the same whatever it is given",
        ),
        Wrong("doubled", Mixer(factor=2), named="every number is 2 times as large as it should be."),
        Wrong(
            "largest product instead of the sum",
            lambda w, values: (w[:, None] * values).max(axis=0),
            named="You took the largest of the weighted values",
        ),
        Wrong(
            "a generator",
            lambda weights, values: (w * v for w, v in zip(weights, values)),
            named="",
            said="made no numbers yet",
        ),
        Wrong(
            "a set",
            lambda weights, values: {float(one) for one in weights @ values},
            named="",
            said="got a set",
        ),
    ],
    "from-query-to-z": [
        Wrong(
            "key lengths divided out",
            lambda q, k, v: softmax(k @ q / np.linalg.norm(k, axis=1) / np.sqrt(len(q))) @ v,
            named="You divided the keys by their lengths",
        ),
        Wrong(
            "value of the best key alone",
            lambda q, k, v: v[(k @ q).argmax()],
            named="You gave all the weight to the best word",
        ),
        Wrong(
            "weights and z",
            lambda q, k, v: (softmax(k @ q / len(q) ** 0.5), softmax(k @ q / len(q) ** 0.5) @ v),
            named="",
            said="where one is wanted",
        ),
        Wrong(
            "a column",
            lambda q, k, v: (softmax(k @ q / len(q) ** 0.5) @ v)[:, None],
            named="The numbers are right, but each lies in brackets of its own",
        ),
    ],
    "without-one": [
        Wrong(
            "shared out, then made smaller again",
            without_twice,
            named="You left a gap: the weights of the other words no longer add",
        ),
        Wrong(
            "mean value in its place", without_mean_in_its_place, named="You put the mean value in its place"
        ),
        Wrong(
            "value deleted, weights cut at the end",
            lambda w, v, place: w[:-1] / w[:-1].sum() @ np.delete(v, place, 0),
            named="You took its value off, but the last word's weight",
        ),
    ],
    "find-the-weights": [
        Wrong("solved for two words only", weights_if_square, named="You gave every word the same weight."),
        Wrong(
            "negative numbers set to 0, then halved",
            lambda v, z: np.linalg.lstsq(v.T, z, rcond=None)[0] / 2,
            named="every number is 0.5 times as large as it should be.",
        ),
        Wrong(
            "order reversed",
            lambda v, z: np.linalg.lstsq(v.T, z, rcond=None)[0][::-1],
            named="The order of the numbers is turned round.",
        ),
    ],
    "all-words-at-once": [
        Wrong(
            "scale inside the exponent of V",
            lambda Q, K, V: softmax(Q @ K.T) @ (V / np.sqrt(V.shape[1])),
            named="You divided the values: divide the scores, by √d_k, before t",
        ),
        Wrong(
            "root of all numbers of K",
            lambda Q, K, V: softmax(Q @ K.T / np.sqrt(K.size)) @ V,
            named="You divided by the root of all numbers of K",
        ),
        Wrong(
            "softmax of Q and K each",
            lambda Q, K, V: softmax(Q) @ softmax(K).T / np.sqrt(K.shape[1]) @ V,
            named="You took a softmax of Q and of K",
        ),
        Wrong(
            "// for /",
            lambda Q, K, V: softmax(Q @ K.T // np.sqrt(K.shape[1])) @ V,
            named="// cuts the decimals of the scores off",
        ),
        Wrong(
            "a tensor of another library",
            lambda Q, K, V: Tensor(softmax(Q @ K.T / np.sqrt(K.shape[1])) @ V),
            named="",
            said="got a Tensor",
        ),
    ],
    "repair-erased-weights": [
        Wrong("table of whole numbers", weights_into_a_table_of_whole_numbers, named=""),
        Wrong("clipped to 1 after dividing by the smallest", lambda e: np.minimum(e / e[:, :1], 1), named=""),
        Wrong(
            "columns made to add up to 1",
            lambda e: e / e.sum(axis=0, keepdims=True),
            named="You divided by the sums of the columns (axis=0)",
        ),
    ],
    "look-back": [
        Wrong("works for the card's size only: an assert", back_refuses, named="", said="AssertionError"),
        Wrong(
            "band of -inf added twice: above and own",
            lambda s, back: softmax(
                np.where(
                    np.tri(len(s), k=-1) - np.tri(len(s), k=-back - 1) == 1,
                    s,
                    np.where(np.eye(len(s)) == 1, 0, -np.inf),
                )
            ),
            named="You set the score of the word itself to 0",
        ),
        Wrong(
            "every back-th word",
            lambda s, back: softmax(
                np.where(
                    np.tri(len(s)) * ((np.arange(len(s))[:, None] - np.arange(len(s))) % back == 0) == 1,
                    s,
                    -np.inf,
                )
            ),
            named="You let a word look at every back-th word",
        ),
        Wrong(
            "softly: distance subtracted",
            lambda s, back: softmax(
                np.where(
                    np.tri(len(s)) == 1, s - (np.arange(len(s))[:, None] - np.arange(len(s))) / back, -np.inf
                )
            ),
            named="You lowered scores with the distance",
        ),
    ],
    "newest-word": [
        Wrong(
            "late mask, own key lost",
            newest_with_late_mask,
            lucky=True,
            named="You erased the newest word's own weight after the softmax",
        ),
        Wrong(
            "x mixed and cut to d_v",
            newest_values_of_x,
            named="You mixed the words themselves, cut to d_v numbers",
        ),
        Wrong(
            "mean of the values",
            lambda X, q, k, v: (X @ v).mean(axis=0),
            named="You gave every word the same weight",
        ),
    ],
    "silence-a-head": [
        Wrong("leaves Python: sys.exit", silence_and_leave, named="", said="asked Python to exit"),
        Wrong(
            "multiplied by 0 and by nothing else: all zeros",
            lambda c, n, head: c * 0,
            named="Everything is silenced: only the slots of this head should b",
        ),
        Wrong("minus its own mean", lambda c, n, head: c - c.mean(), named=""),
        Wrong(
            "counted from the right",
            lambda c, n, head: np.where(np.arange(c.shape[1]) // (c.shape[1] // n) == n - head, 0, c),
            named="You counted the heads from the end.",
        ),
    ],
    "whole-multi-head-attention": [
        Wrong(
            "list made anew in the loop: last head only",
            whole_concatenates_within_the_loop,
            named="W_out got rows of d_v numbers only",
        ),
        Wrong("X changed from head to head", whole_X_overwritten, named=""),
        Wrong(
            "mean weights for every head",
            whole_mean_over_weights,
            named="All your heads use the mean of their weights",
        ),
    ],
    "side-by-side": [
        Wrong("each row sorted", lambda Z: np.sort(np.hstack(list(Z)), axis=1)[:, ::-1], named=""),
        Wrong("a list of heads", lambda Z: list(Z), named="You returned the heads as they are, a stack"),
        Wrong(
            "last head first",
            lambda Z: np.roll(np.hstack(list(Z)), Z.shape[2], axis=1),
            named="The last head stands first",
        ),
    ],
    "unscramble": [
        Wrong(
            "rows in reversed order",
            lambda s, n: s.reshape(n, len(s), -1).swapaxes(0, 1).reshape(s.shape)[::-1],
            named="The order of the rows is turned round.",
        ),
        Wrong(
            "n_heads and words confused",
            lambda s, n: s.reshape(len(s), n, -1).swapaxes(0, 1).reshape(n, -1),
            named="You gave as many rows as there are heads",
        ),
    ],
    "previous-word-share": [
        Wrong(
            "works with one argument more",
            lambda weights, heads: weights,
            named="",
            said="could not be called",
        ),
        Wrong(
            "weighted: of earlier words only",
            lambda w: np.array(
                [np.mean([h[i, i - 1] / h[i, :i].sum() for i in range(1, len(h))]) for h in w]
            ),
            named="You divided by the weight of all earlier words",
        ),
        Wrong(
            "how often it is the largest",
            lambda w: np.array([np.mean([h[i].argmax() == i - 1 for i in range(1, len(h))]) for h in w]),
            named="You counted how often the word before gets the most weight",
        ),
    ],
    "push-without-each": [
        Wrong(
            "the neighbour removed",
            left_removes_the_neighbour,
            named="You took away the push of the head before",
        ),
        Wrong("a share of the whole", left_share, named="You gave the share that is left"),
        Wrong(
            "nothing but sizes: abs",
            lambda z, W, t: (
                np.abs(z.ravel() * (W @ t)).sum() - np.abs((z * (W @ t).reshape(z.shape)).sum(axis=1))
            ),
            named="",
        ),
    ],
    "large-but-mute": [
        Wrong(
            "second largest silenced",
            mute_by_the_second_largest,
            named="",
            said="with the largest weight (row",
        ),
        Wrong(
            "[0, 1] taken for upright", mute_first_entry_only, named="", said="with the largest weight (row"
        ),
        Wrong("a text", lambda weights, toward: "V", named="", said="got the text"),
    ],
    "walk-down": [
        Wrong(
            "rate is divided by a count that grows from call to call",
            walk_tires_from_call_to_call,
            named="your function gives other numbers when it is given the same again",
        ),
        Wrong(
            "straight to the target",
            lambda z, target, rate, n: target,
            named="You arrived at the target itself",
        ),
        Wrong(
            "rate divided by steps",
            lambda z, t, rate, n: t + (z - t) * (1 - 2 * rate / n / z.size) ** n,
            named="You divided the rate by the number of steps",
        ),
        Wrong(
            "rate to the power of steps",
            lambda z, t, rate, n: z - rate**n * 2 * (z - t) / z.size,
            named="You took one step with the rate raised to the power of n_steps",
        ),
    ],
    "through-sharing": [
        Wrong(
            "shares times slopes: forward, not back",
            sharing_forward,
            named="You multiplied each weight with its slope",
        ),
        Wrong("slopes minus scores", lambda s, g: g - s, named="You took the scores away from the slopes"),
        Wrong("one argument too few", needs_fewer, named="", said="could not be called"),
    ],
    "write-the-rule": [
        Wrong("every exception swallowed: None", rule_swallows, named="", said="Expected 3 results"),
        Wrong("one W for all three", lambda x, n: (np.eye(x.shape[1], n),) * 3, named="", said=""),
        Wrong(
            "all zeros",
            lambda x, n: (
                np.zeros((x.shape[1], n)),
                np.zeros((x.shape[1], n)),
                np.zeros((x.shape[1], x.shape[1] - 2 * n)),
            ),
            named="",
            said="is 0 everywhere",
        ),
    ],
    "stuck": [
        Wrong(
            "a method that arrays do not have",
            stuck_by_a_method_that_is_not_there,
            named="",
            said="AttributeError",
        ),
        Wrong(
            "logarithm of a sharp row, not sharp enough",
            lambda g, place: np.log(np.where(np.arange(len(g)) == place, 0.99, 0.01 / (len(g) - 1))),
            named="",
            said="It can still leave",
        ),
        Wrong(
            "huge: 1e308 twice over",
            lambda g, place: np.where(np.arange(len(g)) == place, 1e308, -1e308) * 10,
            named="",
            said="A score must be a number below ∞",
        ),
    ],
    "turn-the-clocks": [
        Wrong(
            "holds for small angles only",
            turn_small_angles,
            named="You took the angle for its sine and 1 for its cosine",
        ),
        Wrong(
            "pattern rolled by distance",
            lambda p, d, turns: np.roll(p, int(2 * d)),
            named="You moved the numbers along",
        ),
        Wrong(
            "complex numbers",
            lambda p, d, turns: (p[1::2] + 1j * p[0::2]) * np.exp(1j * d * turns),
            named="",
            said="complex numbers",
        ),
    ],
    "undo-the-norm": [
        Wrong("rounded to whole numbers", rows_rounded, named="You rounded to whole numbers."),
        Wrong(
            "rows in a generator",
            lambda n, m, d: (row * b + a for row, a, b in zip(n, m, d)),
            named="",
            said="made no numbers yet",
        ),
        Wrong(
            "mean of the normed row added in its stead",
            lambda n, m, d: n * d[:, None] + n.mean(1, keepdims=True),
            named="The mean is missing: the norm subtracted it, so add it.",
        ),
    ],
    "finish-the-layer": [
        Wrong("attention added twice", finish_double_attention, named="You added attention a second time"),
        Wrong(
            "second norm before the second sum",
            finish_norm_between,
            named="You normed what the FFN made, before the sum",
        ),
        Wrong(
            "h overwritten by the FFN, then added to itself",
            finish_h_overwritten,
            named="You left out the second residual",
        ),
    ],
    "share-of-the-previous-piece": [
        Wrong("a KeyError", share_of_a_key, named="", said="KeyError"),
        Wrong(
            "mean over rows of all but one",
            lambda w: w[1:, :-1].mean(),
            named="You cut off the first row and the last column, and took the mean of all that is left",
        ),
        Wrong(
            "share of what is no [CLS]: first column left out",
            lambda w: np.mean([w[i, i - 1] / w[i, 1:].sum() for i in range(2, len(w))]),
            named="You left the first column out and divided by the rest",
        ),
    ],
    "what-arrives": [
        Wrong(
            "rounded to two places",
            arrives_to_two_places,
            named="You rounded: give the numbers with all their decimals.",
        ),
        Wrong(
            "a list of rows of different lengths",
            lambda w, v: [list(w[i, : i + 1]) for i in range(len(w))],
            named="",
            said="parts are not equally long",
        ),
        Wrong(
            "lengths of differences",
            lambda w, v: w * np.linalg.norm(v[:, None] - v[None], axis=2),
            named="You measured how far two values are apart",
        ),
    ],
    "a-fair-test": [
        Wrong("nearly best heads chosen by the test", fair_best_of_ties_by_the_test, named=""),
        Wrong(
            "head and share",
            lambda r: (r[:, : r.shape[1] // 2].sum(1).argmax(), r[:, r.shape[1] // 2 :].mean()),
            named="",
        ),
    ],
    "pieces-to-words": [
        Wrong("// for /", words_floor, named="You cut the decimals off: an array of whole numbers, or int("),
        Wrong(
            "word and piece the same: returned weights",
            lambda w, word: w,
            named="You returned the weights of the pieces.",
        ),
        Wrong(
            "pieces of a word picked by np.unique: first pieces only",
            lambda w, word: w[
                np.ix_(np.unique(word, return_index=True)[1], np.unique(word, return_index=True)[1])
            ],
            named="You kept the first piece of each word and dropped the others, so some of the weight is lost.",
        ),
    ],
    "which-divisor": [
        Wrong(
            "norms of Q and K",
            lambda Q, K, s: np.linalg.norm(Q) * np.linalg.norm(K) / np.linalg.norm(s),
            named="You multiplied the lengths of all Q and all K",
        ),
        Wrong(
            "a list with the number in it",
            lambda Q, K, s: [np.median(Q @ K.T / s)],
            named="The number is right, but it lies in a list",
        ),
        Wrong(
            "matrix inverse instead of a quotient",
            lambda Q, K, s: (Q @ K.T @ np.linalg.pinv(s)).sum(),
            named="",
        ),
    ],
    "row-alarms": [
        Wrong(
            "largest weight above 1", lambda w: (w > 1).any(axis=(1, 2)), named="You never raise the alarm"
        ),
        Wrong(
            "negative of an all: minus on booleans",
            lambda w: -np.isclose(w.sum(2), 1).all(1),
            named="",
            said="TypeError",
        ),
        Wrong("never an alarm", lambda w: np.zeros(len(w), bool), named="You never raise the alarm"),
        Wrong("always an alarm", lambda w: np.ones(len(w), bool), named="You raise the alarm for every head"),
    ],
    "later-word-alarms": [
        Wrong(
            "asks only whether the first row is V[0]: no other row is seen",
            later_by_the_first_value,
            named="You looked only whether the first row is the first value",
        ),
        Wrong("always an alarm", lambda vs, Q, K, V: [True] * len(vs), named="You always raise the alarm."),
        Wrong("functions, not alarms", lambda vs, Q, K, V: vs, named="", said="its brackets are missing"),
    ],
    "hide-the-wrong-axis": [
        Wrong(
            "peak everywhere but on the diagonal, none below",
            lambda n, peak: np.triu(np.full((n, n), peak), 1),
            named="",
            said="equal scores: such a word",
        ),
        Wrong("integers: peak cut", lambda n, peak: int(peak) * np.eye(n, dtype=int) - 1, named=""),
        Wrong(
            "a tensor of another library",
            lambda n, peak: Tensor(peak * np.eye(n)),
            named="",
            said="got a Tensor",
        ),
    ],
}

RIGHT = {
    "one-number": [
        lambda x, W, column: np.array((x @ W)[column]),
        lambda *each: (each[0] @ each[1])[each[2]],
    ],
    "three-roles": [lambda x, *W: Roles(*(x @ one[W[3] - 1] for one in W[:3]))],
    "score-one-pair": [np.dot, np.vdot, operator.matmul, functools.partial(np.einsum, "i,i")],
    "who-answers-best": [lambda query, key, axis=1: (query @ key.T).argmax(axis)],
    "undo-softmax": [
        np.log,
        lambda weights: np.log(weights).view(Numbers),
        lambda weights: np.log(weights * 9),
    ],
    "mix-values": [Mixer(), Mixer().mix, np.matmul, functools.partial(Mixer.mix, Mixer())],
    "all-words-at-once": [lambda Q, K, V: np.asmatrix(shared(Q @ K.T / np.sqrt(Q.shape[1]))) @ V],
    "repair-erased-weights": [lambda erased: np.ma.array(erased / erased.sum(axis=1, keepdims=True))],
    "side-by-side": [np.hstack, lambda Z: tuple(map(tuple, np.hstack(Z)))],
    "undo-the-norm": [lambda n, m, d: np.stack([np.polyval([b, a], row) for row, a, b in zip(n, m, d)])],
}
