"""Frames -> a page, and a page -> a PNG: what needs matplotlib, which loads when a still is asked for."""

import contextlib
import io
import warnings

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image, ImageDraw

from helpers import style
from helpers.pictures.kinds import ChartFrame, LinesFrame, MatrixFrame
from helpers.pictures.maps import MapFrame
from helpers.pictures.still import chart, lines, map, matrix
from helpers.pictures.still.fonts import FONT, fonts_for, told
from helpers.pictures.still.page import DETAIL, PAPER, ROUND, Page, steady

PLANS = {MatrixFrame: matrix.plan, LinesFrame: lines.plan, ChartFrame: chart.plan, MapFrame: map.plan}
CLEAR = 8  # so many colours of a picture of few are for its round corners
LEVELS = [
    round(round(level * 31 / 255) * 255 / 31) for level in range(256)
]  # among 32 steps, 256 colours are soon found


def page_of(frames):
    """Draw frames below each other. -> Page"""
    fonts, lacking = fonts_for(frames)
    with plainly(fonts):
        plans = [PLANS[type(frame)](frame) for frame in frames]
        page = Page(max(width for width, _ in plans))
        page.card = True
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
    """A page as a PNG, the same bytes every time. Page -> bytes

    A card has a ground and round corners: on a dark page it lies like paper, without a glaring edge.
    """
    with plainly(page.fonts):
        canvas = FigureCanvasAgg(page.figure)
        page.figure.set_dpi(96 * DETAIL)
        page.figure.set_facecolor(style.CARD if page.card else PAPER)
        canvas.draw()
        page.figure.set_facecolor(PAPER)
        pixels = np.asarray(canvas.buffer_rgba())[..., :3]
    image, file, more = Image.fromarray(np.ascontiguousarray(pixels)), io.BytesIO(), {}
    seen = seen_of(image.size) if page.card else None
    if not page.exact:  # lines and text look the same in 256 colours, and take a third of the room
        image = image if image.getcolors(10000) else image.point(LEVELS * 3)
        image = image.quantize(256 - CLEAR, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        if page.card:
            image, more = with_clear_corners(image, seen)
    elif page.card:
        image.putalpha(seen)
    image.save(file, "png", **more)  # level 9 would take four times as long for 3 % less
    return file.getvalue()


def seen_of(size):
    """How much of each pixel belongs to a card with round corners. size: in pixels -> an image, 0 to 255"""
    corner, fine = round(ROUND * DETAIL), 8
    disc = Image.new("L", (2 * corner * fine,) * 2)
    ImageDraw.Draw(disc).ellipse((0, 0, *disc.size), 255)
    disc = disc.resize((2 * corner,) * 2, Image.Resampling.BOX)
    seen = Image.new("L", size, 255)
    for left in (0, 1):
        for top in (0, 1):
            part = disc.crop((left * corner, top * corner, (left + 1) * corner, (top + 1) * corner))
            seen.paste(part, (left * (size[0] - corner), top * (size[1] - corner)))
    return seen


def with_clear_corners(image, seen):
    """A picture whose last colours are the ground, of which more and more is seen. -> image, how to save"""
    places, levels = np.array(image), np.asarray(seen).astype(int) * CLEAR // 255
    first = len(image.getpalette()) // 3
    places[levels < CLEAR] = first + levels[levels < CLEAR]
    made = Image.fromarray(places, "P")
    made.putpalette(image.getpalette() + [*style.hex_to_rgb(style.CARD)] * CLEAR)
    parts = [round(255 * level / CLEAR) for level in range(CLEAR)]
    return made, {"transparency": bytes([255] * first + parts)}


@contextlib.contextmanager
def plainly(fonts=(FONT,)):
    """Draw with the course's own settings. A letter that no font has is a box, without a warning."""
    with steady(fonts), warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", message="Glyph .* missing from|Matplotlib currently does not support"
        )
        yield
