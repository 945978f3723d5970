"""Notebook 7: which answer is right, decided from what was measured."""

import numpy as np


def _read(used):
    """used: for each of the 512 numbers, whether it meets a row that is not all 0 -> an answer"""
    places = np.flatnonzero(used)
    if len(places) == len(used):
        return "all 512"
    if len(places) != 64:
        return None
    together = np.ptp(places) == 63
    return "64 of them, its own eighth" if together else "64 of them, chosen from all over"


def _looked(count):
    """count: how many different words the heads look at most -> an answer"""
    names = {1: "one", 2: "two", 3: "three or four", 4: "three or four"}
    return names.get(count, "five to eight" if 5 <= count <= 8 else None)


def _shared(weight):
    """weight: of “tired” in the big head -> an answer"""
    if 0 <= weight <= 0.1:
        return "next to nothing"
    if 0.4 <= weight <= 0.6:
        return "about half, and “animal” the other half"
    return "about 0.9, as from head 2" if 0.8 <= weight <= 1 else None


def _cut(reshaped):
    """reshaped: tags in rows -> an answer"""
    words = reshaped // 10 % 10
    if (words != words[:, :1]).any():
        return "no: rows mix several words"
    if (words[:, 0] != np.arange(1, len(words) + 1)).any():
        return None
    in_order = (np.diff(reshaped, axis=1) > 0).all()
    return "yes: each row holds one word" if in_order else "no: the heads stand in another order"


def _reached(counts):
    """counts: how many numbers change before W_out and after it -> an answer"""
    told = {(64, 64): "64 and 64", (64, 512): "64 and all 512", (512, 512): "all 512 both times"}
    return told.get(tuple(map(int, counts)))


def _needed(moves):
    """moves: of the output, without the other words, and with head 1 alone -> an answer"""
    if not np.isfinite(moves).all():
        return None
    words, heads = np.asarray(moves) > 1e-3
    if words:
        return "all rows of each"
    return "the row of “it” in each" if heads else "the row of “it” in one of them"


def _far_below(gap):
    """gap: between the highest score and that of “tired”, in the big head -> an answer"""
    if 0 <= gap < 1:
        return "less than 1"
    return "between 3 and 10" if 3 <= gap <= 10 else "more than 50" if gap > 50 else None


def _right_cut(apart):
    """apart: how far each cut is from the queries -> an answer"""
    names = ("reshape(8, 14, 64)", "reshape(14, 8, 64).swapaxes(0, 1)")
    if not np.isfinite(apart).all():
        return None
    found = [name for name, far in zip(names, apart, strict=True) if far < 0.01]
    return found[0] if len(found) == 1 else "either of them" if found else "neither of them"


ANSWERS = {
    "what-head-3-reads": _read,
    "where-eight-heads-look": _looked,
    "one-softmax": _shared,
    "shape-and-content": _cut,
    "head-1-and-head-5": _reached,
    "rows-for-one-word": _needed,
    "gap-of-tired": _far_below,
    "cut-the-queries": _right_cut,
}
