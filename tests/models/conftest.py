"""Opened models, and folders in which a file differs."""

import json
import shutil

import pytest

from helpers import models
from tests.models.folders import FAMILIES, OPENED, SHORT


@pytest.fixture(scope="session")
def opened():
    """A model of each family. -> dict of its name: Opened"""
    return {name: models.open(OPENED / name) for name in FAMILIES}


@pytest.fixture
def changed(tmp_path):
    """changed(family, file=what to write, or None: no file, …) -> a folder as the family's, but for these"""

    def make(family, **files):
        folder = shutil.copytree(OPENED / family, tmp_path / str(len(list(tmp_path.iterdir()))))
        for name, content in files.items():
            path = folder / SHORT.get(name, name)
            if content is None:
                path.unlink()
            elif isinstance(content, bytes):
                path.write_bytes(content)
            else:
                path.write_text(content if isinstance(content, str) else json.dumps(content), "utf8")
        return folder

    return make
