"""Where tasks and questions are found: in the folders of helpers/lessons, none of which is named here."""

import functools
import importlib
import pkgutil
import tomllib
from pathlib import Path

FOLDER, PACKAGE = Path(__file__).resolve().parents[1] / "lessons", "helpers.lessons"


@functools.cache
def lessons():
    """The folders of the lessons in the course's order; a large notebook in more/ has one of its own.

    -> dict of the folder's name: the number of the notebook
    """
    names = [found.name for found in pkgutil.iter_modules([str(FOLDER)]) if found.ispkg]
    numbers = {name: importlib.import_module(f"{PACKAGE}.{name}").NOTEBOOK for name in names}
    return dict(sorted(numbers.items(), key=lambda lesson: lesson[1]))


def tasks():
    """The list TASKS of every lesson that has one. -> list of Task"""
    have = [name for name in lessons() if (FOLDER / name / "tasks.py").exists()]
    return [task for name in have for task in importlib.import_module(f"{PACKAGE}.{name}.tasks").TASKS]


def answers():
    """ANSWERS of every lesson that has some: what decides which answer is right.

    -> dict of the question's name: function of what was measured
    """
    have = [name for name in lessons() if (FOLDER / name / "answers.py").exists()]
    found = {}
    for name in have:
        found |= importlib.import_module(f"{PACKAGE}.{name}.answers").ANSWERS
    return found


def entries():
    """Every entry of every questions.toml.

    -> list of (the notebook's number, name, dict of what stands there)
    """
    found = []
    for name, number in lessons().items():
        path = FOLDER / name / "questions.toml"
        if path.exists():
            read = tomllib.loads(path.read_text(encoding="utf8"))
            found += [(number, asked, entry) for asked, entry in read.items()]
    return found
