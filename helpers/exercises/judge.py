"""Judge a learner's function: compare it with the right answer, say what is wrong and why."""

import copy
import linecache
import re
import time
import traceback
from dataclasses import dataclass, field

import numpy as np

from helpers.exercises.causes import likely
from helpers.exercises.equality import close, same
from helpers.exercises.guard import ROOM, Ends, state_put_back
from helpers.exercises.run import LIMIT, PRINTED, Odd, TookTooLong, is_library, run, taken

UNFIT = "the sizes do not fit for @"
TURN = "Look at the two shapes: a .T may be missing or too many, or the two stand in the wrong order."
SLOW = 1.0  # seconds: a function that took longer is not run again to tell two mistakes apart


@dataclass(frozen=True)
class Judgement:
    """right: True, False, or None for not attempted; said: what is wrong, one sentence a line;
    cause: the likely mistake, or "".

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


def judge(task, function, seed=None, limit=LIMIT):
    """Try a function on new inputs. Task, function -> Judgement.  limit: seconds for one call."""
    if function is ...:
        return Judgement(None)
    if not _is_callable(function):
        got = _kind(taken(function))
        return Judgement(False, (f"check needs your function itself, without brackets: got {got}.",))
    with state_put_back():
        return _judged(task, function, seed, limit)


def _judged(task, function, seed, limit):
    several, begin, tries = len(task.gives) > 1, time.monotonic(), []

    def once_more():
        """Try it on one more draw. -> the inputs, the outcome"""
        inputs = task.draw(None if seed is None else seed + len(tries))
        tries.append((inputs, run(function, inputs, limit, several, 0 if tries else PRINTED)))
        return tries[-1]

    for _ in range(task.draws):
        _, outcome = once_more()
        if _is_stub(outcome.value):
            return Judgement(None)
        if isinstance(outcome.error, (TookTooLong, KeyboardInterrupt)):
            break  # one wait is enough
    for inputs, outcome in list(tries):
        expected = task.solution(*copy.deepcopy(inputs).values())
        try:
            _hold(task, function, inputs, expected, outcome, limit)
        except _Fault as fault:
            stopped = isinstance(tries[-1][1].error, (TookTooLong, KeyboardInterrupt))
            more = (lambda: None) if stopped or time.monotonic() - begin > SLOW else once_more
            cause = (
                "" if stopped else _remembers(function, tries, limit, several) or likely(task, tries, more)
            )
            said = tuple(str(fault).split("\n")) + ((TURN,) if UNFIT in str(fault) and not cause else ())
            return Judgement(False, said, cause, inputs, expected, outcome.value)
    return Judgement(True)


def _hold(task, function, inputs, expected, outcome, limit):
    """Raise _Fault where an outcome is not what a task asks for."""
    if outcome.spoiled:
        raise _Fault(
            f"Your function replaced {outcome.spoiled} itself, which would change it for all cells "
            "(it was put back): choose a name of your own."
        )
    if outcome.error is not None:
        raise _Fault(_stopped(function, outcome.error, inputs, limit))
    if outcome.changed:
        raise _Fault(
            f"Your function changed its input {outcome.changed}: make a new array instead, "
            f"for example with {outcome.changed}.copy()."
        )
    _fits(task, expected, outcome.value, values=task.judge is None)
    if task.judge is not None and (words := task.judge(**inputs, given=outcome.value)):
        raise _Fault(words)


def _remembers(function, tries, limit, several):
    """Whether a function gives another result for the same inputs, the second time. -> a sentence, or "" """
    inputs, first = tries[0]
    again = run(function, inputs, limit, several)
    if first.error is not None or again.error is not None or same(again, first, 1e-4):
        return ""
    return (
        "your function gives other numbers when it is given the same again: "
        "it keeps something from call to call "
        "(a name outside it, or a default argument), or draws at random."
    )


def _is_callable(function):
    try:
        return callable(function)
    except BaseException:
        return False


def _is_stub(value):
    return value is ... or isinstance(value, tuple) and any(each is ... for each in value)


def _fits(task, expected, given, values=True):
    """Raise _Fault where an answer is not what was expected: its kind, its shape, its numbers."""
    if len(task.gives) > 1:
        if not isinstance(given, tuple) or len(given) != len(task.gives):
            raise _Fault(
                f"Expected {len(task.gives)} results, {', '.join(task.gives)}: got {_kind(given)}. "
                f"End with `return {', '.join(task.gives)}`."
            )
        for name, wanted, returned in zip(task.gives, expected, given, strict=True):
            _fits_one(f"{name}: expected", wanted, returned, task.tolerance, values)
    else:
        _fits_one("Expected", expected, given, task.tolerance, values)


def _fits_one(expects, expected, given, tolerance, values):
    if given is None:
        raise _Fault(f"{expects} {_kind(expected)}, got None: does your function end with `return`?")
    expected = np.asarray(expected)
    if not isinstance(given, (np.ndarray, str)):
        raise _Fault(f"{expects} {_kind(expected)}, got {_kind(given)}.")
    got = np.asarray(given)
    if (got.dtype.kind == "U") != (expected.dtype.kind == "U"):
        raise _Fault(f"{expects} {_kind(expected)}, got {_kind(given)}.")
    if got.shape != expected.shape:
        raise _Fault(f"{expects} shape {_shape(expected)}, got {_shape(got)}.")
    if values:
        _holds_the_numbers(expects, expected, got, tolerance)


def _holds_the_numbers(expects, expected, got, tolerance):
    if expected.dtype.kind == "U":
        wrong = got != expected
    else:
        if (np.isnan(got) & ~np.isnan(expected)).any():
            place = _first(np.isnan(got) & ~np.isnan(expected))
            raise _Fault(
                f"{expects} {_say(expected[place])}{_where(place)}, got nan, which is not a number. "
                "It comes from 0/0, ∞ − ∞ or the root of a negative number."
            )
        if (np.isinf(got) & np.isfinite(expected)).any():
            place = _first(np.isinf(got) & np.isfinite(expected))
            raise _Fault(
                f"{expects} {_say(expected[place])}{_where(place)}, got {_infinite(got[place])}. "
                "It comes from a division by 0, the logarithm of 0 or e to the power of a large number."
            )
        wrong = ~close(got, expected, tolerance)
    if wrong.any():
        place = _first(wrong)
        count = f" ({wrong.sum()} of {wrong.size} numbers differ)" if wrong.size > 1 else ""
        wanted, returned = _apart(expected[place], got[place])
        raise _Fault(f"{expects} {wanted}{_where(place)}, got {returned}{count}.")


def _stopped(function, error, inputs, limit):
    """Say how a function stopped: with what, in which line, with what it was given."""
    if isinstance(error, TookTooLong):
        return (
            f"Your function was not done after {limit:g} seconds, so it was stopped. "
            "Is there a loop that never ends?"
        )
    if isinstance(error, KeyboardInterrupt):
        return "Your function was interrupted, so there is no result."
    if isinstance(error, Ends):
        return (
            f"Your function called {error}, which would end the kernel or copy it, and lose what you have "
            "computed: leave that out, and end with `return`."
        )
    if isinstance(error, SystemExit):
        return "Your function asked Python to exit: leave that out, and end with `return`."
    sizes = ", ".join(f"{name} {_kind(value)}" for name, value in inputs.items())
    lines = _own_lines(error)
    if isinstance(error, TypeError) and not lines:
        return (
            f"Your function could not be called: {_told(error)}.\n"
            f"It is given {len(inputs)} arguments: {', '.join(inputs)}."
        )
    where = f" in this line: {lines[-1]}" if lines and lines[-1] else ""
    told = _plain(error) or _told(error) or "without a word"
    return f"Your function stopped{where}\n{type(error).__name__.lstrip('_')}: {told}.\nIt was given {sizes}."


def _told(error):
    """What an error says, in one line that is not too long. -> str"""
    try:
        text = " ".join(str(error).split()).rstrip(".")
    except BaseException:  # what a learner's error does when it is asked is not known
        return "an error that cannot even be shown"
    return text if len(text) <= 200 else f"{text[:200]} …"


def _plain(error):
    """What Python and numpy say in words of their own, in plain words. -> str, or "" for other errors"""
    text = _told(error)
    sizes = re.search(r"mismatch in its core dimension.*\(size (\d+) is different from (\d+)\)", text)
    if sizes:
        columns, rows = sizes.groups()
        return (
            f"{UNFIT}: the left side has rows of {rows} numbers, the right side columns of {columns} numbers"
        )
    shapes = re.search(r"operands could not be broadcast together with shapes (.*)", text)
    if shapes:
        return f"the shapes {shapes.group(1).strip()} do not fit number for number"
    if isinstance(error, MemoryError):
        return f"it asks for more memory than a check gives, {ROOM // 2**30} GiB: some array is far too large"
    if isinstance(error, RecursionError):
        return "it calls itself again and again, without an end"
    if "'ellipsis'" in text:
        return "a … still stands where your own code belongs"
    return ""


def _own_lines(error):
    """The lines of the learner's own code on the way to an error, the last one nearest to it.

    -> list of str
    """
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not is_library(frame.filename)]
    return [frame.line or linecache.getline(frame.filename, frame.lineno).strip() for frame in own]


def _kind(value):
    """What a value is, in a few words."""
    if isinstance(value, Odd):
        return value.words
    if isinstance(value, np.ndarray) and value.ndim:
        return f"an array of {'texts, ' if value.dtype.kind == 'U' else ''}shape {_shape(value)}"
    if isinstance(value, (bool, str, int, float, np.generic, np.ndarray)):
        value = value[()] if isinstance(value, np.ndarray) else value
        if isinstance(value, str):
            return f"the text {str(value)[:40]!r}"
        return str(value) if isinstance(value, (bool, np.bool_)) else f"the number {_say(value)}"
    if isinstance(value, (list, tuple)):
        return f"a {type(value).__name__} of {len(value)}"
    return "None" if value is None else f"a {type(value).__name__}"


def _shape(array):
    return str(list(array.shape)) if array.ndim else "[] (one number)"


def _where(place):
    return f" at [{', '.join(map(str, place))}]" if place else ""


def _first(wrong):
    return tuple(int(index) for index in np.argwhere(wrong)[0])


def _apart(wanted, returned):
    """Two different values with as many digits as it takes to see the difference. -> str, str

    >>> _apart(1.30512, 1.30548)
    ('1.3051', '1.3055')
    """
    for digits in range(4, 17):
        told = _say(wanted, digits), _say(returned, digits)
        if told[0] != told[1]:
            break
    return told


def _infinite(number):
    """
    >>> _infinite(-np.inf)
    '−∞'
    """
    return "∞" if number > 0 else "−∞"


def _say(number, digits=4):
    """A number with so many digits, or a text, as it is told.

    >>> _say(0.123456), _say(np.float32(12.0)), _say(True), _say("it")
    ('0.1235', '12', 'True', "'it'")
    """
    if isinstance(number, (str, bool, np.bool_)):
        return repr(str(number)) if isinstance(number, str) else str(number)
    return f"{number:.{digits}g}"
