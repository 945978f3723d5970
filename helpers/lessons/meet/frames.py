"""The way of a message from one word to another: hand to hand in an RNN, at once in attention."""

import numpy as np

from helpers.pictures.kinds import ChartFrame, Plot, Series

__all__ = ["paths"]


def paths(tokens, source=1, target=9):
    """Steps that a message needs from one word to another in an RNN and in self-attention. -> ChartFrame

    tokens: the words; source, target: their places, from 0.
    An RNN reads from left to right and hands its memory on, one word a step, so it never sends anything back;
    attention compares the two words directly.
    Raises ValueError: places that are not in the sentence, or twice the same.
    """
    if source == target or not (0 <= source < len(tokens) and 0 <= target < len(tokens)):
        raise ValueError(
            f"Choose two different words: got places {source + 1} and {target + 1} of {len(tokens)}."
        )
    hops = max(0, target - source)
    handed = np.arange(hops)
    told = f"{hops} steps" if hops else "no way back"
    rnn = Series(
        source + handed + 1, handed + 1, "arrows", "plain", f"RNN: {told}", x0=source + handed, y0=handed
    )
    attention = Series([target], [1], "arrows", "query", "self-attention: 1 step", x0=source, y0=0, width=2)
    plot = Plot(
        (rnn, attention),
        x_label="word of the sentence",
        y_label="steps so far",
        x_limits=(-0.5, len(tokens) - 0.5),
        y_limits=(0, len(tokens)),
        x_ticks=tuple(enumerate(tokens)),
    )
    handing = (
        f"an RNN hands the message on in {hops} steps"
        if hops
        else "an RNN that reads from the left has no way back"
    )
    alt = f"From “{tokens[source]}” to “{tokens[target]}”: {handing}, self-attention reaches it in 1."
    return ChartFrame((plot,), f"From “{tokens[source]}” to “{tokens[target]}”", "computed", alt)
