"""All words at once: X makes Q, K and V, one formula makes Z; a mask; how long it takes."""

from dataclasses import replace

import numpy as np

from helpers.attention import attention_weights, causal_mask, scaled_dot_product_attention
from helpers.pictures.formula import formula_panels, three_roles
from helpers.pictures.heads import run
from helpers.pictures.kinds import ASKED, ASKS, ChartFrame, MatrixFrame, Note, Panel, Plot, Series
from helpers.pictures.words import cell_words, exact, fixed, largest_cells, span, weight_words
from helpers.shapes import read_floats

__all__ = ["growth", "masked", "packed", "race", "small_formula"]

BYTES = 4  # of a number, as the model keeps it
SHORT = 4  # products that are written out in a callout
MASKS = ("no mask", "zeros after the softmax", "−∞ before the softmax")


def packed(x, W_query, W_key, W_value, words, badge="hand-set"):
    """All words in one matrix: X × W_query = Q, X × W_key = K, X × W_value = V. -> MatrixFrame of nine panels

    x [n_tokens, d_model]; W [d_model, d_k]; words: a name for each row of x.
    Raises ValueError: shapes that do not fit.
    """
    frame = three_roles(x, W_query, W_key, W_value, words, badge)
    panels = [
        replace(panel, title=panel.title.upper() if len(panel.title) == 1 else panel.title)
        for panel in frame.panels
    ]
    alt = "; ".join(
        f"{panel.title}: {' / '.join(', '.join(exact(number) for number in row) for row in panel.values)}"
        for panel in (panels[0], *panels[2::3])
    )
    title = "Every row is a word: X makes Q, K and V"
    return replace(frame, panels=panels, title=title, alt=f"X times each W, row by row. {alt}.")


def small_formula(query, key, value, words, badge="hand-set"):
    """softmax(Q × Kᵀ ÷ √d_k) × V = Z with a few numbers, each in its box, the scores too.

    -> MatrixFrame of six panels
    query, key [n_tokens, d_k]; value [n_tokens, d_v]; words: a name for each row.
    Raises ValueError: shapes that do not fit.
    """
    steps = scaled_dot_product_attention(query, key, value)
    divisor = f"√{steps.query.shape[1]}"
    limits = {name: float(np.abs(getattr(steps, name)).max()) for name in ("query", "key", "value")}
    panels = list(formula_panels(steps, words, divisor, "boxes", limits | {"context": limits["value"]}))
    for place, (row, column) in ((2, (query[0], key[0])), (5, (steps.weights[0], steps.value[:, 0]))):
        panels[place] = replace(panels[place], notes=_products(row, column))
    rows = "; ".join(
        f"{word}: {', '.join(fixed(one, 2) for one in row)}"
        for word, row in zip(words, steps.context, strict=True)
    )
    numbers = " / ".join(", ".join(exact(score) for score in row) for row in steps.scores)
    alt = (
        f"Q × Kᵀ = {numbers}, divided by {divisor}, becomes weights; weights × V = Z. The rows of Z: {rows}."
    )
    return MatrixFrame(panels, "One formula: softmax(Q × Kᵀ ÷ √d_k) × V = Z", badge, alt, across=3)


def _products(row, column):
    """A callout at the first cell of a product: what is multiplied there, if it is not too long to read."""
    if len(row) > SHORT:
        return ()
    pairs = zip(row, column, strict=True)
    parts = (f"{_brief(one)} · {_brief(two)}" for one, two in pairs)
    return (Note((0, 0), f"{exact(np.dot(row, column), 3)} = {' + '.join(parts)}"),)


def _brief(number):
    """Two digits that count; a number of which hardly anything is left, such as a tiny weight, is 0.00."""
    return fixed(number, 2) if 0 < abs(number) < 0.005 else exact(number, 2)


def masked(model, sentence, mask=MASKS[0], layer=2, head=1, asks=None):
    """Scores, weights and their row sums, when no word may look at a later one.

    -> MatrixFrame of three panels
    What the mask forbids is hatched.
    mask: one of MASKS: none; zeros written after the softmax, which is wrong; −∞ written before it.
    asks: place of a word, from 0, whose row of weights is highlighted (None: of none).
    Raises ValueError: another mask, a layer or head that is not there, or a sentence that cannot be read.
    """
    if mask not in MASKS:
        raise ValueError(f"There is no mask {mask!r}: choose one of {', '.join(MASKS)}.")
    steps = run(model, sentence)
    tokens, scores = steps.tokens, steps.head(layer, head).scaled_scores.astype(float)
    may_look, limit = causal_mask(len(tokens)), float(np.abs(scores).max())
    weights = attention_weights(scores, may_look if mask == MASKS[2] else None)
    if mask == MASKS[1]:
        weights = weights * may_look
    if mask == MASKS[2]:
        scores = np.where(may_look, scores, -np.inf)
    sums = weights.sum(axis=1)
    forbidden = () if mask == MASKS[0] else tuple(map(tuple, np.argwhere(~may_look).tolist()))
    rows, columns = {"rows": tokens, "row_axis": ASKS}, {"columns": tokens, "column_axis": ASKED}
    panels = (
        Panel(scores, "scores ÷ √d_k", kind="signed", limit=limit, links=("query", "key"), **rows, **columns),
        Panel(weights, "weights", links=("query", "key"), marked=forbidden, **rows, **columns),
        Panel(sums[:, np.newaxis], "row sums", links=("query", ""), **rows),
    )
    low, high = int(sums.argmin()), weight_words(sums.max())
    told = f"every row of weights adds up to {high}."
    if sums.max() - sums.min() > 0.005:
        told = f"the rows of weights add up to {weight_words(sums[low])} (“{tokens[low]}”) to {high}."
    best = cell_words(panels[1], *largest_cells(weights, 1)[0])
    seen = scores[np.isfinite(scores)]
    alt = f"Layer {layer}, head {head}, {mask}: scores {span(seen)}; largest weight {best}; {told}"
    return MatrixFrame(
        panels,
        f"{mask[0].upper()}{mask[1:]}: layer {layer}, head {head}",
        model.badge,
        alt,
        across=3,
        selected=() if asks is None else (1, asks, -1),
    )


def race(sizes, loop, matrix, n_tokens):
    """How long a loop and a matrix product take for the same result, and their ratio.

    -> ChartFrame of two plots
    sizes [n]: numbers of words; loop, matrix [n]: seconds for each; n_tokens: the size that is marked.
    Raises ValueError: a number of words that was not measured.
    """
    if n_tokens not in sizes:
        raise ValueError(f"{n_tokens} words were not measured: choose one of {', '.join(map(str, sizes))}.")
    loop, matrix = read_floats(loop, "loop", float), read_floats(matrix, "matrix", float)
    here, ratio = list(sizes).index(n_tokens), loop / matrix
    slow, quick = (f"{exact(1000 * seconds[here], 2)} ms" for seconds in (loop, matrix))
    ticks = tuple((size, str(size)) for size in sizes)
    common = {"x_label": "words (n_tokens)", "x_log": True, "y_log": True, "x_ticks": ticks}
    both = Plot(
        (
            Series(sizes, loop, "line", "plain", "loop", dashed=True),
            Series(sizes, matrix, "line", "result", "formula", width=1.4),
            Series([n_tokens] * 2, [loop[here], matrix[here]], "points", names=(slow, quick)),
        ),
        "Time for all words",
        y_label="seconds",
        note=f"{n_tokens} words: {slow} with the loop, {quick} with the formula",
        **common,
    )
    times = f"{exact(ratio[here], 2)} ×"
    ratios = Plot(
        (
            Series(sizes, ratio, "line", "plain", "loop ÷ formula"),
            Series([n_tokens], [ratio[here]], "points", names=(times,)),
        ),
        "How many times longer the loop takes",
        y_label="ratio",
        note=f"{n_tokens} words: the loop takes {times} as long",
        **common,
    )
    told = f"For {n_tokens} words the loop takes {slow} and the formula {quick}: {times}."
    alt = f"{told} Measured on this machine."
    return ChartFrame((both, ratios), "Loop against formula, measured on this machine", "measured", alt)


def growth(sizes, d_model):
    """How the weights of one head outgrow the words' vectors, as both are stored: four bytes a number.

    sizes [n]: numbers of words; d_model: numbers of a word. -> ChartFrame
    """
    sizes = np.array(sizes, float)
    vectors, weights = (BYTES * sizes * width / 1e6 for width in (d_model, sizes))
    alike = BYTES * d_model**2 / 1e6
    plot = Plot(
        (
            Series(sizes, vectors, role="embedding", label="X, all words"),
            Series(sizes, weights, role="weight", label="weights of one head", width=1.4),
        ),
        x_label="words (n_tokens)",
        y_label="MB",
        x_log=True,
        y_log=True,
        x_ticks=tuple((size, fixed(size, 0)) for size in sizes),
        notes=(Note((d_model, alike), f"{d_model} words: both have {exact(alike, 3)} MB"),),
    )
    ends = [exact(each[-1], 3) for each in (vectors, weights)]
    told = f"For {fixed(sizes[-1], 0)} words, X has {ends[0]} MB, and the weights of one head {ends[1]} MB."
    alt = f"{told} Both lines cross at {d_model} words."
    return ChartFrame((plot,), "What grows with the number of words", "computed", alt)
