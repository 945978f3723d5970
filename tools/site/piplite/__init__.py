"""The site's own piplite: see piplite.py."""

from .piplite import install

__all__ = ["install"]
