"""Tables: what a page gets, what stands in for it, and that no text becomes markup."""

from xml.etree import ElementTree

import numpy as np
import pytest

from helpers.pictures.tables import Table

NUMBERS = np.array([[0.5, -0.001, 12], [0.25, 1.5, -3]])


def cells(table):
    """What stands in the HTML. -> list of rows of (tag, align, text, strong?, outlined?)"""
    tree = ElementTree.fromstring(table._repr_html_())
    return [
        [
            (
                one.tag,
                one.get("align"),
                "".join(one.itertext()),
                one.find("strong") is not None,
                "outline" in one.get("style"),
            )
            for one in row
        ]
        for row in tree.iter("tr")
    ]


def test_a_page_and_the_text_show_the_same_cells_in_the_same_order():
    table = Table(dict(zip(("it", "street"), NUMBERS, strict=True)), ["a", "b", "c"])
    shown = [[text for _, _, text, _, _ in row] for row in cells(table)]
    assert shown == [
        ["", "a", "b", "c"],
        ["it", "0.50", "0.00", "12.00"],
        ["street", "0.25", "1.50", "−3.00"],
    ]
    assert [line.split() for line in repr(table).splitlines()] == [
        [one for one in row if one] for row in shown
    ]


def test_numbers_stand_on_the_right_words_on_the_left_and_names_are_headers_of_their_rows():
    table = Table([["it", "95.5%", 1200], ["was", "7%", 3]], ["word", "share", "bytes"])
    assert [(tag, side) for tag, side, *_ in cells(table)[1]] == [
        ("td", "left"),
        ("td", "right"),
        ("td", "right"),
    ]
    assert [one[0] for one in cells(Table({"it": [1]}))[0]] == ["th", "td"]
    lines = repr(table).splitlines()
    assert lines[1].endswith("1,200") and len(lines[1]) == len(lines[2])


def test_zeros_are_blank_only_where_that_is_asked_for():
    assert [one[2] for one in cells(Table([[0.001, 0, 0.2]]))[0]] == ["0.00", "0", "0.20"]
    assert [one[2] for one in cells(Table([[0.001, 0, 0.2]], blank_zeros=True))[0]] == ["", "0", "0.20"]
    marked = Table([[0.001, 0.002]], blank_zeros=True, marked=(0, 1))
    assert [one[2] for one in cells(marked)[0]] == ["", "0.00"]


@pytest.mark.parametrize(
    ("marked", "where"),
    [("was", {(1, 0), (1, 1), (1, 2)}), (("it", "b"), {(0, 2)}), ((1, 0), {(1, 1)}), (None, set())],
)
def test_what_the_text_names_is_strong_and_outlined_and_nothing_else(marked, where):
    table = Table({"it": [1, 2], "was": [3, 4]}, ["a", "b"], marked=marked)
    rows = cells(table)[1:]
    assert {(row, at) for row, each in enumerate(rows) for at, one in enumerate(each) if one[4]} == where
    strong = {(row, at) for row, each in enumerate(rows) for at, one in enumerate(each) if one[3]}
    assert strong == {(row, at) for row, at in where if at}
    assert repr(table).count("←") == bool(where)


def test_a_learners_words_are_never_markup():
    bad = '<img src=x onerror="alert(1)">&'
    told = Table({bad: [bad]}, [bad])._repr_html_()
    assert "<img" not in told and told.count("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;") == 3
    assert bad in repr(Table({bad: [bad]}))


@pytest.mark.parametrize(
    ("rows", "columns", "marked", "said"),
    [
        ([[1, 2], [3]], ["a", "b"], None, "as many cells as there are columns, 2: got 2, 1"),
        ([[1, 2]], ["a"], None, "columns, 1: got 2"),
        ({"it": [1]}, ["a"], "was", "marked holds a row"),
        ({"it": [1]}, ["a"], ("it", "b"), "got .'it', 'b'."),
    ],
)
def test_a_table_that_does_not_fit_is_refused(rows, columns, marked, said):
    with pytest.raises(ValueError, match=said):
        Table(rows, columns, marked=marked)
