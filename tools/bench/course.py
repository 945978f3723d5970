"""Every core notebook: Run All, and sliders of all its explorers beside a printed line and seaborn."""

import json
import re
import statistics
from pathlib import Path

from tests.lab import Explorer
from tools.bench.clock import IMAGE, STOPWATCH, TEXT, add_cell, in_turns, painted
from tools.bench.keys import first_that_paints, move
from tools.bench.table import Row, amount, ratio
from tools.notebooks import CORE, MORE

SUBJECT = "Key press → painted picture, the first slider (or button) of every explorer"
RUN_ALL = "Run All, the kernel's start included"
SLOW = 3.0  # seconds for the moves of one seaborn picture
LONGEST, ALL = 5, 45  # seconds that Run All may take, of each notebook and of all together

PRINTED = """
import ipywidgets
def say(divisor):
    print(f"the divisor is {divisor}")

slider = ipywidgets.FloatSlider(value=8, min=1, max=64, step=1, description="divide by")
ipywidgets.interact(say, divisor=slider);
"""

# What someone writes without the course: the same control, the same numbers, a heatmap of seaborn for each
# matrix. Lines and curves are left out, digits where ours shows them only under the pointer, and matrices
# after the 24th.
SEABORN = """
import ipywidgets
import matplotlib.pyplot as plt
import seaborn

def seaborn_beside(explorer, label, pictures):
    name, control = next((name, one) for name, one in explorer.controls.items() if one.description == label)
    known = ("options", "min", "max", "step", "value", "description", "continuous_update")
    control = type(control)(**{{one: getattr(control, one) for one in known if control.has_trait(one)}})

    def show(value):
        frames = explorer.draw(**{{**explorer.state, name: value}})
        frames = frames if isinstance(frames, tuple) else (frames,)
        panels = [panel for at in pictures for panel in getattr(frames[at], "panels", ())][:24]
        across = min(4, len(panels))
        down = -(-len(panels) // across)
        figure, axes = plt.subplots(down, across, figsize=(3 * across, 3 * down), squeeze=False)
        for panel, axis in zip(panels, axes.flat):
            seaborn.heatmap(
                panel.values, annot=panel.kind == "boxes",
                xticklabels=panel.columns or False, yticklabels=panel.rows or False,
                vmin=0 if panel.kind == "weights" else -panel.limit, vmax=panel.limit, ax=axis,
            )
            axis.set_title(panel.title)
        figure.suptitle(f"{{label}}: {{value}}")
        plt.show()

    ipywidgets.interact(show, value=control)

seaborn_beside(Out[{count}], {label!r}, {pictures!r});
"""


def explorers(path):
    """The explorers of a notebook, top to bottom. -> list of (place of the cell, name of the function)"""
    cells = json.loads(Path(path).read_text(encoding="utf8"))["cells"]
    return [
        (place, found[1])
        for place, cell in enumerate(cells)
        if cell["cell_type"] == "code"
        and (found := re.search(r"^[^#\n]*explorers\.(explore_\w+)\(", "".join(cell["source"]), re.M))
    ]


def not_measured():
    """The explorers that only notebooks in more/ have: said, and not measured. -> a sentence, or "" """
    measured = {name for path in CORE for _, name in explorers(path)}
    beside = [
        f"`{name}` in {path.stem}" for path in MORE for _, name in explorers(path) if name not in measured
    ]
    return f"Not measured, because they stand in `notebooks/more/`: {', '.join(beside)}." if beside else ""


def measure(lab, events, slow_events, names=()):
    """Open each notebook once.

    -> two lists of Row: of explorers, of Run All.  names: how the notebooks begin; none means all
    """
    moved, ran, everything = [], [], ([], [], [])
    with lab.open(CORE[-1]) as notebook:
        notebook.run_all(fresh=True)  # so that Python has compiled what all of them import
    for path in CORE:
        if names and not path.name.startswith(tuple(names)):
            continue
        with lab.open(path) as notebook:
            took = notebook.run_all(fresh=True)
            ran.append(Row(path.stem, [took], bar=f"at most {LONGEST} s", reached=took <= LONGEST, unit="s"))
            notebook.page.evaluate(STOPWATCH)
            moved += _explorers(notebook, path, events, slow_events, everything)
    ours, printed, seaborn = everything
    times, words = ratio(ours, printed)
    summary = Row(
        f"all {len(ours)} explorers",
        ours,
        f"{words} a printed line",
        short="Move a slider: key press → painted picture, every explorer of the course",
    )
    slower = by_heatmaps(seaborn, ours)
    slowest = max(ran, key=lambda row: row.median)
    all_ran = Row(
        f"the slowest: {slowest.what[:2]}",
        slowest.laps,
        short="Run All of the slowest notebook, the kernel's start included",
        unit="s",
    )
    total = sum(row.median for row in ran)
    whole = [Row(f"all {len(ran)} together", [total], bar=f"at most {ALL} s", reached=total <= ALL, unit="s")]
    return [summary, *slower, *moved], [all_ran, *(whole if not names else []), *ran]


def by_heatmaps(seaborn, ours):
    """The explorers that seaborn can show as well, in one row. -> list of Row, empty if there are none

    seaborn, ours: a median for each explorer; None where seaborn has nothing to show. What is said beside the
    median is the median of the ratios, which need not be the ratio of the medians: so it says so.
    """
    both = [one for one in zip(seaborn, ours, strict=True) if one[0] is not None]
    if not both:
        return []
    times = statistics.median(theirs / mine for theirs, mine in both)
    return [
        Row(
            f"the {len(both)} with matrices, by `interact` and `seaborn.heatmap`",
            [theirs for theirs, _ in both],
            f"{times:.0f} × ours (the median of {len(both)} ratios)",
            short="The same with `interact` and `seaborn.heatmap`",
        )
    ]


def _explorers(notebook, path, events, slow_events, everything):
    found = []
    for place, name in explorers(path):
        explorer = Explorer(notebook, place)
        found.append((name, explorer, *first_that_paints(explorer)))
    place = add_cell(notebook, PRINTED)
    works = [lambda times: move(notebook, lambda: interact(notebook, place), TEXT % place, times)]
    works += [mover(*rest) for _, *rest in found]
    printed, *ours = in_turns(works, events)
    for (name, explorer, label, pictures), laps in zip(found, ours, strict=True):
        times, beside = ratio(laps, printed)
        beside += " a printed line"
        seaborn = _seaborn(notebook, explorer, label, pictures, slow_events)
        if seaborn:
            beside += f"; seaborn {amount(statistics.median(seaborn), 'ms')}, {ratio(seaborn, laps)[1]}"
        for medians, one in zip(everything, (laps, printed, seaborn), strict=True):
            medians.append(statistics.median(one) if one else None)
        what = f"{path.name[:2]} `{name}`, {label}"
        yield Row(what, laps, beside, "at most 1.5 × a printed line", times <= 1.5)


def mover(explorer, label, pictures=None):
    """What moves an explorer's control so many times. -> milliseconds. pictures: see clock.painted"""
    changed = painted(explorer.place, pictures)
    return lambda times: move(explorer.notebook, lambda: explorer.control(label).element, changed, times)


def interact(notebook, place):
    """What ipywidgets.interact shows in a cell, its control first."""
    return notebook.show(place).wait_for_selector(".widget-interact")


def _seaborn(notebook, explorer, label, pictures, events):
    """The same moves with seaborn. -> milliseconds, or [] for an explorer without matrices"""
    drawn = f"lambda it: [at for at in {pictures} if hasattr(it.frames[at], 'panels')]"
    matrices = explorer.kernel(drawn)
    if not matrices or not events:
        return []
    place = add_cell(notebook, SEABORN.format(count=explorer.count, label=label, pictures=matrices))
    return move(notebook, lambda: interact(notebook, place), IMAGE % place, events, SLOW)
