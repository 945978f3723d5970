"""The benchmark knows every explorer, and the README's table has every subject. No time is measured here."""

import re
from pathlib import Path

import pytest

from helpers import explorers
from tools.bench import table
from tools.bench.__main__ import SUBJECTS
from tools.bench.course import by_heatmaps, not_measured
from tools.bench.course import explorers as found_in
from tools.bench.table import Row
from tools.notebooks import CORE, CORE_SOURCES, MORE

PROJECT = Path(__file__).resolve().parents[1]


def test_every_explorer_of_the_core_is_measured_and_the_results_name_those_in_more():
    measured = [name for path in CORE for _, name in found_in(path)]
    cells = re.findall(
        r"^```\{code-cell\}(.*?)^```",
        "".join(path.read_text("utf8") for path in CORE_SOURCES),
        re.M | re.S,
    )
    assert measured == [name for cell in cells for name in re.findall(r"explorers\.(explore_\w+)\(", cell)]
    beside = [name for path in MORE for _, name in found_in(path)]
    assert re.findall(r"`(explore_\w+)`", not_measured()) == [name for name in beside if name not in measured]
    assert {*measured, *beside} == {name for name in explorers.__all__ if name.startswith("explore_")}
    text = table.results([("Sliders", [Row("a", [1])])], "2 cores", "Not measured: b.")
    assert text.endswith("|\n\nNot measured: b.\n")


def test_the_results_have_every_subject_and_no_explorer_that_is_gone():
    """A new explorer is measured with the next run of tools/bench."""
    written = table.RESULTS.read_text(encoding="utf8")
    assert [name for name in SUBJECTS if table.subject_line(name) not in written] == []
    listed = re.findall(r"^\| (\d\d) `(explore_\w+)`", written, re.M)
    there = [(path.name[:2], name) for path in CORE for _, name in found_in(path)]
    assert not_measured() in written
    assert listed and listed == [name for name in there if name in listed]


def test_the_readme_shows_ten_rows_at_most_and_each_stands_among_the_results():
    readme = table.README.read_text(encoding="utf8").split(table.BEGIN)[1].split(table.END)[0]
    shown = re.findall(r"^\| (?!what|---)[^|]+\| ([^|]+) \|", readme, re.M)
    assert 5 <= len(shown) <= table.MOST
    results = table.RESULTS.read_text(encoding="utf8")
    assert [median for median in shown if f"| {median} |" not in results] == []


def test_the_table_says_what_was_measured_and_whether_a_bar_is_reached():
    short = Row("a slider", [10, 30, 20], "2 × a line", "at most 25 ms", True, short="Move it")
    missed = Row("all", [12_000] * 5, bar="at most 10 s", reached=False)
    sections = [("Sliders", [short]), ("Run All", [missed])]
    assert "| Move it | 20.0 ms | 2 × a line |" in table.summary(sections, "2 cores")
    assert "12.0 s" not in table.summary(sections, "2 cores")
    text = table.results(sections, "2 cores")
    assert "| a slider | 20.0 ms |  | 3 | 2 × a line | at most 25 ms: reached |" in text
    assert "| all | 12.0 s | 12.0 s | 5 |  | at most 10 s: **missed** |" in text
    assert len({line.count("|") for line in text.splitlines() if line.startswith("|")}) == 1
    with pytest.raises(ValueError, match="10 measured rows at most: got 11"):
        table.summary([("Sliders", [short] * 11)], "2 cores")
    with pytest.raises(ValueError, match="the README needs"):
        table.between_marks("no marks", text)


def test_this_machine_is_named_in_words_without_a_name_or_a_path():
    told = table.machine("150.0")
    assert re.search(r"^\d+ cores, \d+ GiB of memory, .*Python 3\.\d+\.\d+, numpy \d.*Chromium 150\.0$", told)
    assert "/" not in told and __import__("platform").node() not in told


def test_a_median_of_ratios_is_called_so():
    (row,) = by_heatmaps(
        [100, None, 300, 900], [50, 7, 20, 30]
    )  # ratios 2, 15 and 30; of the medians 300 / 30 = 10
    assert row.laps == [100, 300, 900] and row.median == 300
    assert row.beside == "15 × ours (the median of 3 ratios)"
    assert by_heatmaps([None], [7]) == []
