"""Notebook 6: Do it all at once with matrices."""

NOTEBOOK = 6
