"""What a check says of answers that are wrong in every way a learner can think of."""

import fractions
import functools
import itertools
import re
import signal
import sys
import threading
import time

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
        "inputs": lambda rng: {
            "weights": rng.dirichlet(np.ones(4), size=3),
            "value": rng.normal(size=(4, 2)),
        },
        "solution": mix,
        "mistakes": {
            "You multiplied by a transpose.": lambda weights, value: value.T @ weights.T,
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
    first = task().draw(7)["value"]

    def sometimes(weights, value):
        mean = np.tile(value.mean(axis=0), (3, 1))
        return mean if np.array_equal(value, first) else np.sin(weights @ value)

    assert judge(task(), sometimes, seed=7).cause == ""


def test_what_is_kept_from_call_to_call_is_named():
    calls, kept = itertools.count(), []
    for answer in (
        lambda weights, value: weights @ value + next(calls),
        lambda weights, value: (kept.append(weights @ value), kept[0])[1],
    ):
        found = judge(task(), answer)
        assert found.right is False and (
            "keeps something" in found.cause or "whatever it is given" in found.cause
        )


def test_a_result_that_does_not_depend_on_the_inputs_is_named():
    assert "use its arguments" in judge(task(), lambda weights, value: np.ones((3, 2))).cause


def test_what_all_numbers_have_in_common_is_said_where_no_mistake_is_known():
    assert judge(task(), lambda weights, value: weights @ value * 1.7).cause.startswith(
        "every number is 1.7 times"
    )
    assert judge(task(), lambda weights, value: weights @ value - 2).cause == "every number is 2 too small."


def test_an_exception_is_said_with_its_line_and_with_what_was_given():
    def answer(weights, value):
        nothing = len(weights) - 3
        return value / [1 // nothing]

    text = said(answer)
    assert "Your function stopped in this line: return value / [1 // nothing]" in text
    assert (
        "ZeroDivisionError" in text
        and "weights an array of shape [3, 4], value an array of shape [4, 2]" in text
    )


def test_the_wrong_order_that_cannot_be_multiplied_is_named():
    found = judge(task(), lambda weights, value: value @ weights)
    assert "ValueError" in " ".join(found.said) and found.cause == "You put them in the wrong order."


def test_sizes_that_do_not_fit_are_said_in_plain_words():
    found = judge(task(), lambda weights, value: weights @ value.T)
    text = " ".join(found.said)
    assert "the left side has rows of 4 numbers, the right side columns of 2 numbers." in text
    assert "gufunc" not in text and "a .T may be missing" in text and found.cause == ""  # a guess is no cause
    assert "the shapes (3,4) (4,2) do not fit number for number" in said(
        lambda weights, value: weights * value
    )


@pytest.mark.parametrize("answer", [lambda weights: weights, lambda: 0, lambda a, b, c: a])
def test_a_function_that_cannot_be_called_is_told_its_arguments(answer):
    assert "could not be called" in said(answer) and "2 arguments: weights, value" in said(answer)


def test_something_that_is_no_function_is_refused():
    assert (
        said(np.ones((3, 2)))
        == "check needs your function itself, without brackets: got an array of shape [3, 2]."
    )


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
    "loop",
    [forever_plain, forever_in_one_line, forever_that_catches_exceptions, forever_in_a_call],
    ids=lambda loop: loop.__name__,
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
    wanted, other = re.match(r"Expected (\S+) at .*, got (\S+) ", found.said[0]).groups()
    assert wanted != other and abs(float(other) / float(wanted) - 1.0005) < 0.0006


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
    words = task(
        solution=lambda weights, value: "it", mistakes={"You named the key.": lambda weights, value: "animal"}
    )
    assert judge(words, lambda w, v: "it").right
    found = judge(words, lambda w, v: "animal")
    assert found.said == ("Expected 'it', got 'animal'.",) and found.cause == "You named the key."
    truth = task(solution=lambda weights, value: True)
    assert judge(truth, lambda w, v: np.bool_(True)).right
    assert judge(truth, lambda w, v: False).said == ("Expected True, got False.",)


@pytest.mark.parametrize("value", [-np.inf, 1e30, 1e-30])
def test_infinite_and_extreme_numbers_are_compared(value):
    exercise = task(solution=lambda *inputs: np.array([value, 1.0]), mistakes={})
    assert judge(exercise, lambda w, v: np.array([value, 1.0])).right
    assert judge(exercise, lambda w, v: np.array([value, 1.1])).right is False
    if np.isinf(value):
        assert judge(exercise, lambda w, v: np.array([-1e9, 1.0])).right is False


class Refuses:
    """Whatever is asked of it, it raises."""

    def refuse(self, *arguments):
        raise RuntimeError("no")

    __array__ = __repr__ = __str__ = __deepcopy__ = __copy__ = __eq__ = __len__ = __iter__ = __float__ = (
        refuse
    )
    __hash__ = None


class Tensor:
    """As much of torch as is touched: no numpy from bfloat16, none from what needs a gradient."""

    def __init__(self, array, dtype="torch.float32", needs_gradient=True):
        self.array, self.dtype, self.needs_gradient = array, dtype, needs_gradient

    def detach(self):
        return Tensor(self.array, self.dtype, False)

    def cpu(self):
        return self

    def float(self):
        return Tensor(self.array, "torch.float32", self.needs_gradient)

    def numpy(self):
        if self.needs_gradient or self.dtype == "torch.bfloat16":
            raise RuntimeError("cannot")
        return self.array.astype(np.float32)

    def __array__(self, *arguments, **options):
        return self.numpy()

    def __len__(self):
        return len(self.array)


class Frame:
    """As much of pandas as is touched."""

    def __init__(self, array):
        self.array = array

    def __array__(self, dtype=None, copy=None):
        return self.array


async def waits(weights, value):
    return weights @ value


def yields(weights, value):
    yield from weights @ value


def no_end():
    rows = [1.0]
    rows.append(rows)
    return rows


ODD = {
    "generator": (lambda w, v: (a for a in w @ v), "a generator, which has made no numbers yet"),
    "yield": (yields, "end with return in place of yield"),
    "async": (waits, "a coroutine, which has not run: write def in place of async def"),
    "map": (
        lambda w, v: map(sum, w @ v),
        "a map object, which has made no numbers yet: put list(…) around it",
    ),
    "zip": (lambda w, v: zip(*(w @ v)), "a zip object"),
    "function": (lambda w, v: np.dot, "its brackets are missing"),
    "class": (lambda w, v: Refuses, "got a type"),
    "set": (lambda w, v: {1, 2}, "got a set of 2"),
    "dict": (lambda w, v: {"a": 1}, "got a dict of 1"),
    "complex": (lambda w, v: (w @ v) + 0j, "got complex numbers, shape [3, 2]"),
    "dates": (lambda w, v: np.zeros((3, 2), "datetime64[D]"), "got dates"),
    "records": (lambda w, v: np.zeros(3, [("a", float)]), "got records"),
    "bytes": (lambda w, v: b"abc", "got bytes"),
    "masked": (
        lambda w, v: np.ma.masked_less(w @ v, 99),
        "got a masked array, in which some numbers are hidden",
    ),
    "text in array": (lambda w, v: (w @ v).astype(str), "got an array of texts, shape [3, 2]"),
    "texts": (lambda w, v: [["1", "2"]] * 3, "got an array of texts, shape [3, 2]"),
    "object array": (lambda w, v: np.array([[{}, {}]] * 3), "got an array of a dict of 0 and more"),
    "ragged": (lambda w, v: [[1, 2], [1]], "whose parts are not equally long"),
    "None in a list": (lambda w, v: [[None, 1]] * 3, "in which None stands"),
    "refuses": (lambda w, v: Refuses(), "got a Refuses"),
    "refuses, in a list": (lambda w, v: [Refuses()], "in which a Refuses stands"),
    "list in itself": (lambda w, v: no_end(), "got a list"),
    "huge": (lambda w, v: np.broadcast_to(1.0, (10**6, 10**6)), "far too large"),
    "large number": (lambda w, v: 10**400, "got an int"),
    "exit": (lambda w, v: sys.exit(), "asked Python to exit"),
    "SystemExit": (lambda w, v: (_ for _ in ()).throw(SystemExit(3)), "asked Python to exit"),
    "KeyboardInterrupt": (lambda w, v: (_ for _ in ()).throw(KeyboardInterrupt), "was interrupted"),
    "ufunc": (np.add, "do not fit number for number"),
    "partial": (functools.partial(mix, 1, 2), "could not be called"),
    "bound method": ([].append, "could not be called"),
    "a class as answer": (Refuses, "could not be called"),
    "still a stub": (lambda w, v: w @ ... / 2, "a … still stands where your own code belongs"),
    "recursion": (lambda w, v: forever_by_recursion(), "calls itself again and again"),
}


@pytest.mark.parametrize("answer, words", ODD.values(), ids=ODD)
@pytest.mark.filterwarnings("error")
def test_whatever_comes_back_gets_a_sentence(answer, words):
    found = judge(task(), answer)
    assert found.right is False and words in " ".join(found.said)
    assert all(len(text) < 400 and "Traceback" not in text and "0x" not in text for text in found.said)


@pytest.mark.parametrize(
    "change",
    [
        Tensor,
        lambda array: Tensor(array.round(2), "torch.bfloat16"),
        lambda array: [Tensor(row) for row in array],
        Frame,
        np.matrix,
        np.ma.array,
        lambda array: array.astype(object),
        lambda array: array.astype(np.longdouble),
        lambda array: [[fractions.Fraction(number) for number in row] for row in array.tolist()],
        lambda array: tuple(map(tuple, array)),
        np.asfortranarray,
    ],
)
def test_numbers_are_taken_from_what_holds_them(change):
    rounded = task(solution=lambda weights, value: (weights @ value).round(2))
    assert judge(rounded, lambda weights, value: change((weights @ value).round(2))).right


def test_a_stub_in_a_result_was_not_attempted():
    assert judge(task(), lambda weights, value: [..., ...]).right is None
    both = task(
        gives={"scores": "[3, 2]", "total": "one number"}, solution=lambda w, v: (w @ v, (w @ v).sum())
    )
    assert judge(both, lambda weights, value: (weights @ value, ...)).right is None


def test_numpy_is_put_back_and_the_slip_is_named():
    before = np.exp, np.linalg.norm

    def answer(weights, value):
        np.exp = np.linalg.norm = None
        return weights @ value

    assert "Your function replaced np.exp itself" in said(answer)
    assert (np.exp, np.linalg.norm) == before


def test_what_is_printed_is_shown_once_and_not_without_end(capsys):
    def answer(weights, value):
        print("shape", weights.shape)
        return weights @ value

    assert judge(task(), answer).right and capsys.readouterr().out == "shape (3, 4)\n"
    assert judge(task(), lambda weights, value: print("x" * 10**6)).right is False
    printed = capsys.readouterr().out
    assert len(printed) < 3000 and "the rest is not shown" in printed


def test_an_error_that_cannot_be_shown_gets_a_sentence():
    class Shy(Exception):
        def __str__(self):
            raise RuntimeError

    def answer(weights, value):
        raise Shy

    assert "an error that cannot even be shown" in said(answer)


def test_a_long_error_is_cut():
    assert len(said(lambda weights, value: {}["x" * 10**5])) < 500


def forever_on_one_line():
    while True: pass  # fmt: skip  # noqa: E701


def forever_asleep():
    time.sleep(60)


def forever_catching_all():
    while True:
        try:
            sum(range(10))
        except:  # noqa: E722
            pass


@pytest.mark.parametrize("loop", [forever_on_one_line, forever_asleep, forever_catching_all])
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no alarm")
def test_what_waits_or_spins_on_one_line_is_stopped(loop):
    handler = signal.getsignal(signal.SIGALRM)
    assert "not done after 0.2 seconds" in said(lambda weights, value: loop(), limit=0.2)
    assert signal.getsignal(signal.SIGALRM) is handler and signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_a_loop_on_one_line_is_stopped_without_an_alarm(monkeypatch):
    """As in the browser."""
    monkeypatch.delattr(signal, "setitimer", raising=False)
    assert "not done after 0.2 seconds" in said(lambda weights, value: forever_on_one_line(), limit=0.2)
