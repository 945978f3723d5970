"""What tools.bench.classroom reckons with; the class itself is measured by hand."""

import pytest

pytest.importorskip("psutil")
pytest.importorskip("websocket")
from tools.bench.classroom import Student, fits, latencies, received


def test_only_whole_students_fit():
    assert [fits(each, 1024) for each in (170, 341, 342, 1024, 1025)] == [6, 3, 2, 1, 0]


def test_moves_without_an_answer_are_not_counted_as_quick():
    assert latencies([{"took": 0.25}, {}, {"took": 0.5}]) == [250, 500]


def test_buffers_go_to_their_places():
    data = {"state": {"a": {"b": None}, "c": 1}, "buffer_paths": [["a", "b"], ["d"]]}
    assert received(data, [b"one", b"two"]) == {"a": {"b": b"one"}, "c": 1, "d": b"two"}
    with pytest.raises(ValueError):
        received(data, [b"one"])


def test_the_sliders_of_explorers_are_found_in_their_boxes():
    student = Student(None, 0)
    student.widgets = {
        "explorer": {"children": ["IPY_MODEL_row", "IPY_MODEL_view"]},
        "row": {"children": ["IPY_MODEL_slider", "IPY_MODEL_button"]},
        "slider": {"_model_name": "SelectionSliderModel"},
        "button": {"_model_name": "ButtonModel"},
        "view": {"_model_name": "AnyModel"},
        "another": {"_model_name": "SelectionSliderModel"},
    }
    student.explorers = ["explorer"]
    assert student.parts("explorer") == ["row", "slider", "button", "view"] and student.sliders() == [
        "slider"
    ]
