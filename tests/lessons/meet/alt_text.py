"""What the words of each frame must say: (what is worked out, then two states or more) for its name."""

from tests.pictures.cases import ROAD, SENTENCES, TIRED, M, loaded, values


def looks(frame, state):
    noun, share = next(iter(loaded("pronouns").antecedent(state[1]).items()))
    heads = frame.weights[list(frame.shown)]
    return [(f"it = {noun} (N) ", [share]), ("widest line, (N)", [heads[:, frame.selected[0]].max()])]


def paths(frame, state):
    rnn, attention = frame.plots[0].series
    told = [("reaches it in (N)", [attention.y[0]])]
    return [*told, ("in (N) steps", [rnn.y[-1]])] if len(rnn.y) else told


def who_is_it(frame, state):
    said = []
    for sentence, plot in zip(state[1:], frame.plots, strict=True):
        nouns = ", ".join(f"{noun} (N)" for _, noun in plot.x_ticks)
        said.append((f"“{sentence}”: {nouns}", plot.series[0].y))
    return said


def table_of_weights(frame, state):
    words = loaded("pronouns").run(state[1]).tokens
    return [("the widest line: (N)", [values(frame, 0)[words.index("it")].max()])]


CASES = {
    "looks": (looks, (M, ROAD, 2, [1, 3]), (M, TIRED, 1)),
    "paths": (paths, ("The dog did not bark".split(), 1, 4), ("The dog did not bark".split(), 3, 0)),
    "table_of_weights": (table_of_weights, (M, ROAD, 1, 3), (M, TIRED)),
    "who_is_it": (who_is_it, (M, *SENTENCES.values()), (M, ROAD, TIRED)),
}
