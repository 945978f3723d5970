"""What was measured in notebook 3, and which answer it makes right."""

import numpy as np


def highest_with_itself(scores):
    """[score with itself, score with another word] -> whether they break the law, or None for a tie."""
    own, other = scores
    if own == other:
        return None
    return "no" if other > own else "yes, always"


def row_or_column(scores):
    """[the cell it → animal, it asks animal, animal asks it] -> whose word asks in the cell, or None."""
    cell, row, column = scores
    asks = np.isclose(cell, row), np.isclose(cell, column)
    return {
        (True, False): "the word of the row",
        (False, True): "the word of the column",
        (True, True): "both of them",
    }.get(asks)


def query_or_key(scores):
    """Street's score for “it”: [all old, new query with old key, old query with new key] -> what moved it."""
    before, query, key = np.asarray(scores, float)
    if np.allclose([query, key], before, atol=0.01):
        return "neither: both words are the same as before"
    if max(query, key) <= before:
        return None
    return "the query of “it”" if query > key else "the key of “street”"


def animal_asks_it(scores):
    """[it → animal, animal → it] -> how they compare."""
    if len(scores) != 2:
        return None
    there, back = scores
    if np.isclose(back, there):
        return "the same number"
    return "the same size with the other sign" if np.isclose(back, -there) else "another number"


def direction_or_length(places):
    """[of the highest score, the smallest angle, the longest key] -> why the best is the best, or None."""
    best, nearest, longest = places
    return {
        (True, True): "both",
        (True, False): "it points most nearly, but another is longer",
        (False, True): "it is the longest, but another points more nearly",
    }.get((bool(best == nearest), bool(best == longest)))


ANSWERS = {
    "highest-with-itself": highest_with_itself,
    "row-or-column": row_or_column,
    "how-many-themselves": lambda count: (
        "one at most"
        if count <= 1
        else "about half"
        if 6 <= count <= 8
        else "most of them"
        if count >= 11
        else None
    ),
    "query-or-key": query_or_key,
    "animal-asks-it": animal_asks_it,
    "direction-or-length": direction_or_length,
    "right-angle-and-longer": lambda score: {0: "0", 25: "25", -25: "−25"}.get(round(float(score), 6)),
}
