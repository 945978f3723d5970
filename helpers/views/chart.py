"""a ChartFrame: curves, bars, points and arrows."""

from helpers.views.base import View, assets


class Chart(View):
    """The live picture of a ChartFrame: curves, bars, points and arrows."""

    _esm, _css = assets("chart")
