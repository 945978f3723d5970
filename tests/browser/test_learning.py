"""What only notebook 9 has, in a real JupyterLab: a training to watch, the recorded one by keyboard."""

from pathlib import Path

import numpy as np

from helpers import models, style
from helpers.lessons.learning import game

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "09_watch_attention_being_learned.ipynb"
LEARNING, RECORDED = "explore_learning(", "explore_training("
IT = 9


def painted(picture, place, values, lit=None):
    """The colours of a panel's cells are those of the array; no border of a lit row is looked at."""
    picture.leave()
    found, wanted = picture.cell_colours(place).astype(int), style.colour_of(values, "weights").astype(int)
    plain = [row for row in range(len(values)) if lit is None or row not in (lit, lit + 1)]
    return np.abs(found - wanted)[plain].max() <= 2


WATCH_STEPS = """
    window.steps = []; // those that are told beside a picture
    window.watching = new MutationObserver(() => {
        const told = cells[argument].node.textContent.match(/step (\\d+) of 3000/);
        const drawn = cells[argument].node.querySelector(".hv-picture :is(svg, canvas)");
        if (told && drawn) steps.push(Number(told[1]));
    });
    watching.observe(document.body, { subtree: true, childList: true, characterData: true });
"""


def run(notebook, text):
    """Run the first cell that holds a text, until it is done or has failed."""
    place = notebook.find(text)
    notebook.show(place)
    notebook.js(
        "panel.content.deselectAll(); panel.content.activeCellIndex = argument;"
        "await jupyterapp.commands.execute('notebook:run-cell')",
        place,
    )
    notebook.settle()


def test_its_map_goes_from_even_to_right_when_the_steps_are_gone_through(notebook):
    explorer = notebook.explorer(LEARNING)
    seen = explorer.kernel("lambda it: {str(step): now for step, (now, _) in it.seen.items()}")
    x = np.array(notebook.python("x"))
    right = (x[:, np.newaxis, 6:12] * x[np.newaxis, :, :6]).sum(axis=-1)  # who is asked, and who it is
    first, last = np.array(seen["0"]), np.array(seen["3000"])
    assert first.max() < 0.25 and (last * right).sum(axis=1).min() > 0.8
    picture = explorer.pictures[0]
    assert painted(picture, 0, first) and painted(picture, 1, right)
    explorer.control("steps made").press("End")
    assert painted(picture, 0, last)
    explorer.control("steps made").press(*["ArrowLeft"] * 12)
    half = explorer.kernel("lambda it: it.state['moment']")
    assert painted(picture, 0, np.array(seen[str(half)]))
    explorer.control("Reset").click()
    assert painted(picture, 0, first)


def test_what_the_notebook_says_about_its_own_training(notebook):
    told = notebook.python(
        "dict(losses=learning.losses, hits=hits, table=table,"
        " seen=[[now[right].mean(), np.diag(V[12:]).mean(),"
        " (now.argmax(axis=1) == right.argmax(axis=1)).sum()] for now, V in learning.seen.values()])"
    )
    means = np.array(told["losses"])[100:2100].reshape(8, 250).mean(axis=1)
    where, what, found = np.array(told["seen"]).T
    assert what[where < 0.2].max() > 0.9 and what[0] < 0.2  # what to hand over first, where to look later
    x, _, target = game.deal(np.random.default_rng(0), 1000)
    evenly = np.mean((x[:, :, 12:].mean(axis=1, keepdims=True) - target) ** 2)
    assert abs(means[1] - evenly) < 0.05 and means[-1] < 0.05  # it waits there
    assert found[where < 0.21].max() >= 4  # most rows are right while weights are nearly even
    assert told["hits"] > 0.99
    asks, names = np.array(told["table"])[6:12, :6], np.eye(6, dtype=bool)
    assert asks[names].min() > 3 * np.abs(asks[~names]).mean() and (asks.argmax(axis=1) == range(6)).all()


def test_it_is_seen_while_it_trains_and_begins_again_at_the_start(notebook):
    before = notebook.explorer(LEARNING).kernel("lambda it: it.seen[0]")
    notebook.js(WATCH_STEPS, notebook.find(LEARNING))
    run(notebook, LEARNING)
    steps = notebook.js("watching.disconnect(); return window.steps")
    assert any(0 < step < 3000 for step in steps) and steps == sorted(steps)
    explorer = notebook.explorer(LEARNING)
    assert explorer.kernel("lambda it: it.seen[0]") == before
    assert explorer.kernel("lambda it: [len(it.losses), it.bar.value]") == [3000, 3000]
    assert len(explorer.pictures) == 2 and explorer.element.query_selector(".widget-hprogress") is None


def test_a_rate_that_is_too_large_is_said_in_one_sentence_and_nothing_is_lost(notebook):
    notebook.python("None", before="step.__defaults__ = (20.0,)")
    run(notebook, LEARNING)
    (said,) = notebook.errors
    assert "the loss is no longer a number: the steps are too long. Choose a smaller rate" in said
    notebook.python("None", before="step.__defaults__ = (0.1,)")
    run(notebook, LEARNING)
    assert notebook.errors == [] and notebook.explorer(LEARNING).kernel("lambda it: it.losses[-1]") < 0.05


def test_the_recorded_training_is_painted_step_by_step(notebook):
    training, explorer = models.load("pronouns").training, notebook.explorer(RECORDED)
    heatmaps, curve = explorer.pictures
    for moment in (1, 2, 3):
        explorer.control("step of the training").press("ArrowRight")
        for place, name in enumerate(("tired", "wide")):
            assert painted(heatmaps, place, training[name][moment, 1, 0].astype(float), IT)
        assert np.isclose(curve.heights(0, 1)[0], training["loss"][moment], atol=0.05)
    explorer.control("head").press("ArrowRight")
    assert painted(heatmaps, 1, training["wide"][3, 1, 1].astype(float), IT)
    explorer.control("layer").click("1")
    assert painted(heatmaps, 0, training["tired"][3, 0, 1].astype(float), IT)
    explorer.control("Reset").click()
    assert painted(heatmaps, 0, training["tired"][0, 1, 0].astype(float), IT)
