"""Notebook 5: the mixed values."""

import numpy as np

from helpers.attention import softmax
from helpers.exercises import slips
from helpers.exercises.slips import Slips, attend, sizes_of
from helpers.exercises.task import Task


def mix_values(weights, values):
    return (weights[:, None] * values).sum(axis=0)


def from_query_to_z(q, keys, values):
    weights = softmax(keys @ q / np.sqrt(len(q)))
    return weights @ values


def without_one(weights, values, place):
    kept = weights.copy()
    kept[place] = 0
    return kept / kept.sum() @ values


def find_the_weights(values, z):
    return np.linalg.lstsq(values.T, z, rcond=None)[0]


ASKED = Slips(
    lambda step, q, keys, values: attend(
        step, q, keys, values, sizes_of(d_k=len(q), n=len(keys), d_v=values.shape[1])
    ),
    slips.RIGHT,
    slips.DIVISORS
    | slips.roots(n="the number of words", d_v="d_v, how many numbers a value has")
    | slips.SHARES
    | slips.MIXES,
)


def weights_of(rng, n):
    """Weights of n words: no two alike and none close to 0."""
    return softmax(rng.permutation(np.linspace(0, 2, n)) + rng.uniform(-0.1, 0.1, n))


def to_mix(rng, tokens, numbers):
    """Weights and values of so many words, with values of so many numbers, drawn from both choices."""
    n_tokens, d_v = int(rng.choice(tokens)), int(rng.choice(numbers))
    return {"weights": weights_of(rng, n_tokens), "values": rng.normal(size=(n_tokens, d_v))}


def to_ask(rng):
    n_tokens, d_k, d_v = rng.choice([6, 8, 9]), rng.choice([2, 3, 7]), rng.choice([4, 5])
    q, keys = rng.normal(size=d_k) * 1.3, rng.normal(size=(n_tokens, d_k)) * 1.3
    return {"q": q, "keys": keys, "values": rng.normal(size=(n_tokens, d_v))}


def to_thin_out(rng):
    desk = to_mix(rng, [4, 6, 7], [3, 5])
    return {**desk, "place": int(rng.integers(len(desk["weights"])))}


def mixed(rng):
    desk = to_mix(rng, [3, 4, 5], [6, 7, 8])
    return {"values": desk["values"], "z": desk["weights"] @ desk["values"]}


TASKS = [
    Task(
        "mix-values",
        notebook=5,
        minutes=3,
        level="easy",
        goal="Make z of one word: turn each value down to its weight, then add all of them up.",
        takes={"weights": "[n_tokens], adding up to 1", "values": "[n_tokens, d_v], one row for each word"},
        gives={"z": "[d_v]"},
        inputs=lambda rng: to_mix(rng, [3, 5, 6], [4, 7]),
        example={"weights": np.array([0.75, 0.25]), "values": np.array([[2, 1, 2], [3, 3, 1]])},
        solution=mix_values,
        mistakes={
            "You turned the values down but did not add them up: z is one row.": lambda weights, values: (
                weights[:, None] * values
            ),
            (
                "* cannot pair n weights with rows of d_v numbers: "
                "weights[:, None] is a column, in which each weight meets its own row."
            ): lambda weights, values: weights * values,
            (
                "The order matters: one weight for each row of values, so weights @ values."
            ): lambda weights, values: values @ weights,
            (
                "You added all numbers up into one: add up along axis 0, so that z keeps its d_v numbers."
            ): lambda weights, values: (weights[:, None] * values).sum(),
            (
                "You added up along the wrong axis: that gives one number for each word."
            ): lambda weights, values: (weights[:, None] * values).sum(axis=1),
            (
                "You took the mean after weighting: "
                "the weights share already, so dividing by n again makes z too small."
            ): lambda weights, values: (weights[:, None] * values).mean(axis=0),
            (
                "You added two words only: here there are more. Go through all of them."
            ): lambda weights, values: weights[0] * values[0] + weights[1] * values[1],
            "You left out the weights: every value came in at full volume.": lambda weights, values: (
                values.sum(axis=0)
            ),
            "You gave every word the same weight: that is the plain mean.": lambda weights, values: (
                values.mean(axis=0)
            ),
            (
                "You took the value of the loudest word only: the others are quieter, not silent."
            ): lambda weights, values: values[weights.argmax()],
            (
                "Only the first term came back. Does `return` stand inside the loop? "
                "It ends the function at once."
            ): (lambda weights, values: weights[0] * values[0]),
            (
                "Only the last term came back: start with zeros, and add to them in each round."
            ): lambda weights, values: weights[-1] * values[-1],
            "You left out the last word: range(len(weights)) ends by itself.": lambda weights, values: (
                weights[:-1] @ values[:-1]
            ),
            "You left out the first word: places count from 0.": lambda weights, values: (
                weights[1:] @ values[1:]
            ),
            "You took a softmax of the weights: they share already.": lambda weights, values: (
                softmax(weights) @ values
            ),
            "You divided the values by their weights: turn them down, with *.": lambda weights, values: (
                values / weights[:, None]
            ).sum(axis=0),
            "You squared the weights: each value is turned down once.": lambda weights, values: (
                weights**2 @ values
            ),
            "You added the weights to the values: turn each value down, with *.": lambda weights, values: (
                weights[:, None] + values
            ).sum(axis=0),
            "You began with the first value at full volume: begin with zeros.": lambda weights, values: (
                values[0] + weights @ values
            ),
            (
                "You began with the first value at full volume, and went on with the second."
            ): lambda weights, values: values[0] + weights[1:] @ values[1:],
            "You took the largest of the weighted values: add them up.": lambda weights, values: (
                weights[:, None] * values
            ).max(axis=0),
        },
        hints=(
            "The first term is weights[0] * values[0], a row of d_v numbers. How many terms are there?",
            "Start with zeros and add one term after the other in a loop. Or let @ do it.",
            "weights @ values.",
        ),
    ),
    Task(
        "from-query-to-z",
        notebook=5,
        minutes=6,
        level="medium",
        goal="The whole way of one word: from its query, and the keys and values of all words, "
        "to its z. softmax is ready to use.",
        takes={
            "q": "[d_k], the query of the word that asks",
            "keys": "[n_tokens, d_k]",
            "values": "[n_tokens, d_v], one row for each word",
        },
        gives={"z": "[d_v]"},
        inputs=to_ask,
        example={
            "q": np.array([2.0, 1, 0, 1]),
            "keys": np.array([[1.0, 2, 0, 0], [2, 2, 1, 0], [0, 1, 3, 1]]),
            "values": np.array([[4.0, 0, 1, 0], [0, 2, 1, 0], [0, 0, 1, 5]]),
        },
        solution=from_query_to_z,
        mistakes=ASKED.singly()
        | {
            "You added the query: z is mixed from values alone.": lambda q, keys, values: (
                from_query_to_z(q, keys, values) + q
            ),
            (
                "You mixed the scores with their own weights: what is mixed are the values."
            ): lambda q, keys, values: softmax(keys @ q / np.sqrt(len(q))) @ (keys @ q) / np.sqrt(len(q)),
            (
                "You compared the query with the values: the scores come from the keys."
            ): lambda q, keys, values: values @ q,
            "Each key must meet the query: keys @ q, or q @ keys.T.": lambda q, keys, values: q @ keys,
            (
                "The order matters: one weight for each row of values, so weights @ values."
            ): lambda q, keys, values: values @ softmax(keys @ q / np.sqrt(len(q))),
            "You weighted the values but did not add them up: z is one row.": lambda q, keys, values: (
                softmax(keys @ q / np.sqrt(len(q)))[:, None] * values
            ),
            (
                "You added up along the wrong axis: that gives one number for each word."
            ): lambda q, keys, values: (softmax(keys @ q / np.sqrt(len(q)))[:, None] * values).sum(axis=1),
            (
                "Only the first term came back. Does `return` stand inside the loop? "
                "It ends the function at once."
            ): (lambda q, keys, values: softmax(keys @ q / np.sqrt(len(q)))[0] * values[0]),
            "You left out the last word: range(len(keys)) ends by itself.": lambda q, keys, values: (
                from_query_to_z(q, keys[:-1], values[:-1])
            ),
            (
                "You divided the keys by their lengths: a score is the dot product as it is."
            ): lambda q, keys, values: from_query_to_z(
                q, keys / np.linalg.norm(keys, axis=1, keepdims=True), values
            ),
        },
        doubles=ASKED.in_pairs(),
        hints=(
            "Four steps: scores, division, softmax, mixture. Which of them needs the keys, which the values?",
            "keys @ q gives all scores, and d_k is len(q). The mixture is weights @ values.",
            "weights = softmax(keys @ q / np.sqrt(len(q))), then return weights @ values.",
        ),
    ),
    Task(
        "without-one",
        notebook=5,
        more="05_unmix",
        minutes=5,
        level="medium",
        goal="Take one word off the mixing desk: make z without it. "
        "The weights that are left must add up to 1 again, in the same proportions.",
        takes={
            "weights": "[n_tokens], adding up to 1",
            "values": "[n_tokens, d_v]",
            "place": "the position of the word to take off, from 0",
        },
        gives={"z": "[d_v]"},
        inputs=to_thin_out,
        draws=8,
        example={
            "weights": np.array([0.5, 0.3, 0.2]),
            "values": np.array([[5, 0], [1, 1], [0, 4]]),
            "place": 0,
        },
        solution=without_one,
        mistakes={
            (
                "You left a gap: the weights of the other words no longer add up to 1."
            ): lambda weights, values, place: weights @ values - weights[place] * values[place],
            (
                "You ran a softmax over weights: they are shares already. "
                "Divide by what is left of their sum."
            ): lambda weights, values, place: (
                softmax(np.delete(weights, place)) @ np.delete(values, place, axis=0)
            ),
            (
                "You ran a softmax over weights: "
                "they are shares already, and to the 0 it gives e⁰, so the word is back."
            ): (
                lambda weights, values, place: (
                    softmax(np.where(np.arange(len(weights)) == place, 0, weights)) @ values
                )
            ),
            (
                "np.delete needs axis=0 for values: "
                "without it, it takes one number out and lays all others in one line."
            ): (
                lambda weights, values, place: (
                    (left := np.delete(weights, place)) / left.sum() @ np.delete(values, place)
                )
            ),
            (
                "You gave all that was left the same weight: keep the proportions."
            ): lambda weights, values, place: np.delete(values, place, axis=0).mean(axis=0),
            "You kept only this word: it is the one to take off.": lambda weights, values, place: values[
                place
            ],
            (
                "You shared its weight out evenly: the louder words should gain more."
            ): lambda weights, values, place: (
                np.delete(weights + weights[place] / (len(weights) - 1), place)
                @ np.delete(values, place, axis=0)
            ),
            "You took nothing off: this is the z of all words.": lambda weights, values, place: (
                weights @ values
            ),
            "You took off the word before it: place counts from 0 already.": lambda weights, values, place: (
                without_one(weights, values, place - 1)
            ),
            "You always took off the first word, whatever place says.": lambda weights, values, place: (
                without_one(weights, values, 0)
            ),
            "You always took off the last word, whatever place says.": lambda weights, values, place: (
                without_one(weights, values, -1)
            ),
            "You took off the loudest word, whatever place says.": lambda weights, values, place: without_one(
                weights, values, weights.argmax()
            ),
            "You kept the words before it and dropped those after it.": lambda weights, values, place: (
                weights[:place] / weights[:place].sum() @ values[:place]
            ),
            (
                "You divided by the weight that is gone: divide by what is left of the sum."
            ): lambda weights, values, place: (
                np.delete(weights, place) / weights[place] @ np.delete(values, place, axis=0)
            ),
            "You divided by the number of words that are left: divide by what is left of the sum.": (
                lambda weights, values, place: (
                    np.delete(weights, place) / (len(weights) - 1) @ np.delete(values, place, axis=0)
                )
            ),
            "You multiplied by what is left of the sum: divide by it, so that the weights grow.": (
                lambda weights, values, place: (
                    np.delete(weights, place) * (1 - weights[place]) @ np.delete(values, place, axis=0)
                )
            ),
            (
                "You subtracted the value at full volume: only its weighted part is in z."
            ): lambda weights, values, place: weights @ values - values[place],
            (
                "You returned the weights that are left: they still have to mix the values."
            ): lambda weights, values, place: (left := np.delete(weights, place)) / left.sum(),
            "You returned the weights that are left, with a 0: they still have to mix the values.": (
                lambda weights, values, place: (
                    (left := np.where(np.arange(len(weights)) == place, 0, weights)) / left.sum()
                )
            ),
            "You took it off the weights, but not off the values: the rows no longer fit.": (
                lambda weights, values, place: np.delete(weights, place) @ values
            ),
            (
                "Your loop counts from 1, so it takes off the word before: place counts from 0."
            ): lambda weights, values, place: (
                (left := weights * (np.arange(len(weights)) + 1 != place)) / left.sum() @ values
            ),
            "You took off the word after it.": lambda weights, values, place: (
                (left := weights * (np.arange(len(weights)) != place + 1)) / left.sum() @ values
            ),
            "You subtracted the value at full volume, and divided then: only its weighted part is in z.": (
                lambda weights, values, place: (weights @ values - values[place]) / (1 - weights[place])
            ),
            "You divided, but took nothing off.": lambda weights, values, place: (
                weights @ values / (1 - weights[place])
            ),
            (
                "You divided by 1 + its weight: what is left of the sum is 1 − its weight."
            ): lambda weights, values, place: (
                (weights @ values - weights[place] * values[place]) / (1 + weights[place])
            ),
            (
                "You kept only this word, at its weight: it is the one to take off."
            ): lambda weights, values, place: weights[place] * values[place],
            "You put the mean value in its place: take it off.": lambda weights, values, place: (
                weights @ np.where((np.arange(len(weights)) == place)[:, None], values.mean(axis=0), values)
            ),
            "You took its value off, but the last word's weight: both at the same place.": (
                lambda weights, values, place: (
                    weights[:-1] / weights[:-1].sum() @ np.delete(values, place, axis=0)
                )
            ),
            "You took its value off, but the last word's weight, and a gap is left.": (
                lambda weights, values, place: weights[:-1] @ np.delete(values, place, axis=0)
            ),
        },
        hints=(
            (
                "What do the weights add up to when one is gone? "
                "Every other weight must grow by the same factor."
            ),
            (
                "Copy the weights first, so that the input stays as it is: kept = weights.copy(). "
                "Then set one of them to 0."
            ),
            "Divide kept by kept.sum(), then mix the values with it.",
        ),
    ),
    Task(
        "find-the-weights",
        notebook=5,
        more="05_unmix",
        minutes=10,
        level="hard",
        goal="Unmix: you see the values of a few words and the z that was mixed from them. Find the weights.",
        takes={
            "values": "[n_tokens, d_v], with more numbers in a value than there are words",
            "z": "[d_v], weights @ values",
        },
        gives={"weights": "[n_tokens]"},
        inputs=mixed,
        example={
            "values": np.array([[1, 0, 2], [0, 2, 0]]),
            "z": np.array([0.75, 0.5, 1.5]),
        },
        solution=find_the_weights,
        mistakes={
            (
                "You divided z by sums of the values: "
                "each weight belongs to a word, so there are n_tokens of them."
            ): lambda values, z: z / values.sum(axis=0),
            (
                "You divided by the first number of each value only: all numbers of z decide together."
            ): lambda values, z: z[0] / values[:, 0],
            (
                "np.linalg.solve and np.linalg.inv need as many equations as unknowns, "
                "and here there are more equations: take np.linalg.lstsq."
            ): (lambda values, z: np.linalg.solve(values.T, z)),
            (
                "np.linalg.lstsq returns four things. The weights are the first: put [0] behind it."
            ): lambda values, z: np.linalg.lstsq(values.T, z, rcond=None),
            (
                "Each equation is a column of values, one number of z each: hand over values.T."
            ): lambda values, z: np.linalg.lstsq(values, z, rcond=None),
            (
                "You took dot products of z with the values: "
                "a value that z resembles need not have been heard."
            ): lambda values, z: values @ z,
            (
                "You took the softmax of dot products: z is no query. "
                "Find the numbers that mix the values into z."
            ): lambda values, z: softmax(values @ z),
            "You took cosines: a value that z resembles need not have been heard.": lambda values, z: (
                values @ z / np.linalg.norm(values, axis=1) / np.linalg.norm(z)
            ),
            (
                "You measured each value alone: what the values share is counted more than once. "
                "Look for all weights at the same time."
            ): lambda values, z: values @ z / (values**2).sum(axis=1),
            "You took a softmax of the weights that you found: they share already.": lambda values, z: (
                softmax(find_the_weights(values, z))
            ),
            "You turned z and values round: it is values.T @ weights = z, so a = values.T and b = z.": (
                lambda values, z: np.linalg.lstsq(z[:, None], values.T, rcond=None)[0].ravel()
            ),
            "You gave all the weight to one word: z is mixed from all.": lambda values, z: np.eye(
                len(values)
            )[(values @ z).argmax()],
            "You shared dot products: a value that z resembles need not have been heard.": lambda values, z: (
                values @ z / (values @ z).sum()
            ),
            "You divided z by the values: every number of z is a mixture of all words.": lambda values, z: (
                z / values
            ).mean(axis=1),
            "You gave every word the same weight.": lambda values, z: np.full(len(values), 1 / len(values)),
            "You shared cosines: a value that z resembles need not have been heard.": lambda values, z: (
                (cosines := values @ z / np.linalg.norm(values, axis=1)) / cosines.sum()
            ),
            "You gave all the weight to the nearest value: z is mixed from all.": lambda values, z: np.eye(
                len(values)
            )[np.linalg.norm(values - z, axis=1).argmin()],
            "np.linalg.lstsq returns four things: the weights are the first, [0], not what is left over.": (
                lambda values, z: np.linalg.lstsq(values.T, z, rcond=None)[1]
            ),
            "np.linalg.lstsq returns four things: the weights are the first, [0], not the rank.": (
                lambda values, z: np.linalg.lstsq(values.T, z, rcond=None)[2]
            ),
            "You returned z: asked are the weights it was mixed with.": lambda values, z: z.copy(),
        },
        hints=(
            (
                "Each number of z is one equation: "
                "z[0] is weights[0] * values[0, 0] + weights[1] * values[1, 0], and so on for every word."
            ),
            "As matrices: values.T @ weights = z. It has more equations than unknowns, and they all agree.",
            (
                "np.linalg.lstsq(a, b, rcond=None)[0] finds w with a @ w = b, also when a is not square. "
                "Here a is values.T and b is z."
            ),
        ),
    ),
]
