"""What only notebook 9 has, in a real JupyterLab: a training that is watched, and the recorded one by keyboard."""

from pathlib import Path

import numpy as np
import pytest

from helpers import models, style

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "09_watch_attention_being_learned.ipynb"
IT = 9


@pytest.fixture(scope="module")
def notebook(lab):
    with lab.open(NOTEBOOK) as notebook:
        notebook.run_all()
        yield notebook
        assert notebook.faults == [] and notebook.foreign == []


def painted(picture, place, values):
    """The colours of a panel's cells against those of the array, where no border lies."""
    picture.leave()
    found, wanted = picture.cell_colours(place).astype(int), style.colour_of(values, "weights").astype(int)
    plain = np.ones(len(values), bool)
    plain[[IT, IT + 1] if len(values) > IT else []] = False
    return np.abs(found - wanted)[plain].max() <= 2


def test_the_layer_is_trained_and_its_map_goes_from_even_to_right(notebook):
    explorer = notebook.explorer("explore_learning(")
    seen = explorer.kernel("lambda it: {str(step): now.tolist() for step, (now, _) in it.seen.items()}")
    right = np.array(explorer.kernel("lambda it: it.frames[0].panels[1].values"))
    first, last = np.array(seen["0"]), np.array(seen["3000"])
    assert first.max() < 0.25 and (last.argmax(axis=1) == right.argmax(axis=1)).all()
    picture = explorer.pictures[0]
    assert painted(picture, 0, first)
    explorer.control("steps made").press("End")
    assert painted(picture, 0, last) and painted(picture, 1, right)
    explorer.control("Reset").click()
    assert painted(picture, 0, first)


def test_when_it_has_trained_only_the_explorer_stays(notebook):
    explorer = notebook.explorer("explore_learning(")
    assert explorer.kernel("lambda it: [len(it.losses), it.bar.value, it.told.value[:17]]") == [3000, 3000, "step 3000 of 3000"]
    assert len(explorer.pictures) == 2


def test_the_recorded_training_is_painted_step_by_step(notebook):
    training, explorer = models.load("pronouns").training, notebook.explorer("explore_training(")
    heatmaps = explorer.pictures[0]
    for moment in (1, 2, 3):
        explorer.control("step of the training").press("ArrowRight")
        for place, name in enumerate(("tired", "wide")):
            assert painted(heatmaps, place, training[name][moment, 1, 0].astype(float))
    explorer.control("head").press("ArrowRight")
    assert painted(heatmaps, 1, training["wide"][3, 1, 1].astype(float))
    explorer.control("Reset").click()
    assert painted(heatmaps, 0, training["tired"][0, 1, 0].astype(float))
