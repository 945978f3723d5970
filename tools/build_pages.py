"""Build the course as pages that move without Python: each notebook as one HTML file that loads nothing.

    uv run python -m tools.build_pages                    into build/pages; open index.html in a browser
    uv run python -m tools.build_pages --to FOLDER
    uv run python -m tools.build_pages --only 05 more/03  these again; the others stay as they stand there

Text, code and stills are those that the notebooks hold. Each is run, too: what its explorers and pictures
show in all their states becomes part of its page.
"""

import argparse
import base64
import collections
import functools
import os
import re
import struct
import sys
from html import unescape
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from nbformat.v4 import new_markdown_cell, new_notebook

from helpers import languages, style
from helpers.languages import mark
from helpers.languages import translate as _
from tools import formulas, translated
from tools.notebooks import ALL, CORE, NOTEBOOKS, is_more, language_of, opening
from tools.pages import lives, run, words

PROJECT = Path(__file__).resolve().parent.parent
COURSE = mark("Attention, by hand and by eye")
PARTS = Path(__file__).parent / "pages"
INDEX = "index.html"
EXPLORER = re.compile(r"\bexplore_\w+\(")  # what draws sliders
ASKS = re.compile(r"(predict|exercise|show_progress)\([^()]*\)")  # code that only shows a card
SHADES = {  # of code, for text and picture frames: light, dark
    "soft": ("#f3f5f7", "#1c2126"),
    "word": ("#7a2a8f", "#d7a6f0"),
    "text": ("#0b6e4f", "#7fd6b4"),
    "number": ("#a85400", "#f4b070"),
    "link": ("#0b5cad", "#79b8ff"),
}


def build(to, live=None, only=None, say=print, others=True):
    """Write the pages into a folder, over those that stand there.

    live: from the folder, where a notebook of its name runs in the browser, such as
    "../lab/index.html?path=notebooks/"
    only: paths of the notebooks to build (None: all). The page of another one stays as it stands in the
    folder; where it is missing, it is written without what moves, or left out (others=False).
    Raises RuntimeError: a notebook with a cell that fails.
    """
    notebooks = {path: nbformat.read(path, 4) for path in ALL}
    moving = lives.all_lives(ALL if only is None else only, say=say)
    documents = {path: document(path.read_text("utf8")) for path in sorted(PROJECT.glob("data/*/README.md"))}
    openings = {path: opening(notebook.cells[0].source) for path, notebook in notebooks.items()}
    first = to / INDEX
    places = {path: to / path.relative_to(PROJECT).with_suffix(".html") for path in [*notebooks, *documents]}
    shown = notebooks | documents | {PROJECT / INDEX: document(contents(openings, live))}
    for path, notebook in shown.items():
        place = places.get(path, first)
        if path in notebooks and path not in moving and (place.exists() or not others):
            continue
        way = steps(path, openings, places, first, live) if path in notebooks else None
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(page(path, notebook, places, first, way, moving.get(path)), encoding="utf8")


def document(text):
    """A text in Markdown as a notebook of one cell."""
    return new_notebook(cells=[new_markdown_cell(text)])


def contents(openings, live):
    """The first page, in Markdown: the twelve questions, and those of the notebooks in more/."""

    def listed(more):
        found = []
        for path, (title, question) in openings.items():
            name = path.relative_to(NOTEBOOKS).as_posix()
            run = f" [Run and change the code]({live}{name})." if live else ""
            if is_more(path) == more and language_of(path) == "en":
                found.append(f"- [{title}](notebooks/{name}): {question}{run}")
        return "\n".join(found)

    others = "\n".join(
        f"- {translated.language(language_of(path))['name']}:"
        f" [{title}](notebooks/{path.relative_to(NOTEBOOKS).as_posix()})"
        for path, (title, _) in openings.items()
        if language_of(path) != "en"
    )
    where = "inside your browser, behind “Run and change the code”" if live else "in JupyterLab"
    return f"""# {COURSE}

Twelve notebooks that teach self-attention. Here you read them and move every picture at once: nothing has \
to be installed or loaded, and every number is one that the model computed. To change the code and to do the \
exercises, open a notebook {where}.

{listed(more=False)}

## More, one question each

{listed(more=True)}

## In other languages

{others}
"""


def steps(path, openings, places, first, live):
    """Where a notebook's page leads to; from one in more/ the way back stands in its text.

    -> dict: previous and next, each (title, address) or None, and live
    """
    here = places[path].parent

    code, core = language_of(path), NOTEBOOKS / path.name

    def step(by):
        place = CORE.index(core) + by if core in CORE and not is_more(path) else -1
        if not 0 <= place < len(CORE):
            return None
        other, same = CORE[place], NOTEBOOKS / code / CORE[place].name
        if code == "en" or same in places:
            other = other if code == "en" else same
            return openings[other][0], os.path.relpath(places[other], here)
        title = f"{openings[other][0]} ({translated.language(code)['in_english']})"
        return title, os.path.relpath(places[other], here)

    up = os.path.relpath(first.parent, here)
    alive = live and f"{up}/{live}{path.relative_to(NOTEBOOKS).as_posix()}"
    return {"previous": step(-1), "next": step(1), "live": alive}


def page(path, notebook, places, first, way=None, moving=None):
    """One page, in the language of its notebook.

    path: what it shows; places: path: where its page is; first: the index; way: of `steps`;
    moving: of `lives.lives_of`, or None: nothing moves on it
    """
    code = language_of(path) if path.suffix == ".ipynb" else "en"
    languages.use(code)
    try:
        return _page(path, notebook, places, first, way, moving or {}, code)
    finally:
        languages.use("en")


def _page(path, notebook, places, first, way, moving, code):
    hidden, said = [], said_on_page(path, code)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        if cell.cell_type == "markdown":
            text = said(number, cell.source) if moving else cell.source
            cell.source = formulas.hide(text, hidden)
        for count, output in enumerate(run.rich(cell)):
            if "text/markdown" in output.data:
                output.data["text/markdown"] = formulas.hide(output.data["text/markdown"], hidden)
            if "image/png" in output.data:
                about = output.metadata["image/png"]
                about["height"] = height(output.data["image/png"], about["width"])
            output.metadata["live"] = moving.get((number, count))
            output.metadata["moves"] = bool(EXPLORER.search(cell.source))
        cell.metadata["asks"] = bool(ASKS.fullmatch(cell.source.strip()))
    place = places.get(path, first)
    about = {
        "title": opening(notebook.cells[0].source)[0],
        "course": _(COURSE),
        "language": "en" if code == "en" else translated.language(code)["html"],
        "css": "\n".join([lives.css() if moving else "", colours(), (PARTS / "page.css").read_text("utf8")]),
        "moves": bool(moving),
        "policy": lives.policy(*[lives.script()] if moving else []),
        "index": os.path.relpath(first, place.parent),
        "is_index": place == first,
        "way": way or {},
    }
    html = exporter().from_notebook_node(notebook, resources={"page": about})[0]
    html = linked(with_ids(formulas.show(html, hidden)), path.parent, place.parent, places)
    return html.replace("<!-- live -->", lives.at_end(list(moving.values()))).strip() + "\n"


def said_on_page(path, code):
    """What says the cells of a notebook as its live page does. -> function of a cell's place and text"""
    if code == "en":
        return lambda place, text: words.on_page(path.stem, text)
    english = nbformat.read(NOTEBOOKS / path.name, 4).cells
    return lambda place, text: translated.on_page(path, text, english[place].source)


@functools.cache
def exporter():
    """What makes HTML of notebooks: one for all pages, for it compiles its templates, which takes long."""
    made = HTMLExporter(template_name="pages", extra_template_basedirs=[str(Path(__file__).parent)])
    made.exclude_anchor_links = True
    made.environment.globals["_"] = _
    return made


def with_ids(html):
    """Let each heading below the title be linked to, by its words. -> str"""
    seen = collections.Counter()

    def named(found):
        words = unescape(re.sub(r"<[^>]*>", "", found["words"])).lower()
        name = "-".join(re.findall(r"\w+", words))
        seen[name] += 1
        name += f"-{seen[name]}" if seen[name] > 1 else ""
        return f'<{found["tag"]} id="{name}">{found["words"]}</{found["tag"]}>'

    return re.sub(r"<(?P<tag>h[23])>(?P<words>.*?)</(?P=tag)>", named, html, flags=re.S)


def height(png, width):
    """How high a picture is shown. png: in base64; width: how wide, in CSS pixels -> int"""
    wide, high = struct.unpack(">II", base64.b64decode(png[:64])[16:24])
    return round(high * width / wide)


def linked(html, source, here, places):
    """Let links lead to other pages; of a link to another file of the project only the words stay.

    source: the folder of what is shown; here: that of its page
    """

    def lead(found):
        address, _, part = found["address"].partition("#")
        target = (source / address).resolve()
        if found["address"].startswith(("https:", "http:", "#")) or not target.exists():
            return found[0]
        if target not in places:
            return found["words"]
        address = os.path.relpath(places[target], here) + ("#" + part if part else "")
        return f'<a href="{address}">{found["words"]}</a>'

    return re.sub(r'<a href="(?P<address>[^"]*)"[^>]*>(?P<words>.*?)</a>', lead, html, flags=re.S)


def colours():
    """The colours of the course as variables of CSS, for the light and the dark theme. -> str"""
    named = {"paper": style.PAPER, "ink": style.INK, "faint": style.FAINT, "line": style.GRID}
    light, dark = ({name: one[theme] for name, one in named.items()} for theme in ("light", "dark"))
    for role in set(formulas.ROLES.values()):
        light[role], dark[role] = style.ROLES[role].on_light, style.ROLES[role].on_dark
    for name, (on_light, on_dark) in SHADES.items():
        light[name], dark[name] = on_light, on_dark
    told = [" ".join(f"--{name}: {colour};" for name, colour in sorted(one.items())) for one in (light, dark)]
    return (
        f":root {{ {told[0]} }}\n@media screen and (prefers-color-scheme: dark) {{ :root {{ {told[1]} }} }}"
    )


def chosen(names):
    """The notebooks whose path begins so. names: such as "05" or "more/03"; none: all of them

    Raises ValueError: a name of which there is no notebook.
    """
    found = {path: path.relative_to(NOTEBOOKS).as_posix() for path in ALL}
    for name in names:
        if not any(place.startswith(name) for place in found.values()):
            raise ValueError(f"There is no notebook whose path begins with {name!r}.")
    return [path for path, place in found.items() if not names or place.startswith(tuple(names))]


def main(arguments=None):
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--to", type=Path, default=PROJECT / "build" / "pages", help="where they are written")
    ask.add_argument("--only", nargs="*", default=(), help='notebooks to build again, such as "05" "more/03"')
    given = ask.parse_args(arguments)
    try:
        build(given.to.resolve(), only=chosen(given.only))
    except (RuntimeError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{given.to / INDEX}: open it in a browser")
    return 0


if __name__ == "__main__":
    sys.exit(main())
