"""What was measured in notebook 11, and the answer that it makes right."""

import numpy as np

PLACES = ("to the piece itself", "to the words beside it", "to the start sign [CLS]")
DECIDERS = ("door", "it", "locked")


def _place_of_most(shares):
    """The shares of the three places, in the order of the answers."""
    first, second = np.sort(np.asarray(shares, float))[[-1, -2]]
    return PLACES[int(np.argmax(shares))] if first > second else None


def _length(ratios):
    """The length of a value as a share of the others': one number for each case."""
    low, high = np.min(ratios), np.max(ratios)
    if high < 0.5:
        return "much shorter"
    if low > 1.5:
        return "longer"
    return "about as long" if low > 0.6 and high < 1.4 else None


def _often(share):
    ranges = {"nearly always": (0.8, 1), "about half the time": (0.35, 0.65), "hardly ever": (0, 0.2)}
    return _in_range(share, ranges)


def _how_many(heads):
    if not heads >= 0:
        return None
    return "in none" if heads == 0 else "in a few, fewer than ten" if heads < 10 else "in ten or more"


def _pairs(share):
    ranges = {"in about a quarter": (0.2, 0.35), "in about half": (0.4, 0.6), "in nearly all": (0.9, 1)}
    return _in_range(share, ranges)


def _in_range(share, ranges):
    return next((answer for answer, (low, high) in ranges.items() if low <= share <= high), None)


def _looked_at(word):
    return f"at “{word}”" if word in DECIDERS else None


def _parks(piece):
    return {"</s>": "to the end sign </s>", ".": "to the full stop"}.get(piece) or (
        "to the word itself" if piece == "the piece itself" else None
    )


ANSWERS = {
    "where-weight-goes": _place_of_most,
    "what-the-start-hands-over": _length,
    "agree-or-understand": _often,
    "wide-in-minilm": _how_many,
    "best-of-coins": _pairs,
    "where-a-translator-parks": _parks,
    "who-decides-the-ending": _looked_at,
}
