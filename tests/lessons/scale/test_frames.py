import math

import numpy as np
import pytest

from helpers import frames
from helpers.attention import entropy
from helpers.encoder import EncoderSteps, Layer, encode
from helpers.exercises.predictions import question
from helpers.lessons.scale import frames as scale
from helpers.lessons.scale.frames import (
    LENGTHS,
    N_KEYS,
    N_QUERIES,
    RULES,
    fractions,
    gradient_size,
    random_scores,
    softmax_gradient,
)


def shares(scores):
    """The slow specification: exp, sum, divide, one number at a time."""
    raised = [math.exp(score) for score in scores]
    return [share / sum(raised) for share in raised]


class SmallModel:
    """Two random layers of two heads; 5 words, d_model 4, d_k 3."""

    badge = "random"

    def __init__(self, size=2.0):
        rng = np.random.default_rng(1)
        W = [rng.normal(size=(3, 2, 4, 3)) * size for _ in range(2)]
        rest = ((1.0, 0.0), np.ones((4, 6)), np.zeros(6), np.ones((6, 4)), np.zeros(4), (1.0, 0.0))
        self.layers = [Layer(*each, rng.normal(size=(6, 4)), *rest) for each in W]
        self.x = rng.normal(size=(5, 4))

    def run(self, text):
        return EncoderSteps(text.split(), self.x, encode(self.x, self.layers))


SENTENCE = "the cat saw it sleep"


def test_the_published_example_is_reached_step_by_step():
    frame = frames.published_scores()
    score, scaled, weights = (panel.values for panel in frame.panels)
    assert score.tolist() == [[112, 96]] and scaled.tolist() == [[14, 12]]
    assert weights.round(2).tolist() == [[0.88, 0.12]]
    assert frame.panels[1].before == "÷ 8 =" and frame.badge == "hand-set"
    assert "Thinking: score 112, divided by 8 gives 14, weight 0.88." in frame.alt


@pytest.mark.parametrize(("weights", "words"), [([1, 0, 0], 1), ([0.5, 0.5, 0], 2), ([1 / 7] * 7, 7)])
def test_exp_of_the_entropy_counts_the_words_that_share(weights, words):
    assert math.exp(entropy(weights)) == pytest.approx(words)


def test_entropy_and_gradient_take_many_rows_at_once():
    weights = np.array([shares(row) for row in ([0.3, -2, 1], [5, 1, 0])])
    assert np.allclose(entropy(weights), [-sum(w * math.log(w) for w in row) for row in weights])
    assert np.allclose(gradient_size(weights), [2 * (1 - sum(w * w for w in row)) for row in weights])


def test_the_gradient_table_is_what_nudging_each_score_shows():
    scores, step = [0.3, -2.0, 1.0, 0.5], 1e-6
    nudged = [[s + step * (place == column) for place, s in enumerate(scores)] for column in range(4)]
    measured = np.array([(np.array(shares(row)) - shares(scores)) / step for row in nudged]).T
    table = softmax_gradient(shares(scores))
    assert np.allclose(table, measured, atol=1e-5)
    assert np.allclose(table.sum(axis=0), 0) and np.allclose(table.sum(axis=1), 0)


def test_a_saturated_softmax_has_almost_no_gradient_left():
    frame = frames.softmax_gradients([0, 0, 0], [112, 96, 80])
    flat, saturated = (np.abs(panel.values).sum() for panel in frame.panels)
    assert flat == pytest.approx(4 / 3) and saturated < 1e-6
    assert frame.panels[0].values.shape == (3, 3) and frame.panels[0].kind == "signed"
    assert [panel.title for panel in frame.panels] == ["gradient 1.00", "gradient 0.00"]


@pytest.mark.parametrize(("n", "most"), [(2, 1), (14, 1.857)])
def test_fractions_are_of_what_equal_weights_reach(n, most):
    assert gradient_size(np.full(n, 1 / n)) == pytest.approx(most, abs=5e-4)
    assert fractions(np.full(n, 1 / n)) == pytest.approx((1, 1))
    weights = shares(np.linspace(0, 3, n))
    nats = -sum(w * math.log(w) for w in weights)
    gradient = 2 * (1 - sum(w * w for w in weights))
    assert fractions(weights) == pytest.approx((nats / math.log(n), gradient / (2 - 2 / n)))


def test_a_shift_changes_shares_by_sum_and_leaves_softmax_alone():
    by_sum, by_softmax = frames.shifted_shares([2, 1, -1], shift=3).plots
    assert np.allclose(by_sum.series[0].y, [1, 0.5, -0.5]) and np.allclose(
        by_sum.series[1].y, [5 / 11, 4 / 11, 2 / 11]
    )
    assert np.allclose(by_softmax.series[0].y, shares([2, 1, -1])) and np.allclose(
        by_softmax.series[1].y, by_softmax.series[0].y
    )
    assert by_sum.y_limits[0] < -0.5  # the negative share stays in the picture
    assert [text for _, text in by_sum.x_ticks] == ["score 2", "score 1", "score −1"]


@pytest.mark.parametrize(("scores", "shift"), [([1, -1], 2), ([1, 1], -1)])
def test_a_sum_of_zero_is_refused_in_plain_words(scores, shift):
    with pytest.raises(ValueError, match="add up to 0"):
        frames.shifted_shares(scores, shift)


def test_random_scores_are_dot_products_of_the_beginnings_of_the_same_vectors():
    rng = np.random.default_rng(scale.SEED)
    query, key = rng.standard_normal((N_QUERIES, 1, 1024)), rng.standard_normal((N_QUERIES, N_KEYS, 1024))
    scores = random_scores()
    assert scores.shape == (11, N_QUERIES, N_KEYS)
    for number, d_k in enumerate(LENGTHS):
        assert scores[number, 17, 5] == pytest.approx(query[17, 0, :d_k] @ key[17, 5, :d_k])
        assert scores[number].std() == pytest.approx(math.sqrt(d_k), rel=0.1)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("d_k", [1, 64, 1024])
def test_every_part_of_the_scaling_picture_is_computed_from_the_same_scores(d_k, rule):
    frame = frames.scaling(d_k, rule)
    histogram, bars, curves = frame.plots
    divisor = {
        "divided by √d_k": d_k**0.5,
        "left as they are": 1,
        "divided by d_k": d_k,
        "multiplied by √d_k": d_k**-0.5,
    }[rule]
    scores = random_scores()[LENGTHS.index(d_k)] / divisor
    edges, share = histogram.series[0].x, histogram.series[0].y
    assert [
        ((scores >= low) & (scores < high)).mean()
        for low, high in zip(edges[29:51], edges[30:52], strict=True)
    ] == pytest.approx(share[29:51])
    edge = 40 if scores.std() < 40 else 400 if scores.std() < 400 else 4000
    assert (edges[0], edges[-1]) == histogram.x_limits == (-edge, edge)
    assert share.sum() == pytest.approx((np.abs(scores) <= edge).mean())
    assert ("times wider" in histogram.note) == (edge > 40)
    words = np.exp([entropy(row) for row in scores_to_weights(scores)]).mean()
    assert curves.note.startswith(f"{words:.1f} of 14 words share")
    largest = scores.max(axis=1, keepdims=True)
    weights = np.exp(scores - largest) / np.exp(scores - largest).sum(axis=1, keepdims=True)
    assert bars.series[0].y == pytest.approx(weights[scale.typical_query()])
    with np.errstate(divide="ignore", invalid="ignore"):
        nats = -np.nansum(weights * np.log(weights), axis=1).mean()
    gradient = 2 * (1 - (weights**2).sum(axis=1)).mean()
    assert curves.series[2].y == pytest.approx([nats / math.log(14), gradient / (2 * 13 / 14)], abs=1e-9)
    at = LENGTHS.index(d_k)
    assert [curves.series[0].y[at], curves.series[1].y[at]] == curves.series[2].y.tolist()
    assert frame.badge == "random" and "seed 4" in frame.title


def test_dividing_by_the_root_keeps_the_spread_and_leaving_the_scores_alone_does_not():
    kept, grown = scale.mean_fractions("divided by √d_k"), scale.mean_fractions("left as they are")
    assert all(part.min() > 0.8 for part in kept)
    assert all(part[-1] < 0.07 for part in grown) and all((np.diff(part) < 0).all() for part in grown)


def scores_to_weights(scores):
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


def test_what_the_notebook_says_about_the_four_choices_is_true():
    """The bullets "Things to notice" below explore_scaling."""
    typical, roots = scale.typical_query(), np.sqrt(LENGTHS)[:, None, None]
    scores = random_scores()
    kept = scores_to_weights(scores / roots)
    assert kept[:, typical].max() < 0.35  # never collapses onto one word
    assert np.allclose((scores / roots).std(axis=(1, 2)), 1, atol=0.1)
    multiplied = scores_to_weights(scores * roots)[LENGTHS.index(32) :]
    assert (
        multiplied[:, typical].max(axis=-1).min() > 0.95 and multiplied.max(axis=-1).mean(axis=1).min() > 0.95
    )
    left = scores_to_weights(scores[-1])
    assert np.exp([entropy(row) for row in left]).mean() < 1.2
    crowded = scores_to_weights(scores / roots**2)[LENGTHS.index(64) :]
    assert crowded.max() < 0.12  # a fourteenth is 0.071


def test_the_question_about_long_vectors_tells_the_truth_about_64():
    weights = [shares(row) for row in random_scores()[LENGTHS.index(64)] / 8]
    assert round(np.exp(entropy(weights)).mean(), 1) == 9.5
    assert "about 9.5 of 14 words share the attention at d_k = 64" in question("long-vectors").ask


def test_your_own_query_is_scored_scaled_and_shared():
    query, key = [1, 2, 0], [[2, 1, 0], [0, 1, 1], [-1, 0, 2], [0, 0, 5]]
    frame = frames.own_query(query, key)
    (scaled, scores), (weights, plain), (measures, measures_plain) = (plot.series for plot in frame.plots)
    assert scores.y.tolist() == [4, 2, -1, 0]
    assert scaled.y == pytest.approx(np.array([4, 2, -1, 0]) / 3**0.5)
    assert weights.y == pytest.approx(shares(scaled.y)) and plain.y == pytest.approx(shares(scores.y))
    for shown, row in ((measures.y, weights.y), (measures_plain.y, plain.y)):
        assert shown == pytest.approx([entropy(row) / math.log(4), gradient_size(row) / 1.5])
    assert measures.y[0] > measures_plain.y[0]
    assert scaled.names[:3] == ("2.3", "1.2", "−0.6")


def test_one_key_gets_everything_and_leaves_nothing_to_learn():
    frame = frames.own_query([1, 2], [[3, 4]])
    assert frame.plots[1].series[0].y.tolist() == [1] and frame.plots[2].series[0].y.tolist() == [0, 0]


def test_the_row_of_a_word_goes_from_its_scores_to_its_weights():
    model = SmallModel()
    frame = frames.row_to_weights(model, SENTENCE, "it", layer=1, head=2)
    W_query, W_key = model.layers[0].W_query[1], model.layers[0].W_key[1]
    expected = [float((model.x[3] @ W_query) @ (word @ W_key)) for word in model.x]
    score, scaled, weights = (panel.values[0] for panel in frame.panels)
    assert score == pytest.approx(expected) and scaled == pytest.approx(np.array(expected) / 3**0.5)
    assert weights == pytest.approx(shares(scaled))
    assert frame.panels[0].limit == frame.panels[1].limit  # so that the second row looks paler
    assert all(panel.columns == tuple(SENTENCE.split()) for panel in frame.panels)
    with pytest.raises(ValueError, match="'dog' is not in the sentence"):
        frames.row_to_weights(model, SENTENCE, "dog")


@pytest.mark.parametrize("divisor", [1, 3**0.5, 64])
@pytest.mark.parametrize(("layer", "head"), [(1, 2), (2, 1)])
def test_a_divided_row_is_the_softmax_of_the_models_own_scores(layer, head, divisor):
    model = SmallModel()
    frame = frames.divided_row(model, SENTENCE, divisor, "it", layer, head)
    x = [model.x, encode(model.x, model.layers)[0].output][layer - 1]
    W_query, W_key = model.layers[layer - 1].W_query[head - 1], model.layers[layer - 1].W_key[head - 1]
    scores = [float((x[3] @ W_query) @ (word @ W_key)) for word in x]
    expected = shares([score / divisor for score in scores])
    bars, curve = frame.plots
    assert bars.series[0].y == pytest.approx(expected)
    assert [text for _, text in bars.x_ticks] == SENTENCE.split()
    words = math.exp(-sum(w * math.log(w) for w in expected))
    assert curve.series[2].x.tolist() == [divisor] and curve.series[2].y == pytest.approx([words])
    assert bars.note.startswith(f"{words:.2f} of")
    assert curve.series[1].x == pytest.approx([3**0.5] * 2)
    assert np.interp(divisor, curve.series[0].x, curve.series[0].y) == pytest.approx(words, rel=0.02)
    assert [series.label for series in curve.series[3:]] == (["head 1"] if head == 2 else [])
    if head == 2:
        first = x[3] @ model.layers[layer - 1].W_query[0] @ (x @ model.layers[layer - 1].W_key[0]).T
        shared = [math.exp(entropy(shares(first / divisor))) for divisor in curve.series[3].x]
        assert curve.series[3].y == pytest.approx(shared)
    assert f"{max(expected):.2f}, on {SENTENCE.split()[int(np.argmax(expected))]}" in frame.alt


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: frames.scaling(65), "d_k must be one of 1, 2, 4"),
        (lambda: frames.scaling(64, "halved"), "no rule 'halved'"),
        (lambda: frames.own_query([1, 2], [[1, 2, 3]]), "as many numbers as the query"),
        (lambda: frames.divided_row(SmallModel(), SENTENCE, 0), "divisor must be above 0"),
        (lambda: frames.divided_row(SmallModel(), SENTENCE, layer=3), "no layer 3: choose 1 to 2"),
        (lambda: frames.divided_row(SmallModel(), SENTENCE, head=0), "no head 0: choose 1 to 2"),
        (lambda: frames.divided_row(SmallModel(), SENTENCE, asks="dog"), "'dog' is not in the sentence"),
    ],
)
def test_what_is_not_there_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()
