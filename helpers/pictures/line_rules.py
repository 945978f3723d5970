"""How lines between words are drawn, decided once: stills paint by these rules with matplotlib, live views in
the page, which gets them with each LinesFrame. Lengths are CSS pixels at scale 1.
"""

import numpy as np

from helpers.pictures.words import selected_word

RULES = {
    "least": 0.01,  # a smaller weight gets no line, no bar and no digits
    # of a line with the weight 1, as a share of its row: of one head; of n heads, this through n; at least
    "width": (0.5, 0.8, 0.18),
    "thinnest": 0.7,
    # of a bar of the weight 1 and its number behind it: the bar's least share of the room for both
    "bar": 0.35,
    # of a callout: the greatest width, as a share of the picture too, and the least; between lines
    "note": {"wide": 170, "share": 0.3, "least": 90, "line": 1.25, "gap": 6},
}


def called(frame, query=None):
    """The callouts of lines that are drawn. query: only of this word.

    -> list of Note, from the first key to the last

    >>> from helpers.pictures.kinds import LinesFrame, Note
    >>> notes = [Note((1, 0), "half"), Note((0, 1), "no")]
    >>> frame = LinesFrame("ab", [[[1, 0], [0.5, 0.5]]], "h", notes=notes)
    >>> [note.text for note in called(frame)]
    ['half']
    """
    strongest = frame.weights[list(frame.shown)].max(axis=0, initial=0)
    drawn = [
        note
        for note in frame.notes
        if query in (None, note.at[0]) and strongest[tuple(map(int, note.at))] >= RULES["least"]
    ]
    return sorted(drawn, key=lambda note: note.at[1])


def label_order(frame):
    """The words of both columns, those that keep their label longest first: chosen, called out, then strong.

    -> list of places for the words that ask, the same for those that are asked
    """
    asks = selected_word(frame)
    strongest = frame.weights[list(frame.shown)].max(axis=0, initial=0)
    sides = (
        strongest.max(axis=1, initial=0),
        (strongest if asks is None else strongest[[asks]]).max(axis=0, initial=0),
    )
    orders = []
    for side, strength in enumerate(sides):
        named = {int(note.at[side]) for note in frame.notes} | ({asks} if side == 0 else set())
        rank = np.array([place not in named for place in range(len(strength))], int)
        orders.append([int(place) for place in np.lexsort((-strength, rank))])
    return orders


def thinned(order, pitch, room):
    """Which labels are written where each needs `room` and stands `pitch` from the next. -> set of places

    order: places, those that keep their label longest first.

    >>> sorted(thinned([3, 0, 1, 2, 4], 5, 9)), len(thinned(range(9), 10, 9))
    ([0, 3], 9)
    """
    if pitch >= room:
        return set(order)
    kept = []
    for place in order:
        if all(abs(place - other) * pitch >= room for other in kept):
            kept.append(place)
    return set(kept)
