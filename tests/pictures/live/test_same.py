"""Still and live are one picture.

For every chart of the lessons, both have the same limits, ticks and texts. For matrices of every kind, at
every width, both have the same panels in the same places, the same labels, digits and arrows.
"""

from itertools import pairwise

import numpy as np
import pytest

from helpers import pictures
from helpers.pictures.charts import charts_of
from helpers.pictures.kinds import ChartFrame, MatrixFrame, Note, Panel
from helpers.pictures.live import Chart, Matrix
from helpers.pictures.still.layout import arrange
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


WORDS = "The animal didn ' t cross the street because it was too tired .".split()


def softmaxed(*shape):
    sharp = np.exp(3 * np.random.default_rng(7).normal(size=shape))
    return sharp / sharp.sum(axis=-1, keepdims=True)


def chain(*signs, rows=2):
    draw = np.random.default_rng(3)
    return [
        Panel(draw.integers(-9, 10, (rows, 3)) / 4, f"part {at}", kind="boxes", before=sign, sizes="2 × 3")
        for at, sign in enumerate(signs)
    ]


def matrices():
    """Matrices of every kind: maps, boxes, chains, strips, callouts, marked rows. -> dict"""
    asks = {"rows": WORDS, "columns": WORDS, "row_axis": "query (asks)", "column_axis": "key (is asked)"}
    heads = [Panel(one, f"head {at + 1}", **asks) for at, one in enumerate(softmaxed(8, 14, 14))]
    notes = (Note((9, 1), "“it” looks at “animal”"), Note((-1, 4), "a column of which much is to be said"))
    noted = Panel(softmaxed(14, 14), "noted", marked=((9, -1),), notes=notes, **asks)
    wide = np.random.default_rng(1).normal(size=(14, 512))
    strips = [
        Panel(wide[:2, :64], "z", kind="signed", before=""),
        Panel(wide, "x", WORDS, kind="signed", before="→"),
    ]
    return {
        "heads": MatrixFrame(heads, selected=(0, 9, -1)),
        "one": MatrixFrame([noted]),
        "two": MatrixFrame([noted, heads[0]]),
        "table": MatrixFrame([Panel(softmaxed(8, 14), "it asks", columns=WORDS)]),
        "chain": MatrixFrame(chain("", "×", "÷ 8 =", "softmax", "times each row of", "=")),
        "few": MatrixFrame(chain("", "×", "=", "→", "×", "="), across=3),
        "below": MatrixFrame([*chain("", "×", "="), *chain("↓ added up", rows=1)]),
        "three": MatrixFrame(chain("", "×", "=") * 3, across=3),
        "formula": MatrixFrame(
            [
                Panel(wide[:, :64], "Q", WORDS, kind="signed", row_axis="query (asks)"),
                Panel(wide[:, :64].T, "Kᵀ", (), WORDS, kind="signed", before="×"),
                Panel(softmaxed(14, 14), "weights", before="→", marked=((9, 1),), **asks),
            ],
            across=3,
        ),
        "down": MatrixFrame(strips, across=1),
    }


@pytest.mark.parametrize("scale", [1, 1.6])
@pytest.mark.parametrize("width", [480, 900, 1280, 1600])
def test_matrices_stand_in_the_same_places_still_and_live(show, width, scale):
    """At 1.5 device pixels in a CSS pixel, as in a still. The width of a word may differ by a little."""
    frames = matrices()
    shown = show(*(Matrix(frame, scale=scale) for frame in frames.values()), width=width, ratio=1.5)
    for (name, frame), live in zip(frames.items(), shown, strict=True):
        room = live.js("return root.querySelector('.hv-picture').clientWidth")
        still = arrange(frame, room, scale)
        assert_same_places(name, still, live.painted, scale)


def assert_same_places(name, still, live, scale):
    assert [block.place for block in still.blocks] == [panel["place"] for panel in live["panels"]], name
    joints = [(text, arrow) for text, *_, arrow in still.joints]
    assert joints == [(joint["text"], joint["arrow"]) for joint in live["joints"]], name
    for block, panel in zip(still.blocks, live["panels"], strict=True):
        near = 0.04 * live["width"] + 2
        assert panel["cell_width"] == pytest.approx(block.cell[0], abs=1.4, rel=0.06), name
        assert panel["cell_height"] == pytest.approx(block.cell[1], abs=1.4, rel=0.06), name
        assert panel["x"] == pytest.approx(block.x, abs=near), name
        assert panel["y"] == pytest.approx(block.y, abs=0.04 * live["height"] + 2), name
        assert (panel["row_names"], panel["column_names"]) == (block.rows, block.columns), name
        assert (panel["digits"], panel["upright"]) == (block.digits, block.upright), name
        assert len(panel["notes"]) == len(block.notes)
        for note, (lines, x, y, _) in zip(panel["notes"], block.notes, strict=True):
            assert note["lines"] == lines
            assert (note["x"], note["y"]) == (pytest.approx(x, abs=near), pytest.approx(y, abs=near))


@pytest.mark.parametrize("scale", [1, 1.6])
@pytest.mark.parametrize("width", [480, 900, 1280, 1600])
def test_matrices_fit_and_the_marked_and_strong_keep_their_labels(width, scale):
    for name, frame in matrices().items():
        layout = arrange(frame, width, scale)
        least = 512 if name == "down" else 300 if scale > 1 else 0  # one number is one pixel at least
        assert layout.width <= max(width, scale * least + 300 * bool(least)), name
        for block in layout.blocks:
            for row, column in block.panel.marked:
                assert not block.rows or row in block.rows
                assert not block.columns or column < 0 or column in block.columns
        named = [set(block.rows) for block in layout.blocks if block.rows]
        assert name != "heads" or all(9 in rows for rows in named)  # the row that is chosen
