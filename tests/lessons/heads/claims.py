"""The numbers of notebook 8 and of its questions."""

import inspect

import numpy as np

from helpers.lessons.heads.frames import attention_rollout
from helpers.models import Changed
from helpers.models.survey import KINDS
from tests.truth.claims._course import (
    TIRED,
    WIDE,
    held,
    largest,
    model,
    named,
    nouns_in,
    place_of,
    survey,
)
from tests.truth.numerals import word

READER = (1, 1)  # the head of layer 1 that gives most to the adjective


def sentences():
    return len(survey().sentences)


def all_heads():
    return {16: "sixteen"}[model().n_layers * model().n_heads]


def wide_lines():
    """A weight of 0.1 is a line that the eye sees: few of them carry most of the weight."""
    weights = model().attention(TIRED)[1]
    wide = weights > 0.1
    return held(wide.mean() < 0.2, weights[wide].sum() > 0.8 * weights.sum())


def first_noun():
    """In how many sentences most rows of head 4 of layer 1 give their largest weight to the first noun."""
    rows = [np.bincount(weights[0, 3].argmax(axis=1)).argmax() for weights in survey().weights]
    first = [nouns_in(tokens)[0] for tokens in survey().tokens]
    return f"{100 * np.mean(np.equal(rows, first)):.1f}"


def noun_reads_adjective():
    """In how many sentences a noun gives the reader more than half of its weight to the adjective."""
    adjectives = survey().kinds["the adjective"][0]
    assert adjectives.argmax() + 1 == READER[1]
    found = zip(survey().weights, survey().tokens, place_of("adjective"), strict=True)
    most = [weights[0, READER[1] - 1, nouns_in(tokens), at].max() for weights, tokens, at in found]
    return f"{100 * np.mean(np.array(most) > 0.5):.1f}"


def reader_is_missed_most():
    alone = [(layer, head) for layer in (1, 2) for head in range(1, 9)]
    lost = {head: survey().accuracy() - survey().accuracy([head]) for head in alone}
    return held(max(lost, key=lost.get) == READER, survey().kinds["the right noun"][0, READER[1] - 1] < 0.1)


def second_layer_backs_up():
    lost = [survey().accuracy() - survey().accuracy([(2, head)]) for head in range(1, 9)]
    return held(max(lost) < 0.05, max(lost) <= 0.02)


def head_1_alone():
    """With one head left in layer 2: head 1 is within two points of all eight, every other far below."""
    left = [survey().accuracy([(2, kept) for kept in range(1, 9) if kept != head]) for head in range(1, 9)]
    return held(abs(left[0] - survey().accuracy()) < 0.02, max(left[1:]) < 0.7)


def without_the_reader():
    """How often the noun heads of layer 2 look most at the noun, with the reader and without."""
    team = [head - 1 for head in named("the right noun", 2)]
    places = place_of("noun")[:, np.newaxis]
    pronouns = place_of("pronoun")
    cut = Changed(model(), without=[READER])
    rows = [
        cut.run(sentence["text"]).layers[1].attention.heads.weights[team, asks].argmax(axis=1)
        for sentence, asks in zip(survey().sentences[::8], pronouns[::8], strict=True)
    ]
    before = (largest()[::8, team] == places[::8]).mean()
    return held(np.mean(np.array(rows) == places[::8]) < before - 0.05)


def others_look_at_the_adjective():
    """Of the heads that look at neither noun where the answer is wrong, nearly all look at the adjective."""
    wrong = ~survey().right()
    nouns = (largest() == place_of("noun")[:, np.newaxis]) | (largest() == place_of("other")[:, np.newaxis])
    rest = ~nouns[wrong]
    adjective = largest()[wrong] == place_of("adjective")[wrong][:, np.newaxis]
    return held(adjective[rest].mean() > 0.95)


def street_reads():
    tokens = model().tokens(TIRED)
    street, tired = tokens.index("street"), tokens.index("tired")
    return held(model().attention(TIRED)[0, READER[1] - 1, street].argmax() == tired)


def each_reader_alone():
    readers = [(2, head) for head in named("the adjective", 2)]
    alone = [survey().accuracy([reader], "all adjectives") for reader in readers]
    return held(min(alone) > 0.99, survey().accuracy(readers, "all adjectives") < 0.5)


def closest_names():
    """Head 8 is named the right noun, and looks most elsewhere in a third of the sentences or more."""
    elsewhere = (largest()[:, 7] != place_of("noun")).mean()
    return held(8 in named("the right noun", 2), elsewhere > 1 / 3)


def wide_pushes():
    """With "wide" the pushes make more than half of the difference of the final scores, and less than all."""
    animal, street = (model().embedding[model().row[noun]] for noun in ("animal", "street"))
    steps, answer = model().run(WIDE), model().antecedent(WIDE)
    it = steps.tokens.index("it")
    pushed = steps.layers[1].attention.output[it] @ (animal - street) * model().readout_scale
    final = np.log(answer["animal"] / answer["street"])
    return held(0.5 < pushed / final < 0.95)


def stays():
    """What passes a layer unmixed, as a rollout counts it."""
    return {0.5: "half"}[inspect.signature(attention_rollout).parameters["residual"].default]


def most_of_itself():
    """After two layers a quarter of "it" stays at least, no word has as much; without residual, "cross"."""
    held_with, held_without = (attention_rollout(model().attention(TIRED), share) for share in (0.5, 0))
    tokens = model().tokens(TIRED)
    it = tokens.index("it")
    assert (
        held_with[it].argmax() == it
        and held_with[it, it] >= 1 / 4
        and tokens[held_without[it].argmax()] == "cross"
    )
    return stays().capitalize(), stays()


CLAIMS = {
    "let {} of each word pass a layer unmixed": stays,
    "lets {} of each word pass each layer unmixed": stays,
    "{} of it passes each layer unmixed.": stays,
    "{} of “it” passes each layer as it is": stays,
    "{} passes layer 1 and {} of that layer 2: a quarter at least stays": most_of_itself,
    "in numbers over {} sentences": sentences,
    "runs the model on {} sentences": sentences,
    "is the share of the {} answered": sentences,
    "gives at least {} of its weight to a column": lambda: "half" if KINDS["the adjective"] == 0.5 else "",
    "it must reach {}.": lambda: KINDS["evenness"],
    "print `weights[weights > 0.1].sum() / weights.sum()`": wide_lines,
    "for each of the {} heads, on our sentence": all_heads,
    "How many of the {} heads give": all_heads,
    "give, on average, at least {} of their weight": lambda: "half" if KINDS["previous word"] == 0.5 else "",
    "In {}% of the sentences the word that most rows choose": first_noun,
    (
        "in {}% of the sentences it lets one of the nouns give more than half of its weight"
    ): noun_reads_adjective,
    "On average over the {} sentences, and by our threshold": sentences,
    "{} heads of layer 2 look from the pronoun at the right noun": lambda: word(
        len(named("the right noun", 2))
    ),
    "and three at the adjective.": lambda: held(len(named("the adjective", 2)) == 3),
    "{} heads have no name in our list.": lambda: word(16 - len(survey().names)).capitalize(),
    "You remove all {} heads of layer 2 that are named the adjective.": lambda: word(
        len(named("the adjective", 2))
    ),
    "in the ten sentences, and over": lambda: held(len(survey().mistakes(10)) == 10),
    "In each of the ten sentences at least one head": lambda: held(
        all(survey().on_noun[mistake["place"], 1].any() for mistake in survey().mistakes(10))
    ),
    "and is missed more than any other single head.": reader_is_missed_most,
    "No head of layer 2 is missed much on its own": second_layer_backs_up,
    "head 1 alone does about as well as all eight, the others do not.": head_1_alone,
    "Without it the noun heads of layer 2 find the noun less often.": without_the_reader,
    "(The others look at the adjective.)": others_look_at_the_adjective,
    "there it fetches the adjective to the noun.": street_reads,
    "one head grammar, another meaning. Here several heads are of the *same* kind.": lambda: held(
        len(named("the right noun", 2)) > 2
    ),
    "So it is if you remove one of them.": each_reader_alone,
    "Head 8 of layer 2 is named the right noun, and often looks elsewhere.": closest_names,
    "With *wide* the pushes explain most of it, not all.": wide_pushes,
}
