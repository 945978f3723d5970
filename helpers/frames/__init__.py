"""A state of the controls -> exactly the arrays that one picture needs. No picture is drawn here.

`kinds` says what a frame is made of; every other file holds the frames of one idea.
"""

from helpers.frames.heads import heads, lines, run
from helpers.frames.kinds import ChartFrame, LinesFrame, MatrixFrame, Panel, Plot, Series
from helpers.frames.meet import paths
from helpers.frames.mix import likeness, louder, mix, mixed, triangle, whole_way
from helpers.frames.projections import full_query, project, three_roles, vectors
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
    "divided_row",
    "full_query",
    "heads",
    "key_angles",
    "likeness",
    "lines",
    "louder",
    "mix",
    "mixed",
    "own_query",
    "paths",
    "products",
    "project",
    "published_scores",
    "run",
    "running_sum",
    "scaling",
    "score_by_hand",
    "scores",
    "shifted_shares",
    "softmax_gradients",
    "three_roles",
    "triangle",
    "two_arrows",
    "vectors",
    "whole_way",
]
