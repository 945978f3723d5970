import numpy as np
import pytest

from helpers.attention import scaled_dot_product_attention
from helpers.decoder import DecoderLayer, cross_attention, decode, decoder_layer, keys_and_values, remember
from helpers.encoder import feed_forward, layer_norm

N_SOURCE, N_TARGET, D_MODEL, D_K, N_HEADS, D_FF = 7, 5, 6, 3, 4, 11


def drawn(seed):
    rng = np.random.default_rng(seed)
    draw = lambda *shape: rng.normal(size=shape)  # noqa: E731
    W = {f"W_{name}": draw(N_HEADS, D_MODEL, D_K) for name in ("query", "key", "value")}
    b = {f"b_{name}": draw(N_HEADS, D_K) for name in ("query", "key", "value")}
    norms = {f"norm_{name}": (draw(D_MODEL), draw(D_MODEL)) for name in ("memory", "attention", "output")}
    return DecoderLayer(
        **W, **b, **norms, W_out=draw(N_HEADS * D_K, D_MODEL), b_out=draw(D_MODEL),
        W_hidden=draw(D_MODEL, D_FF), b_hidden=draw(D_FF), W_output=draw(D_FF, D_MODEL),
        b_output=draw(D_MODEL), W_forget=draw(D_MODEL, D_MODEL), b_forget=draw(D_MODEL),
        W_memory=draw(D_MODEL, D_MODEL),
    )  # fmt: skip


@pytest.fixture
def layer():
    return drawn(0)


@pytest.fixture
def source():
    return np.random.default_rng(1).normal(size=(N_SOURCE, D_MODEL))


def test_the_memory_keeps_what_forget_lets_it_keep():
    layer = drawn(0)

    def set_(**arrays):
        for name, array in arrays.items():
            object.__setattr__(layer, name, array)

    set_(
        W_forget=np.zeros((2, 2)),
        b_forget=np.array([np.log(3), -1000.0]),
        W_memory=np.array([[1.0, 10.0], [2.0, 20.0]]),
    )
    with np.errstate(over="ignore"):
        memory = remember(np.array([[1.0, 1.0]]), np.array([[4.0, 5.0]]), layer)
    assert np.allclose(memory, [[0.75 * 4 + 0.25 * 3, 30]])  # three quarters kept; everything forgotten


def test_queries_come_from_what_is_written_and_keys_and_values_from_the_source(layer, source):
    x = np.random.default_rng(2).normal(size=(N_TARGET, D_MODEL))
    steps = cross_attention(x, *keys_and_values(source, layer), layer)
    assert steps.heads.weights.shape == (N_HEADS, N_TARGET, N_SOURCE)
    for head in range(N_HEADS):
        alone = scaled_dot_product_attention(
            x @ layer.W_query[head] + layer.b_query[head],
            source @ layer.W_key[head] + layer.b_key[head],
            source @ layer.W_value[head] + layer.b_value[head],
        )
        assert np.allclose(steps.heads.weights[head], alone.weights)
        assert np.allclose(steps.concatenated[:, head * D_K : (head + 1) * D_K], alone.context)
    assert np.allclose(steps.output, steps.concatenated @ layer.W_out + layer.b_out)


def test_a_layer_is_memory_attention_and_feed_forward_each_with_residual_and_norm(layer, source):
    rng = np.random.default_rng(3)
    x, memory = rng.normal(size=(2, 1, D_MODEL))
    steps = decoder_layer(x, memory, *keys_and_values(source, layer), layer)
    forget = 1 / (1 + np.exp(-x @ layer.W_forget - layer.b_forget))
    new = forget * memory + (1 - forget) * (x @ layer.W_memory)
    h = layer_norm(x + np.where(new > 0, new, 0), *layer.norm_memory)
    assert np.allclose(steps.memory, new) and np.allclose(steps.after_memory, h)
    h = layer_norm(h + steps.attention.output, *layer.norm_attention)
    refined = feed_forward(h, layer.W_hidden, layer.b_hidden, layer.W_output, layer.b_output)
    assert np.allclose(steps.output, layer_norm(h + refined, *layer.norm_output))


def test_every_step_gets_the_piece_before_it_and_the_memory_of_its_layer(source):
    layers, embedded = [drawn(0), drawn(4)], []

    def embed(piece, step):
        embedded.append((piece, step))
        return np.random.default_rng(10 + step).normal(size=D_MODEL)

    steps = decode(source, layers, embed, lambda output: (len(embedded) * 11, len(embedded) == 3), most=9)
    assert embedded == [(None, 0), (11, 1), (22, 2)]
    assert [piece for piece, _ in steps] == [11, 22, 33]
    for number, layer in enumerate(layers):
        memory = np.zeros((1, D_MODEL))
        for step, (_, done) in enumerate(steps):
            x = embed(None, step)[np.newaxis] if number == 0 else done[0].output
            memory = remember(x, memory, layer)
            assert np.allclose(done[number].memory, memory)


def test_a_text_that_never_ends_is_stopped(source):
    steps = decode(source, [drawn(0)], lambda *_: np.ones(D_MODEL), lambda output: (1, False), most=4)
    assert len(steps) == 4
