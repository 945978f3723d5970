"""A model that writes: draw a word with a temperature; the loss of a sentence."""

import numpy as np

from helpers.attention import softmax
from helpers.exercises.slips import SHARES, Slips
from helpers.exercises.task import Task

NAME = "10_a_model_that_writes"


def sample(scores, temperature, number):
    shares = softmax(scores / temperature)
    return int((np.cumsum(shares) <= number).sum())


def loss_of(probabilities, rows):
    came = probabilities[np.arange(len(rows)), rows]
    return -np.log(came).mean()


def _to_draw(rng):
    """Many words of which none has much, so that every mistake leads to another row."""
    n_words = int(rng.integers(60, 90))
    return {
        "scores": rng.normal(-2, 1.2, size=n_words),
        "temperature": float(rng.choice([0.6, 0.75, 1.5, 2.2])),
        "number": float(rng.uniform(0.15, 0.85)),
    }


def _sentence(rng):
    n_places, n_words = int(rng.integers(5, 9)), int(rng.integers(10, 15))
    return {
        "probabilities": softmax(rng.normal(size=(n_places, n_words)) * 1.3),
        "rows": rng.integers(1, n_words - 1, size=n_places),
    }


def _row_of(shares, number):
    return int((np.cumsum(shares) <= number).sum())


def _by_probability(scores, temperature, number, order):
    """The row that is drawn when the words are lined up in another order."""
    shares = softmax(scores / temperature)
    lined_up = order(shares)
    return int(lined_up[min(_row_of(shares[lined_up], number), len(shares) - 1)])


DRAW = Slips(
    lambda step, scores, temperature, number: step.find(step.share(step.scaled(scores, temperature)), number),
    {"scaled": lambda scores, temperature: scores / temperature, "share": softmax, "find": _row_of},
    {
        ("You multiplied by the temperature: divide, so that a high temperature brings the scores closer."): {
            "scaled": lambda scores, temperature: scores * temperature
        },
        "You left out the temperature: divide the scores by it, before the softmax.": {
            "scaled": lambda scores, temperature: scores
        },
        "You took the root of the temperature: divide the scores by the temperature itself.": {
            "scaled": lambda scores, temperature: scores / np.sqrt(temperature)
        },
        "You divided by the temperature twice: once is enough.": {
            "scaled": lambda scores, temperature: scores / temperature**2
        },
    }
    | {
        sentence: way
        for sentence, way in SHARES.items()
        if sentence.startswith(("You raised 2", "You turned the sign", "You took a sigmoid", "// cuts"))
    }
    | {
        "Your row is one too late: rows count from 0.": {
            "find": lambda shares, number: _row_of(shares, number) + 1
        },
        "Your row is one too early: the number falls into the part of the row after it.": {
            "find": lambda shares, number: _row_of(shares, number) - 1
        },
        "You lined the words up from the last row to the first: begin with row 0.": {
            "find": lambda shares, number: len(shares) - 1 - _row_of(shares[::-1], number)
        },
    },
)

MEAN = Slips(
    lambda step, probabilities, rows: step.together(step.surprise(step.came(probabilities, rows))),
    {
        "came": lambda probabilities, rows: probabilities[np.arange(len(rows)), rows],
        "surprise": lambda came: -np.log(came),
        "together": np.mean,
    },
    {
        "You added the losses up: divide by the number of places, for their mean.": {"together": np.sum},
        "You took the middle one (the median) of the losses: take their mean.": {"together": np.median},
        "You took the largest of the losses: take the mean over all places.": {"together": np.max},
        "You multiplied the losses: take their mean.": {"together": np.prod},
        "Your logarithm has the base 10: np.log10 is for powers of ten, nats need np.log.": {
            "surprise": lambda came: -np.log10(came)
        },
        "Your logarithm has the base 2, which gives bits: nats need np.log.": {
            "surprise": lambda came: -np.log2(came)
        },
        "The minus is missing: the logarithm of a probability is below 0, and a loss above.": {
            "surprise": np.log
        },
        "You took 1 − p as the loss: take −log p.": {"surprise": lambda came: 1 - came},
        "You squared 1 − p: take −log p.": {"surprise": lambda came: (1 - came) ** 2},
        "The logarithm is missing: the mean of the probabilities is no loss.": {
            "surprise": lambda came: came
        },
        "You took −p log p, which weighs each loss with its probability: each place counts alike.": {
            "surprise": lambda came: -came * np.log(came)
        },
        "You took log(1 + p), as np.log1p does: the loss is −np.log(p).": {
            "surprise": lambda came: -np.log1p(came)
        },
        "You took 1/p without its logarithm.": {"surprise": lambda came: 1 / came},
        ("You took the most probable word at each place: what counts is the word that came."): {
            "came": lambda probabilities, rows: probabilities.max(axis=1)
        },
        "You counted the rows from 1: row 0 is the first word.": {
            "came": lambda probabilities, rows: probabilities[np.arange(len(rows)), rows - 1]
        },
        "Your rows are one too high: row 0 is the first word.": {
            "came": lambda probabilities, rows: probabilities[np.arange(len(rows)), rows + 1]
        },
        "You compared each place with the word of the next: place and row belong together as they stand.": {
            "came": lambda probabilities, rows: probabilities[np.arange(len(rows) - 1), rows[1:]]
        },
        (
            "You compared each place with the word of the one before: "
            "place and row belong together as they stand."
        ): {"came": lambda probabilities, rows: probabilities[np.arange(1, len(rows)), rows[:-1]]},
        "The first place is left out.": {
            "came": lambda probabilities, rows: probabilities[np.arange(1, len(rows)), rows[1:]]
        },
        "The last place is left out.": {
            "came": lambda probabilities, rows: probabilities[np.arange(len(rows) - 1), rows[:-1]]
        },
        (
            "probabilities[:, rows] takes all these rows at every place: "
            "give numpy one place for each, probabilities[np.arange(len(rows)), rows]."
        ): {"came": lambda probabilities, rows: probabilities[:, rows]},
        "You took the mean over all words: at each place only one word came.": {
            "came": lambda probabilities, rows: probabilities
        },
    },
)


TASKS = [
    Task(
        "sample-with-temperature",
        notebook=10,
        more=NAME,
        minutes=6,
        level="medium",
        goal=(
            "Draw the next word. Divide the scores by the temperature and make probabilities of them. Line "
            "these up between 0 and 1, row after row. Return the row in whose part the number falls."
        ),
        takes={
            "scores": "[n_words], one for each word that could come next",
            "temperature": "above 0",
            "number": "drawn at random, from 0 to below 1",
        },
        gives={"row": "a whole number: the row of the word, from 0"},
        inputs=_to_draw,
        draws=8,
        example={"scores": np.array([1.0, 3.0, 2.0, 0.0]), "temperature": 2.0, "number": 0.8},
        solution=sample,
        mistakes=DRAW.singly()
        | {
            "You took the most probable word: the number must decide.": lambda scores, temperature, number: (
                int(np.argmax(scores))
            ),
            "You took the least probable word: the number must decide.": lambda scores, temperature, number: (
                int(np.argmin(scores))
            ),
            (
                "You gave every word the same part: a probable word must get a long one."
            ): lambda scores, temperature, number: int(number * len(scores)),
            (
                "You took the row whose end is nearest to the number: "
                "take the one in whose part the number falls."
            ): lambda scores, temperature, number: int(
                np.abs(np.cumsum(softmax(scores / temperature)) - number).argmin()
            ),
            (
                "You lined the words up by their probability, the most probable first: "
                "leave them in the order of their rows."
            ): lambda scores, temperature, number: _by_probability(
                scores, temperature, number, lambda shares: np.argsort(-shares)
            ),
            (
                "You lined the words up by their probability, the least probable first: "
                "leave them in the order of their rows."
            ): lambda scores, temperature, number: _by_probability(scores, temperature, number, np.argsort),
            "You divided after the softmax: then the probabilities no longer add up to 1.": (
                lambda scores, temperature, number: _row_of(softmax(scores) / temperature, number)
            ),
            "You raised e to the scores, but did not divide by the sum.": (
                lambda scores, temperature, number: _row_of(np.exp(scores / temperature), number)
            ),
            "You returned the probabilities: the row is still to be found.": (
                lambda scores, temperature, number: softmax(scores / temperature)
            ),
            "You returned the ends of the parts: the row is still to be found.": (
                lambda scores, temperature, number: np.cumsum(softmax(scores / temperature))
            ),
            "You returned the probability of the word, not its row.": lambda scores, temperature, number: (
                softmax(scores / temperature)[sample(scores, temperature, number)]
            ),
            "You returned the score of the word, not its row.": lambda scores, temperature, number: scores[
                sample(scores, temperature, number)
            ],
        },
        doubles=DRAW.in_pairs(),
        hints=(
            "With the probabilities 0.2, 0.5 and 0.3, row 1 has the part from 0.2 to 0.7.",
            "np.cumsum(probabilities) says where the part of each row ends.",
            "Count the parts that end before the number, or at it: (ends <= number).sum().",
        ),
    ),
    Task(
        "loss-of-a-sentence",
        notebook=10,
        more=NAME,
        minutes=5,
        level="easy",
        goal=(
            "Compute the loss of a sentence: at each place, −log of the probability of the word that came; "
            "then the mean over all places."
        ),
        takes={
            "probabilities": "[n_places, n_words], at each place one for every word",
            "rows": "[n_places], whole numbers: which word came at each place, from 0",
        },
        gives={"loss": "one number, in nats: with the natural logarithm"},
        inputs=_sentence,
        example={
            "probabilities": np.array(
                [[0.5, 0.25, 0.125, 0.125], [0.25, 0.25, 0.25, 0.25], [0.125, 0.5, 0.25, 0.125]]
            ),
            "rows": np.array([0, 2, 3]),
        },
        solution=loss_of,
        mistakes=MEAN.singly()
        | {
            "You took the mean first and the logarithm after it: first −log at each place, then the mean.": (
                lambda probabilities, rows: -np.log(probabilities[np.arange(len(rows)), rows].mean())
            ),
            "You divided by the number of words that there are: divide by the number of places.": (
                lambda probabilities, rows: loss_of(probabilities, rows) * len(rows) / probabilities.shape[1]
            ),
            "You raised e to the loss, which is the perplexity: leave it a loss.": (
                lambda probabilities, rows: np.exp(loss_of(probabilities, rows))
            ),
            "You returned the loss at each place: take their mean.": lambda probabilities, rows: (
                -np.log(probabilities[np.arange(len(rows)), rows])
            ),
            "You multiplied the probabilities: that is how probable the whole sentence is.": (
                lambda probabilities, rows: probabilities[np.arange(len(rows)), rows].prod()
            ),
            (
                "You computed the loss that was to be expected, −Σ p log p at each place: "
                "only the word that came counts."
            ): lambda probabilities, rows: -(probabilities * np.log(probabilities)).sum(axis=1).mean(),
            "You took the loss of the first place only.": lambda probabilities, rows: (
                -np.log(probabilities[0, rows[0]])
            ),
            "You took the loss of the last place only.": lambda probabilities, rows: (
                -np.log(probabilities[-1, rows[-1]])
            ),
        },
        doubles=MEAN.in_pairs(),
        hints=(
            "At place 0 the word of row rows[0] came: its probability is probabilities[0, rows[0]].",
            "numpy takes one number of each place: probabilities[np.arange(len(rows)), rows].",
            "Then −np.log(…) at each place, and .mean() of these.",
        ),
    ),
]
