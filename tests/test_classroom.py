"""What tools/bench/classroom reckons with; the class itself is measured by hand."""

import threading
from argparse import Namespace
from itertools import takewhile

import pytest

from tools.bench.classroom import lesson, pages, report, sizing
from tools.bench.classroom.lesson import latencies, room_for, spread, stops
from tools.bench.classroom.moves import HURRIED, PEOPLE, Habit, moves
from tools.bench.classroom.report import fits
from tools.bench.classroom.sizing import Needs, needs, nodes, on_a_node, wait
from tools.bench.classroom.student import Student, received


def step(**other):
    """Figures of one step: 30 students came, and nothing went wrong."""
    return {
        "students": 30,
        "came": 30,
        "open_s": 20.0,
        "open_core_s": 4.0,
        "run_core_s": 2.0,
        "run_all_s": spread([28.0, 31.0]),
        "meanwhile_ms": None,
        "ms": spread([10.0, 20.0]),
        "sent": 500,
        "answered": 500,
        "right": 30,
        "faults": [],
        "failed": 0,
        "memory_GiB": 6.0,
        "cores": 0.6,
        "own_cores": 0.1,
        "took_s": 100.0,
    } | other


def figures(*steps, **other):
    return {
        "machine": {"cores": 2, "GiB": 24, "free_GiB": 22.2},
        "own_servers": True,
        "steps": list(steps) or [step()],
        "alone_ms": spread([5.0]),
        "kernel_MB": {kind: spread([100.0]) for kind in ("pss", "uss", "rss")},
        "server_MB": spread([60.0]),
        "largest_MB": 200.0,
        "stopped": "memory",
        "rush": {"students": 30, "ms": spread([300.0, 500.0]), "sent": 900, "answered": 899, "right": 28},
    } | other


# ---- when somebody moves a slider


def bursts(habit, seed, seconds):
    """The moves of the first so many seconds. -> list of bursts, each a list of seconds"""
    made = {}
    for at, burst in takewhile(lambda move: move[0] < seconds, moves(habit, seed)):
        made.setdefault(burst, []).append(at)
    assert list(made) == list(range(len(made)))
    return list(made.values())[:-1]  # the last may be cut


@pytest.mark.parametrize("seed", range(5))
def test_a_student_moves_a_slider_some_times_and_then_looks(seed):
    made = bursts(PEOPLE, seed, 3000)
    assert made[0][0] == 0  # all begin together
    assert {len(burst) for burst in made} == set(range(3, 9))
    gaps = [later - one for burst in made for one, later in zip(burst, burst[1:], strict=False)]
    looks = [after[0] - before[-1] for before, after in zip(made, made[1:], strict=False)]
    assert min(gaps) >= 0.2 - 1e-9 and max(gaps) <= 0.6 + 1e-9 and max(gaps) - min(gaps) > 0.3
    assert min(looks) >= 3 - 1e-9 and max(looks) <= 15 + 1e-9 and max(looks) - min(looks) > 9


def test_the_pace_is_what_the_habit_says_and_seeds_tell_students_apart():
    # 5.5 moves in 4.5 × 0.4 + 9 = 10.8 s
    assert PEOPLE.pace == pytest.approx(5.5 / 10.8)
    made = [sum(map(len, bursts(PEOPLE, seed, 5000))) / 5000 for seed in range(10)]
    assert sum(made) / 10 == pytest.approx(PEOPLE.pace, rel=0.03)
    assert bursts(PEOPLE, 3, 100) == bursts(PEOPLE, 3, 100) != bursts(PEOPLE, 4, 100)
    assert HURRIED.pace == pytest.approx(1 / 0.4)
    told = "1 to 2 moves of a slider, 0.5 to 1 s apart, then 4 to 6 s of looking"
    assert Habit((1, 2), (0.5, 1.0), (4, 6)).told().startswith(told)


class Answered(Student):
    """A student whose kernel answers at once."""

    def __init__(self, places):
        super().__init__(None, 1)
        self.explorers = ["explorer"]
        names = [f"slider {at}" for at in range(len(places))]
        self.widgets = {"explorer": {"children": [f"IPY_MODEL_{name}" for name in names]}}
        for name, (index, length) in zip(names, places, strict=True):
            self.widgets[name] = {
                "_model_name": "SelectionSliderModel",
                "index": index,
                "_options_labels": ["x"] * length,
            }
        self.sent = []

    def send(self, kind, content):
        self.sent.append((content["comm_id"], content["data"]["state"]["index"]))
        idle = threading.Event()
        idle.set()
        return {"idle": idle, "took": 0.01}


def test_each_burst_moves_the_next_slider_place_by_place_and_turns_at_its_end():
    student = Answered([(0, 9), (1, 3), (5, 9)])
    requests = student.explore([(0, 0), (0, 0), (0, 0), (0, 1), (0, 2)], threading.Event())
    # student 1 begins with the slider after the first: 1 → 2, there its end is, → 1 → 0; the way goes on
    assert student.sent == [(f"slider {at}", index) for at, index in ((1, 2), (1, 1), (1, 0), (2, 4), (0, 1))]
    assert len(latencies(requests)) == 5


def test_no_move_is_made_after_the_end():
    ended = threading.Event()
    ended.set()
    student = Answered([(0, 9)])
    assert student.explore(moves(PEOPLE, 1), ended) == [] and student.sent == []


def test_sliders_move_for_as_long_as_something_goes_on_and_an_error_ends_them():
    students = [Answered([(0, 9)]), Answered([(4, 9)])]
    first = threading.Event()
    students[0].send = lambda *message: first.set() or Answered.send(students[0], *message)
    requests, gave = lesson.meanwhile(students, PEOPLE, lambda: first.wait(60) and "done")
    assert gave == "done" and len(requests) == sum(len(one.sent) for one in students) >= 1
    assert lesson.meanwhile([], PEOPLE, lambda: 7) == ([], 7)
    with pytest.raises(ZeroDivisionError):
        lesson.meanwhile(students, PEOPLE, lambda: 1 / 0)


# ---- when it breaks


GIVEN = Namespace(step=20, most=200, seconds=30, minutes=12)


@pytest.mark.parametrize(
    ("why", "other"),
    [
        (None, {}),
        ("lost", {"answered": 499}),
        ("lost", {"right": 29}),
        ("lost", {"failed": 1}),
        ("slow", {"ms": spread([150.1])}),
        (None, {"ms": spread([150.0])}),
        # 22.2 GiB were free, a twentieth of 24 is kept: 21 for 50 students at 0.42 each, not at 0.43
        (None, {"memory_GiB": 30 * 0.42}),
        ("memory", {"memory_GiB": 30 * 0.43}),
        # the next 20 take 30 + (took - 30) × 20 / 30 s, and 0.15 of it more; 576 s are there, 100 are over:
        # room for 413.9 s, so for a step that took 605.9
        (None, {"took_s": 605}),
        ("time", {"took_s": 607}),
    ],
)
def test_no_more_students_come_when_it_breaks_or_would_break(why, other):
    assert stops(figures(step(**other)), GIVEN, 100) == why


def test_the_first_students_come_in_any_case_and_no_more_than_were_asked_for():
    assert stops(figures() | {"steps": []}, GIVEN, 10_000) is None
    assert stops(figures(), Namespace(**vars(GIVEN) | {"most": 49}), 100) == "enough"
    assert stops(figures(), Namespace(**vars(GIVEN) | {"most": 50}), 100) is None


def test_only_whole_students_fit():
    assert [fits(each, 1024) for each in (170, 341, 342, 1024, 1025)] == [6, 3, 2, 1, 0]
    assert room_for(figures(step(memory_GiB=6.0))) == 105  # (22.2 - 1.2) GiB / 0.2 GiB


def test_moves_without_an_answer_are_not_counted_as_quick():
    assert latencies([{"took": 0.25}, {}, {"took": 0.5}]) == [250, 500]


def test_what_is_lost_and_missed_is_said():
    broken = step(answered=499, right=29, failed=2, faults=["ValueError: lost"], own_cores=0.9)
    told = report.report(
        figures(
            broken, kernel_MB={kind: spread([180.0, 200.0]) for kind in ("pss", "uss", "rss")}, stopped="lost"
        )
    )
    for words in (
        "30 students at once, a server each, on a machine with 2 cores and 24 GiB",
        "takes 190 MB (at most 150: **missed**), with the server's part 250 MB: 4 students for each GiB",
        "keeps 2.0% of a core busy: 50 students for each core",
        "30 × 2.0 s / 2 cores = 30 s; the last waited 31 s",
        "499 of 500 moves were answered. In the end 29 of 30 students had",
        "2 cells or callbacks failed.\n  - ValueError: lost",
        "With 30 students something was lost",
        "30 students wait 400 ms for a slider (p95: 490 ms); 899 of 900 moves were answered, and 28 of 30",
        "0.90 of a core while sliders moved: **more than** the 0.7",
    ):
        assert words in told
    assert "| 190 MB | 199 MB | 200 MB |" in told and "| 30 s | 31 s | 31 s |" in told


def test_the_report_says_where_it_breaks():
    more = step(students=50, came=20, meanwhile_ms=spread([90.0]), ms=spread([170.0]), memory_GiB=10.0)
    told = report.report(figures(step(), more, stopped="slow"))
    assert "With 50 students a slider answers within 170 ms (p95): more than 150 ms" in told
    assert "With 30 it did not." in told and "| 50 | 170 ms | 170 ms | 90 ms | 31 s (20) |" in told
    assert "p95 at most 150 ms with 30 students: reached" in told
    told = report.report(figures(step(), stopped="memory"))
    assert "and 6.0 GiB are taken. With 105 memory is full." in told


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


# ---- which machines other classes need, by hand


def test_what_a_student_is_guaranteed_and_may_take():
    # a kernel 100 MB, a server 60 and JupyterHub's 40 more: two notebooks 300 MB = 286.1 MiB, so 300;
    # three, one of them 200 MB: 500 MB, half as much again 750 MB = 715.3 MiB, so 768;
    # 4 + 2 s of a core within 60 s: 0.1
    assert needs(figures()) == Needs(300, 768, 0.1, 1)
    assert (needs(figures()).guarantee, needs(figures()).limit) == ("300M", "768M")
    assert needs(figures(step(run_core_s=2.1))).cpu == 0.15
    assert needs(figures(largest_MB=500.0)).limit == "1280M"  # 800 MB × 1.5 = 1144 MiB
    with pytest.raises(ValueError, match="--own-servers"):
        needs(figures(own_servers=False))


def test_how_many_students_a_node_holds_and_how_many_nodes_a_class_needs():
    need = Needs(mib=500, limit_mib=1024, cpu=0.2)
    # 8 - 1.5 GiB are 6656 MiB: 13 by memory; 2 - 0.2 cores: 9 by cores
    assert on_a_node(need, 2, 8) == (13, 9)
    # with the hub, 5.5 GiB are 5632 MiB: 11, and 1.3 cores: 6
    assert on_a_node(need, 2, 8, sizing.HUB) == (11, 6)
    assert [nodes(students, need, 2, 8) for students in (1, 6, 7, 15, 16, 24, 25)] == [1, 1, 2, 2, 3, 3, 4]
    assert wait(4, need, 2, 8, core_s=3) == 6 and wait(100, need, 2, 8, core_s=3) == 13.5
    with pytest.raises(ValueError, match="take a larger one"):
        nodes(1, Needs(8000, 9000, 0.1), 2, 8)


def test_a_node_without_room_for_the_hub_has_room_for_it_on_another():
    need = Needs(mib=6000, limit_mib=8000, cpu=0.2)  # one student fits, none beside the hub
    assert on_a_node(need, 2, 8)[0] == 1 and on_a_node(need, 2, 8, sizing.HUB)[0] == 0
    assert nodes(3, need, 2, 8) == 4


def test_the_table_has_each_class_and_each_size():
    lines = [line for line in sizing.table(figures()).splitlines() if line.startswith("|")]
    assert len(lines) == 2 + len(sizing.CLASSES) + 1 and {line.count("|") for line in lines} == {6}
    # 2 cores: 18 students by cores, 22 by memory; with the hub 13; they wait 18 × 2 / 2 s
    assert (
        "| 60 | 4 nodes, 18 s |" in sizing.table(figures()) and "18 (22 by memory, 18 by cores)" in lines[-1]
    )


# ---- where it is written


def test_pages_and_values_say_what_was_measured_last():
    for path, text in pages.written(pages.measured()).items():
        assert path.read_text(encoding="utf8") == text, (
            f"{path.name} is not what measured.json gives: python -m tools.bench.classroom --rewrite"
        )


def test_only_what_is_between_the_marks_is_written():
    page = f"before\n{pages.START}\nold\n{pages.END}\nafter\n"
    assert pages.between_marks(page, "new") == f"before\n{pages.START}\n\nnew\n\n{pages.END}\nafter\n"
    for bad in ("no marks", f"{pages.END} {pages.START}", page + page):
        with pytest.raises(ValueError, match="once each"):
            pages.between_marks(bad, "new")


def test_the_line_of_the_class_stands_once_among_the_results():
    lines = pages.with_class(
        "# Title\n\nA class on one machine: old\n\nNot measured\n", figures()
    ).splitlines()
    assert lines[0] == "# Title" and lines[-3] == "Not measured" and "old" not in "".join(lines)
    assert "30 students" in lines[-1] and "p95 20 ms (at most 150 ms: reached)" in lines[-1]


def test_guarantees_and_limits_are_written_into_their_lines():
    text = "singleuser:\n  cpu: { guarantee: 9, limit: 9 } # why\n  memory: { guarantee: 9, limit: 9 }\n"
    told = pages.with_needs(text, Needs(300, 2048, 0.15))
    assert "\n  cpu: { guarantee: 0.15, limit: 1 } # why\n  memory: { guarantee: 300M, limit: 2G }\n" in told
    assert (
        pages.with_limit("a\nsudo tljh-config set limits.memory 9G\nb", Needs(1, 768, 1)).split()[-2]
        == "768M"
    )
    with pytest.raises(ValueError, match="one line cpu"):
        pages.with_needs("singleuser:\n", Needs(1, 1, 1))
    with pytest.raises(ValueError, match="limits.memory"):
        pages.with_limit("", Needs(1, 1, 1))
