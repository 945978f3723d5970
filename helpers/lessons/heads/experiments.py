"""What notebook 8 counts and tries, where the idea is a sentence and the code would be a page.

exchange(model, weights_of=tired, rest_of=wide)     # ("animal", 0.98): the noun that wins, and its share
named(survey, "the right noun", 2)                  # [(2, 1), (2, 3), …]: the heads of layer 2 with that name
show_by_head(survey.kinds["previous word"])         # a table: a number for each head, the largest marked
show_removals(survey, [[(2, 1)], [(1, 1)]])         # a table: how often it is right without them
"""

import numpy as np

from helpers.encoder import rest_of_layer
from helpers.lessons.heads.frames import attention_rollout, push
from helpers.pictures.heads import run
from helpers.pictures.tables import show_table

LEAST = 0.01  # the weight at which a line begins


def named(survey, kind, layer):
    """The heads of a layer that are named after a kind of place. -> list of (layer, head), counted from 1"""
    return [place for place, (name, _) in survey.names.items() if place[0] == layer and name == kind]


def show_by_head(values):
    """Show a number for each head as a table, the largest marked. values: [n_layers, n_heads]"""
    rows = {f"layer {layer}": row for layer, row in enumerate(values, start=1)}
    columns = [f"head {head}" for head in range(1, values.shape[1] + 1)]
    show_table(rows, columns, marked=np.unravel_index(values.argmax(), values.shape), blank_zeros=True)


def show_removals(survey, removals):
    """Show how often the model is right without some heads. removals: lists of (layer, head), from 1"""
    rows = [[heads, f"{survey.accuracy(heads):.1%}"] for heads in removals]
    show_table(rows, ["without (layer, head)", "right"])


def exchange(model, weights_of, rest_of):
    """The answer if the pronoun's weights in the last layer come from one sentence, all else from another.

    weights_of, rest_of: sentences of as many words, the pronoun at the same place
    -> str, float: the most probable noun and its probability
    """
    steps, layer = run(model, rest_of), model.layers[-1]
    asks, x = model.pronoun_in(steps.tokens), steps.layers[-2].output
    rows = run(model, weights_of).heads(model.n_layers).weights[:, asks]  # [n_heads, n_tokens]
    z = rows[:, np.newaxis] @ (x @ layer.W_value)  # [n_heads, 1, d_v]
    shares = model.noun_shares(rest_of_layer(x[asks], z.ravel() @ layer.W_out, layer)[2])
    return model.nouns[shares.argmax()], round(float(shares.max()), 2)


def crossings(weights):
    """How many lines a picture of all heads has, and how many pairs of them cross.

    weights: [n_heads, n_tokens, n_tokens] -> int, int

    Two lines cross where one begins above the other and ends below it.

    >>> crossings(np.array([[[0, 1], [1, 0]]]))
    (2, 1)
    """
    _, asks, asked = np.nonzero(weights > LEAST)
    crossed = (asks[:, np.newaxis] < asks) & (asked[:, np.newaxis] > asked)
    return len(asks), int(crossed.sum())


def looks_most_at(survey, part, layer=2):
    """Whether each head's largest weight, from the pronoun, stands at a part of the sentence.

    part: "noun", "adjective", or "wrong noun", the one that the model says where it is wrong
    -> bool [n_sentences, n_heads]
    """
    most = [
        weights[layer - 1, :, sentence["pronoun"]].argmax(axis=1)
        for sentence, weights in zip(survey.sentences, survey.weights, strict=True)
    ]
    if part != "wrong noun":
        places = [sentence[f"{part}_index"] for sentence in survey.sentences]
        return np.array([found == place for found, place in zip(most, places, strict=True)])
    said = [survey.model.nouns[place] for place in survey.answers().argmax(axis=1)]
    return np.array(
        [
            (not right) & (np.array([token.lower() for token in tokens]) == answer)[found]
            for found, tokens, answer, right in zip(most, survey.tokens, said, survey.right(), strict=True)
        ]
    )


def pushed_to_wrong(survey, mistake, layer=2):
    """The pushes of all heads together, from the right noun towards the one the model says. -> float

    mistake: one of survey.mistakes(…)
    """
    sentence = survey.sentences[mistake["place"]]
    return float(push(survey.model, sentence["text"], mistake["answer"], sentence["noun"], layer).sum())


def right_noun_first(survey, residual=None):
    """In how many sentences the pronoun gives the right noun the most of all words but itself.

    residual: that of a rollout through all layers; None: the mean weights of the last layer alone -> int
    """
    found = 0
    for sentence, weights in zip(survey.sentences, survey.weights, strict=True):
        table = weights[-1].mean(axis=0) if residual is None else attention_rollout(weights, residual)
        row = table[sentence["pronoun"]].copy()
        row[sentence["pronoun"]] = -1
        found += int(row.argmax() == sentence["noun_index"])
    return found


def first_noun_chosen(survey, layer, head):
    """In what share of the sentences most rows of a head choose the first noun.

    layer, head: from 1 -> float
    """
    chosen = [
        np.bincount(weights[layer - 1, head - 1].argmax(axis=1)).argmax() == _nouns(survey, place)[0]
        for place, weights in enumerate(survey.weights)
    ]
    return float(np.mean(chosen))


def noun_reads_adjective(survey, layer, head):
    """In what share of the sentences a noun gives the adjective more than half of its weight, in one head.

    layer, head: from 1 -> float
    """
    most = [
        weights[layer - 1, head - 1, _nouns(survey, place), sentence["adjective_index"]].max()
        for place, (sentence, weights) in enumerate(zip(survey.sentences, survey.weights, strict=True))
    ]
    return float((np.array(most) > 0.5).mean())


def _nouns(survey, place):
    """Where the nouns stand in a sentence of the survey. -> list of int"""
    return [at for at, token in enumerate(survey.tokens[place]) if token.lower() in survey.model.nouns]
