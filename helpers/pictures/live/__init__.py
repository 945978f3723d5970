"""A frame -> a live picture.

One class for each kind of frame, with its .js and .css; the JavaScript only paints.

view = view_of(frame)       # Matrix, Lines, Chart or Map
view.frame = other_frame    # repaints at the price of one message
"""

import ipywidgets

from helpers.pictures.kinds import ChartFrame, LinesFrame, MatrixFrame
from helpers.pictures.live.base import View
from helpers.pictures.live.chart import Chart
from helpers.pictures.live.labels import live
from helpers.pictures.live.lines import Lines
from helpers.pictures.live.map import Map
from helpers.pictures.live.matrix import Matrix
from helpers.pictures.maps import MapFrame

__all__ = ["Chart", "Lines", "Map", "Matrix", "View", "pile_of", "view_of"]

KINDS = {MatrixFrame: Matrix, LinesFrame: Lines, ChartFrame: Chart, MapFrame: Map}


def view_of(frame):
    """Make the live picture of a frame. frame -> Matrix, Lines, Chart or Map. Raises TypeError: not one."""
    if type(frame) not in KINDS:
        raise TypeError(
            f"A view shows a MatrixFrame, LinesFrame, ChartFrame or MapFrame: got {type(frame).__name__}."
        )
    return KINDS[type(frame)](frame)


def pile_of(frames):
    """Make the live pictures of frames, below each other. frames -> a view, or a box of them"""
    views = [view_of(frame) for frame in frames]
    return views[0] if len(views) == 1 else Pile(views)


class Pile(ipywidgets.VBox):
    """Views below each other."""

    def _repr_mimebundle_(self, **options):
        return live(self, super()._repr_mimebundle_(**options))
