import json

import numpy as np
import pytest

from helpers.frames import ChartFrame, LinesFrame, MatrixFrame, Panel, Plot, Series
from helpers.pictures.pack import pack


def test_packing_keeps_every_number_in_its_place_and_the_structure_is_plain():
    values, other = np.arange(6.0).reshape(2, 3), np.arange(4.0).reshape(4, 1) / 7
    structure, numbers = pack(MatrixFrame([Panel(values), Panel(other, kind="signed")], badge="hand-set"))
    json.dumps(structure)
    flat = np.frombuffer(numbers, "<f4")
    for sent, array in zip(structure["panels"], (values, other), strict=True):
        at, shape = sent["values"]["at"], sent["values"]["shape"]
        assert np.allclose(flat[at : at + array.size].reshape(shape), array)
        at = sent["row_sums"]["at"]
        assert np.allclose(flat[at : at + len(array)], array.sum(axis=1))


def test_states_with_other_numbers_share_their_structure():
    first, second = (pack(MatrixFrame([Panel(np.full((2, 3), share))])) for share in (0.1, 0.2))
    assert first[0] == second[0] and first[1] != second[1]


def test_a_chart_packs_too():
    structure, numbers = pack(
        ChartFrame(
            [Plot([Series([1, 2, 3], [1, 2], kind="steps"), Series([1], [2], kind="arrows", role="query")])],
            badge="random",
        )
    )
    assert structure["plots"][0]["series"][0]["x"]["shape"] == [3]
    assert np.frombuffer(numbers, "<f4")[:5].tolist() == [1, 2, 3, 1, 2]


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: Panel(np.ones((2, 3)), rows=("a",)), r"shape \(2, 3\) needs 2 labels in rows: got 1"),
        (lambda: Panel(np.ones((2, 3, 4))), r"one matrix.*got shape \(2, 3, 4\)"),
        (
            lambda: Panel(np.ones((2, 3)), kind="heat"),
            "kind must be one of weights, signed, boxes: got 'heat'",
        ),
        (lambda: Panel(np.ones((2, 3)), role="q"), "role must be one of query"),
        (
            lambda: MatrixFrame([], badge="true"),
            "badge must be one of hand-set, random, computed, measured, trained, given: got 'true'",
        ),
        (lambda: LinesFrame(("a", "b"), np.ones((1, 2, 3)), ("head 1",)), r"\[1, 2, 2\]: got \[1, 2, 3\]"),
        (lambda: Panel(np.ones((2, 3)), tags=np.ones((3, 2))), r"tags need .* \(2, 3\): got shape \(3, 2\)"),
        (lambda: Series([1, 2], [1]), r"x and y that fit: got shapes \(2,\) and \(1,\)"),
        (lambda: Series([1, 2], [1, 2], kind="steps"), r"x and y that fit"),
    ],
)
def test_a_frame_that_does_not_fit_says_so(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_slots_are_equal_parts_of_the_columns():
    assert Panel(np.zeros((2, 6)), slots=3).slots == 3
    with pytest.raises(ValueError, match="6 columns cannot be cut into 4 equal slots"):
        Panel(np.zeros((2, 6)), slots=4)
