"""The lessons, a folder for each notebook: its frames, its explorers, its tasks and its questions.

A lesson imports no other lesson: what two of them need stands in helpers.pictures or helpers.models.
"""

import importlib
import pkgutil

LESSONS = tuple(sorted(folder.name for folder in pkgutil.iter_modules(__path__)))


def offered(part):
    """What the lessons offer in one of their files: the names in its `__all__`.

    -> dict of name: function or value
    part: "frames" or "explorers".  Raises ValueError: two lessons offer the same name.
    """
    found = {}
    for lesson in LESSONS:
        module = importlib.import_module(f"{__name__}.{lesson}.{part}")
        for name in module.__all__:
            if name in found:
                raise ValueError(f"Two lessons offer {part}.{name}: give each a name of its own.")
            found[name] = getattr(module, name)
    return found
