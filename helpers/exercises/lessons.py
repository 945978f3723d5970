"""Where tasks and questions are found: in the folders of helpers/lessons, none of which is named here."""

import functools
import importlib
import pkgutil
import tomllib
from pathlib import Path

FOLDER, PACKAGE = Path(__file__).resolve().parents[1] / "lessons", "helpers.lessons"


@functools.cache
def lessons():
    """The folders of the lessons in the course's order.

    -> dict of the notebook's number: name of the folder
    """
    names = [found.name for found in pkgutil.iter_modules([str(FOLDER)]) if found.ispkg]
    numbers = {importlib.import_module(f"{PACKAGE}.{name}").NOTEBOOK: name for name in names}
    return dict(sorted(numbers.items()))


def tasks():
    """The list TASKS of every lesson that has one. -> list of Task"""
    have = [name for name in lessons().values() if (FOLDER / name / "tasks.py").exists()]
    return [task for name in have for task in importlib.import_module(f"{PACKAGE}.{name}.tasks").TASKS]


def answers():
    """ANSWERS of every lesson that has some: what decides which answer is right.

    -> dict of the question's name: function of what was measured
    """
    have = [name for name in lessons().values() if (FOLDER / name / "answers.py").exists()]
    found = {}
    for name in have:
        found |= importlib.import_module(f"{PACKAGE}.{name}.answers").ANSWERS
    return found


def entries():
    """Every entry of every questions.toml.

    -> list of (the notebook's number, name, dict of what stands there)
    """
    found = []
    for number, name in lessons().items():
        path = FOLDER / name / "questions.toml"
        if path.exists():
            read = tomllib.loads(path.read_text(encoding="utf8"))
            found += [(number, asked, entry) for asked, entry in read.items()]
    return found
