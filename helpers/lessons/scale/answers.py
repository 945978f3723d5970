"""What was measured in notebook 4 -> which answer it makes right."""

import numpy as np

WORDS = 14  # of the sentence of the course


def shares_of_two(pair):
    """The larger share before and after."""
    before, after = np.max(pair, axis=-1)
    if not np.isfinite([before, after]).all():
        return None
    if np.isclose(before, after):
        return "they stay the same"
    return "they move closer together" if after < before else "they move apart"


def weight_of_machines(weight):
    if weight < 1e-6:
        return "less than one millionth"
    if 0.1 < weight < 0.14:
        return "0.12, as before"
    return "almost half" if 0.4 < weight < 0.5 else None


def weight_of_animal(weight):
    if weight > 0.95:
        return "nearly all"
    if 0.65 < weight < 0.85:
        return "about three quarters"
    return "about half" if 0.4 < weight < 0.6 else None


def nearest_root(spread):
    """A spread that is within a tenth of one of the roots."""
    for number in (1024, 128, 8):
        if abs(spread / np.sqrt(number) - 1) < 0.1:
            return f"√{number}"
    return None


def leader(rows):
    """Two rows of weights, divided by 8 and by 64."""
    first, second = np.asarray(rows)
    if first.argmax() != second.argmax():
        return "another word leads"
    if second.max() < 1 / 5:
        return "it falls below one fifth, but “animal” still leads"
    return "it stays above one half" if second.max() > 1 / 2 else None


def sums(table):
    """Which sums of a table of weights are 1."""
    rows, columns = (np.allclose(table.sum(axis=axis), 1, atol=1e-4) for axis in (1, 0))
    if rows and columns:
        return "the rows and the columns"
    return "the rows" if rows else "the columns" if columns else None


def sharpness(rows):
    """Two rows of weights: of the scores divided, and of the scores multiplied."""
    divided, multiplied = np.max(rows, axis=-1)
    if not max(divided, multiplied) <= 1:
        return None
    if np.isclose(divided, multiplied):
        return "they stay the same"
    return "they get sharper" if multiplied > divided else "they get flatter"


def words_that_share(counts):
    """How many words share at 64 and at 1024."""
    at_64, at_1024 = counts
    if abs(at_1024 - at_64) < 0.5:
        return "it stays about the same"
    if at_1024 < 2:
        return "it falls to about one"
    return "it rises to nearly all 14" if at_1024 > WORDS - 1 else None


def means(tables):
    """The means of a table, from the sharpest to the flattest."""
    if np.allclose(tables, 1 / WORDS, atol=1e-4):
        return "it stays 1/14"
    steps = np.diff(tables)
    if (steps > 0).all():
        return "it falls when the rows get sharper"
    return "it rises when the rows get sharper" if (steps < 0).all() else None


def largest_gradient(sizes):
    """How far all weights move: for one word ahead, for two level, for three level."""
    options = ("0.98, 0.01 and 0.01", "0.5, 0.5 and 0", "a third each")
    order = np.argsort(sizes)
    return options[order[-1]] if sizes[order[-1]] > 1.01 * sizes[order[-2]] else None


ANSWERS = {
    "add-one": shares_of_two,
    "without-the-8": weight_of_machines,
    "share-of-animal": weight_of_animal,
    "divide-by-which-root": nearest_root,
    "divide-by-64": leader,
    "which-sums-equal-one": sums,
    "multiply-instead": sharpness,
    "long-vectors": words_that_share,
    "mean-of-a-table": means,
    "most-to-learn": largest_gradient,
}
