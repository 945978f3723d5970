"""Notebooks in other languages: all is translated, nothing but words differs, and a fault is found."""

import ast
import re

import nbformat
import pytest

from helpers import frames, languages, style
from tools import build_notebooks, role_words, translated
from tools import languages as tool
from tools.notebooks import (
    CORE_SOURCES,
    NOTEBOOKS,
    TRANSLATED,
    TRANSLATIONS,
    english_of,
    language_of,
    source_of,
)
from tools.pages import lives

HEAD = 'msgid ""\nmsgstr ""\n"Language: de\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
MEET = CORE_SOURCES[0]
every_language = pytest.mark.parametrize("path", TRANSLATED, ids=language_of)


@pytest.fixture(params=TRANSLATED, ids=language_of)
def both(request):
    """A notebook in another language, and the English one. -> (Path, notebook, notebook)"""
    english = NOTEBOOKS / f"{request.param.stem}.ipynb"
    return request.param, nbformat.read(request.param, 4), nbformat.read(english, 4)


def test_notebook_1_is_in_german_spanish_and_portuguese():
    assert [(language_of(path), path.stem) for path in TRANSLATED] == [
        (code, "01_meet_attention") for code in ("de", "es", "pt")
    ]
    assert {language_of(path) for path in TRANSLATED} <= {*languages.known()}
    assert translated.language("pt")["html"] == "pt-BR" and "Brasil" in translated.language("pt")["name"]


@pytest.mark.parametrize("code", tool.codes())
def test_all_is_translated_and_agrees(code):
    assert tool.faults(code) == []


def test_each_source_leads_to_the_languages_that_it_is_in():
    assert translated.lines_missing() == []


# ---- a fault is found


def faults(tmp_path, texts, said, code="de", fuzzy=()):
    """What is said of a .po. texts: in English; said: those that it holds; fuzzy: the outdated ones"""
    place = tmp_path / "one.po"
    entries = [
        f'{"#, fuzzy" if one in fuzzy else "#:"}\nmsgid "{one}"\nmsgstr "{other}"\n'
        for one, other in said.items()
    ]
    place.write_text(HEAD + "\n".join(entries), encoding="utf8")
    return tool.faults_of(place, [tool.Text(one) for one in texts], code)


GOOD = "Schicht 2 hat **acht** Heads, in `x` und [hier](y.ipynb) mit $d_k$ von 144\u202f000, *also* {n}."
ENGLISH = "Layer 2 has **eight** heads, in `x` and [here](y.ipynb) with $d_k$ of 144,000, *so* {n}."


@pytest.mark.parametrize(
    ("was", "now", "fault"),
    [
        ("Schicht 2", "Schicht 3", "numbers are 3, 144000, not 2, 144000"),
        ("144\u202f000", "144,000", "numbers are 2, 144,000, not 2, 144000"),  # read as 144 and three digits
        ("acht", "sieben", "“eight”: 1 in English, 0 here"),
        ("`x`", "`y`", "code are `y`, not `x`"),
        ("y.ipynb", "z.ipynb", "links are z.ipynb, not y.ipynb"),
        ("$d_k$", "$d_v$", "formulas are $d_v$, not $d_k$"),
        ("{n}", "{m}", "fields are {m}, not {n}"),
        ("*also*", "also", "1 in italics in English, 0 here"),
        ("**acht**", "acht", "1 in bold in English, 0 here"),
        ("Heads", "Köpfe", "“Köpfe” is never said here"),
        ("Heads", "davon", "not “Heads?” for “heads”"),
        ("Schicht", "Ebene", "not “Schicht” for “Layer”"),
        ("{n}.", "{n}. ", "blanks at the ends differ"),
        (".", ".<br>", "HTML differs"),
    ],
)
def test_what_differs_from_the_english_is_found(was, now, fault, tmp_path):
    assert faults(tmp_path, [ENGLISH], {ENGLISH: GOOD}) == []
    other = GOOD.replace(was, now)
    assert other != GOOD
    found = faults(tmp_path, [ENGLISH], {ENGLISH: other})
    assert any(one.endswith(fault) for one in found), found


def test_what_is_missing_outdated_or_unused_is_found(tmp_path):
    texts = ["First.", "The second one.", "Quite another thing."]
    said = {"First.": "Erstens.", "The second one.": "Das Zweite.", "Gone, long ago!": "Weg, schon lange!"}
    found = faults(tmp_path, texts, said, fuzzy=["The second one."])
    assert sorted(found) == [
        "one.po: missing: “Quite another thing.”",
        "one.po: outdated: “The second one.”",
        "one.po: unused: “Gone, long ago!”",
    ]


def test_a_changed_source_makes_its_text_outdated_and_stops_the_build(tmp_path, monkeypatch):
    """One number more in a paragraph: the tool keeps the translation and marks it, the builder refuses it."""
    path = TRANSLATIONS[0]
    source = MEET.read_text("utf8").replace("eight **heads** look", "eight **heads** in 2 rounds look")
    changed, copy = tmp_path / MEET.name, tmp_path / path.name
    changed.write_text(source, encoding="utf8")
    copy.write_bytes(path.read_bytes())
    texts = [tool.Text(one.english) for one in translated.messages(changed)]
    (fault,) = tool.faults_of(copy, texts, "de")
    assert "outdated: “Our model reads in two rounds" in fault
    catalog, _ = tool.brought_up(tool.read(copy, "de"), texts, "de")
    copy.write_text(tool.written(catalog, "de"), encoding="utf8")
    with pytest.raises(ValueError, match="missing or outdated: “Our model reads"):
        for cell in build_notebooks.read_english(changed).cells:
            if cell.cell_type == "markdown":
                translated.prose_in(cell.source, translated.texts_of(copy), path)


def test_a_language_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(ValueError, match="No notebook is in 'tlh': there are de, es, pt"):
        translated.language("tlh")


# ---- all that a reader sees is a message


def test_nothing_that_a_reader_sees_is_left_out(monkeypatch):
    """Each text gets brackets in place of a translation: no word of prose or print stands outside of them."""
    path = TRANSLATIONS[0]
    marked = {one.english: f"⟦{one.english}⟧" for one in translated.messages(MEET)}
    monkeypatch.setattr(translated, "texts_of", lambda path: marked)
    prose, printed = [], []
    for cell in translated.notebook(path).cells:
        left = re.sub(r"⟦[^⟧]*⟧", "", cell.source)
        if cell.cell_type == "markdown":
            prose += [line for line in left.splitlines() if re.search(r"\w", line)]
        else:
            calls = [one for one in ast.walk(ast.parse(cell.source)) if isinstance(one, ast.Call)]
            printed += [one for call in calls for one in call.args if getattr(call.func, "id", "") == "print"]
    assert prose == [translated.line(path.stem, "de")]
    said = [one.value for one in printed if isinstance(one, ast.Constant) and re.search(r"\w", one.value)]
    assert len(said) > 9 and all(re.fullmatch("⟦.*⟧", one) for one in said), said


@every_language
def test_code_differs_in_printed_words_and_in_its_language_only(path):
    mine = [cell.source for cell in build_notebooks.read(source_of(path)).cells if cell.cell_type == "code"]
    theirs = [
        cell.source for cell in build_notebooks.read(english_of(path)).cells if cell.cell_type == "code"
    ]
    first = mine[0].replace(f'languages.use("{language_of(path)}")\n', "").replace("languages, ", "")
    assert first == theirs[0] and mine[0] != theirs[0]
    assert [silent(code) for code in mine[1:]] == [silent(code) for code in theirs[1:]]


def silent(code):
    """Code with every text that it prints taken away."""
    tree = ast.parse(code)
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "print":
            call.args = [one for one in call.args if not isinstance(one, ast.Constant)]
    return ast.dump(tree)


# ---- what is built


def test_it_shows_the_numbers_of_the_english_one(both):
    """Pictures, answers and what is printed: the same numbers in the same order, cell by cell."""
    path, mine, theirs = both
    for one, other in zip(mine.cells, theirs.cells, strict=True):
        for ours, english in zip(one.get("outputs", ()), other.get("outputs", ()), strict=True):
            assert sorted(numbers(ours)) == sorted(numbers(english)), (path, one.source)


def numbers(output):
    text = output.get("text") or output.data.get("text/markdown") or output.data["text/plain"]
    return re.findall(r"\d+(?:\.\d+)?", text)


def test_no_picture_or_card_speaks_english(both):
    """Sentences of four words and more: shorter ones may be a name, such as “it = animal”."""
    path, mine, theirs = both
    for one, other in zip(mine.cells, theirs.cells, strict=True):
        for ours, english in zip(one.get("outputs", ()), other.get("outputs", ()), strict=True):
            if "data" not in ours:
                continue
            both_say = [sentences(text) for text in (ours.data["text/plain"], english.data["text/plain"])]
            assert not both_say[0] & both_say[1], one.source


def sentences(text):
    text = re.sub(r"“[^”]*”|\w+ → \w+", "", text)
    return {one.strip() for one in re.split(r"[.:;?!\n]", text) if len(re.findall(r"[a-z]{2,}", one)) > 3}


def test_every_link_leads_to_a_notebook_and_says_where_it_is_in_english(both):
    path, mine, _ = both
    english = translated.language(language_of(path))["in_english"]
    texts = [cell.source for cell in mine.cells if cell.cell_type == "markdown"]
    links = [link for text in texts for link in re.findall(r"\]\(((?!https:)[^)]+)\)(?: \(([^)]+)\))?", text)]
    assert links
    for address, said in links:
        target = (path.parent / address).resolve()
        assert target.is_file(), address
        same = any(target.samefile(one) for one in [*TRANSLATED, NOTEBOOKS / path.name])
        assert same or said == english, address


def test_role_words_have_their_colours(both):
    path, mine, _ = both
    text = "\n".join(cell.source for cell in mine.cells if cell.cell_type == "markdown")
    for role in ("query", "key"):
        (word,) = re.findall(rf'<span class="hv-{role}" style="color:{style.PROSE[role]}">(\w+)</span>', text)
        assert re.fullmatch(translated.language(language_of(path))["roles"][role], word, re.I)
    assert "hv-" not in role_words.plain(text)


@every_language
def test_its_page_says_what_a_page_can_do(path):
    """Each paragraph that the English page says otherwise is another one on this page, too."""
    english = nbformat.read(NOTEBOOKS / path.name, 4).cells
    changed = 0
    for cell, other in zip(nbformat.read(path, 4).cells, english, strict=True):
        if cell.cell_type == "markdown":
            said = translated.on_page(path, cell.source, other.source)
            there = len(translated.on_its_page(path.stem, role_words.plain(other.source)))
            assert (said != cell.source) == bool(there), cell.source
            changed += there
    assert changed == 4


@every_language
def test_the_steps_of_the_map_lead_out_of_a_languages_folder(path):
    """Told from the folder of the core; on a page, from its own."""
    try:
        languages.use(language_of(path))
        frame = frames.the_way(1)
    finally:
        languages.use()
    assert all((NOTEBOOKS / node.leads).is_file() for node in frame.nodes)
    assert frame.nodes[0].leads == f"{language_of(path)}/{path.name}"
    for node in lives.on_page(frame, path).nodes:
        assert (path.parent / node.leads).resolve().with_suffix(".ipynb").is_file(), node.leads
