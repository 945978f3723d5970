"""What the course says in other languages: .po files beside the sources, kept whole by this tool.

    uv run python -m tools.languages              update all .po files: new texts come in, outdated are marked
    uv run python -m tools.languages --new fr     begin another language
    uv run python -m tools.languages --check      name what is missing, outdated, unused or does not agree

A text is marked where it stands: `_("…")`, `mark("…")`, `plural("…", "…", n)` of helpers.languages in
Python, `translate("…", { … })` of helpers/pictures/live/language.js in JavaScript, `_("…")` in a template.
Tables whose texts stand among other words, and questions, are read by what is named in TABLES and LESSONS.
A text whose English has changed keeps its translation, marked "fuzzy": it is shown in English until
somebody has looked at it and taken the mark away.
"""

import argparse
import collections
import io
import re
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract

from helpers import languages
from helpers.pictures import way
from tools import notebooks, translated

PROJECT = Path(__file__).resolve().parent.parent
LESSONS = ("meet",)  # whose questions are given in other languages
CODE = {  # what is read: how, and by which names a text is marked
    "helpers/**/*.py": ("python", {"_": None, "mark": None, "plural": (1, 2)}),
    "tools/pages/*.py": ("python", {"_": None, "mark": None, "plural": (1, 2)}),
    "tools/build_pages.py": ("python", {"_": None, "mark": None, "plural": (1, 2)}),
    "helpers/pictures/live/*.js": ("javascript", {"translate": None}),
    "tools/pages/live/*.js": ("javascript", {"translate": None}),
    "tools/pages/*.j2": ("jinja2", {"_": None}),
}
TABLES = {  # file: function -> the texts of its tables
    "helpers/pictures/way.py": lambda: [
        *(text for label, _, _, told in way.STEPS.values() for text in (label, told)),
        *way.SHORT.values(),
        *(text for label, _, _, told in way.ASIDES.values() for text in (label, told)),
        *(place for _, place in way.LIT),
        *(text for label, _, told in (*way.PARTS.values(), *way.BACK.values()) for text in (label, told)),
        *sorted({f"{path.stem}.ipynb" for path in notebooks.TRANSLATIONS}),  # "de/…": where a step leads
    ],
}
SIGNS = {  # what a translation must hold as the English text does
    "fields": re.compile(r"\{[^{}]*\}"),
    "links": re.compile(r"(?<=\]\()[^()\s]+(?=\))"),
    "code": re.compile(r"`[^`]+`"),
    "formulas": re.compile(r"\$[^$]+\$"),
}


@dataclass(frozen=True)
class Text:
    """A text in English. many: its plural, or ""; where: the files it stands in; note: for translators."""

    one: str
    many: str = ""
    where: tuple = ()
    note: str = ""


@dataclass(frozen=True)
class Part:
    """What one .po file of each language holds.

    place: function of a language's code -> Path; texts: function -> list of Text, each once.
    """

    place: Callable
    texts: Callable


def shown_texts():
    """All that is marked in code, in tables and in questions. -> list of Text, in the order of the files"""
    found = []
    for pattern, (method, names) in CODE.items():
        for path in sorted(PROJECT.glob(pattern)):
            found += _marked(path, method, names)
    for file, texts in TABLES.items():
        found += [Text(text, where=(file,)) for text in texts() if _is_said(text)]
    for lesson in LESSONS:
        path = PROJECT / "helpers" / "lessons" / lesson / "questions.toml"
        for question in tomllib.loads(path.read_text(encoding="utf8")).values():
            said = [question["ask"], *(part for option in question["options"] for part in option)]
            found += [Text(text, where=(_name(path),)) for text in said]
    return once(found)


def once(texts):
    """Each text once, with all the files that it stands in, ordered by these. -> list of Text"""
    places, forms, notes = collections.defaultdict(set), {}, collections.defaultdict(str)
    for text in texts:
        places[text.one] |= set(text.where)
        forms[text.one] = text.many or forms.get(text.one, "")
        notes[text.one] = text.note or notes[text.one]
    return [Text(one, many, tuple(sorted(places[one])), notes[one]) for one, many in forms.items()]


def _marked(path, method, names):
    if method == "jinja2":
        from jinja2.ext import babel_extract

        rows = babel_extract(io.BytesIO(path.read_bytes()), list(names), [], {})
        rows = [(number, said, notes, None) for number, _, said, notes in rows]
    else:
        rows = extract(
            method,
            io.BytesIO(path.read_bytes()),
            names,
            options={"encoding": "utf8", "parse_template_string": True},
        )
    found = []
    for _, said, _, _ in rows:
        one, many = said if isinstance(said, tuple) else (said, "")
        if one != languages.ENGLISH:  # which asks for the language's code
            found.append(Text(one, many, (_name(path),)))
    return found


def _name(path):
    return path.relative_to(PROJECT).as_posix()


def _is_said(text):
    """Whether there is a word in a text that could be another one, which "√d_k" or "x" has not."""
    return re.search(r"[^\W\d_]{2}", text) is not None


def notebook_texts(stem):
    """The texts of a notebook. stem: of its source -> list of Text"""
    path = notebooks.NOTEBOOKS / "source" / f"{stem}.md"
    return [Text(one.english, where=(_name(path),), note=one.note) for one in translated.messages(path)]


def notebook_part(stem):
    """A notebook that is translated. -> Part"""
    return Part(
        lambda code: notebooks.NOTEBOOKS / "source" / code / f"{stem}.po", lambda: notebook_texts(stem)
    )


PARTS = [
    Part(lambda code: languages.FOLDER / f"{code}.po", shown_texts),
    *map(notebook_part, sorted({path.stem for path in notebooks.TRANSLATIONS})),
]


# ---- the files


def codes():
    """The languages that there are, without English. -> tuple"""
    return languages.known()[1:]


def template(texts, code):
    """The texts without a translation. -> Catalog"""
    made = Catalog(locale=code, fuzzy=False)
    for text in texts:
        name = (text.one, text.many) if text.many else text.one
        notes = [text.note] if text.note else []
        made.add(name, locations=[(place, None) for place in text.where], auto_comments=notes)
    return made


def read(place, code):
    """What a file holds. -> Catalog, empty if there is no file"""
    if not place.exists():
        return Catalog(locale=code, fuzzy=False)
    return pofile.read_po(io.BytesIO(place.read_bytes()), locale=code)


def brought_up(catalog, texts, code):
    """A catalog with all texts that there are now, and no others. -> Catalog, list of texts that went"""
    before = {_key(message): message for message in catalog if message.id}
    catalog.update(template(texts, code), update_creation_date=False)
    kept = {_key(message) for message in catalog if message.id}
    kept |= {old for message in catalog for old in message.previous_id}
    return catalog, [key for key in before if key not in kept]


def _key(message):
    return message.id[0] if isinstance(message.id, tuple) else message.id


def written(catalog, code):
    """A catalog as a file: no dates and no numbers of lines, which would change at each run. -> str"""
    file = io.BytesIO()
    pofile.write_po(
        file, catalog, width=110, omit_header=True, ignore_obsolete=True, include_previous=True,
        include_lineno=False,
    )  # fmt: skip
    head = [
        f"Language: {code}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {catalog.plural_forms}",
    ]
    lines = "\n".join(f'"{line}\\n"' for line in head)
    return f'msgid ""\nmsgstr ""\n{lines}\n\n{file.getvalue().decode("utf8").strip()}\n'


def update(code, say=print):
    """Bring all files of a language up to what the sources say now."""
    for part in PARTS:
        place = part.place(code)
        catalog, _ = brought_up(read(place, code), part.texts(), code)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(written(catalog, code), encoding="utf8")
        left = sum(not _is_done(message) for message in catalog if message.id)
        say(f"{_name(place)}: {len(catalog)} texts, {left} to translate or to look at again")


# ---- what is wrong


def faults(code):
    """What is missing, outdated, unused or does not agree in the files of a language. -> list of str"""
    return [fault for part in PARTS for fault in faults_of(part.place(code), part.texts(), code)]


def faults_of(place, texts, code):
    """The same of one file. place: its Path; texts: that it should hold"""
    name = _name(place) if place.is_relative_to(PROJECT) else place.name
    if not place.exists():
        return [f"{name}: there is no such file; python -m tools.languages begins it"]
    catalog, unused = brought_up(read(place, code), texts, code)
    found = [f"{name}: unused: {_short(text)}" for text in unused]
    for message in catalog:
        if not message.id:
            continue
        if message.fuzzy:
            was = f" (it was: {_short(message.previous_id[0])})" if message.previous_id else ""
            found.append(f"{name}: outdated: {_short(_key(message))}{was}")
        elif not _is_done(message):
            found.append(f"{name}: missing: {_short(_key(message))}")
        else:
            found += [f"{name}: {_short(_key(message))}: {said}" for said in disagreements(message, code)]
    return found


def _is_done(message):
    forms = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return not message.fuzzy and all(forms)


def disagreements(message, code=None):
    """What a translation does not share with its English text, and should. -> list of str

    code: of the language whose terms it should use
    """
    one, other = message.id, message.string
    if isinstance(one, tuple):  # the first form may spell its number out
        one, other = one[1], other[-1]
    return unlike(one, other) + translated.differences(one, other, translated.terms(code))


def unlike(english, other):
    """What two texts do not share: fields, links, code, formulas, numbers, blanks at the ends. -> list of str

    >>> unlike("{word}: 3 of `x`", "{wort}: 3 von `x`")
    ['fields are {wort}, not {word}']
    """
    blanks = [
        (text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]) for text in (english, other)
    ]
    found = ["blanks at the ends differ"] if blanks[0] != blanks[1] else []
    for what, sign in SIGNS.items():
        ours, theirs = (collections.Counter(sign.findall(text)) for text in (english, other))
        if ours != theirs:
            here, there = (", ".join((one - two).elements()) or "none" for one, two in
                           ((theirs, ours), (ours, theirs)))  # fmt: skip
            found.append(f"{what} are {here}, not {there}")
        english, other = (sign.sub(" ", text) for text in (english, other))
    ours, theirs = translated.numerals(english), translated.numerals(other, english=False)
    if sorted(ours) != sorted(theirs):
        found.append(f"numbers are {', '.join(theirs) or 'none'}, not {', '.join(ours) or 'none'}")
    return found


def _short(text, most=90):
    text = " ".join(text.split())
    return f"“{text if len(text) <= most else text[: most - 1] + '…'}”"


def main(arguments=None):
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--check", action="store_true", help="change nothing; name what is wrong")
    ask.add_argument("--new", metavar="CODE", help='begin another language, such as "fr"')
    given = ask.parse_args(arguments)
    if given.check:
        found = [fault for code in codes() for fault in faults(code)] + translated.lines_missing()
        print("\n".join(found) or f"All texts are there in {', '.join(codes())}.")
        return 1 if found else 0
    for code in dict.fromkeys([*codes(), *([given.new] if given.new else [])]):
        update(code)
    return 0


if __name__ == "__main__":
    sys.exit(main())
