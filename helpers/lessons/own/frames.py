"""Attention weights from anywhere, checked and shown: every head small, one head's heatmap, and its lines."""

import dataclasses
import functools

import numpy as np

from helpers.pictures.heads import every_head, run_panel, short
from helpers.pictures.kinds import LinesFrame, MatrixFrame
from helpers.pictures.words import weight_words
from helpers.shapes import one_of, read_floats
from helpers.text import seen_of

__all__ = ["Given", "given_head"]

MOST = 1024  # words on a side
FAINT = 0.5  # if no weight is larger, the largest is painted in the strongest colour
NEAR = 0.005  # so near to 1 a sum is written 1.00
SHAPES = "[q, k], [heads, q, k] or [layers, heads, q, k], or a list of a layer's [1, heads, q, k] each"
EAGER = 'load the model with attn_implementation="eager" and call it with output_attentions=True'
ORDER = "give the weights first, then the words: explore_weights(weights, tokens)"


class Given:
    """Attention weights that came from anywhere, as what pictures.heads needs of a model and of its run.

    weights: numpy or any library's array or tensor, or a list or tuple of one for each layer, as SHAPES says;
    tokens: str for each row, who asks; tokens_asked: str for each column, who is asked (None: the same).
    Attributes: n_layers, n_heads, tokens, asked (lists of str), sums (the least and the largest sum of a
    row), look (how a Panel paints the weights). Arrays that numpy reads are not copied.
    Raises ValueError: what holds no such weights, numbers that are not finite, words that do not fit.

    >>> given = Given([[0.9, 0.1], [0.5, 0.5]], ["it", "rains"])
    >>> given.n_layers, given.n_heads, given.weights(1).shape
    (1, 1, (1, 2, 2))
    """

    badge = "given"
    note = ""

    def __init__(self, weights, tokens, tokens_asked=None, title=""):
        self.title = short(seen_of(title)).strip()
        self.layers = layers_of(weights)
        self.n_layers, (self.n_heads, n_asks, n_asked) = len(self.layers), self.layers[0].shape
        self.tokens = words_of(tokens, "tokens")
        self.asked = self.tokens if tokens_asked is None else words_of(tokens_asked, "tokens_asked")
        _check_counts(self, (n_asks, n_asked), tokens_asked is None)
        self.sums, low, high = _ends(self)
        self.look = {"kind": "signed" if low < 0 else "weights", "limit": _limit(low, high)}

    def titled(self, words):
        """A title, behind the one that was given."""
        return f"{self.title}: {words[0].lower()}{words[1:]}" if self.title else words

    def run(self, sentence=None):
        """What pictures.heads asks of a model: it has run already. -> itself"""
        return self

    def weights(self, layer):
        """The weights of a layer, from 1. -> [n_heads, q, k].  Raises ValueError: no such layer."""
        return one_of(self.layers, layer, "layer")


def given_head(given, layer=1, head=1, asks=0):
    """Every head small, one head's heatmap, and its lines. -> MatrixFrame, MatrixFrame, LinesFrame

    layer, head: from 1; asks: the place of the word, from 0, whose row lights up and whose lines are drawn.
    Raises ValueError: a layer, head or word that is not there.
    """
    weights = one_of(given.weights(layer), head, "head")
    one_of(given.tokens, asks + 1, "word")
    name = f"layer {layer}, head {head}"
    panel = run_panel(given, weights, name)
    sums = panel.row_sums.min(), panel.row_sums.max()
    title = given.titled(f"One head{sums_words(sums)}")
    large = MatrixFrame((panel,), title, given.badge, selected=(0, asks, -1))
    lines = LinesFrame(
        given.tokens,
        weights[np.newaxis],
        (f"head {head}",),
        selected=(asks,),
        title=given.titled(f"What looks at what, {name}"),
        badge=given.badge,
        normalisation=_lines_words(given, sums),
        keys=given.asked,
        limit=given.look["limit"],
    )
    return _small(given, layer, head), large, lines


@functools.lru_cache(maxsize=4)  # the same while only another word asks: no view has to do anything
def _small(given, layer, head):
    frame = every_head(given, None, layer, head)
    return dataclasses.replace(frame, title=given.titled(frame.title + sums_words(given.sums)))


def sums_words(sums):
    """What is said of the sums of rows, if they are not all 1. sums: the least and the largest -> str

    >>> sums_words((0.999, 1.001)), sums_words((0.25, 1.0)), sums_words((2.0, 2.0))
    ('', '. Rows sum to 0.25 to 1.00, not to 1', '. Each row sums to 2.00, not to 1')
    """
    if all(abs(one - 1) < NEAR for one in sums):
        return ""
    low, high = map(weight_words, sums)
    return (
        f". Each row sums to {low}, not to 1" if low == high else f". Rows sum to {low} to {high}, not to 1"
    )


def _lines_words(given, sums):
    """What the lines say of themselves, or None: as the numbers say. sums: as for sums_words -> str"""
    if given.look["kind"] == "weights":
        return None
    low, high = map(weight_words, sums)
    return f"numbers below 0 have no line; all numbers of a word add up to {low} to {high}"


def _limit(low, high):
    """The number in the strongest colour: 1, unless the largest is larger, or all are small."""
    largest = max(-low, high)
    return float(largest) if largest > 1 + NEAR or low < 0 or 0 < largest < FAINT else 1.0


# ---- reading what was given


def layers_of(weights):
    """Read weights of any kind and shape. -> list of [n_heads, q, k], floats, all of one shape

    Raises ValueError: as for Given.

    >>> [layer.shape for layer in layers_of((np.ones((1, 2, 3, 4)), np.ones((1, 2, 3, 4))))]
    [(2, 3, 4), (2, 3, 4)]
    """
    if weights is None:
        raise ValueError(f"weights is None, as a fast attention leaves them: {EAGER}.")
    if _are_words(weights):
        raise ValueError(f"weights are words: {ORDER}.")
    if named := [name for name in dir(weights) if name.endswith("attentions")]:
        raise ValueError(
            f"weights is all that a model gave: take a part of it, {' or '.join(f'.{one}' for one in named)}."
        )
    if isinstance(weights, (list, tuple)) and not weights:
        raise ValueError(f"weights are empty, as a fast attention leaves them: {EAGER}.")
    if isinstance(weights, (list, tuple)) and any(one is None or hasattr(one, "shape") for one in weights):
        layers = [_one_layer(one, f"weights[{at}]") for at, one in enumerate(weights)]
    else:
        layers = _all_layers(numbers_of(weights, "weights"))
    if not layers or 0 in layers[0].shape:
        shape = f" {(len(layers), *layers[0].shape)}" if layers else ""
        raise ValueError(f"weights{shape} hold nothing to show: give {SHAPES}.")
    first = layers[0].shape
    for at, layer in enumerate(layers):
        if layer.shape != first:
            raise ValueError(
                "All layers must have one shape, [heads, q, k]: weights[0] has "
                f"{first} and weights[{at}] has {layer.shape}."
            )
    return layers


def _are_words(given):
    if isinstance(given, (list, tuple)):
        return bool(given) and all(isinstance(one, str) for one in given)
    return isinstance(given, str) or (
        isinstance(given, np.ndarray) and given.dtype.kind == "U" and given.ndim == 1
    )


def _one_layer(given, name):
    """One of a list: [1, heads, q, k], [heads, q, k], or [q, k] of a single head. -> [heads, q, k]"""
    if given is None:
        raise ValueError(f"{name} is None, no weights: {EAGER}.")
    array = numbers_of(given, name)
    if array.ndim == 4:
        return _only_text(array, name, 0)
    return _with_axes(array, name, 3)


def _all_layers(array):
    """One array of everything. -> list of [heads, q, k]"""
    if array.ndim == 5:  # torch.stack of what transformers returns: [layers, 1, heads, q, k]
        return list(_only_text(array, "weights", 1))
    return list(_with_axes(array, "weights", 4))


def _only_text(array, name, axis):
    """Without the axis of texts, which must be a single one."""
    if array.shape[axis] != 1:
        choose = f"{name}[:, :1]" if axis else "[layer[:1] for layer in weights]"
        raise ValueError(
            f"{name} of shape {array.shape} holds {array.shape[axis]} texts: choose one, such as {choose}."
        )
    return array.squeeze(axis)


def _with_axes(array, name, most):
    if not 2 <= array.ndim <= most:
        raise ValueError(f"{name} must be {SHAPES}: got shape {array.shape}.")
    return array.reshape((1,) * (most - array.ndim) + array.shape)


def numbers_of(given, name):
    """Read an array or a tensor of any library as floats that numpy knows. -> array

    Raises ValueError: what holds no real numbers.
    """
    for step in (
        "detach",
        "cpu",
        "float",
        "numpy",
    ):  # a tensor of torch, wherever and of whichever kind it is
        if callable(getattr(given, step, None)):
            given = getattr(given, step)()
    if getattr(given, "dtype", None) is not None and str(given.dtype) in ("bfloat16", "float16"):
        given = np.asarray(given, np.float32)
    return read_floats(given, name)


def words_of(given, name):
    """Read words, each as it can be shown. -> list of str

    Raises ValueError: what holds no words.

    >>> words_of(np.array(["it", "\\n", ""]), "tokens")
    ['it', '⏎', '␣']
    """
    if isinstance(given, (str, bytes)):
        raise ValueError(f"{name} must be a list of words: got one text; try {name}.split().")
    try:
        words = list(given)
    except TypeError:
        raise ValueError(f"{name} must be a list of words: got {type(given).__name__}.") from None
    for at, word in enumerate(words):
        if not isinstance(word, str):
            raise ValueError(
                f"{name} must be words: got {type(word).__name__} at place {at}; a tokenizer makes words of "
                "numbers by convert_ids_to_tokens."
            )
    return [_shown(word) for word in words]


def _shown(word):
    """A word as it can be seen: a break is ⏎ and spaces alone are ␣."""
    seen = seen_of(str(word).encode("utf-8", errors="replace").decode("utf-8"))
    return short(seen) if seen.strip() else "⏎" if "\n" in word else "␣"


def _check_counts(given, needed, same):
    """Whether there is a word for each row and each column. needed: how many; same: one list is for both"""
    shape = f"weights {given.layers[0].shape}"
    if same and needed[0] != needed[1] and any((layer < 0).any() for layer in given.layers):
        raise ValueError(  # no softmax gives a number below 0
            f"{shape} have {needed[0]} rows, {needed[1]} columns and numbers below 0: these seem to be "
            "hidden states, a vector for each word. The weights are what a model gives as its attentions."
        )
    if max(needed) > MOST:
        raise ValueError(
            f"{shape} have more than {MOST} words on a side: show a part, weights[..., :512, :512]."
        )
    if same and needed[0] != needed[1]:
        raise ValueError(
            f"{shape} have {needed[0]} rows, words that ask, and {needed[1]} columns, words that are asked: "
            "give the second ones as tokens_asked."
        )
    for name, words, count, side in (
        ("tokens", given.tokens, needed[0], "row"),
        ("tokens_asked", given.asked, needed[1], "column"),
    ):
        if len(words) != count:
            raise ValueError(f"{shape} need {count} {name}, one for each {side}: got {len(words)}.")


def _ends(given):
    """The least and the largest sum of a row, and weight. -> (low, high), low, high

    Raises ValueError: a number that is not finite.
    """
    found = []
    for number, layer in enumerate(given.layers, start=1):
        sums = layer.sum(axis=-1, dtype=np.float64)
        if not np.isfinite(sums).all():
            raise ValueError(_not_finite(given, layer, number))
        found.append((sums.min(), sums.max(), layer.min(), layer.max()))
    least, most, low, high = map(np.array, zip(*found, strict=True))
    return (float(least.min()), float(most.max())), float(low.min()), float(high.max())


def _not_finite(given, layer, number):
    """Where the first such number stands. -> str"""
    head, row, column = map(int, np.argwhere(~np.isfinite(layer))[0])
    return (
        f"weights must be finite: got {layer[head, row, column]} in layer {number}, head {head + 1}, "
        f"row {row + 1} (“{given.tokens[row]}”), column {column + 1} (“{given.asked[column]}”). "
        "If a mask left it there: np.nan_to_num(weights, neginf=0) puts 0."
    )
