"""The explorers of all lessons under one roof: `explorers.explore_scores(…)` is sliders and live pictures."""

from helpers.lessons import offered
from helpers.pictures.explorer import Explorer

__all__ = ["Explorer"]
globals().update(offered("explorers"))
__all__ += offered("explorers")
