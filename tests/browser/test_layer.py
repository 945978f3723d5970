"""What only notebook 10 has, in a real JupyterLab: places and clocks, and parts switched off, by keyboard."""

from pathlib import Path

import numpy as np
import pytest

from helpers import models, style
from helpers.encoder import positions
from helpers.models import PARTS
from tests.parts_off import run_without
from tests.sentences import TIRED, WIDE

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOK = FOLDER / "10_finish_the_encoder_layer.ipynb"
CLOCKS = FOLDER / "more" / "10_a_row_of_clocks.ipynb"
IT = 9


@pytest.mark.parametrize("notebook", [CLOCKS], ids=[CLOCKS.stem], indirect=True)
def test_place_and_clock_move_all_pictures_by_keyboard_and_a_place_that_is_not_there_loses_nothing(notebook):
    explorer, P = notebook.explorer("explore_positions("), positions(64, 512)
    patterns, below = explorer.pictures
    explorer.control("place").press("ArrowRight", "ArrowRight")
    explorer.control("clock (1 is the fastest)").press("ArrowLeft")
    assert explorer.kernel("lambda it: it.state") == {"place": 11, "clock": 29}
    assert patterns.painted["lit"][0] == [0, 11, 28]
    assert below.heights(0, 2) == pytest.approx(P[11, 56:58].tolist(), abs=0.02)
    assert below.heights(2, 0) == pytest.approx((P @ P[11]).tolist(), abs=2)
    readout = explorer.control("place").element.query_selector(".widget-readout")
    readout.fill("eleven")
    readout.press("Enter")
    notebook.settle()
    assert explorer.kernel("lambda it: it.state") == {"place": 11, "clock": 29}
    assert below.heights(0, 2) == pytest.approx(P[11, 56:58].tolist(), abs=0.02)
    explorer.control("Reset").click()
    assert explorer.kernel("lambda it: it.state") == {"place": 9, "clock": 30}


def test_each_part_is_switched_off_by_keyboard_and_the_painted_answer_and_rows_are_the_models(notebook):
    model, explorer = models.load("pronouns"), notebook.explorer("explore_switches(")
    answer, rows = explorer.pictures
    for part in PARTS:
        switch = explorer.control(f"no {part}")
        switch.press("Enter")
        output = run_without(model, TIRED, (part,))[-1]
        told = model.noun_shares(output[IT])
        expected = [told[model.nouns.index(noun)] for noun in ("animal", "street")]
        assert answer.heights(0, 1)[:2] == pytest.approx(expected, abs=0.02), part
        lengths = np.linalg.norm(output, axis=1)
        assert answer.heights(1, 1) == pytest.approx(lengths.tolist(), rel=0.02), part
        unit = output / np.linalg.norm(output, axis=1, keepdims=True)
        colours = style.colour_of(unit @ unit.T, "signed", 1.0)
        assert np.abs(rows.cell_colours(1).astype(int) - colours.astype(int)).max() <= 12, part
        switch.press("Enter")
    assert answer.heights(0, 1)[0] == pytest.approx(model.antecedent(TIRED)["animal"], abs=0.02)


def test_two_parts_and_the_other_sentence_are_drawn_together_and_reset_brings_all_back(notebook):
    model, explorer = models.load("pronouns"), notebook.explorer("explore_switches(")
    answer = explorer.pictures[0]
    explorer.click("wide")
    explorer.control("no positions").press("Enter")
    explorer.control("no feed-forward").press("Enter")
    told = model.noun_shares(run_without(model, WIDE, ("positions", "feed-forward"))[-1][IT])
    expected = [told[model.nouns.index(noun)] for noun in ("animal", "street")]
    assert answer.heights(0, 1)[:2] == pytest.approx(expected, abs=0.02)
    explorer.control("Reset").click()
    assert answer.heights(0, 1)[:2] == answer.heights(0, 0)[:2]


def test_the_switches_stay_where_they_are_when_pressed(notebook):
    explorer = notebook.explorer("explore_switches(")
    switches = [explorer.control(f"no {part}") for part in PARTS]

    def tops():
        return {switch.element.bounding_box()["y"] for switch in switches}

    before = tops()
    assert len(before) == 1
    below = explorer.pictures[0].root.bounding_box()["y"]
    for switch in switches:
        switch.click()
    assert tops() == before and explorer.pictures[0].root.bounding_box()["y"] == below
    explorer.control("Reset").click()
