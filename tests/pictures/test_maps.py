"""A map says where we are and leads there; its boxes never overlap, its arrows join boxes, its words fit."""

import itertools
import re

import numpy as np
import pytest

from helpers import frames, models, style
from helpers.pictures import way
from helpers.pictures.maps import RULES, Arrow, Layout, MapFrame, Node
from helpers.pictures.still import map as still
from helpers.pictures.still.drawing import plainly
from helpers.pictures.words import describe
from tests.sentences import TIRED
from tools import notebooks

MAPS = {
    "way": frames.the_way(3),
    "layer": frames.the_layer(),
    "layer, no positions": frames.the_layer(positions=False),
    "back": frames.the_way_back(["grad_z"]),
    "whole": frames.whole(models.load("pronouns"), TIRED, 9)[0],
}
LAYOUTS = [(name, at) for name, frame in MAPS.items() for at in range(len(frame.layouts))]
WHERE = {  # what a notebook is about, said once more, by hand
    1: "weights", 2: "q", 3: "scores", 4: "softmax", 5: "z", 6: "x", 7: "merge", 8: "read", 9: "learn",
    10: "layer", 11: "real", 12: "play",
}  # fmt: skip
PAIR = (Node("a", "a"), Node("b", "b"))
APART = Layout({"a": (0, 0, 1, 1), "b": (2, 0, 1, 1)})


# ---- meaning


@pytest.mark.parametrize("source", notebooks.CORE_SOURCES, ids=lambda path: path.stem)
def test_every_core_notebook_opens_with_its_place_on_the_way(source):
    code = re.findall(r"^```\{code-cell\}.*?\n(.*?)^```", source.read_text("utf8"), re.S | re.M)
    (drawn,) = re.findall(r"^pictures\.draw\(frames\.the_way\((\d+)\)", code[0], re.M)
    assert int(drawn) == notebooks.number(source)
    assert not any("the_way(" in cell for cell in code[1:])


@pytest.mark.parametrize("number", WHERE)
def test_the_step_of_a_notebook_is_lit_and_leads_to_it(number):
    frame = frames.the_way(number)
    assert WHERE[number] in frame.lit and set(frame.lit) < {node.name for node in frame.nodes}
    leads = [(one.leads, one.mark) for one in (*frame.nodes, *frame.groups)]
    assert (f"{way.NOTEBOOKS[number - 1]}.ipynb", str(number)) in leads
    words = describe(frame)
    assert frame.here.startswith("You are here: ") and frame.here in words
    assert all(node.label.replace("\n", " ") in words for node in frame.nodes)
    lit = words.partition("Lit: ")[2].partition(".")[0]
    assert frame.node(WHERE[number]).label.replace("\n", " ") in lit


def test_no_two_notebooks_are_told_alike():
    assert len({describe(frames.the_way(number)) for number in WHERE}) == len(WHERE)


def test_every_link_leads_to_a_core_notebook_and_every_core_notebook_is_reached():
    frame = frames.the_way()
    found = {one.leads for one in (*frame.nodes, *frame.groups)}
    assert found == {f"{path.stem}.ipynb" for path in notebooks.CORE_SOURCES}
    assert not frame.lit and not frame.here


@pytest.mark.parametrize("number", [0, 13, -1])
def test_a_notebook_that_is_not_there_is_said(number):
    with pytest.raises(ValueError, match=f"no notebook {number}: choose 1 to 12"):
        frames.the_way(number)


def test_nothing_is_drawn_with_letters_any_more():
    drawn = re.compile(r"[│├└┌┐┘─▲▼]{2}|[│┌└] ")
    texts = [*notebooks.SOURCES, notebooks.NOTEBOOKS.parent / "README.md"]
    texts += (notebooks.NOTEBOOKS.parent / "tools" / "teaching").rglob("*.j2")
    assert [path.name for path in texts if drawn.search(path.read_text("utf8"))] == []


# ---- geometry: units, the same for both painters


@pytest.mark.parametrize("name, at", LAYOUTS)
def test_boxes_stand_inside_and_do_not_overlap(name, at):
    layout = MAPS[name].layouts[at]
    for x, y, wide, high in (*layout.boxes, *layout.groups):
        assert -1e-9 <= x and x + wide <= layout.columns + 1e-3, (x, wide)
        assert -1e-9 <= y and y + high <= layout.rows + 1e-3, (y, high)
    for one, other in itertools.combinations(layout.boxes, 2):
        across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
        down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
        assert across <= 1e-9 or down <= 1e-9, (one, other)


def edge_of(box, place):
    """Whether a place lies on the edge of a box."""
    (x, y, wide, high), (at, down) = box, place
    inside = x - 1e-6 <= at <= x + wide + 1e-6 and y - 1e-6 <= down <= y + high + 1e-6
    return inside and min(abs(at - x), abs(at - x - wide), abs(down - y), abs(down - y - high)) < 1e-6


def crosses(box, start, end):
    """Whether a part of a way runs through the inside of a box."""
    x, y, wide, high = box
    (left, right), (top, bottom) = (sorted(ends) for ends in zip(start, end, strict=True))
    return left < x + wide - 1e-6 and right > x + 1e-6 and top < y + high - 1e-6 and bottom > y + 1e-6


@pytest.mark.parametrize("name, at", LAYOUTS)
def test_arrows_join_their_boxes_and_cross_no_other(name, at):
    frame = MAPS[name]
    boxes = dict(zip((node.name for node in frame.nodes), frame.layouts[at].boxes, strict=True))
    for arrow, flat in zip(frame.arrows, frame.layouts[at].ways, strict=True):
        corners = np.reshape(flat, (-1, 2))
        assert edge_of(boxes[arrow.start], corners[0]), arrow
        assert edge_of(boxes[arrow.end], corners[-1]), arrow
        for start, end in itertools.pairwise(corners):
            assert min(abs(end - start)) < 1e-9, "every part lies flat or stands upright"
            hit = [other for other, box in boxes.items() if crosses(box, start, end)]
            assert hit == [], f"{arrow.start} → {arrow.end} runs through {hit}"


def test_a_map_that_would_overlap_is_noticed():
    assert crosses((0, 0, 1, 1), (-1, 0.5), (2, 0.5)) and not crosses((0, 0, 1, 1), (-1, 1), (2, 1))


@pytest.mark.parametrize("scale", [1.0, style.PROJECTOR])
@pytest.mark.parametrize("room", [460, 700, 880, 948, 1560])
@pytest.mark.parametrize("name", MAPS)
def test_words_fit_into_their_boxes_at_every_width(name, room, scale):
    frame = MAPS[name]
    with plainly():
        sizes = still.sizes_for(frame, room, scale)
        for node, (_, _, wide, high) in zip(frame.nodes, sizes.layout.boxes, strict=True):
            beside = node.name in sizes.layout.beside
            assert still.words_width(node, beside, scale) <= wide * sizes.unit + 1e-6
            size, small = RULES["type"] * scale, RULES["small"] * scale
            lines = still.lines_of(node, wide * sizes.unit, scale)
            tall = sum(height for *_, height in still.lined(node, lines, size, small))
            if not beside:
                assert tall <= high * sizes.row, (node.label, tall, high * sizes.row)
            if node.values is not None:
                x, y, across, down = still.inner(
                    node, beside, (0, 0, wide * sizes.unit, high * sizes.row), lines, scale
                )
                assert across >= 20 * scale and down >= 4 * scale, node.name
    assert min(RULES["type"], RULES["small"]) >= 11


@pytest.mark.parametrize("name", ["way", "layer", "back"])
def test_a_map_fits_a_notebook_without_scrolling_from_480_pixels_on(name):
    with plainly():
        for room in (460, 700, 948, 1560):
            sizes = still.sizes_for(MAPS[name], room, 1.0)
            assert sizes.unit * sizes.layout.columns <= room, room


def test_the_whole_is_one_screen_high():
    with plainly():
        sizes = still.sizes_for(MAPS["whole"], 948, 1.0)
    assert sizes.layout is MAPS["whole"].layouts[0] and sizes.layout.rows * sizes.row < 560
    assert sizes.unit * sizes.layout.columns <= 948


@pytest.mark.parametrize("role", [*style.ROLES, *(f"head {number}" for number in range(1, 17))])
def test_words_stand_out_from_their_boxes(role):
    lit, plain = Node("a", "a", role), Node("b", "b", role)
    layout = Layout({"a": (0, 0, 1, 1), "b": (2, 0, 1, 1)})
    for frame in (MapFrame((lit, plain), (), (layout,), lit=("a",)), MapFrame((lit, plain), (), (layout,))):
        for node in frame.nodes:
            fill = still.colour_for(role)[0]
            paper = "#{:02x}{:02x}{:02x}".format(
                *(round(part) for part in still.tint(fill, still.share_of(node, frame)))
            )
            ink = still.ink_of(node, node.name in frame.lit)
            assert style.contrast(ink, paper) >= 4.5, (role, node.name, ink, paper)


# ---- what cannot be drawn is said


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: MapFrame((*PAIR, PAIR[0]), (), (APART,)), "a name of its own"),
        (lambda: MapFrame(PAIR, (Arrow("a", "c"),), (APART,)), "a node must be one of a, b: got 'c'"),
        (lambda: MapFrame(PAIR, (), (APART,), lit=("c",)), "got 'c'"),
        (lambda: MapFrame(PAIR, (), (Layout({"a": (0, 0, 1, 1)}),)), "a place for each of a, b"),
        (lambda: Node("a", "a", "red"), "role must be one of"),
        (lambda: Node("a", "a", values=np.ones((2, 3)), columns=("x",)), "3 columns, but 1 names"),
        (lambda: Node("a", "a", values=np.ones((2, 3)), row=2), "no row 2 of 2"),
    ],
)
def test_what_cannot_be_drawn_is_said(make, message):
    with pytest.raises(ValueError, match=message):
        make()
