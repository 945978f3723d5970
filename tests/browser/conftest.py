"""What the tests of notebooks share: each notebook, run once in JupyterLab for all tests that ask for it."""

import pytest

from tools.notebooks import is_more


def pytest_generate_tests(metafunc):
    """A test file names the notebook that its tests ask for NOTEBOOK, or several NOTEBOOKS."""
    named = getattr(metafunc.module, "NOTEBOOKS", [getattr(metafunc.module, "NOTEBOOK", None)])
    marked = [mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")]
    if named != [None] and "notebook" in metafunc.fixturenames and "notebook" not in marked:
        metafunc.parametrize("notebook", named, ids=short, indirect=True, scope="session")


def short(path):
    """The number of a core notebook, the name of one in more/: what tests of one notebook share."""
    return path.stem if is_more(path) else path.stem[:2]


@pytest.fixture(scope="session")
def notebook(request, lab):
    """A notebook after Run All, as the tests before left it; its page has no fault. -> Notebook"""
    with lab.open(request.param) as notebook:
        notebook.run_all()
        yield notebook
        assert notebook.faults == [] and notebook.foreign == []
