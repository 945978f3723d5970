"""The live picture of a ChartFrame: curves, bars, points and arrows."""

import traitlets

from helpers.pictures.charts import RULES, sentences
from helpers.pictures.live.base import View, assets


class Chart(View):
    """A ChartFrame, live: curves, bars, points and arrows.

    selected: [plot, series, point] from 0, or []; hover: the same, under the pointer or reached by keys.
    rules, says: how the page chooses by room, and its fixed sentences: the same as stills.
    """

    _esm, _css = assets("chart")
    rules = traitlets.Dict(RULES).tag(sync=True)
    says = traitlets.Dict().tag(sync=True)
    PLACE = "one point, [plot, series, point]"

    @traitlets.default("says")
    def _says(self):
        return sentences()

    def _fits(self, place):
        if len(place) != 3 or not 0 <= place[0] < len(self._frame.plots):
            return False
        series = self._frame.plots[place[0]].series
        return 0 <= place[1] < len(series) and 0 <= place[2] < len(series[place[1]].y)
