"""The formula in matrices, which several lessons draw: x × W in one role and in three, softmax(QKᵀ/√d_k)V."""

import numpy as np

from helpers.attention import scaled_dot_product_attention
from helpers.languages import translate as _
from helpers.pictures.heads import run
from helpers.pictures.kinds import ASKED, ASKS, MatrixFrame, Note, Panel
from helpers.pictures.words import added, exact, listed, weight_words
from helpers.shapes import read_floats

SYMBOLS = {"query": "q", "key": "k", "value": "v"}


def project(x, W, role, words, badge="hand-set", change=None, by_hand=None):
    """x × W = q, k or v, every number in its box. -> MatrixFrame of three panels

    x [n_words, d_model]; W [d_model, d_k]; role: "query", "key" or "value";
    words: a name for each row of x, nine at most;
    change: (row, column) of an entry of W that is bordered, with the column of the result that it reaches;
    by_hand: (row, column) of a number of the result: what makes it is bordered, and its products are told.
    Raises ValueError: shapes that do not fit.
    """
    x, W = np.atleast_2d(read_floats(x, "x", float)), read_floats(W, "W", float)
    if W.ndim != 2 or x.shape[1] != W.shape[0]:
        raise ValueError(f"x needs as many columns as W has rows: got x {x.shape} and W {W.shape}.")
    made = x @ W
    limit = float(max(np.abs(x).max(), np.abs(W).max(), np.abs(made).max()))
    symbol = SYMBOLS[role]
    met, marked, reached, notes = _bordered(x, W, made, change, by_hand)
    d_model, d_k = W.shape
    panels = (
        Panel(
            x,
            "x",
            _numbered("x", words),
            kind="boxes",
            role="embedding",
            limit=limit,
            marked=met,
            sizes=f"{len(x)} × {d_model}",
        ),
        Panel(
            W,
            f"W_{role}",
            kind="boxes",
            role=role,
            limit=limit,
            before="×",
            marked=marked,
            sizes=f"{d_model} × {d_k}",
        ),
        Panel(
            made,
            symbol,
            _numbered(symbol, words),
            kind="boxes",
            role=role,
            limit=limit,
            before="=",
            marked=reached,
            notes=notes,
            sizes=f"{len(x)} × {d_k}",
        ),
    )
    rows = "; ".join(f"{word}: {listed(row.round(2))}" for word, row in zip(words, made, strict=True))
    told = _("x × W_{role} = {symbol}. The rows of {symbol}: {rows}.")
    return MatrixFrame(
        panels,
        f"x × W_{role} = {symbol}",
        badge,
        told.format(role=role, symbol=symbol, rows=rows),
        across=3,
    )


def _bordered(x, W, made, change, by_hand):
    """What `project` borders in x, in W and in the result, and its callouts."""
    if change is not None:
        row, column = change
        product = f"{exact(x[0, row])} × {exact(W[row, column])} = {exact(x[0, row] * W[row, column])}"
        said = _("number {number} of x, times that entry: {product}")
        told = Note((0, column), said.format(number=row + 1, product=product))
        reached = tuple((word, column) for word in range(len(made)))
        return (), (tuple(change),), reached, (told,) if len(x) == 1 else ()
    if by_hand is None:
        return (), (), (), ()
    row, column = by_hand
    pairs = zip(x[row], W[:, column], strict=True)
    products = added(f"{exact(one)}×{exact(other)}" for one, other in pairs)
    notes = (Note((row, column), f"{products} = {exact(made[row, column])}"),)
    return ((row, -1),), ((-1, column),), (tuple(by_hand),), notes


def three_roles(x, W_query, W_key, W_value, words, badge="hand-set"):
    """The same x times three matrices: one row of panels for each role. -> MatrixFrame of nine panels"""
    parts = [
        project(x, W, role, words, badge)
        for W, role in ((W_query, "query"), (W_key, "key"), (W_value, "value"))
    ]
    panels = [panel for part in parts for panel in part.panels]
    return MatrixFrame(
        panels, _("Each word in three roles"), badge, " ".join(part.alt for part in parts), across=3
    )


def formula(model, sentence, asks=None, layer=2, head=1):
    """The same with all the numbers of one head. -> MatrixFrame of five panels, linked by query and key

    asks: place of the word that asks, from 0: its largest weight is highlighted; layer, head: from 1. The
    colours keep their meaning when the head changes.
    Raises ValueError: a word, layer or head that is not there, or a sentence that cannot be read.
    """
    whole = run(model, sentence)
    tokens, heads, made = whole.tokens, whole.heads(layer), whole.head(layer, head)
    names = ("query", "key", "value", "context")
    limits = {name: float(np.abs(getattr(heads, name)).max()) for name in names}
    steps = scaled_dot_product_attention(*(getattr(made, name).astype(float) for name in names[:3]))
    panels = formula_panels(steps, tokens, f"{model.d_k**0.5:g}", "signed", limits)
    selected, told = (), ""
    if asks is not None:
        if not 0 <= asks < len(tokens):
            said = _("The sentence has {count} tokens: choose place 1 to {count}, not {place}.")
            raise ValueError(said.format(count=len(tokens), place=asks + 1))
        best = int(steps.weights[asks].argmax())
        selected = (2, asks, best)
        told = " " + _("“{word}” looks most at “{other}”: {weight}.").format(
            word=tokens[asks], other=tokens[best], weight=weight_words(steps.weights[asks, best])
        )
    alt = _(
        "Layer {layer}, head {head}: {sizes}. "
        "Row by row, each query meets all {count} keys, and its weights mix the rows of V."
    ).format(layer=layer, head=head, sizes=sizes_of(panels), count=len(tokens))
    title = _("softmax(Q × Kᵀ ÷ √d_k) × V = Z, layer {layer}, head {head}").format(layer=layer, head=head)
    return MatrixFrame(panels, title, model.badge, alt + told, across=3, selected=selected)


def formula_panels(steps, words, divisor, kind, limits):
    """The matrices of the formula. Rows that belong to one query, or to one key, are linked."""

    def many(values, title, role, links, **more):
        sizes = f"{values.shape[0]} × {values.shape[1]}"
        return Panel(
            values, title, role=role, links=links, kind=kind, limit=limits[role], sizes=sizes, **more
        )

    n_tokens = len(words)
    asks, asked = {"rows": words, "row_axis": _(ASKS)}, {"columns": words, "column_axis": _(ASKED)}
    square = {"links": ("query", "key"), "sizes": f"{n_tokens} × {n_tokens}", **asks, **asked}
    small = kind == "boxes"
    scores = [Panel(steps.scores, "scores = QKᵀ", kind=kind, before="=", **square)] if small else []
    title = f"weights = softmax(QKᵀ/{divisor})"
    shades, role = ("boxes", "weight") if small else ("weights", "plain")
    return (
        many(steps.query, "Q", "query", ("query", ""), **asks),
        many(steps.key.T, "Kᵀ", "key", ("", "key"), before="×", **asked),
        *scores,
        Panel(steps.weights, title, kind=shades, role=role, limit=1, before="→", **square),
        many(steps.value, "V", "value", ("key", ""), rows=words, row_axis=_(ASKED), before="×"),
        many(steps.context, "Z", "context", ("query", ""), before="=", **asks),
    )


def sizes_of(panels):
    return " ".join(f"{panel.before} {panel.title} ({panel.sizes})".strip() for panel in panels)


def _numbered(symbol, words):
    """Name each row: x₁ it, x₂ animal; one word alone needs no number."""
    if len(words) == 1:
        return (f"{symbol} {words[0]}",)
    return tuple(f"{symbol}{chr(0x2080 + number)} {word}" for number, word in enumerate(words, start=1))
