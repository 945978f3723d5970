"""What only the notebook of the translator has, in JupyterLab: its encoder beside MiniLM, a translation."""

from pathlib import Path

import pytest

from tests.browser.test_real import assert_colours

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "more" / "11_a_translator.ipynb"
LOCKED = "The robot did not open the door because it was locked."


def test_another_model_has_its_own_heads_and_words(notebook, minilm, translator):
    real = notebook.explorer("explore_real(")
    real.click("heatmaps")
    for model, press in ((translator, "translator"), (minilm, "MiniLM")):
        real.click(press)
        weights = model.attention(LOCKED)[1]
        assert len(real.pictures[0].painted["panels"]) == len(weights) == (8 if model is translator else 12)
        assert_colours(real.pictures[0], len(weights) - 1, weights[-1])
    real.control("Reset").click()


def test_the_alignment_follows_the_piece_that_is_written(notebook, translator):
    explorer = notebook.explorer("explore_translation(")
    text = "The girl closed the old window."
    explorer.control("English sentence").fill(text)
    told = translator.translate(text)
    alignment, heads, next_pieces = explorer.pictures
    assert_colours(alignment, 0, told.cross_attention[1, 0])
    explorer.control("piece that is written").press("ArrowRight", "ArrowRight")
    assert {(row, column) for _, row, column in alignment.painted["lit"]} == {(2, -1)}
    assert_colours(heads, 0, told.cross_attention[:, :, 2].reshape(16, -1))
    assert next_pieces.heights(0, 0) == pytest.approx([share for _, share in told.choices[2]], abs=0.02)
    explorer.control("Reset").click()
