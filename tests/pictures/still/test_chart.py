import re

import numpy as np
import pytest

from helpers import pictures, style
from helpers.frames import ChartFrame, Plot, Series
from helpers.pictures import Note
from helpers.pictures.still.page import DETAIL, colour_for
from tests.pictures.still.pixels_and_texts import GROUND, faults, pixels, texts

WORDS = "The animal didn ' t cross the street because it was too tired .".split()


def chart(*plots, **more):
    return ChartFrame(plots, **more)


def colour_at(picture, axes, x, y, off=(0, 0)):
    """The colour at a point of a plot, off by so many pixels to the right and up."""
    image = pixels(picture)
    column, up = axes.transData.transform((x, y)) + off
    return image[int(picture.height * DETAIL - up), int(column)]


def is_near(colour, expected):
    return np.abs(colour - np.array(style.hex_to_rgb(expected))).max() <= 12


def test_bars_are_as_tall_as_their_numbers():
    tall = [3.0, 1.5, -2.0]
    picture = pictures.draw(chart(Plot((Series([1, 2, 4], tall, "bars", "query"),))))
    axes, fill = picture.figure.axes[0], style.ROLES["query"].fill
    for x, y in zip([1, 2, 4], tall, strict=True):
        inside, beyond = (-4, 4) if y > 0 else (4, -4)
        assert is_near(colour_at(picture, axes, x + 0.2, y, (0, inside)), fill)
        assert not is_near(colour_at(picture, axes, x + 0.2, y, (0, beyond)), fill)
    assert not is_near(colour_at(picture, axes, 3, 0.5), fill)  # no bar stands there


def test_bars_at_the_same_places_stand_side_by_side():
    picture = pictures.draw(
        chart(Plot((Series([1, 2], [1, 1], "bars", "query"), Series([1, 2], [1, 1], "bars", "key"))))
    )
    axes = picture.figure.axes[0]
    assert is_near(colour_at(picture, axes, 0.8, 0.5), style.ROLES["query"].fill)
    assert is_near(colour_at(picture, axes, 1.2, 0.5), style.ROLES["key"].fill)


def test_a_histogram_has_the_edges_and_heights_of_its_series():
    edges, counts = np.array([-2.0, -1, 1, 4]), np.array([1.0, 4, 2])
    picture = pictures.draw(chart(Plot((Series(edges, counts, "steps", "value"),))))
    axes = picture.figure.axes[0]
    for left, right, count in zip(edges, edges[1:], counts, strict=False):
        middle = (left + right) / 2
        assert (colour_at(picture, axes, middle, count, (0, -6)) < 250).any()
        assert (colour_at(picture, axes, middle, count, (0, 9)) == GROUND).all()


def test_points_lines_and_arrows_stand_where_their_numbers_say():
    plot = Plot(
        (
            Series([0, 2], [0, 4], "line", "query", width=2),
            Series([3], [1], "points", "value"),
            Series([-1], [3], "arrows", "key", x0=-2, y0=1, width=2),
        )
    )
    picture = pictures.draw(chart(plot))
    axes = picture.figure.axes[0]
    assert is_near(colour_at(picture, axes, 1, 2), style.ROLES["query"].on_light)
    assert is_near(colour_at(picture, axes, 3, 1), style.ROLES["value"].on_light)
    assert is_near(colour_at(picture, axes, -1.5, 2), style.ROLES["key"].on_light)


@pytest.mark.parametrize(
    "role, colour",
    [
        ("head 3", style.HEADS[2]),
        ("head 16", style.HEADS[15]),
        ("result", style.RESULT["light"]),
        ("error", style.ERROR["light"]),
    ],
)
def test_heads_and_errors_keep_their_colours(role, colour):
    picture = pictures.draw(chart(Plot((Series([1], [2.0], "bars", role),))))
    assert is_near(colour_at(picture, picture.figure.axes[0], 1, 1), colour)


def test_equal_axes_have_equal_units():
    picture = pictures.draw(chart(Plot((Series([4, 0], [0, 1], "arrows", "query"),), equal=True)))
    axes = picture.figure.axes[0]
    picture.png
    across, up = axes.transData.transform((1, 1)) - axes.transData.transform((0, 0))
    assert across == pytest.approx(up, rel=0.01)
    assert axes.get_xlim()[1] > 4 and axes.get_ylim()[1] > 1


def test_limits_and_logarithmic_axes_are_as_given():
    plot = Plot(
        (Series([1, 10, 1000], [1, 5, 2], "line"),), x_log=True, x_limits=(0.5, 2000), y_limits=(0, 8)
    )
    axes = pictures.draw(chart(plot)).figure.axes[0]
    assert (
        axes.get_xscale() == "log"
        and axes.get_xlim() == pytest.approx((0.5, 2000))
        and axes.get_ylim() == pytest.approx((0, 8))
    )


def test_a_logarithmic_axis_that_cannot_begin_at_0_begins_below_the_first_number():
    axes = pictures.draw(
        chart(Plot((Series([2, 10], [0, 5], "line"),), x_log=True, y_log=True, x_limits=(0, 10)))
    ).figure.axes[0]
    assert 0 < axes.get_xlim()[0] < 2 and 0 < axes.get_ylim()[0] < 5


def test_what_lies_beyond_the_limits_is_not_drawn_nor_named():
    plot = Plot(
        (Series([1, 9], [1, 1], "points", "query", names=("near", "far")),), x_limits=(0, 2), y_limits=(0, 2)
    )
    picture = pictures.draw(chart(plot))
    assert "near" in [text for text, _ in texts(picture)] and "far" not in [
        text for text, _ in texts(picture)
    ]
    assert len(picture.figure.axes[0].collections[0].get_offsets()) == 1


def test_bars_carry_their_numbers_and_where_not_all_fit_those_of_the_longest_are_kept():
    few, many = (
        pictures.draw(chart(Plot((Series(range(n), np.linspace(0.25, 2, n), "bars"),)))) for n in (3, 60)
    )
    assert {"0.25", "1.13", "2.00"} <= {text for text, _ in texts(few)}
    written = [text for text in many.figure.texts if re.fullmatch(r"\d\.\d\d", text.get_text())]
    assert 3 < len(written) < 40 and "2.00" in [text.get_text() for text in written]
    assert all(text.get_rotation() == 0 for text in written) and faults(many) == []


@pytest.mark.parametrize("projector", [False, True])
@pytest.mark.parametrize("values", [[0.99, 0.01, 0.5], [-0.99, 0.5, 1.0], [1.0] * 14])
def test_no_number_stands_inside_a_bar(values, projector, monkeypatch):
    monkeypatch.setattr(style, "_on", projector)
    limits = (-1.0 if min(values) < 0 else 0, 1.0)
    picture = pictures.draw(chart(Plot((Series(range(len(values)), values, "bars"),), y_limits=limits)))
    (axes,) = picture.figure.axes
    numbers = [(text, box) for text, box in texts(picture) if re.fullmatch("−?[01]\\.\\d+|[01]", text)]
    bars = [patch.get_window_extent() for patch in axes.patches]
    inside = [
        text
        for text, box in numbers
        for bar in bars
        if min(box.x1, bar.x1) - max(box.x0, bar.x0) > 1 and min(box.y1, bar.y1) - max(box.y0, bar.y0) > 2
    ]
    assert inside == [] and len(numbers) >= len(values)


def test_a_bar_that_is_picked_out_keeps_its_number_among_many():
    y = np.linspace(5, 6, 40)
    others = Series(range(1, 40), y[1:], "bars", names=[f"{one:.3f}" for one in y[1:]])
    one = Series([0], y[:1], "bars", "key", names=["5.000"])
    told = [text for text, _ in texts(pictures.draw(chart(Plot((others, one), y_limits=(0, 7)))))]
    assert "5.000" in told and "5.026" not in told


def drawn_lines(picture):
    """The lines of a picture outside its axes."""
    return [one for one in picture.figure.artists if hasattr(one, "get_xdata")]


def test_an_angle_has_a_thin_arc_the_short_way_round_and_its_name_beside_it():
    arc = Series([4, -3], [-3, -4], "arc", "key", names=["θ = 90°"])
    picture = pictures.draw(
        chart(Plot((Series([4, -3], [-3, -4], "arrows", "query"), arc), equal=True, x_limits=(-6, 6)))
    )
    picture.png
    (line,) = [one for one in drawn_lines(picture) if len(one.get_xdata()) > 5]
    middle = picture.figure.axes[0].transData.transform((0, 0))
    ends = line.get_transform().transform(np.column_stack([line.get_xdata(), line.get_ydata()])) - middle
    assert np.ptp(np.hypot(*ends.T)) < 0.5  # a circle around the corner
    angles = np.degrees(np.unwrap(np.arctan2(ends[:, 1], ends[:, 0])))
    assert abs(angles[-1] - angles[0]) == pytest.approx(90, abs=0.5)
    assert sorted((angles[0], angles[-1]))[0] == pytest.approx(np.degrees(np.arctan2(-4, -3)), abs=0.5)
    box = dict(texts(picture))["θ = 90°"]
    assert box.y1 < middle[1] or box.x1 < middle[0] or box.x0 > middle[0]
    assert faults(picture) == []


def test_an_angle_without_two_directions_is_not_drawn():
    for x, y in (([0, 1], [0, 1]), ([1, np.nan], [1, 1])):
        picture = pictures.draw(chart(Plot((Series(x, y, "arc", names=["θ"]), Series([2], [2], "arrows")))))
        assert "θ" not in [text for text, _ in texts(picture)]


def called(**more):
    x = np.linspace(0, 10, 80)
    notes = (Note((5, np.sin(5) + 1), "the lowest place of all, as the text says"), Note((50, 0), "unseen"))
    return Plot((Series(x, np.sin(x) + 1, "line", label="curve"),), notes=notes, **more)


@pytest.mark.parametrize("plots", [1, 3])
@pytest.mark.parametrize("projector", [False, True])
def test_a_callout_stands_inside_the_plot_off_the_curve_and_its_line_leads_to_its_point(
    plots, projector, monkeypatch
):
    monkeypatch.setattr(style, "_on", projector)
    picture = pictures.draw(chart(*[called()] * plots))
    assert faults(picture) == [] and picture.png
    for axes in picture.figure.axes:
        area = axes.get_window_extent()
        boxes = [
            box
            for text, box in texts(picture)
            if text in "the lowest place of all, as the text says"
            and area.x0 < box.x0 < area.x1
            and area.y0 < box.y0 < area.y1
            and len(text) > 3
        ]
        assert boxes and all(area.x0 <= box.x0 and box.x1 <= area.x1 for box in boxes)
        curve = axes.transData.transform(axes.lines[0].get_xydata())
        for box in boxes:
            on_it = (curve > (box.x0, box.y0)) & (curve < (box.x1, box.y1))
            assert not on_it.all(axis=1).any()
    point = picture.figure.axes[0].transData.transform((5, np.sin(5) + 1))
    ends = [one.get_transform().transform(one.get_xydata())[-1] for one in drawn_lines(picture)]
    assert min(np.hypot(*(end - point)) for end in ends) < 6 * DETAIL * style.scale()
    assert "unseen" not in [text for text, _ in texts(picture)]


def test_series_of_points_differ_in_shape_as_well_as_in_colour():
    picture = pictures.draw(
        chart(
            Plot(tuple(Series([n], [n], "points", role) for n, role in enumerate(("query", "key", "value"))))
        )
    )
    shapes = [len(dots.get_paths()[0]) for dots in picture.figure.axes[0].collections]
    assert len(set(shapes)) > 1 and len(shapes) == 3


@pytest.mark.parametrize("role", ["query", "key", "head 4", "head 6", "head 12", "result", "error"])
def test_words_and_lines_stand_out_from_the_paper(role):
    _, strong, words = colour_for(role)
    assert style.contrast(strong, "#ffffff") >= 3 and style.contrast(words, "#ffffff") >= 4.5


def test_a_logarithmic_axis_has_plain_numbers():
    plot = Plot((Series([1, 1024], [1e-6, 1e6], "line"),), x_log=True, y_log=True)
    written = [text for text, _ in texts(pictures.draw(chart(plot)))]
    assert {"1", "10", "100", "1000", "10⁶", "10⁻⁶"} <= set(written)


def test_every_name_is_written_and_stands_nearest_to_its_own_point():
    rng = np.random.default_rng(2)
    x, y = rng.uniform(0, 10, 9), rng.uniform(0, 5, 9)
    names = [f"name {place}" for place in range(9)]
    picture = pictures.draw(chart(Plot((Series(x, y, "points", "value", names=names),))))
    boxes = dict(texts(picture))
    places = picture.figure.axes[0].transData.transform(np.column_stack([x, y]))
    for number, name in enumerate(names):
        box = boxes[name]
        gaps = [np.hypot(max(box.x0 - a, 0, a - box.x1), max(box.y0 - b, 0, b - box.y1)) for a, b in places]
        assert int(np.argmin(gaps)) == number


def test_names_of_points_that_nearly_touch_do_not_lie_on_each_other():
    points = Series(
        [0, 12, 6], [0, 0, 7], "points", "value", names=("v of animal", "v of street", "v of tired")
    )
    near = Series([0.15], [0.05], "points", "context", names=("z",))
    assert faults(pictures.draw(chart(Plot((points, near), equal=True)))) == []


def words(names=True, **more):
    y = np.linspace(-3, 5, 14)
    return Plot(
        (
            Series(
                range(14),
                y,
                "bars",
                "head 1",
                "a label",
                names=[f"{value:.2f}" for value in y] if names else (),
            ),
        ),
        x_ticks=tuple(enumerate(WORDS)),
        **more,
    )


line = Plot(
    (Series([1, 10, 1000], [1, 5, 2], "line", label="a curve"),),
    "Curve",
    "d_k",
    "variance",
    x_log=True,
    y_log=True,
)
keys = Series([3, 1, -2, 0], [1, 2.5, 1.5, -3], "arrows", "key", "keys", ["animal", "street", "tired", "it"])
plane = Plot(
    (keys, Series([2], [2], "arrows", "query", "q", ["it"])),
    "Plane",
    "first number",
    "second number",
    equal=True,
    note="The angle between two arrows, and their lengths, make the score. " * 2,
)
FRAMES = {
    "words": chart(words(x_label="key (is asked)", y_label="score"), title="Bars"),
    "three": chart(words(), line, plane, title="Three plots side by side", badge="random"),
    "plane": chart(plane),
    "long": chart(
        Plot(
            (
                Series(
                    [1, 2],
                    [1, 2],
                    label="a label that is much too long for a plot as narrow as this one is " * 3,
                ),
            ),
            "title " * 40,
            "x " * 60,
            "y",
            note="note " * 90,
        )
    ),
    "number ticks": chart(
        Plot(
            (Series(range(200), np.arange(200.0)),),
            x_ticks=tuple((place, str(place)) for place in range(0, 200, 2)),
        )
    ),
    "large numbers": chart(Plot((Series([0, 1e7], [-3e8, 3e8]),), x_label="x", y_label="y")),
    "five": chart(*[line] * 5),
    "empty": chart(Plot((Series([], []),), "Nothing"), Plot(())),
    "no plots": chart(),
    "limits that cannot be": chart(
        Plot((Series([1, 2], [1, 2]),), x_limits=(3, 3), y_limits=(5, -5)),
        Plot((Series([1], [-1.0]),), x_log=True, y_log=True, y_limits=(-3, 0)),
    ),
    "one bar": chart(Plot((Series([5], [3.0], "bars", "error", "a bar", ["a name that is rather long"]),))),
    "not a number": chart(
        Plot(
            (
                Series([1, 2, 3], [1, np.nan, np.inf], "points", names=("a", "b", "c")),
                Series([1, 2], [np.nan, 1], "bars", names=("a", "b")),
            )
        )
    ),
}
