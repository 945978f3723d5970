"""The live picture of a MatrixFrame: numbers as boxes or heatmap cells, one matrix or one for each head."""

import traitlets

from helpers.pictures.live.base import View, assets
from helpers.pictures.words import counted


class Matrix(View):
    """A MatrixFrame, live: numbers as boxes or heatmap cells, one matrix or one for each head.

    selected: [panel, row, column] from 0, or []; a row or a column of −1 stands for all of them.
    hover: the same, under the pointer or reached by arrow keys.
    shown: the heads that are switched on, positions from 0; the others are painted faintly.
    """

    _esm, _css = assets("common", "matrix_words", "matrix_links", "matrix_layout", "matrix_paint", "matrix")
    PLACE = "one cell, [panel, row, column]"
    shown = traitlets.List().tag(sync=True)

    def __init__(self, frame, **traits):
        super().__init__(frame, **{"shown": list(frame.heads), **traits})

    @View.frame.setter
    def frame(self, frame):
        heads_before = self._frame.heads
        with self.hold_sync():
            View.frame.fset(self, frame)
            if frame.heads != heads_before:
                self.shown = list(frame.heads)

    def reset(self, frame):
        super().reset(frame)
        self.shown = list(frame.heads)

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
