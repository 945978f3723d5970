"""What a chart shows, before it is painted: limits, ticks, digits, bars and what is sent to a page."""

import json
import re

import numpy as np
import pytest

from helpers.pictures.charts import bar_text, chart_of, charts_of, levels
from helpers.pictures.kinds import ChartFrame, Plot, Series
from helpers.pictures.pack import pack

RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def read_number(text):
    """Read "−0.5", "2 × 10⁸" or "10⁹"."""
    front, ten, height = text.replace("−", "-").partition("10")
    if not ten or not set(height) & set("⁻⁰¹²³⁴⁵⁶⁷⁸⁹"):
        return float(text.replace("−", "-"))
    return float(front.replace("×", "").strip() or 1) * 10.0 ** int(height.translate(RAISED))


def limits(*series, **more):
    chart = chart_of(Plot(series, **more))
    return chart.x.limits.tolist(), chart.y.limits.tolist()


@pytest.mark.parametrize(
    ("low", "high"),
    [(0, 1), (-3.2, 4.1), (-0.004, 0.011), (0, 86), (12000, 91000), (-7e8, 2e9), (5e5, 5.0001e5)],
)
def test_ticks_are_round_numbers_and_a_coarser_level_has_fewer(low, high):
    found = levels(low, high, False, 13)
    assert len(found[0]) <= 14 and len(found[-1]) <= 2
    assert [len(level) for level in found] == sorted({len(level) for level in found}, reverse=True)
    for level in found:
        steps = np.diff([place for place, _ in level])
        assert np.allclose(steps, steps[:1])
        for step in steps[:1]:
            assert any(np.isclose(step / 10 ** np.floor(np.log10(step * 1.000001)), one) for one in (1, 2, 5))
        for place, text in level:
            assert low - 1e-6 * abs(low) <= place <= high + 1e-6 * abs(high)
            assert "-" not in text and text.startswith("−") == (place < 0)
            assert read_number(text) == pytest.approx(place, rel=1e-3)


def test_all_ticks_of_a_level_have_the_same_digits():
    for level in levels(-1, 1, False, 13):
        assert len({len(text.lstrip("−")) for _, text in level}) == 1


@pytest.mark.parametrize(("low", "high"), [(1, 1024), (2e-7, 3e6), (0.03, 0.9), (3, 4)])
def test_logarithmic_ticks_are_powers_of_ten_as_far_as_there_are_some(low, high):
    for level in levels(low, high, True, 10):
        for place, text in level:
            assert low * 0.999 <= place <= high * 1.001 and read_number(text) == pytest.approx(place)
    if high / low > 1e6:
        assert [text for _, text in levels(low, high, True, 6)[0]] == [
            *("10⁻⁶", "10⁻⁴", "0.01", "1", "100", "10000", "10⁶")
        ]


def test_limits_lie_around_what_can_be_drawn_and_bars_stand_on_0():
    (left, right), (low, high) = limits(Series([10, 20, 30], [5.0, 7.0, np.nan]))
    assert 9 < left < 10 and 20 < right < 21 and 4 < low < 5 and 7 < high < 8  # a hole counts for nothing
    assert limits(Series([1, 2], [50.0, 70.0], "bars"))[1][0] == 0
    _, (low, high) = limits(Series([1, 2], [-50.0, 70.0], "bars"))
    assert low < -50 and high > 70
    (left, right), _ = limits(Series([1], [2], "arrows", x0=-5))
    assert left < -5 and right > 1
    assert limits(Series([0, -1], [1, 2], "points"), x_log=True)[0] == [1, 10]  # nothing is above 0


@pytest.mark.parametrize("given", [(0, 100), (5, 5), (-3, -1), (np.nan, 1), (0, np.inf)])
def test_limits_that_make_no_sense_are_not_used(given):
    (low, high), _ = limits(Series([1, 10], [1, 10]), x_limits=given, x_log=True)
    assert 0 < low <= 1 and high >= 10 and np.isfinite(high)


def test_limits_are_as_given():
    assert limits(Series([1, 10], [1, 10]), x_limits=(0, 4), y_limits=(9, -2)) == ([0, 4], [-2, 9])


@pytest.mark.parametrize("value", [0.0, 5.0, -1e-7, 3e30])
def test_constant_numbers_stand_in_the_middle(value):
    _, (low, high) = limits(Series([1, 2], [value, value]))
    assert low < value < high and (low + high) / 2 == pytest.approx(value, abs=1e-9 * max(1, abs(value)))


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([0.05, 0.62, 0.2], ["0.05", "0.62", "0.20"]),
        ([8.0, -62.0], ["8", "−62"]),
        ([12.34, 0.04], ["12.3", ""]),  # not 0, so not written as 0
        ([0.0, 0.25], ["0.00", "0.25"]),
        ([0.0312, 0.004], ["0.031", "0.004"]),
        ([2.5e7, 1e-9, np.nan], ["2.5 × 10⁷", "10⁻⁹", ""]),
        ([np.inf, 1.125], ["", "1.13"]),
    ],
)
def test_numbers_beyond_bars_share_their_digits(values, texts):
    (look,) = chart_of(Plot([Series(range(len(values)), values, "bars")])).series
    assert [look.text(point) for point in range(len(values))] == texts


def test_a_name_that_stands_below_a_bar_is_not_written_above_it_again():
    ticks = ((0, "it"), (1, "was"))
    same, other = (
        chart_of(Plot([Series([0, 1], [0.5, 0.25], "bars", names=names)], x_ticks=ticks)).series[0]
        for names in (("it", "was"), ("it", "dog"))
    )
    assert same.text(1) == "0.25" and other.text(1) == "dog" and other.told
    assert (
        not chart_of(Plot([Series([0], [0.625], "bars", names=["0.62"])])).series[0].told
    )  # only its number


def test_bars_at_the_same_places_share_the_room():
    first, second, third = chart_of(
        Plot([Series([0, 2], [1, 1], "bars"), Series([0, 2], [1, 1], "bars"), Series([0.5], [1], "points")])
    ).series
    assert first.bar == pytest.approx((0.8, -0.4)) and second.bar == pytest.approx((0.8, 0.4))
    assert third.bar == (0.0, 0.0) and third.sign == "circle"


def test_own_ticks_beyond_the_limits_are_left_out():
    chart = chart_of(
        Plot([Series([0, 1], [1, 2])], x_limits=(0, 1), x_ticks=((1, "b\nc"), (0, "a"), (2, "d")))
    )
    assert chart.x.ticks == (((0, "a"), (1, "b c")),) and chart.x.own and chart.x.words


def test_a_plot_beside_a_plane_has_ticks_for_its_height():
    line, plane = Plot([Series([0, 1], [0, 56])]), Plot([Series([1], [1], "arrows")], equal=True)
    (alone,), (beside, _) = charts_of(ChartFrame([line])), charts_of(ChartFrame([line, plane]))
    assert len(alone.y.ticks) == 1 and len(beside.y.ticks[0]) > len(alone.y.ticks[0])


def test_nothing_to_draw_has_no_ticks():
    chart = chart_of(Plot([Series([1, 2], [np.nan, np.inf], "bars")], x_ticks=((1, "a"),)))
    assert chart.empty and not any(chart.y.ticks)


def test_a_page_gets_what_was_decided_and_nothing_twice():
    curve = Series([1, 2], [3, 4], label="loss")
    frame = ChartFrame([Plot([curve, Series([0], [1], "arrows", x0=2)], y_limits=(0, 5))], alt="Words.")
    structure, numbers = pack(frame)
    (plot,) = structure["plots"]
    assert "alt" not in structure and "Words." not in json.dumps(structure)  # a view sends all words together
    assert plot["y"]["ticks"] == [[[0, 1, 2, 3, 4, 5], ["0", "1", "2", "3", "4", "5"]]]
    at = plot["y"]["limits"]["at"]
    assert np.frombuffer(numbers, "<f4")[at : at + 2].tolist() == [0, 5]
    assert "x0" not in plot["series"][0] and "x0" in plot["series"][1]


def test_fixed_limits_keep_the_structure_while_numbers_move():
    first, second = (
        pack(ChartFrame([Plot([Series([0, 1], [share, 1 - share], "bars")], y_limits=(0, 1))]))
        for share in (0.2, 0.3)
    )
    assert first[0] == second[0] and first[1] != second[1]


def test_a_number_is_written_with_its_digits():
    assert [bar_text(value, 2) for value in (-0.125, 0.001, 0, float("inf"))] == ["−0.13", "", "0.00", ""]
    assert re.fullmatch(r"\d+", bar_text(123.4, 0))
