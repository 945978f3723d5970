"""a MatrixFrame: numbers as boxes or heatmap cells, one matrix or one for each head."""

import traitlets

from helpers.views.base import View, assets


class Matrix(View):
    """A MatrixFrame, live: numbers as boxes or heatmap cells, one matrix or one for each head.

    selected: [panel, row, column] from 0, or []; hover: the same, under the pointer or moved to by arrow keys.
    Raises ValueError: a cell that is not there.
    """

    _esm, _css = assets("matrix")

    @View.frame.setter
    def frame(self, frame):
        with self.hold_sync():
            View.frame.fset(self, frame)
            if not self._fits(self.selected):
                self.selected = []

    @traitlets.validate("selected")
    def _check_selected(self, proposal):
        place = [int(part) for part in proposal.value]
        if not self._fits(place):
            raise ValueError(
                f"selected holds one cell, [panel, row, column] from 0, or none, []: got {place}."
            )
        return place

    def _fits(self, place):
        if not place:
            return True
        if len(place) != 3 or not 0 <= place[0] < len(self._frame.panels):
            return False
        shape = self._frame.panels[place[0]].values.shape
        return all(0 <= part < length for part, length in zip(place[1:], shape, strict=True))
