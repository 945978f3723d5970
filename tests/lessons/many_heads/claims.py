"""The numbers of notebook 7 and of its questions."""

import numpy as np

from helpers.attention import softmax
from tests.truth.claims._course import TIRED, held, model
from tests.truth.numerals import word


def chosen():
    """To how many words the eight heads of layer 2 give most, for each word that asks. -> words, counts"""
    favourites = model().attention(TIRED)[1].argmax(axis=2)
    return model().tokens(TIRED), [len(set(favourites[:, asks])) for asks in range(favourites.shape[1])]


def five_or_six():
    _, counts = chosen()
    assert sum(count in (5, 6) for count in counts) > len(counts) / 2
    return word(5), word(6)


def three_or_four():
    words, counts = chosen()
    few = [name for name, count in zip(words, counts, strict=True) if count in (3, 4)]
    return word(len(few)), len(words), *few


def strong():
    """What heads 1 and 2 of layer 2 give “animal” and “tired”, when “it” asks."""
    words, weights = model().tokens(TIRED), model().attention(TIRED)[1]
    rows = weights[:2, words.index("it")]
    return rows[0, words.index("animal")], rows[1, words.index("tired")]


def at_two():
    """The heads at which “it” looks at “tired” most, counted from 1."""
    words, weights = model().tokens(TIRED), model().attention(TIRED)[1]
    return tuple(np.flatnonzero(weights[:, words.index("it")].argmax(axis=1) == words.index("tired")) + 1)


def slots(head):
    """The numbers, from 1, that a head owns in the concatenation."""
    d_v = model().layers[1].W_value.shape[-1]
    return head, d_v * (head - 1) + 1, d_v * head


def tag(head, word, number):
    return 100 * head + 10 * word + number, head, word, number


def shared():
    """A head gives two words the same if it scores them the same, and all others far lower."""
    return tuple(softmax(np.array([[9.0, 9.0, -99.0]]))[0, :2].round(6).tolist())


CLAIMS = {
    "Head 1 gives “animal” {:.3f}, and head 2 gives “tired” {:.3f}": strong,
    "Heads {}, {} and {} look at “tired”": at_two,
    "about {:.1f}, as from head 2": lambda: strong()[1],
    "The model has {} of them in each layer": lambda: word(model().n_heads),
    "{} times the same function": lambda: word(model().n_heads).capitalize(),
    "for most words the eight heads choose {} or {} different words": five_or_six,
    "So it is for {} of the {} words, “{}” and “{}”.": three_or_four,
    "So it is for {} of the 14 words.": lambda: word(sum(count >= 5 for count in chosen()[1])),
    "“it” has only two.": lambda: held(chosen()[1][chosen()[0].index("it")] == 2),
    "could learn to share, {} and {}": shared,
    "head {} the numbers {} to {}.": lambda: slots(5),
    "{} is head {}, word {}, number {}.": lambda: tag(2, 3, 1),
    "A gap of 1 still leaves more than {}": lambda: "a third of" if 1 / 3 < np.exp(-1) < 1 / 2 else "",
    "Each step of 1 divides what is left by {:.1f}": lambda: np.e,
}
