"""An exercise as a learner does it: read the card, ask for a hint, answer, read the verdict, restart."""

import re

import pytest

from tests.lab import written

CELLS = [
    "import numpy as np\nfrom helpers.exercises import check, exercise, predict, show_progress",
    'exercise("score-one-pair")',
    'def score_pair(q, k):\n    return ...\n\ncheck("score-one-pair", score_pair)',
    'predict("double-v")',
    "show_progress(3)",
]
CARD, STUB, QUESTION, PANEL = 1, 2, 3, 4


@pytest.fixture
def page(lab, tmp_path):
    with lab.open(written(tmp_path / "exercise.ipynb", CELLS)) as page:
        page.run_all()
        yield page
        assert page.faults == [] and page.foreign == []


def answer(page, body):
    """Write a body into the stub as a person types it, and run the cell. -> what the check shows"""
    page.show(STUB).query_selector(".cm-content").click()
    keyboard = page.page.keyboard
    keyboard.press("ControlOrMeta+a")
    keyboard.insert_text(f'def score_pair(q, k):\n    {body}\n\ncheck("score-one-pair", score_pair)')
    before = page.cells[STUB]["count"]
    keyboard.press("ControlOrMeta+Enter")
    page.js("await tools.ran(...argument)", [STUB, before])
    page.settle()
    return said(page, STUB)


def said(page, place):
    return page.show(place).query_selector(".jp-OutputArea").inner_text()


def test_an_exercise_from_the_card_to_the_remembered_answer(page):
    assert "not attempted yet" in said(page, STUB)
    assert "Exercise 3." in said(page, CARD) and "Target" not in said(page, STUB)

    hints = page.show(CARD).query_selector("button:has-text('Hint')")
    hints.focus()
    page.page.keyboard.press("Enter")
    page.settle()
    assert "Hint 1 of 3" in said(page, CARD)
    page.page.keyboard.press("Space")
    page.settle()
    assert "Hint 2 of 3" in said(page, CARD) and "(q * k).sum()\n" not in said(page, CARD)

    told = answer(page, "return q * k")
    assert "Not yet." in told and re.search(r"got \[\d\]", told) and "did not add them up" in told
    told = answer(page, "raise ValueError('<img src=x onerror=alert(1)> $\\\\sqrt{2}$')")
    assert "<img src=x" in told and not page.show(STUB).query_selector(".jp-OutputArea img")
    assert "exercises solved" in said(page, PANEL) and " 0 of" in said(page, PANEL).split("made,")[1]

    assert "Right." in answer(page, "return q @ k")
    assert " 1 of" in said(page, PANEL).split("made,")[1].split("\n")[0]

    page.js("await kernel.restart(); await kernel.info")
    page.run_all()
    assert " 1 of" in said(page, PANEL).split("made,")[1].split("\n")[0]
    forget = page.show(PANEL).query_selector("button:has-text('Forget')")
    forget.click()
    page.settle()
    page.show(PANEL).query_selector("button:has-text('Press again')").click()
    page.settle()
    assert " 0 of" in said(page, PANEL).split("made,")[1].split("\n")[0]
