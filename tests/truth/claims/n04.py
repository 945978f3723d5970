"""The numbers of notebook 4 and of its questions."""

DOCUMENTS = ["notebooks/source/04_scale_then_softmax.md", "helpers/exercises/questions/04_scale_then_softmax.toml"]

CLAIMS = {}
