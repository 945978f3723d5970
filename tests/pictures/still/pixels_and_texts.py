"""Reads what a picture shows: its pixels, its texts and where they stand."""

import io

import numpy as np
from PIL import Image

from helpers import style
from helpers.pictures.still.page import DETAIL, _renderer

GROUND = style.hex_to_rgb(style.CARD)


def pixels(picture):
    """The painted picture. -> [height, width, 3], whole numbers from 0 to 255; see GROUND for its ground"""
    return np.asarray(Image.open(io.BytesIO(picture.png)).convert("RGB")).astype(int)


def place(picture, axes, x, y):
    """Which pixel shows a point of axes. x, y: shares of their size from the top left -> (row, column)"""
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
                written += [
                    axis.label,
                    *(tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high),
                ]
    return [
        (text.get_text(), text.get_window_extent(renderer))
        for text in written
        if text.get_text().strip() and text.get_visible()
    ]


def faults(picture):
    """What is cut off by the edge, and which texts lie on each other. -> list of str, empty if all is well"""
    width, height = picture.width * DETAIL, picture.height * DETAIL
    found = texts(picture)
    corners = np.array([(box.x0, box.y0, box.x1, box.y1) for _, box in found]).reshape(-1, 4)
    beyond = (corners < -0.5).any(axis=1) | (corners[:, 2] > width + 0.5) | (corners[:, 3] > height + 0.5)
    cut = [f"{found[place][0]!r} is cut" for place in np.flatnonzero(beyond)]
    low, high = (
        np.maximum(corners[:, None, :2], corners[None, :, :2]),
        np.minimum(corners[:, None, 2:], corners[None, :, 2:]),
    )
    shared, area = (high - low).clip(0).prod(axis=2), (corners[:, 2:] - corners[:, :2]).prod(axis=1)
    pairs = np.argwhere(np.triu(shared > 0.2 * np.minimum(area[:, None], area), k=1))
    return cut + [f"{found[first][0]!r} lies on {found[other][0]!r}" for first, other in pairs]
