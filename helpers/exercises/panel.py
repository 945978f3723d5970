"""The progress panel: predictions made, exercises solved, what is left, a button that forgets all of it."""

from helpers import settings
from helpers.exercises import predictions, progress
from helpers.exercises.card import Card, button, line
from helpers.exercises.cards import number
from helpers.exercises.task import all_tasks
from helpers.languages import mark, plural
from helpers.languages import translate as _

FORGET = mark("Forget my progress")


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
        self.forget_button = button(_(FORGET), _("Start again with nothing done"), self._forget)
        self._sure = False
        self.asked, self.tasks = asked, tasks = _of(notebook)
        is_core = isinstance(notebook, int)
        self.name = _("Notebook {number}").format(number=notebook) if is_core else _("This notebook")
        parts = [many(len(each), what) for each, what in ((asked, "prediction"), (tasks, "exercise")) if each]
        holds = parts[0] if parts else _("nothing to solve")
        if len(parts) == 2:
            holds = _("{several} and {last}").format(several=parts[0], last=parts[1])
        plain = _("{notebook} has {what}. Run this cell to see how far you are.")
        plain = plain.format(notebook=self.name, what=holds)
        super().__init__(
            [
                line(_("Your progress"), "hv-strong"),
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
        counted = [_("{counted} made").format(counted=_count(asked, made, "prediction"))] if asked else []
        counted += [_("{counted} solved").format(counted=_count(tasks, solved, "exercise"))] if tasks else []
        self.here.value = f"{self.name}: {', '.join(counted) or _('nothing to solve')}."
        exercise = _("exercise {number}")
        left = [exercise.format(number=number(task)) for name, task in tasks.items() if name not in solved]
        open_questions = len(asked.keys() - made)
        left += [many(open_questions, "prediction")] if open_questions else []
        said = _("Left: {what}.") if left else _("Nothing is left here.")
        self.left.value = said.format(what=", ".join(left))
        self.course.value = " ".join(
            f"{part}: {_count(asked, made, 'prediction')}, {_count(tasks, solved, 'exercise')}."
            for part, (asked, tasks) in ((_("The core"), _part(False)), (_("More"), _part(True)))
            if asked or tasks
        )
        self.trouble.value = settings.trouble() or ""
        self._sure, self.forget_button.description = False, _(FORGET)

    def _forget(self):
        if self._sure:
            progress.forget()
            predictions.forget()
        else:
            self._sure, self.forget_button.description = True, _("Really forget? Press again")


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
    return _("{done} of {wanted}").format(done=len(wanted.keys() & done), wanted=many(len(wanted), what))


def many(count, what):
    """what: "prediction" or "exercise"

    >>> many(1, "exercise"), many(2, "exercise")
    ('1 exercise', '2 exercises')
    """
    if what == "exercise":
        return plural("{count} exercise", "{count} exercises", count).format(count=count)
    return plural("{count} prediction", "{count} predictions", count).format(count=count)
