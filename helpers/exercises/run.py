"""Run a learner's function safely: on copies, for a limited time, whatever it returns, raises or breaks."""

import contextlib
import copy
import decimal
import inspect
import io
import numbers
import pathlib
import signal
import sys
import sysconfig
import threading
import time
import traceback
import types
from dataclasses import dataclass

import numpy as np

from helpers.exercises.guard import little_memory, nothing_ends, parts_put_back, threads_end

LIMIT = 2.0  # seconds of work for one call
PATIENCE = 5  # times as long on the clock, where it waits, or where the machine is busy with other things
PRINTED = 2_000  # so many characters that a learner's function prints are shown
LARGE = 10_000_000  # an array of more numbers is not copied
_HELPERS = str(pathlib.Path(__file__).parents[1])
_PYTHON = (sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib"))
LIBRARIES = (_HELPERS, str(pathlib.Path(np.__file__).parent), *_PYTHON)


class TookTooLong(BaseException):
    """Stops a learner's function at the limit; no Exception, so that `except Exception` does not catch it."""


@dataclass(frozen=True)
class Odd:
    """A result that holds no numbers which could be compared. words: what it is, for a sentence."""

    words: str


@dataclass(frozen=True)
class Outcome:
    """What came of a call. value: arrays, text, None, … or Odd, in a tuple where several results are wanted.

    changed: the input that was written to; spoiled: what was replaced, such as np.exp (it is put back).
    """

    value: object = None
    error: BaseException | None = None
    changed: str = ""
    spoiled: str = ""


def run(function, inputs, limit=LIMIT, several=False, prints=0):
    """Call a function with copies of the inputs, and stop it at the limit. -> Outcome

    several: it returns a tuple.  prints: so many characters that it prints are shown.
    What it could end or spoil by accident, and what nobody can hinder, says guard.py.
    """
    given, spoiled = copy.deepcopy(inputs), []
    try:
        with (
            np.errstate(all="ignore"), parts_put_back(spoiled), _prints(prints),
            little_memory(), threads_end(), nothing_ends(),
        ):  # fmt: skip
            value = within(limit, lambda: taken(function(*given.values()), several))
    except BaseException as error:  # SystemExit and KeyboardInterrupt, too: they get a sentence
        traceback.clear_frames(error.__traceback__)  # the lines stay, what was computed in them goes
        return Outcome(error=error, spoiled="".join(spoiled[:1]))
    changed = next((name for name in inputs if not _equal(inputs[name], given[name])), "")
    return Outcome(value, changed=changed, spoiled="".join(spoiled[:1]))


def within(limit, function, *arguments):
    """Call a function; raise TookTooLong in it once it has worked for so many seconds, or waited far longer.

    A trace looks at the clock at each line of Python, and at each step of the learner's own code, where a
    loop may stand in one line: no thread, so it works in the browser too. Where the system has an alarm,
    it also ends what waits: time.sleep, input, a search with re.
    What remains: one call into C that never comes back, such as sum(itertools.repeat(1)), ends only with
    the kernel; and in the browser a loop that swallows everything with a bare `except:`.
    """
    at_work, on_clock, before = time.process_time(), time.monotonic(), sys.gettrace()

    def at_a_step(frame, event, argument):
        if event == "call":
            frame.f_trace_opcodes = not is_library(frame.f_code.co_filename)
        if time.process_time() - at_work > limit or time.monotonic() - on_clock > PATIENCE * limit:
            raise TookTooLong
        return at_a_step

    with _alarm(PATIENCE * limit):
        sys.settrace(at_a_step)
        try:
            return function(*arguments)
        finally:
            sys.settrace(before)


def is_library(file):
    """Whether code is of Python, numpy or this course, not of the learner. file: its path -> bool"""
    return file.startswith((*LIBRARIES, "<frozen"))


@contextlib.contextmanager
def _alarm(seconds):
    """Raise TookTooLong after so many seconds, in the main thread of a system that has such an alarm."""
    has_alarm = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not has_alarm or signal.getitimer(signal.ITIMER_REAL)[0]:
        yield
        return
    armed = [True]

    def ring(number, frame):
        if armed:
            raise TookTooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds + 0.1, 0.1)  # again and again: the first may be swallowed
    try:
        yield
    finally:
        try:
            armed.clear()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before or signal.SIG_DFL)


class _Ear(io.TextIOBase):
    """Passes so many characters on, then says that there was more and keeps silent."""

    def __init__(self, whole, left):
        self.whole, self.left = whole, left

    def write(self, text):
        if self.left > 0:
            self.whole.write(text[: self.left])
            if len(text) > self.left:
                self.whole.write("\n… (your function prints more; the rest is not shown)\n")
            self.left -= len(text)
        return len(text)


@contextlib.contextmanager
def _prints(characters):
    out, told = _Ear(sys.stdout, characters), _Ear(sys.stderr, characters)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(told):
        yield


def taken(value, several=False):
    """A result as plain arrays and text, cut off from the learner's object. -> what Outcome.value may be

    >>> taken([1, 2.5])
    array([1. , 2.5])
    >>> taken({1, 2})
    Odd(words='a set of 2')
    """
    if several and isinstance(value, (tuple, list)):
        return tuple(taken(each) for each in value)
    try:
        return _taken(value)
    except TookTooLong:
        raise
    except BaseException:  # what a learner's object does when it is looked at is not known
        return Odd(_words_for(value))


def _taken(value):
    if value is None or value is ...:
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (list, tuple)):
        return _listed(value)
    if hasattr(value, "detach"):  # a tensor of torch; its bfloat16 is unknown to numpy
        value = value.detach().cpu()
        value = (value if "bfloat16" not in str(value.dtype) else value.float()).numpy()
    if np.ma.is_masked(value):
        return Odd("a masked array, in which some numbers are hidden")
    return _numbers(np.asarray(value), value)


def _listed(value):
    """A list as an array. Its parts are looked at one by one only where numpy alone finds no numbers."""
    with contextlib.suppress(Exception):
        array = np.asarray(value)
        if array.dtype.kind in "biuf":
            return array
    name = f"a {type(value).__name__} of {len(value)}"
    parts = [taken(each) for each in value]
    if any(part is ... for part in parts):
        return ...
    odd = next((part for part in parts if isinstance(part, Odd) or part is None), 0)
    if odd != 0:
        inner = odd.words.split(", in which ")[-1].removesuffix(" stands") if odd else "None"
        return Odd(f"{name}, in which {inner} stands")
    if any(isinstance(part, str) for part in parts):
        return (
            np.asarray(parts) if all(isinstance(part, str) for part in parts) else Odd(f"{name} with texts")
        )
    if len({np.shape(part) for part in parts}) > 1:
        if isinstance(value, tuple):
            return Odd(f"{name} results, where one is wanted")
        return Odd(f"{name}, whose parts are not equally long")
    return np.asarray(parts)


def _numbers(array, value):
    """An array that can be compared, copied. -> array, … or Odd"""
    kind = array.dtype.kind
    if kind == "O":
        flat = list(array.ravel()[:LARGE])
        if any(each is ... for each in flat):
            return ...
        if not array.ndim and not isinstance(flat[0], (numbers.Real, decimal.Decimal)):
            return Odd(_words_for(value))
        if not all(isinstance(each, (numbers.Real, decimal.Decimal)) for each in flat):
            return Odd(f"an array of {_words_for(flat[0])} and more")
        return array.astype(float)
    if kind not in "biufU":
        of = {"c": "complex numbers", "M": "dates", "m": "times", "V": "records", "S": "bytes"}
        return Odd(f"{of.get(kind, str(array.dtype))}{f', shape {list(array.shape)}' if array.ndim else ''}")
    return (
        array.copy() if array.size <= LARGE else Odd(f"an array of shape {list(array.shape)}, far too large")
    )


def _words_for(value):
    """What a thing is that holds no numbers, and what to do. -> str"""
    if inspect.iscoroutine(value):
        value.close()  # else Python warns that nobody waited for it
        return "a coroutine, which has not run: write def in place of async def"
    if isinstance(value, types.GeneratorType):
        return (
            "a generator, which has made no numbers yet: "
            "end with return in place of yield, or put list(…) around it"
        )
    name = type(value).__name__
    if isinstance(value, (map, zip, filter, enumerate, reversed)):
        return f"a {name} object, which has made no numbers yet: put list(…) around it"
    if callable(value) and not isinstance(value, type):
        return "a function: it is not called, for its brackets are missing"
    if isinstance(value, (set, frozenset, dict)):
        return f"a {name} of {len(value)}"
    return "None" if value is None else f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def _equal(before, after):
    if isinstance(before, np.ndarray) or isinstance(after, np.ndarray):
        return np.array_equal(before, after, equal_nan=np.asarray(before).dtype.kind == "f")
    return type(before) is type(after) and before == after
