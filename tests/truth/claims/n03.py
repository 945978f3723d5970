"""The numbers of notebook 3 and of its questions."""

DOCUMENTS = ["notebooks/source/03_score_a_pair_of_words.md", "helpers/exercises/questions/03_score_a_pair_of_words.toml"]

CLAIMS = {}
