"""The harness itself, on a small notebook: it sees what is painted, and it notices what goes wrong."""

import json
import subprocess
import sys

import numpy as np
import pytest

from helpers import style
from tests.lab import written
from tests.lab.server import CONFIG

SCORES = np.random.default_rng(3).normal(size=(2, 5, 7)) * 6  # heads, queries, keys: never square
HEALTHY = [
    """import ipywidgets
import numpy as np
from helpers.attention import attention_weights
from helpers.explorers import Explorer
from helpers.frames import MatrixFrame, Panel""",
    f"scores = np.array({SCORES.tolist()})",
    """def draw(divisor):
    if divisor == 1:
        raise ValueError("not by one")
    words, asked = list("abcde"), list("tuvwxyz")
    weights = attention_weights(scores / divisor)
    panels = [Panel(one, f"head {n}", words, asked, "query", "key") for n, one in enumerate(weights, 1)]
    return MatrixFrame(panels)""",
    *(f"print({number})" for number in range(30)),  # the explorer is far below the first screen
    """divisor = ipywidgets.FloatSlider(value=2, min=1, max=9, step=0.5, description="divide by")
Explorer(draw, {"divisor": divisor})""",
]
FAULTY = [
    "from IPython.display import HTML, Javascript",
    'HTML(\'<img alt="" src="http://example.com/picture.png">\')',
    "import sys\nprint('beware', file=sys.stderr)",
    "1 / 0",
    "print('never reached')",
]

AT_EACH_TURN = """
import asyncio, sys

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

async def main():
    kernels, listed = AsyncMappingKernelManager(root_dir=sys.argv[1]), []
    async def ask():
        while True:
            listed.append(len(kernels.list_kernels()))
            await asyncio.sleep(0)
    asking = asyncio.create_task(ask())
    kernel = await kernels.start_kernel(kernel_name="python3")
    asking.cancel()
    await kernels.shutdown_kernel(kernel, now=True)
    print(sorted(set(listed)))
    await asking  # raises what went wrong

try:
    asyncio.run(main())
except asyncio.CancelledError:
    pass
"""


def shares(divisor):
    """The slow specification: every row on its own."""
    return np.array([[np.exp(row) / np.exp(row).sum() for row in head] for head in SCORES / divisor])


@pytest.fixture(scope="module")
def healthy(lab, tmp_path_factory):
    path = written(tmp_path_factory.mktemp("healthy") / "healthy.ipynb", HEALTHY)
    before = path.read_bytes()
    with lab.open(path) as notebook:
        notebook.run_all()
        yield notebook
        notebook.js("await panel.context.save()")
        saved = json.loads((lab.folder / notebook.place).read_text())
        assert len(saved["cells"]) == len(HEALTHY)
        assert path.read_bytes() == before, "the notebook itself was written to, not a copy"
        assert notebook.faults == [] and notebook.foreign == []
        assert notebook.hosts == {lab.address.split("/")[2]}


def test_the_slider_moves_by_keyboard_and_the_canvas_shows_the_weights_of_its_state(healthy):
    (explorer,) = healthy.explorers
    slider = explorer.control("divide by")
    for keys in ((), ["ArrowRight"] * 3, ["ArrowLeft"], ["End"]):
        if keys:
            slider.press(*keys)
        divisor = explorer.kernel("lambda it: it.state")["divisor"]
        assert float(slider.readout) == divisor
        for head in range(2):
            wanted = style.colour_of(shares(divisor)[head], "weights")
            np.testing.assert_allclose(explorer.pictures[0].cell_colours(head).astype(int), wanted, atol=1)
    assert divisor == 9


def test_a_wrong_value_shows_a_line_and_the_last_good_picture_stays(healthy):
    (explorer,) = healthy.explorers
    slider = explorer.control("divide by")
    slider.press("End", changes=False)
    good = explorer.fingerprint
    slider.press("Home", changes=False)
    assert explorer.message == "not by one"
    assert explorer.fingerprint == good
    explorer.control("Reset").click()
    assert explorer.message == ""
    assert explorer.fingerprint != good
    assert explorer.kernel("lambda it: it.state") == {"divisor": 2}


def test_hover_answers_while_the_kernel_is_busy(healthy):
    picture = healthy.explorers[0].pictures[0]
    picture.leave()
    block = picture.painted["panels"][1]
    with healthy.busy():
        picture.hover(block["x"] + 2.5 * block["cell_width"], block["y"] + 1.5 * block["cell_height"])
        assert f"b → v {shares(2)[1, 1, 2]:.2f}" in picture.readout
        assert healthy.is_busy
    assert healthy.python("6 * 7") == 42


def test_the_dark_theme_repaints_in_its_own_colours(healthy):
    (explorer,) = healthy.explorers
    explorer.control("Reset").click()
    explorer.pictures[0].leave()
    try:
        healthy.theme("dark")
        wanted = style.colour_of(shares(2)[0], "weights", theme="dark")
        np.testing.assert_allclose(explorer.pictures[0].cell_colours(0).astype(int), wanted, atol=1)
    finally:
        healthy.theme("light")


def test_a_restarted_kernel_starts_with_the_projector_as_it_was_left(healthy):
    def handle():
        return healthy.explorers[0].control("divide by").handle.bounding_box()["width"]

    small = handle()
    try:
        healthy.explorers[0].control("Projector").press("Enter")
        assert handle() == pytest.approx(1.6 * small, abs=0.5)
        healthy.run_all(fresh=True)
        assert healthy.explorers[0].kernel("lambda it: it.views[0].scale") == 1.6
        assert healthy.explorers[0].control("Projector").element.get_attribute("aria-pressed") == "true"
        assert handle() == pytest.approx(1.6 * small, abs=0.5)
    finally:
        healthy.python("None", before="from helpers import style\nstyle.projector(False)")
    healthy.settle()
    assert handle() == small


def test_a_failing_notebook_is_noticed_and_no_other_host_answers(lab, tmp_path):
    with lab.open(written(tmp_path / "faulty.ipynb", FAULTY)) as notebook:
        with pytest.raises(AssertionError, match=r"cell 2, stderr: beware\s+cell 3: ZeroDivisionError"):
            notebook.run_all()
        assert set(notebook.foreign) == {"http://example.com/picture.png"}
        assert any("ERR_NAME_NOT_RESOLVED" in fault for fault in notebook.faults)
        assert notebook.cells[4]["count"] is None


def test_the_server_lists_its_kernels_at_each_turn_of_the_start_of_one(tmp_path):
    """Without CONFIG it cannot at one turn, and a page that opens then is answered 500."""
    asked = [sys.executable, "-c", CONFIG + AT_EACH_TURN, str(tmp_path)]
    done = subprocess.run(asked, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "[0, 1]\n"), done.stderr
