"""Notebook 4: scores of random vectors, of vectors typed by the learner, and of a trained head."""

import re

import ipywidgets

from helpers.lessons.scale import frames
from helpers.lessons.scale.frames import DIVISORS, LENGTHS, RULES
from helpers.pictures.controls import choose_head
from helpers.pictures.explorer import Explorer
from helpers.pictures.states import Offers, stops
from helpers.text import codes_of, plain_letters

__all__ = ["explore_divisor", "explore_own_query", "explore_scaling"]

MOST_KEYS, LARGEST = 8, 100
TYPED = (  # on a page without Python: equal keys, opposite ones, one for each number, long ones
    "1 1 0;  1 1 0;  1 1 0",
    "2 1 0;  -2 -1 0",
    "1 0 0;  0 1 0;  0 0 1",
    "20 10 0;  0 10 10;  -10 0 20",
)
WIDE = {"width": "36em", "max_width": "100%"}  # on the projector no wider than the picture


def explore_scaling(d_k=4, rule="left as they are"):
    """Random queries and keys: choose how long they are and what is done to their scores before the softmax.

    d_k: one of 1, 2, 4 … 1024; rule: a key of frames.scale.RULES. -> Explorer
    """
    return Explorer(
        frames.scaling,
        {
            "d_k": ipywidgets.SelectionSlider(
                options=LENGTHS, value=d_k, description="numbers in q and k (d_k)", layout=WIDE
            ),
            "rule": _rule(rule),
        },
    )


def explore_own_query(query=(1, 2, 0), keys="2 1 0;  0 1 1;  -1 0 2"):
    """Your own small query and keys: slide the numbers of the query, type the keys.

    query: three numbers; keys: text, three numbers for each key, a semicolon between keys. -> Explorer
    """
    sliders = {
        f"query_{place}": ipywidgets.FloatSlider(
            value=value, min=-10, max=10, step=0.5, description=f"query, number {place}", readout_format=".1f"
        )
        for place, value in enumerate(query, start=1)
    }
    words = "keys, with ; between words"
    typed = ipywidgets.Text(value=keys, description=words, continuous_update=False, layout=WIDE)
    return Explorer(
        lambda keys, rule, **query: frames.own_query(list(query.values()), read_keys(keys, len(query)), rule),
        {**sliders, "keys": typed, "rule": _rule("divided by √d_k")},
        offers=Offers(
            {
                "keys": [keys, *TYPED],
                **{name: stops(slider.value, -4, -2, -1, 0, 1, 2, 4) for name, slider in sliders.items()},
            }
        ),
    )


def explore_divisor(model, sentence, asks="it", layer=2, head=1):
    """The trained scores of one word: choose the head and what they are divided by before the softmax.

    layer, head: counted from 1. -> Explorer
    """
    root = model.d_k**0.5
    named = [(f"{number:g} (√d_k)" if number == root else f"{number:g}", number) for number in DIVISORS]
    return Explorer(
        lambda divisor, head: frames.divided_row(model, sentence, divisor, asks, layer, head),
        {
            "divisor": ipywidgets.SelectionSlider(
                options=named, value=root, description="divide the scores by", layout=WIDE
            ),
            "head": choose_head(model, head),
        },
    )


def read_keys(text, length):
    """Read keys as typed: numbers with spaces or commas between them, a semicolon between keys.

    text -> list of lists of `length` floats.
    Raises ValueError: no key or too many; no number, or one that is too large; a key of another length.

    >>> read_keys("2 1; 0, -1", 2)
    [[2.0, 1.0], [0.0, -1.0]]
    """
    parts = [part.strip() for part in plain_letters(text).split(";")]
    keys = [re.split(r"[\s,]+", part) for part in parts if part]
    if not 1 <= len(keys) <= MOST_KEYS:
        raise ValueError(
            f"Type 1 to {MOST_KEYS} keys with ; between them, such as 2 1 0; 0 1 1: got {len(keys)}."
        )
    return [_read_key(place, key, length) for place, key in enumerate(keys, start=1)]


def _read_key(place, parts, length):
    numbers = []
    for part in parts:
        if not re.fullmatch(r"[-−+]?(\d+\.?\d*|\.\d+)", part):
            seen = f"“{repr(part[:20])[1:-1]}”{codes_of(part[:20])}"
            raise ValueError(f"Key {place} holds {seen}, which is not a number: write 2, -1 or 0.5.")
        numbers.append(float(part.replace("−", "-")))
        if abs(numbers[-1]) > LARGEST:
            raise ValueError(f"Key {place} holds {part[:20]}: use numbers from −{LARGEST} to {LARGEST}.")
    if len(numbers) != length:
        raise ValueError(
            f"Key {place} has {len(numbers)} numbers, the query has {length}: give each key {length}."
        )
    return numbers


def _rule(value):
    words, room = "before the softmax, scores are", {**WIDE, "width": "30em"}
    return ipywidgets.Dropdown(options=list(RULES), value=value, description=words, layout=room)
