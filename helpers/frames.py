"""The frames of all lessons under one roof: `frames.heads(model, sentence)` is, as data, what is drawn."""

from helpers.lessons import offered
from helpers.pictures.formula import formula, project, three_roles
from helpers.pictures.heads import digits, heads, lines, place_of, run, shared_between_heads
from helpers.pictures.kinds import ChartFrame, LinesFrame, MatrixFrame, Panel, Plot, Series
from helpers.pictures.maps import MapFrame
from helpers.pictures.way import the_layer, the_way, the_way_back

__all__ = [
    "ChartFrame",
    "LinesFrame",
    "MapFrame",
    "MatrixFrame",
    "Panel",
    "Plot",
    "Series",
    "digits",
    "formula",
    "heads",
    "lines",
    "place_of",
    "project",
    "run",
    "shared_between_heads",
    "the_layer",
    "the_way",
    "the_way_back",
    "three_roles",
]
globals().update(offered("frames"))
__all__ += offered("frames")
