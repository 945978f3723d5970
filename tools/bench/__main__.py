"""Measure everything in one run and print it as a table, with the bars that it must reach.

uv run --isolated --group bench python -m tools.bench           some minutes; leave the machine alone
uv run --isolated --group bench python -m tools.bench --write      and put it into README.md
uv run python -m tools.bench course --only 04 --events 6           a part of it
"""

import argparse
import contextlib
import time

from tests.lab import running
from tools.bench import attention, course, forward, head_view, loading, model_view, pages, pointing, table
from tools.bench.classroom import report
from tools.bench.classroom.pages import measured

PARTS = {
    "course": course,
    "pointing": pointing,
    "pages": pages,
    "loading": loading,
    "forward": forward,
    "attention": attention,
    "head_view": head_view,
    "model_view": model_view,
}
SUBJECTS = [
    course.SUBJECT,
    course.RUN_ALL,
    *(part.SUBJECT for name, part in PARTS.items() if name != "course"),
]


def sections(chosen, given, lab):
    """Measure. -> (subject, rows) one after the other; a part without its packages is said to be left out"""
    if "course" in chosen:
        yield from zip(
            SUBJECTS, course.measure(lab, given.events, given.slow_events, given.only), strict=False
        )
    with_lab = {
        "pointing": (lab, given.events),
        "pages": (lab, given.events, given.only),
        "head_view": (lab,),
        "model_view": (lab,),
    }
    for name in (name for name in chosen if name != "course"):
        part, asked = PARTS[name], with_lab.get(name, ())
        try:
            yield part.SUBJECT, list(part.rows(*asked))
        except ModuleNotFoundError as missing:
            print(
                f"left out: {part.SUBJECT}: {missing.name} is missing (uv run --isolated --group bench …)",
                flush=True,
            )


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("parts", nargs="*", help=f"which of {', '.join(PARTS)}; all by default")
    ask.add_argument("--events", type=int, default=20)
    ask.add_argument(
        "--slow-events", type=int, default=2, help="for seaborn, which takes seconds for each; 0: without"
    )
    ask.add_argument(
        "--only", nargs="*", default=(), help="how the notebooks of `course` and `pages` begin, such as 04"
    )
    ask.add_argument("--write", action="store_true", help="put them into README.md and results.md")
    given = ask.parse_args()
    chosen = given.parts or list(PARTS)
    if not set(chosen) <= set(PARTS):
        ask.error(f"choose from {', '.join(PARTS)}")
    if given.write and (given.parts or given.only):
        ask.error("--write needs all parts")
    begin = time.monotonic()
    needs_page = {"course", "pointing", "pages", "head_view", "model_view"} & set(chosen)
    with running() if needs_page else contextlib.nullcontext() as lab:
        print(table.HEAD, flush=True)
        found = []
        for name, rows in sections(dict.fromkeys(chosen).keys(), given, lab):
            found.append((name, rows))
            print(table.subject_line(name), *rows, sep="\n", flush=True)
        where = table.machine(lab.browser.version if lab else "")
    print(f"\nMeasured in {(time.monotonic() - begin) / 60:.1f} minutes, with {where}.")
    if given.write:
        if [name for name, _ in found] != SUBJECTS:
            ask.exit(1, "Nothing is written: parts were left out.\n")
        beside = (course.not_measured(), report.line(measured()))  # of the class, its own measurement
        table.write(found, where, "\n\n".join(beside))


if __name__ == "__main__":
    main()
