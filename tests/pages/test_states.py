"""What of an explorer is on a page without Python: its states, what they are called, and what is left out."""

import ipywidgets
import numpy as np
import pytest

from helpers import explorers
from helpers.models.survey import survey_of
from helpers.pictures.controls import head_rows
from helpers.pictures.explorer import Explorer
from helpers.pictures.kinds import MatrixFrame, Panel
from helpers.pictures.states import Follows, Group, Offers, States, switched_on
from tests.sentences import SENTENCES, TIRED, WIDE
from tools.pages import report


def drawn(**values):
    return MatrixFrame([Panel([[1.0]], ", ".join(map(str, values.values())))])


def explorer_of(offers=None, **controls):
    return Explorer(drawn, controls, offers=offers)


def text(value="a"):
    return ipywidgets.Text(value=value, description="keys", continuous_update=False)


def switches(count=3):
    return {f"s{place}": ipywidgets.ToggleButton(description=str(place)) for place in range(count)}


MAKERS = {
    "meeting": lambda model, minilm, translator: explorers.explore_meeting(model, SENTENCES),
    "own query": lambda model, minilm, translator: explorers.explore_own_query(),
    "small x": lambda model, minilm, translator: explorers.explore_small_projection(
        [1, 0, 2, 1], *[[[1, 0, 1], [0, 1, 0], [1, 1, 0], [0, 0, 1]]] * 3, "it"
    ),
    "arrows": lambda model, minilm, translator: explorers.explore_arrows(),
    "heads": lambda model, minilm, translator: explorers.explore_heads(model, SENTENCES),
    "mixing": lambda model, minilm, translator: explorers.explore_mixing(model, TIRED, 3, [1, 2, 6]),
    "positions": lambda model, minilm, translator: explorers.explore_positions(),
    "removal": lambda model, minilm, translator: explorers.explore_removal(survey_of(model), SENTENCES),
    "everything": lambda model, minilm, translator: explorers.explore_everything(model, SENTENCES),
    "every head": lambda model, minilm, translator: explorers.explore_every_head({"MiniLM": minilm}, TIRED),
    "weights": lambda model, minilm, translator: explorers.explore_weights(
        np.full((12, 12, 64, 64), 1 / 64), [f"w{at}" for at in range(64)]
    ),
    "pair": lambda model, minilm, translator: explorers.explore_pair({"MiniLM": minilm}, TIRED, WIDE),
    "real": lambda model, minilm, translator: explorers.explore_real(
        {"translator": translator, "MiniLM": minilm}, TIRED, asks="▁it"
    ),
    "translation": lambda model, minilm, translator: explorers.explore_translation(translator, TIRED),
}


@pytest.fixture(params=MAKERS)
def states(request, model, minilm, translator):
    return MAKERS[request.param](model, minilm, translator).states()


def test_states_begin_where_the_controls_do(states):
    for name, value in states.start.items():
        assert value in states.values[name], name
    begun = states.at({})
    assert {
        name: states.choices[name][one["start"]] for name, one in states.told()["controls"].items()
    } == begun


def test_every_text_that_is_offered_can_be_drawn(states):
    for axis, values in states.values.items():
        seen = set()
        for place in range(len(values)):
            texts = {value for value in states.at({axis: place}).values() if isinstance(value, str)}
            if not texts <= seen:
                states.draw(states.at({axis: place}))
                seen |= texts


def test_states_are_few_enough_to_be_stored(states):
    assert 1 < states.size <= 40_000


def test_random_states_are_drawn(states):
    assert all(states.draw(states.at(places)) for places in states.random(3, 4))


def test_says_what_is_left_out(states):
    assert states.more.startswith("On this page ")


def test_of_typed_text_one_can_be_chosen():
    states = explorer_of(Offers({"keys": {"none": "", "b": "b"}}), keys=text("")).states()
    assert (states.values, states.texts) == ({"keys": ("", "b")}, {"keys": ("none", "b")})
    assert states.more == "On this page “keys” offers 2 choices. In JupyterLab you type your own."


def test_a_start_that_is_not_offered_is_refused():
    with pytest.raises(ValueError, match="keys starts with 'a', which is not offered"):
        explorer_of(Offers({"keys": ["b"]}), keys=text()).states()


def test_an_offer_for_no_control_is_refused():
    with pytest.raises(ValueError, match="offers name key: there is no such control"):
        explorer_of(Offers({"key": ["a"]}), keys=text()).states()


def test_nothing_is_said_where_nothing_is_left_out():
    steps = ipywidgets.IntSlider(value=2, min=1, max=3)
    assert explorer_of(step=steps).states().more == ""
    assert explorer_of(Offers({"step": [1, 2, 3]}), step=steps).states().more == ""
    assert "larger steps" in explorer_of(Offers({"step": [1, 2]}), step=steps).states().more


def test_a_group_is_one_axis():
    group = Group(tuple(switches()), switched_on(switches(), 1), "one of them")
    states = explorer_of(
        Offers(groups={"off": group}), **switches(), step=ipywidgets.IntSlider(1, 1, 3)
    ).states()
    assert (list(states.values), states.size) == (["off", "step"], 4 * 3)
    assert states.at({"off": 2}) == {"s0": False, "s1": True, "s2": False, "step": 1}
    told = states.told()["groups"]["off"]
    assert told["cells"] == [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]]
    assert told["says"].startswith("On this page one of them.")


def test_heads_to_remove(model):
    states = explorers.explore_removal(survey_of(model), SENTENCES).states()
    first, last = (row[1:] for row in head_rows(model))
    removed = [
        {name for name, off in zip(states.groups["removed"].names, cell, strict=True) if off}
        for cell in states.values["removed"]
    ]
    assert set(last) in removed
    assert all({name} in removed for name in first)
    assert {first[0], last[0]} not in removed


def test_a_follower_has_the_words_of_its_text():
    words = Follows(["keys"], lambda keys, **others: keys.split())
    states = explorer_of(
        Offers({"keys": ["a b", "c d e"]}, follows={"asks": words}),
        keys=text("a b"),
        asks=ipywidgets.SelectionSlider(options=[("a", 0), ("b", 1)]),
    ).states()
    assert states.texts_at({}) == {"asks": ("a", "b")}
    assert states.texts_at({"keys": 1}) == {"asks": ("c", "d", "e")}
    assert states.at({"keys": 1, "asks": 2}) == {"keys": "c d e", "asks": 2}
    assert states.at({"keys": 0, "asks": 2}) == {"keys": "a b", "asks": 1}  # there is no third word
    assert all(len(states.texts_at(places)["asks"]) > places["asks"] for places in states.random(0, 50))


@pytest.mark.parametrize("name", ["real", "pair", "translation", "everything"])
def test_followers_are_as_in_the_explorer(name, model, minilm, translator):
    explorer = MAKERS[name](model, minilm, translator)
    states = explorer.states()
    for places in states.random(5, 6):
        values = states.at(places)
        explorer.set(**{control: value for control, value in values.items() if control != "asks"})
        assert tuple(explorer.controls["asks"]._options_labels) == states.texts_at(places)["asks"], values


def test_a_report_marks_what_is_too_large(monkeypatch):
    slider = ipywidgets.IntSlider(value=2, min=1, max=3)
    found = report.row(explorer_of(step=slider), "05", "explore_it")
    assert (found.states, found.too_large, found.more) == (3, False, "")
    monkeypatch.setattr(report, "LARGEST", found.size - 1)
    assert found.too_large
    assert str(found).endswith("too large")


def test_a_picture_without_controls_has_one_state():
    states = States({}, {}, {}, lambda nothing: (drawn(),))
    assert (states.size, states.told()["controls"]) == (1, {})
