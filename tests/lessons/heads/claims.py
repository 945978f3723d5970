"""The numbers of notebook 8 and of its questions."""

import inspect

import numpy as np

from helpers.lessons.heads.experiments import LEAST, first_noun_chosen
from helpers.lessons.heads.experiments import noun_reads_adjective as noun_reads_adjective_share
from helpers.lessons.heads.frames import attention_rollout, push
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


def first_noun_is_the_word():
    """In most sentences most rows of head 4 of layer 1 give their largest weight to the first noun."""
    rows = [np.bincount(weights[0, 3].argmax(axis=1)).argmax() for weights in survey().weights]
    first = [nouns_in(tokens)[0] for tokens in survey().tokens]
    share = np.mean(np.equal(rows, first))
    return held(share > 0.7, share == first_noun_chosen(survey(), 1, 4))


def own_word():
    """In these two heads alone words look most at themselves, on average."""
    own = survey().kinds["the word itself"]
    return held([head + 1 for head in np.flatnonzero(own[1] >= 0.5)] == [4, 5], own[0].max() < 0.5)


def names_absent_nouns():
    """Without the noun heads of layer 2 most answers are nouns that do not stand in the sentence."""
    said = survey().answers([(2, head) for head in named("the right noun", 2)]).argmax(axis=1)
    here = [
        model().nouns[at] in map(str.lower, tokens) for at, tokens in zip(said, survey().tokens, strict=True)
    ]
    return held(np.mean(here) < 0.4)


def readers_push_least():
    """The sizes of the pushes, in both sentences: each reader's is below that of every other head."""
    readers = [head - 1 for head in named("the adjective", 2)]
    sizes = [np.abs(push(model(), text, "animal", "street")) for text in (TIRED, WIDE)]
    return held(*(each[readers].max() < np.delete(each, readers).min() for each in sizes))


def fewer_is_worse():
    """Where at most two heads of layer 2 look most at the right noun, more answers are wrong."""
    few, right = survey().on_noun[:, 1].sum(axis=1) <= 2, survey().right()
    return held(right[few].mean() < right[~few].mean() - 0.1)


def noun_reads_adjective():
    """In most sentences a noun gives more than half of its weight in the reader to the adjective."""
    adjectives = survey().kinds["the adjective"][0]
    assert adjectives.argmax() + 1 == READER[1]
    found = zip(survey().weights, survey().tokens, place_of("adjective"), strict=True)
    most = [weights[0, READER[1] - 1, nouns_in(tokens), at].max() for weights, tokens, at in found]
    share = np.mean(np.array(most) > 0.5)
    return held(share > 0.7, share == noun_reads_adjective_share(survey(), 1, READER[1]))


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
    "lets {} of each word pass a layer unmixed": stays,
    "A line starts at a weight of {}.": lambda: LEAST,
    "lets {} of each word pass each layer unmixed": stays,
    "{} of it passes each layer unmixed.": stays,
    "{} of “it” passes each layer as it is": stays,
    "{} passes layer 1 and {} of that layer 2: a quarter at least stays": most_of_itself,
    "in numbers over {} sentences": sentences,
    "runs the model on {} sentences": sentences,
    "So take the mean over {}:": sentences,
    "its title is the name from the {}.": sentences,
    "gives at least {} of its weight to a column": lambda: "half" if KINDS["the adjective"] == 0.5 else "",
    "Its limit is {}.": lambda: KINDS["evenness"],
    "Now a heatmap for each of the {} heads.": all_heads,
    "How many of the {} heads give": all_heads,
    "give, on average, at least {} of their weight": lambda: "half" if KINDS["previous word"] == 0.5 else "",
    "on the right the accuracy over all {}.": sentences,
    "the **accuracy**, the share of the {} sentences": sentences,
    "You remove all {} noun heads of layer 2 together.": lambda: word(len(named("the right noun", 2))),
    "Remove heads 1, 3, 4, 7 and 8 of layer 2, one by one.": lambda: held(
        named("the right noun", 2) == [1, 3, 4, 7, 8]
    ),
    "is right in about {} of the sentences.": lambda: {0.5: "half"}[round(survey().guessing, 1)],
    "in about {} of the sentences": lambda: {0.5: "half"}[round(survey().guessing, 1)],
    "the model mostly names nouns that are not there": names_absent_nouns,
    "head 1 alone is nearly enough. No other head is.": head_1_alone,
    "Now the same over all {} sentences.": sentences,
    "to the accuracy over the {} sentences?": sentences,
    "by the mean of its weights over {} sentences": sentences,
    "with eight heads each, and {} sentences": sentences,
    "is one percent of the {} sentences.": sentences,
    "Which word do most rows choose?": first_noun_is_the_word,
    "No column asks for either.": noun_reads_adjective,
    "Heads 4 and 5 of layer 2 have a strong diagonal": own_word,
    "The heads that look at the adjective push least.": readers_push_least,
    "When fewer of them do, the answer is wrong more often.": fewer_is_worse,
    "{} heads of layer 2 look from the pronoun at the right noun": lambda: word(
        len(named("the right noun", 2))
    ),
    "and three at the adjective.": lambda: held(len(named("the adjective", 2)) == 3),
    "{} heads have no name.": lambda: word(16 - len(survey().names)).capitalize(),
    "You remove all {} heads of layer 2 that are named the adjective.": lambda: word(
        len(named("the adjective", 2))
    ),
    "In each of these sentences at least one head": lambda: held(
        all(survey().on_noun[mistake["place"], 1].any() for mistake in survey().mistakes(10))
    ),
    "The head that is missed most hardly looks at the noun.": reader_is_missed_most,
    "The head that is missed most is in layer 1.": reader_is_missed_most,
    "No head of layer 2 is missed much on its own": second_layer_backs_up,
    "Any one of them can go.": second_layer_backs_up,
    "no single head of layer 2 is needed": second_layer_backs_up,
    "head 1 alone does about as well as all eight, the others do not.": head_1_alone,
    "the noun heads of layer 2 look at the right noun less often.": without_the_reader,
    "(The others look at the adjective.)": others_look_at_the_adjective,
    "it fetches the adjective to the noun.": street_reads,
    "Here several heads of layer 2 are of the *same* kind.": lambda: held(
        len(named("the right noun", 2)) > 2
    ),
    "So it is if you remove one of them.": each_reader_alone,
    "Head 8 is named the right noun, and in many sentences it looks elsewhere.": closest_names,
    "With *wide* the pushes explain most of it, not all.": wide_pushes,
}
