"""What only notebook 6 has: a row that lights up in all matrices, the mask, the race in the kernel."""

from pathlib import Path

import numpy as np
import pytest

from helpers import models
from tests.sentences import TIRED

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "06_do_it_all_at_once_with_matrices.ipynb"
IT, ANIMAL = 9, 1
WATCH_BAR = """
    window.widths = [];
    window.watching = new MutationObserver(() => {
        const width = document.querySelector(".progress-bar").style.width;
        if (width !== widths.at(-1)) widths.push(width);
    });
    watching.observe(document.body, { subtree: true, attributes: true, attributeFilter: ["style"] });
"""


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


def test_zeros_break_the_row_sums_that_are_painted_and_minus_infinity_keeps_them(notebook):
    explorer = notebook.explorer("explore_mask(model")
    raised = np.exp(scores(1))
    weights, kept = raised / raised.sum(axis=1, keepdims=True), np.tril(raised)
    for mask, shown in (
        ("zeros after the softmax", np.tril(weights)),
        ("−∞ before the softmax", kept / kept.sum(axis=1, keepdims=True)),
    ):
        explorer.click(mask)
        (picture,) = explorer.pictures
        for row in (0, 6, 13):
            picture.hover(*picture.middle(2, row, 0))
            assert float(picture.readout.split()[-1]) == pytest.approx(shown[row].sum(), abs=0.006), (
                mask,
                row,
            )
        picture.hover(*picture.middle(1, 6, 6))
        assert float(picture.readout.split("→ the ")[1].split(",")[0]) == pytest.approx(
            shown[6, 6], abs=0.006
        )
    picture.hover(*picture.middle(0, 2, 5))
    assert picture.readout.endswith("= −∞")
    explorer.control("Reset").click()


def test_the_race_is_measured_again_on_the_learners_functions(notebook):
    explorer = notebook.explorer("explore_timing(by_loop")
    times = "lambda it: {str(size): both for size, both in it.times.items()}"
    first, shown = explorer.kernel(times), explorer.fingerprint
    assert all(0 < formula < loop for loop, formula in first.values())
    notebook.js(WATCH_BAR)
    explorer.click("Measure again")
    widths = notebook.js("watching.disconnect(); return window.widths")
    assert 5 < len(widths) and widths[-1] == "100%"  # it fills while the kernel measures
    second = explorer.kernel(times)
    assert first != second and explorer.fingerprint != shown
    place = explorer.pictures[0].painted["plots"][0]
    low, high = np.log(place["y_limits"])
    area = place["area"]
    for number in (0, 1):  # the loop, then the formula
        painted = [
            np.exp(low + (1 - (one["y"] - area["y"]) / area["height"]) * (high - low))
            for one in place["series"][number]
        ]
        assert painted == pytest.approx([both[number] for both in second.values()], rel=0.05)
