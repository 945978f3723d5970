"""Explorers of each kind, as the notebooks make them, and how fewer values make some of them small."""

import dataclasses
import functools

import numpy as np

from helpers import explorers, models
from helpers.models.survey import survey_of

TIRED = "The animal didn't cross the street because it was too tired."
BOTH = {"tired": TIRED, "wide": TIRED.replace("tired", "wide")}
UNTYPABLE = "Untypable words"
ANIMAL, DIDN, STREET, IT, WAS = 1, 2, 7, 9, 10

course = functools.cache(lambda: models.load("pronouns"))
minilm = functools.cache(lambda: {"MiniLM": models.load("minilm")})

ASKS, ASKED = ("das", "Tier", "war", "müde"), ("the", "animal", "was", "too", "tired")


def some_weights():
    """Two layers of three heads, other words that are asked, and rows that do not sum to 1."""
    rng = np.random.default_rng(7)
    return rng.dirichlet(np.ones(5), (2, 3, 4)) * rng.uniform(0.5, 1.2, (2, 3, 4, 1))


MADE = {
    "meeting": lambda: explorers.explore_meeting(course(), BOTH),
    "paths": lambda: explorers.explore_paths(course().run(TIRED).tokens),
    "scores": lambda: explorers.explore_scores(course(), BOTH, IT, ANIMAL),
    "mixing": lambda: explorers.explore_mixing(course(), TIRED, DIDN, [ANIMAL, STREET, WAS]),
    "formula": lambda: explorers.explore_formula(course(), TIRED, asks=IT),
    "tags": lambda: explorers.explore_tags(follow=241),
    "reading": lambda: explorers.explore_reading(course(), BOTH),
    "removal": lambda: explorers.explore_removal(survey_of(course()), BOTH),
    "training": lambda: explorers.explore_training(course(), BOTH),
    "switches": lambda: explorers.explore_switches(course(), BOTH),
    "every head": lambda: explorers.explore_every_head(minilm(), TIRED, layer=1, head=3),
    "real": lambda: explorers.explore_real(minilm(), TIRED, layer=4),
    "everything": lambda: explorers.explore_everything(course(), BOTH),
    "weights": lambda: explorers.explore_weights(some_weights(), ASKS, ASKED, "mine"),
}

FEW = {  # values of a control that are enough for a test of minutes, not hours
    "scores": {"head": [1, 8]},
    "mixing": {"volume_rest": [0.0]},
    "training": {"head": [1, 4]},
    "every head": {"text": [UNTYPABLE], "special": ["shown"]},
    "everything": {"layer": [2]},
    "real": {"text": [UNTYPABLE], "layer": [4], "special": ["shown"]},
}


def few(name):
    """An explorer of MADE with at most a few values of some controls, beside that with which each starts."""
    explorer = MADE[name]()
    offers, values = explorer.offers, {}
    for control, some in FEW.get(name, {}).items():
        values[control] = list(dict.fromkeys([explorer.controls[control].value, *some]))
    groups = {axis: _less(group, values) for axis, group in offers.groups.items()}
    explorer.offers = dataclasses.replace(offers, values={**offers.values, **values}, groups=groups)
    return explorer


def _less(group, values):
    """A group without the ways whose values are not there. values: dict of name: list of values -> Group"""
    ways = [
        way for way in group.ways if all(value in values.get(name, [value]) for name, value in way.items())
    ]
    return dataclasses.replace(group, ways=tuple(ways))
