"""Notebook 10: the rest of an encoder layer."""

import numpy as np

from helpers.attention import softmax
from helpers.encoder import gelu, positions
from helpers.exercises.slips import Slips
from helpers.exercises.task import Task


def turn_clocks(pattern, distance, turns):
    sines, cosines = pattern[0::2], pattern[1::2]
    angles = distance * turns
    later = np.empty_like(pattern)
    later[0::2] = sines * np.cos(angles) + cosines * np.sin(angles)
    later[1::2] = cosines * np.cos(angles) - sines * np.sin(angles)
    return later


def undo_norm(normed, means, deviations):
    return normed * deviations[:, None] + means[:, None]


def finish_layer(x, attended, W_hidden, W_output):
    def norm(rows):
        centred = rows - rows.mean(axis=-1, keepdims=True)
        return centred / rows.std(axis=-1, keepdims=True)

    h = norm(x + attended)
    return norm(h + np.maximum(0, h @ W_hidden) @ W_output)


def _hands(angles):
    return np.stack([np.sin(angles), np.cos(angles)], axis=-1).ravel()


def _clocks(rng):
    d_model = 2 * int(rng.integers(2, 8))
    places = np.arange(7, 60)  # clock 1 has gone round
    # where the hand points down and left, neither arctan nor arcsin nor arccos alone tells the angle
    hard = places[(np.cos(places) < 0) & (np.sin(places) < 0)]
    return {
        "pattern": positions(60, d_model)[rng.choice(hard)],
        "distance": int(rng.integers(2, 10)),
        "turns": 1 / 10_000 ** (np.arange(0, d_model, 2) / d_model),
    }


def _normed(rng):
    n_words, d_model = rng.choice(np.arange(3, 9), 2, replace=False)
    rows = rng.normal(size=(n_words, d_model))
    normed = (rows - rows.mean(axis=1, keepdims=True)) / rows.std(axis=1, keepdims=True)
    return {"normed": normed, "means": rng.uniform(2, 6, n_words), "deviations": rng.uniform(2, 6, n_words)}


def _layer(rng):
    n_words, d_model, d_ff = np.sort(rng.choice(np.arange(3, 11), 3, replace=False))
    sizes = {"x": (n_words, d_model), "attended": (n_words, d_model)}
    sizes |= {"W_hidden": (d_model, d_ff), "W_output": (d_ff, d_model)}
    while True:
        drawn = {name: rng.normal(scale=2, size=size) for name, size in sizes.items()}
        deviations = (drawn["x"] + drawn["attended"]).std(axis=1)
        if deviations.min() > 1:  # else the tiny 0.00001 of a norm could be seen
            return drawn


def _norm(rows, axis=-1):
    return (rows - rows.mean(axis=axis, keepdims=True)) / rows.std(axis=axis, keepdims=True)


def _relu(rows):
    return np.maximum(0, rows)


def _short_gelu(rows):
    return rows / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (rows + 0.044715 * rows**3)))


def _finished(step, x, attended, W_hidden, W_output):
    h = step.first(step.norm, x, attended)
    made = step.ffn(step.relu, step.reads(h, x, attended), W_hidden, W_output)
    return step.last(step.norm, step.beside(h, x, attended) + made)


LAYER = Slips(
    _finished,
    {
        "norm": _norm,
        "relu": _relu,
        "first": lambda norm, x, attended: norm(x + attended),
        "reads": lambda h, x, attended: h,
        "ffn": lambda relu, rows, W_hidden, W_output: relu(rows @ W_hidden) @ W_output,
        "beside": lambda h, x, attended: h,
        "last": lambda norm, rows: norm(rows),
    },
    {
        "You normed down the columns, across the words: each row is normed by itself.": {
            "norm": lambda rows: _norm(rows, axis=0)
        },
        (
            "Your norm takes one mean and one deviation over the whole table: each row has its own. "
            "axis=-1, keepdims=True."
        ): {"norm": lambda rows: _norm(rows, axis=None)},
        "You divided by the variance: the norm divides by its root, the standard deviation.": {
            "norm": lambda rows: (rows - rows.mean(axis=-1, keepdims=True)) / rows.var(axis=-1, keepdims=True)
        },
        "Your norm does not subtract the mean: subtract first, then divide.": {
            "norm": lambda rows: rows / rows.std(axis=-1, keepdims=True)
        },
        "Your norm does not divide by the deviation: subtract the mean, then divide.": {
            "norm": lambda rows: rows - rows.mean(axis=-1, keepdims=True)
        },
        "You divided the deviation by n − 1 (ddof=1): the norm takes all n numbers.": {
            "norm": lambda rows: (
                (rows - rows.mean(axis=-1, keepdims=True)) / rows.std(axis=-1, keepdims=True, ddof=1)
            )
        },
        (
            "You divided each row by its length: "
            "the norm subtracts the mean and divides by the standard deviation."
        ): {"norm": lambda rows: rows / np.linalg.norm(rows, axis=-1, keepdims=True)},
        "You left x out of the first sum: only what attention found goes on.": {
            "first": lambda norm, x, attended: norm(attended)
        },
        "You left what attention found out of the first sum: only x goes on.": {
            "first": lambda norm, x, attended: norm(x)
        },
        "You added what attention found twice.": {"first": lambda norm, x, attended: norm(x + 2 * attended)},
        "You subtracted in the first sum: it is x + attended.": {
            "first": lambda norm, x, attended: norm(x - attended)
        },
        "You left out the first norm, before the FFN: both sums are normed.": {
            "first": lambda norm, x, attended: x + attended
        },
        "You normed before the first sum: add first, then norm.": {
            "first": lambda norm, x, attended: x + norm(attended)
        },
        "You normed x alone before the first sum: add first, then norm.": {
            "first": lambda norm, x, attended: norm(x) + attended
        },
        "You left out the second residual: add h to what the FFN made.": {"beside": lambda h, x, attended: 0},
        (
            "You added x a second time. The second residual goes past the FFN, "
            "so it adds what entered the FFN: h."
        ): {"beside": lambda h, x, attended: x},
        "The second residual adds what attention found: it goes past the FFN, so it adds h.": {
            "beside": lambda h, x, attended: attended
        },
        "The second residual adds x + attended, not normed: it goes past the FFN, so it adds h.": {
            "beside": lambda h, x, attended: x + attended
        },
        "You left out the last norm: both sums are normed.": {"last": lambda norm, rows: rows},
        "You gave x to the FFN: it reads h, what the first norm gave.": {"reads": lambda h, x, attended: x},
        "You gave what attention found to the FFN: it reads h, what the first norm gave.": {
            "reads": lambda h, x, attended: attended
        },
        "You gave x + attended to the FFN, not normed: it reads h, what the first norm gave.": {
            "reads": lambda h, x, attended: x + attended
        },
        "You used the ReLU on the whole second sum: it stands between W_hidden and W_output.": {
            "last": lambda norm, rows: norm(np.maximum(0, rows)),
            "relu": lambda rows: rows,
        },
        "You took GELU for the ReLU: set negative hidden numbers to 0.": {"relu": gelu},
        "You took GELU, in its short form with tanh, for the ReLU: set negative hidden numbers to 0.": {
            "relu": _short_gelu
        },
        "You left out the ReLU: set negative hidden numbers to 0.": {"relu": lambda rows: rows},
        "Your ReLU keeps what is below 0: set it to 0, and keep what is above.": {
            "relu": lambda rows: np.minimum(0, rows)
        },
        "You took the size of the hidden numbers, without their sign: the ReLU sets those below 0 to 0.": {
            "relu": np.abs
        },
        "You took a softmax for the ReLU: set negative hidden numbers to 0.": {"relu": softmax},
        "You took tanh for the ReLU: set negative hidden numbers to 0.": {"relu": np.tanh},
        "np.max takes the largest number of each column. np.maximum(0, ...) compares number by number.": {
            "relu": lambda rows: np.max(rows, 0)
        },
        "You used the ReLU after W_output: it stands between the two products.": {
            "ffn": lambda relu, rows, W_hidden, W_output: relu(rows @ W_hidden @ W_output)
        },
        "You used the ReLU twice: it stands between the two products only.": {
            "ffn": lambda relu, rows, W_hidden, W_output: relu(relu(rows @ W_hidden) @ W_output)
        },
        "You used the ReLU before W_hidden: it stands between the two products.": {
            "ffn": lambda relu, rows, W_hidden, W_output: relu(rows) @ W_hidden @ W_output
        },
    },
)


def _pre_norm(x, attended, W_hidden, W_output):
    h = x + attended
    return h + _relu(_norm(h) @ W_hidden) @ W_output


def _norm_before_the_sum(x, attended, W_hidden, W_output):
    h = _norm(x + attended)
    return h + _norm(_relu(h @ W_hidden) @ W_output)


def _largest_of_arrays(x, attended, W_hidden, W_output):
    return max(0, _norm(x + attended) @ W_hidden)


def _means_as_a_row(x, attended, W_hidden, W_output):
    return (x + attended) - (x + attended).mean(axis=-1)


def _turned(sine, cosine):
    """A mistake: sine and cosine made from the old ones.

    sine, cosine: (s, c, angles' sine, cosine) -> numbers
    """

    def turn(pattern, distance, turns):
        s, c, angles = pattern[0::2], pattern[1::2], distance * turns
        later = np.empty_like(pattern)
        later[0::2] = sine(s, c, np.sin(angles), np.cos(angles))
        later[1::2] = cosine(s, c, np.sin(angles), np.cos(angles), later[0::2])
        return later

    return turn


def _sum_of_sines(s, c, sin, cos):
    return s * cos + c * sin


def _sum_of_cosines(s, c, sin, cos, new):
    return c * cos - s * sin


def _halves_turned_back(pattern, distance, turns):
    s, c = np.split(pattern, 2)
    sin, cos = np.sin(distance * turns), np.cos(distance * turns)
    return np.concatenate([s * cos - c * sin, c * cos + s * sin])


def _small_angles(pattern, distance, turns):
    later, angles = pattern.copy(), distance * turns
    later[0::2] += angles * pattern[1::2]
    later[1::2] -= angles * pattern[0::2]
    return later


TASKS = [
    Task(
        "finish-the-layer",
        notebook=10,
        minutes=9,
        level="medium",
        goal="Attention has run. Do the rest of the layer, down the drawing at the top of the page. "
        "To keep it short, the norm has no gain and no bias here, and the FFN has no biases.",
        takes={
            "x": "[n_words, d_model], what came into the layer",
            "attended": "[n_words, d_model], the output of attention",
            "W_hidden": "[d_model, d_ff], makes each row wider",
            "W_output": "[d_ff, d_model], makes it narrow again",
        },
        gives={"output": "[n_words, d_model], what the layer hands on"},
        inputs=_layer,
        solution=finish_layer,
        mistakes=LAYER.singly()
        | {
            (
                "You added attention a second time: the second residual adds h alone."
            ): lambda x, attended, W_hidden, W_output: _norm(
                _norm(x + attended) + attended + _relu(_norm(x + attended) @ W_hidden) @ W_output
            ),
            (
                "A mean for each row must stand as a column, to be subtracted from its own row: "
                "keepdims=True."
            ): _means_as_a_row,
            (
                "max of Python compares whole arrays at once. np.maximum(0, ...) compares number by number."
            ): _largest_of_arrays,
            (
                "You normed before the FFN and not after the sums (pre-norm): "
                "here each sum is normed (post-norm)."
            ): _pre_norm,
            "You normed what the FFN made, before the sum: add h first, then norm.": _norm_before_the_sum,
            (
                "You returned h: the FFN and the second sum are missing."
            ): lambda x, attended, W_hidden, W_output: _norm(x + attended),
            "You stopped at the hidden numbers: W_output, the sum and the norm are missing.": (
                lambda x, attended, W_hidden, W_output: _relu(_norm(x + attended) @ W_hidden)
            ),
            "You returned what the FFN made: add h, then norm.": lambda x, attended, W_hidden, W_output: (
                _relu(_norm(x + attended) @ W_hidden) @ W_output
            ),
        },
        doubles=LAYER.in_pairs(),
        hints=(
            "Follow the map of a layer at the top: +, norm, FFN, +, norm. Each + adds what went past.",
            (
                "Above you defined layer_norm(x): without more arguments it has no gain and no bias. "
                "Begin with h = layer_norm(x + attended)."
            ),
            (
                "hidden = np.maximum(0, h @ W_hidden), "
                "and the last line is return layer_norm(h + hidden @ W_output)."
            ),
        ),
        example={
            "x": np.array([[2.0, 0, 1], [0, 1, 5]]),
            "attended": np.array([[0.0, 4, 2], [3, 1, 1]]),
            "W_hidden": np.array([[1.0, -1, 2, 0], [0, 1, -1, 1], [1, 0, 0, -2]]),
            "W_output": np.array([[1.0, 0, 0], [0, 2, 0], [0, 0, 1], [1, 1, 0]]),
        },
    ),
    Task(
        "turn-the-clocks",
        notebook=10,
        more="10_a_row_of_clocks",
        minutes=15,
        level="hard",
        goal="You get the pattern of some place, and nobody tells you which place it is. "
        "Give the pattern of a later place: distance says how many places later.",
        takes={
            "pattern": "[d_model], for each clock its sine and, beside it, its cosine",
            "distance": "one number: how many places later",
            "turns": "[d_model / 2], how far each clock turns from one place to the next",
        },
        gives={"later": "[d_model], the pattern of the later place"},
        inputs=_clocks,
        solution=turn_clocks,
        mistakes={
            (
                "You moved the numbers along: each clock keeps its place, and its hands turn."
            ): lambda pattern, distance, turns: np.roll(pattern, int(2 * distance)),
            (
                "You took the angle for its sine and 1 for its cosine: that holds for small angles only."
            ): _small_angles,
            "You took the first half for sines, and turned the clocks the other way.": _halves_turned_back,
            (
                "You turned the clocks the other way, so this is the pattern of an earlier place."
            ): lambda pattern, distance, turns: turn_clocks(pattern, -distance, turns),
            "You turned each clock once, as if the distance were 1.": lambda pattern, distance, turns: (
                turn_clocks(pattern, 1, turns)
            ),
            (
                "You turned all clocks alike, each by the distance itself: "
                "each clock has its own turn for one place."
            ): lambda pattern, distance, turns: turn_clocks(pattern, distance, np.ones_like(turns)),
            (
                "You added the sines and cosines of two hands. "
                "The angles must be added, not the tips of the hands."
            ): lambda pattern, distance, turns: pattern + _hands(distance * turns),
            (
                "You put all sines first and all cosines after them: "
                "they stand in turn, sine, cosine, sine, cosine."
            ): lambda pattern, distance, turns: np.concatenate(
                [turn_clocks(pattern, distance, turns)[start::2] for start in (0, 1)]
            ),
            (
                "np.arctan cannot tell left from right, so some hands point the opposite way: "
                "np.arctan2(sine, cosine) can."
            ): lambda pattern, distance, turns: _hands(
                np.arctan(pattern[0::2] / pattern[1::2]) + distance * turns
            ),
            (
                "The sine alone does not tell the angle: two angles have the same sine. "
                "Use both numbers of the hand: np.arctan2(sine, cosine)."
            ): lambda pattern, distance, turns: _hands(np.arcsin(pattern[0::2]) + distance * turns),
            (
                "The cosine alone does not tell the angle: two angles have the same cosine. "
                "Use both numbers of the hand: np.arctan2(sine, cosine)."
            ): lambda pattern, distance, turns: _hands(np.arccos(pattern[1::2]) + distance * turns),
            (
                "Clock 1 has gone round several times: it does not tell the place. "
                "Turn each clock from where it stands."
            ): lambda pattern, distance, turns: _hands(
                (np.arctan2(pattern[0], pattern[1]) / turns[0] + distance) * turns
            ),
            (
                "Even counted from 0 to a whole turn, clock 1 does not tell the place, "
                "for it has gone round several times. Turn each clock from where it stands."
            ): lambda pattern, distance, turns: _hands(
                (np.arctan2(pattern[0], pattern[1]) % (2 * np.pi) / turns[0] + distance) * turns
            ),
            (
                "You gave np.arctan2 the cosine first: it wants the sine first."
            ): lambda pattern, distance, turns: _hands(
                np.arctan2(pattern[1::2], pattern[0::2]) + distance * turns
            ),
            (
                "You exchanged sines and cosines: the sine of a clock comes first."
            ): lambda pattern, distance, turns: (
                turn_clocks(pattern, distance, turns).reshape(-1, 2)[:, ::-1].ravel()
            ),
            "A sign in the cosine: cos(a + b) = cos a cos b − sin a sin b.": _turned(
                _sum_of_sines, lambda s, c, sin, cos, new: c * cos + s * sin
            ),
            (
                "A sign in the cosine: cos(a + b) = cos a cos b − sin a sin b, and yours is turned round."
            ): _turned(_sum_of_sines, lambda s, c, sin, cos, new: s * sin - c * cos),
            "A sign in the sine: sin(a + b) = sin a cos b + cos a sin b.": _turned(
                lambda s, c, sin, cos: s * cos - c * sin, _sum_of_cosines
            ),
            "You wrote over the sines before the cosines were made: they need the old sines.": _turned(
                _sum_of_sines, lambda s, c, sin, cos, new: c * cos - new * sin
            ),
            "You left out the mixed terms: sin(a + b) = sin a cos b + cos a sin b.": _turned(
                lambda s, c, sin, cos: s * cos, lambda s, c, sin, cos, new: c * cos
            ),
            (
                "You paired sine with sine: sin(a + b) = sin a cos b + cos a sin b, "
                "cos(a + b) = cos a cos b − sin a sin b."
            ): _turned(
                lambda s, c, sin, cos: s * sin + c * cos, lambda s, c, sin, cos, new: c * sin - s * cos
            ),
            "You divided by the turns: the angle is distance times turn.": lambda pattern, distance, turns: (
                turn_clocks(pattern, distance, 1 / turns)
            ),
            "You divided by distance: the angle is distance times turn.": lambda pattern, distance, turns: (
                turn_clocks(pattern, 1 / distance, turns)
            ),
            (
                "You added distance and turn: the angle is distance times turn."
            ): lambda pattern, distance, turns: turn_clocks(pattern, 1, distance + turns),
            (
                "You returned the hands of the turn alone: they must be added to the old angles."
            ): lambda pattern, distance, turns: _hands(distance * turns),
            "You returned the angles: give their sines and cosines.": lambda pattern, distance, turns: (
                np.arctan2(pattern[0::2], pattern[1::2]) + distance * turns
            ),
            (
                "You multiplied the pattern itself by the distance: "
                "the angles grow, not the tips of the hands."
            ): (lambda pattern, distance, turns: pattern * distance),
            (
                "The pattern is as it was: turn each clock on by distance times its turn."
            ): lambda pattern, distance, turns: pattern.copy(),
            (
                "You took degrees: np.sin and np.cos want radians, as turns are."
            ): lambda pattern, distance, turns: turn_clocks(pattern, distance, np.radians(turns)),
            "You turned one place too few.": lambda pattern, distance, turns: turn_clocks(
                pattern, distance - 1, turns
            ),
            "You turned one place too many.": lambda pattern, distance, turns: turn_clocks(
                pattern, distance + 1, turns
            ),
            "You took the first half for sines and the second for cosines: they stand in turn.": (
                lambda pattern, distance, turns: np.concatenate(
                    [
                        (s := pattern[: len(turns)]) * (cos := np.cos(distance * turns))
                        + (c := pattern[len(turns) :]) * (sin := np.sin(distance * turns)),
                        c * cos - s * sin,
                    ]
                )
            ),
            "You turned the first clock only: each of them goes on.": lambda pattern, distance, turns: (
                np.concatenate([turn_clocks(pattern, distance, turns)[:2], pattern[2:]])
            ),
            (
                "You turned radians into degrees: np.sin and np.cos want radians."
            ): lambda pattern, distance, turns: turn_clocks(pattern, distance, np.degrees(turns)),
            (
                "You added the angles to the pattern: it holds sines and cosines, no angles."
            ): lambda pattern, distance, turns: pattern + np.repeat(distance * turns, 2),
            (
                "You rolled the pattern along: every clock stays in its place and turns."
            ): lambda pattern, distance, turns: np.roll(pattern, distance),
        },
        hints=(
            (
                "Each clock by itself: its hand goes on by distance * turn. "
                "You need the sine and cosine of the new angle."
            ),
            (
                "Either find the old angle with np.arctan2(sine, cosine), or turn without it: "
                "sin(a + b) = sin a cos b + cos a sin b "
                "and cos(a + b) = cos a cos b − sin a sin b."
            ),
            (
                "angles = np.arctan2(pattern[0::2], pattern[1::2]) + distance * turns. "
                "Their sines go into later[0::2], their cosines into later[1::2]."
            ),
        ),
        example={"pattern": positions(3, 4)[2], "distance": 1, "turns": np.array([1, 1 / 100])},
    ),
    Task(
        "undo-the-norm",
        notebook=10,
        more="10_switch_parts_off",
        minutes=4,
        level="easy",
        goal="A layer norm (without gain and bias) has made all rows of a table alike in mean and deviation. "
        "You are told what the mean and the standard deviation of each row were. Bring the rows back.",
        takes={
            "normed": "[n_words, d_model], what the norm gave",
            "means": "[n_words], the mean of each row before the norm",
            "deviations": "[n_words], the standard deviation of each row before the norm",
        },
        gives={"rows": "[n_words, d_model], the table before the norm"},
        inputs=_normed,
        solution=undo_norm,
        mistakes={
            (
                "You added the mean before you multiplied. The norm first subtracts, then divides: "
                "undo its last step first."
            ): lambda normed, means, deviations: (normed + means[:, None]) * deviations[:, None],
            (
                "You divided by the deviation once more: to undo a division, multiply."
            ): lambda normed, means, deviations: normed / deviations[:, None] + means[:, None],
            "You subtracted the mean once more: to undo it, add it.": lambda normed, means, deviations: (
                normed * deviations[:, None] - means[:, None]
            ),
            (
                "You multiplied by the square of the deviation, the variance: the norm divides by its root."
            ): lambda normed, means, deviations: normed * deviations[:, None] ** 2 + means[:, None],
            "You exchanged the means and the deviations.": lambda normed, means, deviations: (
                normed * means[:, None] + deviations[:, None]
            ),
            (
                "means and deviations hold one number for each row, "
                "but numpy lays them along the columns. Make columns of them: "
                "means[:, None], deviations[:, None]."
            ): lambda normed, means, deviations: normed * deviations + means,
            (
                "means and deviations hold one number for each row. "
                "Make a column of each before you use it: means[:, None], deviations[:, None]."
            ): lambda normed, means, deviations: means + deviations * normed,
            (
                "You used one mean and one deviation for the whole table: each row has its own."
            ): lambda normed, means, deviations: normed * deviations.mean() + means.mean(),
            "The mean is missing: the norm subtracted it, so add it.": lambda normed, means, deviations: (
                normed * deviations[:, None]
            ),
            (
                "The deviation is missing: the norm divided by it, so multiply."
            ): lambda normed, means, deviations: normed + means[:, None],
            "You did the norm once more: undo it, last step first.": lambda normed, means, deviations: (
                (normed - means[:, None]) / deviations[:, None]
            ),
            (
                "You took the root of the deviation: it is the root of the variance already."
            ): lambda normed, means, deviations: normed * np.sqrt(deviations)[:, None] + means[:, None],
            (
                "You subtracted the mean before you multiplied: add it, after the multiplication."
            ): lambda normed, means, deviations: (normed - means[:, None]) * deviations[:, None],
            (
                "You used the mean and deviation of the first row for all: each row has its own."
            ): lambda normed, means, deviations: normed * deviations[0] + means[0],
            "You added the deviations too: multiply by them.": lambda normed, means, deviations: (
                normed + deviations[:, None] + means[:, None]
            ),
            "You multiplied by the mean too: add it.": lambda normed, means, deviations: (
                normed * deviations[:, None] * means[:, None]
            ),
            "Nothing was undone.": lambda normed, means, deviations: normed.copy(),
            (
                "[None, :] lays means and deviations along the columns. "
                "They need [:, None], a number beside each row."
            ): (lambda normed, means, deviations: normed * deviations[None, :] + means[None, :]),
            (
                "You added the mean, and divided then: multiply first, then add."
            ): lambda normed, means, deviations: (normed + means[:, None]) / deviations[:, None],
        },
        hints=(
            "The norm did two things: it subtracted, then it divided. Which of them do you undo first?",
            (
                "Each row has its own number. deviations[:, None] tips the deviations into a column, "
                "one for each row."
            ),
            "normed * deviations[:, None], and then add the means in the same way.",
        ),
        example={
            "normed": np.array([[-3, -1, 1, 3], [-3, -1, 1, 3]]) / np.sqrt(5),
            "means": np.array([5.0, 50.0]),
            "deviations": np.array([np.sqrt(5), np.sqrt(500)]),
        },
    ),
]
