import numpy as np

from helpers import explorers
from tests.pictures.view_arrays import panel, sent
from tests.sentences import TIRED as SENTENCE

IT, TIRED = 9, 12


def test_head_by_head_shows_the_rows_of_the_word_that_asks(model):
    explorer = explorers.explore_head_by_head(model, SENTENCE, IT)
    weights = model.attention(SENTENCE)[1]
    assert np.allclose(panel(explorer.views[0], 0), weights[:, IT], atol=1e-6)
    explorer.set(asks=TIRED)
    assert np.allclose(panel(explorer.views[0], 0), weights[:, TIRED], atol=1e-6)
    assert explorer.views[0].structure["panels"][0]["title"] == "“tired” asks"
    for head in range(8):
        assert np.allclose(panel(explorer.views[1], head), weights[head], atol=1e-6)
    assert explorer.frames[1].selected[1] == TIRED


def node(view, name):
    """The values of a node as a Map sent them."""
    return sent(view, next(one for one in view.structure["nodes"] if one["name"] == name)["values"])


def test_the_whole_follows_the_word_and_W_out_is_sent_once(model):
    explorer = explorers.explore_whole(model, SENTENCE, IT)
    W_out = explorer.views[1].numbers
    explorer.set(asks=TIRED)
    heads = model.run(SENTENCE).layers[1].attention.heads
    for head in range(8):
        assert np.allclose(
            node(explorer.views[0], f"head {head + 1}")[0], heads.weights[head, TIRED], atol=1e-6
        )
        assert np.allclose(node(explorer.views[0], f"z {head + 1}")[0], heads.context[head, TIRED], atol=1e-6)
    assert explorer.frames[0].node("X").row == TIRED and explorer.views[1].numbers == W_out


def test_a_row_of_x_that_is_chosen_asks_in_the_whole(model):
    explorer = explorers.explore_whole(model, SENTENCE, IT)
    explorer.views[0].selected = [0, TIRED, 300]
    assert explorer.state["asks"] == TIRED and explorer.views[0].query == TIRED
    explorer.views[0].selected = [1, 0, 3]  # a weight is no word that asks
    assert explorer.state["asks"] == TIRED and explorer.views[0].query is None


def test_the_layer_changes_every_array_of_the_whole(model):
    explorer = explorers.explore_whole(model, SENTENCE, IT)
    explorer.set(layer=1)
    steps, (view, last) = model.run(SENTENCE), explorer.views
    first = steps.layers[0].attention
    assert np.allclose(node(view, "X"), steps.embedding)
    for head in range(8):
        assert np.allclose(node(view, f"head {head + 1}")[0], first.heads.weights[head, IT])
        assert np.allclose(node(view, f"slot {head + 1}")[0], first.heads.context[head, IT])
    assert np.allclose(node(view, "output")[0], first.output[IT])
    assert np.allclose(panel(last, 0), model.layers[0].W_out)


def test_both_are_linked(model):
    for explore in (explorers.explore_head_by_head, explorers.explore_whole):
        assert "hv-linked" in " ".join(explore(model, SENTENCE, IT)._dom_classes)


def test_tags_travel_and_the_switch_forgets_the_transpose():
    explorer = explorers.explore_tags(follow=231)
    (view,) = explorer.views
    assert len(view.structure["panels"]) == 3
    explorer.set(stage=3)
    assert panel(view, 7)[2].tolist() == [131, 132, 231, 232, 331, 332]
    assert view.structure["panels"][7]["marked"] == [[2, 2]]
    explorer.set(transposed=False, follow=312)
    assert panel(view, 3)[2].tolist() == [231, 232, 241, 242, 311, 312]
    assert view.structure["panels"][3]["marked"] == [[2, 5]]
    explorer.reset()
    assert explorer.state == {"stage": 1, "transposed": True, "follow": 231}
