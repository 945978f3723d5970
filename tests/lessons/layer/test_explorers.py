import numpy as np

from helpers import explorers
from helpers.encoder import positions
from helpers.models import PARTS
from tests.parts_off import run_without
from tests.sentences import SENTENCES, TIRED, WIDE


def test_place_and_clock_reach_the_patterns_and_the_three_plots():
    explorer = explorers.explore_positions()
    explorer.set(place=20, clock=100)
    pattern, below = explorer.frames
    clock, hand, products = below.plots
    P = positions(64, 512)
    assert np.allclose(np.dstack([panel.values for panel in pattern.panels]).reshape(P.shape), P)
    assert list(explorer.views[0].selected) == [0, 20, 99]
    assert np.allclose(clock.series[0].y, P[:, 198]) and np.allclose(clock.series[2].y, P[20, 198:200])
    assert np.allclose([hand.series[1].y, hand.series[1].x], P[20, 198:200, None])
    assert (
        np.allclose(products.series[0].y, P @ P[20])
        and "Clock 100" in below.title
        and "Place 20 with itself 256.0" in below.alt
    )
    explorer.controls["place"].value = 63
    assert list(explorer.views[0].selected) == [0, 63, 99] and explorer.message.value == ""
    explorer.reset()
    assert explorer.state == {"place": 9, "clock": 30} and list(explorer.views[0].selected) == [0, 9, 29]


def test_each_switch_cuts_its_own_part_and_two_cut_both(model):
    explorer = explorers.explore_switches(model, SENTENCES)
    assert list(explorer.controls) == [
        "sentence",
        "positions",
        "attention",
        "residual",
        "layer_norm",
        "feed_forward",
    ]
    for name, part in zip(list(explorer.controls)[1:], PARTS, strict=True):
        explorer.set(**{other: other == name for other in list(explorer.controls)[1:]})
        assert np.allclose(explorer.frames[0].plots[1].series[1].y, lengths(model, TIRED, (part,)))
        assert explorer.frames[0].title == f"Without {part}"
    explorer.set(sentence=WIDE, positions=True)
    assert np.allclose(
        explorer.frames[0].plots[1].series[1].y, lengths(model, WIDE, ("positions", "feed-forward"))
    )
    explorer.set(**dict.fromkeys(list(explorer.controls)[1:], True))
    assert explorer.message.value == "" and explorer.frames[0].plots[1].series[1].y.max() == 0


def lengths(model, sentence, off):
    return np.linalg.norm(run_without(model, sentence, off)[-1], axis=1)
