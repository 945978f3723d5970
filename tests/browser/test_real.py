"""What only notebook 11 has, in JupyterLab: text in real models, thumbnails that open, two sentences."""

from pathlib import Path

import numpy as np
import pytest

from helpers import style
from tests.sentences import TIRED

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "11_examine_a_real_transformer.ipynb"
MARKUP = "<img src=x onerror=window.caught=1> it 😀 שלום"


def assert_colours(picture, panel, weights):
    """The cells of a heatmap have the colours of these weights; borders of what is lit are left out."""
    picture.leave()
    plain = np.ones(weights.shape, bool)
    for _, row, column in (one for one in picture.painted["lit"] if one[0] == panel):
        plain[row : row + 2 if row >= 0 else 0] = False
        plain[:, column : column + 2 if column >= 0 else 0] = False
    wanted = style.colour_of(weights, "weights", 1.0)[plain].astype(int)
    np.testing.assert_allclose(picture.cell_colours(panel)[plain].astype(int), wanted, atol=2)


@pytest.fixture
def real(notebook):
    explorer = notebook.explorer("explore_real(")
    explorer.click("all")
    yield explorer
    explorer.control("Reset").click()
    assert explorer.message == "" and explorer.kernel("lambda it: it.state['text']") == TIRED


def test_a_typed_sentence_is_painted_as_the_model_has_it(real, minilm):
    text = "Nine birds sang until they slept."
    real.control("sentence").fill(text)
    heatmaps, digits, lines = real.pictures
    weights = minilm.attention(text)[3]
    for head in (0, 5, 11):
        assert_colours(heatmaps, head, weights[head])
    asks = real.kernel("lambda it: it.state['asks']")
    assert_colours(digits, 0, weights[:, asks])
    assert {(one["head"], one["key"]) for one in lines.painted["lines"]} == {
        (head, key) for head, key in np.argwhere(weights[:, asks] >= 0.01).tolist()
    }


def test_markup_and_unknown_scripts_stay_text_and_empty_text_is_said_in_one_sentence(real, notebook, minilm):
    real.control("sentence").fill(MARKUP)
    lines = real.pictures[2]
    assert notebook.page.evaluate("window.caught") is None and lines.root.query_selector("img") is None
    assert "[UNK]" in lines.root.inner_text() and real.message == ""
    before = real.fingerprint
    real.control("sentence").fill("   ")
    assert real.message == "The sentence is empty: type at least one word." and real.fingerprint == before


def test_of_a_long_text_the_beginning_is_shown_and_that_is_said(real, minilm):
    real.control("sentence").fill("word " * 10_000)
    assert real.message == "The text has 10,000 pieces of words; this model reads the first 126."
    assert real.kernel("lambda it: len(it.frames[0].panels[0].values)") == 128


def test_hidden_special_pieces_leave_rows_that_add_up_to_less(real, minilm):
    real.unfold()
    real.click("hidden")
    assert_colours(real.pictures[0], 3, minilm.attention(TIRED)[3, 3, 1:-1, 1:-1])


def test_a_thumbnail_opens_its_head(notebook, minilm):
    explorer = notebook.explorer("explore_every_head(")
    (small,) = explorer.pictures
    small.click(*small.middle(12 * 1 + 4, 2, 3))  # layer 2, head 5: it is shown below
    notebook.settle()
    small, large = explorer.pictures
    assert_colours(large, 0, minilm.attention(TIRED)[1, 4])
    panels = {one["place"]: one for one in small.painted["panels"]}
    assert len(panels) == 72 and len({one["y"] for one in panels.values()}) == 6  # a row for each layer
    small.click(*small.middle(12 * 4 + 9, 2, 3))  # layer 5, head 10
    notebook.settle()
    assert_colours(large, 0, minilm.attention(TIRED)[4, 9])
    assert (explorer.control("layer").readout, explorer.control("head").readout) == ("5", "10")
    assert small.painted["lit"] == []  # no cell stays chosen in the thumbnails
    small.press("PageDown", "PageDown", "Enter")  # by keyboard: into the first, on to the second, open it
    notebook.settle()
    assert_colours(large, 0, minilm.attention(TIRED)[0, 1])
    explorer.control("Reset").click()
    explorer.click("one head")
    assert_colours(large, 0, minilm.attention(TIRED)[0, 2])
    explorer.control("Reset").click()


def test_the_titles_of_a_pair_say_where_the_word_that_asks_looks_most(notebook, minilm):
    explorer = notebook.explorer("explore_pair(")
    explorer.control("head").press("ArrowLeft")
    text = "The dog slept because it was old."
    explorer.control("sentence 2").fill(text)
    (picture,) = explorer.pictures
    asks = explorer.kernel("lambda it: it.state['asks']")
    titles = explorer.kernel("lambda it: [panel.title for panel in it.frames[0].panels]")
    assert titles[0] in picture.readout
    for number, (title, words) in enumerate(zip(titles, (TIRED, text), strict=True), start=1):
        tokens = minilm.tokens(words)
        if asks < len(tokens):
            row = minilm.attention(words)[1, 2, asks]
            said = f": {tokens[asks]} → {tokens[row.argmax()]} {row.max():.2f}"
        assert title == f"sentence {number}{said if asks < len(tokens) else ''}"
    explorer.control("Reset").click()
