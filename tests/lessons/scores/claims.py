"""The numbers of notebook 3 and of its questions."""

import math

import numpy as np

Q, K, TURNED = np.array([3, 4]), np.array([4, 0]), np.array([-2, 1.5])


def length_of_q():
    return *(Q**2), math.hypot(*Q)


def shadow_of_k():
    """How far k reaches along q."""
    return Q @ K / math.hypot(*Q), math.hypot(*Q)


def turned():
    """The length of an arrow that stands at a right angle to q."""
    assert Q @ TURNED == 0
    return math.hypot(*TURNED)


CLAIMS = {
    "let the other {} be 0": lambda: 64 - 3,
    "has length $\\sqrt{{{} + {}}} = {:g}$": length_of_q,
    "$|k| \\cos\\theta = {:g}$ is how far $k$ reaches along $q$": lambda: shadow_of_k()[0],
    "Times $|q| = {:g}$": lambda: shadow_of_k()[1],
    "stands at a right angle to $q = (3, 4)$ and has length {:g}": turned,
    "q is 5 long, k is {:g} long": turned,
    "by way of {:g} and {:g}": lambda: (112 / 8, 96 / 8),
}
