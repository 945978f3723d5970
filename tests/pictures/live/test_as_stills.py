"""A still and a live view of one frame, as wide: the same ends of axes, ticks, names and callouts."""

import re

import numpy as np
import pytest

from helpers import frames, models, style
from helpers.frames import ChartFrame, Plot, Series
from helpers.pictures import Note, draw
from helpers.pictures.live import Chart
from helpers.pictures.still.page import WIDEST
from tests.pictures.still.pixels_and_texts import texts

SENTENCE = "The animal didn't cross the street because it was too tired."


@pytest.fixture(scope="module")
def model():
    return models.load("pronouns")


def picked_out():
    others = Series(range(1, 20), np.linspace(0.2, 0.97, 19), "bars")
    return ChartFrame([Plot((others, Series([0], [0.1], "bars", "key")), y_limits=(0, 1), x_label="word")])


def noted():
    x = np.linspace(0, 9, 40)
    notes = (Note((4.7, np.sin(4.7)), "the lowest place"), Note((1.6, 1), "the highest place, in more words"))
    return ChartFrame([Plot((Series(x, np.sin(x), label="wave"),), x_label="time", notes=notes)])


FRAMES = {
    "two arrows": lambda model: frames.two_arrows(4.0, 20, 3.0, 100),
    "scores": lambda model: frames.scores(model, SENTENCE, 9),
    "who is it": lambda model: frames.who_is_it(model, SENTENCE, SENTENCE.replace("tired", "wide")),
    "shares": lambda model: frames.shifted_shares([2, 1, -1], 1),
    "keys": lambda model: frames.key_angles(model, SENTENCE, 9, [1, 7]),
    "sums": lambda model: frames.running_sum(model, SENTENCE, 9, [1, 7]),
    "training": lambda model: frames.training_loss(model, 12),
    "picked out": lambda model: picked_out(),
    "noted": lambda model: noted(),
}


@pytest.mark.parametrize("projector", [False, True])
@pytest.mark.parametrize("name", FRAMES)
def test_a_still_shows_what_the_live_view_shows(show, model, name, projector, monkeypatch):
    monkeypatch.setattr(style, "_on", projector)
    frame = FRAMES[name](model)
    still = draw(frame)
    assert still.png
    (shown,) = show(Chart(frame, scale=style.scale()), width=WIDEST)
    for axes, plot, drawn in zip(still.figure.axes, shown.painted["plots"], frame.plots, strict=True):
        for side in ("x", "y"):
            low, high = plot[f"{side}_limits"]
            spare = 0.12 if drawn.equal else 1e-5  # with equal units, the shape of the area counts
            assert getattr(axes, f"get_{side}lim")() == pytest.approx((low, high), abs=spare * (high - low))
            ends = getattr(axes, f"get_{side}lim")()
            low, high = max(low, ends[0]), min(high, ends[1])  # what both show
            there = getattr(axes, f"get_{side}ticks")()
            at = [tick["value"] for tick in plot[f"{side}_ticks"]]
            both = [[float(tick) for tick in ticks if low <= tick <= high] for ticks in (there, at)]
            assert len(both[0]) > 1 and both[0] == pytest.approx(both[1]), side
    assert named_in(still, frame) == named_live(shown, frame)


def named_in(still, frame):
    return pick([text for text, _ in texts(still)], frame)


def named_live(shown, frame):
    said = shown.js("return [...root.querySelectorAll('svg text')].map((one) => one.textContent)")
    return pick(said, frame)


def pick(said, frame):
    """Those of the texts that are names or numbers of bars, and the words of callouts, which wrap."""
    names = {name for plot in frame.plots for series in plot.series for name in series.names}
    notes = [note.text for plot in frame.plots for note in plot.notes]
    part = [any(text and text in note for note in notes) for text in said]
    titles = " ".join(plot.title for plot in frame.plots)  # they wrap, too
    named = [text for text, is_part in zip(said, part, strict=True) if not is_part and text not in titles]
    found = [text for text in named if text in names or re.fullmatch(r"−?\d\.\d\d", text)]
    called = {word for text, is_part in zip(said, part, strict=True) if is_part for word in text.split()}
    return sorted(found), sorted(called)  # a line of a wrapped title may be a word of a callout, too
