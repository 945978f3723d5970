"""Reads what a picture shows: its pixels, its texts and where they stand."""

import io
import itertools

import numpy as np
from PIL import Image

from helpers.figures.page import DETAIL, _renderer


def pixels(picture):
    """The painted picture. -> [height, width, 3], whole numbers from 0 to 255"""
    return np.asarray(Image.open(io.BytesIO(picture.png)).convert("RGB")).astype(int)


def place(picture, axes, x, y):
    """Which pixel shows a point of some axes, given as shares of their width and height from the top left. -> (row, column)"""
    picture.png  # lays everything out
    box = axes.get_window_extent()
    height = picture.height * DETAIL
    return int(height - box.y1 + y * box.height), int(box.x0 + x * box.width)


def texts(picture):
    """Every text that is written, with its box in pixels from the bottom left. -> list of (str, box)"""
    picture.png
    figure, renderer = picture.figure, _renderer()
    written = list(figure.texts)
    for axes in figure.axes:
        if axes.axison:
            for axis in (axes.xaxis, axes.yaxis):
                low, high = sorted(axis.get_view_interval())
                written += [axis.label, *(tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high)]
    return [(text.get_text(), text.get_window_extent(renderer)) for text in written if text.get_text().strip() and text.get_visible()]


def faults(picture):
    """What is cut off by the edge, and which texts lie on each other. -> list of str, empty if all is well"""
    width, height = picture.width * DETAIL, picture.height * DETAIL
    found = texts(picture)
    cut = [f"{text!r} is cut" for text, box in found if box.x0 < -0.5 or box.y0 < -0.5 or box.x1 > width + 0.5 or box.y1 > height + 0.5]
    for (one, box), (other, second) in itertools.combinations(found, 2):
        wide, tall = min(box.x1, second.x1) - max(box.x0, second.x0), min(box.y1, second.y1) - max(box.y0, second.y0)
        smaller = min(box.width * box.height, second.width * second.height)
        if wide > 0 and tall > 0 and wide * tall > 0.2 * smaller:
            cut.append(f"{one!r} lies on {other!r}")
    return cut
