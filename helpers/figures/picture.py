"""One or several frames -> one picture that knows its words and can be shown or saved."""

import base64
import contextlib
import functools
import gc
import html
import io
import warnings
from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from helpers.figures import chart, lines, matrix
from helpers.figures.fonts import FONT, fonts_for, told
from helpers.figures.page import DETAIL, Page, steady
from helpers.frames import ChartFrame, LinesFrame, MatrixFrame
from helpers.frames.describe import describe

PLANS = {MatrixFrame: matrix.plan, LinesFrame: lines.plan, ChartFrame: chart.plan}
LEVELS = [
    round(round(level * 31 / 255) * 255 / 31) for level in range(256)
]  # among 32 steps, 256 colours are soon found
UNDATED = {  # so that the same frame always gives the same bytes
    ".pdf": {"Creator": None, "Producer": None, "CreationDate": None},
    ".svg": {"Creator": None, "Date": None},
}
MANY = 8  # plots: their parts point at each other in circles, of which Python itself leaves tens of megabytes for long
WORDS = {".pdf": "Subject", ".svg": "Description"}  # where a file keeps what a picture shows


def draw(*frames):
    """Draw one or several frames below each other. MatrixFrame, LinesFrame or ChartFrame … -> Picture

    Raises TypeError: something that is not a frame, or nothing at all.

    >>> from helpers.frames import MatrixFrame, Panel
    >>> draw(MatrixFrame([Panel([[0.9, 0.1]], "it")], badge="hand-set")).alt
    'it: 1 × 2 weights, largest row 1 → column 1 0.90. The numbers are hand-set.'
    """
    if not frames:
        raise TypeError("draw needs at least one frame, such as frames.heads(model, sentence): got none.")
    for frame in frames:
        if type(frame) not in PLANS:
            raise TypeError(
                f"draw needs a MatrixFrame, LinesFrame or ChartFrame: got {type(frame).__name__}."
            )
    alt = " ".join(describe(frame) for frame in frames)
    return Picture(_page_of(frames), alt, again=functools.partial(_page_of, frames))


def _page_of(frames):
    fonts, lacking = fonts_for(frames)
    with steady(fonts), _quiet():
        plans = [PLANS[type(frame)](frame) for frame in frames]
        page = Page(max(width for width, _ in plans))
        for number, (_, paint) in enumerate(plans):
            if number:
                page.room(18 * page.scale)
            paint(page)
        page.paragraph(told(lacking))
        page.room(page.margin)
    page.fonts = fonts
    return page


class Picture:
    """A still picture. As the last line of a cell it shows itself.

    alt: what it shows, in words; figure: the matplotlib figure; width, height: in CSS pixels.
    title: kept with the words in a PDF or SVG, if there is one.  again: a function that makes the page once more.
    A notebook keeps all it has shown, and a figure holds megabytes: once shown it is let go, if it can be made again.
    """

    _let_go = 0  # plots since the memory of such was last freed

    def __init__(self, page, alt, title="", again=None):
        self.title, self.alt = title, alt
        self.width, self.height, self._exact = int(page.width), int(page.height), page.exact
        self._figure, self._again, self._fonts = page.figure, again, getattr(page, "fonts", (FONT,))

    def __repr__(self):
        return self.alt

    @property
    def figure(self):
        """The matplotlib figure."""
        self._figure = self._figure or self._again().figure
        return self._figure

    @functools.cached_property
    def png(self):
        """The picture as a PNG, the same bytes every time."""
        with steady(self._fonts), _quiet():
            canvas = FigureCanvasAgg(self.figure)
            self.figure.set_dpi(96 * DETAIL)
            canvas.draw()
            pixels = np.asarray(canvas.buffer_rgba())[..., :3]
        image, file = Image.fromarray(np.ascontiguousarray(pixels)), io.BytesIO()
        if not self._exact:  # lines and text look the same in 256 colours, and take a third of the room
            image = image if image.getcolors(10000) else image.point(LEVELS * 3)
            image = image.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        image.save(file, "png")  # level 9 would take four times as long for 3 % less
        return file.getvalue()

    def save(self, path):
        """Write the picture to a file that ends in .png, .pdf or .svg.

        Raises ValueError: another ending.  FileNotFoundError: a folder that is not there.
        """
        path = Path(path)
        ending = path.suffix.lower()
        if ending not in (".png", *UNDATED):
            raise ValueError(f"A picture is saved as .png, .pdf or .svg: got {path.name!r}.")
        if not path.parent.is_dir():
            raise FileNotFoundError(
                f"There is no folder {str(path.parent)!r}: make it first, or choose another."
            )
        if ending == ".png":
            path.write_bytes(self.png)
        else:
            words = {"Title": self.title, WORDS[ending]: self.alt} if self.title else {}
            with steady(self._fonts), _quiet():
                self.figure.savefig(path, format=ending[1:], metadata=UNDATED[ending] | words)

    def mimebundle(self):
        """The PNG and its words as IPython shows them. -> (data, metadata), two dicts by media type"""
        data = {"image/png": base64.b64encode(self.png).decode(), "text/plain": self.alt}
        if self._again and self._figure:
            Picture._let_go += len(self._figure.axes)
            self._figure = None
            if Picture._let_go >= MANY:
                Picture._let_go = 0
                gc.collect()
        return data, {"image/png": {"alt": self.alt, "width": self.width}}

    def _repr_mimebundle_(self, include=None, exclude=None):
        """Adds HTML, because JupyterLab shows no alt text for a bare PNG."""
        data, metadata = self.mimebundle()
        address, alt = f"data:image/png;base64,{data['image/png']}", html.escape(self.alt)
        size = f'width="{self.width}" style="max-width: 100%; height: auto"'
        data["text/html"] = f'<img data-still="true" alt="{alt}" src="{address}" {size}>'
        return data, metadata


@contextlib.contextmanager
def _quiet():
    """Letters that the font does not have are drawn as boxes: no warning for each."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield
