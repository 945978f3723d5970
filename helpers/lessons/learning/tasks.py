"""Notebook 9: slopes, steps, and W written by hand."""

import numpy as np

from helpers.attention import softmax
from helpers.exercises.slips import Slips
from helpers.exercises.task import Task


def walk_down(z, target, rate, n_steps):
    for _ in range(n_steps):
        slopes = 2 * (z - target) / z.size
        z = z - rate * slopes
    return z


def through_sharing(scores, grad_weights):
    total = scores.sum(axis=-1, keepdims=True)
    weights = scores / total
    mean = (weights * grad_weights).sum(axis=-1, keepdims=True)
    return (grad_weights - mean) / total


def write_the_rule(x, n_names):
    d_model = x.shape[1]
    n_held = d_model - 2 * n_names
    W_query = 5 * np.eye(d_model, n_names, -n_names)
    W_key = 5 * np.eye(d_model, n_names)
    W_value = np.eye(d_model, n_held, -2 * n_names)
    return W_query, W_key, W_value


def stuck(grad_weights, stuck_on):
    scores = np.zeros(len(grad_weights))
    scores[stuck_on] = 30
    return scores


def _walk(rng):
    z, target = rng.normal(size=(2, rng.choice([3, 4, 5]), rng.choice([2, 6, 7])))
    return {
        "z": z,
        "target": target,
        "rate": float(rng.uniform(0.5, 1.5)),
        "n_steps": int(rng.integers(2, 6)),
    }


def _to_share(rng):
    size = rng.choice([2, 3, 4]), rng.choice([5, 6, 7])
    return {"scores": rng.uniform(0.5, 3, size=size), "grad_weights": rng.normal(size=size)}


def _walked(step, z, target, rate, n_steps):
    first = z
    for _ in range(step.many(n_steps)):
        at = step.at(z, first)
        z = z + step.sign * step.rate(rate) * step.slope(at - target) / step.divisor(z)
    return z


WALK = Slips(
    _walked,
    {
        "many": lambda n_steps: n_steps,
        "at": lambda z, first: z,
        "sign": -1,
        "rate": lambda rate: rate,
        "slope": lambda apart: 2 * apart,
        "divisor": np.size,
    },
    {
        "You walked uphill: slopes point to where the loss grows, so take them away.": {"sign": 1},
        (
            "Only one step was taken: does `return` stand inside the loop, "
            "or does each step begin at the first z?"
        ): {"many": lambda n_steps: 1},
        "You took one step too many.": {"many": lambda n_steps: n_steps + 1},
        "You took one step too few: range(n_steps) counts n_steps steps by itself.": {
            "many": lambda n_steps: n_steps - 1
        },
        (
            "You computed the slopes once, before the loop. "
            "They change with z, so compute them anew in each step."
        ): {"at": lambda z, first: first},
        "The factor 2 is missing: the slope of a square d² is 2d.": {"slope": lambda apart: apart},
        "You walked by the squares themselves: the slope of a square d² is 2d.": {"slope": np.square},
        "You walked by twice the squares: the slope of a square d² is 2d.": {
            "slope": lambda apart: 2 * np.square(apart)
        },
        "You took the loss itself in place of its slopes.": {
            "slope": lambda apart: np.square(apart).mean() * apart.size
        },
        "You walked by the size of the difference, without its sign.": {
            "slope": lambda apart: 2 * np.abs(apart)
        },
        "You walked by the sign of the difference only: a slope grows with the difference.": {
            "slope": lambda apart: 2 * np.sign(apart)
        },
        "You took one mean slope for all numbers: each number has its own.": {
            "slope": lambda apart: 2 * apart.mean() * apart.size
        },
        "The loss is a mean over all numbers, so a slope is divided by how many there are, z.size.": {
            "divisor": lambda z: 1
        },
        "You divided by the number of rows. The mean runs over all numbers, z.size.": {"divisor": len},
        "You divided by the number of columns. The mean runs over all numbers, z.size.": {
            "divisor": lambda z: z.shape[1]
        },
        "You took the rate 1.5 of the card: use rate.": {"rate": lambda rate: 1.5},
        "The rate is missing: a step is rate times slopes.": {"rate": lambda rate: 1},
        "You divided by the rate: a step is rate times slopes.": {"rate": lambda rate: 1 / rate},
        "You multiplied by the rate twice.": {"rate": np.square},
    },
)


def _shared(scores, grad_weights, weighted=True, over=1, axis=-1):
    total = scores.sum(axis=axis, keepdims=True)
    weights = scores / total
    parts = weights * grad_weights if weighted else grad_weights / grad_weights.shape[-1]
    mean = parts.sum(axis=None if axis is None else -1, keepdims=True)
    return (grad_weights - mean) / total**over


def _deal(rng, n_names, n_held):
    """A round of the card game. -> x [n_names, 2 * n_names + n_held], the places that the cards ask"""
    names, asks = rng.permutation(n_names), rng.integers(0, n_names, n_names)
    holds = rng.normal(size=(n_names, n_held))
    return np.concatenate([np.eye(n_names)[names], np.eye(n_names)[asks], holds], axis=1), names.argsort()[
        asks
    ]


def _card_game(rng):
    n_names = int(rng.integers(4, 9))
    return {"x": _deal(rng, n_names, int(rng.integers(2, 6)))[0], "n_names": n_names}


def _play(x, W_query, W_key, W_value):
    weights = softmax((x @ W_query) @ (x @ W_key).T / np.sqrt(W_query.shape[1]))
    return weights, weights @ (x @ W_value)


def _reads(W, n_names):
    """The part of a card that the largest share of W's squares stands at. -> str"""
    parts = np.split(np.square(W, dtype=float), [n_names, 2 * n_names])
    names = ("a card's own name", "the asked name", "what a card holds")
    return names[int(np.argmax([part.sum() for part in parts]))]


def _plays_well(x, n_names, given):
    if not all(np.isfinite(array).all() for array in given):
        return "A W must be made of ordinary numbers: nan and ∞ are none."
    for name, W in zip(("W_query", "W_key", "W_value"), given, strict=True):
        if not W.any():
            return (
                f"{name} is 0 everywhere. Is its diagonal outside? "
                "In np.eye a third argument above 0 moves it to the right, "
                "one below 0 moves it down."
            )
    rng, n_held = np.random.default_rng(9), x.shape[1] - 2 * n_names
    query, key, value = (_reads(W, n_names) for W in given)
    hits, heeded, apart = [], [], []
    for _ in range(20):
        cards, asked = _deal(rng, n_names, n_held)
        weights, z = _play(cards, *given)
        hits += list(weights.argmax(axis=1) == asked)
        heeded += list(weights[np.arange(n_names), asked])
        apart.append((z - cards[asked, 2 * n_names :]) ** 2)
    if not all(hits):
        return (
            f"In 20 new rounds the largest weight is on the asked card for {np.mean(hits):.0%} of the cards. "
            f"It should be all. (Most of W_query reads {query}, most of W_key {key}.)"
        )
    if np.mean(heeded) < 0.98:
        return (
            "Every card looks most at the one it asks, "
            f"but gives it only {np.mean(heeded):.2f} of its weight. It should be nearly 1."
        )
    if np.mean(apart) > 0.01:
        return (
            "All look at the right card, but z is not what that card holds: "
            f"the loss is {np.mean(apart):.3f}. "
            f"(Most of W_value reads {value}; what is held should go through unchanged, times 1.)"
        )
    return ""


def _rounded(names, arrays):
    """For the card: no 1e-7 where a 0 says the same. -> dict of name: array"""
    return {name: np.round(array, 3) + 0.0 for name, array in zip(names, arrays, strict=True)}


def _rule(query=-1, key=0, value=-2, size=5):
    """A mistake: which part of x each W reads (0: the name, -1: the asked name, -2: what is held)."""

    def write(x, n_names):
        d_model, n_held = x.shape[1], x.shape[1] - 2 * n_names
        W_query, W_key = (size * np.eye(d_model, n_names, part * n_names) for part in (query, key))
        return W_query, W_key, np.eye(d_model, n_held, value * n_names)

    return write


def _row(rng):
    slopes = rng.normal(size=int(rng.integers(6, 10)))
    return {
        "grad_weights": slopes,
        "stuck_on": int(rng.choice(np.delete(np.arange(len(slopes)), slopes.argmin()))),
    }


def _slopes(grad_weights, scores):
    weights = softmax(scores)
    return weights, weights * (grad_weights - weights @ grad_weights)


def _is_stuck(grad_weights, stuck_on, given):
    if np.isnan(given).any() or np.isposinf(given).any() or np.isneginf(given).all():
        return "A score must be a number below ∞, and one at least above −∞."
    weights, slopes = _slopes(grad_weights, given)
    if weights.argmax() != stuck_on or (weights == weights.max()).sum() > 1:
        best = " and ".join(map(str, np.flatnonzero(weights == weights.max())[:3]))
        return (
            f"The largest weight should be on place {stuck_on}, and nowhere else: "
            f"it gets {weights[stuck_on]:.2f}, "
            f"the largest is {weights.max():.2f}, on place {best}."
        )
    if np.abs(slopes).max() > 1e-6:
        return (
            f"It can still leave: the slopes of the scores go up to {np.abs(slopes).max():.2g} in size. "
            "None should be larger than 0.000001."
        )
    return ""


def _one_high(score, place=None):
    def scores(grad_weights, stuck_on):
        found = np.zeros(len(grad_weights))
        found[stuck_on if place is None else place(grad_weights)] = score
        return found

    return scores


def _by_signs(z, target, rate, n_steps):
    for _ in range(n_steps):
        z = z - rate * np.sign(z - target)
    return z


def _longer_steps(z, target, rate, n_steps):
    for step in range(n_steps):
        z = walk_down(z, target, rate * step, 1)
    return z


TASKS = [
    Task(
        "write-the-rule",
        notebook=9,
        minutes=10,
        level="medium",
        goal=(
            "Training found the rule of the game. Write it yourself: "
            "three W that need no training, with which every card gives "
            "nearly all its weight to the card it asks, and z is what that card holds. "
            "They must work for new rounds too."
        ),
        takes={
            "x": (
                "[n_cards, 2 * n_names + n_held], one round: "
                "name, asked name, what is held (you need only its width)"
            ),
            "n_names": "how many names there are, and as many cards",
        },
        gives={
            "W_query": "[2 * n_names + n_held, n_names]",
            "W_key": "[2 * n_names + n_held, n_names]",
            "W_value": "[2 * n_names + n_held, n_held]",
        },
        inputs=_card_game,
        example={
            "x": np.array(
                [[0, 1, 0, 0, 0, 1, 3, 1], [0, 0, 1, 0, 1, 0, -2, 2], [1, 0, 0, 0, 1, 0, 0, -1]], float
            ),
            "n_names": 3,
        },
        solution=write_the_rule,
        judge=_plays_well,
        leads_to=lambda x, n_names, given: _rounded(("weights", "z"), _play(x, *given)),
        mistakes={
            (
                "Your query reads the card's own name, so every card looks at itself. "
                "A query must read whom the card asks."
            ): _rule(query=0),
            "Query and key have changed places: your cards look at those who ask them.": _rule(
                query=0, key=-1
            ),
            (
                "Your key reads whom a card asks, so your cards look at those who ask the same one. "
                "A key must read the card's own name."
            ): (_rule(key=-1)),
            (
                "The right cards, but softly: a score of 1 / √d_k leaves the weights nearly even. "
                "Make W_query and W_key larger."
            ): _rule(size=1),
            (
                "Your values hand over the name. "
                "They must hand over what the card holds, the last numbers of x."
            ): _rule(value=0),
            (
                "Your values hand over whom the card asks. "
                "They must hand over what it holds, the last numbers of x."
            ): _rule(value=-1),
            "Your values are five times too large: what is held should go through unchanged.": (
                lambda x, n_names: (*_rule()(x, n_names)[:2], 5 * _rule()(x, n_names)[2])
            ),
            "Only W_query is large: the scores are divided by √d_k, so make both large.": lambda x, n_names: (
                _rule()(x, n_names)[0],
                _rule(size=1)(x, n_names)[1],
                _rule()(x, n_names)[2],
            ),
            "Only W_key is large: the scores are divided by √d_k, so make both large.": lambda x, n_names: (
                _rule(size=1)(x, n_names)[0],
                *_rule()(x, n_names)[1:],
            ),
            "The sign of the scores is turned, so every card looks away from the one that it asks.": (
                lambda x, n_names: (-_rule()(x, n_names)[0], *_rule()(x, n_names)[1:])
            ),
        },
        hints=(
            (
                "A query should be the asked name, a key the own name, each n_names numbers long; "
                "then q · k is 1 for the right pair and 0 for all others."
            ),
            (
                "W = np.zeros((x.shape[1], n_names)), then W[n_names : 2 * n_names] = np.eye(n_names) "
                "reads the asked name. (np.eye(x.shape[1], n_names, -n_names) is the same W in one line: "
                "the third argument starts the diagonal n_names rows lower.)"
            ),
            (
                "In W_query and W_key put 5 * np.eye(n_names): 5 makes the softmax sharp. "
                "W_value has x.shape[1] - 2 * n_names columns. It reads the rows from 2 * n_names on, "
                "and is not multiplied. The last line is return W_query, W_key, W_value."
            ),
        ),
    ),
    Task(
        "walk-down",
        notebook=9,
        more="09_derive_the_gradients",
        minutes=6,
        level="easy",
        goal=(
            "Walk z down the loss, the mean of (z − target)². "
            "In each of n_steps steps compute the slopes for the z of that "
            "moment, and take rate times slopes away from z."
        ),
        takes={
            "z": "[n_cards, d_v], where the walk begins",
            "target": "[n_cards, d_v]",
            "rate": "a number: how far one step goes, for each unit of slope",
            "n_steps": "how many steps",
        },
        gives={"z": "[n_cards, d_v], where it ends"},
        inputs=_walk,
        example={
            "z": np.zeros((2, 3)),
            "target": np.array([[1.0, 2, 0], [-1, 0, 4]]),
            "rate": 1.5,
            "n_steps": 2,
        },
        solution=walk_down,
        mistakes=WALK.singly()
        | {
            (
                "You took one step with the rate raised to the power of n_steps: go n_steps times, in a loop."
            ): lambda z, target, rate, n_steps: walk_down(z, target, rate**n_steps, 1),
            (
                "You multiplied the rate by the number of the step: it stays the same in each step."
            ): _longer_steps,
            (
                "You walked by the sign of the difference: take the slopes, which grow with the difference."
            ): lambda z, target, rate, n_steps: _by_signs(z, target, rate, n_steps),
            "You returned the last slopes: return z.": lambda z, target, rate, n_steps: (
                2 * (walk_down(z, target, rate, n_steps - 1) - target) / z.size
            ),
            (
                "Nothing moved: each step must write z anew, z = z - rate * slopes."
            ): lambda z, target, rate, n_steps: z.copy(),
            "You returned the loss: return z, where the walk ends.": lambda z, target, rate, n_steps: (
                (walk_down(z, target, rate, n_steps) - target) ** 2
            ).mean(),
            (
                "You arrived at the target itself: walk the steps that are asked."
            ): lambda z, target, rate, n_steps: target.copy(),
            (
                "You divided the rate by the number of steps: each step goes by rate times slopes."
            ): lambda z, target, rate, n_steps: walk_down(z, target, rate / n_steps, n_steps),
        },
        doubles=WALK.in_pairs(),
        hints=(
            "The slopes stand on this page: 2 * (z - target) / z.size.",
            "A step is z = z - rate * slopes. (z -= … would change the array that was handed to you.)",
            "for _ in range(n_steps): and in it two lines, the slopes and the step. Return z after the loop.",
        ),
    ),
    Task(
        "through-sharing",
        notebook=9,
        more="09_derive_the_gradients",
        minutes=25,
        level="hard",
        goal=(
            "Suppose that a layer shares without a softmax: "
            "weights = scores / their sum, along each row; all scores are above 0. "
            "From the slopes of the weights, compute the slopes of the scores."
        ),
        takes={
            "scores": "[n_queries, n_keys], all above 0",
            "grad_weights": "[n_queries, n_keys], the slope of the loss for each weight",
        },
        gives={"grad_scores": "[n_queries, n_keys], the slope of the loss for each score"},
        inputs=_to_share,
        example={"scores": np.array([[1.0, 1, 2]]), "grad_weights": np.array([[-1.0, 0, 0]])},
        solution=through_sharing,
        mistakes={
            (
                "You took the scores away from the slopes: go back through the division by the sum."
            ): lambda scores, grad_weights: grad_weights - scores,
            (
                "You took one mean slope for the whole table: each row has its own."
            ): lambda scores, grad_weights: (
                (grad_weights - (scores / scores.sum(axis=1, keepdims=True) * grad_weights).sum())
                / scores.sum(axis=1, keepdims=True)
            ),
            (
                "That is the way back through a softmax. "
                "Here no e to the power of a score is taken, so the slope is another one."
            ): (lambda scores, grad_weights: scores * _shared(scores, grad_weights)),
            (
                "A larger score also makes the sum larger, and so all weights of its row smaller. "
                "You left that out."
            ): (lambda scores, grad_weights: grad_weights / scores.sum(axis=-1, keepdims=True)),
            (
                "You compared with the plain mean. Weights count how much each slope takes part: "
                "use the weighted mean."
            ): (lambda scores, grad_weights: _shared(scores, grad_weights, weighted=False)),
            (
                "You did not divide by the sum of the scores: "
                "one unit of score is only that share of a weight."
            ): (lambda scores, grad_weights: _shared(scores, grad_weights, over=0)),
            (
                "You divided by the square of the sum, but multiplied by no score: "
                "one division by the sum is enough."
            ): (lambda scores, grad_weights: _shared(scores, grad_weights, over=2)),
            (
                "You followed a score only to its own weight. "
                "It also makes the other weights of its row smaller: their slopes count too."
            ): (
                lambda scores, grad_weights: (
                    grad_weights * ((total := scores.sum(axis=-1, keepdims=True)) - scores) / total**2
                )
            ),
            (
                "Your sums run over all rows at once. Each row shares by itself: "
                "sum along axis=-1, with keepdims=True."
            ): (lambda scores, grad_weights: _shared(scores, grad_weights, axis=None)),
            (
                "Your sum of the scores takes all rows together. Each row shares by itself: "
                "axis=-1, keepdims=True."
            ): (
                lambda scores, grad_weights: (
                    (grad_weights - (scores / scores.sum() * grad_weights).sum(axis=-1, keepdims=True))
                    / scores.sum()
                )
            ),
            (
                "Your sum of the scores runs down the columns. Each row shares by itself."
            ): lambda scores, grad_weights: _shared(scores, grad_weights, axis=0),
            "The sign is turned round in the bracket: it is the own slope minus the weighted mean.": (
                lambda scores, grad_weights: -_shared(scores, grad_weights)
            ),
            "You added the weighted mean: it must be subtracted.": lambda scores, grad_weights: (
                (
                    grad_weights
                    + (scores / scores.sum(-1, keepdims=True) * grad_weights).sum(-1, keepdims=True)
                )
                / scores.sum(-1, keepdims=True)
            ),
            "That is the whole way back through a softmax: here weights are scores / their sum.": (
                lambda scores, grad_weights: (
                    (weights := softmax(scores))
                    * (grad_weights - (weights * grad_weights).sum(-1, keepdims=True))
                )
            ),
            "You multiplied by the sum of the scores: divide by it.": lambda scores, grad_weights: _shared(
                scores, grad_weights, over=-1
            ),
            (
                "You weighted the mean with the scores, not with the weights: "
                "divide the scores by their sum first."
            ): (
                lambda scores, grad_weights: (
                    (grad_weights - (scores * grad_weights).sum(-1, keepdims=True))
                    / scores.sum(-1, keepdims=True)
                )
            ),
            (
                "You subtracted the sum of all slopes of the row: use their weighted mean."
            ): lambda scores, grad_weights: (
                (grad_weights - grad_weights.sum(-1, keepdims=True)) / scores.sum(-1, keepdims=True)
            ),
            (
                "You returned the weighted mean of each row: "
                "subtract it from each slope, and divide by the sum."
            ): (
                lambda scores, grad_weights: (scores / scores.sum(-1, keepdims=True) * grad_weights).sum(
                    -1, keepdims=True
                )
            ),
            (
                "You divided by the number of scores in a row: divide by their sum."
            ): lambda scores, grad_weights: _shared(scores, grad_weights, over=0) / scores.shape[-1],
            "You returned the weights: asked are the slopes of the scores.": lambda scores, grad_weights: (
                scores / scores.sum(-1, keepdims=True)
            ),
            "You multiplied each weight with its slope: a score also moves all other weights of its row.": (
                lambda scores, grad_weights: scores / scores.sum(-1, keepdims=True) * grad_weights
            ),
            (
                "The sums lie along the row, so they meet the wrong numbers: keepdims=True."
            ): lambda scores, grad_weights: grad_weights / scores.sum(axis=-1),
            (
                "You divided by the sum of the whole table at the end: each row has its own sum."
            ): lambda scores, grad_weights: _shared(scores, grad_weights, over=0) / scores.sum(),
            "You divided by each score, not by the sum.": lambda scores, grad_weights: (
                _shared(scores, grad_weights, over=0) / scores
            ),
            "All your sums run down the columns: each row shares by itself.": lambda scores, grad_weights: (
                (grad_weights - (scores / (down := scores.sum(0)) * grad_weights).sum(0)) / down
            ),
            (
                "You subtracted the mean of the whole table: each row has its own weighted mean."
            ): lambda scores, grad_weights: (
                (grad_weights - grad_weights.mean()) / scores.sum(-1, keepdims=True)
            ),
            (
                "Your weights come from a softmax: here they are scores / their sum."
            ): lambda scores, grad_weights: (
                (grad_weights - (softmax(scores) * grad_weights).sum(-1, keepdims=True))
                / scores.sum(-1, keepdims=True)
            ),
            (
                "You compared with the plain mean, and did not divide by the sum of the scores."
            ): lambda scores, grad_weights: grad_weights - grad_weights.mean(-1, keepdims=True),
        },
        hints=(
            (
                "Call the sum of a row S. Raise one score by a little d. "
                "Its own weight grows by d / S; but S grows too, "
                "so every weight w of the row loses w · d / S."
            ),
            (
                "Multiply these changes with the slopes g of the weights and add them up: "
                "d / S times (its own g − the weighted mean of all g in the row)."
            ),
            (
                "mean = (weights * grad_weights).sum(axis=-1, keepdims=True), as in the softmax. "
                "The result is (grad_weights - mean) / total."
            ),
        ),
    ),
    Task(
        "stuck",
        notebook=9,
        more="09_derive_the_gradients",
        minutes=8,
        level="medium",
        goal=(
            "Find scores for one row with which training is stuck on a wrong card: "
            "the largest weight is on the place stuck_on, and "
            "after the way back through the softmax no slope of a score is larger than 0.000001 in size."
        ),
        takes={
            "grad_weights": (
                "[n_cards], the slope of the loss for each weight; another card has the most negative one"
            ),
            "stuck_on": "the place, from 0, of the card that gets the weight",
        },
        gives={"scores": "[n_cards]"},
        inputs=_row,
        draws=6,
        example={"grad_weights": np.array([0.5, -2, 0.25, 0, 1]), "stuck_on": 3},
        solution=stuck,
        judge=_is_stuck,
        leads_to=lambda grad_weights, stuck_on, given: _rounded(
            ("weights", "grad_scores"), _slopes(grad_weights, given)
        ),
        mistakes={
            "Equal scores share evenly: nobody is stuck there, all slopes are alive.": _one_high(0),
            (
                "These are weights, 1 and 0. As scores they are nearly even: "
                "a softmax needs far larger differences."
            ): _one_high(1),
            (
                "The weight is near 1, not near enough: "
                "each further point of score makes the slopes about 3 times smaller."
            ): _one_high(5),
            "A low score takes weight away. The place to be stuck on needs the highest.": _one_high(-30),
            (
                "You gave the weight to the card that helps most. "
                "That is where training wants to go, not where it is stuck."
            ): _one_high(30, place=np.argmin),
            (
                "The scores are not far enough apart: the slopes shrink only as the weight comes near to 1."
            ): _one_high(10),
            (
                "You gave the weight to the card with the largest slope: stuck_on says which it should be."
            ): _one_high(30, place=np.argmax),
            "You gave the weight to the first card: stuck_on says which it should be.": _one_high(
                30, place=lambda slopes: 0
            ),
            "You returned the slopes: asked are scores.": lambda grad_weights, stuck_on: grad_weights.copy(),
        },
        hints=(
            (
                "The slope of a score is w · (g − the weighted mean of all g). "
                "When is this close to 0 for every card of the row?"
            ),
            (
                "Where w is 0 the slope is 0. And where w is 1, the weighted mean is that card's own g. "
                "So the weights must be very nearly 1 and 0."
            ),
            (
                "One score far above all others does it: "
                "scores = np.zeros(len(grad_weights)), then scores[stuck_on] = 30."
            ),
        ),
    ),
]
