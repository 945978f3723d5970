"""No number in prose is typed: a cell beside it prints it, or a claim computes it."""

import importlib
from pathlib import Path

import pytest

from helpers.exercises.lessons import lessons
from tests.lessons import collected
from tests.truth import numerals
from tests.truth.facts import FACTS

CLAIMS = [
    *collected("claims"),
    *(
        importlib.import_module(f"tests.truth.claims.{path.stem}")
        for path in sorted((Path(__file__).parent / "claims").glob("[!_]*.py"))
    ),
]


def documents(module):
    """What the claims of a module are about: what it says, or its lesson's notebooks and questions."""
    if hasattr(module, "DOCUMENTS"):
        return module.DOCUMENTS
    lesson = next(name for name in lessons() if f".{name}." in module.__name__)
    return of_lesson(lesson)


def of_lesson(lesson):
    """A lesson's notebooks and its questions, as paths in the project. -> list of str"""
    written = [path.relative_to(numerals.PROJECT).as_posix() for path in numerals.sources_of(lesson)]
    return [*written, f"helpers/lessons/{lesson}/questions.toml"]


def rendered(words, compute):
    """Fill in the numbers of a claim. -> str"""
    values = compute()
    return words.format(*(values if isinstance(values, tuple) else (values,)))


@pytest.mark.parametrize(
    ("module", "words"),
    [(module, words) for module in CLAIMS for words in module.CLAIMS],
    ids=lambda part: part if isinstance(part, str) else part.__name__.rpartition(".")[2],
)
def test_what_a_claim_computes_is_what_the_text_says(module, words):
    said = rendered(words, module.CLAIMS[words])
    texts = [(numerals.PROJECT / document).read_text(encoding="utf8") for document in documents(module)]
    assert any(numerals.places(said, text) for text in texts), f"{documents(module)} should say: {said}"


def claimed():
    """Every document with all claims about it; a lesson that claims nothing has none, and is read alike."""
    about = {document: {} for lesson in lessons() for document in of_lesson(lesson)}
    for module in CLAIMS:
        for document in documents(module):
            about.setdefault(document, {}).update(module.CLAIMS)
    return about


@pytest.mark.parametrize(
    ("document", "claims"), claimed().items(), ids=lambda part: part if isinstance(part, str) else ""
)
def test_somebody_computed_every_number(document, claims):
    held = [rendered(words, compute) for words, compute in claims.items()] + list(FACTS)
    left = [
        f"{document}:{numeral.line}: {numeral.text} in “{numeral.sentence}”"
        for piece in numerals.pieces(document)
        for numeral in numerals.unaccounted(piece, held)
    ]
    assert not left, f"{len(left)} numerals that nobody computes\n" + "\n".join(left)


def test_every_notebook_and_its_questions_are_held():
    patterns = ("notebooks/source/**/*.md", "helpers/lessons/*/questions.toml")
    paths = [path for pattern in patterns for path in numerals.PROJECT.glob(pattern)]
    assert {path.relative_to(numerals.PROJECT).as_posix() for path in paths} <= set(claimed())


def test_a_number_that_is_typed_is_found_with_its_sentence():
    text = "Look.\n\nIn `layer 2` it has 0.75, not\n0.5, in nine million sentences."
    piece = numerals.Piece(text, 7, frozenset({"0.5"}))
    typed, large = numerals.unaccounted(piece)
    assert typed == ("0.75", 9, "In `layer 2` it has 0.75, not 0.5, in nine million sentences.")
    assert large.text == "nine million" and large.line == 10
    assert not numerals.unaccounted(piece, ["it has 0.75", "in nine million sentences"])
    assert numerals.unaccounted(piece, ["0.7", "million sentences"]) == [typed, large]  # not by a part of it
