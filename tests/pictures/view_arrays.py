"""What reaches the page: the arrays that a view sends."""

import math

import numpy as np


def sent(view, part):
    """The array that a view sent for one part of its structure. -> array of float32"""
    flat = np.frombuffer(view.numbers, "<f4")
    return flat[part["at"] :][: math.prod(part["shape"])].reshape(part["shape"])


def panel(view, place):
    """The values of a panel as a Matrix sent them."""
    return sent(view, view.structure["panels"][place]["values"])
