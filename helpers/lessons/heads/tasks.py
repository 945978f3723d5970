"""Notebook 8: what heads look at, what they push, and what weights do not prove."""

import numpy as np

from helpers.attention import softmax
from helpers.exercises.task import Task


def previous_word(weights):
    n_tokens = weights.shape[1]
    asks = np.arange(1, n_tokens)
    return weights[:, asks, asks - 1].mean(axis=1)


def push_without_each(z, W_out, toward):
    n_heads, d_v = z.shape
    own_rows = W_out.reshape(n_heads, d_v, -1)
    push = np.array([z[head] @ own_rows[head] @ toward for head in range(n_heads)])
    return push.sum() - push


def large_but_mute(weights, toward):
    V = np.tile(toward, (len(weights), 1))
    V[weights.argmax()] = -toward[1], toward[0]
    return V


def _diagonal(weights, offset):
    return np.diagonal(weights, offset, 1, 2)


def _pushes(z, rows, toward):
    """z [n_heads, d_v], rows [n_heads, d_v, d_model] -> [n_heads]"""
    return np.einsum("hv,hvd,d->h", z, rows, toward)


def _own(z, W_out):
    return W_out.reshape(*z.shape, -1)


def _heads_of_a_sentence(rng):
    n_heads, n_tokens = rng.choice([3, 4]), rng.choice([5, 6, 7])
    return {"weights": softmax(rng.normal(size=(n_heads, n_tokens, n_tokens)))}


def _found(rng):
    """What the heads found for a word, W_out, and a direction."""
    n_heads, d_v, d_model = rng.choice([4, 6]), rng.choice([3, 5]), rng.choice([7, 8])
    return {
        "z": rng.normal(size=(n_heads, d_v)),
        "W_out": rng.normal(size=(n_heads * d_v, d_model)),
        "toward": rng.normal(size=d_model),
    }


def _sentence(rng):
    """Weights with one favourite, and a direction in the plane."""
    scores = rng.normal(size=rng.integers(5, 9))
    scores[rng.integers(len(scores))] += 5
    return {"weights": softmax(scores), "toward": rng.choice([-1, 1], 2) * rng.uniform(0.5, 2, 2)}


def _is_mute(weights, toward, given):
    if not np.isfinite(given).all():
        return "A value must be made of ordinary numbers: nan and ∞ are none."
    largest, length = weights.argmax(), np.linalg.norm(toward)
    own = given[largest] @ toward
    if np.linalg.norm(given[largest]) < 1e-3:
        return (
            f"The value of the word with the largest weight (row {largest}) is zero. "
            "It must be something, and yet not push."
        )
    if abs(own) > 1e-4 * np.linalg.norm(given[largest]) * length:
        return (
            f"The word with the largest weight (row {largest}) pushes: "
            f"its value @ toward is {own:.3g}. It should be 0."
        )
    others = np.delete(np.arange(len(weights)), largest)
    pushes = given[others] @ toward
    idle = others[pushes <= 1e-4 * np.linalg.norm(given[others], axis=1) * length]
    if len(idle):
        return (
            f"The other words must push towards the noun, each of them: the value of row {idle[0]} "
            f"gives {given[idle[0]] @ toward:.3g}. It should be above 0."
        )
    return ""


def _values(largest, others):
    """A mistake: values from what the largest gets and what the others get, both made from toward."""

    def values(weights, toward):
        V = np.tile(others(toward), (len(weights), 1)).astype(float)
        V[weights.argmax()] = largest(toward)
        return V

    return values


def _one_pushes(weights, toward):
    V = np.zeros((len(weights), 2))
    V[weights.argmax()] = _across(toward)
    V[0 if weights.argmax() else 1] = toward
    return V


def _across(toward):
    return np.array([-toward[1], toward[0]])


EXAMPLE = np.array(
    [[[1, 0, 0, 0], [0.9, 0.1, 0, 0], [0, 0.7, 0.2, 0.1], [0.1, 0.1, 0.8, 0]], [[0.25] * 4] * 4]
)


def _among_earlier(weights):
    """What the word before gets of all that earlier words get."""
    earlier = np.tril(weights, -1)[:, 1:].sum(axis=2)
    return (_diagonal(weights, -1) / earlier).mean(axis=1)


TASKS = [
    Task(
        "previous-word-share",
        notebook=8,
        minutes=8,
        level="easy",
        goal=(
            "Measure how much of its weight each head gives to the word just before the one that asks: "
            "the mean over all words that have a word before them."
        ),
        takes={"weights": "[n_heads, n_tokens, n_tokens] (each head square), of one sentence"},
        gives={"share": "[n_heads], from 0 to 1"},
        inputs=_heads_of_a_sentence,
        example={"weights": EXAMPLE},
        solution=previous_word,
        mistakes={
            "You divided by the weight of all earlier words: take the weight as it is.": _among_earlier,
            (
                "The first word has no word before it, and in Python place −1 is the last: "
                "leave the first word out."
            ): lambda weights: np.stack(
                [weights[:, asks, asks - 1] for asks in range(weights.shape[1])]
            ).mean(axis=0),
            (
                "You measured the next word. Rows ask: "
                "the word before stands one column to the left of the diagonal."
            ): (lambda weights: _diagonal(weights, 1).mean(axis=1)),
            "You measured the word itself, the diagonal.": lambda weights: _diagonal(weights, 0).mean(axis=1),
            (
                "You divided by the number of all words. "
                "The first has no word before it, so there is one less."
            ): lambda weights: _diagonal(weights, -1).sum(axis=1) / weights.shape[1],
            "You added up, but did not divide: a mean is wanted.": lambda weights: _diagonal(weights, -1).sum(
                axis=1
            ),
            (
                "np.diagonal takes the first two axes unless you say axis1=1, axis2=2: "
                "yours went along heads and words."
            ): lambda weights: np.diagonal(weights, -1).mean(axis=-1),
            "You took the mean over the heads too. Each head needs a number of its own.": lambda weights: (
                _diagonal(weights, -1).mean()
            ),
            (
                "You measured the word two before: "
                "the word before stands one column to the left of the diagonal."
            ): lambda weights: _diagonal(weights, -2).mean(axis=1),
            "You took all earlier words together: only the one just before counts.": lambda weights: (
                np.tril(weights, -1).sum(axis=(1, 2)) / (weights.shape[1] - 1)
            ),
            (
                "You counted how often the word before gets the most weight: measure how much it gets."
            ): lambda weights: (weights[:, 1:].argmax(axis=2) == np.arange(weights.shape[1] - 1)).mean(
                axis=1
            ),
            (
                "You took the mean over the heads, for each word. "
                "Asked is the mean over the words, for each head."
            ): lambda weights: _diagonal(weights, -1).mean(axis=0),
            "You stopped before the mean: one number for each head is wanted.": lambda weights: _diagonal(
                weights, -1
            ),
            "You took the largest weight, not the mean.": lambda weights: _diagonal(weights, -1).max(axis=1),
            (
                "You took the second word only: the mean runs over all words that have a word before them."
            ): lambda weights: weights[:, 1, 0],
            "You left out the last word: it has a word before it, too.": lambda weights: _diagonal(
                weights, -1
            )[:, :-1].mean(axis=1),
            (
                "You took the mean of the whole table: only the cells left of the diagonal count."
            ): lambda weights: weights.mean(axis=(1, 2)),
            (
                "You divided by one less than there are: n_tokens − 1 words have a word before them."
            ): lambda weights: _diagonal(weights, -1).sum(axis=1) / (weights.shape[1] - 2),
            (
                "np.diagonal took heads for words, and you averaged over what is left: say axis1=1, axis2=2."
            ): lambda weights: np.diagonal(weights, -1).mean(axis=0),
            "The sum was not set back to 0 for each head, so the heads pile up.": lambda weights: np.cumsum(
                _diagonal(weights, -1).mean(axis=1)
            ),
            "You measured the next word, and added up in place of a mean.": lambda weights: _diagonal(
                weights, 1
            ).sum(axis=1),
        },
        hints=(
            (
                "For one head: which cells are meant? "
                "Row 1 has its word before in column 0, row 2 in column 1, and so on."
            ),
            "weights[:, 3, 2] is what word 3 (from 0) gives to the word before it, in every head.",
            (
                "asks = np.arange(1, n_tokens), then weights[:, asks, "
                "asks - 1] has one row for each head. Take its mean along axis 1."
            ),
        ),
    ),
    Task(
        "push-without-each",
        notebook=8,
        more="08_how_a_head_pushes",
        minutes=10,
        level="medium",
        goal="For each head: how much push is left when that head is removed and all others stay?",
        takes={
            "z": "[n_heads, d_v], what each head found for the word",
            "W_out": "[n_heads * d_v, d_model]",
            "toward": "[d_model], one noun's vector minus the other's",
        },
        gives={"left": "[n_heads], the sum of the pushes of all other heads"},
        inputs=_found,
        example={
            "z": np.array([[1.0, 2], [3, 0], [1, 1]]),
            "W_out": np.array(
                [[1.0, 0, 0, 2], [0, 1, 0, 0], [0, 0, 1, 0], [1, 0, 0, 1], [0, 2, 0, 0], [1, 0, 1, 0]]
            ),
            "toward": np.array([1.0, -1, 0, 2]),
        },
        solution=push_without_each,
        mistakes={
            "You added up only the heads that come before: all others stay.": lambda z, W_out, toward: (
                np.cumsum(_pushes(z, _own(z, W_out), toward)) - _pushes(z, _own(z, W_out), toward)
            ),
            (
                "You cut W_out into blocks of n_heads rows: each head owns d_v rows of it."
            ): lambda z, W_out, toward: (
                z.ravel() @ W_out @ toward
                - np.einsum("hv,vhd,d->h", z, W_out.reshape(z.shape[1], len(z), -1), toward)
            ),
            "You sorted the pushes: they stand in the order of the heads.": lambda z, W_out, toward: np.sort(
                push_without_each(z, W_out, toward)
            ),
            (
                "These are the heads' own pushes. Asked is what is left without each of them."
            ): lambda z, W_out, toward: _pushes(z, _own(z, W_out), toward),
            "Nothing was taken away: every number is the sum of all heads.": lambda z, W_out, toward: np.full(
                len(z), z.ravel() @ W_out @ toward
            ),
            "The sign is turned: it is the sum minus the head's own push.": lambda z, W_out, toward: (
                _pushes(z, _own(z, W_out), toward) - z.ravel() @ W_out @ toward
            ),
            (
                "You gave each head one of every n_heads rows of W_out. Its rows stand together: "
                "the first d_v belong to head 1."
            ): (
                lambda z, W_out, toward: (
                    (push := _pushes(z, W_out.reshape(*z.T.shape, -1).swapaxes(0, 1), toward)).sum() - push
                )
            ),
            (
                "You took the head out of z, but not its rows out of W_out: "
                "now later heads meet rows that are not theirs."
            ): (
                lambda z, W_out, toward: np.array(
                    [np.delete(z, head, 0).ravel() @ W_out[: -z.shape[1]] @ toward for head in range(len(z))]
                )
            ),
            (
                "Your z[head] meets as many rows as W_out has, not only its own: "
                "they are W_out[d_v * head : d_v * (head + 1)]."
            ): (lambda z, W_out, toward: np.stack([z[head] @ W_out for head in range(len(z))])),
            "Head h begins at row d_v * h of W_out, not at row h.": lambda z, W_out, toward: (
                (
                    push := np.array(
                        [z[head] @ W_out[head : head + z.shape[1]] @ toward for head in range(len(z))]
                    )
                ).sum()
                - push
            ),
            "You took the mean of the other heads. Pushes are added up.": lambda z, W_out, toward: (
                ((push := _pushes(z, _own(z, W_out), toward)).sum() - push) / (len(z) - 1)
            ),
            "These are outputs, not pushes yet: multiply each by toward.": lambda z, W_out, toward: (
                z.ravel() @ W_out - np.einsum("hv,hvd->hd", z, _own(z, W_out))
            ),
            (
                "You gave the share of each head in the whole: asked is the push that is left."
            ): lambda z, W_out, toward: (push := _pushes(z, _own(z, W_out), toward)) / push.sum(),
            (
                "You gave the share that is left: asked is the push itself, without a division."
            ): lambda z, W_out, toward: 1 - (push := _pushes(z, _own(z, W_out), toward)) / push.sum(),
            "You added a head's push once more: it must be taken away.": lambda z, W_out, toward: (
                (push := _pushes(z, _own(z, W_out), toward)).sum() + push
            ),
            (
                "You left out the signs of the pushes: a push below 0 goes the other way."
            ): lambda z, W_out, toward: (push := np.abs(_pushes(z, _own(z, W_out), toward))).sum() - push,
            (
                "You took away the push of the head before: W_out[d_v * head : …] counts from 0."
            ): lambda z, W_out, toward: (push := _pushes(z, _own(z, W_out), toward)).sum() - np.roll(push, 1),
            "Only the first head is taken out: do it for each of them.": lambda z, W_out, toward: (
                (push := _pushes(z, _own(z, W_out), toward)).sum() - push[0]
            ),
            "You gave all of it as one number: each head needs one.": lambda z, W_out, toward: (
                z.ravel() @ W_out @ toward
            ),
            "You removed the heads one after the other and never put one back: all others must stay.": (
                lambda z, W_out, toward: (push := _pushes(z, _own(z, W_out), toward)).sum() - np.cumsum(push)
            ),
            (
                "You divided by the length of toward: a push is the dot product alone."
            ): lambda z, W_out, toward: push_without_each(z, W_out, toward / np.linalg.norm(toward)),
            "Every head met the first rows of W_out: head h owns the rows d_v * h to d_v * (h + 1).": (
                lambda z, W_out, toward: (push := z @ W_out[: z.shape[1]] @ toward).sum() - push
            ),
        },
        hints=(
            "First the push of each head alone, as on this page. Then think of the sum of all.",
            (
                "Head h (from 0) owns the rows d_v * h to d_v * (h + 1) of W_out. "
                "Its push is z[h] @ those rows @ toward."
            ),
            "With all pushes in an array called push, what is left without each is push.sum() - push.",
        ),
    ),
    Task(
        "large-but-mute",
        notebook=8,
        more="08_what_weights_prove",
        minutes=10,
        level="hard",
        goal=(
            "Make up values with which the largest weight does nothing: "
            "the value of that word is not zero, and still it adds "
            "nothing to the push; the other words push towards the noun. "
            "(The values are seen through W_out already.)"
        ),
        takes={
            "weights": "[n_words], one row of weights, one of them the largest",
            "toward": "[2], the direction towards the noun; the push of a vector is its dot product with it",
        },
        gives={"V": "[n_words, 2], a value for each word"},
        inputs=_sentence,
        draws=6,
        example={"weights": np.array([0.05, 0.1, 0.8, 0.05]), "toward": np.array([2.0, 1])},
        solution=large_but_mute,
        judge=_is_mute,
        leads_to=lambda weights, toward, given: {"pushes": weights * (given @ toward)},
        mistakes={
            (
                "The value is zero. That would be mute too, "
                "but a value that says much about something else is the common case."
            ): _values(np.zeros_like, lambda toward: toward),
            "Every value points towards the noun, so the largest weight pushes most.": _values(
                lambda toward: toward, lambda toward: toward
            ),
            (
                "The largest weight pushes against the noun. It should not push at all: "
                "turn its value by a right angle, not by two."
            ): (_values(lambda toward: -toward, lambda toward: toward)),
            "No value pushes. Only the word with the largest weight should be mute.": _values(
                _across, _across
            ),
            "The others push away from the noun.": _values(_across, lambda toward: -toward),
            (
                "You exchanged the two numbers of toward, but one of them must change its sign, too: (−b, a)."
            ): _values(lambda toward: toward[::-1], lambda toward: toward),
            "You made the word with the smallest weight mute: it should be the largest, weights.argmax().": (
                lambda weights, toward: np.where(
                    (np.arange(len(weights)) == weights.argmin())[:, None], _across(toward), toward
                )
            ),
            "You made the first word mute: it should be the one with the largest weight, weights.argmax().": (
                lambda weights, toward: np.where(
                    (np.arange(len(weights)) == 0)[:, None], _across(toward), toward
                )
            ),
            "The other words have no value: they should push towards the noun.": _values(
                _across, np.zeros_like
            ),
            "Only one other word pushes: all of them should.": lambda weights, toward: _one_pushes(
                weights, toward
            ),
        },
        hints=(
            "When is a dot product 0, though neither vector is zero? Notebook 3 had two such arrows.",
            (
                "The other words may have toward itself as their value. "
                "The word with the largest weight is weights.argmax()."
            ),
            (
                "In the plane, (−b, a) stands at a right angle to (a, b). "
                "So V[weights.argmax()] = -toward[1], toward[0]."
            ),
        ),
    ),
]
