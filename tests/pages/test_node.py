"""The JavaScript of live pages: its own tests, run by Node, and every module is part of a page."""

from pathlib import Path

import pytest

from helpers.pictures.live.modules import in_order
from tests.pictures.live.test_modules import node, parses
from tools.pages import lives

NEEDS_MORE = "store.test.js"  # what Python wrote: test_store.py runs it
TESTS = [file for file in sorted(Path(__file__).parent.glob("*.test.js")) if file.name != NEEDS_MORE]


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.name)
def test_node_finds_no_fault(file):
    ran = node("--test", file)
    assert ran.returncode == 0, ran.stdout


def test_the_code_of_a_page_is_whole(tmp_path):
    assert parses(lives.script(), tmp_path)
    used = {file for file in in_order(lives.BEGIN) if file.parent == lives.BEGIN.parent}
    assert used == {*lives.BEGIN.parent.glob("*.js")}
