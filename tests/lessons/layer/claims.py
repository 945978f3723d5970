"""The numbers of notebook 10 and of its questions."""

import numpy as np

from helpers.encoder import encode, positions
from helpers.lessons.layer.frames import mean_cosine
from helpers.models import Changed
from tests.truth.claims._course import TIRED, WIDE, held, minilm, model, training
from tests.truth.numerals import word


def n_words():
    return len(model().tokens(TIRED))


def length_of_a_normed_row():
    """With standard deviation 1 and mean 0: the root of how many numbers it has."""
    return f"{np.linalg.norm(np.sign(np.arange(512) % 2 - 0.5)):.1f}"


def gain():
    return f"{model().layers[1].norm_output[0].mean():.1f}", f"{_last_length():.0f}"


def _last_length():
    return np.linalg.norm(model().run(TIRED).layers[1].output, axis=1).mean()


def first_norm():
    rows = model().run(TIRED).layers[1].after_attention
    return held(abs(np.linalg.norm(rows, axis=1).mean() - np.sqrt(512)) < 0.5)


def come_near():
    cut = [Changed(model(), off=["residual", "positions"]).run(text) for text in (TIRED, WIDE)]
    return tuple(f"{mean_cosine(steps.layers[-1].output):.3f}" for steps in cut)


def one_and_the_same_row():
    for part in ("feed-forward", "attention"):
        rows = Changed(model(), off=["residual", part]).run(TIRED).layers[-1].output
        held(np.allclose(rows, rows[0], atol=1e-4))
    return ()


def self_in_layer_1():
    """How much “it” gives to itself in layer 1, head by head: most of it in head 2 alone."""
    it = model().tokens(TIRED).index("it")
    weights = model().attention(TIRED)[0, :, it, it]
    return held(weights[1] > 0.5, np.delete(weights, 1).max() < 0.5)


def back_through_a_norm():
    """A small change leaves the first norm of layer 2 divided by about the deviation of its row."""
    layer, steps = model().layers[1], model().run(TIRED)
    summed = steps.layers[0].output + steps.layers[1].attention.output
    gain, bias = layer.norm_attention
    rng = np.random.default_rng(0)
    change = 1e-3 * rng.normal(size=(200, *summed.shape))

    def normed(x):
        x = x - x.mean(axis=-1, keepdims=True)
        return gain * x / np.sqrt((x**2).mean(axis=-1, keepdims=True) + 1e-5) + bias

    moved = normed(summed.astype(float) + change) - normed(summed.astype(float))
    shorter = np.linalg.norm(change, axis=-1) / np.linalg.norm(moved, axis=-1)
    return held(abs(shorter.mean() / summed.std(axis=1).mean() - 1) < 0.05, shorter.mean() > 1.4)


def turns_once():
    """Clock 60 needs about as many places for a turn as the model has."""
    return held(0.7 < 2 * np.pi * 10_000 ** (2 * 59 / 512) / 64 < 1.3)


def moved(places):
    """The answer for "tired" with all words moved by some places. -> the noun and its probability"""
    words = model().embedding[[model().row[token.lower()] for token in model().tokens(TIRED)]]
    x = (words + positions(64, 512)[places : places + len(words)]).astype(np.float32)
    shares = model().noun_shares(encode(x, model().layers)[-1].output[9])
    return model().nouns[shares.argmax()], float(shares.max())


def suffers():
    """Moved far, the answer is less sure than in its place, and more sure at 50 places than at 30."""
    sure = [moved(places)[1] for places in (0, 9, 30, 50)]
    return held(max(sure[1:]) < sure[0] - 0.01, sure[3] > sure[2])


def began():
    """The training lays every sentence from the first place on."""
    return held("x = words + positions(ids.shape[1], words.shape[2])" in training("model"))


def bag_of_words():
    """Every fourth of the held-out sentences: how many there are, and of how many."""
    return len(model().sentences), len(model().sentences[::4])


def n_hidden():
    return f"{model().layers[1].W_hidden.shape[1]:,}"


CLAIMS = {
    "a whole turn is {:.2f}": lambda: 2 * np.pi,
    "stands at place 9. Clocks count from 1": lambda: held(model().tokens(TIRED).index("it") == 9),
    "and one that turns about once in a text of this size": turns_once,
    (
        r"P_{{p,\,2i}} = \sin\frac{{p}}{{{0}^{{2i/512}}}} \qquad "
        r"P_{{p,\,2i+1}} = \cos\frac{{p}}{{{0}^{{2i/512}}}}"
    ): lambda: round(1 / np.tan(positions(2, 512)[1, 510]) ** (512 / 510)),
    "√256 = {:.0f}": lambda: np.linalg.norm(positions(8, 512)[7]),
    "Here are the {} sums of layer 2": n_words,
    "What the picture did by hand, for all {} words": n_words,
    "one and the same row for all {} words": n_words,
    "What becomes of the {} rows of the output?": n_words,
    "is $({0:.0f} + {1:.0f} + {1:.0f} + {0:.0f})/4 = 5$": lambda: tuple((np.array([2.0, 4.0]) - 5) ** 2),
    "In layer 1 one head does give most of the weight of “it” to “it” itself: head 2.": self_in_layer_1,
    "So the 1 of a residual, $1 + f'$, gets smaller at each norm": back_through_a_norm,
    "In our model 512 numbers become {}, and then 512 again": n_hidden,
    "The row of “it” makes {} hidden numbers": n_hidden,
    "512 → {:,} → 512, twice as much as attention": lambda: 2 * 4 * 512 * 512 // (2 * 512),
    "has the length √512 = {}.": length_of_a_normed_row,
    "makes every row of the sum about that long": first_norm,
    "learned gains are about {}, about {}.": gain,
    "a mean cosine of {} for *tired* and {} for *wide*": come_near,
    "The same holds for *residual* and *feed-forward*": one_and_the_same_row,
    "every fourth of the {} sentences that the model never saw (notebook 8), {} in all": bag_of_words,
    "Do not rank differences of a few sentences among {}": lambda: bag_of_words()[1],
    "each of the {} sentences as a bag of words": lambda: bag_of_words()[1],
    "counts what is lost over {} sentences": lambda: bag_of_words()[1],
    "## One part, {} sentences": lambda: bag_of_words()[1],
    "you open a real model, {} layers high": lambda: minilm().n_layers,
    "Moved by 9 or more it is less sure than in its own place, though not the less the further": suffers,
    "No training sentence *began* so late": began,
    "The mean is {} times as large": lambda: word(round(np.mean([20, 40]) / np.mean([2, 4]))),
    "The standard deviation is {} times as large, too": lambda: word(
        round(np.std([20, 40]) / np.std([2, 4]))
    ),
}
