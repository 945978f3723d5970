"""Names for ipywidgets' controls.

A slider's handle has no name for a screen reader, and JupyterLab takes its keys.
"""

import functools

import anywidget
import traitlets

from helpers import languages, style
from helpers.pictures.live.base import assets

# a class: a Label may hold a learner's words, and what stands between two $ is no formula
PLAIN = "mathjax_ignore"


def head_colours():
    """The colour of each head's chip, and the ink that reads best on it, as CSS. -> str

    >>> head_colours().count("--hv-head-ink") == len(style.HEADS)
    True
    """
    return "\n".join(
        f".hv-head-{number} {{ --hv-head: {colour}; --hv-head-ink: {ink_on(colour)}; }}"
        for number, colour in enumerate(style.HEADS, start=1)
    )


def ink_on(colour):
    """Black or white, whichever stands out more on a colour, at least 4.5 : 1. "#rrggbb" -> "#rrggbb"

    >>> ink_on("#101010"), ink_on("#f0f0f0")
    ('#ffffff', '#000000')
    """
    return max(("#ffffff", "#000000"), key=lambda ink: style.contrast(ink, colour))


class Labels(anywidget.AnyWidget):
    """An invisible helper inside an explorer: gives each slider handle its label, and its plain keys back."""

    _esm, _css = assets("labels")
    _css = f"{_css}\n{head_colours()}"
    texts = traitlets.Dict().tag(sync=True)  # as of a View


def labels():
    """The one helper that every explorer and card holds: its code is sent to the page once. -> Labels"""
    if _labels(languages.current()).comm is None:  # someone closed all widgets
        _labels.cache_clear()
    return _labels(languages.current())


@functools.cache
def _labels(language):
    return Labels(texts=languages.of_pages(language))


def live(box, shown):
    """What a box shows live, and what Google Colab must be told of widgets that are not its own.

    shown: what the mimebundle of ipywidgets gave. -> (data, metadata), two dicts by media type
    """
    data, metadata = shown if isinstance(shown, tuple) else (shown, {})
    ours = next(part for part in box.children if isinstance(part, anywidget.AnyWidget))
    _, told = ours._repr_mimebundle_() or ({}, {})  # anywidget knows Colab; elsewhere it tells nothing
    return data, {**told, **metadata}


def dress(box):
    """Give a box of controls the look of the course, larger while the projector is on. box: of ipywidgets.

    A box that is made with _dom_classes=("hv-explorer", …) needs one message less.
    """
    box.add_class("hv-explorer")
    style.follow_scale(box, _enlarge)


def _enlarge(box):
    (box.add_class if style.scale() > 1 else box.remove_class)("hv-projector")
