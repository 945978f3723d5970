"""The live picture of a MapFrame: steps joined by arrows; a click leads to the notebook of a step."""

from helpers.pictures.live.base import View, assets


class Map(View):
    """A MapFrame, live: its steps are links where they lead somewhere.

    selected: [node, row, column] from 0, −1 for none of them, or []; hover: the same, under the pointer or
    reached by keys.
    """

    _esm, _css = assets("map")
    PLACE = "a step, [node, row, column]"

    def _fits(self, place):
        if len(place) != 3 or not 0 <= place[0] < len(self._frame.nodes):
            return False
        values = self._frame.nodes[place[0]].values
        rows, columns = (0, 0) if values is None else values.shape
        return -1 <= place[1] < rows and -1 <= place[2] < columns

    def _query(self, place):
        asks = len(place) == 3 and self._frame.nodes[place[0]].asks
        return place[1] if asks and place[1] >= 0 else None
