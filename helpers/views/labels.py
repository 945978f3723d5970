"""Names for ipywidgets' controls: a slider's handle has no name for a screen reader, and JupyterLab takes its keys."""

import anywidget

from helpers import style
from helpers.views.base import assets

PLAIN = "mathjax_ignore"  # a class: a Label may hold a learner's words, and what stands between two $ is no formula


class Labels(anywidget.AnyWidget):
    """An invisible helper inside an explorer: gives each slider handle its label, and its plain keys back."""

    _esm, _css = assets("labels")


def live(box, shown):
    """What a box shows live, and what Google Colab must be told of widgets that are not its own.

    shown: what the mimebundle of ipywidgets gave. -> (data, metadata), two dicts by media type
    """
    data, metadata = shown if isinstance(shown, tuple) else (shown, {})
    labels = next(part for part in box.children if isinstance(part, Labels))
    _, told = labels._repr_mimebundle_() or ({}, {})  # anywidget knows Colab; elsewhere it tells nothing
    return data, {**told, **metadata}


def dress(box):
    """Give a box of controls the look of the course, larger while the projector is on. box: an ipywidgets box."""
    box.add_class("hv-explorer")
    style.follow_scale(box, _enlarge)


def _enlarge(box):
    (box.add_class if style.scale() > 1 else box.remove_class)("hv-projector")
