"""The card of an exercise, its buttons, what a check leaves behind, and the progress panel."""

import json
import subprocess
import sys

import ipywidgets
import pytest

from helpers import settings
from helpers.exercises import (
    cards,
    check,
    exercise,
    hint,
    predict,
    predictions,
    progress,
    show_progress,
    solution,
)
from helpers.exercises.task import task

NAME = "score-one-pair"


@pytest.fixture(autouse=True)
def nothing_done(tmp_path, monkeypatch):
    monkeypatch.setenv("ATTENTION_COURSE_DATA", str(tmp_path))
    cards._hints_seen.clear()
    cards._said_once.clear()
    predictions.forget()
    yield
    predictions.forget()


def right(q, k):
    return q @ k


def test_each_press_gives_one_more_hint_and_the_last_one_stays():
    card, hints = exercise(NAME), task(NAME).hints
    assert card.hint_line.value == ""
    for place, text in enumerate([*hints, hints[-1]], start=1):
        card.hint_button.click()
        assert card.hint_line.value == f"Hint {min(place, len(hints))} of {len(hints)}: {text}"


def test_hints_can_be_asked_for_in_code():
    assert hint(NAME).plain.startswith("Hint 1 of ") and hint(NAME).plain.startswith("Hint 2 of ")


def test_the_solution_is_shown_only_when_it_is_asked_for():
    card = exercise(NAME)
    source = task(NAME).source
    assert source not in card.plain + card.markdown and card.solution_line.value == ""
    card.solution_button.click()
    assert card.solution_line.value == source == solution(NAME).plain


@pytest.mark.parametrize("call", [exercise, hint, solution, lambda name: check(name, right)])
def test_an_unknown_name_is_told_what_there_is(call):
    with pytest.raises(ValueError, match=f"no exercise 'nothing': choose one of .*{NAME}"):
        call("nothing")


def test_words_of_the_learner_are_never_markdown():
    def answer(q, k):
        raise ValueError("<img src=x onerror=alert(1)> **bold**")

    data, _ = check(NAME, answer)._repr_mimebundle_()
    assert "<img" in data["text/plain"] and "text/markdown" not in data and "text/html" not in data


def test_a_right_answer_is_remembered_by_another_kernel_and_a_wrong_one_is_not():
    panel = show_progress(3)
    assert "0 of" in panel.here.value.split(",")[1]
    check(NAME, lambda q, k: q + k)
    check(NAME, lambda q, k: ...)
    assert progress.done("exercises") == set()
    check(NAME, right)
    assert f"exercise {cards.number(task(NAME))}" not in panel.left.value
    code = "from helpers.exercises import show_progress; print(show_progress(3).here.value)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == panel.here.value
    assert " 1 of" in panel.here.value.split(",")[1]


def test_a_guess_counts_but_is_not_written_down():
    panel = show_progress(5)
    card = predict("double-v")
    card.choice.value = "only z"
    assert ": 1 of" in panel.here.value
    kept = json.dumps(settings.read("progress"))
    assert "double-v" in kept and "only z" not in kept


def test_forgetting_needs_two_presses():
    check(NAME, right)
    predict("double-v").choice.value = "only z"
    panel = show_progress(3)
    panel.forget_button.click()
    assert progress.done("exercises") == {NAME} and "Press again" in panel.forget_button.description
    panel.forget_button.click()
    assert progress.done("exercises") == progress.done("predictions") == set()
    assert predictions.guess_of("double-v") is None
    assert panel.forget_button.description == "Forget my progress" and settings.read("progress") == {}


@pytest.mark.parametrize(
    "broken",
    [
        '{"exercises": 3}',
        '{"exercises": [3, null, "score-one-pair"]}',
        "[",
        '{"exercises": ["gone-long-ago"]}',
    ],
)
def test_a_file_that_is_broken_or_old_does_not_block(broken, tmp_path):
    progress.note("exercises", NAME)
    file = next(path for path in tmp_path.rglob("*") if path.is_file())
    file.write_text(broken)
    panel = show_progress(3)
    check(NAME, right)
    assert progress.done("exercises") >= {NAME} and " 1 of" in panel.here.value.split(",")[1]


def test_a_folder_that_cannot_be_written_is_said_and_does_not_block(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ATTENTION_COURSE_DATA", str(tmp_path / "file"))
    panel = show_progress(3)
    check(NAME, right)
    assert progress.done("exercises") == {NAME} and "until this kernel ends" in panel.trouble.value
    settings.forget("progress")


def groups(name):
    """The two groups of a card: what a function takes, and below it what it returns."""
    return [part for part in exercise(name).children if "hv-group" in getattr(part, "_dom_classes", ())]


def test_inputs_stand_above_the_output_each_with_its_names_and_shapes_in_code_type_and_its_numbers():
    given, wanted = groups(NAME)
    for group, arguments, word in ((given, task(NAME).takes, "Input"), (wanted, task(NAME).gives, "Output")):
        heading, told, *shown = group.children
        assert heading.value.startswith(word)
        names, said = told.children[::2], [each.children for each in told.children[1::2]]
        assert [name.value for name in names] == list(arguments)
        assert ["".join(one.value for one in each) for each in said] == list(arguments.values())
        assert all("hv-code" in name._dom_classes for name in names)
        shapes = [["hv-code" in one._dom_classes for one in each] for each in said]
        assert all(each == ([True, False] if word == "Input" else [False]) for each in shapes)
        assert {panel.title for view in shown for panel in view.frame.panels} == set(arguments)


def test_a_card_reads_nothing_as_markup():
    bad = "<img src=x onerror=alert(1)>"
    told = cards._group("Input", {bad: f"[{bad}], {bad}"}).children[1]
    lines = [told.children[0], *told.children[1].children]
    assert [type(each) for each in lines] == [ipywidgets.Label] * 3
    assert [each.value for each in lines] == [bad, f"[{bad}]", f", {bad}"]


def test_an_input_that_no_picture_can_show_is_said_in_words():
    lines = [each.value for each in groups("later-word-alarms")[0].children if hasattr(each, "value")]
    assert "versions = as_it_should_be, mask_after_softmax, zero_for_infinity, no_mask" in lines


def test_how_to_try_it_by_hand_is_said_once_in_a_session():
    said = [check(NAME, lambda q, k: q + k).plain for _ in range(3)]
    assert [cards.TRY_IT in plain for plain in said] == [True, False, False]
