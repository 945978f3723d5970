"""a ChartFrame: curves, bars, points and arrows."""

import traitlets

from helpers.views.base import View, assets


class Chart(View):
    """The live picture of a ChartFrame: curves, bars, points and arrows.

    selected: [plot, series, point] from 0, or []; hover: the same, under the pointer or reached by keys.
    Raises ValueError: a point that is not there.
    """

    _esm, _css = assets("chart")

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
                f"selected holds one point, [plot, series, point] from 0, or none, []: here is no {place}."
            )
        return place

    def _fits(self, place):
        if not place:
            return True
        if len(place) != 3 or not 0 <= place[0] < len(self._frame.plots):
            return False
        series = self._frame.plots[place[0]].series
        return 0 <= place[1] < len(series) and 0 <= place[2] < len(series[place[1]].y)
