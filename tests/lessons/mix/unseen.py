"""Unseen answers to the exercises of notebook 5."""

import numpy as np

from helpers.attention import softmax
from tests.exercises.unseen import Wrong


def attend(q, keys, values):
    return softmax(keys @ q / np.sqrt(len(q))) @ values


# mix-values


def mix_by_loop(weights, values):
    z = np.zeros(values.shape[1])
    for weight, value in zip(weights, values):
        z = z + weight * value
    return z


def mix_at_once(weights, values):
    z = np.zeros(values.shape[1])
    for weight, value in zip(weights, values):
        z = z + weight * value
        return z


def mix_overwritten(weights, values):
    for i in range(len(weights)):
        z = weights[i] * values[i]
    return z


def mix_from_the_first_value(weights, values):
    z = values[0]
    for i in range(len(weights)):
        z = z + weights[i] * values[i]
    return z


def mix_without_the_first(weights, values):
    return sum(weights[i] * values[i] for i in range(1, len(weights)))


# from-query-to-z


def z_by_loop(q, keys, values):
    scores = np.array([sum(a * b for a, b in zip(q, k)) for k in keys]) / len(q) ** 0.5
    raised = np.exp(scores - scores.max())
    return sum(share * value for share, value in zip(raised / raised.sum(), values))


def z_of_overwritten_keys(q, keys, values):
    keys = keys @ q / np.sqrt(len(q))
    weights = softmax(keys)
    return weights @ keys


async def z_later(q, keys, values):
    return attend(q, keys, values)


# without-one


def without_by_loop(weights, values, place):
    left = sum(w for i, w in enumerate(weights) if i != place)
    return sum(w / left * value for i, (w, value) in enumerate(zip(weights, values)) if i != place)


def without_zero_but_not_shared(weights, values, place):
    left = weights.copy()
    left[place] = 0
    return left @ values


def without_on_the_given_weights(weights, values, place):
    weights[place] = 0
    return weights / weights.sum() @ values


def without_missing_part_shared_evenly(weights, values, place):
    left = weights.copy()
    left[place] = 0
    left += weights[place] / (len(weights) - 1)
    left[place] = 0
    return left @ values


def without_softmax_again(weights, values, place):
    return softmax(np.delete(weights, place)) @ np.delete(values, place, axis=0)


def without_divided_by_the_old_sum(weights, values, place):
    left = weights.copy()
    left[place] = 0
    return left / weights.sum() @ values


def without_minus_infinity(weights, values, place):
    left = weights.copy()
    left[place] = -np.inf
    return softmax(left) @ values


def without_renormed_before(weights, values, place):
    left = weights / weights.sum()
    left[place] = 0
    return left @ values


# find-the-weights


def weights_by_normal_equations(values, z):
    gram = values @ values.T
    return np.linalg.solve(gram, values @ z)


def weights_of_nearest(values, z):
    return np.eye(len(values))[np.linalg.norm(values - z, axis=1).argmin()]


def weights_by_cosine(values, z):
    alike = values @ z / np.linalg.norm(values, axis=1) / np.linalg.norm(z)
    return alike / alike.sum()


WRONG = {
    "mix-values": [
        Wrong(
            "wrong order: values @ weights",
            lambda weights, values: values @ weights,
            named="The order matters: one weight for each row of values, so wei",
        ),
        Wrong(
            "weights never used: plain mean",
            lambda weights, values: values.mean(axis=0),
            named="You gave every word the same weight",
        ),
        Wrong(
            "weights never used: plain sum",
            lambda weights, values: values.sum(axis=0),
            named="You left out the weights: every value came in at full volume",
        ),
        Wrong(
            "added along the value, not over the words",
            lambda w, values: (w[:, None] * values).sum(axis=1),
            named="You added up along the wrong axis",
        ),
        Wrong(
            "weighted but not added up",
            lambda weights, values: weights[:, None] * values,
            named="You turned the values down but did not add them up",
        ),
        Wrong(
            "mean of the weighted values, not the sum",
            lambda w, values: (w[:, None] * values).mean(axis=0),
            named="You took the mean after weighting",
        ),
        Wrong(
            "weight on the wrong axis: [:, None] missing",
            lambda weights, values: (weights * values).sum(0),
            named="* cannot pair n weights with rows of d_v numbers",
        ),
        Wrong("return inside the loop", mix_at_once, named="Only the first term came back"),
        Wrong("z overwritten in the loop", mix_overwritten, named="Only the last term came back"),
        Wrong(
            "z begins with the first value, not with 0",
            mix_from_the_first_value,
            named="You began with the first value at full volume",
        ),
        Wrong(
            "loop begins at 1: first word left out",
            mix_without_the_first,
            named="You left out the first word",
        ),
        Wrong(
            "two words of the card only",
            lambda w, values: w[0] * values[0] + w[1] * values[1],
            named="You added two words only: here there are more. Go through al",
        ),
        Wrong(
            "value of the largest weight only",
            lambda weights, values: values[weights.argmax()],
            named="You took the value of the loudest word only",
        ),
        Wrong(
            "weights used twice: squared",
            lambda weights, values: weights**2 @ values,
            named="You squared the weights: each value is turned down once.",
        ),
        Wrong(
            "softmax over weights that are weights already",
            lambda weights, values: softmax(weights) @ values,
            named="You took a softmax of the weights",
        ),
        Wrong(
            "everything added up to one number",
            lambda weights, values: (weights[:, None] * values).sum(),
            named="You added all numbers up into one",
        ),
    ],
    "from-query-to-z": [
        Wrong(
            "not scaled",
            lambda q, keys, values: softmax(keys @ q) @ values,
            named="You left out the division by √d_k.",
        ),
        Wrong(
            "divided by d_k, not its root",
            lambda q, keys, values: softmax(keys @ q / len(q)) @ values,
            named="You divided by d_k, not by its root (or by the root twice, which is the same).",
        ),
        Wrong(
            "keys mixed instead of values",
            lambda q, keys, values: attend(q, keys, keys),
            named="You mixed the keys. Keys decide where to look; what is mixed",
        ),
        Wrong(
            "asked the values instead of the keys",
            lambda q, keys, values: attend(q, values, values),
            named="You compared the query with the values",
        ),
        Wrong(
            "keys and values swapped",
            lambda q, keys, values: attend(q, values, keys),
            named="You compared the query with the values",
        ),
        Wrong(
            "softmax left out",
            lambda q, keys, values: keys @ q / np.sqrt(len(q)) @ values,
            named="These are no weights yet: the softmax is missing.",
        ),
        Wrong(
            "returned the weights",
            lambda q, keys, values: softmax(keys @ q / np.sqrt(len(q))),
            named="You stopped at the weights",
        ),
        Wrong(
            "√n_tokens",
            lambda q, keys, values: softmax(keys @ q / np.sqrt(len(keys))) @ values,
            named="You divided by the root of the number of words",
        ),
        Wrong(
            "scaled after the softmax",
            lambda q, keys, values: softmax(keys @ q) / np.sqrt(len(q)) @ values,
            named="You divided after the softmax",
        ),
        Wrong(
            "8 of the model written down",
            lambda q, keys, values: softmax(keys @ q / 8) @ values,
            named="You divided by 8, which is √d_k of the trained model, whose keys have 64 numbers",
        ),
        Wrong(
            "scaled twice: z once more",
            lambda q, keys, values: attend(q, keys, values) / np.sqrt(len(q)),
            named="You divided before the softmax and once more after it",
        ),
        Wrong(
            "keys overwritten by their scores",
            z_of_overwritten_keys,
            named="You mixed the scores with their own weights",
        ),
        Wrong(
            "transpose missing: q @ keys",
            lambda q, keys, values: softmax(q @ keys / np.sqrt(len(q))) @ values,
            named="Each key must meet the query",
        ),
        Wrong(
            "values @ weights",
            lambda q, keys, values: values @ softmax(keys @ q / np.sqrt(len(q))),
            named="The order matters: one weight for each row of values, so wei",
        ),
        Wrong(
            "values.T left out and sum over the words' numbers",
            lambda q, k, v: attend(q, k, v).sum(),
            named="You added up all that should have been returned",
        ),
        Wrong(
            "added the query to z",
            lambda q, keys, values: attend(q, keys, values) + q,
            named="You added the query: z is mixed from values alone.",
        ),
        Wrong(
            "an async function: a coroutine comes back",
            z_later,
            named="",
            said="write def in place of async def",
        ),
        Wrong(
            "two: not scaled, and keys mixed",
            lambda q, keys, values: softmax(keys @ q) @ keys,
            named="two mistakes at once. You left out the division by √d_k. You mixed the",
        ),
        Wrong(
            "two: softmax left out, not scaled",
            lambda q, keys, values: keys @ q @ values,
            named="two mistakes at once. You left out the division by √d_k. These are no ",
        ),
    ],
    "without-one": [
        Wrong(
            "set to 0, but the rest does not add up to 1",
            without_zero_but_not_shared,
            named="You left a gap: the weights of the other words no longer add",
        ),
        Wrong(
            "changed the weights that were given",
            without_on_the_given_weights,
            named="",
            said="make a new array instead",
        ),
        Wrong(
            "shared the missing part evenly, not in proportion",
            without_missing_part_shared_evenly,
            named="You shared its weight out evenly",
        ),
        Wrong("softmax over what is left", without_softmax_again, named="You ran a softmax over weights"),
        Wrong(
            "divided by the old sum, which is 1",
            without_divided_by_the_old_sum,
            named="You left a gap: the weights of the other words no longer add",
        ),
        Wrong(
            "-inf and softmax, as if weights were scores",
            without_minus_infinity,
            named="You ran a softmax over weights",
        ),
        Wrong(
            "made to add up to 1 before, not after",
            without_renormed_before,
            named="You left a gap: the weights of the other words no longer add",
        ),
        Wrong(
            "plain mean of the others",
            lambda w, values, place: np.delete(values, place, axis=0).mean(axis=0),
            named="You gave all that was left the same weight",
        ),
        Wrong(
            "place counted from 1",
            lambda w, values, place: without_by_loop(w, values, place - 1),
            named="Your loop counts from 1, so it takes off the word before",
        ),
        Wrong(
            "removed the word after it",
            lambda w, values, place: without_by_loop(w, values, place + 1),
            named="You took off the word after it.",
        ),
        Wrong(
            "subtracted weight × value, nothing shared",
            lambda w, values, place: w @ values - w[place] * values[place],
            named="You left a gap: the weights of the other words no longer add",
        ),
        Wrong(
            "subtracted the whole value, not weight × value",
            lambda w, values, place: (w @ values - values[place]) / (1 - w[place]),
            named="You subtracted the value at full volume, and divided then",
        ),
        Wrong(
            "divided by 1 - w but took nothing off",
            lambda w, values, place: w @ values / (1 - w[place]),
            named="You divided, but took nothing off.",
        ),
        Wrong(
            "divided by 1 + w: sign",
            lambda w, values, place: (w @ values - w[place] * values[place]) / (1 + w[place]),
            named="You divided by 1 + its weight",
        ),
        Wrong(
            "divided by the weight that was taken off",
            lambda w, values, place: (w @ values - w[place] * values[place]) / w[place],
            named="You divided by the weight that is gone",
        ),
        Wrong(
            "kept only what stands before it",
            lambda w, v, place: w[:place] / w[:place].sum() @ v[:place],
            named="You kept the words before it and dropped those after it.",
        ),
        Wrong(
            "always took the first one off",
            lambda w, values, place: w[1:] / w[1:].sum() @ values[1:],
            named="You always took off the first word, whatever place says.",
        ),
        Wrong(
            "kept only that word",
            lambda w, values, place: w[place] * values[place],
            named="You kept only this word, at its weight",
        ),
        Wrong(
            "np.delete without axis: values flattened",
            lambda w, values, place: (
                np.delete(w, place) / np.delete(w, place).sum() @ np.delete(values, place)
            ),
            named="np.delete needs axis=0 for values",
        ),
        Wrong(
            "removed the weight, not the value",
            lambda w, values, place: np.delete(w, place) / np.delete(w, place).sum() @ values,
            named="You took it off the weights, but not off the values",
        ),
        Wrong(
            "returned the weights that are left",
            lambda w, v, place: np.delete(w, place) / (1 - w[place]),
            named="You returned the weights that are left",
        ),
    ],
    "find-the-weights": [
        Wrong(
            "values without .T in lstsq",
            lambda values, z: np.linalg.lstsq(values, z, rcond=None)[0],
            named="Each equation is a column of values, one number of z each",
        ),
        Wrong(
            "dot products as weights",
            lambda values, z: values @ z,
            named="You took dot products of z with the values",
        ),
        Wrong(
            "softmax of the dot products",
            lambda values, z: softmax(values @ z),
            named="You took the softmax of dot products",
        ),
        Wrong(
            "dot products divided by their sum",
            lambda values, z: values @ z / (values @ z).sum(),
            named="You shared dot products: a value that z resembles need not h",
        ),
        Wrong(
            "cosines divided by their sum",
            weights_by_cosine,
            named="You shared cosines: a value that z resembles need not have b",
        ),
        Wrong(
            "all to the nearest value",
            weights_of_nearest,
            named="You gave all the weight to the nearest value",
        ),
        Wrong(
            "inverse of a table that is not square",
            lambda values, z: z @ np.linalg.inv(values),
            named="np.linalg.solve and np.linalg.inv need as many equations as unknowns, and here there are more equations",
        ),
        Wrong(
            "pinv on the wrong side",
            lambda values, z: np.linalg.pinv(values) @ z,
            named="",
            said="do not fit",
        ),
        Wrong(
            "the whole of what lstsq returns",
            lambda values, z: np.linalg.lstsq(values.T, z, rcond=None),
            named="np.linalg.lstsq returns four things",
        ),
        Wrong(
            "the residuals, [1] of lstsq",
            lambda values, z: np.linalg.lstsq(values.T, z, rcond=None)[1],
            named="np.linalg.lstsq returns four things",
        ),
        Wrong(
            "the rank, [2] of lstsq",
            lambda values, z: np.linalg.lstsq(values.T, z, rcond=None)[2],
            named="np.linalg.lstsq returns four things",
        ),
        Wrong(
            "even shares",
            lambda values, z: np.full(len(values), 1 / len(values)),
            named="You gave every word the same weight.",
        ),
        Wrong(
            "ratio of the first number only",
            lambda values, z: z[0] / values[:, 0],
            named="You divided by the first number of each value only",
        ),
        Wrong(
            "z over the sums of the values",
            lambda values, z: z / values.sum(axis=0),
            named="You divided z by sums of the values",
        ),
        Wrong(
            "mixed the values again: z itself",
            lambda values, z: weights_by_normal_equations(values, z) @ values,
            named="You returned z: asked are the weights it was mixed with.",
        ),
        Wrong(
            "rounded to one place",
            lambda values, z: weights_by_normal_equations(values, z).round(1),
            named="You rounded to one place: give the numbers with all their de",
        ),
        Wrong(
            "softmax of weights that were right",
            lambda values, z: softmax(weights_by_normal_equations(values, z)),
            named="You took a softmax of the weights that you found",
        ),
    ],
}

RIGHT = {
    "mix-values": [
        mix_by_loop,
        lambda weights, values: weights @ values,
        lambda weights, values: np.average(values, axis=0, weights=weights),
        lambda weights, values: np.einsum("t,td->d", weights, values),
        lambda weights, values: list(np.asfortranarray(values).T.dot(weights.astype(np.float32))),
        lambda weights, values: np.tensordot(weights, values, 1),
    ],
    "from-query-to-z": [
        z_by_loop,
        attend,
        lambda q, keys, values: (values.T @ softmax((q / q.size**0.5) @ keys.T)).tolist(),
        lambda q, keys, values: np.squeeze(softmax(q[None] @ keys.T / np.sqrt(keys.shape[-1])) @ values),
        lambda q, keys, values: np.average(values, axis=0, weights=np.exp(keys @ q / np.sqrt(len(q)))),
    ],
    "without-one": [
        without_by_loop,
        lambda w, values, place: (w @ values - w[place] * values[place]) / (1 - w[place]),
        lambda w, values, place: np.average(
            np.delete(values, place, axis=0), axis=0, weights=np.delete(w, place)
        ),
        lambda w, values, place: np.where(np.arange(len(w)) == place, 0, w / (w.sum() - w[place])) @ values,
    ],
    "find-the-weights": [
        weights_by_normal_equations,
        lambda values, z: np.linalg.lstsq(values.T, z, rcond=None)[0],
        lambda values, z: z @ np.linalg.pinv(values),
        lambda values, z: list(np.linalg.inv(values @ values.T) @ values @ z),
        lambda values, z: np.linalg.solve(np.linalg.qr(values.T)[1], np.linalg.qr(values.T)[0].T @ z),
    ],
}
