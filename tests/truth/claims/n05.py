"""The numbers of notebook 5 and of its questions."""

DOCUMENTS = ["notebooks/source/05_mix_the_values.md", "helpers/exercises/questions/05_mix_the_values.toml"]

CLAIMS = {}
