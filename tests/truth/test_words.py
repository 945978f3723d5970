"""Words that must stand in the texts, and words that would be false in one of the two themes."""

import ast
import re

import pytest

from tests.truth.numerals import PROJECT

# Weights run from light to dark in the light theme and from dark to light in the dark one: "strong" and
# "faint" hold in both. Themes may be named so, and rows "light up".
SHADE = re.compile(r"\b(?:(?:dark|light|bright)(?:er|est)?|pal(?:e|er|est))\b(?! themes?\b| up\b)", re.I)
# The terms of the lesson that this course brings to life, word for word.
PHRASES = [
    "**long-range dependencies**",
    "encoder #5",
    "eight (or more)",
    "Vaswani, A., Shazeer, N., Parmar, N., Uszkoreit, J., Jones, L., Gomez, A. N., Kaiser, Ł., & Polosukhin, "
    "I. (2017). [Attention is all you need](https://arxiv.org/abs/1706.03762). Proceedings of the 31st "
    "International Conference on Neural Information Processing Systems (NeurIPS), 6000–6010.",
]
WRITTEN = ("notebooks/source/**/*.md", "helpers/lessons/*/questions.toml", "tools/teaching/**/*.toml")
TEMPLATES = ("tools/teaching/*.j2", "README.md", "data/*/README.md", "training/README.md")
SPOKEN = ("helpers/lessons/*/*.py", "helpers/pictures/*.py", "helpers/exercises/*.py", "tools/teaching/*.py")


def files(*patterns):
    return [path for pattern in patterns for path in sorted(PROJECT.glob(pattern))]


def sentences(path):
    """What a file says: of Python its strings of three words or more that are no docstrings.

    -> list of str
    """
    text = path.read_text(encoding="utf8")
    if path.suffix != ".py":
        return re.sub(r"<[^>]+>", "", text).splitlines()
    nodes = list(ast.walk(ast.parse(text)))
    documented = (ast.Module, ast.FunctionDef, ast.ClassDef)
    docstrings = [ast.get_docstring(node, clean=False) for node in nodes if isinstance(node, documented)]
    said = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [text for text in said if len(text.split()) > 2 and text not in docstrings]


@pytest.mark.parametrize("path", files(*WRITTEN, *TEMPLATES, *SPOKEN), ids=lambda path: path.name)
def test_no_shade_is_named_that_holds_in_one_theme_only(path):
    shades = [sentence.strip() for sentence in sentences(path) if SHADE.search(sentence)]
    assert not shades, "say strong or faint: " + " | ".join(shades)


@pytest.mark.parametrize("phrase", PHRASES)
def test_what_the_course_must_say_stands_in_a_core_notebook(phrase):
    texts = [" ".join(path.read_text(encoding="utf8").split()) for path in files("notebooks/source/*.md")]
    assert any(phrase in text for text in texts)


def test_shades_are_found_and_themes_are_not():
    assert SHADE.search("dark is a large weight") and SHADE.search("Paler cells") and SHADE.search("lighter")
    assert not SHADE.search("In the dark theme a row lights up, and its columns light up too.")
