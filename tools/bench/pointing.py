"""What else moves a picture: pointing, clicking, switching heads, typing, and many words."""

import numpy as np

from tests.lab import Explorer
from tools.bench.clock import PAINTED, TEXT, in_turns, open_cells, painted, timed
from tools.bench.course import PRINTED, interact, mover
from tools.bench.keys import move
from tools.bench.table import Row, amount, ratio

SUBJECT = "Pointing, clicking and typing, and pictures of many words"
SET_UP = """
import ipywidgets
from helpers import explorers, models

model = models.load("pronouns")
sentence = "The animal didn't cross the street because it was too tired."
"""
HEADS = 'explorers.explore_heads(model, {"tired": sentence})'
READING = 'explorers.explore_reading(model, {"tired": sentence})'
LONG = """
import numpy as np
from helpers.attention import attention_weights
from helpers.explorers import Explorer
from helpers.frames import LinesFrame, MatrixFrame, Panel

words, names = tuple(f"w{at}" for at in range(64)), tuple(f"head {number}" for number in range(1, 13))
weights = attention_weights(3 * np.random.default_rng(0).normal(size=(12, 64, 64)))
pages = weights.swapaxes(0, 1)

def draw(asks):
    both = ("query", "key")
    maps = [Panel(one, names[at], words, words, links=both, head=at) for at, one in enumerate(weights)]
    more = dict(links=("head", "key"), pages=pages, page_titles=words)
    table = Panel(pages[asks], words[asks], names, words, **more)
    return (
        MatrixFrame(maps, badge="random", selected=(0, asks, -1)),
        MatrixFrame([table], badge="random"),
        LinesFrame(words, weights, names, selected=(asks,), badge="random"),
    )

places = [(word, at) for at, word in enumerate(words)]
asks = ipywidgets.SelectionSlider(options=places, value=9, description="asks")
Explorer(draw, {"asks": asks}, linked=True)
"""
TYPED = 'explorers.explore_real({"MiniLM": explorers.open_model("minilm")}, sentence, layer=4)'
CELLS = [SET_UP, PRINTED, HEADS, READING, LONG, TYPED]
READS, TYPES = CELLS.index(READING), CELLS.index(TYPED)


def hover(notebook, place, events):
    """Move the pointer from cell to cell of the heatmaps. -> list of milliseconds"""
    picture = Explorer(notebook, place).pictures[0]
    panels = picture.painted["panels"]
    rng = np.random.default_rng(1)
    picture.drawing.scroll_into_view_if_needed()
    notebook.settle()
    box = picture.drawing.bounding_box()
    laps, before = [], None
    while len(laps) < events + 2:
        panel = panels[rng.integers(len(panels))]
        row, column = (int(part) for part in rng.integers(14, size=2))
        x = box["x"] + panel["x"] + (column + 0.5) * panel["cell_width"]
        y = box["y"] + panel["y"] + (row + 0.5) * panel["cell_height"]
        if y > notebook.page.viewport_size["height"] - 40 or (panel["place"], row, column) == before:
            continue
        before = (panel["place"], row, column)
        laps.append(
            timed(notebook, "pointermove", PAINTED % place, lambda x=x, y=y: notebook.page.mouse.move(x, y))
        )
    return laps[2:]


def bare_frames(notebook, events):
    """Move the pointer where nothing listens. -> list of milliseconds until the next frame is done"""
    moves = [(200 + 3 * number, 10) for number in range(events)]
    return [
        timed(
            notebook,
            "pointermove",
            "() => (window.moves = (window.moves ?? 0) + 1)",
            lambda to=to: notebook.page.mouse.move(*to),
        )
        for to in moves
    ]


def choose(notebook, place, events):
    """Click a cell of the heatmaps, so that all linked pictures choose its word. -> list of milliseconds"""
    picture = Explorer(notebook, place).pictures[0]
    panel = picture.painted["panels"][0]
    rows = round(panel["height"] / panel["cell_height"])
    picture.drawing.scroll_into_view_if_needed()
    notebook.settle()
    box = picture.drawing.bounding_box()
    laps = []
    for number in range(events + 2):
        row = (5 * number + 1) % rows
        x = box["x"] + panel["x"] + 2.5 * panel["cell_width"]
        y = box["y"] + panel["y"] + (row + 0.5) * panel["cell_height"]
        notebook.page.mouse.move(x, y)
        laps.append(
            timed(notebook, "click", painted(place), lambda x=x, y=y: notebook.page.mouse.click(x, y))
        )
    return laps[2:]


def switch_heads(notebook, place, events):
    """Press a head's switch, so that it fades in all linked pictures. -> list of milliseconds"""
    element = notebook.show(place)
    element.wait_for_selector(".hv-head-switch")
    laps = []
    for number in range(events + 2):
        switch = element.query_selector_all(".hv-head-switch")[number // 2 % 8]
        laps.append(
            timed(
                notebook,
                "click",
                painted(place),
                lambda switch=switch: switch.evaluate("(part) => part.click()"),
            )
        )
    return laps[2:]


def type_sentences(notebook, place, events):
    """Type new sentences, until all pictures show what the model makes of them. -> list of milliseconds"""
    field = Explorer(notebook, place).control("sentence").handle
    laps = []
    for number in range(events + 2):
        field.fill(f"The {number} old animals slept because they were too tired.")
        laps.append(timed(notebook, "keydown", painted(place), lambda: field.press("Enter")))
    return laps[2:]


def rows(lab, events):
    with open_cells(lab, CELLS, height=1400) as notebook:
        notebook.run_all()
        for place in (READS, TYPES):
            Explorer(notebook, place).click(
                "all"
            )  # of its tabs: every picture is painted, the heatmaps first

        print_it = lambda times: move(notebook, lambda: interact(notebook, 1), TEXT % 1, times)  # noqa: E731
        works = [mover(Explorer(notebook, READS), "word that asks"), mover(Explorer(notebook, 4), "asks")]
        printed, short, long = in_turns([print_it, *works], events)
        small, large = "3 linked pictures, 8 heads × 14 words", "3 linked pictures, 12 heads × 64 words"
        yield Row("key press → one printed line", printed)
        yield _beside(f"key press → {small}", short, printed, "a printed line", 1.5)
        yield _beside(f"key press → {large}", long, short, "14 words", 2)
        for place, what in ((READS, small), (4, large)):
            yield _beside(
                f"click a cell → {what}, no kernel",
                choose(notebook, place, events),
                printed,
                "a printed line",
                1.5,
            )
            yield _beside(
                f"switch a head → {what}, no kernel",
                switch_heads(notebook, place, events),
                printed,
                "a printed line",
                1.5,
            )
        typed = type_sentences(notebook, TYPES, events)
        reached = np.median(typed) <= 100
        yield Row("new sentence typed → MiniLM's 3 pictures", typed, "", "median at most 100 ms", reached)
        hovered, bare = hover(notebook, 2, 4 * events), bare_frames(notebook, 4 * events)
        yield Row("pointer → nothing: the wait for a frame", bare)
        p95 = np.percentile(hovered, 95)
        yield Row(
            "pointer → highlight and digits", hovered, f"{ratio(hovered, bare)[1]} a bare frame",
            "95 % within 20 ms", p95 <= 20,
            short=f"Point at a cell → highlight and digits (95 % within {amount(p95, 'ms')})",
        )  # fmt: skip


def _beside(what, laps, base, name, most):
    times, words = ratio(laps, base)
    return Row(what, laps, f"{words} {name}", f"at most {most} ×", times <= most)
