"""The whole way of one word through a layer on one page, from x to the answer: all numbers of the summary."""

from dataclasses import dataclass

import numpy as np

from helpers.pictures.heads import head_names, run
from helpers.pictures.kinds import Panel
from helpers.pictures.words import fixed


@dataclass(frozen=True, eq=False)
class Step:
    """One step of the way. says: sentences about it; formula: in letters, one or several lines.

    panels: tuple of Panel, top to bottom.

    role: a key of style.ROLES, which colours the step; across: how many panels stand side by side.
    """

    title: str
    formula: str
    says: str
    panels: tuple
    role: str = "plain"
    across: int = 1


@dataclass(frozen=True, eq=False)
class Summary:
    """title, sentence: the head of the page; steps: tuple of Step; note: below; alt: what the page shows."""

    title: str
    sentence: str
    steps: tuple
    note: str
    badge: str
    alt: str


def summary(model, sentence, asks, asked, layer=2, head=1):
    """The way of the word that asks: x, q k v, scores, scaled, weights, z, eight heads, the layer. -> Summary

    asks, asked: places of two words, from 0; layer, head: from 1. The answer is read at the word that asks.
    """
    steps = run(model, sentence)
    one, x = steps.layer(layer), steps.entering(layer)
    heads, made = steps.heads(layer), steps.head(layer, head)
    query, key, value = made.query[asks], made.key, made.value
    scores, scaled, weights = (part[asks] for part in (made.scores, made.scaled_scores, made.weights))
    z, root = made.context[asks], np.sqrt(query.size)
    asking, other = steps.tokens[asks], steps.tokens[asked]
    loudest = weights.argsort()[::-1][:3]
    answer = model.antecedent(sentence)
    noun = max(answer, key=answer.get)
    words, n = tuple(steps.tokens), len(steps.tokens)
    width, narrow = x.shape[1], query.size

    def strip(values, title, role="plain", limit=None):
        return Panel(values, title, kind="signed", role=role, limit=limit)

    def row(values, title, kind="signed", rows=()):
        return Panel(values, title, rows, words, kind=kind)

    mixed = weights[loudest, np.newaxis] * value[loudest]
    limit = float(np.abs(np.vstack([mixed, z])).max())
    parts = {
        "x": x[asks],
        "+ attention": one.attention.output[asks],
        "layer norm": one.after_attention[asks],
        "+ feed-forward": one.after_feed_forward[asks],
        "layer norm: leaves": one.output[asks],
    }
    most = float(max(np.abs(part).max() for part in parts.values()))
    way = (
        Step(
            "Embedding", "", f"Each word comes in as {width} numbers. Here is the row of “{asking}”.",
            (strip(x[asks], f"x of “{asking}”", "embedding"),), "embedding",
        ),
        Step(
            "Query, key, value", "q, k, v = x times a table",
            f"Three learned tables of {width} × {narrow}; each vector has {narrow} numbers.",
            (
                strip(query, f"q of “{asking}” = x W_query", "query"),
                strip(key[asked], f"k of “{other}” = x W_key", "key"),
                strip(value[asked], f"v of “{other}” = x W_value", "value"),
            ),
            "query", across=3,
        ),
        Step(
            "Score", "score = q · k",
            f"Add up {narrow} products: “{asking}” · “{other}” = {fixed(scores[asked], 2)}.",
            (row(scores, f"scores of the query of “{asking}” with the key of …"),), "key",
        ),
        Step(
            "Divide by √dₖ", f"score ÷ √{narrow} = score ÷ {fixed(root, 0)}",
            f"{fixed(scores[asked], 2)} ÷ {fixed(root, 0)} = {fixed(scaled[asked], 2)}. "
            "So the softmax can still learn.",
            (row(scaled, "scores, divided"),),
        ),
        Step(
            "Softmax", "weights = softmax(scores)",
            f"exp, then divide by the sum. “{asking}” → “{other}”: {fixed(weights[asked], 3)}.",
            (row(weights, "weights: they add up to 1", "weights"),),
        ),
        Step(
            "Mix the values", "z = w₁ v₁ + w₂ v₂ + …",
            f"Each value, turned down to its weight: the loudest three of {n}. All add up to z.",
            (
                *(
                    strip(part, f"{fixed(weights[place], 3)} × v of “{words[place]}”", "value", limit)
                    for part, place in zip(mixed, loudest, strict=True)
                ),
                strip(z, f"z of “{asking}”", "context", limit),
            ),
            "context", across=2,
        ),
        Step(
            f"All {len(heads.weights)} heads", f"[z₁ … z{chr(0x2080 + len(heads.weights))}] W_out",
            f"Every head does all this with tables of its own. Their z stand side by side, "
            f"{len(heads.weights)} × {narrow} numbers; W_out mixes them.",
            (
                row(
                    heads.weights[:, asks], f"weights of “{asking}” in each head, for the key of …",
                    "weights", head_names(len(heads.weights)),
                ),
                strip(one.attention.concatenated[asks], "the z of all heads, side by side", "context"),
                strip(one.attention.output[asks], "output of attention, after W_out"),
            ),
            "context",
        ),
        Step(
            "The layer", "h = norm(x + attention)\noutput = norm(h + FFN(h))",
            f"What comes in is kept and added to. The next layer starts from the output. Read at “{asking}”, "
            f"it says: {noun} {fixed(answer[noun], 3)}.",
            tuple(strip(part, title, "embedding" if place in (0, 4) else "plain", most)
                  for place, (title, part) in enumerate(parts.items())),
            "embedding",
        ),
    )  # fmt: skip
    alt = (
        f"One page: the way of “{asking}” through layer {layer}, head {head}. Score with “{other}” "
        f"{fixed(scores[asked], 2)}, divided by {fixed(root, 0)}: {fixed(scaled[asked], 2)}, "
        f"weight {fixed(weights[asked], 3)}. The values are mixed to z, {len(heads.weights)} heads are "
        f"joined, and the layer ends. The answer at “{asking}”: {noun} {fixed(answer[noun], 3)}."
    )
    note = (
        "Each number of a strip is a stripe: indigo below 0, gold above 0, faint near 0. "
        "All words at once: softmax(Q Kᵀ ÷ √dₖ) V."
    )
    where = f"{sentence}   Layer {layer}, head {head}: “{asking}” asks."
    return Summary("Self-attention on one page", where, way, note, model.badge, alt)
