"""The colours of the roles in prose and formulas: sources stay plain, what is built from them is coloured.

coloured(markdown)   # of the built notebooks, hence of pages, slides and the site
plain(markdown)      # the same without: for whoever counts words, reads numbers or compares with a source
formula(latex)       # a formula whose letters have their roles' colours

In a paragraph, a list's item or a table's row the first word of each role has its colour, and in formulas
every letter: more looks like confetti. Headings, links, code, the notebook's question and HTML stay plain.
"""

import functools
import re

from helpers.style import PROSE
from tools.notebooks import QUESTIONS

WORDS = {
    "query": "query|queries",
    "key": "keys?",
    "value": "values?",
    "embedding": "embeddings?",
}
LETTERS = {"query": "qQ", "key": "kK", "value": "vV", "embedding": "xX", "context": "zZ"}
OTHERS = (  # the same words where they mean something else
    r"\b(?:arrow|keyboard) keys?\b",
    r"\bkeys? on (?:the|a) keyboard\b",
    r"\bvalues? of (?=\$)",  # a number: "large values of $d_k$"
    r"\b(?:true|absolute|numerical|possible) values?\b",
    r"\bkey (?:findings?|ideas?|points?)\b",
)
SKIPPED = (
    r"^[ \t]*(?P<fence>`{3,}|~{3,}).*?^[ \t]*(?P=fence)[ \t]*$",  # a block of code
    r"^#{1,6} [^\n]*$",
    rf"\*\*(?:{'|'.join(QUESTIONS)}): .+?\*\*",  # the question opens each notebook: it is read as a title
    r"(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)",
    r"!?\[[^\]]*\]\([^)]*\)",  # a link is a link, words and all
    r"<[^>\n]+>",
    r"https?://\S+",
    *OTHERS,
)
FORMULA = re.compile(
    r"(?P<skipped>\\(?:text|mathrm|operatorname|begin|end)\s*\{[^}]*\}|\\[A-Za-z]+|\\.)"
    r"|(?P<matrix>W(?:\^\{?[QKV]\}?|_\{(?:query|key|value)\}))"
    r"|(?P<subscript>_\{[^}]*\}|_[A-Za-z])"
    r"|(?P<letter>[qQkKvVxXzZ])"
)
MATRIX = {"Q": "query", "K": "key", "V": "value", "query": "query", "key": "key", "value": "value"}
SPAN = re.compile(r'<span class="hv-([a-z]+)" style="color:#[0-9a-f]{6}">(\w+)</span>')
LETTER = re.compile(r"\{\\color\{#[0-9a-f]{6}\}(W(?:\^\{?[QKV]\}?|_\{[a-z]+\})|[A-Za-z])\}")


@functools.cache
def parts(words):
    """What is looked at in prose. words: pairs of a role and its words -> a pattern"""
    role_word = "|".join(rf"(?P<{role}>{pattern})" for role, pattern in words)
    return re.compile(
        rf"(?P<skipped>{'|'.join(SKIPPED)})|\$\$(?P<block>.+?)\$\$|\$(?P<inline>[^$\n]+?)\$"
        rf"|(?P<new>\n[ \t]*\n|\n[ \t]*(?:[-*]|\d+\.)[ \t]|\n\|)|\b(?:{role_word})\b",
        re.S | re.M | re.I,
    )


def role_of(letter):
    """The role of a letter in a formula, or of a matrix such as W^Q.

    >>> role_of("Z"), role_of("W_{key}"), role_of("W^V")
    ('context', 'key', 'value')
    """
    if letter.startswith("W"):
        return MATRIX[letter[2:].strip("{}")]
    return next(role for role, letters in LETTERS.items() if letter in letters)


def formula(latex):
    r"""A formula whose letters have the colours of their roles. A subscript, as in d_k, is no key.

    >>> formula(r"q \cdot k / \sqrt{d_k}")
    '{\\color{#9b54d1}q} \\cdot {\\color{#b75e0d}k} / \\sqrt{d_k}'
    """

    def painted(found):
        letter = found["matrix"] or found["letter"]
        return rf"{{\color{{{PROSE[role_of(letter)]}}}{letter}}}" if letter else found[0]

    return FORMULA.sub(painted, plain_formula(latex))


def plain_formula(latex):
    r"""A formula without colours.

    >>> plain_formula(formula("Q K^T")), plain_formula(formula("W_{value}"))
    ('Q K^T', 'W_{value}')
    """
    return LETTER.sub(r"\1", latex)


def coloured(markdown, words=WORDS):
    r"""The Markdown of a cell with the role words and the formulas in their colours.

    words: dict of a role: a pattern, its words in the language of the text; those of another language than
    English stand in its notebooks/source/<code>/language.toml

    >>> coloured("A **key** meets the arrow keys, and a key.")
    'A **<span class="hv-key" style="color:#b75e0d">key</span>** meets the arrow keys, and a key.'
    """
    seen = set()

    def painted(found):
        if found["skipped"] is not None:
            return found[0]
        if found["new"]:
            seen.clear()
            return found[0]
        if latex := found["block"] or found["inline"]:
            sign = "$$" if found["block"] else "$"
            return f"{sign}{formula(latex)}{sign}"
        role = next(name for name in words if found[name])
        if role in seen:
            return found[0]
        seen.add(role)
        return f'<span class="hv-{role}" style="color:{PROSE[role]}">{found[0]}</span>'

    return parts(tuple(words.items())).sub(painted, plain(markdown))


def plain(markdown):
    """The Markdown of a cell as its source has it.

    >>> plain(coloured("The query $q$ meets a key, $k$."))
    'The query $q$ meets a key, $k$.'
    """
    return LETTER.sub(r"\1", SPAN.sub(r"\2", markdown))
