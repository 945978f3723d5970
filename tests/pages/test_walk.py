"""An explorer on a page does what it does in JupyterLab: the same walk through both gives the same."""

import pytest

from tests.lab.notebook import PATIENCE
from tests.pages.explorers import MADE
from tests.pages.walk import Twins, page_of
from tools.pages import lives

STEPS = 60
LARGE = {"everything", "removal", "mixing", "every head", "real"}
HERE = [name for name in MADE if name not in LARGE]


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
            lambda route: route.fulfill(body=html, content_type="text/html")
            if route.request.url == address
            else faults.append(route.request.url) or route.abort(),
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


@pytest.mark.parametrize("name", HERE)
def test_the_same_walk_shows_the_same(name, open_page):
    explorer = MADE[name]()
    page = open_page(page_of({"one": lives.live_of(explorer, "one")}))
    twins = Twins(explorer, page, "one", seed=name)
    twins.walk(STEPS)
    assert len({str(one) for one in twins.done}) > STEPS // 6
