"""Lesson 2: scores become weights, weights mix values, and all words at once."""

from dataclasses import replace

import numpy as np

from helpers import frames, models
from helpers.attention import scaled_dot_product_attention, self_attention, softmax
from helpers.pictures.still.page import FAINT, INK, colour_for, tint
from helpers.pictures.words import exact, fixed, listed
from tools.teaching import board, chalk, numbers, stage
from tools.teaching.numbers import TIRED
from tools.teaching.scenes.chains import of_chain
from tools.teaching.scenes.charts import growing
from tools.teaching.scenes.lesson_1 import _steps
from tools.teaching.scenes.way import on_the_way

PAIR = ("Thinking", "Machines")


def where_we_are():
    """The map of the course; the steps of one notebook after the other are lit."""
    return on_the_way(4, 5, 6)


def divide_then_softmax():
    """Two scores, divided by 8, become weights."""
    return stage.of_frame(
        frames.published_scores(),
        [
            ("Two scores.", [1, 2]),
            ("Divided by 8: the gap shrinks from 16 to 2.", [2]),
            ("Softmax: positive, and they add up to 1.", []),
        ],
    )


def raise_then_share():
    """Bars of three scores, of e to their power, and of their shares."""
    scores = np.array([2.0, 1.0, -1.0])
    raised = np.exp(scores)
    parts = (
        ("score s", scores, 20, "plain", exact, "e to the power of s"),
        ("positive", raised, 20, "plain", _two, f"÷ their sum, {fixed(raised.sum(), 2)}"),
        ("weights", softmax(scores), 162, "weight", _two, ""),
    )

    def draw(page, step):
        floor, wide = 240, 66
        for place, (name, values, unit, role, text, then) in enumerate(parts[: step + 1]):
            left, (fill, edge, ink) = 30 + 440 * place, colour_for(role)
            page.text(left, 14, name, 26, ink, True)
            page.line([left - 10, left + 3 * wide], [floor, floor], FAINT, 1.5)
            for at, value in enumerate(values):
                x, y = left + at * wide, floor - max(0, unit * value)
                page.box(x, y, wide - 12, abs(unit * value), tint(fill, 0.6), edge, 1.5)
                told = y - 18 if value > 0 else y + unit * abs(value) + 20
                page.text(x + (wide - 12) / 2, told, text(value), 24, INK, across="center")
            if then:
                x = left + 3 * wide + 14
                chalk.arrow(page, (x, floor - 60), (left + 425, floor - 60), INK, 4)
                page.text(x, floor - 92, then, 22, INK)

    alt = (
        f"Scores {listed(scores)}. e to their power: "
        f"{numbers.listed(raised, 2)}, all positive. Divided by their sum: "
        f"{numbers.listed(softmax(scores), 2)}, which add up to 1."
    )
    said = "Three scores, one below zero.", "e to their power: all positive.", "Divided by the sum: shares."
    return _steps(alt, "computed", draw, *said, high=304)


def divided_or_not():
    """The weights of two scores, undivided and divided."""
    n = numbers.of_the_course()
    plots = [
        frames.Plot(
            [frames.Series([0, 1], weights, "bars", "plain", names=[fixed(one, digits) for one in weights])],
            title,
            y_label="weight",
            y_limits=(0, 1.2),
            x_limits=(-0.6, 1.6),
            x_ticks=tuple(enumerate(PAIR)),
        )
        for weights, title, digits in (
            (n.undivided, "112 and 96", 7),
            (n.weights, "14 and 12: divided by 8", 2),
        )
    ]
    alt = (
        f"Softmax of 112 and 96: {numbers.listed(n.undivided, 7)}. Divided by 8 "
        f"first: {numbers.listed(n.weights, 2)}."
    )
    return growing(
        frames.ChartFrame(plots, "", "hand-set", alt),
        [
            ("How much is left for the second word?", [(0, 0), (1, 0)]),
            ("Undivided: nearly nothing.", [(1, 0)]),
            ("Divided by 8: a share that can still change.", []),
        ],
        high=stage.TALL,
    )


def saturated():
    """The curve of one weight: steep in the middle, flat outside."""
    frame = board.saturated().frames[0]
    plot = replace(frame.plots[0], note="")
    return growing(
        replace(frame, plots=[plot]),
        [
            ("One weight, by how much its score leads. Where is it steep?", [(0, 1), (0, 2), (0, 3)]),
            ("Divided by 8 it leads by 2, and a nudge moves it.", [(0, 1, 1), (0, 3)]),
            ("Undivided it leads by 16: flat. Nothing moves, nothing is learned.", []),
        ],
    )


def by_64():
    """The weights of “it”, divided by 8 and by 64."""
    n = numbers.of_the_course()
    scores = models.load("pronouns").run(TIRED).heads(2).scores[numbers.NOUN_HEAD, n.it].astype(float)
    at_8, at_64 = softmax(scores / 8), softmax(scores / 64)
    places = np.arange(n.n_tokens)
    series = [
        frames.Series(places, at, "bars", role, label, names=[""] * len(at))
        for at, role, label in ((at_8, "plain", "divided by 8"), (at_64, "result", "divided by 64"))
    ]
    named = np.array([n.animal, n.street])
    series.append(
        frames.Series(
            named,
            at_64[named] + 0.02,
            "points",
            "result",
            names=[f"{n.tokens[place]} {fixed(at_64[place], 2)}" for place in named],
        )
    )
    plot = frames.Plot(series, y_label="weight", y_limits=(0, 1.1), x_ticks=tuple(enumerate(n.tokens)))
    alt = (
        f"The weights of “it”. Divided by 8, “animal” gets {fixed(at_8[n.animal], 3)}; divided by 64, "
        f"{fixed(at_64[n.animal], 3)}, and “street” {fixed(at_64[n.street], 3)}."
    )
    return growing(
        frames.ChartFrame([plot], "", "trained", alt),
        [
            ("Divided by 8, as trained.", [(0, 1), (0, 2)]),
            ("Divided by 64: many share, the order stays.", []),
        ],
    )


def _table_with_sums(weights, badge, alt, said, tokens):
    """A table of weights, the sums of its rows beside it, those of its columns below it."""
    wide, high, left, top = 56, 25, 260, 6
    right, bottom = left + 14 * wide, top + 14 * high

    def draw(page, step):
        chalk.grid(page, left, top, weights, wide, high)
        for row, token in enumerate(tokens):
            page.text(left - 10, top + (row + 0.5) * high, token, 22, INK, across="right")
        if step > 0:
            for row, total in enumerate(weights.sum(axis=1)):
                page.text(right + 14, top + (row + 0.5) * high, fixed(total, 2), 22, INK, True)
            page.text(right + 14, bottom + 24, "rows", 22, INK, True)
        if step > 1:
            for column, total in enumerate(weights.sum(axis=0)):
                page.text(
                    left + (column + 0.5) * wide, bottom + 24, fixed(total, 2), 22, INK, across="center"
                )
            page.text(left - 10, bottom + 24, "columns", 22, INK, across="right")

    return _steps(alt, badge, draw, *said, high=400)


def sums_of_rows():
    """A table of weights, with the sums of its rows and columns."""
    n = numbers.of_the_course()
    weights = models.load("pronouns").attention(TIRED)[1, numbers.NOUN_HEAD].astype(float)
    alt = (
        "The table of weights of head 1. Each row adds up to 1; the columns add up to "
        f"{numbers.listed(weights.sum(axis=0), 2)}."
    )
    said = "Rows ask, columns are asked.", "Each row adds up to 1.", "Columns: some words are asked by many."
    return _table_with_sums(weights, "trained", alt, said, n.tokens)


def two_scores_to_z():
    """Two scores become weights, and the weights mix two values."""
    n = numbers.of_the_course()
    frame = frames.whole_way(list(n.published), n.v_by_hand, list(PAIR))
    return of_chain(
        frame,
        [
            ("Two scores.", [1, 2, 3, 4, 5]),
            ("Divided by 8.", [2, 3, 4, 5]),
            ("Softmax: two weights.", [3, 4, 5]),
            ("Now the values come in.", [4, 5]),
            ("Each row times its weight.", [5]),
            ("Added up: z.", []),
        ],
        breaks=(4,),
    )


def what_it_hears():
    """All values, each times its weight, and their sum."""
    n = numbers.of_the_course()
    head = models.load("pronouns").run(TIRED).heads(2)
    weights, v = (part[numbers.NOUN_HEAD].astype(float) for part in (head.weights, head.value))
    weights, limit = weights[n.it], float(np.abs(v).max())
    high, wide, top, starts = 25, 6, 44, (120, 740)

    def draw(page, step):
        ink, bottom = colour_for("value")[2], top + n.n_tokens * high
        page.text(starts[0], 20, "v of every word", 26, ink, True)
        chalk.grid(page, starts[0], top, v, wide, high, "signed", limit, "value")
        for row, token in enumerate(n.tokens):
            page.text(starts[0] - 12, top + (row + 0.5) * high, token, 20, INK, row == n.animal, "right")
        if step > 0:
            page.text(starts[1], 20, "weight × v", 26, ink, True)
            chalk.grid(page, starts[1], top, weights[:, None] * v, wide, high, "signed", limit, "value")
            for row, weight in enumerate(weights):
                told = f"{fixed(weight, 2)} ×" if weight >= 0.005 else "0 ×"
                page.text(starts[1] - 12, top + (row + 0.5) * high, told, 20, INK, row == n.animal, "right")
        if step > 1:
            page.text(starts[1] - 12, bottom + 50, "the sum: z", 26, colour_for("context")[2], True, "right")
            chalk.grid(
                page, starts[1], bottom + 34, (weights @ v)[None], wide, 32, "signed", limit, "context"
            )

    alt = (
        f"The values of {n.n_tokens} words. Times the weights of “it”, only “animal” is still loud, with "
        f"{fixed(weights[n.animal], 2)}. The sum of the rows is z."
    )
    said = (
        "What every word could hand over.",
        "Turned down to its weight: one row is still loud.",
        "All rows added up.",
    )
    return _steps(alt, "trained", draw, *said, high=480)


def double_value():
    """A value is doubled: the weights stay, z moves."""
    n = numbers.of_the_course()
    louder = n.v_by_hand * np.array([[2], [1]])
    look = {"kind": "boxes", "limit": float(louder.max())}
    weight = frames.Panel(n.weights, "weights", (), PAIR, kind="boxes", role="weight", limit=1)

    def chain(values, name, marked=()):
        made = frames.Panel(n.weights @ values, "z", role="context", before="=", **look)
        v = frames.Panel(values, name, PAIR, role="value", before="×", marked=marked, **look)
        return [weight, v, made]

    both = [*chain(n.v_by_hand, "v"), *chain(louder, "v, first row doubled", ((0, -1),))]
    alt = (
        f"Weights {numbers.listed(n.weights, 2)} mix two values to z "
        f"{numbers.listed(n.weights @ n.v_by_hand, 2)}. "
        f"With the first value doubled, the weights stay and z is {numbers.listed(n.weights @ louder, 2)}."
    )
    return stage.of_frame(
        frames.MatrixFrame(both, "", "hand-set", alt, across=3),
        [
            ("The mix that you know.", [3, 4, 5]),
            ("The first value doubled. Did a score or a weight need it?", [5]),
            ("Only z moves.", []),
        ],
    )


def formula_in_shapes():
    """The formula as boxes, with the row of one word."""
    picture, count = board.drawings()["shapes"][1], 5
    said = (
        "Q: a row for each word.",
        "Times K, turned: each query meets each key.",
        "One row of weights for each word.",
        "Times V.",
        "Z: a new vector for each word.",
    )
    steps = [
        (one, lambda page, shown=shown: board.draw_shapes(page, shown))
        for shown, one in enumerate(said, start=1)
    ]
    assert len(steps) == count
    return stage.scene(picture.alt, "computed", steps, wide=912, high=262)


def _small():
    n = numbers.of_the_course()
    return [n.x_by_hand @ W for W in (n.W_query, n.W_key, n.W_value)]


def small_numbers():
    """The formula with two words of three numbers."""
    frame = frames.small_formula(*_small(), ["it", "animal"])
    bare = {"row_axis": "", "column_axis": "", "columns": (), "sizes": ""}
    frame = replace(frame, panels=[replace(panel, **bare) for panel in frame.panels])
    return of_chain(
        frame,
        [
            ("Two queries, two keys. Check one score on paper.", [2, 3, 4, 5]),
            ("Four scores.", [3, 4, 5]),
            ("Divided by √3, softmax along each row.", [4, 5]),
            ("The weights mix the values.", []),
        ],
        breaks=(3,),
    )


def row_by_row():
    """The loop makes one row after the other."""
    Q, K, V = _small()
    steps = scaled_dot_product_attention(Q.astype(float), K.astype(float), V.astype(float))
    columns = ((10, "q"), (330, "scores = q · k"), (600, "weights"), (880, "z"))

    def draw(page, step):
        for x, name in columns:
            page.text(x, 16, name, 22, FAINT)
        for row, word in enumerate(("it", "animal")[:step]):
            y = 72 + 62 * row
            page.text(10, y, word, 24, INK, True)
            ends = [
                chalk.numbers_in_boxes(page, 110, y, Q[row], "query", 3, 56, 44, 22),
                chalk.numbers_in_boxes(page, 350, y, steps.scores[row], "plain", 13, 70, 44, 22),
                chalk.numbers_in_boxes(page, 610, y, steps.weights[row], "weight", 1, 80, 44, 22, _two),
                chalk.numbers_in_boxes(page, 880, y, steps.context[row], "context", 3, 80, 44, 22, _two),
            ]
            for end, start in zip(ends[:3], (350, 610, 880), strict=True):
                chalk.arrow(page, (end + 8, y), (start - 6, y), colour_for("plain")[1], 3)

    alt = (
        "The loop makes one row of z after the other: for “it”, then for "
        "“animal”, from its query, scores and weights."
    )
    return _steps(
        alt,
        "hand-set",
        draw,
        "What does one turn of the loop make?",
        "The first turn.",
        "The second turn.",
        high=170,
    )


def _two(value):
    return fixed(value, 2)


def _head_of(sentence):
    """What enters layer 2, and the W of its first head."""
    model = models.load("pronouns")
    X, layer = model.run(sentence).entering(2).astype(float), model.layers[1]
    return X, [W[numbers.NOUN_HEAD].astype(float) for W in (layer.W_query, layer.W_key, layer.W_value)]


def changed_rows():
    """How far each row of Z moves when one x is doubled."""
    n = numbers.of_the_course()
    X, W = _head_of(TIRED)
    louder = X.copy()
    louder[n.it] *= 2
    change = np.abs(self_attention(louder, *W).context - self_attention(X, *W).context).max(axis=1)
    places, it = np.arange(n.n_tokens), np.arange(n.n_tokens) == n.it
    series = [
        frames.Series(
            places[chosen],
            change[chosen],
            "bars",
            role,
            label,
            names=[fixed(one, 2) for one in change[chosen]],
        )
        for chosen, role, label in ((it, "result", "row 10, “it”"), (~it, "plain", "the other rows"))
    ]
    plot = frames.Plot(
        series,
        y_label="change",
        x_ticks=tuple(enumerate(n.tokens)),
        x_limits=(-0.7, n.n_tokens - 0.3),
        y_limits=(0, 1.15 * change.max()),
    )
    most = n.tokens[int(change.argmax())]
    alt = (
        f"How far each row of Z moves: every row does, “it” by "
        f"{fixed(change[n.it], 2)}, “{most}” most, by {fixed(change.max(), 2)}."
    )
    return growing(
        frames.ChartFrame([plot], "", "trained", alt),
        [
            ("How far does each row of Z move?", [(0, 0), (0, 1)]),
            ("Row 10, the word itself.", [(0, 1)]),
            (f"All the others, too; “{most}” most.", []),
        ],
    )


def _moved_rows(before, order, tokens, badge, alt, said, role="context", marked=None):
    """Rows of numbers in one order of the words, and in another; lines show where each row went."""
    high, wide, limit = 28, 30, float(np.abs(before).max())
    left, right = 130, 700

    def draw(page, step):
        for row, token in enumerate(tokens):
            chosen = row == marked
            page.text(left - 12, 24 + row * high, token, 22, INK, chosen, "right")
            chalk.grid(
                page, left, 12 + row * high, before[row : row + 1, :10], wide, 22, "signed", limit, role
            )
        for row, old in enumerate(order):
            chosen, y = old == marked, 24 + row * high
            page.text(right + 10 * wide + 12, y, tokens[old], 22, INK, chosen)
            if step and (chosen or step > 1):
                ends = [24 + old * high, y]
                page.line(
                    [left + 10 * wide + 8, right - 8],
                    ends,
                    colour_for(role)[1] if chosen else FAINT,
                    4 if chosen else 1.5,
                )
                chalk.grid(
                    page, right, 12 + row * high, before[old : old + 1, :10], wide, 22, "signed", limit, role
                )

    return _steps(alt, badge, draw, *said, high=410)


def shuffled_rows():
    """Z of shuffled words: the same rows, elsewhere."""
    n = numbers.of_the_course()
    X, W = _head_of(TIRED)
    order = np.random.default_rng(6).permutation(n.n_tokens)
    Z = self_attention(X, *W).context
    assert np.allclose(self_attention(X[order], *W).context, Z[order])
    alt = "The rows of Z, 10 numbers of each, and Z of the shuffled words: the same rows, in the new order."
    said = (
        "Z, and the words shuffled. What will stand on the right?",
        "The row of “it” went with its word.",
        "So did all.",
    )
    return _moved_rows(Z, order, n.tokens, "trained", alt, said, marked=n.it)
