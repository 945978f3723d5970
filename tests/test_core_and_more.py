"""The core is short and whole; a notebook in more/ takes up one question, and both lead to each other."""

import re
import statistics

import pytest

from helpers.exercises.task import all_tasks
from tools import build_notebooks, minutes, notebooks

PROJECT = notebooks.NOTEBOOKS.parent
SOURCE = notebooks.NOTEBOOKS / "source"
SHORTEST, LONGEST = 25, 35  # minutes of a core notebook with its exercises; the first has none
every_core = pytest.mark.parametrize("path", notebooks.CORE_SOURCES, ids=lambda path: path.stem)
every_more = pytest.mark.parametrize("path", notebooks.MORE_SOURCES, ids=lambda path: path.stem)
every_source = pytest.mark.parametrize("path", notebooks.SOURCES, ids=lambda path: path.stem)


def code_of(path):
    return [cell.source for cell in build_notebooks.read(path).cells if cell.cell_type == "code"]


def links_of(path):
    """The notebooks that a source leads to, as sources. -> list of Path"""
    found = re.findall(r"\]\(([^)\s#:]+)\.ipynb(?:#[^)]*)?\)", path.read_text(encoding="utf8"))
    return [(path.parent / f"{link}.md").resolve() for link in found]


def core_of(path):
    """The core notebook where the question of one in more/ comes up."""
    return next(core for core in notebooks.CORE_SOURCES if core.name[:2] == path.name[:2])


@every_core
def test_a_core_notebook_takes_half_an_hour(path):
    taken = minutes.minutes(path)
    least = 18 if notebooks.number(path) == 1 else SHORTEST
    assert least <= round(taken) <= LONGEST, f"{taken:.1f} minutes: see tools/minutes.py"


@every_core
def test_a_core_notebook_has_thirty_short_cells_at_most(path):
    lengths = [sum(bool(line.strip()) for line in code.splitlines()) for code in code_of(path)]
    assert len(lengths) <= 30 and statistics.median(lengths) <= 4, (len(lengths), statistics.median(lengths))


@every_core
def test_nothing_in_the_core_is_optional(path):
    text = path.read_text(encoding="utf8")
    found = re.findall(r"good place to stop|you (?:may|can) skip|\boptional\b", text, re.I)
    assert found == [], "what is optional stands in notebooks/more"


@every_source
def test_a_notebook_begins_with_its_question_and_ends_with_what_is_done(path):
    title, question = notebooks.opening(build_notebooks.read(path).cells[0].source)
    assert question.endswith("?")
    more = notebooks.is_more(path)
    assert bool(re.match(r"\d", title)) != more  # a notebook in more/ has a title, and no number
    named = f'"{path.stem}"' if more else str(notebooks.number(path))
    calls = [call for code in code_of(path) for call in re.findall(r"show_progress\((.+?)\)", code)]
    assert calls == [named]


@every_source
def test_links_to_notebooks_lead_to_notebooks(path):
    translations = [text.with_suffix(".md") for text in notebooks.TRANSLATIONS]  # as links_of names them
    missing = [link for link in links_of(path) if link not in notebooks.SOURCES + translations]
    assert missing == []


@every_more
def test_the_core_leads_to_it_and_it_leads_back(path):
    assert path in links_of(core_of(path)), f"{core_of(path).stem} does not link to it"
    assert core_of(path) in links_of(path), f"it does not link back to {core_of(path).stem}"


@every_source
def test_exercises_stand_where_they_say(path):
    named = [name for code in code_of(path) for name in re.findall(r'\bexercise\("([\w-]+)"', code)]
    assert named == [task.name for task in minutes.tasks_of(path)]


def test_every_exercise_belongs_to_a_notebook():
    stems = {"", *(path.stem for path in notebooks.MORE_SOURCES)}
    assert [task.name for task in all_tasks().values() if task.more not in stems] == []
    assert all(task.more[:2] in ("", f"{task.notebook:02}") for task in all_tasks().values())


def test_nobody_is_told_to_clear_outputs():
    patterns = ("*.md", "notebooks/source/**/*.md", "helpers/**/*.py", "helpers/**/*.toml")
    patterns += ("tools/teaching/**/*.j2", "tools/teaching/**/*.toml", "tools/site/*.*", "teaching/*.md")
    texts = [path for pattern in patterns for path in PROJECT.glob(pattern)]
    found = re.compile(r"clear\s+(?:all\s+)?outputs", re.I)
    assert [path.name for path in texts if found.search(path.read_text(encoding="utf8"))] == []
