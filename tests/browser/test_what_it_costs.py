"""What only “What it costs” has: a race in the kernel."""

from pathlib import Path

import numpy as np
import pytest

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "more" / "06_what_it_costs.ipynb"
WATCH_BAR = """
    window.widths = [];
    window.watching = new MutationObserver(() => {
        const width = document.querySelector(".progress-bar").style.width;
        if (width !== widths.at(-1)) widths.push(width);
    });
    watching.observe(document.body, { subtree: true, attributes: true, attributeFilter: ["style"] });
"""


def test_the_race_is_measured_again_on_the_learners_functions(notebook):
    explorer = notebook.explorer("explore_timing(by_loop")
    times = "lambda it: {str(size): both for size, both in it.times.items()}"
    first, shown = explorer.kernel(times), explorer.fingerprint
    assert all(0 < formula < loop for loop, formula in first.values())
    notebook.js(WATCH_BAR)
    explorer.click("Measure again")
    widths = notebook.js("watching.disconnect(); return window.widths")
    assert 5 < len(widths) and widths[-1] == "100%"  # it fills while the kernel measures
    second = explorer.kernel(times)
    assert first != second and explorer.fingerprint != shown
    place = explorer.pictures[0].painted["plots"][0]
    low, high = np.log(place["y_limits"])
    area = place["area"]
    for number in (0, 1):  # the loop, then the formula
        painted = [
            np.exp(low + (1 - (one["y"] - area["y"]) / area["height"]) * (high - low))
            for one in place["series"][number]
        ]
        assert painted == pytest.approx([both[number] for both in second.values()], rel=0.05)
