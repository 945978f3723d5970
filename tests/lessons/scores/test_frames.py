import math

import numpy as np
import pytest

from helpers import frames
from tests.sentences import TIRED, WIDE

IT, ANIMAL, STREET = 9, 1, 7
QUERY, KEYS, WORDS = [4, 8, 4], [[6, 9, 4], [8, 6, 4]], ("Thinking", "Machines")


def by_loops(model, layer, head, asks, asked):
    """The slow specification: x and W of one head, every sum written out. -> (q, k, products)"""
    steps = model.run(TIRED)
    x = steps.embedding if layer == 1 else steps.layers[layer - 2].output
    learned = model.layers[layer - 1]

    def project(word, W):
        row = [float(number) for number in word]
        return [sum(a * b for a, b in zip(row, column, strict=True)) for column in W.T.astype(float).tolist()]

    q, k = project(x[asks], learned.W_query[head - 1]), project(x[asked], learned.W_key[head - 1])
    return q, k, [a * b for a, b in zip(q, k, strict=True)]


def test_the_published_scores_by_hand():
    frame = frames.score_by_hand(QUERY, KEYS, WORDS)
    query, key, products, score = frame.panels
    assert query.values.tolist() == [[4, 8, 4], [4, 8, 4]] and key.values.tolist() == KEYS
    assert products.values.tolist() == [[24, 72, 16], [32, 48, 16]]
    assert score.values.tolist() == [[112], [96]] and score.marked == ((0, 0),)
    assert [panel.before for panel in frame.panels] == ["", "∗", "=", "Σ"]
    assert [panel.role for panel in frame.panels] == ["query", "key", "plain", "plain"]
    assert frame.alt == "q₁ · k₁ = 24 + 72 + 16 = 112. q₁ · k₂ = 32 + 48 + 16 = 96."
    assert frame.badge == "hand-set"


def test_another_query_prefers_the_other_word_and_signs_are_told():
    frame = frames.score_by_hand([8, -4, 0.5], [*KEYS, [-1, 0, 2]], ("a", "b", "c"))
    score = frame.panels[3]
    assert score.values[:, 0].tolist() == [48 - 36 + 2, 64 - 24 + 2, -8 + 0 + 1] and score.marked == ((1, 0),)
    assert score.rows == ("q₁ · k₁", "q₁ · k₂", "q₁ · k₃") and "q₁ · k₃ = −8 + 0 + 1 = −7." in frame.alt
    assert "q₁ · k₁ = 48 − 36 + 2 = 14." in frame.alt


def test_equal_scores_are_both_marked():
    assert frames.score_by_hand([0, 0, 0], KEYS, WORDS).panels[3].marked == ((0, 0), (1, 0))


@pytest.mark.parametrize(
    ("query", "key", "words"), [([1, 2], KEYS, WORDS), (QUERY, KEYS, ("one",)), ([QUERY], KEYS, WORDS)]
)
def test_vectors_that_do_not_fit_are_shown(query, key, words):
    with pytest.raises(ValueError, match=r"and a word: got query \(.*\), key \(2, 3\)"):
        frames.score_by_hand(query, key, words)


@pytest.mark.parametrize(
    ("layer", "head", "asks", "asked"), [(2, 1, IT, ANIMAL), (2, 6, ANIMAL, IT), (1, 3, 13, 0)]
)
def test_the_strips_hold_a_query_a_key_and_their_products(model, layer, head, asks, asked):
    q, k, multiplied = by_loops(model, layer, head, asks, asked)
    frame = frames.products(model, TIRED, asks, asked, layer, head)
    assert [panel.values.shape for panel in frame.panels] == [(1, 64)] * 3
    for panel, expected in zip(frame.panels, (q, k, multiplied), strict=True):
        assert np.allclose(panel.values[0], expected, atol=1e-3)
    cell = model.run(TIRED).layers[layer - 1].attention.heads.scores[head - 1][asks, asked]
    assert math.fsum(multiplied) == pytest.approx(float(cell), abs=1e-2)
    told = float(frame.panels[2].sizes.split()[-1].replace("−", "-"))
    assert told == pytest.approx(float(cell), abs=0.01)
    assert [panel.role for panel in frame.panels[:2]] == ["query", "key"] and frame.badge == model.badge
    tokens = model.tokens(TIRED)
    assert tokens[asks] in frame.panels[0].title and tokens[asked] in frame.panels[1].title
    assert [panel.rows for panel in frame.panels] == [(f"head {head}",)] * 3


def test_the_colours_of_a_head_mean_the_same_for_every_pair(model):
    pairs = [frames.products(model, TIRED, *pair).panels for pair in ((IT, ANIMAL), (0, 13), (4, 4))]
    assert len({tuple(panel.limit for panel in panels) for panels in pairs}) == 1
    assert pairs[0][0].limit == pairs[0][1].limit
    shown = [frames.products(model, TIRED, a, b).panels[2].values for a in range(14) for b in range(14)]
    largest = np.abs(shown).max()
    assert pairs[0][2].limit == pytest.approx(largest)


def test_two_sentences_share_colours_and_axis_so_that_a_switch_shows_what_changes(model):
    both = (TIRED, WIDE)
    strips = [frames.products(model, one, IT, STREET, beside=both).panels for one in both]
    for first, second in zip(*strips, strict=True):
        assert first.limit == second.limit
        alone = [np.abs(panel.values).max() for panel in (first, second)]
        assert first.limit >= max(alone)
    charts = [frames.scores(model, one, IT, STREET, beside=both) for one in both]
    low, high = charts[0].plots[0].y_limits
    assert charts[1].plots[0].y_limits == (low, high)
    tables = [model.run(one).layers[1].attention.heads.scores[0] for one in both]
    assert low < min(map(np.min, tables)) and high > max(map(np.max, tables))
    assert [frame.title[-19:] for frame in charts] == [" (it = animal 1.00)", " (it = street 0.98)"]


def test_the_running_sum_begins_at_0_adds_one_product_each_time_and_ends_at_the_score(model):
    plot = frames.running_sum(model, TIRED, IT, (STREET, ANIMAL)).plots[0]
    lines = [series for series in plot.series if series.kind == "line" and series.label]
    for line, place in zip(lines, (STREET, ANIMAL), strict=True):
        multiplied = by_loops(model, 2, 1, IT, place)[2]
        assert line.x.tolist() == list(range(65)) and line.y[0] == 0
        assert np.allclose(np.diff(line.y), multiplied, atol=1e-3)
    assert [line.role for line in lines] == ["head 1", "plain"]  # orange is for keys, and these are sums
    ends = plot.series[-1]
    assert ends.y.tolist() == [line.y[-1] for line in lines] and ends.names[0].startswith("street ")


def bars(frame):
    """All bars of the first plot. -> (dict of place: height, place of the bar that stands out)"""
    others, chosen = (series for series in frame.plots[0].series if series.kind == "bars")
    heights = dict(zip(others.x.astype(int), others.y, strict=True)) | {int(chosen.x[0]): chosen.y[0]}
    assert chosen.role.startswith("head ") and others.role == "plain"  # orange is for keys, not for scores
    return heights, int(chosen.x[0])


@pytest.mark.parametrize(("asks", "asked", "head"), [(IT, STREET, 1), (ANIMAL, 0, 5)])
def test_a_bar_for_every_word(model, asks, asked, head):
    row = model.run(TIRED).layers[1].attention.heads.scores[head - 1][asks]
    heights, chosen = bars(frames.scores(model, TIRED, asks, asked, head=head))
    assert np.allclose([heights[place] for place in range(14)], row, atol=1e-3) and chosen == asked


def test_without_a_choice_the_highest_bar_stands_out_and_the_axis_holds_for_all_words(model):
    table = model.run(TIRED).layers[1].attention.heads.scores[0]
    shown = [frames.scores(model, TIRED, asks) for asks in range(14)]
    assert [bars(frame)[1] for frame in shown] == table.argmax(axis=1).tolist()
    limits = {frame.plots[0].y_limits for frame in shown}
    assert len(limits) == 1 and limits.pop()[1] > table.max()
    tokens = model.tokens(TIRED)
    assert f"highest: “{tokens[table[IT].argmax()]}”" in shown[IT].plots[0].note
    assert [text for _, text in shown[IT].plots[0].x_ticks] == tokens


def test_each_key_keeps_its_length_and_its_angle_to_the_query(model):
    plot = frames.key_angles(model, TIRED, IT, [ANIMAL, IT]).plots[0]
    others, named, query, arc = plot.series
    q, k, multiplied = by_loops(model, 2, 1, IT, ANIMAL)
    assert plot.equal and query.y.tolist() == [0] and query.x[0] == pytest.approx(math.hypot(*q), abs=1e-3)
    assert math.hypot(named.x[0], named.y[0]) == pytest.approx(math.hypot(*k), abs=1e-3)
    assert named.x[0] * query.x[0] == pytest.approx(math.fsum(multiplied), abs=1e-2)
    angle = math.degrees(math.acos(math.fsum(multiplied) / math.hypot(*q) / math.hypot(*k)))
    assert named.names[0] == f"animal {angle:.0f}°" and len(others.x) == 12
    assert arc.kind == "arc" and arc.names == (f"θ = {angle:.0f}°",)
    assert [(arc.x[0], arc.y[0]), (arc.x[1], arc.y[1])] == [(query.x[0], 0), (named.x[0], named.y[0])]
    assert (named.y >= 0).all() and (others.y >= 0).all()


@pytest.mark.parametrize(
    ("q_length", "q_angle", "k_length", "k_angle", "score"),
    [
        (5, 0, 4, 60, 10),
        (2, 30, 3, 120, 0),
        (5, 90, 2, -90, -10),
        (4, 170, 1, -170, 4 * math.cos(math.radians(20))),
        (0, 10, 5, 0, 0),
    ],
)
def test_two_arrows_have_one_score_both_ways(q_length, q_angle, k_length, k_angle, score):
    plane, sums = frames.two_arrows(q_length, q_angle, k_length, k_angle).plots
    first, second, added, formula = sums.series[0].y
    assert added == pytest.approx(score, abs=1e-6) and formula == pytest.approx(score, abs=1e-6)
    q, k = ((series.x[0], series.y[0]) for series in plane.series if series.kind == "arrows")
    assert (first, second) == (pytest.approx(q[0] * k[0], abs=1e-6), pytest.approx(q[1] * k[1], abs=1e-6))
    assert math.hypot(*q) == pytest.approx(q_length) and math.hypot(*k) == pytest.approx(k_length)
    shadow = next(series for series in plane.series if "shadow" in series.label)
    foot = np.array([shadow.x[1], shadow.y[1]])
    assert np.dot(q, np.array(k) - foot) == pytest.approx(0, abs=1e-6)  # the dashed line is at a right angle
    assert q[0] * foot[1] - q[1] * foot[0] == pytest.approx(0, abs=1e-6)  # and lands on the line of q
    assert plane.equal


def test_no_score_is_written_as_minus_zero():
    frame = frames.two_arrows(3, 30, 4, 120)
    assert frame.plots[1].series[0].names[2:] == ("0.00", "0.00") and "−0.00" not in frame.alt


@pytest.mark.parametrize(("q_length", "k_length"), [(-1, 2), (2, 5.5)])
def test_a_length_off_the_page_is_refused(q_length, k_length):
    with pytest.raises(ValueError, match="Lengths go from 0 to 5"):
        frames.two_arrows(q_length, 0, k_length, 0)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda model: frames.products(model, TIRED, 14, 0), "choose place 1 to 14, not 15"),
        (lambda model: frames.scores(model, TIRED, 0, 0, head=9), "no head 9: choose 1 to 8"),
        (lambda model: frames.running_sum(model, TIRED, 0, [-1]), "not 0"),
        (lambda model: frames.key_angles(model, TIRED, 0, [], layer=3), "no layer 3: choose 1 to 2"),
        (lambda model: frames.scores(model, "The anmal slept", 0), "anmal"),
    ],
)
def test_what_is_not_there_is_said(model, ask, message):
    with pytest.raises(ValueError, match=message):
        ask(model)
