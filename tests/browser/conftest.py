"""What the tests of one notebook each share: that notebook, run once in JupyterLab."""

import pytest


@pytest.fixture(scope="module")
def notebook(request, lab):
    """The notebook that the test file names NOTEBOOK; its page must have had no fault. -> tests.lab.Notebook"""
    with lab.open(request.module.NOTEBOOK) as notebook:
        notebook.run_all()
        yield notebook
        assert notebook.faults == [] and notebook.foreign == []
