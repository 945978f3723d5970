"""A real JupyterLab in Chromium, quiet and cut off from the network: for tests, benchmarks and a look.

    with running() as lab, lab.open("notebooks/01_meet_attention.ipynb") as notebook:
        notebook.run_all()
        slider = notebook.explorers[0].control("divide the scores by")
        slider.press("ArrowRight")

`python -m tests.lab notebooks/01_meet_attention.ipynb` takes pictures of a whole notebook after Run All.
"""

from tests.lab.explorer import Control, Explorer, Picture
from tests.lab.notebook import Notebook, written
from tests.lab.server import (
    ChromiumMissing,
    Lab,
    chromium,
    compiling_once,
    find_chromium,
    running,
    tidy_when_stopped,
)
from tests.lab.site import Site

__all__ = [
    "ChromiumMissing",
    "Control",
    "Explorer",
    "Lab",
    "Notebook",
    "Picture",
    "Site",
    "chromium",
    "compiling_once",
    "find_chromium",
    "running",
    "tidy_when_stopped",
    "written",
]
