"""Controls + frame + view: what a notebook calls to get sliders. No maths here."""

from helpers.explorers.base import Explorer
from helpers.explorers.heads import explore_heads, explore_reading
from helpers.explorers.many_heads import explore_head_by_head, explore_tags, explore_whole
from helpers.explorers.matrices import explore_formula, explore_mask, explore_timing
from helpers.explorers.meet import explore_meeting, explore_paths
from helpers.explorers.mix import explore_louder, explore_mixing
from helpers.explorers.projections import explore_small_projection, explore_vectors
from helpers.explorers.reading import explore_mistakes, explore_removal
from helpers.explorers.scale import explore_divisor, explore_own_query, explore_scaling
from helpers.explorers.scores import explore_arrows, explore_scores, explore_small_scores

__all__ = [
    "Explorer",
    "explore_arrows",
    "explore_divisor",
    "explore_formula",
    "explore_head_by_head",
    "explore_heads",
    "explore_louder",
    "explore_mask",
    "explore_meeting",
    "explore_mistakes",
    "explore_mixing",
    "explore_own_query",
    "explore_paths",
    "explore_reading",
    "explore_removal",
    "explore_scaling",
    "explore_scores",
    "explore_small_projection",
    "explore_small_scores",
    "explore_tags",
    "explore_timing",
    "explore_vectors",
    "explore_whole",
]
