import numpy as np
import pytest

from helpers import explorers
from tests.pictures.view_arrays import panel as sent_panel
from tests.pictures.view_arrays import sent
from tests.sentences import SENTENCES, TIRED, WIDE

IT, ANIMAL, STREET = 9, 1, 7


def panel(explorer, place):
    return sent_panel(explorer.views[0], place)


def test_each_number_of_the_small_query_moves_both_scores():
    explorer = explorers.explore_small_scores([4, 8, 4], [[6, 9, 4], [8, 6, 4]], ("Thinking", "Machines"))
    assert panel(explorer, 3).tolist() == [[112], [96]]
    explorer.set(query_1=-2, query_2=3, query_3=-9)
    assert panel(explorer, 3).tolist() == [[-12 + 27 - 36], [-16 + 18 - 36]]
    explorer.controls["query_1"].value = 8
    assert panel(explorer, 2).tolist() == [[48, 27, -36], [64, 18, -36]]
    assert explorer.views[0].structure["panels"][3]["marked"] == [[1, 0]]
    assert explorer.views[0].structure["badge"] == "hand-set"
    explorer.reset()
    assert panel(explorer, 3).tolist() == [[112], [96]]


def test_who_asks_who_is_asked_and_the_head_choose_a_cell_of_the_models_table(model):
    explorer = explorers.explore_scores(model, SENTENCES, IT, ANIMAL)
    table = model.run(TIRED).layers[1].attention.heads.scores
    for head, asks, asked in ((1, IT, ANIMAL), (1, ANIMAL, IT), (8, 0, 13)):
        explorer.set(head=head, asks=asks, asked=asked)
        assert panel(explorer, 2).sum() == pytest.approx(table[head - 1, asks, asked], abs=1e-2)
        others, chosen = explorer.views[1].structure["plots"][0]["series"]
        assert sent(explorer.views[1], chosen["x"]).tolist() == [asked]
        heights = np.zeros(14)
        for series in (others, chosen):
            heights[sent(explorer.views[1], series["x"]).astype(int)] = sent(explorer.views[1], series["y"])
        assert np.allclose(heights, table[head - 1, asks], atol=1e-2)
    explorer.reset()
    assert explorer.state == {"sentence": TIRED, "asks": IT, "asked": ANIMAL, "head": 1, "show": (0,)}


def test_the_sentence_switches_and_the_title_says_what_it_means_now(model):
    explorer = explorers.explore_scores(model, SENTENCES, IT, ANIMAL)
    assert explorer.views[1].structure["title"].endswith("(it = animal 1.00)")
    explorer.set(sentence=WIDE, asked=STREET)
    score = model.run(WIDE).layers[1].attention.heads.scores[0][IT, STREET]
    assert panel(explorer, 2).sum() == pytest.approx(score, abs=1e-2)
    assert explorer.views[1].structure["title"].endswith("(it = street 0.98)")
    assert ("tired / wide", 12) in explorer.controls["asks"].options


def test_sentences_of_different_lengths_are_refused(model):
    with pytest.raises(ValueError, match="as many tokens as each other: got 14, 5"):
        explorers.explore_scores(model, {"long": TIRED, "short": "The street was wide."}, IT, ANIMAL)


def test_words_stand_in_the_controls_and_heads_count_from_1(model):
    controls = explorers.explore_scores(model, SENTENCES, IT, ANIMAL).controls
    assert controls["asks"].label == "it" and controls["asked"].label == "animal"
    assert (controls["head"].min, controls["head"].max) == (1, 8)


def test_arrows_turn_and_stretch():
    explorer = explorers.explore_arrows()

    def score():
        return sent(explorer.views[0], explorer.views[0].structure["plots"][1]["series"][0]["y"])[2:]

    assert (explorer.state["q_length"], explorer.state["k_length"]) == (5, 2.5)  # as the question says
    assert explorer.controls["k_length"].max >= 2 * 2.5
    explorer.set(q_length=5, q_angle=-60, k_length=2, k_angle=0)
    assert score() == pytest.approx([5, 5])
    explorer.controls["k_angle"].value = 30
    assert score() == pytest.approx([0, 0], abs=1e-6)
    explorer.controls["k_length"].value = 4
    assert score() == pytest.approx([0, 0], abs=1e-6)
    explorer.set(k_angle=120)
    assert score() == pytest.approx([-20, -20])
