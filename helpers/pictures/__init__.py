"""What a picture shows: decided once, as a frame (kinds.py), painted twice, still (still/) and live (live/).

    pictures.draw(frame)                     # a cell's last line: the picture, live where somebody is there
    pictures.draw(frame).save("heads.pdf")

kinds, maps  what a frame is made of          words      the same in words: alt text, readout, digits
heads, formula, answers, way                 frames that several lessons draw
explorer, controls                           sliders above live pictures
shown       whether a cell shows a picture live or still
"""

from helpers.pictures.kinds import ChartFrame, LinesFrame, MatrixFrame, Note, Panel, Plot, Series
from helpers.pictures.maps import Arrow, Group, Layout, MapFrame, Node
from helpers.pictures.picture import Picture, draw

__all__ = [
    "Arrow",
    "ChartFrame",
    "Group",
    "Layout",
    "LinesFrame",
    "MapFrame",
    "MatrixFrame",
    "Node",
    "Note",
    "Panel",
    "Picture",
    "Plot",
    "Series",
    "draw",
]
