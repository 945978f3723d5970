"""Notebook 12: one board with every control of the course, and a bench of bugs."""

import itertools

import ipywidgets

from helpers import models
from helpers.lessons.playground import frames
from helpers.pictures.controls import (
    choose_head,
    choose_layer,
    choose_sentence,
    choose_word,
    head_rows,
    head_switches,
    heads_off,
    part_switches,
    parts_off,
    places,
)
from helpers.pictures.explorer import Explorer
from helpers.pictures.heads import digits, heads, lines, place_of, run, shared_between_heads
from helpers.pictures.states import Follows, Group, Offers, switched_on

__all__ = ["explore_bugs", "explore_everything"]

DIVISORS = (0.125, 1, 2, 4, 8, 16, 32, 64)
DIVIDED = (0.125, 1, 8, 64)  # those of a page without Python
WIDE = {"flex": "1 1 30em"}
AUTO = {"button_width": "auto"}
EXCHANGED = "The street didn't cross the animal because it was too tired."  # on a page without Python


def explore_everything(model, sentences, asks="it"):
    """All controls at once: the answer, below it digits, heatmaps, lines, a head's formula or all, linked.

    sentences: dict of a short name: a sentence, to begin with; any other can be typed. asks: the word that
    asks at first. -> Explorer, with choose (the list of sentences)
    """
    sentence, choose, word = _sentence_and_word(model, sentences, asks)
    removed, parts = head_switches(model), part_switches(models.PARTS)

    def draw(sentence, layer, head, asks, divisor, causal, widths, **switches):
        without, off = heads_off(model, switches), parts_off(models.PARTS, switches)
        changed = models.Changed(model, divisor, causal, without, off)
        return _every_picture(changed, sentence, layer, head, asks, widths)

    explorer = Explorer(
        draw,
        {
            "sentence": sentence,
            "layer": choose_layer(model),
            "head": choose_head(model),
            "asks": word,
            "divisor": ipywidgets.SelectionSlider(
                options=[(_divisor(divisor, model.d_k), divisor) for divisor in DIVISORS],
                value=model.d_k**0.5,
                description="divide the scores by",
            ),
            "causal": ipywidgets.ToggleButtons(
                options=[("none", False), ("causal", True)], description="mask", style=AUTO
            ),
            **removed,
            **parts,
            "widths": ipywidgets.ToggleButtons(
                options=[("weights", "weights"), ("shares between heads", "shared")],
                description="lines are",
                style=AUTO,
            ),
        },
        linked=True,
        still=(0, 1, 4),  # all five would be as long as three screens
        tabs={"digits": (0, 1), "heatmaps": (0, 2), "lines": (0, 3), "one head": (0, 4)},
        rows=[
            ["sentence", choose],
            ["layer", "head", "reset", "projector"],  # of a width each: a projector shows four rows
            ["asks", "divisor"],
            ["show"],
        ],
        folded={
            "mask, parts": [["causal", "widths"], list(parts)],
            "heads off": head_rows(model),
        },
        offers=Offers(
            {"sentence": list(dict.fromkeys([*sentences.values(), EXCHANGED]))},
            {"changed": _one_change(model, sentences, list(removed), list(parts))},
            {"asks": Follows(["sentence"], *_words(model))},
        ),
    )
    explorer.choose = choose
    return explorer


def _one_change(model, sentences, removed, parts):
    """What moves together on a page without Python: one change at a time, or the head. -> Group

    Of the last layer its first heads can be removed too, in their order.
    """
    last = removed[-model.n_heads :]
    in_all = (
        *({"head": head} for head in range(1, model.n_heads + 1)),
        *switched_on(last, 1),
        *(dict.fromkeys(last[:count], True) for count in range(2, len(last) + 1)),
        {"causal": True},
        {"widths": "shared"},
    )
    in_first = (
        *({"divisor": divisor} for divisor in DIVIDED),
        *switched_on(parts, 1),
        *switched_on(removed[: -len(last)], 1),
    )
    ways = [{"sentence": sentence} | change for sentence in sentences.values() for change in in_all]
    ways += [{"sentence": next(iter(sentences.values()))} | change for change in in_first]
    ways += [{"sentence": EXCHANGED}, {"sentence": EXCHANGED, "positions": True}]
    says = (
        "one thing is changed at a time, and then “one head” shows head 1 (of layer 2, heads 1, 2, 3 … can "
        "be removed one after another); the divisor, the parts and the heads of layer 1 can be changed in "
        "the first sentence only; in the last sentence only positions can be switched off"
    )
    return Group(("sentence", "head", "divisor", "causal", *removed, *parts, "widths"), ways, says)


def _words(model):
    """The words of a sentence as `asks` names them, and which of them asks at first. -> two functions"""

    def words(sentence, **others):
        return [word for word, _ in places(run(model, sentence).tokens)]

    def first(sentence, **others):
        return _pronoun(model, run(model, sentence).tokens)

    return words, first


def _pronoun(model, tokens):
    """The place of the last pronoun, or 0."""
    pronouns = [place for place, token in enumerate(tokens) if token.lower() in model.pronouns]
    return pronouns[-1] if pronouns else 0


def _sentence_and_word(model, sentences, asks):
    """A sentence to type, a list to choose one from, and a slider over its words, which follow each other.

    sentences, asks: as for explore_everything -> three controls
    """
    first = next(iter(sentences.values()))
    sentence = ipywidgets.Text(value=first, description="sentence", continuous_update=False, layout=WIDE)
    choose = ipywidgets.Dropdown(
        options=list(sentences.items()), value=first, description="or choose", layout={"width": "auto"}
    )
    tokens = run(model, first).tokens
    word = choose_word(tokens, place_of(asks, tokens), "word that asks")

    def typed(change):
        choose.value = change.new if change.new in sentences.values() else None
        try:
            tokens = run(model, change.new).tokens
        except ValueError:  # the explorer shows it, and the last good words stay
            return
        if list(word.options) != places(tokens):
            word.options = places(tokens)
            word.value = _pronoun(model, tokens)

    def chosen(change):
        if change.new is not None:
            sentence.value = change.new

    sentence.observe(typed, "value")  # before the explorer listens, so that the words fit when it draws
    choose.observe(chosen, "value")
    choose.style.description_width = "initial"
    return sentence, choose, word


def _every_picture(changed, sentence, layer, head, asks, widths):
    """The answer, digits, heatmaps and lines of a layer, and one head's formula. -> five frames"""
    between = shared_between_heads if widths == "shared" else lines
    of_heads = (
        digits(changed, sentence, asks, layer),
        heads(changed, sentence, layer, asks=asks),
        between(changed, sentence, layer, asks),
    )
    return (
        frames.effect(changed, sentence, asks, layer),
        *(frames.name_removed(frame, changed, layer) for frame in of_heads),
        frames.changed_formula(changed, sentence, asks, layer, head),
    )


def explore_bugs(model, sentences, bugs=None, layer=2):
    """Choose a bug: the table of checks that notice it, and the pictures without it and with it.

    sentences: dict of a short name: a text; bugs: dict of a name: bug, shown beside those of frames.BUGS;
    layer: from 1. -> Explorer
    """
    bugs = frames.BUGS | (bugs or {})
    asks = place_of("it", run(model, next(iter(sentences.values()))).tokens)

    def draw(sentence, bug, causal, head):
        case = frames.case_of(model, sentence, causal, layer)
        return (
            frames.alarm_table(case, bug, bugs),
            frames.bug_pictures(case, head=head, asks=asks),
            frames.bug_pictures(case, bug, head, asks, bugs),
            frames.bug_results(case, bug, asks, bugs),
        )

    return Explorer(
        draw,
        {
            "bug": ipywidgets.Dropdown(
                options=list(bugs), value=list(bugs)[1], description="bug", layout={"width": "16em"}
            ),
            "sentence": choose_sentence(sentences, "text"),
            "causal": ipywidgets.ToggleButtons(
                options=[("none", False), ("causal", True)],
                value=True,  # or the two bugs of the mask could not show
                description="mask",
                style=AUTO,
            ),
            "head": choose_head(model),
        },
        offers=Offers(groups={"case": _cases(model, sentences, bugs)}),
        linked=True,
        still=(0, 2),  # the rest is seen live, and would make the still long and heavy
        tabs={"one head": (1, 2), "all heads": (3,), "checks": (0,)},
    )


IN_LONGER = ("no bug", "wrong axis", "no transpose")  # the last is found in 14 words, and not in 64


def _cases(model, sentences, bugs):
    """What moves together on a page without Python: all of the first sentence, of a longer one some bugs.

    -> Group
    """
    first, *longer = sentences.values()
    every = itertools.product(bugs, (True, False), range(1, model.n_heads + 1))
    return Group(
        ("bug", "sentence", "causal", "head"),
        (
            *({"bug": bug, "sentence": first, "causal": mask, "head": head} for bug, mask, head in every),
            *({"bug": bug, "sentence": sentence} for sentence in longer for bug in IN_LONGER),
        ),
        f"the longer text has the mask and head 1, and only {', '.join(IN_LONGER)}",
    )


def _divisor(divisor, d_k):
    if divisor < 1:
        return f"1/{1 / divisor:g} (multiplies)"
    return f"{divisor:g} (√d_k)" if divisor == d_k**0.5 else f"{divisor:g}"
