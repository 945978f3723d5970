"""What tests of parts of a page share: a page of explorers alone, in Chromium."""

import pytest

from tests.lab.notebook import PATIENCE

ADDRESS = "http://localhost/"  # answered by the route below: nothing listens there


@pytest.fixture(scope="module")
def open_page(browser):
    """open_page(html, **options of the window) -> Playwright's page: it loads nothing, and has no fault."""
    contexts, faults = [], []

    def answer(route, html):
        if route.request.url == ADDRESS:
            return route.fulfill(body=html, content_type="text/html")
        faults.append(route.request.url)
        return route.abort()

    def opened(html, **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        context.set_default_timeout(1000 * PATIENCE)
        contexts.append(context)
        context.route("**/*", lambda route: answer(route, html))
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda one: faults.append(one.text) if one.type == "error" else None)
        page.goto(ADDRESS)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []
