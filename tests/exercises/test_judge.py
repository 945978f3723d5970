"""What a check says of answers that are wrong in every way a learner can think of."""

import itertools
import re
import sys
import threading

import numpy as np
import pytest

from helpers.exercises.judge import judge
from helpers.exercises.task import DRAWS, Task


def mix(weights, value):
    return weights @ value


def task(**changes):
    given = {
        "name": "mix",
        "notebook": 5,
        "minutes": 2,
        "level": "easy",
        "goal": "Mix.",
        "takes": {"weights": "[n_queries, n_keys]", "value": "[n_keys, d_v]"},
        "gives": {"context": "[n_queries, d_v]"},
        "inputs": lambda rng: {"weights": rng.dirichlet(np.ones(4), size=3), "value": rng.normal(size=(4, 2))},
        "solution": mix,
        "mistakes": {
            "You multiplied by a transpose.": lambda weights, value: (value.T @ weights.T),
            "You took the mean.": lambda weights, value: np.tile(value.mean(axis=0), (len(weights), 1)),
            "You put them in the wrong order.": lambda weights, value: value @ weights,
        },
        "hints": ("Use @.",),
    }
    return Task(**given | changes)


def said(answer, **options):
    found = judge(task(), answer, **options)
    assert found.right is False
    return " ".join(found.said)


def test_a_right_answer_is_tried_on_new_inputs_each_time():
    seen = []
    assert judge(task(), lambda weights, value: (seen.append(value), weights @ value)[1]).right
    assert len(seen) == DRAWS and len({value.tobytes() for value in seen}) == DRAWS


@pytest.mark.parametrize("answer", [..., lambda weights, value: ...])
def test_a_stub_was_not_attempted(answer):
    assert judge(task(), answer).right is None


def test_a_wrong_shape_shows_both_shapes_and_the_cause():
    found = judge(task(), lambda weights, value: (weights @ value).T)
    assert found.said == ("Expected shape [3, 2], got [2, 3].",)
    assert found.cause == "You multiplied by a transpose."


def test_the_first_wrong_cell_is_told_with_both_values():
    def nearly(weights, value):
        given = weights @ value
        given[1, 1] = given[2, 0] = 7
        return given

    found = judge(task(), nearly, seed=5)
    right = found.inputs["weights"] @ found.inputs["value"]
    assert found.said == (f"Expected {right[1, 1]:.4g} at [1, 1], got 7 (2 of 6 numbers differ).",)
    assert found.cause == ""
    np.testing.assert_array_equal(found.expected, right)
    assert found.given[2, 0] == 7


def test_a_mistake_must_explain_every_draw():
    """On one of the inputs the numbers agree with a mistake; on the others they do not."""
    calls = itertools.count()

    def sometimes(weights, value):
        return np.tile(value.mean(axis=0), (3, 1)) if next(calls) == 0 else weights @ value + 1

    assert judge(task(), sometimes).cause == ""


def test_an_exception_is_said_with_its_line_and_with_what_was_given():
    def answer(weights, value):
        nothing = len(weights) - 3
        return value / [1 // nothing]

    text = said(answer)
    assert "Your function stopped in this line: return value / [1 // nothing]" in text
    assert "ZeroDivisionError" in text and "weights an array of shape [3, 4], value an array of shape [4, 2]" in text


def test_the_wrong_order_that_cannot_be_multiplied_is_named():
    found = judge(task(), lambda weights, value: value @ weights)
    assert "ValueError" in " ".join(found.said) and found.cause == "You put them in the wrong order."


def test_sizes_that_do_not_fit_are_said_in_plain_words():
    found = judge(task(), lambda weights, value: weights @ value.T)
    text = " ".join(found.said)
    assert "the left side has rows of 4 numbers, the right side columns of 2 numbers." in text
    assert "gufunc" not in text and ".T may be missing" in found.cause
    assert "the shapes (3,4) (4,2) do not fit number for number" in said(lambda weights, value: weights * value)


@pytest.mark.parametrize("answer", [lambda weights: weights, lambda: 0, lambda a, b, c: a])
def test_a_function_that_cannot_be_called_is_told_its_arguments(answer):
    assert "could not be called" in said(answer) and "2 arguments: weights, value" in said(answer)


def test_something_that_is_no_function_is_refused():
    assert said(np.ones((3, 2))) == "check needs your function itself, without brackets: got an array of shape [3, 2]."


def test_nan_is_told_where_it_stands():
    def answer(weights, value):
        given = weights @ value
        given[2, 1] = np.nan
        return given

    assert "at [2, 1], got nan" in said(answer)


def test_an_input_that_was_changed_is_told():
    def answer(weights, value):
        value *= 2
        return weights @ (value / 2)

    assert "changed its input value" in said(answer)


def test_changing_an_input_does_not_change_what_is_compared():
    def answer(weights, value):
        weights[:] = 0
        return np.zeros((3, 2))

    found = judge(task(), answer)
    assert found.right is False and found.inputs["weights"].any()


def forever_plain():
    while True:
        pass


def forever_in_one_line():
    return [0 for number in itertools.count() if number < 0]


def forever_that_catches_exceptions():
    while True:
        try:
            sum(range(10))
        except Exception:
            pass


def forever_in_a_call():
    forever_plain()


def forever_by_recursion(depth=0):
    return forever_by_recursion(depth + 1)


@pytest.mark.parametrize(
    "loop", [forever_plain, forever_in_one_line, forever_that_catches_exceptions, forever_in_a_call], ids=lambda one: one.__name__
)
def test_an_endless_loop_is_stopped(loop):
    threads, trace = threading.active_count(), sys.gettrace()
    text = said(lambda weights, value: loop(), limit=0.1)
    assert "not done after 0.1 seconds" in text
    assert threading.active_count() == threads and sys.gettrace() is trace


def test_endless_recursion_is_a_sentence():
    assert "RecursionError" in said(lambda weights, value: forever_by_recursion())


def test_values_that_look_alike_are_told_with_more_digits():
    found = judge(task(), lambda weights, value: (weights @ value) * 1.0005)
    one, other = re.match(r"Expected (\S+) at .*, got (\S+) ", found.said[0]).groups()
    assert one != other and abs(float(other) / float(one) - 1.0005) < 0.0006


def test_two_results_are_compared_by_name():
    both = task(
        gives={"scores": "[3, 2]", "total": "one number"},
        solution=lambda weights, value: (weights @ value, (weights @ value).sum()),
        mistakes={"You took the mean.": lambda weights, value: (weights @ value, (weights @ value).mean())},
    )
    assert judge(both, lambda w, v: [w @ v, float((w @ v).sum())]).right
    found = judge(both, lambda w, v: (w @ v, (w @ v).mean()))
    assert found.said[0].startswith("total: expected ") and found.cause == "You took the mean."
    assert "Expected 2 results, scores, total: got an array of shape [3, 2]" in judge(both, mix).said[0]


def test_many_answers_can_be_right():
    def judged(weights, value, given):
        return "" if given @ given > 1 else "Your vector is shorter than 1."

    longer = task(judge=judged, solution=lambda weights, value: np.array([3.0, 0.0]), mistakes={})
    assert judge(longer, lambda w, v: np.array([0.0, -2.0])).right
    assert judge(longer, lambda w, v: [0.1, 0.1]).said == ("Your vector is shorter than 1.",)
    assert judge(longer, lambda w, v: np.zeros(3)).said == ("Expected shape [2], got [3].",)


def test_text_and_truth_can_be_answers():
    words = task(solution=lambda weights, value: "it", mistakes={"You named the key.": lambda weights, value: "animal"})
    assert judge(words, lambda w, v: "it").right
    found = judge(words, lambda w, v: "animal")
    assert found.said == ("Expected 'it', got 'animal'.",) and found.cause == "You named the key."
    truth = task(solution=lambda weights, value: True)
    assert judge(truth, lambda w, v: np.bool_(True)).right
    assert judge(truth, lambda w, v: False).said == ("Expected True, got False.",)


@pytest.mark.parametrize("value", [-np.inf, 1e30, 1e-30])
def test_infinite_and_extreme_numbers_are_compared(value):
    one = task(solution=lambda *inputs: np.array([value, 1.0]), mistakes={})
    assert judge(one, lambda w, v: np.array([value, 1.0])).right
    assert judge(one, lambda w, v: np.array([value, 1.1])).right is False
    if np.isinf(value):
        assert judge(one, lambda w, v: np.array([-1e9, 1.0])).right is False
