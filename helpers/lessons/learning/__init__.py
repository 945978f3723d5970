"""Notebook 9: Watch attention being learned."""

NOTEBOOK = 9
