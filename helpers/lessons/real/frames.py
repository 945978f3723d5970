"""What a real model's heads look at in any text: pieces or whole words, with or without special pieces."""

import dataclasses
import functools
import itertools

import numpy as np

from helpers.models.patterns import AGREES, SETS, best_of_coins
from helpers.models.reading import Reading
from helpers.pictures.answers import bars
from helpers.pictures.heads import digits, every_head, heads, lines, place_of, run, short, weights_panel
from helpers.pictures.kinds import ChartFrame, MatrixFrame, Note, Panel, Plot, Series
from helpers.pictures.words import fixed, signed
from helpers.shapes import one_of

__all__ = [
    "Seen",
    "alignment",
    "one_head",
    "parked_lengths",
    "pattern_bars",
    "pattern_gallery",
    "pattern_maps",
    "pronoun_maps",
    "real_layer",
    "thumbnails",
    "translated",
    "two_halves",
    "written",
]

SPECIAL = ("shown", "hidden", "hidden, rows filled up to 1")
MISSING = "rows do not add up to 1: the rest went to the special pieces, which are hidden"
FILLED = (
    "special pieces are hidden, and each row was divided by its sum: these are not the model's own weights"
)
DRAWN = ("previous piece", "next piece", "[CLS]", "</s>", "determiner to noun", "subject to verb")
DRAWN += ("pronoun to the noun that agrees",)  # the patterns that maps and gallery show; bars show all


@dataclasses.dataclass(frozen=True)
class SeenSteps:
    """What is seen of a run.

    tokens: list of str; attention [n_layers, n_heads, n, n]; note: as in Reading.
    typed: places, from 0, of the tokens that are no special pieces.
    """

    tokens: list
    attention: np.ndarray
    note: str = ""
    typed: tuple = ()

    def weights(self, layer):
        """The attention weights of a layer, from 1. -> [n_heads, n, n].  Raises ValueError: no such layer."""
        return one_of(self.attention, layer, "layer")


@dataclasses.dataclass(frozen=True)
class Seen:
    """A real model as it is looked at: what `frames.heads`, `digits` and `lines` need of a model.

    model: one with run(text), and with read(text) if it knows pieces of words, not whole words alone;
    words: pieces of a word are put together;
    special: what is done with [CLS], [SEP] and </s>, one of SPECIAL.
    """

    model: object
    words: bool = False
    special: str = "shown"

    def __post_init__(self):
        if self.special not in SPECIAL:
            raise ValueError(f"special must be one of {', '.join(SPECIAL)}: got {self.special!r}.")

    badge = "trained"

    @property
    def n_layers(self):
        return self.model.n_layers

    @property
    def n_heads(self):
        return self.model.n_heads

    def run(self, text):
        """The pieces, or words, of a text and what they look at. -> SeenSteps"""
        steps = _seen_whole(self.model, text)
        reading = self.model.read(text) if hasattr(self.model, "read") else _whole_words(self.model, steps)
        tokens, weights = steps.tokens, steps.attention
        places = reading.words
        if self.words:
            weights, tokens, places = in_words(weights, reading)
        if self.special != "shown":
            kept = [at for at, place in enumerate(places) if place is not None]
            tokens, weights = [tokens[at] for at in kept], weights[..., kept, :][..., kept]
            places = [places[at] for at in kept]
        if self.special == SPECIAL[2]:
            weights = weights / weights.sum(-1, keepdims=True)
        typed = tuple(at for at, place in enumerate(places) if place is not None)
        return SeenSteps([short(token) for token in tokens], weights, steps.note, typed)


@functools.lru_cache(maxsize=8)
def _seen_whole(model, text):
    """What is kept of a run: the weights, which are few beside all the steps. -> SeenSteps"""
    steps = model.run(text)
    return SeenSteps(steps.tokens, steps.attention, steps.note)


def _whole_words(model, steps):
    """What a model of whole words read: each token is a word, but for those at both ends. -> Reading"""
    ends = getattr(model, "START", None), getattr(model, "END", None)
    typed = [token for token in steps.tokens if token not in ends]
    places = itertools.count()
    words = [None if token in ends else next(places) for token in steps.tokens]
    return Reading(steps.tokens, [], words, typed, steps.note)


def in_words(weights, reading):
    """Put the pieces of a word together: what it gets is the sum over its pieces, what it gives their mean.

    [..., n_pieces, n_pieces] -> [..., n, n], its names, the place of each in reading.typed (None: special).
    So each row still adds up to 1.
    """
    names, places, groups = _groups(reading)
    member = (groups[:, np.newaxis] == np.arange(len(names))).astype(weights.dtype)
    return (member / member.sum(0)).T @ (weights @ member), names, places


def _groups(reading):
    """Each special piece and each word once. -> names, places, for each piece the position of its group"""
    names, places, groups = [], [], []
    for token, place in zip(reading.tokens, reading.words, strict=True):
        if place is None or place not in places:
            places.append(place)
            names.append(token if place is None else reading.typed[place])
        groups.append(len(places) - 1 if place is None else places.index(place))
    return names, places, np.array(groups)


def short_line(text, most=120):
    return text if len(text) <= most else text[: most - 1] + "…"


def real_layer(seen, text, layer, asks, head=0):
    """All heads of a layer, one word's digits, and lines. -> MatrixFrame, MatrixFrame, LinesFrame

    seen: Seen; asks: the place of the word, from 0; head: the one whose lines are shown, from 1 (0: all).
    Raises ValueError: a layer, head or word that is not there, or nothing to read.
    """
    tokens = run(seen, text).tokens
    if not 0 <= asks < len(tokens):
        raise ValueError(f"There is no word {asks + 1}: the text has {len(tokens)}.")
    drawn = lines(seen, text, layer, asks, [head] if head else None)
    if seen.special != "shown":
        drawn = dataclasses.replace(drawn, normalisation=MISSING if seen.special == SPECIAL[1] else FILLED)
    return *_maps_and_digits(seen, text, layer, asks), drawn


@functools.lru_cache(maxsize=128)
def _maps_and_digits(seen, text, layer, asks):
    """All heads of a layer and one word's digits: drawn once, whichever head's lines are shown."""
    return (
        _told(heads(seen, text, layer, asks=asks), seen),
        _told(digits(seen, text, asks, layer), seen),
    )


def thumbnails(seen, text, layer=1, head=1):
    """Every head of every layer, small, in rows of one layer; the opened one stands in brackets.

    -> MatrixFrame
    """
    return _told(every_head(seen, text, layer, head), seen)


def one_head(seen, texts, layer, head, asks=None):
    """One head's heatmap, for one text or for several side by side. -> MatrixFrame of a panel for each text

    layer, head: from 1; asks: the place, from 0, of the word whose row lights up; of several texts, each
    title says where the head looks most from there, and a callout to which of the typed pieces.
    Raises ValueError: no such head.
    """
    panels = []
    for number, text in enumerate(texts, start=1):
        steps = run(seen, text)
        weights = one_of(steps.weights(layer), head, "head")
        title = f"sentence {number}{_looks_most(weights, steps.tokens, asks)}" if len(texts) > 1 else ""
        notes = _most_of_the_typed(weights, steps, asks) if len(texts) > 1 else ()
        panel = weights_panel(weights, title, steps.tokens)
        panels.append(dataclasses.replace(panel, notes=notes, marked=[note.at for note in notes]))
    there = asks is not None and asks < len(panels[0].rows)
    frame = MatrixFrame(
        panels, f"Layer {layer}, head {head}", seen.badge, selected=(0, asks, -1) if there else ()
    )
    return _told(frame, seen)


def _looks_most(weights, tokens, asks):
    """Where the word at a place looks most, in words; "" without such a place.

    >>> _looks_most(np.array([[0.9, 0.1], [0.25, 0.75]]), ["it", "rains"], 1)
    ': rains → rains 0.75'
    """
    if asks is None or asks >= len(tokens):
        return ""
    most = int(weights[asks].argmax())
    return f": {short(tokens[asks])} → {short(tokens[most])} {fixed(weights[asks, most], 2)}"


def _most_of_the_typed(weights, steps, asks):
    """A callout at the piece that gets most when the special pieces do not count. -> tuple of Note"""
    if asks is None or asks >= len(steps.tokens) or not steps.typed:
        return ()
    most = max(steps.typed, key=lambda at: weights[asks, at])
    return (Note((asks, most), f"the word with most: {steps.tokens[most]} {fixed(weights[asks, most], 2)}"),)


def _told(frame, seen):
    """A frame whose title says what became of the special pieces."""
    if not getattr(seen.model, "special", True):  # then nothing was hidden
        return frame
    more = {SPECIAL[0]: "", SPECIAL[1]: f"; {MISSING}", SPECIAL[2]: f"; {FILLED}"}[seen.special]
    return dataclasses.replace(frame, title=frame.title + more)


# ---- the translator


@functools.lru_cache(maxsize=8)
def translated(model, text):
    """Translate a text; the same text is translated once. -> Translation"""
    return model.translate(text)


def alignment(translation, layer, head, step=None, words=False):
    """Where a head of the decoder looked when each piece was written. -> MatrixFrame [n_target, n_source]

    layer, head: from 1; step: the piece, from 0, whose row lights up; words: English pieces put together.
    Raises ValueError: a layer or head that is not there.
    """
    n_layers, n_heads = translation.cross_attention.shape[:2]
    if not (1 <= layer <= n_layers and 1 <= head <= n_heads):
        raise ValueError(
            f"There is no head {head} of layer {layer}: there are {n_layers} layers of {n_heads} heads."
        )
    weights, names = _looked(translation, words)
    panel = Panel(
        weights[layer - 1, head - 1],
        f"decoder layer {layer}, head {head}",
        rows=[short(token) for token in translation.tokens],
        columns=names,
        row_axis="query (is written)",
        column_axis="key (is read)",
        links=("query", "key"),
    )
    title = f"Cross-attention: {short_line(translation.text)}"
    return MatrixFrame((panel,), title, selected=() if step is None else (0, step, -1))


def written(translation, step, words=False):
    """One step: where every head of the decoder looked, and what it might have written.

    -> MatrixFrame, ChartFrame
    step: from 0. Raises ValueError: a step that is not there.
    """
    if not 0 <= step < len(translation.tokens):
        raise ValueError(
            f"There is no step {step + 1}: the translation has {len(translation.tokens)} pieces."
        )
    weights, names = _looked(translation, words)
    n_layers, n_heads, n_target, n_source = weights.shape
    pages = weights.reshape(-1, n_target, n_source).swapaxes(0, 1)
    titles = tuple(f"“{short(token)}” is written" for token in translation.tokens)
    panel = Panel(
        pages[step],
        titles[step],
        rows=[
            f"layer {layer}, head {head}" for layer, head in (np.array([*np.ndindex(n_layers, n_heads)]) + 1)
        ],
        columns=names,
        column_axis="key (is read)",
        links=("", "key"),
        pages=pages,
        page_titles=titles,
    )
    pieces, shares = zip(*translation.choices[step], strict=True)
    so_far = "".join(translation.tokens[:step]).replace("▁", " ").strip() or "(nothing yet)"
    plot = Plot(
        (bars(shares),),
        "the five most probable pieces",
        y_label="probability",
        y_limits=(0, 1.15),
        x_ticks=tuple((place, short(piece)) for place, piece in enumerate(pieces)),
        note=f"Written so far: {so_far}",
    )
    heads = MatrixFrame((panel,), f"Step {step + 1} of {n_target}: where each head looks")
    return heads, ChartFrame((plot,), "What comes next")


def _looked(translation, words):
    """Cross-attention over English pieces, or over words: the sum over their pieces. -> weights, names"""
    weights, names = translation.cross_attention, translation.source.tokens
    if words:
        names, _, groups = _groups(translation.source)
        weights = weights @ (groups[:, np.newaxis] == np.arange(len(names))).astype(weights.dtype)
    return weights, [short(name) for name in names]


# ---- measured over many sentences


def pattern_maps(patterns, names=DRAWN):
    """How much of each pattern every head has, layers down and heads across.

    -> MatrixFrame, a panel for each
    """
    shares = {name: share for name, share in patterns.share.items() if name in names}
    panels = [
        _map(share, f"{name} (if equal: {fixed(patterns.chance[name], 2)})", patterns.best(name))
        for name, share in shares.items()
    ]
    title = f"What each head looks at, mean over {len(patterns.sentences)} sentences"
    told = "; ".join(
        f"{name}: marked {_head(patterns.best(name))}, "
        f"{fixed(_at_best(patterns, name), 2)}{_larger(patterns, name)}, "
        f"equal weights {fixed(patterns.chance[name], 2)}"
        for name in shares
    )
    return MatrixFrame(panels, title, alt=f"{told}.", across=3)


def pronoun_maps(patterns):
    """How often, from the pronoun, each head gives the right noun more than the other, minus a coin's 0.5.

    patterns -> MatrixFrame of a panel for each set, signed.
    """
    panels, told = [], []
    for which in SETS:
        right, count = patterns.right(which), len(patterns.toward(which))
        best = np.unravel_index(right.argmax(), right.shape)
        place = tuple(int(at) + 1 for at in best)
        luck = best_of_coins(right.size, count)
        notes = _best_and_coins(right, best, luck) if which == SETS[-1] else _never_right(right)
        title = f"{which}: {count} sentences"
        panels.append(_map(right - 0.5, title, place, kind="signed", limit=0.5, notes=notes))
        told.append(f"{which}: best {fixed(right.max(), 2)} in layer {best[0] + 1}, head {best[1] + 1}")
    alt = f"{'; '.join(told)}. One coin: 0.50; the best of {right.size} coins: {fixed(luck, 2)}."
    title = (
        "Right noun: share of the sentences, minus a coin's 0.50 "
        f"(best of {right.size} coins: {signed(luck - 0.5, 2)})"
    )
    return MatrixFrame(panels, title, alt=alt, across=2)


def _best_and_coins(right, best, luck):
    """A callout at the best head: how far it gets, beside the best of as many coins. -> tuple of Note"""
    beside = "less than" if right[best] < luck else "more than"
    told = f"the best head: {signed(right[best] - 0.5, 2)}, {beside} the best coin, {signed(luck - 0.5, 2)}"
    return (Note(tuple(int(at) for at in best), told),)


def _never_right(right):
    """A callout at a head that is right in no sentence, if there is one. -> tuple of Note"""
    if right.min() > 0:
        return ()
    return (Note(tuple(int(at) for at in np.argwhere(right == 0)[0]), "right in no sentence"),)


def parked_lengths(model, texts, least=0.5):
    """In heads that give most to the first piece: the length of its value, as a share of the others' mean.

    texts: iterable of str; least: the mean weight on the first piece from which a head counts.
    The last piece, [SEP], is left out. -> [n_cases], one number for each such head in each text
    """
    ratios = []
    for text in texts:
        for layer in model.run(text).layers:
            heads = layer.attention.heads
            lengths = np.linalg.norm(heads.value, axis=-1)
            parked = heads.weights[:, :, 0].mean(axis=1) >= least
            ratios.extend(lengths[parked, 0] / lengths[parked, 1:-1].mean(axis=1))
    return np.array(ratios)


def two_halves(patterns):
    """How often each head is right in one half of the sentences, and in the other half. -> ChartFrame

    Agreement: chosen on "gender", tested on "number"; sense: chosen on the first pairs, tested on the others.
    The heads that are right most often in the first half are named.
    """
    sense = patterns.toward("sense") > 0
    half = len(sense) // 2
    n_pairs = half // 2
    asked = (
        ("the nouns differ", "he, she", "it, they", patterns.right("gender"), patterns.right("number")),
        (
            "only the sense tells",
            f"first {n_pairs} pairs",
            f"other {n_pairs} pairs",
            sense[:half].mean(axis=0),
            sense[half:].mean(axis=0),
        ),
    )
    plots, told = [], []
    for title, one, other, first, second in asked:
        best = np.argwhere(first == first.max())
        x, y = first[tuple(best.T)], second[tuple(best.T)]
        names = [f"{layer + 1}.{head + 1}" for layer, head in best]
        plots.append(
            Plot(
                (
                    Series(first.ravel(), second.ravel(), "points", "plain", "a head"),
                    Series(x, y, "points", "weight", "best in the first half", names),
                    Series([0.5, 0.5], [0, 1], "line", "plain", "a coin", dashed=True),
                    Series([0, 1], [0.5, 0.5], "line", "plain", dashed=True),
                ),
                title,
                f"right in: {one}",
                f"right in: {other}",
                (0, 1.15),
                (0, 1.05),
                notes=[_again(*place) for place in zip(names, x, y, strict=True)][:2],
            )
        )
        told += [
            f"{title}: {name} is right in {fixed(a, 2)} of {one}, and in {fixed(b, 2)} of {other}"
            for name, a, b in zip(names, x, y, strict=True)
        ]
    title = (
        f"Chosen on one half of the sentences, tested on the other: all {patterns.right('sense').size} heads"
    )
    return ChartFrame(plots, title, alt=f"{'. '.join(told)}.")


def _again(name, first, second):
    """A callout at a head that was the best of one half: what becomes of it in the other. -> Note"""
    coin = ", like a coin" if second == 0.5 else ""
    return Note((first, second), f"{name}: {fixed(first, 2)}, then {fixed(second, 2)}{coin}")


def pattern_bars(patterns):
    """The clearest head of each pattern (`best`), beside the same steps from other words and chance.

    -> ChartFrame
    """
    names = [name for name in patterns.share if name != "evenness"]
    best = [tuple(at - 1 for at in patterns.best(name)) for name in names]
    share = [patterns.share[name][at] for name, at in zip(names, best, strict=True)]
    other = [
        (place, patterns.elsewhere[name][at])
        for place, (name, at) in enumerate(zip(names, best, strict=True))
        if name in patterns.elsewhere
    ]
    chance = [patterns.chance[name] for name in names]
    told = [
        f"{layer + 1}.{head + 1}: {fixed(value, 2)}" for (layer, head), value in zip(best, share, strict=True)
    ]
    series = (
        Series(range(len(names)), share, "bars", "weight", "clearest head", told),
        Series(range(len(names)), chance, "points", "plain", "equal weights"),
        Series(
            *zip(*other, strict=True),
            "points",
            "error",
            "that head, same step from other words (pronoun: to the other noun)",
        ),
    )
    short_names = [
        "full stop" if name == "." else name.split(" to ")[0].removeprefix("the ") for name in names
    ]
    place, less = max(other, key=lambda one: share[one[0]] - one[1])
    more = Note((place, less), f"{fixed(share[place] - less, 2)} more than elsewhere")
    plot = Plot(
        series,
        "",
        y_label="share of the weight",
        y_limits=(0, 1.15),
        x_ticks=tuple(enumerate(short_names)),
        notes=(more,),
    )
    return ChartFrame((plot,), f"The clearest head of each pattern, over {len(patterns.sentences)} sentences")


def pattern_gallery(patterns, text, names=DRAWN, called=None):
    """The clearest head of each pattern (`best`) on one text, titled with what all the sentences say.

    called: dict of a pattern: pairs of pieces (that asks, that is asked), each of which gets a callout.
    -> MatrixFrame
    Raises ValueError: a piece that is not in the text.
    """
    steps = run(Seen(patterns.model), text)
    panels = []
    for name, share in patterns.share.items():
        if name not in names:
            continue
        layer, head = patterns.best(name)
        told = "pronoun to its noun" if name == AGREES else name  # a wider title would push the column aside
        title = f"{layer}.{head} {told}: {fixed(share[layer - 1, head - 1], 2)}"
        weights = one_of(steps.weights(layer), head, "head")
        notes = [_pair(weights, steps.tokens, *pair) for pair in (called or {}).get(name, ())]
        panel = weights_panel(weights, title, steps.tokens)
        panels.append(dataclasses.replace(panel, notes=notes, marked=[note.at for note in notes]))
    return MatrixFrame(panels, "The clearest head of each pattern: layer.head, measured share", across=3)


def _pair(weights, tokens, asks, asked):
    """A callout at the weight from one piece to another. -> Note"""
    at = place_of(asks, tokens), place_of(asked, tokens)
    return Note(at, f"{asks} → {asked} {fixed(weights[at], 2)}")


def _at_best(patterns, name):
    layer, head = patterns.best(name)
    return patterns.share[name][layer - 1, head - 1]


def _larger(patterns, name):
    """Say which head has more of a pattern than the one that stands out most from `elsewhere`, if one has."""
    share = patterns.share[name]
    top = np.add(np.unravel_index(share.argmax(), share.shape), 1)
    most = share.max()
    return "" if most == _at_best(patterns, name) else f", though {_head(top)} has {fixed(most, 2)}"


def _head(place):
    return f"layer {place[0]}, head {place[1]}"


def _map(values, title, best, **how):
    return Panel(
        values,
        title,
        rows=[f"layer {layer}" for layer in range(1, len(values) + 1)],
        columns=[str(head) for head in range(1, values.shape[1] + 1)],
        column_axis="head",
        marked=((best[0] - 1, best[1] - 1),),
        **how,
    )
