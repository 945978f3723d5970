"""Every core notebook in JupyterLab in Firefox and in WebKit, with real keys and a real mouse.

The walk is that of test_notebooks.py, for Chromium. What a browser decides comes with it: what it complains
of, what a mouse does, what a saved picture and a copied table are. At each change one small notebook runs in
each browser, once a week all twelve (tests/weekly.py).
"""

import contextlib
import io
import os
import re

import numpy as np
import pytest
from PIL import Image

from tests.browser import test_notebooks as walk
from tests.browser.conftest import short
from tests.lab import browsers, written
from tests.lab.driven import other_lab
from tests.lab.notebook import PATIENCE
from tests.lab.painted import AFRESH, assert_painted, somewhere
from tests.lab.server import wait_for
from tools.notebooks import CORE

BROWSERS = {"Firefox": browsers.Firefox, "WebKit": browsers.WebKit}
FAULTS = {  # what each must notice, of JavaScript that does it and waits until it is done
    "console.error('oh dear')": "oh dear",
    "setTimeout(() => { throw new Error('thrown'); }); await new Promise(setTimeout)": "thrown",
    "Promise.reject(new Error('rejected')); await new Promise(setTimeout)": "rejected",
    "await fetch('/not/there')": "404 (/not/there)",
    "await fetch('http://example.com/elsewhere').catch(() => 0)": "(/elsewhere)",
    """await new Promise((done) => {
        document.body.append(Object.assign(new Image(), { src: "/no/picture.png", onerror: done }));
    })""": "(/no/picture.png)",
}
NUMBER = r"(?<![\w.])-?\d+(?:\.\d+)?(?:e-?\d+)?(?![\w.])"
EDGE = 40  # CSS pixels of paper beside a saved picture, at most
TRACK = """(handle) => {
  const { x, width } = handle.closest(".noUi-target").getBoundingClientRect();
  return { x, width };
}"""
PASTE = """() => {
  const area = document.createElement("textarea");
  area.setAttribute("data-lm-suppress-shortcuts", "true"); // its keys are not JupyterLab's
  area.className = "pasted";
  area.style = "position: fixed; top: 0; left: 0; z-index: 9999";
  document.body.append(area);
  area.focus();
}"""
SAID = """async (root) => {
  while (!root.querySelector(".hv-said").textContent) await new Promise(requestAnimationFrame);
}"""
PASTED = """async () => {
  const area = document.querySelector(".pasted");
  while (!area.value) await new Promise(requestAnimationFrame);
  area.remove();
  return area.value;
}"""
REFUSE = "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }"
ALLOW = "() => { delete navigator.clipboard.writeText; }"


@pytest.fixture(scope="module", params=BROWSERS, autouse=True)
def other(request):
    """A JupyterLab in another browser. -> OtherLab"""
    try:
        with other_lab(BROWSERS[request.param]) as lab:
            yield lab
    except browsers.BrowserMissing as missing:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(missing))


def test_what_goes_wrong_in_a_page_is_noticed(other, tmp_path):
    """The walk finds no fault because there is none, and not because nobody listens."""
    with other.open(written(tmp_path / "faulty.ipynb", ["1"])) as notebook:
        for line in FAULTS:
            notebook.page.evaluate(f"async () => {{ {line}; }}")
    for said in FAULTS.values():
        assert any(said in fault for fault in notebook.faults), (said, notebook.faults)
    assert "http://example.com/elsewhere" in notebook.foreign


@pytest.fixture(scope="module", params=CORE, ids=short)
def notebook(other, request):
    """A notebook after Run All; its page has no fault when all is done. -> Notebook"""
    with other.open(request.param) as notebook:
        notebook.run_all()
        yield notebook
    assert notebook.faults == [] and notebook.foreign == []


def pictures_of(notebook):
    """Each picture of each explorer. -> (Picture, its frame as a dict of what it holds)"""
    for explorer in walk.with_controls(notebook):
        yield from zip(explorer.pictures, explorer.kernel(AFRESH), strict=True)


def test_every_first_picture_is_what_python_computes(notebook):
    walk.test_every_cell_runs_and_every_picture_is_that_of_its_first_state(notebook)


def test_every_other_picture_is_painted_live(notebook):
    walk.test_every_other_picture_is_painted_live_and_nothing_that_draws_stills_was_loaded(notebook)


def test_a_mouse_over_any_picture_tells_a_number(notebook):
    """Or the name of a step of a map, which may have no number."""
    for picture, frame in pictures_of(notebook):
        picture.hover(*somewhere(frame, picture.painted))
        told = picture.readout
        if frame["kind"] == "MapFrame":
            assert told.startswith(frame["nodes"][0]["name"]), (frame["words"][:80], told)
        else:
            assert any(letter.isdigit() for letter in told), (frame["words"][:80], told)
        picture.leave()


def test_a_mouse_moves_a_slider_of_each_explorer(notebook):
    for explorer in walk.with_controls(notebook):
        handles = explorer.element.query_selector_all(".hv-controls .noUi-handle")
        for handle in [one for one in handles if one.is_visible()][:1]:
            before, frames = explorer.kernel(walk.STATE), explorer.kernel(AFRESH)
            painted = explorer.fingerprint
            drag(handle)
            notebook.settle()
            assert explorer.kernel(walk.STATE) != before, f"cell {explorer.place}: the mouse moves nothing"
            same = explorer.kernel(AFRESH) == frames  # a tab that is not shown may be the one that moves
            assert same or explorer.fingerprint != painted, f"cell {explorer.place}: the picture stays"
            assert_painted(explorer)
            explorer.control("Reset").click()
            assert explorer.kernel(walk.STATE) == before


def drag(handle):
    """Pull the handle of a slider to a quarter of its track, or three: where it is not."""
    mouse = handle.page.mouse
    handle.scroll_into_view_if_needed()
    box, track = handle.bounding_box(), handle.evaluate(TRACK)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    to = track["x"] + track["width"] * (0.75 if x < track["x"] + track["width"] / 2 else 0.25)
    mouse.move(x, y)
    mouse.down()
    for share in (0.5, 1):
        mouse.move(x + share * (to - x), y)
    mouse.up()


def test_each_explorer_is_used_with_keys_alone(notebook):
    walk.test_each_explorer_is_used_with_real_keys_alone_and_says_what_it_shows(notebook)


def test_what_is_saved_is_a_picture_of_that_size(notebook):
    for picture, frame in pictures_of(notebook):
        width, height = picture.drawing.evaluate("(one) => [one.clientWidth, one.clientHeight]")
        seen = wait_for(lambda at=picture: on_screen(at), PATIENCE, lambda: "the screen shows no picture")
        with saved(picture) as image:
            factor = 1 if frame["kind"] == "MatrixFrame" else 2  # pixels for each of CSS
            assert image.format == "PNG" and ink(image) > 0.5 * factor**2 * seen
            assert 0 <= image.width / factor - width <= 2 * EDGE
            assert image.height / factor > height


@contextlib.contextmanager
def saved(picture):
    """What Save PNG of a picture puts into the folder for downloads. -> PIL's Image, once it is whole"""
    folder = picture.notebook.page.window.downloads
    press_button(picture, "Save PNG")

    def whole():
        for path in folder.glob("*.png"):
            with contextlib.suppress(OSError):  # it is still written
                image = Image.open(path)
                image.load()
                return path, image
        return None

    path, image = wait_for(whole, PATIENCE, lambda: f"nothing was saved: {[*folder.iterdir()]}")
    yield image
    image.close()
    path.unlink()


def press_button(picture, words):
    (button,) = [one for one in picture.root.query_selector_all("button") if one.inner_text() == words]
    picture.root.evaluate("(root) => { root.querySelector('.hv-said').textContent = ''; }")
    button.click()
    picture.root.evaluate(SAID)


def on_screen(picture):
    with Image.open(io.BytesIO(picture.drawing.screenshot())) as image:
        return ink(image)


def ink(image):
    """How many pixels of a picture have not the colour of its paper, the most frequent one."""
    pixels = np.asarray(image.convert("RGB")).astype(int) @ [1 << 16, 1 << 8, 1]
    return pixels.size - np.unique(pixels, return_counts=True)[1].max()


@pytest.mark.parametrize("refused", [False, True], ids=["asked", "refused"])
def test_what_is_copied_can_be_pasted_with_every_number(notebook, refused):
    """refused: by a browser that lets no page write into the clipboard by the new way."""
    if refused:
        notebook.page.evaluate(REFUSE)
    try:
        for picture, frame in pictures_of(notebook):
            press_button(picture, "Copy numbers")
            notebook.page.evaluate(PASTE)
            notebook.page.keyboard.press("Control+v")
            found = [float(part) for part in re.findall(NUMBER, notebook.page.evaluate(PASTED))]
            wanted = np.array(values_of(picture, frame), float)
            assert found, frame["words"][:80]
            found = np.sort(found)
            above = np.searchsorted(found, wanted).clip(1, max(1, len(found) - 1))
            sides = found[[above - 1, np.minimum(above, len(found) - 1)]]
            near = np.isclose(wanted, sides, rtol=1e-6, atol=1e-9).any(axis=0)
            assert near.all(), (frame["words"][:80], wanted[~near][:5], found[:5])
    finally:
        notebook.page.evaluate(ALLOW)


def values_of(picture, frame):
    """The numbers of a matrix, or of the heads that lines are shown of; of other pictures none. -> list

    Of panels too small to be read, what is said of each is copied.
    """
    values = []
    if frame["kind"] == "MatrixFrame" and not all(panel["says"] for panel in frame["panels"]):
        values = [one for panel in frame["panels"] for row in panel["values"] for one in row]
    elif frame["kind"] == "LinesFrame":
        values = np.array(frame["weights"])[picture.painted["shown"]].ravel()
    return [one for one in values if np.isfinite(one)]
