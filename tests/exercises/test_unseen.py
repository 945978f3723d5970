"""Answers by someone who knew the cards only: no wrong one passes, no right one fails, causes stay."""

import pytest

from helpers.exercises.task import all_tasks
from tests.exercises.unseen import right_answers, wrong_answers
from tests.exercises.unseen.verdicts import (
    RIGHT_SEEDS,
    accepted,
    as_decided,
    causes,
    raised,
    verdicts,
    verdicts_on,
)

each_task = pytest.mark.parametrize("name", all_tasks())


def wrong_of(name):
    """-> list of (label, Wrong, its verdicts)"""
    return [(label, wrong, verdicts_on(name, wrong)) for label, of, wrong in wrong_answers() if of == name]


def test_every_exercise_has_answers_of_both_kinds():
    for answers, fewest in ((wrong_answers(), 4), (right_answers(), 1)):
        counts = [sum(of == name for _, of, _ in answers) for name in all_tasks()]
        assert min(counts) >= fewest and sum(counts) == len(answers)


@each_task
def test_no_wrong_answer_is_accepted(name):
    assert [f"{label}: {wrong.truth}" for label, wrong, found in wrong_of(name) if accepted(found)] == []


@each_task
def test_no_right_answer_is_refused(name):
    found = {
        label: verdicts(name, answer, RIGHT_SEEDS) for label, of, answer in right_answers() if of == name
    }
    refused = {label: each for label, each in found.items() if accepted(each) < len(each)}
    assert {label: [wrong.said or wrong.raised for wrong in each] for label, each in refused.items()} == {}


@each_task
def test_nothing_comes_out_of_a_check_but_a_verdict(name):
    assert {label: raised(found) for label, _, found in wrong_of(name) if raised(found)} == {}


@each_task
def test_a_verdict_names_the_same_cause_on_every_draw(name):
    assert {label: causes(found) for label, _, found in wrong_of(name) if len(causes(found)) > 1} == {}


@each_task
def test_the_cause_is_the_one_that_a_reader_decided(name):
    other = [
        (label, wrong.truth, wrong.named, causes(found))
        for label, wrong, found in wrong_of(name)
        if not as_decided(wrong, found)
    ]
    assert other == []


def test_nine_of_ten_wrong_answers_are_told_what_is_wrong():
    """A reader has decided on all: most get their cause; of others the message itself says what to mend."""
    decided = [wrong for _, _, wrong in wrong_answers() if wrong.named is not None]
    assert len(decided) == len(wrong_answers())
    assert sum(bool(wrong.named) for wrong in decided) >= 0.8 * len(decided)
    assert sum(bool(wrong.named or wrong.said) for wrong in decided) >= 0.9 * len(decided)
