"""Play, Pause and Next beside a control whose values are steps: of a training, of a way, of time."""

import ipywidgets

from helpers.languages import mark
from helpers.languages import translate as _

PLAYS = {  # whether it plays: what the button says, its icon, its tooltip
    False: (mark("Play"), "play", mark("Go through the steps of “{control}”")),
    True: (mark("Pause"), "pause", mark("Stay here in the steps of “{control}”")),
}
INTERVAL = 0.9  # seconds between two steps: a motion takes 0.4 of them, the rest is there to look


class Player:
    """Buttons that walk through the values of a control, one after the other, and stop at the last one.

    control: a slider over options or whole numbers; whoever moves it by hand stops the walk.
    Attributes: buttons (Play, which becomes Pause, and Next), playing, behind (a control: one step behind it
    the walk begins anew, once it has reached the end; None: at the first step), clock (unseen: the page
    counts it on while it plays).
    Raises ValueError: a control without steps.

    >>> player = Player(ipywidgets.IntSlider(value=3, min=1, max=3, description="step"))
    >>> [button.description for button in player.buttons], player.playing
    (['Play', 'Next'], False)
    """

    def __init__(self, control, interval=INTERVAL):
        if not hasattr(control, "index") and not isinstance(control, ipywidgets.IntSlider):
            raise ValueError(f"play needs a control with steps: got a {type(control).__name__}.")
        self.control, self.behind = control, None
        self.playing = False
        self._anew = False  # whether it begins with the first step
        self.clock = ipywidgets.Play(
            min=0, max=10**6, interval=round(1000 * interval), layout={"display": "none"}
        )
        self.clock.observe(lambda change: self._tick(), "value")
        self._moves = False  # while this, and no hand, moves the control
        look = {"layout": {"width": "auto", "min_width": "6.5em"}}
        self.play_button = ipywidgets.Button(**look)
        self.next_button = ipywidgets.Button(
            description=_("Next"),
            icon="step-forward",
            tooltip=_("One step on: {control}").format(control=control.description),
            **look,
        )
        self.buttons = (self.play_button, self.next_button)
        self.play_button.on_click(lambda button: self.stop() if self.playing else self.play())
        self.next_button.on_click(lambda button: self.next())
        control.observe(self._moved, "value")
        self._tell()

    @property
    def place(self):
        """Which step it is, from 0."""
        return _place(self.control)

    @property
    def last(self):
        """The place of the last step."""
        control = self.control
        return (
            len(control.options) - 1
            if hasattr(control, "index")
            else (control.max - control.min) // control.step
        )

    @property
    def _first(self):
        return 0 if self.behind is None else _place(self.behind) + 1

    def play(self):
        """Go on by itself, a step each interval; at the end it begins anew."""
        self.playing, self._anew = True, self.place == self.last
        self._tell()
        self.clock.playing = True

    def stop(self):
        """Go on no more."""
        self.playing = self.clock.playing = False
        self._tell()

    def next(self):
        """One step on, by hand."""
        self.stop()
        self._go(min(self.place + 1, self.last))

    def _tick(self):
        if not self.playing:
            return  # it was on its way when somebody said stop
        place = self._first if self._anew else self.place + 1
        self._anew = False
        try:
            self._go(min(place, self.last))
        except Exception:
            self.stop()
            raise
        if self.place == self.last:
            self.stop()

    def _go(self, place):
        control, self._moves = self.control, True
        try:
            if hasattr(control, "index"):
                control.index = place
            else:
                control.value = control.min + place * control.step
        finally:
            self._moves = False

    def _moved(self, change):
        if self.playing and not self._moves:
            self.stop()

    def _tell(self):
        name, icon, told = PLAYS[self.playing]
        self.play_button.description = _(name)
        self.play_button.icon = icon
        self.play_button.tooltip = _(told).format(control=self.control.description)


def _place(control):
    return control.index if hasattr(control, "index") else (control.value - control.min) // control.step
