"""The progress panel: predictions made, exercises solved, what is left, a button that forgets all of it."""

from helpers import settings
from helpers.exercises import predictions, progress
from helpers.exercises.card import Card, button, line
from helpers.exercises.cards import number
from helpers.exercises.task import all_tasks


def show_progress(notebook):
    """Show what was done of a notebook and of the course, and what is left.

    notebook: its number, or the name of one in notebooks/more, without ".ipynb" -> a widget
    """
    return Progress(notebook)


class Progress(Card):
    """It follows what is done while it stands on the page, and remembers it between sessions."""

    def __init__(self, notebook):
        self.notebook = notebook
        self.here, self.left, self.course, self.trouble = line(""), line(""), line(""), line("")
        self.forget_button = button("Forget my progress", "Start again with nothing done", self._forget)
        self._sure = False
        self.asked, self.tasks = asked, tasks = _of(notebook)
        self.name = f"Notebook {notebook}" if isinstance(notebook, int) else "This notebook"
        parts = ((asked, "prediction"), (tasks, "exercise"))
        holds = " and ".join(many(len(each), what) for each, what in parts if each) or "nothing to solve"
        plain = f"{self.name} has {holds}. Run this cell to see how far you are."
        super().__init__(
            [
                line("Your progress", "hv-strong"),
                self.here,
                self.left,
                self.course,
                self.trouble,
                self.forget_button,
            ],
            plain,
            plain,
        )
        self._show()
        progress.listen(self._show)

    def _show(self):
        made, solved = progress.done("predictions"), progress.done("exercises")
        asked, tasks = self.asked, self.tasks
        here = ((asked, made, "prediction", "made"), (tasks, solved, "exercise", "solved"))
        counted = [f"{_count(each, done, what)} {how}" for each, done, what, how in here if each]
        self.here.value = f"{self.name}: {', '.join(counted) or 'nothing to solve'}."
        left = [f"exercise {number(task)}" for name, task in tasks.items() if name not in solved]
        open_questions = len(asked.keys() - made)
        left += [many(open_questions, "prediction")] if open_questions else []
        self.left.value = f"Left: {', '.join(left)}." if left else "Nothing is left here."
        self.course.value = " ".join(
            f"{part}: {_count(asked, made, 'prediction')}, {_count(tasks, solved, 'exercise')}."
            for part, (asked, tasks) in (("The core", _part(False)), ("More", _part(True)))
            if asked or tasks
        )
        self.trouble.value = settings.trouble() or ""
        self._sure, self.forget_button.description = False, "Forget my progress"

    def _forget(self):
        if self._sure:
            progress.forget()
            predictions.forget()
        else:
            self._sure, self.forget_button.description = True, "Really forget? Press again"


def _of(notebook):
    return _where(lambda entry: (entry.more or entry.notebook) == notebook)


def _part(more):
    return _where(lambda entry: bool(entry.more) == more)


def _where(condition):
    """-> dict of questions, dict of tasks"""
    return tuple(
        {name: entry for name, entry in each.items() if condition(entry)}
        for each in (predictions.questions(), all_tasks())
    )


def _count(wanted, done, what):
    return f"{len(wanted.keys() & done)} of {many(len(wanted), what)}"


def many(count, what):
    """
    >>> many(1, "exercise"), many(2, "exercise")
    ('1 exercise', '2 exercises')
    """
    return f"{count} {what}{'s' * (count != 1)}"
