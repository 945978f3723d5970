"""What surrounds attention: waves that mark positions, norm and feed-forward by hand, a layer step by step,
and the same layer with any of its parts switched off."""

import numpy as np

from helpers.encoder import feed_forward, positions, relu
from helpers.models import Changed
from helpers.pictures.answers import answers
from helpers.pictures.heads import run
from helpers.pictures.kinds import ChartFrame, MatrixFrame, Note, Panel, Plot, Series
from helpers.pictures.words import exact, fixed, listed
from helpers.shapes import read_floats

__all__ = [
    "feed_forward_by_hand",
    "layer_steps",
    "norm_by_hand",
    "position_board",
    "position_clock",
    "position_pattern",
    "position_products",
    "switched",
]

APART = 5  # so far apart are the two places whose dot product is written into the picture


def position_pattern(place, clock, n_places=64, d_model=512):
    """The pattern of every place: the sines, which stand in even columns, and the cosines, in odd ones.

    -> MatrixFrame of two panels: side by side in one, the columns of both would flicker
    place: from 0; clock: from 1, a pair of columns; where the two meet, the cells are highlighted.
    Raises ValueError: a place or a clock that is not there.
    """
    _there(place, clock, n_places, d_model)
    values = positions(n_places, d_model)
    sine, cosine = values[place, 2 * clock - 2 : 2 * clock]
    named = 1, d_model // 4  # the fastest clock, and the one in the middle
    notes = [
        Note((-1, number - 1), f"clock {number}: one turn in {_places(_period(number, d_model))} places")
        for number in named
    ]
    panels = tuple(
        Panel(
            values[:, first::2],
            name,
            rows=tuple(f"place {number}" for number in range(n_places)),
            columns=tuple(f"clock {number}" for number in range(1, d_model // 2 + 1)),
            row_axis="place, from 0",
            column_axis="clock, from 1",
            kind="signed",
            limit=1.0,
            notes=(notes[first],),
            sizes=f"{n_places} × {d_model // 2}: columns {first}, {first + 2}, … {d_model - 2 + first}",
        )
        for first, name in enumerate(("sines", "cosines"))
    )
    alt = (
        f"{n_places} places, {d_model} numbers each, from −1 to 1: sines on the left, cosines on the "
        f"right. The first columns of each change from place to place, the last hardly. Place {place}, "
        f"clock {clock}: sine {fixed(sine, 2)}, cosine {fixed(cosine, 2)}."
    )
    return MatrixFrame(
        panels,
        "One row of numbers for each place",
        "computed",
        alt,
        across=2,
        selected=(0, place, clock - 1),
    )


def position_clock(place, clock, n_places=64, d_model=512):
    """One pair of columns along the places, and the same pair as the hand of a clock. -> ChartFrame

    place: from 0; clock: from 1.  Raises ValueError: a place or a clock that is not there.
    """
    _there(place, clock, n_places, d_model)
    sine, cosine = positions(n_places, d_model)[:, 2 * clock - 2 : 2 * clock].T
    period = _period(clock, d_model)
    all_places, round_the_clock = np.arange(n_places), np.linspace(0, 2 * np.pi, 121)
    waves = Plot(
        (
            Series(all_places, sine, "line", "embedding", "sine"),
            Series(all_places, cosine, "line", "plain", "cosine", dashed=True),
            Series([place, place], [sine[place], cosine[place]], "points", label=f"place {place}"),
        ),
        f"Clock {clock} along the places",
        "place, from 0",
        "number in the pattern",
        y_limits=(-1.15, 1.15),
        note=f"one turn takes {_places(period)} places",
    )
    hand = Plot(
        (
            Series(np.cos(round_the_clock), np.sin(round_the_clock), "line", width=0.6),
            Series([cosine[place]], [sine[place]], "arrows", "embedding", names=(f"place {place}",)),
        ),
        f"Its hand at place {place}",
        "cosine",
        "sine",
        (-1.4, 1.4),
        (-1.4, 1.4),
        equal=True,
        note=f"sine {fixed(sine[place], 2)}, cosine {fixed(cosine[place], 2)}",
    )
    alt = (
        f"Clock {clock} turns once in {_places(period)} places. At place {place} its sine is "
        f"{fixed(sine[place], 2)} and its cosine {fixed(cosine[place], 2)}."
    )
    return ChartFrame((waves, hand), f"Clock {clock} of {d_model // 2}", "computed", alt)


def position_products(place, n_places=64, d_model=512):
    """The dot product of one place's pattern with that of every place. -> ChartFrame

    place: from 0.  Raises ValueError: a place that is not there.
    """
    _there(place, 1, n_places, d_model)
    patterns = positions(n_places, d_model)
    products = patterns @ patterns[place]
    top = float(products[place])
    sides = [other for other in (place - APART, place + APART) if 0 <= other < n_places]
    either = ", before and after" if len(sides) == 2 else ""
    line = Series(np.arange(n_places), products, "line", "embedding")
    mark = Series([place], [top], "points", names=(f"place {place}: {fixed(top, 0)}",))
    plot = Plot(
        (line, mark),
        f"Place {place} · every place",
        "place, from 0",
        "dot product",
        (0, n_places - 1),
        (0, 1.15 * top),
        note=f"largest at place {place} itself: {fixed(top, 0)}",
        notes=tuple(
            Note((other, products[other]), f"{APART} away{either}: {fixed(products[other], 1)}")
            for other in sides[-1:]
        ),
    )
    told = ", ".join(
        f"{away} away {fixed(products[other], 1)}"
        for away in (1, 2, 5, 10, 30)
        for other in [place + away if place + away < n_places else place - away]
        if other >= 0
    )
    alt = f"Place {place} with itself {fixed(top, 1)}; {told}."
    return ChartFrame((plot,), "How alike the patterns of two places are", "computed", alt)


def position_board(place, clock, n_places=64, d_model=512):
    """All patterns, and below them a clock, its hand and the dot products. -> MatrixFrame, ChartFrame

    place: from 0; clock: from 1.  Raises ValueError: a place or a clock that is not there.
    """
    waves = position_clock(place, clock, n_places, d_model)
    products = position_products(place, n_places, d_model)
    title = f"{waves.title}, and place {place} beside every place"
    below = ChartFrame((*waves.plots, *products.plots), title, waves.badge, f"{waves.alt} {products.alt}")
    return position_pattern(place, clock, n_places, d_model), below


def norm_by_hand(row):
    """A few numbers, less their mean, divided by their standard deviation. -> MatrixFrame of three panels

    Raises ValueError: numbers that are all equal, which nothing can be divided by.
    """
    row = read_floats(row, "row", float)
    mean, spread = row.mean(), row.std()
    if spread == 0:
        raise ValueError("Numbers that are all equal have a standard deviation of 0: change one of them.")
    panels = (
        Panel(row, "a row", kind="boxes", role="embedding"),
        Panel(row - mean, "less the mean", before=f"− {exact(mean)} =", kind="boxes"),
        Panel(
            (row - mean) / spread,
            "÷ the standard deviation",
            before=f"÷ {fixed(spread, 2)} =",
            kind="boxes",
        ),
    )
    alt = (
        f"A row {listed(row)} has the mean {exact(mean)} and the standard deviation {fixed(spread, 2)}. "
        f"It becomes {listed(panels[2].values, lambda number: fixed(number, 2))}."
    )
    return MatrixFrame(panels, "Layer norm by hand", "hand-set", alt, across=2)


def feed_forward_by_hand(x, W_hidden, b_hidden, W_output, b_output):
    """x × W_hidden + b → ReLU → × W_output + b, with a few numbers for one word. -> MatrixFrame of six panels

    x [d_model], W_hidden [d_model, d_ff], W_output [d_ff, d_model], b_hidden [d_ff], b_output [d_model].
    """
    x, W_hidden, W_output = (
        read_floats(part, name, float)
        for name, part in (("x", x), ("W_hidden", W_hidden), ("W_output", W_output))
    )
    before = x @ W_hidden + b_hidden
    output = feed_forward(x, W_hidden, b_hidden, W_output, b_output)
    low = int(before.argmin())
    products = (
        f"{_bracketed(one)}·{_bracketed(weight)}" for one, weight in zip(x, W_hidden[:, low], strict=True)
    )
    told = f"{' + '.join(products)} + {_bracketed(b_hidden[low])} = {exact(before[low])}"
    panels = (
        Panel(x, "one word", kind="boxes", role="embedding"),
        Panel(W_hidden, "W_hidden", before="×", kind="boxes", marked=((-1, low),)),
        Panel(
            before,
            "hidden",
            before=f"+ ({listed(b_hidden)}) =",
            kind="boxes",
            marked=((0, low),),
            notes=(Note((0, low), told),),
        ),
        Panel(
            relu(before),
            "after ReLU",
            before="ReLU",
            kind="boxes",
            marked=((0, low),),
        ),
        Panel(W_output, "W_output", before="×", kind="boxes"),
        Panel(output, "output", before=f"+ ({listed(b_output)}) =", kind="boxes", role="embedding"),
    )
    parts = (f"{panel.title} {listed(panel.values)}" for panel in panels if not panel.title.startswith("W"))
    alt = f"Numbers of {'; '.join(parts)}."
    return MatrixFrame(panels, "Feed-forward by hand: widen, ReLU, narrow", "hand-set", alt, across=4)


def _bracketed(number):
    """A number of a sum or a product, in brackets if it is negative: no two signs stand side by side."""
    return f"({exact(number)})" if number < 0 else exact(number)


def layer_steps(model, sentence, layer=2):
    """All that one layer computes, one picture below the other, in one scale of colours. -> MatrixFrame

    layer: from 1.  Seven panels, each [n_tokens, d_model].
    """
    steps = run(model, sentence)
    made, x = steps.layer(layer), steps.entering(layer)
    parts = (
        (x, f"x, enters layer {layer}", "", "embedding"),
        (made.attention.output, "attention", "+", "context"),
        (x + made.attention.output, "sum", "=", "plain"),
        (made.after_attention, "after its layer norm", "→", "plain"),
        (made.after_feed_forward, "feed-forward", "+", "plain"),
        (made.after_attention + made.after_feed_forward, "sum", "=", "plain"),
        (made.output, f"after its layer norm: leaves layer {layer}", "→", "embedding"),
    )
    limit = float(max(np.abs(values).max() for values, *_ in parts))
    unit, gain = np.sqrt(x.shape[1]), float(np.abs(model.layers[layer - 1].norm_output[0]).mean())
    notes = {  # of both norms: how long a row is that has passed it
        3: (Note((-1, 0), f"about √{x.shape[1]} = {fixed(unit, 1)}"),),
        6: (Note((-1, 0), f"gains: about {fixed(gain, 1)} × {fixed(unit, 1)}"),),
    }
    panels = [
        Panel(
            values,
            title,
            steps.tokens,
            kind="signed",
            role=role,
            limit=limit,
            before=before,
            notes=notes.get(place, ()),
            sizes=f"{values.shape[0]} × {values.shape[1]}, mean length of a row {_mean_length(values)}",
            links=("query", ""),
        )
        for place, (values, title, before, role) in enumerate(parts)
    ]
    lengths = "; ".join(f"{title} {_mean_length(values)}" for values, title, *_ in parts)
    alt = f"{len(panels)} pictures of {len(x)} words × {x.shape[1]} numbers. Mean length of a row: {lengths}."
    return MatrixFrame(panels, f"Layer {layer}, step by step", model.badge, alt, across=1)


def switched(model, sentence, off=()):
    """The answer and the rows of the last output, with all parts and without some. -> ChartFrame, MatrixFrame

    off: names of PARTS.  The chart: the probability of each noun at the pronoun, and how long each row is;
    the matrix: the cosine of each row of the output with each other one.
    Raises ValueError: a part that is not there, or a sentence without a pronoun.
    """
    tokens, changed = model.tokens(sentence), [Changed(model, off=tuple(parts)) for parts in ((), off)]
    title = f"Without {' and '.join(changed[1].off)}" if off else "With all parts"
    shares = [model.answer(run(which, sentence)) for which in changed]
    whom = f"Whom does “{tokens[model.pronoun_in(tokens)]}” mean?"
    answer, told = answers(model, tokens, *shares, whom, ("all parts", "now"))
    before, after = (run(which, sentence).layers[-1].output for which in changed)
    lengths = [np.linalg.norm(x, axis=1) for x in (before, after)]
    long_before, long_now = (fixed(length.mean(), 1) for length in lengths)
    long = Plot(
        (
            Series(range(len(tokens)), lengths[0], "line", "plain", "all parts", dashed=True),
            Series(range(len(tokens)), lengths[1], "points", "result", "now"),
        ),
        "How long is each row of the output?",
        "word, from 1",
        "length",
        y_limits=(0, 1.15 * float(max(map(np.max, lengths)))),
        x_ticks=tuple((place, str(place + 1)) for place in range(len(tokens))),
        note=f"Mean {long_before} with all parts, {long_now} now.",
    )
    alike = [cosines(x) for x in (before, after)]
    twins = _twins(tokens)
    panels = [
        Panel(
            similarity,
            f"{name}: mean {fixed(mean_cosine(x), 2)}",
            tokens,
            tokens,
            kind="signed",
            limit=1.0,
            marked=twins,
            notes=tuple(
                Note(at, f"“{tokens[at[1]]}” and “{tokens[at[0]]}”: {fixed(similarity[at], 2)}")
                for at in twins
            ),
            links=("query", "key"),
        )
        for similarity, x, name in zip(alike, (before, after), ("all parts", "now"), strict=True)
    ]
    alt = f"{told}. Mean length of a row {long_before} → {long_now}."
    rows = f"Mean cosine of two rows: {panels[0].title}; {panels[1].title}."
    return (
        ChartFrame((answer, long), title, model.badge, alt),
        MatrixFrame(panels, "How alike are the rows of the output? (cosines)", model.badge, rows),
    )


def cosines(rows):
    """The cosine of each row with each other one; 0 for a row of zeros. [n, d] -> [n, n]

    >>> cosines(np.array([[2.0, 0.0], [3.0, 3.0]])).round(2)
    array([[1.  , 0.71],
           [0.71, 1.  ]])
    """
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    unit = np.divide(rows, length, out=np.zeros_like(rows), where=length > 0)
    return unit @ unit.T


def mean_cosine(rows):
    """The mean cosine of two different rows. [n, d] -> number

    >>> round(float(mean_cosine(np.array([[2.0, 0.0], [3.0, 3.0]]))), 2)
    0.71
    """
    table = cosines(rows)
    return table[~np.eye(len(table), dtype=bool)].mean()


def _there(place, clock, n_places, d_model):
    if not 0 <= place < n_places:
        raise ValueError(f"There is no place {place}: choose 0 to {n_places - 1}.")
    if not 1 <= clock <= d_model // 2:
        raise ValueError(f"There is no clock {clock}: choose 1 to {d_model // 2}.")


def _period(clock, d_model):
    """How many places one turn of a clock takes. clock: from 1 -> number"""
    return 2 * np.pi * 10_000 ** ((2 * clock - 2) / d_model)


def _places(period):
    return fixed(period, 1) if period < 100 else f"{int(fixed(period, 0)):,}"


def _twins(tokens):
    """Where the rows of the first word that comes twice meet. -> tuple of one (second, first), or of none

    >>> _twins(["The", "dog", "the"]), _twins(["a", "dog"])
    (((2, 0),), ())
    """
    words = [token.lower() for token in tokens]
    pairs = ((at, words.index(word)) for at, word in enumerate(words) if words.index(word) < at)
    return tuple(pairs)[:1]


def _mean_length(x):
    return fixed(np.linalg.norm(x, axis=-1).mean(), 1)
