"""What only “Hide the future” has: a mask that is switched."""

from pathlib import Path

import numpy as np
import pytest

from helpers import models
from tests.sentences import TIRED

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "more" / "06_hide_the_future.ipynb"


def scores(head):
    """The scores of a head of layer 2, divided by 8, made here from x and W."""
    model = models.load("pronouns")
    x, layer = model.run(TIRED).layers[0].output.astype(float), model.layers[1]
    return (x @ layer.W_query[head - 1]) @ (x @ layer.W_key[head - 1]).T / 8


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
