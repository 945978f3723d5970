"""Which answer the numbers of notebook 8 make right."""

import numpy as np

from helpers.models.survey import KINDS


def how_many_move(moved):
    """moved: for each head, whether its largest weight moves"""
    moved = np.asarray(moved)
    if moved.size == 0:
        return None
    return "in all eight" if moved.all() else "in some of them" if moved.any() else "in none"


def previous_word(shares):
    """shares: [n_layers, n_heads], what each head gives to the word before, on average"""
    passed = int((np.asarray(shares) >= KINDS["previous word"]).sum())
    if passed > np.size(shares) / 2:
        return "most of them"
    return {0: "none", 1: "one or two", 2: "one or two"}.get(passed)


def best_head_removed(accuracies):
    """accuracies: with all heads, without the best"""
    before, left = accuracies
    if left > before:
        return None
    if before - left < 0.05:
        return "it loses less than five points"
    return (
        "it falls below one half" if left < 0.5 else "it loses five points or more, but stays above one half"
    )


def team_removed(accuracy):
    """accuracy: without the noun heads"""
    bounds = {
        "in less than a third": (0, 1 / 3),
        "in about half of the sentences": (0.4, 0.6),
        "nearly as often as before": (0.9, 1.01),
    }
    return next((answer for answer, (low, high) in bounds.items() if low <= accuracy < high), None)


def where_it_fails(means):
    """means: how many heads look most at the right noun, where the answer is right and where it is wrong"""
    hits, misses = means
    if not np.isfinite([hits, misses]).all():
        return None
    if abs(hits - misses) < 0.05:
        return "just as many"
    return "fewer" if misses < hits else "more"


def what_suffers(accuracies):
    """accuracies: of the noun and of the adjective, without the readers"""
    noun, adjective = accuracies
    if not np.isfinite([noun, adjective]).all():
        return None
    suffers = noun < 0.9, adjective < 0.9
    return {
        (False, False): "neither",
        (True, False): "the noun",
        (False, True): "the adjective",
        (True, True): "both",
    }[suffers]


def goes_with(nouns):
    """nouns: the answer with the weights of the tired sentence, and with those of the wide one"""
    nouns = tuple(nouns)
    if not set(nouns) <= {"animal", "street"}:
        return None
    return {("animal", "street"): "with the weights", ("street", "animal"): "with all else"}.get(
        nouns, "not the same way in both"
    )


ANSWERS = {
    "how-many-heads-move": how_many_move,
    "previous-word": previous_word,
    "remove-the-best-head": best_head_removed,
    "remove-the-noun-team": team_removed,
    "exchanged-weights": goes_with,
    "where-it-fails": where_it_fails,
    "proof": what_suffers,
}
