"""What the heads of a trained model do: measured over many sentences, as pushes on one answer, by removal."""

import dataclasses

import numpy as np

from helpers.attention import head_outputs
from helpers.models.survey import AT_PRONOUN, KINDS
from helpers.pictures.answers import answers, bars
from helpers.pictures.heads import digits, heads, lines, run
from helpers.pictures.kinds import ASKED, ChartFrame, MatrixFrame, Note, Panel, Plot, Series
from helpers.pictures.words import fixed, weight_words

__all__ = [
    "attention_rollout",
    "gallery",
    "kinds_of_heads",
    "looks_and_losses",
    "mistake",
    "push",
    "pushes",
    "reading",
    "removal",
    "rollout",
]


def kinds_of_heads(survey, kinds=tuple(KINDS)):
    """How much of its weight each head gives to each kind of place; the kind that names it is marked.

    kinds: the columns -> MatrixFrame of one panel [n_layers · n_heads, n_kinds], shares from 0 to 1
    """
    places = [(layer, head) for layer, head in np.ndindex(survey.kinds["evenness"].shape)]
    kinds = list(kinds)
    names = {place: named for place, named in survey.names.items() if named[0] in kinds}
    values = np.array([[survey.kinds[kind][place] for kind in kinds] for place in places])
    marked = tuple(
        (row, kinds.index(names[layer + 1, head + 1][0]))
        for row, (layer, head) in enumerate(places)
        if (layer + 1, head + 1) in names
    )
    panel = Panel(
        values,
        rows=[_head(layer + 1, head + 1) for layer, head in places],
        columns=kinds,
        kind="boxes",
        role="weight",
        limit=1.0,
        marked=marked,
    )
    named = "; ".join(f"{_head(*place)}: {kind} {fixed(share, 2)}" for place, (kind, share) in names.items())
    rest = "pass no threshold" if len(kinds) == len(KINDS) else "are named after none of these"
    return MatrixFrame(
        [panel],
        f"What each head looks at, mean over {len(survey.sentences)} sentences",
        survey.model.badge,
        f"{len(places)} heads and {len(kinds)} kinds of place. {named}. The other heads {rest}.",
    )


def gallery(survey, sentence):
    """One small heatmap for each head of the model, titled with its kind; the pronoun's row is outlined.

    -> tuple of MatrixFrame, one for each layer
    """
    found = []
    asks = survey.model.pronoun_in(run(survey.model, sentence).tokens)
    for layer in range(1, survey.model.n_layers + 1):
        frame = heads(survey.model, sentence, layer, asks=asks)
        panels = [
            dataclasses.replace(panel, title=f"{panel.title}: {kind_of(survey, layer, head)}")
            for head, panel in enumerate(frame.panels, start=1)
        ]
        title = f"Every head of layer {layer} (° measured in the row of the pronoun)"
        found.append(dataclasses.replace(frame, panels=panels, title=title, across=4))
    return tuple(found)


def means(model, tokens, answer):
    """What the pronoun of a sentence means to the model. -> str

    tokens: the words of the sentence; answer: dict of noun: probability, the most probable first

    >>> from helpers.models import load
    >>> means(load("pronouns"), ["was", "it", "."], {"dog": 0.78, "street": 0.22})
    '“it” = dog 0.78'
    """
    noun = next(iter(answer))
    return f"“{tokens[model.pronoun_in(tokens)]}” = {noun} {fixed(answer[noun], 2)}"


def _titled(title, model, sentence):
    """A title, and after it what the sentence's pronoun means to the model, if it has one. -> str"""
    steps = run(model, sentence)
    if not any(token.lower() in model.pronouns for token in steps.tokens):
        return title
    return f"{title}. {means(model, steps.tokens, model.answer(steps))}"


def reading(model, sentence, layer, asks):
    """Heatmaps, digits and lines of one layer; each title says what the pronoun means to the model.

    layer: from 1; asks: place of the word that asks, from 0
    -> tuple of MatrixFrame, MatrixFrame, LinesFrame
    """
    found = (
        heads(model, sentence, layer, asks=asks),
        digits(model, sentence, asks, layer),
        lines(model, sentence, layer, asks),
    )
    return tuple(dataclasses.replace(one, title=_titled(one.title, model, sentence)) for one in found)


def kind_of(survey, layer, head):
    """The name of a head's kind, with a ° where only the pronoun asks, or "no kind".

    layer, head: from 1. -> str
    """
    kind, _ = survey.names.get((layer, head), ("no kind", 0))
    return f"{kind} °" if kind in AT_PRONOUN else kind


def pushes(model, sentences, noun, other, layer=2):
    """How far each head of a layer pushes the pronoun's answer from one noun towards another. -> ChartFrame

    sentences: dict of a name: a sentence. The last bar of each plot is the sum of its heads.
    """
    found = {name: push(model, text, noun, other, layer) for name, text in sentences.items()}
    ends = [0, *(end for each in found.values() for end in (*each, each.sum()))]
    room = 0.14 * (max(ends) - min(ends))
    plots, told = [], []
    for name, each in found.items():
        sizes, roles = [*each, each.sum()], [*(f"head {head + 1}" for head in range(len(each))), "result"]
        bars = [
            Series([place], [size], "bars", role, names=(fixed(size, 1),))
            for place, (size, role) in enumerate(zip(sizes, roles, strict=True), start=1)
        ]
        labels = [*map(str, range(1, len(each) + 1)), "sum"]
        plots.append(
            Plot(
                bars,
                name,
                "head",
                f"push: + {noun}, − {other}",
                y_limits=(min(ends) - room, max(ends) + room),
                x_ticks=tuple(enumerate(labels, start=1)),
                notes=_elsewhere(model, sentences[name], each, (noun, other), layer),
            )
        )
        spoken = ", ".join(f"head {head}: {fixed(size, 1)}" for head, size in enumerate(each, start=1))
        told.append(f"{name}: {spoken}, sum: {fixed(each.sum(), 1)}.")
    title = f"Each head's push on the pronoun, from {other} to {noun}, layer {layer}"
    return ChartFrame(plots, title, model.badge, " ".join(told))


def _elsewhere(model, sentence, each, nouns, layer):
    """A callout at the heads that look most, from the pronoun, at one and the same word that is no such noun.

    each [n_heads]: their pushes. -> tuple of Note, one or none
    """
    steps = run(model, sentence)
    rows = steps.weights(layer)[:, model.pronoun_in(steps.tokens)]
    most = [steps.tokens[row.argmax()] for row in rows]
    apart = [head for head, word in enumerate(most) if word not in nouns]
    if len(apart) < 2 or len({most[head] for head in apart}) > 1:
        return ()
    *first, last = (str(head + 1) for head in apart)
    at = apart[-1]
    return (Note((at + 1, float(each[at])), f"heads {', '.join(first)} and {last} look at “{most[at]}”"),)


def push(model, sentence, noun, other, layer=2):
    """The push of each head of a layer at the sentence's pronoun. -> [n_heads]

    The head's output · (word of `one` − word of `other`) · model.readout_scale: what it would add to the
    difference of the two nouns' scores if it went straight to the answer. Their sum is the push of the
    layer's attention output, before residual, norm and feed-forward.
    """
    steps = run(model, sentence)
    asked = model.pronoun_in(steps.tokens)
    outputs = head_outputs(steps.heads(layer).context, model.layers[layer - 1].W_out)
    apart = model.embedding[model.row[noun]] - model.embedding[model.row[other]]
    return outputs[:, asked] @ apart * model.readout_scale


def removal(survey, sentence, without=()):
    """A sentence's answer and the accuracy over all held-out sentences, with all heads and without some.

    without: (layer, head) pairs, counted from 1. -> ChartFrame of two plots
    Raises ValueError: a head that is not there, a sentence without a pronoun.
    """
    model = survey.model
    before = model.answer(run(model, sentence))
    after = model.antecedent(sentence, without) if without else before
    among = ("all nouns", "the sentence's nouns")
    shares = [[survey.accuracy(heads, ask) for ask in among] for heads in ((), without)]
    names = ("all heads", "now")
    title = "the answer for this sentence"
    answer, told = answers(model, model.tokens(sentence), before, after, title, names)
    chance = survey.guessing
    accuracy = Plot(
        (
            *(
                bars(share, role, name, "{:.1%}".format)
                for share, role, name in zip(shares, ("plain", "result"), names, strict=True)
            ),
            Series([0.5, 1.5], [chance, chance], "line", label="guessing among them", dashed=True),
        ),
        f"right in {len(survey.sentences)} held-out sentences, among",
        y_label="accuracy",
        y_limits=(0, 1.15),
        x_ticks=((0, among[0]), (1, "its nouns")),
        note="Is the right noun the most probable of all that the model knows, or of those in the sentence?",
    )
    counted = "; ".join(
        f"among {name} {before:.1%} → {now:.1%}" for name, before, now in zip(among, *shares, strict=True)
    )
    alt = f"{told}. Accuracy {counted}, where guessing would give {chance:.1%}."
    title = f"{_without(without, model)}: {means(model, model.tokens(sentence), after)}"
    return ChartFrame((answer, accuracy), title, model.badge, alt)


def looks_and_losses(survey, layer=2):
    """How often each head looks at the right noun, what is lost without it, what is left alone.

    -> ChartFrame
    """
    n_heads = survey.model.n_heads
    numbers = range(1, n_heads + 1)
    looks = survey.on_noun[:, layer - 1].mean(axis=0)
    everyone = survey.accuracy()
    lost = [100 * (everyone - survey.accuracy([(layer, head)])) for head in numbers]
    others = [[(layer, other) for other in numbers if other != head] for head in numbers]
    asks = ("all nouns", "the sentence's nouns")
    alone = list(zip(*([survey.accuracy(without, ask) for ask in asks] for without in others), strict=True))
    look = {"x_label": "head", "x_ticks": tuple((head, str(head)) for head in numbers)}
    room = 0.2 * (max(0, *lost) - min(0, *lost)) + 0.1
    plots = (
        Plot(
            (Series(numbers, looks, "bars", "weight", "largest weight on the right noun"),),
            "what it looks at",
            y_label="share of sentences",
            y_limits=(0, 1.15),
            **look,
        ),
        Plot(
            (Series(numbers, lost, "bars", "plain", names=[fixed(points, 1) for points in lost]),),
            "what is lost without it",
            y_label="points of accuracy lost",
            y_limits=(min(0, *lost) - room, max(0, *lost) + room),
            note=f"One point is {len(survey.sentences) / 100:g} sentences.",
            **look,
        ),
        Plot(
            (
                Series(numbers, alone[0], "bars", "plain", "among all nouns"),
                Series(numbers, alone[1], "points", "plain", "among the sentence's nouns"),
                Series([0.4, n_heads + 0.6], [everyone] * 2, "line", label="all heads", dashed=True),
            ),
            "what is left with it alone",
            y_label="accuracy",
            y_limits=(0, 1.15),
            **look,
        ),
    )
    told = "; ".join(
        f"head {head}: {fixed(100 * on, 0)}%, {fixed(less, 1)}, "
        f"{fixed(100 * only, 0)}%, {fixed(100 * there, 0)}%"
        for head, on, less, only, there in zip(numbers, looks, lost, *alone, strict=True)
    )
    told = (
        "For each head: sentences in which it looks most at the right noun; "
        "points of accuracy lost without it; "
        f"accuracy with it alone, among all nouns and among the sentence's. {told}"
    )
    title = f"Layer {layer}, over {len(survey.sentences)} sentences"
    return ChartFrame(plots, title, survey.model.badge, f"{told}. All heads: {everyone:.0%}.")


def mistake(survey, place, layer=2):
    """Where the pronoun looks in one held-out sentence; the title says the answer.

    place: from 0. -> LinesFrame
    """
    sentence = survey.sentences[place]
    answer, noun = survey.model.answer(run(survey.model, sentence["text"])), sentence["noun"]
    said = next(iter(answer))
    shares = f"Answer: {said} {fixed(answer[said], 2)}; right: {noun} {fixed(answer[noun], 2)}."
    title = f"{sentence['text']} {shares}"
    frame = lines(survey.model, sentence["text"], layer)
    return dataclasses.replace(frame, selected=(sentence["pronoun"],), title=title)


def _head(layer, head):
    return f"layer {layer}, head {head}"


def _without(without, model):
    removed = []
    for layer in range(1, model.n_layers + 1):
        heads = sorted({head for its_layer, head in without if its_layer == layer})
        if heads:
            word = "head" if len(heads) == 1 else "heads"
            removed.append(f"{word} {', '.join(map(str, heads))} of layer {layer}")
    return f"Without {' and '.join(removed)}" if removed else "With all heads"


def attention_rollout(weights, residual=0.5):
    """How much of each word's input every word holds after some layers, by their mean weights alone.

    [n_layers, n_heads, n_tokens, n_tokens] -> [n_tokens, n_tokens]; rows sum to 1 where those of weights do.
    residual: the share of a word that passes a layer unmixed, from 0 to 1; the paper takes one half.
    Source: Abnar & Zuidema 2020, "Quantifying Attention Flow in Transformers", section 3.

    >>> swap = np.array([[[[0.0, 1.0], [1.0, 0.0]]]])
    >>> attention_rollout(np.concatenate([swap, swap])).tolist()
    [[0.5, 0.5], [0.5, 0.5]]
    """
    n_tokens = weights.shape[-1]
    held = np.eye(n_tokens)
    for layer in weights.mean(axis=1):
        held = (residual * np.eye(n_tokens) + (1 - residual) * layer) @ held
    return held


def rollout(model, sentence, asks, layers=2, residual=True):
    """The row of one word in the mean weights of a layer, and in the rollout up to it.

    -> MatrixFrame of one panel
    asks: place of the word, from 0; layers: how many, from 1; residual: whether half of each word passes a
    layer unmixed. A page for each word.
    Raises ValueError: a layer or a word that is not there, or a sentence that cannot be read.
    """
    tokens, weights = run(model, sentence).tokens, model.attention(sentence)
    if not 1 <= layers <= len(weights) or not 0 <= asks < len(tokens):
        raise ValueError(
            f"Choose layer 1 to {len(weights)} and place 1 to {len(tokens)}: got {layers} and {asks + 1}."
        )
    held = attention_rollout(weights[:layers], 0.5 if residual else 0.0)
    pages = np.stack([weights[layers - 1].mean(axis=0), held], axis=1)
    titles = tuple(f"“{token}” asks" for token in tokens)
    ways = (f"layer {layers}", "rollout")
    panel = Panel(
        pages[asks],
        titles[asks],
        rows=ways,
        columns=tokens,
        column_axis=ASKED,
        links=("", "key"),
        pages=pages,
        page_titles=titles,
    )
    told = "; ".join(
        f"{way}: most from “{tokens[row.argmax()]}”, {weight_words(row.max())}"
        for way, row in zip(ways, pages[asks], strict=True)
    )
    counted = "half of each word passes each layer unmixed" if residual else "the residual is left out"
    title = _titled(f"Mean weights of layer {layers}, and rollout up to it", model, sentence)
    return MatrixFrame(
        (panel,), title, model.badge, f"“{tokens[asks]}” asks. {told}. In the rollout {counted}."
    )
