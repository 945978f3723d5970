"""Notebook 3 in a real JupyterLab: every slider by keyboard, what is painted against numbers made here."""

import math
from pathlib import Path

import numpy as np
import pytest

from helpers import models, style

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "03_score_a_pair_of_words.ipynb"
SENTENCE = "The animal didn't cross the street because it was too tired."
IT, ANIMAL = 9, 1


@pytest.fixture(scope="module")
def notebook(lab):
    with lab.open(NOTEBOOK) as notebook:
        notebook.run_all()
        yield notebook
        assert notebook.faults == [] and notebook.foreign == []


def head_of(number):
    """The queries and keys of a head of layer 2, made here from x and W. -> ([14, 64], [14, 64])"""
    model = models.load("pronouns")
    x, layer = model.run(SENTENCE).layers[0].output.astype(float), model.layers[1]
    return x @ layer.W_query[number - 1], x @ layer.W_key[number - 1]


def strips(picture):
    """The colours of the three strips. -> [3, 64, 3]"""
    picture.leave()
    return np.array([picture.cell_colours(place)[0] for place in range(3)])


def heights(picture, plot, series):
    """What each mark of a series shows, read back from where it stands on the page."""
    place = picture.painted["plots"][plot]
    area, (low, high) = place["area"], place["y_limits"]
    bottom = area["y"] + area["height"]
    return [low + (bottom - one["y"]) / area["height"] * (high - low) for one in place["series"][series]]


def tip(picture, series):
    """Where an arrow of the first plot ends. -> (x, y)"""
    place = picture.painted["plots"][0]
    area, (low, high), (mark,) = place["area"], place["x_limits"], place["series"][series]
    return low + (mark["x"] - area["x"]) / area["width"] * (high - low), heights(picture, 0, series)[0]


def test_the_small_query_moves_both_scores_and_the_border(notebook):
    explorer = notebook.explorer("explore_small_scores(")
    (picture,) = explorer.pictures
    explorer.control("q₁, number 1").press(*["ArrowRight"] * 4)  # 4 becomes 8
    explorer.control("q₁, number 2").press(*["ArrowLeft"] * 4)  # 8 becomes 4
    explorer.control("q₁, number 3").press("ArrowLeft")  # 4 becomes 3
    shown = []
    for row in (0, 1):
        block = next(one for one in picture.painted["panels"] if one["place"] == 3)
        picture.hover(
            block["x"] + block["cell_width"] / 2,
            block["y"] + row * (block["cell_height"] + block["gap"]) + block["cell_height"] / 2,
        )
        shown.append(picture.readout.split(" = ")[1])
    picture.leave()
    assert shown == [str(8 * 6 + 4 * 9 + 3 * 4), str(8 * 8 + 4 * 6 + 3 * 4)]
    before = picture.fingerprint
    explorer.control("Reset").click()
    assert picture.fingerprint != before and explorer.kernel("lambda it: it.state['query_1']") == 4


def test_the_strips_and_the_bars_follow_who_asks_who_is_asked_and_the_head(notebook):
    explorer = notebook.explorer("explore_scores(model")
    strip, bars = explorer.pictures
    controls = [explorer.control(label) for label in ("who asks (query)", "who is asked (key)", "head")]
    tokens = models.load("pronouns").tokens(SENTENCE)
    assert len({block["x"] for block in strip.painted["panels"]}) == 1  # a product stands below its q and k
    for keys, (asks, asked, head) in (
        ([["ArrowLeft"] * 8, ["ArrowRight"] * 8, []], (ANIMAL, IT, 1)),
        ([["End"], ["Home"], ["End"]], (13, 0, 8)),
        ([["ArrowLeft"], [], ["ArrowLeft"] * 5], (12, 0, 3)),
    ):
        for control, pressed in zip(controls, keys, strict=True):
            if pressed:
                control.press(*pressed)
        assert [control.readout for control in controls] == [tokens[asks], tokens[asked], str(head)]
        query, key = head_of(head)
        limit = max(np.abs(query).max(), np.abs(key).max())
        most = max(np.abs(one * key).max() for one in query)
        rows = (query[asks], limit), (key[asked], limit), (query[asks] * key[asked], most)
        expected = [style.colour_of(values, "signed", edge).astype(int) for values, edge in rows]
        near = 3  # float32 may tip a number into the next shade
        assert np.abs(strips(strip) - np.array(expected)).max() <= near
        scores = [math.fsum(query[asks] * one) for one in key]
        others = [place for place in range(14) if place != asked]
        reach = np.abs(query @ key.T).max()
        assert heights(bars, 0, 0) == pytest.approx([scores[place] for place in others], abs=0.01 * reach)
        assert heights(bars, 0, 1) == pytest.approx([scores[asked]], abs=0.01 * reach)
    explorer.control("Reset").click()
    assert [control.readout for control in controls] == ["it", "animal", "1"]


def test_arrows_turn_and_stretch_and_both_ways_give_one_score(notebook):
    explorer = notebook.explorer("explore_arrows()")
    (picture,) = explorer.pictures
    explorer.control("angle of k").press(*["ArrowRight"] * 9)  # 65 + 45 = 110: a right angle to q at 20
    assert heights(picture, 1, 0)[2:] == pytest.approx([0, 0], abs=0.1)
    up = math.radians(110)
    assert tip(picture, 4) == pytest.approx([3 * math.cos(up), 3 * math.sin(up)], abs=0.05)
    explorer.control("angle of q").press("ArrowLeft", "ArrowLeft")  # 10
    explorer.control("length of q").press("End")  # 5
    explorer.control("length of k").press("ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft")  # 2
    turned = [math.radians(angle) for angle in (10, 110)]
    q, k = ((size * math.cos(one), size * math.sin(one)) for size, one in zip((5, 2), turned, strict=True))
    assert tip(picture, 3) == pytest.approx(q, abs=0.05) and tip(picture, 4) == pytest.approx(k, abs=0.05)
    expected = [q[0] * k[0], q[1] * k[1], q[0] * k[0] + q[1] * k[1], 5 * 2 * math.cos(math.radians(100))]
    assert heights(picture, 1, 0) == pytest.approx(expected, abs=0.3)
    explorer.control("Reset").click()
    assert heights(picture, 1, 0)[3] == pytest.approx(12 * math.cos(math.radians(45)), abs=0.3)


def test_pointing_at_a_product_answers_while_the_kernel_is_busy(notebook):
    query, key = head_of(1)
    products = query[IT] * key[ANIMAL]
    place = int(np.abs(products).argmax())
    strip, _ = notebook.explorer("explore_scores(model").pictures
    block = next(one for one in strip.painted["panels"] if one["place"] == 2)
    with notebook.busy():
        strip.hover(block["x"] + (place + 0.5) * block["cell_width"], block["y"] + block["height"] / 2)
        told = float(strip.readout.split(" = ")[1].replace("−", "-"))
        assert told == pytest.approx(products[place], abs=0.002) and f"column {place + 1}]" in strip.readout
        assert strip.painted["lit"] == [[panel, 0, place] for panel in range(3)]  # q, k and product together
        strip.leave()


def test_a_guess_is_kept_and_compared(notebook):
    asked = notebook.show(notebook.find('predict("animal-asks-it")'))
    asked.query_selector_all("input[type=radio]")[0].check()
    notebook.settle()
    answer = notebook.show(notebook.find('compare("animal-asks-it"'))
    told = answer.query_selector(".jp-OutputArea").inner_text()
    assert "You guessed: the same number." in told and "Computed: another number." in told
