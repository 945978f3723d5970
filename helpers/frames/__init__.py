"""A state of the controls -> exactly the arrays that one picture needs. No picture is drawn here.

`kinds` says what a frame is made of; every other file holds the frames of one idea.
"""

from helpers.frames.heads import heads, lines
from helpers.frames.kinds import ChartFrame, LinesFrame, MatrixFrame, Panel, Plot, Series

__all__ = ["ChartFrame", "LinesFrame", "MatrixFrame", "Panel", "Plot", "Series", "heads", "lines"]
