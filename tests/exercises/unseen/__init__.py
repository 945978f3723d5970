"""Answers by someone who knew the cards and the notebooks only, and had not seen the known mistakes.

They stand in tests/lessons/<lesson>/unseen.py, exercise by exercise. Each exercise has answers of three
rounds, in
this order: a first one; one of other kinds (state that outlives a call, whole numbers, shortcuts that hold
in a special case, exits and exceptions, odd things returned); and the mistakes that pupils most often make.
Of
the right ones a few are by the authors.
`python -m tests.exercises.unseen` shows what the checks say of all of them.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from tests.lessons import collected

_wrong, _right = {}, {}  # name of an exercise: its answers, in the order in which the lessons give them


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


class Tensor:
    """Like a tensor of another library: numbers inside, but no array."""

    def __init__(self, data):
        self.data, self.shape = data, np.shape(data)


def answers_to(name):
    """Collect answers to one exercise. -> wrong, right

    wrong(truth, named, said=..., lucky=...), as in Wrong, takes the answer: it decorates it, or stands
    before it. right(*answers): decorates one, or takes several.
    """
    wrong_ones, right_ones = _wrong.setdefault(name, []), _right.setdefault(name, [])

    def wrong(truth, named, **more):
        def keep(answer):
            wrong_ones.append(Wrong(truth, answer, named, **more))
            return answer

        return keep

    def right(*answers):
        right_ones.extend(answers)
        return answers[0]

    return wrong, right


def wrong_answers():
    """All wrong answers. -> list of (id, name of the task, Wrong)"""
    return _with_ids(_wrong)


def right_answers():
    """All right answers. -> list of (id, name of the task, function)"""
    return _with_ids(_right)


def _with_ids(answers):
    collected("unseen")
    return [(f"{name}-{i + 1}", name, one) for name, each in answers.items() for i, one in enumerate(each)]
