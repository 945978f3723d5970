"""What every frame says to someone who cannot see it.

Each number in the words is a number of the frame, at the place that the words name. Frames are found, not
listed: a new one without a case in its lesson's alt_text.py fails.
"""

import html
import importlib
import inspect
import itertools
import json
import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from helpers.exercises.lessons import lessons
from helpers.pictures.kinds import ChartFrame, LinesFrame, MatrixFrame, Panel, Plot, Series
from helpers.pictures.words import describe
from tests.lessons import collected
from tests.pictures import cases
from tests.pictures.cases import loaded
from tests.pictures.numbers_in_words import faults, shaken, whole_numbers
from tools import notebooks

CASES = cases.CASES | {name: case for module in collected("alt_text") for name, case in module.CASES.items()}


LONGEST = 640  # signs of one frame's words: read aloud, about a minute


def frame_functions():
    """Every public function whose docstring says that it gives a frame. -> dict of name: function"""
    rooms = [f"lessons.{name}.frames" for name in lessons()]
    found = {}
    for room in [*rooms, "pictures.heads", "pictures.formula"]:
        part = importlib.import_module(f"helpers.{room}")
        for name, function in inspect.getmembers(part, inspect.isfunction):
            gives = re.search(
                r"->[^\n]*\n?[^\n]*\b(frame|\w*Frames?)\b", (function.__doc__ or "").split("Raises")[0]
            )
            if function.__module__ == part.__name__ and name[0] != "_" and gives:
                found[name] = function
    return found


FUNCTIONS = frame_functions()


@cache
def drawn(name):
    """Each state of a frame function and the frames that it gives. -> list of (state, frames)"""
    rng, found = np.random.default_rng(5), []
    for state in CASES[name][1:]:
        state = [loaded(part[1:]) if isinstance(part, str) and part[0] == "@" else part for part in state]
        state = [part(rng) if inspect.isfunction(part) else part for part in state]
        if (
            state and inspect.isfunction(CASES[name][1][0]) and isinstance(state[0], tuple)
        ):  # x and right together
            state = [*state[0], *state[1:]]
        made = FUNCTIONS[name](*state)
        found.append((state, made if isinstance(made, tuple) else (made,)))
    return found


def told_wrong(name, state, frame, words):
    """What a frame's words say that it does not hold. -> list of sentences"""
    return faults(words, frame, CASES[name][0](frame, state), whole_numbers(state))


def test_every_frame_function_has_a_case():
    missing = sorted(set(FUNCTIONS) - set(CASES))
    assert not missing, (
        f"No test reads the alt text of {', '.join(missing)}: "
        "add a case to CASES in the alt_text.py of its lesson."
    )
    unknown = sorted(set(CASES) - set(FUNCTIONS))
    assert not unknown, f"CASES holds what is no frame function: {', '.join(unknown)}."


@pytest.mark.parametrize("name", CASES)
def test_every_number_in_the_words_is_the_number_at_the_place_that_they_name(name):
    wrong = []
    for state, made in drawn(name):
        for frame in made:
            words = describe(frame)
            wrong += [f"{words}\n  {fault}" for fault in told_wrong(name, state, frame, words)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", CASES)
def test_the_words_beside_other_numbers_would_be_noticed(name):
    for state, made in drawn(name):
        for frame in made:
            try:
                noticed = told_wrong(name, state, shaken(frame), describe(frame))
            except (AssertionError, ValueError, IndexError, KeyError):  # not even arrays that fit together
                noticed = True
            assert noticed, (
                f"“{describe(frame)}” names no number of its picture: say the largest, or the ends."
            )


@pytest.mark.parametrize("name", CASES)
def test_the_words_name_the_picture_and_where_its_numbers_come_from(name):
    seen = {}
    for at, (_, made) in enumerate(drawn(name)):
        for part, frame in enumerate(made):
            words = describe(frame)
            assert words.startswith(frame.title) and len(frame.title) >= 8, words
            assert words.endswith(f"The numbers are {frame.badge}.") and words.count("The numbers are") == 1
            assert 20 <= len(words) <= LONGEST, f"{len(words)} signs: {words}"
            said = words.removeprefix(frame.title)  # a title may be code
            assert not re.search(r"array\(|\bnan\b|\bNone\b|(?<![\w(])-\d|\d\.\d{8}", said), words
            assert words not in seen.values(), f"Two states of {name} are told alike: {words}"
            seen[at, part] = words


def pictures(path):
    """Every stored picture of a notebook. -> list of (text/plain, alt, the alt of its HTML or None)"""
    found = []
    for cell in json.loads(path.read_text(encoding="utf8"))["cells"]:
        for output in cell.get("outputs", []):
            data, about = output.get("data", {}), output.get("metadata", {})
            if "image/png" in data:
                html = re.search(r'alt="([^"]*)"', "".join(data.get("text/html", "")))
                found.append(
                    (
                        "".join(data.get("text/plain", "")),
                        about.get("image/png", {}).get("alt", ""),
                        html and html[1],
                    )
                )
    return found


@pytest.mark.parametrize("path", notebooks.BUILT, ids=lambda path: path.stem)
def test_every_stored_picture_has_words_and_the_same_ones_everywhere(path):
    stored = pictures(path)
    assert stored or notebooks.is_more(path), "no picture is stored"
    for plain, alt, in_html in stored:
        assert plain == alt and in_html in (None, html.escape(alt)), "one picture, two alt texts"
        assert 20 <= len(alt) <= LONGEST * 3, (
            f"{len(alt)} signs: {alt}"
        )  # three frames stand in one picture at most
        assert not re.search(r"array\(|\bnan\b|\bNone\b|<\w+ object", alt), alt


def test_the_reader_notices_each_kind_of_wrong_number():
    weights = Panel([[0.6, 0.4, 0.0], [0.1, 0.2, 0.7]], "head 1", ["it", "was"], ["dog", "road", "wide"])
    matrix = MatrixFrame([weights], "Weights of the words", selected=(0, 1, -1))
    words = describe(matrix)
    assert not faults(words, matrix)
    for right, wrong in (
        ("was → wide 0.70", "was → road 0.70"),  # another place
        ("was → wide 0.70", "was → wide 0.71"),  # another number
        ("2 × 3", "3 × 2"),
        ("largest wide 0.70, row", "largest dog 0.70, row"),
        ("row sums to 1.00", "row sums to 0.99"),
    ):
        assert right in words and faults(words.replace(right, wrong), matrix), wrong
    bars = Plot([Series([0, 1], [0.25, 0.75], "bars", label="now")], x_ticks=((0, "dog"), (1, "road")))
    chart, line = ChartFrame([bars]), ChartFrame([Plot([Series([1, 2, 4], [3, 0.5, 7])])])
    lines = LinesFrame(("it", "was"), [[[0.2, 0.8], [0.9, 0.1]]], ("head 1",), selected=(0,))
    for frame, right, wrong in (
        (chart, "dog 0.25", "dog 0.75"),
        (line, "0.5 at x = 2", "0.5 at x = 4"),
        (line, "highest 7", "highest 3"),
        (lines, "was 0.80", "was 0.90"),
    ):
        words = describe(frame)
        assert not faults(words, frame), words
        assert right in words and faults(words.replace(right, wrong), frame), wrong


def told_by_colour_alone(frame):
    """What in a frame differs in nothing but its colour. -> list of sentences"""
    wrong = []
    if isinstance(frame, MatrixFrame):
        for panel in frame.panels:
            if panel.role != "plain" and not (panel.title or panel.rows):
                wrong.append(f"A panel in the colour of {panel.role} has no name")
        pairs = itertools.combinations(frame.panels, 2)
        wrong += [
            f"Two panels are called {first.title!r}"
            for first, second in pairs
            if first.role != second.role
            and (first.title, first.before, first.sizes) == (second.title, second.before, second.sizes)
        ]
    for plot in frame.plots if isinstance(frame, ChartFrame) else ():
        for first, second in itertools.combinations(plot.series, 2):
            looks = [(s.label, s.kind, s.dashed, s.names, tuple(s.x)) for s in (first, second)]
            if first.role != second.role and looks[0] == looks[1]:
                wrong.append(f"{first.role} and {second.role} differ in nothing else in {plot.title!r}")
    if isinstance(frame, LinesFrame) and len(set(frame.heads)) < len(frame.heads):
        wrong.append("Two heads have one name")
    return wrong


@pytest.mark.parametrize("name", CASES)
def test_colour_is_never_the_only_carrier(name):
    for _, made in drawn(name):
        for frame in made:
            assert not told_by_colour_alone(frame)


def test_what_is_told_by_colour_alone_is_noticed():
    q, k = (Panel([[1.0]], role=role, kind="boxes") for role in ("query", "key"))
    a, b = (Series([0, 1], [1, 2], role=role) for role in ("query", "key"))
    for frame in (
        MatrixFrame([q]),
        MatrixFrame([replace(q, title="x"), replace(k, title="x")]),
        ChartFrame([Plot([a, b])]),
    ):
        assert told_by_colour_alone(frame)
