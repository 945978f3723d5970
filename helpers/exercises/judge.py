"""Judge a learner's function: run it safely, compare it with the right answer, and find the mistake that explains it."""

import copy
import linecache
import re
import sys
import time
import traceback
from dataclasses import dataclass, field

import numpy as np

LIMIT = 2.0  # seconds for one call
UNFIT = "the sizes do not fit for @"
TURN = "A .T may be missing or too many, or the two stand in the wrong order."
DRAWS = 3  # how often new inputs are drawn, so that no answer can be copied from one of them


@dataclass(frozen=True)
class Judgement:
    """right: True, False, or None for not attempted; said: what is wrong, one sentence a line; cause: the likely mistake, or "".

    inputs, expected, given: of the first draw that went wrong, to try it again by hand.
    """

    right: bool | None
    said: tuple = ()
    cause: str = ""
    inputs: dict = field(default_factory=dict)
    expected: object = None
    given: object = None


class _Fault(Exception):
    """What is wrong with an answer; its text is said to the learner."""


class TookTooLong(BaseException):
    """Stops a learner's function at the limit; not an Exception, so that `except Exception` does not catch it."""


def judge(task, function, seed=None, limit=LIMIT):
    """Try a function on new inputs. Task, function -> Judgement.  limit: seconds for one call."""
    if function is ...:
        return Judgement(None)
    if not callable(function):
        return Judgement(
            False, (f"check needs your function itself, without brackets: got {_kind(function)}.",)
        )
    draws, outcomes = [task.draw(None if seed is None else seed + draw) for draw in range(DRAWS)], []
    for inputs in draws:
        outcomes.append(_run(function, inputs, limit))
        if outcomes[0].value is ...:
            return Judgement(None)
        if isinstance(outcomes[0].error, TookTooLong):
            break  # one wait is enough
    for inputs, outcome in zip(draws, outcomes):
        expected = task.solution(*copy.deepcopy(inputs).values())
        try:
            if outcome.error is not None:
                raise _Fault(_stopped(function, outcome.error, inputs, limit))
            if outcome.changed:
                raise _Fault(
                    f"Your function changed its input {outcome.changed}: make a new array instead, for example with {outcome.changed}.copy()."
                )
            if task.judge is not None:
                _fits(task, expected, outcome.value, values=False)
                several = len(task.gives) > 1
                given = tuple(map(np.asarray, outcome.value)) if several else np.asarray(outcome.value)
                if words := task.judge(**inputs, given=given):
                    raise _Fault(words)
            else:
                _fits(task, expected, outcome.value)
        except _Fault as fault:
            return Judgement(
                False,
                tuple(str(fault).split("\n")),
                likely(task, draws, outcomes) or (TURN if UNFIT in str(fault) else ""),
                inputs,
                expected,
                outcome.value,
            )
    return Judgement(True)


def likely(task, draws, outcomes):
    """The known mistake that gives the very same results, on every draw. -> its sentence, or "" """
    for sentence, mistake in task.mistakes.items():
        if all(
            _same(_run(mistake, inputs, LIMIT), outcome, task.tolerance)
            for inputs, outcome in zip(draws, outcomes)
        ):
            return sentence
    return ""


@dataclass(frozen=True)
class _Outcome:
    value: object = None
    error: BaseException | None = None
    changed: str = ""


def _run(function, inputs, limit):
    """Call a function with copies of the inputs, and stop it at the limit. -> _Outcome"""
    given = copy.deepcopy(inputs)
    try:
        with np.errstate(all="ignore"):
            value = _within(limit, function, given.values())
    except (Exception, TookTooLong) as error:
        return _Outcome(error=error)
    changed = next((name for name in inputs if not _equal(inputs[name], given[name])), "")
    return _Outcome(copy.deepcopy(value), changed=changed)


def _within(limit, function, arguments):
    """Call a function and raise TookTooLong in it once the limit is over.

    A trace looks at the clock at each line of Python: no thread and no signal, so it works in the browser too.
    It cannot stop one long call into C, nor a loop that swallows everything with a bare `except:`.
    """
    end, before = time.monotonic() + limit, sys.gettrace()

    def at_a_line(frame, event, argument):
        if time.monotonic() > end:
            raise TookTooLong
        return at_a_line

    sys.settrace(at_a_line)
    try:
        return function(*arguments)
    finally:
        sys.settrace(before)


def _fits(task, expected, given, values=True):
    """Raise _Fault where an answer is not what was expected: its kind, its shape, its numbers."""
    if len(task.gives) > 1:
        if not isinstance(given, (tuple, list)) or len(given) != len(task.gives):
            raise _Fault(
                f"Expected {len(task.gives)} results, {', '.join(task.gives)}: got {_kind(given)}. End with `return {', '.join(task.gives)}`."
            )
        for name, one, other in zip(task.gives, expected, given, strict=True):
            _fits_one(f"{name}: e", one, other, task.tolerance, values)
    else:
        _fits_one("E", expected, given, task.tolerance, values)


def _fits_one(opening, expected, given, tolerance, values):
    if given is None:
        raise _Fault(f"{opening}xpected {_kind(expected)}, got None: does your function end with `return`?")
    expected, got = np.asarray(expected), _array(given)
    if got is None or (got.dtype.kind == "U") != (expected.dtype.kind == "U"):
        raise _Fault(f"{opening}xpected {_kind(expected)}, got {_kind(given)}.")
    if got.shape != expected.shape:
        raise _Fault(f"{opening}xpected shape {_shape(expected)}, got {_shape(got)}.")
    if not values:
        return
    if expected.dtype.kind == "U":
        wrong = got != expected
    else:
        if (np.isnan(got) & ~np.isnan(expected)).any():
            place = _first(np.isnan(got) & ~np.isnan(expected))
            raise _Fault(
                f"{opening}xpected {_say(expected[place])}{_where(place)}, got nan, which is not a number. "
                "It comes from 0/0, ∞ − ∞ or the root of a negative number."
            )
        wrong = ~close(got, expected, tolerance)
    if wrong.any():
        place = _first(wrong)
        count = f" ({wrong.sum()} of {wrong.size} numbers differ)" if wrong.size > 1 else ""
        one, other = _apart(expected[place], got[place])
        raise _Fault(f"{opening}xpected {one}{_where(place)}, got {other}{count}.")


def close(got, expected, tolerance=1e-4):
    """Which numbers agree, with room for float32 and rounding. -> array of bool"""
    got, expected = np.asarray(got, float), np.asarray(expected, float)
    finite = expected[np.isfinite(expected)]
    room = tolerance * min(1.0, np.abs(finite).max(initial=0.0)) + 1e-12
    return np.isclose(got, expected, rtol=tolerance, atol=room, equal_nan=True)


def _array(given):
    """An answer as an array of numbers or of text. -> array or None"""
    try:
        array = np.asarray(given)
    except ValueError:  # rows of different lengths
        return None
    return array if array.dtype.kind in "biufU" else None


def _same(one, other, tolerance):
    """Whether two outcomes are one mistake: the same numbers, or the same error."""
    if one.error is not None or other.error is not None:
        return type(one.error) is type(other.error) and str(one.error) == str(other.error)
    if one.changed or other.changed:
        return one.changed == other.changed
    pairs = [(one.value, other.value)]
    if isinstance(one.value, tuple) and isinstance(other.value, (tuple, list)):
        if len(one.value) != len(other.value):
            return False
        pairs = zip(one.value, other.value, strict=True)
    return all(_equal_numbers(left, right, tolerance) for left, right in pairs)


def _equal_numbers(one, other, tolerance):
    one, other = _array(one), _array(other)
    if one is None or other is None or one.shape != other.shape or "U" in one.dtype.kind + other.dtype.kind:
        return one is not None and other is not None and np.array_equal(one, other)
    return bool(close(other, one, tolerance).all())


def _equal(one, other):
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return np.array_equal(one, other, equal_nan=np.asarray(one).dtype.kind == "f")
    return type(one) is type(other) and one == other


def _stopped(function, error, inputs, limit):
    """Say how a function stopped: with what, in which line, with what it was given."""
    if isinstance(error, TookTooLong):
        return f"Your function was not done after {limit:g} seconds, so it was stopped. Is there a loop that never ends?"
    sizes = ", ".join(f"{name} {_kind(value)}" for name, value in inputs.items())
    if isinstance(error, TypeError) and not _own_line(function, error):
        return f"Your function could not be called: {error}.\nIt is given {len(inputs)} arguments: {', '.join(inputs)}."
    place = _own_line(function, error)
    where = f" in this line: {place}" if place else ""
    told = _plain(error) or str(error).strip().rstrip(".") or "without a word"
    return f"Your function stopped{where}\n{type(error).__name__}: {told}.\nIt was given {sizes}."


def _plain(error):
    """What numpy says of sizes that do not fit, in plain words. -> str, or "" for other errors"""
    sizes = re.search(r"mismatch in its core dimension.*\(size (\d+) is different from (\d+)\)", str(error))
    if sizes:
        columns, rows = sizes.groups()
        return (
            f"{UNFIT}: the left side has rows of {rows} numbers, the right side columns of {columns} numbers"
        )
    shapes = re.search(r"operands could not be broadcast together with shapes (.*)", str(error))
    if shapes:
        return f"the shapes {shapes.group(1).strip()} do not fit number for number"
    return ""


def _own_line(function, error):
    """The line of the learner's own code in which an error came up. -> str, or "" """
    file = getattr(getattr(function, "__code__", None), "co_filename", None)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return (frames[-1].line or linecache.getline(file, frames[-1].lineno).strip()) if frames else ""


def _kind(value):
    """What a value is, in a few words."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {_shape(value)}" if value.ndim else f"the number {_say(value[()])}"
    if isinstance(value, (bool, str, int, float, np.generic)):
        return (
            f"the text {str(value)[:40]!r}"
            if isinstance(value, str)
            else f"the number {_say(value)}"
            if not isinstance(value, (bool, np.bool_))
            else str(value)
        )
    if isinstance(value, (list, tuple)):
        return f"a {type(value).__name__} of {len(value)}"
    return "None" if value is None else f"a {type(value).__name__}"


def _shape(array):
    return str(list(array.shape)) if array.ndim else "[] (one number)"


def _where(place):
    return f" at [{', '.join(map(str, place))}]" if place else ""


def _first(wrong):
    return tuple(int(index) for index in np.argwhere(wrong)[0])


def _apart(one, other):
    """Two different values with as many digits as it takes to see the difference. -> str, str

    >>> _apart(1.30512, 1.30548)
    ('1.3051', '1.3055')
    """
    for digits in range(4, 17):
        told = _say(one, digits), _say(other, digits)
        if told[0] != told[1]:
            break
    return told


def _say(number, digits=4):
    """A number with so many digits, or a text, as it is told.

    >>> _say(0.123456), _say(np.float32(12.0)), _say(True), _say("it")
    ('0.1235', '12', 'True', "'it'")
    """
    if isinstance(number, (str, bool, np.bool_)):
        return repr(str(number)) if isinstance(number, str) else str(number)
    return f"{number:.{digits}g}"
