"""The numbers of “A model that writes” and of its questions."""

from helpers import models
from helpers.lessons.writing import measured
from helpers.models.patterns import LEAST
from tests.truth.claims._course import held


def writer():
    return models.load("writer")


def found():
    """From which share of its weight on a kind of head is found, if it is missed."""
    held(measured.LEAST_LOST > 0)
    return {0.5: "half"}[LEAST]


CLAIMS = {
    "at the newest word, {} numbers": lambda: writer().d_model,
    "if one has {} of its weight there": found,
}
