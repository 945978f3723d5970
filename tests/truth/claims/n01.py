"""The numbers of notebook 1 and of its questions."""

DOCUMENTS = ["notebooks/source/01_meet_attention.md", "helpers/exercises/questions/01_meet_attention.toml"]

CLAIMS = {}
