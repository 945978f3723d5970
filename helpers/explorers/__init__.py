"""Controls + frame + view: what a notebook calls to get sliders. No maths here."""

from helpers.explorers.base import Explorer
from helpers.explorers.heads import explore_heads, explore_reading
from helpers.explorers.layer import explore_positions, explore_switches
from helpers.explorers.learning import explore_learning, explore_training
from helpers.explorers.many_heads import explore_head_by_head, explore_tags, explore_whole
from helpers.explorers.matrices import explore_formula, explore_mask, explore_timing
from helpers.explorers.meet import explore_meeting, explore_paths
from helpers.explorers.mix import explore_louder, explore_mixing
from helpers.explorers.playground import explore_bugs, explore_everything
from helpers.explorers.projections import explore_small_projection, explore_vectors
from helpers.explorers.reading import explore_mistakes, explore_removal
from helpers.explorers.real import (
    explore_every_head,
    explore_pair,
    explore_real,
    explore_translation,
    open_model,
)
from helpers.explorers.scale import explore_divisor, explore_own_query, explore_scaling
from helpers.explorers.scores import explore_arrows, explore_scores, explore_small_scores

__all__ = [
    "Explorer",
    "explore_arrows",
    "explore_bugs",
    "explore_divisor",
    "explore_every_head",
    "explore_everything",
    "explore_formula",
    "explore_head_by_head",
    "explore_heads",
    "explore_learning",
    "explore_louder",
    "explore_mask",
    "explore_meeting",
    "explore_mistakes",
    "explore_mixing",
    "explore_own_query",
    "explore_pair",
    "explore_paths",
    "explore_positions",
    "explore_reading",
    "explore_real",
    "explore_removal",
    "explore_scaling",
    "explore_scores",
    "explore_small_projection",
    "explore_small_scores",
    "explore_switches",
    "explore_tags",
    "explore_timing",
    "explore_training",
    "explore_translation",
    "explore_vectors",
    "explore_whole",
    "open_model",
]
