"""The controls that explorers share: what they offer, and what a switch says of its state."""

import pytest

from helpers import explorers, style
from helpers.models import PARTS
from helpers.models.survey import survey_of
from helpers.pictures.controls import (
    choose_word,
    head_rows,
    head_switches,
    heads_off,
    part_switches,
    parts_off,
)
from helpers.pictures.live.labels import Labels, ink_on
from tests.sentences import TIRED


def removal(model):
    return explorers.explore_removal(survey_of(model), {"tired": TIRED})


def parts(model):
    return explorers.explore_switches(model, {"tired": TIRED})


@pytest.mark.parametrize(
    ("explorer", "name", "up", "down", "titles"),
    [
        (
            removal,
            "layer_1_head_2",
            ("2", "", "L1 head 2: in use, press to remove it"),
            ("2", "", "L1 head 2: removed, press to put it back"),
            ("With all heads", "Without head 2 of layer 1"),
        ),
        (
            parts,
            "layer_norm",
            ("no layer norm", "square-o", "on: press to switch it off"),
            ("no layer norm", "check-square-o", "off: press to switch it on"),
            ("With all parts", "Without layer norm"),
        ),
    ],
)
def test_a_switch_says_by_a_sign_and_in_words_that_it_is_down_and_reset_puts_it_back(
    model, explorer, name, up, down, titles
):
    explorer = explorer(model)
    switch = explorer.controls[name]
    for value, said, title in ((False, up, titles[0]), (True, down, titles[1])):
        switch.value = value
        assert (switch.description, switch.icon, switch.tooltip) == said
        assert title_of(explorer) == title
    explorer.reset()
    assert (switch.value, switch.icon, title_of(explorer)) == (False, up[1], titles[0])


def title_of(explorer):
    """The title of the first picture, without what the model answers then."""
    return explorer.frames[0].title.partition(": “it” =")[0]


def test_the_switches_that_are_pressed_name_their_own_heads_and_parts(model):
    heads, some = head_switches(model), part_switches(PARTS)
    heads["layer_2_head_7"].value = heads["layer_1_head_4"].value = some["feed_forward"].value = True
    assert heads_off(model, {name: switch.value for name, switch in heads.items()}) == ((1, 4), (2, 7))
    assert parts_off(PARTS, {name: switch.value for name, switch in some.items()}) == ("feed-forward",)


def test_chips_stand_in_a_row_for_each_layer_with_its_name(model):
    switches = head_switches(model)
    for layer, (name, *row) in enumerate(head_rows(model), start=1):
        assert name.value.startswith(f"layer {layer}")
        assert [switches[one].description for one in row] == [str(head) for head in range(1, 9)]
        assert all(switches[one].tooltip.startswith(f"L{layer} head ") for one in row)
    (line,) = [row for row in rows_of(removal(model)) if removal_chip(row, 5)][:1]
    assert "hv-chips" in line._dom_classes


def rows_of(explorer):
    return explorer.children[1].children[:-1]


def removal_chip(row, head):
    return [part for part in row.children if f"hv-head-{head}" in part._dom_classes]


def test_a_chip_has_its_heads_colour_and_ink_that_reads_on_it():
    for number, colour in enumerate(style.HEADS, start=1):
        assert style.contrast(ink_on(colour), colour) >= 4.5
        assert f".hv-head-{number} {{ --hv-head: {colour}; --hv-head-ink: {ink_on(colour)}; }}" in Labels._css


def test_a_word_that_stands_twice_is_told_apart_by_its_place():
    words = choose_word(["the", "dog", "the"], 2, "word")
    assert (words.label, words.value) == ("the (3)", 2) and [label for label, _ in words.options][1] == "dog"


def test_a_sentence_without_a_name_is_refused_with_an_example():
    with pytest.raises(TypeError, match="dict of a short name: a sentence, such as .*: got str"):
        explorers.explore_heads(None, "The animal was too tired.")
