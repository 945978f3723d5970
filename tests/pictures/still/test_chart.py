import re

import numpy as np
import pytest

from helpers import pictures, style
from helpers.frames import ChartFrame, Plot, Series
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
    [("head 3", style.HEADS[2]), ("head 16", style.HEADS[15]), ("error", style.ERROR["light"])],
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


def test_bars_without_names_carry_their_numbers_where_they_fit():
    few, many = (
        pictures.draw(chart(Plot((Series(range(n), np.linspace(0.25, 2, n), "bars"),)))) for n in (3, 40)
    )
    assert {"0.25", "1.13", "2.00"} <= {text for text, _ in texts(few)}
    assert not any(re.fullmatch(r"\d\.\d\d", text.get_text()) for text in many.figure.texts)


def test_series_of_points_differ_in_shape_as_well_as_in_colour():
    picture = pictures.draw(
        chart(
            Plot(tuple(Series([n], [n], "points", role) for n, role in enumerate(("query", "key", "value"))))
        )
    )
    shapes = [len(dots.get_paths()[0]) for dots in picture.figure.axes[0].collections]
    assert len(set(shapes)) > 1 and len(shapes) == 3


@pytest.mark.parametrize("role", ["query", "key", "head 4", "head 6", "head 12", "error"])
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
