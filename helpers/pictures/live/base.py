"""What all live pictures share: they send a frame to the page and hear which part the reader chose."""

from pathlib import Path

import anywidget
import numpy as np
import traitlets

from helpers import languages, style
from helpers.pictures.live.modules import assemble, in_order, without_comments
from helpers.pictures.pack import pack
from helpers.pictures.words import describe

FOLDER = Path(__file__).parent
COLOUR_MAPS = np.concatenate([style.colour_map(*name) for name in style.MAPS]).tobytes()
ROLE_COLOURS = {
    name: {"fill": role.fill, "light": role.on_light, "dark": role.on_dark, "meaning": role.meaning}
    for name, role in style.ROLES.items()
}


def assets(name):
    """What a widget sends to the page: its module with all that it needs, and the CSS beside them.

    -> (str, str)
    """
    entry = FOLDER / f"{name}.js"
    styles = [file.with_suffix(".css") for file in in_order(entry)]
    return without_comments(assemble(entry)), "\n".join(
        file.read_text(encoding="utf8") for file in styles if file.exists()
    )


class View(anywidget.AnyWidget):
    """A live picture of one frame. Setting `frame` repaints it; `selected` and `hover` say what is chosen.

    structure, numbers: the packed frame, sent together; words: what it shows, for a screen reader.
    selected: what the reader clicked or Python set, kept while it is there; hover: what lies under the
    pointer, told to other views on the page; the kernel is not asked.
    A view says in PLACE what can be selected, in _fits(place) whether the frame has it, and in _query(place)
    which query that is, if it is one. A new frame may choose another query.
    Raises ValueError: a place that is not there.
    """

    PLACE = "a place"

    structure = traitlets.Dict().tag(sync=True)
    numbers = traitlets.Bytes().tag(sync=True)
    words = traitlets.Unicode().tag(sync=True)
    selected = traitlets.List().tag(sync=True)
    hover = traitlets.List().tag(sync=True, echo_update=False)
    colour_maps = traitlets.Bytes(COLOUR_MAPS).tag(sync=True)
    roles = traitlets.Dict(ROLE_COLOURS).tag(sync=True)
    heads = traitlets.List(list(style.HEADS)).tag(sync=True)
    scale = traitlets.Float(1.0).tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)  # what the page says, in another language than English

    @traitlets.default("texts")
    def _texts(self):
        return languages.of_pages()

    def __init__(self, frame, **traits):
        self._frame = frame
        structure, numbers = pack(frame)
        start = {"selected": list(getattr(frame, "selected", ()))}
        super().__init__(structure=structure, numbers=numbers, words=describe(frame), **{**start, **traits})
        if "scale" not in traits:
            style.follow_scale(self, _enlarge)

    @property
    def frame(self):
        """The frame that is shown; setting it repaints the picture and keeps the selection where it fits."""
        return self._frame

    @frame.setter
    def frame(self, frame):
        if type(frame) is not type(self._frame):
            raise TypeError(f"This view shows a {type(self._frame).__name__}: got {type(frame).__name__}.")
        if frame is self._frame:
            return
        structure, numbers = pack(frame)
        before, chosen = (list(getattr(one, "selected", ())) for one in (self._frame, frame))
        self._frame = frame
        with self.hold_sync():
            self.structure = structure
            self.numbers = numbers
            self.words = describe(frame)
            if (
                chosen
                and chosen != before
                and (self._query(chosen) is None or self._query(chosen) != self.query)
            ):
                self.selected = chosen
            elif self.selected and not self._fits(self.selected):
                self.selected = []

    def reset(self, frame):
        """Choose again what a frame chooses at first."""
        self.selected = list(getattr(frame, "selected", ()))

    @property
    def query(self):
        """The place of the word that asks in what is selected, from 0, or None."""
        return self._query(self.selected) if self.selected and self._fits(self.selected) else None

    def _query(self, place):
        return None

    @traitlets.validate("selected")
    def _check_selected(self, proposal):
        place = list(proposal.value)
        whole = all(isinstance(part, int | np.integer) for part in place)
        if place and not (whole and self._fits(place)):
            raise ValueError(f"selected holds {self.PLACE} from 0, or none, []: there is no {place} here.")
        return [int(part) for part in place]


class HeadsView(View):
    """A live picture whose heads can be switched on and off.

    shown: the heads that are switched on, positions from 0; the page sets it too. A frame with other heads
    begins anew. A view says in _first(frame) which are switched on at first.
    """

    shown = traitlets.List().tag(sync=True)

    def __init__(self, frame, **traits):
        super().__init__(frame, **{"shown": self._first(frame), **traits})

    @View.frame.setter
    def frame(self, frame):
        heads_before = self._frame.heads
        with self.hold_sync():
            View.frame.fset(self, frame)
            if frame.heads != heads_before:
                self.shown = self._first(frame)

    def reset(self, frame):
        super().reset(frame)
        self.shown = self._first(frame)


def _enlarge(view):
    view.scale = style.scale()
