"""An explorer: controls, the live picture of their state, a line for what goes wrong, a reset button."""

import ipywidgets

from helpers import pictures
from helpers.languages import translate as _
from helpers.pictures import shown
from helpers.pictures.controls import projector_switch
from helpers.pictures.live import view_of
from helpers.pictures.live.labels import PLAIN, dress, labels, live
from helpers.pictures.play import Player
from helpers.pictures.states import Offers, states_of


class Explorer(ipywidgets.VBox):
    """Controls above the pictures that they move; they stay in sight while the pictures are scrolled.

    draw: a function of the controls' values that returns the frame (or a tuple of frames) of that state;
    controls: dict of argument name: ipywidgets control, each with a `description` in plain words.
    A ValueError of `draw` is shown as one line under the controls, and the last good picture stays.
    linked: what is pointed at, chosen or switched on in one picture is so in all of them, and they stand side
    by side where there is room.
    still: places, from 0, of the frames that stand for the explorer, as a picture with alt text in its first
    state, where helpers/pictures/shown.py sees nobody (None: all of them).
    rows: how the controls are laid out: in each row names of controls, of the buttons "reset" and
    "projector", or other widgets (None: one row of everything).
    tabs: dict of a short name: the places of pictures, from 0, that are shown together; the first is shown
    at first, and "all" is added. They are chosen by a control "show", which draw is not told of; the others
    are not painted, and hear of every change. (None: all are shown.)
    folded: dict of a heading: rows of seldom used controls, hidden until a button with that heading is
    pressed; what was opened stays open in this session, in an explorer that is made again, too.
    play: the name of a control whose values are steps: Play and Next stand beside it (None: nothing plays).
    offers: what of it is on a page without Python, in place of too many values to be listed (an Offers;
    None: all values of each control).
    A control called `asks`, whose values are places of words, follows the word that is chosen in a picture.

    Attributes: controls (dict), views (list), frames (tuple, what is shown), message (the line for errors),
    folds (dict of heading: button), player (a Player, or None).
    Raises ValueError: rows that leave out a control or button, name it twice, or name one that is not there;
    a control to play that has no steps.
    """

    def __init__(
        self,
        draw,
        controls,
        linked=False,
        still=None,
        rows=None,
        tabs=None,
        folded=None,
        play=None,
        offers=None,
    ):
        self.offers = offers or Offers()
        self._quiet = False  # while controls are set and nothing is to be drawn
        self.draw = (lambda show, **state: draw(**state)) if tabs else draw
        self.controls = dict(controls)
        self.frames = _as_tuple(draw(**self.state))
        if tabs:
            self.controls["show"] = _tabs(tabs, len(self.frames))
        self._stands_for = self.frames if still is None else tuple(self.frames[place] for place in still)
        self.views = [view_of(frame) for frame in self.frames]
        hidden = {"display": "none"}
        self.message = ipywidgets.Label("", layout=hidden, _dom_classes=("hv-message", PLAIN))
        self.reset_button = ipywidgets.Button(
            description=_("Reset"),
            tooltip=_("Put every control back to where it started"),
            layout={"width": "auto"},
        )
        self._start = {name: control.value for name, control in self.controls.items()}
        self.reset_button.on_click(lambda button: self.reset())
        for name, control in self.controls.items():
            control.style.description_width = "initial"
            if name != "show":  # turning a tab draws nothing anew
                control.observe(self._changed, "value")
            if isinstance(control, ipywidgets.SelectionSlider):
                control.add_class("hv-listed")
        self.projector_switch = projector_switch()
        self.player = play and Player(self.controls[play])
        self.folds = {heading: Fold(heading) for heading in folded or {}}
        top = ipywidgets.VBox([*self._laid_out(rows, folded or {}), self.message], _dom_classes=("hv-top",))
        pictures = [_side_by_side(self.views)] if linked else self.views
        classes = ("hv-explorer", "hv-linked") if linked else ("hv-explorer",)
        super().__init__([labels(), top, *pictures], _dom_classes=classes)
        dress(self)
        self._listen()

    def _listen(self):
        """Hear of words that are chosen in a picture, and of the tab that is."""
        if "asks" in self.controls:
            for view in self.views:
                view.observe(self._chosen, "selected")
        if "show" in self.controls:
            self.controls["show"].observe(lambda change: self._show(), "value")
            self._show()

    def _show(self):
        for place, view in enumerate(self.views):
            # not None, which the kernel inside a browser does not send
            view.layout.display = "" if place in self.controls["show"].value else "none"

    def _laid_out(self, rows, folded):
        """The controls and buttons in their rows. rows, folded: as for Explorer -> list of Box"""
        named = {**self.controls, "reset": self.reset_button, "projector": self.projector_switch}
        apart = [name for part in folded.values() for name in _names(part)]
        rows = [[name for name in named if name not in apart]] if rows is None else rows
        wanted = [*_names(rows), *apart]
        if sorted(wanted) != sorted(named):
            raise ValueError(f"rows must name each of {', '.join(named)} once: got {', '.join(wanted)}.")
        open_rows = [list(row) for row in rows]
        open_rows[-1] += self.folds.values()
        boxes = [self._row(row, named) for row in open_rows]
        for heading, part in folded.items():
            inside = [self._row(row, named) for row in part]
            boxes += inside
            self.folds[heading].holds(
                inside, [self.controls[name] for name in _names(part) if name in self.controls]
            )
        return boxes

    def _row(self, row, named):
        """Controls, buttons and other widgets side by side; Play and Next after the control they move."""
        parts = [named[part] if isinstance(part, str) else part for part in row]
        if self.player and self.player.control in parts:
            after = parts.index(self.player.control) + 1
            parts = [*parts[:after], *self.player.buttons, *parts[after:], self.player.clock]
        chips = any("hv-chip" in part._dom_classes for part in parts)
        return ipywidgets.Box(parts, _dom_classes=("hv-controls", "hv-chips") if chips else ("hv-controls",))

    def _chosen(self, change):
        place, asks = change.owner.query, self.controls["asks"]
        offered = [value for _, value in asks.options]  # a second sentence may have more words
        if place in offered and place != asks.value:
            asks.value = place

    @property
    def state(self):
        """The value of every control, by name."""
        return {name: control.value for name, control in self.controls.items()}

    def reset(self):
        """Put every control back to where it started and draw that state once."""
        if self.player:
            self.player.stop()
        self.set(**self._start)
        for view, frame in zip(self.views, self.frames, strict=True):
            view.reset(frame)

    def set(self, **state):
        """Set several controls at once and draw the new state once."""
        self._quiet = True
        try:
            for name, value in state.items():
                self.controls[name].value = value
        finally:
            self._quiet = False
        self._changed(None)

    def _changed(self, change):
        if self._quiet:
            return
        try:
            frames = _as_tuple(self.draw(**self.state))
        except ValueError as error:  # the learner's to mend
            self._say(str(error))
            return
        except Exception as error:  # ours to mend: said here, and not swallowed
            said = f"{type(error).__name__}: {error}"
            words = _("This picture could not be drawn ({error}). The last one stays; Reset helps.")
            self._say(words.format(error=said))
            raise
        self._say("")
        self.frames = frames
        for view, frame in zip(self.views, frames, strict=True):
            view.frame = frame

    def frames_at(self, state):
        """The frames of a state, which is not shown. state: dict of name: value -> tuple of frames

        Raises ValueError: a state that cannot be drawn.
        """
        return _as_tuple(self.draw(**self.state | state))

    def states(self):
        """All states that it can be in. -> States"""
        return states_of(self)

    def _say(self, words):
        self.message.value = words
        self.message.layout.display = "block" if words else "none"

    @property
    def still(self):
        """The first state as a still picture, for GitHub, print and before a run."""
        return pictures.draw(*self._stands_for)

    def _repr_mimebundle_(self, **options):
        still, widget = self.still, super()._repr_mimebundle_
        return shown.bundle(still.alt, lambda: live(self, widget(**options)), still.still)


_opened = set()  # headings of the folds that are open, for explorers that are made again


class Fold(ipywidgets.ToggleButton):
    """A button that shows rows of controls while it is down, and says how many of them are not as they began.

    heading: what it says. Whether it is down is remembered until the kernel ends.
    """

    def __init__(self, heading):
        self.heading = heading
        super().__init__(heading in _opened, layout={"width": "auto"}, _dom_classes=("hv-fold",))

    def holds(self, rows, controls):
        """Say what it shows and hides. rows: list of Box; controls: those in them, as they begin"""
        self.rows, self.controls = rows, controls
        self._begun = [(control, control.value) for control in controls]
        for control in controls:
            control.observe(lambda change: self._tell(), "value")
        self.observe(lambda change: self._turn(), "value")
        self._turn()
        self._tell()

    def _turn(self):
        (_opened.add if self.value else _opened.discard)(self.heading)
        self.icon = "caret-down" if self.value else "caret-right"
        self.tooltip = _("Hide these controls") if self.value else _("Show more controls")
        for row in self.rows:
            row.layout.display = "" if self.value else "none"

    def _tell(self):
        changed = sum(control.value != value for control, value in self._begun)
        said = _("{heading} ({count} changed)").format(heading=self.heading, count=changed)
        self.description = said if changed else self.heading


def _tabs(tabs, n_frames):
    """A button for each tab, whose value is the places of its pictures, and one for all of them."""
    everything = tuple(range(n_frames))
    options = [*((name, tuple(places)) for name, places in tabs.items()), (_("all"), everything)]
    return ipywidgets.ToggleButtons(options=options, description=_("show"), style={"button_width": "auto"})


def _names(rows):
    return [part for row in rows for part in row if isinstance(part, str)]


def _side_by_side(views):
    """Views in rows that wrap; what holds much asks for more room. -> Box"""
    for view in views:
        panels, plots = getattr(view.frame, "panels", ()), getattr(view.frame, "plots", ())
        nodes = getattr(view.frame, "nodes", ())
        widest = max([len(getattr(view.frame, "tokens", ())), *(panel.values.shape[1] for panel in panels)])
        wide = len(panels) > 2 or len(plots) > 1 or nodes or widest > 20
        view.add_class("hv-wide" if wide else "hv-narrow")
    return ipywidgets.Box(views, _dom_classes=("hv-views",))


def _as_tuple(frames):
    return frames if isinstance(frames, tuple) else (frames,)
