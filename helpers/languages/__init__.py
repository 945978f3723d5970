"""All that explorers, pictures, cards and checks show, in another language: files beside this one hold it.

    from helpers import languages
    languages.use("de")                 # what is shown from now on is German

A text in English is its own name: `translate("Play")`, which code calls `_`. Texts with numbers have fields,
`_("{word} looks at {other}").format(word=…, other=…)`; `plural` counts; `mark` marks what is translated
later, where it is shown. `python -m tools.languages` puts all of them into the .po files, and says what is
missing. What is missing is shown in English. While the language is English nothing is read. The models'
words stay English.
"""

import functools
from pathlib import Path

FOLDER = Path(__file__).parent
ENGLISH = "en"

_code, _texts, _plurals, _form = ENGLISH, {}, {}, None


def translate(text):
    """A text in the language that is shown; in English where it is missing. str -> str

    >>> translate("Play"), translate("{count} steps").format(count=3)
    ('Play', '3 steps')
    """
    return _texts.get(text, text)


def mark(text):
    """A text that is translated where it is shown, not here, such as one of a table. str -> the same"""
    return text


def plural(one, many, count):
    """The form of a text that fits a number. one, many: in English -> str, with its fields

    >>> [plural("{count} step", "{count} steps", count).format(count=count) for count in (1, 2)]
    ['1 step', '2 steps']
    """
    if one in _plurals:
        return _plurals[one][_form(count)]
    return one if count == 1 else many


def use(code=ENGLISH):
    """Show everything in a language from now on. code: such as "de"; what stands there already stays.

    Raises ValueError: a language that is not there.

    >>> use("tlh")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ValueError: There is no language 'tlh': choose one of 'en', ...
    """
    global _code, _texts, _plurals, _form
    if code not in known():
        raise ValueError(f"There is no language {code!r}: choose one of {', '.join(map(repr, known()))}.")
    _texts, _plurals, _form = ({}, {}, None) if code == ENGLISH else _spoken(FOLDER / f"{code}.po")
    _code = code


def current():
    """The language that is shown. -> str, such as "en" """
    return _code


def known():
    """The languages that there are, English first. -> tuple of str"""
    return ENGLISH, *sorted(path.stem for path in FOLDER.glob("*.po"))


def of_pages(code=None):
    """What the JavaScript of pictures and pages says, sent to the page once. code: None: as now -> dict

    Nothing in English: a text is its own name there, too. "en" is the language's own code.
    """
    code = code or _code
    return {} if code == ENGLISH else {ENGLISH: code} | _in_pages(FOLDER / f"{code}.po")


@functools.cache
def _in_pages(path):
    return {
        one["msgid"]: one["msgstr"]
        for one in entries(path.read_text(encoding="utf8"))
        if _is_done(one) and "msgstr" in one and any(place.endswith(".js") for place in one["places"])
    }


def _spoken(path):
    """What a file says. -> dict of text: text, dict of text: its plural forms, function that chooses one"""
    import gettext  # of another language only

    texts, plurals, form = {}, {}, None
    for one in entries(path.read_text(encoding="utf8")):
        if not one["msgid"]:
            head = dict(line.split(": ", 1) for line in one["msgstr"].splitlines())
            form = gettext.c2py(head["Plural-Forms"].partition("plural=")[2].strip("; "))
        elif _is_done(one):
            if "msgid_plural" in one:
                plurals[one["msgid"]] = [one[name] for name in sorted(one) if name.startswith("msgstr[")]
            else:
                texts[one["msgid"]] = one["msgstr"]
    return texts, plurals, form


def _is_done(one):
    """Whether a text is translated, and its English text has not changed since."""
    said = [part for name, part in one.items() if name.startswith("msgstr")]
    return bool(one["msgid"]) and all(said) and not one["fuzzy"]


def entries(text):
    """What stands in a .po file. text: of the file -> list of dict of msgid, msgstr …, places, fuzzy

    >>> entries('#: a.js\\nmsgid "Play"\\nmsgstr ""\\n"Los"\\n')
    [{'places': ['a.js'], 'fuzzy': False, 'msgid': 'Play', 'msgstr': 'Los'}]
    """
    import json  # a text in quotes is written alike there

    found = []
    for block in text.split("\n\n"):
        one, name = {"places": [], "fuzzy": False}, ""
        for line in block.splitlines():
            if line.startswith("#:"):
                one["places"] += line[2:].split()
            elif line.startswith("#,"):
                one["fuzzy"] |= "fuzzy" in line
            elif line.startswith("msg"):
                name, _, said = line.partition(" ")
                one[name] = json.loads(said)
            elif line.startswith('"'):
                one[name] += json.loads(line)
        found += [one] if "msgid" in one else []
    return found
