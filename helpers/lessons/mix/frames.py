"""The values, each as loud as its weight, added up: the context z."""

from dataclasses import replace

import numpy as np

from helpers.attention import attention_weights
from helpers.pictures.heads import run
from helpers.pictures.kinds import ASKED, ChartFrame, MatrixFrame, Note, Panel, Plot, Series
from helpers.pictures.words import SPELLED, added, exact, fixed, listed, span, weight_words
from helpers.shapes import read_floats

__all__ = ["likeness", "louder", "mix", "mixed", "triangle", "way_so_far", "whole_way"]

WAY = (
    "the scores, q · k",
    "divided by √d_k",
    "through the softmax",
    "the values, v",
    "each value as loud as its weight",
    "added up to z",
)


def mix(weights, value, words, badge="hand-set", kind="boxes"):
    """Each value, each value turned down to its weight, and the sum of these rows, z.

    -> MatrixFrame of three panels
    weights [n_keys], which add up to 1; value [n_keys, d_v]; words: a name for each key;
    kind: "boxes" for a few numbers, "signed" for many.
    Raises ValueError: shapes that do not fit.
    """
    weights, value = read_floats(weights, "weights", float), read_floats(value, "value", float)
    if weights.ndim != 1 or value.ndim != 2 or len(weights) != len(value):
        raise ValueError(
            f"There must be one weight for each value: got weights {weights.shape} and value {value.shape}."
        )
    weighted = weights[:, np.newaxis] * value
    z = weighted.sum(axis=0)
    (n_keys, d_v), look = value.shape, {"kind": kind, "limit": float(np.abs(value).max())}
    loudest = int(weights.argmax())
    marked = ((loudest, -1),) if kind == "signed" else ()
    turned_down = tuple(f"{fixed(weight, 2)} × {word}" for weight, word in zip(weights, words, strict=True))
    panels = (
        Panel(value, "v", words, role="value", sizes=f"{n_keys} × {d_v}", marked=marked, **look),
        Panel(
            weighted,
            "weight × v",
            turned_down,
            role="value",
            before="→",
            sizes=f"{n_keys} × {d_v}",
            marked=marked,
            **look,
        ),
        Panel(
            z,
            "z, the sum of the rows",
            role="context",
            before="→",
            sizes=f"1 × {d_v}",
            **look,
        ),
    )
    alt = (
        f"{n_keys} values, each turned down to its weight; the loudest is “{words[loudest]}” "
        f"with {fixed(weights[loudest], 2)}. The rows add up to z, {d_v} numbers"
        f"{f': {listed(z)}' if d_v <= SPELLED else f' {span(z)}'}."
    )
    return MatrixFrame(
        panels,
        "Each value as loud as its weight, then all of them added up",
        badge,
        alt,
        across=3 if kind == "boxes" else 2,
    )


def mixed(model, sentence, place, layer=2, head=1):
    """The same for one word of a sentence, with trained numbers. -> MatrixFrame

    place: of the word that asks, from 0; layer, head: from 1.
    """
    steps = run(model, sentence)
    made = steps.head(layer, head)
    frame = mix(made.weights[place], made.value, steps.tokens, model.badge, "signed")
    return replace(frame, title=f"“{steps.tokens[place]}” asks: {frame.title[0].lower()}{frame.title[1:]}")


def whole_way(scores, value, words, divisor=8, badge="hand-set"):
    """One query's scores, divided, made into weights, times the values, added up.

    -> MatrixFrame of six panels
    scores [n_keys]; value [n_keys, d_v]; words: a name for each key.
    """
    scores, value = read_floats(scores, "scores", float), read_floats(value, "value", float)
    scaled = scores / divisor
    weights = attention_weights(scaled[np.newaxis])[0]
    look, column = (
        {"kind": "boxes", "limit": float(np.abs(value).max())},
        {"kind": "boxes", "sizes": f"{len(scores)} × 1"},
    )
    panels = (
        Panel(scores[:, np.newaxis], "score", words, **column),
        Panel(scaled[:, np.newaxis], "scaled", before=f"÷ {divisor:g}", **column),
        Panel(weights[:, np.newaxis], "weight", role="weight", before="softmax", limit=1, **column),
        Panel(
            value,
            "v",
            before="×",
            role="value",
            sizes=f"{len(value)} × {value.shape[1]}",
            **look,
        ),
        Panel(
            weights[:, np.newaxis] * value,
            "weight × v",
            before="=",
            role="value",
            sizes=f"{len(value)} × {value.shape[1]}",
            **look,
        ),
        Panel(
            weights @ value,
            "z",
            before="↓ add up",
            role="context",
            sizes=f"1 × {value.shape[1]}",
            notes=(Note((0, 0), added(fixed(one, 2) for one in weights * value[:, 0])),),
            **look,
        ),
    )
    told = "; ".join(
        f"{word}: score {exact(score)}, scaled {exact(small)}, weight {fixed(weight, 2)}"
        for word, score, small, weight in zip(words, scores, scaled, weights, strict=True)
    )
    return MatrixFrame(
        panels,
        f"The whole way for “{words[0]}”",
        badge,
        f"{told}. z = {listed(weights @ value, lambda number: fixed(number, 2))}.",
        across=4,
    )


def way_so_far(scores, value, words, divisor=8, step=6, badge="hand-set"):
    """The whole way up to one of its steps, see WAY; each number travels on from where it stood.

    scores [n_keys]; value [n_keys, d_v]; words: a name for each key; step: from 1. -> MatrixFrame
    Raises ValueError: a step that is not there.

    >>> [panel.title for panel in way_so_far([112, 96], [[2, 1], [3, 3]], ("a", "b"), step=2).panels]
    ['score', 'scaled']
    """
    if step not in range(1, len(WAY) + 1):
        raise ValueError(f"There are steps 1 to {len(WAY)}: got {step}.")
    whole = whole_way(scores, value, words, divisor, badge)
    keys = np.arange(len(words))[:, np.newaxis]
    numbers = 100 * (1 + keys) + np.arange(np.shape(value)[1])
    tags = (keys, keys, keys, numbers, numbers, None)  # no number of z stood anywhere before
    panels = [replace(panel, tags=tag) for panel, tag in zip(whole.panels, tags, strict=True)][:step]
    shown = "; ".join(f"{panel.title}: {listed(panel.values)}" for panel in panels)
    title = f"{whole.title}, step {step} of {len(WAY)}: {WAY[step - 1]}"
    return MatrixFrame(panels, title, badge, f"{title}. For {' and '.join(words)}, {shown}.")


def likeness(value, z, words, badge="trained", weights=None):
    """How much z points the same way as each value: the cosine of the angle between them. -> ChartFrame

    value [n_keys, d_v], z [d_v]; 1: the same direction, 0: at a right angle, −1: opposite.
    weights [n_keys]: how loud each value is in z, told at the two tallest bars (None: nowhere).
    """
    cosine = cosines(value, z)
    best, least = int(cosine.argmax()), int(cosine.argmin())
    told = () if weights is None else cosine.argsort()[::-1][:2].tolist()
    plot = Plot(
        (Series(range(len(words)), cosine, "bars", "value"),),
        notes=tuple(Note((bar, cosine[bar] + 0.1), f"weight {fixed(weights[bar], 2)}") for bar in told),
        x_label="value of this word",
        y_label="cosine with z",
        y_limits=(min(0.0, float(cosine.min()) * 1.15), 1.15),
        x_ticks=tuple(enumerate(words)),
    )
    return ChartFrame(
        (plot,),
        "How similar is z to each value?",
        badge,
        f"z is most like the value of “{words[best]}”: cosine {fixed(cosine[best], 2)}; "
        f"least like that of “{words[least]}”: {fixed(cosine[least], 2)}.",
    )


def cosines(value, z):
    """The cosine of the angle between z and each value; 0 where either has no length. [n, d_v], [d_v] -> [n]

    >>> cosines(np.array([[3.0, 0.0], [0.0, 2.0], [0.0, 0.0]]), np.array([1.0, 0.0])).tolist()
    [1.0, 0.0, 0.0]
    """
    lengths = np.linalg.norm(value, axis=1) * np.linalg.norm(z)
    return np.divide(value @ z, lengths, out=np.zeros(len(value)), where=lengths > 0)


def triangle(model, sentence, place, volumes, layer=2, head=1):
    """Where z lies in the plane through the values of three words, and the weights that put it there.

    -> ChartFrame
    place: of the word that asks, from 0; volumes: dict of place: volume, three words and, under "rest", all
    the others together, shared among them as trained. The volumes are divided by their sum to become weights.
    Raises ValueError: volumes that are negative or all 0, or not of three words.
    """
    steps = run(model, sentence)
    made, tokens = steps.head(layer, head), steps.tokens
    value, trained = made.value.astype(float), made.weights[place].astype(float)
    weights = _renormalised(trained, volumes)
    corners = [corner for corner in volumes if corner != "rest"]
    flat = _plane_of(value[corners])
    (z, z_trained), names = (
        flat(np.stack([weights @ value, trained @ value])),
        [tokens[corner] for corner in corners],
    )
    points = flat(value[corners])
    outline = points[[0, 1, 2, 0]]
    plane = Plot(
        (
            Series(outline[:, 0], outline[:, 1], "line", "plain", dashed=True),
            Series(
                points[:, 0],
                points[:, 1],
                "points",
                "value",
                "values v",
                names=tuple(f"v of {name}" for name in names),
            ),
            Series([z_trained[0]], [z_trained[1]], "points", "plain", "z as trained"),
            Series([z[0]], [z[1]], "points", "context", "z now", names=("z",), width=2),
        ),
        title="z among three values",
        x_label=f"along v of {names[0]} → v of {names[1]}",
        y_label="at a right angle to that",
        equal=True,
    )
    shares = [*weights[corners], weights.sum() - weights[corners].sum()]
    bars = Plot(
        (Series(range(4), shares, "bars", "weight"),),
        title="the weights, which add up to 1",
        y_label="weight",
        y_limits=(0, 1.15),
        x_ticks=tuple(enumerate([*names, "the rest"])),
    )
    named = zip([*names, "the rest"], shares, strict=True)
    told = ", ".join(f"{name} {fixed(share, 2)}" for name, share in named)
    return ChartFrame(
        (plane, bars),
        f"z of “{tokens[place]}” in layer {layer}, head {head}, among three values",
        model.badge,
        f"Weights: {told}. z stands where they put it among the three values.",
    )


def louder(model, sentence, place, louder_place, factor, layer=2, head=1):
    """Multiply one word's value by a factor and see what changes: scores, weights or z. -> MatrixFrame

    place: of the word that asks; louder_place: of the word whose value is multiplied; both from 0.
    """
    steps = run(model, sentence)
    made, tokens = steps.head(layer, head), steps.tokens
    value = made.value.astype(float)
    changed = value.copy()
    changed[louder_place] *= factor
    scores = made.query[place].astype(float) @ made.key.T.astype(float)
    weights = attention_weights(scores[np.newaxis] / np.sqrt(model.d_k))
    z, before = weights @ changed, weights @ value
    limit, loud = 2 * float(np.abs(before).max()), changed[louder_place]
    panels = (
        Panel(
            scores,
            "scores",
            columns=tokens,
            column_axis=ASKED,
            kind="signed",
            limit=float(np.abs(scores).max()),
            marked=((-1, louder_place),),
        ),
        Panel(weights, "weights", columns=tokens, column_axis=ASKED, marked=((-1, louder_place),)),
        Panel(
            loud,
            f"v of “{tokens[louder_place]}” × {factor:g}",
            kind="signed",
            role="value",
            limit=2 * float(np.abs(value[louder_place]).max()),
            sizes=f"1 × {loud.size}",
        ),
        Panel(before, "z before", kind="signed", role="context", limit=limit, sizes=f"1 × {before.size}"),
        Panel(z, "z now", kind="signed", role="context", limit=limit, sizes=f"1 × {z.size}"),
    )
    change = float(np.linalg.norm(z - before))
    alt = (
        f"v of “{tokens[louder_place]}” times {factor:g}: scores and weights stay, its weight is "
        f"{weight_words(weights[0, louder_place])}; "
        f"z moves by {fixed(change, 2)}, from a length of {fixed(np.linalg.norm(before), 2)}."
    )
    return MatrixFrame(
        panels,
        f"v of “{tokens[louder_place]}” × {factor:g}, “{tokens[place]}” asks, head {head}",
        model.badge,
        alt,
        across=1,
    )


def _renormalised(trained, volumes):
    if len(volumes) != 4 or "rest" not in volumes:
        raise ValueError(f"Set the volumes of three words and of the rest: got {len(volumes)} volumes.")
    if min(volumes.values()) < 0 or sum(volumes.values()) <= 0:
        raise ValueError("At least one volume must be above 0, and none below: turn one up.")
    corners = [corner for corner in volumes if corner != "rest"]
    weights = trained.copy()
    weights[corners] = 0
    weights *= volumes["rest"] / weights.sum()
    weights[corners] = [volumes[corner] for corner in corners]
    return weights / weights.sum()


def _plane_of(corners):
    """Flat coordinates in the plane through three points; what lies outside of it is dropped onto it."""
    first = corners[1] - corners[0]
    first /= np.linalg.norm(first)
    second = corners[2] - corners[0]
    second = second - (second @ first) * first
    second /= np.linalg.norm(second)
    return lambda points: (points - corners[0]) @ np.stack([first, second], axis=1)
