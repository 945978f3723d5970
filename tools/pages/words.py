"""What a notebook says of its code or its controls, where its page has others: words.toml holds both."""

import functools
import re
import tomllib
from pathlib import Path

# What nobody can do on a page: to run or change a cell, or to type
NOT_HERE = re.compile(
    r"\b(run (the|this|each) (cell|notebook)|run (it|[^.:]*\bcell)\b|type (a|an|your|other)\b|press Enter)"
    r"|\btype \*|Shift \+ |Run the cells|\bTry it\.\*\* (?!On paper)|into the field|measure it on \*",
    re.I,
)
SAYS_WHERE = re.compile(r"in the notebook|in JupyterLab", re.I)


@functools.cache
def pairs():
    """-> dict of a notebook's name: list of [what it says, what its page says]"""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf8"))


def on_page(name, text):
    """A text of a notebook as its page says it. name: of the notebook, without ending -> str

    >>> on_page("03_score_a_pair_of_words", "Replace the dots and run the cell. Any way is fine.")
    'In the notebook, replace the dots and run the cell. Any way is fine.'
    """
    for said, here in pairs().get(name, ()):
        text = text.replace(said, here)
    return text


def not_here(text):
    """Sentences that ask for what a page cannot do, and do not say where it can be done. -> list of str

    >>> not_here("Run the cell. In the notebook, run the cell. What is it?")
    ['Run the cell.']
    """
    sentences = re.split(r"(?<=[.?!])\s+(?!On paper)|\n", text)
    return [one for one in sentences if NOT_HERE.search(one) and not SAYS_WHERE.search(one)]
