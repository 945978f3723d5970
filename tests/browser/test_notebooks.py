"""Every notebook in real JupyterLab: Run All, then each control by keyboard, and what is painted against Python.

The arrays are computed afresh in the notebook's kernel for the state that the controls show. What only one
notebook has is tested in a file of its own beside this one.
"""

from pathlib import Path

import numpy as np
import pytest

from helpers import style
from tests.lab.explorer import cell_colours, middle

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("[0-9]*.ipynb"))
AFRESH = """lambda it: [
    {"kind": type(one).__name__, **__import__("dataclasses").asdict(one)}
    for one, view in zip((lambda drawn: drawn if isinstance(drawn, tuple) else (drawn,))(it.draw(**it.state)), it.views)
    if view.layout.display != "none"
]"""
KINDS = "lambda it: [[name, type(one).__name__, one.description] for name, one in it.controls.items()] if hasattr(it, 'controls') else []"


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem[:2])
def notebook(request, lab):
    with lab.open(request.param) as notebook:
        notebook.run_all()
        yield notebook
        assert notebook.faults == [] and notebook.foreign == []


def with_controls(notebook):
    return [explorer for explorer in notebook.explorers if explorer.kernel(KINDS)]


def test_every_cell_runs_and_every_picture_is_that_of_its_first_state(notebook):
    assert with_controls(notebook)
    for explorer in with_controls(notebook):
        assert_painted(explorer)


def test_every_control_moves_by_keyboard_and_the_picture_is_that_of_its_state(notebook):
    for explorer in with_controls(notebook):
        controls = explorer.kernel(KINDS)
        switches = [name for name, kind, _ in controls if kind == "ToggleButton"]  # all of them work in one way
        for name, kind, label in controls:
            value = f"lambda it: str(it.state[{name!r}])"
            control, before = explorer.control(label), explorer.kernel(value)
            if "Slider" in kind:
                control.press("ArrowRight", changes=False)
                if explorer.kernel(value) == before:
                    control.press("ArrowLeft", changes=False)
                assert explorer.kernel(value) != before, f"{label}: the arrow keys do not move it"
                assert_painted(explorer)
            elif kind == "ToggleButtons":
                for button in control.element.query_selector_all("button"):
                    button.press("Enter")
                    notebook.settle()
                    assert_painted(explorer)
            elif name in (switches[:1] + switches[-1:]):
                control.press("Enter", changes=False)
                assert explorer.kernel(value) != before, f"{label}: Enter does not press it"
                assert_painted(explorer)
        explorer.control("Reset").click()
        assert_painted(explorer)


def test_hover_answers_while_the_kernel_is_busy(notebook):
    explorer = with_controls(notebook)[0]
    picture = explorer.pictures[-1]
    frame = explorer.kernel(AFRESH)[-1]
    with notebook.busy():
        picture.hover(*somewhere(frame, picture.painted))
        said = picture.readout
        assert notebook.js("return kernel.status") == "busy"
    assert any(character.isdigit() for character in said), said


def test_every_control_has_a_name_for_a_screen_reader_and_every_picture_a_description(notebook):
    for explorer in with_controls(notebook):
        for handle in explorer.element.query_selector_all(".noUi-handle"):
            assert handle.get_attribute("aria-label") and handle.get_attribute("data-lm-suppress-shortcuts") == "true"
        for picture in explorer.pictures:
            assert picture.root.evaluate("(root) => root.querySelector('[role=img], [aria-label]').getAttribute('aria-label')?.length > 3")


def assert_painted(explorer):
    """The picture on the page shows the frames of the controls' state; with an error shown, it just still stands."""
    if explorer.message:
        assert explorer.pictures
        return
    pictures = explorer.pictures
    pictures[0].leave()
    for picture, frame in zip(pictures, explorer.kernel(AFRESH), strict=True):
        {"MatrixFrame": matrix, "LinesFrame": lines, "ChartFrame": chart}[frame["kind"]](picture, frame)


def matrix(picture, frame):
    there, pixels = picture.painted, picture.pixels
    painted = {one["place"]: one for one in there["panels"]}
    assert sorted(painted) == list(range(len(frame["panels"])))
    for place, panel in enumerate(frame["panels"]):
        values = np.array(panel["values"])
        step = max(painted[place]["row_step"] or 1, painted[place]["column_step"] or 1)
        if panel["kind"] == "boxes":
            column = values.shape[1] - 1
            picture.hover(*middle(painted[place], 0, column))
            assert number_in(picture.readout, values[0, column]), (picture.readout, values[0, column])
            picture.leave()
        elif painted[place]["faint"]:
            continue  # a head that is switched off; tests/views/test_links.py says how it looks
        elif min(painted[place]["cell_width"], painted[place]["cell_height"]) >= 4 and step:
            wanted = style.colour_of(values, panel["kind"], panel["limit"])
            marked = [tuple(cell) for cell in panel["marked"]]
            plain = np.array([[(row, column) not in marked for column in range(values.shape[1])] for row in range(values.shape[0])])
            plain &= np.isfinite(values)  # −∞ has no colour
            plain[painted[place]["faint_rows"]] = False
            for _, row, column in (one for one in there["lit"] if one[0] == place):  # borders lie there
                plain[row : row + 2 if row >= 0 else 0] = False
                plain[:, column : column + 2 if column >= 0 else 0] = False
            np.testing.assert_allclose(cell_colours(there, pixels, place).astype(int)[plain], wanted[plain].astype(int), atol=2)


def lines(picture, frame):
    weights, painted = np.array(frame["weights"]), picture.painted
    shown = {(line["head"], line["query"], line["key"]): line["weight"] for line in painted["lines"]}
    chosen = painted["chosen"]
    assert chosen["side"] == "query", "no word asks"
    wanted = {(head, chosen["at"], key) for head in painted["shown"] for key in range(weights.shape[2]) if weights[head, chosen["at"], key] >= 0.01}
    assert set(shown) == wanted
    assert np.allclose([shown[place] for place in shown], [weights[place] for place in shown], atol=1e-6)


def chart(picture, frame):
    for plot, painted in zip(frame["plots"], picture.painted["plots"], strict=True):
        area = painted["area"]
        for series, points in zip(plot["series"], painted["series"], strict=True):
            x, y = np.array(series["x"]), np.array(series["y"])
            if series["kind"] == "steps":
                x = np.sqrt(x[1:] * x[:-1]) if plot["x_log"] else (x[1:] + x[:-1]) / 2
            for place, point in enumerate(points):
                if point is None:
                    continue
                assert np.isclose(across(y[place], painted["y_limits"], plot["y_log"]), 1 - (point["y"] - area["y"]) / area["height"], atol=0.01)
                if series["kind"] in ("line", "points", "arrows"):
                    assert np.isclose(across(x[place], painted["x_limits"], plot["x_log"]), (point["x"] - area["x"]) / area["width"], atol=0.01)


def across(value, limits, logarithmic):
    """Where a value lies between the limits of an axis, from 0 to 1."""
    value, low, high = (np.log([value, *limits]) if logarithmic else (value, *limits))
    return (value - low) / (high - low)


def somewhere(frame, painted):
    """A place in a picture where a number is told, in CSS pixels."""
    if frame["kind"] == "MatrixFrame":
        return middle(painted["panels"][0], 0, 0)
    if frame["kind"] == "LinesFrame":
        return painted["left"] - 12, painted["header"] + 1.5 * painted["row"] - painted["top"]
    point = next(one for series in painted["plots"][0]["series"] for one in series if one)
    return point["x"], point["y"] + 1


def number_in(text, value):
    found = [part.strip("=,;") for part in text.replace("−", "-").split()]
    return any(part.lstrip("-").replace(".", "", 1).isdigit() and np.isclose(float(part), value, atol=0.011) for part in found)
