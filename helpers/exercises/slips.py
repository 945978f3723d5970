"""Known mistakes made from the steps of a solution: each step has a right way and some wrong ones.

A task writes its solution once more as a `way`, which does each step as it is handed over. From that come
the functions that make one mistake, and those that make two at once.
"""

import itertools
from types import SimpleNamespace

import numpy as np

from helpers.attention import softmax


class Slips:
    """What goes wrong in the steps of a way.

    way: way(step, *inputs), does the task with the attributes of step.
    right: dict of a step's name: how it is done;
    wrong: dict of a sentence: {name: how it is done wrong}.

    >>> slips = Slips(lambda step, x: step.sign * x, {"sign": 1}, {"The sign is turned.": {"sign": -1}})
    >>> slips.singly()["The sign is turned."](3)
    -3
    """

    def __init__(self, way, right, wrong):
        self.way, self.right, self.wrong = way, right, wrong

    def _with(self, *changes):
        def slip(*inputs):  # its steps are put together when it is called: there are thousands of slips
            steps = dict(self.right)
            for change in changes:
                steps.update(change)
            return self.way(SimpleNamespace(**steps), *inputs)

        return slip

    def singly(self):
        """One mistake. -> dict of sentence: function"""
        return {sentence: self._with(change) for sentence, change in self.wrong.items()}

    def in_pairs(self):
        """Two mistakes in different steps. -> dict of (sentence, sentence): function"""
        pairs = itertools.combinations(self.wrong.items(), 2)
        return {
            (sentence, other): self._with(change, beside)
            for (sentence, change), (other, beside) in pairs
            if not change.keys() & beside.keys()
        }


# The steps of attention. Q, K, V: tables, or Q the query of one word;
# sizes has d_k and what else the task has.
RIGHT = {
    "score": lambda Q, K: Q @ K.swapaxes(-1, -2),
    "divisor": lambda sizes: np.sqrt(sizes.d_k),
    "late": lambda sizes: 1,
    "share": softmax,
    "mix": lambda weights, K, V: weights @ V,
}


def attend(step, Q, K, V, sizes):
    """Attention, done as the steps say. -> what it gives"""
    weights = step.share(step.score(Q, K) / step.divisor(sizes)) / step.late(sizes)
    return step.mix(weights, K, V)


def sizes_of(**sizes):
    return SimpleNamespace(**sizes)


DIVISORS = {
    "You left out the division by √d_k.": {"divisor": lambda s: 1},
    "You divided by d_k, not by its root (or by the root twice, which is the same).": {
        "divisor": lambda s: s.d_k
    },
    "You multiplied by √d_k instead of dividing: that makes the scores larger.": {
        "divisor": lambda s: 1 / np.sqrt(s.d_k)
    },
    "You multiplied by d_k: the scores must be divided, by √d_k.": {"divisor": lambda s: 1 / s.d_k},
    "You divided after the softmax. Scores are divided before it, so that they do not get too far apart.": {
        "divisor": lambda s: 1,
        "late": lambda s: np.sqrt(s.d_k),
    },
    "You divided before the softmax and once more after it: weights must add up to 1.": {
        "late": lambda s: np.sqrt(s.d_k)
    },
    (
        "You divided by 8, which is √d_k of the trained model, whose keys have 64 numbers. "
        "Here they have fewer."
    ): {"divisor": lambda s: 8},
    "You took the root of the root of d_k: one root is enough.": {"divisor": lambda s: s.d_k**0.25},
    "You divided by the square of d_k: take its root.": {"divisor": lambda s: s.d_k**2},
    "** 1/2 halves, for ** comes before /: write ** 0.5, or np.sqrt.": {"divisor": lambda s: s.d_k / 2},
    "You divided by √(d_k − 1): d_k is how many numbers a key has, and none is left out.": {
        "divisor": lambda s: np.sqrt(s.d_k - 1)
    },
}


def roots(**names):
    """Divisions by the root of another size. names: size = what it is -> wrong steps"""
    return {
        f"You divided by the root of {what}. Divide by √d_k: as many numbers as a key has.": {
            "divisor": lambda s, size=size: np.sqrt(getattr(s, size))
        }
        for size, what in names.items()
    } | {
        f"You divided by {what}. Divide by √d_k, the root of how many numbers a key has.": {
            "divisor": lambda s, size=size: getattr(s, size)
        }
        for size, what in names.items()
    }


def _raised(scores):
    return np.exp(scores)


def _above_largest(scores):
    raised = np.exp(scores)
    return raised / raised.max(axis=-1, keepdims=True)


def _best(scores):
    return (scores == scores.max(axis=-1, keepdims=True)).astype(float)


SHARES = {
    "These are no weights yet: the softmax is missing.": {"share": lambda scores: scores},
    "You divided each score by the sum of the scores. A softmax shares e to the power of the scores.": {
        "share": lambda scores: scores / scores.sum(axis=-1, keepdims=True)
    },
    "You raised e to the scores, but did not divide by the sum: weights must add up to 1.": {
        "share": _raised
    },
    "You took a softmax twice: the second one makes the weights nearly even.": {
        "share": lambda scores: softmax(softmax(scores))
    },
    "You turned the sign of the scores, so the highest score gets the smallest weight.": {
        "share": lambda scores: softmax(-scores)
    },
    "You gave all the weight to the best word: the others are quieter, not silent.": {"share": _best},
    "You divided e to the scores by the largest of them, not by their sum.": {"share": _above_largest},
    "// cuts the decimals of the scores off: divide with /.": {
        "share": lambda scores: softmax(np.floor(scores))
    },
    "You took a sigmoid of each score by itself: a softmax shares among all of them.": {
        "share": lambda scores: 1 / (1 + np.exp(-scores))
    },
    "You took the logarithm of the weights.": {"share": lambda scores: np.log(softmax(scores))},
    "You raised 2 to the power of the scores: a softmax raises e, with np.exp.": {
        "share": lambda scores: softmax(scores * np.log(2))
    },
    "You took each score without its sign: a score below 0 must give a small weight.": {
        "share": lambda scores: softmax(np.abs(scores))
    },
    "You gave every word the same weight: the scores decide.": {
        "share": lambda scores: np.full_like(scores, 1 / scores.shape[-1])
    },
}
# these are for tables: one row for each word that asks
TABLE_SHARES = {
    (
        "Your softmax runs down the columns (axis=0). "
        "Each word that asks is a row, and its row must add up to 1."
    ): {"share": lambda scores: softmax(scores, axis=-2)},
    "You let the softmax share among all the scores of the table. Each row needs its own.": {
        "share": lambda scores: softmax(scores.reshape(*scores.shape[:-2], -1)).reshape(scores.shape)
    },
    "The sums lie along the row, so numpy divided each column by the sum of another row: keepdims=True.": {
        "share": lambda scores: np.exp(scores) / np.exp(scores).sum(axis=-1)[..., None, :]
    },
    "You turned the table of weights over: a row is a word that asks, so leave out .T.": {
        "share": lambda scores: softmax(scores).swapaxes(-1, -2)
    },
    "You let the keys ask and the queries answer: it is Q @ K.T, not K @ Q.T.": {
        "score": lambda Q, K: K @ Q.swapaxes(-1, -2)
    },
    "You hid the later words with a mask: here every word may look at all.": {
        "share": lambda scores: softmax(np.where(np.tri(scores.shape[-1], dtype=bool), scores, -np.inf))
    },
    "You masked the word itself: a word may look at itself, too.": {
        "share": lambda scores: softmax(np.where(np.eye(scores.shape[-1], dtype=bool), -np.inf, scores))
    },
}
MIXES = {
    "You mixed the keys. Keys decide where to look; what is mixed are the values.": {
        "mix": lambda weights, K, V: weights @ K
    },
    "You stopped at the weights: they still have to mix the values.": {"mix": lambda weights, K, V: weights},
    "You divided the mixed values by the number of words: the weights share already.": {
        "mix": lambda weights, K, V: weights @ V / V.shape[-2]
    },
    "The mixed values went through one more softmax: they are done.": {
        "mix": lambda weights, K, V: softmax(weights @ V)
    },
}
