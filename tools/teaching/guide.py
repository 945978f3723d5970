"""The teacher's guide and the class test, from their templates: numbers, questions and answers are filled in.

    build(pathlib.Path("teaching"))     # teaching/guide.md and teaching/test.md

A question stands before each slider in the notebooks' sources; the guide asks the same one. Which answer is
right is read from the built notebooks, where it was computed.
"""

import functools
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import jinja2
import nbformat

from helpers.exercises import predictions
from helpers.exercises.task import all_tasks
from tools import notebooks
from tools.minutes import minutes as minutes_of
from tools.minutes import tasks_of
from tools.teaching import board, numbers

HERE = Path(__file__).parent
LESSON = 50  # minutes
DRIVE = re.compile(r"\b(predict|compare|exercise|explorers\.explore_\w+)\((?:\"([\w-]+)\")?")


def build(to):
    """Write guide.md and test.md into a folder. to: a path -> None"""
    to = Path(to)
    to.mkdir(parents=True, exist_ok=True)
    for name in ("guide.md", "test.md"):
        (to / name).write_text(render(name), encoding="utf8")


def render(name):
    """Fill a template in. "guide.md" or "test.md" -> str

    Raises jinja2.UndefinedError: a number that nothing computes.  ValueError: a heading that no notebook has,
    a lesson whose minutes do not add up, or a question that no built notebook answers.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(numbers.FILTERS)
    environment.globals.update(
        n=numbers.of_the_course(),
        t=numbers.of_the_test(),
        minutes=LESSON,
        lesson=Lesson,
        slider=slider,
        more_sliders=more_sliders,
        ask=ask,
        misconception=misconception,
        drawing=drawing,
        matrix=numbers.matrix,
        place=place,
        notebook=link,
        more=link_to_more,
        more_notebooks=more_notebooks,
        taken=taken,
        mistakes=misconceptions(),
    )
    text = environment.get_template(f"{name}.j2").render()
    return re.sub(r"\n{3,}", "\n\n", text)


@dataclass(frozen=True)
class Slider:
    """An explorer of the core. heading: the one above; question: what is asked before it is moved, or "" """

    name: str
    notebook: int
    heading: str
    question: str


@functools.cache
def _read():
    """What the sources of the core hold.

    -> dict of number: list of headings, list of Slider, dict of exercise: the heading that it stands under
    """
    headings, sliders, exercises = {}, [], {}
    for path in notebooks.CORE_SOURCES:
        number, question, in_code = notebooks.number(path), "", False
        headings[number] = []
        for line in path.read_text(encoding="utf8").splitlines():
            if line.startswith("```"):
                in_code = line.startswith("```{code-cell}")
            elif in_code:
                for call, named in DRIVE.findall(line):
                    if call in ("predict", "compare"):
                        question = named if call == "predict" else ""
                    elif call == "exercise":
                        exercises[named] = headings[number][-1]
                    else:
                        name = call.removeprefix("explorers.")
                        sliders.append(Slider(name, number, headings[number][-1], question))
            elif heading := re.match(r"#{2,3} (.+)", line):
                headings[number].append(heading[1])
    return headings, sliders, exercises


def explorers():
    """Every explorer of the twelve core notebooks, in their order. -> list of Slider"""
    return _read()[1]


@functools.cache
def answers():
    """The computed answer to every prediction, from the outputs of the built notebooks.

    -> dict of name: answer
    """
    found = {}
    for path in notebooks.BUILT:
        for cell in nbformat.read(path, as_version=4).cells:
            if named := re.search(r'compare\("([\w-]+)"', cell.source):
                shown = [one.get("data", {}).get("text/markdown", "") for one in cell.get("outputs", [])]
                if answer := re.search(r"</summary>\n\n\*\*(.+?)\*\*", "".join(shown)):
                    found[named[1]] = answer[1]
    return found


@functools.cache
def misconceptions():
    """What learners get wrong.

    -> dict of name: dict with notebook, question, ask, said and respond, numbers filled in
    """
    found = tomllib.loads((HERE / "misconceptions.toml").read_text(encoding="utf8"))
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)
    environment.filters.update(numbers.FILTERS)

    def filled(part):
        template = environment.from_string(part) if isinstance(part, str) else None
        return template.render(n=numbers.of_the_course()) if template else part

    return {name: {key: filled(part) for key, part in one.items()} for name, one in found.items()}


@dataclass
class Lesson:
    """The plan of one lesson: its steps are told one after the other, and keep the clock.

    {% set plan = lesson() %} … {{ plan.step(5, 1, "Guess first", "Two guesses") }} … {{ plan.at_a_glance() }}
    """

    steps: list = field(default_factory=list)

    def step(self, minutes, notebook, heading, what):
        """Begin a step. notebook, heading: what is open, or None for a step without.

        -> its heading in the guide
        """
        start = sum(one[0] for one in self.steps)
        where = place(notebook, heading) if notebook else "nothing"
        self.steps.append((minutes, where, what))
        return f"### {start}–{start + minutes} · {what}\n\n*Open: {where}.*"

    def at_a_glance(self):
        """The lesson as a table. Raises ValueError: minutes that do not add up to a lesson."""
        if (total := sum(one[0] for one in self.steps)) != LESSON:
            raise ValueError(f"The steps of this lesson take {total} minutes: they must take {LESSON}.")
        rows, start = ["| minutes | what | open |", "|---|---|---|"], 0
        for minutes, where, what in self.steps:
            rows.append(f"| {start}–{start + minutes} | {what} | {where} |")
            start += minutes
        return "\n".join(rows)

    def cards(self, numbers, in_class):
        """The exercise cards of some core notebooks as a table.

        in_class: dict of card: the step in which it is done.
        Raises ValueError: a step that is not there or is too short for its card.
        """
        found = [one for one in all_tasks().values() if one.notebook in numbers and not one.more]
        lasting = {what: minutes for minutes, _, what in self.steps}
        rows = ["| card | goal | minutes | | for | where |", "|---|---|---|---|---|---|"]
        for one in found:
            step = in_class.get(one.name)
            if step and lasting.get(step, 0) < one.minutes:
                raise ValueError(f"{one.name} takes {one.minutes} minutes: it does not fit into {step!r}.")
            goal, where = one.goal.replace("|", "\\|"), place(one.notebook, _read()[2][one.name])
            when = f"**class**, in *{step}*" if step else "home"
            rows.append(f"| `{one.name}` | {goal} | {one.minutes} | {one.level} | {when} | {where} |")
        at_home = sum(one.minutes for one in found if one.name not in in_class)
        told = f"All cards for home take about {at_home} minutes; choose by level."
        return "\n".join([*rows, "", told])


def place(notebook, heading):
    """A heading of a notebook, by its title. Raises ValueError: no such heading."""
    if heading not in _read()[0][notebook]:
        raise ValueError(
            f"Notebook {notebook} has no heading {heading!r}: take one of {_read()[0][notebook]}."
        )
    return f"notebook {notebook}, “{heading.replace('$', '')}”"  # words, not mathematics


def link(number):
    """A link to a notebook, with its title."""
    path = next(path for path in notebooks.CORE_SOURCES if notebooks.number(path) == number)
    title, _ = notebooks.opening(path.read_text(encoding="utf8"))
    return f"[{title}](../notebooks/{path.stem}.ipynb)"


def more_notebooks():
    """The notebooks in more/ as a table: after which core notebook, their question, how long. -> Markdown"""
    rows = ["| after | more | the question | minutes | exercises |", "|---|---|---|---|---|"]
    for path in notebooks.MORE_SOURCES:
        _, question = notebooks.opening(path.read_text(encoding="utf8"))
        taken, cards = round(minutes_of(path)), len(tasks_of(path)) or "none"
        where = link_to_more(path.stem)
        rows.append(f"| {notebooks.number(path)} | {where} | {question} | {taken} | {cards} |")
    return "\n".join(rows)


def taken(name):
    """How many minutes a notebook in more/ takes, with its exercises. "11_a_translator" -> int"""
    return round(minutes_of(next(path for path in notebooks.MORE_SOURCES if path.stem == name)))


def link_to_more(name):
    """A link to a notebook in more/, with its title. "11_a_translator" -> Markdown"""
    path = next(path for path in notebooks.MORE_SOURCES if path.stem == name)
    title, _ = notebooks.opening(path.read_text(encoding="utf8"))
    return f"[{title}](../notebooks/more/{name}.ipynb)"


def slider(name):
    """What to ask before an explorer, with what to answer to each guess. "explore_meeting" -> Markdown"""
    one = next(one for one in explorers() if one.name == name)
    where = place(one.notebook, one.heading)
    if not one.question:
        return f"> **Move `{name}`** ({where}). First let somebody say what will change."
    return _asked(f"Before you move `{name}` ({where}), ask:", one.question)


def more_sliders(*in_lesson):
    """The explorers of these notebooks that no step of a lesson uses, with their questions.

    -> Markdown, or ""
    """
    steps = (HERE / "guide.md.j2").read_text(encoding="utf8")
    left = [
        one.name for one in explorers() if one.notebook in in_lesson and f'slider("{one.name}")' not in steps
    ]
    return "\n\n".join(["### More to move, if there is time", *map(slider, left)]) if left else ""


def ask(question):
    """A question that stands before no slider, with what to answer to each guess. -> Markdown"""
    return _asked("Ask:", question)


def _asked(start, question):
    asked, right = predictions.question(question), answers().get(question)
    if right not in asked.options:
        raise ValueError(
            f"No built notebook answers {question!r} by one of its options: build the notebooks first."
        )
    told = [
        f"> - {f'**{option}** (computed)' if option == right else f'*{option}*'}: {why}"
        for option, why in asked.options.items()
    ]
    return "\n".join([f"> **{start}** {asked.ask}", ">", *told])


def misconception(name, asked=False):
    """What pupils get wrong, with what they say and what to answer. asked: it was just asked -> Markdown"""
    one = misconceptions()[name]
    start = "**A common mistake, in their words.**" if asked else f"**A common mistake.** Ask: {one['ask']}"
    return f"> {start}\n>\n> - They say: {one['said']}\n> - Answer: {one['respond']}"


def drawing(name):
    """A board drawing with its words. -> Markdown"""
    title, picture = board.drawings()[name]
    alt = picture.alt.replace("[", "(").replace("]", ")")
    return f"**On the board: {title}.**\n\n![{alt}](board/{name}.svg)"
