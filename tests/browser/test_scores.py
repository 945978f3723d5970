"""What only notebook 3 has, in JupyterLab: its experiments by keyboard, its strips that light together."""

import math
from pathlib import Path

import numpy as np
import pytest

from helpers import models
from tests.sentences import TIRED, WIDE

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOK = FOLDER / "03_score_a_pair_of_words.ipynb"
ARROWS = FOLDER / "more" / "03_two_lengths_and_an_angle.ipynb"
IT, ANIMAL = 9, 1


def head_of(number, sentence=TIRED):
    """The queries and keys of a head of layer 2, made here from x and W. -> ([14, 64], [14, 64])"""
    model = models.load("pronouns")
    x, layer = model.run(sentence).layers[0].output.astype(float), model.layers[1]
    return x @ layer.W_query[number - 1], x @ layer.W_key[number - 1]


def test_the_query_of_the_text_makes_the_other_key_the_best_answer(notebook):
    explorer = notebook.explorer("explore_small_scores(")
    (picture,) = explorer.pictures
    explorer.control("q₁, number 1").press(*["ArrowRight"] * 4)  # 4 becomes 8
    explorer.control("q₁, number 2").press(*["ArrowLeft"] * 4)  # 8 becomes 4
    block, shown = next(one for one in picture.painted["panels"] if one["place"] == 3), []
    for row in (0, 1):
        down = row * (block["cell_height"] + block["gap"]) + block["cell_height"] / 2
        picture.hover(block["x"] + block["cell_width"] / 2, block["y"] + down)
        shown.append(picture.readout.split(" = ")[1])
    picture.leave()
    assert shown == [str(8 * 6 + 4 * 9 + 4 * 4), str(8 * 8 + 4 * 6 + 4 * 4)]


def test_pointing_at_a_product_answers_while_the_kernel_is_busy(notebook):
    query, key = head_of(1)
    products = query[IT] * key[ANIMAL]
    place = int(np.abs(products).argmax())
    (strip,) = notebook.explorer("explore_scores(model").pictures  # the tab of one pair
    assert len({block["x"] for block in strip.painted["panels"]}) == 1  # a product stands below its q and k
    block = next(one for one in strip.painted["panels"] if one["place"] == 2)
    with notebook.busy():
        strip.hover(block["x"] + (place + 0.5) * block["cell_width"], block["y"] + block["height"] / 2)
        told = float(strip.readout.split(" = ")[1].replace("−", "-"))
        assert told == pytest.approx(products[place], abs=0.006)  # told to two places
        assert strip.readout.startswith(f"q ∗ k[head 1, column {place + 1}]")
        assert strip.painted["lit"] == [[panel, 0, place] for panel in range(3)]  # q, k and product together
        block = strip.painted["panels"][0]
        strip.hover(block["x"] + (place + 0.5) * block["cell_width"], block["y"] + block["height"] / 2)
        assert strip.readout.startswith("q of “it”[head 1, column ")
        strip.leave()


def test_the_last_word_switches_and_the_title_says_what_it_means_now(notebook):
    explorer = notebook.explorer("explore_scores(model")
    explorer.click("every word")
    (chart,) = explorer.pictures
    assert "(it = animal 1.00)" in chart.root.inner_text()
    explorer.element.query_selector("button:text-is('wide')").click()
    notebook.settle()
    assert "(it = street 0.98)" in chart.root.inner_text()
    query, key = head_of(1, WIDE)
    added = explorer.kernel("lambda it: float(it.frames[0].panels[2].values.sum())")
    assert added == pytest.approx(query[IT] @ key[ANIMAL], abs=0.01)


@pytest.mark.parametrize("notebook", [ARROWS], ids=["03 more"], indirect=True, scope="session")
def test_a_key_at_a_right_angle_can_be_made_twice_as_long_and_scores_0(notebook):
    explorer = notebook.explorer("explore_arrows()")
    (picture,) = explorer.pictures
    length = explorer.control("length of k")
    assert (explorer.control("length of q").readout, length.readout) == (
        "5.00",
        "2.50",
    )  # as the question says
    assert picture.heights(1, 0)[2:] == pytest.approx([5 * 2.5 * math.cos(math.radians(45))] * 2, abs=0.3)
    explorer.control("angle of k").press(*["ArrowRight"] * 9)  # 65 + 45 = 110: a right angle to q at 20
    first = picture.heights(1, 0)
    assert first[2:] == pytest.approx([0, 0], abs=0.1)
    length.press(*["ArrowRight"] * 10)
    assert length.readout == "5.00"
    twice = picture.heights(1, 0)
    assert twice[:2] == pytest.approx([2 * first[0], 2 * first[1]], abs=0.3) and abs(first[0]) > 3
    assert twice[2:] == pytest.approx([0, 0], abs=0.1)
