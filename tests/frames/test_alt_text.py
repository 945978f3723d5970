"""What every frame says to someone who cannot see it: each number in the words is a number of the frame, at the
place that the words name. Frames are found, not listed: a new one without a case here fails."""

import importlib
import inspect
import pkgutil
import re
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache

import numpy as np
import pytest

from helpers import frames, models
from helpers.frames.describe import describe
from helpers.frames.kinds import ChartFrame, LinesFrame, MatrixFrame
from helpers.patterns import patterns_of
from helpers.style import BADGES
from helpers.survey import survey_of

TIRED = "The animal didn't cross the street because it was too tired."
SHORT = "The dog crossed the road because it was wide."
LONGEST = 700  # signs: read aloud, this takes about a minute
rng = np.random.default_rng(5)


def numbers(*shape):
    """Numbers of two digits, so that they can be written in full."""
    return rng.integers(-99, 100, shape) / 10


@cache
def loaded(name):
    """The course model, a real one, or what was measured with them; loaded when a case needs it."""
    if name == "survey":
        return survey_of(loaded("pronouns"))
    if name == "patterns":
        return patterns_of(loaded("minilm"))
    if name == "translation":
        return frames.translated(loaded("translator"), TIRED)
    return models.load(name)


def pronouns():
    return loaded("pronouns")


def states(function, *calls):
    """Two or more ways to call a frame function: tuples of arguments, made only when the test runs."""
    return [lambda call=call: (function, *call()) for call in calls]
