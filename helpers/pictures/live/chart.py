"""The live picture of a ChartFrame: curves, bars, points and arrows."""

from helpers.pictures.live.base import View, assets


class Chart(View):
    """A ChartFrame, live: curves, bars, points and arrows.

    selected: [plot, series, point] from 0, or []; hover: the same, under the pointer or reached by keys.
    """

    _esm, _css = assets("common", "chart")
    PLACE = "one point, [plot, series, point]"

    def _fits(self, place):
        if len(place) != 3 or not 0 <= place[0] < len(self._frame.plots):
            return False
        series = self._frame.plots[place[0]].series
        return 0 <= place[1] < len(series) and 0 <= place[2] < len(series[place[1]].y)
