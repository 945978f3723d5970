"""The site of tools/build_site.py, served without any other host: every notebook runs in it.

Build it first: uv run --isolated --only-group site python -m tools.build_site. Where there is none,
these tests are skipped; in CI they fail.
"""

import os
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from helpers import models
from tests.lab import Site, access
from tests.sentences import TIRED
from tools.build_site import LIVE
from tools.notebooks import CORE, MORE, NOTEBOOKS
from tools.site import kept, policy

FOLDER = Path(os.environ.get("COURSE_SITE") or Path(__file__).parents[2] / "build" / "site")
NAMES_IN_MORE = [path.relative_to(NOTEBOOKS).as_posix() for path in MORE]
IT = 9


@pytest.fixture(scope="module")
def site(browser):
    if not (FOLDER / "index.html").is_file():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"there is no site in {FOLDER}: {__doc__}")
    with Site(browser, FOLDER, strict) as site:
        yield site


def strict(path):
    """What a web server should send, as the site says: nothing that is asked here may be forbidden by it."""
    rules = policy.of(path.partition("?")[0], policy.read(FOLDER))
    return {"Content-Security-Policy": rules} if rules else {}


@pytest.fixture
def notebook(site, request):
    """A notebook of the site, run from top to bottom; nothing was asked elsewhere, nothing was missing."""
    with site.visit(request.param) as notebook:
        notebook.page.evaluate(LISTEN)
        notebook.ready()
        notebook.page.wait_for_function("said.at(-1).startsWith('Python is ready')")
        print(f"{request.param}: Run All took {notebook.run_all(seconds=900):.0f} s")  # pytest -rP shows it
        yield notebook
        assert notebook.faults == [] and notebook.foreign == []
        assert notebook.hosts == {site.address.split("/")[2]}
        assert [asked for asked in site.asked if asked[1] >= 400] == []  # by those that came before, too


# Every line that the page says about what it is doing.
LISTEN = """() => {
    const line = document.querySelector("#course-progress");
    window.said = [line.textContent];
    const told = { childList: true, characterData: true };
    new MutationObserver(() => said.push(line.textContent)).observe(line, told);
}"""


def opened(*names):
    return pytest.mark.parametrize("notebook", names, indirect=True, ids=lambda name: name[:7])


def drag(explorer, label, share):
    """Drag a slider's handle by mouse to a share of its track, and wait until that is painted."""
    control, mouse = explorer.control(label), explorer.notebook.page.mouse
    before, handle = explorer.fingerprint, control.handle.bounding_box()
    track = control.element.query_selector(".noUi-target").bounding_box()
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    mouse.move(x, y)
    mouse.down()
    mouse.move(track["x"] + share * track["width"], y, steps=4)
    mouse.up()
    explorer.notebook.settle()
    assert explorer.fingerprint != before, f"{label}: dragging it changed no picture"


def assert_paths(explorer, source, target):
    (picture,) = explorer.pictures
    assert explorer.kernel("lambda it: it.state") == {"source": source, "target": target}
    assert picture.heights(0, 0) == pytest.approx(range(1, target - source + 1), abs=0.02)
    assert picture.heights(0, 1) == pytest.approx([1], abs=0.02)


@opened("01_meet_attention.ipynb")
def test_notebook_1_runs_and_its_slider_moves_by_keyboard_and_mouse(notebook):
    explorer = notebook.explorer("explore_paths(")
    assert not notebook.page.query_selector(
        "#course-progress"
    )  # a picture is painted: nothing is said any more
    said = " / ".join(notebook.page.evaluate("said"))
    assert re.search(r"Starting Python .*Python is ready.*Running cell 1 of", said), said
    assert_paths(explorer, 1, IT)
    explorer.control("message from").press("ArrowRight", "ArrowRight")
    assert_paths(explorer, 3, IT)
    explorer.control("to").press("ArrowDown")
    assert_paths(explorer, 3, IT - 1)
    drag(explorer, "message from", 0)
    assert_paths(explorer, 0, IT - 1)
    weights = models.load("pronouns").attention(TIRED)[1][:2, IT]  # on this machine, not in the page
    (lines,) = notebook.explorer("explore_meeting(").pictures
    shown = {(line["head"], line["key"]): line["weight"] for line in lines.painted["lines"]}
    assert set(shown) == {(head, key) for head, key in np.argwhere(weights >= 0.01).tolist()}
    assert all(np.isclose(weight, weights[place], atol=1e-5) for place, weight in shown.items())


@opened("05_mix_the_values.ipynb")
def test_notebook_5_mixes_as_loud_as_the_sliders_say_and_exercises_are_judged(notebook):
    explorer = notebook.explorer("explore_mixing(")

    def assert_mixed():
        volumes = np.array(list(explorer.kernel("lambda it: it.state").values()))
        bars = explorer.pictures[0].heights(1, 0)
        assert bars == pytest.approx(volumes / volumes.sum(), abs=0.01)
        return volumes

    before, label = assert_mixed(), "volume of the rest"
    explorer.control(label).press("ArrowRight", "ArrowRight")
    after = assert_mixed()
    assert after - before == pytest.approx([0, 0, 0, 0.02])
    drag(explorer, label, 1)
    assert assert_mixed()[3] == pytest.approx(1)

    assert notebook.python("judged", before=ANSWERS) == [True, False, False]
    assert "not done after" in notebook.python("endless.said[0]")
    assert notebook.python("refused", before=EVERY_TASK) == []
    shapes = notebook.python(
        "{name: models.load(name).attention(text).shape for name, text in texts.items()}", before=EVERY_MODEL
    )
    assert shapes == {name: list(models.load(name).attention(text).shape) for name, text in TEXTS.items()}


TEXTS = dict.fromkeys(models.NAMES, "The old street was very wide.") | {"writer": "Once there was a shy fox."}
EVERY_MODEL = f"from helpers import models\ntexts = {TEXTS!r}"
EVERY_TASK = """
from helpers.exercises.judge import judge
from helpers.exercises.task import all_tasks
judged = [(one.name, judge(one, one.solution)) for one in all_tasks().values()]
refused = [(name, found.said) for name, found in judged if not found.right]
"""
ANSWERS = """
from helpers.exercises.judge import judge
from helpers.exercises.task import task
def never(weights, values):
    while True:
        pass
one = task("mix-values")
endless = judge(one, never, limit=0.5)
judged = [judge(one, one.solution).right, judge(one, lambda weights, values: values[0]).right, endless.right]
"""


@opened("08_read_the_heads.ipynb")
def test_notebook_8_asks_the_trained_model_for_each_word_of_the_slider(notebook):
    explorer, weights = notebook.explorer("explore_reading("), models.load("pronouns").attention(TIRED)[1]
    explorer.click("all")

    def assert_asks(asks):
        _, digits, lines = explorer.pictures
        shown = {(line["head"], line["key"]): line["weight"] for line in lines.painted["lines"]}
        assert set(shown) == {(head, key) for head, key in np.argwhere(weights[:, asks] >= 0.01).tolist()}
        assert all(np.isclose(weight, weights[:, asks][place], atol=1e-5) for place, weight in shown.items())
        assert digits.painted["pages"] == [asks]
        assert np.allclose(
            explorer.kernel("lambda it: it.frames[1].panels[0].values"), weights[:, asks], atol=1e-5
        )

    assert_asks(IT)
    explorer.control("word that asks").press("ArrowLeft", "ArrowLeft")
    assert_asks(IT - 2)
    drag(explorer, "word that asks", 1)
    assert_asks(weights.shape[-1] - 1)


@opened("11_examine_a_real_transformer.ipynb")
def test_the_heaviest_notebook_runs_from_top_to_bottom(notebook):
    assert notebook.explorers


# Python starts once for all of them: the page takes ten times as long for that as for their cells.
@opened(NAMES_IN_MORE[0])
def test_every_other_notebook_runs_one_after_the_other(notebook):
    opened_above = ("01", "05", "08", "11")
    others = [path for path in CORE if path.name[:2] not in opened_above] + MORE[1:]
    for path in others:
        cells = [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
        failed = notebook.python("failed", before=RUN_CELLS.format(cells=cells))
        assert failed == [], path.stem


RUN_CELLS = """
failed = [
    f"{{cell}}: {{told.error_in_exec or told.error_before_exec!r}}"
    for cell in {cells!r}
    if not (told := get_ipython().run_cell(cell)).success
]
"""


def test_the_first_page_is_the_course_whose_pages_lead_to_the_same_notebook_in_jupyterlab(site):
    page = site.context.new_page()
    page.goto(f"{site.address}read/index.html")  # where it stood before
    page.wait_for_url(f"{site.address}index.html")
    assert access.faults(page) == []
    page.get_by_role("link", name=re.compile("^4. ")).click()
    page.wait_for_load_state()
    assert page.url == f"{site.address}notebooks/{CORE[3].stem}.html"
    page.locator(f"a[href='../{LIVE}{CORE[3].name}']").first.click()
    page.wait_for_selector(".jp-NotebookPanel")
    assert "4. Scale, then softmax" in page.inner_text(".jp-NotebookPanel h1")
    page.close()


# Resolves when all of these are kept, however many pages ask for it.
ARE_KEPT = """async (hashes) => {
    const all = async () => (await Promise.all((await caches.keys()).map(async (name) =>
        (await (await caches.open(name)).keys()).map(({ url }) => url.split("/").at(-1))))).flat();
    for (let kept = []; !hashes.every((hash) => kept.includes(hash)); kept = await all()) {
        await new Promise(requestAnimationFrame);
    }
}"""


def test_a_second_visit_needs_no_network(site):
    if not any("pyodide.asm.wasm" in path for path, _ in site.asked):  # else others were here before
        with site.open(CORE[0].name) as notebook:
            notebook.run_all(seconds=900)
    files, lists = kept.listed(FOLDER, set())
    page = site.context.new_page()
    page.goto(site.address)
    page.evaluate(ARE_KEPT, [files[name] for name in lists["pages"]])
    page.evaluate(ARE_KEPT, [files[name] for name in files if name.startswith("static/pyodide/")])
    site.cut, before = True, len(site.asked)
    try:
        page.goto(site.address)
        page.get_by_role("link", name=re.compile("^4. ")).click()
        page.wait_for_load_state()
        assert page.title().startswith("4. Scale, then softmax")
        page.close()
        with site.open(CORE[0].name) as notebook:
            notebook.run_all(seconds=900)
            assert notebook.faults == [] and notebook.explorers
    finally:
        site.cut = False
    assert len(site.asked) == before


PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def phone(browser, site):
    """The same site for a phone, which has kept nothing. -> Site"""
    with Site(browser, FOLDER, strict, **PHONE) as phone:
        yield phone


def test_a_finger_gets_from_the_first_page_to_every_other(phone):
    page = phone.context.new_page()
    page.goto(phone.address)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert "On a phone, stay with the pages" in page.inner_text("main")
    for link in page.locator("main a").all():
        box = link.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390, link.inner_text()
    page.get_by_role("link", name=re.compile("^1. Meet attention")).tap()
    page.wait_for_url("**/notebooks/01*")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("link", name="Run and change the code").tap()
    page.wait_for_url("**/lab/index.html?path=notebooks/01*")


def test_a_finger_runs_a_notebook_and_moves_its_slider(phone):
    with phone.visit(CORE[0].name, 390, 844) as notebook:
        notebook.ready()
        page = notebook.page
        page.wait_for_function(
            "() => document.querySelector('.jp-Notebook').getBoundingClientRect().width > 330"
        )
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        page.locator(".lm-MenuBar-itemLabel", has_text=re.compile("^Run$")).tap()
        page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Run All Cells$")).tap()
        explorer = notebook.explorer("explore_paths(")  # waits for its pictures
        notebook.settle()
        control = explorer.control("message from")
        before, track = explorer.fingerprint, control.element.query_selector(".noUi-target")
        track.scroll_into_view_if_needed()
        box = track.bounding_box()
        page.touchscreen.tap(box["x"] + 0.6 * box["width"], box["y"] + box["height"] / 2)
        notebook.settle()
        assert explorer.fingerprint != before
        page.locator(".jp-SideBar.jp-mod-left .lm-TabBar-tab").first.tap()  # the other notebooks
        page.locator(".jp-DirListing-item", has_text="02_").wait_for()
        assert notebook.faults == []


AWAKE = "(still) => still.matches('.awake, :has(> [role=alert])')"


def awake(site, path):
    """Open the page of a notebook, and wake each of its pictures. -> what did not wake, a line each"""
    page, faults = site.context.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{site.address}notebooks/{path.relative_to(NOTEBOOKS).with_suffix('.html').as_posix()}")
    stills = page.locator("[data-explorer]")
    for still in stills.all():
        still.scroll_into_view_if_needed()
        page.wait_for_function(AWAKE, arg=still.element_handle())
    faults += page.locator("[data-explorer] > [role=alert]").all_text_contents()
    faults += [] if stills.count() else ["nothing on it moves"]
    page.close()
    return [f"{path.stem}: {fault}" for fault in faults]


def test_the_first_page_moves(site):
    assert awake(site, CORE[0]) == []
    assert [asked for asked in site.asked if asked[1] >= 400] == []


def test_every_page_moves(site):
    """Of a site that was built without --only."""
    assert [fault for path in CORE + MORE for fault in awake(site, path)] == []
