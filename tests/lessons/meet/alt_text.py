"""What the words of each frame must say: (what is worked out, then two states or more) for its name."""


def paths(frame, state):
    rnn, attention = frame.plots[0].series
    told = [("reaches it in (N)", [attention.y[0]])]
    return [*told, ("in (N) steps", [rnn.y[-1]])] if len(rnn.y) else told


CASES = {
    "paths": (paths, ("The dog did not bark".split(), 1, 4), ("The dog did not bark".split(), 3, 0)),
}
