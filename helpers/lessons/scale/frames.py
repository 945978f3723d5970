"""From scores to weights: the published example, shares by sum and by softmax, how the gradient dies, how
scores grow with d_k, and the trained scores of one word divided by more or less than √d_k."""

import functools
import math

import numpy as np

from helpers.attention import entropy, softmax
from helpers.pictures.heads import place_of, run
from helpers.pictures.kinds import ASKED, ASKS, ChartFrame, MatrixFrame, Note, Panel, Plot, Series
from helpers.pictures.words import fixed
from helpers.shapes import read_floats

__all__ = [
    "divided_row",
    "own_query",
    "published_scores",
    "random_scores",
    "row_to_weights",
    "scaling",
    "shifted_shares",
    "softmax_gradients",
]

RULES = {
    "divided by √d_k": math.sqrt,
    "left as they are": lambda d_k: 1.0,
    "divided by d_k": float,
    "multiplied by √d_k": lambda d_k: 1 / math.sqrt(d_k),
}  # what is done to the scores before the softmax: d_k -> what they are divided by
LENGTHS = tuple(2**power for power in range(11))  # every d_k of the slider: 1, 2, 4 … 1024
DIVISORS = (1, 2, 4, 6, 8, 12, 16, 24, 32, 48, 64)
SEED, N_QUERIES, N_KEYS = 4, 200, 14
EDGES = (40, 400, 4000)  # the histogram of scores runs to the first of these that its spread stays below
TOLD = 3  # words of a row that its alt text tells of
BESIDE = 0.5  # points that compare stand between the bars, not behind them


def softmax_gradient(weights):
    """How far each weight moves (row) for each unit that a score moves (column): diag(w) − w wᵀ.

    [..., n] -> [..., n, n]; every row and every column adds up to 0.

    >>> softmax_gradient([0.5, 0.5])
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    weights = read_floats(weights, "weights", float)
    return weights[..., :, np.newaxis] * (np.eye(weights.shape[-1]) - weights[..., np.newaxis, :])


def gradient_size(weights):
    """All entries of the gradient table added up without their signs: 0 means that no nudge moves a weight.

    [..., n] -> [...]; at most 2 · (1 − 1/n), when n words share the attention evenly.

    >>> gradient_size([0.5, 0.5])
    np.float64(1.0)
    """
    return np.abs(softmax_gradient(weights)).sum(axis=(-2, -1))


def fractions(weights):
    """Entropy and gradient size, each as a share of the maximum for so many words, from 0 to 1.

    [..., n] -> ([...], [...]); both are 0 for one word alone, which has nothing to choose.

    >>> fractions([0.5, 0.5])
    (np.float64(1.0), np.float64(1.0))
    """
    n = np.shape(weights)[-1]
    if n == 1:
        return 0 * entropy(weights), 0 * gradient_size(weights)
    return entropy(weights) / math.log(n), gradient_size(weights) / (2 * (1 - 1 / n))


def published_scores(scores=(112, 96), d_k=64, words=("Thinking", "Machines")):
    """Score, divide by √d_k, softmax: the published example in boxes. -> MatrixFrame of three panels

    scores: one for each word; the first word asks.  Source: Alammar 2018, "The Illustrated Transformer".
    """
    scores = read_floats(scores, "scores", float)
    scaled = scores / math.sqrt(d_k)
    weights = softmax(scaled)
    root = f"{math.sqrt(d_k):g}"
    common = {"columns": words, "kind": "boxes", "column_axis": ASKED}
    panels = (
        Panel(scores, title="score q · k", rows=words[:1], row_axis=ASKS, **common),
        Panel(scaled, title=f"divided by √{d_k}", before=f"÷ {root} =", **common),
        Panel(weights, title="softmax", role="weight", limit=1.0, before="→", **common),
    )
    told = [f"{words[0]} asks."]
    for word, score, small, weight in zip(words, scores, scaled, weights, strict=True):
        told.append(f"{word}: score {score:g}, divided by {root} gives {small:g}, weight {fixed(weight, 2)}.")
    return MatrixFrame(panels, "From scores to weights (numbers: Alammar 2018)", "hand-set", " ".join(told))


def shifted_shares(scores, shift=1.0):
    """Shares before and after one number is added to every score, by sum and by softmax. -> ChartFrame

    scores: one for each word.
    Raises ValueError: scores that add up to 0 before or after the shift; nothing can be divided by 0.
    """
    scores = np.atleast_1d(read_floats(scores, "scores", float))
    given = _in_words(scores)
    if min(abs(scores.sum()), abs((scores + shift).sum())) < 1e-12:
        raise ValueError(
            f"Scores that add up to 0 have no shares by sum: got {given} and a shift of {shift:g}."
        )
    places = np.arange(1, len(scores) + 1)
    ticks = tuple(zip(places, (f"score {_in_words(score)}" for score in scores), strict=True))
    by_sum = [numbers / numbers.sum() for numbers in (scores, scores + shift)]
    by_softmax = [softmax(numbers) for numbers in (scores, scores + shift)]
    low, high = min(0, *np.ravel(by_sum)), max(1, *np.ravel(by_sum))
    plots, told = [], [f"Scores {given}."]
    for name, (before, after) in (("divided by their sum", by_sum), ("softmax", by_softmax)):
        bars = Series(places, before, "bars", label="as given")
        points = Series(places + BESIDE, after, "points", label=f"after adding {shift:g} to each")
        limits = (1.1 * low, 1.1 * high)
        most = int(np.abs(after - before).argmax())
        moves = abs(after[most] - before[most]) >= 0.005
        says = f"{fixed(before[most], 2)} becomes {fixed(after[most], 2)}" if moves else "no share moves"
        note = Note((places[most] + BESIDE, after[most]), says)
        plots.append(
            Plot((bars, points), name, "word", "share", x_ticks=ticks, y_limits=limits, notes=(note,))
        )
        told.append(
            f"Shares, {name}: {_in_words(before)}; after adding {shift:g} to each: {_in_words(after)}."
        )
    return ChartFrame(plots, f"Scores {given}: add {shift:g} to each", "hand-set", " ".join(told))


def softmax_gradients(*rows):
    """The table diag(w) − w wᵀ for several rows of scores, side by side. -> MatrixFrame

    rows: scores, one for each word.  Row i, column j: how far weight i moves for each unit of score j.
    """
    panels, told = [], []
    for scores in rows:
        scores = np.atleast_1d(read_floats(scores, "scores", float))
        weights = softmax(scores)
        gradient = fractions(weights)[1]
        panel = Panel(
            softmax_gradient(weights),
            title=f"gradient {fixed(gradient, 2)}",
            rows=[f"{fixed(weight, 2)}" for weight in weights],
            columns=[_in_words(score) for score in scores],
            row_axis="weight that moves",
            column_axis="score that is nudged",
            kind="signed",
            limit=0.25,
        )
        panels.append(panel)
        told.append(
            f"Scores {_in_words(scores)} give weights {_in_words(weights)}; "
            f"gradient {fixed(gradient, 2)} of its maximum."
        )
    return MatrixFrame(panels, "How far each weight moves when a score is nudged", "hand-set", " ".join(told))


@functools.lru_cache(maxsize=1)
def random_scores():
    """Random q · k for every d_k in LENGTHS, always the same. -> [n_lengths, N_QUERIES, N_KEYS]

    Each number of q and k has mean 0 and variance 1 (seed SEED); a short q is the beginning of a longer one.
    """
    rng = np.random.default_rng(SEED)
    query = rng.standard_normal((N_QUERIES, 1, LENGTHS[-1]))
    key = rng.standard_normal((N_QUERIES, N_KEYS, LENGTHS[-1]))
    added = np.add.reduceat(query * key, [0, *LENGTHS[:-1]], axis=-1)  # by each length to the one before
    return np.moveaxis(np.cumsum(added, axis=-1), -1, 0)


@functools.cache
def mean_fractions(rule):
    """Mean entropy and gradient size of all random queries for every d_k, as shares of the maximum.

    rule: a key of RULES -> (entropy [n_lengths], gradient [n_lengths]), each from 0 to 1.
    """
    divisors = np.array([_divisor(rule, d_k) for d_k in LENGTHS])
    weights = softmax(random_scores() / divisors[:, np.newaxis, np.newaxis])
    return tuple(part.mean(axis=1) for part in fractions(weights))


@functools.lru_cache(maxsize=1)
def typical_query():
    """Which random query is the most like the mean of all, undivided, over every d_k. -> its place, from 0"""
    each = entropy(softmax(random_scores()))
    return int(np.abs(each - each.mean(axis=1, keepdims=True)).sum(axis=0).argmin())


def scaling(d_k=64, rule="divided by √d_k"):
    """Random scores under a rule: how they spread, what softmax makes of them, entropy and gradient.

    d_k: one of LENGTHS; rule: a key of RULES -> ChartFrame of three plots.
    Raises ValueError: a d_k or a rule that is not there.
    """
    if d_k not in LENGTHS:
        raise ValueError(f"d_k must be one of {', '.join(map(str, LENGTHS))}: got {d_k!r}.")
    now = LENGTHS.index(d_k)
    scores = random_scores()[now] / _divisor(rule, d_k)
    weights = softmax(scores)
    row = weights[typical_query()]
    entropies, gradients = mean_fractions(rule)
    spread, words = scores.std(), np.exp(entropy(weights)).mean()
    bars = Plot(
        (Series(np.arange(1, N_KEYS + 1), row, "bars"),),
        title="Weights of one typical query",
        x_label="key",
        y_label="weight",
        y_limits=(0, 1),
        x_ticks=tuple((number, str(number)) for number in range(1, N_KEYS + 1)),
        note=f"largest {fixed(row.max(), 2)}; {fixed(math.exp(entropy(row)), 1)} of {N_KEYS} words share",
    )
    curves = Plot(
        (
            Series(LENGTHS, entropies, label="entropy"),
            Series(LENGTHS, gradients, dashed=True, label="gradient"),
            Series([d_k, d_k], [entropies[now], gradients[now]], "points", label=f"d_k = {d_k}"),
        ),
        title=f"Mean of all {N_QUERIES} queries",
        x_label="d_k",
        y_label="share of the maximum",
        x_log=True,
        y_limits=(0, 1.05),
        x_ticks=tuple((length, str(length)) for length in LENGTHS[::2]),
        note=f"{fixed(words, 1)} of {N_KEYS} words share; gradient {fixed(gradients[now], 2)}",
    )
    alt = (
        f"Random q and k with d_k = {d_k}, scores {rule}: they spread by {fixed(spread, 2)}. "
        f"One typical query gives its largest weight, {fixed(row.max(), 2)}, to one of {N_KEYS} keys. "
        f"In the mean of {N_QUERIES} queries, {fixed(words, 1)} words share the attention and the gradient "
        f"of the softmax is {fixed(gradients[now], 2)} of its maximum."
    )
    title = f"d_k = {d_k}, scores {rule} ({N_QUERIES} queries × {N_KEYS} keys, seed {SEED})"
    return ChartFrame((_spread_of(scores), bars, curves), title, "random", alt)


def _spread_of(scores):
    """How scores spread: a histogram whose axis grows where it must. -> Plot"""
    spread = scores.std()
    edge = next((edge for edge in EDGES if spread < edge), EDGES[-1])
    wider = edge // EDGES[0]
    edges = np.linspace(-edge, edge, 81)
    counts, _ = np.histogram(scores, edges)
    outside = 1 - counts.sum() / scores.size
    return Plot(
        (Series(edges, counts / scores.size, "steps"),),
        title=f"How {scores.size} scores spread",
        x_label="what enters the softmax",
        y_label="fraction of the scores",
        x_limits=(-edge, edge),
        x_ticks=tuple((place, _in_words(place)) for place in range(-edge, edge + 1, edge // 2)),
        note=f"spread {_in_words(spread)}"
        + (f"; {outside:.0%} lie outside the picture" if outside >= 0.005 else "")
        + (f"; axis {wider} times wider" if wider > 1 else ""),
    )


def own_query(query, key, rule="divided by √d_k"):
    """A query and keys set by hand: scores, weights, entropy and gradient, beside the same without a rule.

    query [d_k], key [n_keys, d_k] -> ChartFrame of three plots; rule: a key of RULES.
    Raises ValueError: shapes that do not fit, or a rule that is not there.
    """
    query, key = read_floats(query, "query", float), read_floats(key, "key", float)
    if query.ndim != 1 or key.ndim != 2 or key.shape[1] != len(query):
        raise ValueError(
            f"A key needs as many numbers as the query: got query {query.shape}, key {key.shape}."
        )
    scores = key @ query
    used = scores / _divisor(rule, len(query))
    untouched, weights = softmax(scores), softmax(used)
    measures, before = ([float(part) for part in fractions(w)] for w in (weights, untouched))
    words_that_share = math.exp(entropy(weights))
    places = np.arange(1, len(key) + 1)
    words = tuple((place, f"k{chr(0x2080 + place)}") for place in places)  # k₁, k₂ …

    def pair(now, left, places=places, digits=2, least=0):
        names = tuple(_number(value, digits) if abs(value) >= least else "" for value in now)
        bars = Series(places, now, "bars", label=rule, names=names)
        return bars, Series(np.asarray(places) + BESIDE, left, "points", label="left as they are")

    digits = 1 if np.abs(used).max() < 100 else 0
    two = pair(measures, before, (1, 2))
    plots = (
        Plot(pair(used, scores, digits=digits), "Scores", "key", "score", x_ticks=words),
        Plot(
            pair(weights, untouched, least=0.005),
            "Weights (softmax)",
            "key",
            "weight",
            x_ticks=words,
            y_limits=(0, 1.12),
        ),
        Plot(
            two,
            "Entropy and gradient",
            y_label="share of the maximum",
            y_limits=(0, 1.12),
            x_ticks=((1, "entropy"), (2, "gradient")),
            note=f"exp(entropy): {fixed(words_that_share, 2)} of {len(key)} words share the attention",
        ),
    )
    alt = (
        f"Scores {_in_words(scores)}; {rule}: {_in_words(used)}. Weights {_in_words(weights)} "
        f"(scores left as they are: {_in_words(untouched)}). Entropy {fixed(measures[0], 2)} of its maximum: "
        f"{fixed(words_that_share, 2)} of {len(key)} words share the attention; "
        f"gradient {fixed(measures[1], 2)} of its maximum."
    )
    return ChartFrame(plots, f"One query, {len(key)} keys, d_k = {len(query)}", "hand-set", alt)


def row_to_weights(model, sentence, asks="it", layer=2, head=1):
    """The trained scores of one word, divided by √d_k, then its weights: three rows, a column for each word.

    layer and head: counted from 1 -> MatrixFrame of three panels.
    Raises ValueError: a layer, head or word that is not there, or a sentence that cannot be read.
    """
    steps = run(model, sentence)
    made = steps.head(layer, head)
    scores = made.scores[place_of(asks, steps.tokens)].astype(float)
    root = math.sqrt(made.query.shape[-1])
    scaled, weights = scores / root, softmax(scores / root)
    best, limit = int(scores.argmax()), float(np.abs(scores).max())
    common = {"columns": steps.tokens, "column_axis": ASKED, "rows": (asks,), "marked": ((0, best),)}
    rows = (
        (scores, "score q · k", {"kind": "signed", "limit": limit}, 2),
        (scaled, f"divided by {root:g}", {"kind": "signed", "limit": limit}, 2),
        (weights, "softmax: the weights", {}, 3),
    )
    panels = [
        Panel(row, title, sizes=f"{steps.tokens[best]} {_number(row[best], digits)}", **look, **common)
        for row, title, look, digits in rows
    ]
    first = [int(place) for place in scores.argsort()[::-1][:TOLD]]
    told = "; ".join(
        f"{steps.tokens[place]}: score {_number(scores[place], 2)}, scaled {_number(scaled[place], 2)}, "
        f"weight {fixed(weights[place], 3)}"
        for place in first
    )
    rest = f"The other {len(scores) - len(first)} weights add up to {fixed(1 - weights[first].sum(), 3)}."
    title = f"“{asks}” asks in layer {layer}, head {head}: from scores to weights"
    alt = f"The highest scores are of {told}. {rest}"
    return MatrixFrame(panels, title, model.badge, alt, across=1)


def divided_row(model, sentence, divisor=8.0, asks="it", layer=2, head=1):
    """The trained scores of one word, divided and softmaxed; how many words share, for every divisor.

    The curve of head 1 stands beside that of the head.

    divisor: above 0; layer and head: counted from 1 -> ChartFrame of two plots.
    Raises ValueError: a divisor, layer, head or word that is not there, or a sentence that cannot be read.
    """
    if not divisor > 0:
        raise ValueError(f"The divisor must be above 0: got {divisor!r}.")
    steps = run(model, sentence)
    made = steps.head(layer, head)
    scores = made.scores[place_of(asks, steps.tokens)].astype(float)
    weights = softmax(scores / divisor)
    best, n_words = int(weights.argmax()), len(scores)
    shares = math.exp(entropy(weights))
    d_k, places, colour = made.query.shape[-1], np.arange(n_words), f"head {head}"
    root = math.sqrt(d_k)
    grid = np.geomspace(DIVISORS[0], DIVISORS[-1], 61)

    def shared(scores):
        return np.exp(entropy(softmax(scores / grid[:, np.newaxis])))

    first = steps.head(layer, 1).scores[place_of(asks, steps.tokens)].astype(float)
    beside = (
        () if head == 1 else (Series(grid, shared(first), "line", "head 1", dashed=True, label="head 1"),)
    )

    names = tuple(_number(weight, 2) if weight >= 0.005 else "" for weight in weights)
    bars = Plot(
        (Series(places, weights, "bars", colour, names=names),),
        title=f"Weights of “{asks}”",
        x_label=ASKED,
        y_label="weight",
        y_limits=(0, 1.2),
        x_ticks=tuple(zip(places, steps.tokens, strict=True)),
        note=f"{fixed(shares, 2)} of {n_words} words share the attention",
    )
    says = f"divided by {divisor:.3g}: {fixed(shares, 2)} of {n_words} words share"
    curve = Plot(
        (
            Series(grid, shared(scores), "line", colour, label=colour),
            Series([root, root], [0, n_words], "line", dashed=True, label=f"√{d_k} = {root:.3g}"),
            Series([divisor], [shares], "points", colour, label="now"),
            *beside,
        ),
        title="How many words share",
        x_label="divisor",
        y_label="words",
        x_log=True,
        y_limits=(0, n_words),
        x_ticks=tuple((number, str(number)) for number in (1, 2, 4, 8, 16, 32, 64)),
        notes=(Note((divisor, shares), says),),
    )
    alt = (
        f"The scores of {asks} in layer {layer}, head {head}, divided by {divisor:.3g}: its largest "
        f"weight is {fixed(weights[best], 2)}, on {steps.tokens[best]}. "
        f"{fixed(shares, 2)} of {n_words} words share the attention."
    )
    title = f"Layer {layer}, head {head}: scores of “{asks}” divided by {divisor:.3g}"
    return ChartFrame((bars, curve), title, model.badge, alt)


def _divisor(rule, d_k):
    if rule not in RULES:
        raise ValueError(f"There is no rule {rule!r}: choose one of {', '.join(RULES)}.")
    return RULES[rule](d_k)


def _number(value, digits):
    text = f"{value:.{digits}f}"
    return text.replace("-", "−") if float(text) else text.lstrip("-")


def _in_words(values):
    """Numbers for a sentence: at most two digits after the dot, a true minus sign."""
    texts = [f"{fixed(value, 2)}".rstrip("0").rstrip(".") for value in np.atleast_1d(values)]
    return ", ".join("0" if text == "-0" else text.replace("-", "−") for text in texts)
