"""What only notebook 1 has: head switches without the kernel, and a sentence typed by the reader."""

from pathlib import Path

import numpy as np
import pytest

from tests.lab.access import judge

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "01_meet_attention.ipynb"


@pytest.fixture
def meeting(notebook):
    place = next(place for place, cell in enumerate(notebook.cells) if "explore_meeting" in cell["source"])
    explorer = next(one for one in notebook.explorers if one.place == place)
    explorer.control("Reset").click()
    return explorer


def weights(meeting):
    return np.array(meeting.kernel("lambda it: it.frames[0].weights"))


def test_heads_switch_and_words_answer_while_the_kernel_is_busy(notebook, meeting):
    expected, picture = weights(meeting), meeting.pictures[0]
    with notebook.busy():
        picture.root.query_selector("button:has-text('none')").click()
        picture.root.query_selector("button:has-text('head 5')").click()
        notebook.paint()
        painted = picture.painted
        assert notebook.is_busy
    assert painted["shown"] == [4] and painted["chosen"]["at"] == 9
    shown = {line["key"]: line["weight"] for line in painted["lines"]}
    assert set(shown) == set(np.flatnonzero(expected[4, 9] >= 0.01))
    assert np.allclose([shown[key] for key in shown], [expected[4, 9, key] for key in shown], atol=1e-6)


def test_a_typed_sentence_is_drawn_and_bad_ones_are_said_and_stay_text(notebook, meeting):
    field, picture = meeting.control("or your own sentence"), meeting.pictures[0]
    field.fill("The street was wide.")
    assert "wide" in picture.readout or picture.painted["lines"]
    assert meeting.kernel("lambda it: it.frames[0].tokens") == ["The", "street", "was", "wide", "."]
    field.fill("The cat was tired because it was old.")
    assert "it = cat " in picture.root.inner_text()
    good = picture.fingerprint
    field.fill("<img src=x onerror=alert(1)> street")
    assert "does not know the word '<'" in meeting.message
    field.fill("The stret was wide.")
    assert "does not know the word 'stret'" in meeting.message and "street" in meeting.message
    assert picture.fingerprint == good
    assert not meeting.element.query_selector_all("img")


def test_a_guess_made_on_the_page_reaches_its_comparison(notebook):
    cells = notebook.cells
    asked = next(place for place, cell in enumerate(cells) if 'predict("rnn-way-back")' in cell["source"])
    told = next(place for place, cell in enumerate(cells) if 'compare("rnn-way-back"' in cell["source"])
    notebook.show(asked).query_selector("label:has-text('in 3 steps')").click()
    notebook.settle()
    said = notebook.show(told).inner_text()
    assert "You guessed: in 3 steps. Computed: it never gets there." in said


def test_axe_would_find_a_button_without_a_name_and_pale_text(notebook, meeting):
    plant = """(cell) => {
      const [nameless, pale] = [document.createElement("button"), document.createElement("p")];
      Object.assign(pale, { textContent: "hardly to be read", style: "color: #999; background: #fff" });
      cell.querySelector(".hv-explorer").append(nameless, pale);
      return [nameless, pale];
    }"""
    planted = meeting.element.evaluate_handle(plant)
    try:
        faults = judge(notebook, [meeting.place])[meeting.place]["faults"]
    finally:
        planted.evaluate("(planted) => planted.forEach((one) => one.remove())")
    assert sorted(fault.split()[0] for fault in faults) == ["button-name", "color-contrast"]
    assert judge(notebook, [meeting.place])[meeting.place]["faults"] == []
