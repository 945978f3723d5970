"""Stories for the writer: endless new ones to learn from, and those held back. No torch."""

import random
import zlib
from pathlib import Path

from helpers.models.grammar import Grammar

DATA = Path(__file__).resolve().parents[2] / "data" / "writer"
GRAMMAR = Grammar((DATA / "grammar.toml").read_text(encoding="utf8"))
LISTS = [GRAMMAR.lists[name][1].values() for name in ("{name}", "{friend}")]
NAMES = {word for groups in LISTS for words in groups for word in words}
SHARE_HELD_OUT = 10  # one story of so many
N_HELD_OUT = 400


def nameless(tokens):
    """A story with every name replaced by the same sign. -> str"""
    return " ".join("*" if token in NAMES else token for token in tokens)


def is_held_out(tokens):
    """Whether a story is kept out of training: a tenth of all, by a checksum that ignores names."""
    return zlib.crc32(nameless(tokens).encode()) % SHARE_HELD_OUT == 0


def stream(seed):
    """New stories to learn from, one after the other; none is held out."""
    rng = random.Random(seed)
    while True:
        tokens = GRAMMAR.story(rng)
        if not is_held_out(tokens):
            yield tokens


def held_out(n_stories=N_HELD_OUT, seed=1_000_000):
    """Stories that no training reads, with the places that are measured in them. -> list of dict"""
    rng, found = random.Random(seed), {}
    while len(found) < n_stories:
        tokens, sources = GRAMMAR.tell(rng)
        if is_held_out(tokens):
            found.setdefault(" ".join(tokens), marked(tokens, sources))
    return list(found.values())


def marked(tokens, sources):
    """A story with its marked places, counted from 0. -> dict

    hero: [place, earlier], where only the hero's name can come next, and where that stood last;
    copies: [place, earlier], in a tune that comes back: the next word is what stands at `earlier`, just
    behind the last place where the word of `place` stood;
    title_name: the same, from a title to a name that was told before.
    """
    known = GRAMMAR.all_next_words(tokens)
    marks = {"tokens": tokens, "hero": [], "copies": [], "title_name": []}
    for place in range(len(tokens) - 1):
        source = sources[place + 1]
        if source is None or source not in sources[: place + 1]:
            continue
        earlier = max(at for at in range(place + 1) if sources[at] == source)
        forced = len(known[place]) == 1
        if source == "name" and forced:
            marks["hero"].append([place, earlier])
        elif source.startswith("tune") and source != "tune1":
            marks["copies"].append([place, earlier])
        elif source.startswith("friend"):
            marks["title_name"].append([place, earlier])
    return marks
