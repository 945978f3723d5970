"""What was measured in notebook 1, and which answer it makes right."""

LEAST = 0.6  # so much of the likelihood makes a noun the answer


def who_is_it(likelihoods):
    """[of animal, of street] -> who “it” is, or None where the two share too little."""
    if len(likelihoods) != 2 or sum(likelihoods) < 0.5:
        return None
    animal, street = likelihoods
    if max(animal, street) < LEAST:
        return "impossible to say"
    return "the animal" if animal > street else "the street"


def how_many_right(count):
    """Right answers of 100 -> which answer comes nearest, or None."""
    if count == 100:
        return "in all of them"
    near = [f"in about {about}" for about in (50, 75, 95) if abs(count - about) < 5]
    return near[0] if near else None


ANSWERS = {
    "who-is-it-tired": who_is_it,
    "who-is-it-wide": who_is_it,
    "how-many-right": how_many_right,
    "what-moves": {
        "animal": "where it ended before",
        "street": "at the other noun",
        "wide": "at the last word itself",
    }.get,
    "head-2": lambda looks: {
        "animal → street": "the same: one noun, then the other",
        "tired → wide": "the last word, in both sentences",
    }.get(looks, "something else" if " → " in looks else None),
    # places to the right; below zero, the message would have to travel to the left
    "rnn-way-back": lambda steps: (
        "it never gets there" if steps < 0 else {3: "in 3 steps", 1: "in 1 step"}.get(int(steps))
    ),
}
