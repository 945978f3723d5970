"""Which mistake explains a wrong answer.

It is named only if it gives the learner's numbers on every draw, and no other does.

First the known mistakes of the exercise, one by one; then what can go wrong in any exercise (an input in the
place of another, a result turned over or cut short); then two mistakes at once.
"""

import copy
import itertools

import numpy as np

from helpers.exercises.equality import same, same_values
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
        lambda: in_some_results(task),
        lambda: task.doubles | on_top(task, *first),
    ):
        fits, tried = _that_fit(task, known(), tries), len(tries)
        while fits and tried < (ENOUGH if len(fits) == 1 else MOST) and (one_more := another()):
            fits, tried = _that_fit(task, fits, [one_more]), tried + 1
        if fits:
            return _sentence(list(fits))
    return regular(task, tries)


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
    """Mistakes that fit, as a sentence; of several only what they have in common.

    list of str or pairs -> str
    """
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


def _of_many(change):
    """A change of more than one number."""

    def changed(result):
        if not result.ndim or result.dtype.kind == "b":
            raise _NoSuchChange
        return change(result)

    return changed


def _of_one(change):
    """A change of a single number."""

    def changed(result):
        if result.ndim:
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
    (
        "Your result holds the first row only. Does `return` stand inside the loop? "
        "It ends the function at once."
    ): (_of_table(lambda e: e[:1])),
    "Only the first row is filled, the others are 0. Does `return` stand inside the loop?": _of_table(
        lambda e: _kept(e, slice(1))
    ),
    "Only the first number came back. Does `return` stand inside the loop? It ends the function at once.": (
        _of_row(lambda e: e[0])
    ),
    (
        "Your result holds the first number only. Does `return` stand inside the loop? "
        "It ends the function at once."
    ): (_of_row(lambda e: e[:1])),
    "Only the first number is filled in, the others are 0. Does `return` stand inside the loop?": _of_row(
        lambda e: _kept(e, slice(1))
    ),
    "Only the last row came back: each round of your loop writes over the one before.": _of_table(
        lambda e: e[-1]
    ),
    "Only the last number came back: each round of your loop writes over the one before.": _of_row(
        lambda e: e[-1]
    ),
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
    (
        "The numbers are right, but they lie in a table with a single row: "
        "take that row out, for example with [0]."
    ): (_of_many(lambda e: e[None])),
    "The number is right, but it lies in a list: return the number itself.": _of_one(lambda e: e[None]),
    (
        "The numbers are right, but each lies in brackets of its own: "
        "drop the last axis, for example with [..., 0]."
    ): (_of_many(lambda e: e[..., None])),
    "The numbers are right, but they lie in one line: give them their shape back.": _of_table(np.ravel),
    "You added up all that should have been returned: a single number is left.": _of_many(np.sum),
    "You took the mean of all that should have been returned: a single number is left.": _of_many(np.mean),
    "You left out the signs: what is below 0 must stay below it.": _number(np.abs),
    "These are the squares of what is asked.": _number(np.square),
    "You cut the decimals off: an array of whole numbers, or int(…), does that.": _number(np.trunc),
    "You rounded to whole numbers.": _number(np.round),
    "You rounded to one place: give the numbers with all their decimals.": _number(lambda e: np.round(e, 1)),
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
    for place, other in itertools.permutations(range(len(names)), 2):
        known[f"{names[place]} seems to stand where {names[other]} belongs."] = _with(task, {other: place})
        if place < other:
            sentence = f"{names[place]} and {names[other]} seem to have changed places."
            known[sentence] = _with(task, {place: other, other: place})
    if len(task.gives) > 1:
        for order in itertools.permutations(range(len(task.gives))):
            sentence = f"The order of the results is another one: return {', '.join(task.gives)}."
            if list(order) != sorted(order):
                known[
                    f"{sentence} Yours came as {', '.join(list(task.gives)[place] for place in order)}."
                ] = _in_order(task.solution, order)
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


def in_some_results(task):
    """A mistake in some of several results, the others right. Task -> dict of a sentence: a function"""
    names, known = list(task.gives), {}
    for sentence, mistake in (anywhere(task) | task.mistakes).items() if len(names) > 1 else ():
        for size in range(1, len(names)):
            for wrong in itertools.combinations(range(len(names)), size):
                told = f"in {' and '.join(names[place] for place in wrong)}: {sentence}"
                known[told] = _partly(task.solution, mistake, wrong)
    return known


def _partly(solution, mistake, wrong):
    def mixed(*arguments):
        right, other = solution(*arguments), mistake(*arguments)
        return tuple((other if place in wrong else right)[place] for place in range(len(right)))

    return mixed


def on_top(task, inputs, outcome):
    """The known mistakes whose result went wrong once more, if that explains an outcome. -> dict like doubles

    Only of results with decimals: of yes and no, or of a few whole numbers, too much is the same by chance.
    """
    several, found = len(task.gives) > 1, {}
    if task.judge is not None or outcome.error is not None or not _has_decimals(task, inputs):
        return {}
    for first, mistake in task.mistakes.items():
        given = outcome_of(mistake, inputs, several)
        if given.error is None and isinstance(given.value, (np.ndarray, tuple)):
            for second, change in RESULTS.items():
                if same(outcome_of(_then(lambda: given.value, change), {}, several), outcome, task.tolerance):
                    found[first, second] = _then(mistake, change)
            for order in itertools.permutations(range(len(task.gives))) if several else ():
                turned = Outcome(tuple(given.value[place] for place in order))
                if list(order) != sorted(order) and same(turned, outcome, task.tolerance):
                    found[first, "The order of the results is another one, too."] = _in_order(mistake, order)
    return found


def _has_decimals(task, inputs):
    parts = outcome_of(task.solution, inputs, len(task.gives) > 1).value
    return all(part.dtype.kind == "f" for part in (parts if isinstance(parts, tuple) else (parts,)))


def _in_order(function, order):
    return lambda *arguments: tuple(function(*arguments)[place] for place in order)


def regular(task, tries):
    """What all wrong results have in common, where no mistake explains them. -> a sentence, or "" """
    if (
        task.judge is not None
        or len(task.gives) > 1
        or len(tries) < 2
        or any(result.changed for _, result in tries)
    ):
        return ""
    given = [outcome.value for _, outcome in tries]
    if not all(isinstance(result, np.ndarray) and result.dtype.kind in "biuf" for result in given):
        return ""
    expected = [np.asarray(outcome_of(task.solution, inputs).value) for inputs, _ in tries]
    if all(np.array_equal(given[0], wrong) for wrong in given) and not any(
        np.array_equal(expected[0], wrong) for wrong in expected[1:]
    ):
        return (
            "your function gives the same whatever it is given: use its arguments, not names of the notebook."
        )
    if all(
        wrong.ndim == right.ndim + 1
        and wrong.shape[1:] == right.shape
        and any(same_values(part, right, task.tolerance) for part in wrong)
        for wrong, right in zip(given, expected)
    ):
        return "you return several results, and one of them is right: return that one alone."
    if not all(
        wrong.shape == right.shape and right.dtype.kind == "f" for wrong, right in zip(given, expected)
    ):
        return ""
    return _by_how_much(given, expected)


def _by_how_much(given, expected):
    """Whether all numbers are so many times too large, or so much.

    Two lists of arrays -> a sentence, or ""
    """
    wrong, right = (
        np.concatenate([part.ravel() for part in parts]).astype(float) for parts in (given, expected)
    )
    if not np.isfinite(wrong).all() or not np.isfinite(right).all():
        return ""
    times = wrong @ right / max(right @ right, 1e-300)
    if np.allclose(wrong, times * right, rtol=1e-5, atol=1e-9) and abs(times) > 1e-6:
        return f"every number is {times:.4g} times as large as it should be."
    more = (wrong - right).mean()
    if np.allclose(wrong, right + more, rtol=1e-5, atol=1e-7):
        return f"every number is {abs(more):.4g} too {'large' if more > 0 else 'small'}."
    return ""
