import numpy as np
import pytest

from helpers import explorers
from tests.sentences import TIRED


def test_the_word_and_the_head_reach_the_formula(model):
    explorer = explorers.explore_formula(model, TIRED)
    heads = model.run(TIRED).layers[1].attention.heads
    assert explorer.frames[0].selected == (2, 9, int(heads.weights[0, 9].argmax()))
    explorer.set(asks=5, head=4)
    query, _, weights, _, context = explorer.frames[0].panels
    assert np.allclose(query.values, heads.query[3]) and np.allclose(
        context.values, heads.context[3], atol=1e-4
    )
    assert explorer.frames[0].selected == (2, 5, int(heads.weights[3, 5].argmax()))
    assert np.allclose(weights.values, heads.weights[3], atol=1e-5)
    explorer.reset()
    assert np.allclose(explorer.frames[0].panels[0].values, heads.query[0])


def test_the_mask_can_be_switched(model):
    explorer = explorers.explore_mask(model, TIRED)
    sums = {}
    for mask in explorer.controls["mask"].options:
        explorer.set(mask=mask, head=7)
        sums[mask] = explorer.frames[0].panels[2].values[:, 0]
    assert np.allclose(sums["no mask"], 1) and np.allclose(sums["−∞ before the softmax"], 1)
    weights = model.run(TIRED).layers[1].attention.heads.weights[6]
    assert np.allclose(sums["zeros after the softmax"], np.tril(weights).sum(axis=1), atol=1e-6)


@pytest.fixture
def calls(monkeypatch):
    """A clock that only the two functions move: the loop takes n² ms, the formula n ms, slower each run."""
    now, runs = [0.0], {"loop": [], "formula": []}

    def function(name, power):
        def run(Q, K, V):
            assert Q.shape == K.shape == V.shape and Q.shape[1] == 64 and not np.array_equal(Q, K)
            runs[name].append(len(Q))
            now[0] += 0.001 * len(Q) ** power * (1 + runs[name].count(len(Q)))

        return run

    monkeypatch.setattr("helpers.lessons.matrices.explorers.time.perf_counter", lambda: now[0])
    return runs, function("loop", 2), function("formula", 1)


def test_the_learners_own_functions_are_measured_and_drawing_measures_nothing(calls):
    runs, loop, formula = calls
    explorer = explorers.explore_timing(loop, formula, sizes=(4, 8))
    assert {size: tuple(np.round(both, 6)) for size, both in explorer.times.items()} == {
        4: (0.032, 0.008),
        8: (0.128, 0.016),
    }
    before = {name: list(done) for name, done in runs.items()}
    explorer.set(n_tokens=4)
    both, ratio = explorer.frames[0].plots
    assert np.allclose(both.series[0].y, [0.032, 0.128]) and np.allclose(both.series[1].y, [0.008, 0.016])
    assert np.allclose(ratio.series[0].y, [4, 8]) and ratio.series[1].x == [4]
    assert runs == before


def test_the_whole_measurement_is_over_within_two_seconds(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("helpers.lessons.matrices.explorers.time.perf_counter", lambda: now[0])

    def quick(Q, K, V):
        now[0] += 0.005

    explorers.explore_timing(quick, quick)
    assert 0 < now[0] < 2


def test_measure_again_measures_fills_the_bar_and_draws(calls):
    _, loop, formula = calls
    explorer = explorers.explore_timing(loop, formula, sizes=(4, 8))
    before = explorer.frames[0].plots[0].series[0].y.copy()
    again, bar = explorer.children[1].children[1].children
    filled = []
    bar.observe(lambda change: filled.append(change["new"]), "value")
    again.click()
    assert (explorer.frames[0].plots[0].series[0].y > before).all()  # this clock makes every run slower
    assert filled == [0, 1, 2, 3, 4] and bar.max == 4 and not again.disabled
    assert again is explorer.again and explorer.views[0].frame is explorer.frames[0]


def test_a_slow_function_is_not_measured_more_than_once(calls):
    runs, loop, formula = calls
    explorers.explore_timing(loop, formula, sizes=(2, 100))
    assert runs["loop"].count(100) == 1 and 1 < runs["loop"].count(2) <= 20


def test_a_failing_function_says_so_at_once():
    def wrong(Q, K, V):
        return Q @ K @ V

    with pytest.raises(ValueError, match="mismatch"):
        explorers.explore_timing(wrong, wrong, sizes=(4,))
