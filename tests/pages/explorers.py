"""Explorers of each kind, as the notebooks make them, and how fewer values make some of them small."""

import dataclasses
import functools

import numpy as np

from helpers import explorers, models
from helpers.attention import self_attention
from helpers.lessons.learning import game
from helpers.models.survey import survey_of

TIRED = "The animal didn't cross the street because it was too tired."
BOTH = {"tired": TIRED, "wide": TIRED.replace("tired", "wide")}
LONG = " ".join([*BOTH.values()] * 2 + ["The animal didn't cross it."])
LOCKED = "The robot did not open the door because it was locked."
UNTYPABLE = "Untypable words"
ANIMAL, DIDN, STREET, IT, WAS = 1, 2, 7, 9, 10
SMALL_X = [1, 0, 2, 1]
SMALL_W = (
    [[1, 0, 1], [0, 1, 0], [1, 1, 0], [0, 0, 1]],
    [[0, 1, 0], [1, 0, 1], [1, 0, 0], [0, 1, 1]],
    [[1, 1, 0], [0, 1, 1], [0, 0, 1], [1, 0, 0]],
)
WORDS = ["Thinking", "Machines"]

course = functools.cache(lambda: models.load("pronouns"))
survey = functools.cache(lambda: survey_of(course()))
minilm = functools.cache(lambda: {"MiniLM": models.load("minilm")})
translator = functools.cache(lambda: models.load("translator"))
writer = functools.cache(lambda: models.load("writer"))

ASKS, ASKED = ("das", "Tier", "war", "müde"), ("the", "animal", "was", "too", "tired")


def some_weights():
    """Two layers of three heads, other words that are asked, and rows that do not sum to 1."""
    rng = np.random.default_rng(7)
    return rng.dirichlet(np.ones(5), (2, 3, 4)) * rng.uniform(0.5, 1.2, (2, 3, 4, 1))


def learning():
    """A layer that learned the game of cards, in fewer steps than in notebook 9."""
    rng, W = np.random.default_rng(9), game.random_start()
    x, right, _ = game.deal(rng)

    def step():
        cards, _, wanted = game.deal(rng, 16)
        loss, slopes = game.gradients(W, cards, wanted)
        for name in W:
            W[name] -= 0.1 * slopes[name]
        return loss

    def look():
        return self_attention(x, *W.values()).weights, W["value"]

    return explorers.explore_learning(step, look, x, right, n_steps=90, n_moments=10)


# "explore_" and what stands before a comma is the function: some are made twice, with other models or words
MADE = {
    "meeting": lambda: explorers.explore_meeting(course(), BOTH),
    "paths": lambda: explorers.explore_paths(course().run(TIRED).tokens),
    "small_projection": lambda: explorers.explore_small_projection(SMALL_X, *SMALL_W, "it"),
    "vectors": lambda: explorers.explore_vectors(course(), TIRED, IT),
    "small_scores": lambda: explorers.explore_small_scores([4, 8, 4], [[6, 9, 4], [8, 6, 4]], WORDS),
    "scores": lambda: explorers.explore_scores(course(), BOTH, IT, ANIMAL),
    "arrows": explorers.explore_arrows,
    "scaling": explorers.explore_scaling,
    "own_query": explorers.explore_own_query,
    "divisor": lambda: explorers.explore_divisor(course(), TIRED),
    "way": lambda: explorers.explore_way([112, 96], np.array([[2, 1, 2], [3, 3, 1]]), WORDS),
    "mixing": lambda: explorers.explore_mixing(course(), TIRED, DIDN, [ANIMAL, STREET, WAS]),
    "louder": lambda: explorers.explore_louder(course(), TIRED, IT, ANIMAL),
    "formula": lambda: explorers.explore_formula(course(), TIRED, asks=IT),
    "mask": lambda: explorers.explore_mask(course(), TIRED, asks=IT),
    "head_by_head": lambda: explorers.explore_head_by_head(course(), TIRED, IT),
    "whole": lambda: explorers.explore_whole(course(), TIRED, IT),
    "tags": lambda: explorers.explore_tags(follow=241),
    "heads": lambda: explorers.explore_heads(course(), BOTH),
    "reading": lambda: explorers.explore_reading(course(), BOTH),
    "removal": lambda: explorers.explore_removal(survey(), BOTH),
    "mistakes": lambda: explorers.explore_mistakes(survey()),
    "rollout": lambda: explorers.explore_rollout(course(), BOTH),
    "learning": learning,
    "training": lambda: explorers.explore_training(course(), BOTH),
    "positions": lambda: explorers.explore_positions(place=9, clock=30),
    "switches": lambda: explorers.explore_switches(course(), BOTH),
    "every_head": lambda: explorers.explore_every_head(minilm(), TIRED, layer=1, head=3),
    "real": lambda: explorers.explore_real(minilm(), TIRED, layer=4),
    "real, two models": lambda: explorers.explore_real(
        {"translator": translator()} | minilm(), LOCKED, asks="▁it", layer=2
    ),
    "pair": lambda: explorers.explore_pair(minilm(), *BOTH.values(), layer=3, head=5),
    "translation": lambda: explorers.explore_translation(translator(), LOCKED),
    "writer": lambda: explorers.explore_writer(writer()),
    "everything": lambda: explorers.explore_everything(course(), BOTH),
    "weights": lambda: explorers.explore_weights(some_weights(), ASKS, ASKED, "mine"),
    "bugs": lambda: explorers.explore_bugs(course(), {"14 words": TIRED, "64 words": LONG}),
}
STILL = {"timing"}  # its numbers are of one machine and moment: on a page stands the still of one run

FEW = {  # values of a control that are enough for a test of minutes, not hours
    "small_projection": {"x1": [-2], "x2": [2], "row": [4], "column": [1]},
    "small_scores": {"query_1": [-9, 0, 9], "query_2": [0]},
    "arrows": {"k_length": [0.0, 4.0], "q_length": [1.0]},
    "own_query": {"query_1": [-4], "query_2": [0, 1]},
    "scores": {"head": [1, 8]},
    "mixing": {"volume_rest": [0.0]},
    "training": {"head": [1, 4]},
    "every_head": {"text": [UNTYPABLE], "special": ["shown"]},
    "everything": {"layer": [2]},
    "real": {"text": [UNTYPABLE], "layer": [4], "special": ["shown"]},
    "real, two models": {"text": [UNTYPABLE], "layer": [1], "special": ["shown"]},
    "pair": {"layer": [1], "special": ["shown"], "second": [TIRED]},
    "translation": {"text": ["The girl closed the old window."], "layer": [1]},
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
