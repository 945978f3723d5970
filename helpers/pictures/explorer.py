"""An explorer: controls, the live picture of their state, a line for what goes wrong, a reset button."""

import ipywidgets

from helpers import pictures
from helpers.pictures import shown
from helpers.pictures.controls import projector_switch
from helpers.pictures.live import view_of
from helpers.pictures.live.labels import PLAIN, dress, labels, live
from helpers.pictures.play import Player


class Explorer(ipywidgets.VBox):
    """Controls above the pictures that they move.

    draw: a function of the controls' values that returns the frame (or a tuple of frames) of that state;
    controls: dict of argument name: ipywidgets control, each with a `description` in plain words.
    A ValueError of `draw` is shown as one line under the controls, and the last good picture stays.
    linked: what is pointed at, chosen or switched on in one picture is so in all of them, and they stand side
    by side where there is room.
    still: places, from 0, of the frames that stand for the explorer, as a picture with alt text in its first
    state, where helpers/pictures/shown.py sees nobody (None: all of them).
    rows: how the controls are laid out: in each row names of controls, of the buttons "reset" and
    "projector", or other widgets (None: one row of everything).
    play: the name of a control whose values are steps: Play and Next stand beside it (None: nothing plays).
    A control called `asks`, whose values are places of words, follows the word that is chosen in a picture.

    Attributes: controls (dict), views (list), frames (tuple, what is shown), message (the line for errors),
    player (a Player, or None).
    Raises ValueError: rows that leave out a control or button, name it twice, or name one that is not there;
    a control to play that has no steps.
    """

    def __init__(self, draw, controls, linked=False, still=None, rows=None, play=None):
        self._quiet = False  # while controls are set and nothing is to be drawn
        self.draw = draw
        self.controls = dict(controls)
        self.frames = _as_tuple(draw(**self.state))
        self._stands_for = self.frames if still is None else tuple(self.frames[place] for place in still)
        self.views = [view_of(frame) for frame in self.frames]
        hidden = {"display": "none"}
        self.message = ipywidgets.Label("", layout=hidden, _dom_classes=("hv-message", PLAIN))
        self.reset_button = ipywidgets.Button(
            description="Reset",
            tooltip="Put every control back to where it started",
            layout={"width": "auto"},
        )
        self._start = {name: control.value for name, control in self.controls.items()}
        self.reset_button.on_click(lambda button: self.reset())
        for control in self.controls.values():
            control.style.description_width = "initial"
            control.observe(self._changed, "value")
            if isinstance(control, ipywidgets.SelectionSlider):
                control.add_class("hv-listed")
        self.projector_switch = projector_switch()
        self.player = play and Player(self.controls[play])
        pictures = [_side_by_side(self.views)] if linked else self.views
        classes = ("hv-explorer", "hv-linked") if linked else ("hv-explorer",)
        super().__init__([labels(), *self._laid_out(rows), self.message, *pictures], _dom_classes=classes)
        dress(self)
        if "asks" in self.controls:
            for view in self.views:
                view.observe(self._chosen, "selected")

    def _laid_out(self, rows):
        """The controls and buttons in their rows. rows: as for Explorer -> list of Box"""
        named = {**self.controls, "reset": self.reset_button, "projector": self.projector_switch}
        rows = [list(named)] if rows is None else rows
        wanted = [name for row in rows for name in row if isinstance(name, str)]
        if sorted(wanted) != sorted(named):
            raise ValueError(f"rows must name each of {', '.join(named)} once: got {', '.join(wanted)}.")
        shown = [[named[part] if isinstance(part, str) else part for part in row] for row in rows]
        return [ipywidgets.Box(self._with_player(row), _dom_classes=("hv-controls",)) for row in shown]

    def _with_player(self, row):
        """Play and Next right after the control that they move. row: list of widgets -> list of widgets"""
        if not self.player or self.player.control not in row:
            return row
        after = row.index(self.player.control) + 1
        return [*row[:after], *self.player.buttons, *row[after:], self.player.clock]

    def _chosen(self, change):
        place = change.owner.query
        if place is not None and place != self.controls["asks"].value:
            self.controls["asks"].value = place

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
            self._say(f"This picture could not be drawn ({said}). The last one stays; Reset helps.")
            raise
        self._say("")
        self.frames = frames
        for view, frame in zip(self.views, frames, strict=True):
            view.frame = frame

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


def _side_by_side(views):
    """Views in rows that wrap; what holds much asks for more room. -> Box"""
    for view in views:
        panels, plots = getattr(view.frame, "panels", ()), getattr(view.frame, "plots", ())
        widest = max([len(getattr(view.frame, "tokens", ())), *(panel.values.shape[1] for panel in panels)])
        view.add_class("hv-wide" if len(panels) > 2 or len(plots) > 1 or widest > 20 else "hv-narrow")
    return ipywidgets.Box(views, _dom_classes=("hv-views",))


def _as_tuple(frames):
    return frames if isinstance(frames, tuple) else (frames,)
