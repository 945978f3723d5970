"""Notebook 6: which answer is right, decided from what was measured."""

import numpy as np

ARRAYS = ("X", "Q, K and V", "the weights", "the three W")


def _changed(change):
    """change: how far each row of Z moved -> an answer"""
    rows = np.flatnonzero(np.asarray(change) > 1e-4) + 1
    if len(rows) == len(change):
        return "all, and row 10 most" if np.argmax(change) == 9 else "all, and another row most"
    told = {(10,): "only row 10", tuple(range(10, len(change) + 1)): "row 10 and those after it"}
    return told.get(tuple(rows.tolist()))


def _shuffled(distances):
    """distances: of the new Z from the old one, and from the old one with shuffled rows -> an answer"""
    as_it_was, moved_along = np.asarray(distances) < 1e-3
    if as_it_was and moved_along:  # nothing was shuffled
        return None
    if as_it_was:
        return "nothing: it stays as it was"
    return "its rows are shuffled in the same way" if moved_along else "it gets other numbers"


def _summed(sums):
    """sums: of each row of weights, where all but the last lost some -> an answer"""
    if np.allclose(sums, 1, atol=1e-6):
        return "all still to 1"
    if np.allclose(sums, 0):
        return "all to 0"
    lost = (np.asarray(sums)[:-1] < 1 - 1e-6).all() and np.min(sums) > 0
    return "less than 1 wherever a 0 was written" if lost else None


def _hidden(rows):
    """rows: of “it”, before and after a hidden word was changed -> an answer"""
    before, after = map(np.asarray, rows)
    if not np.isfinite(rows).all():
        return None
    if before.argmax() != after.argmax():
        return "its largest weight moves to another word"
    same = np.allclose(before, after, atol=1e-4)
    return "it stays the same" if same else "its largest weight stays, the rest changes a little"


def _leads(seconds):
    """seconds: of the loop and of the formula, for a sentence and for a page -> an answer"""
    if np.min(seconds) <= 0:
        return None
    sentence, page = (loop / formula for loop, formula in seconds)
    if max(sentence, page) <= 1.5 * min(sentence, page):
        return "for both alike"
    return "for a sentence of 14 words" if sentence > page else "for a page of 256 words"


def _grown(times):
    """times: how many times as large each of ARRAYS became -> an answer"""
    found = [name for name, grown in zip(ARRAYS, np.isclose(times, 4), strict=True) if grown]
    return found[0] if len(found) == 1 else None


ANSWERS = {
    "change-one-row": _changed,
    "shuffle-the-words": _shuffled,
    "zero-after-softmax": _summed,
    "change-a-hidden-word": _hidden,
    "where-the-formula-leads": _leads,
    "words-doubled": _grown,
}
