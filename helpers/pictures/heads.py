"""What heads look at in a sentence: heatmaps, lines between the words, and every head of every layer, small.

A run has tokens and weights(layer); words that are asked and do not ask stand in its `asked`, and how weights
that are no shares are painted in its `look` (a Panel's kind and limit).
"""

import dataclasses
import functools

import numpy as np

from helpers import languages
from helpers.attention import attention_weights
from helpers.languages import mark
from helpers.languages import translate as _
from helpers.pictures.kinds import ASKED, ASKS, LinesFrame, MatrixFrame, Panel
from helpers.pictures.words import weight_words
from helpers.shapes import one_of
from helpers.text import codes_of

SHARED = mark(
    "shared between heads: for each pair of words the widths of all heads add up to 1, "
    "so the lines that leave a word in one head can add up to anything"
)
SHARED_SOME = mark(
    "shared between heads: for each pair of words with any weight the widths of all heads add up to 1, "
    "so the lines that leave a word in one head can add up to anything"
)
TOGETHER = 192  # small heatmaps at once: of more, those of some layers
# Up to so many heads in a layer: most cells on a side of a small heatmap, so that a layer fits a line.
SMALL = {8: 88, 12: 56, 1000: 40}
LONGEST = 40  # signs of a word that are shown


@functools.lru_cache(maxsize=32)
def run(model, sentence):
    """Run a model on a sentence; the same sentence is run once, however often a slider asks.

    -> EncoderSteps
    """
    return model.run(sentence)


def heads(model, sentence, layer=2, divisor=None, asks=None):
    """A heatmap for each head of a layer. -> MatrixFrame of n_heads panels, each [n_tokens, n_tokens]

    layer: counted from 1; asks: the place, from 0, of the word whose row lights up at first;
    divisor: what the scores are divided by before the softmax (None: √d_k, as trained).
    Raises ValueError: a layer that is not there, a divisor of 0, or a sentence that cannot be read.
    """
    steps = run(model, sentence)
    weights = steps.weights(layer)
    if divisor == 0:
        raise ValueError(_("The divisor must not be 0: nothing can be divided by it."))
    if divisor is not None:
        weights = attention_weights(steps.heads(layer).scores / divisor)
    panels = [
        run_panel(steps, head_weights, name, number)
        for number, (name, head_weights) in enumerate(zip(head_names(len(weights)), weights, strict=True))
    ]
    return MatrixFrame(
        panels,
        title=_("Attention weights, layer {layer}, {count} heads").format(layer=layer, count=len(panels)),
        badge=model.badge,
        selected=() if asks is None else (0, asks, -1),
    )


def digits(model, sentence, asks, layer=2):
    """What one word looks at, head by head, with digits.

    -> MatrixFrame of one panel with a page for each word
    asks: the place of the word, from 0; layer: from 1. Rows are heads, columns are keys.
    """
    steps = run(model, sentence)
    pages = steps.weights(layer).swapaxes(0, 1)
    titles = tuple(_("“{word}” asks").format(word=token) for token in steps.tokens)
    panel = Panel(
        pages[asks],
        titles[asks],
        rows=head_names(pages.shape[1]),
        columns=asked_in(steps),
        column_axis=_(ASKED),
        links=("head", "key"),
        pages=pages,
        page_titles=titles,
        **getattr(steps, "look", {}),
    )
    title = _("One word, layer {layer}, {count} heads").format(layer=layer, count=len(panel.rows))
    return MatrixFrame((panel,), title, model.badge)


def lines(model, sentence, layer=2, asks=None, shown=None):
    """Lines from each word to the words that it looks at. -> LinesFrame

    layer: counted from 1; asks: the word whose lines are shown at first, or its place from 0 (None: all);
    shown: heads switched on at first, counted from 1 (None: all).
    Raises ValueError: a layer, head or word that is not there, or a sentence that cannot be read.
    """
    steps = run(model, sentence)
    weights = steps.weights(layer)
    selected = () if asks is None else (asks if isinstance(asks, int) else place_of(asks, steps.tokens),)
    if shown is not None:
        shown = tuple(one_of(range(len(weights)), head, "head") for head in shown)
    return LinesFrame(
        tuple(steps.tokens),
        weights,
        head_names(len(weights)),
        shown,
        selected,
        _("What looks at what, layer {layer}").format(layer=layer),
        model.badge,
        keys=tuple(asked_in(steps)),
        limit=getattr(steps, "look", {}).get("limit", 1.0),
    )


def every_head(model, sentence, layer=1, head=1):
    """Every head of every layer, small, in rows of one layer; the opened one stands in brackets.

    -> MatrixFrame
    layer, head: the opened one, from 1. Of more than TOGETHER heads only those of some layers are shown, the
    opened one among them; where there are more words than room, a cell is the largest of some weights.
    Raises ValueError: a layer or head that is not there.
    """
    steps = run(model, sentence)
    opened = one_of(steps.weights(layer), head, "head")
    shown = _layers_with(layer, model.n_layers, model.n_heads)
    found = [one for number in shown for one in _small(model, sentence, number, languages.current())]
    panels, firsts, largest = (list(part) for part in zip(*found, strict=True))
    at = (layer - shown[0]) * model.n_heads + head - 1
    panels[at] = dataclasses.replace(panels[at], title=f"[{panels[at].title}]")
    asked, sharpest = asked_in(steps), int(np.argmax(np.abs(largest)))
    title = _("All {layers} × {heads} heads: layer.head.")
    if len(shown) < model.n_layers:
        title = _("All {layers} × {heads} heads, layers {first} to {last}: layer.head.")
    title = title.format(layers=model.n_layers, heads=model.n_heads, first=shown[0], last=shown[-1])
    edge = _("The left edge of each: {word}").format(word=asked[0])
    title = f"{title} {edge}{_each_cell(steps, model.n_heads)}"
    alt = _(
        "A small heatmap of {rows} × {columns} weights for each head. In {firsts} of {count} the largest "
        "weight goes to the first piece, “{word}”. The largest of all, {most}, is in {where}. In brackets: "
        "{opened}, largest {largest}."
    ).format(
        rows=len(steps.tokens),
        columns=len(asked),
        firsts=sum(firsts),
        count=len(panels),
        word=asked[0],
        most=weight_words(largest[sharpest]),
        where=panels[sharpest].title.strip("[]"),
        opened=f"{layer}.{head}",
        largest=_largest(steps, opened)[-1],
    )
    return MatrixFrame(panels, title, model.badge, alt, across=model.n_heads)


def head_in(panel):
    """Which head a small heatmap shows. -> layer, head, from 1

    >>> head_in(Panel([[1.0]], "[3.12]"))
    (3, 12)
    """
    layer, head = panel.title.strip("[]").split(".")
    return int(layer), int(head)


def _layers_with(layer, n_layers, n_heads):
    """The layers that are shown together with one. -> range, from 1

    >>> _layers_with(13, 48, 32), _layers_with(3, 6, 12)
    (range(13, 19), range(1, 7))
    """
    together = max(1, TOGETHER // n_heads) if n_layers * n_heads > TOGETHER else n_layers
    first = (layer - 1) // together * together + 1
    return range(first, min(first + together, n_layers + 1))


@functools.lru_cache(maxsize=48)
def _small(model, sentence, layer, language):
    """The small heatmaps of a layer, with words in the language that is shown.

    -> tuple of (Panel, whether its largest weight goes to the first word, its largest weight)
    """
    steps, found = run(model, sentence), []
    side = _side(model.n_heads)
    for head, weights in enumerate(steps.weights(layer), start=1):
        most, column, words = _largest(steps, weights)
        says = _("layer {layer}, head {head}: largest {cell}").format(layer=layer, head=head, cell=words)
        panel = Panel(
            largest_of_blocks(weights, side), f"{layer}.{head}", says=says, **getattr(steps, "look", {})
        )
        found.append((panel, column == 0, most))
    return tuple(found)


def _largest(steps, weights):
    """The largest weight of a head, by size. -> the weight, its column, words"""
    row, column = np.unravel_index(np.abs(weights).argmax(), weights.shape)
    most = float(weights[row, column])
    return most, column, f"{steps.tokens[row]} → {asked_in(steps)[column]} {weight_words(most)}"


def _side(n_heads):
    return next(side for most, side in SMALL.items() if n_heads <= most)


def _each_cell(steps, n_heads):
    rows, columns = (-(-len(words) // _side(n_heads)) for words in (steps.tokens, asked_in(steps)))
    said = _("Each cell: the largest of up to {rows} × {columns} weights")
    return f". {said.format(rows=rows, columns=columns)}" if rows * columns > 1 else ""


def largest_of_blocks(weights, side):
    """The largest weight of each block, by size, where there are more than so many rows or columns.

    [n, m] -> [min(n, side), min(m, side)]

    >>> largest_of_blocks(np.array([[0.1, -0.7, 0.2], [0.3, 0.4, 0.5], [0, 0, 0.1]]), 2)
    array([[ 0.1, -0.7],
           [ 0.3,  0.5]])
    """
    if max(weights.shape) <= side:
        return weights
    down, across = (np.arange(min(count, side)) * count // min(count, side) for count in weights.shape)

    def of_blocks(largest):
        return largest.reduceat(largest.reduceat(weights, down, axis=0), across, axis=1)

    high, low = of_blocks(np.maximum), of_blocks(np.minimum)
    return np.where(high >= -low, high, low)


def asked_in(steps):
    """The words that are asked in a run: those that ask, unless it says otherwise. -> list of str"""
    return getattr(steps, "asked", None) or steps.tokens


def run_panel(steps, weights, title, head=None):
    """A map of one head's weights in a run. weights [n_tokens, n_asked]; head: from 0, or None. -> Panel"""
    panel = weights_panel(weights, title, steps.tokens, asked_in(steps), head)
    look = getattr(steps, "look", None)
    return dataclasses.replace(panel, **look) if look else panel


def shared_between_heads(model, sentence, layer=2, asks=None):
    """Lines as a well-known picture draws them: each weight divided by its sum over all heads. -> LinesFrame

    Rows do not sum to 1, and the frame says so. layer: counted from 1; asks: the word whose lines are shown.
    """
    frame = lines(model, sentence, layer, asks)
    whole = frame.weights.sum(axis=0)
    shares = np.divide(frame.weights, whole, out=np.zeros_like(frame.weights), where=whole > 0)
    told = _(SHARED if (whole > 0).all() else SHARED_SOME)
    title = _("Not weights: shares between heads, layer {layer}").format(layer=layer)
    return dataclasses.replace(frame, weights=shares, title=title, normalisation=told)


def weights_panel(weights, title, asks, asked=None, head=None):
    """A map of weights between words: rows ask, columns are asked. -> Panel

    weights [n, m]; asks, asked: the words of rows and columns (asked None: the same); head: from 0, or None.
    """
    asked = asks if asked is None else asked
    return Panel(weights, title, asks, asked, _(ASKS), _(ASKED), links=("query", "key"), head=head)


def head_names(count):
    """A name for each head, counted from 1. -> tuple of str

    >>> head_names(2)
    ('head 1', 'head 2')
    """
    return tuple(_("head {number}").format(number=number) for number in range(1, count + 1))


def short(word):
    """A word of at most LONGEST signs, so that no picture is asked to measure a million."""
    return word if len(word) <= LONGEST else word[: LONGEST - 1] + "…"


def place_of(word, tokens):
    """Where a word stands in a sentence, from 0; the first place if it stands there more than once.

    Raises ValueError: a word that is not in the sentence.

    >>> place_of("it", ["because", "it", "was"])
    1
    """
    if word not in tokens:
        given = f"{word!r}{codes_of(str(word))}"
        said = _("The word {given} is not in the sentence: choose one of {words}.")
        raise ValueError(said.format(given=given, words=", ".join(tokens)))
    return list(tokens).index(word)
