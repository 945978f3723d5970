"""Notebook 10: which answer is right, from what was measured."""

import numpy as np

from helpers.lessons.layer.frames import mean_cosine


def shuffled_words(rows):
    """rows: for each row, whether it is what “animal” (word 1) had; and the old places of the words."""
    has, old_places = map(np.asarray, rows)
    if not has.any():
        return "it is another vector, for its neighbours are others"
    if has.sum() != 1:
        return None
    return "it is the same vector, at its new place" if old_places[has] == 1 else "it stays at its old place"


def no_positions(right):
    """right: the share of the sentences in which the model still finds the noun."""
    if right < 0.1:
        return "in fewer than 10"
    if 0.4 <= right <= 0.6:
        return "in about half"
    return "in more than two thirds" if right > 2 / 3 else None


def ten_times(ratio):
    """ratio: the norm of the larger row, divided by that of the row as it was."""
    if np.ptp(ratio) > 1e-3:
        return None
    ratio = np.mean(ratio)
    if abs(ratio - 1) < 1e-3:
        return "the same"
    if abs(ratio - 10) < 1e-2:
        return "ten times as large"
    return "larger, but less than ten times" if 1 < ratio < 10 else None


def alive_after_relu(share):
    """share: of the hidden numbers of “it” that are above 0."""
    if share < 0.4:
        return "clearly less than half"
    return "about half" if share < 0.6 else "nearly all" if share > 0.9 else None


def cut_residual(rows):
    """rows: those of the output, with all parts and without residuals."""
    usual, cut = rows
    if mean_cosine(cut) > 0.8:
        return "they become nearly alike"
    lengths = [np.linalg.norm(one, axis=1).mean() for one in (usual, cut)]
    if lengths[1] < lengths[0] / 2:
        return "they become short"
    same = abs(mean_cosine(cut) - mean_cosine(usual)) < 0.1
    return "they differ about as much as before" if same else None


def equal_distance(products):
    """products: of patterns 3 and 8, of patterns 40 and 45."""
    near, far = products
    if not np.isfinite(products).all():
        return None
    if np.isclose(near, far):
        return "they are the same"
    return "that of 3 and 8 is larger" if near > far else "that of 40 and 45 is larger"


def attention_or_residual(shares):
    """shares: of right answers between a sentence's own nouns, without attention and without residual."""
    attention, residual = shares
    if max(shares) > 0.9:
        return None
    if abs(attention - residual) < 0.03:
        return "both alike"
    return "the model without attention" if attention > residual else "the model without residual"


def two_parts(cosines):
    """cosines: the mean cosine of two rows, for each pair in the order of the answers."""
    alike = [abs(cosine - 1) < 1e-5 for cosine in cosines]
    pairs = ("residual and attention", "residual and positions", "attention and positions")
    return pairs[alike.index(True)] if sum(alike) == 1 else None


ANSWERS = {
    "shuffled-words": shuffled_words,
    "no-positions": no_positions,
    "ten-times": ten_times,
    "alive-after-relu": alive_after_relu,
    "cut-residual": cut_residual,
    "equal-distance": equal_distance,
    "attention-or-residual": attention_or_residual,
    "two-parts": two_parts,
}
