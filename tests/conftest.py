"""What tests in several folders share: one browser and one JupyterLab for all of them."""

import os
import re
import tempfile

import hypothesis
import pytest

from helpers import models
from tests import lab as harness
from tests.weekly import FOUND, is_weekly

# The same random cases at each run in CI, others at home; tests/test_fuzz.py says how many.
hypothesis.settings.register_profile(
    "course",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],  # no clock: the machine may be busy
    derandomize="CI" in os.environ,
    database=None,
)
hypothesis.settings.load_profile("course")
pytest.register_assert_rewrite("tests.lab.painted")  # so that a failure there shows both sides


def pytest_configure(config):
    harness.tidy_when_stopped()
    folder = tempfile.TemporaryDirectory(prefix="course-", ignore_cleanup_errors=True)
    os.environ["ATTENTION_COURSE_DATA"] = folder.name  # never the user's own
    config.add_cleanup(folder.cleanup)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Browser tests come first, they take longest; of these what every notebook must do, on a fresh one."""
    firsts = ("tests/browser/test_notebooks.py", "tests/browser/")
    items.sort(key=lambda item: [not item.nodeid.startswith(first) for first in firsts])
    found = config.stash.setdefault(FOUND, {})
    for item in items:
        weekly = is_weekly(item.nodeid)
        found.setdefault(item.nodeid.partition("[")[0], set()).add(weekly)
        if weekly:
            item.add_marker("weekly")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """With -n, what shares an opened notebook runs in one process, and what shares a file."""
    from xdist.scheduler import LoadScopeScheduling

    class ByNotebook(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file, _, test = nodeid.partition("::")
            shared = re.search(r"\[(\d\d(?:_\w+)?)\b", test)
            return shared[1] if shared and file.startswith("tests/browser/") else file

    config.option.loadscopereorder = False  # keep the order of pytest_collection_modifyitems
    return ByNotebook(config, log)


@pytest.fixture(scope="session")
def model():
    """The course model."""
    return models.load("pronouns")


@pytest.fixture(scope="session")
def minilm():
    return models.load("minilm")


@pytest.fixture(scope="session")
def translator():
    return models.load("translator")


@pytest.fixture(scope="session")
def writer():
    return models.load("writer")


@pytest.fixture(scope="session")
def browser():
    """Chromium; without one the tests that need it are skipped, but fail where CI is set."""
    try:
        with harness.chromium() as browser:
            yield browser
    except harness.ChromiumMissing as missing:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(missing))


@pytest.fixture(scope="session")
def lab(browser):
    """A running JupyterLab, shared by all tests. -> tests.lab.Lab"""
    with harness.Lab(browser) as lab:
        yield lab


@pytest.fixture
def open_notebook(lab):
    """open_notebook(path, **options) -> Notebook; closed at the end, and its page must have had no fault."""
    opened = []

    def open_notebook(path, **options):
        opened.append(lab.open(path, **options))
        return opened[-1]

    yield open_notebook
    for notebook in opened:
        notebook.close()
    for notebook in opened:
        assert not notebook.faults, notebook.faults
        assert not notebook.foreign, notebook.foreign
