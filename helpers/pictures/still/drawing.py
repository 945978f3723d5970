"""Frames -> a page, and a page -> a PNG: what needs matplotlib, which loads when a still is asked for."""

import contextlib
import io
import warnings

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from helpers.pictures.kinds import ChartFrame, LinesFrame, MatrixFrame
from helpers.pictures.maps import MapFrame
from helpers.pictures.still import chart, lines, map, matrix
from helpers.pictures.still.fonts import FONT, fonts_for, told
from helpers.pictures.still.page import DETAIL, Page, steady

PLANS = {MatrixFrame: matrix.plan, LinesFrame: lines.plan, ChartFrame: chart.plan, MapFrame: map.plan}
LEVELS = [
    round(round(level * 31 / 255) * 255 / 31) for level in range(256)
]  # among 32 steps, 256 colours are soon found


def page_of(frames):
    """Draw frames below each other. -> Page"""
    fonts, lacking = fonts_for(frames)
    with plainly(fonts):
        plans = [PLANS[type(frame)](frame) for frame in frames]
        page = Page(max(width for width, _ in plans))
        for number, (_, paint) in enumerate(plans):
            if number:
                page.grow(18 * page.scale)
            paint(page)
        page.tell_cuts()
        page.paragraph(told(lacking))
        page.grow(page.margin)
    page.fonts = fonts
    return page


def png_of(page):
    """A page as a PNG, the same bytes every time. Page -> bytes"""
    with plainly(page.fonts):
        canvas = FigureCanvasAgg(page.figure)
        page.figure.set_dpi(96 * DETAIL)
        canvas.draw()
        pixels = np.asarray(canvas.buffer_rgba())[..., :3]
    image, file = Image.fromarray(np.ascontiguousarray(pixels)), io.BytesIO()
    if not page.exact:  # lines and text look the same in 256 colours, and take a third of the room
        image = image if image.getcolors(10000) else image.point(LEVELS * 3)
        image = image.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    image.save(file, "png")  # level 9 would take four times as long for 3 % less
    return file.getvalue()


@contextlib.contextmanager
def plainly(fonts=(FONT,)):
    """Draw with the course's own settings. A letter that no font has is a box, without a warning."""
    with steady(fonts), warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", message="Glyph .* missing from|Matplotlib currently does not support"
        )
        yield
