"""The numbers of notebook 11 and of its questions."""

import numpy as np

from helpers import models
from helpers.models import patterns
from tests.truth.claims import _course
from tests.truth.claims._course import TIRED, WIDE, held, minilm

SHARES = {0.25: "quarter", 0.5: "half"}
LOOKED_AT = (3, 1)  # head 4.2, from 0


def count(which):
    return sum(sentence["set"] == which for sentence in _course.patterns().sentences)


def sets():
    counts = {which: count(which) for which in ("gender", "number", "sense", "distance")}
    return sum(counts.values()), *(counts[which] for which in counts)


def filled_up():
    """What “animal” gives itself in head 5 of layer 3, and its share among the words alone."""
    reading = minilm().read(TIRED)
    row = minilm().attention(TIRED)[2, 4, reading.tokens.index("animal")]
    own = row[reading.tokens.index("animal")]
    words = sum(weight for weight, word in zip(row, reading.words, strict=True) if word is not None)
    return f"{own:.2f}", f"{own / words:.2f}"


def noun_of_a_pronoun():
    """4.2 has the largest share and 2.4 the next, which is right most often."""
    share = _course.patterns().share[patterns.AGREES]
    first, second = (divmod(int(at), 12) for at in np.argsort(-share, axis=None)[:2])
    right = (_course.patterns().right("gender") + _course.patterns().right("number")) / 2
    held(
        first == LOOKED_AT,
        divmod(int(right.argmax()), 12) == second,
        np.ptp(share[tuple(zip(first, second))]) < 0.02,
    )
    return (
        f"{first[0] + 1}.{first[1] + 1}",
        count("gender") + count("number"),
        f"{second[0] + 1}.{second[1] + 1}",
    )


def clearest():
    """The clearest head for a determiner's noun, though another gives it a larger share."""
    found, share = _course.patterns(), _course.patterns().share["determiner to noun"]
    layer, head = found.best("determiner to noun")
    most = np.add(np.unravel_index(share.argmax(), share.shape), 1)
    return f"{layer}.{head}", f"{most[0]}.{most[1]}"


def in_two_rows():
    passed = [name for name, heads in _course.patterns().passed.items() if (2, 9) in heads]
    return held(len(passed) == 2)


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


CLAIMS = {
    (
        "holds {} sentences written for this course ({} on gender, {} on number, {} on sense, {} on distance)"
    ): sets,
    "it reads the first {} pieces": lambda: minilm().max_tokens - 2,
    "*{}* is head 2 of layer 4": lambda: f"{LOOKED_AT[0] + 1}.{LOOKED_AT[1] + 1}",
    "{} on itself becomes {}": filled_up,
    "here {}, though {} gives the noun a larger share": clearest,
    "2.9 stands in two rows": in_two_rows,
    "give at least {} of their weight to one pattern": lambda: SHARES[patterns.LEAST],
    "where words matter, {} more than from other words": lambda: patterns.LEAST_MORE,
    "it needs {}.": lambda: patterns.LEAST_EVEN,
    "At most nine heads are named": lambda: held(max(map(len, _course.patterns().passed.values())) > 9),
    "In {} other sentences only the sense tells": lambda: count("sense"),
    "Ask the same head in those {}": lambda: count("sense"),
    "Start with {}: it gives most weight to the noun of a pronoun in those {} sentences, "
    "a hair more than {}": noun_of_a_pronoun,
    "in a {} of the pairs. But you look": lambda: SHARES[0.5 * 0.5],
    "gets both sentences of a pair right in a {} of the pairs": lambda: SHARES[0.5 * 0.5],
    "More than {} of this small share is [CLS]": start_at_itself,
    "“animal” loses much of its weight with *wide*": loses_with_wide,
    "4.2 gives “banana” more both times": banana,
    "choosing the best of 72 doubles what a coin gives. No head of this model does so well": coins,
    "sense by none that beats the best of so many coins": none_beats_the_coins,
    "{} layers of {} heads, as you know them": translator,
    '`minilm.attention(text)[1, 3, minilm.tokens(text).index("he")]`': lambda: held(
        noun_of_a_pronoun()[2] == "2.4"
    ),
}
