"""What every frame says to someone who cannot see it.

Each number in the words is a number of the frame, at the place that the words name. Frames are found, not
listed: a new one without a case here fails.
"""

import html
import importlib
import inspect
import itertools
import json
import pkgutil
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from helpers import frames, models
from helpers.lessons.matrices.frames import MASKS
from helpers.lessons.scale import frames as scale_frames
from helpers.models.patterns import best_of_coins, patterns_of
from helpers.models.survey import survey_of
from helpers.pictures.kinds import ChartFrame, LinesFrame, MatrixFrame, Panel, Plot, Series
from helpers.pictures.words import describe
from tests.pictures.numbers_in_words import faults, shaken, whole_numbers

TIRED = "The animal didn't cross the street because it was too tired."
ROAD = "The dog crossed the road because it was wide."
SENTENCES = {"tired": TIRED, "wide": TIRED.replace("tired", "wide")}
PAIR = ("Thinking", "Machines")
LONGEST = 640  # signs of one frame's words: read aloud, about a minute
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@cache
def loaded(name):
    """A model, or what was measured with one; made when a case needs it."""
    made = {
        "survey": lambda: survey_of(loaded("pronouns")),
        "patterns": lambda: patterns_of(loaded("minilm")),
        "translation": lambda: frames.translated(loaded("translator"), TIRED),
        "seen": lambda: frames.Seen(loaded("minilm")),
        "case": lambda: frames.case_of(loaded("pronouns"), ROAD, causal=True),
        "changed": lambda: models.Changed(loaded("pronouns"), divisor=64, without=((2, 1),)),
    }
    return made[name]() if name in made else models.load(name)


def some(*shape):
    """A way to draw numbers with one digit behind the point, anew for each state."""
    return lambda rng: rng.integers(-99, 100, shape) / 10


def shares(*shape):
    """A way to draw weights whose rows add up to 1."""
    return lambda rng: rng.dirichlet(np.ones(shape[-1]), shape[:-1])


def cards(rng):
    """x and right of a round with three cards that hold two numbers."""
    asked = rng.permutation(3)
    own = np.eye(3)[[2, 0, 1]]
    return np.hstack([own, np.eye(3)[asked], rng.integers(-20, 21, (3, 2)) / 10]), np.eye(3)[
        asked
    ] @ own.T > 0


# ---- what is worked out: (frame, state of the controls)
# -> [(words with (N) for each number, the numbers), …]


def values(frame, place=0):
    return frame.panels[place].values


def length(frame, place):
    return np.linalg.norm(values(frame, place), axis=-1).mean()


def row(count):
    return ", ".join(["(N)"] * count)


def best(names, numbers):
    return names[int(np.argmax(numbers))]


def off_diagonal(table):
    return table[~np.eye(len(table), dtype=bool)].mean()


def layer_steps(frame, state):
    titles = {panel.title for panel in frame.panels}
    return [
        (
            rf"(?:: |; ){re.escape(title)} (N)[;.]",
            [length(frame, at) for at, panel in enumerate(frame.panels) if panel.title == title],
        )
        for title in titles
    ]


def norm_by_hand(frame, state):
    return [
        ("the mean (N) and the standard deviation (N)", [values(frame).mean(), values(frame).std()]),
        (
            f"It becomes {row(values(frame).size)}",
            (values(frame) - values(frame).mean()) / values(frame).std(),
        ),
    ]


def position_pattern(frame, state):
    place, clock = state[:2]
    sine, cosine = values(frame)[place, 2 * clock - 2 : 2 * clock]
    ends = [values(frame).min(), values(frame).max()]
    return [("from (N) to (N);", ends), ("sine (N), cosine (N)", [sine, cosine])]


def position_clock(frame, state):
    clock, d_model = state[1], state[3]
    turns = 2 * np.pi * 10_000 ** (2 * (clock - 1) / d_model)
    hand = frame.plots[1].series[1]
    return [
        ("once in (N) places", [turns]),
        ("its sine is (N) and its cosine (N)", [hand.y[0], hand.x[0]]),
    ]


def position_products(frame, state):
    place, n_places = state[0], len(frame.plots[-1].series[0].y)
    y = frame.plots[-1].series[0].y
    told = [(f"Place {place} with itself (N)", [y[place]])]
    others = {away: place + away if place + away < n_places else place - away for away in (1, 2, 5, 10, 30)}
    return [*told, ("(N) away (N)", [(away, y[other]) for away, other in others.items() if other >= 0])]


def position_board(frame, state):
    if isinstance(frame, MatrixFrame):
        return position_pattern(frame, state)
    return position_clock(frame, state) + position_products(frame, state)


def switched(frame, state):
    if isinstance(frame, ChartFrame):
        return [("length of a row (N) → (N)", [series.y.mean() for series in frame.plots[1].series])]
    return [("all parts: mean (N); now: mean (N)", [off_diagonal(values(frame, at)) for at in (0, 1)])]


def cards_case(frame, state):
    return [
        ("at place (N), and", values(frame, 1).argmax(axis=1) + 1),
        ("holds (N), (N)", values(frame)[:, 6:]),
    ]


def checkpoint(frame, state):
    asks, told = frame.selected[1], []
    for panel in frame.panels:
        looks = panel.values[asks]
        told.append((f"{panel.title}: “it” → “{best(panel.columns, looks)}” (N)", [looks.max()]))
    return [*told, ("Step (N),", [loaded("pronouns").training["steps"][state[2]]])]


def layer_learned(frame, state):
    weights, right = values(frame), values(frame, 1)
    told = [
        ("steps: (N) of", [weights[right > 0.5].mean()]),
        ("is (N) on average", [weights.max(axis=1).mean()]),
    ]
    for name, looks in zip(frame.panels[0].rows, weights, strict=True):
        told.append((f"{name}: most at {best(frame.panels[0].columns, looks)}, (N)", [looks.max()]))
    return told


def looks_and_answers(frame, state):
    looks, answers, border = frame.plots[0].series
    at = int(np.flatnonzero(looks.x <= border.x[0])[-1])
    return [
        ("At step (N)", [looks.x[at]]),
        ("noun in (N)% of the sentences and (N)% of", [100 * looks.y[at], 100 * answers.y[at]]),
        ("last step (N)% and (N)%", [100 * looks.y[-1], 100 * answers.y[-1]]),
    ]


def losses(frame, state):
    y, step = frame.plots[0].series[0].y, state[1]
    told = [] if step is None else [("loss (N)", [y[min(step, len(y) - 1)]])]
    return [*told, ("begins at (N) and has come to (N)", [y[0], y[-1]])]


def training_loss(frame, state):
    line = frame.plots[0].series[0]
    at = state[1]
    return [
        ("Step (N) of (N): the loss is (N)", [line.x[at], line.x[-1], line.y[at]]),
        ("begins at (N)", [line.y[0]]),
    ]


def matching(frame, state):
    n = state[2]
    block = values(frame)[n : 2 * n, :n]
    return [
        ("In (N) of 3", [(block.argmax(axis=1) == range(n)).sum()]),
        ("are (N) on average, the others of the block (N)", [np.diag(block).mean(), off_diagonal(block)]),
    ]


def eight_projections(frame, state):
    W = loaded("pronouns").layers[0].W_query[0]
    return [("each, (N) × (N)", [W.shape] * 2)] if "W_query" in describe(frame) else []


def one_or_eight(frame, state):
    alone = values(frame, 1)[0]
    return [(f"The big head: {best(frame.panels[1].columns, alone)} (N)", [alone.max()])]


def slots(frame, state):
    counts = [np.count_nonzero(values(frame, at)) for at in (0, 1)]
    return [("changes (N) numbers of the concatenation and (N)", counts), ("× (N), for", [state[4]])]


def travel(frame, state):
    if state[0] < 3:
        return []
    last = values(frame, -1)
    wrong = (last // 10 % 10 != np.arange(1, 5)[:, None]).sum()
    return [("; (N) of (N) in a wrong row", [wrong, last.size])] if wrong else [("all in the right row", [])]


def whole(frame, state):
    if len(frame.panels) == 1:
        return []
    z, output = values(frame, 2), values(frame, 4)[state[2]]
    return [
        ("z lies from (N) to (N)", [z.min(), z.max()]),
        ("output from (N) to (N)", [output.min(), output.max()]),
    ]


def looks_most(frame, state):
    panel, asks = frame.panels[2], state[2]
    top = panel.values[asks]
    return [(f"“{panel.rows[asks]}” looks most at “{best(panel.columns, top)}”: (N)", [top.max()])]


def masked(frame, state):
    scores, sums = values(frame)[np.isfinite(values(frame))], values(frame, 2)[:, 0]
    names = frame.panels[2].rows
    told = [("scores from (N) to (N);", [scores.min(), scores.max()])]
    if np.ptp(sums) < 0.005:
        return [*told, ("weights adds up to (N)", [sums.max()])]
    low = names[int(sums.argmin())]
    return [*told, (rf"add up to (N) \(“{low}”\) to (N)", [sums.min(), sums.max()])]


def race(frame, state):
    (loop, formula, _), ratio = frame.plots[0].series, frame.plots[1].series[0]
    at = list(loop.x).index(state[3])
    told = [1000 * loop.y[at], 1000 * formula.y[at], ratio.y[at]]
    return [("loop takes (N) ms and the formula (N) ms: (N) ×", told)]


def small_formula(frame, state):
    n, d_k = values(frame).shape
    return [
        (f"Q × Kᵀ = {' / '.join([row(n)] * n)}, divided by √(N)", [*values(frame, 2).ravel(), d_k]),
        (f"Thinking: {row(4)}; Machines: {row(4)}", values(frame, 5)),
    ]


def to_scale(frame, state):
    sides = [(np.ptp(series.y), np.ptp(series.x)) for series in frame.plots[0].series]
    assert sides[1:3] == sides[2:4] and sides[4:6] == sides[5:7]
    said = "X is (N) × (N), each W is (N) × (N), Q, K and V are (N) × (N)"
    return [(said, [sides[0], sides[1], sides[4]])]


def paths(frame, state):
    rnn, attention = frame.plots[0].series
    told = [("reaches it in (N)", [attention.y[0]])]
    return [*told, ("in (N) steps", [rnn.y[-1]])] if len(rnn.y) else told


def likeness(frame, state):
    names, y = state[2], frame.plots[0].series[0].y
    return [
        (f"most like the value of “{best(names, y)}”: cosine (N)", [y.max()]),
        (f"least like that of “{best(names, -y)}”: (N)", [y.min()]),
    ]


def louder(frame, state):
    return [
        ("(?:times|” ×) (N)", [state[4]] * 2),
        ("its weight is (N)", [values(frame, 1)[0, state[3]]]),
        ("moves by (N)", [np.linalg.norm(values(frame, 3) - values(frame, 2))]),
        ("length of (N)", [np.linalg.norm(values(frame, 2))]),
    ]


def mix(frame, state):
    value, turned, z = (values(frame, at) for at in range(3))
    at = int(np.abs(value).max(axis=1).argmax())  # a row of the values and the same row turned down
    assert np.allclose(turned.sum(axis=0), z[0], atol=1e-4)
    weight = turned / np.where(value == 0, 1, value)
    heard = [(value[at] @ turned[at]) / (value[at] @ value[at]) for at in range(len(value))]
    assert np.allclose(weight[at][value[at] != 0], heard[at], atol=1e-4)
    told = [(f"the loudest is “{best(frame.panels[0].rows, heard)}” with (N)", [max(heard)])]
    if z.size <= 16:
        return [*told, (f"{z.size} numbers: {row(z.size)}", z)]
    return [*told, ("numbers from (N) to (N)", [z.min(), z.max()])]


def whole_way(frame, state):
    told = [
        (f"{word}: score (N), scaled (N), weight (N)", [values(frame, part)[at, 0] for part in range(3)])
        for at, word in enumerate(state[2])
    ]
    return [*told, (f"z = {row(values(frame, 5).size)}", values(frame, 5))]


def alarm_table(frame, state):
    panel = frame.panels[0]
    told = []
    for name, alarms in zip(panel.rows, panel.values, strict=True):
        checks = [check for check, alarm in zip(panel.columns, alarms, strict=True) if alarm == 1]
        told.append((f"{re.escape(name)}: {re.escape(', '.join(checks) or 'none')}[;.]", []))
    return told


def bug_pictures(frame, state):
    weights, (rows, columns) = values(frame, 1), values(frame, 2).T
    return [
        (
            "rows add up to (N) to (N), columns to (N) to (N)",
            [f(x) for x in (rows, columns) for f in (min, max)],
        ),
        ("mean weight (N)", [weights.mean()]),
    ]


def bug_results(frame, state):
    return [("by up to (N)", [np.abs(values(frame) - values(frame, 1)).max()])]


def effect(frame, state):
    before, now = frame.plots[-1].series
    told = [("share in head (N): (N) → (N)", [*zip(range(1, 9), before.y, now.y, strict=True)])]
    return [*told, ("[Ss]cores ÷ (N)", [64, 64])]


def project(frame, state):
    made, words = [matrix.values for matrix in frame.panels[2::3]], state[-1]
    return [
        (f"{word}: {row(made[0].shape[1])}", [matrix[at] for matrix in made]) for at, word in enumerate(words)
    ]


def vectors(frame, state):
    said = "q has length (N), k has length (N), v has length (N)"
    return [(said, [length(frame, at) for at in (1, 2, 3)])]


def kinds_of_heads(frame, state):
    panel, survey = frame.panels[0], state[0]
    said = [
        (f"{panel.rows[at]}: {panel.columns[kind]} (N)", [panel.values[at, kind]])
        for at, kind in panel.marked
    ]
    assert len(said) == len(survey.names)
    return said


def looks_and_losses(frame, state):
    (looks,), (lost,), (alone, there, everyone) = (plot.series for plot in frame.plots)
    told = [
        (
            f"head {head}: (N)%, (N), (N)%, (N)%",
            [100 * looks.y[at], lost.y[at], 100 * alone.y[at], 100 * there.y[at]],
        )
        for at, head in enumerate(range(1, 9))
    ]
    return [*told, ("All heads: (N)%", [100 * everyone.y[0]])]


def mistake(frame, state):
    survey, sentence = state[0], state[0].sentences[state[1]]
    answer = survey.model.antecedent(sentence["text"])
    said = max(answer, key=answer.get)
    told = [answer[said], answer[sentence["noun"]]]
    return [(f"Answer: {said} (N); right: {sentence['noun']} (N)", told)]


def pushes(frame, state):
    told = []
    for plot in frame.plots:
        heads = ", ".join(rf"head {head}: (N)" for head in range(1, len(plot.series)))
        told.append((rf"{plot.title}: {heads}, sum: (N)\.", [series.y[0] for series in plot.series]))
    return told


def removal(frame, state):
    before, now, chance = frame.plots[1].series
    pair = [[100 * before.y[at], 100 * now.y[at]] for at in (0, 1)]
    return [
        ("among all nouns (N)% → (N)%; among the sentence's nouns (N)% → (N)%", pair),
        ("guessing would give (N)%", [100 * chance.y[0]]),
    ]


def pattern_gallery(frame, state):
    patterns, told = state[0], []
    for panel in frame.panels:
        place, name = panel.title.split(":")[0].split(" ", 1)
        layer, head = patterns.best(name)
        told.append(
            (rf"{layer}\.{head} {re.escape(name)}: (N):", [patterns.share[name][layer - 1, head - 1]])
        )
        told.append((rf"(N) {re.escape(name)}", [f"{layer}.{head}"]))
    return told


def pattern_maps(frame, state):
    told = []
    for panel in frame.panels:
        name = panel.title.split(" (")[0]
        (row, column), top = panel.marked[0], panel.values.max()
        said = rf"{re.escape(name)}: marked layer {row + 1}, head {column + 1}, (N)"
        if panel.values[row, column] < top:
            layer, head = np.argwhere(panel.values == top)[0] + 1
            told.append(
                (rf"{said}, though layer {layer}, head {head} has (N)", [panel.values[row, column], top])
            )
        else:
            told.append((said, [top]))
        told.append((rf"{re.escape(name)}: [^;]*, equal weights (N)", [state[0].chance[name]]))
    return told


def pronoun_maps(frame, state):
    told = []
    for panel in frame.panels:
        (layer, head), top = np.argwhere(panel.values == panel.values.max())[0] + 1, panel.values.max()
        told.append((f"{panel.title.split(':')[0]}: best (N) in layer {layer}, head {head}", [top + 0.5]))
    luck = best_of_coins(panel.values.size, int(panel.title.split()[1]))
    return [
        *told,
        (r"minus a coin's (N) \(best of (N) coins: \+(N)\)", [0.5, panel.values.size, luck - 0.5]),
        ("One coin: (N); the best of (N) coins: (N)", [0.5, panel.values.size, luck]),
    ]


def thumbnails(frame, state):
    seen, text, layer, head = state
    tops = [np.unravel_index(panel.values.argmax(), panel.values.shape) for panel in frame.panels]
    sharpest = max(frame.panels, key=lambda panel: panel.values.max())
    at = 12 * (layer - 1) + head - 1
    tokens = seen.run(text).tokens
    asks, asked = (tokens[place] for place in tops[at])
    return [
        ("In (N) of 72", [sum(column == 0 for _, column in tops)]),
        (rf"of all, (N), is in {re.escape(sharpest.title.strip('[]'))}\. ", [sharpest.values.max()]),
        ("is in (N)", [sharpest.title.strip("[]")]),
        ("In brackets: (N)", [f"{layer}.{head}"]),
        (rf"largest {re.escape(asks)} → {re.escape(asked)} (N)", [frame.panels[at].values.max()]),
    ]


def divided_row(frame, state):
    y, divisor = frame.plots[0].series[0].y, state[2]
    part = y[y > 0] / y.sum()
    nats = -(part * np.log(part)).sum()
    return [
        ("divided by (N)", [divisor, divisor]),
        (f"weight is (N), on {best([text for _, text in frame.plots[0].x_ticks], y)}", [y.max()]),
        ("Entropy (N) of its maximum: (N) of", [nats / np.log(len(y)), np.exp(nats)]),
    ]


def own_query(frame, state):
    (used, scores), (weights, before), (measures, _) = (plot.series for plot in frame.plots)
    n = len(scores.y)
    share = np.exp(measures.y[0] * np.log(n))
    return [
        (f"Scores {row(n)}; divided by √d_k: {row(n)}", [scores.y, used.y]),
        (rf"Weights {row(n)} \(scores left as they are: {row(n)}\)", [weights.y, before.y]),
        ("Entropy (N) of its maximum: (N) of", [measures.y[0], share]),
        ("gradient (N) of its maximum", [measures.y[1]]),
    ]


def published_scores(frame, state):
    root = np.sqrt(state[1])
    return [
        (f"{word}: score (N), divided by (N) gives (N), weight (N)", [row[0], root, row[1], row[2]])
        for word, row in zip(
            state[2], zip(*(values(frame, at)[0] for at in range(3)), strict=True), strict=True
        )
    ]


def scaling(frame, state):
    _, (weights,), (_, gradient, _) = (plot.series for plot in frame.plots)
    entering = scale_frames.random_scores()[scale_frames.LENGTHS.index(state[0])] / np.sqrt(state[0])
    share = np.exp(entering) / np.exp(entering).sum(axis=-1, keepdims=True)
    nats = -(share * np.log(share)).sum(axis=-1)
    return [
        ("largest weight, (N), to one of (N) keys", [weights.y.max(), len(weights.y)]),
        ("gradient of the softmax is (N)", [gradient.y[list(gradient.x).index(state[0])]]),
        # two means over all queries, of which the picture draws a histogram and one point
        ("spread by (N)", [entering.std()]),
        ("of (N) queries, (N) words share", [len(nats), np.exp(nats).mean()]),
    ]


def shifted_shares(frame, state):
    n = len(state[0])
    scores = np.array(state[0], float)
    told = [(f"Scores {row(n)}", [scores, scores])]
    for plot in frame.plots:
        given, after = plot.series
        said = rf"Shares, {plot.title}: {row(n)}; after adding {state[1]} to each: {row(n)}\."
        told.append((said, [given.y, after.y]))
    return told


def softmax_gradients(frame, state):
    told = []
    for scores, panel in zip(state, frame.panels, strict=True):
        # beside the diagonal the table is −wᵢwⱼ, so it gives back its three weights
        both = -panel.values
        weights = [
            np.sqrt(abs(both[i, j] * both[i, k] / both[j, k]))
            for i, j, k in ((0, 1, 2), (1, 0, 2), (2, 0, 1))
        ]
        told.append([*scores, *weights, np.abs(panel.values).sum() / (2 * (1 - 1 / 3))])
    return [(f"Scores {row(3)} give weights {row(3)}; gradient (N) of", told)]


def key_angles(frame, state):
    every = {}
    others, keys, query = frame.plots[0].series
    tokens = loaded("pronouns").tokens(state[1])
    named = list(state[3])
    places = [place for place in range(len(tokens)) if place not in named] + named
    x, y = np.r_[others.x, keys.x], np.r_[others.y, keys.y]
    for place, angle in zip(places, np.degrees(np.arctan2(y, x)), strict=True):
        every[place] = angle
    said = ", ".join(rf"{re.escape(token)} (N)°" for token in tokens)
    return [("flat, (N) long", [query.x[0]]), (said, [every[at] for at in range(len(tokens))])]


def products(frame, state):
    q_k = values(frame, 2)
    assert np.allclose(q_k, values(frame) * values(frame, 1), atol=1e-4)
    return [
        ("add up to (N)", [q_k.sum()]),
        ("above zero give (N), those below (N)", [q_k[q_k > 0].sum(), q_k[q_k < 0].sum()]),
    ]


def running_sum(frame, state):
    tokens = loaded("pronouns").tokens(state[1])
    lines = frame.plots[0].series[1:-1]
    said = ", ".join(rf"{tokens[place]} (N)" for place in state[3])
    return [("the (N) products", [len(lines[0].y) - 1]), (f"end at {said}", [line.y[-1] for line in lines])]


def score_by_hand(frame, state):
    terms = [panel for panel in frame.panels if panel.title != "score"][-1].values
    score = frame.panels[-1].values[:, 0]
    told = []
    for at, (row_of, total) in enumerate(zip(terms, score, strict=True)):
        signs = " [+−] ".join(["(?:(N))"] * len(row_of))
        told.append((rf"q₁ · k{chr(0x2081 + at)} = {signs} = (N)\.", [row_of[0], *np.abs(row_of[1:]), total]))
    return told


def two_arrows(frame, state):
    _, _, shadow, q, k = frame.plots[0].series
    q, k, bars = np.array([q.x[0], q.y[0]]), np.array([k.x[0], k.y[0]]), frame.plots[1].series[0].y
    cosine = q @ k / np.linalg.norm(q) / np.linalg.norm(k)
    return [
        ("q has length (N) and k has length (N)", [np.linalg.norm(q), np.linalg.norm(k)]),
        ("with (N)° between", [np.degrees(np.arccos(np.clip(cosine, -1, 1)))]),
        ("shadow of k on q is (N)", [np.linalg.norm(k) * cosine]),
        ("products (N) and (N) add up to (N), and .* is (N)", bars),
    ]


def scores(frame, state):
    rest, chosen = frame.plots[0].series
    y = dict(zip([*rest.x, *chosen.x], [*rest.y, *chosen.y], strict=True))
    words = [text for _, text in frame.plots[0].x_ticks]
    said = ", ".join(rf"{re.escape(word)} (N)" for word in words)
    order = [y[at] for at in range(len(words))]
    return [(f"words: {said}", order), (f"highest is “{re.escape(best(words, order))}”", [])]


def by_hand(frame, state):
    n = values(frame, -1).shape[1]
    return [("(N) Z side by side", [len(frame.panels) - 3])] + [
        (f"{word}: {row(n)}", values(frame, -1)[at]) for at, word in enumerate(PAIR)
    ]


def nothing(frame, state):
    """Every number stands in the arrays, where the words say."""
    return []


# A name: what is worked out, then two states or more. A state that is a function is drawn anew with random
# numbers; "@name" is a model.
M, SEEN = "@pronouns", "@seen"
CASES = {
    "alarm_table": (
        alarm_table,
        ("@case", "wrong axis"),
        ("@case", None, {"no bug": {}, "K for V": frames.BUGS["K for V"]}),
    ),
    "alignment": (nothing, ("@translation", 2, 3, 4), ("@translation", 1, 8, 9)),
    "bug_pictures": (bug_pictures, ("@case", "wrong axis", 2, 6), ("@case", "√d_model", 7, 3)),
    "bug_results": (bug_results, ("@case", "K for V", 6), ("@case", "late mask", 1)),
    "cards": (cards_case, (cards,), (cards,)),
    "changed_formula": (looks_most, ("@changed", ROAD, 6, 1, 3), ("@changed", TIRED, 9, 2, 5)),
    "checkpoint": (checkpoint, (M, SENTENCES, 3, 2, 1), (M, SENTENCES, 9, 1, 6)),
    "digits": (nothing, (M, ROAD, 2), (M, TIRED, 9, 1)),
    "divided_row": (divided_row, (M, ROAD, 2.5, "dog", 1, 3), (M, TIRED, 40.0, "it", 2, 6)),
    "effect": (effect, ("@changed", ROAD, 6), ("@changed", TIRED, 2, 1)),
    "eight_contexts": (nothing, (M, ROAD), (M, TIRED, 1)),
    "eight_projections": (eight_projections, (M, ROAD, (2, 5)), (M, TIRED, (1, 3, 8), 1)),
    "feed_forward_by_hand": (nothing, *[(some(2), some(2, 3), some(3), some(3, 2), some(2))] * 3),
    "formula": (looks_most, (M, ROAD, 6, 2, 3), (M, TIRED, 3, 1, 5)),
    "full_query": (nothing, (M, ROAD, 6, 1, 3), (M, TIRED, 2, 2, 7)),
    "gallery": (nothing, ("@survey", ROAD), ("@survey", TIRED)),
    "heads": (nothing, (M, ROAD, 1, 5.0, 3), (M, TIRED), (M, ROAD, 2, None, 6)),
    "key_angles": (key_angles, (M, ROAD, 6, [1, 4], 2, 3), (M, TIRED, 1, [9], 1, 8)),
    "kinds_of_heads": (kinds_of_heads, ("@survey",)),
    "layer_learned": (layer_learned, *[(cards, shares(3, 3), some(8, 2), step) for step in (0, 7)]),
    "layer_steps": (layer_steps, (M, ROAD, 1), (M, TIRED, 2)),
    "likeness": (likeness, *[(some(4, 3), some(3), list("abcd"))] * 2),
    "lines": (nothing, (M, ROAD, 2, "it", [1, 3]), (M, TIRED, 1), (M, ROAD, 1, 2)),
    "looks_and_answers": (looks_and_answers, (M,)),
    "looks_and_losses": (looks_and_losses, ("@survey", 2), ("@survey", 1)),
    "losses": (losses, ([3, 2.25, 1.5, 1.1], 2, 10), ([4.5, 2.2], None, 10)),
    "louder": (louder, (M, ROAD, 6, 1, 2.5, 1, 3), (M, TIRED, 9, 1, 0, 2, 1)),
    "masked": (masked, *[(M, ROAD, mask, layer, 3) for mask in MASKS for layer in (1, 2)]),
    "matching": (matching, *[(some(8, 4), some(8, 4), 3)] * 2),
    "merge_by_hand": (by_hand, *[(some(3, 2, 2), some(6, 4), PAIR)] * 2),
    "mistake": (mistake, ("@survey", 3), ("@survey", 40)),
    "mix": (mix, *[(shares(3), some(3, 4), list("abc"))] * 2),
    "mixed": (mix, (M, ROAD, 6, 2, 3), (M, TIRED, 4, 1, 5)),
    "name_removed": (
        nothing,
        (lambda rng: frames.digits(loaded("changed"), ROAD, 6), "@changed", 2),
        (lambda rng: frames.heads(loaded("changed"), TIRED), "@changed", 2),
        (lambda rng: frames.lines(loaded("changed"), TIRED), "@changed", 2),
    ),
    "norm_by_hand": (norm_by_hand, *[(some(4),)] * 3),
    "one_head": (nothing, (SEEN, (TIRED, ROAD), 3, 4, 5), (SEEN, (ROAD,), 6, 7, 2)),
    "one_or_eight": (one_or_eight, (M, ROAD, 6, 1), (M, TIRED, 3)),
    "own_query": (own_query, *[(some(3), some(4, 3))] * 2),
    "packed": (nothing, *[(some(2, 4), some(4, 3), some(4, 3), some(4, 2), PAIR)] * 2),
    "paths": (paths, ("The dog did not bark".split(), 1, 4), ("The dog did not bark".split(), 3, 0)),
    "pattern_bars": (nothing, ("@patterns",)),
    "pattern_gallery": (pattern_gallery, ("@patterns", ROAD), ("@patterns", TIRED)),
    "pattern_maps": (pattern_maps, ("@patterns",), ("@patterns", ("previous piece", "[CLS]"))),
    "position_board": (position_board, (7, 3, 20, 16), (30, 2, 44, 10)),
    "position_clock": (position_clock, (7, 3, 20, 16), (30, 2, 44, 10)),
    "position_pattern": (position_pattern, (7, 3, 20, 16), (30, 2, 44, 10)),
    "position_products": (position_products, (7, 20, 16), (30, 44, 10)),
    "products": (products, (M, ROAD, 6, 1, 2, 3), (M, TIRED, 9, 4, 1, 2)),
    "project": (project, *[(some(2, 4), some(4, 3), role, PAIR) for role in ("query", "value")]),
    "pronoun_maps": (pronoun_maps, ("@patterns",)),
    "published_scores": (published_scores, ((11, 9, 3), 16, ("one", "two", "three")), ((112, 96), 64, PAIR)),
    "pushes": (pushes, (M, SENTENCES, "animal", "street"), (M, {"road": ROAD}, "dog", "road", 1)),
    "race": (
        race,
        ((2, 4, 8), [0.01, 0.02, 0.05], [0.001, 0.002, 0.003], 4),
        ((3, 9), [0.2, 0.7], [0.1, 0.01], 9),
    ),
    "real_layer": (nothing, (SEEN, ROAD, 3, 4, 2), (SEEN, TIRED, 6, 2)),
    "removal": (removal, ("@survey", TIRED, [(2, 1)]), ("@survey", ROAD, [(1, 1), (2, 3)])),
    "running_sum": (running_sum, (M, ROAD, 6, [1, 4], 2, 3), (M, TIRED, 9, [1, 7, 3], 1, 2)),
    "scaling": (scaling, (16,), (256,)),
    "score_by_hand": (score_by_hand, *[(some(3), some(2, 3), PAIR)] * 3),
    "scores": (scores, (M, ROAD, 6, 1, 2, 3), (M, TIRED, 9, None, 1, 2)),
    "shared_between_heads": (nothing, (M, ROAD, 2, "it"), (M, TIRED, 1, "it")),
    "shifted_shares": (shifted_shares, ([2, 1, -1], 1), ([4, 1, 0.5], 3)),
    "slots": (slots, (M, ROAD, 6, 3, 2), (M, TIRED, 2, 8, 0.5)),
    "small_formula": (small_formula, *[(some(2, 3), some(2, 3), some(2, 4), PAIR)] * 2),
    "softmax_gradients": (softmax_gradients, ([1, 0.5, 0], [2, 1, 0]), ([0.5, 0, -1],)),
    "switched": (switched, (M, ROAD, ("residual",)), (M, TIRED, ("positions", "layer norm"))),
    "three_roles": (project, *[(some(2, 4), some(4, 3), some(4, 3), some(4, 3), PAIR)] * 2),
    "thumbnails": (thumbnails, (SEEN, ROAD, 2, 5), (SEEN, TIRED, 6, 11)),
    "to_scale": (to_scale, (9, 16, 4), (5, 30, 7)),
    "training_loss": (training_loss, (M, 4), (M, 20)),
    "travel": (travel, (1,), (2,), (3,), (3, False), (3, True, 231)),
    "triangle": (
        nothing,
        *[(M, ROAD, 6, {1: 0.5, 4: share, 8: 0.2, "rest": 0.3}, 2, 3) for share in (0.2, 0.9)],
    ),
    "two_arrows": (two_arrows, (3.0, 20, 2.0, 75), (4.0, 10, 1.5, 170)),
    "vectors": (vectors, (M, ROAD, 6, 2, 3), (M, TIRED, 1, 1, 8)),
    "whole": (whole, (M, ROAD, 6), (M, TIRED, 2, 1)),
    "whole_way": (whole_way, *[(some(3), some(3, 4), list("abc"), 8)] * 2),
    "written": (nothing, ("@translation", 3), ("@translation", 8)),
}


def frame_functions():
    """Every public function of helpers.frames whose docstring says that it gives a frame.

    -> dict of name: function
    """
    found = {}
    for module in pkgutil.iter_modules(frames.__path__):
        part = importlib.import_module(f"helpers.frames.{module.name}")
        for name, function in inspect.getmembers(part, inspect.isfunction):
            gives = re.search(
                r"->[^\n]*\n?[^\n]*\b(frame|\w*Frames?)\b", (function.__doc__ or "").split("Raises")[0]
            )
            if (
                function.__module__ == part.__name__
                and name[0] != "_"
                and gives
                and module.name not in ("describe", "kinds")
            ):
                found[name] = function
    return found


FUNCTIONS = frame_functions()


@cache
def drawn(name):
    """Each state of a frame function and the frames that it gives. -> list of (state, frames)"""
    rng, found = np.random.default_rng(5), []
    for state in CASES[name][1:]:
        state = [loaded(part[1:]) if isinstance(part, str) and part[0] == "@" else part for part in state]
        state = [part(rng) if inspect.isfunction(part) else part for part in state]
        if (
            state and inspect.isfunction(CASES[name][1][0]) and isinstance(state[0], tuple)
        ):  # x and right together
            state = [*state[0], *state[1:]]
        made = FUNCTIONS[name](*state)
        found.append((state, made if isinstance(made, tuple) else (made,)))
    return found


def told_wrong(name, state, frame, words):
    """What a frame's words say that it does not hold. -> list of sentences"""
    return faults(words, frame, CASES[name][0](frame, state), whole_numbers(state))


def test_every_frame_function_has_a_case():
    missing = sorted(set(FUNCTIONS) - set(CASES))
    assert not missing, (
        f"No test reads the alt text of {', '.join(missing)}: add a case to CASES in this file."
    )
    unknown = sorted(set(CASES) - set(FUNCTIONS))
    assert not unknown, f"CASES holds what is no frame function: {', '.join(unknown)}."


@pytest.mark.parametrize("name", CASES)
def test_every_number_in_the_words_is_the_number_at_the_place_that_they_name(name):
    wrong = []
    for state, made in drawn(name):
        for frame in made:
            words = describe(frame)
            wrong += [f"{words}\n  {fault}" for fault in told_wrong(name, state, frame, words)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", CASES)
def test_the_words_beside_other_numbers_would_be_noticed(name):
    for state, made in drawn(name):
        for frame in made:
            try:
                noticed = told_wrong(name, state, shaken(frame), describe(frame))
            except (AssertionError, ValueError, IndexError, KeyError):  # not even arrays that fit together
                noticed = True
            assert noticed, (
                f"“{describe(frame)}” names no number of its picture: say the largest, or the ends."
            )


@pytest.mark.parametrize("name", CASES)
def test_the_words_name_the_picture_and_where_its_numbers_come_from(name):
    seen = {}
    for at, (_, made) in enumerate(drawn(name)):
        for part, frame in enumerate(made):
            words = describe(frame)
            assert words.startswith(frame.title) and len(frame.title) >= 8, words
            assert words.endswith(f"The numbers are {frame.badge}.") and words.count("The numbers are") == 1
            assert 20 <= len(words) <= LONGEST, f"{len(words)} signs: {words}"
            said = words.removeprefix(frame.title)  # a title may be code
            assert not re.search(r"array\(|\bnan\b|\bNone\b|(?<![\w(])-\d|\d\.\d{8}", said), words
            assert words not in seen.values(), f"Two states of {name} are told alike: {words}"
            seen[at, part] = words


def pictures(path):
    """Every stored picture of a notebook. -> list of (text/plain, alt, the alt of its HTML or None)"""
    found = []
    for cell in json.loads(path.read_text(encoding="utf8"))["cells"]:
        for output in cell.get("outputs", []):
            data, about = output.get("data", {}), output.get("metadata", {})
            if "image/png" in data:
                html = re.search(r'alt="([^"]*)"', "".join(data.get("text/html", "")))
                found.append(
                    (
                        "".join(data.get("text/plain", "")),
                        about.get("image/png", {}).get("alt", ""),
                        html and html[1],
                    )
                )
    return found


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_every_stored_picture_has_words_and_the_same_ones_everywhere(path):
    stored = pictures(path)
    assert stored or not path.stem[:2].isdigit(), "no picture is stored"
    for plain, alt, in_html in stored:
        assert plain == alt and in_html in (None, html.escape(alt)), "one picture, two alt texts"
        assert 20 <= len(alt) <= LONGEST * 3, (
            f"{len(alt)} signs: {alt}"
        )  # three frames stand in one picture at most
        assert not re.search(r"array\(|\bnan\b|\bNone\b|<\w+ object", alt), alt


def test_the_reader_notices_each_kind_of_wrong_number():
    weights = Panel([[0.6, 0.4, 0.0], [0.1, 0.2, 0.7]], "head 1", ["it", "was"], ["dog", "road", "wide"])
    matrix = MatrixFrame([weights], "Weights of the words", selected=(0, 1, -1))
    words = describe(matrix)
    assert not faults(words, matrix)
    for right, wrong in (
        ("was → wide 0.70", "was → road 0.70"),  # another place
        ("was → wide 0.70", "was → wide 0.71"),  # another number
        ("2 × 3", "3 × 2"),
        ("largest wide 0.70, row", "largest dog 0.70, row"),
        ("row sums to 1.00", "row sums to 0.99"),
    ):
        assert right in words and faults(words.replace(right, wrong), matrix), wrong
    bars = Plot([Series([0, 1], [0.25, 0.75], "bars", label="now")], x_ticks=((0, "dog"), (1, "road")))
    chart, line = ChartFrame([bars]), ChartFrame([Plot([Series([1, 2, 4], [3, 0.5, 7])])])
    lines = LinesFrame(("it", "was"), [[[0.2, 0.8], [0.9, 0.1]]], ("head 1",), selected=(0,))
    for frame, right, wrong in (
        (chart, "dog 0.25", "dog 0.75"),
        (line, "0.5 at x = 2", "0.5 at x = 4"),
        (line, "highest 7", "highest 3"),
        (lines, "was 0.80", "was 0.90"),
    ):
        words = describe(frame)
        assert not faults(words, frame), words
        assert right in words and faults(words.replace(right, wrong), frame), wrong


def told_by_colour_alone(frame):
    """What in a frame differs in nothing but its colour. -> list of sentences"""
    wrong = []
    if isinstance(frame, MatrixFrame):
        for panel in frame.panels:
            if panel.role != "plain" and not (panel.title or panel.rows):
                wrong.append(f"A panel in the colour of {panel.role} has no name")
        pairs = itertools.combinations(frame.panels, 2)
        wrong += [
            f"Two panels are called {first.title!r}"
            for first, two in pairs
            if first.role != two.role
            and (first.title, first.before, first.sizes) == (two.title, two.before, two.sizes)
        ]
    for plot in frame.plots if isinstance(frame, ChartFrame) else ():
        for first, two in itertools.combinations(plot.series, 2):
            looks = [(s.label, s.kind, s.dashed, s.names, tuple(s.x)) for s in (first, two)]
            if first.role != two.role and looks[0] == looks[1]:
                wrong.append(f"{first.role} and {two.role} differ in nothing else in {plot.title!r}")
    if isinstance(frame, LinesFrame) and len(set(frame.heads)) < len(frame.heads):
        wrong.append("Two heads have one name")
    return wrong


@pytest.mark.parametrize("name", CASES)
def test_colour_is_never_the_only_carrier(name):
    for _, made in drawn(name):
        for frame in made:
            assert not told_by_colour_alone(frame)


def test_what_is_told_by_colour_alone_is_noticed():
    q, k = (Panel([[1.0]], role=role, kind="boxes") for role in ("query", "key"))
    a, b = (Series([0, 1], [1, 2], role=role) for role in ("query", "key"))
    for frame in (
        MatrixFrame([q]),
        MatrixFrame([replace(q, title="x"), replace(k, title="x")]),
        ChartFrame([Plot([a, b])]),
    ):
        assert told_by_colour_alone(frame)
