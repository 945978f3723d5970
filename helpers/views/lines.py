"""a LinesFrame: words on two columns, joined by lines as wide as the weights."""

import traitlets

from helpers.views.base import View, assets


class Lines(View):
    """The live picture of a LinesFrame: words on two columns, joined by lines as wide as the weights.

    shown: which heads are switched on, positions from 0; the switches on the page set it too.
    selected: [the word that asks], position from 0, or [] for all words; hover: the same, under the pointer.
    Raises ValueError: a head or a word that is not there.
    """

    _esm, _css = assets("lines")
    shown = traitlets.List().tag(sync=True)

    def __init__(self, frame, **traits):
        super().__init__(frame, **{"shown": list(frame.shown), **traits})

    @View.frame.setter
    def frame(self, frame):
        heads_before = self._frame.heads
        with self.hold_sync():
            View.frame.fset(self, frame)
            if self.selected and self.selected[0] >= len(frame.tokens):
                self.selected = []
            if frame.heads != heads_before:
                self.shown = list(frame.shown)

    @traitlets.validate("shown")
    def _check_shown(self, proposal):
        return sorted({_position(head, self._frame.heads, "head") for head in proposal.value})

    @traitlets.validate("selected")
    def _check_selected(self, proposal):
        if len(proposal.value) > 1:
            raise ValueError(f"selected holds one word, [position from 0], or []: got {proposal.value}.")
        return [_position(word, self._frame.tokens, "word") for word in proposal.value]


def _position(given, names, kind):
    if given not in range(len(names)):
        raise ValueError(f"There is no {kind} at position {given!r}: there are {len(names)}, counted from 0.")
    return int(given)
