import itertools

import numpy as np
import pytest

from helpers import frames
from helpers.attention import causal_mask, self_attention
from helpers.encoder import encode
from helpers.lessons.matrices.frames import MASKS
from tests.sentences import TIRED

IT, ANIMAL, STREET = 9, 1, 7


@pytest.fixture(scope="module")
def head(model):
    """Head 3 of layer 2, made here from x and W in float64, in plain numpy."""
    x, layer = model.run(TIRED).layers[0].output.astype(float), model.layers[1]
    query, key, value = (x @ getattr(layer, f"W_{name}")[2] for name in ("query", "key", "value"))
    raised = np.exp(query @ key.T / 8)
    weights = raised / raised.sum(axis=1, keepdims=True)
    return {"query": query, "key": key, "value": value, "weights": weights, "context": weights @ value}


def test_rows_of_x_become_rows_of_q_k_and_v():
    x, W = np.array([[1, 0, 2], [0, 3, 1]]), np.array([[1, 2], [0, 1], [4, 0]])
    panels = frames.packed(x, W, 2 * W, W + 1, ["a", "b"]).panels
    assert [panel.title for panel in panels] == ["X", "W_query", "Q", "X", "W_key", "K", "X", "W_value", "V"]
    assert panels[2].values.tolist() == [[9, 2], [4, 3]] and panels[5].values.tolist() == [[18, 4], [8, 6]]
    assert panels[8].values.tolist() == [[12, 5], [8, 7]]
    assert [panel.role for panel in panels[:3]] == ["embedding", "query", "query"]


def test_the_small_formula_is_what_the_text_multiplies_by_hand():
    frame = frames.small_formula(
        [[3, 2, 2], [2, 1, 3]], [[2, 2, 1], [1, 3, 2]], [[2, 1, 2], [3, 3, 1]], ["it", "animal"]
    )
    q, k, scores, weights, _, z = frame.panels
    assert scores.values.tolist() == [[12, 13], [9, 11]] and "= 12, 13 / 9, 11," in frame.alt
    assert np.array_equal(q.values @ k.values, scores.values) and k.values.shape == (3, 2)
    assert weights.values[0].round(2).tolist() == [0.36, 0.64] and z.values[0].round(2).tolist() == [
        2.64,
        2.28,
        1.36,
    ]
    assert [[note.text for note in panel.notes] for panel in (scores, z)] == [
        ["12 = 3 · 2 + 2 · 2 + 2 · 1"],
        ["2.64 = 0.36 · 2 + 0.64 · 3"],
    ]
    assert "√3" in weights.title and [panel.before for panel in frame.panels[1:]] == [
        "×",
        "=",
        "→",
        "×",
        "=",
    ]


def test_a_weight_of_which_hardly_anything_is_left_is_short_in_the_callout():
    *_, z = frames.small_formula([[3, 9]] * 2, [[2, 2], [2, -5]], [[2, 1], [3, 3]], ["it", "so"]).panels
    assert [note.text for note in z.notes] == ["2 = 1 · 2 + 0.00 · 3"]


def test_the_small_formula_takes_values_that_are_longer_than_keys():
    panels = frames.small_formula(
        np.ones((5, 2)), np.ones((5, 2)), np.arange(15).reshape(5, 3), "abcde"
    ).panels
    assert [panel.values.shape for panel in panels] == [(5, 2), (2, 5), (5, 5), (5, 5), (5, 3), (5, 3)]
    assert np.allclose(panels[5].values, [[6, 7, 8]] * 5)


def test_every_symbol_is_the_array_it_names(model, head):
    frame = frames.formula(model, TIRED, IT, head=3)
    q, k, weights, v, z = frame.panels
    for panel, name in ((q, "query"), (weights, "weights"), (v, "value"), (z, "context")):
        assert np.allclose(panel.values, head[name], atol=1e-3), name
    assert np.allclose(k.values, head["key"].T, atol=1e-3)
    assert frame.selected == (2, IT, int(head["weights"][IT].argmax()))
    assert frames.formula(model, TIRED).selected == ()


def test_rows_and_columns_that_count_the_same_words_are_linked(model):
    panels = frames.formula(model, TIRED, IT).panels
    assert [panel.links for panel in panels] == [
        ("query", ""),
        ("", "key"),
        ("query", "key"),
        ("key", ""),
        ("query", ""),
    ]
    for panel in panels:
        for link, length in zip(panel.links, panel.values.shape, strict=True):
            assert (length == 14) == bool(link)


def test_colours_keep_their_meaning_when_the_head_changes(model):
    limits = [
        [panel.limit for panel in frames.formula(model, TIRED, head=number).panels] for number in (1, 6)
    ]
    assert limits[0] == limits[1]


@pytest.mark.parametrize("number", [1, 3, 6])
def test_zeros_after_the_softmax_break_the_row_sums_and_minus_infinity_before_it_keeps_them(model, number):
    plain, erased, forbidden = (frames.masked(model, TIRED, mask, head=number).panels for mask in MASKS)
    later = np.triu(np.ones((14, 14), bool), 1)
    weights = plain[1].values
    assert np.allclose(weights.sum(axis=1), 1) and weights[later].max() > 0.1
    assert (erased[1].values[later] == 0).all() and np.array_equal(erased[1].values[~later], weights[~later])
    assert (erased[2].values[:-1, 0] < 1).all() and np.isclose(erased[2].values[-1, 0], 1)
    assert np.allclose(erased[2].values[:, 0], np.where(later, 0, weights).sum(axis=1))
    assert np.array_equal(erased[0].values, plain[0].values)  # the scores are left alone
    for panels in (erased, forbidden):  # the border is around every later word and no other
        assert sorted(panels[1].marked) == sorted(itertools.combinations(range(14), 2))
    assert plain[1].marked == ()
    assert np.isneginf(forbidden[0].values[later]).all() and np.isfinite(forbidden[0].values[~later]).all()
    assert (forbidden[1].values[later] == 0).all() and np.allclose(forbidden[2].values, 1)
    for row in range(14):  # what is left keeps its proportions
        kept = weights[row, : row + 1]
        assert np.allclose(forbidden[1].values[row, : row + 1], kept / kept.sum(), atol=1e-6)


def test_what_the_text_says_about_the_first_and_the_last_row(model):
    for number in range(1, 9):
        tables = [frames.masked(model, TIRED, mask, head=number).panels[1].values for mask in MASKS]
        assert tables[2][0, 0] == 1 and tables[1][0, 0] == tables[0][0, 0]
        assert np.allclose(tables[0][-1], tables[1][-1]) and np.allclose(tables[0][-1], tables[2][-1])


def test_a_mask_in_layer_2_alone_does_not_hide_the_last_word_and_one_in_both_layers_does(model):
    alone, both = [], []
    for last in ("tired", "wide"):
        text = TIRED.replace("tired", last)
        alone.append(frames.masked(model, text, MASKS[2]).panels[1].values[IT])
        layers = encode(model.embed(model.tokens(text)), model.layers, mask=causal_mask(14))
        both.append(layers[1].attention.heads.weights[:, IT])
    assert [row.argmax() for row in alone] == [ANIMAL, STREET]
    assert np.allclose(*both, atol=1e-6)


def test_the_changed_word_moves_little_and_the_one_that_looks_at_it_most_moves_most(model):
    x, layer = model.run(TIRED).layers[0].output, model.layers[1]
    doubled = x.copy()
    doubled[IT] *= 2
    W = layer.W_query[0], layer.W_key[0], layer.W_value[0]
    before, after = self_attention(x, *W), self_attention(doubled, *W)
    moves = np.abs(after.context - before.context).max(axis=1)
    assert moves.min() > 0.001  # ten times what counts as a change
    assert moves.argmax() == 13 == after.weights[:, IT].argmax() and moves[IT] < 0.05
    assert before.weights[IT].argmax() == ANIMAL and before.weights[IT].max() > 0.98


def test_shuffled_words_give_shuffled_rows(model):
    x, layer = model.run(TIRED).layers[0].output, model.layers[1]
    W, order = (layer.W_query[0], layer.W_key[0], layer.W_value[0]), np.arange(14)[::-1]
    assert np.allclose(self_attention(x[order], *W).context, self_attention(x, *W).context[order], atol=1e-4)


def test_what_a_mask_does_is_said_in_words(model):
    assert "every row of weights adds up to 1.00" in frames.masked(model, TIRED, MASKS[2]).alt
    told = frames.masked(model, TIRED, MASKS[1])
    assert f"“{model.tokens(TIRED)[int(told.panels[2].values.argmin())]}”" in told.alt


def test_a_race_shows_seconds_and_the_ratio():
    both, ratio = frames.race([4, 8, 16], [0.001, 0.004, 0.02], [0.0005, 0.0005, 0.001], 8).plots
    assert np.allclose(both.series[0].y, [0.001, 0.004, 0.02]) and np.allclose(
        both.series[1].y, [0.0005, 0.0005, 0.001]
    )
    assert np.allclose(ratio.series[0].y, [2, 8, 20])
    assert (
        both.series[2].x.tolist() == [8, 8]
        and both.series[2].names == ("4 ms", "0.5 ms")
        and both.y_label == "seconds"
    )
    assert ratio.series[1].names == ("8 ×",) and all(plot.x_log and plot.y_log for plot in (both, ratio))


def test_weights_outgrow_the_words_where_there_are_as_many_words_as_numbers_of_one():
    frame = frames.growth((16, 64, 300), 64)
    x, weights = frame.plots[0].series
    made = [
        (np.zeros((n, 64), np.float32).nbytes, np.zeros((n, n), np.float32).nbytes) for n in (16, 64, 300)
    ]
    assert np.allclose(np.stack([x.y, weights.y], axis=1), np.array(made) / 1e6)
    assert ((weights.y > x.y) == [False, False, True]).all() and frame.plots[0].notes[0].at == (64, x.y[1])


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda _: frames.packed([[1, 2, 3]], *[[[1, 2]]] * 3, ["a"]), r"x \(1, 3\) and W \(1, 2\)"),
        (lambda model: frames.formula(model, TIRED, 14), "choose place 1 to 14, not 15"),
        (lambda model: frames.formula(model, TIRED, 0, head=9), "no head 9: choose 1 to 8"),
        (lambda model: frames.masked(model, TIRED, layer=3), "no layer 3"),
        (
            lambda model: frames.masked(model, TIRED, "ones"),
            "no mask 'ones': choose one of no mask, zeros",
        ),
        (lambda _: frames.race([4, 8], [1, 1], [1, 1], 5), "5 words were not measured: choose one of 4, 8"),
    ],
)
def test_what_is_not_there_is_said(model, call, message):
    with pytest.raises(ValueError, match=message):
        call(model)
