"""The card of an exercise, the check of an answer, hints one by one, and the solution when it is asked for."""

import ipywidgets
import numpy as np

from helpers.exercises import judge, progress
from helpers.exercises.card import Card, button, line
from helpers.exercises.task import all_tasks, task
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
    }.items()
    for name in names.split()
}

TRIED = "The check tries your function on new numbers, often of other sizes."

TRY_IT = (
    "To try it by hand, write v = check(…) in place of check(…): "
    "v.inputs, v.expected and v.given are the numbers of this check."
)

_hints_seen = {}
_said_once = set()  # what is said once in a session, not at each check


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
        from helpers.pictures.live import view_of

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
                *([*map(line, _undrawn(one)), view_of(frame)] if frame else [line(target)]),
                line(TRIED),
                ipywidgets.HBox([self.hint_button, self.solution_button]),
                self.hint_line,
                self.solution_line,
            ],
            "\n".join([title, one.goal, *shapes, target, TRIED]),
            "\n\n".join(
                [
                    f"**{title}**",
                    one.goal,
                    "\n".join(f"- {kind} `{name}`: {what}" for kind, name, what in _shapes(one)),
                    f"{target} {TRIED}",
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
            does = "does what was asked" if one.judge else "gives the expected numbers"
            said = [f"Right. Your function {does} on {one.draws} newly drawn inputs."]
        else:
            said = ["Not yet.", *found.said]
            said += [f"Likely cause: {found.cause}"] if found.cause else []
            if found.inputs and TRY_IT not in _said_once:
                said.append(TRY_IT)
                _said_once.add(TRY_IT)
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
    """The input that the card draws, the same every time, and its result. Task -> dict, dict of array

    Of a task with many right answers: what they lead to, where the task says it.
    """
    inputs = one.example or one.draw(seed=1)
    result = one.solution(*inputs.values())
    if one.leads_to is not None:
        return inputs, {
            name: np.asarray(value) for name, value in one.leads_to(**inputs, given=result).items()
        }
    results = result if len(one.gives) > 1 else (result,)
    return inputs, dict(zip(one.gives, map(np.asarray, results), strict=True))


def target_of(one):
    """The example in words, for where no picture can be shown. Task -> str

    Of a task with many right answers none is shown: it would give away how it is done.
    """
    inputs, results = example_of(one)
    given, wanted = (
        "; ".join(f"{name} = {_told(np.asarray(value))}" for name, value in part.items())
        for part in (inputs, results)
    )
    return f"Example: {given}. Target: {wanted if _has_one_target(one) else 'many answers are right, so none is shown'}."


def frame_of(one):
    """The inputs and the target as a picture, or None where they are not numbers in a grid. Task -> MatrixFrame"""
    inputs, results = example_of(one)
    panels = [panel for name, value in inputs.items() for panel in _panels(name, value, "")]
    title = "One input"
    if _has_one_target(one):
        signs = ["→", *[","] * (len(results) - 1)]
        targets = [panel for part, sign in zip(results.items(), signs) for panel in _panels(*part, sign)]
        panels, title = [*panels, *targets] if targets else [], "The target, for one input"
    badge = "hand-set" if one.example else "random"
    return MatrixFrame(panels, title, badge, target_of(one)) if panels else None


def _undrawn(one):
    """The inputs that no picture can show, such as functions, in words. Task -> list of str"""
    inputs, _ = example_of(one)
    found = {name: np.asarray(value) for name, value in inputs.items()}
    return [f"{name} = {_told(value)}" for name, value in found.items() if not _panels(name, value, "")]


def _has_one_target(one):
    return one.judge is None or one.leads_to is not None


def _panels(name, value, before):
    """An array as panels; of a stack of matrices, such as one for each head, the first few."""
    array = np.asarray(value)
    if array.dtype.kind not in "biuf" or array.ndim > 3 or array.size > 400:
        return []
    if array.ndim < 3:
        return [_panel(name, array, before)]
    signs = [before, *[before and ","] * (len(array) - 1)]
    stack = list(zip(array, signs, strict=True))[:STACK]
    return [_panel(f"{name}[{place}]", one, sign) for place, (one, sign) in enumerate(stack)]


def _panel(title, array, before):
    kind = "boxes" if array.size <= 24 else "signed"
    role = ROLE_OF.get(title.partition("[")[0], "plain")
    sizes = " × ".join(map(str, array.shape)) or "one number"
    return Panel(np.atleast_2d(array).astype(float), title, kind=kind, role=role, before=before, sizes=sizes)


def _told(value):
    if value.dtype.kind in "iuf":
        flat = [f"{number:.3g}" for number in value.ravel()[:6]]
        sizes = f"[{', '.join(map(str, value.shape))}] " if value.ndim else ""
        return f"{sizes}{', '.join(flat)}{', …' if value.size > 6 else ''}"
    return ", ".join(getattr(each, "__name__", str(each)) for each in value.ravel())
