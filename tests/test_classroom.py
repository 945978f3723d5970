"""What tools.bench.classroom reckons with; the class itself is measured by hand."""

import pytest

from tools.bench.classroom import Student, fits, latencies, limit_for, received, report


def test_only_whole_students_fit():
    assert [fits(each, 1024) for each in (170, 341, 342, 1024, 1025)] == [6, 3, 2, 1, 0]


def test_moves_without_an_answer_are_not_counted_as_quick():
    assert latencies([{"took": 0.25}, {}, {"took": 0.5}]) == [250, 500]


def test_the_limit_is_half_as_much_again_rounded_up():
    assert [limit_for(100, 100), limit_for(100, 150), limit_for(0, 0.1)] == [750, 1000, 250]
    assert limit_for(100, 400 / 3) == 750  # 500 and a half are 750 exactly


def test_what_is_lost_is_said():
    found = {
        "kernels": {kind: [200.0, 180.0] for kind in ("pss", "uss", "rss")},
        "servers": {"pss": [100.0]},
        "ran": [10.0, 20.0],
        "running": 8.0,
        "alone": [{"took": 0.05}],
        "together": [{"took": 0.1}, {}],
        "moving": 0.3,
        "right": [True, False],
        "faults": ["ValueError: lost"],
    }
    told = report(found, 2, own_servers=False)
    for words in (
        "takes 190 MB (at most 150: **missed**), with the server's part 240 MB: 4 students for each GiB",
        "keeps 30% of a core busy: 3 students for each core",
        "2.0 times as late",
        "1 of 2 moves were answered. 1 of 2 students had",
        "1 cells or callbacks failed.\nValueError: lost",
    ):
        assert words in told
    assert "| 190 MB | 199 MB | 200 MB |" in told and "| 15 s | 20 s | 20 s |" in told


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
