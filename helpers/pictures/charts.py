"""What a chart shows, decided once: still figures paint it with matplotlib, live views in the page.

Limits, ticks and their texts, digits, names and the width of bars are found here. How wide a text is, only
the painter knows: it gets the ticks in levels, the finest first, and shows the first that has room by RULES.
"""

import functools
import itertools
import math
from dataclasses import dataclass, replace

import numpy as np

from helpers.languages import mark
from helpers.languages import translate as _
from helpers.pictures.kinds import Plot, Series
from helpers.pictures.words import exact, fixed

MOST = 3e38  # float32, which the page counts in, ends there
X_STEPS, Y_STEPS, Y_STEPS_TALL = 13, 6, 9  # so many at most; plots beside one with equal units are as tall
EQUAL_STEPS = 21
WIDEST, TALLEST = 2.0, 1.25  # equal units: no plot is wider or taller, as shares of the other side
TICK_STEPS = (1, 2, 5, 10)
BASED = ("bars", "steps")  # what stands on 0
SIGNS = ("circle", "diamond", "square", "triangle")  # of points, so that not only colour parts series

# How painters choose by room. Lengths are CSS pixels at scale 1.
RULES = {
    "pitch": (48, 38),  # between ticks, on average: on an axis that lies, on one that stands
    "gap": 6,  # between the texts of two ticks
    "line": 1.1,  # between upright texts, as a share of their size
    # of a point, for its name
    "sides": ((1, 0), (0, -1), (-1, 0), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1)),
    "reach": 9,  # from a point to its name
    "slant": 0.75,  # of the reach, along both axes, where a name stands at a corner
    "far": (1, 1.8, 2.8),  # times the reach, where there is no room
    "good": 20,  # a place that costs less is taken: a cost is the area in square pixels that a name covers
    "later": 2,  # what the next side costs
    "farther": 30,  # what one more reach costs
    "on_name": 40,  # times the area of another name that it covers
    "astray": 150,  # a name that lies nearer to another point or tip than to its own
    "in_the_way": (5, 3),  # half the size of what keeps names away: of a point, of each piece of a line
    "beyond": (3, 7, 16),  # from the end of a bar to its number; the last for those that are kept
    # of an angle: the least and the greatest radius, and the radius as a share of the shorter side
    "arc": (18, 36, 0.45),
    "aside": 28,  # degrees outside the angle, where its name stands if it has no room inside
    # of a callout: the widths that are tried, between its lines; from what it is about; between the places
    # that are tried; what a pixel of its leader costs, a square pixel that it covers, a thing that it crosses
    "note": {
        "wide": (170, 105),
        "line": 1.25,
        "near": 14,
        "step": 9,
        "long": 0.6,
        "on_mark": 6,
        "crossing": 45,
    },
    # of a plot: how wide at least, one of several, alone; between two; its area: how tall, with equal units
    "plot": {"narrowest": 260, "wide": 470, "alone": 640, "gap": 26, "tall": 200, "equal": 340},
}
BEYOND = 0.08  # of an axis: what is left beyond the longest bar, for its number
SENTENCES = {
    "nothing": mark("There is nothing to show yet."),
    "no_numbers": mark("no numbers to draw"),
    "hint": mark("Point at the picture, or move through it with the arrow keys."),
}


def sentences():
    """The fixed sentences of charts, in the language that is shown. -> dict of str"""
    return {name: _(text) for name, text in SENTENCES.items()}


@dataclass(frozen=True, eq=False)
class Axis:
    """One axis of a plot.

    limits [2]: its ends; ticks: levels, the finest first, each a tuple of (place, text); log: logarithmic;
    own: whether the ticks are the plot's own, of which every second or third may be shown; words: whether
    they are words, which may stand upright; grid: whether each tick has a line; zero: whether there is a
    line at 0.
    """

    limits: np.ndarray
    ticks: tuple
    log: bool = False
    own: bool = False
    words: bool = False
    grid: bool = False
    zero: bool = False


@dataclass(frozen=True, eq=False)
class Look:
    """How one series is shown.

    series: its numbers; bar: how wide its bars are and how far they are moved; sign: of its points; names:
    what is written beside them; digits: behind the point of the numbers that stand beyond bars without
    names, or None;
    told: whether the names tell more than the numbers.
    """

    series: Series
    bar: tuple = (0.0, 0.0)
    sign: str = ""
    names: tuple = ()
    digits: int | None = None
    told: bool = False
    first: bool = False

    def text(self, point):
        """What is written beside a point or beyond a bar: its name, or its number. -> str"""
        return bar_text(self.series.y[point], self.digits) if self.digits is not None else self.names[point]


@dataclass(frozen=True, eq=False)
class Chart:
    """What one plot shows. x, y: Axis; series: a Look for each; equal: one unit has one length on both axes;
    near: so far from a tick stands what belongs to it, in units of x; empty: whether nothing can be drawn.
    """

    plot: Plot
    x: Axis
    y: Axis
    series: tuple
    equal: bool = False
    near: float = 0.0
    empty: bool = False


def charts_of(frame):
    """Decide what each plot of a ChartFrame shows. -> list of Chart"""
    tall = any(plot.equal for plot in frame.plots)
    return [chart_of(plot, tall) for plot in frame.plots]


def chart_of(plot, tall=False):
    """Decide what a plot shows. tall: whether it may be as tall as a plot with equal units. Plot -> Chart

    >>> chart = chart_of(Plot([Series([0, 1], [0.25, 0.5], "bars")], y_limits=(0, 1)))
    >>> chart.y.limits.tolist(), [text for _, text in chart.y.ticks[0]]
    ([0.0, 1.0], ['0.0', '0.2', '0.4', '0.6', '0.8', '1.0'])
    >>> [chart.series[0].text(point) for point in (0, 1)]
    ['0.25', '0.50']
    """
    bars, apart = bars_of(plot)
    xs, ys = numbers_of(plot, bars)
    limits = limits_of(plot, xs, ys)
    equal = plot.equal and not (plot.x_log or plot.y_log)
    x, y = axes_of(plot, limits, equal, tall, not len(xs))
    return Chart(plot, x, y, looks_of(plot, bars), equal, 0.45 * apart, not len(xs))


def axes_of(plot, limits, equal, tall, empty):
    """The axes of a plot with these limits. empty: without ticks -> Axis, Axis"""
    x, y = limits
    kinds = {series.kind for series in plot.series}
    across, up = (lengthened(x, y, WIDEST), lengthened(y, x, TALLEST)) if equal else (x, y)
    given = [(float(at), one_line(text)) for at, text in plot.x_ticks]
    own = tuple(sorted(tick for tick in given if across[0] <= tick[0] <= across[1]))
    x_ticks, y_ticks = (), ()
    if not empty:
        x_most, y_most = (EQUAL_STEPS, EQUAL_STEPS) if equal else (X_STEPS, Y_STEPS_TALL if tall else Y_STEPS)
        x_ticks = (own,) if plot.x_ticks else levels(*across, plot.x_log, x_most)
        # the height of a plot that is not tall is known: the first level fits
        y_ticks = levels(*up, plot.y_log, y_most, None if tall else 1)
    words = any(letter.isalpha() for _, text in own for letter in text)
    zero = bool(kinds & {"bars", "arrows"}) and not plot.y_log
    return (
        Axis(np.array(x), x_ticks, plot.x_log, bool(own), words, equal, equal and "arrows" in kinds),
        Axis(np.array(y), y_ticks, plot.y_log, grid=True, zero=zero),
    )


def looks_of(plot, bars):
    """How each series of a plot is shown. bars: (width, shift) for each. -> tuple of Look"""
    looks, signs, ticks = [], 0, None
    most = max((len(series.y) for series in plot.series if series.kind == "bars"), default=0)
    for series, bar in zip(plot.series, bars, strict=True):
        told = any(series.names) and not _are_numbers(series.names, series.y)
        look = Look(series, bar, names=series.names, told=told)
        if series.kind == "points":
            look, signs = replace(look, sign=SIGNS[signs % len(SIGNS)]), signs + 1
        elif series.kind == "bars":
            ticks = {text for _, text in plot.x_ticks} if ticks is None else ticks
            look = replace(look, **bar_names(series, ticks), first=len(series.y) < most)
        looks.append(look)
    return tuple(looks)


# ---- limits


def bars_of(plot):
    """How wide bars are.

    -> for each series (width, how far they are moved to stand beside others), their distance
    """
    groups = {}
    for place, series in enumerate(plot.series):
        if series.kind == "bars":
            groups.setdefault(series.x.tobytes(), []).append(place)
    if not groups:
        return [(0.0, 0.0)] * len(plot.series), 0.0
    x = sorted(
        {at for group in groups.values() for at in plot.series[group[0]].x.tolist() if math.isfinite(at)}
    )
    apart = min((right - left for left, right in itertools.pairwise(x)), default=1.0)
    widths = [(0.0, 0.0)] * len(plot.series)
    for group in groups.values():
        each = 0.8 * apart / len(group)
        for number, place in enumerate(group):
            widths[place] = (each, (number - (len(group) - 1) / 2) * each)
    return widths, apart


def limits_of(plot, xs, ys):
    """From where to where the axes run: as given where that makes sense, else around what can be drawn.

    xs, ys: those numbers -> (low, high), (low, high)
    """
    based = any(series.kind in BASED for series in plot.series)
    named = any(series.kind == "bars" or any(series.names) for series in plot.series)
    pad = 0.12 if named else 0.06
    flat = based and not plot.y_log and min(ys.tolist(), default=0.0) >= 0
    x = sensible(plot.x_limits, xs, plot.x_log) or around(
        xs, plot.x_log, *((0.02, 0.02) if based else (0.05, 0.05))
    )
    y = sensible(plot.y_limits, ys, plot.y_log)
    y = beyond_bars(plot, y) if y else around(ys, plot.y_log, 0.0 if flat else pad, pad)
    return x, y


def beyond_bars(plot, limits):
    """Limits that were given, longer by one step where the number of a bar would have no room. -> (low, high)

    >>> beyond_bars(Plot([Series([0, 1], [0.25, 0.99], "bars")]), (0, 1))
    (0, 1.08)
    """
    ends = [series.y[np.abs(series.y) < MOST] for series in plot.series if series.kind == "bars"]
    if plot.y_log or not ends:
        return limits
    (low, high), ends = limits, np.concatenate(ends)
    room = BEYOND * (high - low)
    above, below = ends[(ends >= 0) & (ends <= high)], ends[(ends < 0) & (ends >= low)]
    top = high + room if above.max(initial=low) > high - room else high
    return (low - room if below.min(initial=high) < low + room else low), top


def numbers_of(plot, bars):
    """The numbers of all points that can be drawn, along each axis. -> two arrays"""
    xs, ys = [np.zeros(0)], [np.zeros(0)]
    for series, (width, shift) in zip(plot.series, bars, strict=True):
        x, y = series.x, series.y
        if series.kind in ("arrows", "arc"):
            sides, ends = (x, series.x0), (y, series.y0)
        elif series.kind == "steps":
            sides, ends = (x[:-1], x[1:]), (y,)
        elif series.kind == "bars":
            left = x + shift - width / 2
            sides = (np.where(left > 0, left, x / 1.2) if plot.x_log else left, x + shift + width / 2)
            ends = (y,)
        else:
            sides, ends = (x,), (y,)
        there = True
        for log, all_ends in ((plot.x_log, sides), (plot.y_log, ends)):
            for values in all_ends:
                there = there & ((values > 0) & (values < MOST) if log else np.abs(values) < MOST)
        xs += [one[there] for one in sides]
        ys += [one[there] for one in ends]
        if series.kind in BASED and not plot.y_log and len(ys[-1]):
            ys.append(np.zeros(1))
    return np.concatenate(xs), np.concatenate(ys)


def sensible(limits, values, log):
    """Limits that were given, if an axis can have them, else None.

    A logarithmic axis cannot begin at 0: it begins below the smallest number above 0 instead.
    """
    if limits is None or not all(abs(end) < MOST for end in limits):
        return None
    low, high = float(min(limits)), float(max(limits))
    if low == high or (log and high <= 0):
        return None
    if not log or low > 0:
        return low, high
    least = values.min(initial=math.inf)
    return float(least / 1.5 if least < high else high / 1000), high


def around(values, log, below, above):
    """Limits around numbers. below, above: the margins, as shares of what lies between."""
    if not len(values):
        return (1.0, 10.0) if log else (0.0, 1.0)
    low, high = float(values.min()), float(values.max())
    low, high = (math.log(low), math.log(high)) if log else (low, high)
    size = max(abs(low), abs(high))
    if high - low <= 1e-6 * size:
        room = 0.7 if log else 0.1 * size or 0.5
        low, high = low - room, high + room
    else:
        low, high = low - below * (high - low), high + above * (high - low)
    return (math.exp(low), math.exp(high)) if log else (low, high)


def lengthened(limits, others, most):
    """The longest that an axis gets with equal units. most: as a share of the other axis -> (low, high)"""
    half = max(limits[1] - limits[0], most * (others[1] - others[0])) / 2
    middle = (limits[0] + limits[1]) / 2
    return middle - half, middle + half


# ---- ticks


@functools.lru_cache(maxsize=512)  # an axis mostly stays as it is while a slider moves
def levels(low, high, log, most, count=None):
    """Ticks for an axis of any length: at most about `most` steps, then fewer, down to two ticks at most.

    count: only so many levels -> tuple of tuples of (place, text)

    >>> levels(-0.3, 1.2, False, 5)
    (((0.0, '0.0'), (0.5, '0.5'), (1.0, '1.0')), ((0.0, '0'), (1.0, '1')))
    >>> levels(1, 2000, True, 5, 1)
    (((1.0, '1'), (10.0, '10'), (100.0, '100'), (1000.0, '1000')),)
    """
    return tuple(itertools.islice((log_levels if log else even_levels)(low, high, most), count))


def even_levels(low, high, most):
    """Ticks 1, 2 or 5 apart (× 10, 100 …), all of a level with the same digits."""
    rough = (high - low) / max(1, most)
    height = math.floor(math.log10(rough))
    first = next(at for at, one in enumerate(TICK_STEPS) if one * 10.0**height >= rough * (1 - 1e-9))
    large = max(abs(low), abs(high)) >= 1e5
    for at in itertools.count(first):
        digits = max(0, -height - at // 3)
        step = TICK_STEPS[at % 3] * 10.0 ** (height + at // 3)
        counts = range(math.ceil(low / step - 1e-6), math.floor(high / step + 1e-6) + 1)
        places = [round(count * step, digits + 1) for count in counts]
        if large or digits > 4:
            yield tuple((place, power(place, 3) if place else "0") for place in places)
        else:
            yield tuple((place, f"{place:.{digits}f}".replace("-", "−")) for place in places)
        if len(places) <= 2:
            return


def log_levels(low, high, most):
    """Ticks at 1, 2 and 5 in each decade, then at every decade, every second, every third …"""
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)

    def every(multiples, step=1):
        places = [float(f"{one}e{decade}") for decade in decades if decade % step == 0 for one in multiples]
        return [at for at in places if low * (1 - 1e-6) <= at <= high * (1 + 1e-6)]

    fine = every((1, 2, 5))
    if len(fine) < 2:
        yield from even_levels(low, high, most)
        return
    for places in (fine, *(every((1,), step) for step in range(1, len(decades) + 1))):
        if len(places) <= most + 1:
            yield tuple((at, exact(at) if 0.001 <= at < 1e5 else power(at)) for at in places)
            if len(places) <= 2:
                return


def one_line(text):
    """A text without breaks, so that a token with one in it stays a word."""
    return " ".join(str(text).splitlines())


def power(value, digits=1):
    """A number as a power of ten, with so many digits behind the point at most.

    >>> power(-2.5e7), power(1e-5)
    ('−2.5 × 10⁷', '10⁻⁵')
    """
    front, height = f"{value:.{digits}e}".split("e")
    front = f"{float(front):g}".replace("-", "−")
    raised = str(int(height)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"10{raised}" if front == "1" else f"{front} × 10{raised}"


# ---- names


def bar_names(series, ticks):
    """What is written beyond bars: names, or numbers where no name says more than the ticks below.

    ticks: the texts of the ticks. -> dict of what is other than given: names, digits, told
    """
    if any(name and name not in ticks for name in series.names):
        return {}
    finite = np.abs(series.y[np.abs(series.y) < MOST])
    most = float(finite.max(initial=0.0))
    if most and not 0.001 <= most < 1e5:
        names = tuple(power(value) if value and abs(value) < MOST else "" for value in series.y.tolist())
        return {"names": names, "told": False}
    return {"names": (), "told": False, "digits": _bar_digits(finite, most)}


def _bar_digits(sizes, most):
    """As many digits for all bars as the largest needs; what is whole or has one digit is written so."""
    for digits in (0, 1):
        if (np.abs(sizes.round(digits) - sizes) <= 1e-6 * sizes).all():
            return digits
    return 0 if most >= 100 else 1 if most >= 10 else 2 if most >= 0.095 else 1 - math.floor(math.log10(most))


def bar_text(value, digits):
    """The number of a bar; none where it cannot be drawn, or has digits but would be written as 0."""
    text = fixed(value, digits) if abs(value) < MOST else ""
    return text if text and (value == 0 or float(text.replace("−", "-"))) else ""


def _are_numbers(names, values):
    """Whether every name only says the number that it stands at, to its own digits."""
    for name, value in zip(names, values.tolist(), strict=False):
        if not name:
            continue
        try:
            said = float(name.replace("−", "-"))
        except ValueError:
            return False
        if not abs(said - value) <= 0.501 * 10.0 ** -len(name.partition(".")[2]) + 1e-6 * abs(value):
            return False
    return True
