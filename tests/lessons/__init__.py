"""What is tested lesson by lesson: its frames and explorers, and what is collected from all of them.

unseen          answers to its exercises by someone who had not seen the known mistakes
claims          what its notebook and questions say in numbers, and how each is computed
"""

import importlib
from pathlib import Path

from helpers.exercises.lessons import lessons


def collected(part):
    """A file of every lesson that has it, in the course's order. -> list of modules"""
    have = [name for name in lessons() if (Path(__file__).parent / name / f"{part}.py").exists()]
    return [importlib.import_module(f"{__name__}.{name}.{part}") for name in have]
