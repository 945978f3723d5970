"""What notebook 1 shows, run in this process, and all that it says to somebody who uses it."""

import ast
import contextlib
import dataclasses
import io

import ipywidgets
import jupytext
import numpy as np

from helpers.exercises import predictions, progress
from helpers.exercises.panel import Progress
from helpers.exercises.predictions import Comparison, Prediction
from helpers.lessons.meet import explorers
from helpers.pictures.explorer import Explorer
from helpers.pictures.pack import pack
from helpers.pictures.picture import Picture
from helpers.pictures.words import describe
from tools.notebooks import CORE_SOURCES

SHOWN = {  # the parts of frames that are words on the screen
    *("title", "row_axis", "column_axis", "sizes", "says", "before", "page_titles", "text", "normalisation"),
    *("x_label", "y_label", "x_ticks", "note", "label", "told", "below", "here"),
}
TYPED = explorers.TYPED
TROUBLES = ("The animl was tired.", "   ", "animal " * 65, "The street was wide.", "іt was tired.")


def run():
    """What its cells show, from the first to the last. -> list"""
    shown = []
    names = {"display": shown.append}
    for cell in jupytext.read(CORE_SOURCES[0], fmt="md:myst").cells:
        if cell.cell_type != "code":
            continue
        code = ast.parse(cell.source)
        last = code.body.pop() if isinstance(code.body[-1], ast.Expr) else None
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(code, "notebook 1", "exec"), names)
            value = eval(compile(ast.Expression(last.value), "notebook 1", "eval"), names) if last else None
        shown += [] if value is None else [value]
    return shown


def forget():
    predictions.forget()
    predictions._listeners.clear()
    progress.forget()


def said(shown):
    """All that these outputs say, in a fixed order: as they stand there, then as they are used. -> list"""
    found = []
    for one in shown:
        found += said_by(one)
        if isinstance(one, Explorer):
            found += said_in_use(one)
    for one in shown:
        if isinstance(one, Prediction | Comparison):
            for place in range(len(one.question.options)):
                predictions.record(one.question.name, list(one.question.options)[place])
                found += said_by(Prediction(one.question)) + said_by(one)
        if isinstance(one, Progress):
            one.forget_button.click()
            found += said_by(one)
            one.forget_button.click()
            found += said_by(one)
    return found


def said_in_use(explorer):
    """In each state, and with what goes wrong."""
    found, states = [], explorer.states()
    found += [states.more, *(text for texts in states.texts.values() for text in texts)]
    for places in states.grid(states.values):
        try:
            frames = states.draw(states.at(places))
        except ValueError as error:
            found.append(str(error))
            continue
        found += [text for frame in frames for text in said_by_frame(frame)]
    if "own" in explorer.controls:
        for trouble in TROUBLES:
            explorer.controls["own"].value = trouble
            found.append(explorer.message.value)
        explorer.reset()
    if explorer.player:
        explorer.player.play()
        found += said_by(explorer.player.play_button)
        explorer.player.stop()
    return found


def said_by(one):
    if isinstance(one, Picture):
        return [one.alt, *(text for frame in one.frames for text in said_by_frame(frame))]
    found = [getattr(one, name) or "" for name in ("plain", "markdown") if hasattr(one, name)]
    for name in ("description", "tooltip", "placeholder"):
        value = getattr(one, name, None)
        found += [value] if isinstance(value, str) else []
    if isinstance(one, ipywidgets.Label | ipywidgets.Text):
        found.append(one.value)
    found += getattr(one, "_options_labels", ())
    found += [text for frame in getattr(one, "frames", ()) for text in said_by_frame(frame)]
    return found + [text for child in getattr(one, "children", ()) for text in said_by(child)]


def said_by_frame(frame):
    structure, _ = pack(frame)
    words = [text for part in _parts(frame) for text in part]
    return [describe(frame), structure["badge"], structure["badge_says"], *words]


def _parts(part):
    if dataclasses.is_dataclass(part):
        for one in dataclasses.fields(part):
            value = getattr(part, one.name)
            yield _texts(value) if one.name in SHOWN else []
            yield from _parts(value)
    elif isinstance(part, tuple | list):
        for one in part:
            yield from _parts(one)


def _texts(value):
    if isinstance(value, str):
        return [value]
    return [text for one in value for text in _texts(one)] if isinstance(value, tuple | list) else []


def numbers(shown):
    """All numbers of all pictures as they stand there. -> array"""
    frames = [frame for one in shown for frame in getattr(one, "frames", ())]
    return np.concatenate([np.frombuffer(pack(frame)[1], "<f4") for frame in frames])
