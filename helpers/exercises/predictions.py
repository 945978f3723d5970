"""Predict first, then see: a guess is recorded before a slider, and compared with what is computed after it.

The questions stand in the questions.toml of each lesson:

    [name-of-the-question]
    ask = "What happens when …?"
    options = [
        ["first answer", "why someone thinks so, and what is true"],
        ["second answer", "…"],
    ]

Guesses live in the memory of this session only; they are written nowhere. That a question was
answered, and not how, is remembered by the progress panel.
"""

import functools
from dataclasses import dataclass

import ipywidgets

from helpers.exercises import lessons, progress
from helpers.exercises.card import Card, button, line


@dataclass(frozen=True)
class Question:
    """ask: the question; options: dict of answer: a sentence about it, in the order they are shown in."""

    name: str
    notebook: int
    ask: str
    options: dict


_guesses = {}
_listeners = {}


def guess_of(name):
    """What was guessed for a question in this session. -> str or None"""
    question(name)
    return _guesses.get(name)


def record(name, guess):
    """Record a guess. Raises ValueError: an answer that the question does not offer."""
    asked = question(name)
    if guess not in asked.options:
        raise ValueError(
            f"{guess!r} is not an answer to {name!r}: choose one of {', '.join(map(repr, asked.options))}."
        )
    _guesses[name] = guess
    progress.note("predictions", name)
    for listener in list(_listeners.get(name, [])):
        listener()


def forget():
    """Forget every guess of this session."""
    _guesses.clear()


def questions():
    """Every question of the course. -> dict of name: Question"""
    return _all_questions()


@functools.lru_cache(maxsize=None)
def _all_questions():
    asked = {}
    for notebook, name, entry in lessons.entries():
        if name in asked:
            raise ValueError(f"Two questions are called {name!r}: give each its own name.")
        asked[name] = Question(name, notebook, entry["ask"], dict(entry["options"]))
    return asked


def question(name):
    """Look a question up by its name. -> Question.  Raises ValueError: no such question."""
    if name not in _all_questions():
        raise ValueError(f"There is no question {name!r}: choose one of {', '.join(_all_questions())}.")
    return _all_questions()[name]


def predict(name):
    """Ask for a guess before the answer is computed. -> a widget with the question and its options."""
    return Prediction(question(name))


def compare(name, right):
    """Compare the guess with the answer that was computed. right: the answer that proved true -> a widget.

    A learner may have changed the numbers above it, so an answer that no option foresaw is said as it is.
    Raises ValueError: no such question.
    """
    return Comparison(question(name), str(right))


class Prediction(Card):
    """A question with its options; choosing one records it."""

    def __init__(self, asked):
        self.question = asked
        self.choice = ipywidgets.RadioButtons(
            options=list(asked.options), index=None, layout={"width": "auto"}
        )
        self.choice.add_class("hv-controls")
        self.status = line("")
        if asked.name in _guesses:
            self.choice.value = _guesses[asked.name]
            self._say()
        self.choice.observe(self._chosen, "value")
        listed = "\n".join(f"- {option}" for option in asked.options)
        super().__init__(
            [line(f"Predict: {asked.ask}", "hv-strong"), self.choice, self.status],
            f"Predict: {asked.ask}\n\n{listed}",
            f"**Predict:** {asked.ask}\n\n{listed}",
        )

    def _chosen(self, change):
        if change["new"] is not None:
            record(self.question.name, change["new"])
            self._say()

    def _say(self):
        self.status.value = "Your guess is recorded. Read on: it is compared further down."


class Comparison(Card):
    """The guess beside the computed answer. It waits for a guess, or for "Show the answer"."""

    def __init__(self, asked, right):
        self.question, self.right = asked, right
        self.text = line("")
        self.why = line("")
        self.show_button = button("Show the answer", "See what was computed, without a guess", self._show)
        _listeners.setdefault(asked.name, []).append(self._show)
        others = "\n".join(f"- *{option}*: {why}" for option, why in asked.options.items())
        # no spoiler on the page
        folded = f"<details><summary>Computed answer</summary>\n\n**{right}**\n\n{others}\n\n</details>"
        super().__init__([self.text, self.why, self.show_button], f"Computed answer: {right}", folded)
        if asked.name in _guesses:
            self._show()
        else:
            self.text.value = f"No guess yet for: {asked.ask}"

    def _show(self):
        guess = _guesses.get(self.question.name)
        verdict = (
            ""
            if guess is None
            else f"You guessed: {guess}. " + ("That is what the numbers say. " if guess == self.right else "")
        )
        self.text.value = f"{verdict}Computed: {self.right}."
        told = [self.right] if guess in (None, self.right) else [guess, self.right]
        unforeseen = "None of the offered answers says this; did a number above change?"
        self.why.value = " ".join(self.question.options.get(option, unforeseen) for option in told)
        self.show_button.layout.display = "none"
