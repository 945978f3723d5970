"""The numbers of README.md, CONTRIBUTING.md and CHANGELOG.md."""

import re

from helpers import models
from helpers.exercises.task import all_tasks
from tests.truth.claims.teaching import course
from tests.truth.numerals import PROJECT, word
from tools import minutes
from tools.bench import table
from tools.teaching import guide

DOCUMENTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]

SOURCES = sorted((PROJECT / "notebooks" / "source").glob("[0-9]*.md"))
HOURS = {0.5: "half an hour", 1: "an hour", 1.5: "an hour and a half", 2: "two", 2.5: "two and a half"}


def title(path):
    return re.search(r"^# (\d+)\. (.+)$", path.read_text(encoding="utf8"), re.MULTILINE).groups()


def hours():
    """The shortest and the longest notebook without exercises, and the longest with them; to half an hour."""
    numbers = range(1, len(SOURCES) + 1)
    read = [minutes.reading_minutes(number) for number in numbers]
    full = [spent + minutes.exercise_minutes(number) for spent, number in zip(read, numbers, strict=True)]
    return tuple(HOURS[round(spent / 30) / 2] for spent in (min(read), max(read), max(full)))


def on_its_way():
    """A score, what divides it, and the weight that it becomes."""
    n = course()
    return f"{n.there:.2f}", f"{n.root:.0f}", f"{n.weight_tired:.3f}"


def measured():
    """What tools/bench wrote: it measured what stands there."""
    return (PROJECT / "README.md").read_text(encoding="utf8").split(table.BEGIN)[1].split(table.END)[0]


def with_the_model():
    """The one notebook that does not load the course's model."""
    (other,) = [path for path in SOURCES if 'load("pronouns")' not in path.read_text(encoding="utf8")]
    assert all(
        "cross the street because it was too tired" in path.read_text(encoding="utf8") for path in SOURCES
    )
    return int(other.name[:2])


CLAIMS = {
    "{} notebooks. To read": lambda: word(len(SOURCES)).capitalize(),
    "takes from {} to {}; with every exercise it can be {}.": hours,
    "{} words and one cell a minute": lambda: minutes.WORDS,
    "through all but notebook {}": with_the_model,
    "the score {} that “it” gives “animal” in notebook 3 is divided by {} in notebook 4, "
    "and becomes the weight {}": on_its_way,
    **{f"| {{}} | [{title(path)[1]}]": lambda path=path: int(title(path)[0]) for path in SOURCES},
    "why divide by {}?": lambda: f"{course().root:.0f}",
    "{} exercises, each with hints": lambda: len(all_tasks()),
    "`uv run course --fresh {}` gives you notebook {} anew": lambda: (SOURCES[2].name[:2], 3),
    "with {} lessons of {} minutes": lambda: (word(4), guide.LESSON),
    f"{table.BEGIN} {{}} {table.END}": measured,
    "{} notebooks, from one word's vectors": lambda: word(len(SOURCES)).capitalize(),
    "{} models that run in numpy": lambda: word(len(models.NAMES)).capitalize(),
    "a guide with {} lessons": lambda: word(4),
}
