"""Unseen answers to the exercises of notebook 10."""

import numpy as np

from helpers.encoder import gelu, layer_norm
from tests.exercises.unseen import Wrong

# turn-the-clocks


def turn_by_loop(pattern, distance, turns):
    later = []
    for i, turn in enumerate(turns):
        sine, cosine, angle = pattern[2 * i], pattern[2 * i + 1], distance * turn
        later.append(sine * np.cos(angle) + cosine * np.sin(angle))
        later.append(cosine * np.cos(angle) - sine * np.sin(angle))
    return np.array(later)


def laid(sines, cosines):
    return np.stack([sines, cosines], axis=1).ravel()


def hands(pattern, distance, turns):
    return pattern[0::2], pattern[1::2], np.sin(distance * turns), np.cos(distance * turns)


def turn_sign_in_cosine(pattern, distance, turns):
    s, c, sin, cos = hands(pattern, distance, turns)
    return laid(s * cos + c * sin, c * cos + s * sin)


def turn_sign_in_sine(pattern, distance, turns):
    s, c, sin, cos = hands(pattern, distance, turns)
    return laid(s * cos - c * sin, c * cos - s * sin)


def turn_back(pattern, distance, turns):
    return turn_by_loop(pattern, -distance, turns)


def turn_halves(pattern, distance, turns):
    half = len(turns)
    s, c = pattern[:half], pattern[half:]
    sin, cos = np.sin(distance * turns), np.cos(distance * turns)
    return np.concatenate([s * cos + c * sin, c * cos - s * sin])


def turn_not_interleaved(pattern, distance, turns):
    s, c, sin, cos = hands(pattern, distance, turns)
    return np.concatenate([s * cos + c * sin, c * cos - s * sin])


def turn_sines_and_cosines_swapped(pattern, distance, turns):
    c, s, sin, cos = hands(pattern, distance, turns)
    return laid(s * cos + c * sin, c * cos - s * sin)


def turn_result_swapped(pattern, distance, turns):
    s, c, sin, cos = hands(pattern, distance, turns)
    return laid(c * cos - s * sin, s * cos + c * sin)


def turn_overwrites_the_sine(pattern, distance, turns):
    later = pattern.copy()
    sin, cos = np.sin(distance * turns), np.cos(distance * turns)
    later[0::2] = later[0::2] * cos + later[1::2] * sin
    later[1::2] = later[1::2] * cos - later[0::2] * sin
    return later


def turn_arcsine(pattern, distance, turns):
    angles = np.arcsin(pattern[0::2]) + distance * turns
    return laid(np.sin(angles), np.cos(angles))


def turn_first_clock_only(pattern, distance, turns):
    later = pattern.copy()
    later[:2] = turn_by_loop(pattern[:2], distance, turns[:1])
    return later


def turn_in_degrees(pattern, distance, turns):
    return turn_by_loop(pattern, np.degrees(distance), turns)


def turn_complex(pattern, distance, turns):
    turned = (pattern[1::2] + 1j * pattern[0::2]) * np.exp(1j * distance * turns)
    return np.column_stack([turned.imag, turned.real]).ravel()


def turn_angles(pattern, distance, turns):
    angles = np.arctan2(pattern[0::2], pattern[1::2]) + distance * turns
    later = np.empty(len(pattern))
    later[0::2], later[1::2] = np.sin(angles), np.cos(angles)
    return later


def turn_matrices(pattern, distance, turns):
    cos, sin = np.cos(distance * turns), np.sin(distance * turns)
    matrices = np.moveaxis(np.array([[cos, sin], [-sin, cos]]), -1, 0)
    return (matrices @ pattern.reshape(-1, 2, 1)).ravel()


# undo-the-norm


def rows_by_loop(normed, means, deviations):
    return np.array([[x * d + m for x in row] for row, m, d in zip(normed, means, deviations)])


def rows_in_place(normed, means, deviations):
    normed *= deviations[:, None]
    normed += means[:, None]
    return normed


def rows_first_only(normed, means, deviations):
    rows = []
    for row, mean, deviation in zip(normed, means, deviations):
        rows.append(row * deviation + mean)
        return np.array(rows)


# finish-the-layer


def norm(x, axis=-1):
    return (x - x.mean(axis=axis, keepdims=True)) / x.std(axis=axis, keepdims=True)


def relu(x):
    return np.maximum(x, 0)


def finish_by_loop(x, attended, W_hidden, W_output):
    output = []
    for row, found in zip(x, attended):
        h = norm(row + found)
        hidden = np.array([max(0.0, float(h @ column)) for column in W_hidden.T])
        output.append(norm(h + hidden @ W_output))
    return np.array(output)


def finish(x, attended, W_hidden, W_output, first=norm, second=norm, bend=relu):
    h = first(x + attended)
    return second(h + bend(h @ W_hidden) @ W_output)


def finish_no_second_residual(x, attended, W_hidden, W_output):
    return norm(relu(norm(x + attended) @ W_hidden) @ W_output)


def finish_second_residual_from_x(x, attended, W_hidden, W_output):
    h = norm(x + attended)
    return norm(x + relu(h @ W_hidden) @ W_output)


def finish_pre_norm(x, attended, W_hidden, W_output):
    h = x + attended
    return h + relu(norm(h) @ W_hidden) @ W_output


def finish_ffn_of_x(x, attended, W_hidden, W_output):
    h = norm(x + attended)
    return norm(h + relu(x @ W_hidden) @ W_output)


def finish_relu_last(x, attended, W_hidden, W_output):
    h = norm(x + attended)
    return norm(h + relu(h @ W_hidden @ W_output))


def finish_relu_first(x, attended, W_hidden, W_output):
    h = norm(x + attended)
    return norm(h + relu(h) @ W_hidden @ W_output)


def finish_relu_on_all(x, attended, W_hidden, W_output):
    h = norm(x + attended)
    return norm(relu(h + h @ W_hidden @ W_output))


def finish_norm_forgotten_in_ffn(x, attended, W_hidden, W_output):
    added = x + attended
    h = norm(added)
    return norm(h + relu(added @ W_hidden) @ W_output)


def norm_of_rows_without_keepdims(x):
    return (x - x.mean(axis=1)) / x.std(axis=1)


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


def same(x):
    return x


WRONG = {
    "turn-the-clocks": [
        Wrong(
            "sign in the cosine: plus for minus",
            turn_sign_in_cosine,
            named="A sign in the cosine: cos(a + b) = cos a cos b − sin a sin b",
        ),
        Wrong(
            "sign in the sine: minus for plus",
            turn_sign_in_sine,
            named="A sign in the sine: sin(a + b) = sin a cos b + cos a sin b.",
        ),
        Wrong(
            "turned back, not on",
            turn_back,
            named="You turned the clocks the other way, so this is the pattern of an earlier place.",
        ),
        Wrong(
            "took halves, not every second number",
            turn_halves,
            named="You took the first half for sines and the second for cosines",
        ),
        Wrong(
            "laid all sines first, then all cosines",
            turn_not_interleaved,
            named="You put all sines first and all cosines after them",
        ),
        Wrong(
            "took sines for cosines",
            turn_sines_and_cosines_swapped,
            named="You gave np.arctan2 the cosine first",
        ),
        Wrong("laid cosine before sine", turn_result_swapped, named="You exchanged sines and cosines"),
        Wrong(
            "new sine used for the cosine: overwritten too early",
            turn_overwrites_the_sine,
            named="You wrote over the sines before the cosines were made",
        ),
        Wrong(
            "angle from arcsin: wrong half of the clock",
            turn_arcsine,
            named="The sine alone does not tell the angle",
        ),
        Wrong("first clock only", turn_first_clock_only, named="You turned the first clock only"),
        Wrong("degrees", turn_in_degrees, named="You turned radians into degrees"),
        Wrong(
            "distance forgotten: one place on",
            lambda p, distance, turns: turn_by_loop(p, 1, turns),
            named="You turned each clock once, as if the distance were 1.",
        ),
        Wrong(
            "turns forgotten: all clocks alike",
            lambda p, d, turns: turn_by_loop(p, d, np.ones(len(turns))),
            named="You turned all clocks alike, each by the distance itself",
        ),
        Wrong(
            "divided by the turns",
            lambda p, d, turns: turn_by_loop(p, d, 1 / turns),
            named="You divided by the turns: the angle is distance times turn.",
        ),
        Wrong(
            "added the angle to the pattern",
            lambda p, d, turns: p + np.repeat(d * turns, 2),
            named="You added the angles to the pattern",
        ),
        Wrong(
            "pattern of place distance, from 0",
            lambda p, d, turns: laid(np.sin(d * turns), np.cos(d * turns)),
            named="You returned the hands of the turn alone",
        ),
        Wrong(
            "added the patterns of both places",
            lambda p, d, turns: p + laid(np.sin(d * turns), np.cos(d * turns)),
            named="You added the sines and cosines of two hands",
        ),
        Wrong(
            "one place too many",
            lambda p, d, turns: turn_by_loop(p, d + 1, turns),
            named="You turned one place too many.",
        ),
        Wrong(
            "two: turned back, and halves",
            lambda p, d, turns: turn_halves(p, -d, turns),
            named="You took the first half for sines, and turned the clocks the other way.",
        ),
    ],
    "undo-the-norm": [
        Wrong(
            "[:, None] missing",
            lambda normed, m, d: normed * d + m,
            named="means and deviations hold one number for each row, but numpy lays them along the columns",
        ),
        Wrong(
            "mean added before multiplying",
            lambda normed, m, d: (normed + m[:, None]) * d[:, None],
            named="You added the mean before you multiplied",
        ),
        Wrong(
            "mean and deviation swapped",
            lambda normed, m, d: normed * m[:, None] + d[:, None],
            named="You exchanged the means and the deviations.",
        ),
        Wrong(
            "mean forgotten",
            lambda normed, m, d: normed * d[:, None],
            named="The mean is missing: the norm subtracted it, so add it.",
        ),
        Wrong(
            "deviation forgotten",
            lambda normed, m, d: normed + m[:, None],
            named="The deviation is missing: the norm divided by it, so multipl",
        ),
        Wrong(
            "normed once more",
            lambda normed, m, d: (normed - m[:, None]) / d[:, None],
            named="You did the norm once more",
        ),
        Wrong(
            "divided by the deviation",
            lambda normed, m, d: normed / d[:, None] + m[:, None],
            named="You divided by the deviation once more",
        ),
        Wrong(
            "mean subtracted",
            lambda normed, m, d: normed * d[:, None] - m[:, None],
            named="You subtracted the mean once more",
        ),
        Wrong(
            "deviation squared",
            lambda normed, m, d: normed * d[:, None] ** 2 + m[:, None],
            named="You multiplied by the square of the deviation, the variance",
        ),
        Wrong(
            "root of the deviation",
            lambda normed, m, d: normed * np.sqrt(d[:, None]) + m[:, None],
            named="You took the root of the deviation",
        ),
        Wrong(
            "along the columns",
            lambda normed, m, d: normed * d[None, :] + m[None, :],
            named="[None, :] lays means and deviations along the columns. They ",
        ),
        Wrong(
            "one mean and one deviation for all rows",
            lambda normed, m, d: normed * d.mean() + m.mean(),
            named="You used one mean and one deviation for the whole table",
        ),
        Wrong(
            "mean and deviation of the first row for all",
            lambda normed, m, d: normed * d[0] + m[0],
            named="You used the mean and deviation of the first row for all",
        ),
        Wrong("changed the table that was given", rows_in_place, named="", said="make a new array instead"),
        Wrong("return inside the loop", rows_first_only, named="Your result holds the first row only"),
        Wrong(
            "transposed result",
            lambda normed, m, d: normed.T * d + m,
            named="Rows and columns are exchanged in your result",
        ),
        Wrong(
            "two: order, and divided",
            lambda normed, m, d: (normed + m[:, None]) / d[:, None],
            named="You added the mean, and divided then",
        ),
    ],
    "finish-the-layer": [
        Wrong(
            "ReLU forgotten",
            lambda *each: finish(*each, bend=same),
            named="You left out the ReLU: set negative hidden numbers to 0.",
        ),
        Wrong(
            "second residual forgotten", finish_no_second_residual, named="You left out the second residual"
        ),
        Wrong(
            "second residual from x, not from h",
            finish_second_residual_from_x,
            named="You added x a second time",
        ),
        Wrong(
            "norm before, not after: pre-norm",
            finish_pre_norm,
            named="You normed before the FFN and not after the sums (pre-norm)",
        ),
        Wrong(
            "first norm forgotten",
            lambda *each: finish(*each, first=same),
            named="You left out the first norm, before the FFN",
        ),
        Wrong(
            "second norm forgotten",
            lambda *each: finish(*each, second=same),
            named="You left out the last norm",
        ),
        Wrong(
            "attention forgotten",
            lambda x, attended, *W: finish(x, 0, *W),
            named="You left what attention found out of the first sum",
        ),
        Wrong(
            "x forgotten: first residual",
            lambda x, attended, *W: finish(0, attended, *W),
            named="You left x out of the first sum",
        ),
        Wrong(
            "FFN reads x, not h",
            finish_ffn_of_x,
            named="You gave x to the FFN: it reads h, what the first norm gave.",
        ),
        Wrong(
            "FFN reads the sum before the norm",
            finish_norm_forgotten_in_ffn,
            named="You gave x + attended to the FFN, not normed",
        ),
        Wrong("ReLU after W_output", finish_relu_last, named="You used the ReLU after W_output"),
        Wrong("ReLU before W_hidden", finish_relu_first, named="You used the ReLU before W_hidden"),
        Wrong(
            "ReLU round the whole sum", finish_relu_on_all, named="You used the ReLU on the whole second sum"
        ),
        Wrong("GELU, not ReLU", lambda *each: finish(*each, bend=gelu), named="You took GELU for the ReLU"),
        Wrong(
            "absolute value, not ReLU",
            lambda *each: finish(*each, bend=np.abs),
            named="You took the size of the hidden numbers, without their sign",
        ),
        Wrong(
            "norm over columns",
            lambda *each: finish(*each, *[lambda x: norm(x, axis=0)] * 2),
            named="You normed down the columns, across the words",
        ),
        Wrong(
            "norm over the whole table",
            lambda *each: finish(*each, *[lambda x: norm(x, axis=None)] * 2),
            named="Your norm takes one mean and one deviation over the whole table",
        ),
        Wrong(
            "divided by the variance",
            lambda *each: finish(*each, norm_by_variance, norm_by_variance),
            named="You divided by the variance",
        ),
        Wrong(
            "mean not subtracted",
            lambda *each: finish(*each, norm_without_mean, norm_without_mean),
            named="Your norm does not subtract the mean",
        ),
        Wrong(
            "deviation not divided by",
            lambda *each: finish(*each, norm_mean_only, norm_mean_only),
            named="Your norm does not divide by the deviation",
        ),
        Wrong(
            "deviation with n - 1",
            lambda *each: finish(*each, norm_ddof, norm_ddof),
            named="You divided the deviation by n − 1 (ddof=1)",
        ),
        Wrong(
            "rows made one long, not deviation one",
            lambda *each: finish(*each, norm_unit_length, norm_unit_length),
            named="You divided each row by its length",
        ),
        Wrong(
            "keepdims missing in the norm",
            lambda *each: finish(*each, *[norm_of_rows_without_keepdims] * 2),
            named="A mean for each row must stand as a column, to be subtracted from its own row",
        ),
        Wrong(
            "stopped at h",
            lambda x, attended, *W: norm(x + attended),
            named="You returned h: the FFN and the second sum are missing.",
        ),
        Wrong(
            "two: ReLU forgotten, no second residual",
            lambda x, a, Wh, Wo: norm(norm(x + a) @ Wh @ Wo),
            named="two mistakes at once. You left out the second residual: add h to what ",
        ),
        Wrong(
            "two: both norms forgotten",
            lambda *each: finish(*each, same, same),
            named="two mistakes at once. You left out the first norm, before the FFN: bot",
        ),
    ],
}

RIGHT = {
    "turn-the-clocks": [turn_by_loop, turn_complex, turn_angles, turn_matrices],
    "undo-the-norm": [
        rows_by_loop,
        lambda normed, m, d: normed * d[:, None] + m[:, None],
        lambda normed, m, d: (normed.T * d + m).T,
        lambda normed, m, d: np.diag(d) @ normed + np.outer(m, np.ones(normed.shape[1])),
        lambda normed, m, d: rows_in_place(normed.copy(), m, d),
        lambda normed, m, d: np.einsum("nd,n->nd", normed, d) + m.reshape(-1, 1),
    ],
    "finish-the-layer": [
        finish_by_loop,
        finish,
        lambda *each: finish(*each, layer_norm, layer_norm),
        lambda *each: finish(*each, bend=lambda h: h * (h > 0)),
        lambda *each: finish(*each, bend=lambda h: (h + abs(h)) / 2).tolist(),
    ],
}
