"""The numbers of notebook 2 and of its questions."""

DOCUMENTS = ["notebooks/source/02_make_queries_keys_and_values.md", "helpers/exercises/questions/02_make_queries_keys_and_values.toml"]

CLAIMS = {}
