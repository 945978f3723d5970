"""Notebook 3: Score a pair of words."""

NOTEBOOK = 3
