"""What a learner's function may change by accident: kept from ending the kernel, and put back afterwards.

This is for slips, not for attacks: all of it happens in one process. What ends that from outside Python
cannot be stopped here: a fault of memory made through ctypes or a broken package, a call into C that never
comes back, or a file that is closed under the kernel. Nor can a name that was taken out before
(`from os import _exit`) be made harmless. Other programs that a function starts go on by themselves.
"""

import builtins
import contextlib
import math
import os
import random
import signal
import sys
import threading
import warnings

import numpy as np

DEEP = 3_000  # calls inside each other: through C each takes kilobytes of a memory that ends the process
ROOM = 2**30  # bytes: so much memory more may a function take; no exercise needs a hundredth of it
ENDS = {  # what ends the process, or starts a second one that would believe that it is the kernel
    os: ("_exit", "abort", "kill", "killpg", "fork", "forkpty", "execv", "execve"),
    signal: ("raise_signal", "pthread_kill"),
}
GUARDED = (builtins, math, np, np.linalg, np.random)  # with all of the course: what a slip may overwrite


class Ends(SystemExit):
    """Raised in place of what would have ended the kernel. Its text: what was called, such as "os._exit"."""


def _refused(name):
    def refuse(*given, **named):
        raise Ends(name)

    return refuse


@contextlib.contextmanager
def nothing_ends():
    """A context in which the process cannot be ended by what stands in ENDS, nor by exit() of IPython."""
    shell = getattr(sys.modules.get("IPython.core.interactiveshell"), "InteractiveShell", None)
    shell = getattr(shell, "_instance", None)
    places = [(module, name, f"{module.__name__}.{name}") for module, names in ENDS.items() for name in names]
    places += [(shell, "ask_exit", "exit()")] * (shell is not None)
    places = [(owner, name, told) for owner, name, told in places if hasattr(owner, name)]
    before = [getattr(owner, name) for owner, name, _ in places]
    deepen, deep = sys.setrecursionlimit, sys.getrecursionlimit()
    try:
        for owner, name, told in places:
            setattr(owner, name, _refused(told))
        deepen(min(deep, DEEP))
        sys.setrecursionlimit = lambda limit: None
        yield
    finally:
        sys.setrecursionlimit = deepen
        deepen(deep)
        for (owner, name, _), real in zip(places, before, strict=True):
            setattr(owner, name, real)


@contextlib.contextmanager
def parts_put_back(spoiled):
    """Put back what was replaced in Python's own names, in numpy or in the course, and note what it was.

    spoiled: a list, filled here with names such as "np.exp"
    """
    ours = [module for name, module in list(sys.modules.items()) if name.partition(".")[0] == "helpers"]
    before = [(module, dict(vars(module))) for module in (*GUARDED, *ours)]
    as_they_are = [[*map(id, parts.values())] for _, parts in before]
    try:
        yield
    finally:
        for (module, parts), same in zip(before, as_they_are, strict=True):
            if [*map(id, vars(module).values())] != same:
                spoiled += _put_back(module, parts)


def _put_back(module, parts):
    """Give a module its parts again. -> list of str, the names of those that were replaced"""
    now, found = vars(module), []
    for name in [name for name, part in parts.items() if now.get(name, parts) is not part]:
        if name.startswith("_"):
            continue  # nobody writes over these by a slip, and the course keeps in them what changes
        setattr(module, name, parts[name])
        found.append(f"{module.__name__}.{name}".replace("numpy.", "np.").removeprefix("builtins."))
    return found


@contextlib.contextmanager
def little_memory():
    """A context in which at most ROOM more memory can be had; then MemoryError. On Linux alone."""
    try:
        import resource

        with open("/proc/self/statm") as file:
            used = int(file.read().split()[0]) * resource.getpagesize()
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        least = min(limit for limit in (used + ROOM, soft, hard) if limit != resource.RLIM_INFINITY)
        resource.setrlimit(resource.RLIMIT_AS, (least, hard))
    except (ImportError, OSError, ValueError):  # no Linux
        yield
        return
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextlib.contextmanager
def threads_end():
    """A context with which the threads that were started in it end, each at its next line of Python."""
    over, before = [], threading.gettrace()

    def at_a_step(frame, event, argument):
        if over:
            raise SystemExit  # a thread ends by that, without a word
        return at_a_step

    threading.settrace(at_a_step)
    try:
        yield
    finally:
        over.append(True)
        threading.settrace(before)


@contextlib.contextmanager
def state_put_back():
    """Put back, when it is over, what a process has once: handlers, folder, environment, streams, settings.

    Random numbers that the learner drew are as if they had not been drawn.
    """
    in_main = threading.current_thread() is threading.main_thread()
    handlers = {one: signal.getsignal(one) for one in signal.valid_signals()} if in_main else {}
    timers = (signal.ITIMER_VIRTUAL, signal.ITIMER_PROF) if hasattr(signal, "setitimer") else ()
    timers = [one for one in timers if not signal.getitimer(one)[0]]
    folder, environment, path = _folder(), dict(os.environ), list(sys.path)
    streams = sys.stdin, sys.stdout, sys.stderr
    numbers, plain, prints = np.random.get_state(), random.getstate(), np.get_printoptions()
    profile = sys.getprofile()
    with warnings.catch_warnings(), np.errstate():
        try:
            yield
        finally:
            for one in timers:
                signal.setitimer(one, 0)
            for one, handler in handlers.items():
                if handler is not None and signal.getsignal(one) is not handler:
                    signal.signal(one, handler)
            if folder and _folder() != folder:
                with contextlib.suppress(OSError):  # it is gone
                    os.chdir(folder)
            if os.environ != environment:
                os.environ.clear()
                os.environ.update(environment)
            sys.path[:], (sys.stdin, sys.stdout, sys.stderr) = path, streams
            np.random.set_state(numbers)
            random.setstate(plain)
            np.set_printoptions(**prints)
            sys.setprofile(profile)


def _folder():
    try:
        return os.getcwd()
    except OSError:
        return None
