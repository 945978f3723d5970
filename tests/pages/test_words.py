"""No page asks for what can be done in its notebook only, without a word of where."""

import nbformat
import pytest

from tools.notebooks import BUILT
from tools.pages import words

PROSE = {
    path.stem: [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "markdown"]
    for path in BUILT
}


@pytest.mark.parametrize("name", PROSE)
def test_no_page_asks_for_what_only_its_notebook_can_do(name):
    said = [found for text in PROSE[name] for found in words.not_here(words.on_page(name, text))]
    assert said == [], "tools/pages/words.toml says it in other words on the page"


def test_what_is_said_in_other_words_stands_once_in_its_notebook():
    for name, pairs in words.pairs().items():
        for said, here in pairs:
            found = sum(text.count(said) for text in PROSE[name])
            assert found == 1, f"{name}: {said!r} stands in it {found} times"
            assert said != here


def test_what_cannot_be_done_is_found():
    refused = [
        "Run the cells one by one.",
        "Then type your own.",
        "Change it, then run it.",
        "**Try it.** Go",
    ]
    assert [words.not_here(text) for text in refused] == [[text] for text in refused]
    assert words.not_here("**Try it.** On paper, find one. Which type is it? They run fast.") == []
