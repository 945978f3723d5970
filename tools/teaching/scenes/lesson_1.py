"""Lesson 1: who is “it”, three roles, scores."""

import functools
from dataclasses import replace

import numpy as np

from helpers import frames, models
from helpers.pictures.still.page import FAINT, INK, colour_for
from helpers.pictures.words import fixed, listed
from tools.teaching import chalk, numbers, stage
from tools.teaching.numbers import TIRED, WIDE
from tools.teaching.scenes.charts import growing
from tools.teaching.scenes.way import on_the_way


def where_we_are():
    """The map of the course; the steps of one notebook after the other are lit."""
    return on_the_way(1, 2, 3)


def likely_nouns():
    """How likely the model finds each noun it knows."""
    frame = frames.who_is_it(models.load("pronouns"), TIRED, WIDE)
    frame = replace(frame, plots=[replace(frame.plots[0], title="")])
    return growing(
        replace(frame, alt=frame.alt.split(". ")[0] + "."),
        [
            ("The nouns that the model knows. How high will the bar of “animal” be?", [(0, 0)]),
            ("The model is nearly sure.", []),
        ],
    )


def _looks(page, y, tokens, ends, size=chalk.LARGE, arcs=True):
    """A sentence, and arrows of “it” that are as wide as their weights. ends: (place, weight, role, rise)"""
    it = tokens.index("it")
    strong = {it, *(place for place, *_ in ends)} if arcs else {it}
    x = chalk.sentence(page, tokens, y, size=size, strong=strong)
    for place, weight, role, rise in ends if arcs else ():
        side = 24 * np.sign(rise)
        told = fixed(weight, 2)
        chalk.arc(page, x[it], x[place], y + side, rise, told, role, 2 + 14 * weight, 30)
    return x


def what_it_looks_at():
    """One wide arrow from “it” to “animal”."""
    n = numbers.of_the_course()

    def draw(page, step):
        y = 280
        x = _looks(page, y, n.tokens, [(n.animal, n.weight_tired, "head 1", -190)], arcs=step > 0)
        page.text(x[n.it], y + 48, "asks", chalk.SMALL, colour_for("query")[2], True, "center")
        if step:
            page.text(x[n.animal], y + 48, "is asked", chalk.SMALL, colour_for("key")[2], True, "center")
            told = "A weight: the wider, the larger. All weights of “it” add up to 1."
            page.text(10, y + 110, told, 24, FAINT)

    alt = (
        f"The sentence “{TIRED}” In head 1 of layer 2, a wide arrow leads from "
        f"“it” to “animal”, with the weight "
        f"{fixed(n.weight_tired, 2)}; all other weights of “it” are far smaller."
    )
    return _steps(alt, "trained", draw, "“it” asks. Where does its widest line end?", "At “animal”.")


def other_noun():
    """Two sentences: the arrow of “it” swings to the other noun."""
    n = numbers.of_the_course()
    other = [*n.tokens[:-2], "wide", "."]

    def draw(page, step):
        _looks(page, 175, n.tokens, [(n.animal, n.weight_tired, "head 1", -95)])
        _looks(page, 395, other, [(n.street, n.weight_wide, "head 1", -95)], arcs=step > 0)

    alt = (
        f"Two sentences. With “tired”, the widest arrow of “it” ends at "
        f"“animal”, {fixed(n.weight_tired, 2)}; with "
        f"“wide” it ends at “street”, {fixed(n.weight_wide, 2)}."
    )
    return _steps(
        alt, "trained", draw, "One word changes. Where does the arrow end now?", "It swings to “street”."
    )


def _steps(alt, badge, draw, *said, high=stage.HIGH):
    """A drawing of our own that is told its step."""
    steps = [(one, functools.partial(draw, step=number)) for number, one in enumerate(said)]
    return stage.scene(alt, badge, steps, high=high)


def way_back():
    """An RNN hands on to the right; attention goes to any word in one step."""
    n = numbers.of_the_course()
    tired = n.tokens.index("tired")

    def draw(page, step):
        y = 190
        x = chalk.sentence(page, n.tokens, y, strong={n.animal, n.it, tired})
        if step > 0:
            for place in range(n.animal, n.it):
                chalk.arc(page, x[place], x[place + 1] - 3, y - 24, -34, role="plain", width=3)
            page.text(
                (x[n.animal] + x[n.it]) / 2, y - 100, f"RNN: {n.rnn_steps} steps", 26, INK, True, "center"
            )
        if step > 1:
            for place in range(tired, len(x) - 1):
                chalk.arc(page, x[place], x[place + 1] - 3, y - 24, -34, role="plain", width=3)
            page.text(page.width - 10, y - 100, "never back to “it”", 26, INK, True, "right")
        if step > 2:
            ink = colour_for("query")[2]
            chalk.arc(page, x[n.it] - 6, x[n.animal], y + 24, 130, role="query", width=6)
            page.text((x[n.animal] + x[n.it]) / 2, y + 186, "self-attention: 1 step", 26, ink, True, "center")
            chalk.arc(page, x[n.it] + 6, x[tired], y + 24, 80, role="query", width=6)
            page.text((x[tired] + x[n.it]) / 2, y + 136, "1 step", 26, ink, True, "center")

    alt = (
        f"An RNN hands “animal” on to “it” in {n.rnn_steps} steps, from word to "
        f"word to the right. “tired” is handed "
        "on to the right, too, away from “it”. With self-attention, “it” looks at either in 1 step."
    )
    return _steps(
        alt,
        "computed",
        draw,
        "“animal” stands before “it”, “tired” after it.",
        "An RNN hands on from word to word, to the right.",
        "So “tired” never gets back to “it”.",
        "Self-attention compares any two words directly.",
    )


def one_word_three_roles():
    """One x becomes a query, a key and a value."""
    n = numbers.of_the_course()
    x = n.x_by_hand[0]
    parts = (
        ("query", "q", n.W_query, "What am I looking for?"),
        ("key", "k", n.W_key, "What do I have?"),
        ("value", "v", n.W_value, "What do I hand over?"),
    )

    def draw(page, step):
        middle = 220
        page.text(10, middle - 56, "“it”: x", 30, colour_for("embedding")[2], True)
        end = chalk.numbers_in_boxes(page, 10, middle, x, "embedding", 3)
        for place, (role, symbol, W, asks) in enumerate(parts[:step]):
            y, (_, line, ink) = 60 + 160 * place, colour_for(role)
            chalk.arrow(page, (end + 16, middle), (500, y), line, 4)
            last = chalk.numbers_in_boxes(page, 516, y, x @ W, role, 3)
            page.text(last + 24, y - 19, f"{role}: {symbol} = x × W_{role}", 30, ink, True)
            page.text(last + 24, y + 21, asks, 28, INK)

    made = "; ".join(f"{role} {listed(x @ W)}" for role, _, W, _ in parts)
    alt = f"The vector x of “it”, {listed(x)}, times three matrices makes three vectors: {made}."
    return _steps(
        alt,
        "hand-set",
        draw,
        "A word comes in as numbers: x.",
        "Times W_query: what the word is looking for.",
        "Times W_key: what it has.",
        "Times W_value: what it hands over.",
    )


def four_become_three():
    """x times W_query, row by column."""
    n = numbers.of_the_course()
    frame = frames.project(n.x_by_hand, n.W_query, "query", ["it", "animal"])
    made = frame.panels[2].values

    def other(change):
        panel = replace(
            frame.panels[2], values=np.where(change, (made + 3) % 7, made), limit=frame.panels[2].limit
        )
        return replace(frame, panels=(*frame.panels[:2], panel))

    first = other(np.array([[0, 1, 1], [0, 0, 0]])), other(np.array([[0, 0, 0], [1, 1, 1]]))
    row = other(np.array([[0, 0, 0], [1, 1, 1]]))
    return stage.of_frame(
        frame,
        [
            ("A row of x, a column of W. What is the first number of q?", [2]),
            ("Row 1 meets column 1.", list(first)),
            ("The same row meets the other columns.", [row]),
            ("The second word does the same.", []),
        ],
    )


def entry_of_W():
    """One entry of W_query grows, and q stays."""
    n = numbers.of_the_course()
    W = n.W_query.copy()
    W[1, 2] += 1
    frame = frames.project(n.x_by_hand[:1], W, "query", ["it"], change=(1, 2))
    alt = f"1 is added to row 2, column 3 of W_query. {frame.alt} As before: the second number of x is 0."
    return stage.of_frame(
        replace(frame, alt=alt),
        [("The new entry has a border. Which number of x does it meet?", [2]), ("It meets 0: q stays.", [])],
    )


def same_sign():
    """Query and key of one word, and where their signs agree."""
    n = numbers.of_the_course()
    head = models.load("pronouns").run(TIRED).heads(2)
    q, k = (part[numbers.NOUN_HEAD, n.it].astype(float) for part in (head.query, head.key))
    limit, alike = float(np.abs([q, k]).max()), q * k > 0
    strips = (
        ("query of “it”", q, "signed", limit, "query"),
        ("key of “it”", k, "signed", limit, "key"),
        (f"same sign: {alike.sum()} of {alike.size}", alike.astype(float), "weights", 1.0, "plain"),
    )

    def draw(page, step):
        for place, (name, values, kind, most, role) in enumerate(strips[: 2 + step]):
            page.text(40, 22 + 140 * place, name, 28, colour_for(role)[2] if role != "plain" else INK, True)
            chalk.grid(page, 40, 48 + 140 * place, values[None], 17, 64, kind, most, role)

    alt = (
        f"The 64 numbers of the query and of the key of “it”. In {alike.sum()} "
        f"places they have the same sign."
    )
    said = (
        "One x, two vectors.",
        "Strong: the same sign. About half of the places.",
    )
    return _steps(alt, "trained", draw, *said, high=400)


def score():
    """One query meets two keys: products, then their sums."""
    n = numbers.of_the_course()
    columns = (("q₁ of “Thinking”", "query"), ("keys", "key"), ("products", "plain"), ("score", "plain"))
    starts, wide, high = (20, 300, 620, 1000), 74, 74

    def draw(page, step):
        for (name, role), x in list(zip(columns, starts, strict=True))[: 2 + (step > 0) + (step > 1)]:
            page.text(x, 30, name, 26, INK if role == "plain" else colour_for(role)[2], True)
        for row, (key, word) in enumerate(((n.k_1, "k₁ of “Thinking”"), (n.k_2, "k₂ of “Machines”"))):
            y, products = 140 + 180 * row, n.q_1 * key
            page.text(starts[1], y + 60, word, 24, colour_for("key")[2])
            chalk.numbers_in_boxes(page, starts[0], y, n.q_1, "query", 9, wide, high, 32)
            page.text(271, y, "∗", 34, INK, across="center")
            chalk.numbers_in_boxes(page, starts[1], y, key, "key", 9, wide, high, 32)
            if step > (0, 2)[row]:
                page.text(570, y, "=", 34, INK, across="center")
                chalk.numbers_in_boxes(page, starts[2], y, products, "plain", 80, 96, high, 32)
            if step > (1, 2)[row]:
                page.text(952, y, "Σ", 38, INK, across="center")
                chalk.numbers_in_boxes(page, starts[3], y, [products.sum()], "plain", 112, 120, high, 36)

    alt = frames.score_by_hand(n.q_1, [n.k_1, n.k_2], ["Thinking", "Machines"]).alt
    return _steps(
        alt,
        "hand-set",
        draw,
        "One query, two keys.",
        "Multiply number by number.",
        "Add up.",
        "The second key. The first answers better.",
    )


def not_itself():
    """“it” scores higher with “animal” than with itself."""
    n = numbers.of_the_course()
    Q, K = n.x_by_hand @ n.W_query, n.x_by_hand @ n.W_key
    words, scores = ("it", "animal"), Q @ K.T
    panels = [
        frames.Panel(Q, "Q", words, kind="boxes", role="query"),
        frames.Panel(K.T, "Kᵀ", columns=words, kind="boxes", role="key", before="×"),
        frames.Panel(scores, "scores", words, words, kind="boxes", before="=", marked=((0, 1),)),
    ]
    alt = (
        f"The query of “it” with its own key: {scores[0, 0]}. With the key of “animal”: {scores[0, 1]}, more."
    )
    frame = frames.MatrixFrame(panels, "", "hand-set", alt, across=3)
    return stage.of_frame(
        frame,
        [
            ("Queries and keys of notebook 2. What does “it” score with itself?", [2]),
            ("“animal” answers better.", []),
        ],
    )


def running_sum():
    """Two scores grow, product by product."""
    n = numbers.of_the_course()
    frame = frames.running_sum(models.load("pronouns"), TIRED, n.it, [n.animal, n.street])
    frame = replace(frame, plots=[replace(frame.plots[0], notes=())])  # they would move at each step
    count = len(frame.plots[0].series)
    second = [(0, at) for at in range(count) if "street" in _named(frame.plots[0].series, at)]
    return growing(
        frame,
        [
            ("64 products, added one after the other. Who will be ahead?", [(0, at) for at in range(count)]),
            ("The key of “animal”.", second),
            ("The key of “street”: query and key agree less.", []),
        ],
    )


def _named(series, at):
    """What a series is about: its own words, or those of the line that it marks."""
    return " ".join((series[at].label, *series[at].names))


def both_ways():
    """The score from “it” to “animal”, and the other one back."""
    n = numbers.of_the_course()
    left, right, y = 270, 900, 212

    def draw(page, step):
        for x, word in ((left, "animal"), (right, "it")):
            page.text(x, y, word, 44, INK, True, "center")
        if step > 0:
            chalk.arc(page, right, left, y - 36, -110, fixed(n.there, 2), "query", 10, 36)
            page.text((left + right) / 2, y - 78, "“it” asks, “animal” is asked", 26, INK, across="center")
        if step > 1:
            chalk.arc(page, left, right, y + 36, 110, fixed(n.back, 2), "key", 4, 36)
            page.text((left + right) / 2, y + 78, "“animal” asks, “it” is asked", 26, INK, across="center")

    alt = (
        f"“it” asks “animal”: the score is {fixed(n.there, 2)}. “animal” asks “it”: it is {fixed(n.back, 2)}."
    )
    return _steps(
        alt,
        "trained",
        draw,
        "Two words, two directions.",
        "The query of “it” meets the key of “animal”.",
        "The query of “animal” meets the key of “it”: other vectors.",
    )
