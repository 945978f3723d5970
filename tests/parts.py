"""What several test files need: the course model with parts switched off, the processor's own time."""

import time

from helpers import models


def run_without(model, sentence, off=()):
    """-> list of [n_tokens, d_model]: what enters layer 1, then the output of each layer"""
    steps = models.Changed(model, off=tuple(off)).run(sentence)
    return [steps.embedding, *(layer.output for layer in steps.layers)]


def quickest(act, times=3):
    """The least time, in seconds, that the processor spent on it: what else the machine does counts least."""
    found = []
    for _ in range(times):
        start = time.process_time()
        act()
        found.append(time.process_time() - start)
    return min(found)
