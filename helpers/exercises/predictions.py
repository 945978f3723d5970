"""Predict first, then see: a guess is recorded before a slider, and compared with what is computed after it.

The questions stand in the questions.toml of each lesson:

    [name-of-the-question]
    ask = "What happens when …?"
    options = [
        ["first answer", "why someone thinks so, and what is true"],
        ["second answer", "…"],
    ]
    more = "03_two_lengths_and_an_angle"   # only if it is asked in that notebook of notebooks/more

Which of them is right is decided from what was measured, by the question's function in the answers.py beside
it: ANSWERS is a dict of name: function of the value, which gives one of the options, or None if none fits.
A question without a function takes the value for the answer itself: a word, or a number.

Guesses live in the memory of this session only; they are written nowhere. That a question was
answered, and not how, is remembered by the progress panel.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import ipywidgets
import numpy as np

from helpers.exercises import lessons, progress
from helpers.exercises.card import Card, button, line
from helpers.languages import mark
from helpers.languages import translate as _


@dataclass(frozen=True)
class Question:
    """ask: the question; options: dict of answer: a sentence about it, in the order they are shown in.

    more: where it is asked, if not in the core: a notebook of notebooks/more, without ".ipynb".
    decide: function of what was measured -> the option that it makes right, or None if it fits none.
    All texts are in English, by which an option is known; `asks`, `called` and `why` say them as shown.
    """

    name: str
    notebook: int
    ask: str
    options: dict
    decide: Callable
    more: str = ""

    @property
    def asks(self):
        """The question as it is shown."""
        return _("Predict: {question}").format(question=_(self.ask))

    def called(self, option):
        """An option as it is shown; what is none, such as a number that was measured, stays as it is."""
        return _(option) if option in self.options else option

    def why(self, option):
        """The sentence about an option, as it is shown."""
        return _(self.options.get(option, UNFORESEEN))


MOST = 8  # numbers of a measured array that are said
RECORDED = mark("Your guess is recorded. Read on: it is compared further down.")
UNFORESEEN = mark("None of the offered answers says this; did a number above change?")

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


@functools.cache
def _all_questions():
    asked, answers = {}, lessons.answers()
    for notebook, name, entry in lessons.entries():
        if name in asked:
            raise ValueError(f"Two questions are called {name!r}: give each its own name.")
        asked[name] = Question(
            name,
            notebook,
            entry["ask"],
            dict(entry["options"]),
            answers.get(name, said),
            entry.get("more", ""),
        )
    return asked


def question(name):
    """Look a question up by its name. -> Question.  Raises ValueError: no such question."""
    if name not in _all_questions():
        raise ValueError(f"There is no question {name!r}: choose one of {', '.join(_all_questions())}.")
    return _all_questions()[name]


def predict(name):
    """Ask for a guess before the answer is computed. -> a widget with the question and its options."""
    return Prediction(question(name))


def compare(name, value):
    """Compare the guess with what was measured. value: a number, an array or a word -> a widget.

    The question knows which answer the value makes right. A learner may have changed the numbers above,
    so a value that fits no answer is said as it is.  Raises ValueError: no such question.
    """
    asked = question(name)
    right = asked.decide(value)
    return Comparison(asked, said(value) if right is None else right)


def said(value):
    """What was measured, in words short enough for a line.

    >>> said(np.float32(4.0)), said([0.25, 1.0]), said("street")
    ('4', '0.25, 1', 'street')
    """
    if isinstance(value, str):
        return value
    numbers = [f"{number:.4g}" for number in np.ravel(np.asarray(value, float))]
    shown = ", ".join(numbers[:MOST]) + (" …" if len(numbers) > MOST else "")
    return shown.replace("-", "−")


class Prediction(Card):
    """A question with its options; choosing one records it."""

    def __init__(self, asked):
        self.question = asked
        self.choice = ipywidgets.RadioButtons(options=options_of(asked), index=None, layout={"width": "auto"})
        self.choice.add_class("hv-controls")
        self.status = line("")
        if asked.name in _guesses:
            self.choice.value = _guesses[asked.name]
            self._say()
        self.choice.observe(self._chosen, "value")
        listed = "\n".join(f"- {asked.called(option)}" for option in asked.options)
        strong = _("**Predict:** {question}").format(question=_(asked.ask))
        super().__init__(
            [line(asked.asks, "hv-strong"), self.choice, self.status],
            f"{asked.asks}\n\n{listed}",
            f"{strong}\n\n{listed}",
        )

    def _chosen(self, change):
        if change["new"] is not None:
            record(self.question.name, change["new"])
            self._say()

    def _say(self):
        self.status.value = _(RECORDED)


def compared(asked, right, guess):
    """What is said of a guess. asked: Question; right: what was computed; guess: an option, or None

    -> (str, str): the guess beside what was computed, and why
    """
    verdict = [] if guess is None else [_("You guessed: {option}.").format(option=asked.called(guess))]
    verdict += [_("That is what the numbers say.")] if guess is not None and guess == right else []
    verdict += [_("Computed: {answer}.").format(answer=asked.called(right))]
    told = [right] if guess in (None, right) else [guess, right]
    return " ".join(verdict), " ".join(map(asked.why, told))


def options_of(asked):
    """The options as a control takes them: (as shown, in English), or one of both where they are the same.

    Question -> list
    """
    pairs = [(asked.called(option), option) for option in asked.options]
    return list(asked.options) if all(shown == option for shown, option in pairs) else pairs


def waits_for(asked):
    """What a comparison says before there is a guess. Question -> str"""
    return _("No guess yet for: {question}").format(question=_(asked.ask))


class Comparison(Card):
    """The guess beside the computed answer. It waits for a guess, or for "Show the answer"."""

    def __init__(self, asked, right):
        self.question, self.right = asked, right
        self.text = line("")
        self.why = line("")
        says = _("Show the answer"), _("See what was computed, without a guess")
        self.show_button = button(*says, self._show)
        _listeners.setdefault(asked.name, []).append(self._show)
        others = "\n".join(f"- *{asked.called(option)}*: {asked.why(option)}" for option in asked.options)
        answer, shown = _("Computed answer"), asked.called(right)
        # no spoiler on the page
        folded = f"<details><summary>{answer}</summary>\n\n**{shown}**\n\n{others}\n\n</details>"
        super().__init__([self.text, self.why, self.show_button], f"{answer}: {shown}", folded)
        if asked.name in _guesses:
            self._show()
        else:
            self.text.value = waits_for(asked)

    def _show(self):
        guess = _guesses.get(self.question.name)
        self.text.value, self.why.value = compared(self.question, self.right, guess)
        self.show_button.layout.display = "none"
