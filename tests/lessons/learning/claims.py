"""The numbers of notebook 9 and of its questions."""

import re

import numpy as np

from helpers.attention import softmax
from tests.truth.claims._course import PROJECT, aids, held, model, runs, training
from tests.truth.numerals import word

DOCUMENTS = [
    "notebooks/source/09_watch_attention_being_learned.md",
    "helpers/lessons/learning/questions.toml",
]
SHARES = {0.25: "quarter", 0.5: "half"}


def code(pattern):
    """A number that stands in a cell of another section of the notebook. -> str"""
    return re.search(pattern, (PROJECT / DOCUMENTS[0]).read_text(encoding="utf8"))[1]


def to_nudge():
    """Two runs for each number: of the small layer, and of the course model."""
    small = 15 * (8 + 8 + 3)
    model_s = sum(
        part.size for layer in model().layers for part in vars(layer).values() if hasattr(part, "size")
    )
    return held(100 <= 2 * small < 1000, 10**6 <= 2 * model_s < 10**8)


def cards(rng, n=64):
    names = rng.permuted(np.tile(np.arange(6), (n, 1)), axis=1)
    asks, holds = rng.integers(0, 6, size=(n, 6)), rng.normal(size=(n, 6, 3))
    right = asks[:, :, np.newaxis] == names[:, np.newaxis, :]
    return np.concatenate([np.eye(6)[names], np.eye(6)[asks], holds], axis=-1), right @ holds


def trained_with(rate, n_steps=1000):
    """The losses of the small layer, trained as in the notebook at another rate, up to a million."""
    rng, losses = np.random.default_rng(9), []
    W_query, W_key, W_value = (0.1 * rng.normal(size=(15, width)) for width in (8, 8, 3))
    with np.errstate(all="ignore"):
        for _ in range(n_steps):
            x, target = cards(rng)
            Q, K, V = x @ W_query, x @ W_key, x @ W_value
            weights = softmax(Q @ K.swapaxes(-1, -2) / np.sqrt(8))
            wrong = weights @ V - target
            losses.append(np.mean(wrong**2))
            if losses[-1] > 1e6:
                break
            slope = 2 * wrong / wrong.size
            back = slope @ V.swapaxes(-1, -2)
            back = weights * (back - (weights * back).sum(axis=-1, keepdims=True)) / np.sqrt(8)
            turned = x.swapaxes(-1, -2)
            W_query -= rate * (turned @ (back @ K)).sum(axis=0)
            W_key -= rate * (turned @ (back.swapaxes(-1, -2) @ Q)).sum(axis=0)
            W_value -= rate * (turned @ (weights.swapaxes(-1, -2) @ slope)).sum(axis=0)
    return np.array(losses)


def rates():
    """Too small: no better than looking evenly (0.83) for long. Too large: the loss grows without end."""
    small, large = trained_with(0.01), trained_with(20)
    return held(0.8 < small[-50:].mean() < 1.0, small.max() < 1.3, large[-1] > 1e6)


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
    "start $W_{{query}}$ and $W_{{key}}$ {} times as large": lambda: word(int(code(r"W_key\": \((\d)"))),
    "or W_query and W_key {} times as large": lambda: word(int(code(r"W_key\": \((\d)"))),
    "`np.eye(15, 3, -12)` above was one": lambda: held((np.eye(15, 3, -12)[12:] == np.eye(3)).all()),
    "At {} of its steps the weights": lambda: len(model().training["steps"]),
    "gives about {} to *animal* in both sentences": favourite,
    "{} sentences that are not used in it": asked,
    "The {} sentences are asked in ordinary use": asked,
    "in the first {} % of the training": first_part,
    "The dashed line marks the {} %": first_part,
    "For the first {} % of the training the last layer only": first_part,
    "lasting answers come only when this practice begins; the small bump near the start passes": lasting,
    "only through a weight on that noun's own place": only_plain_words,
    "from {} % of the training on still {} % of them": fetched,
    "in a {} of those sentences head 1 works alone": lambda: kept("1"),
    "in another {} heads 1 and 2 work alone": lambda: kept("2"),
    "and is asked for the noun only": alone_asks_for_the_noun,
    "In all {} trainings below, the best head was then head 1": best_heads,
    "on average over the {} trainings": lambda: word(len(runs()) - 1),
    "Five models were trained": lambda: held(len(runs()) == 6),
    "the best head of layer 2 has its largest weight on the right noun a little more often": looks_more_often,
    "and moves a little more often with the adjective": flips_more_often,
    "that model answers *better*": answers_better,
    "try `rate=0.01` and `rate=20` in the cell of `step`": rates,
    "write `3 *` instead of `0.1 *` in": lambda: held(code(r"\"query\": ([\d.]+) \* rng") == "0.1"),
}
