import numpy as np
import pytest

from helpers.exercises import compare, lessons, predict, predictions

SUMS = {"ask": "What is each sum?", "options": [["1", "A share of one whole."], ["0", "Never."]], "more": "b"}


def which_sums(rows):
    return {1.0: "1", 0.0: "0"}.get(float(np.unique(np.round(rows, 6))[0])) if len(rows) else None


@pytest.fixture(autouse=True)
def questions(monkeypatch):
    options = [["only z", "Weights come from q and k."], ["the weights", "v is not in them."]]
    entry = {"ask": "You double v. What changes?", "options": options}
    monkeypatch.setattr(lessons, "entries", lambda: [(1, "double", entry), (1, "sums", SUMS)])
    monkeypatch.setattr(lessons, "answers", lambda: {"sums": which_sums})
    predictions._all_questions.cache_clear()
    predictions.forget()
    yield
    predictions._all_questions.cache_clear()
    predictions.forget()


def test_a_guess_is_recorded_and_compared_with_the_computed_answer():
    asked, answer = predict("double"), compare("double", "only z")
    assert "only z" not in answer.text.value  # nothing is given away before the guess
    asked.choice.value = "the weights"
    assert predictions.guess_of("double") == "the weights"
    assert answer.text.value == "You guessed: the weights. Computed: only z."
    assert answer.why.value == "v is not in them. Weights come from q and k."


def test_the_answer_can_be_shown_without_a_guess():
    answer = compare("double", "only z")
    answer.show_button.click()
    assert answer.text.value == "Computed: only z."
    assert predictions.guess_of("double") is None


def test_a_guess_outlives_running_the_cell_again():
    predict("double").choice.value = "only z"
    assert predict("double").choice.value == "only z"
    assert compare("double", "only z").text.value.startswith(
        "You guessed: only z. That is what the numbers say."
    )


def test_without_widgets_the_question_and_every_option_can_be_read():
    data, _ = predict("double")._repr_mimebundle_()
    assert data["text/markdown"] == "**Predict:** You double v. What changes?\n\n- only z\n- the weights"


@pytest.mark.parametrize(
    "call",
    [
        lambda: predict("triple"),
        lambda: compare("triple", "z"),
        lambda: predictions.record("double", "z"),
    ],
)
def test_unknown_names_and_answers_say_what_is_known(call):
    with pytest.raises(ValueError, match="choose one of '?(double|only z)"):
        call()


def test_a_name_used_twice_is_refused(monkeypatch):
    again = {"ask": "Again?", "options": [["yes", "no"]]}
    twice = [*lessons.entries(), (2, "double", again)]
    monkeypatch.setattr(lessons, "entries", lambda: twice)
    predictions._all_questions.cache_clear()
    with pytest.raises(ValueError, match="Two questions are called 'double'"):
        predict("double")


def test_an_answer_that_no_option_foresaw_is_said_as_it_is():
    predict("double").choice.value = "only z"
    answer = compare("double", "nothing at all")
    assert answer.text.value == "You guessed: only z. Computed: nothing at all."
    assert "None of the offered answers" in answer.why.value


def test_what_was_measured_decides_which_answer_is_right():
    assert predictions.question("sums").more == "b" and predictions.question("double").more == ""
    for measured, right in [([1.0, 1.0], "1"), (np.zeros(3), "0"), ([0.25, 0.25], "0.25, 0.25"), ([], "")]:
        predictions.forget()
        predict("sums").choice.value = "1"
        answer = compare("sums", measured)
        assert answer.right == right
        assert ("None of the offered answers" in answer.why.value) == (right not in ("0", "1"))


def test_the_stored_answer_is_folded_away():
    data, _ = compare("double", "only z")._repr_mimebundle_()
    assert (
        data["text/markdown"].startswith("<details><summary>Computed answer</summary>")
        and "only z" in data["text/markdown"]
    )
