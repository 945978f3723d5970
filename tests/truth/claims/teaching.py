"""The numbers that are typed for a class: guide, test, slides, server; the others jinja computes."""

import re
import tomllib

import numpy as np

from helpers import models
from helpers.attention import softmax
from helpers.pictures.words import fixed
from tests.truth.numerals import PROJECT, word
from tools.bench.classroom import pages, report
from tools.teaching import numbers

HERE = PROJECT / "tools" / "teaching"
SERVER = "teaching/server.md"
DOCUMENTS = [
    "tools/teaching/guide.md.j2",
    "tools/teaching/test.md.j2",
    "tools/teaching/misconceptions.toml",
    *(f"tools/teaching/lessons/lesson_{lesson}.toml" for lesson in range(1, 5)),
    SERVER,
]


def test():
    return numbers.of_the_test()


def course():
    return numbers.of_the_course()


def points():
    """The points of the class test's questions."""
    return list(
        map(
            int,
            re.findall(
                r"^## \d+\. .+\((\d) points\)$", (HERE / "test.md.j2").read_text(encoding="utf8"), re.M
            ),
        )
    )


def titles():
    """The questions' titles with their points, as they stand; all of them add up to 40."""
    assert sum(points()) == 40
    return tuple(points())


def a_tag():
    """Head 1, word 2, number 1 of question 11."""
    return int(test().tags.tags[0, 1, 0])


def filled_up():
    """Question 2: the rows' sum, the cells, and how many rows there are."""
    weights = test().table.weights
    assert abs(weights.sum() - len(weights)) < 1e-9
    return word(weights.size), word(len(weights)), len(weights), len(weights), weights.size


def cells():
    return word(test().table.weights.size)


def down_the_columns():
    """Notebook 12: a softmax along the wrong axis. -> columns with the sum 1, cells, rows"""
    scaled = models.load("pronouns").run(numbers.TIRED).heads(2).scaled_scores[numbers.NOUN_HEAD]
    weights = softmax(scaled.astype(float), axis=0)
    return int(np.isclose(weights.sum(axis=0), 1).sum()), weights.size, len(weights)


def merged():
    n = course()
    n_heads, n_words, wide = n.Z_by_hand.shape
    return word(n_heads).capitalize(), {2: "two"}[n_words], n_heads, wide, n_heads * wide, n.merged.shape[1]


def for_each_student():
    """What is fetched: models and notebooks, in whole tens of MB."""
    here = sum(
        path.stat().st_size
        for name in ("data", "notebooks")
        for path in (PROJECT / name).rglob("*")
        if path.is_file()
    )
    return round(here / 1e7) * 10


def python():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf8"))["project"]
    return project["requires-python"].removeprefix(">=")


def measured():
    """What tools/bench/classroom says of the class that it measured last."""
    return report.report(pages.measured())


CLAIMS = {
    "of the first {} sentences": lambda: {100: "hundred"}[len(models.load("pronouns").sentences[:100])],
    "twice as many: why {} times?": lambda: word(course().bytes_twice // course().bytes_of_weights),
    "with {{{{ n.all_real }}}} pupils and four throws each, somebody gets {} times heads": lambda: word(4),
    "Twelve questions, {} points, {} minutes": lambda: (sum(points()), sum(points())),
    **{
        f"{place}. {title} ({{}} points)": lambda place=place: titles()[place - 1]
        for place, title in enumerate(
            (
                "Three roles",
                "Read a table",
                "Make a query",
                "Score",
                "Refute it",
                "Divide",
                "Softmax",
                "Mix",
                "No peeking",
                "Count",
                "Side by side",
                "Is it a proof?",
            ),
            start=1,
        )
    },
    **{f"## Answer {place}": tuple for place in range(1, 13)},
    "Each number is a tag: {} is head 1, word 2, number 1.": a_tag,
    "`reshape({})`": lambda: ", ".join(map(str, test().tags.wrong.shape)),
    "1 was divided by {} cells; but {} rows that each add up to 1 make {}, and {} / {} is 1/n.": filled_up,
    "{} heads, {} words: {} × {} numbers become {}, then {}.": merged,
    "How often the right noun is named, in {} sentences.": lambda: course().n_survey,
    "Of {} heads, some will do": lambda: course().all_real,
    "{} columns with the sum 1 share {} cells, as {} rows would": down_the_columns,
    "Divide by {}, then softmax": lambda: fixed(course().root, 0),
    "{:g} and {:g}, as they are and divided by {:g}": lambda: (*course().published, course().root),
    "the mean of {:g}, {:g}, {:g}, {:g}?": lambda: tuple(course().row_by_hand),
    "this takes about {} MB for each student": for_each_student,
    "the course needs {} or newer": python,
    "<!-- measured --> {} <!-- end of what was measured -->": measured,
}
