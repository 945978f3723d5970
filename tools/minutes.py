"""How long a notebook takes: what README and guide say is reckoned here, by one rule for all.

reading_minutes(3)     # 150 words of prose a minute, and a minute for each cell of code
exercise_minutes(3)    # what its exercise cards say
"""

from pathlib import Path

import jupytext

from helpers.exercises.task import all_tasks

SOURCES = Path(__file__).resolve().parent.parent / "notebooks" / "source"
WORDS = 150  # a minute: slow, for a text with formulas and tables


def reading_minutes(number):
    """A notebook read and run from top to bottom, its exercises left out. number: 1 to 12 -> minutes"""
    (source,) = SOURCES.glob(f"{number:02}_*.md")
    cells = jupytext.read(source).cells
    n_words = sum(len(cell.source.split()) for cell in cells if cell.cell_type == "markdown")
    return n_words / WORDS + sum(cell.cell_type == "code" for cell in cells)


def exercise_minutes(number):
    """All exercises of a notebook. number: 1 to 12 -> minutes"""
    return sum(task.minutes for task in all_tasks().values() if task.notebook == number)
