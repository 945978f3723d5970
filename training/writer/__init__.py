"""How the writer in data/writer was made: a grammar that tells stories, a model in torch, measuring."""
