"""Which mistake explains a wrong answer: named only if it gives the learner's numbers on every draw, and no other does.

First the known mistakes of the exercise, one by one; then what can go wrong in any exercise (an input in the
place of another, a result turned over or cut short); then two mistakes at once.
"""

import copy
import itertools

import numpy as np

from helpers.exercises.compare import same
from helpers.exercises.run import Outcome, taken

ENOUGH, MOST = 6, 20  # a mistake must explain so many draws; so many are drawn to tell two mistakes apart


def likely(task, tries, another=lambda: None):
    """The one known mistake, or the two, that explain all outcomes. -> a sentence, or ""

    tries: list of (inputs, outcome), at least one of them wrong; another(): one more of these, or None.
    """
    tries = list(tries)  # more may come to the list that was handed over
    first = tries[0]
    for known in (
        lambda: task.mistakes,
        lambda: anywhere(task),
        lambda: task.doubles | on_top(task, *first),
    ):
        fits, tried = _that_fit(task, known(), tries), len(tries)
        while fits and tried < (ENOUGH if len(fits) == 1 else MOST) and (one_more := another()):
            fits, tried = _that_fit(task, fits, [one_more]), tried + 1
        if fits:
            return _sentence(list(fits))
    return ""


def _that_fit(task, known, tries):
    """The mistakes that give the same outcome on all tries. -> dict like known"""
    for inputs, outcome in tries:
        known = {
            name: mistake
            for name, mistake in known.items()
            if same(outcome_of(mistake, inputs, len(task.gives) > 1), outcome, task.tolerance)
        }
    return known


def outcome_of(mistake, inputs, several=False):
    """What a function of ours gives, without the care that a learner's needs. -> Outcome"""
    try:
        with np.errstate(all="ignore"):
            return Outcome(taken(mistake(*copy.deepcopy(inputs).values()), several))
    except Exception as error:
        return Outcome(error=error)


def _sentence(found):
    """Mistakes that fit, as a sentence; of several only what they have in common. list of str or pairs -> str"""
    if isinstance(found[0], str):
        return found[0] if len(found) == 1 else ""
    if len(found) == 1:
        return "two mistakes at once. " + " ".join(found[0])
    common = set.intersection(*map(set, found))
    return f"two mistakes at once. One of them: {common.pop()}" if len(common) == 1 else ""


class _NoSuchChange(Exception):
    """A result cannot be changed in this way, so this is not what went wrong."""


def _of_table(change):
    """A change that needs rows, and more than one."""

    def changed(result):
        if result.ndim < 2 or len(result) < 2:
            raise _NoSuchChange
        return change(result)

    return changed


def _of_row(change):
    """A change of a row of numbers, which is a single line."""

    def changed(result):
        if result.ndim != 1 or len(result) < 2:
            raise _NoSuchChange
        return change(result)

    return changed


def _of_truth(result):
    if result.dtype.kind != "b":
        raise _NoSuchChange
    return ~result


def _kept(result, where):
    """Only some of it, and zeros for the rest."""
    left = np.zeros_like(result)
    left[where] = result[where]
    return left


def _number(change):
    def changed(result):
        if result.dtype.kind == "b":
            raise _NoSuchChange
        return change(result)

    return changed


RESULTS = {
    "Rows and columns are exchanged in your result: .T turns a table over.": _of_table(lambda e: e.T),
    "The sign is turned: what should be above 0 is below it.": _number(lambda e: -e),
    "True and False are exchanged.": _of_truth,
    "Only the first row came back. Does `return` stand inside the loop? It ends the function at once.": (
        _of_table(lambda e: e[0])
    ),
    "Your result holds the first row only. Does `return` stand inside the loop? It ends the function at once.": (
        _of_table(lambda e: e[:1])
    ),
    "Only the first row is filled, the others are 0. Does `return` stand inside the loop?": _of_table(
        lambda e: _kept(e, slice(1))
    ),
    "Only the first number came back. Does `return` stand inside the loop? It ends the function at once.": (
        _of_row(lambda e: e[0])
    ),
    "Your result holds the first number only. Does `return` stand inside the loop? It ends the function at once.": (
        _of_row(lambda e: e[:1])
    ),
    "Only the first number is filled in, the others are 0. Does `return` stand inside the loop?": _of_row(
        lambda e: _kept(e, slice(1))
    ),
    "Only the last row came back: each round of your loop writes over the one before.": _of_table(lambda e: e[-1]),
    "Only the last number came back: each round of your loop writes over the one before.": _of_row(lambda e: e[-1]),
    "The last row is missing: range(n) ends at n − 1 by itself.": _of_table(lambda e: e[:-1]),
    "The last number is missing: range(n) ends at n − 1 by itself.": _of_row(lambda e: e[:-1]),
    "The last row stayed 0: range(n) ends at n − 1 by itself.": _of_table(lambda e: _kept(e, slice(-1))),
    "The last number stayed 0: range(n) ends at n − 1 by itself.": _of_row(lambda e: _kept(e, slice(-1))),
    "The first row is missing: places count from 0.": _of_table(lambda e: e[1:]),
    "The first number is missing: places count from 0.": _of_row(lambda e: e[1:]),
    "The first row stayed 0: places count from 0.": _of_table(lambda e: _kept(e, slice(1, None))),
    "The first number stayed 0: places count from 0.": _of_row(lambda e: _kept(e, slice(1, None))),
    "The order of the rows is turned round.": _of_table(lambda e: e[::-1]),
    "The order of the numbers is turned round.": _of_row(lambda e: e[::-1]),
    "The numbers are right, but they lie in a table with a single row: take that row out, for example with [0].": (
        _number(lambda e: e[None])
    ),
    "The numbers are right, but each lies in brackets of its own: drop the last axis, for example with [..., 0].": (
        _number(lambda e: e[..., None])
    ),
    "The numbers are right, but they lie in one line: give them their shape back.": _of_table(np.ravel),
    "You added up all that should have been returned: a single number is left.": _number(
        lambda e: e.sum() if e.ndim else e[None, None, None]
    ),
    "You took the mean of all that should have been returned: a single number is left.": _number(
        lambda e: e.mean() if e.ndim else e[None, None, None]
    ),
    "You left out the signs: what is below 0 must stay below it.": _number(np.abs),
    "These are the squares of what is asked.": _number(np.square),
    "You cut the decimals off: an array of whole numbers, or int(…), does that.": _number(np.trunc),
    "You rounded to whole numbers.": _number(np.round),
    "You rounded: give the numbers with all their decimals.": _number(lambda e: np.round(e, 2)),
}


def anywhere(task):
    """What can go wrong in any exercise with one right answer. Task -> dict of a sentence: a function"""
    if task.judge is not None:
        return {}
    return {sentence: _then(task.solution, change) for sentence, change in RESULTS.items()} | _exchanged(task)


def _then(function, change):
    """A function whose result is changed, each part of it."""

    def changed(*arguments):
        given = function(*arguments)
        parts = given if isinstance(given, tuple) else (given,)
        made = tuple(change(np.asarray(part)) for part in parts)
        return made if isinstance(given, tuple) else made[0]

    return changed


def _exchanged(task):
    """Inputs of the same shape that were taken for each other, and results in another order."""
    names, known = list(task.takes), {}
    for one, other in itertools.permutations(range(len(names)), 2):
        known[f"{names[one]} seems to stand where {names[other]} belongs."] = _with(task, {other: one})
        if one < other:
            sentence = f"{names[one]} and {names[other]} seem to have changed places."
            known[sentence] = _with(task, {one: other, other: one})
    if len(task.gives) > 1:
        for order in itertools.permutations(range(len(task.gives))):
            sentence = f"The order of the results is another one: return {', '.join(task.gives)}."
            known |= {f"{sentence}{' ' * len(known)}": _ordered(task, order)} if list(order) != sorted(order) else {}
    return known


def _with(task, places):
    """The solution, with some of its inputs taken from other places. places: dict of place: from where"""

    def exchanged(*arguments):
        given = list(arguments)
        for place, source in places.items():
            if _sort(arguments[place]) != _sort(arguments[source]):
                raise _NoSuchChange
            given[place] = arguments[source]
        return task.solution(*given)

    return exchanged


def _sort(value):
    return np.shape(value) if isinstance(value, np.ndarray) else type(value)


def _ordered(task, order):
    return lambda *arguments: tuple(task.solution(*arguments)[place] for place in order)


def on_top(task, inputs, outcome):
    """The known mistakes whose result went wrong once more, if that explains an outcome. -> dict like doubles"""
    if task.judge is not None or outcome.error is not None or len(task.gives) > 1:
        return {}
    found = {}
    for first, mistake in task.mistakes.items():
        given = outcome_of(mistake, inputs)
        if isinstance(given.value, np.ndarray):
            for second, change in RESULTS.items():
                changed = outcome_of(lambda: change(given.value), {})
                if same(changed, outcome, task.tolerance):
                    found[first, second] = _then(mistake, change)
    return found
