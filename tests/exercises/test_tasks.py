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
from tests.effort import calls

TASKS = list(all_tasks().values())
MISTAKES = [(task, sentence) for task in TASKS for sentence in task.mistakes]
every_task = pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)


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


def test_each_core_notebook_from_the_second_on_has_one_exercise_or_two():
    for notebook in range(1, 13):
        core = sum(task.notebook == notebook and not task.more for task in TASKS)
        assert core in ((0,) if notebook == 1 else (1, 2)), f"notebook {notebook}"


def test_the_tasks_of_a_lesson_stand_in_the_order_in_which_they_are_met_core_first():
    for notebook in range(2, 13):
        more = [task.more for task in TASKS if task.notebook == notebook]
        assert more == sorted(more, key=lambda name: bool(name)), f"notebook {notebook}"


@every_task
def test_a_task_says_all_that_a_learner_needs(task):
    assert task.level in LEVELS and 1 <= task.minutes <= 25
    assert tuple(task.takes) == tuple(task.draw()) == names_of(task.solution)
    assert 2 <= len(task.hints) <= 4 and len(task.mistakes) >= 2
    for text in (task.goal, *task.hints, *task.mistakes):
        assert text.rstrip()[-1] in ".?!)", text
    given = results(task.solution(**task.draw()))
    assert len(given) == len(task.gives)
    for what in (*task.takes.values(), *task.gives.values()):
        assert what.strip()


@every_task
def test_the_source_of_the_solution_stands_alone(task):
    """What `solution` shows a learner can paste: one function, it uses numpy, and what its notebook has."""
    tree = ast.parse(task.source)
    assert len(tree.body) == 1 and isinstance(tree.body[0], ast.FunctionDef)
    space = {"np": np} | {
        name: getattr(__import__("helpers.attention", fromlist=[name]), name)
        for name in ("softmax", "attention_weights", "causal_mask")
    }
    exec(compile(tree, task.name, "exec"), space)
    verdict = judge(task, space[tree.body[0].name])
    assert verdict.right, verdict.said


@every_task
def test_the_solution_is_right_whatever_is_drawn(task):
    for seed in range(40):
        verdict = judge(task, task.solution, seed=seed)
        assert verdict.right, (seed, verdict.said)


@every_task
def test_near_misses_are_right(task):
    rounding = changed(task.solution, lambda part: part * (1 + 1e-7))
    single = changed(task.solution, lambda part: part.astype(np.float32))
    for answer in (rounding, single):
        verdict = judge(task, answer)
        assert verdict.right, verdict.said


@pytest.mark.parametrize(
    "task, sentence", MISTAKES, ids=[f"{task.name}: {text[:40]}" for task, text in MISTAKES]
)
def test_a_planted_mistake_is_found_and_named(task, sentence):
    for seed in range(0, 60, 10):  # tests/exercises/test_causes.py compares all of them on more draws
        verdict = judge(task, task.mistakes[sentence], seed=seed)
        assert verdict.right is False, f"seed {seed}: this mistake gives the right numbers"
        assert verdict.cause == sentence, f"seed {seed}"


@every_task
def test_inputs_are_drawn_afresh_and_are_not_square(task):
    first, *others = drawn_afresh = [task.draw() for _ in range(6)]  # two alike happen, six never
    assert any(not np.array_equal(first[name], other[name]) for other in others for name in first)
    for drawn in (*drawn_afresh, *(task.draw(seed) for seed in range(30))):
        for name, value in drawn.items():
            shape = np.shape(value)
            if len(shape) > 1 and "square" not in task.takes[name]:
                assert len(set(shape)) == len(shape), f"{name} {shape}: a transposition could hide"


@every_task
def test_an_answer_copied_from_one_input_is_wrong(task):
    copied = task.solution(**task.draw(seed=3))
    assert judge(task, lambda *arguments: copied).right is False


@every_task
@pytest.mark.parametrize(
    "answer",
    [None, "attention", {}, object(), np.nan, np.zeros((2, 3, 4, 5)), [[1], [1, 2]], 1j],
    ids=["None", "text", "dict", "object", "nan", "shape", "ragged", "complex"],
)
def test_a_wrong_kind_of_answer_gets_a_sentence(task, answer):
    verdict = judge(task, lambda *arguments: answer)
    assert verdict.right is False and verdict.said
    for text in verdict.said:
        assert len(text) < 300 and "Traceback" not in text and "object at 0x" not in text, text


@every_task
def test_a_stub_is_not_attempted(task):
    verdict = check(task.name, lambda *arguments: ...)
    assert verdict.right is None and "not attempted yet" in verdict.plain


@every_task
def test_a_check_answers_at_once(task):
    wrong = next(iter(task.mistakes.values()))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for answer in (task.solution, wrong):
            assert calls(lambda answer=answer: check(task.name, answer)) < 100_000


@every_task
def test_the_card_shows_goal_shapes_and_target(task):
    card = exercise(task.name)
    for text in (
        task.goal,
        *task.takes.values(),
        *task.gives.values(),
        f"{task.minutes} minutes",
        task.level,
    ):
        assert text in card.plain and text.replace("`", "") in card.markdown.replace("`", "")
    for frames, numbers in zip(cards.frames_of(task), cards.example_of(task), strict=True):
        shown = {}
        for panel in (panel for frame in frames for panel in frame.panels):  # of a stack the first one
            shown.setdefault(panel.title.partition("[")[0], panel)
        for name, panel in shown.items():
            whole = np.asarray(numbers[name], float)
            while whole.ndim > 2:
                whole = whole[0]
            np.testing.assert_array_equal(panel.values, np.atleast_2d(whole))
    assert "Example: " in card.plain and "Target: " in card.plain


def test_the_readme_counts_the_exercises():
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf8")
    assert f"{len(TASKS)} exercises" in readme


@every_task
def test_counts_have_no_64_bits_for_in_a_browser_places_have_32(task, monkeypatch):
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
        inputs = task.draw(seed)
        for function in (task.solution, *task.mistakes.values()):
            with contextlib.suppress(ValueError, TypeError, IndexError), np.errstate(all="ignore"):
                function(*copy.deepcopy(inputs).values())
