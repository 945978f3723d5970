"""Values for every answer of notebook 1, and one that fits none: (value, the answer that it makes right)."""

WHO = [
    ([0.97, 0.01], "the animal"),
    ([0.3, 0.69], "the street"),
    ([0.5, 0.48], "impossible to say"),
    ([0.1, 0.2], None),
    ([1.0], None),
]
CASES = {
    "who-is-it-tired": WHO,
    "who-is-it-wide": WHO,
    "how-many-right": [
        (51, "in about 50"),
        (75, "in about 75"),
        (95, "in about 95"),
        (100, "in all of them"),
        (87, None),
    ],
    "what-moves": [
        ("animal", "where it ended before"),
        ("street", "at the other noun"),
        ("wide", "at the last word itself"),
        ("because", None),
    ],
    "head-2": [
        ("animal → street", "the same: one noun, then the other"),
        ("tired → wide", "the last word, in both sentences"),
        ("tired → street", "something else"),
        ("tired", None),
    ],
    "rnn-way-back": [
        (-3, "it never gets there"),
        (3, "in 3 steps"),
        (1, "in 1 step"),
        (8, None),
    ],
}
