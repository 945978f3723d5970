"""What the learner does: predictions before each picture, exercises whose checks name the mistake, progress.

predict, compare           a guess before, and the computed answer after (predictions.py)
exercise, check            a card with the goal; the check of the learner's function (cards.py, judge.py)
hint, solution             one more hint each time; the solution only when it is asked for
show_progress              what is done and what is left (panel.py, progress.py)
"""

from helpers.exercises.cards import check, exercise, hint, solution
from helpers.exercises.panel import show_progress
from helpers.exercises.predictions import compare, predict

__all__ = ["check", "compare", "exercise", "hint", "predict", "show_progress", "solution"]
