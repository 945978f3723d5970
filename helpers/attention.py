"""Self-attention, in numpy: softmax, then one head, then many heads.

Read it from top to bottom; each function uses only the ones above it. Every step keeps its name, so that
a notebook can show it. Rows are queries (the words that ask), columns are keys (the words that are asked).

    scores = query @ key.T          weights = softmax(scores / sqrt(d_k))          context = weights @ value

Shapes are written [n_tokens, d_model]; `...` stands for any leading batch axes. Inputs are never written
to; float32 in gives float32 out, float64 gives float64, whole numbers are taken as float64.
Source: Vaswani et al. 2017, "Attention is all you need", sections 3.2.1 and 3.2.2.
"""

import math
import sys
from dataclasses import dataclass, fields

import numpy as np

from helpers import shapes


class Steps:
    """Steps of a computation by name; printing one shows its shapes, not its thousands of numbers."""

    def __repr__(self):
        lines = [type(self).__name__]
        for field in fields(self):
            part = getattr(self, field.name)
            shown = list(part.shape) if isinstance(part, np.ndarray) else repr(part).replace("\n", "\n  ")
            lines.append(f"  {field.name}: {shown}")
        return "\n".join(lines)


@dataclass(frozen=True, eq=False, repr=False)
class AttentionSteps(Steps):
    """All that one attention computes, step by step.

    query [..., n_queries, d_k], key [..., n_keys, d_k], value [..., n_keys, d_v],
    scores, scaled_scores, weights [..., n_queries, n_keys], context [..., n_queries, d_v].
    """

    query: np.ndarray
    key: np.ndarray
    value: np.ndarray
    scores: np.ndarray
    scaled_scores: np.ndarray
    weights: np.ndarray
    context: np.ndarray


@dataclass(frozen=True, eq=False, repr=False)
class MultiHeadSteps(Steps):
    """All that multi-head attention computes.

    heads: AttentionSteps whose arrays have an n_heads axis, [..., n_heads, n_tokens, d_k],
    concatenated [..., n_tokens, n_heads * d_v], output [..., n_tokens, d_model].
    """

    heads: AttentionSteps
    concatenated: np.ndarray
    output: np.ndarray


def softmax(scores, axis=-1):
    """Turn scores into positive shares that add up to 1 along an axis.

    [..., n] -> [..., n]; exp(score) divided by the sum of all exp(score). The largest score is subtracted
    first: that changes no share and keeps exp from overflowing. A score of -inf gets exactly 0.
    Raises ValueError: a score that is NaN or +inf, or nothing but -inf to share among.
    Source: Vaswani et al. 2017, equation 1.

    >>> softmax([14, 12]).round(2)
    array([0.88, 0.12])
    """
    scores = shapes.read_floats(scores, "scores")
    shapes.check_axis(scores, axis)
    with np.errstate(over="ignore", invalid="ignore"):  # far below the largest becomes 0, as it should
        shares = scores - scores.max(axis=axis, keepdims=True, initial=-np.inf)
        np.exp(shares, out=shares)
    total = shares.sum(axis=axis, keepdims=True)
    if not total.min(initial=1) > 0:  # NaN where a score was NaN or +inf, or all were -inf; 0 without scores
        raise ValueError(shapes.why_not_shared(scores, axis))
    shares /= total
    return shares


def attention_weights(scores, mask=None):
    """Share each query's attention among the keys: a softmax along every row.

    [..., n_queries, n_keys] -> [..., n_queries, n_keys]; every row sums to 1.
    scores: similarities, no unit.  mask: True where a query may look at a key.
    Raises ValueError: shapes that do not broadcast (both are shown), or a row with no key allowed.
    Source: Vaswani et al. 2017, section 3.2.1.

    >>> attention_weights(np.zeros((1, 2)))
    array([[0.5, 0.5]])
    >>> attention_weights([[5.0, 1.0], [2.0, 2.0]], mask=causal_mask(2))
    array([[1. , 0. ],
           [0.5, 0.5]])
    """
    scores = shapes.SCORES.floats(scores)
    if mask is not None:
        allowed = shapes.read_mask(mask, scores.shape)
        scores = np.where(allowed, scores, -np.inf).astype(scores.dtype, copy=False)
    return softmax(scores)


def entropy(weights):
    """Say how widely attention is shared: 0 when one word has all, ln(n) when n words share it evenly.

    [..., n] -> [...], in nats; exp(entropy) is the number of words that share it in effect.
    Source: Shannon 1948.

    >>> np.exp(entropy([0.25, 0.25, 0.25, 0.25])).round(2)
    np.float64(4.0)
    """
    weights = shapes.read_floats(weights, "weights", float)
    return -(weights * np.log(np.where(weights > 0, weights, 1))).sum(axis=-1) + 0.0


def scaled_dot_product_attention(query, key, value, mask=None):
    """Compare each query with each key, share the attention, mix the values.

    query [..., n_queries, d_k], key [..., n_keys, d_k], value [..., n_keys, d_v] -> AttentionSteps.
    mask [..., n_queries, n_keys]: True where a query may look at a key.
    Raises ValueError: shapes that do not fit (both are shown), or a row with no key allowed.
    Source: Vaswani et al. 2017, equation 1.

    >>> query, key, value = [[1.0, 0.0]], [[1.0, 0.0], [0.0, 1.0]], [[10.0], [20.0]]
    >>> steps = scaled_dot_product_attention(query, key, value)
    >>> steps.scores
    array([[1., 0.]])
    >>> steps.context.round(2)
    array([[13.3]])
    """
    query, key, value = shapes.ATTENTION.floats(query, key, value)
    scores = query @ key.swapaxes(-1, -2)
    scaled_scores = scores / math.sqrt(query.shape[-1])
    weights = attention_weights(scaled_scores, mask)
    context = weights @ value
    return AttentionSteps(query, key, value, scores, scaled_scores, weights, context)


def self_attention(x, W_query, W_key, W_value, mask=None):
    """Let every word of one sentence ask every word of the same sentence.

    x [..., n_tokens, d_model], W_query and W_key [d_model, d_k], W_value [d_model, d_v] -> AttentionSteps.
    mask [..., n_tokens, n_tokens]: True where a query may look at a key.
    Raises ValueError: shapes that do not fit (both are shown).
    Source: Vaswani et al. 2017, section 3.2.3.

    >>> x = np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 1.0]])
    >>> W = np.ones((3, 2))
    >>> self_attention(x, W, W, W).scores
    array([[18., 12.],
           [12.,  8.]])
    """
    x, W_query, W_key, W_value = shapes.ONE_HEAD.floats(x, W_query, W_key, W_value)
    return scaled_dot_product_attention(x @ W_query, x @ W_key, x @ W_value, mask)


def product(x, W):
    """Multiply rows by a matrix: x @ W. x [..., n, d_in], W [..., d_in, d_out] -> [..., n, d_out]

    In a browser numpy has no BLAS. There einsum multiplies twice as fast as @, if the numbers of each column
    of W lie side by side in memory, as helpers.models keeps them.

    >>> product(np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]))
    array([[11.]])
    """
    return np.einsum("...ij,...jk->...ik", x, W) if sys.platform == "emscripten" else x @ W


def project(x, W, b=None):
    """Multiply every word's row by the weights W and add a bias b, if there is one.

    x [..., n_tokens, d_model], W [..., d_model, d_out], b [..., d_out] -> [..., n_tokens, d_out]
    Raises ValueError: shapes that do not fit (both are shown).

    >>> project(np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]), np.array([0.5]))
    array([[11.5]])
    """
    x, W = shapes.PROJECTION.arrays(x, W)
    if b is None:
        return product(x, W)
    b = shapes.read_array(b, "b").astype(W.dtype, copy=False)
    columns = W.shape[:-2] + W.shape[-1:]
    shapes.check_fit(b.shape == columns, "a bias has one number for each column of its W", W=W, b=b)
    projected = product(x, W)
    projected += b[..., np.newaxis, :]
    return projected


def multi_head_attention(
    x, W_query, W_key, W_value, W_out, mask=None, b_query=None, b_key=None, b_value=None, b_out=None
):
    """Run the same attention once per head, each with its own weights, and merge what the heads found.

    x [..., n_tokens, d_model]; W_query, W_key [n_heads, d_model, d_k]; W_value [n_heads, d_model, d_v];
    W_out [n_heads * d_v, d_model] -> MultiHeadSteps.  Every head reads all of x.
    mask [..., n_tokens, n_tokens]: True where a query may look at a key, the same for every head.
    b_query, b_key [n_heads, d_k], b_value [n_heads, d_v], b_out [d_model]: biases, added to every word's row.
    The paper has none; most models since have.
    Raises ValueError: shapes that do not fit (both are shown).
    Source: Vaswani et al. 2017, section 3.2.2.

    >>> x = np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 1.0]])
    >>> W = np.ones((4, 3, 2))
    >>> steps = multi_head_attention(x, W, W, W, np.ones((8, 3)))
    >>> steps.heads.weights.shape, steps.concatenated.shape, steps.output.shape
    ((4, 2, 2), (2, 8), (2, 3))
    """
    x, W_query, W_key, W_value, W_out = shapes.MANY_HEADS.floats(x, W_query, W_key, W_value, W_out)
    if mask is not None:
        mask = shapes.read_mask(mask, (*x.shape[:-1], x.shape[-2]))
        mask = mask[..., np.newaxis, :, :] if mask.ndim > 2 else mask
    each_head = x[..., np.newaxis, :, :]
    query = project(each_head, W_query, b_query)
    key = project(each_head, W_key, b_key)
    value = project(each_head, W_value, b_value)
    heads = scaled_dot_product_attention(query, key, value, mask)
    concatenated = merge_heads(heads.context)
    return MultiHeadSteps(heads, concatenated, project(concatenated, W_out, b_out))


def split_heads(x, n_heads):
    """Cut the last axis into n_heads equal parts and bring the heads to the front.

    [..., n_tokens, n_heads * d_k] -> [..., n_heads, n_tokens, d_k]
    Raises ValueError: a last axis that n_heads does not divide.

    >>> split_heads(np.array([[1, 2, 3, 4], [5, 6, 7, 8]]), n_heads=2)
    array([[[1, 2],
            [5, 6]],
    <BLANKLINE>
           [[3, 4],
            [7, 8]]])
    """
    x = shapes.ROWS.arrays(x)
    shapes.check_count(n_heads, "n_heads", least=1)
    d_k, left = divmod(x.shape[-1], n_heads)
    shapes.check_fit(left == 0, f"the last axis must divide into n_heads = {n_heads} equal parts", x=x)
    return x.reshape(*x.shape[:-1], n_heads, d_k).swapaxes(-3, -2)


def merge_heads(heads):
    """Put what the heads found side by side, one long row for each word. Undoes split_heads.

    [..., n_heads, n_tokens, d_v] -> [..., n_tokens, n_heads * d_v]
    Raises ValueError: fewer than three axes.

    >>> merge_heads(np.array([[[1, 2], [5, 6]], [[3, 4], [7, 8]]]))
    array([[1, 2, 3, 4],
           [5, 6, 7, 8]])
    """
    heads = shapes.HEADS.arrays(heads)
    by_token = heads.swapaxes(-3, -2)
    return by_token.reshape(*by_token.shape[:-2], by_token.shape[-2] * by_token.shape[-1])


def head_outputs(context, W_out):
    """Show what each head alone adds to the output: z_h @ its own rows of W_out. They sum to the output.

    context [..., n_heads, n_tokens, d_v], W_out [n_heads * d_v, d_model] -> [..., n_heads, n_tokens, d_model]
    Raises ValueError: shapes that do not fit (both are shown).

    >>> head_outputs(np.array([[[1.0]], [[10.0]]]), np.array([[1.0, 2.0], [3.0, 4.0]]))
    array([[[ 1.,  2.]],
    <BLANKLINE>
           [[30., 40.]]])
    """
    context, W_out = shapes.HEAD_OUTPUTS.floats(context, W_out)
    n_heads, d_v = context.shape[-3], context.shape[-1]
    return context @ W_out.reshape(n_heads, d_v, W_out.shape[1])


def causal_mask(n_tokens):
    """Allow each word to look at itself and at what stands before it, never ahead.

    -> [n_tokens, n_tokens] of True (may look) and False.
    Raises ValueError: n_tokens that is not a whole number from 0.
    Source: Vaswani et al. 2017, section 3.2.3 (decoder).

    >>> causal_mask(3).astype(int)
    array([[1, 0, 0],
           [1, 1, 0],
           [1, 1, 1]])
    """
    shapes.check_count(n_tokens, "n_tokens", least=0)
    return np.tril(np.ones((n_tokens, n_tokens), dtype=bool))
