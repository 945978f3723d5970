"""The card of an exercise, the check of an answer, hints one by one, and the solution on demand."""

import re

import ipywidgets
import numpy as np

from helpers.exercises import judge, progress
from helpers.exercises.card import Card, button, line
from helpers.exercises.task import all_tasks
from helpers.exercises.task import task as task_called
from helpers.languages import mark
from helpers.languages import translate as _
from helpers.pictures.kinds import MatrixFrame, Panel

STACK = 4  # so many matrices of a stack are drawn
ROLE_OF = {
    name: role
    for role, names in {
        "query": "q Q query queries W_query grad_Q",
        "key": "k K key keys W_key grad_K",
        "value": "v V value values W_value grad_V",
        "embedding": "x X",
        "context": "z Z context",
        "weight": "weight weights erased",
    }.items()
    for name in names.split()
}

TRIED = mark("The check tries your function on new numbers, often of other sizes.")

TRY_IT = mark(
    "To try it by hand, write v = check(…) in place of check(…): "
    "v.inputs, v.expected and v.given are the numbers of this check."
)

_hints_seen = {}
_said_once = set()  # what is said once in a session, not at each check


def exercise(name):
    """Show an exercise: its goal, the shapes, and the target for one drawn input. -> a widget

    Raises ValueError: no such exercise.
    """
    return Exercise(task_called(name))


def check(name, function):
    """Check a learner's function on newly drawn inputs.

    -> a widget that says what is wrong and, if it is known, why. Its attributes inputs, expected and
    given hold the numbers it speaks of. Raises ValueError: no such exercise.
    """
    task = task_called(name)
    return Verdict(task, judge.judge(task, function))


def hint(name):
    """The next hint of an exercise, one more each time. -> a widget.  Raises ValueError: no such exercise."""
    text = next_hint(task_called(name))
    return Card([line(text)], text)


def solution(name):
    """One right way to write the function. -> a widget.  Raises ValueError: no such exercise."""
    source = task_called(name).source
    return Card([line(source, "hv-code")], source)


def next_hint(task):
    """The hint that was not seen yet, or the last one again. Task -> str"""
    seen = _hints_seen[task.name] = min(_hints_seen.get(task.name, 0) + 1, len(task.hints))
    return hints_of(task)[seen - 1]


def hints_of(task):
    """All hints of an exercise, as they are said. Task -> list of str"""
    said, count = _("Hint {number} of {count}: {hint}"), len(task.hints)
    return [said.format(number=at, count=count, hint=_(hint)) for at, hint in enumerate(task.hints, start=1)]


class Exercise(Card):
    """The card of one exercise, with buttons for hints and for the solution."""

    def __init__(self, task):
        from helpers.pictures.live import view_of

        self.task = task
        title = _("Exercise {number} · {level} · about {minutes} minutes")
        title = title.format(number=number(task), level=_(task.level), minutes=task.minutes)
        goal, tried = _(task.goal), _(TRIED)
        target, shapes = target_of(task), _shapes(task)
        self.hint_line, self.solution_line = line(""), line("", "hv-code")
        self.hint_button = button(_("Hint"), _("One more hint each time"), self._hint)
        says = _("Show the solution"), _("See one right way to write it")
        self.solution_button = button(*says, self._solve)
        given, wanted = frames_of(task)
        super().__init__(
            [
                line(title, "hv-strong"),
                line(goal),
                _group(
                    _("Input: what it takes"), task.takes, *map(line, _undrawn(task)), *map(view_of, given)
                ),
                _group(
                    _("Output: what it returns"),
                    task.gives,
                    *(map(view_of, wanted) if given else [line(target)]),
                ),
                line(tried),
                ipywidgets.HBox([self.hint_button, self.solution_button]),
                self.hint_line,
                self.solution_line,
            ],
            "\n".join(
                [title, goal, *(f"{kind} {name}: {what}" for kind, name, what in shapes), target, tried]
            ),
            "\n\n".join(
                [
                    f"**{title}**",
                    goal,
                    _("**Input**, what it takes:"),
                    _listed(task.takes),
                    _("**Output**, what it returns:"),
                    _listed(task.gives),
                    f"{target} {tried}",
                ]
            ),
        )

    def _hint(self):
        self.hint_line.value = next_hint(self.task)

    def _solve(self):
        self.solution_line.value = self.task.source


class Verdict(Card):
    """What a check says.

    right: True, False, or None for not attempted; inputs, expected, given: the numbers.
    """

    def __init__(self, task, found):
        self.right, self.inputs = found.right, found.inputs
        self.expected, self.given = found.expected, found.given
        if found.right is None:
            words = _("Exercise {number}: not attempted yet. Replace the … and run this cell.")
            said = [words.format(number=number(task))]
        elif found.right:
            progress.note("exercises", task.name)
            words = _("Right. Your function gives the expected numbers on {count} newly drawn inputs.")
            if task.judge:
                words = _("Right. Your function does what was asked on {count} newly drawn inputs.")
            said = [words.format(count=task.draws)]
        else:
            said = [_("Not yet."), *found.said]
            said += [_("Likely cause: {cause}").format(cause=found.cause)] if found.cause else []
            if found.inputs and TRY_IT not in _said_once:
                said.append(_(TRY_IT))
                _said_once.add(TRY_IT)
        look = {None: "hv-neutral", True: "hv-right", False: "hv-wrong"}[found.right]
        lines = [line(said[0], "hv-strong" if found.right is not None else "hv-plain"), *map(line, said[1:])]
        super().__init__(lines, "\n".join(said), said[0] if found.right is None else None)
        self.add_class("hv-said")
        self.add_class(look)


def number(task):
    """The number of an exercise, such as 5.2: the second one of notebook 5. Task -> str"""
    beside = [other.name for other in all_tasks().values() if other.notebook == task.notebook]
    return f"{task.notebook}.{beside.index(task.name) + 1}"


def _shapes(task):
    return [
        *((_("takes"), name, _(what)) for name, what in task.takes.items()),
        *((_("returns"), name, _(what)) for name, what in task.gives.items()),
    ]


SHAPE = re.compile(r"(\[[^\]]*\]|)(.*)", re.S)  # how a description begins: with a shape, or not


def _listed(arguments):
    """Names and shapes in code type, as Markdown. arguments: dict of name: what it is -> str"""
    parts = {name: SHAPE.fullmatch(_(what)).groups() for name, what in arguments.items()}
    return "\n".join(
        f"- `{name}`: {f'`{shape}`' if shape else ''}{rest}" for name, (shape, rest) in parts.items()
    )


def _group(heading, arguments, *shown):
    """What a function takes, or what it returns: names and shapes in code type, and below them an example.

    arguments: dict of name: what it is; shown: widgets -> a widget
    """
    told = []
    for name, what in arguments.items():
        shape, rest = SHAPE.fullmatch(_(what)).groups()
        said = [line(shape, "hv-code")] if shape else []
        told += [line(name, "hv-code"), ipywidgets.Box([*said, line(rest)])]
    listed = ipywidgets.Box(told, _dom_classes=("hv-arguments",))
    return ipywidgets.VBox([line(heading, "hv-strong"), listed, *shown], _dom_classes=("hv-group",))


def example_of(task):
    """The input that the card draws, the same every time, and its result. Task -> dict, dict of array

    Of a task with many right answers: what they lead to, where the task says it.
    """
    inputs = task.example or task.draw(seed=1)
    result = task.solution(*inputs.values())
    if task.leads_to is not None:
        return inputs, {
            name: np.asarray(value) for name, value in task.leads_to(**inputs, given=result).items()
        }
    results = result if len(task.gives) > 1 else (result,)
    return inputs, dict(zip(task.gives, map(np.asarray, results), strict=True))


def target_of(task):
    """The example in words, for where no picture can be shown. Task -> str

    Of a task with many right answers none is shown: it would give away how it is done.
    """
    return " ".join(_in_words(task))


def _in_words(task):
    """The inputs of the example and its target. Task -> str, str"""
    given, wanted = (
        "; ".join(f"{name} = {_told(np.asarray(value))}" for name, value in part.items())
        for part in example_of(task)
    )
    target = wanted if _has_one_target(task) else _("many answers are right, so none is shown")
    return _("Example: {inputs}.").format(inputs=given), _("Target: {what}.").format(what=target)


def frames_of(task):
    """The inputs and the target as pictures, one below the other; none where they are no numbers in a grid.

    Task -> list of MatrixFrame, of the inputs; list of MatrixFrame, of the target
    """
    inputs, results = example_of(task)
    given = [panel for name, value in inputs.items() for panel in _panels(name, value, "")]
    wanted = []
    if _has_one_target(task):
        signs = ["", *[","] * (len(results) - 1)]
        wanted = [panel for part, sign in zip(results.items(), signs) for panel in _panels(*part, sign)]
        given = given if wanted else []
    badge = "hand-set" if task.example else "random"
    titles = _("One input"), _("The target, for this input")
    parts = zip((given, wanted), titles, _in_words(task), strict=True)
    return tuple(
        [MatrixFrame(panels, title, badge, told)] if panels and given else [] for panels, title, told in parts
    )


def _undrawn(task):
    """The inputs that no picture can show, such as functions, in words. Task -> list of str"""
    inputs = example_of(task)[0]
    found = {name: np.asarray(value) for name, value in inputs.items()}
    return [f"{name} = {_told(value)}" for name, value in found.items() if not _panels(name, value, "")]


def _has_one_target(task):
    return task.judge is None or task.leads_to is not None


def _panels(name, value, before):
    """An array as panels; of a stack of matrices, such as one for each head, the first few."""
    array = np.asarray(value)
    if array.dtype.kind not in "biuf" or array.ndim > 3 or array.size > 400:
        return []
    if array.ndim < 3:
        return [_panel(name, array, before)]
    signs = [before, *[before and ","] * (len(array) - 1)]
    stack = list(zip(array, signs, strict=True))[:STACK]
    return [_panel(f"{name}[{place}]", matrix, sign) for place, (matrix, sign) in enumerate(stack)]


def _panel(title, array, before):
    role = ROLE_OF.get(title.partition("[")[0], "plain")
    weights = role == "weight" and array.size and 0 <= array.min() and array.max() <= 1
    kind = "boxes" if array.size <= 24 else "weights" if weights else "signed"
    look = {"kind": kind, "limit": 1.0 if weights else None, "role": role}
    sizes = " × ".join(map(str, array.shape)) or _("one number")
    return Panel(np.atleast_2d(array).astype(float), title, before=before, sizes=sizes, **look)


def _told(value):
    if value.dtype.kind in "iuf":
        flat = [f"{number:.3g}" for number in value.ravel()[:6]]
        sizes = f"[{', '.join(map(str, value.shape))}] " if value.ndim else ""
        return f"{sizes}{', '.join(flat)}{', …' if value.size > 6 else ''}"
    return ", ".join(getattr(each, "__name__", str(each)) for each in value.ravel())
