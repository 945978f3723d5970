"""Notebook 11: Examine a real transformer."""

NOTEBOOK = 11
