"""The card of an exercise, the check of an answer, hints one by one, and the solution when it is asked for."""

import ipywidgets
import numpy as np

from helpers.exercises import judge, progress
from helpers.exercises.card import Card, button, line
from helpers.exercises.task import all_tasks, task
from helpers.frames import MatrixFrame, Panel

ROLES = {  # of what exercises take and give, by its name: their colours
    **{name: "query" for name in ("q", "query", "W_query", "Q")},
    **{name: "key" for name in ("k", "key", "keys", "W_key", "K")},
    **{name: "value" for name in ("v", "value", "values", "W_value", "V")},
    **{name: "embedding" for name in ("x", "X", "embedding")},
    **{name: "context" for name in ("z", "Z", "context")},
}

_hints_seen = {}


def exercise(name):
    """Show an exercise: its goal, the shapes, and the target for one drawn input. -> a widget

    Raises ValueError: no such exercise.
    """
    return Exercise(task(name))


def check(name, function):
    """Check a learner's function on newly drawn inputs. -> a widget that says what is wrong and, if it is known, why

    Its attributes inputs, expected and given hold the numbers it speaks of.  Raises ValueError: no such exercise.
    """
    return Verdict(task(name), judge.judge(task(name), function))


def hint(name):
    """The next hint of an exercise, one more each time. -> a widget.  Raises ValueError: no such exercise."""
    text = next_hint(task(name))
    return Card([line(text)], text)


def solution(name):
    """One right way to write the function. -> a widget.  Raises ValueError: no such exercise."""
    source = task(name).source
    return Card([line(source, "hv-code")], source)


def next_hint(one):
    """The hint that was not seen yet, or the last one again. Task -> str"""
    seen = _hints_seen[one.name] = min(_hints_seen.get(one.name, 0) + 1, len(one.hints))
    return f"Hint {seen} of {len(one.hints)}: {one.hints[seen - 1]}"


class Exercise(Card):
    """The card of one exercise, with buttons for hints and for the solution."""

    def __init__(self, one):
        from helpers.views import view_of

        self.task = one
        title = f"Exercise {number(one)} · {one.level} · about {one.minutes} minutes"
        target, frame = target_of(one), frame_of(one)
        self.hint_line, self.solution_line = line(""), line("", "hv-code")
        self.hint_button = button("Hint", "One more hint each time", self._hint)
        self.solution_button = button("Show the solution", "See one right way to write it", self._solve)
        shapes = [f"{kind} {name}: {what}" for kind, name, what in _shapes(one)]
        super().__init__(
            [
                line(title, "hv-strong"),
                line(one.goal),
                *map(line, shapes),
                *([*map(line, undrawn_of(one)), view_of(frame)] if frame else [line(target)]),
                ipywidgets.HBox([self.hint_button, self.solution_button]),
                self.hint_line,
                self.solution_line,
            ],
            "\n".join([title, one.goal, *shapes, target]),
            "\n\n".join(
                [
                    f"**{title}**",
                    one.goal,
                    "\n".join(f"- {kind} `{name}`: {what}" for kind, name, what in _shapes(one)),
                    target,
                ]
            ),
        )

    def _hint(self):
        self.hint_line.value = next_hint(self.task)

    def _solve(self):
        self.solution_line.value = self.task.source


class Verdict(Card):
    """What a check says. right: True, False, or None for not attempted; inputs, expected, given: the numbers."""

    def __init__(self, one, found):
        self.right, self.inputs = found.right, found.inputs
        self.expected, self.given = found.expected, found.given
        if found.right is None:
            said = [f"Exercise {number(one)}: not attempted yet. Replace the … and run this cell."]
        elif found.right:
            progress.note("exercises", one.name)
            said = [f"Right. Your function gives the expected numbers on {judge.DRAWS} newly drawn inputs."]
        else:
            said = ["Not yet.", *found.said]
            said += [f"Likely cause: {found.cause}"] if found.cause else []
            said += (
                ["To try it by hand: _.inputs, _.expected and _.given hold the numbers of this check."]
                if found.inputs
                else []
            )
        look = {None: "hv-neutral", True: "hv-right", False: "hv-wrong"}[found.right]
        lines = [line(said[0], "hv-strong" if found.right is not None else "hv-plain"), *map(line, said[1:])]
        super().__init__(lines, "\n".join(said), said[0] if found.right is None else None)
        self.add_class("hv-said")
        self.add_class(look)


def number(one):
    """The number of an exercise, such as 5.2: the second one of notebook 5. Task -> str"""
    beside = [each.name for each in all_tasks().values() if each.notebook == one.notebook]
    return f"{one.notebook}.{beside.index(one.name) + 1}"


def _shapes(one):
    return [
        *(("takes", name, what) for name, what in one.takes.items()),
        *(("returns", name, what) for name, what in one.gives.items()),
    ]


def example_of(one):
    """The input that the card draws, the same every time, and its result. Task -> dict, dict of array"""
    inputs = one.example or one.draw(seed=1)
    result = one.solution(*inputs.values())
    results = result if len(one.gives) > 1 else (result,)
    return inputs, dict(zip(one.gives, map(np.asarray, results), strict=True))


def target_of(one):
    """The target in words, for where no picture can be shown. Task -> str

    Of a task with many right answers no target is shown: it would give away how it is done.
    """
    inputs, results = example_of(one)
    given, wanted = (
        "; ".join(f"{name} = {_told(np.asarray(value))}" for name, value in part.items())
        for part in (inputs, results)
    )
    if one.judge:
        wanted = "many answers are right, so none is shown"
    return f"Example: {given}. Target: {wanted}."


def frame_of(one):
    """The inputs and the target as a picture, or None where they are not numbers in a grid. Task -> MatrixFrame"""
    inputs, results = example_of(one)
    if one.judge:
        return None
    panels = [panel for name, value in inputs.items() for panel in _panels(name, value)]
    panels += [panel for name, value in results.items() if (panel := _panel(name, value, "→")) is not None]
    targets = sum(panel.before == "→" for panel in panels)
    if not targets:
        return None
    badge = "hand-set" if one.example else "random"
    return MatrixFrame(panels, "The target, for one input", badge, target_of(one))


def undrawn_of(one):
    """The inputs that no picture can show, such as functions, in words. Task -> list of str"""
    inputs, _ = example_of(one)
    return [
        f"{name} = {_told(np.asarray(value))}" for name, value in inputs.items() if not _panels(name, value)
    ]


def _panels(name, value):
    """An input as panels: of a few small tables on top of each other, such as heads, each has its own."""
    array = np.asarray(value)
    tables = array if array.ndim == 3 and len(array) <= 4 and array.size <= 100 else [array]
    names = [f"{name}[{place}]" for place in range(len(tables))] if len(tables) > 1 else [name]
    found = (_panel(*each, "") for each in zip(names, tables, strict=True))
    return [panel for panel in found if panel is not None]


def _panel(name, value, before):
    array = np.asarray(value)
    if array.dtype.kind not in "biuf" or array.size > 400:
        return None
    title, sizes = name, " × ".join(map(str, array.shape)) or "one number"
    while array.ndim > 2:
        array, title = array[0], f"{title}[0]"
    array = np.atleast_2d(array).astype(float)
    kind = "boxes" if array.size <= 24 else "signed"
    return Panel(array, title, kind=kind, role=ROLES.get(name, "plain"), before=before, sizes=sizes)


def _told(value):
    if value.dtype.kind in "iuf":
        flat = [f"{number:.3g}" for number in value.ravel()[:6]]
        sizes = f"[{', '.join(map(str, value.shape))}] " if value.ndim else ""
        return f"{sizes}{', '.join(flat)}{', …' if value.size > 6 else ''}"
    return ", ".join(getattr(each, "__name__", str(each)) for each in value.ravel())
