"""A third round of unseen answers: the mistakes that pupils most often make, written before any known one was read.

Indices one off, the wrong axis, a step forgotten or done twice, one symbol taken for another, shortcuts that
fit the example.
"""

import numpy as np

from helpers.attention import softmax
from tests.exercises.unseen import Wrong


def swapped_roles_all(x, W_query, W_key):
    queries, keys = x @ W_query, x @ W_key
    return softmax(keys @ queries.T / np.sqrt(queries.shape[1]))


def heads_added(X, W_query, W_key, W_value, W_out):
    total = 0
    for head in range(len(W_query)):
        Q, K, V = X @ W_query[head], X @ W_key[head], X @ W_value[head]
        total = total + softmax(Q @ K.T / np.sqrt(K.shape[1])) @ V
    return np.hstack([total] * len(W_query)) @ W_out


def scale_of_the_model(X, W_query, W_key, W_value, W_out):
    found = []
    for head in range(len(W_query)):
        Q, K, V = X @ W_query[head], X @ W_key[head], X @ W_value[head]
        found.append(softmax(Q @ K.T / np.sqrt(X.shape[1])) @ V)
    return np.concatenate(found, axis=1) @ W_out


def last_head_only(X, W_query, W_key, W_value, W_out):
    for head in range(len(W_query)):
        Q, K, V = X @ W_query[head], X @ W_key[head], X @ W_value[head]
        Z = [softmax(Q @ K.T / np.sqrt(K.shape[1])) @ V]
    return np.concatenate(Z * len(W_query), axis=1) @ W_out


def silenced_from_zero(concatenated, n_heads, head):
    silenced = concatenated.copy()
    d_v = concatenated.shape[1] // n_heads
    silenced[:, head * d_v : (head + 1) * d_v] = 0
    return silenced


def silenced_one_slot(concatenated, n_heads, head):
    silenced = concatenated.copy()
    d_v = concatenated.shape[1] // n_heads
    silenced[:, (head - 1) * d_v] = 0
    return silenced


def silenced_rows(concatenated, n_heads, head):
    silenced = concatenated.copy()
    d_v = concatenated.shape[1] // n_heads
    silenced[(head - 1) * d_v : head * d_v] = 0
    return silenced


def silenced_others(concatenated, n_heads, head):
    silenced = np.zeros_like(concatenated)
    d_v = concatenated.shape[1] // n_heads
    silenced[:, (head - 1) * d_v : head * d_v] = concatenated[:, (head - 1) * d_v : head * d_v]
    return silenced


def window_without_itself(scaled_scores, back):
    n = len(scaled_scores)
    away = np.arange(n)[:, None] - np.arange(n)
    allowed = (away >= 0) & (away < back)
    return softmax(np.where(allowed, scaled_scores, -np.inf))


def window_both_ways(scaled_scores, back):
    n = len(scaled_scores)
    away = np.arange(n)[:, None] - np.arange(n)
    return softmax(np.where(abs(away) <= back, scaled_scores, -np.inf))


def window_of_zeros(scaled_scores, back):
    n = len(scaled_scores)
    away = np.arange(n)[:, None] - np.arange(n)
    return softmax(np.where((away >= 0) & (away <= back), scaled_scores, 0))


def step_towards_start(z, target, rate, n_steps):
    slopes = 2 * (z - target) / z.size
    for _ in range(n_steps):
        z = z - rate * slopes
    return z


def step_without_mean(z, target, rate, n_steps):
    for _ in range(n_steps):
        z = z - rate * 2 * (z - target)
    return z


def step_one_less(z, target, rate, n_steps):
    for _ in range(1, n_steps):
        z = z - rate * 2 * (z - target) / z.size
    return z


def step_mean_of_rows(z, target, rate, n_steps):
    for _ in range(n_steps):
        z = z - rate * 2 * (z - target) / len(z)
    return z


def turned_back(pattern, distance, turns):
    s, c = pattern[0::2], pattern[1::2]
    a = distance * turns
    later = np.empty_like(pattern)
    later[0::2], later[1::2] = s * np.cos(a) - c * np.sin(a), c * np.cos(a) + s * np.sin(a)
    return later


def turned_halves(pattern, distance, turns):
    half = len(pattern) // 2
    s, c = pattern[:half], pattern[half:]
    a = distance * turns
    return np.concatenate([s * np.cos(a) + c * np.sin(a), c * np.cos(a) - s * np.sin(a)])


def turned_added(pattern, distance, turns):
    return pattern + np.repeat(distance * turns, 2)


def turned_place(pattern, distance, turns):
    later = np.empty_like(pattern)
    later[0::2], later[1::2] = np.sin(distance * turns), np.cos(distance * turns)
    return later


def norm(x):
    return (x - x.mean(axis=-1, keepdims=True)) / x.std(axis=-1, keepdims=True)


def layer_no_relu(x, attended, W_hidden, W_output):
    h = norm(x + attended)
    return norm(h + h @ W_hidden @ W_output)


def layer_relu_after(x, attended, W_hidden, W_output):
    h = norm(x + attended)
    return norm(h + np.maximum(h @ W_hidden @ W_output, 0))


def layer_second_sum_of_x(x, attended, W_hidden, W_output):
    h = norm(x + attended)
    return norm(x + np.maximum(h @ W_hidden, 0) @ W_output)


def norm_columns(x):
    return (x - x.mean(axis=0)) / x.std(axis=0)


def layer_norm_down(x, attended, W_hidden, W_output):
    h = norm_columns(x + attended)
    return norm_columns(h + np.maximum(h @ W_hidden, 0) @ W_output)


def pieces_all_added(weights, word):
    n = word.max() + 1
    words = np.zeros((n, n))
    np.add.at(words, (word[:, None], word[None, :]), weights)
    return words


def pieces_all_averaged(weights, word):
    member = np.eye(word.max() + 1)[word]
    mean = member / member.sum(axis=0)
    return mean.T @ weights @ mean


def pieces_other_way_round(weights, word):
    member = np.eye(word.max() + 1)[word]
    return member.T @ weights @ (member / member.sum(axis=0))


def pieces_first_of_each(weights, word):
    first = np.unique(word, return_index=True)[1]
    return weights[np.ix_(first, first)]


def fair_best_of_second(right):
    half = right.shape[1] // 2
    return right[:, half:].mean(axis=1).max()


def fair_first_half(right):
    half = right.shape[1] // 2
    return right[:, :half].mean(axis=1).max()


def fair_count(right):
    half = right.shape[1] // 2
    return right[right[:, :half].mean(axis=1).argmax(), half:].sum()


def newest_first_word(X, W_query, W_key, W_value):
    q = X[0] @ W_query
    return softmax(q @ (X @ W_key).T / np.sqrt(len(q))) @ (X @ W_value)


def newest_sees_only_itself(X, W_query, W_key, W_value):
    q, K, V = X[-1] @ W_query, X[:-1] @ W_key, X[:-1] @ W_value
    return softmax(q @ K.T / np.sqrt(len(q))) @ V


def newest_scaled_by_words(X, W_query, W_key, W_value):
    q, K, V = X[-1] @ W_query, X @ W_key, X @ W_value
    return softmax(q @ K.T / np.sqrt(len(K))) @ V


def erased_softmax(erased):
    return softmax(np.where(erased == 0, -np.inf, erased))


def erased_by_columns(erased):
    return erased / erased.sum(axis=0)


def erased_on_the_diagonal(erased):
    weights = erased.copy()
    for row in range(len(weights)):
        weights[row, row] += 1 - weights[row].sum()
    return weights


def taken_off_not_shared(weights, values, place):
    weights = weights.copy()
    weights[place] = 0
    return weights @ values


def taken_off_softmax(weights, values, place):
    return softmax(np.delete(weights, place)) @ np.delete(values, place, axis=0)


def taken_off_evenly(weights, values, place):
    left = np.delete(weights, place)
    return (left + weights[place] / len(left)) @ np.delete(values, place, axis=0)


def push_of_each(z, W_out, toward):
    d_v = z.shape[1]
    return np.array([z[h] @ W_out[h * d_v : (h + 1) * d_v] @ toward for h in range(len(z))])


def push_up_to(z, W_out, toward):
    each = push_of_each(z, W_out, toward)
    return each.cumsum() - each


def slopes_only_direct(scores, grad_weights):
    return grad_weights / scores.sum(axis=1, keepdims=True)


def slopes_of_softmax(scores, grad_weights):
    weights = scores / scores.sum(axis=1, keepdims=True)
    return weights * (grad_weights - (weights * grad_weights).sum(axis=1, keepdims=True))


def previous_of_all_rows(weights):
    n = weights.shape[-1]
    return np.array([np.trace(head, offset=-1) / n for head in weights])


def next_word_share(weights):
    return np.array([np.diagonal(head, offset=1).mean() for head in weights])


def length_of_all(weights, value):
    return weights * np.linalg.norm(value, axis=1)[:, None]


def alarm_mean(weights):
    return ~np.isclose(weights.sum(axis=-1).mean(axis=-1), 1)


def alarm_any_row_right(weights):
    return np.array([not np.isclose(head.sum(axis=1), 1).any() for head in weights])


def alarm_columns(weights):
    return ~np.isclose(weights.sum(axis=-2), 1).all(axis=-1)


def later_values_only(versions, Q, K, V):
    changed = V.copy()
    changed[-1] += 5
    return [not np.allclose(each(Q, K, V)[:-1], each(Q, K, changed)[:-1]) for each in versions]


def later_all_rows(versions, Q, K, V):
    k, v = K.copy(), V.copy()
    k[-1] += 3
    v[-1] -= 4
    return [not np.allclose(each(Q, K, V), each(Q, k, v)) for each in versions]


def later_the_other_way(versions, Q, K, V):
    k, v = K.copy(), V.copy()
    k[-1] += 3
    v[-1] -= 4
    return [np.allclose(each(Q, K, V)[:-1], each(Q, k, v)[:-1]) for each in versions]


def unscrambled_no_transpose(scrambled, n_heads):
    n = len(scrambled)
    return scrambled.reshape(n, n_heads, -1).transpose(1, 0, 2).reshape(n, -1)


def root_of_scale(Q, K, scaled_scores):
    return np.sqrt(Q.shape[1])


def scale_upside_down(Q, K, scaled_scores):
    return (scaled_scores / (Q @ K.T)).max()


WRONG = {
    "weights-of-one": [
        Wrong(
            "divided by d_k, not by its root",
            lambda q, keys: softmax(keys @ q / len(q)),
            named="You divided by d_k, not by its root (or by the root twice, which is the same).",
        ),
        Wrong(
            "root of how many keys there are",
            lambda q, keys: softmax(keys @ q / np.sqrt(len(keys))),
            named="You divided by the root of the number of words",
        ),
    ],
    "weights-of-all": [
        Wrong(
            "keys ask queries: scores transposed before the softmax",
            swapped_roles_all,
            named="You let the keys ask and the queries answer",
        )
    ],
    "score-one-pair": [
        Wrong(
            "added up without pairs: sum of q times sum of k",
            lambda q, k: q.sum() * k.sum(),
            named="You multiplied two sums: each entry of q meets only its own ",
        )
    ],
    "who-answers-best": [
        Wrong(
            "the score itself, not its position",
            lambda query, key: (query @ key.T).max(axis=1),
            named="You gave the highest scores themselves",
        ),
        Wrong(
            "counted from 1",
            lambda query, key: (query @ key.T).argmax(axis=1) + 1,
            named="You counted the keys from 1",
        ),
    ],
    "mix-values": [
        Wrong(
            "mean of the turned-down values",
            lambda w, v: (w[:, None] * v).mean(axis=0),
            named="You took the mean after weighting",
        )
    ],
    "from-query-to-z": [
        Wrong(
            "keys mixed, not values",
            lambda q, k, v: softmax(k @ q / np.sqrt(len(q))) @ k,
            named="You mixed the keys. Keys decide where to look; what is mixed",
        )
    ],
    "without-one": [
        Wrong(
            "what is left not shared out again",
            taken_off_not_shared,
            named="You left a gap: the weights of the other words no longer add",
        ),
        Wrong(
            "softmax of the weights that are left", taken_off_softmax, named="You ran a softmax over weights"
        ),
        Wrong(
            "the weight given to the others in equal parts",
            taken_off_evenly,
            named="You shared its weight out evenly",
        ),
    ],
    "repair-erased-weights": [
        Wrong(
            "softmax of the weights that are left",
            erased_softmax,
            named="You took a second softmax of the weights that are left",
        ),
        Wrong(
            "divided by the sums of the columns",
            erased_by_columns,
            named="You divided by the sums of the columns (axis=0)",
        ),
        Wrong(
            "what is missing put on the diagonal",
            erased_on_the_diagonal,
            named="You gave what is missing to the word itself",
        ),
    ],
    "look-back": [
        Wrong(
            "one word too few: itself counted among back",
            window_without_itself,
            named="One word is missing at the far end",
        ),
        Wrong("looks forward as well", window_both_ways, named="Your words look in both directions"),
        Wrong("0 in place of minus infinity", window_of_zeros, named="You gave forbidden cells the score 0"),
    ],
    "newest-word": [
        Wrong(
            "the first word asks",
            newest_first_word,
            named="You took the first word. The newest stands in the last row, ",
        ),
        Wrong(
            "the newest word does not look at itself",
            newest_sees_only_itself,
            named="The newest word is left out of those that are asked",
        ),
        Wrong(
            "root of the number of words",
            newest_scaled_by_words,
            named="You divided by the root of the number of words",
        ),
    ],
    "silence-a-head": [
        Wrong("head counted from 0", silenced_from_zero, named="You silenced the next head"),
        Wrong(
            "only the first slot of the head",
            silenced_one_slot,
            named="You silenced the first slot of the head only",
        ),
        Wrong("rows silenced, not columns", silenced_rows, named="You wrote zeros into rows"),
        Wrong("all the others silenced", silenced_others, named="You silenced all heads but this one."),
    ],
    "whole-multi-head-attention": [
        Wrong(
            "heads added, not side by side",
            heads_added,
            named="You added the heads up and laid this sum side by side",
        ),
        Wrong(
            "divided by the root of d_model",
            scale_of_the_model,
            named="You divided by the root of d_model, the length of a row of X",
        ),
        Wrong(
            "only the last head, again and again",
            last_head_only,
            named="All your heads use the matrices of the last head.",
        ),
    ],
    "unscramble": [
        Wrong(
            "rows cut into heads as if nothing were scrambled",
            unscrambled_no_transpose,
            named="You treated the rows as words, but they are not yet",
        )
    ],
    "previous-word-share": [
        Wrong(
            "divided by all words, the first too",
            previous_of_all_rows,
            named="You divided by the number of all words",
        ),
        Wrong("the word after, not the one before", next_word_share, named="You measured the next word"),
    ],
    "push-without-each": [
        Wrong(
            "the push of the head, not of the others", push_of_each, named="These are the heads' own pushes"
        ),
        Wrong("only the heads before it", push_up_to, named="You added up only the heads that come before"),
    ],
    "walk-down": [
        Wrong(
            "slopes computed once, at the start",
            step_towards_start,
            named="You computed the slopes once, before the loop",
        ),
        Wrong(
            "not divided by the number of entries",
            step_without_mean,
            named="The loss is a mean over all numbers, so a slope is divided by how many there are, z.size.",
        ),
        Wrong("one step too few", step_one_less, named="You took one step too few"),
        Wrong(
            "divided by the number of cards, not of entries",
            step_mean_of_rows,
            named="You divided by the number of rows",
        ),
    ],
    "through-sharing": [
        Wrong(
            "only the direct part: the sum taken as fixed",
            slopes_only_direct,
            named="A larger score also makes the sum larger, and so all weights of its row smaller",
        ),
        Wrong("the slopes of the softmax", slopes_of_softmax, named="That is the way back through a softmax"),
    ],
    "turn-the-clocks": [
        Wrong(
            "turned backwards",
            turned_back,
            named="You turned the clocks the other way, so this is the pattern of an earlier place.",
        ),
        Wrong(
            "sines in the first half, cosines in the second",
            turned_halves,
            named="You took the first half for sines and the second for cosines",
        ),
        Wrong("angle added to the pattern", turned_added, named="You added the angles to the pattern"),
        Wrong(
            "the pattern of the place distance, counted from 0",
            turned_place,
            named="You returned the hands of the turn alone",
        ),
    ],
    "finish-the-layer": [
        Wrong("no ReLU", layer_no_relu, named="You left out the ReLU: set negative hidden numbers to 0."),
        Wrong("ReLU after the second matrix", layer_relu_after, named="You used the ReLU after W_output"),
        Wrong("x, not h, added to the FFN", layer_second_sum_of_x, named="You added x a second time"),
        Wrong(
            "norm down the columns", layer_norm_down, named="You normed down the columns, across the words"
        ),
    ],
    "a-fair-test": [
        Wrong(
            "head chosen and tested on the second half",
            fair_best_of_second,
            named="You told the best share of the second half",
        ),
        Wrong(
            "tested on the half on which it was chosen",
            fair_first_half,
            named="You told how often it is right in the sentences that chose it",
        ),
        Wrong("number of sentences, not the share", fair_count, named="You counted how often it is right"),
    ],
    "pieces-to-words": [
        Wrong("added up over both", pieces_all_added, named="You added up both rows and columns"),
        Wrong("averaged over both", pieces_all_averaged, named="You averaged both rows and columns"),
        Wrong(
            "averaged over the columns, added over the rows",
            pieces_other_way_round,
            named="You averaged the columns and added up the rows",
        ),
        Wrong(
            "only the first piece of each word",
            pieces_first_of_each,
            named="You kept the first piece of each word and dropped the others, so some of the weight is lost.",
        ),
    ],
    "what-arrives": [
        Wrong(
            "length of the value of the piece that asks",
            length_of_all,
            named="You used the length of the value of the piece that asks",
        )
    ],
    "row-alarms": [
        Wrong(
            "only the mean of the row sums",
            alarm_mean,
            named="You looked at the mean or the sum of the whole table",
        ),
        Wrong(
            "alarm only if no row adds up to 1",
            alarm_any_row_right,
            named="You raise the alarm only where all rows are wrong",
        ),
        Wrong(
            "columns instead of rows",
            alarm_columns,
            named="You added up the columns: they add up to anything. A row sha",
        ),
    ],
    "later-word-alarms": [
        Wrong(
            "only the value changed, not the key",
            later_values_only,
            named="You changed the value, but not the key",
        ),
        Wrong(
            "compares the last row too",
            later_all_rows,
            named="You compared all rows. The last word may look at itself, so ",
        ),
        Wrong("True where it is right", later_the_other_way, named="You have it the wrong way round"),
    ],
    "which-divisor": [
        Wrong(
            "root of d_k, without a look at the scores",
            root_of_scale,
            named="You gave √d_k, what they should have been divided by",
        ),
        Wrong(
            "divided the wrong way round: 1 over the divisor",
            scale_upside_down,
            named="You divided the wrong way round",
        ),
    ],
    "find-the-divisor": [
        Wrong(
            "score over the logarithm of the weight",
            lambda scores, weights: (scores / np.log(weights))[0],
            named="You divided a score by the logarithm of its weight",
        ),
    ],
    "undo-the-norm": [
        Wrong(
            "mean added before the deviation",
            lambda n, m, d: (n + m[:, None]) * d[:, None],
            named="You added the mean before you multiplied",
        ),
        Wrong(
            "variance in place of the deviation",
            lambda n, m, d: n * d[:, None] ** 2 + m[:, None],
            named="You multiplied by the square of the deviation, the variance",
        ),
    ],
}

RIGHT = {}
