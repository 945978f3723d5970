"""The built notebooks keep the rules of the course, and agree with their sources. Nothing is run here."""

import ast
import base64
import io
import re
import statistics
from pathlib import Path

import nbformat
import numpy as np
import pytest
from PIL import Image

from tools import build_notebooks, notebooks
from tools.minutes import words
from tools.notebooks import ALL, BUILT, SOURCES, TRANSLATED, language_of

MAY_IMPORT = {"helpers", "numpy", "math", "time", "textwrap", "tempfile"}
TRICKS = {"open", "exec", "eval", "compile", "__import__", "get_ipython", "input", "breakpoint"}


@pytest.fixture(
    params=ALL, ids=lambda path: path.stem if path in BUILT else f"{language_of(path)}-{path.stem}"
)
def path(request):
    return request.param


@pytest.fixture
def notebook(path):
    return nbformat.read(path, 4)


def lines(code):
    return [line for line in code.splitlines() if line.strip()]


def ends_with_something_to_look_at(code):
    """Whether the last statement is an expression, or a block that ends with one."""
    body = ast.parse(code).body
    while body and isinstance(body[-1], (ast.For, ast.With, ast.If)):
        body = body[-1].body
    return bool(body) and isinstance(body[-1], ast.Expr) and not isinstance(body[-1].value, ast.Constant)


def tricks(code):
    """What a notebook must not use: installs, the network, paths, magics, other imports. -> list of str"""
    magics = [line.strip() for line in code.splitlines() if line.lstrip()[:1] in ("%", "!")]
    if magics:
        return magics
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.split(".")[0] not in MAY_IMPORT]
        elif isinstance(node, ast.ImportFrom):
            found += [node.module] if node.module.split(".")[0] not in MAY_IMPORT else []
        elif isinstance(node, ast.Name) and node.id in TRICKS:
            found.append(node.id)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found += re.findall(r"https?://\S+|^(?:/|~|\.\.?/|[A-Z]:\\)\S*", node.value)
    return found


def code_faults(notebook):
    """What breaks the rules for code cells. -> list of str"""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    found = []
    if statistics.median(len(lines(cell.source)) for cell in code) > 4:
        found.append("the median code cell is longer than 4 lines")
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        if len(lines(cell.source)) > 15:
            found.append(f"cell {place} has {len(lines(cell.source))} lines of code: at most 15")
        opening = cell is code[0] and cell.source.startswith(
            ("from helpers", "import ")
        )  # loads what is needed
        if not opening and not ends_with_something_to_look_at(cell.source):
            found.append(f"cell {place} does not end with something to look at")
        if not opening and not cell.outputs:
            found.append(f"cell {place} shows nothing")
        before = notebook.cells[place - 1] if place else None
        if before is None or before.cell_type != "markdown" or words(before.source) < 3:
            found.append(f"cell {place} has no prose before it")
        found += [f"cell {place} uses {trick}" for trick in tricks(cell.source)]
    return found


def prose_faults(notebook):
    """What breaks the rules for prose. -> list of str"""
    counts = [words(cell.source) for cell in notebook.cells if cell.cell_type == "markdown"]
    found = []
    if not 25 <= statistics.median(counts) <= 50:
        found.append(f"the median prose cell has {statistics.median(counts):.0f} words: 25 to 50")
    if np.percentile(counts, 90) > 120:
        found.append(f"one prose cell in ten has {np.percentile(counts, 90):.0f} words or more: at most 120")
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown" and re.search(
            r"!\[\s*\]\(|<img(?![^>]*\balt=\"[^\"]+\")", cell.source
        ):
            found.append(f"cell {place} has an image without words")
    return found


def output_faults(notebook):
    """What breaks the rules for outputs. -> list of str"""
    found = []
    for place, cell in enumerate(notebook.cells):
        still = any("image/png" in output.get("data", {}) for output in cell.get("outputs", []))
        varies = build_notebooks.VARIES in cell.metadata.get("tags", ())
        if cell.cell_type == "code" and "explore_" in cell.source and not still and not varies:
            found.append(f"cell {place} has an explorer without its still picture")
        for output in cell.get("outputs", []):
            data, metadata = output.get("data", {}), output.get("metadata", {})
            if output.output_type == "error" or output.get("name") == "stderr":
                found.append(f"cell {place} failed: {output.get('ename') or output.text}")
            if any("widget" in kind for kind in data):
                found.append(f"cell {place} holds a widget, which shows nothing without a kernel")
            if "image/png" in data:
                alt = metadata.get("image/png", {}).get("alt", "")
                if words(alt) < 4:
                    found.append(f"cell {place} has a picture without alt text")
                if words(data.get("text/plain", "")) < 4:
                    found.append(f"cell {place} has a picture without text/plain")
                if "text/html" in data:
                    found.append(f"cell {place} holds its picture twice")
                if (
                    np.ptp(
                        np.asarray(Image.open(io.BytesIO(base64.b64decode(data["image/png"]))).convert("L"))
                    )
                    < 50
                ):
                    found.append(f"cell {place} has an empty picture")
    if "widgets" in notebook.metadata:
        found.append("the notebook holds widget state")
    return found


def test_its_code_is_short_shows_something_and_plays_no_tricks(notebook):
    assert not code_faults(notebook), "\n".join(code_faults(notebook))


def test_its_prose_is_short_and_stands_before_the_code(notebook):
    assert not prose_faults(notebook), "\n".join(prose_faults(notebook))


def test_its_outputs_show_without_a_kernel_and_without_eyes(notebook):
    assert not output_faults(notebook), "\n".join(output_faults(notebook))


def test_its_cells_are_numbered_and_nothing_of_this_build_is_in_it(notebook, path):
    assert path.stat().st_size < build_notebooks.LARGEST
    counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))
    assert notebook.metadata == {
        "kernelspec": build_notebooks.KERNEL,
        "language_info": build_notebooks.LANGUAGE,
    }
    for cell in notebook.cells:
        assert set(cell.metadata) <= {"tags"}
        for output in cell.get("outputs", []):
            assert not re.search(
                r"0x[0-9a-f]{6,}|/home/|/[t]mp/|ipykernel_\d+",
                str(output.get("text", "")) + output.get("data", {}).get("text/plain", ""),
            )


def test_it_says_what_its_source_says(notebook, path):
    source = build_notebooks.read(notebooks.source_of(path))
    source = build_notebooks.coloured(source, language_of(path))
    assert len(notebook.cells) == len(source.cells), "build it again"
    for cell, told in zip(notebook.cells, source.cells, strict=True):
        assert all(cell[name] == told[name] for name in ("cell_type", "id", "metadata", "source")), (
            f"{cell.id}: build it again"
        )


def test_every_source_is_built_and_every_notebook_has_a_source():
    assert BUILT == [build_notebooks.target_of(path) for path in SOURCES]
    assert ALL == BUILT + TRANSLATED
    stems = [path.stem for path in BUILT]
    assert len(set(stems)) == len(stems)  # one name, one notebook, wherever it stands


# ---- the rules themselves, and the builder


def made(*cells):
    kinds = {"code": nbformat.v4.new_code_cell, "prose": nbformat.v4.new_markdown_cell}
    return nbformat.v4.new_notebook(cells=[kinds[kind](text) for kind, text in cells])


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("x = 1\nx", "has no prose before it"),
        ("x = 1", "does not end with something to look at"),
        ("for x in range(3):\n    y = x", "does not end with something to look at"),
        ("'a string is not a picture'", "does not end with something to look at"),
        ("\n".join(["print(1)"] * 16), "has 16 lines of code"),
        ("import requests\nprint(1)", "uses requests"),
        ("import sys\nsys.path.append('..')\nprint(1)", "uses sys"),
        ("print(open('x').read())", "uses open"),
        ("print('https://example.org/weights')", "uses https://example.org/weights"),
        ("print('../data/x.json')", "uses ../data/x.json"),
        ("from os.path import join\nprint(join)", "uses os.path"),
    ],
)
def test_a_cell_that_breaks_a_rule_is_noticed(code, fault):
    found = code_faults(made(("code", code)))
    assert any(fault in line for line in found), found


@pytest.mark.parametrize("line", ["%matplotlib inline", "!pip install numpy", "    %timeit x"])
def test_magics_are_noticed(line):
    assert tricks(f"x = 1\n{line}\nx") == [line.strip()]


def test_good_code_has_no_fault():
    notebook = made(
        ("prose", "Here is what five words do."),
        ("code", "import numpy as np\nfor x in [1, 2]:\n    print(np.exp(x))"),
    )
    notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="2.7\n")]
    assert code_faults(notebook) == []


def test_long_and_short_prose_are_noticed():
    assert any(
        "median prose cell has 10 words" in line for line in prose_faults(made(("prose", "word " * 10)))
    )
    assert any(
        "one prose cell in ten" in line
        for line in prose_faults(made(*[("prose", "word " * 30)] * 8, *[("prose", "word " * 150)] * 2))
    )
    assert prose_faults(made(*[("prose", "word " * 30)] * 8)) == []
    assert (
        prose_faults(made(*[("prose", "word " * 30 + "![](x.png)")] * 8))[0]
        == "cell 0 has an image without words"
    )


def png(shade=255, size=(40, 30), dots=0):
    pixels = np.full((size[1], size[0], 3), shade, np.uint8)
    pixels.reshape(-1, 3)[:dots] = 0
    return build_notebooks.png_text(Image.fromarray(pixels))


def shown(picture="", **more):
    """A notebook with one code cell that shows a picture."""
    notebook = made(("code", "figure"))
    data = {"image/png": picture or png(dots=60), "text/plain": "five words of plain text", **more}
    notebook.cells[0].outputs = [
        nbformat.v4.new_output(
            "display_data", data, metadata={"image/png": {"alt": "five words that say it"}}
        )
    ]
    return notebook


def test_pictures_without_words_and_widgets_are_noticed():
    assert output_faults(shown()) == []
    wordless = shown()
    wordless.cells[0].outputs[0].metadata = {}
    assert output_faults(wordless) == ["cell 0 has a picture without alt text"]
    assert output_faults(shown(png())) == ["cell 0 has an empty picture"]
    explorer = made(("code", "explorers.explore_heads(model)"))
    assert output_faults(explorer) == ["cell 0 has an explorer without its still picture"]
    explorer.cells[0].outputs = shown().cells[0].outputs
    assert output_faults(explorer) == []
    assert output_faults(shown(**{build_notebooks.LIVE: {"model_id": "1"}})) == [
        "cell 0 holds a widget, which shows nothing without a kernel"
    ]


def test_cleaning_merges_streams_and_leaves_the_still_twin_only():
    notebook = shown(
        **{build_notebooks.LIVE: {"model_id": "1"}, "text/html": '<img data-still="true" src="data:…">'}
    )
    notebook.cells[0].outputs[:0] = [
        nbformat.v4.new_output("stream", text="one\n"),
        nbformat.v4.new_output("stream", text="two\n"),
    ]
    first, second = build_notebooks.clean(notebook, "test").cells[0].outputs
    assert first.text == "one\ntwo\n"
    assert set(second.data) == {"image/png", "text/plain"}
    assert second.metadata["image/png"]["alt"] == "five words that say it"


def test_of_a_cell_that_varies_a_sentence_is_stored_and_an_error_in_it_still_stops_the_build():
    notebook = shown(**{build_notebooks.LIVE: {"model_id": "1"}})
    notebook.cells[0].outputs.append(nbformat.v4.new_output("stream", text="0.123 seconds\n"))
    notebook.cells[0].metadata["tags"] = ["varies"]
    (kept,) = build_notebooks.clean(notebook, "test").cells[0].outputs
    assert kept.data["text/markdown"] == build_notebooks.RUN_IT and "image/png" not in kept.data
    assert code_faults(notebook) == code_faults(shown()) and output_faults(notebook) == []
    notebook.cells[0].outputs = [nbformat.v4.new_output("stream", name="stderr", text="no")]
    with pytest.raises(build_notebooks.BuildError, match="test, cell 0: no"):
        build_notebooks.clean(notebook, "test")


@pytest.mark.parametrize("name", ["stderr", "stdout"])
def test_what_looks_like_an_error_stops_the_build(name):
    notebook = made(("code", "print()"))
    notebook.cells[0].outputs = [
        nbformat.v4.new_output(
            "stream", name=name, text="Traceback (most recent call last):\n  …\nValueError: no"
        )
    ]
    with pytest.raises(build_notebooks.BuildError, match="test, cell 0: Traceback"):
        build_notebooks.clean(notebook, "test")


def test_a_failing_cell_stops_the_build(tmp_path):
    with pytest.raises(build_notebooks.BuildError, match="(?s)broken: a cell failed.*ZeroDivisionError"):
        build_notebooks.execute(made(("code", "1 / 0")), "broken", tmp_path)


@pytest.mark.parametrize(
    ("picture", "told"),
    [
        (png(dots=60), None),
        (png(254, dots=60), None),  # 1 of 255 everywhere
        (png(dots=68), None),  # 8 of 1200 pixels
        (png(size=(42, 32), dots=63), None),  # two pixels larger
        (png(size=(43, 30), dots=60), "size was 40 × 30, a fresh build has 43 × 30"),
        (png(dots=120), "12.8 of 255 apart on average (at most 2), 5.0 % of the pixels"),
        (png(250, dots=60), "4.8 of 255 apart on average"),
    ],
)
def test_pictures_are_compared_within_the_tolerance(picture, told):
    found = build_notebooks.differences(shown(), shown(picture))
    found = [line for line in found if "id differs" not in line]
    assert (found == []) if told is None else (len(found) == 1 and told in found[0]), found


def test_source_text_and_outputs_are_compared_exactly():
    def named(notebook):
        for place, cell in enumerate(notebook.cells):
            cell.id = f"cell-{place}"
        return notebook

    old = named(shown())
    assert build_notebooks.differences(old, named(shown())) == []
    other = named(shown(**{"text/plain": "five words of other text"}))
    assert build_notebooks.differences(old, other) == [
        "cell 0, output 1: text/plain differs: '-five words of plain text'"
    ]
    other = named(shown())
    other.cells[0].source = "figure + 1"
    assert build_notebooks.differences(old, other) == ["cell 0: source differs: '-figure'"]
    other.cells.append(nbformat.v4.new_markdown_cell("more"))
    assert build_notebooks.differences(old, other) == [
        "1 cells are committed, the source has 2: build it again"
    ]


def test_a_name_that_is_no_source_is_refused():
    with pytest.raises(build_notebooks.BuildError, match="no source is called 99_nothing"):
        build_notebooks.sources(["99_nothing"])
    assert Path(build_notebooks.sources(["01"])[0]).stem == "01_meet_attention"
