"""Notebook 2: Make queries, keys and values."""

NOTEBOOK = 2
