"""Unseen answers to the exercises of “A model that writes”."""

import bisect
import itertools
import math

import numpy as np

from helpers.attention import softmax
from tests.exercises.unseen import answers_to


def found(shares, number):
    return int(np.searchsorted(np.cumsum(shares), number, side="right"))


wrong, right = answers_to("sample-with-temperature")

wrong("temperature forgotten", "You left out the temperature")(
    lambda scores, temperature, number: found(softmax(scores), number)
)
wrong("multiplied by the temperature", "You multiplied by the temperature")(
    lambda scores, temperature, number: found(softmax(scores * temperature), number)
)
wrong("probabilities raised to the power T, not 1/T", "You multiplied by the temperature")(
    lambda scores, temperature, number: found(
        softmax(scores) ** temperature / (softmax(scores) ** temperature).sum(), number
    )
)
wrong("the largest is taken: no chance in it", "You took the most probable word")(
    lambda scores, temperature, number: scores.argmax()
)


@wrong("loop returns the place after it", "Your row is one too late")
def one_later(scores, temperature, number):
    total = 0
    for row, share in enumerate(softmax(scores / temperature)):
        if total > number:
            return row
        total += share
    return len(scores) - 1


wrong("counted from 1", "Your row is one too late")(
    lambda scores, temperature, number: found(softmax(scores / temperature), number) + 1
)
wrong("the last end below the number", "Your row is one too early")(
    lambda scores, temperature, number: np.flatnonzero(np.cumsum(softmax(scores / temperature)) < number)[-1]
)


@wrong("compared with the probability and not the sum so far", "", said="got None")
def never(scores, temperature, number):
    for row, share in enumerate(softmax(scores / temperature)):
        if share > max(number, 0.6):
            return row


wrong("drew by itself, number left aside", "draws at random")(
    lambda scores, temperature, number: np.random.default_rng().choice(
        len(scores), p=softmax(scores / temperature)
    )
)
wrong("probabilities returned", "You returned the probabilities")(
    lambda scores, temperature, number: softmax(scores / temperature)
)
wrong("cumsum returned", "You returned the ends of the parts")(
    lambda scores, temperature, number: np.cumsum(softmax(scores / temperature))
)
wrong("no softmax, only exp", "You raised e to the scores, but did not divide by the sum")(
    lambda scores, temperature, number: found(np.exp(scores / temperature), number)
)
wrong("each word alike", "You gave every word the same part")(
    lambda scores, temperature, number: int(number * len(scores))
)
wrong("divided after the softmax", "You divided after the softmax")(
    lambda scores, temperature, number: found(softmax(scores) / temperature, number)
)


@wrong("sorted, the most probable first", "the most probable first")
def most_probable_first(scores, temperature, number):
    shares = softmax(scores / temperature)
    total = 0
    for row in sorted(range(len(shares)), key=lambda row: -shares[row]):
        total += shares[row]
        if total > number:
            return row


wrong("its probability, not its row", "You returned the probability of the word")(
    lambda scores, temperature, number: softmax(scores / temperature)[
        found(softmax(scores / temperature), number)
    ]
)
wrong("nearest end", "You took the row whose end is nearest")(
    lambda scores, temperature, number: np.abs(np.cumsum(softmax(scores / temperature)) - number).argmin()
)
wrong("from the back", "You lined the words up from the last row")(
    lambda scores, temperature, number: len(scores) - 1 - found(softmax(scores / temperature)[::-1], number)
)
wrong("integer division cuts the scores", "// cuts the decimals")(
    lambda scores, temperature, number: found(softmax(scores // temperature), number)
)
wrong("two: multiplied, and one too late", "two mistakes at once. You multiplied by the temperature")(
    lambda scores, temperature, number: found(softmax(scores * temperature), number) + 1
)
wrong("two: no temperature, from the back", "two mistakes at once. You left out the temperature")(
    lambda scores, temperature, number: len(scores) - 1 - found(softmax(scores)[::-1], number)
)
wrong("2 to the power", "You raised 2 to the power")(
    lambda scores, temperature, number: found(
        2 ** (scores / temperature) / (2 ** (scores / temperature)).sum(), number
    )
)
wrong("only works for the card: an assert", "", said="AssertionError")(
    lambda scores, temperature, number: _four(scores)
)


def _four(scores):
    assert len(scores) == 4, "the card has 4 words"
    return 1


@right
def by_loop(scores, temperature, number):
    raised = [math.exp(score / temperature) for score in scores]
    total = 0.0
    for row, one in enumerate(raised):
        total += one / sum(raised)
        if number < total:
            return row
    return len(raised) - 1


@right
def by_bisect(scores, temperature, number):
    ends = list(itertools.accumulate(softmax(np.asarray(scores) / temperature)))
    return bisect.bisect_right(ends, number)


right(
    lambda scores, temperature, number: np.argmax(np.cumsum(softmax(scores / temperature)) > number),
    lambda scores, temperature, number: np.searchsorted(
        np.cumsum(softmax(scores / temperature)), number, side="right"
    ),
    lambda scores, temperature, number: float(
        found(softmax(scores) ** (1 / temperature) / (softmax(scores) ** (1 / temperature)).sum(), number)
    ),
    lambda scores, temperature, number: (
        len(scores) - (np.cumsum(softmax(scores / temperature)) > number).sum()
    ),
)


wrong, right = answers_to("loss-of-a-sentence")


def came(probabilities, rows):
    return probabilities[np.arange(len(rows)), rows]


wrong("sum, not mean", "You added the losses up")(lambda p, rows: -np.log(came(p, rows)).sum())
wrong("no minus", "The minus is missing")(lambda p, rows: np.log(came(p, rows)).mean())
wrong("bits", "Your logarithm has the base 2")(lambda p, rows: -np.log2(came(p, rows)).mean())
wrong("base 10", "Your logarithm has the base 10")(lambda p, rows: -np.log10(came(p, rows)).mean())
wrong("log of the mean", "You took the mean first")(lambda p, rows: -np.log(came(p, rows).mean()))
wrong("the most probable word, not the one that came", "You took the most probable word")(
    lambda p, rows: -np.log(p.max(axis=1)).mean()
)
wrong("fancy index takes a whole table", "probabilities[:, rows] takes all these rows")(
    lambda p, rows: -np.log(p[:, rows]).mean()
)
wrong("shifted by one", "You compared each place with the word of the next")(
    lambda p, rows: -np.log(p[np.arange(len(rows) - 1), rows[1:]]).mean()
)
wrong("shifted back by one", "You compared each place with the word of the one before")(
    lambda p, rows: -np.log(p[np.arange(1, len(rows)), rows[:-1]]).mean()
)
wrong("rows counted from 1", "You counted the rows from 1")(
    lambda p, rows: -np.mean([math.log(p[i, row - 1]) for i, row in enumerate(rows)])
)
wrong("entropy", "You computed the loss that was to be expected")(
    lambda p, rows: -(p * np.log(p)).sum() / len(p)
)
wrong("perplexity", "You raised e to the loss")(lambda p, rows: np.exp(-np.log(came(p, rows)).mean()))
wrong("each place by itself", "You returned the loss at each place")(lambda p, rows: -np.log(came(p, rows)))
wrong("probability of the whole sentence", "You multiplied the probabilities")(
    lambda p, rows: np.prod(came(p, rows))
)
wrong("1 − p", "You took 1 − p as the loss")(lambda p, rows: (1 - came(p, rows)).mean())


@wrong("return inside the loop", "You took the loss of the first place only")
def first_only(probabilities, rows):
    for place, row in enumerate(rows):
        return -math.log(probabilities[place, row])


@wrong("the loop ends one too early", "The last place is left out")
def last_left_out(probabilities, rows):
    losses = [-np.log(probabilities[place, rows[place]]) for place in range(len(rows) - 1)]
    return sum(losses) / len(losses)


wrong("mean over all words", "You took the mean over all words")(lambda p, rows: -np.log(p).mean())
wrong("divided by the number of words", "You divided by the number of words that there are")(
    lambda p, rows: -np.log(came(p, rows)).sum() / p.shape[1]
)
wrong("two: base 2 and summed", "two mistakes at once. You added the losses up")(
    lambda p, rows: -np.log2(came(p, rows)).sum()
)
wrong("no logarithm", "The logarithm is missing")(lambda p, rows: came(p, rows).mean())
wrong("two: no minus, base 10", "The sign is turned")(lambda p, rows: np.log10(came(p, rows)).mean())


@right
def nats_by_loop(probabilities, rows):
    return sum(-math.log(probabilities[place][row]) for place, row in enumerate(rows)) / len(rows)


right(
    lambda p, rows: -np.log(came(p, rows)).mean(),
    lambda p, rows: np.log(1 / came(p, rows)).sum() / len(rows),
    lambda p, rows: -np.mean(np.log(np.take_along_axis(p, rows[:, np.newaxis], axis=1))),
    lambda p, rows: -(np.eye(p.shape[1])[rows] * np.log(p)).sum() / len(p),
    lambda p, rows: -math.log(np.prod(came(p, rows))) / len(rows),
    lambda p, rows: np.array([-np.log(came(p, rows)).mean()])[0],
    lambda p, rows: -np.diag(np.log(p[:, rows])).mean(),
)
