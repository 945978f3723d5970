"""What the words of each frame must say: (what is worked out, then two states or more) for its name."""

from tests.pictures.cases import ROAD, SENTENCES, TIRED, M, best, nothing

KINDS = ["the adjective", "because"]


def kinds_of_heads(frame, state):
    panel, survey = frame.panels[0], state[0]
    said = [
        (f"{panel.rows[at]}: {panel.columns[kind]} (N)", [panel.values[at, kind]])
        for at, kind in panel.marked
    ]
    assert len(said) == sum(kind in panel.columns for kind, _ in survey.names.values())
    return said


def looks_and_losses(frame, state):
    (looks,), (lost,), (alone, there, everyone) = (plot.series for plot in frame.plots)
    told = [
        (
            f"head {head}: (N)%, (N), (N)%, (N)%",
            [100 * looks.y[at], lost.y[at], 100 * alone.y[at], 100 * there.y[at]],
        )
        for at, head in enumerate(range(1, 9))
    ]
    return [*told, ("All heads: (N)%", [100 * everyone.y[0]])]


def mistake(frame, state):
    survey, sentence = state[0], state[0].sentences[state[1]]
    answer = survey.model.antecedent(sentence["text"])
    said = max(answer, key=answer.get)
    told = [answer[said], answer[sentence["noun"]]]
    return [(f"Answer: {said} (N); right: {sentence['noun']} (N)", told)]


def pushes(frame, state):
    told = []
    for plot in frame.plots:
        heads = ", ".join(rf"head {head}: (N)" for head in range(1, len(plot.series)))
        told.append((rf"{plot.title}: {heads}, sum: (N)\.", [series.y[0] for series in plot.series]))
    return told


def removal(frame, state):
    before, now, chance = frame.plots[1].series
    pair = [[100 * before.y[at], 100 * now.y[at]] for at in (0, 1)]
    return [
        ("among all nouns (N)% → (N)%; among the sentence's nouns (N)% → (N)%", pair),
        ("guessing would give (N)%", [100 * chance.y[0]]),
    ]


def rollout(frame, state):
    (panel,) = frame.panels
    ways = zip(panel.rows, panel.values, strict=True)
    most = [(f"{way}: most from “{best(panel.columns, looks)}”, (N)", [looks.max()]) for way, looks in ways]
    return [meaning(state), *most]


def meaning(state):
    """What a title says that the pronoun means to the model."""
    answer = state[0].antecedent(state[1])
    said = max(answer, key=answer.get)
    return f"“it” = {said} (N)", [answer[said]]


def reading(frame, state):
    return [meaning(state)] if "=" in frame.title else []


CASES = {
    "gallery": (nothing, ("@survey", ROAD), ("@survey", TIRED)),
    "kinds_of_heads": (kinds_of_heads, ("@survey",), ("@survey", KINDS)),
    "looks_and_losses": (looks_and_losses, ("@survey", 2), ("@survey", 1)),
    "mistake": (mistake, ("@survey", 3), ("@survey", 40)),
    "pushes": (pushes, (M, SENTENCES, "animal", "street"), (M, {"road": ROAD}, "dog", "road", 1)),
    "reading": (reading, (M, TIRED, 2, 9), (M, TIRED.replace("tired", "wide"), 1, 4)),
    "removal": (removal, ("@survey", TIRED, [(2, 1)]), ("@survey", ROAD, [(1, 1), (2, 3)])),
    "rollout": (rollout, (M, ROAD, 6, 2, True), (M, TIRED, 9, 1, False), (M, TIRED, 9, 2, False)),
}
