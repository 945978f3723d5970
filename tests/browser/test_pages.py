"""The pages: all that the notebooks hold is in them, links lead somewhere, and nothing else is loaded.

Every page is read here. Three of the core move, and are opened in Chromium; the others are still.
"""

import base64
import gzip
import json
import re
import shutil
from contextlib import contextmanager
from html.parser import HTMLParser
from urllib.parse import unquote

import nbformat
import pytest

from helpers import frames, pictures
from tests.lab import access
from tests.lab.notebook import PATIENCE
from tools import build_pages
from tools.notebooks import ALL, BUILT, CORE, NOTEBOOKS, is_more
from tools.pages import lives

ALIVE = ["01", "04", "05"]  # they take a few seconds each
MOVING = [path for path in CORE if path.name[:2] in ALIVE]
LANGUAGES = {"notebooks/de": "de", "notebooks/es": "es", "notebooks/pt": "pt-BR"}
MOST = 4 * 2**20  # bytes of a page
LOADS = {"script", "link", "iframe", "object", "embed", "img", "source", "video", "audio", "input", "form"}


class Read(HTMLParser):
    """What a page holds: tags (name, attributes), words outside of code, code, and text as a whole."""

    def __init__(self, html):
        super().__init__()
        self.html, self.tags, self.words, self.code, self.inside = html, [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag in ("pre", "code", "style", "math", "script"):
            self.inside.append(tag)
            if tag == "pre":
                self.code.append("")

    def handle_endtag(self, tag):
        if self.inside and tag == self.inside[-1]:
            self.inside.pop()

    def handle_data(self, data):
        if "pre" in self.inside:
            self.code[-1] += data
        elif not self.inside:
            self.words.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    assert build_pages.main(["--to", str(folder), "--only", *ALIVE]) == 0
    return folder


@pytest.fixture(scope="module")
def pages(folder):
    """Every page, read. -> dict of its place in the folder: Read"""
    found = sorted(folder.rglob("*"))
    assert {path.suffix for path in found if path.is_file()} == {".html"}
    return {
        path.relative_to(folder).as_posix(): Read(path.read_text("utf8")) for path in found if path.is_file()
    }


def place_of(path):
    """Where a notebook's page stands in the folder."""
    return f"notebooks/{path.relative_to(NOTEBOOKS).with_suffix('.html').as_posix()}"


@pytest.fixture(scope="module")
def notebooks(pages):
    """-> list of (the notebook as it is stored, its page)"""
    return [(nbformat.read(path, 4), pages[place_of(path)]) for path in ALL]


def test_every_page_is_whole_and_can_be_walked_by_ear(pages):
    for place, page in pages.items():
        language = LANGUAGES.get(place.rpartition("/")[0], "en")
        assert page.html.startswith("<!DOCTYPE html>") and page.all("html")[0]["lang"] == language, place
        assert len(page.all("title")) == len(page.all("main")) == 1, place
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1 and levels.count(1) == 1, (place, levels)
        assert all(below <= above + 1 for above, below in zip(levels, levels[1:], strict=False)), place
        skip = next(one for tag, one in page.tags if tag == "a")
        assert skip["href"] == "#main" and page.all("main")[0]["id"] == "main", place
        assert place == "index.html" or page.all("nav"), place


def test_no_page_loads_anything(pages):
    for place, page in pages.items():
        for tag, attributes in page.tags:
            if tag == "script":
                assert "src" not in attributes, place
            elif tag in LOADS:
                assert tag in ("img", "link"), (place, tag)
                assert attributes.get("src", attributes.get("href")).startswith("data:"), (place, attributes)
        assert not re.search(r"url\(|@import", "".join(re.findall("<style>.*?</style>", page.html, re.S)))
        policy = page.all("meta")[1]
        assert policy["http-equiv"] == "Content-Security-Policy", place
        assert policy["content"].startswith(
            "default-src 'none'; script-src 'sha256-"
            if page.all("script")
            else "default-src 'none'; script-src 'none'; "
        ), place
        assert len(page.html.encode()) <= MOST, place


def test_every_link_leads_somewhere(pages, folder):
    written = {link for path in ALL for link in re.findall(r"\]\((https:[^)]+)\)", path.read_text("utf8"))}
    for place, page in pages.items():
        ids = {one["id"] for _, one in page.tags if "id" in one}
        for link in (one["href"] for one in page.all("a")):
            address, _, part = link.partition("#")
            if address.startswith("https:"):
                assert link in written or place.startswith("data/"), (place, link)
            elif address:
                target = (folder / place).parent / unquote(address)
                assert target.resolve().relative_to(folder.resolve()).as_posix() in pages, (place, link)
            else:
                assert part in ids, (place, link)
    listed = [one["href"] for one in pages["index.html"].all("a")][1:]
    assert listed == [place_of(path) for path in ALL]
    for path in filter(is_more, BUILT):
        links = [one["href"] for one in pages[place_of(path)].all("a")]
        assert any(link.startswith(f"../{path.name[:2]}_") for link in links), "it leads back to the core"
    assert "notebooks/11_examine_a_real_transformer.html" in pages
    links = [one["href"] for one in pages["notebooks/11_examine_a_real_transformer.html"].all("a")]
    assert "../data/minilm/README.html" in links


def test_previous_and_next_walk_through_the_core(pages):
    stems = [path.stem for path in CORE]
    for before, stem, after in zip([None, *stems], stems, [*stems[1:], None], strict=False):
        ways = [(one["rel"], one["href"]) for one in pages[f"notebooks/{stem}.html"].all("a") if "rel" in one]
        there = [("prev", before), ("next", after)]
        assert ways == 2 * [(way, f"{other}.html") for way, other in there if other], stem


def test_all_that_a_notebook_holds_is_on_its_page(notebooks):
    for notebook, page in notebooks:
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        outputs = [output for cell in cells for output in cell.outputs]
        code = [text.strip() for text in page.code]
        for text in [cell.source for cell in cells] + [one.text for one in outputs if "text" in one]:
            assert text.strip() in code, text
        pictures = [one for one in outputs if "image/png" in one.get("data", {})]
        assert [one["alt"] for one in page.all("img")] == [
            one.metadata["image/png"]["alt"] for one in pictures
        ]
        assert all(len(one["alt"]) >= 20 for one in page.all("img"))
        moving = [cell for cell in cells if "explore_" in cell.source and "image/png" in str(cell.outputs)]
        assert page.html.count("<figcaption>") == (0 if page.all("script") else len(moving))
        assert all(one["height"].isdecimal() and one["width"].isdecimal() for one in page.all("img"))
        tables = [
            one.data["text/html"] for one in outputs if "<table" in one.get("data", {}).get("text/html", "")
        ]
        assert page.html.count('<div class="table">') == len(tables)
        prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
        told = [one.data["text/markdown"] for one in outputs if "text/markdown" in one.get("data", {})]
        assert page.html.count('<div class="told"') == len(told)
        assert len(page.all("details")) == "".join([*told, *prose]).count("<details>")


def test_formulas_are_mathml_and_no_tex_is_left(notebooks, pages):
    for notebook, page in notebooks:
        told = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
        prose = re.sub(r"```.*?```|`[^`\n]*`", "", "\n\n".join(told), flags=re.S)
        signs = prose.count("$") - prose.count("$$")  # "$$" is one sign
        assert len(page.all("math")) >= signs // 2 > 0 or not signs
    for place, page in pages.items():
        words = "".join(page.words)
        assert not re.search(r"\$|\\[a-z]+\{|[\ue000\ue001]", words), place
        assert not re.search(
            r"[\ue000\ue001]|<merror|\\[a-z]+", "".join(re.findall("<math.*?</math>", page.html))
        )


def test_what_moves_and_what_can_be_answered_has_its_parts(pages, notebooks):
    """Each explorer, each picture and each card of the pages that move."""
    for path in MOVING:
        page = pages[place_of(path)]
        cells = [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
        kinds = [kind for cell in cells for one in cell.outputs for kind in one.get("data", ())]
        parts = {one["id"] for one in page.all("script") if "id" in one}
        figures = [one["data-explorer"] for one in page.all("figure")]
        cards = [one["data-card"] for one in page.all("div") if "data-card" in one]
        assert len(figures) == kinds.count("image/png") and len(cards) == kinds.count("text/markdown")
        assert {f"{name}-told" for name in figures + cards} | {f"{name}-store" for name in figures} <= parts
        assert len(page.all("noscript")) == 1 and "its questions can be answered, without Python" in page.html
    for code, said in {"de": "Diese Seite steht still", "pt": "Esta página está parada"}.items():
        assert said in pages[f"notebooks/{code}/{CORE[0].stem}.html"].html
    still = pages[place_of(CORE[1])]
    assert not still.all("script") and "This is a still page" in still.html


def test_a_link_to_what_has_no_page_keeps_its_words_only(tmp_path):
    here = tmp_path / "notebooks"
    here.mkdir()
    for path in (here / "a.ipynb", tmp_path / "LICENSE"):
        path.touch()
    places = {here / "a.ipynb": tmp_path / "out" / "notebooks" / "a.html"}
    text = '<a href="../LICENSE">the <b>licence</b></a>, <a href="a.ipynb#two">two</a>, '
    text += '<a href="https://example.org">far</a>'
    assert build_pages.linked(text, here, tmp_path / "out", places) == (
        'the <b>licence</b>, <a href="notebooks/a.html#two">two</a>, <a href="https://example.org">far</a>'
    )


def test_each_heading_can_be_linked_to():
    html = "<h2>What <em>it</em> is</h2> <h2>What it is</h2> <h3>1 &amp; 2</h3>"
    assert build_pages.with_ids(html) == (
        '<h2 id="what-it-is">What <em>it</em> is</h2> <h2 id="what-it-is-2">What it is</h2> '
        '<h3 id="1-2">1 &amp; 2</h3>'
    )


def test_beside_the_live_course_each_page_leads_to_its_live_twin(tmp_path):
    path = BUILT[3]
    places = {path: tmp_path / "read" / "notebooks" / f"{path.stem}.html"}
    way = {"previous": None, "next": None, "live": "../../lab/index.html?path=notebooks/x.ipynb"}
    notebook = nbformat.read(path, 4)
    notebook.cells = notebook.cells[:1]
    page = Read(build_pages.page(path, notebook, places, tmp_path / "read" / "index.html", way))
    assert way["live"] in [one["href"] for one in page.all("a")]
    openings = {one: build_pages.opening(nbformat.read(one, 4).cells[0].source) for one in BUILT}
    all_places = {one: tmp_path / "read" / "notebooks" / f"{one.stem}.html" for one in BUILT}
    first, lab = tmp_path / "read" / "index.html", "../lab/index.html?path=notebooks/"
    assert build_pages.steps(path, openings, all_places, first, lab) == way | {
        "previous": (openings[BUILT[2]][0], f"{BUILT[2].stem}.html"),
        "next": (openings[BUILT[4]][0], f"{BUILT[4].stem}.html"),
        "live": f"../../lab/index.html?path=notebooks/{path.name}",
    }
    more = NOTEBOOKS / "more" / "03_two_lengths.ipynb"
    all_places[more] = tmp_path / "read" / "notebooks" / "more" / "03_two_lengths.html"
    assert build_pages.steps(more, openings, all_places, first, lab) == way | {
        "live": "../../../lab/index.html?path=notebooks/more/03_two_lengths.ipynb"
    }


# ---- in Chromium

SMALL = {"width": 1024, "height": 800}
NAMES = "[...document.querySelectorAll('[data-explorer]')].map((one) => one.dataset.explorer)"
# What is painted in a picture, as far as a page can read it: pixels, shapes and words
PAINTED = """(figure) => JSON.stringify([
  [...figure.querySelectorAll("canvas")].map((one) => one.toDataURL()),
  [...figure.querySelectorAll(".hv-picture svg, .hv-readout")].map((one) => one.innerHTML),
])"""
REST = "[...document.querySelectorAll('.hv-root')].every((one) => !one.unpainted?.())"
CHANGED = f"""([name, before]) => {REST} &&
  ({PAINTED})(document.querySelector(`[data-explorer="${{name}}"]`)) !== before"""
# Nothing near what is seen still sleeps
QUIET = f"""() => {REST} && [...document.querySelectorAll("[data-explorer]:not(.awake)")].every((one) => {{
  const {{ top, bottom }} = one.getBoundingClientRect();
  return bottom < -800 || top > innerHeight + 800;
}})"""
WATCH = """window.moved = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) window.moved += one.value;
  }).observe({ type: "layout-shift", buffered: true });"""


def wake(page, name):
    """Bring a picture into sight until it is live and painted. -> Locator of its figure"""
    figure = page.locator(f"[data-explorer={name}]")
    figure.evaluate("(one) => one.scrollIntoView({ block: 'start' })")
    page.wait_for_function(f"(one) => one.classList.contains('awake') && {REST}", arg=figure.element_handle())
    return figure


def still_of(picture):
    """The output of a cell that shows a picture, as a notebook holds it."""
    data, metadata = picture.still()
    return nbformat.v4.new_output("display_data", {"image/png": data["image/png"]}, metadata=metadata)


@contextmanager
def opened(browser, folder, **options):
    """A window that reaches the files of a folder only. -> page; no fault and no other request may come."""
    context = browser.new_context(**options)
    context.set_default_timeout(1000 * PATIENCE)
    faults, asked = [], []

    def only_ours(route):
        if route.request.url.startswith((folder.as_uri(), "data:")):
            return route.continue_()
        asked.append(route.request.url)
        return route.abort()

    context.route("**/*", only_ours)
    context.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == [] and asked == []


@pytest.mark.parametrize(
    ("number", "theme", "width"),
    [(9, "dark", 1920), (4, "light", 1280), (5, "dark", 1280)],
)
def test_a_page_reads_in_light_and_dark_and_without_a_mouse(browser, folder, number, theme, width):
    with opened(browser, folder, color_scheme=theme, viewport={"width": width, "height": 1000}) as page:
        page.goto((folder / "index.html").as_uri())
        assert access.faults(page) == []
        page.get_by_role("link", name=re.compile(rf"^{number}\. ")).click()
        page.wait_for_load_state()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
        assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
            "rgb(17, 17, 17)" if theme == "dark" else "rgb(255, 255, 255)"
        )
        assert page.evaluate("[...document.images].every((one) => one.complete && one.naturalWidth > 100)")
        cards = "[...document.images].map((one) => getComputedStyle(one).backgroundColor)"
        assert set(page.evaluate(cards)) == {"rgb(255, 255, 255)"}
        heights = page.evaluate(
            "[...document.querySelectorAll('math')].map((one) => one.getBoundingClientRect().height)"
        )
        assert heights and min(heights) > 5
        assert access.faults(page) == []
        for narrow in (width, 400):
            page.set_viewport_size({"width": narrow, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), narrow
        page.get_by_role("link", name=re.compile(rf"^{number + 1}\. ")).first.click()
        assert page.title().startswith(f"{number + 1}. ")


@pytest.mark.parametrize("path", MOVING, ids=lambda path: path.stem[:2])
def test_every_picture_wakes_and_answers_a_key(browser, folder, path):
    """Without a request, a message or a jump of what is looked at."""
    with opened(browser, folder, viewport=SMALL) as page:
        page.add_init_script(WATCH)
        page.goto((folder / place_of(path)).as_uri())
        page.wait_for_function("() => document.querySelector('figure.awake')")
        assert page.evaluate("performance.now()") < 1000 * PATIENCE
        for name in page.evaluate(NAMES):
            figure = wake(page, name)
            before = figure.evaluate(PAINTED)
            slider = figure.locator("input[type=range]:visible")
            if slider.count():
                at_end = slider.first.evaluate("(one) => one.value === one.max")
                slider.first.press("ArrowLeft" if at_end else "ArrowRight")
            else:
                part = figure.locator(
                    "button.jupyter-button[aria-pressed=false]:visible, .hv-picture a, "
                    ".hv-picture [tabindex='0']"
                ).first
                part.press("Enter" if part.evaluate("(one) => one.tagName === 'BUTTON'") else "ArrowRight")
            page.wait_for_function(CHANGED, arg=[name, before])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate("window.moved") < 0.05, "what is looked at jumps"


def test_on_a_phone_everything_is_moved_by_touch(browser, folder):
    phone = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}
    with opened(browser, folder, **phone) as page:
        page.goto((folder / place_of(MOVING[1])).as_uri())
        for name in page.evaluate(NAMES):
            figure = wake(page, name)
            for slider in figure.locator("input[type=range]:visible").all():
                slider.scroll_into_view_if_needed()
                box = slider.bounding_box()
                assert box["x"] >= 0 and box["x"] + box["width"] <= 390 and box["width"] >= 60
                before = figure.evaluate(PAINTED)
                at_end = slider.evaluate("(one) => one.value === one.max")
                slider.tap(position={"x": 8 if at_end else box["width"] - 8, "y": box["height"] / 2})
                page.wait_for_function(CHANGED, arg=[name, before])
            assert figure.evaluate("(one) => one.scrollWidth <= one.clientWidth")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_page_without_scripts_is_the_still_one(browser, folder):
    with opened(browser, folder, java_script_enabled=False) as page:
        page.goto((folder / place_of(MOVING[0])).as_uri())
        assert all(one.is_visible() for one in page.locator("figure > img").all())
        assert page.locator(".hv-explorer").count() == 0
        assert "Your browser runs no scripts here" in page.locator("noscript").text_content()


def test_on_paper_stand_the_stills(browser, folder):
    with opened(browser, folder, viewport=SMALL) as page:
        page.goto((folder / place_of(MOVING[0])).as_uri())
        name = page.evaluate(NAMES)[0]
        figure = wake(page, name)
        still, live = figure.locator("> img"), figure.locator("> .hv-explorer")
        assert live.is_visible() and not still.is_visible()
        page.emulate_media(media="print")
        assert still.is_visible() and not live.is_visible()
        assert not page.locator(".told > .hv-explorer").first.is_visible()


def without_views(text):
    """A store that shows nothing, though it was packed whole. base64 -> base64"""
    raw = gzip.decompress(base64.b64decode(text))
    n_text = int.from_bytes(raw[:4], "little")
    head = json.dumps(json.loads(raw[16 : 16 + n_text]) | {"views": []}).encode()
    spoiled = len(head).to_bytes(4, "little") + raw[4:16] + head + raw[16 + n_text :]
    return base64.b64encode(gzip.compress(spoiled)).decode()


@pytest.mark.parametrize("damage", ["cut", "changed", "no gzip", "empty", "leads nowhere"])
def test_a_damaged_store_keeps_its_still_and_says_so_in_one_line(browser, folder, tmp_path, damage):
    html = (folder / place_of(MOVING[0])).read_text("utf8")
    name = re.search(r'<figure data-explorer="([^"]+)"', html)[1]
    begin = html.index(f'id="{name}-store">') + len(f'id="{name}-store">')
    store = html[begin : html.index("</script>", begin)]
    wrong = {
        "cut": store[: len(store) // 8 * 4],
        "changed": store[:200] + store[200:260][::-1] + store[260:],
        "no gzip": "AAAA" * 30,
        "empty": "",
        "leads nowhere": without_views(store),
    }[damage]
    # the damaged page's code is the same, so its policy lets it run
    (tmp_path / "damaged.html").write_text(html.replace(store, wrong), encoding="utf8")
    with opened(browser, tmp_path, viewport=SMALL) as page:
        page.goto((tmp_path / "damaged.html").as_uri())
        figure = page.locator(f"[data-explorer={name}]")
        figure.scroll_into_view_if_needed()
        said = figure.get_by_role("alert")
        said.wait_for()
        assert "This picture does not move here" in said.text_content()
        assert said.count() == 1 and "\n" not in said.text_content()
        assert figure.locator("> img").is_visible() and figure.locator(".hv-explorer").count() == 0
        others = [one for one in page.evaluate(NAMES) if one != name]
        assert wake(page, others[0]).locator(".hv-root").first.is_visible(), "the other pictures move"


def test_text_is_never_markup_and_never_ends_a_script(browser, tmp_path):
    odd = "</script><!--<script>window.bad=1</script><img src=x onerror=window.bad=1> & \u2028 <b>"
    path = BUILT[0]
    frame = frames.MatrixFrame(
        [frames.Panel([[1.0, 0.0]], odd, columns=(odd, "b"))], title=odd, badge="hand-set"
    )
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# A title"),
            nbformat.v4.new_code_cell("odd", outputs=[still_of(pictures.draw(frame))]),
        ]
    )
    moving = {(1, 0): lives.live_of(pictures.draw(frame), "live-1", path)}
    place = tmp_path / "odd.html"
    place.write_text(build_pages.page(path, notebook, {path: place}, tmp_path / "i.html", {}, moving), "utf8")
    with opened(browser, tmp_path) as page:
        page.goto(place.as_uri())
        page.locator("figure.awake").wait_for()
        assert page.locator(".hv-title").text_content() == odd
        assert page.evaluate("window.bad") is None and page.locator("b, .hv-explorer img").count() == 0


def test_a_link_into_a_page_lands_where_it_points(browser, folder):
    """Though pictures above and below it wake, and become higher than their stills."""
    with opened(browser, folder, viewport=SMALL) as page:
        place = (folder / place_of(MOVING[-1])).as_uri()
        page.goto(place)
        target = page.evaluate("[...document.querySelectorAll('h2[id]')].at(-2).id")
        assert target == "what-happens-next"
        page.goto("about:blank")
        page.goto(f"{place}#{target}")
        page.wait_for_function(QUIET)
        top = page.evaluate("(id) => document.getElementById(id).getBoundingClientRect().top", target)
        assert abs(top) < 60


def test_steps_of_a_map_lead_to_pages(browser, folder):
    with opened(browser, folder, viewport={"width": 1280, "height": 900}) as page:
        page.goto((folder / place_of(MOVING[0])).as_uri())
        figure = wake(page, page.evaluate(NAMES)[0])
        links = figure.locator("svg a").evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")
        assert links and all((folder / "notebooks" / link).exists() for link in links)
        figure.locator("svg a").filter(has_text="playground").click()
        page.wait_for_url("**/12_playground.html")
    more = next(path for path in BUILT if is_more(path))
    way = lives.on_page(frames.the_way(1), more)
    assert {one.leads for one in (*way.nodes, *way.groups) if one.leads} == {f"../{link}" for link in links}


# ---- what builds them


def test_a_notebook_gives_the_same_page_each_time(tmp_path):
    path = MOVING[1]
    places, told = {path: tmp_path / "a.html"}, []

    def built():
        moving = lives.all_lives([path], say=told.append)[path]
        return build_pages.page(path, nbformat.read(path, 4), places, tmp_path / "index.html", None, moving)

    assert built() == built()
    assert len(told) == 2 and re.fullmatch(rf" *1 of 1 +[\d.]+ s  {path.stem} .*", told[0])


def test_pages_that_are_not_asked_for_stay_as_they_stand(folder, tmp_path):
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    kept = tmp_path / place_of(MOVING[0])
    kept.write_text("stays", encoding="utf8")
    (tmp_path / place_of(MOVING[1])).unlink()
    build_pages.build(tmp_path, only=[])
    assert kept.read_text("utf8") == "stays"
    assert "This is a still page" in (tmp_path / place_of(MOVING[1])).read_text("utf8")


def test_what_cannot_be_built_is_said(tmp_path, capsys, monkeypatch):
    assert build_pages.main(["--to", str(tmp_path), "--only", "77"]) == 1
    assert "no notebook whose path begins with '77'" in capsys.readouterr().err
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")])
    nbformat.write(notebook, tmp_path / "bad.ipynb")
    with pytest.raises(RuntimeError, match=r"bad.ipynb, cell 0: ZeroDivisionError: division by zero"):
        lives.all_lives([tmp_path / "bad.ipynb"])
    notebook.cells[0].source = "1 + 1"
    nbformat.write(notebook, tmp_path / "bad.ipynb")
    with pytest.raises(RuntimeError, match=r"cell 0 shows 1 outputs, but the notebook holds 0"):
        lives.all_lives([tmp_path / "bad.ipynb"])
