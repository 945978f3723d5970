"""What only a notebook beside notebook 8 has: mistakes, one after the other, in a real JupyterLab."""

from pathlib import Path

import numpy as np

from helpers import models
from helpers.models.survey import survey_of

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "more" / "08_what_an_average_hides.ipynb"


def test_each_mistake_is_painted_with_the_lines_of_its_pronoun(notebook):
    survey, explorer = survey_of(models.load("pronouns")), notebook.explorer("explore_mistakes(")
    (picture,) = explorer.pictures
    for found in survey.mistakes(3)[1:]:
        explorer.control("wrong answer number").press("ArrowRight")
        sentence = survey.sentences[found["place"]]
        asked = survey.weights[found["place"]][1][:, sentence["pronoun"]]
        lines = {(line["head"], line["key"]): line["weight"] for line in picture.painted["lines"]}
        assert {line["query"] for line in picture.painted["lines"]} == {sentence["pronoun"]}
        assert set(lines) == {(head, key) for head, key in np.argwhere(asked >= 0.01).tolist()}
        assert all(np.isclose(weight, asked[place], atol=1e-5) for place, weight in lines.items())
