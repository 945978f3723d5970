"""Every number in prose is printed by a cell beside it, or held by a claim that computes it."""
