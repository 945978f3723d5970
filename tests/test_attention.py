"""The maths against hand arithmetic, published numbers, plain loops, properties that hold for any input."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helpers.attention import (
    attention_weights,
    causal_mask,
    head_outputs,
    merge_heads,
    multi_head_attention,
    scaled_dot_product_attention,
    self_attention,
    softmax,
    split_heads,
)

QUERIES, KEYS, D_K, D_V = 5, 7, 3, 4  # never square, so that a transposition cannot hide
TOLERANCE = {np.float32: 2e-5, np.float64: 1e-12}


def slow_attention(query, key, value, mask=None):
    """The specification: plain loops over plain numbers."""
    context = []
    for i, q in enumerate(query):
        scores = [sum(a * b for a, b in zip(q, k, strict=True)) / math.sqrt(len(q)) for k in key]
        allowed = [mask is None or bool(mask[i][j]) for j in range(len(key))]
        top = max(score for score, may in zip(scores, allowed, strict=True) if may)
        shares = [math.exp(score - top) if may else 0.0 for score, may in zip(scores, allowed, strict=True)]
        context.append(
            [
                sum(s * v[c] for s, v in zip(shares, value, strict=True)) / sum(shares)
                for c in range(len(value[0]))
            ]
        )
    return np.array(context)


def numbers(*shape, low=-3, high=3, dtype=np.float64):
    return arrays(dtype, shape, elements=st.floats(low, high, width=32 if dtype == np.float32 else 64))


def draw(*shape, seed=0, dtype=np.float64):
    return np.random.default_rng(seed).normal(size=shape).astype(dtype)


# Numbers from outside


def test_the_published_example_112_and_96_become_88_and_12_percent():
    query = np.array([[8.0, 6.0, 4.0]])  # 8·8 + 6·6 + 4·3 = 112;  8·6 + 6·8 + 4·0 = 96
    key = np.array([[8.0, 6.0, 3.0], [6.0, 8.0, 0.0]])
    assert (query @ key.T).tolist() == [[112, 96]]
    scaled = np.array([[112.0, 96.0]]) / math.sqrt(64)
    assert scaled.tolist() == [[14, 12]]
    assert attention_weights(scaled).round(2).tolist() == [[0.88, 0.12]]


def test_the_published_example_through_64_numbers():
    query, key = np.zeros((1, 64)), np.zeros((2, 64))
    query[0, :2], key[0, 0], key[1, 1] = (8, 6), 14, 16
    steps = scaled_dot_product_attention(query, key, np.array([[1.0], [0.0]]))
    assert steps.scores.tolist() == [[112, 96]]
    assert steps.scaled_scores.tolist() == [[14, 12]]
    assert steps.weights.round(2).tolist() == [[0.88, 0.12]]
    assert steps.context[0, 0] == steps.weights[0, 0]


def test_softmax_by_hand():
    assert np.allclose(softmax([0, math.log(3)]), [0.25, 0.75])
    assert np.allclose(softmax([[0, 0], [0, math.log(3)]], axis=0), [[0.5, 0.25], [0.5, 0.75]])


def test_one_head_by_hand():
    x = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    steps = self_attention(
        x, np.array([[1.0], [0.0]]), np.array([[0.0], [1.0]]), np.array([[10.0, 0.0], [0.0, 10.0]])
    )
    assert steps.query.tolist() == [[1], [0], [1]]
    assert steps.key.tolist() == [[0], [1], [1]]
    assert steps.scores.tolist() == [[0, 1, 1], [0, 0, 0], [0, 1, 1]]
    e = math.e
    assert np.allclose(steps.context[0], [10 * (1 + e) / (1 + 2 * e), 10 * 2 * e / (1 + 2 * e)])
    assert np.allclose(steps.context[1], [20 / 3, 20 / 3])


# Against the slow specification


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_attention_equals_plain_loops(dtype):
    query, key, value = (
        draw(QUERIES, D_K, dtype=dtype),
        draw(KEYS, D_K, seed=1, dtype=dtype),
        draw(KEYS, D_V, seed=2, dtype=dtype),
    )
    mask = draw(QUERIES, KEYS, seed=3) > 0
    mask[:, 2] = True
    for given_mask in (None, mask):
        steps = scaled_dot_product_attention(query, key, value, given_mask)
        assert np.allclose(
            steps.context, slow_attention(query, key, value, given_mask), atol=TOLERANCE[dtype]
        )
        assert all(
            part.dtype == dtype for part in (steps.scores, steps.scaled_scores, steps.weights, steps.context)
        )


def test_each_head_is_plain_attention_with_its_own_weights_and_the_output_is_their_sum():
    n_heads, d_model = 6, 10
    x = draw(QUERIES, d_model)
    W_query, W_key = draw(n_heads, d_model, D_K, seed=1), draw(n_heads, d_model, D_K, seed=2)
    W_value, W_out = draw(n_heads, d_model, D_V, seed=3), draw(n_heads * D_V, d_model, seed=4)
    steps = multi_head_attention(x, W_query, W_key, W_value, W_out)
    assert steps.heads.weights.shape == (n_heads, QUERIES, QUERIES)
    for h in range(n_heads):
        z = slow_attention(x @ W_query[h], x @ W_key[h], x @ W_value[h])
        assert np.allclose(steps.heads.context[h], z)
        assert np.allclose(steps.concatenated[:, h * D_V : (h + 1) * D_V], z)
    assert np.allclose(steps.output, steps.concatenated @ W_out)
    assert np.allclose(head_outputs(steps.heads.context, W_out).sum(axis=0), steps.output)


def test_splitting_one_wide_projection_is_the_same_as_one_projection_per_head():
    n_heads, d_model = 4, 9
    x, W = draw(QUERIES, d_model), draw(n_heads, d_model, D_K, seed=1)
    wide = np.concatenate(list(W), axis=1)
    assert np.allclose(split_heads(x @ wide, n_heads), x[np.newaxis] @ W)
    tagged = np.arange(2 * QUERIES * 12).reshape(2, QUERIES, 12)
    assert (merge_heads(split_heads(tagged, 4)) == tagged).all()
    assert (split_heads(tagged, 4)[1, 2, 3] == tagged[1, 3, 6:9]).all()


# Properties


@given(numbers(QUERIES, KEYS, low=-1e4, high=1e4))
def test_rows_are_positive_and_sum_to_one_even_for_huge_scores(scores):
    weights = attention_weights(scores)
    assert (weights >= 0).all() and np.allclose(weights.sum(axis=-1), 1)


@given(numbers(QUERIES, KEYS, low=-1e4, high=1e4, dtype=np.float32))
def test_float32_stays_float32(scores):
    weights = attention_weights(scores)
    assert weights.dtype == np.float32 and np.allclose(weights.sum(axis=-1), 1, atol=1e-5)


@given(numbers(QUERIES, KEYS), st.floats(-50, 50))
def test_adding_the_same_to_every_score_changes_nothing(scores, shift):
    assert np.allclose(attention_weights(scores + shift), attention_weights(scores))


@given(numbers(QUERIES, D_K), numbers(KEYS, D_K), numbers(KEYS, D_V), st.permutations(range(KEYS)))
def test_the_order_of_the_keys_does_not_matter(query, key, value, order):
    plain = scaled_dot_product_attention(query, key, value)
    moved = scaled_dot_product_attention(query, key[order], value[order])
    assert np.allclose(moved.weights, plain.weights[:, order])
    assert np.allclose(moved.context, plain.context)


@given(numbers(QUERIES, KEYS), arrays(bool, (QUERIES, KEYS)), st.integers(0, KEYS - 1))
def test_a_masked_key_gets_exactly_nothing_and_the_rest_share_as_before(scores, mask, kept):
    mask[:, kept] = True
    weights = attention_weights(scores, mask)
    assert (weights[~mask] == 0).all()
    shared = np.where(mask, attention_weights(scores), 0)
    assert np.allclose(weights, shared / shared.sum(axis=-1, keepdims=True))


@settings(max_examples=30)
@given(st.lists(st.integers(1, 3), min_size=1, max_size=5), st.integers(0, 99))
def test_leading_axes_are_so_many_separate_attentions(leading, seed):
    query, key, value = (
        draw(*leading, QUERIES, D_K, seed=seed),
        draw(*leading, KEYS, D_K, seed=seed + 1),
        draw(*leading, KEYS, D_V, seed=seed + 2),
    )
    steps = scaled_dot_product_attention(query, key, value)
    assert steps.context.shape == (*leading, QUERIES, D_V)
    for index in np.ndindex(*leading):
        assert np.allclose(steps.context[index], slow_attention(query[index], key[index], value[index]))


@settings(max_examples=30)
@given(st.lists(st.integers(1, 2), min_size=1, max_size=3), st.integers(0, 99))
def test_leading_axes_of_multi_head_attention_and_a_mask_for_each(leading, seed):
    n_heads, d_model = 3, 6
    x, mask = draw(*leading, QUERIES, d_model, seed=seed), draw(*leading, QUERIES, QUERIES, seed=seed) > -1
    mask |= np.eye(QUERIES, dtype=bool)
    W = [draw(n_heads, d_model, d, seed=seed + i) for i, d in enumerate((D_K, D_K, D_V))]
    W_out = draw(n_heads * D_V, d_model, seed=seed + 3)
    batch = multi_head_attention(x, *W, W_out, mask)
    for index in np.ndindex(*leading):
        alone = multi_head_attention(x[index], *W, W_out, mask[index])
        assert np.allclose(batch.output[index], alone.output)
        assert np.allclose(batch.heads.weights[index], alone.heads.weights)


# Edges


def test_no_tokens_and_one_token():
    W, W_out = np.ones((2, D_K, D_V)), np.ones((2 * D_V, D_K))
    assert multi_head_attention(np.zeros((0, D_K)), W, W, W, W_out).output.shape == (0, D_K)
    assert softmax(np.zeros((0, 0))).shape == (0, 0)
    alone = self_attention(draw(1, D_K), *draw(3, D_K, D_V))
    assert alone.weights.tolist() == [[1]] and (alone.context == alone.value).all()


def test_minus_infinity_gets_exactly_zero():
    assert softmax([0.0, -np.inf, 0.0]).tolist() == [0.5, 0, 0.5]


def test_a_causal_mask_never_looks_ahead():
    mask = causal_mask(KEYS)
    assert mask.dtype == bool and all(mask[i, j] == (j <= i) for i in range(KEYS) for j in range(KEYS))
    x, W = draw(KEYS, D_K), draw(3, D_K, D_V, seed=1)
    changed = x.copy()
    changed[-1] += 9
    assert np.allclose(
        self_attention(x, *W, mask).context[:-1], self_attention(changed, *W, mask).context[:-1]
    )


def test_inputs_are_never_written_to():
    x, W, W_out, mask = (
        draw(QUERIES, D_K),
        draw(2, D_K, D_V, seed=1),
        draw(2 * D_V, D_K, seed=2),
        causal_mask(QUERIES),
    )
    for array in (x, W, W_out, mask):
        array.flags.writeable = False
    multi_head_attention(x, W, W, W, W_out, mask)
    attention_weights(x, mask[:, :D_K])


# Bad input: one sentence with what came and what to do

BAD = {
    "d_k differs": (
        lambda: scaled_dot_product_attention(draw(5, 3), draw(7, 4), draw(7, 2)),
        r"equally long \(d_k\); got query \(5, 3\) and key \(7, 4\)",
    ),
    "n_keys differs": (
        lambda: scaled_dot_product_attention(draw(5, 3), draw(7, 3), draw(6, 2)),
        r"one value for each key \(n_keys\); got key \(7, 3\) and value \(6, 2\)",
    ),
    "batch axes": (
        lambda: scaled_dot_product_attention(draw(2, 5, 3), draw(4, 7, 3), draw(4, 7, 2)),
        r"leading \(batch\) axes .*query \(2, 5, 3\)",
    ),
    "a vector": (
        lambda: scaled_dot_product_attention(draw(3), draw(7, 3), draw(7, 2)),
        r"query needs two axes, .*\(3,\).*query\[None, :\]",
    ),
    "d_model differs": (
        lambda: self_attention(draw(5, 4), draw(6, 3), draw(6, 3), draw(6, 3)),
        r"\(d_model\); got x \(5, 4\) and W_query \(6, 3\)",
    ),
    "W per head": (
        lambda: self_attention(draw(5, 4), draw(2, 4, 3), draw(4, 3), draw(4, 3)),
        r"W_query must have two axes, .*\(2, 4, 3\)",
    ),
    "W of one head": (
        lambda: multi_head_attention(draw(5, 4), draw(4, 3), draw(4, 3), draw(4, 3), draw(3, 4)),
        r"W_query must have three axes.*\(4, 3\)",
    ),
    "n_heads differs": (
        lambda: multi_head_attention(draw(5, 4), draw(2, 4, 3), draw(3, 4, 3), draw(2, 4, 3), draw(6, 4)),
        r"\(n_heads\); got W_query \(2, 4, 3\) and W_key \(3, 4, 3\)",
    ),
    "W_out": (
        lambda: multi_head_attention(draw(5, 4), *draw(3, 2, 4, 3), draw(5, 4)),
        r"2 × 3 concatenated .*W_out \(5, 4\)",
    ),
    "nothing allowed": (
        lambda: attention_weights(draw(2, 3), np.array([[True, False, True], [False] * 3])),
        r"row \[1\] of the mask \(2, 3\) allows none",
    ),
    "mask shape": (
        lambda: attention_weights(draw(2, 3), np.ones((3, 2), bool)),
        r"mask \(3, 2\) and scores \(2, 3\)",
    ),
    "mask of numbers": (
        lambda: attention_weights(draw(2, 3), np.ones((2, 3))),
        r"True \(may look\) and False: got float64",
    ),
    "NaN": (
        lambda: softmax(np.array([[1.0, 2.0], [np.nan, 0.0]])),
        r"got nan at index \[1, 0\] of shape \(2, 2\)",
    ),
    "+inf": (lambda: softmax([1.0, np.inf]), r"got inf at index \[1\]"),
    "all -inf": (lambda: softmax([[-np.inf, -np.inf]]), "at least one score above -inf"),
    "no keys": (lambda: softmax(np.zeros((3, 0))), "at least one score above -inf"),
    "no axis": (lambda: softmax([1.0, 2.0], axis=1), r"axis 1 is not there: scores have shape \(2,\)"),
    "text": (lambda: softmax(["a", "b"]), "scores must hold numbers"),
    "ragged": (lambda: softmax([[1.0], [1.0, 2.0]]), "rows of equal length"),
    "split": (lambda: split_heads(draw(5, 7), 2), r"divide into n_heads = 2 equal parts; got x \(5, 7\)"),
    "split by none": (lambda: split_heads(draw(5, 7), 0), "n_heads must be a whole number from 1: got 0"),
    "merge": (lambda: merge_heads(draw(5, 7)), r"heads need three axes.*\(5, 7\)"),
    "mask size": (lambda: causal_mask(-1), "whole number from 0: got -1"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_one_clear_sentence(name):
    call, message = BAD[name]
    with pytest.raises(ValueError, match=message):
        call()


def test_printing_steps_shows_shapes_not_numbers():
    steps = self_attention(draw(5, 4), *draw(3, 4, 3))
    assert "scores: [5, 5]" in repr(steps) and len(repr(steps)) < 300
    heads = multi_head_attention(draw(5, 4), *draw(3, 2, 4, 3), draw(6, 4))
    assert repr(heads).splitlines() == [
        "MultiHeadSteps",
        "  heads: AttentionSteps",
        *(f"    {name}: [2, 5, 3]" for name in ("query", "key", "value")),
        *(f"    {name}: [2, 5, 5]" for name in ("scores", "scaled_scores", "weights")),
        "    context: [2, 5, 3]",
        "  concatenated: [5, 6]",
        "  output: [5, 4]",
    ]
