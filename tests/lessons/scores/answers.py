"""Values for every answer of notebook 3, and one that fits none: (value, the answer that it makes right)."""

CASES = {
    "highest-with-itself": [([12, 13], "no"), ([13, 12], "yes, always"), ([12, 12], None)],
    "row-or-column": [
        ([59.73, 59.73, -12.04], "the word of the row"),
        ([59.73, -12.04, 59.73], "the word of the column"),
        ([59.73, 59.73, 59.73], "both of them"),
        ([59.73, 1.0, 2.0], None),
    ],
    "query-or-key": [
        ([21.9, 8.9, 84.3], "the key of “street”"),
        ([21.9, 84.3, 8.9], "the query of “it”"),
        ([21.9, 21.9, 21.9], "neither: both words are the same as before"),
        ([21.9, 8.9, 3.0], None),
    ],
    "how-many-themselves": [
        (1, "one at most"),
        (7, "about half"),
        (14, "most of them"),
        (4, None),
    ],
    "animal-asks-it": [
        ([59.73, -12.04], "another number"),
        ([59.73, 59.73], "the same number"),
        ([59.73, -59.73], "the same size with the other sign"),
        ([59.73], None),
    ],
    "direction-or-length": [
        ([1, 1, 1], "both"),
        ([1, 1, 7], "it points most nearly, but another is longer"),
        ([1, 7, 1], "it is the longest, but another points more nearly"),
        ([1, 7, 5], None),
    ],
    "right-angle-and-longer": [(0.0, "0"), (25, "25"), (-25.0, "−25"), (7, None)],
}
