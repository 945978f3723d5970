"""The one-page summary: the way of “it” through the trained model, to print."""

from helpers import models
from tools.teaching.summary_frames import summary
from tools.teaching.summary_page import draw_summary

SENTENCE = "The animal didn't cross the street because it was too tired."


def frame():
    """What the page shows. -> Summary"""
    model = models.load("pronouns")
    asks, asked = (model.tokens(SENTENCE).index(word) for word in ("it", "animal"))
    return summary(model, SENTENCE, asks, asked)


def build(to):
    """Write summary.pdf and summary.svg into a folder."""
    picture = draw_summary(frame())
    for name in ("summary.pdf", "summary.svg"):
        picture.save(to / name)
