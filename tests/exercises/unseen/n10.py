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
        Wrong("sign in the cosine: plus for minus", turn_sign_in_cosine),
        Wrong("sign in the sine: minus for plus", turn_sign_in_sine),
        Wrong("turned back, not on", turn_back),
        Wrong("took halves, not every second number", turn_halves),
        Wrong("laid all sines first, then all cosines", turn_not_interleaved),
        Wrong("took sines for cosines", turn_sines_and_cosines_swapped),
        Wrong("laid cosine before sine", turn_result_swapped),
        Wrong("new sine used for the cosine: overwritten too early", turn_overwrites_the_sine),
        Wrong("angle from arcsin: wrong half of the clock", turn_arcsine),
        Wrong("first clock only", turn_first_clock_only),
        Wrong("degrees", turn_in_degrees),
        Wrong("distance forgotten: one place on", lambda p, distance, turns: turn_by_loop(p, 1, turns)),
        Wrong(
            "turns forgotten: all clocks alike", lambda p, d, turns: turn_by_loop(p, d, np.ones(len(turns)))
        ),
        Wrong("divided by the turns", lambda p, d, turns: turn_by_loop(p, d, 1 / turns)),
        Wrong("added the angle to the pattern", lambda p, d, turns: p + np.repeat(d * turns, 2)),
        Wrong(
            "pattern of place distance, from 0",
            lambda p, d, turns: laid(np.sin(d * turns), np.cos(d * turns)),
        ),
        Wrong(
            "added the patterns of both places",
            lambda p, d, turns: p + laid(np.sin(d * turns), np.cos(d * turns)),
        ),
        Wrong("one place too many", lambda p, d, turns: turn_by_loop(p, d + 1, turns)),
        Wrong("two: turned back, and halves", lambda p, d, turns: turn_halves(p, -d, turns)),
    ],
    "undo-the-norm": [
        Wrong("[:, None] missing", lambda normed, m, d: normed * d + m),
        Wrong("mean added before multiplying", lambda normed, m, d: (normed + m[:, None]) * d[:, None]),
        Wrong("mean and deviation swapped", lambda normed, m, d: normed * m[:, None] + d[:, None]),
        Wrong("mean forgotten", lambda normed, m, d: normed * d[:, None]),
        Wrong("deviation forgotten", lambda normed, m, d: normed + m[:, None]),
        Wrong("normed once more", lambda normed, m, d: (normed - m[:, None]) / d[:, None]),
        Wrong("divided by the deviation", lambda normed, m, d: normed / d[:, None] + m[:, None]),
        Wrong("mean subtracted", lambda normed, m, d: normed * d[:, None] - m[:, None]),
        Wrong("deviation squared", lambda normed, m, d: normed * d[:, None] ** 2 + m[:, None]),
        Wrong("root of the deviation", lambda normed, m, d: normed * np.sqrt(d[:, None]) + m[:, None]),
        Wrong("along the columns", lambda normed, m, d: normed * d[None, :] + m[None, :]),
        Wrong("one mean and one deviation for all rows", lambda normed, m, d: normed * d.mean() + m.mean()),
        Wrong("mean and deviation of the first row for all", lambda normed, m, d: normed * d[0] + m[0]),
        Wrong("changed the table that was given", rows_in_place),
        Wrong("return inside the loop", rows_first_only),
        Wrong("transposed result", lambda normed, m, d: normed.T * d + m),
        Wrong("two: order, and divided", lambda normed, m, d: (normed + m[:, None]) / d[:, None]),
    ],
    "finish-the-layer": [
        Wrong("ReLU forgotten", lambda *each: finish(*each, bend=same)),
        Wrong("second residual forgotten", finish_no_second_residual),
        Wrong("second residual from x, not from h", finish_second_residual_from_x),
        Wrong("norm before, not after: pre-norm", finish_pre_norm),
        Wrong("first norm forgotten", lambda *each: finish(*each, first=same)),
        Wrong("second norm forgotten", lambda *each: finish(*each, second=same)),
        Wrong("attention forgotten", lambda x, attended, *W: finish(x, 0, *W)),
        Wrong("x forgotten: first residual", lambda x, attended, *W: finish(0, attended, *W)),
        Wrong("FFN reads x, not h", finish_ffn_of_x),
        Wrong("FFN reads the sum before the norm", finish_norm_forgotten_in_ffn),
        Wrong("ReLU after W_output", finish_relu_last),
        Wrong("ReLU before W_hidden", finish_relu_first),
        Wrong("ReLU round the whole sum", finish_relu_on_all),
        Wrong("GELU, not ReLU", lambda *each: finish(*each, bend=gelu)),
        Wrong("absolute value, not ReLU", lambda *each: finish(*each, bend=np.abs)),
        Wrong("norm over columns", lambda *each: finish(*each, *[lambda x: norm(x, axis=0)] * 2)),
        Wrong("norm over the whole table", lambda *each: finish(*each, *[lambda x: norm(x, axis=None)] * 2)),
        Wrong("divided by the variance", lambda *each: finish(*each, norm_by_variance, norm_by_variance)),
        Wrong("mean not subtracted", lambda *each: finish(*each, norm_without_mean, norm_without_mean)),
        Wrong("deviation not divided by", lambda *each: finish(*each, norm_mean_only, norm_mean_only)),
        Wrong("deviation with n - 1", lambda *each: finish(*each, norm_ddof, norm_ddof)),
        Wrong(
            "rows made one long, not deviation one",
            lambda *each: finish(*each, norm_unit_length, norm_unit_length),
        ),
        Wrong(
            "keepdims missing in the norm", lambda *each: finish(*each, *[norm_of_rows_without_keepdims] * 2)
        ),
        Wrong("stopped at h", lambda x, attended, *W: norm(x + attended)),
        Wrong("two: ReLU forgotten, no second residual", lambda x, a, Wh, Wo: norm(norm(x + a) @ Wh @ Wo)),
        Wrong("two: both norms forgotten", lambda *each: finish(*each, same, same)),
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
