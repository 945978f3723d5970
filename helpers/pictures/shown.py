"""Whether a cell shows a live picture or a still one, decided when it is shown.

Drawing a still takes longer than all the rest of a cell, and nobody who has a live picture needs it. So a
person gets live pictures; what runs a notebook for nobody (nbconvert, papermill, our builder) gets stills,
which show anywhere. Whoever wants it otherwise says so: `shown.choose("both")`, or
ATTENTION_COURSE_SHOWS=both in the environment.
"""

import os
import sys

WAYS = {"live": (True, False), "still": (False, True), "both": (True, True)}
NAME = "ATTENTION_COURSE_SHOWS"
_chosen = None


def choose(way):
    """Show pictures "live", "still" or, for a saved copy that holds them, "both"; None: as it fits, again.

    Raises ValueError: another way.
    """
    global _chosen
    _chosen = way and _known(way, "shown.choose needs")


def way():
    """How pictures are shown now. -> "live", "still" or "both"

    Raises ValueError: an unknown way in the environment.
    """
    if _chosen:
        return _chosen
    if os.environ.get(NAME):
        return _known(os.environ[NAME], f"The environment variable {NAME} needs")
    return "live" if somebody_is_there() else "still"


def somebody_is_there():
    """Whether the cell that runs was sent by something that shows live pictures to a person.

    A front-end says with each cell whether it could ask somebody for input (`allow_stdin`). nbclient, which
    runs notebooks for nobody, never can; Voilà runs them with it, but for somebody. Without a kernel nobody
    is there. A console says the same as a notebook: whoever wants stills there calls `shown.choose("still")`.
    """
    if sys.platform == "emscripten" or "VOILA_BASE_URL" in os.environ:
        return True  # JupyterLite has no kernel of ipykernel's
    running = sys.modules.get("ipykernel.kernelapp")  # asked without the shell, which could run text as code
    kernel = running and running.IPKernelApp.initialized() and running.IPKernelApp.instance().kernel
    if not kernel:
        return False
    # A control that was moved asks for nothing: somebody moved it.
    return kernel.get_parent("shell").get("content", {}).get("allow_stdin", True)


def bundle(words, live, still):
    """What a cell shows. words: in words; live, still: functions that give it. -> (data, metadata)"""
    data, metadata = {}, {}
    for wanted, part in zip(WAYS[way()], (live, still), strict=True):
        more, told = part() if wanted else ({}, {})
        data, metadata = data | more, metadata | told
    return data | {"text/plain": words}, metadata


def _known(way, who):
    if way not in WAYS:
        raise ValueError(f"{who} one of {', '.join(map(repr, WAYS))}: got {way!r}.")
    return way
