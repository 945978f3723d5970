"""What only notebook 12 has, in JupyterLab: a typed sentence, a bug that stops, a table of alarms."""

from pathlib import Path

import numpy as np
import pytest

from helpers import frames, models, style
from tests.sentences import TIRED

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "12_playground.ipynb"
MODEL = models.load("pronouns")
CAT = "The cat did not eat the fish because it was hungry."


@pytest.fixture
def board(notebook):
    explorer = notebook.explorer("explore_everything(")
    explorer.unfold()
    yield explorer
    explorer.control("Reset").click()
    assert explorer.kernel("lambda it: it.state['sentence']") == TIRED


def assert_lines(picture, weights, asks):
    shown = {(line["head"], line["key"]): line["weight"] for line in picture.painted["lines"]}
    assert set(shown) == {(head, key) for head, key in np.argwhere(weights[:, asks] >= 0.01).tolist()}
    assert all(
        np.isclose(weight, weights[head, asks, key], atol=1e-5) for (head, key), weight in shown.items()
    )


def test_a_sentence_that_is_typed_is_drawn_with_its_pronoun_asking(board):
    board.click("lines")
    board.control("sentence").fill(CAT)
    assert board.message == ""
    assert_lines(board.pictures[1], MODEL.attention(CAT)[1], 8)
    assert board.control("word that asks").readout == "it"
    board.control("L1 head 5").press("Enter")
    weights = models.Changed(MODEL, without=[(1, 5)]).run(CAT).layers[1].attention.heads.weights
    assert_lines(board.pictures[1], weights, 8)


def test_a_picture_that_was_hidden_has_heard_of_every_change(board):
    assert [picture.place for picture in board.pictures] == [0, 1]
    board.control("divide the scores by").press("ArrowRight", "ArrowRight", "ArrowRight")
    board.click("causal")
    board.click("heatmaps")
    answer, heatmaps = board.pictures
    heatmaps.leave()
    weights = models.Changed(MODEL, 64, causal=True).run(TIRED).layers[1].attention.heads.weights
    for head in (0, 7):
        found, wanted = (
            one.astype(int)
            for one in (heatmaps.cell_colours(head), style.colour_of(weights[head], "weights"))
        )
        assert np.abs(found - wanted)[[*range(9), 11, 12]].max() <= 2  # no border of the lit row, 9
    now = models.Changed(MODEL, 64, causal=True).antecedent(TIRED)
    assert np.allclose(answer.heights(0, 1)[:2], [now["animal"], now["street"]], atol=0.02)


def test_markup_that_is_typed_stays_text_in_one_line_and_the_picture_stays(board):
    before = board.fingerprint
    board.control("sentence").fill("<img src=x onerror=alert(1)>")
    assert board.message and board.element.query_selector("img") is None
    assert board.fingerprint == before


def test_a_bug_that_stops_says_so_and_the_table_marks_the_bug_that_is_chosen(notebook):
    bench = notebook.explorer("explore_bugs(")
    chooser = bench.control("bug").handle
    chooser.select_option("no transpose")
    notebook.settle()
    assert bench.message.startswith("no transpose: Q @ K. NumPy stops")
    chooser.select_option("K for V")
    notebook.settle()
    assert bench.message == ""
    case = frames.case_of(MODEL, TIRED, causal=True)  # the bench begins with the mask
    shown = np.array(bench.kernel("lambda it: it.frames[3].panels[1].values"))
    assert np.allclose(shown, case.attend(frames.BUGS["K for V"]).merged, atol=1e-5)
    bench.click("checks")
    (table,) = bench.pictures
    row, alarms = list(frames.BUGS).index("K for V"), frames.alarms(case)
    for column, alarm in enumerate(alarms[row]):
        table.hover(*table.middle(0, row, column))
        assert table.readout.endswith(f"= {alarm:g}" if np.isfinite(alarm) else "= no number"), table.readout
    assert bench.kernel("lambda it: sorted({row for row, _ in it.frames[0].panels[0].marked})") == [row]
    bench.control("Reset").click()
