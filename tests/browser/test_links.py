"""Linked pictures in JupyterLab: what one points at, chooses or switches, all do, kernel or no kernel."""

import contextlib
import itertools

import pytest

from helpers import models
from tests.lab import written
from tests.sentences import TIRED

IT, STREET, TOO = 9, 7, 11
START = f"""from helpers import explorers, models
model = models.load("pronouns")
sentences = {{"tired": {TIRED!r}, "wide": {TIRED.replace("tired", "wide")!r}}}"""
CELLS = [START, "explorers.explore_reading(model, sentences)", "explorers.explore_reading(model, sentences)"]
SENT = """window.sent = [];
kernel.anyMessage.connect((_, { direction, msg }) => {
  if (direction === 'send') window.sent.push(msg.header.msg_type);
});"""
CHOSEN = "lambda it: [list(view.selected) for view in it.views]"
SHOWN = "lambda it: [list(view.shown) for view in it.views]"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return written(tmp_path_factory.mktemp("links") / "links.ipynb", CELLS)


@pytest.fixture(scope="module")
def notebook(lab, path):
    with lab.open(path) as notebook:
        notebook.run_all()
        notebook.js(SENT)
        yield notebook
        assert notebook.faults == [] and notebook.foreign == []


@pytest.fixture
def explorer(notebook):
    first, second = notebook.explorers
    first.click("all")
    yield first
    assert second.kernel("lambda it: [it.state['asks'], [list(view.shown) for view in it.views[::2]]]") == [
        IT,
        [list(range(8))] * 2,
    ]
    first.control("Reset").click()
    first.pictures[0].leave()


@pytest.fixture(scope="module")
def weights():
    return models.load("pronouns").attention(TIRED)[1]


def word(picture, side, at):
    painted = picture.painted
    return painted["left"] - 12 if side == "query" else painted["right"] + 12, painted["header"] + (
        at + 0.5
    ) * painted["row"] - painted["top"]


def switch(explorer, head):
    explorer.pictures[2].root.query_selector_all(".hv-head-switch")[head - 1].press("Enter")
    explorer.notebook.paint()


@pytest.mark.parametrize("busy", [False, True])
def test_pointing_shows_the_word_everywhere_and_sends_nothing(explorer, weights, busy):
    notebook, (maps, digits, lines) = explorer.notebook, explorer.pictures
    with notebook.busy() if busy else contextlib.nullcontext():
        notebook.js("window.sent = []")
        maps.hover(*maps.middle(4, STREET, 8))  # head 5: street asks because
        assert lines.painted["chosen"] == {"side": "query", "at": STREET}
        assert (
            digits.painted["pages"] == [STREET]
            and digits.painted["panels"][0]["title_text"] == "“street” asks"
        )
        assert digits.painted["lit"] == [[0, 4, 8]] and f"{weights[4, STREET, 8]:.2f}" in digits.readout
        lines.hover(*word(lines, "key", 1))
        assert maps.painted["lit"] == [[head, -1, 1] for head in range(8)]
        assert digits.painted["lit"] == [[0, -1, 1]] and digits.painted["pages"] == [IT]
        digits.hover(*digits.middle(0, 5, 12))  # head 6: it asks tired
        assert maps.painted["lit"] == [[head, IT, 12] for head in range(8)]
        assert lines.painted["chosen"] == {"side": "query", "at": IT}
        maps.press("ArrowDown", "ArrowDown")
        assert notebook.js("return window.sent") == []
    assert explorer.kernel(CHOSEN) == [[0, IT, -1], [], [IT]]


def test_a_click_in_any_picture_chooses_in_all_and_in_python(explorer):
    notebook, (maps, digits, lines) = explorer.notebook, explorer.pictures
    for picture, place, asks, chosen in (
        (maps, maps.middle(2, TOO, 4), TOO, [[2, TOO, 4], [0, 2, 4], [TOO]]),
        (lines, word(lines, "query", STREET), STREET, [[0, STREET, -1], [], [STREET]]),
        (digits, digits.middle(0, 6, 1), STREET, [[6, STREET, 1], [0, 6, 1], [STREET]]),
    ):
        picture.click(*place)
        picture.leave()
        notebook.settle()
        assert explorer.kernel(CHOSEN) == chosen
        assert explorer.kernel("lambda it: it.state['asks']") == asks
        assert explorer.control("word that asks").readout == ("street" if asks == STREET else "too")
        assert digits.painted["pages"] == [asks] and lines.painted["chosen"] == {"side": "query", "at": asks}
        assert [chosen[0][0], asks] == maps.painted["lit"][chosen[0][0]][:2]


def test_the_control_chooses_in_all_pictures(explorer):
    maps, digits, lines = explorer.pictures
    explorer.control("word that asks").press("ArrowRight")
    assert maps.painted["lit"] == [[head, IT + 1, -1] for head in range(8)]
    assert digits.painted["pages"] == [IT + 1] and lines.painted["chosen"] == {"side": "query", "at": IT + 1}


def test_everything_works_by_keyboard(explorer):
    notebook, (maps, digits, lines) = explorer.notebook, explorer.pictures
    lines.press("Home", "ArrowDown", "Enter")
    notebook.settle()
    assert explorer.kernel("lambda it: it.state['asks']") == 1 and digits.painted["pages"] == [1]
    maps.press("ArrowDown", "PageDown", "h")
    notebook.settle()
    assert explorer.kernel(SHOWN) == [[1]] * 3
    digits.press("Home", "End", "ArrowDown", "Enter", "h")  # the first key goes to the first cell
    notebook.settle()
    assert (
        explorer.kernel(CHOSEN) == [[1, 1, 13], [0, 1, 13], [1]]
        and explorer.kernel(SHOWN) == [list(range(8))] * 3
    )
    digits.press("Escape")
    notebook.settle()
    assert explorer.kernel(CHOSEN) == [[], [], []]


def test_heads_and_choices_made_while_the_kernel_is_busy_reach_it_later(explorer):
    notebook, (maps, digits, lines) = explorer.notebook, explorer.pictures
    with notebook.busy():
        switch(explorer, 3)
        switch(explorer, 6)
        maps.click(*maps.middle(0, TOO, 1))
        maps.leave()
        assert [one["faint"] for one in maps.painted["panels"]] == [head in (2, 5) for head in range(8)]
        assert digits.painted["panels"][0]["faint_rows"] == [2, 5] and digits.painted["pages"] == [TOO]
        assert {line["head"] for line in lines.painted["lines"]} <= {0, 1, 3, 4, 6, 7}
        assert lines.painted["chosen"] == {"side": "query", "at": TOO}
    assert explorer.kernel(SHOWN) == [[0, 1, 3, 4, 6, 7]] * 3
    assert explorer.kernel(CHOSEN) == [[0, TOO, 1], [0, 0, 1], [TOO]]


def test_pictures_stand_side_by_side_where_there_is_room(explorer):
    page, size = explorer.notebook.page, explorer.notebook.page.viewport_size
    try:
        for width, rows in ((2300, [0, 0, 0]), (1900, [0, 0, 1]), (1400, [0, 1, 1]), (1000, [0, 1, 2])):
            page.set_viewport_size({"width": width, "height": size["height"]})
            explorer.notebook.paint()
            boxes = [picture.root.bounding_box() for picture in explorer.pictures]
            tops = sorted({box["y"] for box in boxes})
            assert [tops.index(box["y"]) for box in boxes] == rows
            for one, other in itertools.pairwise(boxes):  # none covers the next
                assert one["y"] + one["height"] <= other["y"] or one["x"] + one["width"] <= other["x"]
            assert explorer.element.evaluate("(cell) => cell.scrollWidth <= cell.clientWidth + 1")
    finally:
        page.set_viewport_size(size)
        explorer.notebook.paint()


def test_pictures_work_on_when_the_kernel_is_gone_and_leave_no_listener_behind(lab, path):
    with lab.open(path) as notebook:
        notebook.run_all()
        explorer, other = notebook.explorers
        explorer.click("all")
        maps, digits, lines = explorer.pictures
        notebook.js("await panel.sessionContext.shutdown()")
        lines.hover(*word(lines, "query", 4))
        assert maps.painted["lit"] == [[head, 4, -1] for head in range(8)] and digits.painted["pages"] == [4]
        maps.click(*maps.middle(3, STREET, 2))
        switch(explorer, 1)
        maps.leave()
        assert lines.painted["chosen"] == {"side": "query", "at": STREET} and digits.painted["pages"] == [
            STREET
        ]
        assert [one["faint"] for one in maps.painted["panels"]] == [True] + [False] * 7
        assert digits.painted["panels"][0]["faint_rows"] == [0]
        assert len(listeners(notebook)) == 6
        notebook.js("cells[argument].outputArea.model.clear()", other.place)
        notebook.paint()
        assert len(listeners(notebook)) == 3


def listeners(notebook):
    """What listens on the page for linked views."""
    devtools = notebook.page.context.new_cdp_session(notebook.page)
    page = devtools.send("Runtime.evaluate", {"expression": "document"})["result"]["objectId"]
    found = devtools.send("DOMDebugger.getEventListeners", {"objectId": page})["listeners"]
    devtools.detach()
    return [one for one in found if one["type"] == "hv-link"]
