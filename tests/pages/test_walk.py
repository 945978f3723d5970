"""An explorer on a page does what it does in JupyterLab: the same walk through both gives the same."""

import pytest

from tests.pages.explorers import MADE, few
from tests.pages.walk import Twins, page_of

STEPS = 60


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
