"""The numbers of notebook 6 and of its questions."""

DOCUMENTS = ["notebooks/source/06_do_it_all_at_once_with_matrices.md", "helpers/exercises/questions/06_do_it_all_at_once_with_matrices.toml"]

CLAIMS = {}
