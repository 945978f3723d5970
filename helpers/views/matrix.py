"""The live picture of a MatrixFrame: numbers as boxes or heatmap cells, one matrix or one for each head."""

from helpers.views.base import View, assets


class Matrix(View):
    """A MatrixFrame, live: numbers as boxes or heatmap cells, one matrix or one for each head.

    selected: [panel, row, column] from 0, or []; hover: the same, under the pointer or reached by arrow keys.
    """

    _esm, _css = assets("matrix")
    PLACE = "one cell, [panel, row, column]"

    def _fits(self, place):
        if len(place) != 3 or not 0 <= place[0] < len(self._frame.panels):
            return False
        shape = self._frame.panels[place[0]].values.shape
        return all(0 <= part < length for part, length in zip(place[1:], shape, strict=True))
