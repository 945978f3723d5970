"""A click on a small heatmap opens its head, on a page as in JupyterLab, where the page holds that head."""

import pytest

from helpers.lessons.own import explorers
from tests.pages.explorers import MADE
from tests.pages.test_controls import LIVE, WAKE
from tests.pages.walk import CALM, page_of

CLICK = f"""([at, place]) => {{
  const it = {LIVE}[at].live;
  it.models[0].set("selected", [place, 0, 0]);
  return [it.value("layer"), it.value("head"), it.models[0].get("selected")];
}}"""
SAID = f"(at) => [{LIVE}[at].live.message.textContent, {LIVE}[at].live.models[1].get('words')]"
WHOLE, PART = 0, 1  # places of explorers of the same weights; the second page holds the first layer alone


@pytest.fixture
def page(open_page, monkeypatch):
    whole = MADE["weights"]()
    monkeypatch.setattr(explorers, "STATES", 16)
    part = MADE["weights"]()
    assert (len(whole.states().choices["layer"]), len(part.states().choices["layer"])) == (2, 1)
    page = open_page(page_of(whole, part))
    page.evaluate(WAKE)
    yield page
    page.close()


def click(page, at, place):
    """Click a small heatmap. -> layer and head that are open then; what is said; what the heatmap shows"""
    layer, head, selected = page.evaluate(CLICK, [at, place])
    page.evaluate(CALM, page.query_selector_all("[data-explorer]"))
    assert selected == []  # it is opened, no cell of it is chosen
    return (layer, head), *page.evaluate(SAID, at)


def test_a_small_heatmap_opens_its_head_if_the_page_holds_it(page):
    opened, said, words = click(page, WHOLE, 4)
    assert opened == (2, 2) and said == "" and "layer 2, head 2" in words
    opened, said, words = click(page, PART, 2)
    assert opened == (1, 3) and said == "" and "layer 1, head 3" in words
    opened, said, words = click(page, PART, 4)
    assert opened == (1, 3) and "layer 1, head 3" in words and said.startswith("On this page ")
