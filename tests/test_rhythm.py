"""Predict, explore, compare, notice: every notebook keeps the rhythm, and its answers are foreseen."""

import re
from pathlib import Path

import nbformat
import pytest

from helpers.exercises import predictions

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("[0-9]*.ipynb"))


def beats(notebook):
    """What happens in a notebook, in order. -> list of (what, name)"""
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            for call, question, explorer in re.findall(
                r'(predict|compare)\("([\w-]+)"|explorers\.(explore_\w+)\(', cell.source
            ):
                found.append((call or "explore", question or explorer))
        elif "**Things to notice**" in cell.source:
            found.append(("notice", ""))
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_explorer_follows_a_prediction_and_is_followed_by_its_comparison_and_things_to_notice(path):
    found = beats(nbformat.read(path, as_version=4))
    explorers = [place for place, (what, _) in enumerate(found) if what == "explore"]
    assert explorers
    for place, end in zip(explorers, [*explorers[1:], len(found)], strict=True):
        what, question = found[place - 1]
        assert what == "predict", f"{found[place][1]} stands without a prediction before it"
        after = found[place + 1 : end]
        assert ("compare", question) in after and ("notice", "") in after, found[place][1]


def test_every_question_is_asked_once_and_compared_once_in_the_same_notebook():
    asked = []
    for path in NOTEBOOKS:
        found = beats(nbformat.read(path, as_version=4))
        questions = [name for what, name in found if what == "predict"]
        assert sorted(questions) == sorted(name for what, name in found if what == "compare"), path.stem
        assert all(found.index(("predict", name)) < found.index(("compare", name)) for name in questions), (
            path.stem
        )
        asked += questions
    assert sorted(asked) == sorted(predictions._all_questions())


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_answer_that_was_computed_is_one_of_those_offered(path):
    for cell in nbformat.read(path, as_version=4).cells:
        named = re.search(r'compare\("([\w-]+)"', cell.source)
        if cell.cell_type == "code" and named:
            told = next(
                output.data["text/markdown"]
                for output in cell.outputs
                if "text/markdown" in output.get("data", {})
            )
            answer = re.search(r"</summary>\n\n\*\*(.+?)\*\*", told).group(1)
            assert answer in predictions.question(named.group(1)).options, answer
