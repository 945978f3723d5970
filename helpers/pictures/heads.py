"""What the heads of one layer look at in a sentence: a heatmap for each head, or lines between the words."""

import dataclasses
import functools

import numpy as np

from helpers.attention import attention_weights
from helpers.pictures.kinds import ASKED, ASKS, LinesFrame, MatrixFrame, Panel
from helpers.shapes import one_of
from helpers.text import codes_of

SHARED = (
    "shared between heads: for each pair of words{that_look} the widths of all heads add up to 1, "
    "so the lines that leave a word in one head can add up to anything"
)


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
        raise ValueError("The divisor must not be 0: nothing can be divided by it.")
    if divisor is not None:
        weights = attention_weights(steps.heads(layer).scores / divisor)
    panels = [
        weights_panel(head_weights, name, steps.tokens, head=number)
        for number, (name, head_weights) in enumerate(zip(head_names(len(weights)), weights, strict=True))
    ]
    return MatrixFrame(
        panels,
        title=f"Attention weights, layer {layer}, {len(panels)} heads",
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
    titles = tuple(f"“{token}” asks" for token in steps.tokens)
    panel = Panel(
        pages[asks],
        titles[asks],
        rows=head_names(pages.shape[1]),
        columns=steps.tokens,
        column_axis=ASKED,
        links=("head", "key"),
        pages=pages,
        page_titles=titles,
    )
    return MatrixFrame((panel,), f"One word, layer {layer}, {len(panel.rows)} heads", model.badge)


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
        f"What looks at what, layer {layer}",
        model.badge,
    )


def shared_between_heads(model, sentence, layer=2, asks=None):
    """Lines as a well-known picture draws them: each weight divided by its sum over all heads. -> LinesFrame

    Rows do not sum to 1, and the frame says so. layer: counted from 1; asks: the word whose lines are shown.
    """
    frame = lines(model, sentence, layer, asks)
    whole = frame.weights.sum(axis=0)
    shares = np.divide(frame.weights, whole, out=np.zeros_like(frame.weights), where=whole > 0)
    told = SHARED.format(that_look="" if (whole > 0).all() else " with any weight")
    return dataclasses.replace(
        frame, weights=shares, title=f"Not weights: shares between heads, layer {layer}", normalisation=told
    )


def weights_panel(weights, title, asks, asked=None, head=None):
    """A map of weights between words: rows ask, columns are asked. -> Panel

    weights [n, m]; asks, asked: the words of rows and columns (asked None: the same); head: from 0, or None.
    """
    asked = asks if asked is None else asked
    return Panel(weights, title, asks, asked, ASKS, ASKED, links=("query", "key"), head=head)


def head_names(count):
    """A name for each head, counted from 1. -> tuple of str

    >>> head_names(2)
    ('head 1', 'head 2')
    """
    return tuple(f"head {number}" for number in range(1, count + 1))


def place_of(word, tokens):
    """Where a word stands in a sentence, from 0; the first place if it stands there more than once.

    Raises ValueError: a word that is not in the sentence.

    >>> place_of("it", ["because", "it", "was"])
    1
    """
    if word not in tokens:
        given = f"{word!r}{codes_of(str(word))}"
        raise ValueError(f"The word {given} is not in the sentence: choose one of {', '.join(tokens)}.")
    return list(tokens).index(word)
