"""The live picture of a MatrixFrame: numbers as boxes or heatmap cells, one matrix or one for each head."""

from helpers.pictures.live.base import HeadsView, assets
from helpers.pictures.words import counted


class Matrix(HeadsView):
    """A MatrixFrame, live: numbers as boxes or heatmap cells, one matrix or one for each head.

    selected: [panel, row, column] from 0, or []; a row or a column of −1 stands for all of them.
    hover: the same, under the pointer or reached by arrow keys.
    shown: the heads that are switched on, positions from 0; the others are painted faintly.
    """

    _esm, _css = assets("matrix")
    PLACE = "one cell, [panel, row, column]"

    def _first(self, frame):
        return list(frame.heads)

    def _fits(self, place):
        if len(place) != 3 or not 0 <= place[0] < len(self._frame.panels):
            return False
        shape = self._frame.panels[place[0]].values.shape
        inside = all(-1 <= part < length for part, length in zip(place[1:], shape, strict=True))
        return inside and max(place[1:]) >= 0

    def _query(self, place):
        if not place:
            return None
        return counted(self._frame.panels[place[0]], *place[1:]).get("query")
