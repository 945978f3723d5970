"""How much Python does, counted, so alike on a busy machine. tools/bench measures how long it takes."""

import itertools
import sys
import threading


def calls(act):
    """How many functions were called, Python's and C's, on all threads that began meanwhile. -> int

    >>> calls(lambda: [abs(number) for number in range(100)]) in range(101, 110)
    True
    """
    count = itertools.count()  # next() is one step of C: no call is lost between two threads

    def seen(frame, event, argument):
        if event in ("call", "c_call"):
            next(count)

    threading.setprofile(seen)
    sys.setprofile(seen)
    try:
        act()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return next(count)
