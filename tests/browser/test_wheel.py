"""The wheel alone is the product: installed in an empty environment, elsewhere, it opens an explorer."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from tests import lab as harness
from tools.release import contents

PROJECT = Path(__file__).resolve().parents[2]
CELLS = [
    """import helpers
from helpers import explorers, models
from helpers.exercises import exercise, predict
tired = "The animal didn't cross the street because it was too tired."
helpers.__file__""",
    'explorers.explore_heads(models.load("pronouns"), {"tired": tired})',
    'predict("double-v")',
    'exercise("mix-values")',
]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A folder with the sdist, and the wheel that was built from it, as a release is built. -> Path"""
    if shutil.which("uv") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("building the wheel needs uv: pip install uv")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(["uv", "build", "--quiet", "--out-dir", folder, PROJECT], check=True)
    return folder


@pytest.fixture(scope="module")
def wheel(built):
    return next(built.glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """The Python of an environment that holds the wheel and what it depends on, and nothing else. -> Path"""
    folder = tmp_path_factory.mktemp("empty")
    subprocess.run(["uv", "venv", "--quiet", "--python", sys.executable, folder / "venv"], check=True)
    python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run(["uv", "pip", "install", "--quiet", "--python", python, wheel], check=True)
    return python


def test_wheel_and_sdist_hold_what_they_should_and_nothing_else(built):
    assert contents.faults(built) == []


def test_the_wheel_holds_all_that_the_helpers_read(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    for path in [*PROJECT.glob("helpers/**/*"), *PROJECT.glob("data/**/*")]:
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".md":
            name = path.relative_to(PROJECT).as_posix()
            assert (f"helpers/{name}" if name.startswith("data/") else name) in inside
    assert not [name for name in inside if name.startswith(("tests/", "tools/", "training/", "notebooks/"))]


def test_the_wheel_carries_the_notebooks_without_outputs_and_course_hands_them_out(wheel, python, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        carried = [one for one in archive.infolist() if one.filename.startswith("helpers/notebooks/")]
    ours = {path.relative_to(PROJECT).as_posix() for path in PROJECT.glob("notebooks/**/*.ipynb")}
    assert {one.filename.removeprefix("helpers/") for one in carried} == ours
    assert sum(one.compress_size for one in carried) < 500_000
    ask = [
        python,
        "-c",
        "from helpers import course; course.open_lab = print; course.main()",
        tmp_path / "mine",
    ]
    said = subprocess.run(ask, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert "01_meet_attention.ipynb True" in said
    assert {
        f"notebooks/{path.relative_to(tmp_path / 'mine').as_posix()}" for path in tmp_path.rglob("*.ipynb")
    } == ours
    help_of = subprocess.run(
        [python.with_name("course"), "--help"], capture_output=True, text=True, check=True
    )
    assert "--fresh 03" in help_of.stdout


def test_an_explorer_opens_in_an_empty_environment(python, browser, tmp_path, monkeypatch):
    monkeypatch.delenv("PYTHONPATH", raising=False)
    path = harness.written(tmp_path / "wheel.ipynb", CELLS)
    with harness.Lab(browser, python) as lab, lab.open(path) as page:
        page.run_all()
        assert str(PROJECT) not in page.python("helpers.__file__")
        explorer = page.explorer("explore_heads")
        frame = np.array(explorer.kernel("lambda it: it.frames[0].panels[0].values"))
        picture = explorer.pictures[0]
        picture.hover(*harness.explorer.middle(picture.painted["panels"][0], 3, 1))
        assert f"{frame[3, 1]:.2f}" in picture.readout
        assert "only z" in page.show(2).inner_text() and "Exercise 5.1" in page.show(3).inner_text()
        assert page.faults == [] and page.foreign == []
