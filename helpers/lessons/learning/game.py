"""The game of cards: its rounds, the W of a layer that plays it, their slopes, and training in a few lines.

Six cards, A to F. Each says its own name, the name of a card that it asks, and three numbers that it holds.
A layer should give each card what the card that it asks is holding. W is a dict of "query", "key", "value".
"""

import numpy as np

from helpers.attention import self_attention, softmax

N_CARDS, N_HELD, D_K = 6, 3, 8


def deal(rng, n_rounds=None):
    """Deal one round, or many. rng: where the random numbers come from.

    -> x [6, 15], right [6, 6] bool: whom each row's card asks, target [6, 3]; for many rounds with an axis
    of rounds in front.

    >>> x, right, target = deal(np.random.default_rng(9))
    >>> x.shape, right.sum(axis=1), bool((target == right @ x[:, 12:]).all())
    ((6, 15), array([1, 1, 1, 1, 1, 1]), True)
    """
    n = n_rounds or 1
    names = rng.permuted(np.tile(np.arange(N_CARDS), (n, 1)), axis=1)  # the order is new in every round
    asks = rng.integers(0, N_CARDS, size=(n, N_CARDS))
    holds = rng.normal(size=(n, N_CARDS, N_HELD))
    x = np.concatenate([np.eye(N_CARDS)[names], np.eye(N_CARDS)[asks], holds], axis=-1)
    right = asks[:, :, np.newaxis] == names[:, np.newaxis, :]
    dealt = x, right, right @ holds
    return dealt if n_rounds else tuple(part[0] for part in dealt)


def random_start(size=0.1):
    """W as training begins: random numbers, the same at each call. size: their standard deviation -> dict

    >>> {name: one.shape for name, one in random_start().items()}
    {'query': (15, 8), 'key': (15, 8), 'value': (15, 3)}
    """
    rng, widths = np.random.default_rng(9), {"query": D_K, "key": D_K, "value": N_HELD}
    return {name: size * rng.normal(size=(2 * N_CARDS + N_HELD, width)) for name, width in widths.items()}


def nudged(W, name, place, by):
    """W with one number changed, and W itself as it was. place: (row, column) -> dict

    >>> W = random_start()
    >>> float((nudged(W, "value", (12, 0), 0.5)["value"] - W["value"]).sum().round(6))
    0.5
    """
    changed = W[name].copy()
    changed[place] += by
    return {**W, name: changed}


def gradients(W, x, target):
    """The loss, and its slope for every number of W: one run forward, one back (backpropagation).

    x [..., 6, 15], target [..., 6, 3] -> loss, dict of "query", "key", "value": an array as large as that W
    """
    Q, K, V = x @ W["query"], x @ W["key"], x @ W["value"]
    weights = softmax(Q @ turned(K) / np.sqrt(D_K))
    z = weights @ V
    grad_z = 2 * (z - target) / z.size
    grad_weights = grad_z @ turned(V)
    grad_scores = weights * (grad_weights - (weights * grad_weights).sum(axis=-1, keepdims=True))
    grad_scores /= np.sqrt(D_K)
    each = {"query": grad_scores @ K, "key": turned(grad_scores) @ Q, "value": turned(weights) @ grad_z}
    slopes = {name: (turned(x) @ one).reshape(-1, *W[name].shape).sum(axis=0) for name, one in each.items()}
    return np.mean((z - target) ** 2), slopes


def turned(rounds):
    """The transpose of each round. [..., n, m] -> [..., m, n]"""
    return rounds.swapaxes(-1, -2)


def train(W, rng, n_steps, rate=0.1):
    """Train W itself, a step for each 64 fresh rounds. -> the loss before each step [n_steps]"""
    losses = np.empty(n_steps)
    for number in range(n_steps):
        x, _, target = deal(rng, 64)
        losses[number], slopes = gradients(W, x, target)
        for name in W:
            W[name] -= rate * slopes[name]
    return losses


def stages(learning, right):
    """What is learned when, at every third moment of a training that was watched. -> str, a table

    learning: what explore_learning gave; right: the right map of its round.
    """
    lines = ["step   handed over   largest weight right   weight on the right card"]
    for moment in learning.moments[::3]:
        weights, W_value = learning.seen[moment]
        hits = (weights.argmax(axis=1) == right.argmax(axis=1)).sum()
        handed = np.diag(W_value[-N_HELD:]).mean()
        lines.append(f"{moment:4} {handed:13.2f} {f'{hits} of {N_CARDS}':>22} {weights[right].mean():26.2f}")
    return "\n".join(lines)


def first_below(losses, border=0.4):
    """The first step with a loss below a border; infinity if there is none.

    >>> first_below(np.array([0.9, 0.5, 0.3])), first_below(np.array([0.9, 0.5]))
    (2, inf)
    """
    below = np.flatnonzero(losses < border)
    return int(below[0]) if len(below) else np.inf


def plays(W, x, right, target):
    """How well W play many rounds. -> share of cards with their largest weight on the right one, loss"""
    steps = self_attention(x, *W.values())
    hits = steps.weights.argmax(axis=-1) == right.argmax(axis=-1)
    return hits.mean(), np.mean((steps.context - target) ** 2)
