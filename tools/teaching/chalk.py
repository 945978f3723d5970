"""What drawings for board and slides are made of: sentences, arrows, boxes with numbers, small heatmaps.

Each draws on a Page, in CSS pixels from its top left.
"""

import numpy as np
from matplotlib.patches import Polygon

from helpers import style
from helpers.pictures.still.page import FAINT, INK, colour_for, ink_on, text_width, tint
from helpers.pictures.words import exact

LARGE, SMALL = 26, 21  # the type of slides, in CSS pixels


def sentence(page, tokens, y, left=10, right=None, size=LARGE, strong=()):
    """Write tokens in a line from left to right. strong: those in bold, by place

    -> where their middles are
    """
    right = page.width - 10 if right is None else right
    widths = [text_width(token, size, place in strong) for place, token in enumerate(tokens)]
    gap = (right - left - sum(widths)) / (len(tokens) - 1)
    middles, x = [], left
    for place, (token, wide) in enumerate(zip(tokens, widths, strict=True)):
        bold = place in strong
        page.text(x + wide / 2, y, token, size, INK if bold or not strong else FAINT, bold, "center")
        middles.append(x + wide / 2)
        x += wide + gap
    return middles


def arc(page, start, end, y, rise, text="", role="query", width=2.5, size=15):
    """A bent arrow from one place of a line to another; rise: how far down it bends, up if negative."""
    _, line, ink = colour_for(role)
    along = np.linspace(0, 1, 81)
    x, height = start + (end - start) * along, y + 4 * rise * along * (1 - along)
    large = _head_size(width)
    free = np.hypot(x - end, height - y) > 0.7 * large  # the line ends inside of its head
    page.line(x[free], height[free], line, width, solid_capstyle="butt")
    last = np.flatnonzero(free)[-1]
    arrow_head(page, end, y, (end - x[last], y - height[last]), line, width)
    if text:
        above = y + rise + (0.87 * size + width / 2) * np.sign(rise)
        page.text((start + end) / 2, above, text, size, ink, across="center")


def arrow(page, start, end, colour=INK, width=2.5):
    """A straight arrow between two places."""
    way = np.array(end, float) - start
    neck = np.array(end) - 0.7 * _head_size(width) * way / np.hypot(*way)
    page.line([start[0], neck[0]], [start[1], neck[1]], colour, width, solid_capstyle="butt")
    arrow_head(page, *end, way, colour, width)


def arrow_head(page, x, y, direction, colour, width=2.5):
    """The head of an arrow that ends at a place. width: of its line"""
    along = np.array(direction) / np.hypot(*direction)
    across, large = np.array([-along[1], along[0]]), _head_size(width)
    back = np.array([x, y]) - large * along
    corners = [(x, y), back + 0.5 * large * across, back - 0.5 * large * across]
    page.figure.add_artist(Polygon(corners, transform=page.transform, facecolor=colour, edgecolor="none"))


def _head_size(width):
    return 8 + 1.7 * width


def numbers_in_boxes(page, x, y, values, role, limit, wide=64, high=48, size=LARGE, text=exact):
    """A row of numbers in boxes, filled with more of the role's colour the larger the number is; weights,
    and numbers without a role, have the colours that they have in maps.

    y: the middle
    """
    fill, strong, _ = colour_for(role)
    for place, value in enumerate(values):
        colour = style.box_colour(float(value), role, limit)
        colour = (
            tint(fill, 0.1 + 0.8 * min(1, abs(value) / limit)) if colour is None else tuple(map(int, colour))
        )
        page.box(x + place * wide + 2, y - high / 2, wide - 4, high, colour, strong, 1.5, 8)
        page.text(x + (place + 0.5) * wide, y, text(value), size, ink_on(colour), across="center")
    return x + len(values) * wide


def grid(page, x, y, values, wide, high, kind="weights", limit=1.0, edge="plain"):
    """A matrix as coloured cells. x, y: its corner; wide, high: of one cell"""
    page.exact = True
    rows, columns = values.shape
    axes = page.axes(x, y, columns * wide, rows * high)
    axes.imshow(style.colour_of(values, kind, limit), interpolation="nearest", aspect="auto")
    axes.set_axis_off()
    page.box(x, y, columns * wide, rows * high, edge=colour_for(edge)[1], line=1.5)
