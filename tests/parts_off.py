"""The course model with parts switched off: what several test files compare with."""

from helpers import models


def run_without(model, sentence, off=()):
    """-> list of [n_tokens, d_model]: what enters layer 1, then the output of each layer"""
    steps = models.Changed(model, off=tuple(off)).run(sentence)
    return [steps.embedding, *(layer.output for layer in steps.layers)]
