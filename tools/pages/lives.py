"""What stands on a page in place of the still of an explorer or picture, and makes it live."""

import base64
import functools
import json
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from helpers.pictures.explorer import Explorer
from helpers.pictures.live.labels import head_colours
from helpers.pictures.live.modules import assemble, in_order
from helpers.pictures.picture import Picture
from helpers.pictures.states import States
from tools.pages import run, store, tree

BEGIN = Path(__file__).with_name("live") / "begin.js"


def all_lives(paths, processes=2):
    """The live parts of notebooks, each run in a process of its own. -> dict of path: dict of place: str"""
    with ProcessPoolExecutor(processes, get_context("spawn"), max_tasks_per_child=1) as pool:
        return dict(zip(paths, pool.map(lives_of, paths), strict=True))


def lives_of(path):
    """The live parts of a notebook. -> dict of the cell's place: HTML that stands beside its still"""
    return {
        place: parts
        for place, shown in run.shown_by(path).items()
        if (parts := live_of(shown, f"live-{place}"))
    }


def live_of(shown, name):
    """What makes an explorer or a picture live. name: of its parts on the page -> str, or None"""
    if isinstance(shown, Explorer):
        states = shown.states()
        told = tree.tree_of(shown, states)
    elif isinstance(shown, Picture) and shown.frames:
        states = States({}, {}, {}, lambda nothing: shown.frames)
        told = tree.tree_of_picture(shown)
    else:
        return None
    packed = base64.b64encode(store.write(states)).decode()
    return (
        f'<script type="application/json" id="{name}-told">{in_script(told)}</script>\n'
        f'<script type="text/plain" id="{name}-store">{packed}</script>'
    )


def in_script(value):
    """Plain values as JSON that no text in them can end. -> str"""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


@functools.cache
def code():
    """What each live page holds once: the traits that all pictures share, and the code. -> str"""
    text = assemble(BEGIN).replace("</", "<\\/").replace("<!--", "<\\!--")
    return (
        f'<script type="application/json" id="common">{in_script(tree.common())}</script>\n'
        f'<script type="module">\n{text}</script>'
    )


@functools.cache
def css():
    """The looks of the pictures and their controls. -> str"""
    files = [file.with_suffix(".css") for file in in_order(BEGIN)]
    return "\n".join([*(file.read_text("utf8") for file in files if file.exists()), head_colours()])
