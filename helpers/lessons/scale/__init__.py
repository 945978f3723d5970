"""Notebook 4: Scale, then softmax."""

NOTEBOOK = 4
