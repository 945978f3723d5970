import math
import re
from dataclasses import replace

import numpy as np
import pytest

from helpers import models
from helpers.attention import causal_mask, multi_head_attention, scaled_dot_product_attention
from helpers.encoder import (
    Layer,
    encode,
    encode_next,
    encoder_layer,
    feed_forward,
    gelu,
    gelu_tanh,
    layer_norm,
    positions,
)

N_TOKENS, D_MODEL, D_K, N_HEADS, D_FF = 5, 8, 3, 4, 11


@pytest.fixture
def layer():
    rng = np.random.default_rng(0)
    draw = lambda *shape: rng.normal(size=shape)  # noqa: E731
    return Layer(
        draw(N_HEADS, D_MODEL, D_K), draw(N_HEADS, D_MODEL, D_K), draw(N_HEADS, D_MODEL, D_K),
        draw(N_HEADS * D_K, D_MODEL), (draw(D_MODEL), draw(D_MODEL)), draw(D_MODEL, D_FF), draw(D_FF),
        draw(D_FF, D_MODEL), draw(D_MODEL), (draw(D_MODEL), draw(D_MODEL)),
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
    output = feed_forward(
        np.array([[1.0, 2.0]]),
        np.array([[1.0, 1.0], [1.0, -1.0]]),
        np.array([-1.0, 0.0]),
        np.array([[3.0], [5.0]]),
        np.array([1.0]),
    )
    assert output.tolist() == [[7]]


def test_a_layer_is_attention_and_feed_forward_each_with_residual_and_norm(layer, x):
    attended = multi_head_attention(x, layer.W_query, layer.W_key, layer.W_value, layer.W_out).output
    h = layer_norm(x + attended, *layer.norm_attention)
    y = layer_norm(
        h + feed_forward(h, layer.W_hidden, layer.b_hidden, layer.W_output, layer.b_output),
        *layer.norm_output,
    )
    steps = encoder_layer(x, layer)
    assert np.allclose(steps.attention.output, attended)
    assert np.allclose(steps.after_attention, h) and np.allclose(steps.output, y)


def test_a_pre_norm_layer_norms_what_each_part_reads_and_adds_to_what_came_in(layer, x):
    before = replace(layer, pre_norm=True)
    W = layer.W_query, layer.W_key, layer.W_value, layer.W_out
    h = x + multi_head_attention(layer_norm(x, *layer.norm_attention), *W).output
    reads = layer_norm(h, *layer.norm_output)
    y = h + feed_forward(reads, layer.W_hidden, layer.b_hidden, layer.W_output, layer.b_output)
    steps = encoder_layer(x, before)
    assert np.allclose(steps.after_attention, h) and np.allclose(steps.output, y)
    assert np.allclose(steps.after_feed_forward, y - h)
    plain = encoder_layer(x, before, off=["layer norm"])
    assert np.allclose(plain.output, encoder_layer(x, layer, off=["layer norm"]).output)
    assert np.allclose(encoder_layer(x, before, off=["attention", "feed-forward"]).output, x)


@pytest.mark.parametrize("pre_norm", [False, True])
def test_new_words_alone_give_the_rows_that_the_whole_text_gives(layer, x, pre_norm):
    rng = np.random.default_rng(2)
    biases = {f"b_{name}": rng.normal(size=(N_HEADS, D_K)) for name in ("query", "key", "value")}
    grown = replace(layer, **biases, b_out=rng.normal(size=D_MODEL), pre_norm=pre_norm)
    layers = [grown, replace(grown, activation=gelu_tanh), grown]
    whole = encode(x, layers, causal_mask(N_TOKENS))
    kept = ()
    for low, high in ((0, 2), (2, 3), (3, 5)):  # a beginning, one word, two words
        kept = encode_next(x[low:high], layers, kept)
        for found, expected in zip(kept, whole, strict=True):
            assert np.allclose(found.output, expected.output[low:high])
            weights = expected.attention.heads.weights
            assert np.allclose(found.attention.heads.weights, weights[:, low:high, :high])
            assert (weights[:, low:high, high:] == 0).all()
    with pytest.raises(ValueError, match="3 layers, 2 steps"):
        encode_next(x, layers, kept[:2])


def test_gelu_with_a_tanh_is_near_the_other_and_the_same_as_its_formula():
    x = np.linspace(-6, 6, 1001)
    by_hand = [0.5 * v * (1 + math.tanh(math.sqrt(2 / math.pi) * (v + 0.044715 * v**3))) for v in x]
    assert np.allclose(gelu_tanh(x), by_hand)
    assert 1e-4 < np.abs(gelu_tanh(x) - gelu(x)).max() < 5e-4
    assert gelu_tanh(np.float32([1])).dtype == np.float32


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
    assert np.allclose(
        encode(x[order], [layer, layer])[-1].output, encode(x, [layer, layer])[-1].output[order]
    )


def test_gelu_is_x_times_the_share_of_a_normal_distribution_below_x():
    x = np.linspace(-6, 6, 243).reshape(3, -1)
    true = np.vectorize(lambda x: x * (1 + math.erf(x / math.sqrt(2))) / 2)(x)
    assert (np.abs(gelu(x) - true) <= 1e-7 * np.abs(x)).all()
    assert gelu(x.astype(np.float32)).dtype == np.float32
    assert gelu(np.array([-1e4, 0.0, 1e4])).tolist() == [0, 0, 1e4]


def test_a_layer_with_biases_and_gelu_by_hand(layer, x):
    rng = np.random.default_rng(2)
    b_query, b_key, b_value = rng.normal(size=(3, N_HEADS, D_K))
    b_out = rng.normal(size=D_MODEL)
    grown = replace(
        layer,
        b_query=b_query,
        b_key=b_key,
        b_value=b_value,
        b_out=b_out,
        activation=gelu,
        norm_output=(2.0, 1.0, 0.25),
    )
    steps = encoder_layer(x, grown)
    for head in range(N_HEADS):
        alone = scaled_dot_product_attention(
            x @ layer.W_query[head] + b_query[head],
            x @ layer.W_key[head] + b_key[head],
            x @ layer.W_value[head] + b_value[head],
        )
        assert np.allclose(steps.attention.heads.weights[head], alone.weights)
        assert np.allclose(steps.attention.concatenated[:, head * D_K : (head + 1) * D_K], alone.context)
    assert np.allclose(steps.attention.output, steps.attention.concatenated @ layer.W_out + b_out)
    h = layer_norm(x + steps.attention.output, *layer.norm_attention)
    y = h + gelu(h @ layer.W_hidden + layer.b_hidden) @ layer.W_output + layer.b_output
    centred = y - y.mean(1, keepdims=True)
    assert np.allclose(steps.output, 2 * centred / np.sqrt(y.var(1, keepdims=True) + 0.25) + 1)


def test_a_removed_head_takes_its_part_of_the_output_but_not_the_bias(layer, x):
    grown = replace(layer, b_value=np.ones((N_HEADS, D_K)), b_out=np.arange(D_MODEL))
    nothing_left = encoder_layer(x, grown, without=range(N_HEADS))
    assert np.allclose(
        nothing_left.after_attention, layer_norm(x + np.arange(D_MODEL), *layer.norm_attention)
    )


@pytest.mark.parametrize("name", ["b_query", "b_key", "b_value", "b_out"])
def test_a_bias_of_another_shape_is_refused_with_both_shapes(layer, x, name):
    W = getattr(layer, name.replace("b_", "W_")).shape
    with pytest.raises(
        ValueError, match=rf"one number for each column of its W; got W {re.escape(str(W))} and b \(5,\)"
    ):
        encoder_layer(x, replace(layer, **{name: np.zeros(N_TOKENS)}))


def test_float32_stays_float32_with_biases(layer, x):
    small = {
        name: getattr(layer, name).astype(np.float32)
        for name in ("W_query", "W_key", "W_value", "W_out", "W_hidden", "b_hidden", "W_output", "b_output")
    }
    grown = replace(
        layer,
        **small,
        norm_attention=(1.0, 0.0),
        norm_output=(1.0, 0.0),
        b_query=np.zeros((N_HEADS, D_K)),
        b_out=np.zeros(D_MODEL),
        activation=gelu,
    )
    assert encoder_layer(x.astype(np.float32), grown).output.dtype == np.float32


def test_the_steps_of_a_run_give_layers_and_heads_counted_from_1():
    model = models.load("pronouns")
    steps = model.run("The animal was tired because it was old.")
    for layer in (1, 2):
        made = steps.layers[layer - 1]
        assert steps.layer(layer) is made and steps.weights(layer) is made.attention.heads.weights
        for head in (1, 8):
            for name, part in vars(steps.head(layer, head)).items():
                assert np.array_equal(part, getattr(made.attention.heads, name)[head - 1])
    assert steps.entering(1) is steps.embedding and steps.entering(2) is steps.layers[0].output


@pytest.mark.parametrize("layer", [-1, 0, 3, 1.5])
@pytest.mark.parametrize("ask", ["layer", "entering", "weights", "head"])
def test_a_layer_that_is_not_there_gets_one_sentence(ask, layer):
    steps = models.load("pronouns").run("The animal was tired because it was old.")
    with pytest.raises(ValueError, match=rf"^There is no layer {layer}: choose 1 to 2\.$"):
        getattr(steps, ask)(layer, *([1] if ask == "head" else []))
    with pytest.raises(ValueError, match=r"^There is no head 9: choose 1 to 8\.$"):
        steps.head(2, 9)
