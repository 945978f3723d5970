"""Unseen answers to the exercises of notebook 9."""

import numpy as np

from helpers.attention import softmax
from tests.exercises.unseen import Wrong

# walk-down


def walk(z, target, rate, n_steps):
    for _ in range(n_steps):
        z = [[a - rate * 2 * (a - t) / np.size(target) for a, t in zip(*row)] for row in zip(z, target)]
    return np.array(z)


def walk_with(z, target, rate, n_steps, slopes):
    for _ in range(n_steps):
        z = z - rate * slopes(z, target)
    return z


def walk_in_place(z, target, rate, n_steps):
    for _ in range(n_steps):
        z -= rate * 2 * (z - target) / z.size
    return z


def walk_slopes_before_the_loop(z, target, rate, n_steps):
    slopes = 2 * (z - target) / z.size
    for _ in range(n_steps):
        z = z - rate * slopes
    return z


def walk_one_step(z, target, rate, n_steps):
    for _ in range(n_steps):
        z = z - rate * 2 * (z - target) / z.size
        return z


def walk_from_the_start_each_time(z, target, rate, n_steps):
    for _ in range(n_steps):
        there = z - rate * 2 * (z - target) / z.size
    return there


def walk_rate_grows(z, target, rate, n_steps):
    for i in range(n_steps):
        z = z - rate * i * 2 * (z - target) / z.size
    return z


def slopes_of(z, target):
    return 2 * (z - target) / z.size


def walk_returns_loss(z, target, rate, n_steps):
    return np.mean((walk_with(z, target, rate, n_steps, slopes_of) - target) ** 2)


# through-sharing


def sharing_by_loop(scores, grad_weights):
    grad = np.zeros(scores.shape)
    for r, (row, g) in enumerate(zip(scores, grad_weights)):
        total = sum(row)
        for j in range(len(row)):
            for i in range(len(row)):
                grad[r, j] += g[i] * ((i == j) * total - row[i]) / total**2
    return grad


def parts(scores):
    total = scores.sum(axis=1, keepdims=True)
    return scores / total, total


def mean_slope(scores, grad_weights):
    return (parts(scores)[0] * grad_weights).sum(axis=1, keepdims=True)


def sharing_by_nudges(scores, grad_weights):
    grad = np.zeros(scores.shape)
    for place in np.ndindex(scores.shape):
        nudged = scores.astype(complex)
        nudged[place] += 1e-30j
        weights = nudged / nudged.sum(axis=1, keepdims=True)
        grad[place] = (weights * grad_weights).sum().imag / 1e-30
    return grad


# write-the-rule


def rule(x, n_names, query_at=1, key_at=0, value_at=2, scale=100.0, value_scale=1.0):
    width = x.shape[1]
    W_query, W_key = np.zeros((width, n_names)), np.zeros((width, n_names))
    for i in range(n_names):
        W_query[query_at * n_names + i, i] = scale
        W_key[key_at * n_names + i, i] = 1
    W_value = np.zeros((width, width - 2 * n_names))
    for i in range(width - 2 * n_names):
        W_value[value_at * n_names + i, i] = value_scale
    return W_query, W_key, W_value


def rule_with_eye(x, n_names):
    d_model = x.shape[1]
    W_query = 30 * np.eye(d_model, n_names, k=-n_names)
    W_key = 30 * np.eye(d_model, n_names)
    return W_query, W_key, np.eye(d_model, d_model - 2 * n_names, k=-2 * n_names)


def rule_offset_with_wrong_sign(x, n_names):
    d_model = x.shape[1]
    W_value = np.eye(d_model, d_model - 2 * n_names, 2 * n_names)
    return 100 * np.eye(d_model, n_names, n_names), np.eye(d_model, n_names), W_value


def rule_of_the_card(x, n_names):
    return rule(np.zeros((3, 8)), 3)


def rule_of_this_page(x, n_names):
    return 100 * np.eye(15, 6, -6), np.eye(15, 6), np.eye(15, 3, -12)


def rule_random(x, n_names):
    rng, width = np.random.default_rng(0), x.shape[1]
    shapes = (width, n_names), (width, n_names), (width, width - 2 * n_names)
    return tuple(rng.normal(size=shape) for shape in shapes)


def rule_returns_vectors(x, n_names):
    return tuple(x @ W for W in rule(x, n_names))


# stuck


def one_high(n, place, height, rest=0.0):
    scores = np.full(n, float(rest))
    scores[place] = height
    return scores


def stuck_two_high(grad_weights, stuck_on):
    scores = np.zeros(len(grad_weights))
    scores[stuck_on] = 100
    scores[grad_weights.argmin()] = 100
    return scores


def stuck_best_close_behind(grad_weights, stuck_on):
    scores = np.zeros(len(grad_weights))
    scores[stuck_on] = 100
    scores[grad_weights.argmin()] = 99
    return scores


WRONG = {
    "walk-down": [
        Wrong(
            "factor 2 forgotten",
            lambda *each: walk_with(*each, lambda z, t: (z - t) / z.size),
            named="The factor 2 is missing: the slope of a square d² is 2d.",
        ),
        Wrong(
            "not divided by the number of entries",
            lambda *each: walk_with(*each, lambda z, t: 2 * (z - t)),
            named="The loss is a mean over all numbers, so a slope is divided by how many there are, z.size.",
        ),
        Wrong(
            "divided by the number of cards only",
            lambda *each: walk_with(*each, lambda z, t: 2 * (z - t) / len(z)),
            named="You divided by the number of rows",
        ),
        Wrong(
            "divided by d_v only",
            lambda *each: walk_with(*each, lambda z, t: 2 * (z - t) / z.shape[1]),
            named="You divided by the number of columns",
        ),
        Wrong(
            "sign: uphill",
            lambda *each: walk_with(*each, lambda z, t: 2 * (t - z) / z.size),
            named="You walked uphill: slopes point to where the loss grows, so ",
        ),
        Wrong(
            "slopes not divided, no 2",
            lambda *each: walk_with(*each, lambda z, t: z - t),
            named="two mistakes at once. The factor 2 is missing: the slope of a square d",
        ),
        Wrong(
            "loss in place of its slopes",
            lambda *each: walk_with(*each, lambda z, t: np.mean((z - t) ** 2)),
            named="You took the loss itself in place of its slopes.",
        ),
        Wrong(
            "one slope for all entries: mean",
            lambda *each: walk_with(*each, lambda z, t: np.mean(2 * (z - t))),
            named="You took one mean slope for all numbers",
        ),
        Wrong(
            "square kept: 2 (z - t)²",
            lambda *each: walk_with(*each, lambda z, t: 2 * (z - t) ** 2 / z.size),
            named="You walked by twice the squares",
        ),
        Wrong(
            "only the sign of the slope",
            lambda *each: walk_with(*each, lambda z, t: np.sign(z - t)),
            named="You walked by the sign of the difference",
        ),
        Wrong("changed z that was given", walk_in_place, named="", said="make a new array instead"),
        Wrong(
            "slopes computed once, before the loop",
            walk_slopes_before_the_loop,
            named="You computed the slopes once, before the loop",
        ),
        Wrong(
            "return inside the loop: one step",
            walk_one_step,
            named="Only one step was taken: does `return` stand inside the loop",
        ),
        Wrong(
            "each step starts from the first z again",
            walk_from_the_start_each_time,
            named="Only one step was taken: does `return` stand inside the loop",
        ),
        Wrong(
            "one step too many",
            lambda z, t, rate, n: walk_with(z, t, rate, n + 1, slopes_of),
            named="You took one step too many.",
        ),
        Wrong(
            "one step too few",
            lambda z, t, rate, n: walk_with(z, t, rate, n - 1, slopes_of),
            named="You took one step too few",
        ),
        Wrong(
            "rate forgotten",
            lambda z, t, rate, n: walk_with(z, t, 1, n, slopes_of),
            named="The rate is missing: a step is rate times slopes.",
        ),
        Wrong(
            "rate 1.5 of the card",
            lambda z, t, rate, n: walk_with(z, t, 1.5, n, slopes_of),
            named="You took the rate 1.5 of the card",
        ),
        Wrong(
            "step number multiplied in",
            walk_rate_grows,
            named="You multiplied the rate by the number of the step",
        ),
        Wrong(
            "returned the loss",
            walk_returns_loss,
            named="You returned the loss: return z, where the walk ends.",
        ),
        Wrong(
            "two: 2 forgotten, and slopes once",
            lambda z, t, rate, n: z - n * rate * (z - t) / z.size,
            named="two mistakes at once. You computed the slopes once, before the loop. T",
        ),
    ],
    "through-sharing": [
        Wrong(
            "way back through a softmax",
            lambda s, g: parts(s)[0] * (g - mean_slope(s, g)),
            named="That is the way back through a softmax",
        ),
        Wrong(
            "not divided by the sum",
            lambda s, g: g - mean_slope(s, g),
            named="You did not divide by the sum of the scores",
        ),
        Wrong(
            "only the first part: g / sum",
            lambda s, g: g / parts(s)[1],
            named="A larger score also makes the sum larger, and so all weights of its row smaller",
        ),
        Wrong(
            "plain mean, not weighted",
            lambda s, g: (g - g.mean(axis=1, keepdims=True)) / parts(s)[1],
            named="You compared with the plain mean",
        ),
        Wrong(
            "mean weighted by scores, not by shares",
            lambda s, g: (g - (s * g).sum(1, keepdims=True)) / parts(s)[1],
            named="You weighted the mean with the scores, not with the weights",
        ),
        Wrong(
            "sign turned round",
            lambda s, g: (mean_slope(s, g) - g) / parts(s)[1],
            named="The sign is turned round in the bracket",
        ),
        Wrong(
            "plus for minus",
            lambda s, g: (g + mean_slope(s, g)) / parts(s)[1],
            named="You added the weighted mean",
        ),
        Wrong(
            "divided by the sum of the whole table",
            lambda s, g: (g - mean_slope(s, g)) / s.sum(),
            named="You divided by the sum of the whole table at the end",
        ),
        Wrong(
            "divided by each score, not by the sum",
            lambda s, g: (g - mean_slope(s, g)) / s,
            named="You divided by each score, not by the sum.",
        ),
        Wrong(
            "divided by the sum twice",
            lambda s, g: (g - mean_slope(s, g)) / parts(s)[1] ** 2,
            named="You divided by the square of the sum, but multiplied by no score",
        ),
        Wrong(
            "sums down the columns",
            lambda s, g: (g - (s / s.sum(0) * g).sum(0)) / s.sum(axis=0),
            named="All your sums run down the columns",
        ),
        Wrong(
            "mean over the whole table",
            lambda s, g: (g - (parts(s)[0] * g).sum()) / parts(s)[1],
            named="You took one mean slope for the whole table",
        ),
        Wrong(
            "multiplied by the sum",
            lambda s, g: (g - mean_slope(s, g)) * parts(s)[1],
            named="You multiplied by the sum of the scores",
        ),
        Wrong(
            "only the own weight's part: (1 - w) g / sum",
            lambda s, g: (1 - parts(s)[0]) * g / parts(s)[1],
            named="You followed a score only to its own weight",
        ),
        Wrong(
            "softmax in place of shares",
            lambda s, g: (g - (softmax(s) * g).sum(1, keepdims=True)) / parts(s)[1],
            named="Your weights come from a softmax",
        ),
        Wrong(
            "weights, not slopes",
            lambda s, g: parts(s)[0],
            named="You returned the weights: asked are the slopes of the scores",
        ),
        Wrong(
            "keepdims missing",
            lambda s, g: (g - (parts(s)[0] * g).sum(axis=1)) / s.sum(axis=1),
            named="The sums lie along the row, so they meet the wrong numbers",
        ),
        Wrong(
            "two: through a softmax, and sign",
            lambda s, g: parts(s)[0] * (mean_slope(s, g) - g),
            named="two mistakes at once. That is the way back through a softmax. Here no ",
        ),
        Wrong(
            "two: plain mean, not divided",
            lambda s, g: g - g.mean(axis=1, keepdims=True),
            named="You compared with the plain mean, and did not divide by the sum of the scores.",
        ),
    ],
    "write-the-rule": [
        Wrong(
            "query and key read each other's part",
            lambda x, n: rule(x, n, query_at=0, key_at=1),
            named="",
            said="on the asked card",
        ),
        Wrong(
            "query reads the own name: each asks itself",
            lambda x, n: rule(x, n, query_at=0),
            named="",
            said="on the asked card",
        ),
        Wrong(
            "key reads the asked name", lambda x, n: rule(x, n, key_at=1), named="", said="on the asked card"
        ),
        Wrong(
            "too small: 1, so weights are nearly even",
            lambda x, n: rule(x, n, scale=1),
            named="The right cards, but softly",
        ),
        Wrong(
            "sign: the asked card gets the least",
            lambda x, n: rule(x, n, scale=-100),
            named="",
            said="on the asked card",
        ),
        Wrong(
            "value reads from the first column on",
            lambda x, n: rule(x, n, value_at=0),
            named="",
            said="z is not what that card holds",
        ),
        Wrong(
            "value reads the asked name",
            lambda x, n: rule(x, n, value_at=1),
            named="",
            said="z is not what that card holds",
        ),
        Wrong(
            "large values too: z a hundred times",
            lambda x, n: rule(x, n, value_scale=100),
            named="",
            said="z is not what that card holds",
        ),
        Wrong("order of the three wrong", lambda x, n: rule(x, n)[::-1], named="", said=""),
        Wrong(
            "query and key swapped in the return",
            lambda x, n: tuple(rule(x, n)[i] for i in (1, 0, 2)),
            named="",
            said="on the asked card",
        ),
        Wrong(
            "offset of np.eye with the wrong sign",
            rule_offset_with_wrong_sign,
            named="",
            said="is 0 everywhere",
        ),
        Wrong("sizes of the card", rule_of_the_card, named="", said="xpected shape"),
        Wrong("sizes of this page: 6 names", rule_of_this_page, named="", said="xpected shape"),
        Wrong("random W", rule_random, named="", said="on the asked card"),
        Wrong("returned q, k and v, not the W", rule_returns_vectors, named="", said="xpected shape"),
        Wrong(
            "W lie on their side", lambda x, n: tuple(W.T for W in rule(x, n)), named="", said="xpected shape"
        ),
        Wrong("W_value left out", lambda x, n: rule(x, n)[:2], named="", said="Expected 3 results"),
        Wrong(
            "identity for the value: all of x",
            lambda x, n: (*rule(x, n)[:2], np.eye(x.shape[1])),
            named="",
            said="xpected shape",
        ),
        Wrong(
            "two: too small, and query reads own name",
            lambda x, n: rule(x, n, query_at=0, scale=1),
            named="",
            said="on the asked card",
        ),
    ],
    "stuck": [
        Wrong("all zeros: an even row", lambda g, place: np.zeros(len(g)), named="Equal scores share evenly"),
        Wrong(
            "1 is not high enough",
            lambda g, place: one_high(len(g), place, 1),
            named="These are weights, 1 and 0",
        ),
        Wrong(
            "8 is not high enough",
            lambda g, place: one_high(len(g), place, 8),
            named="",
            said="It can still leave",
        ),
        Wrong(
            "weight on the card with the best slope",
            lambda g, place: one_high(len(g), g.argmin(), 100),
            named="",
            said="The largest weight should be on place",
        ),
        Wrong(
            "weight on the card with the worst slope",
            lambda g, place: one_high(len(g), g.argmax(), 100),
            named="",
            said="The largest weight should be on place",
        ),
        Wrong(
            "low on that place, not high",
            lambda g, place: one_high(len(g), place, -100),
            named="",
            said="The largest weight should be on place",
        ),
        Wrong(
            "place 3 of the card",
            lambda g, place: one_high(len(g), 3, 100),
            named="",
            said="The largest weight should be on place",
        ),
        Wrong(
            "place counted from 1",
            lambda g, place: one_high(len(g), place - 1, 100),
            named="",
            said="The largest weight should be on place",
        ),
        Wrong(
            "all equally high",
            lambda g, place: np.full(len(g), 1000.0),
            named="",
            said="The largest weight should be on place",
        ),
        Wrong(
            "two cards equally high", stuck_two_high, named="", said="The largest weight should be on place"
        ),
        Wrong("the best card is close behind", stuck_best_close_behind, named="", said="It can still leave"),
        Wrong(
            "infinite: not a number comes out",
            lambda g, place: one_high(len(g), place, np.inf),
            named="",
            said="A score must be a number below ∞",
        ),
        Wrong(
            "slopes as scores, times 100",
            lambda g, place: g * 100,
            named="",
            said="The largest weight should be on place",
        ),
        Wrong(
            "minus the slopes as scores",
            lambda g, place: -g * 100,
            named="",
            said="The largest weight should be on place",
        ),
        Wrong(
            "weights, not scores",
            lambda g, place: softmax(one_high(len(g), place, 100)),
            named="These are weights, 1 and 0",
        ),
        Wrong("one number", lambda g, place: 100, named="", said="xpected shape"),
    ],
}

RIGHT = {
    "walk-down": [
        walk,
        lambda z, t, rate, n: walk_with(z, t, rate, n, slopes_of),
        lambda z, t, rate, n: t + (z - t) * (1 - 2 * rate / z.size) ** n,
        lambda z, t, rate, n: walk_in_place(z.copy(), t, rate, n),
        lambda z, t, rate, n: walk_with(
            z.astype(np.float32), t, rate, n, lambda z, t: 2 * (z - t) / t.size
        ).tolist(),
    ],
    "through-sharing": [
        sharing_by_loop,
        lambda s, g: (g - mean_slope(s, g)) / parts(s)[1],
        lambda s, g: (g * parts(s)[1] - np.einsum("ij,ij->i", s, g)[:, None]) / parts(s)[1] ** 2,
        lambda s, g: ((g.T - np.diag(parts(s)[0] @ g.T)) / s.sum(axis=1)).T,
        sharing_by_nudges,
    ],
    "write-the-rule": [
        rule,
        rule_with_eye,
        lambda x, n: [W.tolist() for W in rule(x, n)],
        lambda x, n: tuple(10 * W if i < 2 else W for i, W in enumerate(rule(x, n, scale=5))),
    ],
    "stuck": [
        lambda g, place: one_high(len(g), place, 100),
        lambda g, place: one_high(len(g), place, 0, rest=-60),
        lambda g, place: np.where(np.arange(len(g)) == place, 50, 0),
        lambda g, place: [1000 if i == place else i for i in range(len(g))],
        lambda g, place: np.eye(len(g), dtype=np.float32)[place] * 80 + 7,
    ],
}
