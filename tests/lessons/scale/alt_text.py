"""What the words of each frame must say: (what is worked out, then two states or more) for its name."""

import numpy as np

from helpers.lessons.scale import frames as scale_frames
from tests.pictures.cases import PAIR, ROAD, TIRED, M, best, row, some, values


def divided_row(frame, state):
    y, divisor = frame.plots[0].series[0].y, state[2]
    part = y[y > 0] / y.sum()
    nats = -(part * np.log(part)).sum()
    return [
        ("divided by (N)", [divisor, divisor, divisor]),
        (f"weight is (N), on {best([text for _, text in frame.plots[0].x_ticks], y)}", [y.max()]),
        ("(N) of (N) words share", [np.exp(nats), len(y)] * 2),  # under the bars, at the curve
    ]


def own_query(frame, state):
    (used, scores), (weights, before), (measures, _) = (plot.series for plot in frame.plots)
    n = len(scores.y)
    share = np.exp(measures.y[0] * np.log(n))
    return [
        (f"Scores {row(n)}; divided by √d_k: {row(n)}", [scores.y, used.y]),
        (rf"Weights {row(n)} \(scores left as they are: {row(n)}\)", [weights.y, before.y]),
        ("Entropy (N) of its maximum: (N) of", [measures.y[0], share]),
        ("gradient (N) of its maximum", [measures.y[1]]),
    ]


def published_scores(frame, state):
    root = np.sqrt(state[1])
    return [
        (f"{word}: score (N), divided by (N) gives (N), weight (N)", [column[0], root, column[1], column[2]])
        for word, column in zip(
            state[2], zip(*(values(frame, at)[0] for at in range(3)), strict=True), strict=True
        )
    ]


def row_to_weights(frame, state):
    words, rows = frame.panels[0].columns, [values(frame, at)[0] for at in range(3)]
    first = np.argsort(rows[0])[::-1][:3]
    told = [
        (f"{words[at]}: score (N), scaled (N), weight (N)", [numbers[at] for numbers in rows]) for at in first
    ]
    return [*told, ("The other (N) weights add up to (N)", [len(words) - 3, 1 - rows[2][first].sum()])]


def scaling(frame, state):
    _, (weights,), (_, gradient, _) = (plot.series for plot in frame.plots)
    entering = scale_frames.random_scores()[scale_frames.LENGTHS.index(state[0])] / np.sqrt(state[0])
    share = np.exp(entering) / np.exp(entering).sum(axis=-1, keepdims=True)
    nats = -(share * np.log(share)).sum(axis=-1)
    return [
        ("largest weight, (N), to one of (N) keys", [weights.y.max(), len(weights.y)]),
        ("gradient of the softmax is (N)", [gradient.y[list(gradient.x).index(state[0])]]),
        # two means over all queries, of which the picture draws a histogram and one point
        ("spread by (N)", [entering.std()]),
        ("of (N) queries, (N) words share", [len(nats), np.exp(nats).mean()]),
    ]


def shifted_shares(frame, state):
    n = len(state[0])
    scores = np.array(state[0], float)
    told = [(f"Scores {row(n)}", [scores, scores])]
    for plot in frame.plots:
        given, after = plot.series
        said = rf"Shares, {plot.title}: {row(n)}; after adding {state[1]} to each: {row(n)}\."
        told.append((said, [given.y, after.y]))
        most = np.abs(after.y - given.y).argmax()
        if plot.title == "softmax":
            told.append(("no share moves", []))
        else:
            told.append(("(N) becomes (N)", [given.y[most], after.y[most]]))
    return told


def softmax_gradients(frame, state):
    told = []
    for scores, panel in zip(state, frame.panels, strict=True):
        # beside the diagonal the table is −wᵢwⱼ, so it gives back its three weights
        both = -panel.values
        weights = [
            np.sqrt(abs(both[i, j] * both[i, k] / both[j, k]))
            for i, j, k in ((0, 1, 2), (1, 0, 2), (2, 0, 1))
        ]
        told.append([*scores, *weights, np.abs(panel.values).sum() / (2 * (1 - 1 / 3))])
    return [(f"Scores {row(3)} give weights {row(3)}; gradient (N) of", told)]


CASES = {
    "divided_row": (divided_row, (M, ROAD, 2.5, "dog", 1, 3), (M, TIRED, 40.0, "it", 2, 6)),
    "own_query": (own_query, *[(some(3), some(4, 3))] * 2),
    "published_scores": (published_scores, ((11, 9, 3), 16, ("one", "two", "three")), ((112, 96), 64, PAIR)),
    "row_to_weights": (row_to_weights, (M, ROAD, "dog", 1, 3), (M, TIRED, "it", 2, 1)),
    "scaling": (scaling, (16,), (256,)),
    "shifted_shares": (shifted_shares, ([2, 1, -1], 1), ([4, 1, 0.5], 3)),
    "softmax_gradients": (softmax_gradients, ([1, 0.5, 0], [2, 1, 0]), ([0.5, 0, -1],)),
}
