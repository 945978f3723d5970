"""A model that writes: which answer is right, decided from what was measured."""

import numpy as np

from helpers.lessons.writing.measured import COPIES

SAME = 1e-4  # a row that moves by less has not changed: float32 rounds so
APART = 0.02  # nats: a mean loss that is lower by more than this is lower
RIGHT = 0.5  # a word that comes out right has more


def _order(shares):
    """shares [n_temperatures, n_words]: the same words at rising temperatures -> an answer"""
    shares = np.asarray(shares, float)
    if not np.isfinite(shares).all() or len(shares) < 2 or (shares == shares[0]).all():
        return None
    order = np.argsort(-shares[0], kind="stable")
    rises = np.diff(shares[:, order], axis=1)
    if (rises <= 0).all():
        return "it stays the same"
    return (
        "at a high temperature rare words come first"
        if (rises[-1] >= 0).all()
        else "it is shuffled anew each time"
    )


def _changed(moved):
    """moved: the largest change of the earlier words' rows, layer by layer -> an answer"""
    moved = np.asarray(moved, float)
    if not np.isfinite(moved).all():
        return None
    if (moved < SAME).all():
        return "nothing, in any layer"
    if (moved >= SAME).all():
        return "their rows in both layers"
    return "their rows in layer 2, not in layer 1" if moved[0] < SAME <= moved[-1] else None


def _lowest(losses):
    """losses: the mean loss of the writer and that of the grammar, in nats -> an answer"""
    writer, grammar = losses
    if not np.isfinite(losses).all() or writer < 0:
        return None
    if writer < APART:
        return "down to 0"
    if writer < grammar - APART:
        return "lower still, by learning stories by heart"
    return "down to what the grammar leaves open"


def _removed(right):
    """right: dict of a kind of word: its mean probability without the head, and with it -> an answer"""
    without = {name: after for name, (after, _) in right.items()}
    tune, names = without.pop(COPIES), np.array(list(without.values()))
    if tune >= RIGHT:
        return "nothing: other heads step in" if (names >= RIGHT).all() else None
    if (names >= RIGHT).all():
        return "the tune comes out wrong, names stay right"
    return "tune and names come out wrong"


ANSWERS = {
    "temperature-and-order": _order,
    "what-a-new-word-changes": _changed,
    "lowest-loss": _lowest,
    "remove-the-copying-head": _removed,
}
