"""Unseen answers to the exercises of notebook 5."""

import functools

import numpy as np

from helpers.attention import scaled_dot_product_attention, softmax
from tests.exercises.unseen import answers_to


class Mixer:
    """An object that can be called."""

    def __init__(self, factor=1):
        self.factor = factor

    def __call__(self, weights, values):
        return self.factor * weights @ values

    def mix(self, weights, values):
        return self(weights, values)


wrong, right = answers_to("mix-values")

wrong("wrong order: values @ weights", "The order matters")(lambda weights, values: values @ weights)
wrong("weights never used: plain mean", "You gave every word the same weight")(
    lambda weights, values: values.mean(axis=0)
)
wrong("weights never used: plain sum", "You left out the weights")(lambda weights, values: values.sum(axis=0))
wrong("added along the value, not over the words", "You added up along the wrong axis")(
    lambda w, values: (w[:, None] * values).sum(axis=1)
)
wrong("weighted but not added up", "You turned the values down but did not add them up")(
    lambda weights, values: weights[:, None] * values
)
wrong("mean of the weighted values, not the sum", "You took the mean after weighting")(
    lambda w, values: (w[:, None] * values).mean(axis=0)
)
wrong("weight on the wrong axis: [:, None] missing", "* cannot pair n weights with rows of d_v numbers")(
    lambda weights, values: (weights * values).sum(0)
)


@wrong("return inside the loop", "Only the first term came back")
def mix_at_once(weights, values):
    z = np.zeros(values.shape[1])
    for weight, value in zip(weights, values):
        z = z + weight * value
        return z


@wrong("z overwritten in the loop", "Only the last term came back")
def mix_overwritten(weights, values):
    for i in range(len(weights)):
        z = weights[i] * values[i]
    return z


@wrong("z begins with the first value, not with 0", "You began with the first value at full volume")
def mix_from_the_first_value(weights, values):
    z = values[0]
    for i in range(len(weights)):
        z = z + weights[i] * values[i]
    return z


wrong("loop begins at 1: first word left out", "You left out the first word")(
    lambda weights, values: sum(weights[i] * values[i] for i in range(1, len(weights)))
)
wrong("two words of the card only", "You added two words only")(
    lambda w, values: w[0] * values[0] + w[1] * values[1]
)
wrong("value of the largest weight only", "You took the value of the loudest word only")(
    lambda weights, values: values[weights.argmax()]
)
wrong("weights used twice: squared", "You squared the weights")(lambda weights, values: weights**2 @ values)
wrong("softmax over weights that are weights already", "You took a softmax of the weights")(
    lambda weights, values: softmax(weights) @ values
)
wrong("everything added up to one number", "You added all numbers up into one")(
    lambda weights, values: (weights[:, None] * values).sum()
)


@wrong("the first z is remembered and given again", "your function gives the same whatever it is given")
def z_remembered(weights, values, first={}):  # noqa: B006
    return first.setdefault("z", weights @ values)


wrong("doubled", "every number is 2 times as large as it should be.")(Mixer(factor=2))
wrong("largest product instead of the sum", "You took the largest of the weighted values")(
    lambda w, values: (w[:, None] * values).max(axis=0)
)
wrong("a generator", "", said="made no numbers yet")(
    lambda weights, values: (w * v for w, v in zip(weights, values))
)
wrong("a set", "", said="got a set")(lambda weights, values: {float(one) for one in weights @ values})


@right
def mix_by_loop(weights, values):
    z = np.zeros(values.shape[1])
    for weight, value in zip(weights, values):
        z = z + weight * value
    return z


right(
    lambda weights, values: weights @ values,
    lambda weights, values: np.average(values, axis=0, weights=weights),
    lambda weights, values: np.einsum("t,td->d", weights, values),
    lambda weights, values: list(np.asfortranarray(values).T.dot(weights.astype(np.float32))),
    lambda weights, values: np.tensordot(weights, values, 1),
    Mixer(),
    Mixer().mix,
    np.matmul,
    functools.partial(Mixer.mix, Mixer()),
)


wrong, right = answers_to("from-query-to-z")

wrong("not scaled", "You left out the division by √d_k.")(lambda q, keys, values: softmax(keys @ q) @ values)
wrong("divided by d_k, not its root", "You divided by d_k")(
    lambda q, keys, values: softmax(keys @ q / len(q)) @ values
)
wrong("keys mixed instead of values", "You mixed the keys")(lambda q, keys, values: attend(q, keys, keys))
wrong("asked the values instead of the keys", "You compared the query with the values")(
    lambda q, keys, values: attend(q, values, values)
)
wrong("keys and values swapped", "You compared the query with the values")(
    lambda q, keys, values: attend(q, values, keys)
)
wrong("softmax left out", "These are no weights yet: the softmax is missing.")(
    lambda q, keys, values: keys @ q / np.sqrt(len(q)) @ values
)
wrong("returned the weights", "You stopped at the weights")(
    lambda q, keys, values: softmax(keys @ q / np.sqrt(len(q)))
)
wrong("√n_tokens", "You divided by the root of the number of words")(
    lambda q, keys, values: softmax(keys @ q / np.sqrt(len(keys))) @ values
)
wrong("scaled after the softmax", "You divided after the softmax")(
    lambda q, keys, values: softmax(keys @ q) / np.sqrt(len(q)) @ values
)
wrong("8 of the model written down", "You divided by 8")(
    lambda q, keys, values: softmax(keys @ q / 8) @ values
)
wrong("scaled twice: z once more", "You divided before the softmax and once more after it")(
    lambda q, keys, values: attend(q, keys, values) / np.sqrt(len(q))
)


@wrong("keys overwritten by their scores", "You mixed the scores with their own weights")
def z_of_overwritten_keys(q, keys, values):
    keys = keys @ q / np.sqrt(len(q))
    weights = softmax(keys)
    return weights @ keys


wrong("transpose missing: q @ keys", "Each key must meet the query")(
    lambda q, keys, values: softmax(q @ keys / np.sqrt(len(q))) @ values
)
wrong("values @ weights", "The order matters")(
    lambda q, keys, values: values @ softmax(keys @ q / np.sqrt(len(q)))
)
wrong("values.T left out and sum over the words' numbers", "You added up all that should have been returned")(
    lambda q, k, v: attend(q, k, v).sum()
)
wrong("added the query to z", "You added the query")(lambda q, keys, values: attend(q, keys, values) + q)


@wrong("an async function: a coroutine comes back", "", said="write def in place of async def")
async def z_later(q, keys, values):
    return attend(q, keys, values)


wrong(
    "two: not scaled, and keys mixed",
    "two mistakes at once. You left out the division by √d_k. You mixed the",
)(lambda q, keys, values: softmax(keys @ q) @ keys)
wrong(
    "two: softmax left out, not scaled",
    "two mistakes at once. You left out the division by √d_k. These are no ",
)(lambda q, keys, values: keys @ q @ values)
wrong("key lengths divided out", "You divided the keys by their lengths")(
    lambda q, k, v: softmax(k @ q / np.linalg.norm(k, axis=1) / np.sqrt(len(q))) @ v
)
wrong("value of the best key alone", "You gave all the weight to the best word")(
    lambda q, k, v: v[(k @ q).argmax()]
)
wrong("weights and z", "", said="where one is wanted")(
    lambda q, k, v: (softmax(k @ q / len(q) ** 0.5), softmax(k @ q / len(q) ** 0.5) @ v)
)
wrong("a column", "The numbers are right, but each lies in brackets of its own")(
    lambda q, k, v: (softmax(k @ q / len(q) ** 0.5) @ v)[:, None]
)


@right
def z_by_loop(q, keys, values):
    scores = np.array([sum(a * b for a, b in zip(q, k)) for k in keys]) / len(q) ** 0.5
    raised = np.exp(scores - scores.max())
    return sum(share * value for share, value in zip(raised / raised.sum(), values))


@right
def attend(q, keys, values):
    return softmax(keys @ q / np.sqrt(len(q))) @ values


@right
def whole_helper(q, keys, values):
    return scaled_dot_product_attention(q[None], keys, values).context[0]


right(
    lambda q, keys, values: (values.T @ softmax((q / q.size**0.5) @ keys.T)).tolist(),
    lambda q, keys, values: np.squeeze(softmax(q[None] @ keys.T / np.sqrt(keys.shape[-1])) @ values),
    lambda q, keys, values: np.average(values, axis=0, weights=np.exp(keys @ q / np.sqrt(len(q)))),
)


wrong, right = answers_to("without-one")


@wrong(
    "set to 0, but the rest does not add up to 1",
    "You left a gap: the weights of the other words no longer add",
)
def without_zero_but_not_shared(weights, values, place):
    left = weights.copy()
    left[place] = 0
    return left @ values


@wrong("changed the weights that were given", "", said="make a new array instead")
def without_on_the_given_weights(weights, values, place):
    weights[place] = 0
    return weights / weights.sum() @ values


@wrong("shared the missing part evenly, not in proportion", "You shared its weight out evenly")
def without_missing_part_shared_evenly(weights, values, place):
    left = weights.copy()
    left[place] = 0
    left += weights[place] / (len(weights) - 1)
    left[place] = 0
    return left @ values


wrong("softmax over what is left", "You ran a softmax over weights")(
    lambda weights, values, place: softmax(np.delete(weights, place)) @ np.delete(values, place, axis=0)
)


@wrong("divided by the old sum, which is 1", "You left a gap: the weights of the other words no longer add")
def without_divided_by_the_old_sum(weights, values, place):
    left = weights.copy()
    left[place] = 0
    return left / weights.sum() @ values


@wrong("-inf and softmax, as if weights were scores", "You ran a softmax over weights")
def without_minus_infinity(weights, values, place):
    left = weights.copy()
    left[place] = -np.inf
    return softmax(left) @ values


@wrong(
    "made to add up to 1 before, not after", "You left a gap: the weights of the other words no longer add"
)
def without_renormed_before(weights, values, place):
    left = weights / weights.sum()
    left[place] = 0
    return left @ values


wrong("plain mean of the others", "You gave all that was left the same weight")(
    lambda w, values, place: np.delete(values, place, axis=0).mean(axis=0)
)
wrong("place counted from 1", "Your loop counts from 1, so it takes off the word before")(
    lambda w, values, place: without_by_loop(w, values, place - 1)
)
wrong("removed the word after it", "You took off the word after it.")(
    lambda w, values, place: without_by_loop(w, values, place + 1)
)
wrong(
    "subtracted weight × value, nothing shared",
    "You left a gap: the weights of the other words no longer add",
)(lambda w, values, place: w @ values - w[place] * values[place])
wrong(
    "subtracted the whole value, not weight × value",
    "You subtracted the value at full volume, and divided then",
)(lambda w, values, place: (w @ values - values[place]) / (1 - w[place]))
wrong("divided by 1 - w but took nothing off", "You divided, but took nothing off.")(
    lambda w, values, place: w @ values / (1 - w[place])
)
wrong("divided by 1 + w: sign", "You divided by 1 + its weight")(
    lambda w, values, place: (w @ values - w[place] * values[place]) / (1 + w[place])
)
wrong("divided by the weight that was taken off", "You divided by the weight that is gone")(
    lambda w, values, place: (w @ values - w[place] * values[place]) / w[place]
)
wrong("kept only what stands before it", "You kept the words before it and dropped those after it.")(
    lambda w, v, place: w[:place] / w[:place].sum() @ v[:place]
)
wrong("always took the first one off", "You always took off the first word, whatever place says.")(
    lambda w, values, place: w[1:] / w[1:].sum() @ values[1:]
)
wrong("kept only that word", "You kept only this word, at its weight")(
    lambda w, values, place: w[place] * values[place]
)
wrong("np.delete without axis: values flattened", "np.delete needs axis=0 for values")(
    lambda w, values, place: np.delete(w, place) / np.delete(w, place).sum() @ np.delete(values, place)
)
wrong("removed the weight, not the value", "You took it off the weights, but not off the values")(
    lambda w, values, place: np.delete(w, place) / np.delete(w, place).sum() @ values
)
wrong("returned the weights that are left", "You returned the weights that are left")(
    lambda w, v, place: np.delete(w, place) / (1 - w[place])
)


@wrong("shared out, then made smaller again", "You left a gap: the weights of the other words no longer add")
def without_twice(weights, values, place):
    left = np.delete(weights, place)
    return left / left.sum() @ np.delete(values, place, axis=0) * (1 - weights[place])


@wrong("mean value in its place", "You put the mean value in its place")
def without_mean_in_its_place(weights, values, place):
    values = values.copy()
    values[place] = values.mean(axis=0)
    return weights @ values


wrong("value deleted, weights cut at the end", "You took its value off, but the last word's weight")(
    lambda w, v, place: w[:-1] / w[:-1].sum() @ np.delete(v, place, 0)
)


@wrong("the weight given to the others in equal parts", "You shared its weight out evenly")
def taken_off_evenly(weights, values, place):
    left = np.delete(weights, place)
    return (left + weights[place] / len(left)) @ np.delete(values, place, axis=0)


@right
def without_by_loop(weights, values, place):
    left = sum(w for i, w in enumerate(weights) if i != place)
    return sum(w / left * value for i, (w, value) in enumerate(zip(weights, values)) if i != place)


@right
def delete(weights, values, place):
    left = np.delete(weights, place)
    return (left / sum(left)) @ np.delete(values, place, axis=0)


right(
    lambda w, values, place: (w @ values - w[place] * values[place]) / (1 - w[place]),
    lambda w, values, place: np.average(
        np.delete(values, place, axis=0), axis=0, weights=np.delete(w, place)
    ),
    lambda w, values, place: np.where(np.arange(len(w)) == place, 0, w / (w.sum() - w[place])) @ values,
)


wrong, right = answers_to("find-the-weights")

wrong("values without .T in lstsq", "Each equation is a column of values, one number of z each")(
    lambda values, z: np.linalg.lstsq(values, z, rcond=None)[0]
)
wrong("dot products as weights", "You took dot products of z with the values")(lambda values, z: values @ z)
wrong("softmax of the dot products", "You took the softmax of dot products")(
    lambda values, z: softmax(values @ z)
)
wrong("dot products divided by their sum", "You shared dot products")(
    lambda values, z: values @ z / (values @ z).sum()
)


@wrong("cosines divided by their sum", "You shared cosines")
def weights_by_cosine(values, z):
    alike = values @ z / np.linalg.norm(values, axis=1) / np.linalg.norm(z)
    return alike / alike.sum()


wrong("all to the nearest value", "You gave all the weight to the nearest value")(
    lambda values, z: np.eye(len(values))[np.linalg.norm(values - z, axis=1).argmin()]
)
wrong(
    "inverse of a table that is not square",
    "np.linalg.solve and np.linalg.inv need as many equations as unknowns",
)(lambda values, z: z @ np.linalg.inv(values))
wrong("pinv on the wrong side", "", said="do not fit")(lambda values, z: np.linalg.pinv(values) @ z)
wrong("the whole of what lstsq returns", "np.linalg.lstsq returns four things")(
    lambda values, z: np.linalg.lstsq(values.T, z, rcond=None)
)
wrong("the residuals, [1] of lstsq", "np.linalg.lstsq returns four things")(
    lambda values, z: np.linalg.lstsq(values.T, z, rcond=None)[1]
)
wrong("the rank, [2] of lstsq", "np.linalg.lstsq returns four things")(
    lambda values, z: np.linalg.lstsq(values.T, z, rcond=None)[2]
)
wrong("even shares", "You gave every word the same weight.")(
    lambda values, z: np.full(len(values), 1 / len(values))
)
wrong("ratio of the first number only", "You divided by the first number of each value only")(
    lambda values, z: z[0] / values[:, 0]
)
wrong("z over the sums of the values", "You divided z by sums of the values")(
    lambda values, z: z / values.sum(axis=0)
)
wrong("mixed the values again: z itself", "You returned z: asked are the weights it was mixed with.")(
    lambda values, z: weights_by_normal_equations(values, z) @ values
)
wrong("rounded to one place", "You rounded to one place: give the numbers with all their de")(
    lambda values, z: weights_by_normal_equations(values, z).round(1)
)
wrong("softmax of weights that were right", "You took a softmax of the weights that you found")(
    lambda values, z: softmax(weights_by_normal_equations(values, z))
)


@wrong("solved for two words only", "You gave every word the same weight.")
def weights_if_square(values, z):
    n = len(values)
    return np.linalg.solve(values[:, :n].T, z[:n]) if n == 2 else np.full(n, 1 / n)


wrong("negative numbers set to 0, then halved", "every number is 0.5 times as large as it should be.")(
    lambda v, z: np.linalg.lstsq(v.T, z, rcond=None)[0] / 2
)
wrong("order reversed", "The order of the numbers is turned round.")(
    lambda v, z: np.linalg.lstsq(v.T, z, rcond=None)[0][::-1]
)


@right
def weights_by_normal_equations(values, z):
    gram = values @ values.T
    return np.linalg.solve(gram, values @ z)


right(
    lambda values, z: np.linalg.lstsq(values.T, z, rcond=None)[0],
    lambda values, z: z @ np.linalg.pinv(values),
    lambda values, z: list(np.linalg.inv(values @ values.T) @ values @ z),
    lambda values, z: np.linalg.solve(np.linalg.qr(values.T)[1], np.linalg.qr(values.T)[0].T @ z),
)
