"""The pictures of the slides, one module a lesson: each function gives a Scene."""

import importlib

from tools.teaching import stage


def scene(lesson, name):
    """A scene of a lesson, drawn once in a process. lesson: its number -> stage.Scene

    Raises AttributeError: a name that the lesson's module does not have.
    """
    module = importlib.import_module(f"tools.teaching.scenes.lesson_{lesson}")
    return stage.drawn(getattr(module, name))
