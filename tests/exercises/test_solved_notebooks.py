"""Run All with every exercise solved: solutions stand where the stubs stood, and each check says “right”."""

import re

import pytest

from helpers.exercises.task import all_tasks
from helpers.pictures import shown
from tools import build_notebooks, minutes, notebooks

STUB = re.compile(r'def (\w+)\(([^)]*)\):\n    return \.\.\.\n\ncheck\("([\w-]+)", (\w+)\)')


def solved(notebook):
    """Put the solutions in the place of the stubs, and have the page assert each check.

    -> names of the exercises
    """
    found = []
    for cell in notebook.cells:
        stub = STUB.search(cell.source) if cell.cell_type == "code" else None
        if stub:
            function, arguments, name, given = stub.groups()
            task = all_tasks()[name]
            assert function == given == task.solution.__name__ and arguments == ", ".join(task.takes), name
            check = f"verdict = check({name!r}, {function})\nassert verdict.right, verdict.plain\nverdict"
            cell.source = f"{task.source}\n\n{check}"
            found.append(name)
    return found


@pytest.mark.parametrize("source", notebooks.SOURCES, ids=lambda path: path.stem)
def test_a_notebook_runs_with_every_exercise_solved(source, monkeypatch):
    monkeypatch.setenv(shown.NAME, "live")  # as a learner has it; stills take as long as the rest
    notebook = build_notebooks.read(source)
    found = solved(notebook)
    assert found == [task.name for task in minutes.tasks_of(source)]
    named = [name for cell in notebook.cells for name in re.findall(r'\bexercise\("([\w-]+)"', cell.source)]
    assert named == found
    build_notebooks.execute(notebook, source.stem)
    told = "".join(
        output.get("data", {}).get("text/plain", "")
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    )
    assert told.count("Right. Your function") == len(found)
