"""Words and letters of a role have its colour in what is built, and nothing else has; sources stay plain."""

import re
from pathlib import Path

import pytest

from helpers import style
from tools import build_notebooks, role_words
from tools.minutes import words
from tools.notebooks import SOURCES

LIVE = Path(style.__file__).parent / "pictures" / "live"


def marked(markdown):
    """Which words of a Markdown are coloured. -> list of (role, word)"""
    return role_words.SPAN.findall(role_words.coloured(markdown))


def letters(latex):
    """Which letters of a formula are coloured. -> list of (colour, letter)"""
    return re.findall(r"\{\\color\{(#[0-9a-f]{6})\}([^{}]+(?:\{\w+\})?)\}", role_words.formula(latex))


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("A query meets a key.", [("query", "query"), ("key", "key")]),
        ("**Values** and *embeddings*.", [("value", "Values"), ("embedding", "embeddings")]),
        ("Queries, a query, and keys.", [("query", "Queries"), ("key", "keys")]),  # the first of a role
        ("A key.\n\nA key.\n- a key\n- its key", [("key", "key")] * 4),  # in each paragraph and item
        ("| key | its key |\n|---|---|\n| key | $k$ |", [("key", "key")] * 2),  # and row
        ("“value” (a key)", [("value", "value"), ("key", "key")]),
    ],
)
def test_the_first_word_of_each_role_in_a_paragraph_an_item_or_a_row_has_its_colour(markdown, expected):
    assert marked(markdown) == expected


@pytest.mark.parametrize(
    "markdown",
    [
        "## Make queries, keys and values",
        "**The question: what is a key?**",
        "`key` and ``a `value` ``",
        "```python\nkey = value\n```",
        "~~~\nkey\n~~~",
        "[A key](03_key.ipynb#the-key), ![a value](value.png)",
        '<a title="key" href="value.html">',
        "https://example.org/key",
        "the arrow keys, keys on the keyboard, a monkey, keyboard, evaluated, keyed, W_key",
        "for large values of $d$, the true value, a key idea",
    ],
)
def test_headings_links_code_and_what_means_something_else_stay_plain(markdown):
    assert role_words.coloured(markdown) == markdown


def test_a_formula_after_value_of_keeps_both_its_signs():
    made = role_words.coloured("For large values of $d_k$ the softmax exceeds it, by $d_k$.")
    assert made == "For large values of $d_k$ the softmax exceeds it, by $d_k$."


def test_a_block_of_code_ends_where_it_ends():
    markdown = "```\nkey\n```\n\nA value, `query`, and a query.\n\n# A key\nA key."
    assert marked(markdown) == [("value", "value"), ("query", "query"), ("key", "key")]


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"q \cdot k / \sqrt{d_k}", "q k"),
        (r"\mathrm{softmax}\!\left(\frac{Q K^T}{\sqrt{d_k}}\right) V", "Q K V"),
        (r"x + \text{value of x}", "x"),
        (r"z_i = \sum_j w_{ij} v_j", "z v"),
        (r"W^Q W_{key}^T W_{out} W^{V}", "W^Q W_{key} W^{V}"),
        (r"\cos\theta \approx \max(e^{x})", "x"),
        (r"d_v, n_{x}, P_{p,\,2k}", ""),
    ],
)
def test_in_a_formula_the_letters_of_roles_have_colours_and_subscripts_and_commands_have_none(
    latex, expected
):
    found = letters(latex)
    assert [letter for _, letter in found] == expected.split()
    assert all(colour == style.PROSE[role_words.role_of(letter)] for colour, letter in found)


def test_formulas_in_prose_are_coloured_and_dollars_in_code_are_not():
    made = role_words.coloured("The score $q \\cdot k$, in code `$k$`:\n\n$$Z$$")
    assert made.count(r"\color") == 3 and "`$k$`" in made


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_what_is_built_says_what_its_source_says(path):
    for cell in build_notebooks.read(path).cells:
        if cell.cell_type == "markdown":
            made = role_words.coloured(cell.source)
            assert role_words.plain(made) == cell.source and role_words.coloured(made) == made
            assert words(made) == words(cell.source)
            headings, links = (re.compile(piece, re.M) for piece in (r"^#+ .*$", r"\]\([^)]*\)"))
            for piece in (headings, links):
                assert piece.findall(made) == piece.findall(cell.source)


def test_the_course_has_coloured_words_of_every_role_and_code_cells_are_not_touched():
    notebook = build_notebooks.read(SOURCES[1])
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    made = build_notebooks.coloured(notebook)
    assert code == [cell.source for cell in made.cells if cell.cell_type == "code"]
    text = "\n".join(cell.source for cell in made.cells)
    assert {role for role, _ in role_words.SPAN.findall(text)} == set(role_words.WORDS)


@pytest.mark.parametrize("role", style.PROSE)
def test_a_word_can_be_read_before_any_css_and_with_it_in_both_themes(role):
    """Without CSS the theme is unknown: one shade reads on white, and on dark as well as such a shade can."""
    colour, ours = style.PROSE[role], style.ROLES[role]
    assert style.contrast(colour, style.PAPER["light"]) >= 4.5
    assert style.contrast(colour, style.PAPER["dark"]) >= 4.1  # 4.2 is all that 4.5 on white leaves
    css = (LIVE / "colours.css").read_text(encoding="utf8")
    inside = f'mjx-container [style*="rgb({", ".join(map(str, style.hex_to_rgb(colour)))})"]'
    chosen = [inside] + [f".hv-{role}"] * (role in role_words.WORDS)
    for before, shade in (("", ours.on_light), ('[data-jp-theme-light="false"] ', ours.on_dark)):
        for selector in chosen:
            assert f"\n{before}{selector} {{ color: {shade} !important; }}\n" in css
