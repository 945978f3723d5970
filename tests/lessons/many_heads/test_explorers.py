import numpy as np

from helpers import explorers
from tests.pictures.view_arrays import panel
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


def test_the_whole_follows_the_word_and_W_out_is_sent_once(model):
    explorer = explorers.explore_whole(model, SENTENCE, IT)
    W_out = explorer.views[1].numbers
    explorer.set(asks=TIRED)
    heads = model.run(SENTENCE).layers[1].attention.heads
    assert np.allclose(panel(explorer.views[0], 1), heads.weights[:, TIRED], atol=1e-6)
    assert np.allclose(panel(explorer.views[0], 2), heads.context[:, TIRED], atol=1e-6)
    assert explorer.frames[0].selected[1] == TIRED and explorer.views[1].numbers == W_out


def test_the_layer_changes_every_array_of_the_whole(model):
    explorer = explorers.explore_whole(model, SENTENCE, IT)
    explorer.set(layer=1)
    steps = model.run(SENTENCE)
    first = steps.layers[0].attention
    expected = (
        steps.embedding,
        first.heads.weights[:, IT],
        first.heads.context[:, IT],
        first.concatenated,
        first.output,
    )
    for place, array in enumerate(expected):
        assert np.allclose(panel(explorer.views[0], place), array)
    assert np.allclose(panel(explorer.views[1], 0), model.layers[0].W_out)


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
