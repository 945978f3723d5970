"""Which numerals a text holds, and which of them nobody computed.

A numeral in prose, in a question or a README is accounted for if
(a) it stands in the code, or in the printed output, of a cell of the same section of the built notebook;
(b) it is structural: the name of a thing ("layer 2", "notebook 3"), a year, or 0, 1 or 2 (STRUCTURAL below);
(c) a claim renders it: words of the text with their numbers as format fields, and a function that computes
    these (tests/truth/claims/); or it is a published fact (tests/truth/facts.py).

Digits always count. A number word counts where it counts things of the data or states a share, a multiple or
a large number ("five heads", "three in four", "ten times", "nine million"); elsewhere ("these three vectors")
it only describes what stands there. One and two never count.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

import nbformat

from helpers.exercises.lessons import lessons
from tools import notebooks

PROJECT = Path(__file__).resolve().parents[2]
SMALL = "zero one two three four five six seven eight nine ten eleven twelve".split()
_TENS = "(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
_WORD = rf"(?:{'|'.join(SMALL[3:])}|{_TENS})"
_LARGE = r"(?:dozen|hundred|thousand|million|billion)s?"
_THINGS = r"heads?|sentences?|tokens?|pairs?|models?|trainings?|times|points|percent|per cent"
DIGITS = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?")  # 14  0.986  144,032, but no x1
NUMERAL = re.compile(
    rf"{DIGITS.pattern}|\b{_WORD}\s+{_LARGE}|\b{_LARGE}\b"
    rf"|\b(?:{_WORD}|half|quarters?|thirds?)\s+(?:in|of|out\s+of|as|{_THINGS})\b",
    re.IGNORECASE,
)
_NAMED = (
    r"(?:notebook|lesson|exercise|layer|head|row|column|token|word|position|step|cell|part|figure|table|"
    r"section|question|bug|seed|version|page|option|dimension|key|query|score)s?|encoder|decoder|Python|numpy"
)
STRUCTURAL = (
    # the name of a thing: "notebook 3", "exercises 4.2 and 4.3", "heads 1, 4 and 5", "encoder #5"
    rf"\b(?:{_NAMED})\s*[#−-]?\s*\d+(?:\.\d+)?(?:(?:\s*[,–-]\s*|,?\s+(?:and|or|to)\s+)\d+(?:\.\d+)?)*\b",
    r"\b(?:19|20)\d\d\b",  # a year
    r"^\s*(?:#+\s*)?\d+[.)]\s",  # the number of a list's point, of a heading
    r"(?<![\w.])[012](?!\w|[.,]\d)",  # where counting starts, what weights add up to, a pair
    r"\*\*\d\*\*",  # the number of a step
    r"\b\d+\.\d+\.\d+\b|\b(?:Apache[- ]|License |MPL )2\.0\b|\bPython[^.\n]{0,40}\b3\.\d+\b",  # a version
    r"`[0-9a-f]{40,64}`|\bSHA-256\b|-\d\d-\d\d\b",  # a checksum, the end of a date
    r"\beight heads\b",  # so many has each layer of the course model, and of the paper's
)
NO_PROSE = (
    r"\A---\n.*?\n---\n",  # the head of a source
    r"^( *)(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^ *(?P=fence)[^\n]*$",  # code
    r"`[^`\n]*(?:=|\w\()[^`\n]*`",  # what to type: `shift=10`, `round(3)`
    r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<!--.*?-->",  # what a tool writes
    r"(?<=\])\([^)\s]*\)|<[^>\n]+>|https?://\S+",  # addresses and tags
    r"[_^](?:\{[^}]*\}|\w+)",  # what stands below or above a letter in a formula
)


class Piece(NamedTuple):
    """A text; line: where it begins in its file; printed: the numbers in the cells beside it."""

    text: str
    line: int
    printed: frozenset


class Numeral(NamedTuple):
    """A numeral that nothing accounts for, and where it stands."""

    text: str
    line: int
    sentence: str


def word(number):
    """A number as prose writes it: a small one as a word. int -> str

    >>> word(5), word(144032)
    ('five', '144,032')
    """
    return SMALL[number] if 0 <= number < len(SMALL) else f"{number:,}"


def unaccounted(piece, held=()):
    """The numerals of a piece that nothing accounts for. held: words of claims and facts. -> list of Numeral

    >>> text = "Five heads of layer 2 give 0.99, in three of four. These three: 7."
    >>> piece = Piece(text, 1, frozenset({"7"}))
    >>> [numeral.text for numeral in unaccounted(piece, held=["three of four"])]
    ['Five heads', '0.99']
    """
    text = piece.text
    for pattern in NO_PROSE:
        text = re.sub(pattern, _blank, text, flags=re.DOTALL | re.MULTILINE)
    flags = re.IGNORECASE | re.MULTILINE
    spans = [found.span() for pattern in STRUCTURAL for found in re.finditer(pattern, text, flags)]
    spans += [span for phrase in held for span in places(phrase, piece.text)]
    left = []
    for found in NUMERAL.finditer(text):
        start, end = found.span()
        if _value(found[0]) in piece.printed or any(low <= start and end <= high for low, high in spans):
            continue
        before = re.split(r"(?<=[.?!:])\s|\n\n", piece.text[:start])[-1]
        after = re.split(r"(?<=[.?!:])\s|\n\n", piece.text[end:])[0]
        line = piece.line + text.count("\n", 0, start)
        left.append(Numeral(found[0], line, " ".join(f"{before}{found[0]}{after}".split())))
    return left


def _blank(found):
    return re.sub(r"[^\n]", " ", found[0])


def places(phrase, text):
    """Where a phrase stands in a text, however its lines break. -> list of (start, end)

    >>> places("0.9 of it", "0.9 of   it, not 10.9 of it")
    [(0, 11)]
    """
    pattern = r"\s+".join(map(re.escape, phrase.split()))
    return [found.span() for found in re.finditer(rf"(?<![\w.]){pattern}(?!\w|[.,]\d)", text)]


def pieces(document):
    """What a document says, with what is printed beside it. document: a path in the project -> list of Piece

    A notebook's source is cut at its second-level headings, a file of questions into what it asks and its
    comments (options are offers; tests/test_rhythm.py sees to the right one), another file of tables into
    what it says; any other text is one piece.
    """
    path = PROJECT / document
    text = path.read_text(encoding="utf8")
    if path.suffix == ".toml" and path.name != "questions.toml":
        return [Piece(said, 1, frozenset()) for said in _said(tomllib.loads(text))]
    if path.suffix == ".toml":
        beside = {}
        for source in sources_of(path.parent.name):
            beside |= _beside_questions(source.stem)
        return [Piece(said, line, beside.get(name, frozenset())) for name, said, line in _questions(text)]
    if path not in notebooks.SOURCES:
        return [Piece(text, 1, frozenset())]
    cut = [0, *(found.start() for found in re.finditer(r"^## ", text, re.MULTILINE)), len(text)]
    printed = _beside_headings(path.stem)
    return [
        Piece(part := text[low:high], text.count("\n", 0, low) + 1, printed.get(_heading(part), frozenset()))
        for low, high in zip(cut, cut[1:], strict=False)
    ]


def sources_of(lesson):
    """The sources of a lesson: its core notebook, and those in more/ that begin with its number.

    -> list of Path
    """
    return [path for path in notebooks.SOURCES if notebooks.number(path) == lessons()[lesson]]


def _value(numeral):
    """The same for numerals of one value: 0.50 and 0.5, 10,000 and 10000."""
    plain = numeral.replace(",", "")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _numbers(texts):
    return frozenset(
        _value(number)
        for text in texts
        for number in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", re.sub(r"(?<=\d)_(?=\d)", "", text))
    )


def _heading(markdown):
    headings = re.findall(r"^## .*$", markdown, re.MULTILINE)
    return headings[-1] if headings else ""


def _said(found):
    """What the tables of a file say in words, however deep they lie. -> iterator of str"""
    for name, value in found.items():
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                yield from _said(part)
            elif name in ("title", "heading", "text", "ask", "say", "said", "respond"):
                yield part


def _questions(text):
    for name, question in tomllib.loads(text).items():
        for said in (question["ask"], *(why for _, why in question["options"])):
            at = text.index(said) if said in text else text.index(f"[{name}]")
            yield name, said, text.count("\n", 0, at) + 1


@cache
def _cells(stem):
    """The code cells of a built notebook. -> list of (heading of its section, code, frozenset of numbers)"""
    found, heading = [], ""
    (path,) = (one for one in notebooks.BUILT if one.stem == stem)
    for cell in nbformat.read(path, 4).cells:
        if cell.cell_type == "markdown":
            heading = _heading(cell.source) or heading
        else:
            found.append((heading, cell.source, _numbers([cell.source, *_printed(cell)])))
    return found


def _printed(cell):
    """What a cell computed, in words; not what people wrote into a question or an exercise. -> list of str"""
    if re.search(r"^(?:predict|exercise|show_progress)\(", cell.source, re.MULTILINE):
        return []
    kinds = ["text/plain"] if "compare(" in cell.source else ["text/plain", "text/markdown"]
    shown = [output.get("data", {}).get(kind, "") for output in cell.outputs for kind in kinds]
    return shown + [output.get("text", "") for output in cell.outputs]


def _beside_headings(stem):
    found = {}
    for heading, _, numbers in _cells(stem):
        found[heading] = found.get(heading, frozenset()) | numbers
    return found


def _beside_questions(stem):
    """What is printed in the sections that ask a question or compare it. -> dict of its name: numbers"""
    sections, found = _beside_headings(stem), {}
    for heading, code, _ in _cells(stem):
        for name in re.findall(r"(?:predict|compare)\(\"([\w-]+)\"", code):
            found[name] = found.get(name, frozenset()) | sections[heading]
    return found
