"""A model that writes: which answer is right, decided from what was measured."""

import numpy as np

SAME = 1e-4  # a row that moves by less has not changed: float32 rounds so
APART = 0.02  # nats: a mean loss that is lower by more than this is lower


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


def _missed(heads):
    """heads: for each kind of word the one that looks there most, the one that is missed most -> an answer"""
    looks, missed = ([tuple(head) for head in some] for some in heads)
    if not looks or len(looks) != len(missed):
        return None
    same = [one == other for one, other in zip(looks, missed, strict=True)]
    if all(same):
        return "yes, for each kind"
    return "for some kinds, not for others" if any(same) else "no, for none"


ANSWERS = {
    "temperature-and-order": _order,
    "what-a-new-word-changes": _changed,
    "lowest-loss": _lowest,
    "looks-most-missed-most": _missed,
}
