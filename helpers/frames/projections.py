"""One word's vector x times W_query, W_key and W_value: its query, its key and its value."""

import numpy as np

from helpers.frames.describe import listed, span
from helpers.frames.heads import entering, run
from helpers.frames.kinds import MatrixFrame, Panel
from helpers.shapes import read_floats

SYMBOLS = {"query": "q", "key": "k", "value": "v"}


def project(x, W, role, words, badge="hand-set", change=None):
    """x × W = q, k or v, every number in its box. -> MatrixFrame of three panels

    x [n_words, d_model]; W [d_model, d_k]; role: "query", "key" or "value"; words: a name for each row of x, nine at most;
    change: (row, column) of an entry of W that is bordered, with the column of the result that it reaches.
    Raises ValueError: shapes that do not fit.
    """
    x, W = np.atleast_2d(read_floats(x, "x", float)), read_floats(W, "W", float)
    if W.ndim != 2 or x.shape[1] != W.shape[0]:
        raise ValueError(f"x needs as many columns as W has rows: got x {x.shape} and W {W.shape}.")
    made = x @ W
    limit = float(max(np.abs(x).max(), np.abs(W).max(), np.abs(made).max()))
    symbol = SYMBOLS[role]
    marked = () if change is None else (tuple(change),)
    reached = () if change is None else tuple((row, change[1]) for row in range(len(made)))
    d_model, d_k = W.shape
    panels = (
        Panel(
            x,
            "x",
            _numbered("x", words),
            kind="boxes",
            role="embedding",
            limit=limit,
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
            sizes=f"{len(x)} × {d_k}",
        ),
    )
    rows = "; ".join(f"{word}: {listed(row.round(2))}" for word, row in zip(words, made, strict=True))
    return MatrixFrame(
        panels,
        f"x × W_{role} = {symbol}",
        badge,
        f"x × W_{role} = {symbol}. The rows of {symbol}: {rows}.",
        across=3,
    )


def _numbered(symbol, words):
    """Name each row: x₁ it, x₂ animal; one word alone needs no number."""
    if len(words) == 1:
        return (f"{symbol} {words[0]}",)
    return tuple(f"{symbol}{chr(0x2080 + number)} {word}" for number, word in enumerate(words, start=1))


def three_roles(x, W_query, W_key, W_value, words, badge="hand-set"):
    """The same x times three matrices: one row of panels for each role. -> MatrixFrame of nine panels"""
    parts = [
        project(x, W, role, words, badge)
        for W, role in ((W_query, "query"), (W_key, "key"), (W_value, "value"))
    ]
    panels = [panel for part in parts for panel in part.panels]
    return MatrixFrame(
        panels, "Each word in three roles", badge, " ".join(part.alt for part in parts), across=3
    )


def full_query(model, sentence, place, layer=2, head=1):
    """One word's x × W_query = q with all the model's numbers, 1 × 512, 512 × 64 and 1 × 64. -> MatrixFrame

    place: of the word, from 0; layer, head: from 1.
    """
    token, x, learned, made = _of_word(model, sentence, place, layer, head)
    W = learned["query"]
    panels = (
        Panel(x, f"x of “{token}”", kind="signed", role="embedding", sizes=f"1 × {x.size}"),
        Panel(W, "W_query", kind="signed", role="query", before="×", sizes=f"{W.shape[0]} × {W.shape[1]}"),
        Panel(
            made["query"],
            f"q of “{token}”",
            kind="signed",
            role="query",
            before="=",
            sizes=f"1 × {W.shape[1]}",
        ),
    )
    alt = (
        f"{x.size} numbers of “{token}” times {W.shape[0]} × {W.shape[1]} "
        f"learned numbers give {W.shape[1]} numbers, the query, {span(made['query'])}."
    )
    return MatrixFrame(panels, f"Layer {layer}, head {head}, all the numbers", model.badge, alt)


def vectors(model, sentence, place, layer=2, head=1):
    """One word's x, q, k and v as strips of colour. -> MatrixFrame of four panels

    place: of the word, from 0; layer, head: from 1. The colours keep their meaning when the word or the head
    changes: their limit is the largest number of any word in any head.
    """
    token, x, _, made = _of_word(model, sentence, place, layer, head)
    steps, heads = run(model, sentence), run(model, sentence).layers[layer - 1].attention.heads
    whole = {"query": heads.query, "key": heads.key, "value": heads.value}
    panels = [
        Panel(
            x,
            f"x of “{token}”, enters layer {layer}",
            kind="signed",
            role="embedding",
            limit=_limit(entering(steps, layer)),
            sizes=f"1 × {x.size}",
        )
    ]
    for role, symbol in SYMBOLS.items():
        panels.append(
            Panel(
                made[role],
                f"{symbol}, the {role} of “{token}”",
                kind="signed",
                role=role,
                limit=_limit(whole[role]),
                sizes=f"1 × {made[role].size}",
            )
        )
    lengths = ", ".join(f"{SYMBOLS[role]} has length {np.linalg.norm(made[role]):.1f}" for role in SYMBOLS)
    alt = (
        f"The vectors of “{token}” in layer {layer}, head {head}: x has {x.size} "
        f"numbers; q, k and v have {made['query'].size} each; {lengths}."
    )
    return MatrixFrame(panels, f"“{token}” in layer {layer}, head {head}", model.badge, alt, across=1)


def _of_word(model, sentence, place, layer, head):
    steps = run(model, sentence)
    if not 0 <= place < len(steps.tokens):
        raise ValueError(
            f"The sentence has {len(steps.tokens)} tokens: choose "
            f"place 1 to {len(steps.tokens)}, not {place + 1}."
        )
    if not 1 <= layer <= len(steps.layers) or not 1 <= head <= model.n_heads:
        raise ValueError(
            f"Choose layer 1 to {len(steps.layers)} and head 1 to "
            f"{model.n_heads}: got layer {layer}, head {head}."
        )
    learned, heads = model.layers[layer - 1], steps.layers[layer - 1].attention.heads
    W = {
        "query": learned.W_query[head - 1],
        "key": learned.W_key[head - 1],
        "value": learned.W_value[head - 1],
    }
    made = {
        "query": heads.query[head - 1, place],
        "key": heads.key[head - 1, place],
        "value": heads.value[head - 1, place],
    }
    return steps.tokens[place], entering(steps, layer)[place], W, made


def _limit(array):
    return float(np.abs(array).max())
