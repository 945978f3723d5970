"""Lesson 4: the rest of a layer, a real model, and what breaks."""

import functools
from dataclasses import replace

import numpy as np

from helpers import encoder, frames, models
from helpers.attention import scaled_dot_product_attention, softmax
from helpers.models.patterns import patterns_of
from helpers.models.survey import accuracy_of
from helpers.pictures.still.page import FAINT, GRID, INK, colour_for, tint
from helpers.pictures.words import fixed
from tools.teaching import numbers, stage
from tools.teaching.numbers import FRESH, TIRED, WIDE, percent
from tools.teaching.scenes.chains import of_chain
from tools.teaching.scenes.charts import bars, growing, one_by_one
from tools.teaching.scenes.lesson_1 import _steps
from tools.teaching.scenes.lesson_2 import _moved_rows, _table_with_sums
from tools.teaching.scenes.way import on_the_way


def where_we_are():
    """The map of the course; the steps of one notebook after the other are lit."""
    return on_the_way(10, 11, 12)


def shuffled_words():
    """Outputs without positions: shuffled words, the same rows."""
    n, model = numbers.of_the_course(), models.load("pronouns")
    vectors = model.embedding[[model.row[word.lower()] for word in n.tokens]]
    order = np.random.default_rng(10).permutation(n.n_tokens)
    usual = encoder.encode(vectors, model.layers)[-1].output.astype(float)
    shuffled = encoder.encode(vectors[order], model.layers)[-1].output
    assert np.allclose(shuffled, usual[order], atol=1e-4)
    alt = (
        "The outputs of two layers without positions, and those of the "
        "shuffled words: the same rows in the new order."
    )
    said = (
        "The words' own vectors, and the words shuffled.",
        "“animal” is the same vector, at its new place.",
        "So are all.",
    )
    return _moved_rows(usual, order, n.tokens, "trained", alt, said, "embedding", n.animal)


def norm_by_hand():
    """A row, less its mean, divided by its standard deviation."""
    return of_chain(
        frames.norm_by_hand([2, 4, 6, 8]),
        [("A row of one word.", [1, 2]), ("Less its mean.", [2]), ("Divided by the standard deviation.", [])],
    )


def ten_times():
    """A row and ten times that row: the norm of both is the same."""
    small = np.array([2.0, 4, 6, 8])
    panels, told = [], []
    for row in (small, 10 * small):
        normed = encoder.layer_norm(row, np.ones(4), np.zeros(4))
        look = {"kind": "boxes"}
        panels += [
            frames.Panel(row, "a row", role="embedding", limit=80, **look),
            frames.Panel(row - row.mean(), "less the mean", before="→", limit=30, **look),
            frames.Panel(normed, "normed", before="→", role="embedding", **look),
        ]
        told.append(f"{numbers.listed(row)} becomes {numbers.listed(normed, 2)}")
    frame = frames.MatrixFrame(panels, "", "computed", ". ".join(told) + ".", across=3)
    return stage.of_frame(
        frame,
        [
            ("The row that you know.", [3, 4, 5]),
            ("Ten times as large.", [4, 5]),
            ("Less its mean: ten times as large, too.", [5]),
            ("Divided: the same.", []),
        ],
    )


def feed_forward():
    """One word is made wider, cut at 0, and made narrow again."""
    W_hidden, W_output = [[1, -1, 2], [1, 1, -2]], [[1, 0], [2, 1], [0, 3]]
    return of_chain(
        frames.feed_forward_by_hand([1, 2], W_hidden, [0, 0, 1], W_output, [0, 1]),
        [
            ("One word.", [2, 3, 4, 5]),
            ("Wider.", [3, 4, 5]),
            ("A negative is set to 0.", [4, 5]),
            ("Narrow again. What comes out?", [5]),
            ("One word, and no other had a say.", []),
        ],
    )


def layer():
    """An encoder layer, with what is between words and what goes past."""
    frame = replace(frames.the_layer(), here="", title="")
    steps = (
        ("Where do words meet? What goes past what?", ()),
        ("Words meet in attention, and nowhere else.", ("attention",)),
        ("What went past is added again, twice.", ("add", "add_2")),
    )
    return stage.of_frames([(said, replace(frame, lit=lit)) for said, lit in steps], high=stage.TALL)


@functools.cache
def _patterns():
    return patterns_of(models.load("minilm"))


def where_weight_goes():
    """Shares of the weight: itself, neighbours, start sign."""
    share = _patterns().share
    beside = share["previous piece"] + share["next piece"]
    values = [float(one.mean()) for one in (share["the piece itself"], beside, share["[CLS]"])]
    names = "the piece itself", "the words beside it", "the start sign [CLS]"
    told = ", ".join(f"{name} {fixed(value, 2)}" for name, value in zip(names, values, strict=True))
    frame = bars(
        names,
        values,
        "trained",
        f"Shares of the weight, over 72 heads and 112 sentences: {told}.",
        "share of the weight",
        y_limits=(0, 0.6),
        roles=["plain", "plain", "result"],
        texts=[fixed(one, 2) for one in values],
    )
    return one_by_one(
        frame, ("72 heads, 112 sentences.", "Itself.", "The neighbours.", "The start sign: nearly half.")
    )


def short_values():
    """How long the value of the start sign is, in all cases."""
    texts = [one["text"] for one in _patterns().sentences[::4]]
    ratios = frames.parked_lengths(models.load("minilm"), texts)
    shares, edges = np.histogram(ratios, bins=np.linspace(0, 1.2, 61))
    shares = shares / len(ratios)
    top = 1.2 * shares.max()
    series = [
        frames.Series([1, 1], [0, 0.8 * top], role="value", width=3, label="as long as the others"),
        frames.Series(edges, shares, "steps", "result", label=f"value of [CLS], {len(ratios)} cases"),
    ]
    plot = frames.Plot(
        series,
        x_label="length, compared with the other values",
        y_label="share of cases",
        x_limits=(0, 1.2),
        y_limits=(0, top),
    )
    alt = (
        f"How long the value of [CLS] is where a head gives it most weight, in "
        f"{len(ratios)} cases: the median is "
        f"{np.median(ratios):.2f} of the other values, the largest {ratios.max():.2f}."
    )
    return growing(
        frames.ChartFrame([plot], "", "trained", alt),
        [("1 would be as long as the others.", [(0, 1)]), ("All cases are far to the left.", [])],
    )


def only_grammar():
    """How often the best head is right, by what tells the noun."""
    patterns = _patterns()
    layer, head = patterns.best_at("gender", "number")
    names = "he or she", "it or they", "only the sense tells"
    values = [float(patterns.right(kind)[layer - 1, head - 1]) for kind in ("gender", "number", "sense")]
    told = ", ".join(f"{name} {percent(value)}" for name, value in zip(names, values, strict=True))
    frame = bars(
        names,
        values,
        "trained",
        f"How often head {layer}.{head} looks more at the right noun: {told}.",
        "right",
        roles=["plain", "plain", "result"],
        texts=[percent(one) for one in values],
    )
    return one_by_one(frame, ("The best head of 72.", "Gender.", "Number.", "Sense: a coin."))


def flips():
    """72 heads, and those that change from “animal” to “street”."""
    minilm = models.load("minilm")
    it, animal, street = (minilm.tokens(TIRED).index(word) for word in ("it", "animal", "street"))
    before, after = (minilm.attention(text)[:, :, it] for text in (TIRED, WIDE))
    found = (before[..., animal] > before[..., street]) & (after[..., street] > after[..., animal])
    left, top, wide, high = 190, 50, 76, 56

    def draw(page, step):
        page.text(left - 20, 20, "head", 22, FAINT, across="right")
        for head in range(found.shape[1]):
            page.text(left + (head + 0.5) * wide, 20, str(head + 1), 22, FAINT, across="center")
        for layer, row in enumerate(found):
            y = top + (layer + 0.5) * high
            page.text(left - 20, y, f"layer {layer + 1}", 22, FAINT, across="right")
            for head, flips_here in enumerate(row):
                x, lit = left + head * wide, bool(step and flips_here)
                fill, edge, _ = colour_for("context")
                page.box(
                    x + 4,
                    y - high / 2 + 4,
                    wide - 8,
                    high - 8,
                    tint(fill, 0.8) if lit else "none",
                    edge if lit else GRID,
                    2,
                    8,
                )
                if lit:
                    page.text(x + wide / 2, y, f"{layer + 1}.{head + 1}", 24, INK, True, "center")

    told = ", ".join(f"{layer + 1}.{head + 1}" for layer, head in np.argwhere(found))
    alt = f"{found.size} heads, layer by layer. {found.sum()} change from “animal” to “street”: {told}."
    said = f"{found.size} heads. How many of them change sides?", f"{found.sum()}."
    return _steps(alt, "trained", draw, *said, high=390)


def five_changes():
    """The accuracy with one change at a time."""
    model = models.load("pronouns")
    changes = {}, {"divisor": 1 / 8}, {"divisor": 64}, {"causal": True}, {"off": ["positions"]}
    changed = [models.Changed(model, **one) for one in changes]
    names = [one.says for one in changed]
    values = [float(accuracy_of(one, model.sentences[FRESH])["all nouns"]) for one in changed]
    told = ", ".join(f"{name} {percent(value)}" for name, value in zip(names, values, strict=True))
    frame = bars(
        names,
        values,
        "trained",
        f"Right in 100 sentences: {told}.",
        "accuracy",
        texts=[percent(one) for one in values],
        roles=["plain", *["result"] * 4],
    )
    said = (
        "100 sentences that were not trained on.",
        "As trained.",
        "Times 8: no harm to be seen.",
        "Divided by 64.",
        "With a mask.",
        "Without positions.",
    )
    return one_by_one(frame, said)


def _case():
    head = models.load("pronouns").run(TIRED).heads(2)
    parts = (getattr(head, name)[numbers.NOUN_HEAD].astype(float) for name in ("query", "key", "value"))
    return scaled_dot_product_attention(*parts)


def wrong_axis():
    """A softmax down the columns: the sums of rows give it away."""
    n = numbers.of_the_course()
    weights = softmax(_case().scaled_scores, axis=0)
    alt = (
        f"A softmax down the columns: they add up to 1, the rows to {numbers.listed(weights.sum(axis=1), 2)}."
    )
    said = "Strange to see? Hardly.", "The rows do not add up to 1.", "The columns do."
    return _table_with_sums(weights, "trained", alt, said, n.tokens)
