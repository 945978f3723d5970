import math

import numpy as np
import pytest

from helpers.attention import multi_head_attention
from helpers.encoder import Layer, encode, encoder_layer, feed_forward, layer_norm, positions

N_TOKENS, D_MODEL, D_K, N_HEADS, D_FF = 5, 8, 3, 4, 11


@pytest.fixture
def layer():
    rng = np.random.default_rng(0)
    draw = lambda *shape: rng.normal(size=shape)  # noqa: E731
    return Layer(
        draw(N_HEADS, D_MODEL, D_K), draw(N_HEADS, D_MODEL, D_K), draw(N_HEADS, D_MODEL, D_K), draw(N_HEADS * D_K, D_MODEL),
        (draw(D_MODEL), draw(D_MODEL)), draw(D_MODEL, D_FF), draw(D_FF), draw(D_FF, D_MODEL), draw(D_MODEL), (draw(D_MODEL), draw(D_MODEL)),
    )  # fmt: skip


@pytest.fixture
def x():
    return np.random.default_rng(1).normal(size=(N_TOKENS, D_MODEL))


def test_positions_are_the_papers_sines_and_cosines():
    table = positions(7, 10)
    for place in range(7):
        for pair in range(5):
            angle = place / 10000 ** (2 * pair / 10)
            assert math.isclose(table[place, 2 * pair], math.sin(angle), abs_tol=1e-12)
            assert math.isclose(table[place, 2 * pair + 1], math.cos(angle), abs_tol=1e-12)


def test_the_dot_product_of_two_positions_depends_on_their_distance_only():
    table = positions(20, 64)
    assert np.allclose([table[i] @ table[i + 3] for i in range(17)], table[0] @ table[3])


def test_layer_norm_gives_each_row_mean_0_and_deviation_1_then_gain_and_bias(x):
    normed = layer_norm(5 * x + 2)
    assert np.allclose(normed.mean(axis=1), 0) and np.allclose(normed.std(axis=1), 1, atol=1e-4)
    gain, bias = np.arange(D_MODEL), np.ones(D_MODEL)
    assert np.allclose(layer_norm(x, gain, bias), layer_norm(x) * gain + bias)


def test_feed_forward_by_hand():
    # hidden = relu([1·1 + 2·1 − 1, 1·1 + 2·(−1)]) = [2, 0];  output = 2·3 + 0·5 + 1
    output = feed_forward(np.array([[1.0, 2.0]]), np.array([[1.0, 1.0], [1.0, -1.0]]), np.array([-1.0, 0.0]), np.array([[3.0], [5.0]]), np.array([1.0]))
    assert output.tolist() == [[7]]


def test_a_layer_is_attention_and_feed_forward_each_with_residual_and_norm(layer, x):
    attended = multi_head_attention(x, layer.W_query, layer.W_key, layer.W_value, layer.W_out).output
    h = layer_norm(x + attended, *layer.norm_attention)
    y = layer_norm(h + feed_forward(h, layer.W_hidden, layer.b_hidden, layer.W_output, layer.b_output), *layer.norm_output)
    steps = encoder_layer(x, layer)
    assert np.allclose(steps.attention.output, attended)
    assert np.allclose(steps.after_attention, h) and np.allclose(steps.output, y)


def test_removing_a_head_is_the_same_as_setting_its_rows_of_W_out_to_zero(layer, x):
    W_out = layer.W_out.copy()
    W_out[1 * D_K : 2 * D_K] = 0
    W_out[3 * D_K : 4 * D_K] = 0
    cut = Layer(*layer.__dict__.values())
    object.__setattr__(cut, "W_out", W_out)
    assert np.allclose(encoder_layer(x, layer, without=[1, 3]).output, encoder_layer(x, cut).output)
    stacked = encode(x, [layer, layer], without=[(2, 2), (2, 4)])
    assert np.allclose(stacked[0].output, encoder_layer(x, layer).output)
    assert np.allclose(stacked[1].output, encoder_layer(stacked[0].output, cut).output)


def test_without_positions_a_shuffled_sentence_gives_the_shuffled_output(layer, x):
    order = [3, 0, 4, 1, 2]
    assert np.allclose(encode(x[order], [layer, layer])[-1].output, encode(x, [layer, layer])[-1].output[order])
