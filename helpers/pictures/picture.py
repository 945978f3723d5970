"""One or several frames -> one picture that knows its words and can be shown or saved."""

import base64
import functools
import gc
import html
from pathlib import Path

from helpers.pictures import shown
from helpers.pictures.kinds import ChartFrame, LinesFrame, MatrixFrame
from helpers.pictures.maps import MapFrame
from helpers.pictures.words import describe

KINDS = (MatrixFrame, LinesFrame, ChartFrame, MapFrame)
UNDATED = {  # so that the same frame always gives the same bytes
    ".pdf": {"Creator": None, "Producer": None, "CreationDate": None},
    ".svg": {"Creator": None, "Date": None},
}
# plots: their parts point at each other in circles, of which Python leaves tens of megabytes for long
MANY = 8
WORDS = {".pdf": "Subject", ".svg": "Description"}  # where a file keeps what a picture shows


def draw(*frames):
    """Draw one or several frames below each other. any kind of frame -> Picture

    Raises TypeError: something that is not a frame, or nothing at all.

    >>> from helpers.frames import MatrixFrame, Panel
    >>> draw(MatrixFrame([Panel([[0.9, 0.1]], "it")], badge="hand-set")).alt
    'it: 1 × 2 weights, largest row 1 → column 1 0.90. The numbers are hand-set.'
    """
    if not frames:
        raise TypeError("draw needs at least one frame, such as frames.heads(model, sentence): got none.")
    for frame in frames:
        if type(frame) not in KINDS:
            raise TypeError(
                f"draw needs a MatrixFrame, LinesFrame, ChartFrame or MapFrame: got {type(frame).__name__}."
            )
    return Picture(lambda: _drawing().page_of(frames), words_of(frames), frames=frames)


def words_of(frames):
    """What frames show, in words. -> str"""
    return " ".join(describe(frame) for frame in frames)


class Picture:
    """A picture of frames, drawn once a still or a file is asked for. As a cell's last line it shows itself.

    make: a function that makes its page; alt: what it shows, in words; frames: what can be shown live of it.
    title: kept with the words in a PDF or SVG, if there is one.
    figure: the matplotlib figure; width, height: in CSS pixels.
    A notebook keeps all it has shown, and a figure holds megabytes: once shown it is let go, and made again.
    """

    _let_go = 0  # plots since the memory of such was last freed

    def __init__(self, make, alt, title="", frames=()):
        self.title, self.alt, self.frames = title, alt, frames
        self._make, self._made = make, None

    def __repr__(self):
        return self.alt

    @property
    def _page(self):
        self._made = self._made or self._make()
        return self._made

    @property
    def figure(self):
        """The matplotlib figure."""
        return self._page.figure

    @functools.cached_property
    def width(self):
        return int(self._page.width)

    @functools.cached_property
    def height(self):
        return int(self._page.height)

    @functools.cached_property
    def png(self):
        """The picture as a PNG, the same bytes every time."""
        return _drawing().png_of(self._page)

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
            with _drawing().plainly(self._page.fonts):
                self.figure.savefig(path, format=ending[1:], metadata=UNDATED[ending] | words)

    @functools.cached_property
    def live(self):
        """The live picture of the same frames, or None where there are none. -> a widget"""
        from helpers.pictures import live  # widgets load only where they are shown

        return live.pile_of(self.frames) if self.frames else None

    def still(self):
        """The PNG, and HTML around it, because JupyterLab shows no alt text for a bare PNG, with its words.

        -> (data, metadata), two dicts by media type
        """
        png, alt = base64.b64encode(self.png).decode(), html.escape(self.alt)
        size = f'width="{self.width}" style="max-width: 100%; height: auto"'
        picture = f'<img data-still="true" alt="{alt}" src="data:image/png;base64,{png}" {size}>'
        metadata = {"image/png": {"alt": self.alt, "width": self.width}}
        self._let_the_figure_go()
        return {"image/png": png, "text/html": picture, "text/plain": self.alt}, metadata

    def _let_the_figure_go(self):
        if self._made:
            Picture._let_go += len(self._made.figure.axes)
            self._made = None
        if Picture._let_go >= MANY:
            Picture._let_go = 0
            gc.collect()

    def _repr_mimebundle_(self, include=None, exclude=None):
        if not self.frames:
            return self.still()
        return shown.bundle(self.alt, lambda: self.live._repr_mimebundle_(), self.still)


def _drawing():
    from helpers.pictures.still import drawing  # matplotlib loads only when a still is asked for

    return drawing
