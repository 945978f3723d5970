"""What a kernel keeps in memory: little enough for a class on one server (teaching/server.md)."""

import gc
import json
import subprocess
import sys
import weakref

import pytest

from helpers import figures, models
from helpers.frames import MatrixFrame, Panel
from helpers.survey import survey_of

NOTEBOOK_8 = """
import json, sys
import psutil
from helpers import explorers, figures, frames, models
from helpers.exercises import check, compare, exercise, predict, show_progress
from helpers.survey import survey_of

tired = "The animal didn't cross the street because it was too tired."
survey = survey_of(models.load("pronouns"))
kept = [figures.draw(*frames.gallery(survey, tired)) for _ in range(3)]
for picture in kept:
    picture._repr_mimebundle_()
accuracy = [survey.accuracy([(2, head), (2, other)]) for head in range(1, 9) for other in range(1, head)]
print(json.dumps([psutil.Process().memory_full_info().uss / 2**20, "pandas" in sys.modules]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems count memory in other ways")
def test_what_notebook_8_keeps_is_small():
    run = subprocess.run([sys.executable, "-c", NOTEBOOK_8], capture_output=True, text=True, check=True)
    used, pandas = json.loads(run.stdout.splitlines()[-1])
    assert used < 150 and not pandas


def test_a_picture_that_was_shown_lets_its_figure_go_and_makes_it_again(tmp_path):
    picture = figures.draw(MatrixFrame([Panel([[0.9, 0.1, 0.0]], "it")], badge="hand-set"))
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
