"""Notebook 9: which answer is right, from what was measured."""

import numpy as np

QUICK, EVEN, WAITS = (
    "fast at first, then ever more slowly",
    "evenly, to the end",
    "little for a while, then quickly",
)


def which_nudge(moved):
    """moved: by how much the loss moved, nudging W_query and nudging W_value."""
    query, value = np.abs(moved)
    if query == value == 0:
        return None
    if max(query, value) < 2 * min(query, value):
        return "both about equally"
    return "that of W_query" if query > value else "that of W_value"


def how_the_loss_falls(losses):
    """losses: that of each step. Steps 100 to 2100: how much of the fall is in the first quarter?"""
    if len(losses) < 2100:
        return None
    means = np.reshape(losses[100:2100], (8, 250)).mean(axis=1)
    if means[-1] > 0.9 * means[0]:
        return None
    early = (means[0] - means[2]) / (means[0] - means[-1])
    return WAITS if early < 0.2 else EVEN if early < 0.4 else QUICK


def sharp_or_right(steps):
    """steps: the first at which the head was sharp, the first at which it was right."""
    sharp, right = steps
    if not np.isfinite(steps).all():
        return None
    if sharp == right:
        return "both at the same step"
    return "sharp first, right later" if sharp < right else "right first, sharp later"


def which_block(table):
    """table [15, 15]: what each pair of entries adds to a score; the diagonals of its blocks are compared."""
    asks, own = slice(6, 12), slice(0, 6)
    strength = {
        "“asks C” on the one that asks, “is C” on the asked one": np.diag(table[asks, own]).mean(),
        "“is C” on the one that asks, “asks C” on the asked one": np.diag(table[own, asks]).mean(),
        "“is C” on both": np.diag(table[own, own]).mean(),
        "“asks C” on both": np.diag(table[asks, asks]).mean(),
    }
    best = max(strength, key=strength.get)
    second = sorted(strength.values())[-2]
    return best if strength[best] > 2 * max(second, 0) else None


def equal_help(slopes):
    """slopes: those of the scores of one row; training moves against them."""
    if np.allclose(slopes, 0, atol=1e-9):
        return "none of them moves"
    if np.all(np.less(slopes, 0)):
        return "they all rise"
    return "they all fall" if np.all(np.greater(slopes, 0)) else None


def why_the_loss_waits(steps):
    """steps: when the loss passes 0.4, as it was, with the right values, with larger W_query and W_key."""
    as_it_was, values, larger = steps
    if not np.isfinite(as_it_was):
        return None
    short = values <= 0.75 * as_it_was, larger <= 0.75 * as_it_was
    told = {(True, False): "the right values", (False, True): "larger W_query and W_key"}
    return told.get(short, "both" if all(short) else "neither")


def looks_and_answers(shares):
    """shares: of sentences in which head 1 looks at the right noun, and of right answers."""
    looks, answers = shares
    if not looks:
        return None
    share = answers / looks
    if share < 0.25:
        return "hardly any"
    return "about half of them" if share < 0.75 else "about as many" if share < 1.25 else None


ANSWERS = {
    "which-nudge": which_nudge,
    "how-the-loss-falls": how_the_loss_falls,
    "sharp-or-right": sharp_or_right,
    "which-block": which_block,
    "equal-help": equal_help,
    "why-the-loss-waits": why_the_loss_waits,
    "looks-and-answers": looks_and_answers,
}
