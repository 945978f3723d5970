"""Values for every answer of notebook 7, and one that fits none."""

import numpy as np

from helpers.lessons.many_heads.frames import tags

RIGHT = tags().swapaxes(0, 1).reshape(4, 6)

CASES = {
    "what-head-3-reads": [
        (np.ones(512, bool), "all 512"),
        (np.arange(512) // 64 == 2, "64 of them, its own eighth"),
        (np.arange(512) % 8 == 2, "64 of them, chosen from all over"),
        (np.arange(512) < 100, None),
    ],
    "where-eight-heads-look": [
        (1, "one"),
        (2, "two"),
        (3, "three or four"),
        (4, "three or four"),
        (5, "five to eight"),
        (8, "five to eight"),
        (0, None),
    ],
    "one-softmax": [
        (0.88, "about 0.9, as from head 2"),
        (0.45, "about half, and “animal” the other half"),
        (0.002, "next to nothing"),
        (0.7, None),
    ],
    "shape-and-content": [
        (RIGHT, "yes: each row holds one word"),
        (tags().reshape(4, 6), "no: rows mix several words"),
        (RIGHT[:, ::-1], "no: the heads stand in another order"),
        (RIGHT[::-1], None),
    ],
    "head-1-and-head-5": [
        ([64, 64], "64 and 64"),
        (np.array([64, 512]), "64 and all 512"),
        ([512, 512], "all 512 both times"),
        ([0, 0], None),
    ],
    "rows-for-one-word": [
        ([0.0, 2.0], "the row of “it” in each"),
        ([2.0, 3.0], "all rows of each"),
        ([0.0, 0.0], "the row of “it” in one of them"),
        ([np.nan, np.nan], None),
    ],
    "gap-of-tired": [
        (0.5, "less than 1"),
        (np.float32(6.1), "between 3 and 10"),
        (138, "more than 50"),
        (20, None),
    ],
    "cut-the-queries": [
        ([0.0, 5.0], "reshape(8, 14, 64)"),
        ([5.0, 0.001], "reshape(14, 8, 64).swapaxes(0, 1)"),
        ([0.0, 0.0], "either of them"),
        ([5.0, 5.0], "neither of them"),
        ([np.nan, 0.0], None),
    ],
}
