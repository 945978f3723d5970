"""What only notebook 10 has, in a real JupyterLab: places and clocks, and parts switched off, by keyboard."""

from pathlib import Path

import numpy as np
import pytest

from helpers import frames, models, style
from helpers.encoder import positions

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "10_finish_the_encoder_layer.ipynb"
TIRED = "The animal didn't cross the street because it was too tired."
WIDE = TIRED.replace("tired", "wide")
IT = 9


@pytest.fixture(scope="module")
def notebook(lab):
    with lab.open(NOTEBOOK) as notebook:
        notebook.run_all()
        yield notebook
        assert notebook.faults == [] and notebook.foreign == []


def heights(picture, plot, series):
    """What each mark of a series shows, read back from where it stands on the page."""
    place = picture.painted["plots"][plot]
    area, (low, high) = place["area"], place["y_limits"]
    bottom = area["y"] + area["height"]
    return [low + (bottom - one["y"]) / area["height"] * (high - low) for one in place["series"][series]]


def test_place_and_clock_move_all_three_pictures_by_keyboard(notebook):
    explorer, P = notebook.explorer("explore_positions("), positions(64, 512)
    _, clock, products = explorer.pictures
    explorer.control("place").press("ArrowRight", "ArrowRight")
    explorer.control("clock (1 is the fastest)").press("ArrowLeft")
    assert explorer.kernel("lambda it: it.state") == {"place": 11, "clock": 29}
    assert explorer.kernel("lambda it: list(it.views[0].selected)") == [0, 11, 56]
    assert heights(clock, 0, 2) == pytest.approx(P[11, 56:58].tolist(), abs=0.02)
    assert heights(products, 0, 1) == pytest.approx([P[11] @ P[11]], rel=0.01)
    explorer.control("Reset").click()
    assert explorer.kernel("lambda it: it.state") == {"place": 9, "clock": 30}


def test_each_part_is_switched_off_by_keyboard_and_the_painted_answer_and_rows_are_the_models(notebook):
    model, explorer = models.load("pronouns"), notebook.explorer("explore_switches(")
    answer, rows = explorer.pictures
    for part in ("positions", "attention", "residual", "layer norm", "feed-forward"):
        switch = explorer.control(part)
        switch.press("Enter")
        output = frames.run_without(model, TIRED, (part,))[-1]
        told = model.noun_shares(output[IT])
        expected = [told[model.nouns.index(noun)] for noun in ("animal", "street")]
        assert heights(answer, 0, 1)[:2] == pytest.approx(expected, abs=0.02), part
        lengths = np.linalg.norm(output, axis=1)
        assert heights(answer, 1, 1) == pytest.approx(lengths.tolist(), rel=0.02), part
        unit = output / np.linalg.norm(output, axis=1, keepdims=True)
        colours = style.colour_of(unit @ unit.T, "signed", 1.0)
        assert np.abs(rows.cell_colours(1).astype(int) - colours.astype(int)).max() <= 12, part
        switch.press("Enter")
    assert heights(answer, 0, 1)[0] == pytest.approx(model.antecedent(TIRED)["animal"], abs=0.02)


def test_two_parts_and_the_other_sentence_are_drawn_together_and_reset_brings_all_back(notebook):
    model, explorer = models.load("pronouns"), notebook.explorer("explore_switches(")
    answer = explorer.pictures[0]
    explorer.click("wide")
    explorer.control("positions").press("Enter")
    explorer.control("feed-forward").press("Enter")
    told = model.noun_shares(frames.run_without(model, WIDE, ("positions", "feed-forward"))[-1][IT])
    expected = [told[model.nouns.index(noun)] for noun in ("animal", "street")]
    assert heights(answer, 0, 1)[:2] == pytest.approx(expected, abs=0.02)
    explorer.control("Reset").click()
    assert heights(answer, 0, 1)[:2] == heights(answer, 0, 0)[:2]
