"""Unseen answers to the exercises of notebook 9."""

import numpy as np

from helpers.attention import softmax
from tests.exercises.unseen import answers_to


def walk_with(z, target, rate, n_steps, slopes):
    for _ in range(n_steps):
        z = z - rate * slopes(z, target)
    return z


def slopes_of(z, target):
    return 2 * (z - target) / z.size


wrong, right = answers_to("walk-down")

wrong("factor 2 forgotten", "The factor 2 is missing: the slope of a square d² is 2d.")(
    lambda *each: walk_with(*each, lambda z, t: (z - t) / z.size)
)
wrong("not divided by the number of entries", "The loss is a mean over all numbers")(
    lambda *each: walk_with(*each, lambda z, t: 2 * (z - t))
)
wrong("divided by the number of cards only", "You divided by the number of rows")(
    lambda *each: walk_with(*each, lambda z, t: 2 * (z - t) / len(z))
)
wrong("divided by d_v only", "You divided by the number of columns")(
    lambda *each: walk_with(*each, lambda z, t: 2 * (z - t) / z.shape[1])
)
wrong("sign: uphill", "You walked uphill")(lambda *each: walk_with(*each, lambda z, t: 2 * (t - z) / z.size))
wrong("slopes not divided, no 2", "two mistakes at once. The factor 2 is missing: the slope of a square d")(
    lambda *each: walk_with(*each, lambda z, t: z - t)
)
wrong("loss in place of its slopes", "You took the loss itself in place of its slopes.")(
    lambda *each: walk_with(*each, lambda z, t: np.mean((z - t) ** 2))
)
wrong("one slope for all entries: mean", "You took one mean slope for all numbers")(
    lambda *each: walk_with(*each, lambda z, t: np.mean(2 * (z - t)))
)
wrong("square kept: 2 (z - t)²", "You walked by twice the squares")(
    lambda *each: walk_with(*each, lambda z, t: 2 * (z - t) ** 2 / z.size)
)
wrong("only the sign of the slope", "You walked by the sign of the difference")(
    lambda *each: walk_with(*each, lambda z, t: np.sign(z - t))
)


@wrong("changed z that was given", "", said="make a new array instead")
def walk_in_place(z, target, rate, n_steps):
    for _ in range(n_steps):
        z -= rate * 2 * (z - target) / z.size
    return z


@wrong("slopes computed once, before the loop", "You computed the slopes once, before the loop")
def walk_slopes_before_the_loop(z, target, rate, n_steps):
    slopes = 2 * (z - target) / z.size
    for _ in range(n_steps):
        z = z - rate * slopes
    return z


@wrong("return inside the loop: one step", "Only one step was taken")
def walk_one_step(z, target, rate, n_steps):
    for _ in range(n_steps):
        z = z - rate * 2 * (z - target) / z.size
        return z


@wrong("each step starts from the first z again", "Only one step was taken")
def walk_from_the_start_each_time(z, target, rate, n_steps):
    for _ in range(n_steps):
        there = z - rate * 2 * (z - target) / z.size
    return there


wrong("one step too many", "You took one step too many.")(
    lambda z, t, rate, n: walk_with(z, t, rate, n + 1, slopes_of)
)
wrong("one step too few", "You took one step too few")(
    lambda z, t, rate, n: walk_with(z, t, rate, n - 1, slopes_of)
)
wrong("rate forgotten", "The rate is missing")(lambda z, t, rate, n: walk_with(z, t, 1, n, slopes_of))
wrong("rate 1.5 of the card", "You took the rate 1.5 of the card")(
    lambda z, t, rate, n: walk_with(z, t, 1.5, n, slopes_of)
)


@wrong("step number multiplied in", "You multiplied the rate by the number of the step")
def walk_rate_grows(z, target, rate, n_steps):
    for i in range(n_steps):
        z = z - rate * i * 2 * (z - target) / z.size
    return z


wrong("returned the loss", "You returned the loss: return z, where the walk ends.")(
    lambda z, target, rate, n_steps: np.mean((walk_with(z, target, rate, n_steps, slopes_of) - target) ** 2)
)
wrong(
    "two: 2 forgotten, and slopes once",
    "two mistakes at once. You computed the slopes once, before the loop. T",
)(lambda z, t, rate, n: z - n * rate * (z - t) / z.size)


@wrong(
    "rate is divided by a count that grows from call to call",
    "your function gives other numbers when it is given the same again",
)
def walk_tires_from_call_to_call(z, target, rate, n_steps, calls=[]):  # noqa: B006
    calls.append(rate)
    for _ in range(n_steps):
        z = z - rate / len(calls) * 2 * (z - target) / z.size
    return z


wrong("straight to the target", "You arrived at the target itself")(lambda z, target, rate, n: target)
wrong("rate divided by steps", "You divided the rate by the number of steps")(
    lambda z, t, rate, n: t + (z - t) * (1 - 2 * rate / n / z.size) ** n
)
wrong("rate to the power of steps", "You took one step with the rate raised to the power of n_steps")(
    lambda z, t, rate, n: z - rate**n * 2 * (z - t) / z.size
)


@right
def walk(z, target, rate, n_steps):
    for _ in range(n_steps):
        z = [[a - rate * 2 * (a - t) / np.size(target) for a, t in zip(*row)] for row in zip(z, target)]
    return np.array(z)


right(
    lambda z, t, rate, n: walk_with(z, t, rate, n, slopes_of),
    lambda z, t, rate, n: t + (z - t) * (1 - 2 * rate / z.size) ** n,
    lambda z, t, rate, n: walk_in_place(z.copy(), t, rate, n),
    lambda z, t, rate, n: walk_with(
        z.astype(np.float32), t, rate, n, lambda z, t: 2 * (z - t) / t.size
    ).tolist(),
)


def parts(scores):
    total = scores.sum(axis=1, keepdims=True)
    return scores / total, total


def mean_slope(scores, grad_weights):
    return (parts(scores)[0] * grad_weights).sum(axis=1, keepdims=True)


wrong, right = answers_to("through-sharing")

wrong("way back through a softmax", "That is the way back through a softmax")(
    lambda s, g: parts(s)[0] * (g - mean_slope(s, g))
)
wrong("not divided by the sum", "You did not divide by the sum of the scores")(
    lambda s, g: g - mean_slope(s, g)
)
wrong("only the first part: g / sum", "A larger score also makes the sum larger")(
    lambda s, g: g / parts(s)[1]
)
wrong("plain mean, not weighted", "You compared with the plain mean")(
    lambda s, g: (g - g.mean(axis=1, keepdims=True)) / parts(s)[1]
)
wrong("mean weighted by scores, not by shares", "You weighted the mean with the scores")(
    lambda s, g: (g - (s * g).sum(1, keepdims=True)) / parts(s)[1]
)
wrong("sign turned round", "The sign is turned round in the bracket")(
    lambda s, g: (mean_slope(s, g) - g) / parts(s)[1]
)
wrong("plus for minus", "You added the weighted mean")(lambda s, g: (g + mean_slope(s, g)) / parts(s)[1])
wrong("divided by the sum of the whole table", "You divided by the sum of the whole table at the end")(
    lambda s, g: (g - mean_slope(s, g)) / s.sum()
)
wrong("divided by each score, not by the sum", "You divided by each score, not by the sum.")(
    lambda s, g: (g - mean_slope(s, g)) / s
)
wrong("divided by the sum twice", "You divided by the square of the sum")(
    lambda s, g: (g - mean_slope(s, g)) / parts(s)[1] ** 2
)
wrong("sums down the columns", "All your sums run down the columns")(
    lambda s, g: (g - (s / s.sum(0) * g).sum(0)) / s.sum(axis=0)
)
wrong("mean over the whole table", "You took one mean slope for the whole table")(
    lambda s, g: (g - (parts(s)[0] * g).sum()) / parts(s)[1]
)
wrong("multiplied by the sum", "You multiplied by the sum of the scores")(
    lambda s, g: (g - mean_slope(s, g)) * parts(s)[1]
)
wrong("only the own weight's part: (1 - w) g / sum", "You followed a score only to its own weight")(
    lambda s, g: (1 - parts(s)[0]) * g / parts(s)[1]
)
wrong("softmax in place of shares", "Your weights come from a softmax")(
    lambda s, g: (g - (softmax(s) * g).sum(1, keepdims=True)) / parts(s)[1]
)
wrong("weights, not slopes", "You returned the weights")(lambda s, g: parts(s)[0])
wrong("keepdims missing", "The sums lie along the row, so they meet the wrong numbers")(
    lambda s, g: (g - (parts(s)[0] * g).sum(axis=1)) / s.sum(axis=1)
)
wrong(
    "two: through a softmax, and sign",
    "two mistakes at once. That is the way back through a softmax. Here no ",
)(lambda s, g: parts(s)[0] * (mean_slope(s, g) - g))
wrong(
    "two: plain mean, not divided",
    "You compared with the plain mean, and did not divide by the sum of the scores.",
)(lambda s, g: g - g.mean(axis=1, keepdims=True))
wrong("shares times slopes: forward, not back", "You multiplied each weight with its slope")(
    lambda scores, grad_weights: scores / scores.sum(axis=1, keepdims=True) * grad_weights
)
wrong("slopes minus scores", "You took the scores away from the slopes")(lambda s, g: g - s)
wrong("one argument too few", "", said="could not be called")(lambda scores: scores)


@right
def sharing_by_loop(scores, grad_weights):
    grad = np.zeros(scores.shape)
    for r, (row, g) in enumerate(zip(scores, grad_weights)):
        total = sum(row)
        for j in range(len(row)):
            for i in range(len(row)):
                grad[r, j] += g[i] * ((i == j) * total - row[i]) / total**2
    return grad


@right
def sharing_by_nudges(scores, grad_weights):
    grad = np.zeros(scores.shape)
    for place in np.ndindex(scores.shape):
        nudged = scores.astype(complex)
        nudged[place] += 1e-30j
        weights = nudged / nudged.sum(axis=1, keepdims=True)
        grad[place] = (weights * grad_weights).sum().imag / 1e-30
    return grad


@right
def by_the_table(scores, grad_weights):
    """Row by row, with the table of slopes of every weight for every score."""
    rows = []
    for score, slopes in zip(scores, grad_weights):
        total = score.sum()
        table = (
            np.eye(len(score)) / total - np.outer(score, np.ones(len(score))) / total**2
        )  # weight i, score j
        rows.append(slopes @ table)
    return rows


@right
def by_nudging(scores, grad_weights):
    found = np.zeros_like(scores)
    for place in np.ndindex(scores.shape):
        up, down = scores.copy(), scores.copy()
        up[place] += 1e-5
        down[place] -= 1e-5
        change = up / up.sum(axis=1, keepdims=True) - down / down.sum(axis=1, keepdims=True)
        found[place] = (change * grad_weights).sum() / 2e-5
    return found


right(
    lambda s, g: (g - mean_slope(s, g)) / parts(s)[1],
    lambda s, g: (g * parts(s)[1] - np.einsum("ij,ij->i", s, g)[:, None]) / parts(s)[1] ** 2,
    lambda s, g: ((g.T - np.diag(parts(s)[0] @ g.T)) / s.sum(axis=1)).T,
)


wrong, right = answers_to("write-the-rule")

wrong("query and key read each other's part", "", said="on the asked card")(
    lambda x, n: rule(x, n, query_at=0, key_at=1)
)
wrong("query reads the own name: each asks itself", "", said="on the asked card")(
    lambda x, n: rule(x, n, query_at=0)
)
wrong("key reads the asked name", "", said="on the asked card")(lambda x, n: rule(x, n, key_at=1))
wrong("too small: 1, so weights are nearly even", "The right cards, but softly")(
    lambda x, n: rule(x, n, scale=1)
)
wrong("sign: the asked card gets the least", "", said="on the asked card")(
    lambda x, n: rule(x, n, scale=-100)
)
wrong("value reads from the first column on", "", said="z is not what that card holds")(
    lambda x, n: rule(x, n, value_at=0)
)
wrong("value reads the asked name", "", said="z is not what that card holds")(
    lambda x, n: rule(x, n, value_at=1)
)
wrong("large values too: z a hundred times", "", said="z is not what that card holds")(
    lambda x, n: rule(x, n, value_scale=100)
)
wrong("order of the three wrong", "", said="")(lambda x, n: rule(x, n)[::-1])
wrong("query and key swapped in the return", "", said="on the asked card")(
    lambda x, n: tuple(rule(x, n)[i] for i in (1, 0, 2))
)


@wrong("offset of np.eye with the wrong sign", "", said="is 0 everywhere")
def rule_offset_with_wrong_sign(x, n_names):
    d_model = x.shape[1]
    W_value = np.eye(d_model, d_model - 2 * n_names, 2 * n_names)
    return 100 * np.eye(d_model, n_names, n_names), np.eye(d_model, n_names), W_value


wrong("sizes of the card", "", said="xpected shape")(lambda x, n_names: rule(np.zeros((3, 8)), 3))
wrong("sizes of this page: 6 names", "", said="xpected shape")(
    lambda x, n_names: (100 * np.eye(15, 6, -6), np.eye(15, 6), np.eye(15, 3, -12))
)


@wrong("random W", "", said="on the asked card")
def rule_random(x, n_names):
    rng, width = np.random.default_rng(0), x.shape[1]
    shapes = (width, n_names), (width, n_names), (width, width - 2 * n_names)
    return tuple(rng.normal(size=shape) for shape in shapes)


wrong("returned q, k and v, not the W", "", said="xpected shape")(
    lambda x, n_names: tuple(x @ W for W in rule(x, n_names))
)
wrong("W lie on their side", "", said="xpected shape")(lambda x, n: tuple(W.T for W in rule(x, n)))
wrong("W_value left out", "", said="Expected 3 results")(lambda x, n: rule(x, n)[:2])
wrong("identity for the value: all of x", "", said="xpected shape")(
    lambda x, n: (*rule(x, n)[:2], np.eye(x.shape[1]))
)
wrong("two: too small, and query reads own name", "", said="on the asked card")(
    lambda x, n: rule(x, n, query_at=0, scale=1)
)


@wrong("every exception swallowed: None", "", said="Expected 3 results")
def rule_swallows(x, n_names):
    try:
        return undefined(x)  # noqa: F821
    except Exception:  # noqa: BLE001
        return None


wrong("one W for all three", "", said="")(lambda x, n: (np.eye(x.shape[1], n),) * 3)
wrong("all zeros", "", said="is 0 everywhere")(
    lambda x, n: (
        np.zeros((x.shape[1], n)),
        np.zeros((x.shape[1], n)),
        np.zeros((x.shape[1], x.shape[1] - 2 * n)),
    )
)


@right
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


@right
def rule_with_eye(x, n_names):
    d_model = x.shape[1]
    W_query = 30 * np.eye(d_model, n_names, k=-n_names)
    W_key = 30 * np.eye(d_model, n_names)
    return W_query, W_key, np.eye(d_model, d_model - 2 * n_names, k=-2 * n_names)


@right
def other_order_and_sign(x, n_names):
    """Names in another order and with a minus on both sides: the scores stay the same."""
    W_query, W_key = np.zeros((2, x.shape[1], n_names))
    order = np.arange(n_names)[::-1]
    W_query[n_names + np.arange(n_names), order] = -40
    W_key[np.arange(n_names), order] = -1
    W_value = np.zeros((x.shape[1], x.shape[1] - 2 * n_names))
    W_value[2 * n_names :] = np.eye(W_value.shape[1])
    return [W_query, W_key, W_value]


right(
    lambda x, n: [W.tolist() for W in rule(x, n)],
    lambda x, n: tuple(10 * W if i < 2 else W for i, W in enumerate(rule(x, n, scale=5))),
)


def one_high(n, place, height, rest=0.0):
    scores = np.full(n, float(rest))
    scores[place] = height
    return scores


wrong, right = answers_to("stuck")

wrong("all zeros: an even row", "Equal scores share evenly")(lambda g, place: np.zeros(len(g)))
wrong("1 is not high enough", "These are weights, 1 and 0")(lambda g, place: one_high(len(g), place, 1))
wrong("8 is not high enough", "", said="It can still leave")(lambda g, place: one_high(len(g), place, 8))
wrong("weight on the card with the best slope", "", said="The largest weight should be on place")(
    lambda g, place: one_high(len(g), g.argmin(), 100)
)
wrong("weight on the card with the worst slope", "", said="The largest weight should be on place")(
    lambda g, place: one_high(len(g), g.argmax(), 100)
)
wrong("low on that place, not high", "", said="The largest weight should be on place")(
    lambda g, place: one_high(len(g), place, -100)
)
wrong("place 3 of the card", "", said="The largest weight should be on place")(
    lambda g, place: one_high(len(g), 3, 100)
)
wrong("place counted from 1", "", said="The largest weight should be on place")(
    lambda g, place: one_high(len(g), place - 1, 100)
)
wrong("all equally high", "", said="The largest weight should be on place")(
    lambda g, place: np.full(len(g), 1000.0)
)


@wrong("two cards equally high", "", said="The largest weight should be on place")
def stuck_two_high(grad_weights, stuck_on):
    scores = np.zeros(len(grad_weights))
    scores[stuck_on] = 100
    scores[grad_weights.argmin()] = 100
    return scores


@wrong("the best card is close behind", "", said="It can still leave")
def stuck_best_close_behind(grad_weights, stuck_on):
    scores = np.zeros(len(grad_weights))
    scores[stuck_on] = 100
    scores[grad_weights.argmin()] = 99
    return scores


wrong("infinite: not a number comes out", "", said="A score must be a number below ∞")(
    lambda g, place: one_high(len(g), place, np.inf)
)
wrong("slopes as scores, times 100", "", said="The largest weight should be on place")(
    lambda g, place: g * 100
)
wrong("minus the slopes as scores", "", said="The largest weight should be on place")(
    lambda g, place: -g * 100
)
wrong("weights, not scores", "These are weights, 1 and 0")(
    lambda g, place: softmax(one_high(len(g), place, 100))
)
wrong("one number", "", said="xpected shape")(lambda g, place: 100)
wrong("a method that arrays do not have", "", said="AttributeError")(
    lambda grad_weights, stuck_on: grad_weights.softmax(stuck_on)
)
wrong("logarithm of a sharp row, not sharp enough", "", said="It can still leave")(
    lambda g, place: np.log(np.where(np.arange(len(g)) == place, 0.99, 0.01 / (len(g) - 1)))
)
wrong("huge: 1e308 twice over", "", said="A score must be a number below ∞")(
    lambda g, place: np.where(np.arange(len(g)) == place, 1e308, -1e308) * 10
)
right(
    lambda g, place: np.where(np.arange(len(g)) == place, 0, -np.inf),
    lambda g, place: one_high(len(g), place, 100),
    lambda g, place: one_high(len(g), place, 0, rest=-60),
    lambda g, place: np.where(np.arange(len(g)) == place, 50, 0),
    lambda g, place: [1000 if i == place else i for i in range(len(g))],
    lambda g, place: np.eye(len(g), dtype=np.float32)[place] * 80 + 7,
)
