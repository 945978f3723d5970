"""Every frame that the tests of stills draw: nothing is cut, and no text lies on another."""

import pytest

from helpers import pictures
from tests.pictures.still import test_chart, test_lines, test_matrix
from tests.pictures.still.pixels_and_texts import faults

FRAMES = [
    pytest.param(frame, id=f"{kind.__name__.rpartition('_')[2]}-{name}")
    for kind in (test_chart, test_lines, test_matrix)
    for name, frame in kind.FRAMES.items()
]


@pytest.mark.parametrize("frame", FRAMES)
def test_nothing_is_cut_and_no_text_lies_on_another(frame):
    assert faults(pictures.draw(frame)) == []


@pytest.mark.parametrize("frame", FRAMES)
def test_nothing_is_cut_on_a_projector(frame, projector):
    picture = pictures.draw(frame)
    assert faults(picture) == []
    assert picture.width <= 960
