"""Notebook 8: Read the heads."""

NOTEBOOK = 8
