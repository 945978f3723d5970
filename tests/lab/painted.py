"""Is what a page shows what Python computes? Painted pictures against fresh frames of the controls' state."""

import numpy as np

from helpers import style
from tests.lab.explorer import cell_colours, middle

AFRESH = """lambda it: [
    {"kind": type(one).__name__,
     "words": __import__("helpers.pictures.words", fromlist=["describe"]).describe(one),
     **__import__("dataclasses").asdict(one)}
    for drawn in [it.draw(**it.state)]
    for one, view in zip(drawn if isinstance(drawn, tuple) else (drawn,), it.views)
    if view.layout.display != "none"
]"""


def assert_painted(explorer):
    """The picture on the page shows the frames of the controls' state; beside an error it stays."""
    if explorer.message:
        assert explorer.pictures
        return
    pictures = explorer.pictures
    pictures[0].leave()
    frames = explorer.kernel(AFRESH)
    labels = [picture.root.query_selector("[role=img]").get_attribute("aria-label") for picture in pictures]
    assert labels == [frame["words"] for frame in frames]
    for picture, frame in zip(pictures, frames, strict=True):
        PAINTED[frame["kind"]](picture, frame)


def matrix(picture, frame):
    there, pixels = picture.painted, picture.pixels
    painted = {one["place"]: one for one in there["panels"]}
    assert sorted(painted) == list(range(len(frame["panels"])))
    for place, panel in enumerate(frame["panels"]):
        values = np.array(panel["values"])
        if panel["kind"] == "boxes":
            column = values.shape[1] - 1
            picture.hover(*middle(painted[place], 0, column))
            readout = picture.readout
            assert number_in(readout, values[0, column]), (readout, values[0, column])
        elif painted[place]["faint"]:
            continue  # a head that is switched off; tests/pictures/live/test_links.py says how it looks
        elif min(painted[place]["cell_width"], painted[place]["cell_height"]) >= 4:
            wanted = style.colour_of(values, panel["kind"], panel["limit"], picture.notebook.themed)
            marked = [tuple(cell) for cell in panel["marked"]]
            plain = np.array(
                [
                    [(row, column) not in marked for column in range(values.shape[1])]
                    for row in range(values.shape[0])
                ]
            )
            plain &= np.isfinite(values)  # −∞ has no colour
            plain[painted[place]["faint_rows"]] = False
            for _, row, column in (one for one in there["lit"] if one[0] == place):  # borders lie there
                plain[row : row + 2 if row >= 0 else 0] = False
                plain[:, column : column + 2 if column >= 0 else 0] = False
            np.testing.assert_allclose(
                cell_colours(there, pixels, place).astype(int)[plain], wanted[plain].astype(int), atol=2
            )
    if any(panel["kind"] == "boxes" for panel in frame["panels"]):
        picture.leave()


def lines(picture, frame):
    weights, painted = np.array(frame["weights"]), picture.painted
    shown = {(line["head"], line["query"], line["key"]): line["weight"] for line in painted["lines"]}
    chosen = painted["chosen"]
    assert chosen["side"] == "query", "no word asks"
    wanted = {
        (head, chosen["at"], key)
        for head in painted["shown"]
        for key in range(weights.shape[2])
        if weights[head, chosen["at"], key] >= 0.01
    }
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
                assert np.isclose(
                    across(y[place], painted["y_limits"], plot["y_log"]),
                    1 - (point["y"] - area["y"]) / area["height"],
                    atol=0.01,
                )
                if series["kind"] in ("line", "points", "arrows"):
                    assert np.isclose(
                        across(x[place], painted["x_limits"], plot["x_log"]),
                        (point["x"] - area["x"]) / area["width"],
                        atol=0.01,
                    )


def steps(picture, frame):
    """A map: its nodes in their boxes, and the numbers that the readout tells under the pointer."""
    painted = picture.painted
    assert painted["names"] == [node["name"] for node in frame["nodes"]]
    assert painted["lit"] == list(frame["lit"])
    layout = frame["layouts"][painted["layout"]]
    unit = [
        box["width"] / wide for box, (_, _, wide, _) in zip(painted["boxes"], layout["boxes"], strict=True)
    ]
    assert np.allclose(unit, unit[0])
    for node, inner in zip(frame["nodes"], painted["inners"], strict=True):
        if node["values"] is None or len(node["values"]) > 1:
            continue
        row = np.array(node["values"])[0]
        column = int(np.abs(row).argmax())
        x = inner["x"] + (column + 0.5) / len(row) * inner["width"]
        picture.hover(x, inner["y"] + inner["height"] / 2)
        assert number_in(picture.readout.rpartition(": ")[2], row[column]), picture.readout
    picture.leave()


PAINTED = {"MatrixFrame": matrix, "LinesFrame": lines, "ChartFrame": chart, "MapFrame": steps}


def across(value, limits, logarithmic):
    """Where a value lies between the limits of an axis, from 0 to 1."""
    value, low, high = np.log([value, *limits]) if logarithmic else (value, *limits)
    return (value - low) / (high - low)


def somewhere(frame, painted):
    """A place in a picture where a number is told, in CSS pixels."""
    if frame["kind"] == "MatrixFrame":
        return middle(painted["panels"][0], 0, 0)
    if frame["kind"] == "LinesFrame":
        return painted["left"] - 12, painted["header"] + 1.5 * painted["row"] - painted["top"]
    if frame["kind"] == "MapFrame":
        box = painted["boxes"][0]
        return box["x"] + box["width"] / 2, box["y"] + 5
    point = next(one for series in painted["plots"][0]["series"] for one in series if one)
    return point["x"], point["y"] + 1


def number_in(text, value):
    found = [part.strip("=,;") for part in text.replace("−", "-").split()]
    return any(
        part.lstrip("-").replace(".", "", 1).isdigit() and np.isclose(float(part), value, atol=0.011)
        for part in found
    )
