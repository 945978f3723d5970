import math

import numpy as np
import pytest

from helpers import frames, models
from helpers.attention import multi_head_attention
from helpers.encoder import encode, feed_forward, layer_norm, positions
from helpers.lessons.layer.frames import cosines, mean_cosine
from helpers.models import PARTS
from helpers.models.survey import accuracy_of, survey_of
from helpers.pictures.words import lit
from tests.parts_off import run_without
from tests.sentences import TIRED, WIDE

IT, THE = 9, (0, 6)


def test_the_pattern_holds_sine_and_cosine_of_each_clock_and_highlights_the_sine_of_the_chosen_one():
    frame = frames.position_pattern(place=5, clock=3, n_places=7, d_model=10)
    sines, cosines = (panel.values for panel in frame.panels)
    assert sines.shape == cosines.shape == (7, 5) and frame.selected == (0, 5, 2)
    assert lit(frame) == {0: (5, 2), 1: (5, 2)}
    angle = 5 / 10_000 ** (4 / 10)
    assert np.allclose([sines[5, 2], cosines[5, 2]], [math.sin(angle), math.cos(angle)])
    assert [(panel.title, panel.sizes.split(",")[0]) for panel in frame.panels] == [
        ("sines", "7 × 5: columns 0"),
        ("cosines", "7 × 5: columns 1"),
    ]
    assert f"sine {math.sin(angle):.2f}" in frame.alt and f"cosine {math.cos(angle):.2f}" in frame.alt


def test_a_clock_shows_its_wave_its_hand_and_its_period():
    waves, hand = frames.position_clock(place=4, clock=1, n_places=9, d_model=6).plots
    sine, cosine, here = waves.series
    assert np.allclose(sine.y, [math.sin(p) for p in range(9)]) and np.allclose(
        cosine.y, [math.cos(p) for p in range(9)]
    )
    assert here.x.tolist() == [4, 4] and np.allclose(here.y, [math.sin(4), math.cos(4)])
    assert np.allclose([hand.series[1].x[0], hand.series[1].y[0]], [math.cos(4), math.sin(4)])
    assert waves.note == "one turn takes 6.3 places"
    slowest = frames.position_clock(place=4, clock=256).plots[0].note
    assert slowest == f"one turn takes {2 * math.pi * 10_000 ** (510 / 512):,.0f} places"


def test_the_dot_product_of_two_places_depends_on_their_distance_only():
    curves = [frames.position_products(place).plots[0].series[0].y for place in (3, 40)]
    for distance in (-3, 0, 1, 5, 20):
        expected = sum(math.cos(distance / 10_000 ** (2 * i / 512)) for i in range(256))
        assert np.isclose(curves[0][3 + distance], expected) and np.isclose(
            curves[1][40 + distance], expected
        )


@pytest.mark.parametrize(
    "place, clock, told",
    [
        (64, 1, "no place 64: choose 0 to 63"),
        (-1, 1, "no place"),
        (3, 0, "no clock 0"),
        (3, 257, "choose 1 to 256"),
    ],
)
def test_a_place_or_clock_that_is_not_there_is_named(place, clock, told):
    for frame in (frames.position_pattern, frames.position_clock, frames.position_board):
        with pytest.raises(ValueError, match=told):
            frame(place, clock)


def test_norm_by_hand():
    row, centred, normed = (panel.values[0] for panel in frames.norm_by_hand([2, 4, 6, 8]).panels)
    assert row.tolist() == [2, 4, 6, 8] and centred.tolist() == [-3, -1, 1, 3]
    assert np.allclose(normed, np.array([-3, -1, 1, 3]) / math.sqrt(5))
    with pytest.raises(ValueError, match="all equal"):
        frames.norm_by_hand([3, 3])


def test_feed_forward_by_hand():
    frame = frames.feed_forward_by_hand(
        [1, 2], [[1, -1, 2], [1, 1, -2]], [0, 0, 1], [[1, 0], [2, 1], [0, 3]], [0, 1]
    )
    hidden, alive, output = (frame.panels[place].values[0].tolist() for place in (2, 3, 5))
    assert (hidden, alive, output) == ([3, 1, -1], [3, 1, 0], [5, 2])


@pytest.mark.parametrize("layer", [1, 2])
def test_the_steps_of_a_layer_are_the_models_own_in_one_scale(model, layer):
    steps, panels = model.run(TIRED), frames.layer_steps(model, TIRED, layer).panels
    made = steps.layers[layer - 1]
    x = steps.embedding if layer == 1 else steps.layers[0].output
    for panel, values in zip(
        panels,
        (
            x,
            made.attention.output,
            x + made.attention.output,
            made.after_attention,
            made.after_feed_forward,
            made.after_attention + made.after_feed_forward,
            made.output,
        ),
        strict=True,
    ):
        assert np.array_equal(panel.values, values.astype(float)) and panel.rows == tuple(steps.tokens)
    assert len({panel.limit for panel in panels}) == 1 and panels[0].limit >= max(
        np.abs(panel.values).max() for panel in panels
    )


def by_hand(model, sentence, off):
    """Both layers written out once more, part by part, with its own if for each part."""
    tokens = model.tokens(sentence)
    x = model.embedding[[model.row[token.lower()] for token in tokens]].astype(float)
    if off != "positions":
        for p in range(len(tokens)):
            for i in range(256):
                x[p, 2 * i] += math.sin(p / 10_000 ** (2 * i / 512))
                x[p, 2 * i + 1] += math.cos(p / 10_000 ** (2 * i / 512))
    for layer in model.layers:
        made = multi_head_attention(x, layer.W_query, layer.W_key, layer.W_value, layer.W_out).output
        made = made * (off != "attention") + x * (off != "residual")
        h = made if off == "layer norm" else layer_norm(made, *layer.norm_attention)
        made = feed_forward(h, layer.W_hidden, layer.b_hidden, layer.W_output, layer.b_output)
        made = made * (off != "feed-forward") + h * (off != "residual")
        x = made if off == "layer norm" else layer_norm(made, *layer.norm_output)
    return x


def test_with_all_parts_it_is_the_models_own_run(model):
    own = model.run(TIRED)
    assert all(
        np.allclose(mine, theirs, atol=1e-5)
        for mine, theirs in zip(
            run_without(model, TIRED),
            [own.embedding, *(layer.output for layer in own.layers)],
            strict=True,
        )
    )


@pytest.mark.parametrize("part", PARTS)
def test_each_part_can_be_left_out_and_changes_the_output(model, part):
    mine = run_without(model, WIDE, (part,))[-1]
    expected = by_hand(model, WIDE, part)
    assert np.allclose(mine, expected, atol=1e-3 * np.abs(expected).max())
    assert not np.allclose(mine, model.run(WIDE).layers[-1].output, atol=0.1)


def test_everything_left_out_leaves_the_words_vectors(model):
    rows = [model.row[token.lower()] for token in model.tokens(TIRED)]
    nothing = [part for part in PARTS if part != "residual"]
    assert np.array_equal(run_without(model, TIRED, nothing)[-1], model.embedding[rows])
    assert not run_without(model, TIRED, PARTS)[-1].any()
    with pytest.raises(ValueError, match="no part 'norm': choose from positions"):
        run_without(model, TIRED, ("norm",))


def test_the_switched_picture_tells_the_answer_the_lengths_and_how_alike_the_rows_are(model):
    chart, matrix = frames.switched(model, TIRED, ("residual",))
    answer, long = chart.plots
    rows = by_hand(model, TIRED, "residual")
    told = model.noun_shares(rows[IT])
    nouns = [noun for _, noun in answer.x_ticks]
    assert nouns[:2] == ["animal", "street"] and model.nouns[told.argmax()] in nouns
    assert np.allclose(answer.series[1].y, [told[model.nouns.index(noun)] for noun in nouns], atol=1e-4)
    assert np.isclose(answer.series[0].y[0], model.antecedent(TIRED)["animal"], atol=1e-5)
    assert np.allclose(long.series[1].y, np.linalg.norm(rows, axis=1), atol=1e-2)
    now = matrix.panels[1].values
    assert np.isclose(
        now[2, 5], rows[2] @ rows[5] / np.linalg.norm(rows[2]) / np.linalg.norm(rows[5]), atol=1e-3
    )
    assert (
        matrix.panels[1].title == f"now: mean {(now.sum() - 14) / 182:.2f}"
        and chart.title == "Without residual"
    )


def test_a_sentence_without_a_pronoun_is_refused(model):
    with pytest.raises(ValueError, match="no pronoun to resolve: use one of it, he, she"):
        frames.switched(model, "The animal crossed the street.")


def test_what_the_notebook_says_about_the_parts(model):
    all_parts = run_without(model, TIRED)[-1]
    for sentence in (TIRED, WIDE):
        cut = run_without(model, sentence, ("residual",))[-1]
        shares = model.noun_shares(cut[IT])
        assert mean_cosine(cut) > 0.8 > 2 * mean_cosine(all_parts)
        assert max(shares[model.nouns.index(noun)] for noun in ("animal", "street")) < 0.01
        grown = np.linalg.norm(run_without(model, sentence, ("layer norm",))[-1], axis=1) / np.linalg.norm(
            all_parts, axis=1
        )
        assert grown.min() > 1.5 and grown.max() > 1.5 * grown.min()
        bag = run_without(model, sentence, ("positions",))[-1]
        assert np.isclose(cosines(bag)[THE], 1, atol=1e-5)
        assert cosines(run_without(model, sentence)[-1])[THE] < 0.95


def test_what_the_notebook_says_about_layer_2(model):
    made, layer = model.run(TIRED).layers[1], model.layers[1]
    assert made.attention.heads.weights[:, IT, IT].max() < 0.1
    hidden = made.after_attention @ layer.W_hidden + layer.b_hidden
    assert (hidden[IT] > 0).mean() < 0.25 and ((hidden > 0).sum(axis=0) == 0).sum() < 512
    lengths = [
        np.linalg.norm(part, axis=1).mean()
        for part in (
            model.run(TIRED).layers[0].output + made.attention.output,
            made.after_attention,
            made.output,
        )
    ]
    assert lengths[1] < lengths[0] and lengths[1] < lengths[2]
    assert layer.norm_output[0].mean() > 1.2 * layer.norm_attention[0].mean()
    sizes = [panel.sizes for panel in frames.layer_steps(model, TIRED, 2).panels]
    assert sizes[3] == f"14 × 512, mean length of a row {lengths[1]:.1f}"


def test_what_the_notebook_says_about_the_curve_of_dot_products():
    curve = frames.position_products(0).plots[0].series[0].y
    assert (
        curve[0] == pytest.approx(256) and (curve[1:] < curve[0]).all() and curve[63] < curve[20] < curve[5]
    )
    assert curve[5] - curve[7] < 0.1 * (curve[2] - curve[4])  # a shelf


def test_accuracy_in_batches_is_that_of_one_sentence_after_the_other(model):
    sentences = model.sentences[::40]
    for off in ((), ("positions",)):
        right = sum(
            model.nouns[
                model.noun_shares(run_without(model, sentence["text"], off)[-1][sentence["pronoun"]]).argmax()
            ]
            == sentence["noun"]
            for sentence in sentences
        )
        assert accuracy_of(models.Changed(model, off=off), sentences)["all nouns"] == right / len(sentences)


def test_among_the_sentences_nouns_the_intact_model_is_right_as_often_as_notebook_8_says(model):
    survey = survey_of(model)
    for ask, found in accuracy_of(models.Changed(model), model.sentences).items():
        assert found == pytest.approx(survey.accuracy((), ask), abs=0.003)


def test_few_are_right_without_attention_or_residual_and_most_without_the_others(model):
    found = {
        part: list(accuracy_of(models.Changed(model, off=(part,)), model.sentences[::4]).values())
        for part in PARTS
    }
    assert max(found["attention"][0], found["residual"][0]) < 0.1
    assert 0.4 < found["residual"][1] < 0.55 < found["attention"][1] < 0.75
    assert min(found[part][0] for part in ("positions", "layer norm", "feed-forward")) > 2 / 3


def test_two_parts_together_can_leave_the_same_row_for_every_word(model):
    for off in (("residual", "feed-forward"), ("residual", "attention")):
        assert np.allclose(cosines(run_without(model, TIRED, off)[-1]), 1, atol=1e-5)


def test_without_residual_the_rows_become_more_alike_step_by_step(model):
    steps = model.run(TIRED)
    fetched = [mean_cosine(layer.attention.output) for layer in steps.layers]
    cut = [mean_cosine(rows) for rows in run_without(model, TIRED, ("residual",))]
    assert fetched[0] > 0.6 > 2 * fetched[1] and cut[0] < fetched[0] < cut[1] < cut[2]


def test_moved_far_back_the_answer_suffers_moved_a_little_it_does_not(model):
    words = model.embedding[[model.row[token.lower()] for token in model.tokens(WIDE)]]
    street = [
        model.noun_shares(
            encode((words + positions(64, 512)[by : by + 14]).astype(np.float32), model.layers)[-1].output[IT]
        )[model.nouns.index("street")]
        for by in (0, 3, 9, 50)
    ]
    assert min(street[:2]) > 0.9 and max(street[2:]) < 0.5


def test_two_clocks_of_the_pattern_say_how_long_a_turn_takes():
    sines, cosines = frames.position_pattern(9, 30).panels
    assert [note.text for note in sines.notes] == ["clock 1: one turn in 6.3 places"]
    assert [note.text for note in cosines.notes] == ["clock 128: one turn in 606 places"]
    assert (sines.notes[0].at, cosines.notes[0].at) == ((-1, 0), (-1, 127))


def test_the_lowest_hidden_number_is_multiplied_out():
    panels = frames.feed_forward_by_hand(
        [1, 2], [[1, -1, 2], [1, 1, -2]], [0, 0, 1], [[1, 0], [2, 1], [0, 3]], [0, 1]
    ).panels
    assert panels[2].notes[0].text == "1·2 + 2·(−2) + 1 = −1"
    below = frames.feed_forward_by_hand([-1, 2], [[2], [-3]], [-1], [[1, 1]], [0, 0]).panels
    assert below[2].notes[0].text == "(−1)·2 + 2·(−3) + (−1) = −9"
    assert panels[1].marked == ((-1, 2),) and panels[2].marked == panels[3].marked == ((0, 2),)


def test_places_five_apart_have_one_product_before_and_after():
    (note,) = frames.position_products(9).plots[0].notes
    assert note.at[0] == 14 and note.text == "5 away, before and after: 189.6"
    (first,) = frames.position_products(0).plots[0].notes
    assert first.at[0] == 5 and first.text == "5 away: 189.6"
    (last,) = frames.position_products(63).plots[0].notes
    assert last.at[0] == 58


def test_a_word_that_comes_twice_is_outlined_where_its_rows_meet(model):
    for panel in frames.switched(model, TIRED, ["positions"])[1].panels:
        assert panel.marked == ((6, 0),)
        assert panel.notes[0].text == f"“The” and “the”: {panel.values[6, 0]:.2f}"
    assert panel.values[6, 0] == pytest.approx(1)
