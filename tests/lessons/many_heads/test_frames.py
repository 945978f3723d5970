import numpy as np
import pytest

from helpers import frames
from helpers.lessons.many_heads.frames import misplaced, one_big_head, tags
from tests.sentences import TIRED

ANIMAL, STREET, IT = 1, 7, 9


@pytest.fixture(scope="module")
def by_hand(model):
    """Layer 2 without the course's attention: x, weights and Z head by head, float64."""
    x, layer = model.run(TIRED).layers[0].output.astype(float), model.layers[1]
    weights, Z = [], []
    for head in range(8):
        scores = (x @ layer.W_query[head]) @ (x @ layer.W_key[head]).T / 8
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        weights.append(raised / raised.sum(axis=1, keepdims=True))
        Z.append(weights[-1] @ (x @ layer.W_value[head]))
    together = np.hstack(Z)
    return {
        "x": x,
        "weights": np.array(weights),
        "Z": np.array(Z),
        "together": together,
        "output": together @ layer.W_out,
    }


def test_each_head_makes_its_own_q_of_one_x():
    rng = np.random.default_rng(7)
    x, W_query = rng.integers(0, 3, (2, 4)), rng.integers(0, 3, (3, 4, 2))
    panels = frames.own_matrices(x, W_query, ["a", "b"]).panels
    for head, W in enumerate(W_query):
        entered, learned, made = panels[3 * head : 3 * head + 3]
        titles = ["X", f"W_query, head {head + 1}", f"Q, head {head + 1}"]
        assert [one.title for one in (entered, learned, made)] == titles
        assert np.array_equal(entered.values, x) and np.array_equal(learned.values, W)
        assert np.array_equal(made.values, x @ W) and made.role == "query"


def test_in_layer_1_the_embedding_enters(model):
    entered = frames.whole(model, TIRED, IT, layer=1)[0].node("X").values
    assert np.array_equal(entered, model.run(TIRED).embedding)


def test_the_contexts_are_those_of_the_heads_and_are_counted_from_1(model, by_hand):
    panels = frames.eight_contexts(model, TIRED).panels
    assert np.allclose([panel.values for panel in panels], by_hand["Z"], atol=1e-4)
    assert [panel.head for panel in panels] == list(range(8)) and {panel.links for panel in panels} == {
        ("query", "")
    }
    assert panels[0].title == "Z, head 1" and panels[7].title == "Z, head 8"
    assert all(list(panel.rows) == list(model.tokens(TIRED)) for panel in panels)
    assert frames.eight_contexts(model, TIRED, IT).selected == (0, IT, -1)


def test_the_big_head_adds_up_the_scores_of_all_heads(model, by_hand):
    x, layer = by_hand["x"], model.layers[1]
    wide = [np.hstack(list(W)) for W in (layer.W_query, layer.W_key)]  # 512 × 512 each
    scores = (x @ wide[0]) @ (x @ wide[1]).T / np.sqrt(512)
    expected = np.exp(scores - scores.max(axis=1, keepdims=True))
    expected /= expected.sum(axis=1, keepdims=True)
    each, big = frames.one_or_eight(model, TIRED, IT).panels
    assert np.allclose(big.values[0], expected[IT], atol=1e-4) and np.allclose(
        each.values, by_hand["weights"][:, IT], atol=1e-5
    )


def test_a_big_head_by_hand():
    query, key = np.array([[[3.0]], [[0.0]]]), np.array([[[1.0], [0.0], [0.0]], [[9.0], [9.0], [9.0]]])
    raised = np.exp(np.array([3, 0, 0]) / np.sqrt(2))
    assert np.allclose(one_big_head(query, key), [raised / raised.sum()])


def test_what_the_text_says_about_the_big_head_holds(model):
    """One of the words that the eight heads find is nearly lost in the one."""
    each, big = frames.one_or_eight(model, TIRED, IT).panels
    words = model.tokens(TIRED)
    assert {words[row.argmax()] for row in each.values} == {"animal", "tired"}
    assert each.values[:, [1, 12]].max(axis=0).min() > 0.9 and big.values[0, [1, 12]].min() < 0.05


def test_two_heads_reach_what_the_big_head_nearly_loses_when_street_asks(model):
    each, big = frames.one_or_eight(model, TIRED, STREET).panels
    assert each.values[0, ANIMAL] == each.values[:, ANIMAL].max() > 0.8 and big.values[0, ANIMAL] < 0.05


def test_heads_that_look_at_one_word_fetch_different_things_from_it(model, by_hand):
    """Five choose “animal”; what each adds to the output of “it” points elsewhere."""
    chosen = np.flatnonzero(by_hand["weights"][:, IT].argmax(axis=1) == ANIMAL)
    added = [by_hand["Z"][head, IT] @ model.layers[1].W_out[64 * head : 64 * head + 64] for head in chosen]
    directions = added / np.linalg.norm(added, axis=1, keepdims=True)
    cosines = (directions @ directions.T)[np.triu_indices(len(chosen), 1)]
    assert len(chosen) == 5 and 0 < cosines.min() and cosines.max() < 0.3


def test_the_heads_choose_as_many_words_as_the_notebook_says(model, by_hand):
    """By name of the word: “The” and “the” are two."""
    words = model.tokens(TIRED)
    counts = {
        word: len({words[at] for at in by_hand["weights"][:, place].argmax(axis=1)})
        for place, word in enumerate(words)
    }
    assert counts.pop("it") == 2
    assert {word for word, count in counts.items() if count in (3, 4)} == {"animal", "because"}
    assert sum(count in (5, 6) for count in counts.values()) == 11


def test_the_big_head_scores_what_the_notebook_says(model):
    heads = model.run(TIRED).layers[1].attention.heads
    scores = np.concatenate(heads.query, axis=1)[IT] @ np.concatenate(heads.key, axis=1).T / np.sqrt(512)
    assert round(float(scores[ANIMAL]), 1) == 23.9 and round(float(scores[12]), 1) == 17.8
    assert round(float(scores[ANIMAL] - scores[12]), 1) == 6.1


def test_merging_by_hand():
    Z = [[[1, 2], [0, 1]], [[3, 0], [2, 1]], [[1, 1], [0, 2]]]
    W_out = np.zeros((6, 4))
    W_out[0, 0], W_out[2, 0], W_out[5, 3] = 1, 10, 2
    *small, together, W, output = frames.merge_by_hand(Z, W_out, ("a", "b")).panels
    assert together.values.tolist() == [[1, 2, 3, 0, 1, 1], [0, 1, 2, 1, 0, 2]]
    assert output.values.tolist() == [[31, 0, 0, 2], [20, 0, 0, 4]]
    assert [panel.sizes for panel in (*small, together, W, output)] == ["2 × 2"] * 3 + [
        "2 × 6: heads 1 to 3 from left to right",
        "6 × 4",
        "2 × 4",
    ]


def strips(picture, name):
    """What the whole shows of one kind in all heads. -> [n_heads, …]"""
    return np.concatenate([picture.node(f"{name} {head}").values for head in range(1, 9)])


def test_the_whole_holds_every_array_of_the_layer(model, by_hand):
    picture, last = frames.whole(model, TIRED, IT)
    assert np.allclose(picture.node("X").values, by_hand["x"])
    assert np.allclose(strips(picture, "head"), by_hand["weights"][:, IT], atol=1e-5)
    assert np.allclose(strips(picture, "z"), by_hand["Z"][:, IT], atol=1e-4)
    slots, output = strips(picture, "slot"), picture.node("output").values
    assert np.allclose(slots.ravel(), by_hand["together"][IT], atol=1e-4)
    assert np.allclose(output, by_hand["output"][IT], atol=1e-3)
    assert np.allclose(slots.reshape(1, -1) @ last.panels[0].values, output, atol=1e-3)


def test_in_the_whole_each_head_has_its_colour_its_slots_and_the_word_it_looks_at(model, by_hand):
    picture, words = frames.whole(model, TIRED, IT)[0], model.tokens(TIRED)
    for head in range(1, 9):
        row, of_head = by_hand["weights"][head - 1, IT], f"head {head}"
        names = [of_head, f"z {head}", f"slot {head}"]
        assert {picture.node(name).role for name in names} == {of_head}
        assert picture.node(of_head).below == f"{words[row.argmax()]} {row.max():.2f}"
        assert picture.node(f"slot {head}").label == f"{64 * head - 63}–{64 * head}"
        way = [(arrow.start, arrow.end) for arrow in picture.arrows if arrow.role == of_head]
        assert way == list(zip(["X", *names], [*names, "W_out"], strict=True))


def test_in_the_whole_the_words_row_is_under_the_lens_and_a_row_can_be_chosen(model):
    for place in (0, IT, 13):
        entered = frames.whole(model, TIRED, place)[0].node("X")
        assert entered.row == place and entered.asks and entered.rows == tuple(model.tokens(TIRED))


def test_before_W_out_a_head_reaches_its_own_slots_only_and_after_it_all_numbers(model, by_hand):
    before, after = frames.slots(model, TIRED, IT, changed_head=3, factor=5).panels
    assert np.flatnonzero(before.values).tolist() == list(range(128, 192))
    assert np.allclose(before.values[0, 128:192], 4 * by_hand["Z"][2, IT], atol=1e-3)
    assert np.allclose(after.values[0], 4 * by_hand["Z"][2, IT] @ model.layers[1].W_out[128:192], atol=1e-2)
    assert "64 of 512" in before.title and "512 of 512" in after.title


def test_tags_name_their_head_word_and_number():
    assert tags().shape == (3, 4, 2) and tags()[1, 2, 0] == 231 and tags(2, 5, 4)[1, 4, 3] == 254


def test_with_the_transpose_every_row_holds_one_word_and_the_followed_tag_is_marked_at_each_stage():
    panels = frames.travel(3, True, follow=231).panels
    assert panels[-1].values.tolist()[2] == [131, 132, 231, 232, 331, 332]
    assert len(panels) == 3 + 4 + 1 and [panel.values.shape for panel in panels[3:]] == [(3, 2)] * 4 + [
        (4, 6)
    ]
    for panel in panels:
        assert [panel.values[cell] for cell in panel.marked] == [231] * int(231 in panel.values)
    assert sum(len(panel.marked) for panel in panels) == 3


def test_without_it_the_shape_is_right_and_rows_mix_words():
    frame = frames.travel(3, False)
    *first, last = frame.panels
    assert len(first) == 3 and last.values.shape == (4, 6)
    assert last.values.tolist()[0] == [111, 112, 121, 122, 131, 132]
    # every cell is looked at alone: the middle digit of its tag against its row
    wrong = {
        (row, column)
        for row in range(4)
        for column in range(6)
        if str(int(last.values[row, column]))[1] != str(row + 1)
    }
    assert (
        set(last.marked) == wrong
        and f"{len(wrong)} of 24" in last.sizes
        and f"{len(wrong)} of 24" in frame.alt
    )


def test_the_stages_show_no_more_than_has_happened():
    assert [len(frames.travel(stage, True).panels) for stage in (1, 2, 3)] == [3, 7, 8]
    assert [len(frames.travel(stage, False).panels) for stage in (1, 2, 3)] == [3, 3, 4]
    assert "Forgotten" in frames.travel(2, False).title


def test_nothing_is_misplaced_among_tags_in_order():
    assert not misplaced(np.array([[111, 211], [121, 221], [131, 231]])).any()
    assert misplaced(np.array([[111, 121], [211, 221]])).tolist() == [[False, True], [True, False]]


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda model: frames.travel(4), "stages 1, 2 and 3: got 4"),
        (lambda model: frames.travel(1, True, follow=999), "no tag 999"),
        (lambda model: tags(10, 2, 2), "one digit"),
        (
            lambda model: frames.merge_by_hand(np.ones((3, 2, 2)), np.ones((5, 4)), "ab"),
            r"Z \(3, 2, 2\) and W_out \(5, 4\)",
        ),
    ],
)
def test_what_cannot_be_shown_is_said(model, call, message):
    with pytest.raises(ValueError, match=message):
        call(model)


@pytest.mark.parametrize("layer", [0, 3])
def test_a_layer_that_is_not_there_gets_one_sentence(model, layer):
    for call in (
        lambda: frames.eight_contexts(model, TIRED, layer=layer),
        lambda: frames.one_or_eight(model, TIRED, IT, layer),
        lambda: frames.whole(model, TIRED, IT, layer),
        lambda: frames.slots(model, TIRED, IT, 1, layer=layer),
    ):
        with pytest.raises(ValueError, match=f"^There is no layer {layer}: choose 1 to 2"):
            call()
