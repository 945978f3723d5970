"""Notebook 2: x and W make q, k and v; first four numbers by hand, then 512 trained ones."""

import itertools

import ipywidgets
import numpy as np

from helpers.lessons.projections import frames
from helpers.pictures.controls import choose_head, choose_word
from helpers.pictures.explorer import Explorer
from helpers.pictures.formula import project
from helpers.pictures.states import Group, Offers

__all__ = ["explore_small_projection", "explore_vectors"]


def explore_small_projection(x, W_query, W_key, W_value, word):
    """Move the four numbers of x and one entry of a small W, and watch which boxes of the result change.

    x [4]; W_query, W_key, W_value [4, 3]; word: whose x it is. -> Explorer
    """
    matrices = {"query": W_query, "key": W_key, "value": W_value}
    n_rows, n_columns = np.shape(W_query)

    def draw(role, row, column, add, **entries):
        W = np.array(matrices[role], float)
        W[row - 1, column - 1] += add
        return project(list(entries.values()), W, role, (word,), change=(row - 1, column - 1))

    controls = {
        f"x{i}": ipywidgets.IntSlider(value=number, min=-3, max=3, description=f"x, number {i}")
        for i, number in enumerate(x, start=1)
    }
    controls |= {
        "role": ipywidgets.ToggleButtons(options=list(matrices), description="role"),
        "row": ipywidgets.IntSlider(value=2, min=1, max=n_rows, description="W, row"),
        "column": ipywidgets.IntSlider(value=3, min=1, max=n_columns, description="W, column"),
        "add": ipywidgets.IntSlider(value=0, min=-3, max=3, description="add to that entry"),
    }
    return Explorer(draw, controls, offers=_offers(x, n_rows, n_columns))


def _offers(x, n_rows, n_columns):
    """On a page without Python x moves while W is as it was, or W moves and one number of x. -> Offers"""
    names, values = [f"x{i}" for i in range(1, len(x) + 1)], range(-2, 3)
    every_x = [dict(zip(names, one, strict=True)) for one in itertools.product(values, repeat=len(x))]
    one_moved = [{}, *({name: value} for name in names for value in values)]
    every_W = [
        {"row": row, "column": column, "add": add}
        for row, column, add in itertools.product(range(1, n_rows + 1), range(1, n_columns + 1), range(-3, 4))
    ]
    together = Group(
        (*names, "row", "column", "add"),
        (*every_x, *(one | other for one in one_moved for other in every_W)),
        "all numbers of x can move, or one of them and W",
    )
    return Offers(dict.fromkeys(names, values), {"numbers": together})


def explore_vectors(model, sentence, place, layer=2):
    """Choose a word and a head and see its x, q, k and v. place: of the word at first, from 0. -> Explorer"""
    tokens = model.run(sentence).tokens
    return Explorer(
        lambda word, head: frames.vectors(model, sentence, word, layer, head),
        {
            "word": choose_word(tokens, place, "word"),
            "head": choose_head(model),
        },
    )
