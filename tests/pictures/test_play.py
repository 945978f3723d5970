"""Play, Pause and Next, with a page that counts on when the test says so."""

import ipywidgets
import numpy as np
import pytest

from helpers.explorers import Explorer
from helpers.frames import MatrixFrame, Panel
from helpers.pictures import play

STEPS = (0, 10, 100, 1000)


class Loop:
    """The page, which counts on the clock of whoever plays."""

    def __init__(self):
        self.players = []

    @property
    def waiting(self):
        return [player for player in self.players if player.clock.playing]

    def call(self):
        for player in self.waiting:
            player.clock.value += 1


@pytest.fixture
def loop(monkeypatch):
    loop = Loop()
    begin = play.Player.__init__

    def noted(player, *given, **rest):
        begin(player, *given, **rest)
        loop.players.append(player)

    monkeypatch.setattr(play.Player, "__init__", noted)
    return loop


def draw(step, shift):
    if step == 1000 and shift:
        raise ValueError("No such state.")
    if step == 100 and shift:
        raise ZeroDivisionError
    return MatrixFrame([Panel(np.full((2, 3), step / 1000))], title=f"step {step}", badge="hand-set")


def explorer(**rest):
    controls = {
        "step": ipywidgets.SelectionSlider(options=STEPS, value=0, description="step"),
        "shift": ipywidgets.Checkbox(value=False, description="shift"),
    }
    return Explorer(draw, controls, **{"play": "step", **rest})


def shown(it):
    return it.frames[0].title


def test_it_plays_to_the_end_and_stops_there(loop):
    it = explorer()
    it.player.play_button.click()
    seen = []
    while loop.waiting:
        loop.call()
        seen.append(shown(it))
    assert seen == ["step 10", "step 100", "step 1000"]
    assert not it.player.playing and it.player.play_button.description == "Play"
    it.player.clock.value += 1  # it was on its way
    assert shown(it) == "step 1000"


def test_between_two_steps_there_is_time_for_the_motion():
    assert explorer().player.clock.interval == 1000 * play.INTERVAL > 450


def test_at_the_end_it_begins_anew(loop):
    it = explorer()
    it.set(step=1000)
    it.player.play_button.click()
    loop.call()
    assert shown(it) == "step 0" and it.player.playing
    it.player.behind = ipywidgets.IntSlider(value=2, min=1, max=3)
    it.set(step=1000)
    it.player.play_button.click()
    loop.call()
    assert shown(it) == "step 100"


def test_pause_stays_and_play_goes_on_from_there(loop):
    it = explorer()
    it.player.play_button.click()
    loop.call()
    assert it.player.play_button.description == "Pause" and it.player.play_button.icon == "pause"
    it.player.play_button.click()
    assert not loop.waiting and shown(it) == "step 10" and it.player.play_button.description == "Play"
    it.player.play_button.click()
    loop.call()
    assert shown(it) == "step 100"


def test_next_makes_one_step_pauses_and_stays_at_the_end(loop):
    it = explorer()
    it.player.play_button.click()
    loop.call()
    it.player.next_button.click()
    assert shown(it) == "step 100" and not it.player.playing and not loop.waiting
    it.player.next_button.click()
    it.player.next_button.click()
    assert shown(it) == "step 1000"


def test_reset_and_a_hand_on_the_control_stop_it(loop):
    for act in (lambda it: it.reset_button.click(), lambda it: it.set(step=1000)):
        it = explorer()
        it.player.play_button.click()
        act(it)
        assert not loop.waiting and not it.player.playing
    it.reset_button.click()
    assert shown(it) == "step 0"


def test_another_control_does_not_stop_it(loop):
    it = explorer()
    it.player.play_button.click()
    it.controls["shift"].value = True
    assert it.player.playing


def test_an_error_of_ours_stops_it_and_surfaces(loop):
    it = explorer()
    it.set(step=10, shift=True)
    it.player.play()
    with pytest.raises(ZeroDivisionError):
        loop.call()
    assert not it.player.playing and not loop.waiting


def test_whole_numbers_are_steps_too(loop):
    slider = ipywidgets.IntSlider(value=3, min=1, max=7, step=2, description="size")
    player = play.Player(slider)
    assert (player.place, player.last) == (1, 3)
    player.play()
    loop.call()
    loop.call()
    assert slider.value == 7 and not player.playing


def test_the_buttons_stand_beside_their_control_and_say_what_they_do():
    it = explorer()
    (row,) = (box for box in it.children[1].children if it.controls["step"] in getattr(box, "children", ()))
    at = row.children.index(it.controls["step"])
    assert row.children[at + 1 : at + 3] == it.player.buttons
    assert [button.tooltip for button in it.player.buttons] == [
        "Go through the steps of “step”",
        "One step on: step",
    ]
    assert explorer(play=None).player is None


def test_what_has_no_steps_cannot_be_played():
    with pytest.raises(ValueError, match="a control with steps: got a Checkbox"):
        explorer(play="shift")
