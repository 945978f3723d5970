"""When two numbers, or the outcomes of two functions, are the same."""

import numpy as np


def close(got, expected, tolerance=1e-4):
    """Which numbers agree, with room for float32 and rounding. -> array of bool"""
    got, expected = np.asarray(got, float), np.asarray(expected, float)
    finite = expected[np.isfinite(expected)]
    room = tolerance * min(1.0, np.abs(finite).max(initial=0.0)) + 1e-12
    return np.isclose(got, expected, rtol=tolerance, atol=room, equal_nan=True)


def same(outcome, other, tolerance):
    """Whether two outcomes are one mistake: the same numbers, or the same error. Outcome, Outcome -> bool"""
    if outcome.error is not None or other.error is not None:
        return type(outcome.error) is type(other.error) and _words(outcome.error) == _words(other.error)
    if outcome.changed or other.changed:
        return outcome.changed == other.changed
    return same_values(outcome.value, other.value, tolerance)


def same_values(result, other, tolerance):
    """Whether two results are the same numbers. What `run.taken` gives, twice -> bool"""
    if isinstance(result, tuple) or isinstance(other, tuple):
        return (
            isinstance(result, tuple)
            and isinstance(other, tuple)
            and len(result) == len(other)
            and all(same_values(left, right, tolerance) for left, right in zip(result, other))
        )
    if not (isinstance(result, np.ndarray) and isinstance(other, np.ndarray)):
        return type(result) is type(other) and result == other
    if result.shape != other.shape or "U" in result.dtype.kind + other.dtype.kind:
        return np.array_equal(result, other)
    return bool(close(other, result, tolerance).all())


def _words(error):
    try:
        return str(error)
    except BaseException:
        return None
