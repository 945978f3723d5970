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

from helpers.shapes import read_array, read_floats, read_mask


class _Steps:
    """Steps of a computation by name; printing one shows its shapes, not its thousands of numbers."""

    def __repr__(self):
        lines = [type(self).__name__]
        for field in fields(self):
            part = getattr(self, field.name)
            shown = list(part.shape) if isinstance(part, np.ndarray) else repr(part).replace("\n", "\n  ")
            lines.append(f"  {field.name}: {shown}")
        return "\n".join(lines)


@dataclass(frozen=True, eq=False, repr=False)
class AttentionSteps(_Steps):
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
class MultiHeadSteps(_Steps):
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
    scores = read_floats(scores, "scores")
    _check_axis(scores, axis)
    largest = scores.max(axis=axis, keepdims=True, initial=-np.inf)  # NaN where there is one
    if np.isnan(largest).any() or np.isposinf(largest).any():
        where = tuple(int(i) for i in np.argwhere(np.isnan(scores) | np.isposinf(scores))[0])
        raise ValueError(
            f"scores must be numbers below +inf: got {scores[where]} at index {list(where)} of shape "
            f"{scores.shape}. Check the query and the key that made this score."
        )
    if np.isneginf(largest).any():
        where = [int(i) for i in np.argwhere(np.isneginf(largest))[0]]
        raise ValueError(
            f"softmax needs at least one score above -inf: got none at index {where} along axis {axis} of shape {scores.shape}. "
            "Allow each query at least one key."
        )
    with np.errstate(over="ignore"):  # a score that far below the largest gets the 0 that it should
        raised = np.exp(scores - largest)
    return raised / raised.sum(axis=axis, keepdims=True)


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
    scores = read_floats(scores, "scores")
    if scores.ndim < 2:
        raise ValueError(
            "scores need two axes, [n_queries, n_keys]: got shape "
            f"{scores.shape}. For one query, use np.atleast_2d(scores)."
        )
    if mask is None:
        return softmax(scores)
    allowed = read_mask(mask, scores.shape)
    return softmax(np.where(allowed, scores, -np.inf).astype(scores.dtype, copy=False))


def entropy(weights):
    """Say how widely attention is shared: 0 when one word has all, ln(n) when n words share it evenly.

    [..., n] -> [...], in nats; exp(entropy) is the number of words that share it in effect.
    Source: Shannon 1948.

    >>> np.exp(entropy([0.25, 0.25, 0.25, 0.25])).round(2)
    np.float64(4.0)
    """
    weights = read_floats(weights, "weights", float)
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
    query, key, value = _same_floats(query=query, key=key, value=value)
    for name, array, shape in (
        ("query", query, "[n_queries, d_k]"),
        ("key", key, "[n_keys, d_k]"),
        ("value", value, "[n_keys, d_v]"),
    ):
        if array.ndim < 2:
            raise ValueError(
                f"{name} needs two axes, {shape}: got shape {array.shape}. "
                f"For a single vector, use {name}[None, :], or np.atleast_2d({name}) if it is a list."
            )
    d_k = query.shape[-1]
    _check_fit(d_k == key.shape[-1], "a query and a key must be equally long (d_k)", query=query, key=key)
    _check_fit(d_k > 0, "a query and a key need at least one number (d_k)", query=query, key=key)
    _check_fit(
        key.shape[-2] == value.shape[-2],
        "there must be one value for each key (n_keys)",
        key=key,
        value=value,
    )
    _check_leading(query=query, key=key, value=value)

    scores = query @ key.swapaxes(-1, -2)
    scaled_scores = scores / math.sqrt(d_k)
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
    x, W_query, W_key, W_value = _same_floats(x=x, W_query=W_query, W_key=W_key, W_value=W_value)
    _check_x(x)
    for name, W in (("W_query", W_query), ("W_key", W_key), ("W_value", W_value)):
        _check_fit(W.ndim == 2, f"{name} must have two axes, [d_model, d_k]", **{name: W})
        _check_fit(
            x.shape[-1] == W.shape[0],
            f"{name} needs one row for each number of x (d_model)",
            x=x,
            **{name: W},
        )
    return scaled_dot_product_attention(x @ W_query, x @ W_key, x @ W_value, mask)


def product(x, W):
    """Multiply rows by a matrix: x @ W. x [..., n, d_in], W [..., d_in, d_out] -> [..., n, d_out]

    In a browser numpy has no BLAS. There einsum multiplies twice as fast as @, if the numbers of each column of W
    lie side by side in memory, as helpers.models keeps them.

    >>> product(np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]))
    array([[11.]])
    """
    return np.einsum("...ij,...jk->...ik", x, W) if sys.platform == "emscripten" else x @ W


def project(x, W, b=None):
    """Multiply every word's row by the weights W and add a bias b, if there is one.

    x [..., n_tokens, d_in], W [..., d_in, d_out], b [..., d_out] -> [..., n_tokens, d_out]
    Raises ValueError: shapes that do not fit (both are shown).

    >>> project(np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]), np.array([0.5]))
    array([[11.5]])
    """
    x, W = read_array(x, "x"), read_array(W, "W")
    _check_x(x)
    _check_fit(W.ndim > 1, "W must have two axes, [d_in, d_out]", W=W)
    _check_fit(x.shape[-1] == W.shape[-2], "W needs one row for each number of x", x=x, W=W)
    _check_leading(x=x, W=W)
    if b is None:
        return product(x, W)
    b = read_array(b, "b").astype(W.dtype, copy=False)
    _check_fit(
        b.shape == W.shape[:-2] + W.shape[-1:], "a bias has one number for each column of its W", W=W, b=b
    )
    return product(x, W) + b[..., np.newaxis, :]


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
    >>> multi_head_attention(x, W, W, W, np.ones((8, 3)))
    MultiHeadSteps
      heads: AttentionSteps
        query: [4, 2, 2]
        key: [4, 2, 2]
        value: [4, 2, 2]
        scores: [4, 2, 2]
        scaled_scores: [4, 2, 2]
        weights: [4, 2, 2]
        context: [4, 2, 2]
      concatenated: [2, 8]
      output: [2, 3]
    """
    x, W_query, W_key, W_value, W_out = _same_floats(
        x=x, W_query=W_query, W_key=W_key, W_value=W_value, W_out=W_out
    )
    _check_x(x)
    for name, W in (("W_query", W_query), ("W_key", W_key), ("W_value", W_value)):
        _check_fit(W.ndim == 3, f"{name} must have three axes, [n_heads, d_model, d_k]", **{name: W})
        _check_fit(
            x.shape[-1] == W.shape[1],
            f"{name} needs one row for each number of x (d_model)",
            x=x,
            **{name: W},
        )
        _check_fit(
            len(W) == len(W_query), "every head needs its own W (n_heads)", **{"W_query": W_query, name: W}
        )
    n_heads, _, d_v = W_value.shape
    _check_fit(
        W_out.ndim == 2 and W_out.shape[0] == n_heads * d_v,
        f"W_out needs one row for each of the {n_heads} × {d_v} concatenated numbers (n_heads * d_v)",
        W_value=W_value,
        W_out=W_out,
    )
    if mask is not None:
        mask = read_mask(mask, x.shape[:-1] + x.shape[-2:-1])
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
    x = read_array(x, "x")
    _check_x(x)
    if isinstance(n_heads, bool) or not isinstance(n_heads, (int, np.integer)) or n_heads < 1:
        raise ValueError(f"n_heads must be a whole number from 1: got {n_heads!r}.")
    _check_fit(
        x.shape[-1] % n_heads == 0, f"the last axis must divide into n_heads = {n_heads} equal parts", x=x
    )
    return x.reshape(*x.shape[:-1], n_heads, x.shape[-1] // n_heads).swapaxes(-3, -2)


def merge_heads(heads):
    """Put what the heads found side by side, one long row for each word. Undoes split_heads.

    [..., n_heads, n_tokens, d_v] -> [..., n_tokens, n_heads * d_v]
    Raises ValueError: fewer than three axes.

    >>> merge_heads(np.array([[[1, 2], [5, 6]], [[3, 4], [7, 8]]]))
    array([[1, 2, 3, 4],
           [5, 6, 7, 8]])
    """
    heads = read_array(heads, "heads")
    _check_fit(heads.ndim >= 3, "heads need three axes, [n_heads, n_tokens, d_v]", heads=heads)
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
    context, W_out = _same_floats(context=context, W_out=W_out)
    _check_fit(context.ndim >= 3, "context needs three axes, [n_heads, n_tokens, d_v]", context=context)
    n_heads, d_v = context.shape[-3], context.shape[-1]
    _check_fit(
        W_out.ndim == 2 and W_out.shape[0] == n_heads * d_v,
        "W_out needs n_heads * d_v rows",
        context=context,
        W_out=W_out,
    )
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
    if isinstance(n_tokens, bool) or not isinstance(n_tokens, (int, np.integer)) or n_tokens < 0:
        raise ValueError(f"n_tokens must be a whole number from 0: got {n_tokens!r}.")
    return np.tril(np.ones((n_tokens, n_tokens), dtype=bool))


# The rest checks what was given. Each check says what came, what was expected and, where it helps, what to do.


def _same_floats(**arrays):
    """Read several arrays as floats of one common kind."""
    arrays = [read_floats(array, name) for name, array in arrays.items()]
    common = np.result_type(*(array.dtype for array in arrays))
    return [array.astype(common, copy=False) for array in arrays]


def _check_axis(array, axis):
    if axis not in range(-array.ndim, array.ndim) or isinstance(axis, float):
        raise ValueError(f"axis {axis} is not there: scores have shape {array.shape}.")


def _check_x(x):
    if x.ndim < 2:
        raise ValueError(
            f"x needs two axes, [n_tokens, d_model]: got shape {x.shape}. "
            "For one word, use x[None, :], or np.atleast_2d(x) if it is a list."
        )


def _check_fit(fits, rule, **arrays):
    if not fits:
        given = " and ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise ValueError(f"Shapes do not fit: {rule}; got {given}.")


def _check_leading(**arrays):
    try:
        np.broadcast_shapes(*(array.shape[:-2] for array in arrays.values()))
    except ValueError:
        _check_fit(False, "the leading (batch) axes must be equal or 1", **arrays)
