"""Which notebooks there are: the core, and those in notebooks/more that take up one question each.

CORE_SOURCES, MORE_SOURCES     what authors edit
CORE, MORE                     what is built from it, and opened: BUILT
TRANSLATIONS                   texts of a source in another language, from which …
TRANSLATED                     … these are built; ALL: BUILT and TRANSLATED
"""

import re
import tomllib
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
CORE_SOURCES = sorted(NOTEBOOKS.glob("source/[0-9]*.md"))
MORE_SOURCES = sorted(NOTEBOOKS.glob("source/more/*.md"))
SOURCES = CORE_SOURCES + MORE_SOURCES
CORE = sorted(NOTEBOOKS.glob("[0-9]*.ipynb"))
MORE = sorted(NOTEBOOKS.glob("more/*.ipynb"))
BUILT = CORE + MORE
TRANSLATIONS = sorted(NOTEBOOKS.glob("source/*/[0-9]*.po"))
TRANSLATED = [NOTEBOOKS / path.parent.name / f"{path.stem}.ipynb" for path in TRANSLATIONS]
QUESTIONS = [  # how a notebook's question begins, in each language
    "The question",
    *(tomllib.loads(path.read_text("utf8"))["question"] for path in NOTEBOOKS.glob("source/*/language.toml")),
]
ALL = BUILT + [path for path in TRANSLATED if path.is_file()]


def number(path):
    """The number of a core notebook, or of the one where the question of a notebook in more/ comes up.

    >>> number(Path("notebooks/more/03_two_lengths_and_an_angle.ipynb"))
    3
    """
    return int(path.name[:2])


def is_more(path):
    """Whether a notebook, or a source, stands in more/."""
    return path.parent.name == "more"


def language_of(path):
    """The language of a notebook, or of its source, as HTML names it. -> str

    >>> language_of(NOTEBOOKS / "de" / "01_meet_attention.ipynb"), language_of(CORE_SOURCES[0])
    ('de', 'en')
    """
    return path.parent.name if path.parent.name not in ("source", "more", NOTEBOOKS.name) else "en"


def english_of(path):
    """The source whose texts a .po translates. -> Path of a .md"""
    return NOTEBOOKS / "source" / f"{path.stem}.md"


def source_of(path):
    """The source of a built notebook: a .md, or in another language a .po. -> Path"""
    if language_of(path) != "en":
        return NOTEBOOKS / "source" / language_of(path) / f"{path.stem}.po"
    return NOTEBOOKS / "source" / path.relative_to(NOTEBOOKS).with_suffix(".md")


def opening(text):
    """What a notebook says first: its title and its question. text: a source, or the first cell -> str, str

    A notebook in more/ has no number in its title.

    >>> opening("# 4. Scale, then softmax\\n\\n**The question: why divide by 8?** You have …")
    ('4. Scale, then softmax', 'why divide by 8?')
    """
    question = re.search(rf"\*\*(?:{'|'.join(QUESTIONS)}): (.+?)\*\*", text, re.S)
    title = re.search(r"^# (.+)$", text, re.M)[1]
    return title, " ".join(question[1].split()) if question else ""
