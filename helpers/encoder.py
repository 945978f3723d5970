"""What surrounds attention in an encoder: positions, residual, layer norm, feed-forward, the stack of layers.

    h = layer_norm(x + attention(x))          output = layer_norm(h + feed_forward(h))

This is the layer of the 2017 paper, with the norm after each sum ("post-norm"). What later models changed is
optional: biases for the projections, GELU for ReLU, and the norm before each part ("pre-norm"):

    h = x + attention(layer_norm(x))          output = h + feed_forward(layer_norm(h))

With a causal mask the same layers write: `encode_next` does the work of new words alone. The embeddings are
a model's own: it adds its positions, computed or learned, and norms the sum if it was trained so, before it
calls `encode`.
Source: Vaswani et al. 2017, sections 3.1, 3.3 and 3.5; Xiong et al. 2020 for pre-norm.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np

from helpers.attention import (
    AttentionSteps,
    MultiHeadSteps,
    Steps,
    causal_mask,
    head_outputs,
    merge_heads,
    multi_head_attention,
    product,
    project,
    scaled_dot_product_attention,
)
from helpers.shapes import FEED_FORWARD, check_fit, one_of, read_array, read_floats

PARTS = ("attention", "residual", "layer norm", "feed-forward")  # each can be switched off


def relu(x):
    """Keep what is positive, set the rest to 0. [...] -> [...]

    >>> relu(np.array([-2.0, 0.5]))
    array([0. , 0.5])
    """
    return np.maximum(read_array(x, "x"), 0)


def gelu(x):
    """A ReLU without the corner: x times the share of a normal distribution that lies below x. [...] -> [...]

    The share is (1 + erf(x / √2)) / 2; numpy has no erf; the formula here gets the share right to 1e-7.
    Source: Hendrycks & Gimpel 2016; Abramowitz & Stegun 1964, formula 7.1.26.

    >>> gelu(np.array([-2.0, 0.5])).round(3)
    array([-0.046,  0.346])
    """
    x = read_floats(x, "x")
    z = np.abs(x) * math.sqrt(0.5)
    t = 1 / (1 + 0.3275911 * z)
    t *= 0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))
    above = t * np.exp(-z * z) / 2  # the share beyond |x|, on one side
    return x * np.where(x < 0, above, 1 - above)


def gelu_tanh(x):
    """The GELU as GPT-2 has it, with a tanh: at most 0.0005 from `gelu`. [...] -> [...]

    Source: Hendrycks & Gimpel 2016, section 2.

    >>> gelu_tanh(np.array([-2.0, 0.5])).round(3)
    array([-0.045,  0.346])
    """
    x = read_floats(x, "x")
    return x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))) / 2


def _learned(given, name):
    """Read learned numbers: an array, one number, or the numbers of a norm, a tuple of them."""
    if isinstance(given, tuple):
        return tuple(_learned(part, name) for part in given)
    return given if isinstance(given, (int, float)) else read_array(given, name)


@dataclass(frozen=True, eq=False, repr=False)
class Layer:
    """The learned numbers of one encoder layer.

    W_query, W_key, W_value [n_heads, d_model, d_k], W_out [n_heads * d_k, d_model],
    W_hidden [d_model, d_ff], b_hidden [d_ff], W_output [d_ff, d_model], b_output [d_model],
    norm_attention and norm_output: (gain, bias), each [d_model]; a third entry is the norm's epsilon.
    b_query, b_key, b_value [n_heads, d_k], b_out [d_model]: biases, or None as in the paper.
    activation: relu, as in the paper, or gelu, or gelu_tanh.
    pre_norm: the norms stand before attention and before the feed-forward part, not after the sums.
    """

    W_query: np.ndarray
    W_key: np.ndarray
    W_value: np.ndarray
    W_out: np.ndarray
    norm_attention: tuple
    W_hidden: np.ndarray
    b_hidden: np.ndarray
    W_output: np.ndarray
    b_output: np.ndarray
    norm_output: tuple
    b_query: np.ndarray | None = None
    b_key: np.ndarray | None = None
    b_value: np.ndarray | None = None
    b_out: np.ndarray | None = None
    activation: Callable = relu
    pre_norm: bool = False

    def __post_init__(self):
        for name, part in vars(self).copy().items():
            if name not in ("activation", "pre_norm") and part is not None:
                object.__setattr__(self, name, _learned(part, name))

    def __repr__(self):
        n_heads, d_model, d_k = self.W_query.shape
        return f"Layer(n_heads={n_heads}, d_model={d_model}, d_k={d_k}, d_ff={len(self.b_hidden)})"


@dataclass(frozen=True, eq=False, repr=False)
class LayerSteps(Steps):
    """All that one encoder layer computes; each array but those inside `attention` is [n_tokens, d_model]."""

    attention: MultiHeadSteps
    after_attention: np.ndarray
    after_feed_forward: np.ndarray
    output: np.ndarray


@dataclass(frozen=True, eq=False, repr=False)
class EncoderSteps(Steps):
    """All that a stack of encoder layers computes. Layers and heads are counted from 1.

    tokens: list of str; embedding [n_tokens, d_model], what enters layer 1; layers: list of LayerSteps.
    note: what was not read of a text that is too long, in one sentence; else empty.
    """

    tokens: list
    embedding: np.ndarray
    layers: list
    note: str = ""

    def layer(self, number):
        """What one layer computed. -> LayerSteps.  Raises ValueError: a layer that is not there."""
        return one_of(self.layers, number, "layer")

    def entering(self, layer):
        """What enters a layer. -> [n_tokens, d_model].  Raises ValueError: a layer that is not there."""
        self.layer(layer)
        return self.layers[layer - 2].output if layer > 1 else self.embedding

    @property
    def attention(self):
        """All weights of all layers. -> [n_layers, n_heads, n_tokens, n_tokens]"""
        return np.stack([layer.attention.heads.weights for layer in self.layers])

    def weights(self, layer):
        """The attention weights of a layer. -> [n_heads, n_tokens, n_tokens]

        Raises ValueError: a layer that is not there.
        """
        return self.heads(layer).weights

    def heads(self, layer):
        """What all heads of a layer computed. -> AttentionSteps, its arrays with an axis of heads

        Raises ValueError: a layer that is not there.
        """
        return self.layer(layer).attention.heads

    def head(self, layer, head):
        """What one head computed, its arrays without the axis of heads. -> AttentionSteps

        Raises ValueError: a layer or a head that is not there.
        """
        heads = self.heads(layer)
        return AttentionSteps(*(one_of(getattr(heads, part.name), head, "head") for part in fields(heads)))

    def __repr__(self):
        tokens, shape = " ".join(self.tokens), list(self.embedding.shape)
        note = f"\n  note: {self.note}" if self.note else ""
        return f"EncoderSteps\n  tokens: {tokens}\n  embedding: {shape}\n  layers: {len(self.layers)}{note}"


def positions(n_tokens, d_model):
    """Give each place in a sentence its own pattern of sines and cosines.

    -> [n_tokens, d_model]; even columns hold sines, odd ones cosines, slower from left to right.
    Source: Vaswani et al. 2017, section 3.5.

    >>> positions(2, 4).round(2)
    array([[0.  , 1.  , 0.  , 1.  ],
           [0.84, 0.54, 0.01, 1.  ]])
    """
    place = np.arange(n_tokens)[:, np.newaxis]
    column = np.arange(d_model)
    angle = place / 10_000 ** ((column - column % 2) / d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))


def layer_norm(x, gain=1.0, bias=0.0, epsilon=1e-5):
    """Shift and stretch each row to mean 0 and standard deviation 1, then apply the learned gain and bias.

    [..., d_model] -> [..., d_model].  Raises ValueError: shapes that do not fit (all are shown).
    Source: Ba et al. 2016.

    >>> layer_norm(np.array([[1.0, 3.0]])).round(2)
    array([[-1.,  1.]])
    """
    x = read_floats(x, "x")
    gain, bias = _learned(gain, "gain"), _learned(bias, "bias")
    check_fit(
        x.ndim > 0 and _widens_nothing(x.shape, gain, bias),
        "gain and bias need one number for each column of x",
        x=x, gain=gain, bias=bias,
    )  # fmt: skip
    centred = x - x.mean(axis=-1, keepdims=True)
    variance = (centred**2).mean(axis=-1, keepdims=True)
    return gain * centred / np.sqrt(variance + epsilon) + bias


def feed_forward(x, W_hidden, b_hidden, W_output, b_output, activation=relu):
    """Refine each word on its own: widen, keep what is positive (ReLU), narrow again.

    [..., d_model] -> [..., d_model].  Raises ValueError: shapes that do not fit (all are shown).
    Source: Vaswani et al. 2017, equation 2.

    >>> feed_forward(np.array([[2.0]]), np.array([[1.0, -1.0]]), 0.0, np.array([[3.0], [5.0]]), 1.0)
    array([[7.]])
    """
    x, W_hidden, W_output = FEED_FORWARD.arrays(x, W_hidden, W_output)
    b_hidden, b_output = _learned(b_hidden, "b_hidden"), _learned(b_output, "b_output")
    check_fit(
        _widens_nothing((1, len(W_output)), b_hidden) and _widens_nothing((1, W_output.shape[1]), b_output),
        "b_hidden needs one number for each column of W_hidden, b_output one for each column of W_output",
        W_hidden=W_hidden, b_hidden=b_hidden, W_output=W_output, b_output=b_output,
    )  # fmt: skip
    # one long matrix: of many sentences a third of the time
    rows = x.reshape(math.prod(x.shape[:-1]), x.shape[-1])
    refined = product(activation(product(rows, W_hidden) + b_hidden), W_output) + b_output
    return refined.reshape(*x.shape[:-1], refined.shape[-1])


def _widens_nothing(shape, *arrays):
    """Whether arrays broadcast to a shape."""
    try:
        return np.broadcast_shapes(shape, *map(np.shape, arrays)) == shape
    except ValueError:
        return False


def add_and_norm(x, made, norm, off=()):
    """The residual and the norm behind attention and feed-forward. x, made, result: all [..., d_model]"""
    x, made = read_array(x, "x"), read_array(made, "what is added to x")
    check_fit(x.shape == made.shape, "what is added to x must have its shape", x=x, added=made)
    added = made if "residual" in off else x + made
    return added if "layer norm" in off else layer_norm(added, *norm)


def rest_of_layer(x, attended, layer, off=()):
    """Finish a layer once attention is done: residual and norm, feed-forward, residual and norm.

    x, attended [..., d_model] -> after_attention, after_feed_forward, output, each [..., d_model].
    off: names of PARTS that are switched off. Attention and feed-forward then add 0.
    """
    attended = read_array(attended, "attended")
    if "attention" in off:
        attended = np.zeros_like(attended)
    after = (*off, "layer norm") if layer.pre_norm else off  # a norm that stood before does not stand after
    after_attention = add_and_norm(x, attended, layer.norm_attention, after)
    if "feed-forward" in off:
        refined = np.zeros_like(after_attention)
    else:
        refine = layer.W_hidden, layer.b_hidden, layer.W_output, layer.b_output, layer.activation
        refined = feed_forward(norm_before(after_attention, layer, layer.norm_output, off), *refine)
    return after_attention, refined, add_and_norm(after_attention, refined, layer.norm_output, after)


def norm_before(x, layer, norm, off=()):
    """What attention or the feed-forward part of a layer reads: x, or normed if the layer is pre-norm."""
    return layer_norm(x, *norm) if layer.pre_norm and "layer norm" not in off else x


def attend_from(places, x, layer, mask=None):
    """Attention, without biases and post-norm, in which one word of each sentence asks.

    That is all that a last layer needs if one of its rows is read.
    places [n_sentences], from 0, x [n_sentences, n_tokens, d_model], mask [n_tokens, n_tokens]
    -> the words' rows [n_sentences, d_model], context [n_sentences, n_heads, 1, d_v].
    For a single query, q · (x W_key) is had sooner as (q W_keyᵀ) · x, and x is mixed before W_value.

    >>> rng = np.random.default_rng(0)
    >>> W, x, norm = rng.normal(size=(3, 2, 4, 5)), rng.normal(size=(1, 7, 4)), (1.0, 0.0)
    >>> refine = np.ones((4, 6)), np.zeros(6), np.ones((6, 4)), np.zeros(4)
    >>> layer = Layer(*W, np.ones((10, 4)), norm, *refine, norm)
    >>> whole = multi_head_attention(x, *W, layer.W_out).heads.context
    >>> np.allclose(attend_from([3], x, layer)[1], whole[:, :, [3]])
    True
    """
    row = x[np.arange(len(x)), places]
    query = product(row, layer.W_query)  # of all sentences at once, [n_heads, n_sentences, d_k]
    longer = np.sqrt(x.shape[-1] / query.shape[-1]).astype(x.dtype)  # √d_k is meant to divide, not √d_model
    query = longer * product(query, layer.W_key.swapaxes(-1, -2))
    allowed = None if mask is None else mask[places][:, np.newaxis]
    mixed = scaled_dot_product_attention(query.swapaxes(0, 1), x, x, allowed).context  # a row for each head
    context = product(mixed.swapaxes(0, 1), layer.W_value)
    return row, context.swapaxes(0, 1)[:, :, np.newaxis]


def encoder_layer(x, layer, mask=None, without=(), off=()):
    """Run one encoder layer and keep its steps.

    x [..., n_tokens, d_model] -> LayerSteps.  without: heads, counted from 0, whose output is left out;
    off: names of PARTS that are switched off.

    >>> rng = np.random.default_rng(0)
    >>> W = rng.normal(size=(3, 2, 4, 5))
    >>> W_out, norm, hidden, output = rng.normal(size=(10, 4)), (1.0, 0.0), np.ones((4, 6)), np.ones((6, 4))
    >>> layer = Layer(*W, W_out, norm, hidden, np.zeros(6), output, np.zeros(4), norm)
    >>> encoder_layer(rng.normal(size=(7, 4)), layer).output.shape
    (7, 4)
    """
    reads = norm_before(x, layer, layer.norm_attention, off)
    W = layer.W_query, layer.W_key, layer.W_value, layer.W_out
    attention = multi_head_attention(reads, *W, mask, layer.b_query, layer.b_key, layer.b_value, layer.b_out)
    attended = attention.output
    if without:
        removed = head_outputs(attention.heads.context, layer.W_out)[..., list(without), :, :]
        attended = attended - removed.sum(axis=-3)
    return LayerSteps(attention, *rest_of_layer(x, attended, layer, off))


def encode(x, layers, mask=None, without=(), off=()):
    """Run a stack of encoder layers, each on the output of the one before.

    x [n_tokens, d_model] -> list of LayerSteps.  without: (layer, head) pairs, both counted from 1;
    off: names of PARTS that are switched off in every layer.
    Raises ValueError: a layer or a head in `without` that is not there; shapes that do not fit.
    """
    for number, head in without:
        if not (1 <= number <= len(layers) and 1 <= head <= len(layers[number - 1].W_query)):
            raise ValueError(
                f"There is no head {head} of layer {number}: choose layer 1 to {len(layers)} "
                "and one of its heads, from 1."
            )
    steps = []
    for number, layer in enumerate(layers, start=1):
        removed = sorted({head - 1 for layer_number, head in without if layer_number == number})
        steps.append(encoder_layer(x, layer, mask, removed, off))
        x = steps[-1].output
    return steps


def encode_next(x, layers, earlier=()):
    """Run only new words through the layers: keys and values of earlier words are kept, not made again.

    x [n_new, d_model]; earlier: what `encode` gave for the words before, with a causal mask, or this function
    -> list of LayerSteps: the new words' rows alone, but with the keys and values of all words so far.
    A word that looks only back is never changed by what comes later: its row is what `encode` would give.
    Raises ValueError: earlier steps of more or fewer layers; shapes that do not fit.

    >>> rng = np.random.default_rng(0)
    >>> W, W_out, x = rng.normal(size=(3, 2, 4, 5)), rng.normal(size=(10, 4)), rng.normal(size=(7, 4))
    >>> refine, norm = (np.ones((4, 6)), np.zeros(6), np.ones((6, 4)), np.zeros(4)), (1.0, 0.0)
    >>> layers = [Layer(*W, W_out, norm, *refine, norm, pre_norm=True)] * 2
    >>> whole, earlier = encode(x, layers, causal_mask(7)), encode(x[:5], layers, causal_mask(5))
    >>> np.allclose(encode_next(x[5:], layers, earlier)[1].output, whole[1].output[5:])
    True
    """
    earlier = earlier or [None] * len(layers)
    if len(earlier) != len(layers):
        raise ValueError(f"Each layer needs its earlier steps: {len(layers)} layers, {len(earlier)} steps.")
    steps = []
    for layer, before in zip(layers, earlier, strict=True):
        reads = norm_before(x, layer, layer.norm_attention)[..., np.newaxis, :, :]
        query = project(reads, layer.W_query, layer.b_query)
        key, value = project(reads, layer.W_key, layer.b_key), project(reads, layer.W_value, layer.b_value)
        if before is not None:
            key = np.concatenate([before.attention.heads.key, key], axis=-2)
            value = np.concatenate([before.attention.heads.value, value], axis=-2)
        looks_back = causal_mask(key.shape[-2])[-query.shape[-2] :]
        heads = scaled_dot_product_attention(query, key, value, looks_back)
        concatenated = merge_heads(heads.context)
        attention = MultiHeadSteps(heads, concatenated, project(concatenated, layer.W_out, layer.b_out))
        steps.append(LayerSteps(attention, *rest_of_layer(x, attention.output, layer)))
        x = steps[-1].output
    return steps
