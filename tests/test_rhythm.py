"""Predict, explore, compare, notice: every notebook keeps the rhythm, and its answers are foreseen."""

import ast
import itertools
import re

import nbformat
import pytest

from helpers.exercises import predictions
from tools import build_notebooks, notebooks

PLUMBING = {"told", "kinds", "ends", "answers", "names", "outcomes"}
BEATS = re.compile(r'(predict|compare)\("([\w-]+)"|explorers\.(explore_\w+)\(')
every_source = pytest.mark.parametrize("path", notebooks.SOURCES, ids=lambda path: path.stem)
every_notebook = pytest.mark.parametrize("path", notebooks.BUILT, ids=lambda path: path.stem)


def beats(notebook):
    """What happens in a notebook, in order. -> list of (what, name)"""
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            for call, question, explorer in BEATS.findall(cell.source):
                found.append((call or "explore", question or explorer))
        elif "**Things to notice**" in cell.source:
            found.append(("notice", ""))
    return found


@every_source
def test_each_explorer_is_followed_by_its_things_to_notice_and_by_the_comparison_of_its_prediction(path):
    found = beats(build_notebooks.read(path))
    explorers = [place for place, (what, _) in enumerate(found) if what == "explore"]
    assert explorers or notebooks.is_more(path)
    for place, end in itertools.pairwise([*explorers, len(found)]):
        after = found[place + 1 : end]
        assert ("notice", "") in after, found[place][1]
        what, question = found[place - 1] if place else ("", "")
        assert what != "predict" or ("compare", question) in after, found[place][1]


@every_source
def test_a_prediction_stands_directly_before_what_reveals_its_answer(path):
    """The next code cell moves or measures: it shows an explorer, or ends by comparing this very question."""
    cells = build_notebooks.read(path).cells
    for place, cell in enumerate(cells):
        if cell.cell_type != "code" or not (asked := re.search(r'^predict\("([\w-]+)"', cell.source, re.M)):
            continue
        between, (reveal, *_) = split(cells[place + 1 :])
        assert len(between) <= 1, f"{asked[1]}: {len(between)} texts stand before its answer"
        last = ast.unparse(ast.parse(reveal.source).body[-1])
        assert "explorers.explore_" in reveal.source or last.startswith(f"compare('{asked[1]}'"), (
            f"{asked[1]}: the next cell is neither an explorer nor its comparison:\n{reveal.source}"
        )


def split(cells):
    """-> (the texts that stand before the first code cell, the others)"""
    between = list(itertools.takewhile(lambda cell: cell.cell_type == "markdown", cells))
    return between, cells[len(between) :]


def plumbing(code):
    """What a cell that compares does for the sake of the wording of an answer. -> list of str

    >>> plumbing('told = "yes" if x > 1 else "no"\\ncompare("which", right=told)')
    ['it assigns told', 'compare has right=']
    >>> plumbing('compare("which", weights.sum(axis=1))')
    []
    """
    nodes = list(ast.walk(ast.parse(code)))
    calls = [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) == "compare"]
    found = [
        f"it assigns {node.id}"
        for node in nodes
        if calls and isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in PLUMBING
    ]
    for call in calls:
        found += [f"compare has {one.arg}=" for one in call.keywords]
        if not call.keywords and len(call.args) != 2:
            found.append(f"compare has {len(call.args)} arguments")
    return found


@every_source
def test_no_cell_works_for_the_wording_of_an_answer(path):
    code = [cell.source for cell in build_notebooks.read(path).cells if cell.cell_type == "code"]
    assert [(found, cell) for cell in code if (found := plumbing(cell))] == []


def test_every_question_is_asked_once_and_compared_once_where_it_says():
    asked = {}
    for path in notebooks.SOURCES:
        found = beats(build_notebooks.read(path))
        names = [name for what, name in found if what == "predict"]
        assert sorted(names) == sorted(name for what, name in found if what == "compare"), path.stem
        for name in names:
            assert found.index(("predict", name)) < found.index(("compare", name)), name
            assert name not in asked, f"{name} is asked twice"
            asked[name] = (notebooks.number(path), path.stem if notebooks.is_more(path) else "")
    assert asked == {one.name: (one.notebook, one.more) for one in predictions._all_questions().values()}


@every_notebook
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
