"""What is given as an array or a mask: taken, or refused in one sentence whose advice works when followed."""

import re
import warnings

import numpy as np
import pytest

from helpers import decoder, encoder
from helpers.attention import (
    attention_weights,
    entropy,
    head_outputs,
    merge_heads,
    multi_head_attention,
    project,
    scaled_dot_product_attention,
    self_attention,
    softmax,
    split_heads,
)
from helpers.frames import ChartFrame, LinesFrame, MatrixFrame, Panel, Plot, Series
from helpers.shapes import read_array

QUERIES, KEYS = 5, 7
CAUSAL = np.tril(np.ones((QUERIES, KEYS), bool))
WIDER = np.tril(np.ones((QUERIES, KEYS), bool), 2)  # its last row allows all
SCORES = np.random.default_rng(0).normal(size=(QUERIES, KEYS))

# ---- masks as they are written elsewhere, and what each means

PADDING = np.array([[1, 1, 1, 1, 0, 0, 0], [1, 1, 1, 1, 1, 1, 0]])
MASKS = {
    "additive, -inf": (np.where(CAUSAL, 0, -np.inf), CAUSAL),
    "additive, -1e9": (np.where(CAUSAL, 0, -1e9), CAUSAL),
    "additive, least float32": (np.where(CAUSAL, 0, np.finfo(np.float32).min).astype(np.float32), CAUSAL),
    "additive, with a bias": (np.where(CAUSAL, 0.5 - np.arange(KEYS), -1e9), CAUSAL),
    "additive, nothing closed": (np.zeros((QUERIES, KEYS)), np.ones((QUERIES, KEYS), bool)),
    "multiplied by -inf": (np.where(CAUSAL, np.nan, -np.inf), CAUSAL),
    "0 and 1, whole": (CAUSAL.astype(int), CAUSAL),
    "0 and 1, floats": (CAUSAL.astype(np.float32), CAUSAL),
    "0 and 1, a list": (CAUSAL.astype(int).tolist(), CAUSAL),
    "1 where closed, a row of 0": (1 - WIDER.astype(int), WIDER),
    "words": (np.where(CAUSAL, "True", "False"), CAUSAL),
    "objects": (CAUSAL.astype(object), CAUSAL),
    "turned": (CAUSAL.T, CAUSAL),
    "turned, of 0 and 1": (CAUSAL.T.astype(int), CAUSAL),
    "turned, additive": (np.where(CAUSAL.T, 0, -np.inf), CAUSAL),
    "one row of 0 and -inf": (np.array([0, 0, 0, 0, 0, 0, -np.inf]), np.arange(KEYS) < 6),
    "True where closed": (~WIDER, WIDER),
}


def advice(message):
    """What a message says to try, as code."""
    found = re.search(r"\b[Tt]ry (.+?)(?:: True would| *\.$|$)", message)
    assert found, message
    return found[1].rstrip(".")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", MASKS)
def test_the_advice_for_a_mask_works_when_it_is_followed(name):
    mask, meant = MASKS[name]
    with pytest.raises(ValueError) as refused:
        attention_weights(SCORES, mask)
    followed = eval(advice(str(refused.value)), {"np": np, "mask": mask})
    np.testing.assert_allclose(attention_weights(SCORES, followed), attention_weights(SCORES, meant))


def test_the_mask_of_the_report():
    with pytest.raises(ValueError, match=r"got float64 of shape \(2, 2\). Try mask == 0\.$"):
        attention_weights(np.ones((2, 2)), np.array([[0, -np.inf], [0, 0]]))


def test_a_mask_of_padding_gets_an_axis_for_the_queries():
    scores = np.zeros((2, QUERIES, KEYS))
    with pytest.raises(
        ValueError, match=re.escape("got mask (2, 7) and scores (2, 5, 7). Try mask[:, None, :] == 1.")
    ):
        attention_weights(scores, PADDING)
    weights = attention_weights(scores, PADDING[:, None, :] == 1)
    np.testing.assert_allclose(weights[0], np.tile([0.25] * 4 + [0] * 3, (QUERIES, 1)))


@pytest.mark.parametrize(
    "mask",
    [
        "causal",
        np.ones((3, 4), bool),
        [[None] * 4],
        np.array(["a", "b"]),
        {"a": 1},
        -np.ones((QUERIES, KEYS)),
    ],
)
def test_where_no_comparison_fits_a_mask_to_start_from_is_given(mask):
    with pytest.raises(ValueError, match="mask") as refused:
        attention_weights(SCORES, mask)
    known = {"np": np}
    exec(re.search(r"Start from (mask = .+?), which", str(refused.value))[1], known)
    np.testing.assert_allclose(attention_weights(SCORES, known["mask"]), softmax(SCORES))


def test_several_rows_without_a_key_are_all_named_in_the_advice():
    mask = CAUSAL.copy()
    mask[[1, 3]] = False
    with pytest.raises(ValueError, match="row \\[1\\] .* Set one entry of each such row to True"):
        attention_weights(SCORES, mask)
    mask[[1, 3], 0] = True
    attention_weights(SCORES, mask)


def test_the_shapes_in_a_message_are_those_that_were_given():
    W, W_out = np.ones((2, 4, 3)), np.ones((6, 4))
    with pytest.raises(ValueError, match=re.escape("got mask (3, 5, 5) and scores (2, 5, 5)")):
        multi_head_attention(np.ones((2, 5, 4)), W, W, W, W_out, np.ones((3, 5, 5), bool))
    with pytest.raises(ValueError, match=re.escape("row [0] of the mask (7,) allows none")):
        attention_weights(SCORES, np.zeros(KEYS, bool))
    with pytest.raises(ValueError, match=re.escape("x needs two axes, [n_tokens, d_model]: got shape (3,)")):
        project(np.ones(3), np.ones((3, 2)))  # 3 numbers and 3 rows do fit


@pytest.mark.parametrize("given", [[1.0, 2.0], np.ones(2), 3.0])
def test_the_advice_for_a_single_vector_works(given):
    with pytest.raises(ValueError, match=r"query\[None, :\], or np\.atleast_2d\(query\) if it is a list"):
        scaled_dot_product_attention(given, np.ones((3, 2)), np.ones((3, 1)))
    width = np.atleast_2d(given).shape[-1]
    scaled_dot_product_attention(np.atleast_2d(given), np.ones((3, width)), np.ones((3, 1)))


# ---- arrays of other libraries


class Tensor:
    """Behaves as torch's tensor does when numpy asks for its numbers: the same errors, in torch's words."""

    def __init__(self, numbers, fault=None):
        self.numbers, self.fault = np.asarray(numbers), fault
        self.shape, self.ndim = self.numbers.shape, self.numbers.ndim

    def __array__(self, dtype=None, copy=None):
        if self.fault == "bf16":
            raise TypeError("Got unsupported ScalarType BFloat16")
        if self.fault == "grad":
            raise RuntimeError(
                "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead."
            )
        if self.fault == "cuda":
            raise TypeError(
                "can't convert cuda:0 device type tensor to numpy. "
                "Use Tensor.cpu() to copy the tensor to host memory first."
            )
        return self.numbers.astype(dtype or self.numbers.dtype)

    def __len__(self):
        return len(self.numbers)

    def __getitem__(self, at):
        return Tensor(self.numbers[at], self.fault)

    def detach(self):
        return Tensor(self.numbers, None if self.fault == "grad" else self.fault)

    def cpu(self):
        return Tensor(self.numbers, None if self.fault == "cuda" else self.fault)

    def float(self):
        return Tensor(self.numbers.astype(np.float32), None if self.fault == "bf16" else self.fault)

    def numpy(self):
        return self.__array__()


class Traced:
    """As an array of jax inside jit: it has no numbers yet."""

    def __array__(self, dtype=None, copy=None):
        raise NotImplementedError("traced\nand more lines")


X, W, HEADS, W_OUT = np.ones((5, 4)), np.ones((4, 3)), np.ones((2, 4, 3)), np.ones((6, 4))
NORM = (np.ones(4), np.zeros(4))


def layer(kind=lambda part: part):
    W_hidden, W_output = np.ones((4, 6)), np.ones((6, 4))
    norm = tuple(map(kind, NORM))
    return encoder.Layer(
        *[kind(HEADS)] * 3,
        kind(W_OUT),
        norm,
        kind(W_hidden),
        kind(np.ones(6)),
        kind(W_output),
        kind(np.ones(4)),
        norm,
    )


def decoding(kind):
    W_hidden, W_output, square = np.ones((4, 6)), np.ones((6, 4)), kind(np.ones((4, 4)))
    made = decoder.DecoderLayer(
        *[kind(HEADS)] * 3, kind(W_OUT), NORM, kind(W_hidden), kind(np.ones(6)), kind(W_output),
        kind(np.ones(4)), NORM, W_forget=square, b_forget=kind(np.ones(4)), W_memory=square, norm_memory=NORM,
    )  # fmt: skip
    steps = decoder.decode(kind(X), [made], lambda piece, step: kind(X[0]), lambda output: (0, True), 1)
    return steps[0][1][0].output


# Everything public that takes arrays, with each of them made one `kind` of array.
TAKES = {
    "softmax": lambda kind: softmax(kind(X)),
    "attention_weights": lambda kind: attention_weights(kind(X)),
    "mask": lambda kind: attention_weights(X, kind(np.ones((5, 4), bool))),
    "entropy": lambda kind: entropy(kind(X)),
    "scaled_dot_product_attention": lambda kind: scaled_dot_product_attention(*[kind(X)] * 3).context,
    "self_attention": lambda kind: self_attention(kind(X), *[kind(W)] * 3).context,
    "project": lambda kind: project(kind(X), kind(W), kind(np.ones(3))),
    "multi_head_attention": lambda kind: (
        multi_head_attention(kind(X), *[kind(HEADS)] * 3, kind(W_OUT)).output
    ),
    "split_heads": lambda kind: split_heads(kind(X), 2),
    "merge_heads": lambda kind: merge_heads(kind(HEADS)),
    "head_outputs": lambda kind: head_outputs(kind(HEADS), kind(W_OUT)),
    "relu": lambda kind: encoder.relu(kind(X)),
    "gelu": lambda kind: encoder.gelu(kind(X)),
    "gelu_tanh": lambda kind: encoder.gelu_tanh(kind(X)),
    "encode_next": lambda kind: encoder.encode_next(kind(X), [layer()])[0].output,
    "layer_norm": lambda kind: encoder.layer_norm(kind(X), *map(kind, NORM)),
    "feed_forward": lambda kind: encoder.feed_forward(
        kind(X), kind(W), kind(np.ones(3)), kind(W.T), kind(np.ones(4))
    ),
    "rest_of_layer": lambda kind: encoder.rest_of_layer(kind(X), kind(X), layer())[2],
    "encoder_layer": lambda kind: encoder.encoder_layer(kind(X), layer()).output,
    "encode": lambda kind: encoder.encode(kind(X), [layer()])[0].output,
    "layer": lambda kind: encoder.encode(X, [layer(kind)])[0].output,
    "decode": decoding,
    "Panel": lambda kind: MatrixFrame((Panel(kind(X)),)).panels[0].values,
    "LinesFrame": lambda kind: LinesFrame(tuple("abcd"), kind(np.ones((1, 4, 4))), ("head 1",)).weights,
    "Series": lambda kind: (
        ChartFrame((Plot((Series(kind(np.arange(4.0)), kind(np.ones(4))),)),)).plots[0].series[0].y
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TAKES)
def test_a_tensor_that_numpy_can_read_is_taken(name):
    np.testing.assert_array_equal(TAKES[name](Tensor), TAKES[name](np.asarray))


@pytest.mark.parametrize("fault", ["bf16", "grad", "cuda"])
@pytest.mark.parametrize("name", TAKES)
def test_a_tensor_that_numpy_cannot_read_gets_one_sentence(name, fault):
    with pytest.raises(ValueError) as refused:
        TAKES[name](lambda part: Tensor(part, fault))
    said = str(refused.value)
    assert "\n" not in said and re.fullmatch(
        r"\w+ is a Tensor that numpy cannot read \(.+\): "
        r"give (\w+)\.detach\(\)\.cpu\(\)\.float\(\)\.numpy\(\)\.",
        said,
    )
    if name != "mask":
        TAKES[name](lambda part: Tensor(part, fault).detach().cpu().float().numpy())


@pytest.mark.parametrize("fault", ["bf16", "grad"])
def test_a_list_of_such_tensors_gets_one_sentence(fault):
    rows = [Tensor(row, fault) for row in X]
    with pytest.raises(
        ValueError, match=r"^scores is a list that numpy cannot read .*give each of its tensors as \.detach"
    ):
        softmax(rows)


def test_what_fails_in_another_way_gets_one_sentence():
    with pytest.raises(
        ValueError, match=r"^scores is a Traced that numpy cannot read \(traced\): give an array of numpy\.$"
    ):
        softmax(Traced())


def test_hidden_entries_of_a_masked_array_are_not_read_as_numbers():
    hidden = np.ma.masked_array(X, mask=np.eye(5, 4, dtype=bool))
    with pytest.raises(ValueError, match=r"4 hidden of its 20 entries, .* such as scores\.filled\(0\)"):
        softmax(hidden)
    softmax(hidden.filled(0))
    np.testing.assert_array_equal(softmax(np.ma.masked_array(X)), softmax(X))


def test_tables_of_pandas_are_taken():
    pandas = pytest.importorskip("pandas")
    np.testing.assert_array_equal(softmax(pandas.DataFrame(SCORES)), softmax(SCORES))
    mask = pandas.DataFrame(np.where(CAUSAL, 0, -np.inf))
    with pytest.raises(ValueError, match=r"Try mask == 0|Try np\.array\(mask\) == 0") as refused:
        attention_weights(SCORES, mask)
    followed = eval(advice(str(refused.value)), {"np": np, "mask": mask})
    np.testing.assert_allclose(attention_weights(SCORES, followed), attention_weights(SCORES, CAUSAL))


@pytest.mark.parametrize(
    "given", [np.array([[1, 2.5]], object), [[1, 2]] * 2 + [[None, 1]], 1j * X, X + 1j, "a b", iter([1, 2])]
)
def test_what_holds_no_numbers_is_named(given):
    with pytest.raises(ValueError, match="^scores must hold numbers: got [a-z<]") as refused:
        softmax(given)
    if "Try" in str(refused.value):
        softmax(eval(advice(str(refused.value)), {"np": np, "scores": given}))


def test_torch_itself():
    torch = pytest.importorskip("torch")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        np.testing.assert_allclose(softmax(torch.tensor(SCORES)), softmax(SCORES))
        for tensor in (torch.ones(2, 3, dtype=torch.bfloat16), torch.ones(2, 3, requires_grad=True)):
            with pytest.raises(ValueError, match="^scores is a Tensor that numpy cannot read"):
                softmax(tensor)
            softmax(tensor.detach().cpu().float().numpy())


def test_an_array_is_read_without_a_copy():
    assert read_array(X, "x") is X


@pytest.mark.filterwarnings("error")
def test_a_mask_of_complex_numbers_is_refused_in_one_sentence():
    with pytest.raises(ValueError, match="mask must hold True"):
        attention_weights(SCORES, np.zeros((QUERIES, KEYS), complex))
