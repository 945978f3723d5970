"""A notebook in another language: its source with the texts of a .po file in place of the English ones.

notebooks/source/01_meet_attention.md        structure, code and the English texts: the only source of them
notebooks/source/de/01_meet_attention.po     the same texts in German, each beside the English one
notebooks/source/de/language.toml            the language's name, its terms, its words of roles and numbers

messages(path)             # what can be translated of a source: paragraphs, and texts that its code prints
notebook(path)             # the notebook of a .po, with its language chosen in the first cell of code
differences(…)             # what an English text and its translation should share and do not

`python -m tools.languages` keeps the .po files whole, those of helpers/languages too, and says what is wrong.
"""

import ast
import copy
import functools
import io
import re
import tokenize
import tomllib
from dataclasses import dataclass

from helpers import languages
from tools import role_words
from tools.notebooks import NOTEBOOKS, SOURCES, TRANSLATIONS, english_of, language_of

PARTS = re.compile(r"(\n(?:[ \t]*\n)+|\n(?=(?:[-*]|\d+\.) ))")  # between paragraphs and items of a list
BEGIN = re.compile(r"(?:#{1,6}|[-*]|\d+\.)[ \t]+")  # of a heading or an item: stays as it is
LINKED = re.compile(r"(?P<words>\[[^\]]*\])\((?P<address>[^)\s#:]+\.ipynb)(?P<part>#[^)\s]*)?\)")
LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Message:
    """A text that can be translated. english: as the source has it; note: what a translator should know."""

    english: str
    note: str = ""


# ---- what can be translated


def messages(path):
    """The texts of a source, in its order, each once. Path of a .md -> list of Message"""
    found = {}
    for cell in _read(path).cells:
        for one in code_messages(cell.source) if cell.cell_type == "code" else prose_messages(cell.source):
            found.setdefault(one.english, one)
        if cell.cell_type == "markdown":
            for english in on_its_page(path.stem, cell.source).values():
                found.setdefault(english, Message(english, "The same, as a live page says it."))
    return list(found.values())


def prose_messages(text):
    r"""The paragraphs, headings and items of a Markdown cell. -> list of Message

    >>> [one.english for one in prose_messages("## Two *things*\n\nFirst.\n- One.\n- Two.")]
    ['Two *things*', 'First.', 'One.', 'Two.']
    """
    return [Message(words) for _, words in paragraphs(text) if is_text(words)]


def paragraphs(text):
    """A Markdown cell in parts, one after the other. -> list of (what stands before the words, the words)"""
    between, found = "", []
    for place, part in enumerate(PARTS.split(text)):
        if place % 2:
            between = part
            continue
        mark = BEGIN.match(part)
        begin = mark[0] if mark else ""
        found.append((between + begin, part[len(begin) :]))
    return found


def is_text(words):
    """Whether there is something to translate: not in the line that leads to the other languages."""
    return bool(LETTER.search(words)) and not is_line(words)


def code_messages(code):
    r"""What the code of a cell prints, and its comments. -> list of Message

    >>> [one.english for one in code_messages('print("of", n["animal"], f"{n} nouns")  # count\nx = "id"')]
    ['of', '{n} nouns', '# count']
    """
    lines = code.splitlines()
    return [Message(english, lines[row].strip()) for row, _, _, english in code_texts(code)]


def code_texts(code):
    """Where in a cell's code a reader's texts stand. -> list of (row, begin, end, text), in bytes of a row"""
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            for one in node.args:
                text = isinstance(one, ast.Constant) and isinstance(one.value, str)
                if (text or isinstance(one, ast.JoinedStr)) and one.lineno == one.end_lineno:
                    found.append(_inside(code, one))
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type == tokenize.COMMENT:
            begin = len(token.line[: token.start[1]].encode())
            found.append((token.start[0] - 1, begin, begin + len(token.string.encode()), token.string))
    return sorted(one for one in found if LETTER.search(re.sub(r"\{[^}]*\}", "", one[3])))


def _inside(code, node):
    """Where the text of a string stands, without its quotes."""
    row, line = node.lineno - 1, code.splitlines()[node.lineno - 1].encode()
    literal = line[node.col_offset : node.end_col_offset].decode()
    opening = re.match(r"[A-Za-z]*(\"{3}|'{3}|\"|')", literal)
    begin = node.col_offset + len(opening[0])
    end = node.end_col_offset - len(opening[1])
    return row, begin, end, line[begin:end].decode()


def on_its_page(name, text):
    """Paragraphs that a live page says otherwise. name: of the notebook -> dict of one: what the page says"""
    from tools.pages import words

    here = paragraphs(words.on_page(name, text))
    pairs = zip(paragraphs(text), here, strict=True)
    return {said: changed for (_, said), (_, changed) in pairs if said != changed}


# ---- a language


@functools.cache
def language(code):
    """What is said of a language beside its texts. code: such as "de" -> dict, as in its language.toml

    Raises ValueError: there is no such language.
    """
    try:
        return tomllib.loads((NOTEBOOKS / "source" / code / "language.toml").read_text("utf8"))
    except FileNotFoundError:
        known = ", ".join(sorted({language_of(path) for path in TRANSLATIONS}))
        raise ValueError(f"No notebook is in {code!r}: there are {known}.") from None


def line(stem, code="en"):
    """The line that leads from a notebook to the other languages that it is in; "" where there are none.

    >>> line("01_meet_attention", "de").split(" · ")[0]
    '[English](../01_meet_attention.ipynb)'
    >>> line("02_make_queries_keys_and_values")
    ''
    """
    here = [language_of(path) for path in TRANSLATIONS if path.stem == stem]
    up = "" if code == "en" else "../"
    found = [] if code == "en" else [f"[English]({up}{stem}.ipynb)"]
    found += [f"[{language(other)['name']}]({up}{other}/{stem}.ipynb)" for other in here if other != code]
    return " · ".join(found)


def is_line(words):
    """Whether a paragraph is nothing but links to the same notebook in other languages."""
    link = r"\[[^\]]+\]\([A-Za-z-]+/(\d\d_\w+)\.ipynb\)"
    return bool(re.fullmatch(rf"{link}( · {link})*", words))


# ---- a notebook


def notebook(path):
    """A source in another language, without outputs. Path of a .po -> notebook

    Raises ValueError: a text that is missing or outdated.
    """
    made, texts, code = copy.deepcopy(_read(english_of(path))), texts_of(path), language_of(path)
    first = next(cell for cell in made.cells if cell.cell_type == "code")
    for cell in made.cells:
        change = code_in if cell.cell_type == "code" else prose_in
        cell.source = change(cell.source, texts, path)
    first.source = chosen(first.source, code)
    return made


def texts_of(path):
    """The texts of a .po that are there and not outdated. -> dict of the English: the other"""
    found = languages.entries(path.read_text(encoding="utf8"))
    return {one["msgid"]: one["msgstr"] for one in found if one["msgstr"] and not one["fuzzy"]}


def prose_in(text, texts, path):
    """A Markdown cell in another language. texts: of `texts_of`; path: of the .po. -> str"""
    code = language_of(path)
    found = []
    for before, words in paragraphs(text):
        if is_line(words):
            words = line(path.stem, code)
        elif is_text(words):
            words = LINKED.sub(functools.partial(_led, code=code), _said(words, texts, path))
        found.append(before + words)
    return "".join(found)


def _led(link, code):
    """A link out of the folder of a language; where it leads to English, it says so."""
    name = link["address"].rpartition("/")[2].removesuffix(".ipynb")
    if any(path.stem == name and language_of(path) == code for path in TRANSLATIONS):
        return link[0]
    return f"{link['words']}(../{link['address']}{link['part'] or ''}) ({language(code)['in_english']})"


def code_in(code, texts, path):
    """A cell's code with the texts that a reader sees in another language. -> str"""
    lines = [one.encode() for one in code.splitlines()]
    for row, begin, end, english in reversed(code_texts(code)):
        lines[row] = lines[row][:begin] + _said(english, texts, path).encode() + lines[row][end:]
    return b"\n".join(lines).decode()


def _said(english, texts, path):
    if english not in texts:
        raise ValueError(f"{short(path)}: missing or outdated: “{english}”")
    return texts[english]


def chosen(code, language):
    r"""The first cell of code, with the language chosen after its imports. -> str

    >>> print(chosen("from helpers import frames, models\n\nx = 1", "de"))
    from helpers import frames, languages, models
    <BLANKLINE>
    languages.use("de")
    x = 1
    """
    lines = code.splitlines()
    body = ast.parse(code).body
    imports = [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
    place = next(one for one in imports if getattr(one, "module", None) == "helpers")
    names = sorted([*(alias.name for alias in place.names), "languages"])
    lines[place.lineno - 1] = f"from helpers import {', '.join(names)}"
    end = imports[-1].end_lineno
    while end < len(lines) and not lines[end].strip():
        end += 1
    lines.insert(end, f'languages.use("{language}")')
    return "\n".join(lines)


def on_page(path, text, english):
    """A Markdown cell as its live page says it. path: of the built notebook; english: the same cell there

    -> str, in colours
    """
    code = language_of(path)
    source = NOTEBOOKS / "source" / code / f"{path.stem}.po"
    texts, text = texts_of(source), role_words.plain(text)
    for said, changed in on_its_page(path.stem, role_words.plain(english)).items():
        text = text.replace(prose_in(said, texts, source), prose_in(changed, texts, source))
    return role_words.coloured(text, language(code)["roles"])


# ---- what must be the same in all languages


@dataclass(frozen=True)
class Terms:
    """How a language says the terms of the field, and its words for numbers.

    terms: (English pattern, pattern of this language, what is never said or ""); numbers: (English, this
    language's pattern)
    """

    terms: tuple = ()
    numbers: tuple = ()


@functools.cache
def terms(code):
    """The terms of a language; none where no notebook is in it. -> Terms"""
    try:
        told = language(code)
    except ValueError:
        return Terms()
    said = tuple((one["english"], one["here"], one.get("never", "")) for one in told.get("term", ()))
    return Terms(said, tuple(told.get("numbers", {}).items()))


NO_WORDS = re.compile(r"`+[^`]+`+|\$\$.+?\$\$|\$[^$\n]+\$|\{[^{}]*\}|(?<=\]\()[^)\s]+|</?[a-z][^>\n]*>", re.S)
STRONG = re.compile(r"\*\*(?!\s)(.+?)(?<!\s)\*\*", re.S)
EMPHASIS = re.compile(r"(?<![*\w])\*(?![*\s])(.+?)(?<![*\s])\*(?![*\w])", re.S)
HTML = re.compile(r"</?[a-z]+")


def differences(english, other, terms=Terms()):
    """What is not alike in two texts: emphasis, HTML, words for numbers, terms of the field. -> list of str

    >>> differences("**Three** heads.", "Drei Köpfe.", Terms((("heads?", "Heads?", "Köpfe"),)))
    ['1 in bold in English, 0 here', 'not “Heads?” for “heads”', '“Köpfe” is never said here']
    """
    if english == other:
        return []
    found = []
    words = [[STRONG.sub(r"\1", text) for text in (english, other)], [english, other]]
    for kind, pattern, both in zip(("in italics", "in bold"), (EMPHASIS, STRONG), words, strict=True):
        ours, theirs = (len(pattern.findall(text)) for text in both)
        found += [f"{ours} {kind} in English, {theirs} here"] if ours != theirs else []
    if sorted(HTML.findall(english)) != sorted(HTML.findall(other)):
        found.append("HTML differs")
    english, other = (NO_WORDS.sub(" ", text) for text in (english, other))
    for number, pattern in terms.numbers:
        ours, theirs = _count(rf"\b{number}\b", english), _count(rf"\b(?:{pattern})\b", other)
        found += [f"“{number}”: {ours} in English, {theirs} here"] if ours != theirs else []
    for term, pattern, never in terms.terms:
        said = re.search(rf"\b(?:{term})\b", english, re.I)
        if said and not _count(rf"\b(?:{pattern})", other):
            found.append(f"not “{pattern}” for “{said[0]}”")
        if never and (wrong := re.search(rf"\b(?:{never})\b", other, re.I)):
            found.append(f"“{wrong[0]}” is never said here")
    return found


def _count(pattern, text):
    return len(re.findall(pattern, text, re.I))


def numerals(text, english=True):
    """The numbers in a text, with a point for decimals and nothing between thousands. -> list of str

    In another language a comma between thousands is not taken away, for it is read as that of decimals there:
    a narrow space (U+202F) stands in its place.

    >>> numerals("144,000 of 0.67"), numerals("144\u202f000 von 0.67", english=False)
    (['144000', '0.67'], ['144000', '0.67'])
    """
    between = "," if english else "\u202f"
    return re.findall(r"\d+(?:[.,]\d+)*", re.sub(rf"(?<=\d){between}(?=\d{{3}}(?!\d))", "", text))


def lines_missing():
    """Sources whose first cell does not lead to the languages that they are in. -> list of str"""
    found = []
    for path in SOURCES:
        said = [words for _, words in paragraphs(_read(path).cells[0].source) if is_line(words)]
        if said != [one for one in [line(path.stem)] if one]:
            wanted = line(path.stem) or "no line to other languages"
            found.append(f"{short(path)}: its first cell should end with: {wanted}")
    return found


# ---- small things


@functools.cache
def _read(path):
    from tools.build_notebooks import read_english

    return read_english(path)


def short(path):
    """A path as a person names it. -> str"""
    return path.relative_to(NOTEBOOKS.parent).as_posix()
