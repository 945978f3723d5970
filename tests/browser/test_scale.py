"""Notebook 4 and one that follows it, in a real JupyterLab: sliders by keyboard, paint against arrays."""

from pathlib import Path

import numpy as np
import pytest

from helpers import models
from helpers.lessons.scale.frames import LENGTHS, N_KEYS, N_QUERIES
from tests.browser.conftest import short
from tests.sentences import TIRED

FOLDER = Path(__file__).parents[2] / "notebooks"
CORE = FOLDER / "04_scale_then_softmax.ipynb"
MORE = FOLDER / "more" / "04_how_spread_is_attention.ipynb"


def of(path):
    """Give a test the notebook that holds what it moves."""
    return pytest.mark.parametrize("notebook", [path], ids=short, indirect=True, scope="session")


def shares(scores):
    raised = np.exp(np.asarray(scores) - np.max(scores))
    return raised / raised.sum()


def bars(explorer):
    """The height of every bar in the picture, in CSS pixels, as the page holds it."""
    return explorer.pictures[0].drawing.evaluate(
        "(svg) => [...svg.querySelectorAll('svg svg rect')].map((one) => one.getBoundingClientRect().height)"
    )


@of(MORE)
def test_longer_vectors_saturate_unless_divided(notebook):
    explorer = notebook.explorer("explore_scaling()")
    rng = np.random.default_rng(4)
    query, key = rng.normal(size=(N_QUERIES, 1, 1024)), rng.normal(size=(N_QUERIES, N_KEYS, 1024))
    for keys, d_k in ((["ArrowRight"], 8), (["End"], 1024), (["Home", "ArrowRight", "ArrowRight"], 4)):
        explorer.control("numbers in q and k (d_k)").press(*keys)
        assert explorer.control("numbers in q and k (d_k)").readout == str(d_k)
        scores = (query[..., :d_k] * key[..., :d_k]).sum(axis=-1)
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
        weights /= weights.sum(axis=1, keepdims=True)
        gradient = 2 * (1 - (weights**2).sum(axis=1)).mean()
        most = 2 * (1 - 1 / N_KEYS)
        assert explorer.pictures[0].heights(2, 2)[1] == pytest.approx(gradient / most, abs=0.005)
        assert explorer.pictures[0].heights(2, 1)[LENGTHS.index(d_k)] == pytest.approx(
            gradient / most, abs=0.005
        )
        row = explorer.pictures[0].heights(1, 0)
        assert np.abs(weights - row).max(axis=1).min() < 0.005  # it is one of the rows computed here
    explorer.control("before the softmax, scores are").press("Home")  # divided by √d_k
    assert explorer.kernel("lambda it: it.state") == {"d_k": 4, "rule": "divided by √d_k"}
    shown = explorer.pictures[0].heights(0, 0)
    inside = [((scores / 2 >= low) & (scores / 2 < low + 1)).mean() for low in range(-40, 40)]
    assert shown == pytest.approx(inside, abs=0.005)
    explorer.control("Reset").click()
    assert explorer.kernel("lambda it: it.state") == {"d_k": 4, "rule": "left as they are"}


@of(MORE)
def test_your_own_query_and_keys_are_painted_and_a_bad_key_is_named(notebook):
    explorer = notebook.explorer("explore_own_query()")
    explorer.control("query, number 3").press("ArrowRight", "ArrowRight", "ArrowRight")
    scores = np.array([[2, 1, 0], [0, 1, 1], [-1, 0, 2]]) @ [1, 2, 1.5]
    assert explorer.pictures[0].heights(0, 1) == pytest.approx(scores, abs=0.05)
    assert explorer.pictures[0].heights(1, 0) == pytest.approx(shares(scores / 3**0.5), abs=0.01)
    explorer.control("keys, with ; between words").fill("1 0 0; 0 0 2")
    scores = np.array([1, 3])
    assert explorer.pictures[0].heights(1, 0) == pytest.approx(shares(scores / 3**0.5), abs=0.01)
    assert explorer.pictures[0].heights(1, 1) == pytest.approx(shares(scores), abs=0.01)
    place = explorer.pictures[0].painted["plots"][1]
    wanted = [share / 1.12 * place["area"]["height"] for share in shares(scores / 3**0.5)]
    assert all(any(abs(height - one) < 1 for height in bars(explorer)) for one in wanted)
    good = explorer.fingerprint
    explorer.control("keys, with ; between words").fill("1 0 0; 0 <b>x</b> 2")
    assert explorer.message == "Key 2 holds “<b>x</b>”, which is not a number: write 2, -1 or 0.5."
    assert explorer.fingerprint == good
    explorer.control("Reset").click()
    assert explorer.message == ""
    assert explorer.pictures[0].heights(0, 1) == pytest.approx([4, 2, -1], abs=0.05)


@of(CORE)
def test_the_divisor_flattens_the_trained_row(notebook):
    explorer = notebook.explorer("explore_divisor(model")
    model = models.load("pronouns")
    layer, x = model.layers[1], model.run(TIRED).layers[0].output.astype(float)

    def row(head):
        return (x[9] @ layer.W_query[head - 1]) @ (x @ layer.W_key[head - 1]).T

    def words(weights):
        return np.exp(-sum(weight * np.log(weight) for weight in weights if weight > 0))

    slider = explorer.control("divide the scores by")
    for keys, divisor in (((), 8), (["End"], 64), (["Home", "ArrowRight"], 2)):
        if keys:
            slider.press(*keys)
        assert slider.readout.split()[0] == f"{divisor:g}"
        weights = shares(row(1) / divisor)
        assert explorer.pictures[0].heights(0, 0) == pytest.approx(weights, abs=0.01)
        assert explorer.pictures[0].heights(1, 2) == pytest.approx([words(weights)], abs=0.1)
    explorer.control("head").press("End")
    assert explorer.pictures[0].heights(0, 0) == pytest.approx(shares(row(8) / 2), abs=0.01)
    explorer.control("Reset").click()
    assert slider.readout == "8 (√d_k)" and explorer.kernel("lambda it: it.state")["head"] == 1


@of(CORE)
def test_a_guess_is_kept_and_compared(notebook):
    asked = notebook.show(notebook.find('predict("share-of-animal")'))
    asked.query_selector_all("input[type=radio]")[1].check()
    notebook.settle()
    answer = notebook.show(notebook.find('compare("share-of-animal"'))
    told = answer.query_selector(".jp-OutputArea").inner_text()
    assert "You guessed: about three quarters." in told and "Computed: nearly all." in told
