"""The live picture of a LinesFrame: words on two columns, joined by lines as wide as the weights."""

import traitlets

from helpers.pictures.live.base import HeadsView, assets


class Lines(HeadsView):
    """A LinesFrame, live: words on two columns, joined by lines as wide as the weights.

    shown: which heads are switched on, positions from 0; the switches on the page set it too.
    selected: [the word that asks], position from 0, or [] for all words; hover: the same, under the pointer.
    Raises ValueError: a head or a word that is not there.
    """

    _esm, _css = assets("lines")
    PLACE = "one word, [position]"

    @traitlets.validate("shown")
    def _check_shown(self, proposal):
        heads = self._frame.heads
        for head in proposal.value:
            if head not in range(len(heads)):
                raise ValueError(
                    f"There is no head at position {head!r}: there are {len(heads)}, counted from 0."
                )
        return sorted({int(head) for head in proposal.value})

    def _first(self, frame):
        return list(frame.shown)

    def _fits(self, place):
        return len(place) == 1 and 0 <= place[0] < len(self._frame.tokens)

    def _query(self, place):
        return place[0] if place else None
