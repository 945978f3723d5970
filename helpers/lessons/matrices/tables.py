"""The tables of what attention costs, after notebook 6: how many bytes arrays have, and how they grow.

show_sizes(once, twice)           # bytes of X, of Q, K and V, of the weights and of the three W
show_one_head((14, 512, 2048))    # MB of the weights of one head, for texts of so many words
"""

from helpers.lessons.matrices.answers import ARRAYS
from helpers.lessons.matrices.frames import BYTES
from helpers.pictures.tables import show_table


def show_sizes(once, twice):
    """Show the bytes of each of ARRAYS, for a text and for one twice as long.

    once, twice: [4] whole numbers
    """
    rows = {name: sizes for name, *sizes in zip(ARRAYS, once, twice, strict=True)}
    show_table(rows, ["array", "bytes, written once", "twice"])


def show_one_head(lengths):
    """Show what the weights of one head take, for texts of so many words. lengths: whole numbers"""
    show_table([[n, n * n * BYTES / 1e6] for n in lengths], ["words", "MB for one head"], digits=3)
