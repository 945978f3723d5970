"""The frames of notebook 11 against the models themselves."""

import numpy as np
import pytest

from helpers import frames, models
from helpers.lessons.real.frames import SPECIAL, in_words
from helpers.models.patterns import best_of_coins, patterns_of
from helpers.pictures.still.layout import arrange
from tests.sentences import TIRED

CUT = "Untypable words"  # un ##ty ##pa ##ble words
IT, ANIMAL = 10, 2


@pytest.fixture(scope="module")
def translation():
    return frames.translated(models.load("translator"), TIRED)


def test_all_pictures_of_a_layer_show_the_models_own_weights(minilm):
    heads, digits, lines = frames.real_layer(frames.Seen(minilm), TIRED, 4, IT, head=2)
    weights = minilm.attention(TIRED)[3]
    assert len(heads.panels) == 12 and heads.selected == (0, IT, -1)
    for head, panel in enumerate(heads.panels):
        assert np.allclose(panel.values, weights[head]) and panel.head == head
    assert np.allclose(digits.panels[0].values, weights[:, IT])
    assert np.allclose(lines.weights, weights) and lines.shown == (1,) and lines.selected == (IT,)
    assert lines.tokens == tuple(minilm.tokens(TIRED))


def test_a_word_gets_the_sum_and_gives_the_mean_of_its_pieces(minilm):
    weights, names, places = in_words(minilm.attention(CUT), minilm.read(CUT))
    raw = minilm.attention(CUT)
    assert names == ["[CLS]", "Untypable", "words", "[SEP]"] and places == [None, 0, 1, None]
    assert np.allclose(weights.sum(-1), 1, atol=1e-5)
    assert np.isclose(weights[4, 7, 2, 1], raw[4, 7, 5, 1:5].sum(), atol=1e-6)
    assert np.isclose(weights[4, 7, 1, 2], raw[4, 7, 1:5, 5].mean(), atol=1e-6)


def test_hidden_special_pieces_leave_rows_below_1_and_it_is_said(minilm):
    raw = minilm.attention(TIRED)[3]
    heads, digits, lines = frames.real_layer(frames.Seen(minilm, False, "hidden"), TIRED, 4, IT - 1)
    assert np.allclose(heads.panels[1].values, raw[1, 1:-1, 1:-1]) and (heads.panels[1].row_sums < 0.99).all()
    assert "do not add up to 1" in heads.title and "do not add up to 1" in lines.normalisation
    assert "[CLS]" not in lines.tokens and digits.panels[0].values.shape == (12, 14)
    heads, _, lines = frames.real_layer(frames.Seen(minilm, False, SPECIAL[2]), TIRED, 4, IT - 1)
    own = raw[1, 1:-1, 1:-1]
    assert np.allclose(heads.panels[1].values, own / own.sum(1, keepdims=True))
    assert "not the model's own weights" in heads.title and np.allclose(lines.row_sums, 1, atol=1e-5)


def test_thumbnails_are_every_head_in_order_and_the_open_one_stands_in_brackets(minilm):
    frame = frames.thumbnails(frames.Seen(minilm), TIRED, 4, 2)
    weights = minilm.attention(TIRED)
    assert len(frame.panels) == 72 and frame.across == 12
    assert [place for place, panel in enumerate(frame.panels) if panel.title.startswith("[")] == [37]
    assert frame.panels[37].title == "[4.2]" and np.allclose(frame.panels[37].values, weights[3, 1])
    assert frame.panels[17].title == "2.6" and np.allclose(frame.panels[17].values, weights[1, 5])


@pytest.mark.parametrize(("width", "scale"), [(850, 1.0), (550, 1.0), (850, 1.5), (550, 1.5), (550, 2.0)])
def test_thumbnails_stand_side_by_side_in_parts_of_a_layer_however_narrow_the_page(minilm, width, scale):
    placed = arrange(frames.thumbnails(frames.Seen(minilm), TIRED), width, scale)
    across = [sum(other.y == one.y for other in placed.blocks) for one in placed.blocks]
    assert len(set(across)) == 1 and 12 % across[0] == 0 and across[0] >= 3
    assert placed.width <= width


def test_one_head_shows_each_text_beside_the_other(minilm):
    frame = frames.one_head(frames.Seen(minilm), (TIRED, CUT), 4, 2, IT)
    assert np.allclose(frame.panels[1].values, minilm.attention(CUT)[3, 1])
    assert frame.selected == (0, IT, -1)
    with pytest.raises(ValueError, match="There is no head 13: choose 1 to 12"):
        frames.one_head(frames.Seen(minilm), (TIRED,), 4, 13)


def test_of_two_texts_each_title_says_where_the_head_looks_most(minilm):
    wide = TIRED.replace("tired", "wide")
    frame = frames.one_head(frames.Seen(minilm, special="hidden"), (TIRED, wide), 4, 2, IT - 1)
    for number, (panel, text) in enumerate(zip(frame.panels, (TIRED, wide), strict=True), start=1):
        row = minilm.attention(text)[3, 1, IT, 1:-1]
        word = minilm.tokens(text)[1:-1][row.argmax()]
        assert panel.title == f"sentence {number}: it → {word} {row.max():.2f}"
    assert frames.one_head(frames.Seen(minilm), (TIRED,), 4, 2, IT).panels[0].title == ""
    assert (
        frames.one_head(frames.Seen(minilm), (TIRED, "Birds sing."), 4, 2, IT).panels[1].title == "sentence 2"
    )


def test_of_two_texts_a_callout_says_which_typed_piece_gets_most(minilm):
    for special in SPECIAL[:2]:
        shift = special != "shown"
        seen = frames.Seen(minilm, special=special)
        for panel, text in zip(
            frames.one_head(seen, (TIRED, CUT), 6, 7, 2).panels, (TIRED, CUT), strict=True
        ):
            tokens, row = minilm.tokens(text), minilm.attention(text)[5, 6, 2 + shift]
            most = 1 + int(row[1:-1].argmax())
            (note,) = panel.notes
            assert note.at == panel.marked[0] == (2, most - shift)
            assert note.text == f"the word with most: {tokens[most]} {row[most]:.2f}"
    assert frames.one_head(frames.Seen(minilm), (TIRED,), 6, 7, 2).panels[0].notes == ()


def test_callouts_of_the_best_heads_say_what_becomes_of_them(minilm):
    for plot in frames.two_halves(patterns_of(minilm)).plots:
        best = plot.series[1]
        assert [note.at for note in plot.notes] == list(zip(best.x, best.y, strict=True))
        for note, second in zip(plot.notes, best.y, strict=True):
            assert note.text.endswith("like a coin") == (second == 0.5)


def test_callouts_in_the_gallery_are_the_weights_of_the_named_pair(minilm):
    pairs = {"subject to verb": [("animal", "cross"), ("didn", "because")]}
    frame = frames.pattern_gallery(patterns_of(minilm), TIRED, called=pairs)
    told = {panel.title.split(":")[0]: panel.notes for panel in frame.panels}
    (named,) = [name for name, notes in told.items() if notes]
    layer, head = map(int, named.split(" ")[0].split("."))
    weights = minilm.attention(TIRED)[layer - 1, head - 1]
    assert named.endswith("subject to verb")
    assert [note.text for note in told[named]] == [
        f"animal → cross {weights[2, minilm.tokens(TIRED).index('cross')]:.2f}",
        f"didn → because {weights[3, minilm.tokens(TIRED).index('because')]:.2f}",
    ]
    with pytest.raises(ValueError, match="'dog' is not in the sentence"):
        frames.pattern_gallery(patterns_of(minilm), TIRED, called={"[CLS]": [("dog", "it")]})


def test_the_callout_of_the_bars_is_the_largest_gain_over_elsewhere(minilm):
    patterns = patterns_of(minilm)
    (note,) = frames.pattern_bars(patterns).plots[0].notes
    gains = []
    for name, elsewhere in patterns.elsewhere.items():
        at = tuple(place - 1 for place in patterns.best(name))
        gains.append(patterns.share[name][at] - elsewhere[at])
    assert note.text == f"{max(gains):.2f} more than elsewhere"


def test_parked_lengths_are_those_of_each_head_that_looks_at_the_first_piece(minilm):
    found = []
    for layer in minilm.run(TIRED).layers:
        weights, value = layer.attention.heads.weights, layer.attention.heads.value
        for head in range(12):
            if weights[head, :, 0].mean() >= 0.5:
                lengths = [np.sqrt((one**2).sum()) for one in value[head]]
                found.append(lengths[0] / np.mean(lengths[1:-1]))
    assert len(found) > 20 and np.allclose(frames.parked_lengths(minilm, [TIRED]), found, rtol=1e-4)
    assert len(frames.parked_lengths(minilm, [TIRED], least=1.1)) == 0


def test_two_halves_hold_each_head_and_name_the_best_of_the_first(minilm):
    patterns = patterns_of(minilm)
    agreement, sense = frames.two_halves(patterns).plots
    assert np.allclose(agreement.series[0].x, (patterns.toward("gender") > 0).mean(axis=0).ravel())
    assert np.allclose(agreement.series[0].y, (patterns.toward("number") > 0).mean(axis=0).ravel())
    right = patterns.toward("sense").reshape(32, 72) > 0
    assert np.allclose(sense.series[0].x, right[:16].mean(axis=0))
    assert np.allclose(sense.series[0].y, right[16:].mean(axis=0))
    for plot in (agreement, sense):
        first = plot.series[0].x
        named = [f"{at // 12 + 1}.{at % 12 + 1}" for at in np.flatnonzero(first == first.max())]
        assert list(plot.series[1].names) == named


def test_alignment_and_steps_are_those_of_the_translation(translation):
    panel = frames.alignment(translation, 2, 1, 6).panels[0]
    assert panel.values.shape == (13, 15) and np.allclose(panel.values, translation.cross_attention[1, 0])
    heads, candidates = frames.written(translation, 6)
    assert heads.panels[0].rows[11] == "layer 2, head 4"
    assert np.allclose(heads.panels[0].values[11], translation.cross_attention[1, 3, 6])
    (plot,) = candidates.plots
    assert np.allclose(plot.series[0].y, [share for _, share in translation.choices[6]])
    assert plot.note == "Written so far: O animal não cruzou a"
    with pytest.raises(ValueError, match="There is no head 9 of layer 1"):
        frames.alignment(translation, 1, 9)


def test_english_words_get_what_their_pieces_get():
    found = frames.translated(models.load("translator"), "Untypable words!")
    panel = frames.alignment(found, 2, 1, words=True).panels[0]
    assert panel.columns == ("Untypable", "words", "!", "</s>")
    assert np.allclose(panel.values[:, 0], found.cross_attention[1, 0, :, :4].sum(1))
    assert np.allclose(panel.row_sums, 1, atol=1e-5)


def test_pronoun_maps_show_how_far_each_head_is_from_a_coin(minilm):
    patterns = patterns_of(minilm)
    frame = frames.pronoun_maps(patterns)
    assert [panel.title.split(":")[0] for panel in frame.panels] == ["gender", "number", "sense"]
    assert all(panel.kind == "signed" and panel.limit == 0.5 for panel in frame.panels)
    assert np.allclose(frame.panels[1].values + 0.5, (patterns.toward("number") > 0).mean(axis=0))
    assert [note.text for note in frame.panels[0].notes] == ["right in no sentence"]
    assert frame.panels[0].values[frame.panels[0].notes[0].at] == -0.5 and frame.panels[1].notes == ()
    (best,) = frame.panels[2].notes
    assert best.at == frame.panels[2].marked[0]
    assert f"{frame.panels[2].values.max():+.2f}, less than the best coin" in best.text
    assert frame.panels[0].marked == ((1, 3),) and f"+{best_of_coins(72, 32) - 0.5:.2f}" in frame.title


def test_a_very_long_word_is_shortened(minilm):
    lines = frames.real_layer(frames.Seen(minilm, True), "a" * 100_000, 1, 1)[2]
    assert len(lines.tokens[1]) == 40 and lines.tokens[1].endswith("…")
