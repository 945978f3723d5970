"""Eight heads: matrices of their own for one X, eight maps of weights, eight Z, merged by W_out."""

from dataclasses import replace

import numpy as np

from helpers.attention import attention_weights, merge_heads
from helpers.pictures.formula import project
from helpers.pictures.heads import head_names, run
from helpers.pictures.kinds import ASKED, MatrixFrame, Note, Panel
from helpers.pictures.maps import Arrow, Group, Layout, MapFrame, Node
from helpers.pictures.words import fixed, listed, span, weight_words
from helpers.shapes import one_of, read_floats

__all__ = ["eight_contexts", "merge_by_hand", "one_or_eight", "own_matrices", "slots", "travel", "whole"]

STAGES = ("the heads' results", "words to the front", "cut into rows")


def own_matrices(x, W_query, words, badge="hand-set", follow=()):
    """One x, times the W_query of each head: every head makes its own Q. -> MatrixFrame, three panels a head

    x [n_words, d_model]; W_query [n_heads, d_model, d_k]; words: a name for each row of x;
    follow: (head, row, column), counted from 1, of one number of a Q that is outlined with the row and the
    column that make it.
    Raises ValueError: shapes that do not fit.
    """
    panels, told = [], []
    for head, W in enumerate(W_query, 1):
        entered, learned, made = project(x, W, "query", words, badge).panels
        row, column = np.array(follow[1:]) - 1 if head in follow[:1] else (None, None)
        marks = [()] * 3 if row is None else [((row, -1),), ((-1, column),), ((row, column),)]
        panels += [
            replace(entered, title="X", marked=marks[0]),
            replace(learned, title=f"W_query, head {head}", marked=marks[1]),
            replace(made, title=f"Q, head {head}", marked=marks[2]),
        ]
        rows = (f"{word}: {listed(row)}" for word, row in zip(words, made.values, strict=True))
        told.append(f"X times W_query of head {head} gives {'; '.join(rows)}.")
    title = "Every head makes its own Q of one X"
    return MatrixFrame(panels, title, badge, " ".join(told), across=3)


def eight_contexts(model, sentence, asks=None, layer=2, across=4):
    """What each head hands over: its Z, a row for each word. -> MatrixFrame of n_heads panels

    asks: place, from 0, of the word whose row lights up in each; one more panel holds these rows, head below
    head; layer: from 1.
    """
    steps = run(model, sentence)
    context = steps.heads(layer).context
    limit = np.abs(context).max()
    panels = tuple(
        _block(Z, f"Z, head {at + 1}", "context", limit, rows=steps.tokens, links=("query", ""), head=at)
        for at, Z in enumerate(context)
    )
    told = _spans(panels)
    if asks is not None:
        z, word = context[:, asks], steps.tokens[asks]
        names, title = head_names(len(z)), f"z of “{word}”, head by head"
        panels += (_block(z, title, "context", limit, rows=names, links=("head", "")),)
    return MatrixFrame(
        panels,
        f"{len(context)} heads, {len(context)} matrices Z",
        model.badge,
        f"{len(context)} matrices Z, each {_size(context[0])}: a row for each word. No two are alike. {told}",
        across,
        () if asks is None else (0, asks, -1),
    )


def one_or_eight(model, sentence, place, layer=2):
    """One word's weights in each head, and in one big head that adds up their scores.

    -> MatrixFrame of two panels
    The big head uses the same numbers with one softmax: queries and keys as long as x, divided by √d_model.
    """
    steps = run(model, sentence)
    heads = steps.heads(layer)
    row = one_big_head(heads.query, heads.key)[place]
    each, names = heads.weights[:, place], head_names(len(heads.weights))
    panels = (
        Panel(
            each,
            f"{len(each)} heads, {len(each)} softmaxes",
            names,
            steps.tokens,
            column_axis=ASKED,
            links=("head", "key"),
        ),
        Panel(
            row,
            "one big head, one softmax",
            ("big head",),
            steps.tokens,
            column_axis=ASKED,
            links=("", "key"),
            notes=_lost(each, row, steps.tokens),
        ),
    )
    favourites = sorted({steps.tokens[row.argmax()] for row in each})
    alt = (
        f"“{steps.tokens[place]}” asks. The heads look most at: {', '.join(favourites)}. "
        f"The big head: {steps.tokens[row.argmax()]} {weight_words(row.max())}."
    )
    return MatrixFrame(
        panels, f"“{steps.tokens[place]}” asks: {len(each)} heads or one", model.badge, alt, across=1
    )


def _lost(each, row, tokens):
    """Callouts at words that some head looks at most and the big head hardly. -> tuple of Note, two at most

    each [n_heads, n_tokens], row [n_tokens]: one word's weights in the heads and in the big head.
    """
    chosen = [place for place in np.unique(each.argmax(axis=1)) if row[place] < 0.1]
    chosen = sorted(chosen, key=lambda place: row[place] - each[:, place].max())[:2]
    return tuple(Note((0, place), f"“{tokens[place]}” gets only {fixed(row[place], 3)}") for place in chosen)


def one_big_head(query, key):
    """The weights of one head whose queries and keys are those of all heads, end to end.

    query, key [n_heads, n_tokens, d_k] -> [n_tokens, n_tokens].  Its score is the sum of the heads' scores.
    """
    scores = (query.astype(float) @ key.astype(float).swapaxes(-1, -2)).sum(axis=0)
    return attention_weights(scores / np.sqrt(query.shape[0] * query.shape[2]))


def merge_by_hand(Z, W_out, words, badge="hand-set"):
    """A few small Z put side by side, times W_out: one row for each word. -> MatrixFrame

    Z [n_heads, n_words, d_v]; W_out [n_heads * d_v, d_model]; words: a name for each row. Outlined: the first
    word's row, the first column of W_out and the number that they make.
    Raises ValueError: shapes that do not fit.
    """
    Z, W_out = read_floats(Z, "Z", float), read_floats(W_out, "W_out", float)
    if Z.ndim != 3 or W_out.ndim != 2 or len(W_out) != Z.shape[0] * Z.shape[2]:
        raise ValueError(
            f"W_out needs a row for each number of all heads: got Z {Z.shape} and W_out {W_out.shape}."
        )
    concatenated = merge_heads(Z)
    output = concatenated @ W_out
    look = {"kind": "boxes", "limit": float(max(np.abs(matrix).max() for matrix in (Z, W_out, output)))}
    panels = [
        Panel(z, f"Z, head {at + 1}", words, role="context", sizes=_size(z), head=at, **look)
        for at, z in enumerate(Z)
    ]
    panels += [
        Panel(
            concatenated,
            "side by side",
            words,
            role="context",
            before="→",
            sizes=f"{_size(concatenated)}: {_slots(len(Z))}",
            slots=len(Z),
            marked=((0, -1),),
            **look,
        ),
        Panel(W_out, "W_out", before="×", sizes=_size(W_out), marked=((-1, 0),), **look),
        Panel(output, "output", words, before="=", sizes=_size(output), marked=((0, 0),), **look),
    ]
    rows = "; ".join(f"{word}: {listed(row)}" for word, row in zip(words, output, strict=True))
    return MatrixFrame(
        panels,
        "Concatenate, then multiply by W_out",
        badge,
        f"{len(Z)} Z side by side, {_size(concatenated)}, times W_out, {_size(W_out)}, give {rows}.",
    )


def whole(model, sentence, place, layer=2):
    """From X to the output with all heads, for one word. -> MapFrame, MatrixFrame

    place: of the word that asks, from 0; layer: from 1. The map holds X with the word's row under the lens,
    its weights and z in each head, all z in one row, and the output; the matrix is W_out, the same for all
    words.
    """
    steps, W_out = run(model, sentence), one_of(model.layers, layer, "layer").W_out
    attention, x, word = steps.layer(layer).attention, steps.entering(layer), steps.tokens[place]
    weights, z = attention.heads.weights[:, place], attention.heads.context[:, place]
    limit = float(np.abs(attention.heads.context).max())
    nodes = [Node("X", "X", "embedding", "", _size(x), values=x, rows=steps.tokens, row=place, asks=True)]
    for head in range(1, len(z) + 1):
        row, role, of = weights[head - 1], f"head {head}", f"of “{word}” in head {head}"
        best = f"{steps.tokens[row.argmax()]} {weight_words(row.max())}"
        strip = {"role": role, "values": z[head - 1], "limit": limit}
        first = (head - 1) * z.shape[1] + 1
        nodes += [
            Node(role, role, role, f"weights {of}", best, values=row, kind="weights", columns=steps.tokens),
            Node(f"z {head}", "z", told=f"z {of}", **strip),
            Node(f"slot {head}", f"{first}–{first + z.shape[1] - 1}", told=f"slots {of}", **strip),
        ]
    output = attention.output[place]
    nodes += [
        Node("W_out", "× W_out", told="one matrix for all words: it mixes all heads", below=_size(W_out)),
        Node("output", "output", told=f"output of “{word}”", below=_size(output), values=output),
    ]
    best = (f"head {at + 1} → {steps.tokens[row.argmax()]} {weight_words(row.max())}"
            for at, row in enumerate(weights))  # fmt: skip
    alt = (
        f"X, {_size(x)}, goes to {len(z)} heads. “{word}” asks: {', '.join(best)}. Its z in each head, "
        f"{_size(z)}, lie side by side in one row, {_size(z.ravel())}, from {span(z).removeprefix('from ')}. "
        f"Times W_out, {_size(W_out)}, they give its output {span(output)}."
    )
    title = f"Multi-head attention, layer {layer}: the way of “{word}”"
    here = f"The row of “{word}” is under the lens. In one row each head keeps its slots; W_out mixes all."
    return (
        _map_of_whole(nodes, len(z), title, model.badge, alt, here),
        MatrixFrame(
            (_block(W_out, "W_out"),),
            "The same W_out for every word",
            model.badge,
            f"W_out, {_size(W_out)} learned numbers {span(W_out)}.",
        ),
    )


def _map_of_whole(nodes, n_heads, title, badge, alt, here):
    """The steps of the whole, joined: heads as columns where there is room, else as rows. -> MapFrame"""
    arrows, columns, rows = [], {"X": (0, 0, n_heads, 3)}, {"X": (0, 0.48, 1.3, 0.84 * n_heads)}
    for head in range(1, n_heads + 1):
        names = f"head {head}", f"z {head}", f"slot {head}"
        arrows += [
            Arrow(start, end, role=f"head {head}")
            for start, end in zip(("X", *names), (*names, "W_out"), strict=True)
        ]
        left, top = head - 1, 0.48 + 0.84 * (head - 1)
        columns |= dict(zip(names, ((left + 0.04, 3.5, 0.92, 1.6), (left + 0.04, 5.5, 0.92, 1.0),
                                    (left, 7.4, 1, 1.0)), strict=True))  # fmt: skip
        rows |= dict(zip(names, ((1.55, top + 0.07, 2.9, 0.7), (4.6, top + 0.07, 1.0, 0.7),
                                 (5.75, top, 1.2, 0.84)), strict=True))  # fmt: skip
    columns |= {"W_out": (0, 8.95, n_heads, 1.0), "output": (0, 10.35, n_heads, 1.2)}
    end = 0.48 + 0.84 * n_heads
    rows |= {"W_out": (7.2, 0.48, 1.2, 0.84 * n_heads), "output": (0, end + 0.6, 8.4, 1.2)}
    arrows.append(Arrow("W_out", "output"))
    together = Group("one row", tuple(f"slot {head}" for head in range(1, n_heads + 1)))
    strips = tuple(f"{name} {head}" for name in ("head", "z") for head in range(1, n_heads + 1))
    layouts = (Layout(columns), Layout(rows, beside=strips))
    return MapFrame(nodes, arrows, layouts, (together,), (), here, title, badge, alt)


def slots(model, sentence, place, changed_head, factor=2, layer=2):
    """What changes for one word when the z of one head is multiplied: the concatenation, then the output.

    place: of the word, from 0; changed_head, layer: from 1. -> MatrixFrame of two strips, after minus before
    """
    context, W_out = run(model, sentence).heads(layer).context, model.layers[layer - 1].W_out
    context = context[:, place].astype(float)
    moved = np.zeros_like(context)
    moved[changed_head - 1] = (factor - 1) * context[changed_head - 1]
    before_W, after_W = moved.ravel(), moved.ravel() @ W_out
    counts = [int(np.count_nonzero(change)) for change in (before_W, after_W)]
    in_slots = f": {_slots(len(moved))}"
    panels = tuple(
        Panel(
            change,
            f"{name}: {count} of {change.size} change",
            kind="signed",
            role=role,
            sizes=f"{_size(change)}{told}",
            slots=slots,
        )
        for change, name, count, role, slots, told in (
            (before_W, "before W_out, the concatenation", counts[0], "context", len(moved), in_slots),
            (after_W, "after W_out, the output", counts[1], "plain", 0, ""),
        )
    )
    word = run(model, sentence).tokens[place]
    return MatrixFrame(
        panels,
        f"z of head {changed_head} × {factor:g}, for “{word}”: after minus before",
        model.badge,
        f"Head {changed_head} changes {counts[0]} numbers of the concatenation "
        f"and {counts[1]} of the output.",
        across=1,
    )


def tags(n_heads=3, n_tokens=4, d_v=2):
    """A number for each place that says where it belongs: 231 is head 2, word 3, number 1.

    -> [n_heads, n_tokens, d_v]
    Raises ValueError: more than 9 of anything, which has no digit.

    >>> tags()[1]
    array([[211, 212],
           [221, 222],
           [231, 232],
           [241, 242]])
    """
    if not all(1 <= size <= 9 for size in (n_heads, n_tokens, d_v)):
        raise ValueError(f"Tags have one digit each, 1 to 9: got {n_heads}, {n_tokens} and {d_v}.")
    head, word, number = np.indices((n_heads, n_tokens, d_v)) + 1
    return 100 * head + 10 * word + number


def travel(stage=3, transposed=True, follow=None):
    """Tagged cells on their way into the concatenation, up to a stage. -> MatrixFrame

    stage: 1, 2 or 3, see STAGES; transposed: whether the words come to the front before the cut;
    follow: a tag whose cell is marked at each stage; None: cells in the row of a wrong word are.
    Raises ValueError: a stage or a tag that is not there.
    """
    if stage not in (1, 2, 3):
        raise ValueError(f"There are stages 1, 2 and 3: got {stage}.")
    first = tags()
    if follow is not None and follow not in first:
        raise ValueError(f"There is no tag {follow}: choose one such as 231.")
    n_heads, n_tokens, d_v = first.shape
    moved = first.swapaxes(0, 1) if transposed else first
    last = moved.reshape(n_tokens, n_heads * d_v)
    heads, words = head_names(n_heads), tuple(f"word {number}" for number in range(1, n_tokens + 1))
    wrong = misplaced(last)
    told = f"{wrong.sum()} of {last.size} in a wrong row" if wrong.any() else "all in the right row"

    def panel(values, title, rows, **more):
        marked = (
            values == follow if follow is not None else wrong if values is last else np.zeros(values.shape)
        )
        cells = tuple((int(row), int(column)) for row, column in np.argwhere(marked))
        look = {"kind": "boxes", "role": "context", "limit": float(first.max()), "sizes": _size(values)}
        return Panel(values, title, rows, marked=cells, tags=values, **look | more)

    panels = [
        panel(matrix, f"Z, {name}", words, head=at)
        for at, (matrix, name) in enumerate(zip(first, heads, strict=True))
    ]
    if stage >= 2 and transposed:
        panels += [
            panel(matrix, name, heads, before="→" if at == 0 else "", links=("head", ""))
            for at, (matrix, name) in enumerate(zip(moved, words, strict=True))
        ]
    if stage == 3:
        slots = n_heads if transposed else 0  # forgotten, a part of a row is no head's
        look = {"before": "→", "sizes": f"{_size(last)}: {told}", "slots": slots}
        panels.append(panel(last, "reshaped", words, notes=_strays(last, wrong, follow), **look))
    title = f"Step {stage}: {STAGES[stage - 1]}"
    if not transposed and stage >= 2:
        title += ", the transpose forgotten" if stage == 3 else "? Forgotten: nothing moves"
    alt = f"{title}. Tagged numbers of shape {n_heads} × {n_tokens} × {d_v}."
    if stage == 3:
        rows = (f"{word}: {listed(row)}" for word, row in zip(words, last, strict=True))
        alt += f" The rows of the result are {'; '.join(rows)}; {told}."
    else:
        shown = panels[n_heads:] or panels
        alt += f" Row by row, {'; '.join(f'{one.title}: {listed(one.values)}' for one in shown)}."
    if follow is not None:
        alt += f" {follow} is marked: head {follow // 100}, word {follow // 10 % 10}, number {follow % 10}."
    return MatrixFrame(panels, title, "hand-set", alt)


def _strays(last, wrong, follow):
    """Callouts at the first row that holds several words, and at the followed tag in a wrong row.

    last [n_tokens, n_heads · d_v]: tags; wrong: which are misplaced; follow: a tag or None. -> list of Note
    """
    notes = []
    for row in np.flatnonzero(wrong.any(axis=1))[:1]:
        *first, final = np.unique(last[row] // 10 % 10)
        mixed = f"words {', '.join(map(str, first))} and {final}" if first else f"only word {final}"
        notes.append(Note((int(row), -1), f"{mixed} in the row of word {row + 1}"))
    for row, column in np.argwhere((last == follow) & wrong if follow is not None else np.zeros((0, 2))):
        notes.append(Note((int(row), int(column)), f"{follow} is of word {follow // 10 % 10}"))
    return notes


def misplaced(reshaped):
    """Which tags stand in the row of a word that is not theirs.

    [n_tokens, …] -> the same shape, True or False
    """
    word = np.arange(1, len(reshaped) + 1)[:, np.newaxis]
    return np.asarray(reshaped) // 10 % 10 != word


def _block(values, title, role="plain", limit=None, **more):
    """A large matrix as a heatmap with its honest size below."""
    return Panel(
        values, title, kind="signed", role=role, limit=limit and float(limit), sizes=_size(values), **more
    )


def _slots(n_heads):
    return f"heads 1 to {n_heads} from left to right"


def _spans(panels):
    """Say between which numbers each panel lies."""
    return "; ".join(f"{panel.title}: {span(panel.values)}" for panel in panels) + "."


def _size(values):
    return " × ".join(map(str, np.atleast_2d(values).shape))
