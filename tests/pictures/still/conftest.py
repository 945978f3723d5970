import pytest

from helpers import style


@pytest.fixture
def projector():
    style.projector()
    yield
    style.projector(False)
