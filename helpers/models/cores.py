"""How many processor cores numpy uses."""

import functools

from threadpoolctl import ThreadpoolController


@functools.cache
def _libraries():
    return ThreadpoolController()  # looking for them takes some milliseconds, which a slider would feel


def one_core():
    """A context in which numpy multiplies on one core.

    On several cores, products as small as ours only wait for one another.
    """
    return _libraries().limit(limits=1)
