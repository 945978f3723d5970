"""The board drawings of the teacher's guide: few lines, large numbers, to be copied with chalk.

    build(pathlib.Path("teaching"))     # teaching/board/*.svg

A drawing is a frame of the course where there is one, else a few boxes and lines on a page of its own.
"""

import functools
import html
import re
from dataclasses import replace
from pathlib import Path

import numpy as np

from helpers import frames, pictures
from helpers.attention import causal_mask, softmax
from helpers.pictures.picture import Picture
from helpers.pictures.still.page import FAINT, INK, Page, colour_for, text_width, tint
from helpers.pictures.words import fixed
from tools.teaching import numbers
from tools.teaching.chalk import arc, arrow_head

LARGE = 17  # the type of our own drawings, in CSS pixels


def build(to):
    """Write every drawing as an SVG into the folder board of a folder. to: a path -> None"""
    folder = Path(to) / "board"
    folder.mkdir(parents=True, exist_ok=True)
    for name, (title, picture) in drawings().items():
        path = folder / f"{name}.svg"
        picture.save(path)
        path.write_text(spoken(path.read_text(encoding="utf8"), title, picture.alt), encoding="utf8")


@functools.cache
def drawings():
    """All drawings, in the order of the lessons. -> dict of name: (title, Picture)"""
    return {name: (title, draw()) for name, (title, draw) in DRAWINGS.items()}


def spoken(svg, title, description):
    """Give an SVG a title and a description for screen readers; take out what its maker says of itself."""
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!-- Created with .*?-->\s*", "", svg)
    words = f"<title>{html.escape(title)}</title>\n <desc>{html.escape(description)}</desc>"
    return re.sub(r"<svg ([^>]*)>", rf'<svg role="img" \1>\n {_escaped(words)}', svg, count=1)


def _escaped(text):
    return text.replace("\\", "\\\\")


def who_is_it():
    """The sentence, with one arrow of “it” for each of its two endings."""
    n = numbers.of_the_course()
    page = Page(900)
    page.grow(240)
    words = " ".join(n.tokens[:-2]).replace(" ' ", "'").split()  # as they are written, without the last word
    x, places = page.margin + 20, {}
    for word in words:
        wide = text_width(word, LARGE)
        places[word] = x + wide / 2
        page.text(x, 120, word, LARGE, bold=word in ("it", "animal", "street"))
        x += wide + 25
    page.text(x, 100, "tired.", LARGE, bold=True)
    page.text(x, 140, "wide.", LARGE, bold=True)
    ends = ("animal", "tired", n.weight_tired, 102, -70), ("street", "wide", n.weight_wide, 138, 60)
    for noun, last, weight, y, rise in ends:
        arc(page, places["it"], places[noun], y, rise, f"{last}: {fixed(weight, 3)}", "head 1", 5, LARGE)
    page.paragraph("Head 1 of layer 2. One word at the end changes where the arrow ends.", 14)
    alt = (
        "The sentence “The animal didn't cross the street because it was too …”, with two endings, tired and "
        f"wide. From “it”, an arrow with the weight {fixed(n.weight_tired, 3)} ends at “animal” for tired, "
        f"and one with the weight {fixed(n.weight_wide, 3)} at “street” for wide. The numbers are trained."
    )
    return Picture(lambda: page, alt)


def three_roles():
    """One row of x makes a query, a key and a value."""
    n = numbers.of_the_course()
    return pictures.draw(
        frames.three_roles(n.x_by_hand, n.W_query, n.W_key, n.W_value, ["it", "animal"]),
    )


def scores():
    """112 and 96."""
    n = numbers.of_the_course()
    return pictures.draw(frames.score_by_hand(n.q_1, [n.k_1, n.k_2], ["Thinking", "Machines"]))


def whole_way():
    """The way of attention, from words to a layer."""
    return pictures.draw(frames.the_way())


def saturated():
    """The weight of the first of two words, by how much its score leads: steep at 2, flat at 16."""
    n = numbers.of_the_course()
    leads = n.scaled[0] - n.scaled[1], n.published[0] - n.published[1]
    lead = np.linspace(-4, 18, 221)
    shown = softmax(np.stack([lead, 0 * lead], axis=-1))[:, 0]
    at = np.array([n.weights[0], n.undivided[0]])
    series = [
        frames.Series(lead, shown, role="plain", label="weight of the first word"),
        frames.Series(leads, at, kind="points", role="result", names=("divided by 8", "undivided")),
    ]
    for place, weight, slope in zip(leads, at, (n.slope, n.slope_undivided), strict=True):
        ends = np.array([-1.0, 1.0])
        series.append(frames.Series(place + ends, weight + slope * ends, role="result", width=3))
    alt = (
        "A curve: the weight of the first of two words rises from 0 to 1 as its score leads by more. Where "
        f"it leads by {fixed(leads[0], 0)}, the weight is {fixed(at[0], 2)} and the slope "
        f"{fixed(n.slope, 2)}. Where it leads by {fixed(leads[1], 0)}, the curve is flat: a nudge moves "
        "nothing."
    )
    plot = frames.Plot(
        series,
        x_label="how much the first score leads",
        y_label="weight of the first word",
        x_limits=(-4, 18),
        x_ticks=tuple((place, fixed(place, 0)) for place in (0, *leads)),
        y_limits=(-0.05, 1.15),
        note="A nudge moves the weight on the left. On the right nothing moves, so nothing is learned.",
    )
    return pictures.draw(frames.ChartFrame([plot], "Why divide? A flat curve cannot learn", "hand-set", alt))


def shapes():
    """The formula as boxes with their sizes; the row of one word is filled."""
    n = numbers.of_the_course()
    page = Page(900)
    page.grow(250)
    sizes = ", ".join(f"{name} is {size[0]} × {size[1]}" for name, _, _, _, size, _ in _shapes(n))
    draw_shapes(page)
    alt = (
        f"Five boxes: Q times Kᵀ, divided by 8, softmax, times V is Z. {sizes}. "
        f"Row {n.it + 1}, “it”, is filled in Q, weights and Z."
    )
    return Picture(lambda: page, alt)


def _shapes(n):
    tokens, wide = 90, 150  # how long n_tokens and d_k are drawn
    return (
        ("Q", "query", wide, tokens, (n.n_tokens, n.d_k), ""),
        ("Kᵀ", "key", tokens, wide, (n.d_k, n.n_tokens), "×"),
        ("weights", "plain", tokens, tokens, (n.n_tokens, n.n_tokens), "÷ 8, softmax →"),
        ("V", "value", wide, tokens, (n.n_tokens, n.d_k), "×"),
        ("Z", "context", wide, tokens, (n.n_tokens, n.d_k), "="),
    )


def draw_shapes(page, shown=5):
    """Draw the first boxes of the formula on a page. shown: how many"""
    n = numbers.of_the_course()
    middle, x = 115, page.margin + 10
    for name, role, across, down, size, before in _shapes(n)[:shown]:
        fill, edge, ink = colour_for(role)
        if before:
            gap = text_width(before, LARGE) + 20
            page.text(x + gap / 2, middle, before, LARGE, across="center")
            x += gap
        top = middle - down / 2
        page.box(x, top, across, down, tint(fill, 0.15), edge, 2)
        if name in ("Q", "weights", "Z"):  # row 10 of 14
            page.box(x, top + down * n.it / n.n_tokens, across, down / n.n_tokens, fill, edge, 1)
        page.text(x + across / 2, top - 16, name, LARGE, ink, bold=True, across="center")
        page.text(x + across / 2, top + down + 18, f"{size[0]} × {size[1]}", 15, across="center")
        x += across
    told = f"The filled row is “it”, word {n.it + 1}: its query, its weights, its z."
    page.text(page.margin, 235, told, 15, FAINT)


def mask():
    """Four words with equal scores: erased after the softmax, and forbidden before it."""
    words, allowed = ("A", "B", "C", "D"), causal_mask(4)
    even = softmax(np.zeros((4, 4)))
    scores = np.where(allowed, 0.0, -np.inf)
    erased, right = np.where(allowed, even, 0), softmax(scores)
    names = {"rows": words, "columns": words}
    wrong_way = [
        frames.Panel(even, "weights", **names),
        frames.Panel(erased, "0 for later words", before="→", **names),
        _sums(erased),
    ]
    right_way = [
        frames.Panel(scores, "−∞ for later words", kind="signed", limit=1.0, **names),
        frames.Panel(right, "weights", before="→", **names),
        _sums(right),
    ]
    wrong_alt = (
        "Four words with equal scores. Zeros are written after the softmax, and the rows add up to "
        f"{numbers.listed(erased.sum(axis=1), 2)}."
    )
    right_alt = (
        "−∞ is written in the place of later words before the softmax. The rows of the weights are then "
        f"{'; '.join(numbers.listed(row, 2) for row in right)}, and each adds up to 1."
    )
    return pictures.draw(
        frames.MatrixFrame(wrong_way, "Wrong: after the softmax", "hand-set", wrong_alt),
        frames.MatrixFrame(right_way, "Right: before the softmax", "hand-set", right_alt),
    )


def _sums(table):
    return frames.Panel(table.sum(axis=1)[:, None], "row sum", kind="boxes", limit=1.0, before="Σ")


def merge():
    """Three heads side by side, then W_out."""
    n = numbers.of_the_course()
    frame = frames.merge_by_hand(n.Z_by_hand, n.W_out_by_hand, ["Thinking", "Machines"])
    return pictures.draw(replace(frame, across=4))  # in one line, it is too small to copy


def loud_and_quiet():
    """A large weight on a short value, a small weight on a long one."""
    weights, values = np.array([[0.8], [0.2]]), np.array([[0.5, 0.0], [0.0, 10.0]])
    words, terms = ("because", "animal"), weights * values
    z = terms.sum(axis=0)
    boxes = {"kind": "boxes", "rows": words}
    panels = [
        frames.Panel(weights, "weight", **boxes),
        frames.Panel(values, "value", role="value", before="×", **boxes),
        frames.Panel(terms, "what arrives", before="=", **boxes),
        frames.Panel(z, "z", role="context", before="Σ", kind="boxes", rows=("it",)),
    ]
    alt = (
        f"“because” has the weight {fixed(weights[0, 0], 1)} and the value {numbers.listed(values[0])}: "
        f"{numbers.listed(terms[0])} arrive. “animal” has the weight {fixed(weights[1, 0], 1)} and the value "
        f"{numbers.listed(values[1])}: {numbers.listed(terms[1])} arrive. z is {numbers.listed(z)}."
    )
    return pictures.draw(frames.MatrixFrame(panels, "A large weight is no proof", "hand-set", alt, across=4))


def learning():
    """The line of training: even, then sharp and wrong, then right."""
    n = numbers.of_the_course()
    page = Page(900)
    page.grow(150)
    left, right, y = 110, 820, 90
    colour = colour_for("query")[1]
    page.line([left, right + 40], [y, y], INK, 2)
    arrow_head(page, right + 40, y, (1, 0), INK)
    marks = (
        (left, "step 0", "all weights nearly even"),
        (left + 250, f"step {n.sharp_step}", f"sharp: both on “{n.sharp_on}”"),
        (left + 500, f"step {n.right_step}", "right: animal, street"),
        (right, f"step {n.last_step}", "end"),
    )
    for x, step, told in marks:
        page.line([x, x], [y - 10, y + 10], colour, 3)
        page.text(x, y - 28, step, LARGE, bold=True, across="center")
        page.text(x, y + 32, told, 16, across="center")
    page.paragraph("Head 1 of layer 2, “it” asks, with tired and with wide. Not to scale.", 14)
    alt = (
        "A line of training steps. At step 0 all weights are nearly even. At step "
        f"{n.sharp_step} head 1 is sharp, but in both sentences on the word “{n.sharp_on}”. At step "
        f"{n.right_step} it is right: animal and street. The training ends at step {n.last_step}. "
        "The numbers are trained."
    )
    return Picture(lambda: page, alt)


def layer():
    """An encoder layer: attention between words, the rest each word alone."""
    return pictures.draw(frames.the_layer())


DRAWINGS = {
    "who-is-it": ("Who is it? One word changes the arrow", who_is_it),
    "three-roles": ("One x makes a query, a key and a value", three_roles),
    "scores": ("A score: multiply, then add up", scores),
    "whole-way": ("The way of attention", whole_way),
    "saturated": ("Why divide? A flat curve cannot learn", saturated),
    "shapes": ("One formula for all words", shapes),
    "mask": ("No peeking: before the softmax, not after it", mask),
    "merge": ("Heads side by side, then W_out", merge),
    "loud-and-quiet": ("A large weight is no proof", loud_and_quiet),
    "learning": ("Sharp first, right later", learning),
    "layer": ("An encoder layer", layer),
}
