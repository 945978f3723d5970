"""What the words of each frame must say: (what is worked out, then two states or more) for its name."""

import re

import numpy as np

from helpers import models
from helpers.lessons.writing.measured import ANY, MARKS, PATTERNS, measure
from tests.pictures.cases import values

BEGINNING = "On a windy hill lived Pip, a greedy hen."
TUNE = 'Once there was a shy mole named Dot. "Tra lee bim!" sang Dot to Aunt Rose every day.'
WRITER = "@writer"


def few(n_stories):
    """The heads measured over so few stories."""
    return lambda rng: measure(models.load("writer"), n_stories)


def next_words(frame, state):
    """Each row of bars and what it leaves; the notes of a temperature and of top-k stand in the title."""
    told = [series.y.sum() for series in frame.plots[0].series]
    names = ", ".join(f"{series.label} (N)" for series in frame.plots[0].series)
    left = [f"{max(0, 1 - total):.2f}" for total in told]
    how = [("temperature (N)", [state[2]])] if len(state) > 2 and state[2] != 1 else []
    how += [(r"the best (N)\)", [state[3]])] if len(state) > 3 else []
    return [(f"All other words together: {names}", left), *how]


def looks_back(frame, state):
    first = min(panel.values[0, 0] for panel in frame.panels)
    return [(r"gives all to itself: (N)\.", [first])]


def newest_word(frame, state):
    """The place of the newest word, from 1, is said in the title of the heads."""
    if not hasattr(frame, "panels"):
        return []
    return [("Where every head looks from [^,]*, word (N)", [frame.panels[0].values.shape[1]])]


def surprise(frame, state):
    (plot,) = frame.plots
    told = [
        (f"“{re.escape(dict(plot.x_ticks)[note.at[0]])}”: anyone (N)", [note.at[1]])
        for note in plot.notes
        if "anyone" in note.text
    ]
    ours, anyone = plot.series
    gaps = [note for note in plot.notes if "more than needed" in note.text]
    told += [("(N) more than needed", [(ours.y - anyone.y).max()]) for _ in gaps]
    writer, tokens = state[0], state[0].tokens(state[1])
    rows = [writer.row[word] for word in tokens[1:]]
    mean = -np.log(writer.shares(tokens)[np.arange(len(rows)), rows]).mean()
    known = writer.grammar.all_next_words(tokens)
    least = -np.mean([np.log(after[word]) for after, word in zip(known, tokens[1:], strict=False)])
    return [
        *told,
        ("Mean over the (N) words of the story: writer (N), grammar (N) nats", [len(rows), mean, least]),
    ]


def kept_or_anew(frame, state):
    anew, kept = frame.plots[0].series
    whole = [anew.y.sum(), kept.y.sum(), anew.y.sum() / kept.y.sum()]
    return [("Altogether (N) million anew, (N) million kept: (N) ×", whole)]


def head_work(frame, state):
    share, lost = values(frame), values(frame, 1)
    rows = frame.panels[1].rows
    told = []
    for at, name in enumerate(PATTERNS):
        best = rows[int(share[:-1, at].argmax())]
        said = f"{name}: {best} (N), equal weights (N)"
        told.append((said, [share[:-1, at].max(), share[-1, at]]))
    for at, name in enumerate((ANY, *MARKS)):
        told.append((f"{name}: without {rows[int(lost[:, at].argmax())]} (N) nats", [lost[:, at].max()]))
    return [*told, ("over (N) stories", [len(state[0].stories)])]


CASES = {
    "head_work": (head_work, (few(12),), (few(7),)),
    "kept_or_anew": (kept_or_anew, (WRITER, 70), (WRITER, 23)),
    "looks_back": (looks_back, (WRITER, "Once there was a shy mole"), (WRITER, BEGINNING, 2)),
    "newest_word": (newest_word, (WRITER, BEGINNING), (WRITER, TUNE, 2, 14, 3)),
    "next_words": (
        next_words,
        (WRITER, BEGINNING),
        (WRITER, TUNE, 2.5, 3, 13),
        (WRITER, "hen hen", 0.5),
        (WRITER, "once"),
    ),
    "surprise": (surprise, (WRITER, BEGINNING), (WRITER, TUNE, 2, 20)),
}
