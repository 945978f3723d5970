"""A page to draw on: a matplotlib figure, measured in CSS pixels from its top left, that grows downwards.

Every size on it grows with style.scale(). Words are drawn as they are: none is read as mathematics or markup.
"""

import functools
import math

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Affine2D, Bbox

from helpers import style
from helpers.languages import translate as _
from helpers.pictures.still.fonts import FONT

WIDEST = 940  # CSS pixels between the margins: as wide as a notebook shows without scaling
DETAIL = 1.5  # pixels of a PNG for one CSS pixel
PAPER, INK, FAINT, GRID, ERROR = (
    colours["light"] for colours in (style.PAPER, style.INK, style.FAINT, style.GRID, style.ERROR)
)
OTHERS = {"result": style.RESULT["light"], "error": ERROR}  # no roles, and drawn as if they were
TITLE, TEXT, SMALL = 14, 12, 11  # type sizes in CSS pixels
ROUND = 10  # CSS pixels of the round corners of a card


def steady(fonts=(FONT,)):
    """A context in which matplotlib draws the same picture whatever the reader's own settings are.

    fonts: names of fonts; what the first lacks is drawn with the next one that has it.
    """
    settings = {
        name: value
        for name, value in matplotlib.rcParamsDefault.items()
        if not name.startswith(("backend", "_", "toolbar"))
    }
    settings |= {
        "font.family": list(fonts),
        "font.sans-serif": list(fonts),
        "svg.hashsalt": "attention",
        "pdf.fonttype": 42,
        "text.parse_math": True,
        "text.color": INK,
        "axes.axisbelow": True,
        "lines.solid_capstyle": "round",
        "patch.edgecolor": "w",
        "patch.force_edgecolor": True,
    }
    settings |= {f"{part}.{what}": FAINT for part in ("xtick", "ytick") for what in ("color", "labelcolor")}
    settings |= {"axes.edgecolor": FAINT, "axes.labelcolor": INK, "figure.facecolor": PAPER}
    settings["axes.facecolor"] = "none"
    return matplotlib.rc_context(settings)


def points(pixels):
    """CSS pixels as points, the unit of matplotlib's fonts and lines."""
    return pixels * 0.75


def snap(pixels):
    """The nearest place that is a whole pixel of the PNG, so that edges are crisp."""
    return round(pixels * DETAIL) / DETAIL


@functools.cache
def _renderer():
    return RendererAgg(1, 1, 96 * DETAIL)


@functools.lru_cache(maxsize=8192)
def _width_at_100(text, bold, fonts):
    font = FontProperties(family=list(fonts), size=points(100), weight="bold" if bold else "normal")
    return _renderer().get_text_width_height_descent(text, font, ismath=False)[0] / DETAIL


def text_width(text, size, bold=False):
    """How wide a text is at a type size, in CSS pixels; 2 % is added, for small type is rounded."""
    fonts = tuple(matplotlib.rcParams["font.family"])  # as steady() set them
    fonts = fonts if fonts[0] == FONT else (FONT,)
    return 1.02 * _width_at_100(one_line(text), bold, fonts) * size / 100


def one_line(text):
    """A text without breaks, so that a token with one in it stays a word."""
    return " ".join(text.splitlines())


def shorten(text, room, size, bold=False):
    """Cut a text so that it fits into room CSS pixels; a cut is shown as …"""
    if text_width(text, size, bold) <= room:
        return text
    while text and text_width(text + "…", size, bold) > room:
        text = text[:-1]
    return text + "…"


def wrap(text, room, size, bold=False):
    """Break a text into lines that fit into room CSS pixels, within a word that is longer. -> list of str"""
    lines = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold) <= room:
            lines[-1] = longer
        else:
            while len(word) > 1 and text_width(word, size, bold) > room:
                start = max(1, len(shorten(word, room, size, bold)) - 1)
                lines.append(word[:start])
                word = word[start:]
            lines.append(word)
    return lines


def ink_on(rgb):
    """Black or white, whichever stands out more: at least 4.5 : 1 on any colour, as in the live views."""
    return "#000000" if style.luminance(rgb) > 0.179 else "#ffffff"


def colour_for(role):
    """The colours of a role, of "head 1" … "head 16", "result" or "error": (for areas, for lines, for words).

    On paper, lines stand out by at least 3 : 1 and words by 4.5 : 1.
    """
    if role in OTHERS:
        return (OTHERS[role],) * 3
    if role.startswith("head "):
        colour = style.HEADS[(int(role[5:]) - 1) % len(style.HEADS)]
        return colour, shade(colour, 3), shade(colour, 4.5)
    return style.ROLES[role].fill, style.ROLES[role].on_light, style.ROLES[role].on_light


def panel_colours(panel):
    """What frames a panel, and what its title is written in: its head's colour, else its role's, or none.

    -> ("#rrggbb", "#rrggbb"); a panel without either has a grey frame and a title in ink
    """
    own = panel.role if panel.head is None else f"head {panel.head + 1}"
    fill, _, words = colour_for(own)
    return (GRID, INK) if own == "plain" else (fill, words)


def box_role(panel, row, column):
    """Whose colour a box wears: that of the head it belongs to, else its panel's role."""
    head = row if panel.links[0] == "head" else panel.head
    if panel.slots:
        head = column * panel.slots // panel.values.shape[1]
    return panel.role if head is None else f"head {head + 1}"


def row_colour(panel, row):
    """What the name of a row is written in: of a row that is a head, in that head's colour. -> "#rrggbb" """
    return colour_for(f"head {row + 1}")[2] if panel.links[0] == "head" else INK


def shade(colour, least):
    """A colour as it is, or darkened with ink until its contrast with paper is at least so much."""
    mixed, ink = np.array(style.hex_to_rgb(colour), float), np.array(style.hex_to_rgb(INK))
    while style.contrast(colour, PAPER) < least:
        mixed += 0.1 * (ink - mixed)
        colour = "#{:02x}{:02x}{:02x}".format(*mixed.round().astype(int))
    return colour


def tint(colour, share):
    """A colour thinned with paper: share 0 is paper, 1 the colour. -> (red, green, blue), each 0 to 255"""
    return tuple(255 + (part - 255) * share for part in style.hex_to_rgb(colour))


def _even(length):
    """A length in CSS pixels, rounded up to an even number, of which DETAIL makes whole pixels."""
    return 2 * math.ceil(length / 2)


class Page:
    """A figure that grows downwards. x, y, sizes: CSS pixels from the top left; width is fixed, height grows.

    exact: whether each colour means a number, so that none may be changed to make the file smaller.
    card: whether it is a card of its own, with a ground and round corners, on a page of any colour.
    fonts: names of the fonts that it is drawn with.
    """

    margin = 10
    exact = False
    card = False
    fonts = (FONT,)

    def __init__(self, width):
        self.width, self.height, self.scale = _even(width + 2 * self.margin), 0, style.scale()
        self.cut = {}  # what stands for a text that did not fit: the text
        self.figure = Figure(dpi=96 * DETAIL, facecolor=PAPER)
        self._inches = Affine2D()
        self.transform = self._inches + self.figure.dpi_scale_trans
        self.grow(self.margin)

    @property
    def inner(self):
        """The width between the margins."""
        return self.width - 2 * self.margin

    def grow(self, height):
        """Make the page longer. -> the place where the new part begins"""
        top = self.height
        self.height = _even(top + height)
        self.figure.set_size_inches(self.width / 96, self.height / 96)
        self._inches.clear().scale(1 / 96, -1 / 96).translate(0, self.height / 96)
        return top

    def axes(self, x, y, width, height):
        """Axes in a rectangle of the page."""
        axes = self.figure.add_axes((0, 0, 1, 1))
        self.place(axes, x, y, width, height)
        return axes

    def place(self, axes, x, y, width, height):
        """Move axes to a rectangle of the page; they stay there when the page grows."""

        def where(axes, renderer):
            return Bbox.from_extents(
                x / self.width, 1 - (y + height) / self.height, (x + width) / self.width, 1 - y / self.height
            )

        axes.set_axes_locator(where)

    def text(self, x, y, text, size=TEXT, colour=INK, bold=False, across="left", turned=False, halo=False):
        """Write one line, half-way up at y; size is taken as it is.

        across: which part of it stands at x; turned: upright, across is along it; halo: readable on lines.
        """
        return self.figure.text(
            x,
            y,
            one_line(text),
            transform=self.transform,
            fontsize=points(size),
            color=colour,
            weight="bold" if bold else "normal",
            ha=across,
            va="center" if turned else "center_baseline",
            rotation=90 if turned else 0,
            rotation_mode="anchor" if turned else "default",
            parse_math=False,
            path_effects=[withStroke(linewidth=points(3), foreground=PAPER)] if halo else None,
        )

    def fit(self, text, room, size, bold=False):
        """Cut a text so that it fits, and no two cut texts look the same; `tell_cuts` says them whole.

        -> str
        """
        short, number = shorten(text, room, size, bold), 1
        while short != text and self.cut.get(short, text) != text:
            number += 1
            short = f"{shorten(text, room - text_width(f' {number}', size, bold), size, bold)} {number}"
        if short != text:
            self.cut[short] = text
        return short

    def tell_cuts(self):
        """Write under the pictures what was cut in them, whole."""
        self.paragraph("; ".join(f"{short} = {one_line(text)}" for short, text in self.cut.items()))

    def line(self, xs, ys, colour=GRID, width=1.0, **more):
        """Join places by a line."""
        line = Line2D(xs, ys, transform=self.transform, color=colour, linewidth=points(width), **more)
        return self.figure.add_artist(line)

    def box(self, x, y, width, height, fill="none", edge="none", line=0.0, round_by=0.0):
        """Draw a rectangle, with rounded corners if round_by is given."""
        if fill != "none" and not isinstance(fill, str):
            fill = tuple(part / 255 for part in fill)
        look = {"transform": self.transform, "facecolor": fill, "edgecolor": edge, "linewidth": points(line)}
        if round_by:
            return self.figure.add_artist(
                FancyBboxPatch(
                    (x, y), width, height, boxstyle=f"round,pad=0,rounding_size={round_by}", **look
                )
            )
        return self.figure.add_artist(Rectangle((x, y), width, height, **look))

    def paragraph(self, text, size=SMALL, colour=FAINT):
        """Write a sentence under what is there, broken into lines. Nothing is written for an empty text."""
        size *= self.scale
        for line in wrap(text, self.inner, size):
            self.text(self.margin, self.grow(1.45 * size) + 0.7 * size, line, size, colour)

    def header(self, frame):
        """The title of a frame on the left, on the right the badge that says where its numbers come from."""
        size, small = TITLE * self.scale, SMALL * self.scale
        pill = text_width(_(frame.badge), small) + 14 * self.scale if frame.badge else 0
        lines = wrap(frame.title, self.inner - pill - 12, size, bold=True)
        top = self.grow(max(1, len(lines)) * 1.35 * size + 8 * self.scale)
        for number, line in enumerate(lines):
            self.text(self.margin, top + (number + 0.65) * 1.35 * size, line, size, bold=True)
        if not frame.badge:
            return
        self.box(
            self.width - self.margin - pill,
            top + 1,
            pill,
            1.7 * small,
            edge=FAINT,
            line=1,
            round_by=0.85 * small,
        )
        self.text(
            self.width - self.margin - pill / 2,
            top + 1 + 0.88 * small,
            _(frame.badge),
            small,
            FAINT,
            across="center",
        )

    def legend(self, entries, x=None, y=None, width=None):
        """A legend: samples with their texts, in as many lines as are needed.

        entries: (text, function that draws a sample at x, y, width);
        x, y, width: where, in a place that was made for it; without them the page is made longer.
        """
        size, sample = SMALL * self.scale, 18 * self.scale
        x, width = self.margin if x is None else x, self.inner if width is None else width
        y = self.grow(self.height_of_legend(entries, width)) if y is None else y
        for (text, paint), (right, line) in zip(entries, self._legend_places(entries, width), strict=True):
            middle = y + (line + 0.5) * 1.6 * size
            paint(x + right, middle, sample)
            text = self.fit(text, width - sample - 6 * self.scale, size)
            self.text(x + right + sample + 6 * self.scale, middle, text, size, FAINT)

    def height_of_legend(self, entries, width):
        """How tall a legend is."""
        lines = [line for _, line in self._legend_places(entries, width)]
        return (max(lines) + 1) * 1.6 * SMALL * self.scale if lines else 0

    def _legend_places(self, entries, width):
        right, line, places = 0, 0, []
        for text, _sample in entries:
            needed = 24 * self.scale + text_width(text, SMALL * self.scale)
            if right and right + needed > width:
                right, line = 0, line + 1
            places.append((right, line))
            right += needed + 16 * self.scale
        return places

    def extent(self, axes):
        """The box around axes with all their labels. -> (left, top, right, bottom) in CSS pixels"""
        box = axes.get_tightbbox(_renderer())
        return box.x0 / DETAIL, self.height - box.y1 / DETAIL, box.x1 / DETAIL, self.height - box.y0 / DETAIL

    def from_data(self, axes, x, y):
        """Where points of a plot stand on the page. -> [n_points, 2] in CSS pixels"""
        axes.apply_aspect(axes.get_axes_locator()(axes, None))
        places = axes.transData.transform(np.column_stack([x, y])) / DETAIL
        return places * (1, -1) + (0, self.height)


def header_width(frame, scale):
    """How wide a page must be for the title in one line with its badge, within reason."""
    title, badge = (
        text_width(frame.title, TITLE * scale, bold=True),
        text_width(_(frame.badge), SMALL * scale),
    )
    return min(title + badge + 40 * scale, WIDEST)
