"""Every exercise: its solution and other right answers pass, near misses too; planted mistakes are named."""

import ast
import contextlib
import copy
import warnings
from pathlib import Path

import numpy as np
import pytest

from helpers.exercises import cards, check, exercise
from helpers.exercises.judge import judge
from helpers.exercises.task import LEVELS, all_tasks
from tests.processor_time import quickest

TASKS = list(all_tasks().values())
MISTAKES = [(one, sentence) for one in TASKS for sentence in one.mistakes]
every_task = pytest.mark.parametrize("one", TASKS, ids=lambda one: one.name)


def results(value):
    return value if isinstance(value, tuple) else (value,)


def changed(solution, change):
    """The solution with each number that it returns changed a little."""

    def answer(**inputs):
        given = solution(**inputs)
        parts = tuple(
            change(np.asarray(part)) if np.asarray(part).dtype.kind == "f" else part
            for part in results(given)
        )
        return parts if isinstance(given, tuple) else parts[0]

    return lambda *arguments: answer(**dict(zip(names_of(solution), arguments, strict=True)))


def names_of(function):
    return function.__code__.co_varnames[: function.__code__.co_argcount]


def test_each_notebook_from_the_second_on_has_two_exercises_or_more():
    for notebook in range(2, 13):
        assert sum(one.notebook == notebook for one in TASKS) >= 2, f"notebook {notebook}"


@every_task
def test_a_task_says_all_that_a_learner_needs(one):
    assert one.level in LEVELS and 1 <= one.minutes <= 25
    assert tuple(one.takes) == tuple(one.draw()) == names_of(one.solution)
    assert 2 <= len(one.hints) <= 4 and len(one.mistakes) >= 2
    for text in (one.goal, *one.hints, *one.mistakes):
        assert text.rstrip()[-1] in ".?!)", text
    given = results(one.solution(**one.draw()))
    assert len(given) == len(one.gives)
    for what in (*one.takes.values(), *one.gives.values()):
        assert what.strip()


@every_task
def test_the_source_of_the_solution_stands_alone(one):
    """What `solution` shows a learner can paste: one function, it uses numpy, and what its notebook has."""
    tree = ast.parse(one.source)
    assert len(tree.body) == 1 and isinstance(tree.body[0], ast.FunctionDef)
    space = {"np": np} | {
        name: getattr(__import__("helpers.attention", fromlist=[name]), name)
        for name in ("softmax", "attention_weights", "causal_mask")
    }
    exec(compile(tree, one.name, "exec"), space)
    verdict = judge(one, space[tree.body[0].name])
    assert verdict.right, verdict.said


@every_task
def test_the_solution_is_right_whatever_is_drawn(one):
    for seed in range(40):
        verdict = judge(one, one.solution, seed=seed)
        assert verdict.right, (seed, verdict.said)


@every_task
def test_near_misses_are_right(one):
    rounding = changed(one.solution, lambda part: part * (1 + 1e-7))
    single = changed(one.solution, lambda part: part.astype(np.float32))
    for answer in (rounding, single):
        verdict = judge(one, answer)
        assert verdict.right, verdict.said


@pytest.mark.parametrize(
    "one, sentence", MISTAKES, ids=[f"{one.name}: {text[:40]}" for one, text in MISTAKES]
)
def test_a_planted_mistake_is_found_and_named(one, sentence):
    for seed in range(0, 60, 10):  # tests/exercises/test_causes.py compares all of them on more draws
        verdict = judge(one, one.mistakes[sentence], seed=seed)
        assert verdict.right is False, f"seed {seed}: this mistake gives the right numbers"
        assert verdict.cause == sentence, f"seed {seed}"


@every_task
def test_inputs_are_drawn_afresh_and_are_not_square(one):
    first, second = one.draw(), one.draw()
    assert any(not np.array_equal(first[name], second[name]) for name in first), "the same input twice"
    for name, value in first.items():
        shape = np.shape(value)
        if len(shape) > 1 and "square" not in one.takes[name]:
            assert len(set(shape)) == len(shape), f"{name} {shape}: a transposition could hide"


@every_task
def test_an_answer_copied_from_one_input_is_wrong(one):
    copied = one.solution(**one.draw(seed=3))
    assert judge(one, lambda *arguments: copied).right is False


@every_task
@pytest.mark.parametrize(
    "answer",
    [None, "attention", {}, object(), np.nan, np.zeros((2, 3, 4, 5)), [[1], [1, 2]], 1j],
    ids=["None", "text", "dict", "object", "nan", "shape", "ragged", "complex"],
)
def test_a_wrong_kind_of_answer_gets_a_sentence(one, answer):
    verdict = judge(one, lambda *arguments: answer)
    assert verdict.right is False and verdict.said
    for text in verdict.said:
        assert len(text) < 300 and "Traceback" not in text and "object at 0x" not in text, text


@every_task
def test_a_stub_is_not_attempted(one):
    verdict = check(one.name, lambda *arguments: ...)
    assert verdict.right is None and "not attempted yet" in verdict.plain


@every_task
def test_a_check_answers_at_once(one):
    wrong = next(iter(one.mistakes.values()))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for answer in (one.solution, wrong):
            assert quickest(lambda answer=answer: check(one.name, answer)) < 0.2


@every_task
def test_the_card_shows_goal_shapes_and_target(one):
    card = exercise(one.name)
    for text in (one.goal, *one.takes.values(), *one.gives.values(), f"{one.minutes} minutes", one.level):
        assert text in card.plain and text in card.markdown
    frame = cards.frame_of(one)
    _, target = cards.example_of(one)
    if frame:
        shown = {}
        for panel in frame.panels:
            if panel.before:  # a target; of a stack the first one
                shown.setdefault(panel.title.partition("[")[0], panel)
        for name, panel in shown.items():
            whole = np.asarray(target[name], float)
            while whole.ndim > 2:
                whole = whole[0]
            np.testing.assert_array_equal(panel.values, np.atleast_2d(whole))
    assert "Example: " in card.plain and "Target: " in card.plain


def test_the_readme_counts_the_exercises():
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf8")
    assert f"{len(TASKS)} exercises" in readme


@every_task
def test_counts_have_no_64_bits_for_in_a_browser_places_have_32(one, monkeypatch):
    def repeat(array, repeats, *rest, repeat=np.repeat, **named):
        assert not isinstance(repeats, np.ndarray), (
            "Cannot cast array data from dtype('int64') to dtype('int32')"
        )
        return repeat(array, repeats, *rest, **named)

    def bincount(array, *rest, **named):
        raise AssertionError("Cannot cast array data from dtype('int64') to dtype('int32')")

    monkeypatch.setattr(np, "repeat", repeat)
    monkeypatch.setattr(np, "bincount", bincount)
    for seed in range(3):
        inputs = one.draw(seed)
        for function in (one.solution, *one.mistakes.values()):
            with contextlib.suppress(ValueError, TypeError, IndexError), np.errstate(all="ignore"):
                function(*copy.deepcopy(inputs).values())
