"""Write the parts of README.md that are made, not typed: picture, badges, notebooks, cell for Colab.

    uv run python -m tools.build_readme              all but the picture; the address is in pyproject.toml
    uv run python -m tools.build_readme --picture    the picture, too: in JupyterLab, so it needs Chromium

The address of the repository stands in pyproject.toml, once it has one:

    [project.urls]
    Repository = "https://github.com/you/course"
    Documentation = "https://example.org/course/"

Documentation is where the site of tools/build_site.py is published: there the picture leads to the live page
of notebook 1. As long as there is none it leads to the notebook, and each badge to the section of the README
that says what to do. The words for
the picture come from the kernel that drew it, and are kept inside the picture's file.
"""

import argparse
import html
import io
import re
import sys
import tomllib
from pathlib import Path

from PIL import Image, PngImagePlugin

from tools import minutes, notebooks

PROJECT = Path(__file__).resolve().parent.parent
README = PROJECT / "README.md"
FOLDER = ".github/readme"
NOTEBOOK = "notebooks/01_meet_attention.ipynb"
THEMES = ("light", "dark")
RATIO = 2  # pixels of the picture for one of CSS
WORDS = "Description"  # where a PNG keeps what it shows
SAID = (
    "The first explorer of the course, in JupyterLab: switch the last word, the layer and the heads,"
    " or type a sentence of your own."
)
PLACES = {"Binder": "binder", "VS Code": "vs-code", "Colab": "colab"}
SECTION = "#elsewhere"
COUNTED = "zero one two three four five six seven eight nine ten eleven twelve".split()


class NoAddress(Exception):
    """An address that Binder, VS Code and Colab cannot all open; the message says so."""


def told_of(name):
    """An address in pyproject.toml, or "". name: such as "Repository" -> str, without a slash at its end"""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf8"))["project"]
    return project.get("urls", {}).get(name, "").rstrip("/")


def live_page(site=None):
    """Where the picture leads: to the live page of its notebook on the site, or else to the notebook."""
    return f"{site}/{NOTEBOOK.removesuffix('.ipynb')}.html" if site else NOTEBOOK


def address():
    """The repository's address in pyproject.toml, or None. Raises NoAddress: it is not one of GitHub."""
    told = told_of("Repository").removesuffix(".git")
    host, *place = told.removeprefix("https://").split("/")
    if told and (host != "github.com" or len(place) != 2):
        raise NoAddress(
            f"pyproject.toml: {told!r} is not like https://github.com/you/course, which Colab needs"
        )
    return told or None


def links(repository):
    """Where each badge leads. -> dict of name: address"""
    if not repository:
        return dict.fromkeys(PLACES, SECTION)
    course = repository.removeprefix("https://github.com/")
    return {
        "Binder": f"https://mybinder.org/v2/gh/{course}/HEAD?urlpath=lab/tree/{NOTEBOOK}",
        "VS Code": f"https://vscode.dev/redirect?url=vscode://vscode.git/clone?url={repository}",
        "Colab": f"https://colab.research.google.com/github/{course}/blob/main/{NOTEBOOK}",
    }


def parts(repository, site=None):
    """The parts of the README that are made. site: its address -> dict of name: Markdown"""
    badges = [
        f"[![Start in {name}]({FOLDER}/{PLACES[name]}.svg)]({link})"
        for name, link in links(repository).items()
    ]
    width = Image.open(PROJECT / FOLDER / "explorer-light.png").width // RATIO
    picture = f"""<a href="{live_page(site)}"><picture>
  <source media="(prefers-color-scheme: dark)" srcset="{FOLDER}/explorer-dark.png">
  <img src="{FOLDER}/explorer-light.png" width="{width}" alt="{html.escape(words())}">
</picture></a>"""
    told = "" if repository else "Put the address of your copy of this repository in the place of ADDRESS."
    cell = f"```\n%pip install --quiet git+{repository or 'ADDRESS'}\n```"
    return {
        "picture": picture,
        "badges": "\n".join(badges),
        "notebooks": the_core() + the_rest(),
        "colab": "\n\n".join(filter(None, (cell, told))),
    }


def the_core():
    """The core notebooks with their questions, and how long they take. -> Markdown"""
    sources = notebooks.CORE_SOURCES
    hours = f"{sum(map(minutes.minutes, sources)) / 60:.1f}".removesuffix(".0")
    cell, guess, sliders = (f"{60 * one:.0f}" for one in (minutes.CELL, minutes.PREDICTION, minutes.EXPLORER))
    return f"""{counted(len(sources)).capitalize()} notebooks are the core.
Each takes {least_to_most(sources)} minutes with its exercises, all of them {hours} hours.
(That is reckoned: {minutes.WORDS} words a minute, {cell} seconds for a cell, {guess} more for a prediction,
{sliders} more for sliders, and what the exercise cards say.)

| | notebook | the question |
|---|---|---|
{rows(sources)}"""


def the_rest():
    """The notebooks in more/ with their questions, or nothing as long as there are none. -> Markdown"""
    sources = notebooks.MORE_SOURCES
    if not sources:
        return ""
    return f"""

For those who want more, {counted(len(sources))} notebooks in `notebooks/more/` take up one question each.
Each takes {least_to_most(sources)} minutes. The core links to each where its question comes up,
and needs none of them.

| after | more | the question |
|---|---|---|
{rows(sources)}"""


def least_to_most(sources):
    """How long notebooks take. -> words, such as "25 to 35" """
    taken = [round(minutes.minutes(source)) for source in sources]
    return f"{min(taken)} to {max(taken)}" if min(taken) < max(taken) else f"{min(taken)}"


def counted(number):
    """A number as prose writes it: a small one as a word.

    >>> counted(12), counted(19)
    ('twelve', '19')
    """
    return COUNTED[number] if number < len(COUNTED) else str(number)


def rows(sources):
    """A line of a table for each notebook: its number, its title and its question."""
    told = []
    for source in sources:
        title, question = notebooks.opening(source.read_text(encoding="utf8"))
        place = source.relative_to(notebooks.NOTEBOOKS / "source").with_suffix(".ipynb").as_posix()
        title = re.sub(r"^[0-9]+[.] ", "", title)
        told.append(f"| {notebooks.number(source)} | [{title}](notebooks/{place}) | {question} |")
    return "\n".join(told)


def words(theme="light"):
    """What the picture shows, as its own file says. -> str"""
    return Image.open(PROJECT / FOLDER / f"explorer-{theme}.png").text[WORDS]


def written(readme, repository, site=None):
    """A README with its made parts as they are now. Raises ValueError: a part has no place in it."""
    for name, text in parts(repository, site).items():
        begin, end = f"<!-- {name}: made by tools/build_readme.py -->", f"<!-- end of {name} -->"
        if not (found := re.search(f"{re.escape(begin)}.*?{re.escape(end)}", readme, re.S)):
            raise ValueError(f"README.md has no place for the {name}: {begin} … {end}")
        readme = readme.replace(found[0], f"{begin}\n{text}\n{end}")
    return readme


def badge(name):
    """A badge as an SVG that needs no font of its own and nothing from the network. -> str"""
    width = 62 + 9 * len(name) + 22
    size = f'width="{width}" height="28" viewBox="0 0 {width} 28"'
    letters = 'font-family="system-ui, sans-serif" font-size="14" fill="#ffffff"'
    room = f'textLength="{width - 42}" lengthAdjust="spacingAndGlyphs"'
    return f"""<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">
<title>Start in {name}</title>
<rect width="{width}" height="28" rx="6" fill="#0b5cad"/><path d="M14 8v12l10-6z" fill="#ffffff"/>
<text x="31" y="19" {letters} {room}>Start in <tspan font-weight="700">{name}</tspan></text>
</svg>
"""


def take_pictures():
    """Take the picture of the explorer in JupyterLab, in both themes, with the words that its kernel has."""
    from tests.lab import running  # only this needs a browser

    with running() as lab:
        for theme in THEMES:
            with lab.open(PROJECT / NOTEBOOK, ratio=RATIO, theme=theme) as notebook:
                notebook.run_all()
                explorer = notebook.explorer("explore_meeting(")
                shown = explorer.kernel("lambda it: it.views[0].words")
                picture = Image.open(io.BytesIO(notebook.screenshot(explorer.place))).convert("RGB")
            about = PngImagePlugin.PngInfo()
            about.add_itxt(WORDS, f"{SAID} {shown}")
            small = picture.quantize(kmeans=1, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
            small.save(PROJECT / FOLDER / f"explorer-{theme}.png", pnginfo=about, optimize=True)


def main(arguments=None):
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--picture", action="store_true", help="take the picture anew, too")
    given = ask.parse_args(arguments)
    try:
        repository = address()
    except NoAddress as problem:
        print(problem, file=sys.stderr)
        return 1
    (PROJECT / FOLDER).mkdir(parents=True, exist_ok=True)
    if given.picture:
        take_pictures()
    for name, file in PLACES.items():
        (PROJECT / FOLDER / f"{file}.svg").write_text(badge(name), encoding="utf8")
    site = told_of("Documentation")
    README.write_text(written(README.read_text(encoding="utf8"), repository, site), encoding="utf8")
    print(f"README.md: badges lead to {repository or SECTION}, the picture to {live_page(site)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
