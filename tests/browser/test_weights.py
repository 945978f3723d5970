"""Weights from anywhere in a real JupyterLab: by pointer and by keys, other words asked, very many heads."""

import numpy as np
import pytest

from helpers import style
from tests.lab import written

CELLS = [
    """import numpy as np
from helpers import explorers
def shares(*shape):
    return np.random.default_rng(4).dirichlet(np.ones(shape[-1]), shape[:-1])
""",
    """asks, asked = "das Tier war müde".split(), "the animal was <b>too</b> tired".split()
explorers.explore_weights(shares(2, 3, 4, 5), asks, asked)""",
    'explorers.explore_weights(np.broadcast_to(shares(32, 8, 8), (48, 32, 8, 8)), list("abcdefgh"))',
    'explorers.explore_weights(shares(2, 2, 512, 512) * 0.9, [f"w{at}" for at in range(512)])',
]
CROSSED, MANY, LONG = 1, 2, 3


def shares(*shape):
    return np.random.default_rng(4).dirichlet(np.ones(shape[-1]), shape[:-1])


@pytest.fixture(scope="module")
def notebook(lab, tmp_path_factory):
    with lab.open(written(tmp_path_factory.mktemp("weights") / "weights.ipynb", CELLS)) as notebook:
        notebook.run_all()
        yield notebook
        assert notebook.faults == [] and notebook.foreign == []


@pytest.fixture
def crossed(notebook):
    explorer = next(one for one in notebook.explorers if one.place == CROSSED)
    yield explorer
    explorer.control("Reset").click()


def test_keys_go_from_head_to_head_and_open_one(notebook, crossed):
    (small,) = crossed.pictures
    small.press("ArrowRight", "ArrowDown", "ArrowRight")  # onto the first, down, and on
    weights = shares(2, 3, 4, 5)[1, 1]
    assert small.readout.startswith("layer 2, head 2: largest ") and f"{weights.max():.2f}" in small.readout
    small.press("Enter")
    notebook.settle()
    assert (crossed.control("layer").readout, crossed.control("head").readout) == ("2", "2")
    small, large, lines = crossed.pictures  # all are shown: the small ones keep the focus
    large.leave()
    found = large.cell_colours(0)[2:].astype(int)  # below the row that lights up
    np.testing.assert_allclose(found, style.colour_of(weights, "weights", 1.0)[2:].astype(int), atol=2)
    drawn = {(line["query"], line["key"]): line["weight"] for line in lines.painted["lines"]}
    assert drawn == {
        (0, key): pytest.approx(one, abs=1e-6) for key, one in enumerate(weights[0]) if one >= 0.01
    }


def test_a_word_that_is_pointed_at_lights_up_in_both_and_markup_stays_text(notebook, crossed):
    crossed.click("all")
    _, large, lines = crossed.pictures
    large.hover(*large.middle(0, 3, 3))
    assert "müde → <b>too</b> " in large.readout
    assert lines.painted["chosen"] == {"side": "query", "at": 3}
    assert crossed.element.query_selector_all("b") == []
    large.click(*large.middle(0, 3, 3))
    notebook.settle()
    assert crossed.kernel("lambda it: it.state['asks']") == 3


def test_of_1536_heads_a_layer_is_opened_with_those_around_it(notebook):
    explorer = next(one for one in notebook.explorers if one.place == MANY)
    explorer.control("layer").press("End")
    (small,) = explorer.pictures
    panels = small.painted["panels"]
    assert len(panels) == 192 and panels[0]["title_text"] == "43.1"
    small.click(*small.middle(33, 2, 2))
    notebook.settle()
    assert (explorer.control("layer").readout, explorer.control("head").readout) == ("44", "2")


def test_512_words_are_painted_and_the_title_says_what_rows_sum_to(notebook):
    explorer = next(one for one in notebook.explorers if one.place == LONG)
    explorer.click("one head")
    (large,) = explorer.pictures
    assert large.painted["panels"][0]["digits"] is None
    assert "Each row sums to 0.90, not to 1" in large.root.inner_text()
    explorer.click("lines")
    (lines,) = explorer.pictures
    assert {line["query"] for line in lines.painted["lines"]} <= {0}
