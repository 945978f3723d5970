"""A frame -> a live picture. One class for each kind of frame, with its .js and .css; the JavaScript only paints.

view = view_of(frame)       # Matrix, Lines or Chart
view.frame = other_frame    # repaints at the price of one message
"""

from helpers.frames import ChartFrame, LinesFrame, MatrixFrame
from helpers.views.base import View
from helpers.views.chart import Chart
from helpers.views.lines import Lines
from helpers.views.matrix import Matrix

__all__ = ["Chart", "Lines", "Matrix", "View", "view_of"]

KINDS = {MatrixFrame: Matrix, LinesFrame: Lines, ChartFrame: Chart}


def view_of(frame):
    """Make the live picture of a frame. frame -> Matrix, Lines or Chart. Raises TypeError: not a frame."""
    if type(frame) not in KINDS:
        raise TypeError(f"A view shows a MatrixFrame, LinesFrame or ChartFrame: got {type(frame).__name__}.")
    return KINDS[type(frame)](frame)
