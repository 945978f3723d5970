"""Notebook 12: Playground."""

NOTEBOOK = 12
