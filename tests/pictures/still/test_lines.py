from dataclasses import replace

import numpy as np
import pytest

from helpers import pictures, style
from helpers.attention import softmax
from helpers.frames import LinesFrame
from helpers.pictures import Note
from helpers.pictures.line_rules import label_order, thinned
from helpers.pictures.still.page import DETAIL
from tests.effort import calls
from tests.pictures.still.pixels_and_texts import GROUND, faults, pixels, texts

WORDS = "The animal didn ' t cross the street because it was too tired .".split()


def lines(n_heads=2, n_tokens=14, **more):
    weights = softmax(3 * np.random.default_rng(5).standard_normal((n_heads, n_tokens, n_tokens)))
    names = [f"head {number}" for number in range(1, n_heads + 1)]
    return LinesFrame((WORDS * 10)[:n_tokens], weights, names, title="What looks at what", **more)


def one_row(row, asks=0, heads=("head 1",)):
    weights = np.full((len(heads), len(row), len(row)), 1 / len(row))
    weights[0, asks] = row
    return LinesFrame(
        [f"w{place}" for place in range(len(row))], weights, heads, selected=(asks,), shown=(0,)
    )


def thickness(picture, name):
    """How many pixels of the first head's blue stand just left of a word of the right column."""
    box = [box for text, box in texts(picture) if text == name][1]
    image, middle = pixels(picture), int(picture.height * DETAIL - (box.y0 + box.y1) / 2)
    column = int(box.x0) - round(10 * DETAIL)
    return (
        (GROUND[0] - image[middle - 18 : middle + 18, column, 0]).sum() / GROUND[0] / 0.9
    )  # the blue has no red; lines let 0.1 through


def test_a_line_is_as_wide_as_its_weight():
    picture = pictures.draw(one_row([0.0, 0.8, 0.2, 0.0, 0.0]))
    seen = [thickness(picture, f"w{place}") for place in range(5)]
    assert seen[0] == seen[3] == seen[4] == 0
    assert seen[1] == pytest.approx(0.8 * 12 * DETAIL, abs=0.6) and seen[2] == pytest.approx(
        0.2 * 12 * DETAIL, abs=0.6
    )


def test_a_line_is_as_wide_as_its_share_of_the_limit():
    ours = replace(one_row([0.0, 8.0, 2.0, 0.0, -5.0]), limit=10.0)
    seen = [thickness(pictures.draw(ours), f"w{place}") for place in range(5)]
    assert seen[1] == pytest.approx(0.8 * 12 * DETAIL, abs=0.6) and seen[3] == seen[4] == 0
    assert seen[2] == pytest.approx(0.2 * 12 * DETAIL, abs=0.6)
    assert {"8.00", "2.00"} <= {text for text, _ in texts(pictures.draw(ours))}


def test_only_the_lines_of_the_selected_word_are_drawn():
    row = [0.0, 0.0, 1.0, 0.0, 0.0]
    picture = pictures.draw(one_row(row, asks=3))  # every other word looks at all words
    assert [thickness(picture, f"w{place}") > 1 for place in range(5)] == [False, False, True, False, False]


def test_only_heads_that_are_switched_on_are_drawn_in_their_own_colours():
    frame = lines(5, 6, shown=(1, 3))
    image = pixels(pictures.draw(frame))
    near = [
        int((np.abs(image - style.hex_to_rgb(style.HEADS[head])).sum(axis=2) < 24).sum()) for head in range(5)
    ]
    assert min(near[1], near[3]) > 20 * max(near[0], near[2], near[4])


def test_the_bars_give_the_numbers_of_the_word_that_asks():
    row = [0.1, 0.625, 0.25, 0.004, 0.021]
    written = [text for text, _ in texts(pictures.draw(one_row(row, asks=4)))]
    assert [number for number in ("0.10", "0.63", "0.25", "0.02") if number not in written] == []
    assert not any(text.startswith("0.00") for text in written)  # under 0.01 there is no line and no number


def test_the_normalisation_is_told():
    assert "In each head, the lines that leave a word add up to 1" in [
        text for text, _ in texts(pictures.draw(lines()))
    ]
    other = lines(normalisation="shared between heads: the lines that leave a word add up to 1")
    assert "Shared between heads: the lines that leave a word add up to 1" in [
        text for text, _ in texts(pictures.draw(other))
    ]


def test_lines_that_are_too_many_are_told():
    frame = LinesFrame(["w"] * 40, np.full((4, 40, 40), 1 / 40), ["a", "b", "c", "d"])
    told = [text for text, _ in texts(pictures.draw(frame)) if "strongest" in text]
    assert told == ["The 4000 strongest lines are drawn; 2400 thinner ones are left out."]


FRAMES = {
    "all": lines(8),
    "selected": lines(8, selected=(9,)),
    "sixteen heads": lines(16, selected=(1,)),
    "sixteen heads, all": lines(16),
    "one head": lines(1, selected=(13,)),
    "thirty words": lines(3, 30, selected=(29,)),
    "no head": lines(3, shown=()),
    "long names": LinesFrame(
        ["incomprehensibilities" * 4, "b"],
        np.full((2, 2, 2), 0.5),
        ["a head with a very long name", "another head with one"],
        selected=(0,),
    ),
    "place that is not there": lines(2, 5, selected=(7,)),
}


@pytest.mark.parametrize("n_heads", [1, 16])
@pytest.mark.parametrize("n_tokens", [0, 1, 128])
@pytest.mark.parametrize("selected", [(), (0,)])
def test_from_no_word_to_128_and_one_to_16_heads(n_heads, n_tokens, selected):
    pictures.draw(lines(1, 2)).png  # loads fonts
    assert calls(lambda: pictures.draw(lines(n_heads, n_tokens, selected=selected)).png) < 1_000_000


def test_weights_that_are_too_small_to_draw_are_told():
    told = "Weights under 0.01 are not drawn."
    for row, said in (([0.995, 0.005, 0], True), ([0.99, 0.01, 0], False), ([1, 0, 0], False)):
        assert (told in [text for text, _ in texts(pictures.draw(one_row(row)))]) == said


@pytest.mark.parametrize("projector", [False, True])
@pytest.mark.parametrize("n_heads", [1, 2, 8])
def test_callouts_stand_in_the_margin_beside_the_row_of_their_key(n_heads, projector, monkeypatch):
    monkeypatch.setattr(style, "_on", projector)
    notes = (Note((9, 1), "the widest line"), Note((9, 2), "another"), Note((3, 5), "asks not"))
    frame = lines(n_heads, selected=(9,), notes=notes)
    rows = np.full_like(frame.weights, 1 / 14)
    picture = pictures.draw(LinesFrame(frame.tokens, rows, frame.heads, selected=(9,), notes=notes))
    written = texts(picture)
    assert faults(picture) == []
    said = [text for text, _ in written]
    assert "another" in said and "asks" in said and "asks not" not in said
    (first,) = [box for text, box in written if text in ("the widest line", "the widest")]
    key = [box for text, box in written if text == "animal"][1]
    assert abs((first.y0 + first.y1) - (key.y0 + key.y1)) / 2 < key.y1 - key.y0 + 12 * DETAIL
    assert first.x0 > key.x1
    assert sum(text == "0.07" for text in said) == 14 * n_heads  # and the bars keep their numbers


def test_all_type_is_large_enough_and_of_many_words_the_chosen_and_the_strong_keep_their_labels():
    rng = np.random.default_rng(8)
    weights = rng.dirichlet(np.full(128, 0.02), (1, 128))
    words = [f"w{place}" for place in range(128)]
    frame = LinesFrame(words, weights, ["head 1"], selected=(50,))
    picture = pictures.draw(frame)
    sizes = [text.get_fontsize() / 0.75 for text in picture.figure.texts]
    assert min(sizes) >= 11 and faults(picture) == []
    said = [text for text, _ in texts(picture)]
    assert said.count(f"w{weights[0, 50].argmax()}") >= 1 and "w50" in said
    assert len([word for word in said if word in words]) < 2 * 128


def test_labels_are_thinned_by_rank():
    frame = one_row([0.1, 0.2, 0.5, 0.1, 0.1], asks=3)
    asks, asked = label_order(frame)
    assert asks[0] == 3 and asked[:2] == [2, 1]
    assert thinned(asked, 6, 11) == {2, 0, 4} and thinned(asked, 11, 11) == {0, 1, 2, 3, 4}
