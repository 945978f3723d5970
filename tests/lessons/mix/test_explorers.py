import numpy as np

from helpers import explorers
from tests.sentences import TIRED


def test_volumes_are_divided_by_their_sum_and_silence_is_refused(model):
    explorer = explorers.explore_mixing(model, TIRED, 9, (1, 7, 12))
    explorer.set(volume_1=0.5, volume_7=0.25, volume_12=0.25, volume_rest=1)
    assert np.allclose(explorer.frames[0].plots[1].series[0].y, [0.25, 0.125, 0.125, 0.5])
    explorer.set(volume_1=0, volume_7=0, volume_12=0, volume_rest=0)
    assert "turn one up" in explorer.message.value
    assert np.allclose(explorer.frames[0].plots[1].series[0].y, [0.25, 0.125, 0.125, 0.5])


def test_the_knobs_start_at_the_trained_weights(model):
    weights = model.run(TIRED).layers[1].attention.heads.weights[0, 9]
    explorer = explorers.explore_mixing(model, TIRED, 9, (1, 7, 12))
    assert np.allclose(
        [explorer.state[f"volume_{place}"] for place in (1, 7, 12)], weights[[1, 7, 12]], atol=0.0051
    )


def test_the_factor_reaches_z(model):
    explorer = explorers.explore_louder(model, TIRED, 9, 1)
    heads = model.run(TIRED).layers[1].attention.heads
    explorer.set(word=12, factor=3)
    expected = heads.context[0, 9] + 2 * heads.weights[0, 9, 12] * heads.value[0, 12]
    assert np.allclose(explorer.frames[0].panels[4].values[0], expected, atol=1e-4)


def test_the_way_begins_whole_and_grows_by_a_panel_a_step():
    explorer = explorers.explore_way([112, 96], [[2, 1, 2], [3, 3, 1]], ["Thinking", "Machines"])
    whole = explorer.frames[0].panels
    assert [panel.title for panel in whole][::5] == ["score", "z"]
    for step in range(1, 7):
        explorer.set(step=step)
        shown = explorer.frames[0].panels
        assert len(shown) == step
        assert all(np.array_equal(one.values, other.values) for one, other in zip(shown, whole, strict=False))


def test_numbers_on_their_way_keep_their_tags():
    explorer = explorers.explore_way([112, 96], [[2, 1, 2], [3, 3, 1]], ["Thinking", "Machines"])
    score, scaled, weight, value, weighted, z = (panel.tags for panel in explorer.frames[0].panels)
    assert np.array_equal(score, scaled) and np.array_equal(scaled, weight)
    assert np.array_equal(value, weighted) and len(np.unique(value)) == value.size and z is None
    assert not np.intersect1d(weight, value).size
