"""What only the weekly run tests, all of it in one place.

`pytest` alone runs everything. `.ci/run` leaves out what is named here, unless NEWEST or WEEKLY is set, as
the weekly workflow does: each kind of check stays in each run, on the core at least (tests/test_project.py).
"""

import pytest

from tools.notebooks import MORE_SOURCES

IN_MORE = {path.stem for path in MORE_SOURCES}
WEEKLY = {
    # of a file, or of one test: the cases that are weekly
    "tests/browser/test_notebooks.py": IN_MORE,  # a fresh build still runs their cells at each change
    "tests/exercises/test_solved_notebooks.py": IN_MORE,
}
WHOLE = {  # a test as a whole: what it does is done in each run by another one, on fewer cases
    "tests/browser/test_site.py::test_every_other_notebook_runs_one_after_the_other",
}
FOUND = (
    pytest.StashKey()
)  # what was collected: dict of a test's place: set of bool, whether its cases are weekly


def is_weekly(nodeid):
    """Whether a test is one of those.

    >>> is_weekly("tests/exercises/test_solved_notebooks.py::test_it[05_unmix]")
    True
    >>> is_weekly("tests/exercises/test_solved_notebooks.py::test_it[05_mix_the_values]")
    False
    """
    test, _, case = nodeid.partition("[")
    if test in WHOLE:
        return True
    return any(case.removesuffix("]") in cases for place, cases in WEEKLY.items() if test.startswith(place))
