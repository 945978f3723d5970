"""Rows, and the two tables that they make: the few of the README, and all of them in results.md."""

import os
import platform
import re
import statistics
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np

README = Path(__file__).resolve().parents[2] / "README.md"
RESULTS = Path(__file__).resolve().with_name("results.md")
MOST = 10  # rows that the README may hold
BEGIN, END = "<!-- measured by tools/bench -->", "<!-- end of what tools/bench measured -->"
HEAD = "| what | median | 95 % within | times | beside | bar |\n|---|---|---|---|---|---|"
SHORT_HEAD = "| what | median | beside |\n|---|---|---|"


@dataclass
class Row:
    """A line of the table. laps: all that was measured, in `unit`; beside: what it is compared with.

    bar: in words; reached: whether it is, or None where there is none; short: its words in the short table,
    if it stands there.
    """

    what: str
    laps: list
    beside: str = ""
    bar: str = ""
    reached: bool | None = None
    unit: str = "ms"
    short: str = ""

    @property
    def median(self):
        return statistics.median(self.laps)

    def __str__(self):
        p95 = amount(np.percentile(self.laps, 95), self.unit) if len(self.laps) > 4 else ""
        said = {None: self.bar, True: f"{self.bar}: reached", False: f"{self.bar}: **missed**"}[self.reached]
        return line(self.what, amount(self.median, self.unit), p95, len(self.laps), self.beside, said)


def amount(number, unit):
    """A number with three digits that count, and its unit.

    >>> amount(1234.5, "ms"), amount(0.01234, "ms"), amount(21.06, "ms"), amount(3_400_000, "bytes")
    ('1.23 s', '0.0123 ms', '21.1 ms', '3.40 MB')
    """
    for small, large, factor in (("ms", "s", 1000), ("bytes", "kB", 1000), ("kB", "MB", 1000)):
        if unit == small and number >= 1000:
            number, unit = number / factor, large
    digits = max(0, 2 - int(np.floor(np.log10(number)))) if number else 0
    return f"{number:.{digits}f} {unit}"


def ratio(one, other):
    """How many times as much, of two lists of laps. -> (number, its words)

    >>> ratio([30, 31, 32], [20])
    (1.55, '1.55 ×')
    """
    times = statistics.median(one) / statistics.median(other)
    return times, f"{times:.0f} ×" if times >= 10 else f"{times:.2f} ×" if times >= 0.1 else f"{times:.2g} ×"


def line(*cells):
    return "| " + " | ".join(map(str, cells)) + " |"


def subject_line(name):
    return line(f"**{name}**", *[""] * 5)


def machine(browser=""):
    """This machine in words, all of it read from it. browser: the version of Chromium"""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = [f"Python {platform.python_version()}"]
    parts += [
        f"{name} {version(package)}" for name, package in (("numpy", "numpy"), ("JupyterLab", "jupyterlab"))
    ]
    parts += [f"Chromium {browser}"] if browser else []
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} cores, {memory:.0f} GiB of memory, {platform.system()}; {', '.join(parts)}"


def summary(sections, where):
    """The rows that the README shows. sections: list of (subject, list of Row); where: the machine in words

    Raises ValueError: more rows than a reader of the README wants.
    """
    rows = [row for _, found in sections for row in found if row.short]
    if len(rows) > MOST:
        raise ValueError(f"The README holds {MOST} measured rows at most: got {len(rows)}.")
    short = [line(row.short, amount(row.median, row.unit), row.beside) for row in rows]
    told = (
        f"Measured in one run on a machine with {where}."
        " Yours differs; the ratios hold better than the times."
    )
    more = (
        "Everything that was measured, and the bars that it must reach: [results.md](tools/bench/results.md)."
    )
    return "\n".join([told, "", SHORT_HEAD, *short, "", more])


def results(sections, where, beside=""):
    """All rows, as they stand in results.md. sections, where: as for summary; beside: what it says below"""
    rows = [text for name, found in sections for text in (subject_line(name), *map(str, found))]
    told = f"Written by `python -m tools.bench --write`, in one run on a machine with {where}."
    below = ["", beside] if beside else []
    return "\n".join(["# What tools/bench measured", "", told, "", HEAD, *rows, *below, ""])


def write(sections, where, beside=""):
    """Put what was measured into README.md and results.md."""
    text = README.read_text(encoding="utf8")
    README.write_text(between_marks(text, summary(sections, where)), encoding="utf8")
    RESULTS.write_text(results(sections, where, beside), encoding="utf8")


def between_marks(text, inner):
    """Put text between the two marks of a README. Raises ValueError: the marks are not there."""
    new, count = re.subn(f"{BEGIN}.*{END}", lambda found: f"{BEGIN}\n{inner}\n{END}", text, flags=re.DOTALL)
    if count != 1:
        raise ValueError(f"the README needs {BEGIN} and {END}, once")
    return new
