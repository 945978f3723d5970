"""The numbers of notebook 9 and of its questions."""

import re

import numpy as np

from helpers.lessons.learning import game, records
from tests.truth.claims._course import PROJECT, aids, held, model, runs, training
from tests.truth.numerals import word

SHARES = {0.25: "quarter", 0.5: "half"}


def n_numbers():
    return sum(one.size for one in game.random_start().values())


def width():
    """How many numbers stand on a card."""
    return len(game.random_start()["key"])


def to_nudge():
    """A run for each number: of the small layer, and of the course model."""
    small = n_numbers()
    model_s = sum(
        part.size for layer in model().layers for part in vars(layer).values() if hasattr(part, "size")
    )
    return held(100 <= small < 1000, 10**6 <= model_s < 10**8)


def trained_with(rate, n_steps=1000):
    """The losses of the small layer, trained as in the notebook at another rate."""
    with np.errstate(all="ignore"):
        return game.train(game.random_start(), np.random.default_rng(9), n_steps, rate)


def rates():
    """Too small: no better than looking evenly (0.83) for long. Too large: the loss grows without end."""
    small, large = trained_with(0.01), trained_with(20, 50)
    return held(0.8 < small[-50:].mean() < 1.0, small.max() < 1.3, large[10] > 1e6)


def largest_slopes():
    """Over 1,000 rounds, at the start: that of W_value is more than ten times those of the other two."""
    x, _, target = game.deal(np.random.default_rng(1), 1000)
    slopes = game.gradients(game.random_start(), x, target)[1]
    query, key, value = (np.abs(slopes[name]).max() for name in ("query", "key", "value"))
    return held(value > 10 * query, value > 10 * key)


def tripled():
    text = (PROJECT / "notebooks/source/more/09_why_the_loss_waits.md").read_text(encoding="utf8")
    return word(int(re.search(r"query=(\d) \* start", text)[1]))


def times_larger():
    """The much larger start: how many times the usual one."""
    ratio = game.random_start(size=3)["query"] / game.random_start()["query"]
    assert np.ptp(ratio) < 1e-9
    return f"{ratio.mean():.0f}"


def worse_than_evenly():
    """Started 30 times as large, it is worse after 1,500 steps than someone who looks evenly."""
    losses = game.train(game.random_start(size=3), np.random.default_rng(9), 1500)
    x, _, target = game.deal(np.random.default_rng(9), 1000)
    evenly = np.mean((x[:, :, 12:].mean(axis=1, keepdims=True) - target) ** 2)
    return held(losses[-100:].mean() > 1.05 * evenly, losses[:10].mean() > 10)


def waits():
    """It stays near the loss of looking evenly until about step 1,000; then it drops."""
    first = game.first_below(trained_with(0.1, 3000))
    return held(900 < first < 1200)


def loud():
    """While the map is half sharp, more than what a card holds is handed over; in the end nearly that."""
    W, rng, found = game.random_start(), np.random.default_rng(9), []
    for _ in range(30):
        game.train(W, rng, 100)
        found.append(np.diag(W["value"][12:]).mean())
    return held(max(found) > 1.3, 1 < found[-1] < 1.2, 5 < np.argmax(found) < 20)


def favourite():
    """How much head 1 of layer 2 gives to "animal" at step 306, for both sentences."""
    recorded = model().training
    moment = list(recorded["steps"]).index(306)
    found = [float(recorded[name][moment, 1, 0, 9, 1]) for name in ("tired", "wide")]
    return f"{np.mean(found):.4f}"


def first_part():
    return f"{100 * aids()[0]:.0f}"


def asked():
    return re.search(r"held_out_sentences\(\)\[:(\d+)\]", training("train"))[1]


def fetched():
    start, end, last, _ = aids()
    return f"{100 * end:.0f}", f"{100 * last:.0f}"


def kept(heads):
    return SHARES[aids()[3][heads]]


def only_plain_words():
    """In a sentence that fetches, values and residual are the plain words, and feed-forward is off."""
    lines = (
        "source = x if lesson is None else torch.where(lesson.fetches[:, None, None], lesson.plain, x)",
        "value = project(source, self.W_value)",
        "h = self.norm_attention(source + attention)",
        "refined = refined * ~lesson.fetches",
    )
    return held(*(line in training("model") for line in lines))


def alone_asks_for_the_noun():
    return held("more_than_one_head = n_kept[column(with_pronoun)] > 1" in training("train"))


def best_heads():
    seeds = [figures[3] for run, figures in runs().items() if run != "plain"]
    assert set(seeds) == {1}
    return word(len(seeds))


def mean_of_the_seeds(place):
    return np.mean([figures[place] for run, figures in runs().items() if run != "plain"])


def looks_more_often():
    return held(mean_of_the_seeds(1) - runs()["plain"][1] > 0.02)


def flips_more_often():
    return held(mean_of_the_seeds(2) - runs()["plain"][2] > 0.02)


def answers_better():
    return held(runs()["plain"][0] > max(figures[0] for run, figures in runs().items() if run != "plain"))


def lasting():
    """Accuracy: a bump near the start, near 0 at the last record of the first part, and high at the end."""
    steps, right = model().training["steps"], model().training["accuracy"]
    before = steps <= aids()[0] * steps[-1]
    return held(0.05 < right[before].max() < 0.2, right[before][-1] < 0.02, right[-1] > 0.9)


CLAIMS = {
    "hundreds here, millions for the course model": to_nudge,
    "There are {} numbers to choose": n_numbers,
    "the largest of $W_{{value}}$ is far larger than any of the other two": largest_slopes,
    "So the table $W_{{query}} W_{{key}}^T / \\sqrt{{d_k}}$, {0} × {0}": width,
    "`W = np.zeros((15, 6))`, then `W[:6] = np.eye(6)` reads a card's own name": lambda: held(width() == 15),
    "For about a thousand steps the loss hardly fell, then it dropped": waits,
    "Multiply all W by {}": times_larger,
    "And it is worse than looking evenly": worse_than_evenly,
    "more than what a card holds is handed over (the table in notebook 9)": loud,
    "At {} steps of the training, the weights for our two": lambda: len(model().training["steps"]),
    "head 1 gives about {} to *animal* in both sentences": favourite,
    "both rows give about {} to *animal*": favourite,
    "During the training, {} sentences that are not used in it": asked,
    "in the first {} % of the training": first_part,
    "The dashed line marks the {} %": first_part,
    "For the first {} % of the training, all sentences were such": first_part,
    "nearly all its weight (over {})": lambda: records.SHARP,
    "both rows of “it” have a weight over {}": lambda: records.SHARP,
    "one weight of “it” over {} in both sentences": lambda: records.SHARP,
    "start $W_{{query}}$ and $W_{{key}}$ {} times as large": tripled,
    "or W_query and W_key {} times as large?": tripled,
    "Lasting answers come only when ordinary use is practised; the small bump near the start passes": lasting,
    "only through a weight on that noun's own place": only_plain_words,
    "from {} % of the training on still {} % of them": fetched,
    "in a {} of those sentences head 1 worked alone": lambda: kept("1"),
    "In a {} of those sentences head 1 works alone": lambda: kept("1"),
    "in another {} heads 1 and 2 work alone": lambda: kept("2"),
    "and is asked for the noun only": alone_asks_for_the_noun,
    "In all {} trainings the best head was head 1": best_heads,
    "on average over the {} trainings": lambda: word(len(runs()) - 1),
    "Five models were trained": lambda: held(len(runs()) == 6),
    "the best head of layer 2 has its largest weight on the right noun a little more often": looks_more_often,
    "and moves a little more often with the adjective": flips_more_often,
    "that model answers *better*": answers_better,
    "Write `rate=0.01`, then `rate=20` in the cell of `step`": rates,
    "A rate of {} is safe, and far too slow": lambda: (rates(), 0.01)[1],
    "At {} each step jumps over the valley": lambda: 20,
}
