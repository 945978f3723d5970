"""How the course model in data/pronouns was made: a grammar, a model in torch, a training, a measuring."""
