"""What arrays must look like, declared once, and the sentence when they do not.

It says what came, what was expected and, where that helps, what to do.

Numpy alone is imported; arrays of other libraries are taken where they let numpy read them.
"""

import functools
import math

import numpy as np

from helpers.languages import translate as _

FORBIDS = -1e4  # a number so low, or lower, stands in an additive mask where a query may not look
COUNTS = ("no axis", "one axis", "two axes", "three axes")
RULES = {  # why axes of this name are equally long
    "d_k": "a query and a key must be equally long",
    "n_keys": "there must be one value for each key",
    "n_heads": "every head needs its own W",
    "d_ff": "{name} needs one row for each column of {first}",
    "n_heads * d_v": "{name} needs one row for each of the {lengths} concatenated numbers",
}
ONE_ROW_EACH = "{name} needs one row for each number of {first}"  # and axes of any other name


class Shapes:
    """The shapes of arrays that belong together, each declared as its name and its axes.

    Axes of one name are equally long, in whichever arrays they are; "n_heads * d_v" is the product of two
    that were named before. `...` stands for any leading (batch) axes, which must be equal or 1.

    >>> Shapes("x [..., n, d]", "W [d, m]").arrays([[0, 0]], [[0]])
    Traceback (most recent call last):
    ValueError: Shapes do not fit: W needs one row for each number of x (d); got x (1, 2) and W (1, 1).
    """

    def __init__(self, *declared):
        self.axes = {}
        for text in declared:
            name, axes = text.removesuffix("]").split(" [")
            self.axes[name] = axes.split(", ")

    def floats(self, *given):
        """Read numbers as float arrays of one common kind. -> the arrays, or the one that is declared

        Raises ValueError: as read_floats, and shapes that do not fit (those that clash are shown).
        """
        looks = tuple([(array.dtype, array.shape) if type(array) is np.ndarray else None for array in given])
        if not _fits_as_it_is(self, looks):
            arrays = [read_floats(array, name) for array, name in zip(given, self.axes, strict=True)]
            common = np.result_type(*arrays)
            given = self._fitting([array.astype(common, copy=False) for array in arrays])
        return given if len(given) > 1 else given[0]

    def arrays(self, *given):
        """The same for arrays of any kind, which stay as they are."""
        arrays = self._fitting(
            [read_array(array, name) for array, name in zip(given, self.axes, strict=True)]
        )
        return arrays if len(arrays) > 1 else arrays[0]

    def _fitting(self, arrays):
        fault = _fault(self, tuple([array.shape for array in arrays]))
        if fault:
            raise ValueError(fault)
        return arrays


X = "x [..., n_tokens, d_model]"
ROWS = Shapes(X)
SCORES = Shapes("scores [..., n_queries, n_keys]")
ATTENTION = Shapes("query [..., n_queries, d_k]", "key [..., n_keys, d_k]", "value [..., n_keys, d_v]")
ONE_HEAD = Shapes(X, "W_query [d_model, d_k]", "W_key [d_model, d_k]", "W_value [d_model, d_v]")
MANY_HEADS = Shapes(
    X,
    "W_query [n_heads, d_model, d_k]",
    "W_key [n_heads, d_model, d_k]",
    "W_value [n_heads, d_model, d_v]",
    "W_out [n_heads * d_v, d_out]",
)
HEADS = Shapes("heads [..., n_heads, n_tokens, d_v]")
HEAD_OUTPUTS = Shapes("context [..., n_heads, n_tokens, d_v]", "W_out [n_heads * d_v, d_out]")
PROJECTION = Shapes(X, "W [..., d_model, d_out]")
FEED_FORWARD = Shapes("x [..., d_model]", "W_hidden [d_model, d_ff]", "W_output [d_ff, d_out]")


@functools.lru_cache(maxsize=1024)  # the same shapes come again and again: a look at each is enough
def _fits_as_it_is(declared, looks):
    """Whether arrays are floats of one kind already, and fit.

    looks: for each its dtype and shape, or None for what numpy has yet to read.
    """
    if None in looks:
        return False
    kinds, shapes = zip(*looks, strict=True)
    kind = kinds[0]
    return len(set(kinds)) == 1 and kind.kind == "f" and kind.isnative and not _fault(declared, shapes)


@functools.lru_cache(maxsize=1024)
def _fault(declared, shapes):
    """What does not fit, in one sentence; "" if all does."""
    shapes = dict(zip(declared.axes, shapes, strict=True))
    return _wrong_count(declared, shapes) or _wrong_length(declared, shapes) or _wrong_batch(declared, shapes)


def _inner(axes):
    """The axes behind the leading ones."""
    return axes[1:] if axes[0] == "..." else axes


def _wrong_count(declared, shapes):
    for name, axes in declared.axes.items():
        shape, inner = shapes[name], _inner(axes)
        expected = f"{COUNTS[len(inner)]}, [{', '.join(inner)}]"
        if inner is axes and len(shape) != len(axes):
            first = next(iter(shapes))
            return _misfit(f"{name} must have {expected}", {first: shapes[first], name: shape})
        if len(shape) < len(inner):
            needs = "need" if name.endswith("s") else "needs"
            advice = f" For a single vector, use {name}[None, :], or np.atleast_2d({name}) if it is a list."
            advice = advice if len(inner) == 2 and not name.startswith("W") else ""
            return f"{name} {needs} {expected}: got shape {shape}.{advice}"
    return ""


def _wrong_length(declared, shapes):
    lengths, owners = {}, {}
    for name, axes in declared.axes.items():
        inner = _inner(axes)
        for axis, length in zip(inner, shapes[name][-len(inner) :], strict=True):
            factors = axis.split(" * ")
            first = owners.setdefault(factors[-1], name)
            expected = [lengths.setdefault(factor, length) for factor in factors]
            if length != math.prod(expected):
                rule = RULES.get(axis, ONE_ROW_EACH)
                rule = rule.format(name=name, first=first, lengths=" × ".join(map(str, expected)))
                return _misfit(f"{rule} ({axis})", {first: shapes[first], name: shapes[name]})
    if lengths.get("d_k") == 0:
        return _misfit("a query and a key need at least one number (d_k)", shapes)
    return ""


def _wrong_batch(declared, shapes):
    batched = {name: shapes[name] for name, axes in declared.axes.items() if axes[0] == "..."}
    leading = [shape[: len(shape) + 1 - len(declared.axes[name])] for name, shape in batched.items()]
    try:
        np.broadcast_shapes(*leading)
    except ValueError:
        return _misfit("the leading (batch) axes must be equal or 1", batched)
    return ""


def _misfit(rule, shapes):
    given = " and ".join(f"{name} {shape}" for name, shape in shapes.items())
    return f"Shapes do not fit: {rule}; got {given}."


def check_fit(fits, rule, **arrays):
    """Raise ValueError, with the rule and the shapes of what was given, unless it fits."""
    if not fits:
        raise ValueError(_misfit(rule, {name: np.shape(array) for name, array in arrays.items()}))


def check_axis(array, axis):
    """Raise ValueError unless scores have such an axis."""
    if axis not in range(-array.ndim, array.ndim) or isinstance(axis, float):
        raise ValueError(f"axis {axis} is not there: scores have shape {array.shape}.")


def check_count(number, name, least):
    """Raise ValueError unless it is a whole number, and not below the least."""
    if isinstance(number, bool) or not isinstance(number, (int, np.integer)) or number < least:
        raise ValueError(f"{name} must be a whole number from {least}: got {number!r}.")


def one_of(parts, number, kind):
    """The layer, head … of a number, counted from 1. Raises ValueError: it is not there.

    >>> one_of(["first", "second"], 3, "layer")
    Traceback (most recent call last):
    ValueError: There is no layer 3: choose 1 to 2.
    """
    if number not in range(1, len(parts) + 1):
        said = _("There is no {kind} {number}: choose 1 to {count}.")
        raise ValueError(said.format(kind=_(kind), number=number, count=len(parts)))
    return parts[number - 1]


def why_not_shared(scores, axis):
    """Why a softmax of these scores has no answer. -> str"""
    unshared = np.argwhere(np.isnan(scores) | np.isposinf(scores))
    if len(unshared):
        where = tuple(map(int, unshared[0]))
        return (
            f"scores must be numbers below +inf: got {scores[where]} at index {list(where)} of shape "
            f"{scores.shape}. Check the query and the key that made this score."
        )
    closed = np.argwhere(np.isneginf(scores).all(axis=axis, keepdims=True))[0]
    return (
        f"softmax needs at least one score above -inf: got none at index {list(map(int, closed))} along axis "
        f"{axis} of shape {scores.shape}. Allow each query at least one key."
    )


def read_array(given, name):
    """Read what was given as an array, without a copy where it is one.

    Raises ValueError: rows of unequal length, hidden entries of a masked array, what numpy cannot read.

    >>> read_array([[1, 2], [3, 4]], "x").shape
    (2, 2)
    """
    hidden = np.ma.count_masked(given) if isinstance(given, np.ma.MaskedArray) else 0
    if hidden:
        raise ValueError(
            f"{name} is a masked array with {hidden} hidden of its {given.size} entries, and no number "
            f"stands there: fill them, such as {name}.filled(0)."
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
        return array.astype(dtype, copy=False) if dtype else array
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
        said = _misfit("the mask must broadcast to the scores", {"mask": mask.shape, "scores": shape})
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
    """The mask as it is, turned, or with an axis for the queries; each with the code that makes it."""
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
