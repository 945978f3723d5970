import numpy as np
import pytest

from helpers import explorers
from tests.sentences import SENTENCES

X = np.array([[0, 0, 1, 1, 0, 0, 0.5], [1, 0, 0, 1, 0, 0, 2.0], [0, 1, 0, 0, 0, 1, -0.5]])
RIGHT = np.array([[0, 1, 0], [0, 1, 0], [1, 0, 0]], bool)


class Learner:
    """A layer that gives the right card a little more weight at each step; its loss is what is missing."""

    def __init__(self):
        self.made, self.W_value = 0, np.zeros((7, 2))

    def step(self):
        self.made += 1
        self.W_value += 1  # the same array again and again, as W[name] -= … leaves it
        return 1 / self.made

    def look(self):
        right = 1 - 0.5**self.made
        return right * RIGHT + (1 - right) / 3, self.W_value


def test_it_trains_the_steps_it_was_told_and_keeps_what_was_seen_at_each_moment():
    learner = Learner()
    explorer = explorers.explore_learning(learner.step, learner.look, X, RIGHT, n_steps=40, n_moments=5)
    assert learner.made == 40 and np.allclose(explorer.losses, 1 / np.arange(1, 41))
    assert explorer.moments == [0, 5, 14, 26, 40] and explorer.bar.value == 40
    assert explorer.told.value == "step 40 of 40, loss 0.025"
    for moment in explorer.moments:
        explorer.set(moment=moment)
        now, right, value = explorer.frames[0].panels
        share = 1 - 0.5**moment
        assert np.allclose(now.values, share * RIGHT + (1 - share) / 3) and (right.values == RIGHT).all()
        assert (value.values == moment).all()
        assert explorer.frames[1].plots[0].series[1].x == [min(moment, 39)]
    assert learner.made == 40  # sliding trains nothing


def test_while_it_trains_the_bar_and_the_loss_move(monkeypatch):
    clock = [0.0]
    monkeypatch.setattr("helpers.lessons.learning.explorers.time.monotonic", lambda: clock[0])
    shown, seen, learner = [], [], Learner()
    monkeypatch.setattr("helpers.lessons.learning.explorers.display", shown.append)

    def step():
        clock[0] += 0.06  # every second step is later than EVERY
        (box,) = shown
        row, live = box.children
        seen.append((row.children[0].value, len(live.frame.plots[0].series[0].y)))
        return learner.step()

    explorers.explore_learning(step, learner.look, X, RIGHT, n_steps=8)
    assert seen == [(0, 0), (0, 0), (2, 2), (2, 2), (4, 4), (4, 4), (6, 6), (6, 6)]


def test_a_loss_that_is_no_longer_a_number_stops_it_and_says_what_to_do():
    learner = Learner()
    with pytest.raises(ValueError, match="After 0 steps .* Choose a smaller rate"):
        explorers.explore_learning(lambda: np.nan, learner.look, X, RIGHT, n_steps=5)


def test_step_layer_and_head_reach_the_recorded_training(model):
    explorer = explorers.explore_training(model, SENTENCES)
    assert np.array_equal(explorer.frames[0].panels[0].values, model.training["tired"][0, 1, 0].astype(float))
    explorer.set(moment=8, layer=1, head=6)
    for panel, name in zip(explorer.frames[0].panels, SENTENCES, strict=True):
        assert np.array_equal(panel.values, model.training[name][8, 0, 5].astype(float))
    assert explorer.frames[1].plots[0].series[1].x == [model.training["steps"][8]]
    explorer.reset()
    assert explorer.state == {"moment": 0, "layer": 2, "head": 1}
