"""What stands on a page beside the still of an explorer or picture, and makes it live."""

import base64
import functools
import hashlib
import re
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path

from helpers.pictures.explorer import Explorer
from helpers.pictures.live.labels import head_colours
from helpers.pictures.live.modules import assemble, in_order, without_comments
from helpers.pictures.maps import MapFrame
from helpers.pictures.picture import Picture
from helpers.pictures.states import States
from tools.notebooks import NOTEBOOKS
from tools.pages import cards, parts, run, tree

BEGIN = Path(__file__).with_name("live") / "begin.js"
ROW = 32  # how high a row of controls is, and what stands below a picture, about; in CSS pixels
FOOT = 6


@dataclass(frozen=True)
class Live:
    """A part of a page that becomes live. name: of its parts; parts: HTML of what it is made from.

    room: how much higher it is than its still, about, in CSS pixels.
    """

    name: str
    parts: str
    room: int = 0

    @property
    def stored(self):
        """Whether it has pictures."""
        return f'id="{self.name}-store"' in self.parts


def all_lives(paths, processes=2, say=print):
    """The live parts of notebooks, each run in a process of its own. -> dict of path: as of `lives_of`

    say: is told each notebook that is done, and in how many seconds.
    Raises RuntimeError: a cell that fails, or a notebook whose outputs are not those of its code.
    """
    found, begun = {}, time.perf_counter()
    with ProcessPoolExecutor(processes, fresh_processes(), max_tasks_per_child=1) as pool:
        asked = {pool.submit(timed, path): path for path in paths}
        try:
            for done in as_completed(asked):
                found[asked[done]], seconds = done.result()
                total = time.perf_counter() - begun
                name = asked[done].stem
                say(f"{len(found):3} of {len(paths)}  {seconds:5.1f} s  {name}  ({total:.0f} s in all)")
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return found


def fresh_processes():
    """How processes are made that know of nothing, as quickly as this system can. -> a context"""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["IPython.core.interactiveshell", "tools.pages.lives"])
    return context


def timed(path):
    """-> (lives of a notebook, seconds that it took)"""
    begun = time.perf_counter()
    return lives_of(path), time.perf_counter() - begun


def lives_of(path):
    """The live parts of a notebook. -> dict of (the cell's place, the number of its output): Live

    Raises RuntimeError: a cell that fails, or whose explorer has too many states.
    """
    found = {}
    for place, outputs in run.shown_by(path).items():
        for number, shown in enumerate(outputs):
            name = f"live-{place}" if number == 0 else f"live-{place}-{number}"
            try:
                live = live_of(shown, name, path)
            except ValueError as error:  # too many states, or an offer that does not fit
                raise RuntimeError(f"{path.name}, cell {place}: {error}") from error
            if live:
                found[place, number] = live
    return found


def live_of(shown, name, path):
    """What makes an explorer, a picture or a card live. name: of its parts on the page -> Live, or None

    path: of its notebook, from whose page links lead to other pages
    """
    if isinstance(shown, Explorer):
        states = shown.states()
        told, room = tree.tree_of(shown, states), FOOT + ROW * n_rows(shown)
    elif isinstance(shown, Picture) and shown.frames:
        states = States({}, {}, {}, lambda nothing: shown.frames)
        told, room = tree.tree_of_picture(shown), FOOT * len(shown.frames)
    else:
        card = cards.card_of(shown, name)
        return card and Live(name, card)
    draw = states.draw
    states = replace(states, draw=lambda values: tuple(on_page(frame, path) for frame in draw(values)))
    return Live(name, parts.told(name, told) + parts.stored(name, states), room)


def n_rows(widget):
    """How many rows of controls are seen. -> int"""
    children = getattr(widget, "children", ())
    here = "hv-controls" in widget._dom_classes and widget.layout.display != "none" and bool(children)
    return here + sum(map(n_rows, children))


def on_page(frame, path):
    """A frame whose steps lead to pages in place of notebooks. path: of the notebook that shows it"""
    if not isinstance(frame, MapFrame):
        return frame

    def lead(one):
        page = one.leads.removesuffix(".ipynb") + ".html"
        inside = path.parent != NOTEBOOKS  # more/, or a language
        return replace(one, leads=f"../{page}" if inside else page) if one.leads else one

    return replace(frame, nodes=tuple(map(lead, frame.nodes)), groups=tuple(map(lead, frame.groups)))


@functools.cache
def script():
    """The code of every live page. -> str"""
    return f"\n{without_comments(assemble(BEGIN))}".replace("</", "<\\/").replace("<!--", "<\\!--")


def at_end(all_lives):
    """What stands at the end of a page: the parts of what is live, and the code. -> str, HTML

    all_lives: list of Live, in the order of the page; the code begins while the rest of a large page is
    still read: with the parts of the first picture.
    """
    if not all_lives:
        return ""
    first = next((place for place, live in enumerate(all_lives) if live.stored), 0) + 1
    parts_of = [live.parts for live in all_lives]
    common = f'<script type="application/json" id="common">{parts.in_script(tree.common())}</script>'
    code = f'<script type="module" id="code" async>{script()}</script>'
    return "\n".join([common, *parts_of[:first], code, *parts_of[first:]])


def policy(*scripts):
    """What a page may load: nothing. scripts: the only ones that run -> str, a Content-Security-Policy"""
    hashes = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in scripts]
    run_these = " ".join(f"'sha256-{one}'" for one in hashes) or "'none'"
    return (
        f"default-src 'none'; script-src {run_these}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


@functools.cache
def css():
    """The looks of the pictures and their controls. -> str"""
    files = [file.with_suffix(".css") for file in in_order(BEGIN)]
    text = "\n".join([*(file.read_text("utf8") for file in files if file.exists()), head_colours()])
    return re.sub(r"/\*.*?\*/", "", text, flags=re.S)
