"""Every number that the teacher's guide and the class test name, computed with the course's own functions.

of_the_course()     # what the guide says, from the trained models
of_the_test()       # the hand-set numbers of the twelve questions, their answers and the usual wrong ones
"""

import functools
from types import SimpleNamespace

import numpy as np

from helpers import models
from helpers.attention import causal_mask, merge_heads, softmax
from helpers.encoder import layer_norm
from helpers.models.patterns import patterns_of
from helpers.models.survey import accuracy_of, survey_of
from helpers.pictures.words import exact, fixed
from tools import notebooks
from tools.minutes import reading_minutes
from training.corpus import BATCH_SIZE

TIRED = "The animal didn't cross the street because it was too tired."
WIDE = TIRED.replace("tired", "wide")
PUBLISHED = np.array([112.0, 96.0])  # the scores of “Thinking Machines”, Alammar 2018
NOUN_HEAD = 0  # head 1 of layer 2, counted from 0
FRESH = slice(None, None, 4)  # every fourth of the held-out sentences, 100 in all, as in notebooks 10 and 12


@functools.cache
def of_the_course():
    """What the guide says about the course's models. -> SimpleNamespace"""
    model = models.load("pronouns")
    n = SimpleNamespace(n_heads=model.n_heads, d_model=model.d_model, d_k=model.d_k, root=model.d_k**0.5)
    _one_word(n, model)
    _softmax(n)
    _head(n, model)
    _many_heads(n, model)
    _learned(n, model)
    _whole_layer(n, model)
    _real(n)
    core = notebooks.CORE_SOURCES
    lessons = [sum(map(reading_minutes, core[first : first + 3])) for first in (0, 3, 6, 9)]
    n.minutes_least, n.minutes_most = round(min(lessons)), round(max(lessons))
    return n


def _one_word(n, model):
    """Lesson 1: the answer, and the scores of “it”."""
    answers = {name: model.antecedent(text) for name, text in (("tired", TIRED), ("wide", WIDE))}
    n.animal_tired, n.street_wide = answers["tired"]["animal"], answers["wide"]["street"]
    first = [max(answer, key=answer.get) for answer in map(model.antecedent, _texts(model.sentences[:100]))]
    n.right_of_100 = sum(said == one["noun"] for said, one in zip(first, model.sentences[:100], strict=True))
    n.tokens = model.tokens(TIRED)
    n.n_tokens = len(n.tokens)
    n.it, n.animal, n.street = (n.tokens.index(word) for word in ("it", "animal", "street"))
    n.rnn_steps = n.it - n.animal
    n.weight_tired = model.attention(TIRED)[1, NOUN_HEAD, n.it, n.animal]
    n.weight_wide = model.attention(WIDE)[1, NOUN_HEAD, n.it, n.street]
    n.weight_back = model.attention(TIRED)[1, NOUN_HEAD, n.animal, n.it]
    n.x_by_hand = np.array([[1, 0, 2, 1], [2, 1, 0, 1]])
    n.W_query = np.array([[1, 0, 1], [0, 1, 0], [1, 1, 0], [0, 0, 1]])
    n.W_key = np.array([[0, 1, 0], [1, 0, 1], [1, 0, 0], [0, 1, 1]])
    n.W_value = np.array([[1, 1, 0], [0, 1, 1], [0, 0, 1], [1, 0, 0]])
    n.q_by_hand = (n.x_by_hand @ n.W_query)[0]
    n.published = PUBLISHED
    n.q_1, n.k_1, n.k_2, n.q_other = (np.array(row) for row in ([4, 8, 4], [6, 9, 4], [8, 6, 4], [8, 4, 4]))
    n.refuted = n.q_other @ n.k_1, n.q_other @ n.k_2
    scores = model.run(TIRED).heads(2).scores[NOUN_HEAD]
    n.there, n.back = scores[n.it, n.animal], scores[n.animal, n.it]
    n.there_scaled = n.there / n.root
    n.itself_best = int((scores.argmax(axis=1) == np.arange(n.n_tokens)).sum())


def _softmax(n):
    """Lesson 2: the two scores on their way to weights, and z by hand."""
    n.scaled = PUBLISHED / n.root
    n.weights = softmax(n.scaled)
    n.undivided = softmax(PUBLISHED)
    n.e_to_2 = np.exp(n.scaled[0] - n.scaled[1])
    n.slope, n.slope_undivided = n.weights.prod(), n.undivided.prod()  # of the first weight, w (1 − w)
    n.v_by_hand = np.array([[2, 1, 2], [3, 3, 1]])
    n.z_by_hand = n.weights @ n.v_by_hand


def _head(n, model):
    """Lesson 2: a head with all its words, the divisor, the mask."""
    heads = model.run(TIRED).heads(2)
    weights = heads.weights[NOUN_HEAD]
    n.mean_of_table = weights.mean()
    n.column_most, n.column_least = weights.sum(axis=0).max(), weights.sum(axis=0).min()
    erased = np.where(causal_mask(n.n_tokens), weights, 0).sum(axis=1)
    n.erased_least = erased.min()
    n.bytes_of_weights, n.bytes_twice = 4 * n.n_tokens**2, 4 * (2 * n.n_tokens) ** 2


def _many_heads(n, model):
    """Lesson 3: eight heads, what they look at, and what is lost without them."""
    weights = model.attention(TIRED)[1]
    favourites = [n.tokens[place] for place in weights[:, n.it].argmax(axis=-1)]
    n.on_animal, n.on_tired = favourites.count("animal"), favourites.count("tired")
    other = model.attention(WIDE)[1]
    moved = weights[:, n.it].argmax(axis=-1) != other[:, n.it].argmax(axis=-1)
    n.moved = [head + 1 for head in np.flatnonzero(moved)]
    n.parameters = model.layers[1].W_query.size
    n.slots_of_5 = 4 * n.d_k + 1, 5 * n.d_k
    survey = survey_of(model)
    n.n_survey, n.accuracy = len(survey.sentences), survey.accuracy()
    n.best_head = int(survey.on_noun[:, 1].mean(axis=0).argmax()) + 1
    n.best_looks = survey.on_noun[:, 1].mean(axis=0).max()
    n.without_best = survey.accuracy([(2, n.best_head)])
    team, readers = (
        [place for place, (kind, _) in survey.names.items() if place[0] == 2 and kind == name]
        for name in ("the right noun", "the adjective")
    )
    n.n_team, n.without_team = len(team), survey.accuracy(team)
    n.n_readers, n.noun_without_readers = len(readers), survey.accuracy(readers)
    n.adjective_without_readers = survey.accuracy(readers, "all adjectives")
    n.adjective = survey.accuracy((), "all adjectives")

    n.Z_by_hand = np.array([[[1, 2], [0, 1]], [[3, 0], [2, 1]], [[1, 1], [0, 2]]])
    n.W_out_by_hand = np.array(
        [[1, 0, 0, 2], [0, 1, 0, 0], [0, 0, 1, 0], [1, 0, 0, 1], [0, 2, 0, 0], [1, 0, 1, 0]]
    )
    n.merged = merge_heads(n.Z_by_hand) @ n.W_out_by_hand


def _learned(n, model):
    """Lesson 3: the moments of the training at which head 1 was sharp and was right."""
    training, names = model.training, ("tired", "wide")
    rows = np.stack([training[name][:, 1, NOUN_HEAD, n.it] for name in names]).astype(float)
    best = rows.argmax(axis=-1)
    sharp = int((rows.max(axis=-1) > 0.9).all(axis=0).argmax())
    right = int(((best[0] == n.animal) & (best[1] == n.street)).argmax())
    n.sharp_step, n.right_step, n.last_step = (int(training["steps"][one]) for one in (sharp, right, -1))
    n.sharp_on = n.tokens[best[0, sharp]]
    n.training_sentences = n.last_step * BATCH_SIZE


def _whole_layer(n, model):
    """Lesson 4: what surrounds attention, and what is left without it."""
    n.row_by_hand = np.array([2.0, 4, 6, 8])
    n.normed = layer_norm(n.row_by_hand, np.ones(4), np.zeros(4))
    fresh = model.sentences[FRESH]
    n.n_fresh = len(fresh)

    def accuracy(**change):
        return accuracy_of(models.Changed(model, **change), fresh)["all nouns"]

    n.all_parts, n.no_positions = accuracy(), accuracy(off=["positions"])
    n.no_attention, n.no_residual = accuracy(off=["attention"]), accuracy(off=["residual"])
    n.multiplied = accuracy(divisor=1 / n.root)
    masked = models.Changed(model, causal=True)
    n.masked_answers = [masked.antecedent(text)["animal"] for text in (TIRED, WIDE)]


def _real(n):
    """Lesson 4: a real model."""
    minilm = models.load("minilm")
    patterns = patterns_of(minilm)
    n.real_layers, n.real_heads = patterns.share["[CLS]"].shape
    n.all_real = n.real_layers * n.real_heads
    n.n_real = len(patterns.sentences)
    n.on_start = patterns.share["[CLS]"].mean()
    agree = (patterns.right("gender") + patterns.right("number")) / 2
    n.agrees, n.senses = agree.max(), patterns.right("sense").ravel()[agree.argmax()]
    tokens = minilm.tokens(TIRED)
    it, animal, street = (tokens.index(word) for word in ("it", "animal", "street"))
    before, after = (minilm.attention(text)[:, :, it] for text in (TIRED, WIDE))
    n.flips = int(
        ((before[..., animal] > before[..., street]) & (after[..., street] > after[..., animal])).sum()
    )
    n.lucky = 1 - (1 - 0.5**4) ** n.all_real  # that one of so many pupils throws four times heads


@functools.cache
def of_the_test():
    """The twelve questions' hand-set numbers, their answers, and the wrong answers with their usual mistakes.

    -> SimpleNamespace of one SimpleNamespace for each question that has numbers
    """
    return SimpleNamespace(
        table=_table(),
        query=_query(),
        scores=_scores(),
        refute=_refute(),
        root=_root(),
        share=_share(),
        mix=_mix(),
        mask=_mask(),
        count=_count(),
        tags=_tags(),
        proof=_proof(),
    )


def _table():
    weights = np.array([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6], [0.5, 0.1, 0.4]])
    row, column = 1, 2  # the cell that is left out
    by_columns = 1 - (weights[:, column].sum() - weights[row, column])
    return SimpleNamespace(
        words=("robot", "door", "it"),
        weights=weights,
        row=row,
        column=column,
        missing=1 - (weights[row].sum() - weights[row, column]),
        by_columns=by_columns,
        best=weights[2].argmax(),
        best_column=weights[:, 2].argmax(),
        mean=1 / len(weights),
        other_mean=1 / weights.size,
    )


def _query():
    x, W = np.array([2, 0, 1, 1]), np.array([[1, 0, 2], [3, 1, 0], [0, 2, 1], [1, 1, 0]])
    return SimpleNamespace(x=x, W=W, q=x @ W, without_x=W[x > 0].sum(axis=0), by_rows=W @ x[:3])


def _scores():
    q, k = np.array([3, 1, 2]), np.array([[1, 4, 2], [4, 0, 1]])
    scores = k @ q
    return SimpleNamespace(
        q=q,
        k=k,
        scores=scores,
        best=scores.argmax(),
        added=(k + q).sum(axis=1),
        keys=k[0] @ k[1],
        products=k * q,
    )


def _refute():
    k = np.array([[3, 1], [1, 2]])
    q = np.array([1, 3])
    return SimpleNamespace(k=k, q=q, scores=k @ q, wrong=np.array([1, 1]), wrong_scores=k @ np.array([1, 1]))


def _root():
    d_model, n_heads = 768, 12
    d_k = d_model // n_heads
    return SimpleNamespace(
        d_model=d_model,
        n_heads=n_heads,
        d_k=d_k,
        root=d_k**0.5,
        of_d_model=d_model**0.5,
        of_heads=n_heads**0.5,
    )


def _share():
    scores, d_k = np.array([8.0, 4.0, 4.0]), 16
    divisor = d_k**0.5
    return SimpleNamespace(
        scores=scores,
        d_k=d_k,
        scaled=scores / divisor,
        weights=softmax(scores / divisor),
        e=np.exp(1),
        by_sum=scores / scores.sum(),
        undivided=softmax(scores),
        by_d_k=softmax(scores / d_k),
        multiplied=softmax(scores * divisor),
    )


def _mix():
    weights, values = np.array([0.6, 0.3, 0.1]), np.array([[5, 0], [0, 10], [10, 20]])
    louder = values * np.array([[1], [2], [1]])
    again = weights * [1, 2, 1]
    return SimpleNamespace(
        weights=weights,
        values=values,
        z=weights @ values,
        louder=weights @ louder,
        added=values.sum(axis=0),
        mean=values.mean(axis=0),
        renormalised=again / again.sum() @ louder,
    )


def _mask():
    scaled = np.zeros((3, 3))
    scaled[1] = [1.0, 1.0, 2.0]
    mask = causal_mask(3)
    free = softmax(scaled)[1]
    return SimpleNamespace(
        scaled=scaled[1],
        free=free,
        right=softmax(np.where(mask, scaled, -np.inf))[1],
        erased=np.where(mask[1], free, 0),
        erased_sum=free[mask[1]].sum(),
        zero_scores=softmax(np.where(mask, scaled, 0.0))[1],
    )


def _count():
    d_model, n_heads, n = 256, 4, 10
    d_k = d_model // n_heads
    return SimpleNamespace(
        d_model=d_model,
        n_heads=n_heads,
        n=n,
        d_k=d_k,
        Q=(n, d_k),
        weights=(n, n),
        concatenated=(n, n_heads * d_k),
        numbers=n_heads * d_model * d_k,
        one_head=d_model * d_k,
        all_weights=n_heads * n * n,
        twice=n_heads * (2 * n) ** 2,
    )


def _tags():
    head, word, number = np.indices((2, 3, 2)) + 1
    tags = 100 * head + 10 * word + number
    wrong = tags.reshape(3, 4)
    return SimpleNamespace(
        tags=tags,
        right=merge_heads(tags),
        wrong=wrong,
        astray=int((wrong // 10 % 10 != np.array([[1], [2], [3]])).sum()),
    )


def _proof():
    weights, values = np.array([[0.9, 0.1]]), np.array([[0.0, 0.0], [6.0, 3.0]])
    return SimpleNamespace(
        weights=weights[0], values=values, terms=weights[0][:, None] * values, z=weights[0] @ values
    )


def _texts(sentences):
    return [one["text"] for one in sentences]


def listed(numbers, digits=None):
    """A row of numbers for a text. [2, 0.5] -> "2, 0.5" (digits: behind the point; None: as few as it needs)

    >>> listed([2, 0.5]), listed([0.8808, 0.1192], 2)
    ('2, 0.5', '0.88, 0.12')
    """
    return ", ".join(exact(one) if digits is None else fixed(one, digits) for one in np.ravel(numbers))


def matrix(rows):
    """A small matrix as a block of text, its columns in line.

    >>> matrix([[1, 20], [3, 4]])
    '     1  20\\n     3   4'
    """
    wide = max(len(exact(one)) for one in np.ravel(rows))
    return "\n".join("    " + "  ".join(exact(one).rjust(wide) for one in row) for row in np.atleast_2d(rows))


def percent(share):
    """A share for a text, rounded as Python's format does, so that it is what the notebooks print.

    >>> percent(0.955), percent(0.5), percent(89 / 400)
    ('95.5 %', '50 %', '22.2 %')
    """
    return f"{100 * share:.1f}".removesuffix(".0") + " %"


def thousands(count):
    """A large whole number for a text.

    >>> thousands(262144)
    '262,144'
    """
    return f"{int(count):,}"


FILTERS = {
    "listed": listed,
    "percent": percent,
    "thousands": thousands,
    "exact": exact,
    "two": lambda number: fixed(number, 2),
    "seven": lambda number: fixed(number, 7),
    "three": lambda number: fixed(number, 3),
}
