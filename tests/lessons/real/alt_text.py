"""What the words of each frame must say: (what is worked out, then two states or more) for its name."""

import re

import numpy as np

from helpers.models.patterns import AGREES, best_of_coins
from tests.pictures.cases import ROAD, SEEN, TIRED, nothing


def pattern_gallery(frame, state):
    patterns, told = state[0], []
    for panel in frame.panels:
        place, name = panel.title.split(":")[0].split(" ", 1)
        whole = AGREES if name == "pronoun to its noun" else name
        layer, head = patterns.best(whole)
        told.append(
            (rf"{layer}\.{head} {re.escape(name)}: (N):", [patterns.share[whole][layer - 1, head - 1]])
        )
        told.append((rf"(N) {re.escape(name)}", [f"{layer}.{head}"]))
    return told


def pattern_maps(frame, state):
    told = []
    for panel in frame.panels:
        name = panel.title.split(" (")[0]
        (row, column), top = panel.marked[0], panel.values.max()
        said = rf"{re.escape(name)}: marked layer {row + 1}, head {column + 1}, (N)"
        if panel.values[row, column] < top:
            layer, head = np.argwhere(panel.values == top)[0] + 1
            told.append(
                (rf"{said}, though layer {layer}, head {head} has (N)", [panel.values[row, column], top])
            )
        else:
            told.append((said, [top]))
        told.append((rf"{re.escape(name)}: [^;]*, equal weights (N)", [state[0].chance[name]]))
    return told


def pronoun_maps(frame, state):
    told = []
    for panel in frame.panels:
        (layer, head), top = np.argwhere(panel.values == panel.values.max())[0] + 1, panel.values.max()
        told.append((f"{panel.title.split(':')[0]}: best (N) in layer {layer}, head {head}", [top + 0.5]))
    luck = best_of_coins(panel.values.size, int(panel.title.split()[1]))
    return [
        *told,
        (r"minus a coin's (N) \(best of (N) coins: \+(N)\)", [0.5, panel.values.size, luck - 0.5]),
        ("One coin: (N); the best of (N) coins: (N)", [0.5, panel.values.size, luck]),
        (r"the best head: \+(N), less than the best coin, \+(N)", [panel.values.max(), luck - 0.5]),
    ]


def one_head(frame, state):
    """Of several texts each title says where the head looks most; that of the first is said twice.

    A callout says which of the pieces between [CLS] and [SEP] gets most.
    """
    if len(frame.panels) == 1:
        return []
    most = [panel.values[state[4]].max() for panel in frame.panels]
    told = enumerate([[most[0]] * 2, *([one] for one in most[1:])], start=1)
    typed = [panel.values[state[4], 1:-1].max() for panel in frame.panels]
    titles = [(rf"sentence {number}: \S+ → \S+ (N)[:,]", values) for number, values in told]
    return [*titles, (r"the word with most: \S+ (N)\.", typed)]


def pattern_bars(frame, state):
    (patterns,) = state
    gains = []
    for name, elsewhere in patterns.elsewhere.items():
        layer, head = patterns.best(name)
        gains.append((patterns.share[name] - elsewhere)[layer - 1, head - 1])
    return [("(N) more than elsewhere", [max(gains)])]


def two_halves(frame, state):
    agreement, sense = (
        list(zip(best.names, best.x, best.y, strict=True))
        for best in (plot.series[1] for plot in frame.plots)
    )
    n_pairs = len(state[0].toward("sense")) // 4
    return [
        (
            "differ: (N) is right in (N) of he, she, and in (N) of it, they",
            [x for one in agreement for x in one],
        ),
        (
            "tells: (N) is right in (N) of first (N) pairs, and in (N) of other (N) pairs",
            [x for name, first, second in sense for x in (name, first, n_pairs, second, n_pairs)],
        ),
        ("all (N) heads", [state[0].right("sense").size]),
        ("Beside it: (N): (N), then (N)", [x for one in (*agreement, *sense) for x in one]),
    ]


def thumbnails(frame, state):
    seen, text, layer, head = state
    tops = [np.unravel_index(panel.values.argmax(), panel.values.shape) for panel in frame.panels]
    sharpest = max(frame.panels, key=lambda panel: panel.values.max())
    at = 12 * (layer - 1) + head - 1
    tokens = seen.run(text).tokens
    asks, asked = (tokens[place] for place in tops[at])
    return [
        ("In (N) of 72", [sum(column == 0 for _, column in tops)]),
        (rf"of all, (N), is in {re.escape(sharpest.title.strip('[]'))}\. ", [sharpest.values.max()]),
        ("is in (N)", [sharpest.title.strip("[]")]),
        ("In brackets: (N)", [f"{layer}.{head}"]),
        (rf"largest {re.escape(asks)} → {re.escape(asked)} (N)", [frame.panels[at].values.max()]),
    ]


CASES = {
    "alignment": (nothing, ("@translation", 2, 3, 4), ("@translation", 1, 8, 9)),
    "one_head": (one_head, (SEEN, (TIRED, ROAD), 3, 4, 5), (SEEN, (ROAD,), 6, 7, 2)),
    "pattern_bars": (pattern_bars, ("@patterns",)),
    "pattern_gallery": (pattern_gallery, ("@patterns", ROAD), ("@patterns", TIRED)),
    "pattern_maps": (pattern_maps, ("@patterns",), ("@patterns", ("previous piece", "[CLS]"))),
    "pronoun_maps": (pronoun_maps, ("@patterns",)),
    "real_layer": (nothing, (SEEN, ROAD, 3, 4, 2), (SEEN, TIRED, 6, 2)),
    "thumbnails": (thumbnails, (SEEN, ROAD, 2, 5), (SEEN, TIRED, 6, 11)),
    "two_halves": (two_halves, ("@patterns",)),
    "written": (nothing, ("@translation", 3), ("@translation", 8)),
}
