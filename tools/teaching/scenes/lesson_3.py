"""Lesson 3: eight heads, what they do, and how attention is learned."""

import functools

import numpy as np

from helpers import frames, models
from helpers.attention import self_attention
from helpers.lessons.heads.experiments import exchange
from helpers.lessons.learning import game
from helpers.models.cores import one_core
from helpers.pictures.still.page import FAINT, INK, colour_for, tint
from helpers.pictures.words import fixed
from tools.teaching import chalk, numbers, stage
from tools.teaching.numbers import TIRED, WIDE, percent
from tools.teaching.scenes.chains import of_chain
from tools.teaching.scenes.charts import bars, growing, one_by_one
from tools.teaching.scenes.lesson_1 import _steps
from tools.teaching.scenes.way import on_the_way

SEED = 9  # that of notebook 9


def where_we_are():
    """The map of the course; the steps of one notebook after the other are lit."""
    return on_the_way(7, 8, 9)


def what_a_head_reads():
    """Every head reads all numbers of x."""
    n = numbers.of_the_course()
    left, right, wide = 24, 1144, 116

    def draw(page, step):
        page.text(left, 30, f"x of one word: {n.d_model} numbers", 26, colour_for("embedding")[2], True)
        fill, edge, _ = colour_for("embedding")
        page.box(left, 56, right - left, 44, tint(fill, 0.4), edge, 2)
        for head in range(n.n_heads):
            fill, edge, ink = colour_for(f"head {head + 1}")
            x, reads = left + head * (right - left - wide) / (n.n_heads - 1), step > 1 or (step and head == 2)
            if reads:
                for end in np.linspace(left, right, 9):
                    page.line([end, x + wide / 2], [102, 298], edge, 1.2 if head != 2 else 2)
            page.box(x, 300, wide, 44, tint(fill, 0.45 if reads else 0.12), edge, 2)
            page.text(x + wide / 2, 372, f"head {head + 1}", 22, ink, head == 2, "center")
            page.text(x + wide / 2, 322, str(n.d_k), 22, INK, across="center")

    alt = (
        f"The {n.d_model} numbers of a word, and {n.n_heads} heads below. Lines "
        f"lead from all numbers to head 3, and to every head."
    )
    return _steps(
        alt,
        "computed",
        draw,
        "Eight heads, 64 numbers each.",
        "Head 3 reads all 512.",
        "Every head does.",
        high=400,
    )


def _heads_of_it():
    """Where each head of layer 2 looks most from “it”.

    -> tokens, place of “it”, [(place, weight) for each head]
    """
    n = numbers.of_the_course()
    weights = models.load("pronouns").attention(TIRED)[1, :, n.it].astype(float)
    return n.tokens, n.it, [(int(row.argmax()), float(row.max())) for row in weights]


def where_eight_look():
    """Where each head looks most from “it”."""
    tokens, it, looks = _heads_of_it()
    animal, last = tokens.index("animal"), tokens.index("tired")

    def draw(page, step):
        y = 250
        x = chalk.sentence(page, tokens, y, strong={it, *(place for place, _ in looks)} if step > 1 else {it})
        for end, shown, side in ((animal, step > 0, -1), (last, step > 1, 1)):
            heads = [head for head, (place, _) in enumerate(looks) if place == end]
            for number, head in enumerate(heads if shown else []):
                rise, width = side * (50 + 28 * number), 2 + 5 * looks[head][1]
                chalk.arc(page, x[it], x[end], y + 24 * side, rise, role=f"head {head + 1}", width=width)
            if shown:
                named = "heads " + ", ".join(str(head + 1) for head in heads)
                told_at = y + side * (24 + 50 + 28 * (len(heads) - 1) + 26)
                page.text((x[it] + x[end]) / 2, told_at, named, 26, INK, True, "center")

    told = "; ".join(
        f"head {head + 1}: {tokens[place]} {fixed(weight, 2)}" for head, (place, weight) in enumerate(looks)
    )
    alt = f"Where each head of layer 2 looks most from “it”. {told}."
    return _steps(
        alt,
        "trained",
        draw,
        "Eight heads, one word that asks.",
        "Most of them: the noun.",
        "The others: the last word.",
    )


def side_by_side():
    """Three small heads, side by side, times W_out."""
    n = numbers.of_the_course()
    frame = frames.merge_by_hand(n.Z_by_hand, n.W_out_by_hand, ["Thinking", "Machines"])
    return of_chain(
        frame,
        [
            ("Three heads, a row for each word.", [3, 4, 5]),
            ("Side by side.", [4, 5]),
            ("Times one more matrix. What is the first number?", [5]),
            ("One vector for each word.", []),
        ],
        breaks=(3,),
        high=stage.TALL,
    )


def slots():
    """One head is doubled: what changes before W_out and after it."""
    n = numbers.of_the_course()
    frame = frames.slots(models.load("pronouns"), TIRED, n.it, changed_head=1, factor=2)
    return stage.of_frame(
        frame,
        [
            ("z of head 1 is doubled. Which of the 512 numbers move?", [0, 1]),
            ("Before W_out: only the 64 of head 1.", [1]),
            ("After W_out: all.", []),
        ],
    )


def without_best_head():
    """The accuracy with all heads, and without the best one."""
    n = numbers.of_the_course()
    names, values = ("all heads", f"without head {n.best_head}"), (n.accuracy, n.without_best)
    alt = (
        f"Right with all heads: {percent(values[0])}; without head "
        f"{n.best_head} of layer 2: {percent(values[1])}."
    )
    frame = bars(
        names,
        values,
        "trained",
        alt,
        "accuracy",
        texts=[percent(one) for one in values],
        roles=["plain", "result"],
    )
    said = "400 sentences.", "With all heads.", "Without the best one: the others do its work."
    return one_by_one(frame, said)


def what_is_left():
    """The accuracy without one head, and without two teams."""
    n = numbers.of_the_course()
    names = (
        "all heads",
        f"without head {n.best_head}",
        f"without {n.n_team} noun heads",
        f"without {n.n_readers} readers",
    )
    values = n.accuracy, n.without_best, n.without_team, n.noun_without_readers
    told = ", ".join(f"{name} {percent(value)}" for name, value in zip(names, values, strict=True))
    frame = bars(
        names,
        values,
        "trained",
        f"Right in 400 sentences: {told}. Readers are the heads that look at the adjective.",
        "accuracy",
        texts=[percent(one) for one in values],
        roles=["plain", "result", "result", "result"],
    )
    said = (
        "How often is the right noun named?",
        "With all heads.",
        "Without the best one.",
        "Without all that look at the noun.",
        "Without those that look at the adjective.",
    )
    return one_by_one(frame, said)


def exchanged():
    """Weights of one sentence, all else of the other: who is “it”?"""
    model, both = models.load("pronouns"), {"tired": TIRED, "wide": WIDE}
    found = {(one, other): exchange(model, both[one], both[other]) for one in both for other in both}

    def draw(page, step):
        for column, other in enumerate(both):
            page.text(610 + 340 * column, 24, f"all else from “{other}”", 26, INK, True, "center")
        for row, one in enumerate(both):
            y = 135 + 165 * row
            page.text(420, y, f"weights from “{one}”", 26, INK, True, "right")
            for column, other in enumerate(both):
                noun, share = found[one, other]
                fill, edge, _ = colour_for("plain")
                x, known = 450 + 340 * column, step > 1 or (step and one == other)
                page.box(
                    x,
                    y - 70,
                    320,
                    140,
                    tint(fill, 0.65 if noun == "animal" else 0.2) if known else "none",
                    edge if known else FAINT,
                    2,
                    10,
                )
                page.text(x + 160, y, f"{noun} {fixed(share, 2)}" if known else "?", 36, INK, True, "center")

    told = "; ".join(
        f"weights from {one}, all else from {other}: {noun} {fixed(share, 2)}"
        for (one, other), (noun, share) in found.items()
    )
    return _steps(
        f"The answer, {told}.",
        "trained",
        draw,
        "Two sentences, each split in two.",
        "As they are.",
        "Exchanged: each row has one answer.",
        high=400,
    )


def _round():
    rng = np.random.default_rng(SEED)
    x, right, _ = game.deal(rng)
    return rng, x, right


def cards():
    """Six cards, and which card each of them asks."""
    _, x, right = _round()
    letters = [chr(ord("A") + int(row[:6].argmax())) for row in x]
    asked = [chr(ord("A") + int(row[6:12].argmax())) for row in x]

    def draw(page, step):
        for place, (own, other) in enumerate(zip(letters, asked, strict=True)):
            left = 14 + 192 * place
            page.box(left, 150, 170, 210, edge=colour_for("embedding")[1], line=2.5, round_by=12)
            page.text(left + 85, 190, own, 44, INK, True, "center")
            page.text(left + 85, 240, f"asks {other}", 26, colour_for("query")[2], True, "center")
            page.text(left + 85, 288, "holds", 20, FAINT, across="center")
            held = x[place, 12:]
            chalk.grid(page, left + 40, 308, held[None], 30, 30, "signed", float(np.abs(x).max()), "value")
        for place in range((0, 1, len(letters))[step]):
            to = int(right[place].argmax())
            start, end = (14 + 192 * at + 85 for at in (place, to))
            if place == to:
                page.text(start, 380, "itself", 22, colour_for("query")[2], across="center")
            else:
                rise = -28 - 17 * abs(place - to)
                chalk.arc(
                    page,
                    start + 14 * np.sign(end - start),
                    end - 18 * np.sign(end - start),
                    144,
                    rise,
                    width=3,
                )

    told = ", ".join(f"{own} asks {other}" for own, other in zip(letters, asked, strict=True))
    alt = f"Six cards with three numbers each: {told}. Arrows lead to the card that is asked."
    return _steps(
        alt,
        "random",
        draw,
        "Whom does the first card ask, and where does that card lie?",
        "There.",
        "And the others.",
        high=400,
    )


def two_nudges():
    """How far the loss moves when one entry of a W does."""
    rng, _, _ = _round()
    many, _, wanted = game.deal(rng, 1000)
    W = game.random_start()

    def loss_of(W):
        return np.mean((self_attention(many, *W.values()).context - wanted) ** 2)

    with one_core():
        moved = [
            abs(loss_of(game.nudged(W, name, place, by=0.01)) - loss_of(W))
            for name, place in (("query", (6, 0)), ("value", (12, 0)))
        ]
    alt = f"A nudge of 0.01 moves the loss by {moved[0]:.7f} in W_query, by {moved[1]:.7f} in W_value."
    frame = bars(
        ("W_query", "W_value"),
        moved,
        "random",
        alt,
        "the loss moves by",
        y_limits=(0, 1.2 * max(moved)),
        roles=["query", "value"],
        texts=[f"{one:.7f}" for one in moved],
    )
    return one_by_one(frame, ("The same nudge, 0.01.", "In W_query.", "In W_value: straight into z."))


@functools.cache
def _losses(n_steps=3000):
    """The loss of each step of notebook 9's training, from the same random numbers. -> [n_steps]"""
    rng, _, _ = _round()
    game.deal(rng, 1000)
    W, found = game.random_start(), []
    with one_core():
        for _ in range(n_steps):
            cards, _, wanted = game.deal(rng, 64)
            loss, slopes = game.gradients(W, cards, wanted)
            for name in W:
                W[name] -= 0.1 * slopes[name]
            found.append(float(loss))
    return np.array(found)


def falling_loss():
    """The loss of a training, step by step."""
    values = _losses()
    smooth = np.convolve(values, np.ones(50) / 50, "valid")
    steps = np.arange(len(smooth)) + 50
    series = [frames.Series(steps, smooth, role="result", width=2)]
    plot = frames.Plot(
        series,
        x_label="step",
        y_label="loss, mean of 50 steps",
        x_limits=(0, 3000),
        y_limits=(0, 1.15 * smooth.max()),
    )
    alt = (
        f"The loss over 3,000 steps: {smooth[0]:.2f} at first, "
        f"{smooth[550]:.2f} after 600 steps, then it falls quickly, "
        f"to {smooth[-1]:.2f}."
    )
    return growing(
        frames.ChartFrame([plot], "", "measured", alt),
        [
            ("Draw it in the air: how does it go on?", [(0, 0)]),
            ("After the first drop.", [(0, 0, 350)]),
            ("Little for a while.", [(0, 0, 750)]),
            ("Then quickly.", []),
        ],
    )


def sharp_then_right():
    """The largest weight, and that on the right noun, in training."""
    n = numbers.of_the_course()
    training = models.load("pronouns").training
    steps = training["steps"].astype(float)
    rows = {name: training[name][:, 1, numbers.NOUN_HEAD, n.it].astype(float) for name in ("tired", "wide")}
    sharp = np.min([row.max(axis=1) for row in rows.values()], axis=0)
    right = np.minimum(rows["tired"][:, n.animal], rows["wide"][:, n.street])
    series = [
        frames.Series(steps, sharp, label="largest weight, whichever word", role="plain", width=2),
        frames.Series(steps, right, label="weight on the right noun", role="head 1", width=2),
        frames.Series(
            [n.sharp_step],
            [sharp[steps == n.sharp_step][0]],
            "points",
            names=(f"step {n.sharp_step}: “{n.sharp_on}”",),
        ),
        frames.Series(
            [n.right_step],
            [right[steps == n.right_step][0]],
            "points",
            "head 1",
            names=(f"step {n.right_step}",),
        ),
    ]
    plot = frames.Plot(series, x_label="step", y_label="weight", x_limits=(0, 1500), y_limits=(0, 1.15))
    alt = (
        "The smaller one of both sentences. The largest weight of “it” in head 1 is over 0.9 from step "
        f"{n.sharp_step} on, on “{n.sharp_on}”; the weight on the right noun "
        f"leads from step {n.right_step} on."
    )
    return growing(
        frames.ChartFrame([plot], "", "trained", alt),
        [
            ("Two things to learn.", [(0, at) for at in range(4)]),
            (f"Sharp at step {n.sharp_step}, on “{n.sharp_on}”.", [(0, 1), (0, 3)]),
            (f"Right at step {n.right_step}.", []),
        ],
    )
