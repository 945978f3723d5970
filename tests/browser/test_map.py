"""The map leads: a click or a key on a step opens its notebook in JupyterLab, and axe-core finds no fault."""

import pytest

from tests.lab import access, written
from tools import notebooks

CELLS = [
    "from helpers import frames, pictures\npictures.draw(frames.the_way(3))",
    "pictures.draw(frames.the_layer())",
    "pictures.draw(frames.the_way_back(['grad_z']))",
]
OPEN = """() => [...jupyterapp.shell.widgets("main")].map((one) => one.context?.path).filter(Boolean)"""
SHOWN = "path => jupyterapp.shell.currentWidget?.context?.path === path"


@pytest.fixture(scope="module")
def notebook(lab, tmp_path_factory):
    with lab.open(written(tmp_path_factory.mktemp("map") / "map.ipynb", CELLS)) as notebook:
        for path in notebooks.CORE:  # that there is one of this name is all that is asked
            written((lab.folder / notebook.place).parent / path.name, ["1"])
        notebook.run_all()
        yield notebook
        assert notebook.faults == [] and notebook.foreign == []


def link(notebook, words):
    return notebook.show(0).query_selector(f".hv-map-step[aria-label='{words}']")


def opened(notebook, name):
    """Wait until a notebook is in front, then bring back the one with the map."""
    path = f"{notebook.place.rpartition('/')[0]}/{name}"
    notebook.page.wait_for_function(SHOWN, arg=path)
    notebook.js("jupyterapp.shell.activateById(panel.id); await panel.revealed")
    notebook.page.wait_for_function(SHOWN, arg=notebook.place)
    notebook.paint()
    return path in notebook.page.evaluate(OPEN)


@pytest.mark.parametrize(
    "words, name",
    [
        ("Notebook 4: weights", "04_scale_then_softmax.ipynb"),
        ("Notebook 9: where W come from", "09_watch_attention_being_learned.ipynb"),
        ("Notebook 6: all words at once", "06_do_it_all_at_once_with_matrices.ipynb"),
    ],
)
def test_a_click_opens_the_notebook_of_a_step(notebook, words, name):
    part = link(notebook, words)
    part.scroll_into_view_if_needed()
    part.query_selector("text").click()
    assert opened(notebook, name)


def test_the_keyboard_does_too(notebook):
    first = link(notebook, "Notebook 1: words")
    first.focus()
    for _ in range(2):
        notebook.page.keyboard.press("Tab")
    notebook.page.keyboard.press("ArrowRight")
    label = notebook.page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert label == "Notebook 2: k"
    readout = notebook.show(0).query_selector(".hv-readout")
    notebook.paint()
    assert readout.inner_text() == "k: the key: what a word offers (notebook 2)"
    notebook.page.keyboard.press("Enter")
    assert opened(notebook, "02_make_queries_keys_and_values.ipynb")


def test_the_lit_steps_say_so(notebook):
    lit = notebook.show(0).query_selector_all("[aria-current=step]")
    labels = [part.get_attribute("aria-label") for part in lit]
    assert labels == ["Notebook 2: q", "Notebook 2: k", "Notebook 3: scores"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_fault(notebook, theme):
    notebook.theme(theme)
    for place, told in access.judge(notebook, range(len(CELLS))).items():
        assert told["faults"] == [], place
        assert told["parts"], place
    notebook.theme("light")
