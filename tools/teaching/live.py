"""Explorers on slides: the parts of a live page, with type that is read from the back of a room.

A notebook runs in a kernel, and there the cell that makes an explorer gives what a slide holds of it: its
still, for print and where there are no scripts, and what deck/live.js makes live, without a kernel.
"""

import ast
import functools
import html
from pathlib import Path

from helpers.pictures.live.labels import head_colours
from helpers.pictures.live.modules import assemble, in_order, without_comments
from helpers.pictures.picture import words_of
from helpers.pictures.states import Offers
from tools.pages import parts, tree
from tools.teaching import stage

ENTRY = Path(__file__).parent / "deck" / "live.js"
PROJECT = Path(__file__).resolve().parents[2]
SCALE = 1.65  # of controls and pictures: their smallest type is then 18 CSS pixels
SIGHT = 640
LOW = {"tall": 125, "equal": 148}  # CSS pixels that the axes of a chart are high, at scale 1: a slide is low
STILL = 500  # CSS pixels that a still gets, below a heading and a line of text


def code_for(source, name, **given):
    """The code of a cell whose last line makes an explorer, so that it shows what a slide holds of it.

    name: of its parts in the deck; given: more for `show`. Raises ValueError: no last line that gives a value

    >>> print(code_for("words = 1\\nexplore(words)", "live-1"))  # doctest: +ELLIPSIS
    words = 1
    __import__("sys").path.insert(0, ...)
    __import__("tools.teaching.live", fromlist=["show"]).show(explore(words), name='live-1')
    """
    *before, last = ast.parse(source).body
    if not isinstance(last, ast.Expr):
        raise ValueError(f"The last line makes no explorer: {source!r}")
    lines = [ast.get_source_segment(source, one) for one in before]
    asked = "".join(f", {key}={value!r}" for key, value in {"name": name, **given}.items())
    show = f'__import__("tools.teaching.live", fromlist=["show"]).show({ast.unparse(last.value)}{asked})'
    return "\n".join([*lines, f'__import__("sys").path.insert(0, {str(PROJECT)!r})', show])


class Shown:
    """HTML that a kernel shows. markup: str"""

    def __init__(self, markup):
        self.markup = markup

    def _repr_html_(self):
        return self.markup


def show(explorer, name, scale=SCALE, sight=SIGHT, offers=None, without=(), views=None):
    """What a slide holds of an explorer. -> Shown

    sight: as high, in CSS pixels, as the window for which a picture of lines makes its rows;
    offers: values of its controls, all of which go together; without: controls that a class does not need,
    which stay as they begin;
    views: places, from 0, of the pictures that a slide has room for (None: all of them).
    """
    for one in without:
        explorer.controls[one].layout.display = "none"
    values = (offers or {}) | {one: [explorer.controls[one].value] for one in without}
    if values:
        own = explorer.offers
        explorer.offers = Offers({**own.values, **values}, follows=own.follows)
    without_part(explorer, explorer.projector_switch)
    seen = explorer.frames if views is None else only(explorer, views)
    states = explorer.states()
    return Shown(
        f'<div class="live" data-explorer="{name}" data-scale="{scale}" data-sight="{sight}">'
        f"{still(seen)}</div>\n"
        + parts.told(name, tree.tree_of(explorer, states))
        + parts.stored(name, states)
    )


def only(explorer, views):
    """Leave only some pictures in an explorer, no control that chooses among them. -> list of frames

    views: places, from 0
    """
    if tabs := explorer.controls.pop("show", None):
        without_part(explorer, tabs)
        explorer.draw = functools.partial(explorer.draw, show=tabs.value)
    for place, view in enumerate(explorer.views):
        if place not in views:
            without_part(explorer, view)
    return [explorer.frames[place] for place in views]


def without_part(box, part):
    """Take a part out of a box, however deep it lies."""
    box.children = [one for one in box.children if one is not part]
    for one in box.children:
        if hasattr(one, "children"):
            without_part(one, part)


def still(frames):
    """Frames below each other, as they begin, as large as a slide has room for. -> HTML"""
    page = stage.sheet_of(frames, stage.best_scale(frames, STILL))
    wide, high = page.width, page.height
    return (
        f'<div class="picture still"><div class="sheet" style="--wide:{wide};--high:{high}"'
        f' data-width="{wide}" data-type="{stage.smallest_type(page):.2f}">'
        f'<img alt="{html.escape(words_of(frames))}" src="{stage.png(stage.pixels_of(page))}"></div></div>'
    )


@functools.cache
def code():
    """What each deck holds once: the traits that all pictures share, and the code. -> HTML"""
    text = without_comments(assemble(ENTRY)).replace("</", "<\\/").replace("<!--", "<\\!--")
    shared = tree.common()
    rules = shared["rules"] | {"plot": shared["rules"]["plot"] | LOW}
    return (
        f'<script type="application/json" id="common">{parts.in_script(shared | {"rules": rules})}</script>\n'
        f'<script type="module">\n{text}</script>'
    )


@functools.cache
def css():
    """The looks of the pictures and their controls. -> str"""
    files = [file.with_suffix(".css") for file in in_order(ENTRY)]
    return "\n".join([*(file.read_text("utf8") for file in files if file.exists()), head_colours()])
