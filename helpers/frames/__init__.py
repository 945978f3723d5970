"""A state of the controls -> exactly the arrays that one picture needs. No picture is drawn here.

`kinds` says what a frame is made of; every other file holds the frames of one idea.
"""

from helpers.frames.heads import digits, heads, lines, place_of, run
from helpers.frames.kinds import ChartFrame, LinesFrame, MatrixFrame, Panel, Plot, Series
from helpers.frames.many_heads import (
    eight_contexts,
    eight_projections,
    merge_by_hand,
    one_or_eight,
    slots,
    travel,
    whole,
)
from helpers.frames.matrices import formula, masked, packed, race, small_formula, to_scale
from helpers.frames.meet import paths
from helpers.frames.mix import likeness, louder, mix, mixed, triangle, whole_way
from helpers.frames.projections import full_query, project, three_roles, vectors
from helpers.frames.reading import (
    gallery,
    kinds_of_heads,
    looks_and_losses,
    mistake,
    pushes,
    removal,
    shared_between_heads,
)
from helpers.frames.scale import (
    divided_row,
    own_query,
    published_scores,
    scaling,
    shifted_shares,
    softmax_gradients,
)
from helpers.frames.scores import key_angles, products, running_sum, score_by_hand, scores, two_arrows

__all__ = [
    "ChartFrame",
    "LinesFrame",
    "MatrixFrame",
    "Panel",
    "Plot",
    "Series",
    "digits",
    "divided_row",
    "eight_contexts",
    "eight_projections",
    "formula",
    "full_query",
    "gallery",
    "heads",
    "key_angles",
    "kinds_of_heads",
    "likeness",
    "lines",
    "looks_and_losses",
    "louder",
    "masked",
    "merge_by_hand",
    "mistake",
    "mix",
    "mixed",
    "one_or_eight",
    "own_query",
    "packed",
    "paths",
    "place_of",
    "products",
    "project",
    "published_scores",
    "pushes",
    "race",
    "removal",
    "run",
    "running_sum",
    "scaling",
    "score_by_hand",
    "scores",
    "shared_between_heads",
    "shifted_shares",
    "slots",
    "small_formula",
    "softmax_gradients",
    "three_roles",
    "to_scale",
    "travel",
    "triangle",
    "two_arrows",
    "vectors",
    "whole",
    "whole_way",
]
