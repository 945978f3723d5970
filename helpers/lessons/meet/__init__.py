"""Notebook 1: Meet attention."""

NOTEBOOK = 1
