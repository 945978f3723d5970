"""Bring your own model (more/, notebook 11): attention weights from anywhere."""

NOTEBOOK = 11
