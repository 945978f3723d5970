"""What was given as an array, read, and the sentence when it cannot be: what came, what was expected, what to do.

Numpy alone is imported; arrays of other libraries are taken where they let numpy read them.
"""

import numpy as np

FORBIDS = -1e4  # a number so low, or lower, stands in an additive mask where a query may not look


def read_array(given, name):
    """Read what was given as an array, without a copy where it is one.

    Raises ValueError: rows of unequal length, hidden entries of a masked array, what numpy cannot read.

    >>> read_array([[1, 2], [3, 4]], "x").shape
    (2, 2)
    """
    hidden = np.ma.count_masked(given) if isinstance(given, np.ma.MaskedArray) else 0
    if hidden:
        raise ValueError(
            f"{name} is a masked array with {hidden} hidden of its {given.size} entries, and no number stands "
            f"there: fill them, such as {name}.filled(0)."
        )
    try:
        return np.asarray(given)
    except Exception as error:  # whatever another library's array raises
        raise ValueError(_unreadable(given, name, error)) from None


def read_floats(given, name, dtype=None):
    """Read numbers of any kind as an array of floats; float arrays are passed on unchanged, or as dtype.

    Raises ValueError: as read_array, and what holds no real numbers.
    """
    array = read_array(given, name)
    if array.dtype.kind == "f":
        return array.astype(dtype or array.dtype, copy=False)
    if array.dtype.kind in "iub":
        return array.astype(dtype or np.float64)
    kind = type(given).__name__ if array.dtype == object and array.ndim == 0 else array.dtype
    raise ValueError(f"{name} must hold numbers: got {kind}.{_made_of_floats(given, array, name)}")


def _made_of_floats(given, array, name):
    if array.dtype.kind == "c":
        return f" Try np.real({name})."
    try:
        floats = np.array(given, float)
    except (TypeError, ValueError):
        return ""
    return f" Try np.array({name}, float)." if np.isfinite(floats).all() else ""


def read_mask(given, shape):
    """Read a mask for scores of a shape. -> array of bool that broadcasts to it; True where a query may look.

    Raises ValueError: what holds no True and False, does not broadcast, or leaves a query without a key.
    """
    mask = read_array(given, "mask")
    if mask.dtype == bool and _opens(mask, shape):
        return mask
    told = f"{mask.dtype} of shape {mask.shape}"
    if not _broadcasts(mask, shape):
        said = f"Shapes do not fit: the mask must broadcast to the scores; got mask {mask.shape} and scores {shape}."
    elif mask.dtype != bool:
        said = f"mask must hold True (may look) and False: got {told}."
    else:
        row = [int(at) for at in np.argwhere(~np.atleast_2d(mask).any(axis=-1))[0]]
        said = (
            f"Every query needs at least one key: row {row} of the mask {mask.shape} allows none. "
            "Set one entry of each such row to True."
        )
    raise ValueError(f"{said}{_advice(given, mask, tuple(shape))}")


def _broadcasts(mask, shape):
    try:
        return np.broadcast_shapes(mask.shape, shape) == tuple(shape)
    except ValueError:
        return False


def _opens(mask, shape):
    """Whether a mask of bool fits the scores and leaves each query at least one key."""
    if not _broadcasts(mask, shape):
        return False
    return 0 in shape or bool(np.atleast_1d(mask).any(axis=-1).all())


def _advice(given, mask, shape):
    """What makes a mask of this one, tried out before it is said."""
    closed = mask.dtype == bool and _broadcasts(mask, shape)
    for array, code in _turned(given, mask):
        for allowed, made in _compared(array, code, closed):
            if _opens(allowed, shape):
                why = ": True would then stand where it was False" if closed else ""
                return f" {'Or try' if closed else 'Try'} {made}{why}."
    if closed:
        return ""
    return f" Start from mask = np.ones({shape}, bool), which allows all, and set what is forbidden to False."


def _turned(given, mask):
    """The mask as it is, turned, or with an axis for the queries: arrays, each with the code that makes it."""
    code = "mask" if hasattr(given, "dtype") and mask.dtype != object else "np.array(mask)"
    if mask.dtype == object or isinstance(given, (list, tuple)):
        code = "np.array(mask)"
    yield mask, code
    if mask.ndim == 2:
        yield mask.T, f"{code}.T"
        yield mask[:, np.newaxis], f"{code}[:, None, :]"


def _compared(array, code, closed):
    """What may be looked at, in the ways in which a mask is written elsewhere; each with its code."""
    if array.dtype == bool:
        yield (~array, f"~{code}") if closed else (array, code)
        return
    if array.dtype.kind == "U":
        yield array == "True", f'{code} == "True"'
        return
    if array.dtype.kind == "c":
        return  # not a mask, however it is turned
    try:
        numbers = array.astype(float)
    except (TypeError, ValueError):
        return
    if np.isin(numbers, (0, 1)).all():
        yield numbers == 1, f"{code} == 1"
    if np.isneginf(numbers).any() and np.isnan(numbers).any():  # 0 × −inf, where a mask was multiplied
        yield ~np.isneginf(numbers), f"{code} != -np.inf"
    if np.isin(numbers, (0, 1)).all() or not (numbers > 0).any():
        yield numbers == 0, f"{code} == 0"
    if (numbers <= FORBIDS).any():
        yield numbers > FORBIDS, f"{code} > {FORBIDS:g}"
    yield numbers > 0, f"{code} > 0"


def _unreadable(given, name, error):
    if isinstance(given, (list, tuple)) and "inhomogeneous" in str(error):
        return f"{name} must be an array with rows of equal length: {error}."
    reason = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
    came = f"{name} is a {type(given).__name__} that numpy cannot read ({reason})"
    tensor = _first(given)
    if not hasattr(tensor, "detach"):
        return f"{came}: give an array of numpy."
    taken = "detach().cpu().float().numpy()"  # what numpy reads from any tensor
    return (
        f"{came}: give {name}.{taken}."
        if tensor is given
        else f"{came}: give each of its tensors as .{taken}."
    )


def _first(given):
    while isinstance(given, (list, tuple)) and given:
        given = given[0]
    return given
