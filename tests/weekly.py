"""What only the weekly run tests, all of it in one place.

`pytest` alone runs everything. `.ci/run` leaves out what is named here, unless NEWEST or WEEKLY is set, as
the weekly workflow does: each kind of check stays in each run, on the core at least (tests/test_project.py).
"""

import re

import pytest

from tools.notebooks import MORE_SOURCES


def in_more(case):
    """Whether a test's case is a notebook in more/."""
    return case in {path.stem for path in MORE_SOURCES}


WALKED = {  # explorers of each kind, whose walk takes seconds
    *("meeting", "paths", "small_projection", "mixing", "formula", "tags", "reading", "rollout"),
    *("learning", "training", "switches", "pair", "bugs"),
}
VSCODE = {"03-vscode-dark-bridged", "03-vscode-dark"}  # at each change
WEEKLY = {  # of a file, or of one test: which cases are weekly
    "tests/browser/test_live_pages.py": re.compile("(.*-)?(scale|mix)(-.*)?").fullmatch,
    "tests/browser/test_other_browsers.py": lambda case: not re.match("Firefox(-04|$)|WebKit(-06|$)", case),
    "tests/browser/test_one_screen.py": in_more,
    "tests/browser/test_pages.py": re.compile("04|05").fullmatch,  # a page of each is built for it
    "tests/browser/test_notebooks.py": in_more,  # a fresh build still runs their cells at each change
    "tests/exercises/test_solved_notebooks.py": in_more,
    # both together are strictest, and stay
    "tests/pages/test_policy.py::test_all_of_a_page": re.compile("as (its own tag|a header)").fullmatch,
    "tests/pages/test_walk.py": lambda case: case and case not in WALKED,
    "tests/browser/test_nbconvert.py::test_an_exported_page": lambda case: case != "c03-saved",
    "tests/browser/test_vscode.py": lambda case: case not in VSCODE,
    "tests/browser/test_slides.py::test_every_slide_fits": re.compile(".*1920x1080").fullmatch,
    # in a narrow column it is hardest: that stays
    "tests/pictures/live/test_chart.py::test_no_text_lies": re.compile("(900|1200)-.*").fullmatch,
    "tests/pictures/live/test_lines.py::test_everything_fits": re.compile("8-.*|.*-(900|1400)").fullmatch,
}
WHOLE = {  # a test as a whole: others do the same, on other notebooks or in another client, in each run
    "tests/browser/test_clients.py::test_a_server_runs_a_notebook_and_a_control_moves_its_pictures",
    "tests/browser/test_clients.py::test_voila_runs_a_notebook_paints_its_pictures_and_a_slider_moves_them",
    "tests/browser/test_nbconvert.py::test_slides_that_scroll_hold_all_down_to_the_last_cell",
    "tests/browser/test_site.py::test_a_finger_runs_a_notebook_and_moves_its_slider",
    "tests/browser/test_site.py::test_every_other_notebook_runs_one_after_the_other",
    "tests/browser/test_site.py::test_every_page_moves",  # at each change: that of notebook 1
    "tests/browser/test_site.py::test_notebook_8_asks_the_trained_model_for_each_word_of_the_slider",
    "tests/test_release.py::test_every_line_of_the_workflow_works_here",  # pip installs for a minute
    "tests/browser/test_site.py::test_the_heaviest_notebook_runs_from_top_to_bottom",
}
FOUND = pytest.StashKey()  # dict of each collected test: set of bool, whether its cases are weekly


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
    case = case.removesuffix("]")
    return any(chosen(case) for place, chosen in WEEKLY.items() if test.startswith(place))
