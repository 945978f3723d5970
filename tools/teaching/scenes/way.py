"""The map of the course, on which the notebooks of a lesson are lit one after the other."""

from dataclasses import replace

from helpers import frames
from helpers.pictures.maps import one_line
from helpers.pictures.way import STEPS
from tools.teaching import stage


def on_the_way(*notebooks):
    """A scene of the way: nothing is lit, then what each notebook is about. notebooks: numbers -> Scene"""
    whole = frames.the_way()
    frame = replace(whole, title="", here="")
    steps = [("The whole way, from words to a layer. The small numbers are notebooks.", frame)]
    for number in notebooks:
        here = frames.the_way(number)
        told = here.here.removeprefix("You are here: ")
        steps.append((f"Notebook {number}: {told}", replace(frame, lit=here.lit)))
    last = [node.told for node in frame.nodes if node.name in steps[-1][1].lit]
    labels = ", ".join(one_line(label) for label, *_ in STEPS.values())
    alt = f"The way of attention: {labels}. Lit at last: {'; '.join(last)}."
    return stage.of_frames(steps, high=stage.TALL, alt=alt)
