"""Still and live are one picture.

For every chart of the lessons, both have the same limits, ticks and texts.
"""

from itertools import pairwise

import pytest

from helpers import pictures
from helpers.pictures.charts import charts_of
from helpers.pictures.kinds import ChartFrame
from helpers.pictures.live import Chart
from tests.pictures.test_alt_text import CASES, drawn


def frames():
    """Every chart that the lessons' frame functions give, for every state that their tests know. -> list"""
    return [
        frame for name in CASES for _, made in drawn(name) for frame in made if isinstance(frame, ChartFrame)
    ]


def still_ticks(axis):
    """The ticks that a still shows. -> list of (place, text)"""
    return [
        (float(at), text)
        for at, text in zip(axis.get_major_locator().locs, axis.get_major_formatter().seq, strict=True)
    ]


def live_ticks(ticks):
    return [(tick["value"], tick["text"]) for tick in ticks]


def same(one, other):
    return len(one) == len(other) and all(
        a[1] == b[1] and a[0] == pytest.approx(b[0], abs=1e-9, rel=1e-6)
        for a, b in zip(one, other, strict=True)
    )


def assert_decided(shown, axis):
    """What a picture shows is a level that was decided, as far as it lies inside, or every so many own

    Ticks.
    """
    sent = [
        [tick for tick in level if not shown or shown[0][0] <= tick[0] <= shown[-1][0]]
        for level in axis.ticks
    ]
    if axis.own:
        sent = [level[::step] for level in sent for step in range(1, len(level) + 1)]
    assert not shown or any(same(shown, level) for level in sent), (shown, axis.ticks)


def test_still_and_live_show_the_same(show):
    charts = frames()
    assert len(charts) >= 40
    for few in (charts[at : at + 12] for at in range(0, len(charts), 12)):
        for frame, shown in zip(few, show(*map(Chart, few), width=900), strict=True):
            still = pictures.draw(frame).figure.axes
            for chart, axes, live in zip(charts_of(frame), still, shown.painted["plots"], strict=True):
                assert_same(chart, axes, live)


def assert_same(chart, axes, live):
    if not chart.equal:  # a plane is lengthened to the shape of its area
        assert live["x_limits"] == pytest.approx(axes.get_xlim(), rel=1e-5, abs=1e-6)
        assert live["y_limits"] == pytest.approx(axes.get_ylim(), rel=1e-5, abs=1e-6)
    for side, decided in (("x", chart.x), ("y", chart.y)):
        on_still, on_page = still_ticks(getattr(axes, f"{side}axis")), live_ticks(live[f"{side}_ticks"])
        assert len(decided.ticks) > 1 or decided.own or same(on_still, on_page)
        assert_decided(on_still, decided)
        if not any(text.endswith("…") for _, text in on_page):
            assert_decided(on_page, decided)
        if len(on_still) == len(on_page):
            assert same([(at, text) for at, text in on_still], on_page) or any(
                "…" in text for _, text in on_page
            )
        assert all(left < right for (left, _), (right, _) in pairwise(on_page))
    for name in live["names"]:
        assert name["text"] == chart.series[name["series"]].text(name["point"]) or name["text"].endswith("…")
