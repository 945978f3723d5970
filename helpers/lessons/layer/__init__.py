"""Notebook 10: Finish the encoder layer."""

NOTEBOOK = 10
