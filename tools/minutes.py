"""How long a notebook takes: what README and guide say is reckoned here, by one rule for all.

reading_minutes(path)      # its words, its cells, its predictions and its sliders
exercise_minutes(path)     # what its exercise cards say
minutes(path)              # both
"""

import re
import sys

import jupytext

from helpers.exercises.task import all_tasks
from tools import notebooks, role_words

WORDS = 180  # that are read in a minute
CELL = 1 / 3  # of a minute: run a cell of code, and look at what it shows
PREDICTION = 1 / 2  # more for a prediction: make up your mind
EXPLORER = 1  # more for an explorer: move its controls


def words(markdown):
    """How many words a reader reads: a formula or a link's address is not many words, headings are none.

    >>> words("**Two** words, $\\\\sqrt{d_k}$ and [a link](https://example.org/x).")
    6
    """
    text = re.sub(r"\$\$.+?\$\$|\$[^$\n]+\$", " formula ", role_words.plain(markdown), flags=re.S)
    text = re.sub(r"<[^>]+>|(?<=\])\([^)]*\)|^#+ .*$|^\|?[-: |]+\|?$", " ", text, flags=re.M)
    return sum(any(sign.isalnum() for sign in word) for word in text.split())


def reading_minutes(source):
    """A notebook read and run from top to bottom, its exercises left out. source: Path of a .md"""
    cells = jupytext.read(source, fmt="md:myst").cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    calls = re.findall(r"^(predict)\(|^[^#\n]*(explorers\.explore_)", "\n".join(code), re.M)
    n_predictions = sum(bool(asked) for asked, _ in calls)
    return (
        sum(words(cell.source) for cell in cells if cell.cell_type == "markdown") / WORDS
        + len(code) * CELL
        + n_predictions * PREDICTION
        + (len(calls) - n_predictions) * EXPLORER
    )


def tasks_of(source):
    """The exercises of a notebook, by its source. -> list of Task"""
    more = source.stem if notebooks.is_more(source) else ""
    return [
        task
        for task in all_tasks().values()
        if (task.more == more if more else not task.more and task.notebook == notebooks.number(source))
    ]


def exercise_minutes(source):
    """All exercises of a notebook."""
    return sum(task.minutes for task in tasks_of(source))


def minutes(source):
    """All of a notebook, its exercises included."""
    return reading_minutes(source) + exercise_minutes(source)


def main():
    for part, sources in (("core", notebooks.CORE_SOURCES), ("more", notebooks.MORE_SOURCES)):
        print(f"{part}: {sum(map(minutes, sources)) / 60:.1f} hours")
        for source in sources:
            apart = f"{reading_minutes(source):.0f} + {exercise_minutes(source)} for its exercises"
            print(f"  {minutes(source):3.0f} min  {source.stem}  ({apart})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
