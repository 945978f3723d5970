"""Names for ipywidgets' controls: a slider's handle has no name for a screen reader, and JupyterLab takes its arrow keys."""

import anywidget

from helpers import style
from helpers.views.base import FOLDER

PLAIN = "mathjax_ignore"  # a class: a Label may hold a learner's words, and what stands between two $ is no formula


class Labels(anywidget.AnyWidget):
    """An invisible helper inside an explorer: gives each slider handle its label, and its arrow keys back."""

    _esm = FOLDER / "labels.js"
    _css = FOLDER / "labels.css"


def dress(box):
    """Give a box of controls the look of the course, larger while the projector is on. box: an ipywidgets box."""
    box.add_class("hv-explorer")
    style.follow_scale(box, _enlarge)


def _enlarge(box):
    (box.add_class if style.scale() > 1 else box.remove_class)("hv-projector")
