"""q · k: one query meets one key, number by number; then every key; then as two lengths and an angle."""

import numpy as np

from helpers.pictures.answers import meant
from helpers.pictures.heads import run
from helpers.pictures.kinds import ASKED, ChartFrame, MatrixFrame, Note, Panel, Plot, Series
from helpers.pictures.words import added, exact, fixed
from helpers.shapes import read_floats

__all__ = ["key_angles", "products", "running_sum", "score_by_hand", "scores", "two_arrows"]

LONGEST = 5  # of an arrow in the plane of two_arrows


def score_by_hand(query, key, words, badge="hand-set"):
    """One query times each key, number by number; each row added up is a score. -> MatrixFrame of four panels

    query [d_k], of the first word; key [n_keys, d_k]; words: a name for each key. The highest score is
    marked.
    Raises ValueError: shapes that do not fit.
    """
    query, key = read_floats(query, "query", float), read_floats(key, "key", float)
    if query.ndim != 1 or key.ndim != 2 or key.shape[1] != len(query) or len(words) != len(key):
        raise ValueError(
            f"A key needs as many numbers as the query, and a word: got query {query.shape}, key {key.shape} "
            f"and {len(words)} words."
        )
    products = query * key
    scores = products.sum(axis=1)
    asks = [f"q₁ {words[0]}"] * len(key)
    answers = [f"k{_low(place)} {word}" for place, word in enumerate(words, start=1)]
    pairs = [f"q₁ · k{_low(place)}" for place in range(1, len(key) + 1)]
    best = tuple((int(place), 0) for place in np.flatnonzero(scores == scores.max()))
    limit = float(max(np.abs(query).max(), np.abs(key).max()))
    rows = len(key)
    common = {"kind": "boxes", "sizes": f"{rows} × {len(query)}"}
    panels = (
        Panel(np.tile(query, (len(key), 1)), "query", asks, role="query", limit=limit, **common),
        Panel(key, "key", answers, role="key", before="∗", limit=limit, **common),
        Panel(products, "products", before="=", **common),
        Panel(scores[:, None], "score", pairs, kind="boxes", before="Σ", marked=best, sizes=f"{rows} × 1"),
    )
    sums = [f"{added(map(exact, row))} = {exact(score)}" for row, score in zip(products, scores, strict=True)]
    alt = " ".join(f"{pair} = {total}." for pair, total in zip(pairs, sums, strict=True))
    return MatrixFrame(panels, f"“{words[0]}” asks: multiply, then add up", badge, alt, across=4)


def products(model, sentence, asks, asked, layer=2, head=1, beside=()):
    """The query of one word, the key of another and their d_k products. -> MatrixFrame of three strips

    asks, asked: places of the two words, from 0; layer, head: from 1. The colours keep their meaning for all
    words of the head, and of the sentences `beside` this one.
    Raises ValueError: a word, layer or head that is not there, or a sentence that cannot be read.
    """
    tokens, query, key = _head(model, sentence, layer, head, asks, asked)
    q, k = query[asks], key[asked]
    score = q @ k
    sizes = [
        np.abs(_head(model, one, layer, head)[1:]).max(axis=1) for one in dict.fromkeys((sentence, *beside))
    ]
    limit = float(np.max(sizes))
    most = max(float((q_size * k_size).max()) for q_size, k_size in sizes)
    added = f"{q.size} products, they add up to {fixed(score, 2)}"
    row = [f"head {head}"]  # one name for all three: pointing at one number lights its column in each
    panels = (
        Panel(q, f"q of “{tokens[asks]}”", row, kind="signed", role="query", limit=limit),
        Panel(k, f"k of “{tokens[asked]}”", row, kind="signed", role="key", limit=limit, before="∗"),
        Panel(q * k, "q ∗ k", row, kind="signed", limit=most, before="=", sizes=added),
    )
    above, below = (q * k)[q * k > 0].sum(), (q * k)[q * k < 0].sum()
    alt = (
        f"Layer {layer}, head {head}: the {q.size} products of the query of “{tokens[asks]}” and the key of "
        f"“{tokens[asked]}” add up to {fixed(score, 2)}. Those above zero give {fixed(above, 2)}, "
        f"those below {fixed(below, 2)}."
    )
    title = f"“{tokens[asks]}” asks “{tokens[asked]}”, layer {layer}, head {head}"
    return MatrixFrame(panels, title, model.badge, alt, across=1)


def running_sum(model, sentence, asks, asked, layer=2, head=1):
    """How the scores of one query with several keys grow, one product after the other. -> ChartFrame

    asks: place of the word that asks; asked: places of the words that are asked, all from 0.
    Raises ValueError: as for products.
    """
    tokens, query, key = _head(model, sentence, layer, head, asks, *asked)
    sums = np.cumsum(query[asks] * key[list(asked)], axis=1)
    d_k = query.shape[1]
    zero = Series([0, d_k], [0, 0], "line", width=0.5)
    above = (query[asks] * key[list(asked)] > 0).sum(axis=1)
    notes = [
        Note(_largest_step(course), f"“{tokens[place]}”: {count} of {d_k} products above 0")
        for place, count, course in zip(asked, above, sums, strict=True)
    ]
    lines = [
        Series(range(d_k + 1), [0, *course], "line", role, f"k of “{tokens[place]}”", dashed=role == "plain")
        for place, course, role in zip(
            asked, sums, [f"head {head}", *["plain"] * (len(asked) - 1)], strict=True
        )
    ]
    names = [f"{tokens[place]} {fixed(course[-1], 1)}" for place, course in zip(asked, sums, strict=True)]
    ends = Series([d_k] * len(asked), sums[:, -1], "points", f"head {head}", names=names)
    plot = Plot(
        (zero, *lines, ends),
        x_label="products added so far",
        y_label="sum",
        x_limits=(0, d_k * 1.18),
        x_ticks=tuple((place, str(place)) for place in range(0, d_k + 1, 8)),
        notes=notes,
    )
    alt = (
        f"Layer {layer}, head {head}: the {d_k} products of the query of “{tokens[asks]}” with each key, "
        f"added one by one. They end at {', '.join(names)}."
    )
    return ChartFrame((plot,), f"The scores of “{tokens[asks]}”, product by product", model.badge, alt)


def scores(model, sentence, asks, asked=None, layer=2, head=1, beside=()):
    """The scores of one query with every word of the sentence, a bar for each. -> ChartFrame

    asks: place of the word that asks; asked: of the word whose bar stands out (None: the highest), from 0.
    The axis keeps its ends for all words of the head, and of the sentences `beside` this one. The title says
    what the pronoun of the sentence means to the whole model.
    Raises ValueError: as for products.
    """
    tokens, query, key = _head(model, sentence, layer, head, asks, *([] if asked is None else [asked]))
    table = query @ key.T
    row = table[asks]
    best = int(row.argmax())
    chosen = best if asked is None else asked
    others = [place for place in range(len(tokens)) if place != chosen]
    tables = [q @ k.T for _, q, k in (_head(model, one, layer, head) for one in (sentence, *beside))]
    low, high = min(0.0, *map(np.min, tables)), max(0.0, *map(np.max, tables))
    room = 0.1 * (high - low)
    digits = [fixed(score, 1) for score in row]
    answer = f"“{tokens[chosen]}” answers"
    plot = Plot(
        (
            Series(others, row[others], "bars", names=[digits[place] for place in others]),
            Series([chosen], row[[chosen]], "bars", f"head {head}", answer, [digits[chosen]]),
        ),
        x_label=ASKED,
        y_label="score q · k",
        x_limits=(-0.6, len(tokens) - 0.4),
        y_limits=(low - room * (low < 0), high + room),
        x_ticks=tuple(enumerate(tokens)),
        note=f"highest: “{tokens[best]}” {digits[best]}",
        notes=(
            Note(
                (asks, max(0.0, row[asks])),
                f"“{tokens[asks]}” with itself" + (": highest" if asks == best else ""),
            ),
        ),
    )
    told = ", ".join(f"{word} {score}" for word, score in zip(tokens, digits, strict=True))
    alt = (
        f"Layer {layer}, head {head}: scores of the query of “{tokens[asks]}” with the keys of all "
        f"{len(tokens)} words: {told}. The highest is “{tokens[best]}”. “{tokens[chosen]}” stands out."
    )
    means = meant(model, sentence)
    title = f"“{tokens[asks]}” asks every word, layer {layer}, head {head}" + (f" ({means})" if means else "")
    return ChartFrame((plot,), title, model.badge, alt)


def key_angles(model, sentence, asks, named, layer=2, head=1):
    """Every key in its true length and at its true angle to one query, which lies flat. -> ChartFrame

    asks: place of the word that asks; named: places of the keys that get a name, all from 0.
    How far a key reaches to the right, times |q|, is its score. Angles between two keys are not shown truly.
    Raises ValueError: as for products.
    """
    tokens, query, key = _head(model, sentence, layer, head, asks, *named)
    length = np.linalg.norm(query[asks])
    along = key @ query[asks] / length
    across = np.linalg.norm(key - np.outer(along, query[asks] / length), axis=1)
    angles = np.degrees(np.arctan2(across, along))
    named, others = list(named), [place for place in range(len(tokens)) if place not in named]
    names = [f"{tokens[place]} {fixed(angles[place], 0)}°" for place in named]
    arcs = [
        Series([length, along[place]], [0, across[place]], "arc", names=[f"θ = {fixed(angles[place], 0)}°"])
        for place in sorted(named, key=lambda place: along[place])[-1:]
    ]
    fives = range(5 * int(np.ceil(min(0, *along) / 5)), int(max(length, *along)) + 1, 5)
    plot = Plot(
        (
            Series(along[others], across[others], "arrows", label="other keys", width=0.6),
            Series(along[named], across[named], "arrows", "key", "keys with names", names),
            Series([length], [0], "arrows", "query", f"query of “{tokens[asks]}”", ["q"]),
            *arcs,
        ),
        x_label="along the query",
        y_label="across the query",
        x_ticks=tuple((place, str(place).replace("-", "−")) for place in fives),
        equal=True,
        note=f"How far a key reaches along the query, × |q| = {fixed(length, 2)}, is its score.",
    )
    told = ", ".join(f"{word} {fixed(angle, 0)}°" for word, angle in zip(tokens, angles, strict=True))
    alt = (
        f"The query of “{tokens[asks]}” lies flat, {fixed(length, 2)} long. "
        f"Angles from it to the keys: {told}."
    )
    title = f"The keys beside the query of “{tokens[asks]}”, layer {layer}, head {head}"
    return ChartFrame((plot,), title, model.badge, alt)


def two_arrows(q_length=4.0, q_angle=20.0, k_length=3.0, k_angle=65.0):
    """A query and a key of two numbers each, as arrows; their score in two ways. -> ChartFrame of two plots

    lengths: 0 to LONGEST; angles: in degrees, anticlockwise from the right.
    Raises ValueError: a length that is negative or too large.
    """
    if not (0 <= q_length <= LONGEST and 0 <= k_length <= LONGEST):
        raise ValueError(f"Lengths go from 0 to {LONGEST}: got {q_length:g} and {k_length:g}.")
    along = _direction(q_angle)
    q, k = q_length * along, k_length * _direction(k_angle)
    between = abs((k_angle - q_angle + 180) % 360 - 180)
    angle = fixed(between, 0)
    shadow = k_length * np.cos(np.radians(between))  # of k on the line of q
    foot, score, geometric = shadow * along, q @ k, q_length * shadow
    end = 1.1 * LONGEST
    (left, right), (low, high) = np.outer(along, [-end, end])
    plane = Plot(
        (
            Series([left, right], [low, high], dashed=True, width=0.5),
            Series([k[0], foot[0]], [k[1], foot[1]], dashed=True, width=0.7),
            Series([0, foot[0]], [0, foot[1]], role="key", label="shadow of k on the line of q", width=3),
            Series([q[0]], [q[1]], "arrows", "query", "q", ["q"], width=1.3),
            Series([k[0]], [k[1]], "arrows", "key", "k", ["k"], width=1.3),
            Series([q[0], k[0]], [q[1], k[1]], "arc", names=[f"θ = {angle}°"]),
        ),
        title=f"angle θ = {angle}°, shadow |k| cos θ = {fixed(shadow, 2)}",
        notes=(Note((foot[0] / 2, foot[1] / 2), f"shadow {fixed(shadow, 2)}"),),
        x_label="first number",
        y_label="second number",
        x_limits=(-end, end),
        y_limits=(-end, end),
        equal=True,
    )
    bars = np.round([*(q * k), score, geometric], 9)
    edge = 1.15 * LONGEST**2
    sums = Plot(
        (Series(range(4), bars, "bars", names=[fixed(bar, 2) for bar in bars]),),
        title=f"{fixed(q_length, 2)} × {fixed(k_length, 2)} × cos {angle}° = {fixed(geometric, 2)}",
        y_limits=(-edge, edge),
        x_ticks=tuple(enumerate(("product 1", "product 2", "their sum", "|q| |k| cos θ"))),
    )
    first, second, added, formula = (fixed(bar, 2) for bar in bars)
    alt = (
        f"q has length {fixed(q_length, 2)} and k has length {fixed(k_length, 2)}, "
        f"with {angle}° between them. "
        f"The shadow of k on q is {fixed(shadow, 2)}. The products {first} and {second} add up to {added}, "
        f"and |q| |k| cos θ is {formula}."
    )
    return ChartFrame((plane, sums), "A score as two lengths and an angle", "hand-set", alt)


def _head(model, sentence, layer, head, *places):
    """The words of a sentence, the queries and the keys of one head. -> (tokens, [n, d_k], [n, d_k])"""
    steps = run(model, sentence)
    made = steps.head(layer, head)
    for place in places:
        if not 0 <= place < len(steps.tokens):
            count = len(steps.tokens)
            raise ValueError(f"The sentence has {count} tokens: choose place 1 to {count}, not {place + 1}.")
    return steps.tokens, made.query.astype(float), made.key.astype(float)


def _largest_step(course):
    """The middle of the largest step of a course of sums, in its second half. -> (x, y)"""
    half = len(course) // 2
    place = half + int(np.abs(np.diff(course[half:])).argmax())
    return place + 1.5, float(course[place] + course[place + 1]) / 2


def _direction(degrees):
    return np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])


def _low(number):
    return str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
