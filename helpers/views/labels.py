"""Names for ipywidgets' controls: a slider's handle has no name for a screen reader, and JupyterLab takes its arrow keys."""

import anywidget

from helpers.views.base import FOLDER


class Labels(anywidget.AnyWidget):
    """An invisible helper inside an explorer: gives each slider handle its label, and its arrow keys back."""

    _esm = FOLDER / "labels.js"
    _css = FOLDER / "labels.css"
