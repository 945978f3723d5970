"""An explorer on a page does what it does in JupyterLab: the same walk through both gives the same."""

import pytest

from helpers import explorers
from tests.pages.explorers import MADE, STILL, few
from tests.pages.walk import Twins, page_of

STEPS = 60


def test_no_explorer_is_forgotten():
    walked = {name.partition(",")[0] for name in MADE} | STILL
    offered = {name.removeprefix("explore_") for name in explorers.__all__ if name.startswith("explore_")}
    assert walked == offered, "tests/pages/explorers.py makes each explorer as a notebook does"


@pytest.mark.parametrize("name", sorted(MADE))
def test_the_same_walk_shows_the_same(name, open_page):
    explorer = few(name)
    page = open_page(page_of(explorer))
    twins = Twins(explorer, page, seed=name)
    twins.walk(STEPS)
    for number, places in enumerate(twins.states.random(name, 20)):
        twins.go(places)
        twins.compare()
        if number % 4 == 0:
            twins.compare_painted()
    assert len({str(one) for one in twins.done}) > STEPS // 6
