import numpy as np
import pytest

from helpers import frames
from tests.sentences import TIRED

X = np.array([[1, 0, 2, 1], [2, 1, 0, 1]])
W = np.array([[1, 0, 1], [0, 1, 0], [1, 1, 0], [0, 0, 1]])


def test_a_projection_by_hand():
    x, matrix, made = frames.project(X, W, "query", ("it", "animal")).panels
    assert made.values.tolist() == [[3, 2, 2], [2, 1, 3]]  # it: 1+2, 2, 1+1;  animal: 2, 1, 2+1
    assert (x.role, matrix.role, made.role) == ("embedding", "query", "query")
    assert (x.before, matrix.before, made.before) == ("", "×", "=")
    assert (x.sizes, matrix.sizes, made.sizes) == ("2 × 4", "4 × 3", "2 × 3")
    assert made.rows == ("q₁ it", "q₂ animal")
    alone = frames.project(X[1], W, "query", ("animal",)).panels
    assert (alone[0].rows, alone[2].rows) == (("x animal",), ("q animal",))


def test_a_changed_entry_marks_itself_and_the_column_that_it_reaches():
    changed = W.copy()
    changed[1, 2] += 5
    before = frames.project(X, W, "key", ("it", "animal")).panels[2]
    _, matrix, made = frames.project(X, changed, "key", ("it", "animal"), change=(1, 2)).panels
    assert matrix.marked == ((1, 2),) and made.marked == ((0, 2), (1, 2))
    assert np.argwhere(made.values != before.values).tolist() == [[1, 2]]  # x of “it” is 0 in row 2


def test_a_number_by_hand_has_its_row_and_its_column_bordered_and_its_products_told():
    x, matrix, made = frames.project(X, W, "query", ("it", "animal"), by_hand=(1, 2)).panels
    assert (x.marked, matrix.marked, made.marked) == (((1, -1),), ((-1, 2),), ((1, 2),))
    assert [(note.at, note.text) for note in made.notes] == [((1, 2), "2×1 + 1×0 + 0×0 + 1×1 = 3")]
    (note,) = frames.project(X[0], W, "query", ("it",), change=(2, 0)).panels[2].notes
    assert note.text == "number 3 of x, times that entry: 2 × 1 = 2"


def test_three_roles_stand_in_three_rows_of_three():
    frame = frames.three_roles(X, W, 2 * W, 3 * W, ("it", "animal"))
    assert frame.across == 3 and [panel.role for panel in frame.panels[2::3]] == ["query", "key", "value"]
    assert np.allclose(frame.panels[8].values, 3 * frame.panels[2].values)


def test_shapes_that_do_not_fit_are_shown():
    with pytest.raises(ValueError, match=r"x \(2, 4\) and W \(3, 4\)"):
        frames.project(X, W.T, "query", ("it", "animal"))


@pytest.mark.parametrize("layer, head", [(1, 5), (2, 1)])
def test_vectors_are_the_words_own_by_plain_multiplication(layer, head, model):
    steps = model.run(TIRED)
    x = (steps.embedding if layer == 1 else steps.layers[0].output)[9]
    learned = model.layers[layer - 1]
    panels = frames.vectors(model, TIRED, 9, layer, head).panels
    assert np.allclose(panels[0].values, x)
    for panel, matrix in zip(panels[1:], (learned.W_query, learned.W_key, learned.W_value), strict=True):
        assert np.allclose(panel.values, x.astype(float) @ matrix[head - 1], atol=1e-4)
        assert "it" in panel.title and panel.values.shape == (1, 64)


def test_colours_mean_the_same_for_every_word_and_head(model):
    limits = {
        tuple(panel.limit for panel in frames.vectors(model, TIRED, place, 2, head).panels)
        for place in (1, 9)
        for head in (1, 8)
    }
    assert len(limits) == 1


def test_the_whole_query_is_shown_with_all_its_numbers(model):
    panels = frames.full_query(model, TIRED, 9).panels
    assert [panel.values.shape for panel in panels] == [(1, 512), (512, 64), (1, 64)]
    assert np.allclose(panels[0].values @ panels[1].values, panels[2].values, atol=1e-4)


def test_two_words_stand_below_each_other_in_one_scale(model):
    panels = frames.two_queries(model, TIRED, 0, 6).panels
    x = model.run(TIRED).layers[0].output
    expected = [x[0], x[6], *(x[[0, 6]].astype(float) @ model.layers[1].W_query[0])]
    for panel, numbers in zip(panels, expected, strict=True):
        assert np.allclose(panel.values[0], numbers, atol=1e-4)
    assert panels[0].limit == panels[1].limit and panels[2].limit == panels[3].limit
    assert [panel.title for panel in panels] == [
        f"{symbol} of {word}" for symbol in "xq" for word in ("“The”, token 1", "“the”, token 7")
    ]


@pytest.mark.parametrize(
    "place, layer, head, message",
    [
        (14, 2, 1, "choose place 1 to 14, not 15"),
        (0, 3, 1, "no layer 3: choose 1 to 2"),
        (0, 1, 9, "no head 9: choose 1 to 8"),
    ],
)
def test_what_is_not_there_is_said(place, layer, head, message, model):
    with pytest.raises(ValueError, match=message):
        frames.vectors(model, TIRED, place, layer, head)
