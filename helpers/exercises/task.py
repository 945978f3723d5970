"""What an exercise is, and where all of them stand."""

import functools
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from helpers.exercises import lessons
from helpers.languages import mark

LEVELS = (mark("easy"), mark("medium"), mark("hard"))
DRAWS = 3  # how often new inputs are drawn, so that no answer can be copied from one of them


@dataclass(frozen=True)
class Task:
    """One exercise: the learner writes a function.

    name: what `exercise` and `check` call it; notebook: its number; minutes: what it takes, about;
    level: easy, medium or hard;
    goal: what the function must do, in one or two sentences.
    takes: dict of argument: what it is, with its shape,
    such as {"scores": "[n_queries, n_keys], not scaled yet"};
    gives: the same for what it returns; with more than one name the function returns a tuple.
    inputs: a function of a numpy Generator that draws the arguments, a dict in the order of takes;
    never square.
    solution: the function that is right; its source is shown when the learner asks for it.
    mistakes: dict of a sentence that names what went wrong: a function that does it.
    No two do the same on all draws.
    doubles: dict of two such sentences: a function that makes both mistakes at once (see slips.py).
    draws: how often a check draws inputs; more where an answer of few numbers could be right by chance.
    hints: from a nudge to almost the answer.
    example: arguments to draw the target from, where drawn ones would say little.
    judge: for a task with many right answers, judge(**inputs, given=…)
    -> a sentence that says what is wrong, or "".
    leads_to: for such a task, leads_to(**inputs, given=…) -> dict of name: array, what a right
    answer leads to; the card draws that in place of an answer.
    more: where it stands, if not in the core: a notebook of notebooks/more, without ".ipynb".
    tolerance: how far a number may be off, as a share of it and of the largest number.
    """

    name: str
    notebook: int
    minutes: int
    level: str
    goal: str
    takes: dict
    gives: dict
    inputs: Callable
    solution: Callable
    mistakes: dict
    hints: tuple
    example: dict = field(default_factory=dict)
    doubles: dict = field(default_factory=dict)
    draws: int = DRAWS
    judge: Callable | None = None
    leads_to: Callable | None = None
    tolerance: float = 1e-4
    more: str = ""

    def draw(self, seed=None):
        """Draw arguments, afresh unless a seed is given. -> dict"""
        return self.inputs(np.random.default_rng(seed))

    @property
    def source(self):
        """The solution as code."""
        return textwrap.dedent(inspect.getsource(self.solution)).strip()


@functools.cache
def all_tasks():
    """Every exercise of the course, in its order. -> dict of name: Task"""
    found = {}
    for made in lessons.tasks():
        if made.name in found:
            raise ValueError(f"Two exercises are called {made.name!r}: give each its own name.")
        found[made.name] = made
    return found


def task(name):
    """Look an exercise up by its name. -> Task.  Raises ValueError: no such exercise."""
    if name not in all_tasks():
        raise ValueError(f"There is no exercise {name!r}: choose one of {', '.join(all_tasks())}.")
    return all_tasks()[name]
