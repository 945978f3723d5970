"""The way of a message from one word to another: hand to hand in an RNN, at once in attention."""

import numpy as np

from helpers.frames.kinds import ChartFrame, Plot, Series


def paths(tokens, source=1, target=9):
    """Steps that a message needs from one word to another in an RNN and in self-attention. -> ChartFrame

    tokens: the words; source, target: their places, from 0, source before target.
    An RNN reads word by word and hands its memory on, one word a step; attention compares the two words
    directly.  Raises ValueError: places that are not in the sentence, or a source that does not come first.
    """
    if not 0 <= source < target < len(tokens):
        raise ValueError(f"Choose two different words, the earlier one first: got places {source + 1} and {target + 1} of {len(tokens)}.")
    hops = target - source
    handed = np.arange(hops)
    rnn = Series(source + handed + 1, handed + 1, "arrows", "plain", f"RNN: {hops} steps", x0=source + handed, y0=handed)
    attention = Series([target], [1], "arrows", "query", "self-attention: 1 step", x0=source, y0=0, width=2)
    plot = Plot(
        (rnn, attention),
        x_label="word of the sentence",
        y_label="steps so far",
        x_limits=(-0.5, len(tokens) - 0.5),
        y_limits=(0, len(tokens)),
        x_ticks=tuple(enumerate(tokens)),
    )
    alt = f"From “{tokens[source]}” to “{tokens[target]}”: an RNN hands the message on in {hops} steps, self-attention reaches it in 1."
    return ChartFrame((plot,), f"From “{tokens[source]}” to “{tokens[target]}”", "hand-set", alt)
