"""Shapes, layers and heads that a message names are those that were given, counted from 1."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import attention, encoder, frames, models

SHAPES = st.sampled_from(
    [(2, 3), (3, 2), (5, 7), (7, 5), (3,), (7,), (), (2, 4, 3), (3, 5, 7), (4, 2, 3), (1, 3), (6, 3)]
)
WRITTEN = re.compile(r"\((?:\d+,|\d+(?:, \d+)+)\)|\[\d+(?:, \d+)+\]")
CALLS = {
    "scaled_dot_product_attention": (attention.scaled_dot_product_attention, 3),
    "self_attention": (attention.self_attention, 4),
    "multi_head_attention": (attention.multi_head_attention, 5),
    "project": (attention.project, 3),
    "head_outputs": (attention.head_outputs, 2),
    "merge_heads": (attention.merge_heads, 1),
    "split_heads": (lambda x: attention.split_heads(x, 4), 1),
    "layer_norm": (encoder.layer_norm, 3),
    "feed_forward": (encoder.feed_forward, 5),
    "add_and_norm": (lambda x, made: encoder.add_and_norm(x, made, (1.0, 0.0)), 2),
    "Panel": (lambda values: frames.Panel(values, rows=["a"] * 9), 1),
    "Series": (frames.Series, 2),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_message_names_the_shapes_that_were_given_and_no_other(name):
    call, count = CALLS[name]

    @settings(max_examples=150, deadline=None)
    @given(st.lists(SHAPES, min_size=count, max_size=count))
    def holds(shapes):
        try:
            call(*map(np.zeros, shapes))
        except ValueError as error:
            named = [tuple(map(int, re.findall(r"\d+", shape))) for shape in WRITTEN.findall(str(error))]
            assert set(named) <= set(shapes) and (named or "()" in str(error)), error
            assert str(error).endswith((".", ")")) and "operands" not in str(error), error

    holds()


def test_a_layer_or_head_that_is_not_there_is_named_from_1():
    model = models.load("pronouns")
    text = "The animal was tired because it was old."
    x = model.run(text).embedding
    for layer, head in ((0, 1), (3, 1), (1, 0), (2, 9)):
        with pytest.raises(ValueError, match=f"no head {head} of layer {layer}: choose layer 1 to 2"):
            encoder.encode(x, model.layers, without=[(layer, head)])
        with pytest.raises(ValueError, match=re.escape(f"got {(layer, head)}")):
            model.run(text, without=[(layer, head)])
    for layer in (0, 3):
        with pytest.raises(ValueError, match=f"no layer {layer}: choose 1 to 2"):
            frames.heads(model, text, layer)
    for head in (0, 9):
        with pytest.raises(ValueError, match=f"no head {head}: choose 1 to 8"):
            frames.lines(model, text, 1, None, [head])


def test_what_is_added_has_the_shape_of_x():
    with pytest.raises(ValueError, match=re.escape("x (5, 7) and added (5, 3)")):
        encoder.add_and_norm(np.zeros((5, 7)), np.zeros((5, 3)), (1.0, 0.0))
