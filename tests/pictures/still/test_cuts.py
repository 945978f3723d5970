"""Labels too long for their place: no two look the same once cut, and each stands whole in the picture."""

import numpy as np
import pytest

from helpers import pictures
from helpers.frames import ChartFrame, LinesFrame, MatrixFrame, Panel, Plot, Series
from tests.pictures.still.pixels_and_texts import faults, texts

LONG = [f"Donaudampfschifffahrtsgesellschaftskapitän{end}" for end in ("", "e", "smütze", "smützenabzeichen")]
WEIGHTS = np.full((4, 4), 0.25)
SAME_START = [f"{start * 5}{start}" for start in ("share of the weight that ", "how much of it goes to ")]
FRAMES = {
    "lines": LinesFrame(LONG, [WEIGHTS], ["head 1"]),
    "lines of one word": LinesFrame(LONG, [WEIGHTS], ["head 1"], selected=(1,)),
    "heatmap": MatrixFrame([Panel(WEIGHTS, "weights", LONG, LONG)]),
    "boxes": MatrixFrame([Panel(WEIGHTS, "numbers", LONG, LONG, kind="boxes")]),
    "axes": ChartFrame(
        [Plot([Series([0, 1], [1, 2])], x_label=SAME_START[0] * 2, y_label=SAME_START[1] * 2)]
    ),
    "legend": ChartFrame([Plot([Series([0, 1], [1, at], label=LONG[at] * 4) for at in range(3)])]),
}


def words(name):
    frame = FRAMES[name]
    if name == "axes":
        return [frame.plots[0].x_label, frame.plots[0].y_label]
    return [series.label for series in frame.plots[0].series] if name == "legend" else LONG


@pytest.mark.parametrize("name", FRAMES)
def test_each_label_that_is_cut_stands_whole_below_and_no_two_look_the_same(name):
    picture = pictures.draw(FRAMES[name])
    seen = [text for text, _ in texts(picture)]
    everything = "".join(seen).replace(" ", "")
    cut = {}
    for word in words(name):
        if word in seen:
            continue
        assert f"={word.replace(' ', '')}" in everything
        told = next(short for short, whole in picture._page.cut.items() if whole == word)
        assert cut.setdefault(told, word) == word and "…" in told and told in seen
    assert cut and faults(picture) == []


def test_a_picture_without_cuts_says_nothing_of_them():
    picture = pictures.draw(LinesFrame(["it", "was"], [np.full((2, 2), 0.5)], ["head 1"]))
    assert picture.width and not any("…" in text or " = " in text for text, _ in texts(picture))


def test_a_long_word_in_a_title_is_broken_and_in_that_of_a_panel_told_whole_below():
    picture = pictures.draw(MatrixFrame([Panel(WEIGHTS, LONG[3] * 2)], LONG[3] * 4))
    everything = "".join(text for text, _ in texts(picture)).replace(" ", "")
    assert LONG[3] * 4 in everything and f"={LONG[3] * 2}" in everything
