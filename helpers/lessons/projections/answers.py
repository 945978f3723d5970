"""What was measured in notebook 2, and which answer it makes right."""

import numpy as np

ENTRY = {(): "none", (3,): "only number 3", (2,): "only number 2", (1, 2, 3): "all three"}


def changed_numbers(change):
    """How much each number of a query changed -> which of them did, counted from 1, or None."""
    return ENTRY.get(tuple(int(place) + 1 for place in np.flatnonzero(change)))


def the_twice(apart):
    """[how far apart the two x are, and the two queries] -> whether the queries are the same."""
    if len(apart) != 2:
        return None
    x, query = apart
    if query < 1e-4:
        return "yes, number for number"
    return "no, their x differ" if x > 1e-4 else "no, each has a W_query of its own"


def another_head(apart):
    """[how far x, q, k and v of two heads are apart] -> which of them differ, or None."""
    differ = tuple(np.asarray(apart) > 1e-4)
    return {
        (True, True, True, True): "all four",
        (False, True, True, True): "q, k and v, but not x",
        (False, False, False, False): "none",
    }.get(differ)


def back_to_x(off):
    """How far x is off when it is worked out from 1, 2, … 8 heads -> how many are needed, or None."""
    near = np.asarray(off) < 0.01
    if near.shape != (8,):
        return None
    needed = int(near.argmax()) + 1 if near.any() else 0
    return {0: "not even all eight", 1: "one head", 7: "seven of the eight", 8: "all eight"}.get(needed)


def no_keys(largest):
    """[largest number of the queries, of the keys, of the values] -> which of them are 0, or None."""
    return {
        (False, True, False): "the key only",
        (False, True, True): "key and value",
        (True, True, True): "query, key and value",
    }.get(tuple(bool(one == 0) for one in largest))


def own_key(same_sign):
    """In how many of 64 places two vectors have the same sign -> how alike they are, or None."""
    near = {"in nearly all": 64, "in about half": 32, "in hardly any": 0}
    return next((told for told, count in near.items() if abs(same_sign - count) <= 8), None)


ANSWERS = {
    "no-keys": no_keys,
    "one-entry-of-W": changed_numbers,
    "own-key": own_key,
    "the-twice": the_twice,
    "another-head": another_head,
    "back-to-x": back_to_x,
}
