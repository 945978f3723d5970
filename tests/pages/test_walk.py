"""An explorer on a page does what it does in JupyterLab: the same walk through both gives the same."""

import pytest

from tests.lab.notebook import PATIENCE
from tests.pages.explorers import MADE, few
from tests.pages.walk import Twins, page_of

STEPS = 60
LARGE = {"everything", "removal"}  # for the weekly run, with all the others as they are


@pytest.fixture(scope="module")
def open_page(browser):
    """open_page(html) -> Playwright's page, which loads nothing; at the end nothing may have gone wrong."""
    contexts, faults = [], []

    def opened(html):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(1000 * PATIENCE)
        contexts.append(context)
        address = "http://localhost/"
        context.route(
            "**/*",
            lambda route: (
                route.fulfill(body=html, content_type="text/html")
                if route.request.url == address
                else faults.append(route.request.url) or route.abort()
            ),
        )
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda one: faults.append(one.text) if one.type == "error" else None)
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.mark.parametrize("name", sorted(MADE.keys() - LARGE))
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
