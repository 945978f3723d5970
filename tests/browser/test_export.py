"""What is exported shows its pictures without kernel and network: run for nobody, or saved by a learner."""

import subprocess
import sys

import pytest

from tests.lab import written

CELLS = [
    """from helpers import explorers, frames, models, pictures
from helpers.exercises import check, compare, exercise, predict, show_progress""",
    "explorers.explore_own_query()",
    "pictures.draw(frames.MatrixFrame([frames.Panel([[0.9, 0.1]], 'it')], badge='hand-set'))",
    "predict('what-moves')",
    "exercise('score-one-pair')",
    "check('score-one-pair', lambda q, k: q)",
    "show_progress(3)",
]
LOOK = """() => [...document.querySelectorAll('.jp-CodeCell')].map((cell) => {
  const outputs = [...cell.querySelectorAll('.jp-OutputArea-output')];
  const images = [...cell.querySelectorAll('.jp-OutputArea-output img')];
  return {
    height: outputs.reduce((sum, one) => sum + one.getBoundingClientRect().height, 0),
    words: outputs.map((one) => one.innerText).join(' '),
    images: images.map((one) => ({ alt: one.alt, wide: one.complete ? one.naturalWidth : 0 })),
  };
})"""


@pytest.fixture
def look(browser, tmp_path):
    """Export a notebook with nbconvert and open the page without a network. -> what each code cell shows"""

    def export(path, *more):
        to_html = [sys.executable, "-m", "nbconvert", "--to", "html", *more, path.name]
        subprocess.run(to_html, cwd=path.parent, check=True, capture_output=True)
        context = browser.new_context(offline=True)
        try:
            page = context.new_page()
            page.goto(path.with_suffix(".html").as_uri())
            return page.evaluate(LOOK)
        finally:
            context.close()

    return export


def test_an_exported_run_shows_every_picture_and_every_question(look, tmp_path):
    names, explorer, picture, question, card, verdict, panel = look(
        written(tmp_path / "run.ipynb", CELLS), "--execute"
    )
    for one in (explorer, picture):
        (image,) = one["images"]
        assert image["wide"] > 200 and len(image["alt"]) > 40
    assert "it: 1 × 2 weights, largest row 1 → column 1 0.90" in picture["images"][0]["alt"]
    for one, words in (
        (question, "Predict:"),
        (card, "Exercise 3."),
        (verdict, "Not yet."),
        (panel, "predictions"),
    ):
        assert words in one["words"] and one["height"] > 10


def test_a_learners_saved_copy_shows_words_in_the_place_of_every_live_picture(look, lab, tmp_path):
    with lab.open(written(tmp_path / "saved.ipynb", CELLS)) as notebook:
        notebook.run_all()
        notebook.js("await panel.context.save()")
        saved = lab.folder / notebook.place
        names, *shown = look(saved)
    assert all(one["height"] > 10 and len(one["words"]) > 40 for one in shown)
    assert "it: 1 × 2 weights, largest row 1 → column 1 0.90" in shown[1]["words"]


def test_a_saved_copy_holds_pictures_once_they_are_asked_for(look, lab, tmp_path):
    cells = ["from helpers.pictures import shown; shown.choose('both')", *CELLS[:3]]
    with lab.open(written(tmp_path / "both.ipynb", cells)) as notebook:
        notebook.run_all()
        assert notebook.explorer("explore_own_query").pictures
        notebook.js("await panel.context.save()")
        *_, explorer, picture = look(lab.folder / notebook.place)
    for one in (explorer, picture):
        assert [image["wide"] > 200 and len(image["alt"]) > 40 for image in one["images"]] == [True]
