"""When two numbers, or the outcomes of two functions, are the same."""

import numpy as np


def close(got, expected, tolerance=1e-4):
    """Which numbers agree, with room for float32 and rounding. -> array of bool"""
    got, expected = np.asarray(got, float), np.asarray(expected, float)
    finite = expected[np.isfinite(expected)]
    room = tolerance * min(1.0, np.abs(finite).max(initial=0.0)) + 1e-12
    return np.isclose(got, expected, rtol=tolerance, atol=room, equal_nan=True)


def same(one, other, tolerance):
    """Whether two outcomes are one mistake: the same numbers, or the same error. Outcome, Outcome -> bool"""
    if one.error is not None or other.error is not None:
        return type(one.error) is type(other.error) and _words(one.error) == _words(other.error)
    if one.changed or other.changed:
        return one.changed == other.changed
    return same_values(one.value, other.value, tolerance)


def same_values(one, other, tolerance):
    """Whether two results are the same numbers. What `run.taken` gives, twice -> bool"""
    if isinstance(one, tuple) or isinstance(other, tuple):
        return (
            isinstance(one, tuple)
            and isinstance(other, tuple)
            and len(one) == len(other)
            and all(same_values(left, right, tolerance) for left, right in zip(one, other))
        )
    if not (isinstance(one, np.ndarray) and isinstance(other, np.ndarray)):
        return type(one) is type(other) and one == other
    if one.shape != other.shape or "U" in one.dtype.kind + other.dtype.kind:
        return np.array_equal(one, other)
    return bool(close(other, one, tolerance).all())


def _words(error):
    try:
        return str(error)
    except Exception:
        return None
