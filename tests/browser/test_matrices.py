"""What only notebook 6 has: a row that lights up in all matrices."""

from pathlib import Path

import numpy as np

from helpers import models
from tests.sentences import TIRED

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "06_do_it_all_at_once_with_matrices.ipynb"
IT, ANIMAL = 9, 1


def scores(head):
    """The scores of a head of layer 2, divided by 8, made here from x and W."""
    model = models.load("pronouns")
    x, layer = model.run(TIRED).layers[0].output.astype(float), model.layers[1]
    return (x @ layer.W_query[head - 1]) @ (x @ layer.W_key[head - 1]).T / 8


def test_a_weight_lights_up_its_query_key_value_and_context_while_the_kernel_is_busy(notebook):
    (picture,) = notebook.explorer("explore_formula(model").pictures
    with notebook.busy():
        picture.hover(*picture.middle(2, IT, ANIMAL))
        lit, said = sorted(picture.painted["lit"]), picture.readout
        picture.hover(*picture.middle(4, 3, 40))
        below = sorted(picture.painted["lit"])
        assert notebook.is_busy
        picture.leave()
    assert lit == lights(IT, ANIMAL)
    weight = np.exp(scores(1)[IT])
    assert f"it → animal {weight[ANIMAL] / weight.sum():.2f}" in said
    assert {tuple(place[:2]) for place in below} >= {
        (0, 3),
        (2, 3),
        (4, 3),
    }  # a row of Z: its query and its weights


def lights(query, key):
    """What lights up for a query and a key: rows of Q, weights, V and Z, columns of Kᵀ and weights."""
    return [[0, query, -1], [1, -1, key], [2, query, key], [3, key, -1], [4, query, -1]]


def test_the_word_that_asks_is_lit_and_a_click_makes_another_word_ask(notebook):
    explorer = notebook.explorer("explore_formula(model")
    (picture,) = explorer.pictures
    explorer.control("word that asks").press("ArrowRight")
    picture.leave()
    assert sorted(picture.painted["lit"]) == lights(IT + 1, int(scores(1)[IT + 1].argmax()))
    block = next(one for one in picture.painted["panels"] if one["place"] == 2)
    picture.click(block["x"] + 7.5 * block["cell_width"], block["y"] + 4.5 * block["cell_height"])
    notebook.settle()
    picture.leave()
    assert (
        explorer.kernel("lambda it: it.state")["asks"] == 4
        and explorer.control("word that asks").readout == "t"
    )
    assert sorted(picture.painted["lit"]) == lights(
        4, 7
    )  # the key that was clicked, not the one that t prefers
    explorer.control("Reset").click()
    assert sorted(picture.painted["lit"]) == lights(IT, ANIMAL)
