"""The numbers of notebook 11 and of its questions."""

import inspect

import numpy as np

from helpers import frames, models
from helpers.models import patterns
from tests.truth.claims import _course
from tests.truth.claims._course import TIRED, WIDE, held, minilm

SHARES = {0.25: "quarter", 0.5: "half"}
LOOKED_AT = (3, 1)  # head 4.2, from 0


def count(which):
    return sum(sentence["set"] == which for sentence in _course.patterns().sentences)


def all_sentences():
    return len(_course.patterns().sentences)


def filled_up():
    """What “animal” gives itself in head 5 of layer 3, and its share among the words alone."""
    reading = minilm().read(TIRED)
    row = minilm().attention(TIRED)[2, 4, reading.tokens.index("animal")]
    own = row[reading.tokens.index("animal")]
    words = sum(weight for weight, word in zip(row, reading.words, strict=True) if word is not None)
    return f"{own:.2f}", f"{own / words:.2f}"


def noun_of_a_pronoun():
    """Which head gives the noun of a pronoun most weight where they agree, and in how many sentences."""
    share = _course.patterns().share[patterns.AGREES]
    held(divmod(int(share.argmax()), 12) == LOOKED_AT)
    return f"{LOOKED_AT[0] + 1}.{LOOKED_AT[1] + 1}", count("gender") + count("number")


def best_head():
    """The best head of the notebook, which hardly moves when the adjective changes."""
    layer, head = _course.patterns().best_at("gender", "number")
    tokens = minilm().tokens(TIRED)
    it, *nouns = (tokens.index(word) for word in ("it", "animal", "street"))
    before, after = (minilm().attention(text)[layer - 1, head - 1, it, nouns] for text in (TIRED, WIDE))
    held(np.abs(before - after).max() < 0.02)
    return f"{layer}.{head}"


def halves(which, other=None):
    """The best heads of one half of the sentences, and their share in the other half."""
    first = _course.patterns().toward(which) > 0
    first, second = np.split(first, 2) if other is None else (first, _course.patterns().toward(other) > 0)
    first, second = first.mean(axis=0), second.mean(axis=0)
    best = first == first.max()
    return first[best], second[best]


def a_tie_of_which_one_is_a_coin():
    first, second = halves("gender", "number")
    return held(len(first) == 2, second.max() > 0.9, second.min() == 0.5)


def worse_in_the_second_half():
    first, second = halves("sense")
    return held(*(second < first - 0.05))


def previous_piece():
    return held(_course.patterns().share["previous piece"][0].max() > 0.99)


def special_is_the_start():
    """What the pieces of the texts give to [CLS], and to [CLS] and [SEP]: means over all heads and texts."""
    to_start, to_both = [], []
    for reading, weights in zip(_course.patterns().readings, _course.patterns().weights, strict=True):
        special = np.isin(reading.tokens, ("[CLS]", "[SEP]"))
        held(special.sum() == 2, special[0], special[-1])
        to_start.append(weights[:, :, 1:-1, 0].mean())
        to_both.append(weights[:, :, 1:-1][..., special].sum(axis=-1).mean())
    return held(np.mean(to_start) > 0.9 * np.mean(to_both))


def other_pairs():
    return count("sense") // 2


def own_diagonal():
    theirs, ours = (
        found.share["the piece itself"].mean()
        for found in (patterns.patterns_of(models.load("translator")), _course.patterns())
    )
    return held(theirs > 1.3 * ours)


def of_the_decoder():
    found = models.load("translator")
    return found.n_decoder_layers * found.n_heads - 1


def clearest():
    """The clearest head for a determiner's noun, though another gives it a larger share."""
    found, share = _course.patterns(), _course.patterns().share["determiner to noun"]
    layer, head = found.best("determiner to noun")
    most = np.add(np.unravel_index(share.argmax(), share.shape), 1)
    return f"{layer}.{head}", f"{most[0]}.{most[1]}"


def start_at_itself():
    """How much of what pieces give to themselves is [CLS] looking at [CLS]."""
    weights = _course.patterns().weights
    own = sum(np.trace(maps, axis1=-2, axis2=-1).sum() for maps in weights)
    return SHARES[0.5] if sum(maps[..., 0, 0].sum() for maps in weights) / own > 0.5 else ""


def loses_with_wide():
    tokens = minilm().tokens(TIRED)
    it, animal, street = (tokens.index(word) for word in ("it", "animal", "street"))
    before, after = (minilm().attention(text)[LOOKED_AT][it] for text in (TIRED, WIDE))
    return held(after[animal] < before[animal] / 2, after[street] < after[animal])


def banana():
    rows = []
    for adjective in ("hungry", "ripe"):
        text = f"The monkey ate the banana because it was {adjective}."
        tokens = minilm().tokens(text)
        row = minilm().attention(text)[LOOKED_AT][tokens.index("it")]
        rows.append(row[tokens.index("banana")] > row[tokens.index("monkey")])
    return held(*rows)


def n_heads():
    return _course.patterns().right("sense").size


def coins(n_coins=72, n_pairs=16):
    """The share of pairs that the best coin gets both right, on average, by the binomial distribution."""
    ways = np.array(
        [patterns.math.comb(n_pairs, k) * 0.25**k * 0.75 ** (n_pairs - k) for k in range(n_pairs + 1)]
    )
    best = float((1 - np.cumsum(ways)[:-1] ** n_coins).sum() / n_pairs)
    return held(0.45 < best < 0.6, _course.patterns().both("sense").max() < best)


def none_beats_the_coins():
    right = _course.patterns().right("sense")
    return held(right.max() < patterns.best_of_coins(right.size, count("sense")))


def translator():
    found = models.load("translator")
    return found.n_layers, found.n_heads


def encoder_heads():
    n_layers, n_heads = translator()
    return n_layers * n_heads


CLAIMS = {
    "holds {} sentences written for this course": all_sentences,
    "found in the same {} sentences": all_sentences,
    "on the {} sentences of notebook 11": all_sentences,
    "*{}* is head 2 of layer 4": lambda: f"{LOOKED_AT[0] + 1}.{LOOKED_AT[1] + 1}",
    "One head of layer 1 does almost nothing but look at the previous piece": previous_piece,
    "Nearly all that special pieces get goes to `[CLS]`": special_is_the_start,
    "takes every head that gives `[CLS]` at least {} of its weight": lambda: SHARES[
        inspect.signature(frames.parked_lengths).parameters["least"].default
    ],
    "{} on itself becomes {}": filled_up,
    "here {}, though {} gives the noun a larger share": clearest,
    "How many of the {} heads give a pattern": n_heads,
    "the clearest of {} heads need not deserve the name": n_heads,
    "if you may choose among {} heads": n_heads,
    "In {} other sentences only the sense tells": lambda: count("sense"),
    "Ask the same head in those {}": lambda: count("sense"),
    "So ask all {} sentences: {} pairs": lambda: (count("sense"), other_pairs()),
    "You had {} pairs of sentences": other_pairs,
    "Try other heads, such as {}": lambda: noun_of_a_pronoun()[0],
    "Ask head {}, which gives the noun of a pronoun most weight in the other {} sentences": (
        noun_of_a_pronoun
    ),
    "Head {} hardly moves": best_head,
    "A coin is right in {} of them": lambda: SHARES[0.5],
    "On the left, two heads tie in *he* and *she*": a_tie_of_which_one_is_a_coin,
    "On the right, the best of the first half do worse in the second": worse_in_the_second_half,
    "a coin gets both right in a {} of them": lambda: SHARES[0.5 * 0.5],
    "gets both sentences of a pair right in a {} of the pairs": lambda: SHARES[0.5 * 0.5],
    "More than {} of this small share is [CLS]": start_at_itself,
    "“animal” loses much of its weight with *wide*": loses_with_wide,
    "it gives “banana” more both times": banana,
    "choosing the best of 72 doubles what a coin gives. No head of this model does so well": coins,
    "None beats the best of so many coins where only the sense tells": none_beats_the_coins,
    "{} layers of {} heads, as you know them": translator,
    "Take all {} heads of the translator's encoder": encoder_heads,
    "Its own diagonal is stronger than in MiniLM": own_diagonal,
    "And the other {} heads": of_the_decoder,
    '`minilm.attention(text)[1, 3, minilm.tokens(text).index("he")]`': lambda: held(best_head() == "2.4"),
}
