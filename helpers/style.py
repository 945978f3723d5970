"""Colours that have roles, the two colour maps, type sizes, the projector scale. Needs numpy, and settings.

A role keeps its colour on every figure, widget and word. `fill` is for areas; `on_light` and `on_dark` are
shades of the same hue for text and thin lines, with a contrast of at least 4.5 : 1
on that theme's background.
"""

import weakref
from dataclasses import dataclass

import numpy as np

from helpers import settings
from helpers.languages import mark

PAPER = {"light": "#ffffff", "dark": "#111111"}
INK = {"light": "#1f2328", "dark": "#e6e8ea"}
FAINT = {"light": "#59616b", "dark": "#a3abb5"}
GRID = {"light": "#d9dde2", "dark": "#3a4048"}
ERROR = {"light": "#b3261e", "dark": "#ff8a80"}
# What came out, and has no role: the state now, an answer, an accuracy, a sum. Strong beside "plain", a grey.
RESULT = {"light": "#343e4a", "dark": "#dce1e7"}
HATCH = {"light": "#b4bcc6", "dark": "#4d5560"}  # what a mask forbids: faint, struck through, no border
CARD = "#fcfbf8"  # the ground of a still, a little off white, on a page of any colour


@dataclass(frozen=True)
class Role:
    fill: str
    on_light: str
    on_dark: str
    meaning: str


ROLES = {
    "query": Role("#b36be2", "#8a3fc0", "#c48bea", "what a word looks for"),
    "key": Role("#f49735", "#a85400", "#f49735", "what a word offers"),
    "value": Role("#62aefa", "#0f66b8", "#62aefa", "what a word hands over"),
    "embedding": Role("#70bf41", "#3d7a17", "#70bf41", "the vector with which a word comes in, x"),
    "context": Role("#ff9eb5", "#b8325a", "#ff9eb5", "the vector with which a word goes on, z"),
    "weight": Role("#2a8f86", "#0b7a70", "#2fd6c4", "how much of a value comes through"),
    "plain": Role("#8a94a3", "#59616b", "#a3abb5", "a number without a role"),
}

# For words of a role where nobody knows the theme, as in a notebook's prose: at least 4.5 : 1 on white, and
# as much as such a shade can have on JupyterLab's dark ground, 4.1 : 1. Live pictures bring CSS that knows.
PROSE = {
    "query": "#9b54d1",
    "key": "#b75e0d",
    "value": "#0076d9",
    "embedding": "#3e8602",
    "context": "#d43b69",
}

# Where the numbers of a picture come from; "The numbers are …" goes before each word.
BADGES = {
    mark("hand-set"): mark("set by hand, small enough to multiply on paper"),
    mark("random"): mark("drawn at random, or computed from such numbers"),
    mark("computed"): mark("given by a formula or counted: nothing is learned and nothing drawn"),
    mark("measured"): mark("what came out when it ran: a loss, a time, an alarm"),
    mark("trained"): mark("learned by a model in training, or computed with what it learned"),
    mark("given"): mark("given by whoever made the picture: the course cannot know where they come from"),
}

# One colour for each head, at least 3 : 1 on either theme's background;
# a head's number always stands beside it.
HEADS = (
    "#0072b2", "#d55e00", "#009e73", "#c877a4", "#c18600", "#2f9db5", "#7d52a5", "#8c6d31",
    "#4965a2", "#af403c", "#3f7f3f", "#e0559b", "#969600", "#269f9f", "#9a87bc", "#5f6b6d",
)  # fmt: skip

# The lightness of "weights" changes one way only, so it prints in grey; "signed" is centred on 0. Gold and
# indigo lie between the hues of the roles, as far as can be from all of them, from the weights and from an
# error, and stay apart for colour-blind eyes; both ends are equally light: tests/test_style.py measures it.
_ANCHORS = {
    ("weights", "light"): ("#f4f6f5", "#cfe5de", "#8ec8c1", "#4a9dab", "#2a6f92", "#1f4470", "#131f3f"),
    ("weights", "dark"): ("#1a1f24", "#1e3c50", "#226379", "#3f919c", "#80bfb6", "#c3e5d8", "#f8fff6"),
    ("signed", "light"): ("#4a3fbd", "#8a8fe1", "#c7cdff", "#f5f5f4", "#e6cf98", "#b39445", "#6d540a"),
    ("signed", "dark"): ("#c2c5fe", "#7677c0", "#39396b", "#1c2024", "#4e3e01", "#967e31", "#e7c869"),
}
MAPS = tuple(_ANCHORS)
SOFT = 0.6  # how far boxes go into the signed map: as light as those of the roles


def colour_map(kind, theme="light"):
    """The colours of a map, lowest value first. -> [256, 3] uint8

    kind: "weights" (0 to 1) or "signed" (centred on 0).

    >>> colour_map("weights").shape
    (256, 3)
    """
    anchors = np.array([hex_to_rgb(colour) for colour in _ANCHORS[kind, theme]])
    place = np.linspace(0, len(anchors) - 1, 256)
    return (
        np.stack([np.interp(place, range(len(anchors)), channel) for channel in anchors.T], axis=1)
        .round()
        .astype(np.uint8)
    )


def box_colour(value, role, limit=1.0, theme="light"):
    """What fills the box of a number, if a map says it: of a weight, or of a number without a role.

    value [...] -> [..., 3] uint8, or None: the box is tinted in the colour of its role

    >>> box_colour([1, -1], "plain").tolist() == colour_of([SOFT, -SOFT], "signed").tolist()
    True
    """
    if role == "weight":
        return colour_of(value, "weights", limit, theme)
    return colour_of(SOFT * np.asarray(value), "signed", limit, theme) if role == "plain" else None


def colour_of(value, kind, limit=1.0, theme="light"):
    """The colour with which a number is painted. value [...] -> [..., 3] uint8

    Weights run from 0 to limit, signed values from -limit to limit; what lies beyond is painted as the end.

    >>> colour_of(0.0, "weights").tolist() == colour_map("weights")[0].tolist()
    True
    """
    return colour_map(kind, theme)[step_of(value, kind, limit)]


def step_of(value, kind, limit=1.0):
    """Which of the 256 colours of a map a number is painted in. value [...] -> [...] int, from 0

    >>> step_of([0.0, 0.5, 2.0], "weights").tolist(), step_of([-1.0, 0.0, 1.0], "signed").tolist()
    ([0, 128, 255], [0, 128, 255])
    """
    share = np.asarray(value, float) / (limit or 1.0)
    share = share if kind == "weights" else (share + 1) / 2
    return np.clip(np.floor(share * 255 + 0.5), 0, 255).astype(int)


def hex_to_rgb(colour):
    """Read "#rrggbb" as three numbers from 0 to 255.

    >>> hex_to_rgb("#ff8000")
    (255, 128, 0)
    """
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def luminance(rgb):
    """Relative luminance of a colour, 0 (black) to 1 (white).

    rgb [..., 3] in 0…255 -> [...]  Source: WCAG 2.2.
    """
    share = np.asarray(rgb, float) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def contrast(colour, other):
    """Contrast of two colours given as "#rrggbb", 1 (same) to 21 (black on white).  Source: WCAG 2.2.

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    low, high = sorted((luminance(hex_to_rgb(colour)), luminance(hex_to_rgb(other))))
    return float((high + 0.05) / (low + 0.05))


def head_colour(number, theme="light"):
    """The colour of a head, from 1: on the dark ground lightened until words in it can be read, 4.5 : 1.

    >>> head_colour(1), contrast(head_colour(1, "dark"), PAPER["dark"]) >= 4.5
    ('#0072b2', True)
    """
    colour = HEADS[(number - 1) % len(HEADS)]
    while theme == "dark" and contrast(colour, PAPER[theme]) < 4.5:
        parts = zip(hex_to_rgb(colour), hex_to_rgb(INK[theme]), strict=True)
        colour = "#{:02x}{:02x}{:02x}".format(*(round(part + 0.1 * (ink - part)) for part, ink in parts))
    return colour


PROJECTOR = 1.6  # how much larger everything is for the back of a room
REMEMBERED = "display"  # the name under which the switch is remembered
_on = None  # the one switch; None: not yet asked what is remembered
_followers = weakref.WeakKeyDictionary()  # what is larger or smaller at once when the switch moves


def scale():
    """How much larger than usual all type, lines and controls are drawn: 1 on a desk, 1.6 on a projector."""
    global _on
    if _on is None:
        _on = settings.read(REMEMBERED).get("projector") is True
    return PROJECTOR if _on else 1.0


def projector(on=True):
    """Make everything larger, so that it reads from the back of a room.

    What stands there and what is drawn from now on, in this notebook and in those that start later.
    """
    global _on
    _on = bool(on)
    settings.write(REMEMBERED, {**settings.read(REMEMBERED), "projector": _on})
    for thing, follow in list(_followers.items()):
        follow(thing)


def follow_scale(thing, follow):
    """Call follow(thing) now, and again whenever the scale changes, for as long as the thing is in use."""
    _followers[thing] = follow
    follow(thing)
