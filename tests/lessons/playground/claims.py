"""The numbers of notebook 12 and of its questions."""

import functools

import numpy as np

from helpers import frames
from helpers.models import Changed
from tests.truth.claims._course import TIRED, WIDE, held, model, notebook_with, nouns_in, place_of, survey

LONG = f"{TIRED} {WIDE} {TIRED} {WIDE} The animal didn't cross it."
DIVISORS = [2.0**power for power in range(7)]  # 1 to 64
BY_LOOKING = ("it runs", "shapes", "rows sum to 1", "mean 1/n", "forbidden are 0")


def first(text, **change):
    return next(iter(Changed(model(), **change).antecedent(text)))


def tips():
    """*tired* keeps its answer at every divisor; *wide* loses it between two of them, for good."""
    held(all(first(TIRED, divisor=divisor) == "animal" for divisor in DIVISORS))
    said = [first(WIDE, divisor=divisor) for divisor in DIVISORS]
    at = said.index("animal")
    held(set(said[:at]) == {"street"}, set(said[at:]) == {"animal"})
    return f"{DIVISORS[at - 1]:.0f}", f"{DIVISORS[at]:.0f}"


def no_answer():
    without = [(2, head) for head in range(1, 9)]
    return held(max(Changed(model(), without=without).antecedent(TIRED).values()) < 0.1)


def both_orders():
    turned = "The street didn't cross the animal because it was too tired."
    shares = [Changed(model(), off=["positions"]).antecedent(text) for text in (TIRED, turned)]
    return held(all(np.isclose(shares[0][noun], shares[1][noun], atol=1e-5) for noun in shares[0]))


def some():
    return len(survey().sentences[::4])


def hidden_adjectives():
    return int((place_of("adjective") > place_of("pronoun"))[::4].sum()), some()


def hidden_nouns():
    found = zip(survey().tokens[::4], place_of("pronoun")[::4], strict=True)
    return sum(max(nouns_in(tokens)) > pronoun for tokens, pronoun in found)


@functools.cache
def noticed(text=TIRED, causal=False):
    """Which checks raise the alarm at each bug. -> dict of bug: set of checks"""
    table = frames.alarms(frames.case_of(model(), text, causal=causal))
    bugs = [(name, row) for (name, bug), row in zip(frames.BUGS.items(), table, strict=True) if bug]
    return {
        bug: {name for name, alarm in zip(frames.CHECKS, row, strict=True) if alarm == 1} for bug, row in bugs
    }


def by(check, **case):
    return {bug for bug, checks in noticed(**case).items() if check in checks}


def silent_with_64_words():
    return held(
        "it runs" in noticed()["no transpose"],
        not noticed(LONG)["no transpose"] & {"it runs", "shapes", "rows sum to 1"},
        len(model().tokens(LONG)) == model().d_k,
    )


def masks_without_a_mask():
    return held(not noticed()["late mask"], not noticed()["0 for −∞"])


def past_looking():
    bugs = ("√d_model", "× for ÷", "K for V", "bare reshape")
    return held(*(not noticed(causal=True)[bug] & set(BY_LOOKING) for bug in bugs))


def what_the_mean_notices():
    for causal in (False, True):
        held(by("mean 1/n", causal=causal) <= by("rows sum to 1", causal=causal))
    return held("wrong axis" not in by("mean 1/n", causal=True), "late mask" in by("mean 1/n", causal=True))


def later_words():
    return held({"late mask", "0 for −∞"} <= by("later words hidden", causal=True))


def does_as_well():
    """Six is the least, and two of the six can be exchanged."""
    cases = [noticed(text, causal=True) for text in (TIRED, LONG)]
    best = set(frames.fewest_checks([frames.case_of(model(), text, causal=True) for text in (TIRED, LONG)]))

    def enough(checks):
        return all(found & checks for case in cases for found in case.values())

    later = best - {"forbidden are 0"} | {"later words hidden"}
    mixed = best - {"V twice, Z twice"} | {"words mix"}
    return held(len(best) == 6, enough(best), enough(later), enough(mixed), len(later) == len(mixed) == 6)


def five_for_each():
    fewest = [frames.fewest_checks([frames.case_of(model(), text, causal=True)]) for text in (TIRED, LONG)]
    return held(*(len(checks) == 5 for checks in fewest), set(fewest[0]) != set(fewest[1]))


def cells():
    words = len(model().tokens(TIRED))
    return words, words**2, words


CLAIMS = {
    "press to switch a part of every layer off | {} |": lambda: notebook_with("explore_switches("),
    "*wide* tips to *animal* between {} and {}": tips,
    "Without the heads of layer 2 there is no answer: no noun gets even a tenth": no_answer,
    "Without positions both orders get the same answer": both_orders,
    "take {} sentences that were not trained on": some,
    "to notice all eight bugs in {} words and in 64?": lambda: cells()[0],
    "every fourth of the {} of notebook 8": lambda: len(survey().sentences),
    "With {} sentences, one sentence is one point": some,
    "In {} of the {} sentences the adjective stands after the pronoun": hidden_adjectives,
    "And so does a noun in {} of them": hidden_nouns,
    "The one loud bug turns silent with 64 words": silent_with_64_words,
    (
        "Take the mask away, and the two bugs of the mask raise no alarm, not even against the helper"
    ): masks_without_a_mask,
    "get past every check that only looks at a result": past_looking,
    "*mean 1/n* notices only what the row sums notice too, and not the wrong axis": what_the_mean_notices,
    "*later words hidden* tries it and notices both": later_words,
    "*later words hidden* does as well as *forbidden are 0*, "
    "and *words mix* as well as *V twice, Z twice*": does_as_well,
    "Five do for 14 words, and five for 64. But not the same five": five_for_each,
    "{} columns with the sum 1 share {} cells, as {} rows would": cells,
}
