"""Slides for the four lessons, made from the sources of the notebooks by nbconvert's reveal.js exporter.

What becomes a slide stands in lessons/lesson_*.toml, in order. A cell is found by a piece of its text, never
by its number, so notebooks may grow; a piece that is nowhere stops the build.

    title = "…"                             of the lesson
    notebooks = ["01", "02", "03"]          how their names begin

    [[slide]]
    notebook = "01"                         stays until another is named; a new one opens with its question
    picture = "what_it_looks_at"            a scene of scenes/lesson_*.py: each slide but a question has one
    cell = "frames.looks(model, tired"      a code cell: its prose leads to the picture
    predict = "what-moves"                  or a question, alone with its options
    compare = "what-moves"                  or its answer: question, picture, answer, one key after the other
    explorer = "explore_meeting"            or an explorer, alone: it moves, in the deck, with no kernel
    prose = "## What you can say now"       or a text: its formulas, lists and tables
    heading = "…"   text = "…"              instead of the notebook's own heading and its first sentences
    code = true                             show the code of the cell, output = true what it prints
    ask = "…"                               a question for the class, for the notes
    say = "…"                               what to say, for the notes, instead of the notebook's prose
    blocks = false                          leaves formulas and lists of a text out
    look = "say"                            a task for the class, in large words, without a picture

and of an explorer (live.py):

    sees = "…"                              what the class sees when it is moved, for the notes
    scale = 1.65                            of its type; sight, offers, without, views: as for live.show

A deck is one file that needs no network: reveal.js is inside, formulas are MathML. Pictures are drawn for the
place that they get (stage.py). They build by reveal's fragments; printed, or without scripts, they are whole.
Explorers are live pages' parts (tools/pages); printed, or without scripts, they are stills.
"""

import ast
import os
import re
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbconvert import SlidesExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.exercises.predictions import question
from tools import build_notebooks, formulas, notebooks, role_words
from tools.build_notebooks import BuildError
from tools.teaching import live, scenes, stage

HERE = Path(__file__).parent
LESSONS = sorted((HERE / "lessons").glob("lesson_*.toml"))
PRACTICE = re.compile(r"^\s*(?:exercise|check|hint|solution|progress)\(", re.M)  # a learner's own cells
OF_EXPLORERS = ("scale", "sight", "offers", "without", "views")  # what a slide may ask of live.show
MOST_WORDS = 34  # of a notebook's prose on a slide; all of it is in the notes


def build(to):
    """Write slides/lesson_1.html … into a folder."""
    (to / "slides").mkdir(parents=True, exist_ok=True)
    lessons = [read(path) for path in LESSONS]
    shown = {name: lesson["slide"] for lesson in lessons for name in lesson["notebooks"]}
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # each notebook runs in a kernel of its own
        notebooks = dict(zip(shown, pool.map(run, shown, shown.values()), strict=True))
    for lesson in lessons:
        path = to / "slides" / f"lesson_{lesson['number']}.html"
        path.write_text(deck(lesson, notebooks), encoding="utf8")


def read(path):
    """What the file of a lesson says, and its number. -> dict"""
    return tomllib.loads(path.read_text(encoding="utf8")) | {"number": int(path.stem[-1])}


def run(name, slide_list=()):
    """Run a notebook from its source, as far as its slides need it.

    name: how it begins; slide_list: those of its lesson -> notebook with the outputs of their cells
    Raises BuildError: a cell that is not there or that fails.
    """
    (path,) = (path for path in notebooks.CORE_SOURCES if path.stem.startswith(name))
    notebook, needed = build_notebooks.read(path), build_notebooks.read(path)
    book = Book(name, notebook)
    wanted, moving = places(book, slide_list), explorers(book, slide_list)
    for place, cell in enumerate(needed.cells):
        if place in moving:
            given = {one: moving[place][one] for one in OF_EXPLORERS if one in moving[place]}
            cell.source = live.code_for(cell.source, moving[place]["explorer"], **given)
        elif cell.cell_type == "code" and place not in wanted:
            cell.source = without_picture(cell.source) if place < max({*wanted, *moving}, default=0) else ""
    needed = build_notebooks.clean(build_notebooks.execute(needed, path.stem), path.stem)
    for place in {*wanted, *moving}:
        notebook.cells[place].outputs = needed.cells[place].outputs
    return notebook


def places(book, slide_list):
    """Where the code cells stand whose output the slides of one notebook show. -> set of int"""
    found = set()
    for slide in of_book(book, slide_list):
        found |= {book.find(slide["cell"])} if slide.get("output") else set()
        found |= {book.find(comparison(slide["compare"]))} if "compare" in slide else set()
    return found


def explorers(book, slide_list):
    """Where the code cells stand whose explorers are on slides. -> dict of int: what the lesson says of it"""
    return {
        book.find(making(slide["explorer"])): slide
        for slide in of_book(book, slide_list)
        if "explorer" in slide
    }


def of_book(book, slide_list):
    """The slides of one notebook, of those of a lesson. -> list of dict"""
    found, current = [], None
    for slide in slide_list:
        current = slide.get("notebook", current)
        found += [slide] if current == book.name else []
    return found


def without_picture(code):
    """Code without a last line that only shows a picture or a slider, which takes long.

    >>> without_picture("x = 1\\npictures.draw(x)"), without_picture("race = explorers.race()\\nrace.go()")
    ('x = 1', 'race = explorers.race()\\nrace.go()')
    """
    lines, last = code.splitlines(), ast.parse(code).body[-1]
    shows = re.match(r"pictures\.draw\(|explorers\.", lines[last.lineno - 1])
    return "\n".join(lines[: last.lineno - 1]) if shows else code


def comparison(name):
    """How the cell begins that compares the answer to a question."""
    return f'compare("{name}"'


def making(name):
    """How the line begins that makes an explorer."""
    return f"explorers.{name}("


class Book:
    """A notebook in which cells are found by what they say, be it a source or built, with colours in it."""

    def __init__(self, name, notebook):
        self.name, self.cells = name, [without_colours(cell) for cell in notebook.cells]
        self.title = re.search(r"^# (.+)", self.cells[0].source, re.M)[1]
        self.question = re.search(r"\*\*The question: (.+?)\*\*", self.cells[0].source)[1]

    def find(self, piece, kind="code"):
        """The place of the first cell of a kind that holds a piece of text. Raises BuildError: none does."""
        for place, cell in enumerate(self.cells):
            if cell.cell_type == kind and piece in cell.source and not PRACTICE.search(cell.source):
                return place
        raise BuildError(f"slides: no {kind} cell of notebook {self.name} holds {piece!r}")

    def heading(self, place):
        """The heading under which a cell stands."""
        for cell in self.cells[place::-1]:
            found = re.findall(r"^#{1,4} (.+)", cell.source, re.M) if cell.cell_type == "markdown" else []
            if found:
                return found[-1] if cell is not self.cells[place] else found[0]
        return self.title

    def prose(self, place):
        """The prose that leads to a cell, without headings: of a text, its own."""
        if self.cells[place].cell_type == "markdown":
            return without_headings(self.cells[place].source)
        before = []
        for cell in self.cells[place - 1 :: -1]:
            if cell.cell_type != "markdown" or cell is self.cells[0]:
                break
            before.insert(0, without_headings(cell.source))
        return "\n\n".join(before[-2:])

    def notice(self, place):
        """The list "Things to notice" that follows a cell under the same heading, or ""."""
        for cell in self.cells[place + 1 :]:
            if cell.cell_type == "markdown":
                if cell.source.startswith("**Things to notice**"):
                    return (
                        without_headings(cell.source.split("\n## ")[0])
                        .removeprefix("**Things to notice**")
                        .strip()
                    )
                if re.search(r"^#{1,4} ", cell.source, re.M):
                    return ""
        return ""


def without_colours(cell):
    """A cell as its source has it: the colours of a built notebook are in nobody's way."""
    if cell.cell_type != "markdown":
        return cell
    return nbformat.from_dict({**cell, "source": role_words.plain(cell.source)})


def deck(lesson, notebooks):
    """One lesson as a web page. lesson: what its file says; notebooks: name: notebook -> str"""
    books = {name: Book(name, notebooks[name]) for name in lesson["notebooks"]}
    number = lesson["number"]
    cells = opening(number, lesson["title"], list(books.values()))
    book = None
    for slide in lesson["slide"]:
        if slide.get("notebook") and (book is None or book.name != slide["notebook"]):
            book = books[slide["notebook"]]
            cells += question_of(book)
        cells += slide_cells(book, slide, number)
    return export(cells, f"Lesson {number}: {lesson['title']}")


def opening(number, title, books):
    """The first slide of a deck."""
    titles = [book.title.replace(".", "\\.", 1) for book in books]  # so that Markdown makes no list of "10."
    listed = "\n".join(f"- {one}" for one in titles)
    say = "\n".join(f"- {one}: {book.question}" for one, book in zip(titles, books, strict=True))
    notes = [("Today", say), ("Before you begin", BEFORE)]
    return page(f"Lesson {number}: {title}", listed, "title", notes)


BEFORE = (
    "Open the notebooks of this lesson. On a question slide, let everyone decide before you"
    " go on: hands up for A, B, C. Pictures build: each key shows the next "
    "step, the key back takes it away. On an"
    " answer slide the picture comes first, the answer last. The sliders on the slides move without a "
    "kernel; the notebooks have more of them."
)


def question_of(book):
    """The slide that opens a notebook."""
    notes = [("Say", book.prose(0)), ("Ask", book.question)]
    return page(book.title, first_letter_up(book.question), "opens", notes)


def slide_cells(book, slide, number):
    """One slide as cells: what is seen, and its notes. number: of the lesson"""
    if "predict" in slide:
        return predict_cells(book, slide)
    if "explorer" in slide:
        return explorer_cells(book, slide)
    scene = scenes.scene(number, slide["picture"]) if "picture" in slide else None
    if "compare" in slide:
        return compare_cells(book, slide, scene)
    kind = "cell" if "cell" in slide else "prose"
    place = book.find(slide[kind], "code" if kind == "cell" else "markdown")
    cell = book.cells[place]
    text, shown = slide.get("text"), []
    if slide.get("code") or slide.get("output"):
        shown = [seen(cell, slide.get("code", False), slide.get("output", False))]
    elif kind == "prose" and slide.get("blocks", True):
        shown = [new_markdown_cell("\n\n".join(standing_out(cell.source)))]
    if text is None:
        prose = book.prose(place)
        text = first_sentences(prose) if kind == "cell" else as_list(prose.split("\n\n")[0])
    notes = [
        ("Say", slide.get("say") or book.prose(place)),
        ("Ask", slide.get("ask")),
        ("Step by step", told_steps(scene)),
    ]
    if kind == "cell":
        notes.append(("Notice", book.notice(place) if "explorers." in cell.source else ""))
    shown += [html_cell(stage.markup(scene))] if scene else []
    return page(
        slide.get("heading") or book.heading(place), text, slide.get("look", ""), notes, shown, book, scene
    )


def predict_cells(book, slide):
    """A question, alone with its options."""
    asked = question(slide["predict"])
    place = book.find(f'predict("{slide["predict"]}")')
    options = "\n".join(f"1. {option}" for option in asked.options)
    notes = [("Say", book.prose(place)), ("Ask", asked.ask), ("What they answer, and why", reasons(asked))]
    return page("Predict", f"{asked.ask}\n\n{options}", "predict", notes, [], book)


def compare_cells(book, slide, scene):
    """

    question again, the picture that answers it step by step, then the answer and the sentence about it.
    """
    asked = question(slide["compare"])
    place = book.find(comparison(slide["compare"]))
    computed = computed_answer(book.cells[place], slide["compare"])
    why = slide.get("text", asked.options.get(computed, ""))
    last = f'class="fragment" data-fragment-index="{len(scene.steps) - 1}"'
    notes = [
        ("Computed", f"{computed}. {asked.options.get(computed, '')}"),
        ("Ask", f"Who said something else, and why? The question was: {asked.ask}"),
        ("Step by step", told_steps(scene)),
        ("Compare the options", reasons(asked)),
        ("How it was computed", book.prose(place)),
    ]
    shown = [html_cell(stage.markup(scene)), new_markdown_cell(f"<div {last}>\n\n{why}\n\n</div>")]
    heading = f"Computed: <strong {last}>{computed}</strong>"
    return page(heading, f'<p class="asked">{asked.ask}</p>', "answer", notes, shown, book, scene)


def explorer_cells(book, slide):
    """An explorer, alone with what to try."""
    place = book.find(making(slide["explorer"]))
    notes = [
        ("Say", slide.get("say") or book.prose(place)),
        ("Ask", f"Before you move it: {slide['ask']}"),
        ("What the class sees", slide["sees"]),
        ("Keys", KEYS),
    ]
    markup = book.cells[place].outputs[-1].data["text/html"]
    return page(slide["heading"], slide["text"], "move", notes, [html_cell(markup)], book)


KEYS = (
    "Click a slider or press Tab; then the arrow keys move it. Escape, or a click beside it, gives the arrow "
    "keys back to the slides. Page Down and a remote control always go on."
)


def told_steps(scene):
    """What the speaker says at each step of a picture. -> Markdown"""
    return "\n".join(f"1. {step.said}" for step in scene.steps) if scene else ""


def html_cell(markup):
    """What a cell shows, without its code. markup: HTML"""
    cell = new_code_cell("", outputs=[new_output("display_data", {"text/html": markup})])
    cell.metadata["with_code"] = False
    return cell


def computed_answer(cell, name):
    """What a cell that compares has computed. -> str"""
    for output in cell.outputs:
        found = re.search(r"\*\*(.+?)\*\*", output.get("data", {}).get("text/markdown", ""))
        if found:
            return found[1]
    raise BuildError(f"slides: the comparison {name!r} shows no answer")


def reasons(asked):
    return "\n".join(f"- *{option}*: {why}" for option, why in asked.options.items())


def seen(cell, with_code, with_output):
    """A code cell as it stands on a slide: its code, what it prints, or both."""
    outputs = [
        new_output("stream", text=output.text.rstrip())
        for output in cell.outputs
        if with_output and output.output_type == "stream"
    ]
    shown = new_code_cell(cell.source, outputs=outputs)
    shown.metadata["with_code"] = with_code
    return shown


def page(heading, text, look, notes, shown=(), book=None, scene=None):
    """The cells of one slide. notes: (title, Markdown) …, of which empty ones are left out"""
    where = f'<p class="where">{book.title}</p>\n\n' if book else ""
    badge = f'<p class="badge">{scene.badge}</p>\n\n' if scene else ""
    first = new_markdown_cell(f"{where}{badge}## {heading}\n\n{text}")
    side = "side" if scene and scene.width / scene.height < stage.BESIDE else ""
    first.metadata |= {"slideshow": {"slide_type": "slide"}, "look": f"{look} {side}".strip()}
    told = new_markdown_cell(
        "\n\n".join(
            f"**{title}.** {one}" if "\n" not in one else f"**{title}.**\n\n{one}"
            for title, one in notes
            if one
        )
    )
    told.metadata["slideshow"] = {"slide_type": "notes"}
    return [first, *shown, told]


# ---- the notebook's text


def without_headings(source):
    """A text without headings; of links only the words stay, for a deck needs no network."""
    return re.sub(
        r"(?<!!)\[([^\]]+)\]\([^)]+\)", r"\1", re.sub(r"^#{1,4} .+\n*", "", source, flags=re.M)
    ).strip()


def standing_out(source):
    """The formulas, lists, tables, quotes and drawings of a text, without its paragraphs. -> list of str"""
    blocks = re.split(r"\n\n(?![^`]*\n```\n?(?:[^`]|$))", without_headings(source))
    return [block for block in blocks if re.match(r"\$\$|[-|>]|```|\d\. ", block)]


def first_sentences(text):
    """The first sentences of the last paragraph of a text, as many as fit on a slide.

    >>> first_sentences("- a list\\n\\nOne word. Two words. Here $a . b$ ends.")
    'One word. Two words. Here $a . b$ ends.'
    """
    paragraphs = [part for part in text.split("\n\n") if not re.match(r"\$\$|[-|>*]\s|```|\d\. |\|", part)]
    return " ".join(fitting(paragraphs[-1], MOST_WORDS)) if paragraphs else ""


def as_list(paragraph):
    """The first sentences of a paragraph as a list; questions and what comes next are for the notes."""
    told = [one for one in fitting(paragraph, 2 * MOST_WORDS) if not re.search(r"notebook|\?$", one, re.I)]
    return "\n".join(f"- {one}" for one in told)


def fitting(paragraph, most):
    """The first sentences of a paragraph, with so many words at most, but at least one. -> list of str"""
    told = []
    for sentence in re.split(r"(?<=[.?!])\s+(?=[A-Z“*`$])", paragraph):
        if told and len(" ".join([*told, sentence]).split()) > most:
            break
        told.append(sentence)
    return told


def first_letter_up(text):
    return text[:1].upper() + text[1:]


# ---- the page


def export(cells, title):
    """Cells as a deck. -> str"""
    hidden = []
    for place, cell in enumerate(cells):
        if cell.cell_type == "markdown":
            cell.source = formulas.hide(role_words.coloured(cell.source), hidden)
        cell.id = f"slide-{place:03}"
    notebook = new_notebook(cells=cells, metadata={"title": title, "language_info": build_notebooks.LANGUAGE})
    exporter = SlidesExporter(template_name="deck", extra_template_basedirs=[str(HERE)])
    exporter.exclude_anchor_links = True
    inside = {
        "css": (HERE / "deck" / "deck.css").read_text(encoding="utf8"),
        "live_css": live.css(),
        "live_code": live.code(),
        "js": (HERE / "deck" / "deck.js").read_text(encoding="utf8"),
        "reveal_css": (HERE / "reveal" / "reveal.css").read_text(encoding="utf8"),
        "reveal_js": (HERE / "reveal" / "reveal.js").read_text(encoding="utf8"),
        "notes_js": (HERE / "reveal" / "notes.js").read_text(encoding="utf8"),
    }
    html, _ = exporter.from_notebook_node(nbformat.from_dict(notebook), resources={"deck": inside})
    return "\n".join(line.rstrip() for line in formulas.show(html, hidden).splitlines()) + "\n"
