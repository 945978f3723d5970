"""What only notebook 7 has: a word chosen in one picture of heads, the whole that follows, tags."""

from pathlib import Path

import numpy as np
import pytest

from helpers import models, style
from tests.sentences import TIRED

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "07_look_with_eight_heads.ipynb"
ANIMAL, STREET, IT = 1, 7, 9


def head_of(number, place):
    """The weights of one word in a head of layer 2 and its z, made here from x and W. -> [14], [64]"""
    model = models.load("pronouns")
    x, layer = model.run(TIRED).layers[0].output.astype(float), model.layers[1]
    scores = (x[place] @ layer.W_query[number - 1]) @ (x @ layer.W_key[number - 1]).T / 8
    weights = np.exp(scores - scores.max())
    weights /= weights.sum()
    return weights, weights @ (x @ layer.W_value[number - 1])


def number(text):
    return float(text.replace("−", "-"))


def test_a_word_clicked_in_a_heatmap_asks_in_every_head(notebook):
    explorer = notebook.explorer("explore_head_by_head(")
    explorer.click("all")
    rows, maps = explorer.pictures
    maps.click(*maps.middle(2, STREET, 4))
    notebook.settle()
    maps.leave()
    assert explorer.kernel("lambda it: it.state['asks']") == STREET
    assert explorer.control("word that asks").readout == "street"
    wanted = np.array([head_of(head, STREET)[0] for head in range(1, 9)])
    painted = rows.cell_colours(0).astype(int)
    clear = [column for column in range(14) if column not in (4, 5)]  # the chosen key's borders lie there
    np.testing.assert_allclose(
        painted[:, clear], style.colour_of(wanted, "weights").astype(int)[:, clear], atol=2
    )
    explorer.control("Reset").click()


def test_pointing_at_a_head_lights_the_row_in_all_while_the_kernel_is_busy(notebook):
    explorer = notebook.explorer("explore_head_by_head(")
    explorer.click("all")
    _, maps = explorer.pictures
    with notebook.busy():
        maps.hover(*maps.middle(4, IT, ANIMAL))
        lit, said = sorted(maps.painted["lit"]), maps.readout
        assert notebook.is_busy
        maps.leave()
    assert {panel for panel, *_ in lit} == set(range(8)) and all(
        IT in place[1:] or ANIMAL in place[1:] for place in lit
    )
    assert said.startswith("head 5") and "it → animal" in said


def cell(picture, name, column, row=None):
    """The middle of a number of a step of a map, in CSS pixels. row: (row, the one under the lens)."""
    painted = picture.painted
    inner, n = painted["inners"][painted["names"].index(name)], 14 if name.startswith("head") else 64
    n = 512 if name in ("X", "output") else n
    down = 0.5
    if row is not None:
        row, lit = row
        down = (row + 0.5 + (2 if row > lit else 1 if row == lit else 0)) / 16
    return inner["x"] + (column + 0.5) / n * inner["width"], inner["y"] + down * inner["height"]


def test_the_whole_follows_the_slider_from_x_to_the_output(notebook):
    explorer = notebook.explorer("explore_whole(")
    explorer.click("all")
    picture, last = explorer.pictures
    explorer.control("word that asks").press(
        "ArrowLeft", "ArrowLeft"
    )  # from “it” by way of “because” to “street”
    assert explorer.control("word that asks").readout == "street"
    weights, z = head_of(6, STREET)
    picture.hover(*cell(picture, "head 6", STREET))
    assert picture.readout == f"weights of “street” in head 6, street: {weights[STREET]:.2f}"
    slot = int(np.abs(z).argmax())
    for name in ("z 6", "slot 6"):
        picture.hover(*cell(picture, name, slot))
        assert "of “street” in head 6" in picture.readout
        assert number(picture.readout.split(": ")[1]) == pytest.approx(z[slot], abs=0.01)
    output = models.load("pronouns").run(TIRED).layers[1].attention.output[STREET]
    picture.hover(*cell(picture, "output", 300))
    assert number(picture.readout.split(": ")[1]) == pytest.approx(output[300], abs=0.01)
    picture.leave()
    W_out = models.load("pronouns").layers[1].W_out
    last.hover(*last.middle(0, 123, 321))
    assert number(last.readout.split(" = ")[1]) == pytest.approx(W_out[123, 321], abs=1e-4)
    last.leave()
    explorer.control("Reset").click()


def test_a_row_clicked_in_x_asks_and_all_of_the_whole_is_one_screen(notebook):
    explorer = notebook.explorer("explore_whole(")
    picture = explorer.pictures[0]
    picture.click(*cell(picture, "X", 200, (ANIMAL, IT)))
    notebook.settle()
    picture.leave()
    assert explorer.kernel("lambda it: it.state['asks']") == ANIMAL
    painted = picture.painted
    assert painted["height"] < 560 and painted["layout"] == 0
    assert picture.drawing.evaluate(
        "part => part.parentElement.scrollWidth <= part.parentElement.clientWidth + 1"
    )
    explorer.control("Reset").click()


def test_a_tag_travels_with_the_keyboard_and_goes_astray_without_the_transpose(notebook):
    explorer = notebook.explorer("explore_tags(")
    (picture,) = explorer.pictures

    def told(panel, row, column):
        picture.hover(*picture.middle(panel, row, column))
        said = picture.readout.split(" = ")[1]
        picture.leave()
        return said

    assert told(1, 2, 0) == "231"
    explorer.control("step").press("ArrowRight", "ArrowRight")
    assert len(picture.painted["panels"]) == 8
    assert [told(7, 2, column) for column in range(6)] == ["131", "132", "231", "232", "331", "332"]
    explorer.control("transpose").click("forgotten")
    assert len(picture.painted["panels"]) == 4
    assert [told(3, 2, column) for column in range(6)] == ["231", "232", "241", "242", "311", "312"]
    explorer.control("Reset").click()
    assert len(picture.painted["panels"]) == 3
