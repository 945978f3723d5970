"""A second round of unseen answers, of other kinds than the first."""

WRONG = {}
RIGHT = {}
