"""Chart in a real browser: what is drawn, said, chosen, copied and saved, against the numbers of Python."""

import io
import itertools

import numpy as np
import pytest
from PIL import Image

from helpers import style
from helpers.frames import ChartFrame, Plot, Series
from helpers.pictures.live import Chart
from helpers.pictures.words import describe

WORDS = ("The", "animal", "street", "it", "tired")
WEIGHTS = (0.05, 0.62, 0.12, 0.01, 0.20)
MARKUP = "<img src=x onerror=alert(1)>"
PAPER_INK = {"light": ("#ffffff", "#1f2328"), "dark": ("#111111", "#e6e8ea")}


def chart(*plots, title="A title", badge="hand-set", alt=""):
    return Chart(ChartFrame(plots, title, badge, alt))


def bars(weights=WEIGHTS, words=WORDS, role="query", **rest):
    given = {
        "x_label": "key (is asked)",
        "y_label": "weight",
        "y_limits": (0, 1),
        "x_ticks": tuple(enumerate(words)),
    }
    return Plot((Series(range(len(weights)), weights, "bars", role),), **{**given, **rest})


def texts(shown):
    """Every text of the picture with its box, in CSS pixels from the top left of the picture."""
    return shown.js(
        "const svg = root.querySelector('svg'), corner = svg.getBoundingClientRect();"
        "return [...svg.querySelectorAll('text')].map((one) => { const box = one.getBoundingClientRect();"
        " return {"
        " text: one.textContent, left: box.left - corner.left, right: box.right - corner.left,"
        " top: box.top - corner.top, bottom: box.bottom - corner.top, fill: one.getAttribute('fill'),"
        " size: Number(one.getAttribute('font-size')) }; })"
    )


def text(shown, wanted):
    (found,) = [text for text in texts(shown) if text["text"] == wanted]
    return found


def middle(shown, wanted, along):
    """The middle of a label of the x axis (the lowest with this text) or of the y axis (the leftmost)."""
    found = [text for text in texts(shown) if text["text"] == wanted]
    if along == "x":
        text = max(found, key=lambda text: text["top"])
        return (text["left"] + text["right"]) / 2
    text = min(found, key=lambda text: text["left"])
    return (text["top"] + text["bottom"]) / 2


def scale_from(shown, along, start, other, log=False):
    """Read an axis by two of its tick labels, as a person does. -> function of a value: CSS pixels"""
    on = np.log if log else (lambda value: value)
    ends = [float(on(float(label.replace("−", "-")))) for label in (start, other)]
    places = [middle(shown, label, along) for label in (start, other)]
    return lambda value: float(
        np.interp(on(value), *zip(*sorted(zip(ends, places, strict=True)), strict=True))
    )


def picture(shown):
    """The drawing as it is painted, from its top left. [height, width, 3] uint8, CSS pixels at ratio 1"""
    png = (
        shown.page.locator(".hv-root").nth(shown.place).locator(".hv-chart").screenshot(animations="disabled")
    )
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def is_colour(pixels, colour, near=12):
    wanted = style.hex_to_rgb(colour) if isinstance(colour, str) else colour
    return np.abs(pixels.astype(int) - np.asarray(wanted, int)).max(axis=-1) <= near


def leave(shown):
    shown.page.mouse.move(1, 1)
    shown.settle()


def read_number(text):
    """Read "−0.5", "2 × 10⁸" or "10⁹"."""
    front, _, height = text.replace("−", "-").partition("10")
    if not set(height) & set("⁰¹²³⁴⁵⁶⁷⁸⁹"):
        return float(text.replace("−", "-"))
    return float(front.replace("×", "").strip() or 1) * 10 ** int(
        height.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    )


def overlaps(boxes):
    """Pairs of texts that lie on each other by more than a pixel."""
    return [
        (box["text"], other["text"])
        for box, other in itertools.combinations(boxes, 2)
        if min(box["right"], other["right"]) - max(box["left"], other["left"]) > 1
        and min(box["bottom"], other["bottom"]) - max(box["top"], other["top"]) > 1.5
    ]


# ---- what is drawn


@pytest.mark.parametrize(
    "role, colour",
    [
        ("value", style.ROLES["value"].fill),
        ("head 3", style.HEADS[2]),
        ("result", style.RESULT["light"]),
        ("error", style.ERROR["light"]),
    ],
)
def test_bars_are_as_high_as_their_numbers_in_the_colour_of_their_role(show, role, colour):
    (shown,) = show(chart(bars(role=role)))
    up = scale_from(shown, "y", "0.0", "1.0")
    painted = picture(shown)
    for word, weight in zip(WORDS, WEIGHTS, strict=True):
        column = painted[:, round(middle(shown, word, "x"))]
        height = is_colour(column, colour).sum()
        assert height == pytest.approx(up(0) - up(weight), abs=3), word  # its edge has a darker shade


def test_a_negative_bar_hangs_from_zero(show):
    (shown,) = show(chart(bars((1.0, -2.0), ("a", "b"), y_limits=(-3, 3))))
    up = scale_from(shown, "y", "−2", "2")
    for word, value in (("a", 1.0), ("b", -2.0)):
        rows = np.flatnonzero(
            is_colour(picture(shown)[:, round(middle(shown, word, "x")) + 6], style.ROLES["query"].fill)
        )
        assert sorted((rows[0], rows[-1])) == pytest.approx(sorted((up(0), up(value))), abs=2.5), word


@pytest.mark.parametrize("kind", ["line", "points"])
def test_points_and_lines_pass_through_their_numbers_on_a_log_axis(show, kind):
    x, y = [1, 4, 10, 100], [0.1, 0.9, 0.4, 0.6]
    plot = Plot(
        (Series(x, y, kind, "key", width=2),), y_limits=(0, 1), x_log=True, x_ticks=((1, "1"), (100, "100"))
    )
    (shown,) = show(chart(plot))
    across, up = scale_from(shown, "x", "1", "100", log=True), scale_from(shown, "y", "0.0", "1.0")
    colour = style.ROLES["key"].on_light if kind == "line" else style.ROLES["key"].fill
    assert across(10) == pytest.approx((across(1) + across(100)) / 2)
    for place in zip(x, y, strict=True):
        left, top = round(across(place[0])), round(up(place[1]))
        assert is_colour(picture(shown)[top - 3 : top + 4, left - 2 : left + 3], colour, near=40).any(), place
    between = (across(10) + across(100)) / 2
    column = picture(shown)[:, round(between)]
    assert is_colour(column, colour, near=40).any() == (kind == "line")


def test_a_histogram_stands_between_its_edges(show):
    edges, shares = [-2, -1, 0, 3], [0.2, 0.8, 0.4]
    (shown,) = show(
        chart(Plot((Series(edges, shares, "steps", "embedding"),), x_limits=(-2, 3), y_limits=(0, 1)))
    )
    across, up = scale_from(shown, "x", "−2.0", "3.0"), scale_from(shown, "y", "0.0", "1.0")
    painted = picture(shown).astype(int)
    for left, right, share in zip(edges, edges[1:], shares, strict=False):
        column = painted[:, round(across((left + right) / 2))]
        green = column[:, 1] - column[:, 2] > 25
        assert np.flatnonzero(green)[0] == pytest.approx(up(share), abs=2.5), (left, right)


def test_an_arrow_runs_from_its_start_to_its_tip_with_a_head_there(show):
    plot = Plot((Series([3], [1], "arrows", "query", x0=1, y0=2),), x_limits=(0, 4), y_limits=(0, 4))
    (shown,) = show(chart(plot))
    across, up = scale_from(shown, "x", "0.0", "4.0"), scale_from(shown, "y", "0", "4")
    drawn = is_colour(picture(shown), style.ROLES["query"].on_light, near=30)
    rows, columns = np.nonzero(drawn)
    assert columns.min() == pytest.approx(across(1), abs=2) and columns.max() == pytest.approx(
        across(3), abs=2
    )
    assert rows.min() == pytest.approx(up(2), abs=3) and rows.max() == pytest.approx(up(1), abs=5)
    thick = drawn.sum(axis=0)[columns.min() : columns.max() + 1]
    assert thick[-12:].max() > 1.8 * np.median(thick)


def test_equal_axes_give_one_unit_the_same_length(show):
    plot = Plot((Series([2, -1], [1, 3], "arrows", "key"),), x_limits=(-2, 4), y_limits=(-2, 4), equal=True)
    for width in (900, 360):
        (shown,) = show(chart(plot), width=width)
        twos, zeros = ([text for text in texts(shown) if text["text"] == label] for label in ("2", "0"))
        left = min(text["right"] for text in zeros)  # the labels of the y axis end there
        beside, below = (
            [text for text in group if (text["right"] <= left + 1) == is_y]
            for is_y in (True, False)
            for group in (twos + zeros,)
        )
        up, across = abs(beside[0]["top"] - beside[1]["top"]), abs(below[0]["left"] - below[1]["left"])
        assert up > 40 and across == pytest.approx(up, abs=1.5)


def test_limits_fit_the_numbers_and_bars_include_zero(show):
    line = Plot((Series([10, 20], [5.0, 7.0]),))
    tall = Plot((Series([1, 2], [50.0, 70.0], "bars"),))
    (shown,) = show(chart(line, tall))
    first, second = shown.painted["plots"]
    assert first["x_limits"][0] < 10 and 20 < first["x_limits"][1] < 25
    assert 4 < first["y_limits"][0] < 5 and 7 < first["y_limits"][1] < 8
    assert second["y_limits"][0] == 0 and second["y_limits"][1] > 70


@pytest.mark.parametrize(
    "low, high", [(0, 1), (-3.2, 4.1), (-0.004, 0.011), (0, 86), (12000, 91000), (-7e8, 2e9)]
)
def test_ticks_are_round_numbers_with_a_true_minus_sign(show, low, high):
    (shown,) = show(chart(Plot((Series([0, 1], [low, high]),))))
    ticks = shown.painted["plots"][0]["y_ticks"]
    values = [tick["value"] for tick in ticks]
    assert 3 <= len(ticks) <= 8
    steps = np.diff(values)
    assert np.allclose(steps, steps[0])
    assert any(
        np.isclose(steps[0] / 10 ** np.floor(np.log10(steps[0] * 1.000001)), nice) for nice in (1, 2, 5)
    )
    for tick in ticks:
        assert "-" not in tick["text"] and ("−" in tick["text"].split("×")[0]) == (tick["value"] < -1e-12)
        assert read_number(tick["text"]) == pytest.approx(tick["value"], abs=1e-9 * max(abs(low), abs(high)))


def test_values_stand_above_the_bars_where_they_fit(show):
    (shown,) = show(chart(bars()))
    said = {text["text"] for text in texts(shown)}
    assert {"0.05", "0.62", "0.12", "0.01", "0.20"} <= said
    for word, value in (("animal", "0.62"), ("tired", "0.20")):
        assert middle(shown, value, "x") == pytest.approx(middle(shown, word, "x"), abs=1)
    (crowded,) = show(
        chart(bars(np.linspace(0.9, 1.0, 80), [str(i) for i in range(80)], y_limits=None)), width=360
    )
    values = [text for text in texts(crowded) if text["text"].startswith(("0.9", "1.0"))]
    assert 1 < len(values) < 40


CROWDED = np.random.default_rng(3)
PICTURES = {
    "words": (
        bars(title="Weights of “it”", note="2.3 of 5 words share"),
        bars(CROWDED.random(14), [f"word{i}" for i in range(14)], role="head 2"),
    ),
    "many words": (bars(CROWDED.random(128), [f"token{i}" for i in range(128)], title="128 words"),),
    "same tips": (
        Plot(
            (
                Series(
                    [2, 2, 2.02],
                    [1, 1, 1.01],
                    "arrows",
                    "query",
                    "q",
                    names=("q of it", "q of animal", "q of street"),
                ),
                Series([1.9], [1.1], "arrows", "key", "k", names=("k of tired",)),
            ),
            x_limits=(-3, 3),
            y_limits=(-3, 3),
            equal=True,
            x_label="number 1",
            y_label="number 2",
        ),
    ),
    "named points": (
        Plot(
            (
                Series(
                    CROWDED.normal(size=30),
                    CROWDED.normal(size=30),
                    "points",
                    "value",
                    names=[f"v of word{i}" for i in range(30)],
                ),
            ),
            equal=True,
        ),
    ),
    "long labels": (
        Plot(
            (
                Series([1, 1e6], [1e-6, 1], label="a rather long name of a curve"),
                Series([1, 1e6], [1, 1e-6], label="another rather long name", dashed=True),
            ),
            "A title that goes on and on, so that it must be broken somewhere",
            "a long label below the axis, with many words",
            "a long label beside the axis, with many words",
            x_log=True,
            y_log=True,
            note="A note of some length under the plot, broken into lines.",
        ),
        Plot(
            (Series(range(61), CROWDED.normal(size=60), "steps"),),
            x_ticks=tuple((i, str(100 * i)) for i in range(61)),
        ),
    ),
}


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("width, scale", [(900, 1.0), (360, 1.0), (360, 1.6), (1200, 1.6)])
def test_no_text_lies_on_another_or_is_cut(show, name, width, scale):
    view = chart(*PICTURES[name])
    view.scale = scale
    (shown,) = show(view, width=width)
    boxes = texts(shown)
    assert boxes and not overlaps(boxes)
    size = shown.js(
        "const box = root.querySelector('svg').getBoundingClientRect(); return [box.width, box.height]"
    )
    cut = [
        box["text"]
        for box in boxes
        if min(box["left"], box["top"]) < -1 or box["right"] > size[0] + 1 or box["bottom"] > size[1] + 1
    ]
    assert not cut and size[0] <= width


def test_everything_grows_on_a_projector(show):
    view = chart(bars())
    (shown,) = show(view, width=1200)
    small = {text["text"]: text["size"] for text in texts(shown)}
    view.scale = 1.6
    shown.sync()
    assert all(
        text["size"] == pytest.approx(1.6 * small[text["text"]])
        for text in texts(shown)
        if text["text"] in WORDS
    )


def test_plots_stand_side_by_side_and_wrap(show):
    plots = [bars(title=f"plot {place}") for place in range(3)]
    for width, rows in ((900, 1), (600, 2), (360, 3)):
        (shown,) = show(chart(*plots), width=width)
        assert len({round(text(shown, f"plot {place}")["top"]) for place in range(3)}) == rows


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_role_reads_on_the_paper(show, theme):
    roles = [*style.ROLES, "result", "error", *(f"head {number}" for number in range(1, 17))]
    plots = [
        Plot((Series([1], [1], "arrows", role, names=(role,)),), x_limits=(0, 3), y_limits=(0, 3))
        for role in roles
    ]
    (shown,) = show(chart(*plots), theme=theme)
    fills = {text["text"]: text["fill"] for text in texts(shown)}
    assert all(style.contrast(fills[role], style.PAPER[theme]) >= 4.5 for role in roles)
    assert fills["query"] == getattr(style.ROLES["query"], f"on_{theme}")


# ---- numbers that cannot be drawn


@pytest.mark.parametrize(
    "plot",
    [
        Plot(()),
        Plot((Series([], []),), x_ticks=((0, "a"),)),
        Plot((Series([1, 2], [np.nan, np.inf], "bars"),)),
        Plot((Series([0, -1], [1, 2], "points"),), x_log=True),
        Plot((Series([np.nan], [1], "arrows"), Series([0, np.nan], [1], "steps"))),
    ],
)
def test_without_numbers_it_says_so(show, plot):
    (shown,) = show(chart(plot))
    assert text(shown, "no numbers to draw")
    shown.press("ArrowRight")
    shown.hover(200, 100)
    assert shown.readout == "" and shown.get("hover") == []


@pytest.mark.parametrize("kind", ["line", "points", "bars", "steps", "arrows"])
def test_holes_are_left_out_and_the_rest_is_drawn(show, kind):
    y = [1, np.nan, 3, np.inf, 2, -np.inf, 1.5]
    x = range(8) if kind == "steps" else range(7)
    (shown,) = show(chart(Plot((Series(x, y, kind),))))
    drawn = [mark is not None for mark in shown.painted["plots"][0]["series"][0]]
    assert drawn == list(np.isfinite(y))
    assert not any(
        "NaN" in value
        for value in shown.js(
            "return [...root.querySelectorAll('svg *')]"
            ".flatMap((one) => [...one.attributes].map(({ value }) => value))"
        )
    )
    shown.press("ArrowRight", "ArrowRight", "ArrowRight")
    assert shown.get("hover") == [0, 0, 4]


@pytest.mark.parametrize("value", [0.0, 5.0, -1e-7, 3e30])
@pytest.mark.parametrize("log", [False, True])
def test_constant_numbers_stand_in_the_middle(show, value, log):
    (shown,) = show(chart(Plot((Series([1, 2, 3], [value] * 3, "points"),), y_log=log)))
    (plot,) = shown.painted["plots"]
    if log and value <= 0:
        assert plot["empty"]
        return
    area = plot["area"]
    assert [point["y"] for point in plot["series"][0]] == pytest.approx(
        [area["y"] + area["height"] / 2] * 3, abs=2
    )
    assert len(plot["y_ticks"]) >= 2


def test_no_plots_at_all(show):
    (shown,) = show(chart())
    assert shown.js("return root.querySelector('.hv-quiet').hidden") is False
    shown.view.frame = ChartFrame((bars(),))
    shown.sync()
    assert shown.js("return root.querySelector('.hv-quiet').hidden") is True and text(shown, "animal")


def test_limits_that_make_no_sense_are_not_used(show):
    plots = [
        Plot((Series([1, 10], [1, 10]),), x_limits=limits, x_log=True)
        for limits in ((0, 100), (5, 5), (-3, -1))
    ]
    (shown,) = show(chart(*plots))
    for plot in shown.painted["plots"]:
        low, high = plot["x_limits"]
        assert 0 < low <= 1 and high >= 10


# ---- what is said


def test_the_readout_names_the_bar_under_the_pointer(show):
    (shown,) = show(chart(bars()))
    x = middle(shown, "street", "x")
    for y in (60, 150):  # far above the bar, and lower down
        shown.hover(x, y)
        assert shown.readout == "street: weight 0.12"
    leave(shown)
    assert "arrow keys" in shown.readout and shown.get("hover") == []


def test_the_readout_says_series_x_and_y_with_the_names_of_the_axes(show):
    curves = Plot(
        (
            Series([1, 8, 64], [1, 0.7, 0.3], label="entropy"),
            Series([64], [0.3], "points", "error", "d_k = 64", names=("now",)),
        ),
        "Means",
        "d_k",
        "share",
        x_log=True,
    )
    counts = Plot((Series([-2, -1, 1.5], [0.25, 0.125], "steps"),), "Spread", "score", "share of all")
    (shown,) = show(chart(curves, counts))
    said = {}
    for place in ([0, 0, 1], [0, 1, 0], [1, 0, 0], [1, 0, 1]):
        shown.js("model.set('hover', argument)", place)
        shown.settle()
        said[tuple(place)] = shown.readout
    assert said == {
        (0, 0, 1): "Means — entropy: d_k 8, share 0.7",
        (0, 1, 0): "Means — d_k = 64, now: d_k 64, share 0.3",
        (1, 0, 0): "Spread — score −2 to −1, share of all 0.25",
        (1, 0, 1): "Spread — score −1 to 1.5, share of all 0.13",
    }


def test_the_readout_says_where_an_arrow_leads(show):
    steps = Series([2, 4], [1, 2], "arrows", "plain", "RNN", x0=[1, 2], y0=[0, 1])
    plain = Series([0.6], [-0.8], "arrows", "query", names=("q",))
    (shown,) = show(
        chart(Plot((steps, plain), x_label="word", y_label="steps", x_ticks=tuple(enumerate(WORDS))))
    )
    for place, words in (
        ([0, 0, 1], "RNN: word street → tired, steps 1 → 2"),
        ([0, 1, 0], "q: word 0.6, steps −0.8"),
    ):
        shown.js("model.set('hover', argument)", place)
        shown.settle()
        assert shown.readout == words


def test_a_name_that_is_only_the_value_is_not_said_twice(show):
    plot = Plot(
        (
            Series([0, 1], [0.625, 0.375], "bars", names=("0.63", "0.38")),
            Series([0.3], [0.9], "points", label="before"),
        ),
        y_label="weight",
        x_ticks=((0, "it"), (1, "was")),
    )
    (shown,) = show(chart(plot))
    shown.hover(middle(shown, "it", "x"), 150)
    assert shown.readout == "it: weight 0.63"
    shown.js("model.set('hover', [0, 1, 0])")  # beside its bar, but it belongs to the word
    shown.settle()
    assert shown.readout == "before, it: weight 0.9"


@pytest.mark.parametrize(
    "value, words",
    [
        (0.119, "0.12"),
        (0.0043, "0.0043"),
        (-3.0, "−3"),
        (123.377, "123"),
        (0.01, "0.01"),
        (48.933, "48.9"),
        (48.93, "48.93"),
        (2.5e7, "2.5 × 10⁷"),
        (1e-5, "10⁻⁵"),
        (0.0, "0"),
    ],
)
def test_numbers_are_short_and_true(show, value, words):
    (shown,) = show(chart(Plot((Series([1, 2], [value, 1.0], "points"),), y_label="size")))
    shown.press("Home")
    assert shown.readout == f"x 1, size {words}"


# ---- pointer, keys, selection


def test_the_nearest_point_is_highlighted(show):
    plot = Plot(
        (Series(range(5), [1, 4, 2, 5, 3], "line", "key"), Series([2.5], [4.8], "points", "query")),
        x_ticks=((0, "0"), (4, "4")),
        y_limits=(0, 5),
    )
    (shown,) = show(chart(plot))
    before = picture(shown)
    across, up = scale_from(shown, "x", "0", "4"), scale_from(shown, "y", "0", "5")
    for place, (x, y) in {
        (0, 0, 1): (1, 4),
        (0, 1, 0): (2.5, 4.8),
        (0, 0, 3): (3, 5),
        (0, 0, 4): (3.8, 3.2),
    }.items():
        shown.hover(across(x), up(y))
        assert shown.get("hover") == list(place)
        top, left = np.argwhere((picture(shown) != before).any(axis=2)).min(axis=0)
        assert left <= across(4 if place[2] == 4 else x) and top >= up(5) - 14
    assert shown.saves == []  # hover never asks the kernel


def test_a_point_on_a_bar_can_be_reached_and_so_can_the_bar(show):
    plot = Plot(
        (Series([0, 1], [0.8, 0.4], "bars"), Series([0, 1], [0.3, 0.6], "points", "error")),
        y_limits=(0, 1),
        x_ticks=((0, "a"), (1, "b")),
    )
    (shown,) = show(chart(plot))
    up = scale_from(shown, "y", "0.0", "1.0")
    x = middle(shown, "a", "x")
    shown.hover(x, up(0.3))
    assert shown.get("hover") == [0, 1, 0]
    shown.hover(x + 20, up(0.7))
    assert shown.get("hover") == [0, 0, 0]


def test_arrow_keys_walk_through_a_series_and_between_series_and_plots(show):
    first = Plot((Series([0, 1, 2, 3], [1, 2, 3, 4]), Series([0, 2, 3], [3, 2, 1], "points")), "first")
    (shown,) = show(chart(first, bars(title="second")))
    walked = []
    for key in (
        "ArrowRight",
        "ArrowRight",
        "ArrowRight",
        "ArrowDown",
        "ArrowRight",
        "ArrowRight",
        "ArrowUp",
        "Home",
        "ArrowLeft",
        "PageDown",
        "End",
        "ArrowUp",
    ):
        shown.press(key)
        walked.append(tuple(shown.get("hover")))
    assert walked == [
        (0, 0, 0),
        (0, 0, 1),
        (0, 0, 2),
        (0, 1, 1),
        (0, 1, 2),
        (0, 1, 2),
        (0, 0, 3),
        (0, 0, 0),
        (0, 0, 0),
        (1, 0, 0),
        (1, 0, 4),
        (0, 1, 0),
    ]
    assert shown.saves == []


def test_enter_and_click_select_and_escape_clears(show):
    (shown,) = show(chart(bars()))
    shown.press("ArrowRight", "ArrowRight", "Enter")
    assert shown.get("selected") == [0, 0, 1]
    shown.click(middle(shown, "tired", "x"), 120)
    assert shown.get("selected") == [0, 0, 4]
    shown.press("Escape")
    assert shown.get("selected") == [] and shown.get("hover") == []
    assert [saved["selected"] for saved in shown.saves] == [[0, 0, 1], [0, 0, 4], []]


def test_python_selects_and_the_page_shows_it(show):
    (shown,) = show(chart(bars()))
    before = picture(shown)
    shown.view.selected = [0, 0, 3]
    shown.sync()
    assert shown.readout == "it: weight 0.01" and shown.painted["lit"] == [0, 0, 3]
    changed = np.flatnonzero((picture(shown) != before).any(axis=(0, 2)))
    left, right = middle(shown, "street", "x"), middle(shown, "tired", "x")
    assert left < changed.min() < changed.max() < right  # its bar and its word, no other
    assert shown.painted["repainted"] is False  # only the highlight is drawn anew


def test_a_selection_must_be_there():
    view = chart(bars())
    for place in ([0, 0, 5], [1, 0, 0], [0, 1, 0], [0, 0], [0, 0, -1]):
        with pytest.raises(ValueError, match="no "):
            view.selected = place
    view.selected = [0, 0, 4]
    view.frame = ChartFrame((bars(),))
    assert view.selected == [0, 0, 4]
    view.frame = ChartFrame((bars(WEIGHTS[:3], WORDS[:3]),))
    assert view.selected == []


def test_two_views_keep_to_themselves(show):
    first, other = show(chart(bars()), chart(bars()))
    other.hover(middle(other, "animal", "x"), 100)
    assert other.painted["lit"] == [0, 0, 1] and first.painted["lit"] == [] and first.get("hover") == []


# ---- a new frame


def test_a_new_frame_keeps_the_picture_focus_and_highlight(show):
    (shown,) = show(chart(bars()))
    shown.press("ArrowRight", "ArrowRight")
    shown.js("root.picture_before = root.querySelector('svg')")
    shown.view.frame = ChartFrame((bars((0.5, 0.25, 0.25, 0, 0)),))
    shown.sync()
    assert shown.readout == "animal: weight 0.25"
    assert shown.js(
        "return document.activeElement === root.picture_before && root.contains(root.picture_before)"
    )


def test_a_slider_makes_few_elements_and_the_pointer_hardly_any(show):
    x, rng = np.linspace(0, 10, 200), np.random.default_rng(0)

    def frame(turn):
        counts = Series(range(61), rng.random(60), "steps")
        return ChartFrame(
            (
                Plot((counts,)),
                Plot((Series(x, np.sin(x + turn)), Series(x, np.cos(x + turn), role="key", label="k"))),
            )
        )

    (shown,) = show(Chart(frame(0)))
    shown.view.frame = frame(1)
    assert shown.commands(shown.sync) < 150
    assert shown.painted["repainted"]
    assert shown.commands(lambda: shown.js("model.set('hover', [0, 0, 1])")) < 10
    assert not shown.painted["repainted"]


def test_the_theme_changes_the_colours(show):
    (shown,) = show(chart(bars(title="shares")))
    shown.page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    shown.page.wait_for_function(
        "ink => [...document.querySelectorAll('svg text')].some((one) => one.getAttribute('fill') === ink)",
        arg=style.INK["dark"],
    )
    assert text(shown, "shares")["fill"] == style.INK["dark"]


# ---- for everyone


def test_it_has_a_name_and_a_description_and_takes_its_own_keys(show):
    view = chart(bars(), alt="Five weights; the largest is animal, 0.62.")
    (shown,) = show(view)
    kept = shown.js(
        "const svg = root.querySelector('svg');"
        " return ['role', 'aria-label', 'tabindex', 'data-lm-suppress-shortcuts']"
        ".map((name) => svg.getAttribute(name))"
    )
    assert kept == ["img", describe(view.frame), "0", "true"] and "the largest is animal, 0.62." in kept[1]
    live = "return root.querySelector('.hv-readout').getAttribute('aria-live')"
    assert shown.js(live) == "off"  # a control that moves the picture is read aloud once, by its explorer
    shown.press("ArrowRight")
    assert shown.js(live) == "polite"


def test_markup_stays_text(show):
    plot = Plot(
        (
            Series([0, 1], [1, 2], "points", label=MARKUP, names=(MARKUP, "b")),
            Series([0, 1], [1, 2], "bars", names=(MARKUP, "")),
        ),
        MARKUP,
        MARKUP,
        MARKUP,
        x_ticks=((0, MARKUP), (1, "b")),
        note=MARKUP,
    )
    (shown,) = show(chart(plot, title=MARKUP))
    shown.press("ArrowRight")
    assert shown.js("return el.querySelectorAll('img, script').length") == 0
    assert MARKUP in shown.readout and MARKUP in shown.js(
        "return root.querySelector('.hv-title').textContent"
    )
    assert any(text["text"].startswith("<img") for text in texts(shown))


def copied(shown):
    shown.page.locator(".hv-root").nth(shown.place).get_by_role("button", name="Copy numbers").click()
    shown.page.wait_for_function("document.querySelector('.hv-said').textContent === 'copied'")
    return [
        [line.split("\t") for line in block.split("\n")]
        for block in shown.page.evaluate("navigator.clipboard.readText()").replace("\r", "").split("\n\n")
    ]


def test_copied_numbers_are_the_numbers(show):
    arrows = Series([0.1, 2], [3, -4.25], "arrows", "query", "q", x0=[1, 0], y0=0.5, names=("a\tb", "c"))
    curve = Series([1, 2, 3], [0.123456, np.nan, 1e-9], label="entropy")
    (shown,) = show(
        chart(
            bars(title="weights"),
            Plot((curve, arrows), x_label="d_k", y_label="share"),
            Plot((Series([0, 1, 3], [5, 7], "steps"),), "counts"),
        )
    )
    first, second, third, fourth = copied(shown)
    assert first[:2] == [["weights"], ["name", "key (is asked)", "weight"]]
    assert [(row[0], float(row[1])) for row in first[2:]] == [
        (word, place) for place, word in enumerate(WORDS)
    ]
    assert np.allclose([float(row[2]) for row in first[2:]], WEIGHTS, rtol=1e-6)
    assert second[:2] == [["plot 2", "entropy"], ["d_k", "share"]]
    assert np.allclose(
        [[float(number) for number in row] for row in second[2:]],
        [[1, 0.123456], [2, np.nan], [3, 1e-9]],
        rtol=1e-6,
        equal_nan=True,
    )
    assert third == [
        ["plot 2", "q"],
        ["name", "d_k from", "share from", "d_k to", "share to"],
        ["a b", "1", "0.5", "0.1", "3"],
        ["c", "0", "0.5", "2", "-4.25"],
    ]
    assert fourth == [["counts"], ["x from", "x to", "y"], ["0", "1", "5"], ["1", "3", "7"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_saved_image_holds_the_picture_under_its_title(show, theme):
    (shown,) = show(
        chart(
            bars(words=("The", "ani\x08mal\ud800", "street", "it", "tired")), title="Weights of “it”: shares"
        ),
        theme=theme,
    )
    with shown.page.expect_download() as download:
        shown.page.get_by_role("button", name="Save PNG").click()
    assert download.value.suggested_filename == "weights-of-it-shares.png"
    saved = Image.open(download.value.path())
    assert saved.format == "PNG"
    pixels = np.asarray(saved.convert("RGBA"))
    paper, ink = PAPER_INK[theme]
    assert (pixels[..., 3] == 255).all() and is_colour(pixels[0, 0, :3], paper)
    drawn, here = (
        is_colour(image[..., :3], style.ROLES["query"].fill).sum() for image in (pixels, picture(shown))
    )
    assert drawn == pytest.approx(4 * here, rel=0.05)  # twice as large both ways
    head = is_colour(pixels[: 2 * 34, :, :3], ink, near=60)
    assert head.any() and not is_colour(pixels[: 2 * 34, :, :3], style.ROLES["query"].fill).any()


def test_clean_up_leaves_nothing_behind(show):
    (shown,) = show(chart(bars()))
    assert shown.js("return model.listeners.length") > 0
    shown.js("close()")
    assert shown.js("return [model.listeners.length, el.childElementCount]") == [0, 0]
    shown.js(
        "model.set('hover', [0, 0, 1]); window.dispatchEvent(new Event('resize'));"
        " document.body.className = 'x'"
    )
    shown.settle()


def test_it_fits_again_when_the_column_gets_narrow(show):
    (shown,) = show(chart(bars(), bars()))
    wide = shown.painted
    shown.js("el.style.width = '360px'")
    shown.page.wait_for_function("document.querySelector('.hv-root').painted.width < 370")
    narrow = shown.painted
    assert (
        wide["plots"][1]["y"] == wide["plots"][0]["y"] and narrow["plots"][1]["y"] > narrow["plots"][0]["y"]
    )


def test_a_label_that_is_cut_says_the_whole_under_the_pointer(show):
    long = [f"{'Donaudampfschifffahrtsgesellschaft' * 4}{end}" for end in ("", "skapitän", "smütze")]
    series = [Series(range(3), [0.2, 0.3, 0.5], "line", label=label) for label in long]
    plot = Plot(
        series, long[0], y_label=long[1], x_label=long[2], x_ticks=tuple(enumerate(long)), note=long[1]
    )
    (shown,) = show(chart(plot))
    found = shown.js(
        "return [...root.querySelectorAll('svg text')].filter((one) => one.textContent.endsWith('…'))"
        ".map((one) => [one.textContent, one.parentNode.querySelector(':scope > title')?.textContent ?? ''])"
    )
    assert len(found) >= 3 + 3 + 1 + 1  # legend, ticks, title, label of y
    assert [cut for cut, whole in found if whole not in long or not whole.startswith(cut[:-1])] == []
    assert {whole for _, whole in found} == set(long)
