"""What the live parts of the pages weigh: for each explorer its states, the bytes of its store, the time.

    uv run python -m tools.pages.report            all notebooks
    uv run python -m tools.pages.report 05 12      those whose names begin so

It ends with 1 if a store is larger than LARGEST. Seconds are those of one core, to draw and to pack.
"""

import argparse
import re
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import nbformat

from helpers.pictures.explorer import Explorer
from tools.notebooks import BUILT, NOTEBOOKS
from tools.pages import run, store

LARGEST = 2_000_000  # bytes of an explorer's store, gzipped
EXPLORER = re.compile(r"\bexplore_\w+(?=\()")


@dataclass(frozen=True)
class Row:
    """What one explorer weighs. seconds: of one core; more: what a page says that it leaves out."""

    notebook: str
    name: str
    states: int
    size: int
    seconds: float
    more: str = ""

    @property
    def too_large(self):
        """Whether its store is larger than it may be."""
        return self.size > LARGEST

    def __str__(self):
        mark = " too large" if self.too_large else ""
        size = f"{self.size / 1000:,.0f} kB"
        return f"{self.notebook:40} {self.name:26} {self.states:>8,} {size:>9} {self.seconds:6.1f} s{mark}"


def rows(paths, processes=2):
    """The explorers of notebooks, each notebook run in a process of its own. -> iterator of Row"""
    with ProcessPoolExecutor(processes, get_context("spawn"), max_tasks_per_child=1) as pool:
        for found in pool.map(rows_of, paths):
            yield from found


def rows_of(path):
    """The explorers of a notebook; call it in a new process. -> list of Row"""
    cells, notebook = nbformat.read(path, 4).cells, path.relative_to(NOTEBOOKS).with_suffix("").as_posix()
    found = []
    for place, shown in run.shown_by(path).items():
        for explorer in shown:
            if isinstance(explorer, Explorer):
                called = EXPLORER.findall(cells[place].source)
                found.append(row(explorer, notebook, called[-1] if called else f"cell {place}"))
    return found


def row(explorer, notebook="", name=""):
    """What an explorer weighs. -> Row"""
    begun = time.process_time()
    states = explorer.states()
    size = len(store.write(states))
    return Row(notebook, name, states.size, size, time.process_time() - begun, states.more)


def chosen(names):
    """The notebooks whose names begin so, or all of them. names: list of str -> list of Path"""
    return [path for path in BUILT if not names or path.name.startswith(tuple(names))]


def main():
    """Print a line for each explorer and one for all. -> what the process ends with"""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("names", nargs="*", help="how names of notebooks begin, such as 05")
    begun, found = time.perf_counter(), []
    for one in rows(chosen(parser.parse_args().names)):
        print(one, flush=True)
        found.append(one)
    size, seconds = (sum(getattr(one, part) for one in found) for part in ("size", "seconds"))
    states = sum(one.states for one in found)
    print(
        f"{len(found)} explorers, {states:,} states, {size / 1e6:.1f} MB, {seconds:.0f} s of one core, "
        f"{time.perf_counter() - begun:.0f} s in all with the notebooks' own work"
    )
    return int(any(one.too_large for one in found))


if __name__ == "__main__":
    sys.exit(main())
