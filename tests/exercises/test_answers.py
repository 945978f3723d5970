"""What was measured decides which answer is right: values for every answer, and one that fits none.

The cases stand with their lesson, tests/lessons/<topic>/answers.py: CASES is a dict of the question's name:
list of (value, the answer that it makes right, or None).
"""

import importlib
from pathlib import Path

import pytest

from helpers.exercises import lessons, predictions

FOUND = sorted((Path(__file__).parents[1] / "lessons").glob("*/answers.py"))
CASES = {
    name: cases
    for path in FOUND
    for name, cases in importlib.import_module(f"tests.lessons.{path.parent.name}.answers").CASES.items()
}


@pytest.mark.parametrize("name", lessons.answers())
def test_a_value_for_every_answer_and_one_that_fits_none(name):
    asked, cases = predictions.question(name), CASES[name]
    assert {answer for _, answer in cases} == {*asked.options, None}
    for value, answer in cases:
        assert asked.decide(value) == answer, value


def test_no_answer_is_decided_for_a_question_that_is_not_asked():
    assert not CASES.keys() - lessons.answers().keys()
    assert not lessons.answers().keys() - predictions.questions().keys()
