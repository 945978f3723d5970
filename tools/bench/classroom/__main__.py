"""A class on one machine: all run notebook 8 and move its sliders, with pauses, as people do.

uv run python -m tools.bench.classroom                       one JupyterLab server, a kernel for each student
uv run python -m tools.bench.classroom --own-servers         a server for each too, as JupyterHub starts them
uv run python -m tools.bench.classroom --own-servers --write      and put into the pages of teaching/
uv run python -m tools.bench.classroom --rewrite      measure nothing: write these pages again

More and more students come, until a slider answers late, something is lost or memory is full. It takes at
most 12 minutes; leave the machine alone meanwhile.
"""

import argparse

from tests.lab import tidy_when_stopped
from tools.bench.classroom import lesson, pages, report


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--students", type=int, default=30, help="with whom it begins")
    ask.add_argument("--step", type=int, default=20, help="how many more come each time")
    ask.add_argument("--most", type=int, default=200, help="with how many it ends at the latest")
    ask.add_argument("--seconds", type=float, default=30, help="for which all move sliders, each time")
    ask.add_argument("--minutes", type=float, default=12, help="after which it has ended")
    ask.add_argument(
        "--own-servers", action="store_true", help="a server for each student, as with JupyterHub"
    )
    ask.add_argument("--write", action="store_true", help="put what was found into the pages of teaching/")
    ask.add_argument("--rewrite", action="store_true", help="measure nothing: write those pages again")
    given = ask.parse_args()
    if min(given.students, given.step, given.seconds, given.minutes) <= 0:
        ask.error("--students, --step, --seconds and --minutes must be more than 0")
    if given.rewrite:
        return pages.write(pages.measured())
    if given.write and not given.own_servers:
        ask.error("--write needs --own-servers: the pages are about JupyterHub")
    tidy_when_stopped()
    figures = lesson.measure(given)
    print(report.report(figures))
    if given.write:
        pages.write(figures)


if __name__ == "__main__":
    main()
