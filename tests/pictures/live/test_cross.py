"""Cross-attention in lines: who asks and who is asked are other words, and not as many.

Five ask seven, never square.
"""

import numpy as np
import pytest

from helpers import pictures
from helpers.frames import LinesFrame, MatrixFrame, Panel
from helpers.pictures.live import Lines, Matrix
from helpers.pictures.words import describe

ASK = ("das", "Tier", "war", "zu", "Tier")
ASKED = ("the", "animal", "was", "too", "tired", "indeed", "indeed")
WEIGHTS = np.random.default_rng(5).dirichlet(np.full(7, 0.4), size=(2, 5))


def cross(**more):
    return LinesFrame(ASK, WEIGHTS, ("head 1", "head 2"), keys=ASKED, **more)


def place(shown, side, at):
    painted = shown.painted
    x = painted["left"] - 12 if side == "query" else painted["right"] + 12
    return x, painted["header"] + (at + 0.5) * painted["row"]


def test_every_weight_is_a_line_between_the_columns(show):
    (shown,) = show(Lines(cross()))
    drawn = {(line["head"], line["query"], line["key"]): line["weight"] for line in shown.painted["lines"]}
    wanted = {at: value for at, value in np.ndenumerate(WEIGHTS) if value >= 0.01}
    assert drawn.keys() == wanted.keys()
    np.testing.assert_allclose([drawn[at] for at in wanted], list(wanted.values()), atol=1e-6)


def test_the_readout_names_words_of_either_column(show):
    (shown,) = show(Lines(cross()))
    shown.hover(*place(shown, "query", 4))
    best = int(WEIGHTS[0, 4].argmax())
    named = ASKED[best] if best < 5 else f"indeed (word {best + 1})"
    assert f"head 1: Tier (word 5) → {named} {WEIGHTS[0, 4, best]:.2f}" in shown.readout
    assert "row sums to 1.00" in shown.readout
    shown.hover(*place(shown, "key", 6))  # no word that asks stands beside it
    asks = int(WEIGHTS[0, :, 6].argmax())
    assert f"head 1: indeed (word 7) ← {ASK[asks]}" in shown.readout
    shown.hover(*place(shown, "query", 6))
    assert shown.get("hover") == [] and "strongest" in shown.readout


def test_keys_walk_each_column_to_its_own_end(show):
    (shown,) = show(Lines(cross()))
    shown.press("ArrowDown", "End")
    assert shown.get("hover") == [4]
    shown.press("ArrowRight", "End")
    assert "indeed (word 7) ←" in shown.readout
    shown.press("ArrowLeft")
    assert shown.get("hover") == [4]  # the last there is


def test_copied_numbers_have_the_words_of_both_columns(show):
    (shown,) = show(Lines(cross()))
    shown.page.locator(".hv-root").get_by_role("button", name="Copy numbers").click()
    shown.settle()
    blocks = shown.page.evaluate("navigator.clipboard.readText()").strip("\n").split("\n\n")
    rows = [row.split("\t") for row in blocks[1].split("\n")]
    assert rows[0] == ["head 2", *ASKED] and [row[0] for row in rows[1:]] == list(ASK)
    np.testing.assert_allclose(np.array([row[1:] for row in rows[1:]], float), WEIGHTS[1], rtol=1e-6)


def test_a_matrix_beside_it_lights_up_with_it(show):
    panel = Panel(WEIGHTS[0], "head 1", ASK, ASKED, links=("query", "key"), head=0)
    matrix, lines = show(Matrix(MatrixFrame((panel,))), Lines(cross()))
    matrix.page.evaluate("""() => {
      const box = document.createElement("div");
      box.className = "hv-linked";
      document.body.append(box);
      box.append(...window.stages.map(({ el }) => el));
    }""")
    lines.hover(*place(lines, "key", 6))
    assert matrix.painted["lit"] == [[0, -1, 6]]
    lines.hover(*place(lines, "query", 4))
    assert matrix.painted["lit"] == [[0, 4, -1]]


def test_only_a_word_that_asks_is_selected():
    view = Lines(cross())
    view.selected = [4]
    with pytest.raises(ValueError, match="there is no"):
        view.selected = [5]


def test_it_is_described_in_words():
    head, best = 0, np.unravel_index(WEIGHTS[0].argmax(), (5, 7))
    told = describe(cross())
    assert "Lines from each of 5 words to those of 7 other words it looks at" in told
    assert f"head 1: {ASK[best[0]]} → {ASKED[best[1]]} {WEIGHTS[head][best]:.2f}" in told
    assert f"{ASKED[WEIGHTS[1, 2].argmax()]} {WEIGHTS[1, 2].max():.2f}" in describe(cross(selected=(2,)))


@pytest.mark.parametrize("selected", [(), (4,)])
def test_the_still_holds_both_columns(selected):
    picture = pictures.draw(cross(selected=selected))
    texts = [text.get_text() for text in picture.figure.texts]
    for word in ASK + ASKED:
        assert texts.count(word) == (ASK + ASKED).count(word)


def test_weights_that_do_not_fit_say_what_to_do():
    with pytest.raises(
        ValueError, match=r"n_tokens, n_tokens\] = \[2, 5, 5\]: got \[2, 5, 7\]. Words that are asked .* keys"
    ):
        LinesFrame(ASK, WEIGHTS, ("a", "b"))
    with pytest.raises(ValueError, match=r"n_tokens, n_keys\] = \[2, 7, 5\]: got \[2, 5, 7\]\."):
        LinesFrame(ASKED, WEIGHTS, ("a", "b"), keys=ASK)
