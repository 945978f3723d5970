"""Notebook 5: for every exercise at least one right answer that is written differently from its solution."""

import numpy as np

from helpers.attention import scaled_dot_product_attention


def loop(weights, values):
    z = np.zeros(values.shape[1])
    for weight, value in zip(weights, values):
        z += weight * value
    return z


def whole_helper(q, keys, values):
    return scaled_dot_product_attention(q[None], keys, values).context[0]


def subtract(weights, values, place):
    return (weights @ values - weights[place] * values[place]) / (1 - weights[place])


def delete(weights, values, place):
    left = np.delete(weights, place)
    return (left / sum(left)) @ np.delete(values, place, axis=0)


def square_equations(values, z):
    """As many equations as words are enough when they do not repeat each other."""
    return np.linalg.solve(values @ values.T, values @ z)


ANSWERS = {
    "mix-values": [loop, lambda weights, values: weights @ values],
    "from-query-to-z": [whole_helper],
    "without-one": [subtract, delete],
    "find-the-weights": [square_equations, lambda values, z: z @ np.linalg.pinv(values)],
}
