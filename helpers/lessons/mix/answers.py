"""What was measured in notebook 5 -> which answer it makes right."""

import numpy as np


def length_of_z(lengths):
    """The length of z, then those of the values."""
    z, values = lengths[0], lengths[1:]
    if not np.isfinite(lengths).all():
        return None
    if z < min(values):
        return "shorter than every value"
    return "longer than every value" if z > max(values) else "somewhere between the shortest and the longest"


def moved_z(pair):
    """z before and after the volumes were doubled."""
    before, after = np.asarray(pair, float)
    longer = np.linalg.norm(after) / np.linalg.norm(before)
    if np.allclose(before, after, atol=1e-4):
        return "it stays where it is"
    if abs(longer - 2) < 0.01:
        return "it gets twice as long"
    return "it moves towards the middle" if longer < 1 else None


def what_moved(distances):
    """How far scores, weights and z moved."""
    return {
        (True, True, True): "scores, weights and z",
        (False, True, True): "weights and z",
        (False, False, True): "only z",
    }.get(tuple(bool(distance > 1e-3) for distance in distances))


def rows_that_moved(distances):
    """How far each row moved."""
    count = int(np.sum(np.asarray(distances) > 1e-6))
    if count == 0:
        return None
    if count == 1:
        return "only “street”"
    return "all words" if count == len(distances) else "“street” and the words that listen to it"


ANSWERS = {
    "length-of-z": length_of_z,
    "volumes-doubled": moved_z,
    "double-v": what_moved,
    "feed-forward-alone": rows_that_moved,
}
