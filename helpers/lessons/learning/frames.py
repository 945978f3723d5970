"""Attention while it is learned: a game of cards whose right map is known, the course model's training."""

import dataclasses

import numpy as np

from helpers.lessons.learning.game import first_below
from helpers.lessons.learning.records import NOUNS, sharp_and_right
from helpers.pictures.heads import run, weights_panel
from helpers.pictures.kinds import ChartFrame, MatrixFrame, Note, Panel, Plot, Series
from helpers.pictures.words import fixed, listed, weight_words
from helpers.shapes import read_array, read_floats

__all__ = [
    "cards",
    "checkpoint",
    "layer_learned",
    "looks_and_answers",
    "losses",
    "matching",
    "training_loss",
    "trials",
]

WINDOW, WAITS, WAITS_LONG = 50, 0.06, 0.1  # steps of a mean; a level; how long it is, of all steps
COURSE = "The animal didn't cross the street because it was too"  # the recorded sentences, but for a word
ORDINARY = 0.4  # the part of the course model's training in which its last layer only fetches plain words


def cards(x, right, badge="random"):
    """One round of the game: what stands on each card, and whom each should look at.

    -> MatrixFrame of two panels
    x [n_cards, 2 · n_cards + d_v]: who the card is, whom it asks, what it holds;
    right [n_cards, n_cards] bool.
    Raises ValueError: shapes that do not fit.
    """
    x, right = read_floats(x, "x", float), read_array(right, "right")
    rows, columns = names_of(x, right)
    asked, n = int(right[0].argmax()), len(x)
    panels = (
        Panel(
            x,
            "x, what stands on the cards",
            rows,
            parts_of(x.shape[1], len(x)),
            "card",
            kind="signed",
            role="embedding",
            marked=tuple((asked, place) for place in range(2 * n, x.shape[1])),
            notes=(Note((asked, 2 * n), f"{rows[0]}: its target is what {columns[asked]} holds"),),
            sizes=f"{len(x)} × {x.shape[1]}",
            links=("query", ""),
        ),
        weights_panel(right, "the right map", rows, columns),
    )
    held = x[:, 2 * len(x) :]
    told = "; ".join(
        f"{row}, at place {int(wanted.argmax()) + 1}, and holds {listed(holds)}"
        for row, wanted, holds in zip(rows, right, held, strict=True)
    )
    return MatrixFrame(panels, "One round of the game", badge, f"{len(x)} cards in this order: {told}.")


def layer_learned(x, right, weights, W_value, step=0):
    """The small layer after some steps: its map, the right one, and W_value for what cards hold.

    -> MatrixFrame
    x, right: one round, as in `cards`; weights [n_cards, n_cards]; W_value [d_model, d_v];
    step: how many were made.
    Raises ValueError: shapes that do not fit.
    """
    x, right, weights = (
        read_floats(x, "x", float),
        read_array(right, "right"),
        read_floats(weights, "weights", float),
    )
    rows, columns = names_of(x, right)
    if weights.shape != right.shape:
        raise ValueError(f"Both maps must have one shape: got weights {weights.shape}, right {right.shape}.")
    held, d_v = x.shape[1] - 2 * len(x), np.shape(W_value)[1]
    handed = read_floats(W_value, "W_value", float)[-held:]
    same = [(place, place) for place in range(min(held, d_v))]
    now = weights_panel(weights, "weights now, right ones outlined", rows, columns)
    panels = (
        dataclasses.replace(now, marked=tuple(map(tuple, np.argwhere(right).tolist()))),
        weights_panel(right, "the right map", rows, columns),
        Panel(
            handed,
            "W_value, last rows",
            parts_of(x.shape[1], len(x))[-held:],
            [f"v {place}" for place in range(1, d_v + 1)],
            "entry of a card",
            kind="signed",
            role="value",
            limit=1.5,
            marked=tuple(same),
            sizes=f"{held} of {len(W_value)} rows",
        ),
    )
    on_right = weights[right].mean()
    through = fixed(np.diag(handed).mean(), 2)
    title = (
        f"After {step} steps: {fixed(on_right, 2)} of the weight is on the right card, "
        f"{through} times what it holds is handed over"
    )
    badge = "trained" if step else "random"
    looks = "; ".join(
        f"{row}: most at {columns[given.argmax()]}, {weight_words(given.max())}, "
        f"right is {columns[should.argmax()]}"
        for row, given, should in zip(rows, weights, right, strict=True)
    )
    largest = fixed(weights.max(axis=1).mean(), 2)
    alt = f"{title}. The largest weight of a row is {largest} on average. {looks}."
    return MatrixFrame(panels, title, badge, alt)


def losses(values, step=None, n_steps=None):
    """The loss of each step so far, and the step that is looked at. -> ChartFrame

    values: a loss for each step; step: which one is marked, without it the last;
    n_steps: how many there will be.
    """
    values = np.atleast_1d(read_floats(values, "values", float))
    last = len(values) - 1
    now = last if step is None else min(step, last)
    series, told = [Series(np.arange(len(values)), values, label="loss", width=0.6)], "The loss so far"
    if len(values):
        label = "now" if step is None else f"step {now}"
        series.append(Series([now], values[now : now + 1], "points", "result", label=label))
    if step is not None:
        told = f"Step {now}: loss {fixed(values[now], 3)}"
    plot = Plot(
        series,
        x_label="step",
        y_label="loss",
        x_limits=(0, max(n_steps or len(values), 1)),
        y_limits=(0, 1.1 * max(values, default=1.0)),
        notes=moments_of(values) if len(values) == n_steps else (),
    )
    alt = (
        f"{told}. It begins at {fixed(values[0], 3)} and has come to {fixed(values[-1], 3)}."
        if len(values)
        else f"{told}."
    )
    return ChartFrame((plot,), told, "measured", alt)


def trials(curves, border=0.4):
    """The losses of several trainings, and when each comes below a border. -> ChartFrame

    curves: dict of name: losses, a number for each step; three at most: without a change, with other values,
    with other queries (and keys). Means over WINDOW steps are drawn; the first and the last have a callout.
    """
    series, notes, told = [], [], []
    for (name, losses), role in zip(curves.items(), ("plain", "value", "query"), strict=False):
        losses = read_floats(losses, name, float)
        count = len(losses) // WINDOW
        means = losses[: count * WINDOW].reshape(count, WINDOW).mean(axis=1)
        steps = WINDOW * (np.arange(count) + 0.5)
        series.append(Series(steps, means, role=role, label=name))
        first = first_below(losses, border)
        told.append(
            f"{name}: {f'below {border} at step {first}' if np.isfinite(first) else f'never below {border}'}"
        )
        if np.isfinite(first):
            notes.append(Note((first, border), told[-1]))
    end = max(len(losses) for losses in curves.values())
    series.append(Series([0, end], [border, border], dashed=True, label=f"a loss of {border}"))
    plot = Plot(
        series,
        x_label="step",
        y_label=f"loss, mean of {WINDOW} steps",
        x_limits=(0, end),
        notes=notes[:: max(1, len(notes) - 1)],
    )
    return ChartFrame((plot,), "How long does the loss wait?", "measured", f"{'; '.join(told)}.")


def moments_of(values):
    """Callouts on a finished loss curve: where it waits, and where it falls fastest. -> tuple of Note

    Means over WINDOW steps are compared. It waits where it stays longest within WAITS of itself, on a level
    at which it does not end; a curve that does not wait, or does not fall after it, has no callout.

    >>> curve = np.repeat([1.0, 0.6, 0.1], (100, 1000, 900))
    >>> [note.text for note in moments_of(curve)]
    ['the loss waits near 0.60, 1000 steps long', 'falls fastest, near step 1100']
    """
    if len(values) < 8 * WINDOW or not np.isfinite(values).all():
        return ()
    count = len(values) // WINDOW
    means = np.asarray(values)[: count * WINDOW].reshape(count, WINDOW).mean(axis=1)
    start, end = _longest_level(means)
    notes = []
    if (end - start) * WINDOW >= WAITS_LONG * len(values) and means[-1] < (1 - 2 * WAITS) * means[start]:
        level, long = means[start:end].mean(), (end - start) * WINDOW
        middle = (start + end) / 2 * WINDOW
        notes.append(Note((middle, level), f"the loss waits near {fixed(level, 2)}, {long} steps long"))
    falls = means[start : count - 1] - means[start + 1 :]
    if notes and falls.max(initial=0) > 0:
        at = start + int(falls.argmax())
        place = (at + 1) * WINDOW
        notes.append(Note((place, means[at : at + 2].mean()), f"falls fastest, near step {place}"))
    return tuple(notes)


def _longest_level(means):
    """Where a curve stays the longest within WAITS of its first value, before it falls. -> start, end"""
    best = (0, 0)
    for start in range(len(means)):
        apart = np.abs(means[start:] - means[start]) > WAITS * means[start]
        long = int(apart.argmax()) if apart.any() else 0  # a level on which it ends is none
        if long > best[1] - best[0]:
            best = (start, start + long)
    return best


def matching(W_query, W_key, n_cards):
    """What two cards' entries add to a score: W_query times W_key transposed, over √d_k. -> MatrixFrame

    W_query, W_key [d_model, d_k]; n_cards: how many names there are. Rows are the card that asks.
    Raises ValueError: shapes that do not fit.
    """
    W_query, W_key = read_floats(W_query, "W_query", float), read_floats(W_key, "W_key", float)
    if W_query.shape != W_key.shape or len(W_query) < 2 * n_cards:
        raise ValueError(
            f"Both W need one shape and a row for each entry of a card: got {W_query.shape}, {W_key.shape}."
        )
    parts = parts_of(len(W_query), n_cards)
    table = W_query @ W_key.T / np.sqrt(W_query.shape[1])
    block = table[n_cards : 2 * n_cards, :n_cards]
    panel = Panel(
        table,
        rows=parts,
        columns=parts,
        row_axis="on the card that asks",
        column_axis="on the card that is asked",
        kind="signed",
        marked=tuple((n_cards + place, place) for place in range(n_cards)),
        notes=(Note((n_cards, -1), f"“{parts[n_cards]}” and “{parts[0]}” add {fixed(block[0, 0], 2)}"),),
        sizes=f"{len(table)} × {len(table)}",
    )
    hits = int((block.argmax(axis=1) == np.arange(n_cards)).sum())
    alt = (
        f"In {hits} of {n_cards} rows “asks …”, "
        "the largest entry among the names is that of the name asked for; "
        f"these entries are {fixed(np.diag(block).mean(), 1)} on average, the others of the block "
        f"{fixed(block[~np.eye(n_cards, dtype=bool)].mean(), 1)}."
    )
    return MatrixFrame([panel], "What each pair of entries adds to a score", "trained", alt)


def checkpoint(model, sentences, moment=0, layer=2, head=1):
    """One head's weights for the course sentences at one moment of the model's training. -> MatrixFrame

    sentences: dict of "tired" and "wide": the sentence; moment: which of the recorded steps, from 0;
    layer, head: from 1. The row of the pronoun lights up.
    Raises ValueError: a moment, layer or head that is not there.
    """
    steps = model.training["steps"]
    for name, number, most in (("layer", layer, model.n_layers), ("head", head, model.n_heads)):
        if not 1 <= number <= most:
            raise ValueError(f"There is no {name} {number}: choose 1 to {most}.")
    if not 0 <= moment < len(steps):
        raise ValueError(f"There is no moment {moment}: {len(steps)} were recorded, from 0.")
    panels, told = [], []
    for name, sentence in sentences.items():
        tokens = run(model, sentence).tokens
        weights = model.training[name][moment, layer - 1, head - 1].astype(float)
        asks = model.pronoun_in(tokens)
        best = int(weights[asks].argmax())
        panels.append(_with_expected(weights_panel(weights, f"with “{name}”", tokens), asks, name))
        told.append(f"with “{name}”: “{tokens[asks]}” → “{tokens[best]}” {fixed(weights[asks, best], 2)}")
    title = f"Step {steps[moment]}, layer {layer}, head {head}; {', '.join(told)}"
    return MatrixFrame(
        panels, title, model.badge if moment else "random", f"{title}.", selected=(0, asks, -1)
    )


def _with_expected(panel, asks, name):
    """A map of a course sentence, with the cell outlined that a good reader expects to be strong. -> Panel"""
    noun = NOUNS.get(name)
    if noun not in panel.columns:
        return panel
    at = asks, panel.columns.index(noun)
    note = Note(at, f"right: {noun}, {fixed(panel.values[at], 2)}")
    return dataclasses.replace(panel, marked=(at,), notes=(note,))


def training_loss(model, moment):
    """The course model's loss at the recorded steps, one of them marked. -> ChartFrame.  moment: from 0"""
    steps, values = model.training["steps"], model.training["loss"].astype(float)
    series = (
        Series(steps, values, label="loss, mean of the last 50 steps"),
        Series(steps[[moment]], values[[moment]], "points", "result", label=f"step {steps[moment]}"),
    )
    plot = Plot(
        series, x_label="step", y_label="loss", y_limits=(0, 1.1 * values.max()), notes=_first_moments(model)
    )
    told = f"Step {steps[moment]} of {steps[-1]}: the loss is {fixed(values[moment], 2)}"
    return ChartFrame((plot,), told, "measured", f"{told}; it begins at {fixed(values[0], 2)}.")


def _first_moments(model):
    """Callouts on the loss of the course model: head 1 of layer 2 was first sharp, and first right.

    -> tuple of Note; both rows of "it", as the records keep them
    """
    sentences = {name: f"{COURSE} {name}." for name in ("tired", "wide")}
    if not all(name in model.training for name in sentences):
        return ()
    steps, values = model.training["steps"], model.training["loss"]
    told = []
    for moment, what in zip(sharp_and_right(model, sentences), ("sharp", "right"), strict=True):
        if moment is not None:
            at = (int(steps[moment.number]), float(values[moment.number]))
            told.append(Note(at, f"head 1 first {what}: step {moment.step}"))
    return tuple(told)


def looks_and_answers(model):
    """How often head 1 of layer 2 looks at the right noun during training, and how often the answer is right.

    -> ChartFrame of one plot; the dashed line stands where the layer is first practised in ordinary use
    """
    steps = model.training["steps"]
    looks, answers = (model.training[name].astype(float) for name in ("head_right", "accuracy"))
    border = ORDINARY * steps[-1]
    series = (
        Series(steps, looks, role="head 1", label="head 1 looks most at the right noun"),
        Series(steps, answers, role="result", label="the answer is right", width=1.6),
        Series([border, border], [0, 1], dashed=True, label=f"{ORDINARY:.0%} of the training"),
    )
    before = int(np.flatnonzero(steps <= border)[-1])
    notes = (
        Note((steps[before], looks[before]), f"step {steps[before]}: looks rightly in {looks[before]:.0%}"),
        Note((steps[before], answers[before]), f"step {steps[before]}: right answers {answers[before]:.0%}"),
    )
    plot = Plot(series, x_label="step", y_label="share of 100 sentences", y_limits=(0, 1.05), notes=notes)
    alt = (
        f"At step {steps[before]}, head 1 of layer 2 looks most at the right noun "
        f"in {looks[before]:.0%} of the "
        f"sentences and {answers[before]:.0%} of the answers are right; at the last step {looks[-1]:.0%} and "
        f"{answers[-1]:.0%}."
    )
    return ChartFrame((plot,), "Looking and answering, measured during training", "measured", alt)


def names_of(x, right):
    """What the rows and the columns of a round's map are called. -> (["B asks E", …], ["B", …])

    Raises ValueError: shapes that do not fit.
    """
    n = len(x)
    if x.ndim != 2 or right.shape != (n, n) or x.shape[1] <= 2 * n:
        raise ValueError(
            f"A round needs x [n_cards, more than 2 · n_cards] and right [n_cards, n_cards]: got {x.shape}, "
            f"{right.shape}."
        )
    own, asked = x[:, :n].argmax(axis=1), x[:, n : 2 * n].argmax(axis=1)
    rows = [f"{letter(name)} asks {letter(other)}" for name, other in zip(own, asked, strict=True)]
    return rows, [letter(name) for name in own]


def parts_of(d_model, n_cards):
    """What each entry of a card's x is called.

    >>> parts_of(5, 2)
    ['is A', 'is B', 'asks A', 'asks B', 'holds 1']
    """
    letters = [letter(place) for place in range(n_cards)]
    held = [f"holds {place}" for place in range(1, d_model - 2 * n_cards + 1)]
    return [f"is {name}" for name in letters] + [f"asks {name}" for name in letters] + held


def letter(place):
    """A name for a card: A, B, C …

    >>> letter(2)
    'C'
    """
    return chr(ord("A") + place)
