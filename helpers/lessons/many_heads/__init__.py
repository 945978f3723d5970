"""Notebook 7: Look with eight heads."""

NOTEBOOK = 7
