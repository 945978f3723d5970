"""Answers by someone who knew the cards and the notebooks only, and had not seen the known mistakes.

One module for each lesson, `more`, a second round of other kinds, and `third`, a third one. Each has
WRONG = {task: [Wrong(truth, answer, named), …]} and RIGHT = {task: [answer, …]}.
`python -m tests.exercises.unseen` shows what the checks say of all of them.
"""

import importlib
from collections.abc import Callable
from typing import NamedTuple

from tests.lessons import collected

LATER = ("more", "third")


class Wrong(NamedTuple):
    """truth: what is wrong, written before any check ran; answer: the function that does it.

    named: a piece of the cause that the check must name, "" where it must name none,
    None where nobody has decided yet.
    said: where no cause is named, a piece of the message that says by itself what is wrong.
    lucky: right on so many draws that more seeds are needed to see whether it is ever accepted.
    """

    truth: str
    answer: Callable
    named: str | None = None
    said: str = ""
    lucky: bool = False


def wrong_answers():
    """All wrong answers. -> list of (id, name of the task, Wrong)"""
    return [(f"{name}-{i + 1}", name, one) for name, each in _all("WRONG") for i, one in enumerate(each)]


def right_answers():
    """All right answers. -> list of (id, name of the task, function)"""
    return [(f"{name}-{i + 1}", name, one) for name, each in _all("RIGHT") for i, one in enumerate(each)]


def _all(kind):
    """-> list of (name of a task, answers to it, of all modules)"""
    found = {}
    for module in [*collected("unseen"), *(importlib.import_module(f"{__name__}.{one}") for one in LATER)]:
        for name, answers in getattr(module, kind).items():
            found.setdefault(name, []).extend(answers)
    return list(found.items())
