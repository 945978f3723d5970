"""Who “it” is to the model, what it looks at, and how far a message travels in an RNN and in attention."""

import dataclasses

import numpy as np

from helpers.languages import translate as _
from helpers.pictures.answers import bars, meant
from helpers.pictures.heads import heads, lines, run
from helpers.pictures.kinds import ChartFrame, MatrixFrame, Note, Plot, Series
from helpers.pictures.words import fixed
from helpers.shapes import one_of

__all__ = ["looks", "paths", "table_of_weights", "who_is_it"]

LISTED = 4  # nouns in who_is_it


def who_is_it(model, first, second):
    """How likely the pronoun means which noun, in two sentences. -> ChartFrame of two plots

    The nouns: those of the first sentence, then the most probable others.
    Raises ValueError: a sentence without a pronoun, or one that the model cannot read.
    """
    both = [model.answer(run(model, sentence)) for sentence in (first, second)]
    here = [token.lower() for token in run(model, first).tokens if token.lower() in model.nouns]
    nouns = list(dict.fromkeys([*here, *both[0]]))[:LISTED]
    best = [max(shares, key=shares.get) for shares in both]
    notes = [(), ()]
    if best[0] != best[1] and best[1] in nouns:
        side = (nouns.index(best[1]) + 0.4, 0.8 * both[1][best[1]])  # of the bar
        said = _("one word has changed: not {first} but {second}").format(first=best[0], second=best[1])
        notes[1] = (Note(side, said),)
    plots = [
        Plot(
            (bars([shares[noun] for noun in nouns], "result"),),
            f"… {' '.join(sentence.split()[-2:])}",
            y_label=_("likelihood"),
            y_limits=(0, 1.15),
            x_ticks=tuple(enumerate(nouns)),
            notes=around,
        )
        for sentence, shares, around in zip((first, second), both, notes, strict=True)
    ]
    told = (
        f"“{sentence}”: " + ", ".join(f"{noun} {fixed(shares[noun], 2)}" for noun in nouns)
        for sentence, shares in zip((first, second), both, strict=True)
    )
    return ChartFrame(plots, _("Who is “it”?"), model.badge, " ".join(f"{one}." for one in told))


def looks(model, sentence, layer=2, shown=None):
    """Lines from the pronoun to the words that it looks at; the title says what it means now. -> LinesFrame

    layer, shown: as for lines. Without a pronoun, the lines of all words.
    Raises ValueError: as for lines.
    """
    tokens, means = run(model, sentence).tokens, meant(model, sentence)
    if not means:
        return lines(model, sentence, layer, None, shown)
    asks = model.pronoun_in(tokens)
    frame = lines(model, sentence, layer, asks, shown)
    title = _("{means} (lines: layer {layer})").format(means=means, layer=layer)
    return dataclasses.replace(frame, title=title, notes=(_widest(frame, asks),) if frame.shown else ())


def _widest(frame, asks):
    """A callout at the widest line from a word, of the heads that are switched on. -> Note"""
    weights = frame.weights[list(frame.shown), asks]
    head, key = np.unravel_index(weights.argmax(), weights.shape)
    width = fixed(weights[head, key], 2)
    said = _("head {head}: widest line, {width}").format(head=frame.shown[head] + 1, width=width)
    return Note((asks, int(key)), said)


def table_of_weights(model, sentence, layer=2, head=1):
    """The weights of one head as a table: a row for each word that asks, the pronoun's marked. -> MatrixFrame

    Raises ValueError: as for heads, or a head that is not there.
    """
    panel = one_of(heads(model, sentence, layer).panels, head, "head")
    tokens = run(model, sentence).tokens
    if meant(model, sentence):
        asks = model.pronoun_in(tokens)
        best = int(panel.values[asks].argmax())
        said = _("the widest line: {width}").format(width=fixed(panel.values[asks, best], 2))
        told = Note((asks, best), said)
        panel = dataclasses.replace(panel, marked=((asks, -1),), notes=(told,))
    return MatrixFrame([panel], _("Attention weights, layer {layer}").format(layer=layer), model.badge)


def paths(tokens, source=1, target=9):
    """Steps that a message needs from one word to another in an RNN and in self-attention. -> ChartFrame

    tokens: the words; source, target: their places, from 0.
    An RNN reads from left to right and hands its memory on, one word a step, so it never sends anything back;
    attention compares the two words directly.
    Raises ValueError: places that are not in the sentence, or twice the same.
    """
    if source == target or not (0 <= source < len(tokens) and 0 <= target < len(tokens)):
        said = _("Choose two different words: got places {source} and {target} of {count}.")
        raise ValueError(said.format(source=source + 1, target=target + 1, count=len(tokens)))
    hops = max(0, target - source)
    handed = np.arange(hops)
    told = _("RNN: {count} steps").format(count=hops) if hops else _("RNN: no way back")
    rnn = Series(source + handed + 1, handed + 1, "arrows", "plain", told, x0=source + handed, y0=handed)
    directly = _("self-attention: 1 step")
    attention = Series([target], [1], "arrows", "query", directly, x0=source, y0=0, width=2)
    said = _("an RNN hands on, word by word: {count} steps").format(count=hops)
    handed_on = Note((target, hops), said)
    at_once = Note((target, 1), _("attention compares the two directly: 1 step"))
    plot = Plot(
        (rnn, attention),
        x_label=_("word of the sentence"),
        y_label=_("steps so far"),
        x_limits=(-0.5, len(tokens) - 0.5),
        y_limits=(0, len(tokens)),
        x_ticks=tuple(enumerate(tokens)),
        notes=(handed_on, at_once) if hops > 1 else (at_once,),
    )
    alt = _(
        "From “{source}” to “{target}”: an RNN hands the message on in {count} steps, "
        "self-attention reaches it in 1."
    )
    if not hops:
        alt = _(
            "From “{source}” to “{target}”: an RNN that reads from the left has no way back, "
            "self-attention reaches it in 1."
        )
    words = {"source": tokens[source], "target": tokens[target]}
    title = _("From “{source}” to “{target}”").format(**words)
    return ChartFrame((plot,), title, "computed", alt.format(**words, count=hops))
