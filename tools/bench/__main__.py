"""Measure everything in one run and print it as a table, with the bars that it must reach.

uv run --group bench python -m tools.bench            a few minutes; leave the machine alone meanwhile
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import numpy as np

from tests import lab as harness
from tools.bench.cells import CELLS

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"

# From a real key press or pointer move (its own time stamp) until a frame with the new picture is drawn:
# a message that a frame sends to itself arrives when the frame is done.
STOPWATCH = """
window.arm = (event, changed) => {
  window.lap = new Promise((done) => document.addEventListener(event, ({ timeStamp }) => {
    window.linked = undefined;
    const before = changed();
    const drawn = new MessageChannel();
    drawn.port1.onmessage = () => changed() === before ? look() : done(performance.now() - timeStamp);
    const look = () => requestAnimationFrame(() => drawn.port2.postMessage(null));
    look();
  }, { capture: true, once: true }));
};
"""
NODE = "jupyterapp.shell.currentWidget.content.widgets[%d].node"
TEXT = "() => %s.querySelector('.widget-interact .jp-OutputArea-output')?.textContent ?? ''"
IMAGE = """() => {
  const image = %s.querySelector('.widget-interact img');
  return image?.complete ? image.src : window.last_image;
}"""
ALL_PAINTED = """() => { // another value once every picture of the cell has been painted again
  const now = [...%s.querySelectorAll('.hv-root')].map((root) => root.painted);
  window.linked ??= now;
  if (now.every((painted, at) => painted !== window.linked[at])) window.linked = now;
  return window.linked;
}"""
PAINTED = "() => %s.querySelector('.hv-root').painted"


def slide(notebook, place, changed, events):
    """Move the slider of a cell by one step at a time. -> list of milliseconds"""
    element = notebook.show(place)
    element.wait_for_selector(".noUi-handle")
    handle = element.query_selector(".noUi-handle")
    laps = []
    for number in range(events + 2):  # two to warm up
        notebook.settle()
        handle.focus()
        notebook.page.evaluate(f"window.last_image = {NODE % place}.querySelector('img')?.src")
        notebook.page.evaluate(f"arm('keydown', {changed % (NODE % place)})")
        notebook.page.keyboard.press("ArrowLeft" if number % 2 else "ArrowRight")
        laps.append(notebook.page.evaluate("lap"))
    return laps[2:]


def in_turns(notebook, kinds, events, together=6):
    """Move the sliders of several cells, a few steps each, as many up as down, again and again. -> a list for each"""
    laps = [[] for _ in kinds]
    while len(laps[0]) < events:
        for found, (place, changed) in zip(laps, kinds, strict=True):
            found += slide(notebook, place, changed, together)
    return laps


def hover(notebook, place, events):
    """Move the pointer from cell to cell of the heatmaps. -> list of milliseconds"""
    picture = harness.Explorer(notebook, place).pictures[0]
    panels = picture.painted["panels"]
    rng = np.random.default_rng(1)
    picture.drawing.scroll_into_view_if_needed()
    notebook.settle()
    box = picture.drawing.bounding_box()
    laps, before = [], None
    while len(laps) < events + 2:
        panel = panels[rng.integers(len(panels))]
        cell = [int(part) for part in rng.integers(14, size=2)]
        x = box["x"] + panel["x"] + (cell[1] + 0.5) * panel["cell_width"]
        y = box["y"] + panel["y"] + (cell[0] + 0.5) * panel["cell_height"]
        if y > notebook.page.viewport_size["height"] - 40 or (panel["place"], *cell) == before:
            continue
        before = (panel["place"], *cell)
        notebook.page.evaluate(f"arm('pointermove', {PAINTED % (NODE % place)})")
        notebook.page.mouse.move(x, y)
        laps.append(notebook.page.evaluate("lap"))
    return laps[2:]


def choose(notebook, place, events):
    """Click a cell of the heatmaps, so that all linked pictures choose its word. -> list of milliseconds"""
    picture = harness.Explorer(notebook, place).pictures[0]
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
        notebook.settle()
        notebook.page.evaluate(f"arm('click', {ALL_PAINTED % (NODE % place)})")
        notebook.page.mouse.click(x, y)
        laps.append(notebook.page.evaluate("lap"))
    return laps[2:]


def switch_heads(notebook, place, events):
    """Press a head's switch, so that it fades in all linked pictures. -> list of milliseconds"""
    element = notebook.show(place)
    element.wait_for_selector(".hv-head-switch")
    laps = []
    for number in range(events + 2):
        notebook.settle()
        notebook.page.evaluate(f"arm('click', {ALL_PAINTED % (NODE % place)})")
        element.query_selector_all(".hv-head-switch")[number // 2 % 8].evaluate("(part) => part.click()")
        laps.append(notebook.page.evaluate("lap"))
    return laps[2:]


def type_sentences(notebook, place, events):
    """Type new sentences, until all pictures show what the model makes of them. -> list of milliseconds"""
    field = harness.Explorer(notebook, place).control("sentence").handle
    laps = []
    for number in range(events + 2):
        field.fill(f"The {number} old animals slept because they were too tired.")
        notebook.settle()
        notebook.page.evaluate(f"arm('keydown', {ALL_PAINTED % (NODE % place)})")
        field.press("Enter")
        laps.append(notebook.page.evaluate("lap"))
    return laps[2:]


def import_time(module, runs=9):
    """Time to import a module in a new Python. -> list of milliseconds"""
    return time_of(f"import {module}", "pass", runs)


def time_of(statement, before, runs=9):
    """Time of a statement in a new Python, after others that are not counted. -> list of milliseconds"""
    code = f"import time; {before}; begin = time.perf_counter(); {statement}; print(time.perf_counter() - begin)"
    laps = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for _ in range(runs + 1)
    ]
    return [1000 * float(lap) for lap in laps[1:]]


def line(what, laps, bar="", reached=None, unit="ms", digits=0):
    p95 = np.percentile(laps, 95) if len(laps) > 4 else None
    cells = [
        what,
        f"{statistics.median(laps):.{digits}f} {unit}",
        f"{p95:.{digits}f} {unit}" if p95 is not None else "",
        str(len(laps)),
        bar,
    ]
    print(
        "| " + " | ".join([*cells, "" if reached is None else "reached" if reached else "**missed**"]) + " |",
        flush=True,
    )


def sliders(lab, events, slow_events):
    """Rows for the sliders and the pointer."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.ipynb"
        written = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code.strip()) for code in CELLS])
        written.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(written, path)
        with lab.open(path, height=1400) as notebook:
            notebook.run_all()
            notebook.page.evaluate(STOPWATCH)
            # In turns, because a message now and then waits some 40 ms for the one before it to be
            # acknowledged (JupyterLab's server leaves Nagle's algorithm on): each kind must meet that alike.
            kinds = ((1, TEXT), (2, PAINTED), (4, ALL_PAINTED), (5, ALL_PAINTED))
            printed, ours, short, long = in_turns(notebook, kinds, events)
            line("slider → one printed line", printed)
            small, large = "3 linked pictures, 8 heads × 14 words", "3 linked pictures, 12 heads × 64 words"
            for what, laps, base, most in (
                ("8 heads × 14 words, our live heatmap", ours, printed, 1.5),
                (small, short, printed, 1.5),
                (large, long, short, 2),
            ):
                ratio = statistics.median(laps) / statistics.median(base)
                named = "the printed line" if base is printed else "8 heads × 14 words"
                line(f"slider → {what}", laps, f"{ratio:.2f} × {named} (at most {most})", ratio <= most)
            for place, what in ((4, small), (5, large)):
                for how, laps in (
                    ("click a cell", choose(notebook, place, events)),
                    ("switch a head", switch_heads(notebook, place, events)),
                ):
                    ratio = statistics.median(laps) / statistics.median(printed)
                    bar = f"{ratio:.2f} × the printed line (at most 1.5)"
                    line(f"{how} → {what}, no kernel", laps, bar, ratio <= 1.5)
            typed = type_sentences(notebook, 6, events)
            line("new sentence typed → MiniLM's 3 pictures", typed, "median at most 100 ms", statistics.median(typed) <= 100)
            slow = slide(notebook, 3, IMAGE, slow_events)
            ratio = statistics.median(slow) / statistics.median(ours)
            line(
                "slider → the same, `interact` + `seaborn.heatmap`",
                slow,
                f"{ratio:.0f} × our live heatmap (at least 50)",
                ratio >= 50,
            )
            hovered = hover(notebook, 2, events)
            line(
                "pointer → highlight and readout",
                hovered,
                "p95 at most 20 ms",
                np.percentile(hovered, 95) <= 20,
                digits=1,
            )


def notebooks(lab):
    """A row for each notebook."""
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        with lab.open(path) as notebook:
            took = notebook.run_all(fresh=True)
        line(f"Run All, kernel start included: {path.stem}", [took], "at most 10 s", took <= 10, "s", 1)


def imports():
    """Rows for what a first cell costs."""
    seaborn = import_time("seaborn")
    line("import seaborn", seaborn)
    ours = import_time("helpers")
    ratio = statistics.median(ours) / statistics.median(seaborn)
    line("import helpers", ours, f"{ratio:.3f} × seaborn (at most 0.3)", ratio <= 0.3, digits=1)
    for name in ("pronouns", "minilm", "translator"):
        took = time_of(f"models.load({name!r})", "from helpers import models")
        line(f"load {name}", took, "at most 1 s", statistics.median(took) <= 1000)
    everything = import_time(
        "helpers.explorers, helpers.figures, helpers.frames, helpers.models, helpers.exercises"
    )
    line(
        "import all of helpers, as a notebook does",
        everything,
        f"{statistics.median(everything) / statistics.median(seaborn):.2f} × seaborn",
    )


def main():
    parts = ("sliders", "notebooks", "imports")
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("parts", nargs="*", help=f"which of {', '.join(parts)}; all by default")
    ask.add_argument("--events", type=int, default=25)
    ask.add_argument("--slow-events", type=int, default=7, help="for seaborn, which takes seconds for each")
    given = ask.parse_args()
    chosen = given.parts or parts
    if not set(chosen) <= set(parts):
        ask.error(f"choose from {', '.join(parts)}")
    print("| what | median | p95 | events | bar | |\n|---|---|---|---|---|---|", flush=True)
    if {"sliders", "notebooks"} & set(chosen):
        with harness.running() as lab:
            if "sliders" in chosen:
                sliders(lab, given.events, given.slow_events)
            if "notebooks" in chosen:
                notebooks(lab)
    if "imports" in chosen:
        imports()


if __name__ == "__main__":
    main()
