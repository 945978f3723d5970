import numpy as np
import pytest

from helpers import explorers
from helpers.attention import softmax
from tests.effort import calls
from tools.pages import store

ASKS, ASKED = ["das", "Tier", "war", "müde"], ["the", "animal", "was", "too", "tired"]


def shares(*shape):
    return softmax(3 * np.random.default_rng(2).normal(size=shape))


@pytest.fixture
def crossed():
    weights = shares(2, 3, 4, 5)
    return weights, explorers.explore_weights(weights, ASKS, ASKED)


def test_layer_head_and_word_move_all_pictures(crossed):
    weights, explorer = crossed
    explorer.set(layer=2, head=3, asks=1)
    small, large, lines = explorer.frames
    assert small.panels[5].title == "[2.3]" and large.selected == (0, 1, -1) and lines.selected == (1,)
    assert np.allclose(large.panels[0].values, weights[1, 2]) and np.allclose(lines.weights[0], weights[1, 2])
    assert explorer.controls["asks"].label == "Tier" and explorer.message.value == ""


def test_a_small_heatmap_opens_its_head(crossed):
    weights, explorer = crossed
    explorer.views[0].selected = [4, 1, 2]
    assert (explorer.state["layer"], explorer.state["head"]) == (2, 2) and explorer.views[0].selected == []
    assert explorer.controls["show"].label == "all"
    assert np.allclose(explorer.frames[1].panels[0].values, weights[1, 1])
    explorer.reset()
    assert explorer.frames[0].panels[0].title == "[1.1]"


def test_of_many_layers_a_click_opens_what_was_clicked():
    explorer = explorers.explore_weights(np.broadcast_to(shares(32, 4, 4), (48, 32, 4, 4)), ASKS)
    explorer.controls["layer"].value = 40
    explorer.views[0].selected = [33, 0, 0]
    assert (explorer.state["layer"], explorer.state["head"]) == (38, 2)


def test_a_word_chosen_in_a_picture_asks_in_all(crossed):
    _, explorer = crossed
    explorer.views[1].selected = [0, 2, 4]
    assert explorer.state["asks"] == 2 and explorer.views[2].selected == [2]
    explorer.views[2].selected = [3]
    assert explorer.state["asks"] == 3 and explorer.views[1].selected == [0, 3, -1]


def test_while_only_another_word_asks_the_small_heatmaps_are_not_sent_again(crossed):
    _, explorer = crossed
    sent = []
    explorer.views[0].observe(lambda change: sent.append(change.name), ["structure", "numbers", "words"])
    explorer.controls["asks"].value = 3
    assert sent == []
    explorer.controls["head"].value = 2
    assert set(sent) == {"structure", "words"}  # the weights stay on the page


def test_a_single_head_has_no_small_heatmaps_and_no_choice_of_heads():
    explorer = explorers.explore_weights(shares(4, 5), ASKS, ASKED)
    assert len(explorer.frames) == 2 and not hasattr(explorer, "opens")
    hidden = [name for name, control in explorer.controls.items() if control.layout.display == "none"]
    assert hidden == ["layer", "head"]
    explorer.controls["asks"].value = 2
    assert explorer.frames[1].selected == (2,)


def test_144_heads_of_64_words_go_to_the_page_once_and_small():
    explorer = explorers.explore_weights(
        shares(12, 12, 64, 64).astype(np.float16), [f"w{at}" for at in range(64)]
    )
    small = explorer.views[0]
    assert len(small.numbers) <= 12 * 12 * 64 * 64 * 1.5  # bytes; bertviz writes each weight as text
    assert sum(len(view.numbers) for view in explorer.views) <= 1e6


def test_moving_a_slider_stays_little_work_however_much_was_given():
    few = explorers.explore_weights(shares(2, 4, 16, 16), [f"w{at}" for at in range(16)])
    many = explorers.explore_weights(shares(2, 4, 256, 256), [f"w{at}" for at in range(256)])
    move = {one: calls(lambda one=one: one.set(head=2, asks=3)) for one in (few, many)}
    assert move[many] < 3 * move[few]


@pytest.mark.parametrize("shape", [(3, 4, 13, 13), (12, 12, 64, 64), (48, 32, 16, 16), (2, 12, 256, 256)])
def test_a_page_without_python_gets_states_that_are_few(shape):
    one = shares(*shape[1:])
    explorer = explorers.explore_weights(
        np.broadcast_to(one, shape) if shape[0] > 12 else shares(*shape),
        [f"w{at}" for at in range(shape[-1])],
    )
    states = explorer.states()
    assert 1 < states.size <= 40_000 and states.at({}) == {"layer": 1, "head": 1, "asks": 0}
    kept = len(states.choices["layer"]) * len(states.choices["head"]) * shape[2] * shape[3]
    assert kept <= 250_000 or len(states.choices["head"]) == 1
    assert (states.more == "") == (shape == (3, 4, 13, 13))


def test_what_is_stored_is_what_is_drawn(crossed):
    _, explorer = crossed
    states = explorer.states()
    data = store.write(states)  # it compares as many states with what is drawn as there are, up to 60
    assert len(data) < 20_000 and states.size == 24


def test_what_does_not_fit_is_said():
    with pytest.raises(ValueError, match=r"\(1, 4, 5\) need 4 tokens, one for each row: got 3"):
        explorers.explore_weights(shares(4, 5), ASKS[:3], ASKED)
