"""A cause is named only if it alone explains a wrong answer: draws tell an exercise's mistakes apart."""

import itertools

import numpy as np
import pytest

from helpers.exercises.causes import RESULTS, anywhere, likely, outcome_of
from helpers.exercises.equality import same
from helpers.exercises.judge import judge
from helpers.exercises.run import Outcome
from helpers.exercises.task import all_tasks, task
from tests.exercises.test_judge import mix
from tests.exercises.test_judge import task as mixing

SEEDS = 20
every_task = pytest.mark.parametrize("name", all_tasks())


def told_apart(task, functions):
    """The pairs of functions that give the same on all draws. -> list of two names"""
    left = list(itertools.combinations(functions, 2))
    for seed in range(SEEDS):
        inputs = task.draw(seed)
        found = {name: outcome_of(each, inputs, len(task.gives) > 1) for name, each in functions.items()}
        left = [(a, b) for a, b in left if same(found[a], found[b], task.tolerance)]
    return left


@every_task
def test_draws_tell_all_known_mistakes_and_the_solution_apart(name):
    exercise = task(name)
    assert told_apart(exercise, {"the solution": exercise.solution} | exercise.mistakes) == []


@every_task
def test_two_mistakes_at_once_are_both_named_or_one_of_them(name):
    exercise = task(name)
    known = list(exercise.doubles.items())
    for pair, mistake in known[:: max(1, len(known) // 12)]:
        found = judge(exercise, mistake, seed=3)
        named = any(sentence in found.cause for sentence in pair)
        assert found.right or not found.cause or named or found.cause in exercise.mistakes


def test_a_cause_that_two_mistakes_explain_is_not_named():
    twins = mixing(
        mistakes={
            "You took the mean.": lambda weights, value: np.tile(value.mean(axis=0), (3, 1)),
            "You gave all words the same weight.": lambda weights, value: np.full((3, 4), 1 / 4) @ value,
        }
    )
    answer = twins.mistakes["You took the mean."]
    assert judge(twins, answer).right is False and judge(twins, answer).cause == ""


def test_more_is_drawn_until_two_mistakes_are_told_apart():
    """The two differ on inputs that are drawn seldom; the check does not stop at the first three draws."""
    rare = mixing(
        inputs=lambda rng: {"weights": rng.integers(0, 8), "value": rng.normal()},
        solution=lambda weights, value: value,
        mistakes={
            "You doubled it.": lambda weights, value: 2 * value,
            "You doubled it, and tripled it at 7.": lambda weights, value: (3 if weights == 7 else 2) * value,
        },
    )
    causes = {judge(rare, lambda weights, value: 2 * value, seed=seed).cause for seed in range(0, 400, 40)}
    assert causes <= {"You doubled it.", ""} and "You doubled it." in causes


def test_two_mistakes_in_different_steps_are_both_named():
    exercise = task("all-words-at-once")

    def answer(Q, K, V):
        raised = np.exp(Q @ K.T / K.shape[1])
        return raised / raised.sum(axis=0) @ V

    cause = judge(exercise, answer).cause
    assert cause.startswith("two mistakes at once. You divided by d_k") and "down the columns" in cause


def test_of_several_pairs_only_what_they_share_is_said():
    pairs = {("A.", "B."): mix, ("A.", "C."): mix}
    tries = [(inputs := mixing().draw(0), Outcome(mix(**inputs)))]
    wrong = mixing(solution=lambda weights, value: 2 * weights @ value, mistakes={}, doubles=pairs)
    assert likely(wrong, tries) == "two mistakes at once. One of them: A."


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (lambda weights, value: (weights @ value)[0], "Only the first row came back. Does `return` stand"),
        (lambda weights, value: (weights @ value)[:-1], "The last row is missing"),
        (lambda weights, value: -(weights @ value), "The sign is turned"),
        (lambda weights, value: (weights @ value).astype(int), "You cut the decimals off"),
        (
            lambda weights, value: (weights @ value)[None],
            "The numbers are right, but they lie in a table with",
        ),
    ],
)
def test_what_can_go_wrong_in_any_exercise_is_named(answer, cause):
    assert judge(mixing(mistakes={}), answer).cause.startswith(cause)


def test_an_input_in_the_place_of_another_is_named():
    exercise = task("undo-the-norm")
    found = anywhere(exercise)["means seems to stand where deviations belongs."]
    assert judge(exercise, found).cause == "means seems to stand where deviations belongs."


def test_changes_of_a_result_are_told_apart():
    for result in (
        np.random.default_rng(1).normal(size=(3, 4)) * 5,
        np.random.default_rng(2).normal(size=4) * 5,
    ):
        made = {
            name: outcome_of(lambda change=change, result=result: change(result), {})
            for name, change in RESULTS.items()
        }
        made = {name: each for name, each in made.items() if each.error is None}
        for name, other in itertools.combinations(made, 2):
            assert not same(made[name], made[other], 1e-4), (name, other)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("whole-multi-head-attention", lambda *given: whole(*given, root=lambda K, V: np.sqrt(V.shape[1]))),
        ("newest-word", lambda X, W_query, W_key, W_value: newest_of(X, W_query, W_key, W_value, X[:-1])),
        ("row-alarms", lambda weights: (weights.sum(axis=-1) < 1 - 1e-9).any(axis=-1)),
        (
            "later-word-alarms",
            lambda versions, Q, K, V: [alarm_in(attend, Q, K, V, 0) for attend in versions],
        ),
        (
            "later-word-alarms",
            lambda versions, Q, K, V: [alarm_in(attend, Q, K, V, -2) for attend in versions],
        ),
        ("large-but-mute", lambda weights, toward: one_pushes(weights, toward)),
        ("silence-a-head", lambda concatenated, n_heads, head: first_head_silent(concatenated, n_heads)),
        ("look-back", lambda scaled_scores, back: task("look-back").solution(scaled_scores, 1)),
        ("without-one", lambda weights, values, place: task("without-one").solution(weights, values, 0)),
    ],
)
def test_a_short_cut_is_never_accepted(name, answer):
    assert not any(judge(task(name), answer, seed=50 * seed).right for seed in range(40))


def softmax(scores):
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


def whole(X, W_query, W_key, W_value, W_out, root):
    z = []
    for head in range(len(W_query)):
        Q, K, V = X @ W_query[head], X @ W_key[head], X @ W_value[head]
        z.append(softmax(Q @ K.T / root(K, V)) @ V)
    return np.concatenate(z, axis=1) @ W_out


def newest_of(X, W_query, W_key, W_value, asked):
    q = X[-1] @ W_query
    return softmax(asked @ W_key @ q / np.sqrt(len(q))) @ (asked @ W_value)


def alarm_in(attend, Q, K, V, row):
    K_new, V_new = K.copy(), V.copy()
    K_new[-1] += 1
    V_new[-1] += 1
    return not np.allclose(attend(Q, K, V)[row], attend(Q, K_new, V_new)[row])


def one_pushes(weights, toward):
    V = np.zeros((len(weights), 2))
    V[weights.argmin()], V[weights.argmax()] = toward, (-toward[1], toward[0])
    return V


def first_head_silent(concatenated, n_heads):
    silenced = concatenated.copy()
    silenced[:, : concatenated.shape[1] // n_heads] = 0
    return silenced


@pytest.mark.parametrize(
    ("name", "answer", "cause"),
    [
        (
            "one-number",
            lambda x, W, column: sum(x[i] * W[i, column] for i in range(len(x) - 1)),
            "left out the last",
        ),
        (
            "a-fair-test",
            lambda right: right[right.mean(axis=1).argmax(), right.shape[1] // 2 :].mean(),
            "You chose on all sentences, those of the test among them",
        ),
        ("from-query-to-z", lambda q, keys, values: softmax(q @ keys / len(q) ** 0.5) @ values, "q @ keys.T"),
        (
            "push-without-each",
            lambda z, W_out, toward: [
                z[h] @ W_out[:, z.shape[1] * h : z.shape[1] * (h + 1)] @ toward for h in range(len(z))
            ],
            "not only its own",
        ),
    ],
)
def test_a_cause_that_was_wrong_is_the_true_one(name, answer, cause):
    for seed in range(10):
        assert cause in judge(task(name), answer, seed=seed).cause


def test_a_cause_names_no_size_that_the_learner_did_not_use():
    """Only a division by 8 speaks of 64, and draws tell it from all other divisions."""
    for name in all_tasks():
        for sentence in task(name).mistakes:
            assert "64" not in sentence or "divided by 8" in sentence, sentence
