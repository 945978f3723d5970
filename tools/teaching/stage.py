"""Pictures for slides, which build step by step: large type, no title of their own.

A scene is a list of states of one picture, the first of which is on the slide when it opens; each key adds
the next. All states have one size, so a later one is stored as the pixels in which it differs. A drawing of
frames hides what comes later under a veil of paper: it is found by drawing a variant of the frame, in which
just that looks different, so nothing here has to know where the still engine puts a panel.

    scene(alt, badge, [(said, draw), …])        draw: page -> None, on a page of our own
    of_frame(frame, [(said, hidden), …])         hidden: the panels, by number, that are not yet shown
    of_frames([(said, frame), …])                charts that grow: frames with the same axes
"""

import base64
import contextlib
import functools
import html
import io
import warnings
from dataclasses import dataclass, replace
from unittest.mock import patch

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from PIL import Image

from helpers import style
from helpers.pictures.maps import RULES
from helpers.pictures.picture import words_of
from helpers.pictures.still import drawing
from helpers.pictures.still.page import DETAIL, Page

WIDE, HIGH, TALL = 1168, 430, 510  # CSS pixels that a picture gets on a slide of 1280 × 720; with few words
BESIDE = 1.45  # a picture that is less wide than this, for its height, stands beside the words
FEW = 48  # colours of a picture in which none means a number
LEAST = 18  # CSS pixels of the smallest type in a picture as it is shown
LOW = 138  # CSS pixels that the axes of a chart are high, at scale 1
MATRIX, MAP = 680, 810  # CSS pixels that they are wide at most, at scale 1: so wide on a slide, type is LEAST
SCALES = (1.4, 1.6, 1.8, 2.0, 2.5)


@dataclass(frozen=True)
class Step:
    """One state of a scene. said: a sentence for the speaker; pixels [height, width, 3] uint8"""

    said: str
    pixels: np.ndarray


@dataclass(frozen=True)
class Scene:
    """A picture that builds. width, height: in CSS pixels; type: its smallest type, in the same."""

    alt: str
    badge: str
    steps: tuple
    width: int
    height: int
    type: float

    def shown(self, wide=WIDE, high=HIGH):
        """How large its smallest type is in a place of that size. -> CSS pixels"""
        return self.type * min(wide / self.width, high / self.height)


class Sheet(Page):
    """A page without a header: the slide has a heading and a badge."""

    def header(self, frame):
        """Nothing."""


@contextlib.contextmanager
def at_scale(scale):
    """Draw everything so many times larger, whatever the switch says, and as low and wide as a slide is."""
    engine = drawing.chart, drawing.matrix, drawing.map
    with contextlib.ExitStack() as changed:
        for where, name, value in (
            (style, "scale", lambda: scale),
            (engine[0], "TALL", LOW),
            (engine[1], "WIDEST", MATRIX * scale),
            (engine[2], "WIDEST", MAP * scale),
            (engine[2], "RULES", {**RULES, "small": RULES["type"], "pad": 3}),
        ):
            changed.enter_context(patch.object(where, name, value))
        yield


# ---- scenes


def scene(alt, badge, steps, wide=WIDE, high=HIGH):
    """A scene drawn by hand. steps: (what is said, function that draws it on a Page of wide × high) …

    -> Scene
    """
    states, smallest = [], []
    for said, draw in steps:
        with drawing.plainly():
            page = Sheet(wide - 2 * Page.margin)
            page.grow(high - page.height)
            draw(page)
        states.append(Step(said, pixels_of(page)))
        smallest.append(smallest_type(page))
    states = states if page.exact else in_few_colours(states)
    made = Scene(alt, badge, tuple(states), page.width, page.height, min(smallest))
    return checked(made, high=max(high, HIGH))


def of_frame(frame, steps, high=HIGH, scale=None, alt=None):
    """A scene of one MatrixFrame, panel by panel. steps: (what is said, panels not yet shown) … -> Scene

    Something in the place of a panel may be a variant of the frame: what looks different in it is hidden.
    """
    scale = scale or best_scale((frame,), high)
    page = sheet_of((frame,), scale)
    whole, found, states = pixels_of(page), {}, []
    for said, hidden in steps:
        state = whole.copy()
        for one in hidden:
            if id(one) not in found:
                found[id(one)] = place_of(frame, one, whole, scale)
            top, bottom, left, right = found[id(one)]
            state[top:bottom, left:right] = 255
        states.append(Step(said, state))
    words = alt or words_of((frame,))
    return checked(
        Scene(words, frame.badge, tuple(states), page.width, page.height, smallest_type(page)), high=high
    )


def of_frames(steps, high=HIGH, scale=None, alt=None):
    """A scene of frames that grow, such as charts with the same axes. steps: (what is said, frame) …

    -> Scene
    """
    last = steps[-1][1]
    scale = scale or best_scale((last,), high)
    pages = [sheet_of((frame,), scale) for _, frame in steps]
    states = [Step(said, pixels_of(page)) for (said, _), page in zip(steps, pages, strict=True)]
    page, words = pages[-1], alt or words_of((last,))
    states = states if page.exact else in_few_colours(states)
    return checked(
        Scene(words, last.badge, tuple(states), page.width, page.height, smallest_type(page)), high=high
    )


def checked(made, high=HIGH):
    """The same scene. Raises ValueError: states of several sizes, or type too small for the last row."""
    sizes = {step.pixels.shape for step in made.steps}
    if len(sizes) > 1:
        raise ValueError(f"All states of a picture must have one size: got {sorted(sizes)}. {made.alt[:80]}")
    if made.shown(high=high) < LEAST:
        raise ValueError(
            f"The type is {made.shown(high=high):.1f} pixels on a slide, not {LEAST}: {made.alt[:80]}"
        )
    return made


# ---- drawing


def sheet_of(frames, scale):
    """Frames as the still engine draws them, without their titles. -> Sheet"""
    fonts, _ = drawing.fonts_for(frames)
    with at_scale(scale), drawing.plainly(fonts), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="All-NaN slice")  # bars that are still to come
        plans = [drawing.PLANS[type(frame)](frame) for frame in frames]
        page = Sheet(max(width for width, _ in plans))
        for number, (_, paint) in enumerate(plans):
            if number:
                page.grow(18 * page.scale)
            paint(page)
        page.tell_cuts()
        page.grow(page.margin)
    page.fonts = fonts
    return page


def best_scale(frames, high):
    """The smallest scale at which type is large enough, for then the rest is largest; else the best.

    -> float
    """
    sizes = []
    for scale in SCALES:
        page = sheet_of(frames, scale)
        sizes.append(smallest_type(page) * min(WIDE / page.width, high / page.height))
        if sizes[-1] >= LEAST + 0.5:
            return scale
    return SCALES[int(np.argmax(sizes))]


def smallest_type(page):
    """The smallest type on a page, in its CSS pixels."""
    texts = [text for text in page.figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    return min((text.get_fontsize() / 0.75 for text in texts), default=99.0)


def pixels_of(page):
    """A page as pixels. -> [height, width, 3] uint8; where colours mean no numbers, a few levels of each"""
    with drawing.plainly(page.fonts):
        canvas = FigureCanvasAgg(page.figure)
        page.figure.set_dpi(96 * DETAIL)
        canvas.draw()
        pixels = np.ascontiguousarray(np.asarray(canvas.buffer_rgba())[..., :3])
    return pixels if page.exact else np.array(drawing.LEVELS, np.uint8)[pixels]


def in_few_colours(states):
    """The same states in a few colours, which are the same in all of them. -> list of Step"""
    flat = np.concatenate([state.pixels.reshape(-1, 3) for state in states]).reshape(
        -1, states[0].pixels.shape[1], 3
    )
    few = Image.fromarray(flat).quantize(FEW, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    parts = np.split(np.asarray(few.convert("RGB")), len(states))
    return [Step(state.said, part) for state, part in zip(states, parts, strict=True)]


def place_of(frame, hidden, whole, scale):
    """Where something of a frame stands. hidden: a panel by number, or a variant

    -> top, bottom, left, right
    """
    variant = frame
    if isinstance(hidden, int):
        other = "key" if frame.panels[hidden].role != "key" else "query"
        panels = [replace(one, role=other) if at == hidden else one for at, one in enumerate(frame.panels)]
        variant = replace(frame, panels=panels)
    else:
        variant = hidden
    other = pixels_of(sheet_of((variant,), scale))
    if other.shape != whole.shape:
        raise ValueError(f"A variant must be as large as its frame: {whole.shape}, not {other.shape}.")
    rows, columns = np.nonzero((other != whole).any(axis=2))
    edge = 9  # pixels: the border of a marked cell lies around it
    top, left = max(0, rows.min() - edge), max(0, columns.min() - edge)
    return top, rows.max() + 1 + edge, left, columns.max() + 1 + edge


# ---- a scene as HTML


def markup(made):
    """A scene as it stands in a deck: its first state, and above it what each step adds. -> HTML"""
    height, width = made.steps[0].pixels.shape[:2]
    parts = [f'<img alt="{html.escape(made.alt)}" src="{png(made.steps[0].pixels)}">']
    before = made.steps[0].pixels
    for number, step in enumerate(made.steps[1:]):
        new = (step.pixels != before).any(axis=2)
        rows, columns = np.nonzero(new)
        if not len(rows):
            raise ValueError(f"A step shows nothing new: {step.said}")
        top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
        here = np.s_[top:bottom, left:right]
        shares = (left / width, top / height, (right - left) / width, (bottom - top) / height)
        where = ";".join(
            f"{name}:{100 * share:.4f}%"
            for name, share in zip(("left", "top", "width", "height"), shares, strict=True)
        )
        parts.append(
            f'<img class="fragment" data-fragment-index="{number}" alt="" style="{where}"'
            f' src="{png(step.pixels[here], new[here])}">'
        )
        before = step.pixels
    size = f"--wide:{made.width};--high:{made.height}"
    return (
        f'<div class="picture"><div class="sheet" style="{size}" data-width="{made.width}"'
        f' data-type="{made.type:.2f}">{"".join(parts)}</div></div>'
    )


def png(pixels, new=None):
    """Pixels as a PNG in a data URI; those that are not new are left clear. As few colours as there are."""
    packed = pixels.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    colours, index = np.unique(packed, return_inverse=True)
    index = index.reshape(packed.shape)
    file, palette = io.BytesIO(), np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1)
    if len(colours) <= 255:
        shown = index + 1 if new is None else np.where(new, index + 1, 0)
        image = Image.fromarray(shown.astype(np.uint8), "P")
        image.putpalette([255, 255, 255, *palette.ravel().tolist()])
        image.save(file, "png", optimize=True, **({} if new is None else {"transparency": 0}))
    elif new is None:
        Image.fromarray(pixels, "RGB").save(file, "png", optimize=True)
    else:
        layers = np.dstack([np.where(new[..., None], pixels, 255), np.where(new, 255, 0)])
        Image.fromarray(layers.astype(np.uint8), "RGBA").save(file, "png", optimize=True)
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


@functools.cache
def drawn(make):
    """A scene, drawn once in a process. make: the function that gives it -> Scene"""
    return make()
