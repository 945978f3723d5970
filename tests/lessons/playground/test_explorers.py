import numpy as np
import pytest

from helpers import explorers, frames, models
from tests.sentences import SENTENCES, TIRED, WIDE

LONG = f"{TIRED} {WIDE} {TIRED} {WIDE} The animal didn't cross it."
MODEL = models.load("pronouns")


@pytest.fixture
def board():
    return explorers.explore_everything(MODEL, SENTENCES)


@pytest.fixture
def bench():
    return explorers.explore_bugs(MODEL, {"14 words": TIRED, "64 words": LONG})


def test_every_control_changes_the_arrays_of_all_pictures(board):
    assert "hv-linked" in board._dom_classes and len(board.views) == 5
    board.set(
        divisor=2, causal=True, positions=True, residual=True, layer=1, head=3, asks=4, layer_1_head_5=True
    )
    steps = models.Changed(MODEL, 2, True, ((1, 5),), ("positions", "residual")).run(TIRED)
    weights = steps.layers[0].attention.heads.weights
    effect, digits, heads, lines, formula = board.frames
    assert np.allclose(digits.panels[0].values, weights[:, 4])
    assert np.allclose([panel.values for panel in heads.panels], weights)
    assert np.allclose(lines.weights, weights) and lines.selected == (4,)
    assert np.allclose(formula.panels[2].values, weights[2])
    assert 4 not in lines.shown and heads.panels[4].title == "head 5, removed"
    assert "without L1 head 5" in effect.title
    board.reset()
    assert np.allclose(
        [panel.values for panel in board.frames[2].panels], MODEL.attention(TIRED)[1], atol=1e-6
    )


def test_lines_can_be_shares_between_heads_and_say_so(board):
    board.set(widths="shared")
    weights = MODEL.attention(TIRED)[1]
    assert np.allclose(board.frames[3].weights, weights / weights.sum(axis=0), atol=1e-5)
    assert "shared between heads" in board.frames[3].normalisation


def test_only_the_pictures_that_are_chosen_stand_on_the_page_and_the_others_hear_of_every_change(
    board, bench
):
    def shown(explorer):
        return [place for place, view in enumerate(explorer.views) if view.layout.display != "none"]

    assert shown(board) == [0, 1] and shown(bench) == [1, 2]
    for name, places in {
        "heatmaps": [0, 2],
        "lines": [0, 3],
        "one head": [0, 4],
        "all": [0, 1, 2, 3, 4],
    }.items():
        board.controls["show"].label = name
        assert shown(board) == places
    for name, places in {"all heads": [3], "checks": [0], "all": [0, 1, 2, 3]}.items():
        bench.controls["show"].label = name
        assert shown(bench) == places
    board.controls["show"].label = "lines"
    board.set(divisor=64)
    assert np.allclose(board.views[2].frame.panels[0].values, board.frames[3].weights[0])
    board.reset()
    assert shown(board) == [0, 1]


def test_a_typed_sentence_brings_its_words_and_the_last_pronoun_asks(board):
    board.controls["sentence"].value = "The cat did not eat the fish because it was hungry."
    assert board.message.value == "" and board.controls["asks"].label == "it" and board.state["asks"] == 8
    assert board.frames[2].panels[0].rows[1] == "cat" and board.choose.value is None
    told = MODEL.antecedent("The cat did not eat the fish because it was hungry.")
    assert board.frames[0].title.startswith(f"it = {next(iter(told))} {max(told.values()):.2f} ")
    board.controls["sentence"].value = "The dog"
    assert board.state["asks"] == 0 and len(board.frames[0].plots) == 1
    board.choose.value = WIDE
    assert board.controls["sentence"].value == WIDE and board.state["asks"] == 9
    board.controls["sentence"].value = "The dog was tired"
    board.reset()
    assert board.state["sentence"] == board.choose.value == TIRED and board.state["asks"] == 9


@pytest.mark.parametrize("text", ["", "  ", "The zebu", "<img src=x onerror=alert(1)>", "the " * 65, "🙂"])
def test_a_sentence_that_cannot_be_read_gives_one_line_and_the_last_picture_stays(board, text):
    before = board.frames
    board.controls["sentence"].value = text
    assert board.message.value and "\n" not in board.message.value and board.frames is before
    board.reset()
    assert board.message.value == ""


def test_the_same_word_twice_is_told_apart(board):
    board.controls["sentence"].value = "the dog saw the cat"
    assert [name for name, _ in board.controls["asks"].options] == ["the (1)", "dog", "saw", "the (4)", "cat"]


def test_a_word_chosen_in_a_picture_asks_in_all(board):
    board.views[3].selected = [12]
    assert board.state["asks"] == 12 and board.views[2].query == 12
    assert board.frames[1].panels[0].page == 12


def test_the_bench_shows_the_right_pictures_the_bugs_and_the_table(bench):
    for bug in ("K for V", "late mask", "no bug"):
        bench.set(bug=bug, causal=True, head=2)
        case = frames.case_of(MODEL, TIRED, True)
        table, right, wrong, results = bench.frames
        assert np.allclose(right.panels[1].values, case.attend({}).weights[1])
        assert np.allclose(wrong.panels[1].values, case.attend(frames.BUGS[bug]).weights[1])
        made = [case.attend(steps).merged for steps in ({}, frames.BUGS[bug])]
        assert np.allclose([panel.values for panel in results.panels], made)
        assert wrong.title.startswith(bug)
        rows = {row for row, _ in table.panels[0].marked}
        assert rows == {list(frames.BUGS).index(bug)}
        assert np.array_equal(table.panels[0].values, frames.alarms(case), equal_nan=True)


def test_the_bench_begins_with_the_mask_so_that_every_bug_shows_in_its_still(bench):
    table = bench.frames[0].panels[0]
    assert "late mask: rows sum to 1" in bench.still.alt
    assert bench.state["causal"] and table.rows[1:] == tuple(frames.BUGS)[1:]
    assert ((table.values[1:] == 1).sum(axis=1) >= 1).all()


def test_the_missing_transpose_stops_with_14_words_and_runs_with_64(bench):
    bench.set(bug="no transpose")
    assert bench.message.value.startswith("no transpose: Q @ K. NumPy stops: matmul")
    bench.set(sentence=LONG)
    assert bench.message.value == "" and bench.frames[2].panels[1].values.shape == (64, 64)


def test_a_bug_of_ones_own_joins_the_bench():
    def none(scores, d_k, d_model):
        return scores

    bench = explorers.explore_bugs(MODEL, {"14 words": TIRED}, bugs={"undivided": {"scale": none}})
    bench.set(bug="undivided")
    assert bench.frames[2].title == "undivided: scores" and bench.frames[0].panels[0].rows[-1] == "undivided"
