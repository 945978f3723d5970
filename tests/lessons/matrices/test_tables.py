"""The tables of what attention costs: their numbers against arrays of the real sizes."""

import re

import numpy as np
import pytest

from helpers.lessons.matrices import tables


def test_sizes_stand_beside_the_array_they_belong_to(capsys):
    once, twice = ([np.zeros((n, m), np.float32).nbytes for m in (512, 192, n)] for n in (14, 28))
    tables.show_sizes(np.array([*once, 393216]), np.array([*twice, 393216]))
    header, *rows = (re.split(r" {2,}", line.strip()) for line in capsys.readouterr().out.splitlines())
    assert header == ["array", "bytes, written once", "twice"]
    assert rows == [
        ["X", "28,672", "57,344"],
        ["Q, K and V", "10,752", "21,504"],
        ["the weights", "784", "3,136"],
        ["the three W", "393,216", "393,216"],
    ]


def test_a_size_too_few_is_refused():
    with pytest.raises(ValueError):
        tables.show_sizes([1, 2, 3], [1, 2, 3, 4])


def test_one_head_takes_what_an_array_of_its_weights_would(capsys):
    tables.show_one_head([250, 1000])
    told = capsys.readouterr().out
    for n in (250, 1000):
        (row,) = [line.split() for line in told.splitlines() if line.split()[0].replace(",", "") == str(n)]
        assert float(row[-1]) == np.empty((n, n), np.float32).nbytes / 1e6
