"""Attention weights from anywhere: read in every shape and kind, shown as they are, refused in a sentence."""

import re
import types

import numpy as np
import pytest

from helpers import frames, pictures
from helpers.attention import softmax
from helpers.pictures import heads
from helpers.pictures.words import describe
from tests.lessons.own.tensors import Tensor
from tests.pictures.test_alt_text import LONGEST

ASKS, ASKED = ["das", "Tier", "war", "müde"], ["the", "animal", "was", "too", "tired"]


def shares(*shape, seed=0):
    return softmax(3 * np.random.default_rng(seed).normal(size=shape))


def words(count):
    return [f"w{at}" for at in range(count)]


FOUR = shares(2, 3, 4, 5)
SAME = {  # two layers of three heads, in every form in which they are handed over
    "one array": FOUR,
    "float32": FOUR.astype(np.float32),
    "nested lists": FOUR.tolist(),
    "a list of layers": [FOUR[0], FOUR[1]],
    "as transformers gives it": tuple(layer[np.newaxis] for layer in FOUR),
    "stacked": FOUR[:, np.newaxis],
    "tensors": tuple(Tensor(layer[np.newaxis]) for layer in FOUR),
    "with gradient": Tensor(FOUR, gradient=True),
    "on another device": tuple(Tensor(layer, "cuda:0", True) for layer in FOUR),
    "float64": Tensor(FOUR, kind="float64"),
    "bfloat16": tuple(Tensor(layer, "cuda:0", True, "bfloat16") for layer in FOUR),
    "float16": Tensor(FOUR, kind="float16"),
}


@pytest.mark.parametrize("name", SAME)
def test_every_form_is_the_same_weights(name):
    given = frames.Given(SAME[name], ASKS, ASKED)
    assert (given.n_layers, given.n_heads, given.tokens, given.asked) == (2, 3, ASKS, ASKED)
    for layer in (1, 2):
        assert np.allclose(given.weights(layer), FOUR[layer - 1], atol=1e-6)


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64, bool, int])
def test_numpy_of_any_kind_is_read(kind):
    given = frames.Given(np.eye(3, dtype=kind), words(3))
    assert given.weights(1).shape == (1, 3, 3) and given.weights(1).dtype.itemsize >= 4
    assert np.array_equal(given.weights(1)[0], np.eye(3))


def test_torch_itself():
    torch = pytest.importorskip("torch")
    for kind in (torch.float16, torch.bfloat16, torch.float32, torch.float64):
        made = tuple(torch.tensor(layer[None], dtype=kind, requires_grad=True) * 1 for layer in FOUR)
        given = frames.Given(made, ASKS, ASKED)
        exact = [layer.detach().double().numpy()[0] for layer in made]
        assert np.allclose(given.weights(2), exact[1], atol=1e-7)


@pytest.mark.parametrize(
    ("shape", "layers", "n_heads"), [((4, 5), 1, 1), ((3, 4, 5), 1, 3), ((2, 3, 4, 5), 2, 3)]
)
def test_axes_that_are_not_there_are_one(shape, layers, n_heads):
    given = frames.Given(shares(*shape), iter(ASKS), np.array(ASKED))
    assert (given.n_layers, given.n_heads, given.weights(1).shape) == (layers, n_heads, (n_heads, 4, 5))


def test_what_numpy_reads_is_not_copied():
    weights = FOUR.astype(np.float32)
    assert np.shares_memory(frames.Given(weights, ASKS, ASKED).weights(2), weights)


# ---- what is shown


def test_all_three_pictures_show_the_weights_that_were_given():
    given = frames.Given(FOUR, ASKS, ASKED)
    small, large, lines = frames.given_head(given, 2, 3, 1)
    assert [panel.title for panel in small.panels] == ["1.1", "1.2", "1.3", "2.1", "2.2", "[2.3]"]
    for at, panel in enumerate(small.panels):
        assert np.allclose(panel.values, FOUR[at // 3, at % 3])
    (panel,) = large.panels
    assert np.allclose(panel.values, FOUR[1, 2]) and large.selected == (0, 1, -1)
    assert (panel.rows, panel.columns, panel.title) == (tuple(ASKS), tuple(ASKED), "layer 2, head 3")
    assert np.allclose(lines.weights[0], FOUR[1, 2]) and lines.selected == (1,)
    assert (lines.tokens, lines.keys) == (tuple(ASKS), tuple(ASKED))
    assert {small.badge, large.badge, lines.badge} == {"given"}


def test_each_small_heatmap_says_its_strongest_weight():
    small, _, _ = frames.given_head(frames.Given(FOUR, ASKS, ASKED))
    for at, panel in enumerate(small.panels):
        weights = FOUR[at // 3, at % 3]
        row, column = np.argwhere(weights == weights.max())[0]
        name, said = f"layer {at // 3 + 1}, head {at % 3 + 1}", f"{ASKS[row]} → {ASKED[column]}"
        assert panel.says == f"{name}: largest {said} {weights.max():.2f}"


def test_what_looks_at_heads_of_a_model_takes_them_too():
    given = frames.Given(FOUR, ASKS, ASKED)
    assert [panel.columns for panel in heads.heads(given, None, 1).panels] == [tuple(ASKED)] * 3
    assert np.allclose(heads.lines(given, None, 2).weights, FOUR[1])
    page = heads.digits(given, None, 3, 2).panels[0]
    assert np.allclose(page.values, FOUR[1, :, 3]) and page.columns == tuple(ASKED)


def test_rows_that_add_up_to_something_else_are_shown_and_said():
    weights = FOUR.copy()
    weights[0, 0, 2] *= 0.25
    weights[1, 2, 3] *= 1.5
    small, large, lines = frames.given_head(frames.Given(weights, ASKS, ASKED), 1, 1)
    assert small.title.endswith("Rows sum to 0.25 to 1.50, not to 1")
    assert large.title == "One head. Rows sum to 0.25 to 1.00, not to 1"
    assert np.allclose(large.panels[0].values, weights[0, 0])
    assert lines.normalisation.endswith("do not all add up to 1: from 0.25 to 1.00")
    small, large, _ = frames.given_head(frames.Given(FOUR, ASKS, ASKED))
    assert "sum to" not in small.title + large.title
    half = frames.given_head(frames.Given(FOUR / 2, ASKS, ASKED))[1]
    assert half.title == "One head. Each row sums to 0.50, not to 1"


def test_scores_are_painted_by_sign_and_lines_are_as_wide_as_the_largest():
    scores = np.random.default_rng(1).normal(size=(2, 2, 5, 5)) * 4
    given = frames.Given(scores, ASKED)
    small, large, lines = frames.given_head(given, 2, 1)
    largest = np.abs(scores).max()
    assert {(panel.kind, panel.limit) for panel in (*small.panels, *large.panels)} == {("signed", largest)}
    assert lines.limit == largest and lines.normalisation.startswith("numbers below 0 have no line")


@pytest.mark.parametrize(("factor", "limit"), [(1, 1.0), (1 / 0.9, None), (0.3, None), (0, 1.0)])
def test_the_strongest_colour_is_1_or_the_largest_weight(factor, limit):
    weights = np.eye(4)[np.newaxis] * factor
    assert frames.Given(weights, ASKS).look == {"kind": "weights", "limit": limit or pytest.approx(factor)}


def test_of_many_words_each_cell_is_the_largest_of_a_block():
    weights = shares(1, 2, 200, 30)
    small, large, _ = frames.given_head(frames.Given(weights, words(200), words(30)))
    assert "Each cell: the largest of up to 3 × 1 weights" in small.title
    values = small.panels[1].values
    assert values.shape == (88, 30) and values.max() == weights[0, 1].max()
    edges = [at * 200 // 88 for at in range(89)]
    for row in (0, 40, 87):
        assert np.array_equal(values[row], weights[0, 1, edges[row] : edges[row + 1]].max(axis=0))
    assert large.panels[0].values.shape == (200, 30)


def test_a_block_of_scores_keeps_the_largest_by_size_with_its_sign():
    scores = np.zeros((100, 100))
    scores[0, 6:9] = [1, 3, -5]  # 88 of 100 columns: the first block of two is that of 7 and 8
    scores[20, 7:9] = [-2, 4]
    values = frames.given_head(frames.Given([scores, scores], words(100)))[0].panels[0].values
    assert values[0, 5:9].tolist() == [0, 1, -5, 0]
    assert values[:, 7].max() == 4


def test_of_very_many_heads_those_of_some_layers_are_shown():
    weights = np.broadcast_to(shares(32, 8, 8), (48, 32, 8, 8))
    given = frames.Given(weights, words(8))
    for layer, first, last in ((1, 1, 6), (6, 1, 6), (7, 7, 12), (48, 43, 48)):
        small = frames.given_head(given, layer, 32)[0]
        assert len(small.panels) == 6 * 32 and f"layers {first} to {last}: layer.head" in small.title
        assert small.panels[0].title == f"{first}.1" and f"[{layer}.32]" in [
            one.title for one in small.panels
        ]


def test_512_words_are_shown_and_told_briefly():
    given = frames.Given(shares(2, 12, 512, 512), words(512))
    small, large, lines = frames.given_head(given, 2, 12, 511)
    assert small.panels[0].values.shape == (56, 56) and large.panels[0].values.shape == (512, 512)
    assert lines.weights.shape == (1, 512, 512)
    assert all(len(describe(frame)) <= LONGEST for frame in (small, large, lines))


def test_words_are_shown_as_they_can_be_seen():
    given = frames.Given(np.eye(5), ["\n", "  ", "a" * 100, "<b>x</b>", "\u202eit"])
    assert given.tokens == ["⏎", "␣", "a" * 39 + "…", "<b>x</b>", "it"]


# ---- what cannot be shown

OUTPUT = types.SimpleNamespace(cross_attentions=(), encoder_attentions=())
WRONG = {
    "one axis": ((np.ones(3), ASKS), r"weights must be \[q, k\], .*: got shape \(3,\)\."),
    "six axes": ((np.ones((1,) * 6), ASKS), r"got shape \(1, 1, 1, 1, 1, 1\)\."),
    "a layer of one axis": (([np.ones(3)], ASKS), r"weights\[0\] must be .*: got shape \(3,\)\."),
    "several texts": (
        ([np.ones((1, 2, 4, 4)), np.ones((3, 2, 4, 4))], ASKS),
        r"weights\[1\] of shape \(3, 2, 4, 4\) holds 3 texts: choose one",
    ),
    "several texts, stacked": ((np.ones((2, 3, 2, 4, 4)), ASKS), r"\(2, 3, 2, 4, 4\) holds 3 texts"),
    "layers of other lengths": (
        ([np.ones((2, 4, 4)), np.ones((2, 5, 5))], ASKS),
        r"one shape, .*weights\[0\] has \(2, 4, 4\) and weights\[1\] has \(2, 5, 5\)\.",
    ),
    "layers of other heads": (
        ([np.ones((2, 4, 4)), np.ones((3, 4, 4))], ASKS),
        r"weights\[0\] has \(2, 4, 4\) and weights\[1\] has \(3, 4, 4\)\.",
    ),
    "no attention": (([None, None], ASKS), r"weights\[0\] is None, .*output_attentions=True"),
    "all that a model gave": ((OUTPUT, ASKS), r"\.cross_attentions or \.encoder_attentions\."),
    "nothing": (([], ASKS), "weights"),
    "no attention, as transformers 5 says it": (((), ASKS), 'weights are empty, .*="eager"'),
    "nothing at all": ((None, ASKS), "weights is None, .*output_attentions=True"),
    "in the other order": ((ASKS, FOUR), r"weights are words: give .* explore_weights\(weights, tokens\)\."),
    "in the other order, an array": ((np.array(ASKS), FOUR), "weights are words: give the weights first"),
    "in the other order, a text": (("das Tier", np.eye(2)), "weights are words: give the weights first"),
    "hidden states": (
        ((np.ones((1, 4, 1280)) * -0.1,) * 3, ASKS),
        r"\(1, 4, 1280\) have 4 rows, 1280 columns .* below 0: .* be hidden states, .* its attentions\.",
    ),
    "no words": ((np.ones((2, 0, 0)), []), r"weights \(1, 2, 0, 0\) hold nothing to show"),
    "texts": ((np.array([["a"]]), ["a"]), "weights must hold numbers: got <U1"),
    "too few words": ((np.eye(4), ASKS[:3]), r"\(1, 4, 4\) need 4 tokens, one for each row: got 3\."),
    "too many words": (
        (np.ones((4, 5)), ASKS, [*ASKED, "."]),
        r"\(1, 4, 5\) need 5 tokens_asked, one for each column: got 6\.",
    ),
    "other words are asked": ((np.ones((4, 5)), ASKS), r"4 rows, .* 5 columns, .* give .* as tokens_asked\."),
    "a text for words": ((np.eye(4), "das Tier war müde"), r"got one text; try tokens\.split\(\)\."),
    "numbers for words": ((np.eye(4), [101, 7, 8, 102]), "got int at place 0; .*convert_ids_to_tokens"),
    "a number for words": ((np.eye(4), 4), "tokens must be a list of words: got int"),
    "too long": ((np.ones((1, 1025)), ["a"], ["b"] * 1025), "more than 1024 words"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_fit_is_said_in_one_sentence(name):
    given, message = WRONG[name]
    with pytest.raises(ValueError, match=message) as raised:
        frames.Given(*given)
    assert "\n" not in str(raised.value) and str(raised.value).endswith(".")


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
def test_a_number_that_is_not_finite_is_named_with_its_place(number):
    weights = FOUR.copy()
    weights[1, 2, 3, 0] = number
    place = r"got -?(nan|inf) in layer 2, head 3, row 4 \(“müde”\), column 1 \(“the”\)"
    with pytest.raises(ValueError, match=place) as raised:
        frames.Given(weights, ASKS, ASKED)
    assert len(str(raised.value)) < 180
    advice = re.search(r"np\.nan_to_num\(weights, neginf=0\)", str(raised.value))
    if number != np.inf:  # what it advises helps
        assert np.isfinite(eval(advice[0], {"np": np, "weights": weights})).all()
        frames.Given(np.nan_to_num(weights, neginf=0), ASKS, ASKED)


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ((3, 1, 0), "no layer 3: choose 1 to 2"),
        ((1, 4, 0), "no head 4: choose 1 to 3"),
        ((1, 1, 4), "no word 5"),
    ],
)
def test_what_is_not_there_is_said(state, message):
    with pytest.raises(ValueError, match=message):
        frames.given_head(frames.Given(FOUR, ASKS, ASKED), *state)


def test_the_still_of_blocks_says_nothing_of_sums_that_are_not_those_of_the_weights():
    one = shares(100, 100)
    for weights, count in ((one[:5, :5] / one[:5, :5].sum(1, keepdims=True), 5), (one, 100)):
        small = frames.given_head(frames.Given([weights, weights], words(count)))[0]
        said = [text.get_text() for text in pictures.draw(small).figure.texts]
        assert any("each row sums to 1.00" in text for text in said) == (count == 5)
        assert not any("rows sum to" in text for text in said)
