import ast
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import helpers
from helpers.frames import ChartFrame, LinesFrame, MatrixFrame, Panel, Plot, Series
from helpers.pictures.words import describe, exact, fixed, lit, readout, short_number

TOKENS = ("it", "was", "tired")


def test_a_frames_own_words_stand_between_its_title_and_its_badge():
    panels = [Panel([[1.0]])]
    assert describe(MatrixFrame(panels, "Title", alt="Said.")) == "Title. Said. The numbers are trained."
    assert (
        describe(MatrixFrame(panels, "Title", alt="Title: said.")) == "Title: said. The numbers are trained."
    )


def test_weights_name_their_largest_cells_by_row_and_column():
    values = np.array([[0.6, 0.4, 0.0, 0.0], [0.05, 0.05, 0.2, 0.7]])
    words = describe(MatrixFrame([Panel(values, "head 1", ["it", "was"], ["a", "b", "c", "d"])], "Weights"))
    assert (
        words == "Weights. head 1: 2 × 4 weights, largest was → d 0.70, it → a 0.60, it → b 0.40. "
        "The numbers are trained."
    )


def test_many_heads_name_the_largest_cell_of_each():
    panels = []
    for head in range(6):
        values = np.full((2, 3), 0.1)
        values[head % 2, head % 3] = 0.8
        panels.append(
            Panel(values, f"head {head + 1}", ["it", "was"], TOKENS, "query (asks)", "key (is asked)")
        )
    words = describe(MatrixFrame(panels))
    assert "6 heatmaps of 2 × 3 weights (rows: query (asks), columns: key (is asked))" in words
    assert (
        "head 1: it → it 0.80; head 2: was → was 0.80; head 3: it → tired 0.80; head 4: was → it 0.80"
        in words
    )


def test_small_boxes_are_read_out_whole_with_their_signs():
    panels = [
        Panel([[1, 0, -2]], "x", ["it"], kind="boxes"),
        Panel([[0.5], [1], [0]], "W", kind="boxes", before="×"),
        Panel([[0.5]], "q", kind="boxes", before="="),
    ]
    assert (
        describe(MatrixFrame(panels, badge="hand-set"))
        == "x: it 1, 0, −2. × W: 0.5; 1.0; 0.0. = q: 0.5. The numbers are hand-set."
    )


def test_large_signed_panels_tell_their_range():
    values = np.linspace(-1.5, 2.25, 512)
    assert "x: 1 × 512 numbers from −1.5 to 2.25" in describe(
        MatrixFrame([Panel(values, "x", kind="signed")])
    )


def test_lines_tell_what_the_selected_word_looks_at():
    weights = np.array([[[1, 0, 0], [0.2, 0.1, 0.7], [0, 1, 0]], np.eye(3)])
    words = describe(LinesFrame(TOKENS, weights, ("head 1", "head 2"), selected=(1,)))
    assert (
        "Lines from “was”" in words and "head 1: tired 0.70, it 0.20" in words and "head 2: was 1.00" in words
    )
    assert "In each head, the lines that leave a word add up to 1" in words
    assert "head 1: it → it 1.00; head 2: it → it 1.00" in describe(
        LinesFrame(TOKENS, weights, ("head 1", "head 2"))
    )
    assert "head 1" not in describe(LinesFrame(TOKENS, weights, ("head 1", "head 2"), shown=(1,)))


def test_charts_tell_their_axes_and_ends():
    curve = Series([1, 2, 4], [3.0, 0.25, 7.5], label="variance")
    bars = Series([0, 1, 2], [0.1, 0.7, 0.2], "bars")
    words = describe(
        ChartFrame(
            (
                Plot((curve,), "Growth", "d_k", "size"),
                Plot((bars,), x_ticks=tuple(enumerate(TOKENS)), note="A note."),
            )
        )
    )
    assert (
        "Growth, size against d_k: variance line from x = 1 to 4, lowest 0.25 at x = 2, highest 7.5 at x = 4."
        in words
    )
    assert "bars it 0.1, was 0.7, tired 0.2. A note." in words


def test_the_readout_is_that_of_the_live_view():
    panels = [
        Panel([[0.5, 0.5]], "head 1", ["it"], ["a", "b"], "query (asks)", "key (is asked)"),
        Panel([[1.25, -3]], "q", ["it"], kind="signed"),
    ]
    frame = MatrixFrame(panels)
    assert readout(frame, 0, 0, 1) == "head 1, query → key: it → b 0.50, row sums to 1.00"
    assert readout(frame, 1, 0, 1) == "q[it, column 2] = −3"


@pytest.mark.parametrize(
    "frame",
    [
        MatrixFrame([]),
        MatrixFrame([Panel([])]),
        LinesFrame((), np.zeros((1, 0, 0)), ("a",)),
        ChartFrame(()),
        ChartFrame((Plot((Series([], []),)),)),
    ],
)
def test_frames_with_nothing_in_them_are_described(frame):
    assert describe(frame).endswith("The numbers are trained.")


def test_what_is_not_a_frame_is_refused():
    with pytest.raises(TypeError, match="got ndarray"):
        describe(np.zeros(3))


def test_numbers_as_the_live_views_write_them():
    # What the page's own toFixed, toPrecision and toExponential give for the same float32 numbers.
    assert [fixed(value, 2) for value in (0.125, 0.375, -0.125, 1.005, -0.004)] == [
        "0.13",
        "0.38",
        "−0.13",
        "1.00",
        "0.00",
    ]
    assert [short_number(value) for value in (0, 0.0004, 12345, 99.96, 100.4, -0.001)] == [
        "0.00",
        "4.0e-4",
        "1.2e+4",
        "100.0",
        "100",
        "0.00",
    ]
    assert [exact(value) for value in (15.82, 0.1, 1234.5, -2.0, 1e-5)] == [
        "15.82",
        "0.1",
        "1235",
        "−2",
        "0.00001",
    ]


@given(st.floats(-1e6, 1e6, width=32))
def test_a_written_number_is_the_number(value):
    for text, near in ((fixed(value, 2), 0.005), (exact(value), abs(value) * 5e-4)):
        assert abs(float(text.replace("−", "-")) - value) <= near * 1.001


def linked(selected):
    """3 queries, 5 keys, 4 and 2 numbers: Q, Kᵀ, weights, V, Z."""
    rng = np.random.default_rng(2)
    shapes = {"Q": (3, 4), "Kᵀ": (4, 5), "weights": (3, 5), "V": (5, 2), "Z": (3, 2)}
    links = (("query", ""), ("", "key"), ("query", "key"), ("key", ""), ("query", ""))
    panels = [
        Panel(rng.random(shape), name, kind="weights" if name == "weights" else "signed", links=link)
        for (name, shape), link in zip(shapes.items(), links, strict=True)
    ]
    return MatrixFrame(panels, selected=selected)


@pytest.mark.parametrize(
    ("selected", "expected"),
    [
        ((2, 1, 4), {0: (1, -1), 1: (-1, 4), 2: (1, 4), 3: (4, -1), 4: (1, -1)}),
        ((0, 2, 3), {0: (2, 3), 2: (2, -1), 4: (2, -1)}),
        ((2, 1, -1), {0: (1, -1), 2: (1, -1), 4: (1, -1)}),
        ((2, 3, 0), {}),
        ((2, -1, -1), {}),
        ((), {}),
    ],
)
def test_what_lights_up_together_in_a_still(selected, expected):
    assert lit(linked(selected)) == expected


def test_a_highlighted_row_is_told_with_its_largest_number():
    frame = linked((2, 1, -1))
    values = frame.panels[2].values[1]
    largest = f"largest column {values.argmax() + 1} {values.max():.2f}"
    told = f"Highlighted: weights, row 2: {largest}, row sums to {values.sum():.2f}."
    assert told in describe(frame)


def rounds_by_itself(code):
    """The f-strings and formats of a source that round to some digits behind the point. -> list of str

    In percent it may: cases are counted, and one count is divided by another, the same on every machine.

    >>> rounds_by_itself('f"{share:.2f}", f"{x:+.{n}f}", bars(x, ".1f"), f"{share:.0%}", f"{divisor:g}"')
    ['{share:.2f}', '{x:+.{n}f}', '.1f']
    """
    nodes = list(ast.walk(ast.parse(code)))
    inside = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    found = []
    for node in nodes:
        if isinstance(node, ast.FormattedValue) and node.format_spec:
            form = ast.unparse(node.format_spec)[2:-1]
            found += [f"{{{ast.unparse(node.value)}:{form}}}"] if re.search(r"\.[^.]+[ef]$", form) else []
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            found += re.findall(r"^[+,]*\.\d[ef]$|\{[^{}]*:[^{}]*\.\d[ef]\}", node.value)
    return found


PAINTED = sorted(Path(helpers.__file__).parent.glob("lessons/*/frames.py"))
PAINTED += [
    Path(helpers.__file__).parent / "pictures" / name for name in ("answers.py", "formula.py", "heads.py")
]


@pytest.mark.parametrize("path", PAINTED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_frame_rounds_its_words_as_its_picture_rounds(path):
    """A tie must not hang on the last bit of one processor: write fixed(x, 2), signed(x, 2) or exact(x)."""
    assert len(PAINTED) > 12 and rounds_by_itself(path.read_text(encoding="utf8")) == []
