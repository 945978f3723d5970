"""The table of an explorer's states: what is read is what was drawn, bit by bit, and damage is noticed."""

import base64
import gzip
import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.lessons.heads.explorers import explore_reading
from helpers.lessons.meet.explorers import explore_paths
from helpers.lessons.scale.explorers import explore_scaling
from helpers.pictures.kinds import MatrixFrame, Panel
from helpers.pictures.states import States
from tests.pictures.live.test_modules import node
from tools.pages import drawn, store
from tools.pages.drawn import Values
from tools.pages.merge import Merger


def states_of(draw, **values):
    """States whose controls have these values, and start with the first."""
    names = {name: tuple(one) for name, one in values.items()}
    return States(names, {}, {name: one[0] for name, one in names.items()}, lambda state: draw(**state))


def panel(title="", shape=(1, 2), of=0.0, **more):
    return Panel(np.full(shape, of), title, **more)


def titled(*titles):
    """A picture with each of these titles."""
    return tuple(MatrixFrame([panel()], title=str(title)) for title in titles)


ALL = 500  # states are compared: each, where there are no more


def all_alike(states, data=None):
    """Whether every state is read as it is drawn."""
    parts = store.opened(data or store.write(states))
    every = list(states.grid(states.values))
    some = random.Random(0).sample(every, min(ALL, len(every)))
    return not any(store.differs(parts, states, places) for places in some)


# ---- values that differ, of any form

numbers = st.integers(-3, 3) | st.sampled_from([0.0, -0.0, 1.0, 0.1])
scalars = st.none() | st.booleans() | numbers | st.text(" ab1", max_size=9)
arrays = st.builds(
    lambda values: {"numbers": tuple(values)}, st.lists(st.floats(width=32, allow_nan=True), max_size=3)
)
nested = st.recursive(
    scalars | arrays,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from("abc"), inside, max_size=3),
    max_leaves=8,
)


def as_packed(value):
    """A value whose {"numbers": …} are arrays, as `pack` gives them. -> (value, bytes)"""
    run = []

    def packed(part):
        if isinstance(part, dict) and part.keys() == {"numbers"}:
            run.extend(part["numbers"])
            return {"at": len(run) - len(part["numbers"]), "shape": [len(part["numbers"])]}
        if isinstance(part, dict):
            return {name: packed(one) for name, one in part.items()}
        return [packed(one) for one in part] if isinstance(part, list) else part

    return packed(value), np.array(run, "<f4").tobytes()


@given(st.data())
def test_any_values_over_a_grid_are_read_as_they_were(data):
    sizes = data.draw(st.lists(st.integers(1, 4), max_size=3))
    some = data.draw(st.lists(nested, min_size=1, max_size=5))
    count = int(np.prod(sizes, dtype=int))
    which = data.draw(st.lists(st.integers(-1, len(some) - 1), min_size=count, max_size=count))
    which = np.array([max(which[0], 0), *which[1:]]).reshape(sizes)
    values = Values()
    numbers = [values.add(*as_packed(value)) for value in some]
    grid = np.where(which < 0, -1, np.array(numbers)[which])
    names = [f"axis {axis}" for axis in range(len(sizes))]
    writer = store.Writer(values.arrays)
    views = [{"uses": names, "tree": writer.placed(Merger(values).tree(grid))}]
    head, ids, arrays = store.opened(writer.as_bytes({"version": store.VERSION, "views": views}))
    for places in np.argwhere(which >= 0).tolist():
        read = store.read(head, ids, 0, dict(zip(names, places, strict=True)))
        value, run = as_packed(some[which[tuple(places)]])
        assert store.exact(read, arrays) == store.exact(value, run)


@settings(max_examples=20)
@given(st.lists(st.text("ab 12", max_size=12), min_size=8, max_size=8, unique=True))
def test_texts_are_put_together_again_with_each_of_their_blanks(texts):
    assert all_alike(states_of(lambda one: titled(f"The {one} of {one} "), one=texts))


# ---- which controls a picture depends on


def test_a_picture_that_changes_in_one_state_of_many_is_found_where_all_are_drawn():
    def draw(a, b, c):
        return titled(a, "only here" if (a, b, c) == (3, 5, 7) else "elsewhere")

    assert all_alike(states_of(draw, a=range(5), b=range(8), c=range(10)))


def test_what_moving_one_control_at_a_time_missed_is_found_by_states_at_random():
    """Two switches that only together do something, and more states than are drawn one by one."""

    def draw(a, b, many):
        return titled("both" if a and b else "not both", many)

    states = states_of(draw, a=range(6), b=range(6), many=range(40))
    found = drawn.Drawn(states)
    found.known = {}  # as if nothing had been moved
    found.uses = [set() for _ in found.at(found.start)]
    found.settle()
    assert found.uses == [set(), set(), set()]
    assert all_alike(states)


def test_a_picture_that_differs_from_itself_is_refused():
    count = iter(range(100_000))
    with pytest.raises(RuntimeError, match="not what is drawn"):
        store.write(states_of(lambda a: titled(next(count)), a=range(3)))


def test_arrays_and_texts_of_what_a_picture_does_not_depend_on_are_not_drawn_again():
    drew = []

    def draw(a, b, c):
        drew.append((a, b, c))
        return titled(a, b, c)

    store.write(states_of(draw, a=range(20), b=range(20), c=range(20)))
    assert len(drew) < 600 < 20**3


def test_states_that_cannot_be_drawn_keep_their_message_and_do_not_count():
    def draw(a, b):
        if a > b:
            raise ValueError(f"{a} is more than {b}.")
        return titled(f"from {a}", f"from {a} to {b}", "the same")

    for size in (6, 33):  # all are drawn; some are drawn
        states = states_of(draw, a=range(size), b=range(size))
        parts = store.opened(store.write(states))
        assert all_alike(states)
        assert [view["uses"] for view in parts[0]["views"]] == [["a", "b"], ["a"], ["a", "b"], []]
        assert store.read(*parts[:2], 0, {"a": 4, "b": 2}) == "4 is more than 2."


def test_a_picture_without_controls_is_one_state():
    states = States({}, {}, {}, lambda nothing: titled("one", "two"))
    assert all_alike(states)


def test_more_states_than_may_be_stored_say_which_controls_to_cut():
    with pytest.raises(ValueError, match=r"A picture has 64,000 states \(a, b, c\).*offers"):
        store.write(states_of(lambda a, b, c: titled((a, b, c)), a=range(40), b=range(40), c=range(40)))


# ---- what becomes small


def test_lists_of_another_length_along_two_controls_share_what_they_have_alike():
    def draw(rows, panels, look):
        inside = [panel(f"panel {place}", (rows + 1, 60), place / 7) for place in range(panels + 1)]
        return (MatrixFrame(inside, title=f"look {look}"),)

    states = states_of(draw, rows=range(4), panels=range(3), look=range(30))
    data = store.write(states)
    assert all_alike(states, data)
    arrays = store.opened(data)[2]
    assert len(arrays) == len({array.tobytes() for array in arrays})
    assert len(data) < 3000


def test_a_text_of_many_parts_is_stored_by_its_parts():
    words = [f"word{place}{place % 7}" for place in range(30)]

    def draw(a, b):
        return titled(f"{words[a]} asks {words[b]}: of all words here, “{words[a]}” is the one that asks now")

    states = states_of(draw, a=range(30), b=range(30))
    assert all_alike(states) and len(store.write(states)) < 4000


def test_numbers_of_arrays_beyond_two_bytes_do_not_overflow():
    values = np.arange(66_000, dtype="<f4")
    kept = Values()
    run = values.tobytes()
    numbers = np.array([kept.add({"at": place, "shape": [1]}, run) for place in range(len(values))])
    writer = store.Writer(kept.arrays)
    views = [{"uses": ["a"], "tree": writer.placed(Merger(kept).tree(numbers))}]
    head, ids, arrays = store.opened(writer.as_bytes({"version": store.VERSION, "views": views}))
    for at in (0, 65_535, 65_536, 65_999):
        assert arrays[store.read(head, ids, 0, {"a": at})["array"]] == [at]


# ---- real explorers


@pytest.fixture(scope="module", params=["paths", "reading", "scaling"])
def states(request, model):
    cross = "The animal didn't cross the street because it was too"
    texts = {"tired": f"{cross} tired.", "wide": f"{cross} wide."}
    made = {
        "paths": lambda: explore_paths("The animal was too tired".split(), 1, 3),
        "reading": lambda: explore_reading(model, texts),
        "scaling": lambda: explore_scaling(),
    }
    return made[request.param]().states()


def test_real_explorers_are_read_as_they_are_drawn_and_become_the_same_bytes_twice(states):
    data = store.write(states)
    assert data == store.write(states)
    parts = store.opened(data)
    assert not [places for places in states.random(5, 20) if store.differs(parts, states, places)]


def test_another_number_another_word_and_another_state_are_noticed(states):
    parts, places = store.opened(store.write(states)), states.random(5, 1)[0]

    def other(state):
        return tuple(replace(frame, title="another") for frame in states.draw(state))

    assert store.differs(parts, replace(states, draw=other), places)
    for array in parts[2]:
        array.view("<u4")[:] ^= 1  # the last bit
    assert store.differs(parts, states, places)


# ---- damage

SMALL = store.write(states_of(lambda a, b: titled(a, f"{a} and {b}"), a=range(9), b=range(9)))


def test_a_store_that_is_cut_is_damaged_wherever_it_ends():
    for end in range(len(SMALL)):
        with pytest.raises(store.Damaged, match="^This table of states is cut or damaged.$"):
            store.opened(SMALL[:end])


def test_a_flipped_bit_is_found_or_changes_nothing():
    chance, same = random.Random(0), gzip.decompress(SMALL)
    for _ in range(500):
        data = bytearray(SMALL)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        try:
            store.opened(bytes(data))
        except store.Damaged:
            continue
        assert gzip.decompress(bytes(data)) == same  # the header holds a time, which means nothing


def test_what_is_whole_but_no_store_is_damaged():
    for raw in (b"", b"0123456789", bytes(16), bytes(40), b"\2\0\0\0\2" + bytes(11) + b"{}", b"\xff" * 40):
        with pytest.raises(store.Damaged):
            store.opened(gzip.compress(raw))


# ---- store.js, which reads it in a page


def in_full(part, arrays):
    """As the tests of JavaScript get it: with the numbers of each array."""
    if isinstance(part, dict) and part.keys() == {"array", "shape"}:
        return {"shape": part["shape"], "numbers": arrays[part["array"]].tolist()}
    if isinstance(part, dict):
        return {name: in_full(one, arrays) for name, one in part.items()}
    return [in_full(one, arrays) for one in part] if isinstance(part, list) else part


def made():
    """A store with an array, texts, lists of two lengths and errors, and what is read of its states."""

    def draw(a, b):
        if a == b == 2:
            raise ValueError("Two and two: no.")
        rows = ["x"] * (b + 1)
        inside = [panel(f"{place} of {a}", (b + 1, 2), (a + place) / 3, rows=rows) for place in range(b + 1)]
        return MatrixFrame(inside, title=f"a is {a}"), *titled(f"{a} and {b}, which stays")

    states = states_of(draw, a=range(9), b=range(3))
    data = store.write(states)
    head, ids, arrays = store.opened(data)
    read = [
        {
            "places": places,
            "message": store.read(head, ids, 0, places),
            "shown": [in_full(store.read(head, ids, view, places), arrays) for view in (1, 2)],
        }
        for places in states.grid(states.values)
    ]
    return {"store": base64.b64encode(data).decode(), "states": read}


def test_node_reads_what_python_wrote(tmp_path, monkeypatch):
    file = tmp_path / "made.json"
    file.write_text(json.dumps(made()), encoding="utf8")
    monkeypatch.setenv("STORE_MADE", str(file))
    ran = node("--test", Path(__file__).with_name("store.test.js"))
    assert ran.returncode == 0, ran.stdout
