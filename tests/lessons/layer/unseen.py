"""Unseen answers to the exercises of notebook 10."""

import numpy as np

from helpers.encoder import feed_forward, gelu, layer_norm
from tests.exercises.unseen import answers_to


def hands(pattern, distance, turns):
    return pattern[0::2], pattern[1::2], np.sin(distance * turns), np.cos(distance * turns)


def laid(sines, cosines):
    return np.stack([sines, cosines], axis=1).ravel()


def turned(pattern, distance, turns, in_sine=1, in_cosine=-1):
    s, c, sin, cos = hands(pattern, distance, turns)
    return s * cos + in_sine * c * sin, c * cos + in_cosine * s * sin


wrong, right = answers_to("turn-the-clocks")


wrong("sign in the cosine: plus for minus", "A sign in the cosine")(
    lambda *each: laid(*turned(*each, in_cosine=1))
)


wrong("sign in the sine: minus for plus", "A sign in the sine: sin(a + b) = sin a cos b + cos a sin b.")(
    lambda *each: laid(*turned(*each, in_sine=-1))
)


wrong("turned back, not on", "You turned the clocks the other way")(
    lambda pattern, distance, turns: turn_by_loop(pattern, -distance, turns)
)


@wrong("took halves, not every second number", "You took the first half for sines and the second for cosines")
def turn_halves(pattern, distance, turns):
    half = len(turns)
    s, c = pattern[:half], pattern[half:]
    sin, cos = np.sin(distance * turns), np.cos(distance * turns)
    return np.concatenate([s * cos + c * sin, c * cos - s * sin])


wrong("laid all sines first, then all cosines", "You put all sines first and all cosines after them")(
    lambda *each: np.concatenate(turned(*each))
)


@wrong("took sines for cosines", "You gave np.arctan2 the cosine first")
def turn_sines_and_cosines_swapped(pattern, distance, turns):
    c, s, sin, cos = hands(pattern, distance, turns)
    return laid(s * cos + c * sin, c * cos - s * sin)


wrong("laid cosine before sine", "You exchanged sines and cosines")(lambda *each: laid(*turned(*each)[::-1]))


@wrong(
    "new sine used for the cosine: overwritten too early",
    "You wrote over the sines before the cosines were made",
)
def turn_overwrites_the_sine(pattern, distance, turns):
    later = pattern.copy()
    sin, cos = np.sin(distance * turns), np.cos(distance * turns)
    later[0::2] = later[0::2] * cos + later[1::2] * sin
    later[1::2] = later[1::2] * cos - later[0::2] * sin
    return later


@wrong("angle from arcsin: wrong half of the clock", "The sine alone does not tell the angle")
def turn_arcsine(pattern, distance, turns):
    angles = np.arcsin(pattern[0::2]) + distance * turns
    return laid(np.sin(angles), np.cos(angles))


@wrong("first clock only", "You turned the first clock only")
def turn_first_clock_only(pattern, distance, turns):
    later = pattern.copy()
    later[:2] = turn_by_loop(pattern[:2], distance, turns[:1])
    return later


wrong("degrees", "You turned radians into degrees")(
    lambda pattern, distance, turns: turn_by_loop(pattern, np.degrees(distance), turns)
)
wrong("distance forgotten: one place on", "You turned each clock once, as if the distance were 1.")(
    lambda p, distance, turns: turn_by_loop(p, 1, turns)
)
wrong("turns forgotten: all clocks alike", "You turned all clocks alike, each by the distance itself")(
    lambda p, d, turns: turn_by_loop(p, d, np.ones(len(turns)))
)
wrong("divided by the turns", "You divided by the turns")(lambda p, d, turns: turn_by_loop(p, d, 1 / turns))
wrong("added the angle to the pattern", "You added the angles to the pattern")(
    lambda p, d, turns: p + np.repeat(d * turns, 2)
)
wrong("pattern of place distance, from 0", "You returned the hands of the turn alone")(
    lambda p, d, turns: laid(np.sin(d * turns), np.cos(d * turns))
)
wrong("added the patterns of both places", "You added the sines and cosines of two hands")(
    lambda p, d, turns: p + laid(np.sin(d * turns), np.cos(d * turns))
)
wrong("one place too many", "You turned one place too many.")(
    lambda p, d, turns: turn_by_loop(p, d + 1, turns)
)
wrong(
    "two: turned back, and halves", "You took the first half for sines, and turned the clocks the other way."
)(lambda p, d, turns: turn_halves(p, -d, turns))


@wrong("holds for small angles only", "You took the angle for its sine and 1 for its cosine")
def turn_small_angles(pattern, distance, turns):
    later = pattern.copy()
    later[0::2] += distance * turns * pattern[1::2]
    later[1::2] -= distance * turns * pattern[0::2]
    return later


wrong("pattern rolled by distance", "You moved the numbers along")(lambda p, d, turns: np.roll(p, int(2 * d)))
wrong("complex numbers", "", said="complex numbers")(
    lambda p, d, turns: (p[1::2] + 1j * p[0::2]) * np.exp(1j * d * turns)
)


wrong("turned backwards", "You turned the clocks the other way")(
    lambda *each: laid(*turned(*each, in_sine=-1, in_cosine=1))
)


@right
def turn_by_loop(pattern, distance, turns):
    later = []
    for i, turn in enumerate(turns):
        sine, cosine, angle = pattern[2 * i], pattern[2 * i + 1], distance * turn
        later.append(sine * np.cos(angle) + cosine * np.sin(angle))
        later.append(cosine * np.cos(angle) - sine * np.sin(angle))
    return np.array(later)


@right
def turn_complex(pattern, distance, turns):
    turned = (pattern[1::2] + 1j * pattern[0::2]) * np.exp(1j * distance * turns)
    return np.column_stack([turned.imag, turned.real]).ravel()


@right
def turn_angles(pattern, distance, turns):
    angles = np.arctan2(pattern[0::2], pattern[1::2]) + distance * turns
    later = np.empty(len(pattern))
    later[0::2], later[1::2] = np.sin(angles), np.cos(angles)
    return later


@right
def turn_matrices(pattern, distance, turns):
    cos, sin = np.cos(distance * turns), np.sin(distance * turns)
    matrices = np.moveaxis(np.array([[cos, sin], [-sin, cos]]), -1, 0)
    return (matrices @ pattern.reshape(-1, 2, 1)).ravel()


wrong, right = answers_to("undo-the-norm")

wrong(
    "[:, None] missing",
    "means and deviations hold one number for each row, but numpy lays them along the columns",
)(lambda normed, m, d: normed * d + m)
wrong("mean added before multiplying", "You added the mean before you multiplied")(
    lambda normed, m, d: (normed + m[:, None]) * d[:, None]
)
wrong("mean and deviation swapped", "You exchanged the means and the deviations.")(
    lambda normed, m, d: normed * m[:, None] + d[:, None]
)
wrong("mean forgotten", "The mean is missing")(lambda normed, m, d: normed * d[:, None])
wrong("deviation forgotten", "The deviation is missing")(lambda normed, m, d: normed + m[:, None])
wrong("normed once more", "You did the norm once more")(
    lambda normed, m, d: (normed - m[:, None]) / d[:, None]
)
wrong("divided by the deviation", "You divided by the deviation once more")(
    lambda normed, m, d: normed / d[:, None] + m[:, None]
)
wrong("mean subtracted", "You subtracted the mean once more")(
    lambda normed, m, d: normed * d[:, None] - m[:, None]
)
wrong("deviation squared", "You multiplied by the square of the deviation, the variance")(
    lambda normed, m, d: normed * d[:, None] ** 2 + m[:, None]
)
wrong("root of the deviation", "You took the root of the deviation")(
    lambda normed, m, d: normed * np.sqrt(d[:, None]) + m[:, None]
)
wrong("along the columns", "[None, :] lays means and deviations along the columns")(
    lambda normed, m, d: normed * d[None, :] + m[None, :]
)
wrong("one mean and one deviation for all rows", "You used one mean and one deviation for the whole table")(
    lambda normed, m, d: normed * d.mean() + m.mean()
)
wrong(
    "mean and deviation of the first row for all", "You used the mean and deviation of the first row for all"
)(lambda normed, m, d: normed * d[0] + m[0])


@wrong("changed the table that was given", "", said="make a new array instead")
def rows_in_place(normed, means, deviations):
    normed *= deviations[:, None]
    normed += means[:, None]
    return normed


@wrong("return inside the loop", "Your result holds the first row only")
def rows_first_only(normed, means, deviations):
    rows = []
    for row, mean, deviation in zip(normed, means, deviations):
        rows.append(row * deviation + mean)
        return np.array(rows)


wrong("transposed result", "Rows and columns are exchanged in your result")(
    lambda normed, m, d: normed.T * d + m
)
wrong("two: order, and divided", "You added the mean, and divided then")(
    lambda normed, m, d: (normed + m[:, None]) / d[:, None]
)
wrong("rounded to whole numbers", "You rounded to whole numbers.")(
    lambda normed, means, deviations: np.round(normed * deviations[:, None] + means[:, None])
)
wrong("rows in a generator", "", said="made no numbers yet")(
    lambda n, m, d: (row * b + a for row, a, b in zip(n, m, d))
)
wrong("mean of the normed row added in its stead", "The mean is missing: the norm subtracted it, so add it.")(
    lambda n, m, d: n * d[:, None] + n.mean(1, keepdims=True)
)


@right
def rows_by_loop(normed, means, deviations):
    return np.array([[x * d + m for x in row] for row, m, d in zip(normed, means, deviations)])


right(
    lambda normed, m, d: normed * d[:, None] + m[:, None],
    lambda normed, m, d: (normed.T * d + m).T,
    lambda normed, m, d: np.diag(d) @ normed + np.outer(m, np.ones(normed.shape[1])),
    lambda normed, m, d: rows_in_place(normed.copy(), m, d),
    lambda normed, m, d: np.einsum("nd,n->nd", normed, d) + m.reshape(-1, 1),
    lambda n, m, d: np.stack([np.polyval([b, a], row) for row, a, b in zip(n, m, d)]),
)


def same(x):
    return x


def norm(x, axis=-1):
    return (x - x.mean(axis=axis, keepdims=True)) / x.std(axis=axis, keepdims=True)


def relu(x):
    return np.maximum(x, 0)


def norm_by_variance(x):
    return (x - x.mean(axis=-1, keepdims=True)) / x.var(axis=-1, keepdims=True)


def norm_without_mean(x):
    return x / x.std(axis=-1, keepdims=True)


def norm_mean_only(x):
    return x - x.mean(axis=-1, keepdims=True)


def norm_ddof(x):
    return (x - x.mean(axis=-1, keepdims=True)) / x.std(axis=-1, keepdims=True, ddof=1)


def norm_unit_length(x):
    return x / np.linalg.norm(x, axis=-1, keepdims=True)


def norm_of_rows_without_keepdims(x):
    return (x - x.mean(axis=1)) / x.std(axis=1)


wrong, right = answers_to("finish-the-layer")

wrong("ReLU forgotten", "You left out the ReLU")(lambda *each: finish(*each, bend=same))
wrong("second residual forgotten", "You left out the second residual")(
    lambda x, attended, W_hidden, W_output: norm(relu(norm(x + attended) @ W_hidden) @ W_output)
)


wrong("second residual from x, not from h", "You added x a second time")(
    lambda x, *rest: finish(x, *rest, beside=x)
)


@wrong("norm before, not after: pre-norm", "You normed before the FFN and not after the sums (pre-norm)")
def finish_pre_norm(x, attended, W_hidden, W_output):
    h = x + attended
    return h + relu(norm(h) @ W_hidden) @ W_output


wrong("first norm forgotten", "You left out the first norm")(lambda *each: finish(*each, first=same))
wrong("second norm forgotten", "You left out the last norm")(lambda *each: finish(*each, second=same))
wrong("attention forgotten", "You left what attention found out of the first sum")(
    lambda x, attended, *W: finish(x, 0, *W)
)
wrong("x forgotten: first residual", "You left x out of the first sum")(
    lambda x, attended, *W: finish(0, attended, *W)
)


wrong("FFN reads x, not h", "You gave x to the FFN")(lambda x, *rest: finish(x, *rest, reads=x))


wrong("FFN reads the sum before the norm", "You gave x + attended to the FFN, not normed")(
    lambda x, attended, *W: finish(x, attended, *W, reads=x + attended)
)


@wrong("ReLU after W_output", "You used the ReLU after W_output")
def finish_relu_last(x, attended, W_hidden, W_output):
    h = norm(x + attended)
    return norm(h + relu(h @ W_hidden @ W_output))


@wrong("ReLU before W_hidden", "You used the ReLU before W_hidden")
def finish_relu_first(x, attended, W_hidden, W_output):
    h = norm(x + attended)
    return norm(h + relu(h) @ W_hidden @ W_output)


@wrong("ReLU round the whole sum", "You used the ReLU on the whole second sum")
def finish_relu_on_all(x, attended, W_hidden, W_output):
    h = norm(x + attended)
    return norm(relu(h + h @ W_hidden @ W_output))


wrong("GELU, not ReLU", "You took GELU for the ReLU")(lambda *each: finish(*each, bend=gelu))
wrong("absolute value, not ReLU", "You took the size of the hidden numbers, without their sign")(
    lambda *each: finish(*each, bend=np.abs)
)
wrong("norm over columns", "You normed down the columns, across the words")(
    lambda *each: finish(*each, *[lambda x: norm(x, axis=0)] * 2)
)
wrong("norm over the whole table", "Your norm takes one mean and one deviation over the whole table")(
    lambda *each: finish(*each, *[lambda x: norm(x, axis=None)] * 2)
)
wrong("divided by the variance", "You divided by the variance")(
    lambda *each: finish(*each, norm_by_variance, norm_by_variance)
)
wrong("mean not subtracted", "Your norm does not subtract the mean")(
    lambda *each: finish(*each, norm_without_mean, norm_without_mean)
)
wrong("deviation not divided by", "Your norm does not divide by the deviation")(
    lambda *each: finish(*each, norm_mean_only, norm_mean_only)
)
wrong("deviation with n - 1", "You divided the deviation by n − 1 (ddof=1)")(
    lambda *each: finish(*each, norm_ddof, norm_ddof)
)
wrong("rows made one long, not deviation one", "You divided each row by its length")(
    lambda *each: finish(*each, norm_unit_length, norm_unit_length)
)
wrong("keepdims missing in the norm", "A mean for each row must stand as a column")(
    lambda *each: finish(*each, *[norm_of_rows_without_keepdims] * 2)
)
wrong("stopped at h", "You returned h: the FFN and the second sum are missing.")(
    lambda x, attended, *W: norm(x + attended)
)
wrong(
    "two: ReLU forgotten, no second residual",
    "two mistakes at once. You left out the second residual: add h to what ",
)(lambda x, a, Wh, Wo: norm(norm(x + a) @ Wh @ Wo))
wrong("two: both norms forgotten", "two mistakes at once. You left out the first norm, before the FFN: bot")(
    lambda *each: finish(*each, same, same)
)


wrong("attention added twice", "You added attention a second time")(
    lambda x, attended, *W: finish(x, attended, *W, beside=norm(x + attended) + attended)
)


@wrong("second norm before the second sum", "You normed what the FFN made, before the sum")
def finish_norm_between(x, attended, W_hidden, W_output):
    h = norm(x + attended)
    return h + norm(relu(h @ W_hidden) @ W_output)


@wrong("h overwritten by the FFN, then added to itself", "You left out the second residual")
def finish_h_overwritten(x, attended, W_hidden, W_output):
    h = norm(x + attended)
    h = relu(h @ W_hidden) @ W_output
    return norm(h + h)


@right
def finish_by_loop(x, attended, W_hidden, W_output):
    output = []
    for row, found in zip(x, attended):
        h = norm(row + found)
        hidden = np.array([max(0.0, float(h @ column)) for column in W_hidden.T])
        output.append(norm(h + hidden @ W_output))
    return np.array(output)


@right
def finish(x, attended, W_hidden, W_output, first=norm, second=norm, bend=relu, reads=None, beside=None):
    h = first(x + attended)
    made = bend((h if reads is None else reads) @ W_hidden) @ W_output
    return second((h if beside is None else beside) + made)


@right
def layer_by_helpers(x, attended, W_hidden, W_output):
    h = layer_norm(attended + x)
    return layer_norm(h + feed_forward(h, W_hidden, 0, W_output, 0))


right(
    lambda *each: finish(*each, layer_norm, layer_norm),
    lambda *each: finish(*each, bend=lambda h: h * (h > 0)),
    lambda *each: finish(*each, bend=lambda h: (h + abs(h)) / 2).tolist(),
)
