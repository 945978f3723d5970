"""What only notebook 12 has, in a real JupyterLab: a typed sentence on the board, a bug that stops, a table of alarms."""

from pathlib import Path

import numpy as np
import pytest

from helpers import frames, models

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "12_playground.ipynb"
MODEL = models.load("pronouns")
TIRED = "The animal didn't cross the street because it was too tired."
CAT = "The cat did not eat the fish because it was hungry."


@pytest.fixture(scope="module")
def notebook(lab):
    with lab.open(NOTEBOOK) as notebook:
        notebook.run_all()
        yield notebook
        assert notebook.faults == [] and notebook.foreign == []


@pytest.fixture
def board(notebook):
    explorer = notebook.explorer("explore_everything(")
    yield explorer
    explorer.control("Reset").click()
    assert explorer.kernel("lambda it: it.state['sentence']") == TIRED


def type_in(notebook, explorer, text):
    field = explorer.control("sentence").element
    box = field.query_selector("input") or field
    box.fill(text)
    box.press("Enter")
    notebook.settle()


def assert_lines(picture, weights, asks):
    shown = {(line["head"], line["key"]): line["weight"] for line in picture.painted["lines"]}
    assert set(shown) == {(head, key) for head, key in np.argwhere(weights[:, asks] >= 0.01).tolist()}
    assert all(np.isclose(weight, weights[head, asks, key], atol=1e-5) for (head, key), weight in shown.items())


def test_a_sentence_that_is_typed_is_drawn_with_its_pronoun_asking(notebook, board):
    type_in(notebook, board, CAT)
    assert board.message == ""
    assert_lines(board.pictures[3], MODEL.attention(CAT)[1], 8)
    assert board.control("word that asks").readout == "it"
    board.control("L1 head 5").press("Enter")
    weights = models.Changed(MODEL, without=[(1, 5)]).run(CAT).layers[1].attention.heads.weights
    assert_lines(board.pictures[3], weights, 8)


def test_markup_that_is_typed_stays_text_in_one_line_and_the_picture_stays(notebook, board):
    before = board.fingerprint
    type_in(notebook, board, "<img src=x onerror=alert(1)>")
    assert board.message and board.element.query_selector("img") is None
    assert board.fingerprint == before


def test_a_bug_that_stops_says_so_and_the_table_marks_the_bug_that_is_chosen(notebook):
    bench = notebook.explorer("explore_bugs(")
    chooser = bench.control("bug").element
    chooser = chooser if chooser.evaluate("(one) => one.tagName") == "SELECT" else chooser.query_selector("select")
    chooser.select_option("no transpose")
    notebook.settle()
    assert bench.message.startswith("no transpose: Q @ K. NumPy stops")
    chooser.select_option("K for V")
    notebook.settle()
    assert bench.message == ""
    case = frames.case_of(MODEL, TIRED)
    shown = np.array(bench.kernel("lambda it: it.frames[3].panels[1].values"))
    assert np.allclose(shown, case.attend(frames.BUGS["K for V"]).merged, atol=1e-5)
    assert bench.kernel("lambda it: sorted({row for row, _ in it.frames[0].panels[0].marked})") == [list(frames.BUGS).index("K for V")]
    bench.control("Reset").click()
