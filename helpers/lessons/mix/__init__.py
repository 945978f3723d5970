"""Notebook 5: Mix the values."""

NOTEBOOK = 5
