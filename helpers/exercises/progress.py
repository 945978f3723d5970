"""What a learner has done, remembered between sessions: predictions made and exercises solved.

Only names are kept, in a small file of the user's own (see helpers.settings): no guess, no code, no time.
"""

from helpers import settings

KINDS = ("predictions", "exercises")

_listeners = []


def done(kind):
    """What was done. kind: "predictions" or "exercises" -> set of names"""
    names = settings.read("progress").get(kind, [])
    return {name for name in names if isinstance(name, str)} if isinstance(names, list) else set()


def note(kind, name):
    """Remember that a prediction was made or an exercise solved."""
    if name not in done(kind):
        kept = {each: sorted(done(each) | ({name} if each == kind else set())) for each in KINDS}
        settings.write("progress", kept)
        _tell()


def forget():
    """Forget all of it."""
    settings.forget("progress")
    _tell()


def listen(listener):
    """Call a function without arguments whenever something was done or forgotten."""
    _listeners.append(listener)


def _tell():
    for listener in list(_listeners):
        listener()
