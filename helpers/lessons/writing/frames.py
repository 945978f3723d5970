"""A model that writes: the next word beside the truth, where the newest word looks, what surprises it."""

import functools
from dataclasses import dataclass, replace

import numpy as np

from helpers.attention import causal_mask, softmax
from helpers.lessons.writing.measured import ANY, MARKS, PATTERNS, PREVIOUS
from helpers.models.sampling import keep_top, with_temperature
from helpers.pictures.answers import bars
from helpers.pictures.heads import head_names, weights_panel
from helpers.pictures.kinds import ASKED, ChartFrame, LinesFrame, MatrixFrame, Note, Panel, Plot, Series
from helpers.pictures.words import cell_words, exact, fixed, largest_cells, weight_words
from helpers.shapes import one_of

__all__ = [
    "head_work",
    "kept_or_anew",
    "looks_back",
    "newest_word",
    "next_words",
    "surprise",
]

MOST = 8  # words that have bars
LAST = 12  # words of the text so far that a line says
SIGNS = {"<start>": "start", "<end>": "end"}


@dataclass(frozen=True, eq=False)
class Told:
    """What a writer and its grammar know after every token of a text.

    tokens: list of str, START first; attention [n_layers, n_heads, n, n]; scores [n, n_words];
    known: for each token a dict of word: true probability, empty where no story begins so.
    """

    tokens: list
    attention: np.ndarray
    scores: np.ndarray
    known: list


def told(writer, text):
    """Run a writer on a text, and its grammar; the same text is run once. text: str or tokens -> Told

    Raises ValueError: a text that the writer cannot read.
    """
    return _told(writer, tuple(writer.tokens(text if isinstance(text, str) else list(text))))


@functools.lru_cache(maxsize=32)
def _told(writer, tokens):
    run = writer.run(list(tokens))
    return Told(
        list(tokens),
        run.attention,
        writer.scores(run.layers[-1].output).astype(float),
        writer.grammar.all_next_words(list(tokens)),
    )


def next_words(writer, text, temperature=1.0, top_k=None, place=None, drawn=None):
    """The most probable next words: how probable the writer finds them, beside what the grammar says.

    -> ChartFrame of one plot, two rows of bars
    text: str or tokens; place: of the newest token, from 0 (None: the last); drawn: the word that was drawn.
    temperature, top_k: as in helpers.models.sampling. They change the writer's bars and never their order.
    Raises ValueError: a text that cannot be read, a place that is not there, a temperature or top_k that
    cannot be.
    """
    read = told(writer, text)
    place = _place(read, place)
    scores, known = read.scores[place], read.known[place]
    truth = np.array([known.get(word, 0.0) for word in writer.words])
    shares = with_temperature(scores if top_k is None else keep_top(scores, top_k), temperature)
    likely = np.argsort(-np.maximum(softmax(scores), truth), kind="stable")[:MOST]
    rows = likely[np.argsort(-scores[likely], kind="stable")]  # the writer's order at any temperature
    names = [shown(writer.words[row]) for row in rows]
    series = [replace(bars(shares[rows], "weight"), label="writer")]
    others = f"writer {fixed(max(0, 1 - shares[rows].sum()), 2)}"
    if known:
        series.append(replace(bars(truth[rows], "plain"), label="grammar"))
        others += f", grammar {fixed(max(0, 1 - truth[rows].sum()), 2)}"
    how = "" if temperature == 1 and top_k is None else f" ({_how(temperature, top_k)})"
    note = [f"All other words together: {others}."]
    if not known:
        note.append("No story begins so: the grammar has no next word.")
    if drawn is not None:
        note.append(f"Drawn: “{shown(drawn)}”.")
    plot = Plot(
        series,
        y_label="probability",
        y_limits=(0, 1.15),
        x_ticks=tuple(enumerate(names)),
        note=" ".join(note),
    )
    title = f"What comes after “{_end_of(writer, read.tokens[: place + 1])}”{how}"
    said = "; ".join(f"{one.label}: {_listed(names, one.y)}" for one in series)
    return ChartFrame((plot,), title, writer.badge, f"{said}. {plot.note}")


def _listed(names, numbers):
    return ", ".join(f"{name} {fixed(number, 2)}" for name, number in zip(names, numbers, strict=True))


def looks_back(writer, text, layer=1):
    """What each word looks at, in every head of a layer: never at what comes after it, which is hatched.

    -> MatrixFrame of n_heads panels, [n_tokens, n_tokens]
    text: str or tokens; layer: from 1.
    Raises ValueError: a text that cannot be read, a layer that is not there.
    """
    read = told(writer, text)
    tokens = [shown(token) for token in read.tokens]
    weights = one_of(read.attention, layer, "layer")
    later = tuple(map(tuple, np.argwhere(~causal_mask(len(tokens))).tolist()))
    panels = [
        replace(weights_panel(one, name, tokens, head=head), marked=later)
        for head, (name, one) in enumerate(zip(head_names(len(weights)), weights, strict=True))
    ]
    first = weight_words(min(panel.values[0, 0] for panel in panels))
    tops = "; ".join(f"{panel.title}: {_top_below(panel)}" for panel in panels if len(tokens) > 1)
    alt = (
        f"{len(panels)} heatmaps of {len(tokens)} × {len(tokens)} weights, each of them empty above the "
        f"diagonal. The first row gives all to itself: {first}. Largest below it: {tops or 'no row'}."
    )
    title = f"Layer {layer}: each word looks at itself and at what stands before it"
    return MatrixFrame(panels, title, writer.badge, alt)


def _top_below(panel):
    """The largest weight below the first row, where nothing can be chosen. Panel -> str"""
    row, column = largest_cells(panel.values[1:], 1)[0]
    return cell_words(panel, row + 1, column)


def newest_word(writer, text, layer=1, place=None, head=None):
    """Where the newest word looks before the next one is written: all heads, and lines of one layer.

    -> MatrixFrame of one panel [n_layers * n_heads, n_tokens], LinesFrame from one word
    text: str or tokens; layer: from 1; place: of the newest word, from 0 (None: the last).
    head: the one whose lines are shown at first, from 1 (None: all).
    Raises ValueError: a text that cannot be read; a layer, head or place that is not there.
    """
    read = told(writer, text)
    place = _place(read, place)
    tokens = [shown(token) for token in read.tokens[: place + 1]]
    rows = read.attention[:, :, place, : place + 1]
    n_layers, n_heads, _ = rows.shape
    lines = one_of(rows, layer, "layer")
    panel = Panel(
        rows.reshape(n_layers * n_heads, -1),
        f"“{tokens[-1]}” asks",
        rows=[f"layer {at + 1}, head {head + 1}" for at, head in np.ndindex(n_layers, n_heads)],
        columns=tokens,
        column_axis=ASKED,
        links=("", "key"),
    )
    heads = MatrixFrame(
        (panel,), f"Where every head looks from “{tokens[-1]}”, word {place + 1}", writer.badge
    )
    drawn = LinesFrame(
        (tokens[-1],),
        lines[:, np.newaxis],
        head_names(n_heads),
        shown=None if head is None else (one_of(range(n_heads), head, "head"),),
        selected=(0,),
        title=f"What “{tokens[-1]}” looks at, layer {layer}",
        badge=writer.badge,
        keys=tokens,
    )
    return heads, drawn


def surprise(writer, text, first=0, last=None):
    """How surprised the writer is by each word of a story, and how surprised anyone must be.

    -> ChartFrame: −log of the probability of the word that came, in nats, for the writer and for the grammar
    text: str or tokens, of a whole story; first, last: the places from which the next word is guessed, from 0
    (last None: up to the end).
    Raises ValueError: a text that cannot be read, or no beginning of a story; places that are not there.
    """
    read = told(writer, text)
    came = read.tokens[1:]
    if not all(after.get(word) for after, word in zip(read.known, came, strict=False)):
        raise ValueError("The grammar tells no such story: take one of writer.stories.")
    rows = [writer.row[word] for word in came]
    ours = -np.log(softmax(read.scores)[np.arange(len(rows)), rows])
    anyone = np.array([-np.log(after[word]) for after, word in zip(read.known, came, strict=False)])
    last = len(came) - 1 if last is None else last
    if not 0 <= first < last < len(came):
        raise ValueError(f"There are places 0 to {len(came) - 1}: got {first} to {last}.")
    at = np.arange(first, last + 1)
    more = ours[at] - anyone[at]
    worst, open_most = at[more.argmax()], at[anyone[at].argmax()]
    notes = [
        Note((open_most, anyone[open_most]), f"“{came[open_most]}”: anyone {fixed(anyone[open_most], 2)}")
    ]
    if more.max() > 0.3:
        told_more = f"“{came[worst]}”: {fixed(more.max(), 2)} more than needed"
        notes.append(Note((worst, ours[worst]), told_more))
    plot = Plot(
        (
            Series(at, ours[at], "bars", "weight", "writer"),
            Series(at, anyone[at], "points", "plain", "anyone: the grammar's own"),
        ),
        y_label="surprise, nats",
        y_limits=(0, 1.15 * max(ours[at].max(), anyone[at].max())),
        x_ticks=tuple((int(place), shown(came[place])) for place in at),
        notes=notes,
        note=f"Mean over the {len(came)} words of the story: writer {fixed(ours.mean(), 2)}, "
        f"grammar {fixed(anyone.mean(), 2)} nats.",
    )
    title = f"Surprise at each word, from “{shown(came[first])}” to “{shown(came[last])}”"
    said = "; ".join(
        f"{one.label}, highest {fixed(one.y.max(), 2)} at “{shown(came[at[one.y.argmax()]])}”"
        for one in plot.series
    )
    alt = f"Nats at {len(at)} words. {said}. {plot.note}"
    return ChartFrame((plot,), title, writer.badge, alt)


def kept_or_anew(writer, n_tokens):
    """The multiplications for each next word of a story, with keys and values kept, and with all done anew.

    -> ChartFrame
    n_tokens: of the story. Raises ValueError: fewer than 2, or more than the writer can read.
    """
    if not 2 <= n_tokens <= writer.max_tokens:
        raise ValueError(f"A story has 2 to {writer.max_tokens} tokens: got {n_tokens}.")
    sizes = np.arange(1, n_tokens + 1)
    anew, kept = (
        np.array([writer.multiplications(int(size), kept=way) for size in sizes]) / 1e6
        for way in (False, True)
    )
    times = f"{exact(anew.sum() / kept.sum(), 2)} ×"
    plot = Plot(
        (
            Series(sizes, anew, "line", "plain", "all words anew", dashed=True),
            Series(sizes, kept, "line", "result", "keys and values kept", width=1.4),
        ),
        x_label="words so far",
        y_label="million multiplications",
        note=f"Altogether {exact(anew.sum(), 3)} million anew, {exact(kept.sum(), 3)} million kept: {times}.",
    )
    return ChartFrame((plot,), "Work for each next word", "computed")


def head_work(measured):
    """What each head looks at before a word comes that stood there already, and what is lost without it.

    -> MatrixFrame of two panels: shares of the weight [n_layers * n_heads + 1, n_patterns], whose last row is
    what equal weights give, and nats [n_layers * n_heads, n_patterns]
    measured: of helpers.lessons.writing.measured. The largest of each column is marked.
    """
    names = [f"layer {at + 1}, head {head + 1}" for at, head in np.ndindex(measured.share[PREVIOUS].shape)]
    needed_at = (ANY, *MARKS)
    share = np.stack([measured.share[name].ravel() for name in PATTERNS], axis=1)
    lost = np.stack([measured.lost[name].ravel() for name in needed_at], axis=1)
    chance = [measured.chance[name] for name in PATTERNS]
    panels = (
        Panel(
            np.concatenate([share, [chance]]),
            "weight there",
            rows=[*names, "equal weights"],
            columns=PATTERNS,
            marked=tuple(zip(share.argmax(axis=0).tolist(), range(len(PATTERNS)), strict=True)),
        ),
        Panel(
            lost,
            "nats lost without it",
            rows=names,
            columns=needed_at,
            kind="signed",
            marked=tuple(zip(lost.argmax(axis=0).tolist(), range(len(needed_at)), strict=True)),
        ),
    )
    most = [
        f"{name}: {names[share[:, at].argmax()]} {fixed(share[:, at].max(), 2)}, "
        f"equal weights {fixed(chance[at], 2)}"
        for at, name in enumerate(PATTERNS)
    ]
    needed = [
        f"{name}: without {names[lost[:, at].argmax()]} {fixed(lost[:, at].max(), 2)} nats"
        for at, name in enumerate(panels[1].columns)
    ]
    title = f"Where heads look, over {len(measured.stories)} stories, and what is lost without each"
    return MatrixFrame(panels, title, "measured", f"{'; '.join(most)}. Most is lost: {'; '.join(needed)}.")


def _place(read, place):
    """Check the place of the newest word. None: the last one"""
    if place is None:
        return len(read.tokens) - 1
    if not 0 <= place < len(read.tokens):
        raise ValueError(f"There is no word {place + 1}: the text has {len(read.tokens)}.")
    return place


def shown(token):
    """A token as pictures name it: no brackets, which look like markup."""
    return SIGNS.get(token, token)


def _end_of(writer, tokens):
    """The end of the text so far, as one reads it."""
    if len(tokens) == 1:
        return shown(tokens[0])
    short = tokens[-LAST:]
    return ("… " if len(tokens) > LAST + 1 else "") + writer.text(
        [writer.START, *short] if short[0] != writer.START else short
    )


def _how(temperature, top_k):
    kept = "" if top_k is None else f"the best {top_k}"
    warm = "" if temperature == 1 else f"temperature {exact(temperature, 2)}"
    return ", ".join(part for part in (warm, kept) if part)
