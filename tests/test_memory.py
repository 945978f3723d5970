"""What a kernel keeps in memory: little enough for a class on one server (teaching/server.md)."""

import gc
import json
import sys
import weakref
from pathlib import Path

import pytest
from jupyter_client.manager import start_new_kernel

from helpers import models, pictures
from helpers.frames import MatrixFrame, Panel
from helpers.models.survey import survey_of
from tools import build_notebooks

PROJECT = Path(__file__).resolve().parents[1]

MOST = 150  # MB of 10⁶ bytes, as in tools/bench/classroom
ASK = """
import json, sys
import psutil
told = psutil.Process().memory_full_info()
loaded = {"matplotlib", "PIL", "seaborn", "scipy", "pandas"} & sys.modules.keys()
print(json.dumps([told.pss / 10**6, sorted(loaded)]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems count memory in other ways")
def test_a_live_kernel_with_notebook_8_is_small_and_loads_nothing_that_draws_stills():
    """Every cell, run as JupyterLab runs it, for somebody who sees live pictures."""
    (path,) = (PROJECT / "notebooks" / "source").glob("08_*.md")
    cells = [cell.source for cell in build_notebooks.read(path).cells if cell.cell_type == "code"]
    manager, client = start_new_kernel(cwd=str(PROJECT / "notebooks"))
    said = []

    def hear(message):
        assert message["msg_type"] != "error", message["content"]
        said.append(message["content"].get("text", ""))

    try:
        for code in [*cells, ASK]:
            client.execute_interactive(code, allow_stdin=True, output_hook=hear, timeout=120)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    used, loaded = json.loads("".join(said).splitlines()[-1])
    assert loaded == [] and used <= MOST


def test_a_picture_that_was_shown_lets_its_figure_go_and_makes_it_again(tmp_path):
    picture = pictures.draw(MatrixFrame([Panel([[0.9, 0.1, 0.0]], "it")], badge="hand-set"))
    figure = weakref.ref(picture.figure)
    before = picture.png
    picture._repr_mimebundle_()
    gc.collect()
    assert figure() is None
    assert [text.get_text() for text in picture.figure.texts if text.get_text() == "0.90"]
    picture.save(tmp_path / "one.pdf")
    assert picture.png == before and (tmp_path / "one.pdf").stat().st_size > 1000


def test_a_survey_answers_the_same_whether_it_kept_the_answer_or_not():
    survey = survey_of(models.load("pronouns"))
    without = [[(2, head)] for head in range(1, 9)]
    first = [survey.right(heads).tolist() for heads in without]
    outputs = survey.outputs(without[0]).copy()
    for _ in range(2):
        assert [survey.right(heads).tolist() for heads in reversed(without)] == first[::-1]
    assert (survey.outputs(without[0]) == outputs).all()
    with pytest.raises(ValueError, match="read-only"):
        survey.right()[0] = True
