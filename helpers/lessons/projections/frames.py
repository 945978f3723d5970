"""One word's vector x times W_query, W_key and W_value: its query, its key and its value."""

import numpy as np

from helpers.pictures.formula import SYMBOLS
from helpers.pictures.heads import run
from helpers.pictures.kinds import MatrixFrame, Note, Panel
from helpers.pictures.words import fixed, span

__all__ = ["full_query", "two_queries", "vectors"]


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


def two_queries(model, sentence, first, second, layer=2, head=1):
    """The x and the query of two words, one below the other. -> MatrixFrame of four panels

    first, second: places of the words, from 0; layer, head: from 1. Both x share one scale, and both queries.
    """
    words = [_of_word(model, sentence, place, layer, head) for place in (first, second)]
    made = (
        ("x", "embedding", [x for _, x, _, _ in words]),
        ("q", "query", [parts["query"] for *_, parts in words]),
    )
    panels = [
        Panel(
            row,
            f"{symbol} of “{token}”, token {place + 1}",
            kind="signed",
            role=role,
            limit=_limit(rows),
            sizes=f"1 × {row.size}",
            notes=(_farthest(symbol, *rows),) if place == second else (),
        )
        for symbol, role, rows in made
        for place, (token, *_), row in zip((first, second), words, rows, strict=True)
    ]
    apart = {symbol: _limit(rows[0] - rows[1]) for symbol, _, rows in made}
    named = " and ".join(
        f"“{token}”, word {place + 1}," for place, (token, *_) in zip((first, second), words, strict=True)
    )
    alt = (
        f"{named} in layer {layer}, head {head}: their x are up to {fixed(apart['x'], 2)} apart, "
        f"their queries up to {fixed(apart['q'], 2)}."
    )
    return MatrixFrame(panels, f"Two words, layer {layer}, head {head}", model.badge, alt, across=1)


def _farthest(symbol, one, other):
    """A callout at the number in which two vectors differ most. -> Note"""
    apart = np.abs(one - other)
    return Note(
        (0, int(apart.argmax())), f"here the two {symbol} are farthest apart: {fixed(apart.max(), 2)}"
    )


def vectors(model, sentence, place, layer=2, head=1):
    """One word's x, q, k and v as strips of colour. -> MatrixFrame of four panels

    place: of the word, from 0; layer, head: from 1. The colours keep their meaning when the word or the head
    changes: their limit is the largest number of any word in any head.
    """
    token, x, _, made = _of_word(model, sentence, place, layer, head)
    steps = run(model, sentence)
    whole = vars(steps.heads(layer))
    panels = [
        Panel(
            x,
            f"x of “{token}”, enters layer {layer}",
            kind="signed",
            role="embedding",
            limit=_limit(steps.entering(layer)),
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
    lengths = ", ".join(
        f"{symbol} has length {fixed(np.linalg.norm(made[role]), 1)}" for role, symbol in SYMBOLS.items()
    )
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
    parts, learned = steps.head(layer, head), model.layers[layer - 1]
    W = {role: getattr(learned, f"W_{role}")[head - 1] for role in SYMBOLS}
    made = {role: getattr(parts, role)[place] for role in SYMBOLS}
    return steps.tokens[place], steps.entering(layer)[place], W, made


def _limit(array):
    return float(np.abs(array).max())
